BEGIN TRANSACTION;
CREATE TABLE duplicates (
	id INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	source TEXT NOT NULL, 
	PRIMARY KEY (id), 
	UNIQUE (name)
);
INSERT INTO "duplicates" VALUES(1,'c.txt','276d89392eedef818797e84421e5ae8b91bced1d84f01c5d57035ea259b75558');
CREATE TABLE findings (
	rank INTEGER NOT NULL, 
	id TEXT NOT NULL, 
	source TEXT NOT NULL, 
	criterion TEXT NOT NULL, 
	status TEXT NOT NULL, 
	finding_json TEXT NOT NULL, 
	PRIMARY KEY (rank)
);
INSERT INTO "findings" VALUES(1,'f332eab6a6bd210e','936e0b81a4b0a7193a2303c6ff09681a5c13388674a5c02835abb30232f58101','isolation','affirmed','{"id":"f332eab6a6bd210e","source":"936e0b81a4b0a7193a2303c6ff09681a5c13388674a5c02835abb30232f58101","criterion":"isolation","indicator":"contact_interdit","phrase":"(interdire | défendre | empêcher) ~ {contact}","sentence":{"start":0,"end":36},"evidence":{"start":7,"end":23},"quote":"Il m''a interdit de voir mes parents.","status":"affirmed","cues":[],"speaker":null,"agent":null,"patient":null,"people":[{"name":"mes parents","span":{"start":24,"end":35},"inferred":false}],"when":null,"amount":null,"chain":[],"suggestion":false,"catalogue":"0.1.0+32826e25bded"}');
INSERT INTO "findings" VALUES(2,'e77bfd6bda5e5455','936e0b81a4b0a7193a2303c6ff09681a5c13388674a5c02835abb30232f58101','assets','affirmed','{"id":"e77bfd6bda5e5455","source":"936e0b81a4b0a7193a2303c6ff09681a5c13388674a5c02835abb30232f58101","criterion":"assets","indicator":"exigence","phrase":"(exiger | réclamer | soutirer | extorquer | quémander | escroquer | soustraire | pomper | piquer | carotter)/v ~ ({sommes} | don | participation | contribution | versement | virement)","sentence":{"start":37,"end":77},"evidence":{"start":44,"end":63},"quote":"Il m''a soutiré 8 000 euros en mars 2019.","status":"affirmed","cues":[],"speaker":null,"agent":null,"patient":null,"people":[],"when":{"words":"en mars 2019","first":"2019-03-01","last":"2019-03-31"},"amount":{"words":"8 000 euros","value":"8000","currency":"EUR"},"chain":[],"suggestion":false,"catalogue":"0.1.0+32826e25bded"}');
INSERT INTO "findings" VALUES(3,'d19f3379a2d55f1e','276d89392eedef818797e84421e5ae8b91bced1d84f01c5d57035ea259b75558','violence','denied','{"id":"d19f3379a2d55f1e","source":"276d89392eedef818797e84421e5ae8b91bced1d84f01c5d57035ea259b75558","criterion":"violence","indicator":"coups","phrase":"(frapper | gifler | cogner | tabasser | rouer | fouetter | cravacher | rosser | corriger | brutaliser | molester)/v ~ {personne}","sentence":{"start":0,"end":25},"evidence":{"start":6,"end":24},"quote":"Il ne m''a jamais frappée.","status":"denied","cues":[{"span":{"start":3,"end":16},"words":"ne jamais","rule":"denied"}],"speaker":null,"agent":null,"patient":null,"people":[],"when":null,"amount":null,"chain":[],"suggestion":false,"catalogue":"0.1.0+32826e25bded"}');
CREATE TABLE journal (
	number INTEGER NOT NULL, 
	at TEXT NOT NULL, 
	who TEXT NOT NULL, 
	act TEXT NOT NULL, 
	detail_json TEXT NOT NULL, 
	hash TEXT NOT NULL, 
	PRIMARY KEY (number)
);
INSERT INTO "journal" VALUES(1,'2026-11-26T00:49:01+00:00','root','create','{"name": "affaire"}','faa8a309a752ef8ec155c984455975203658ba28a02b7a80649e44fb53924a00');
INSERT INTO "journal" VALUES(2,'2026-11-26T00:49:01+00:00','root','ingest','{"name": "a.txt", "outcomes": {"1": "read"}, "pieces": [1]}','89912fc014c83ed2ee9d74a6bd54df3f02260ab8e8759e7da22523bef740a79f');
INSERT INTO "journal" VALUES(3,'2026-11-26T00:49:01+00:00','root','ingest','{"name": "b.txt", "outcomes": {"2": "read"}, "pieces": [2]}','eebae366ff9c0245ce7a3cc41aa77dd917c06133b01971ab0a64a97201a616ae');
INSERT INTO "journal" VALUES(4,'2026-11-26T00:49:10+00:00','root','analyze','{"appeared": 3, "catalogue": "0.1.0+32826e25bded", "disappeared": 0, "findings": 3, "model": "emprise 0.2.0"}','91235b8d782282d9cba2081e412495c4723c028d7ccff8650a061616f9615eae');
INSERT INTO "journal" VALUES(5,'2026-01-04T10:00:00+00:00','root','review','{"finding": "f332eab6a6bd210e", "verdict": "to_verify"}','4699375e61523451b6da6a45ca14fa5497a3c21cea0ae8cfdb916344d353ae47');
INSERT INTO "journal" VALUES(6,'2026-01-05T10:00:00+00:00','root','review','{"finding": "f332eab6a6bd210e", "verdict": "accepted"}','67fe4fba0266286427a13807fc5fa97626d33ce00996e20ef31846ed0021ce72');
INSERT INTO "journal" VALUES(7,'2026-01-05T11:00:00+00:00','root','review','{"finding": "0123456789abcdef", "verdict": "rejected"}','a35ac9f177dc2e8c78b3ce2b7778a26f2238c060b5b96a25c430ba2ca993a9b4');
CREATE TABLE meta (
	"key" TEXT NOT NULL, 
	value TEXT NOT NULL, 
	PRIMARY KEY ("key")
);
INSERT INTO "meta" VALUES('format','1');
INSERT INTO "meta" VALUES('name','affaire');
INSERT INTO "meta" VALUES('catalogue','0.1.0+32826e25bded');
INSERT INTO "meta" VALUES('model','emprise 0.2.0');
CREATE TABLE pieces (
	piece INTEGER NOT NULL, 
	source TEXT NOT NULL, 
	cote TEXT, 
	source_json TEXT NOT NULL, 
	reading_json TEXT NOT NULL, 
	document_json TEXT, 
	PRIMARY KEY (piece), 
	UNIQUE (source)
);
INSERT INTO "pieces" VALUES(1,'936e0b81a4b0a7193a2303c6ff09681a5c13388674a5c02835abb30232f58101',NULL,'{"id":"936e0b81a4b0a7193a2303c6ff09681a5c13388674a5c02835abb30232f58101","name":"a.txt","media_type":"text/plain","size":79,"received":null,"parent":null,"cote":null}','{"source":{"id":"936e0b81a4b0a7193a2303c6ff09681a5c13388674a5c02835abb30232f58101","name":"a.txt","media_type":"text/plain","size":79,"received":null,"parent":null,"cote":null},"outcome":"read","document":null,"reason":"","reader":"text (utf-8)","pages":null,"content":null}','{"source":{"id":"936e0b81a4b0a7193a2303c6ff09681a5c13388674a5c02835abb30232f58101","name":"a.txt","media_type":"text/plain","size":79,"received":null,"parent":null,"cote":null},"text":"Il m''a interdit de voir mes parents.\nIl m''a soutiré 8 000 euros en mars 2019.\n","blocks":[{"span":{"start":0,"end":36},"kind":"line","page":null,"box":null,"speaker":null,"at":null,"confidence":null,"revision":null,"place":null},{"span":{"start":37,"end":77},"kind":"line","page":null,"box":null,"speaker":null,"at":null,"confidence":null,"revision":null,"place":null}],"title":null,"written":null,"notices":[],"payments":[]}');
INSERT INTO "pieces" VALUES(2,'276d89392eedef818797e84421e5ae8b91bced1d84f01c5d57035ea259b75558',NULL,'{"id":"276d89392eedef818797e84421e5ae8b91bced1d84f01c5d57035ea259b75558","name":"b.txt","media_type":"text/plain","size":27,"received":null,"parent":null,"cote":null}','{"source":{"id":"276d89392eedef818797e84421e5ae8b91bced1d84f01c5d57035ea259b75558","name":"b.txt","media_type":"text/plain","size":27,"received":null,"parent":null,"cote":null},"outcome":"read","document":null,"reason":"","reader":"text (utf-8)","pages":null,"content":null}','{"source":{"id":"276d89392eedef818797e84421e5ae8b91bced1d84f01c5d57035ea259b75558","name":"b.txt","media_type":"text/plain","size":27,"received":null,"parent":null,"cote":null},"text":"Il ne m''a jamais frappée.\n","blocks":[{"span":{"start":0,"end":25},"kind":"line","page":null,"box":null,"speaker":null,"at":null,"confidence":null,"revision":null,"place":null}],"title":null,"written":null,"notices":[],"payments":[]}');
CREATE TABLE reviews (
	id INTEGER NOT NULL, 
	finding TEXT NOT NULL, 
	review_json TEXT NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "reviews" VALUES(1,'f332eab6a6bd210e','{"finding":"f332eab6a6bd210e","verdict":"to_verify","reviewer":"Relectrice","at":"2026-01-04T10:00:00+00:00","status":null,"note":""}');
INSERT INTO "reviews" VALUES(2,'f332eab6a6bd210e','{"finding":"f332eab6a6bd210e","verdict":"accepted","reviewer":"Relectrice","at":"2026-01-05T10:00:00+00:00","status":null,"note":"vu"}');
INSERT INTO "reviews" VALUES(3,'0123456789abcdef','{"finding":"0123456789abcdef","verdict":"rejected","reviewer":"Relectrice","at":"2026-01-05T11:00:00+00:00","status":null,"note":"constat disparu"}');
CREATE TABLE roles (
	id INTEGER NOT NULL, 
	source TEXT NOT NULL, 
	name TEXT NOT NULL, 
	role TEXT NOT NULL, 
	PRIMARY KEY (id)
);
CREATE INDEX findings_by_id ON findings (id);
CREATE INDEX findings_by_source ON findings (source);
CREATE TRIGGER reviews_no_update BEFORE UPDATE ON reviews BEGIN SELECT RAISE(ABORT, 'reviews is append-only'); END;
CREATE TRIGGER reviews_no_delete BEFORE DELETE ON reviews BEGIN SELECT RAISE(ABORT, 'reviews is append-only'); END;
CREATE TRIGGER journal_no_update BEFORE UPDATE ON journal BEGIN SELECT RAISE(ABORT, 'journal is append-only'); END;
CREATE TRIGGER journal_no_delete BEFORE DELETE ON journal BEGIN SELECT RAISE(ABORT, 'journal is append-only'); END;
COMMIT;
