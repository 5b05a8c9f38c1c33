BEGIN TRANSACTION;
CREATE TABLE attachments (
	decided TEXT NOT NULL, 
	finding TEXT NOT NULL, 
	seal TEXT NOT NULL, 
	PRIMARY KEY (decided)
);
CREATE TABLE changes (
	rank INTEGER NOT NULL, 
	kind TEXT NOT NULL, 
	finding TEXT NOT NULL, 
	before_json TEXT, 
	after_json TEXT, 
	seal TEXT NOT NULL, 
	PRIMARY KEY (rank)
);
CREATE TABLE decisions (id INTEGER NOT NULL PRIMARY KEY, kind TEXT NOT NULL, subject TEXT NOT NULL, undoes
    INTEGER, passage_json TEXT, decision_json TEXT NOT NULL, seal TEXT NOT NULL);
INSERT INTO "decisions" VALUES(1,'review','f332eab6a6bd210e',NULL,'["936e0b81a4b0a7193a2303c6ff09681a5c13388674a5c02835abb30232f58101", "isolation", 0, 36]','{"finding":"f332eab6a6bd210e","verdict":"to_verify","reviewer":"Relectrice","at":"2026-01-04T10:00:00+00:00","status":null,"note":""}','bd25dfe84695b5b8596ddeab9ad3b12043400c58818b2fbeebe13dc5992fa561');
INSERT INTO "decisions" VALUES(2,'review','f332eab6a6bd210e',NULL,'["936e0b81a4b0a7193a2303c6ff09681a5c13388674a5c02835abb30232f58101", "isolation", 0, 36]','{"finding":"f332eab6a6bd210e","verdict":"accepted","reviewer":"Relectrice","at":"2026-01-05T10:00:00+00:00","status":null,"note":"vu"}','82273e5c8da030c7d064b7b86af41c8345094b47e0dbc0c7cd7e6cefdcef26bd');
INSERT INTO "decisions" VALUES(3,'review','0123456789abcdef',NULL,NULL,'{"finding":"0123456789abcdef","verdict":"rejected","reviewer":"Relectrice","at":"2026-01-05T11:00:00+00:00","status":null,"note":"constat disparu"}','aaec1d01bae311e25101dce0d864885c8c310d2e73815c8fd350da6e28cc4736');
CREATE TABLE duplicates (
	id INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	source TEXT NOT NULL, seal TEXT NOT NULL DEFAULT '', 
	PRIMARY KEY (id), 
	UNIQUE (name)
);
INSERT INTO "duplicates" VALUES(1,'c.txt','276d89392eedef818797e84421e5ae8b91bced1d84f01c5d57035ea259b75558','ce168da79639fcb6d4a6aca41bc8e265a9fa0756fac1d3903c7f714412b6c9db');
CREATE TABLE findings (
	rank INTEGER NOT NULL, 
	id TEXT NOT NULL, 
	source TEXT NOT NULL, 
	criterion TEXT NOT NULL, 
	status TEXT NOT NULL, 
	finding_json TEXT NOT NULL, first TEXT, last TEXT, seal TEXT NOT NULL DEFAULT '', 
	PRIMARY KEY (rank)
);
INSERT INTO "findings" VALUES(1,'f332eab6a6bd210e','936e0b81a4b0a7193a2303c6ff09681a5c13388674a5c02835abb30232f58101','isolation','affirmed','{"id":"f332eab6a6bd210e","source":"936e0b81a4b0a7193a2303c6ff09681a5c13388674a5c02835abb30232f58101","criterion":"isolation","indicator":"contact_interdit","phrase":"(interdire | défendre | empêcher) ~ {contact}","sentence":{"start":0,"end":36},"evidence":{"start":7,"end":23},"quote":"Il m''a interdit de voir mes parents.","status":"affirmed","cues":[],"speaker":null,"agent":null,"patient":null,"people":[{"name":"mes parents","span":{"start":24,"end":35},"inferred":false}],"when":null,"amount":null,"chain":[],"suggestion":false,"catalogue":"0.1.0+32826e25bded"}',NULL,NULL,'191c6c5f3d0d7e8fba5684958dc6c17ad921f1dc36beda30b8ca1424c4f7e70c');
INSERT INTO "findings" VALUES(2,'e77bfd6bda5e5455','936e0b81a4b0a7193a2303c6ff09681a5c13388674a5c02835abb30232f58101','assets','affirmed','{"id":"e77bfd6bda5e5455","source":"936e0b81a4b0a7193a2303c6ff09681a5c13388674a5c02835abb30232f58101","criterion":"assets","indicator":"exigence","phrase":"(exiger | réclamer | soutirer | extorquer | quémander | escroquer | soustraire | pomper | piquer | carotter)/v ~ ({sommes} | don | participation | contribution | versement | virement)","sentence":{"start":37,"end":77},"evidence":{"start":44,"end":63},"quote":"Il m''a soutiré 8 000 euros en mars 2019.","status":"affirmed","cues":[],"speaker":null,"agent":null,"patient":null,"people":[],"when":{"words":"en mars 2019","first":"2019-03-01","last":"2019-03-31"},"amount":{"words":"8 000 euros","value":"8000","currency":"EUR"},"chain":[],"suggestion":false,"catalogue":"0.1.0+32826e25bded"}','2019-03-01','2019-03-31','7c3f1c4fe533384adf368d180429372b2a254b0dbf2543c2138db4889980a22e');
INSERT INTO "findings" VALUES(3,'d19f3379a2d55f1e','276d89392eedef818797e84421e5ae8b91bced1d84f01c5d57035ea259b75558','violence','denied','{"id":"d19f3379a2d55f1e","source":"276d89392eedef818797e84421e5ae8b91bced1d84f01c5d57035ea259b75558","criterion":"violence","indicator":"coups","phrase":"(frapper | gifler | cogner | tabasser | rouer | fouetter | cravacher | rosser | corriger | brutaliser | molester)/v ~ {personne}","sentence":{"start":0,"end":25},"evidence":{"start":6,"end":24},"quote":"Il ne m''a jamais frappée.","status":"denied","cues":[{"span":{"start":3,"end":16},"words":"ne jamais","rule":"denied"}],"speaker":null,"agent":null,"patient":null,"people":[],"when":null,"amount":null,"chain":[],"suggestion":false,"catalogue":"0.1.0+32826e25bded"}',NULL,NULL,'06c8599e2dfdb9b6e5fbae7defea1d6254da48dcbb7be7682c2b18b2d7b6b36a');
CREATE TABLE journal (number INTEGER NOT NULL PRIMARY KEY, at TEXT NOT NULL, who TEXT NOT NULL, act TEXT NOT
    NULL, detail_json TEXT NOT NULL, why TEXT, sealed_json TEXT, hash TEXT NOT NULL);
INSERT INTO "journal" VALUES(1,'2026-11-26T00:49:01+00:00','root','create','{"name": "affaire"}',NULL,NULL,'faa8a309a752ef8ec155c984455975203658ba28a02b7a80649e44fb53924a00');
INSERT INTO "journal" VALUES(2,'2026-11-26T00:49:01+00:00','root','ingest','{"name": "a.txt", "outcomes": {"1": "read"}, "pieces": [1]}',NULL,NULL,'89912fc014c83ed2ee9d74a6bd54df3f02260ab8e8759e7da22523bef740a79f');
INSERT INTO "journal" VALUES(3,'2026-11-26T00:49:01+00:00','root','ingest','{"name": "b.txt", "outcomes": {"2": "read"}, "pieces": [2]}',NULL,NULL,'eebae366ff9c0245ce7a3cc41aa77dd917c06133b01971ab0a64a97201a616ae');
INSERT INTO "journal" VALUES(4,'2026-11-26T00:49:10+00:00','root','analyze','{"appeared": 3, "catalogue": "0.1.0+32826e25bded", "disappeared": 0, "findings": 3, "model": "emprise 0.2.0"}',NULL,NULL,'91235b8d782282d9cba2081e412495c4723c028d7ccff8650a061616f9615eae');
INSERT INTO "journal" VALUES(5,'2026-01-04T10:00:00+00:00','root','review','{"finding": "f332eab6a6bd210e", "verdict": "to_verify"}',NULL,NULL,'4699375e61523451b6da6a45ca14fa5497a3c21cea0ae8cfdb916344d353ae47');
INSERT INTO "journal" VALUES(6,'2026-01-05T10:00:00+00:00','root','review','{"finding": "f332eab6a6bd210e", "verdict": "accepted"}',NULL,NULL,'67fe4fba0266286427a13807fc5fa97626d33ce00996e20ef31846ed0021ce72');
INSERT INTO "journal" VALUES(7,'2026-01-05T11:00:00+00:00','root','review','{"finding": "0123456789abcdef", "verdict": "rejected"}',NULL,NULL,'a35ac9f177dc2e8c78b3ce2b7778a26f2238c060b5b96a25c430ba2ca993a9b4');
INSERT INTO "journal" VALUES(8,'2026-11-26T17:03:31+00:00','root','migrate','{"after": {"format": 2}, "backup": "affaire.format1.bak", "before": {"format": 1}, "sha256": "487c3e6b953d85edaf46d4418d0fe2ee0c4eff758c03d7804e1729e3d99ee77c"}','','{"attachments": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", "changes": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", "decisions/1": "bd25dfe84695b5b8596ddeab9ad3b12043400c58818b2fbeebe13dc5992fa561", "decisions/2": "82273e5c8da030c7d064b7b86af41c8345094b47e0dbc0c7cd7e6cefdcef26bd", "decisions/3": "aaec1d01bae311e25101dce0d864885c8c310d2e73815c8fd350da6e28cc4736", "duplicates/1": "ce168da79639fcb6d4a6aca41bc8e265a9fa0756fac1d3903c7f714412b6c9db", "findings": "b7618a1c42d2df454c370a6bfd35f0e056d8d213b0f66467ac05f0296da63982", "meta/catalogue": "dc48c21ff83cbc33f364aba5f99fabc7de2617195b84c93b54e94bcdbce5ca9b", "meta/format": "b765c902367e8917e8f7a2f9ab90b17cdc39e61db39b053fe35b1cdd20410743", "meta/model": "5b46cb39e837000f8f2bf09c6be7e554a664cbbc0d7792c8b2fb5a9cfd05e9b4", "meta/name": "2f20f3e3ffd4601c71be2c85a27959fb147b915792bf6b38ea97a8cdbf7a2936", "names": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", "pieces/1": "599df52da260b50f7f86d2c1bc091ebde53af5cfded1b6d75ddf76ba38b71008", "pieces/2": "b85d7590898ff20ba82adfa934f706306464f70831ddbc94a8c72d169ad1f6aa", "roles": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"}','462af8a0c3b6f8d7893be5c07c8a8e1f8af5df99ea6d6adecba93729f1f271cc');
CREATE TABLE meta (
	"key" TEXT NOT NULL, 
	value TEXT NOT NULL, seal TEXT NOT NULL DEFAULT '', 
	PRIMARY KEY ("key")
);
INSERT INTO "meta" VALUES('format','2','b765c902367e8917e8f7a2f9ab90b17cdc39e61db39b053fe35b1cdd20410743');
INSERT INTO "meta" VALUES('name','affaire','2f20f3e3ffd4601c71be2c85a27959fb147b915792bf6b38ea97a8cdbf7a2936');
INSERT INTO "meta" VALUES('catalogue','0.1.0+32826e25bded','dc48c21ff83cbc33f364aba5f99fabc7de2617195b84c93b54e94bcdbce5ca9b');
INSERT INTO "meta" VALUES('model','emprise 0.2.0','5b46cb39e837000f8f2bf09c6be7e554a664cbbc0d7792c8b2fb5a9cfd05e9b4');
CREATE TABLE names (
	id INTEGER NOT NULL, 
	source TEXT NOT NULL, 
	name TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	places_json TEXT NOT NULL, 
	seal TEXT NOT NULL, 
	PRIMARY KEY (id)
);
CREATE TABLE pieces (piece INTEGER NOT NULL PRIMARY KEY, source TEXT NOT NULL UNIQUE, entered_at TEXT NOT
    NULL, entered_by TEXT NOT NULL, source_json TEXT NOT NULL, reading_json TEXT NOT NULL, document_json TEXT,
    seal TEXT NOT NULL);
INSERT INTO "pieces" VALUES(1,'936e0b81a4b0a7193a2303c6ff09681a5c13388674a5c02835abb30232f58101','2026-11-26T00:49:01+00:00','root','{"id":"936e0b81a4b0a7193a2303c6ff09681a5c13388674a5c02835abb30232f58101","name":"a.txt","media_type":"text/plain","size":79,"received":null,"parent":null,"cote":null}','{"source":{"id":"936e0b81a4b0a7193a2303c6ff09681a5c13388674a5c02835abb30232f58101","name":"a.txt","media_type":"text/plain","size":79,"received":null,"parent":null,"cote":null},"outcome":"read","document":null,"reason":"","reader":"text (utf-8)","pages":null,"content":null}','{"source":{"id":"936e0b81a4b0a7193a2303c6ff09681a5c13388674a5c02835abb30232f58101","name":"a.txt","media_type":"text/plain","size":79,"received":null,"parent":null,"cote":null},"text":"Il m''a interdit de voir mes parents.\nIl m''a soutiré 8 000 euros en mars 2019.\n","blocks":[{"span":{"start":0,"end":36},"kind":"line","page":null,"box":null,"speaker":null,"at":null,"confidence":null,"revision":null,"place":null},{"span":{"start":37,"end":77},"kind":"line","page":null,"box":null,"speaker":null,"at":null,"confidence":null,"revision":null,"place":null}],"title":null,"written":null,"notices":[],"payments":[]}','599df52da260b50f7f86d2c1bc091ebde53af5cfded1b6d75ddf76ba38b71008');
INSERT INTO "pieces" VALUES(2,'276d89392eedef818797e84421e5ae8b91bced1d84f01c5d57035ea259b75558','2026-11-26T00:49:01+00:00','root','{"id":"276d89392eedef818797e84421e5ae8b91bced1d84f01c5d57035ea259b75558","name":"b.txt","media_type":"text/plain","size":27,"received":null,"parent":null,"cote":null}','{"source":{"id":"276d89392eedef818797e84421e5ae8b91bced1d84f01c5d57035ea259b75558","name":"b.txt","media_type":"text/plain","size":27,"received":null,"parent":null,"cote":null},"outcome":"read","document":null,"reason":"","reader":"text (utf-8)","pages":null,"content":null}','{"source":{"id":"276d89392eedef818797e84421e5ae8b91bced1d84f01c5d57035ea259b75558","name":"b.txt","media_type":"text/plain","size":27,"received":null,"parent":null,"cote":null},"text":"Il ne m''a jamais frappée.\n","blocks":[{"span":{"start":0,"end":25},"kind":"line","page":null,"box":null,"speaker":null,"at":null,"confidence":null,"revision":null,"place":null}],"title":null,"written":null,"notices":[],"payments":[]}','b85d7590898ff20ba82adfa934f706306464f70831ddbc94a8c72d169ad1f6aa');
CREATE TABLE roles (
	id INTEGER NOT NULL, 
	source TEXT NOT NULL, 
	name TEXT NOT NULL, 
	role TEXT NOT NULL, seal TEXT NOT NULL DEFAULT '', 
	PRIMARY KEY (id)
);
CREATE INDEX findings_by_id ON findings (id);
CREATE INDEX findings_by_source ON findings (source);
CREATE INDEX decisions_by_subject ON decisions (subject)
;
CREATE INDEX names_by_source ON names (source);
CREATE TRIGGER decisions_no_update BEFORE UPDATE ON decisions BEGIN SELECT RAISE(ABORT, 'decisions is append-only'); END;
CREATE TRIGGER decisions_no_delete BEFORE DELETE ON decisions BEGIN SELECT RAISE(ABORT, 'decisions is append-only'); END;
CREATE TRIGGER journal_no_update BEFORE UPDATE ON journal BEGIN SELECT RAISE(ABORT, 'journal is append-only'); END;
CREATE TRIGGER journal_no_delete BEFORE DELETE ON journal BEGIN SELECT RAISE(ABORT, 'journal is append-only'); END;
COMMIT;
