"""Diaries, address books, books, data and web pages of messaging apps, winmail.dat, photographs of telephones."""

import io
import json
import struct

import pi_heif
import pytest

from evidence import readers
from evidence.model import Document, Reading
from evidence.readers import _ocr, tnef
from tests.test_reader_libreoffice import PIECES


def document_of(content: bytes | str, name: str) -> Document:
    reading = readers.read_bytes(content.encode() if isinstance(content, str) else content, name)[0]
    assert reading.document, reading.reason
    return reading.document


def lines(document: Document) -> list[str]:
    return [block.span.of(document.text) for block in document.blocks]


def turns(document: Document) -> list[tuple[str | None, str, str]]:
    return [
        (block.speaker, block.span.of(document.text), f"{block.at:%d/%m/%Y %H:%M}" if block.at else "")
        for block in document.blocks
        if block.kind in ("message", "note")
    ]


DIARY = """BEGIN:VCALENDAR\r
VERSION:2.0\r
PRODID:-//essai\r
BEGIN:VEVENT\r
UID:1\r
DTSTAMP:20200101T000000Z\r
DTSTART;TZID=Europe/Paris:20200312T193000\r
DTEND;TZID=Europe/Paris:20200312T230000\r
SUMMARY:Soirée d’enseignement\\, salle haute\r
LOCATION:Cœurville\r
ORGANIZER;CN=Luc Morel:mailto:luc@example.org\r
ATTENDEE;CN=Anne Roy:mailto:anne@example.org\r
ATTENDEE:mailto:paul@example.org\r
DESCRIPTION:Apporter\\nl’enveloppe de 50 eu\r
 ros\r
END:VEVENT\r
BEGIN:VTODO\r
UID:2\r
DTSTAMP:20200101T000000Z\r
DUE;VALUE=DATE:20200401\r
SUMMARY:Vendre la maison\r
END:VTODO\r
END:VCALENDAR\r
"""


def test_a_diary_gives_each_appointment_with_its_date_place_and_people() -> None:
    document = document_of(DIARY, "agenda.ics")
    assert document.source.media_type == "text/calendar"
    assert lines(document) == [
        "Rendez-vous",
        "Objet : Soirée d’enseignement, salle haute",
        "Début : 12/03/2020 19:30 (CET)",
        "Fin : 12/03/2020 23:00 (CET)",
        "Lieu : Cœurville",
        "Organisateur : Luc Morel <luc@example.org>",
        "Participant : Anne Roy <anne@example.org>",
        "Participant : paul@example.org",
        "Description : Apporter\nl’enveloppe de 50 euros",
        "Tâche",
        "Objet : Vendre la maison",
        "Échéance : 01/04/2020",
    ]
    assert document.blocks[0].at is not None


def test_an_address_book_gives_each_contact_old_and_new_forms() -> None:
    book = (
        "BEGIN:VCARD\nVERSION:2.1\nFN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Th=C3=A9r=C3=A8se=\n Morel\n"
        "TEL;CELL:0601020304\nPHOTO;JPEG;ENCODING=BASE64:\n /9j/4AAQ\n\nEND:VCARD\n"
        "BEGIN:VCARD\nVERSION:4.0\nFN:Luc Roy\nitem1.EMAIL;TYPE=home:luc@example.org\n"
        "ADR:;;12 rue Haute;Cœurville;;29000;France\nNOTE:Parrain\\nde Thérèse\nEND:VCARD\n"
    )
    assert lines(document_of(book, "contacts.vcf")) == [
        "Thérèse Morel",
        "Téléphone : 0601020304",
        "[photo]",
        "Luc Roy",
        "Courriel : luc@example.org",
        "Adresse : 12 rue Haute Cœurville 29000 France",
        "Note : Parrain\nde Thérèse",
    ]


def test_xml_of_any_kind_gives_its_words_and_attributes_with_their_place() -> None:
    document = document_of(
        '<?xml version="1.0"?><appels><appel date="12/03/2020" numero="0601020304"><note>Il <b>a</b> crié.</note>'
        "<durée>12 s</durée></appel></appels>",
        "appels.xml",
    )
    assert lines(document) == ["date : 12/03/2020", "numero : 0601020304", "Il a crié.", "12 s"]
    assert document.blocks[2].place == "/appels/appel/note"


def test_xml_follows_no_entity_and_says_where_it_is_broken() -> None:
    attack = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;bonjour</a>'
    document = document_of(attack, "a.xml")
    assert document.text == "bonjour"
    assert "unsafe_xml" in {notice.code for notice in document.notices}
    (cut,) = readers.read_bytes(b'<?xml version="1.0"?><a><b>avant la coupure</b><c>', "a.xml")
    assert (cut.outcome, cut.document and cut.document.text) == ("partial", "avant la coupure")


def test_json_nobody_knows_is_read_value_by_value() -> None:
    document = document_of('{"profil": {"nom": "Roy", "amis": ["Luc", "Anne"], "vide": ""}, "âge": 41}', "profil.json")
    assert lines(document) == ["nom : Roy", "amis : Luc", "amis : Anne", "âge : 41"]
    assert document.blocks[1].place == "$.profil.amis[0]"
    assert "raw_data" in {notice.code for notice in document.notices}


@pytest.mark.parametrize(
    "data",
    [
        {"messages": [{"creator": {"name": "Luc"}, "created_date": "2020-03-12T19:30:00Z", "text": "Viens."}]},
        [{"user": "Luc", "ts": "1584041400.000100", "text": "Viens.", "type": "message"}],
        {"messages": [{"author": {"username": "Luc"}, "timestamp": "2020-03-12T19:30:00+00:00", "content": "Viens."}]},
        {"Anne": [{"From": "Luc", "Media Type": "TEXT", "Created": "2020-03-12 19:30:00 UTC", "Content": "Viens."}]},
        {"données": {"fil": [{"sender": "Luc", "date": "12/03/2020 à 19:30", "body": "Viens."}]}},
    ],
    ids=["Google Chat", "Slack", "Discord", "Snapchat", "un autre"],
)
def test_messages_of_other_apps_are_turns(data: object) -> None:
    document = document_of(json.dumps(data, ensure_ascii=False), "messages.json")
    assert turns(document) == [("Luc", "Viens.", "12/03/2020 19:30")]


META = """<html><head><title>Anne</title></head><body><div class="_a706"><main>
<div class="pam _3-95 _2ph- _a6-g uiBoxWhite noborder"><h2 class="_3-95 _2pim _a6-h _a6-i">Luc Roy</h2>
<div class="_3-95 _a6-p"><div><div></div><div>Donne tout.</div></div></div>
<div class="_3-94 _a6-o">mars 12, 2020 7:31 pm</div></div>
<div class="pam _3-95 _2ph- _a6-g uiBoxWhite noborder"><h2 class="_3-95 _2pim _a6-h _a6-i">Anne</h2>
<div class="_3-95 _a6-p"><div><div></div><div>Combien ?<br>Dis-moi.</div></div></div>
<div class="_3-94 _a6-o">12 mars 2020, 19:30</div></div></main></div></body></html>"""
TELEGRAM = """<!DOCTYPE html><html><body><div class="history">
<div class="message service" id="message-1"><div class="body details">12 March 2020</div></div>
<div class="message default clearfix" id="message2"><div class="pull_left userpic_wrap"><div class="userpic">
<div class="initials">A</div></div></div><div class="body"><div class="pull_right date details"
title="12.03.2020 19:30:05 UTC+01:00">19:30</div><div class="from_name">Anne</div><div class="text">Combien ?</div>
</div></div>
<div class="message default clearfix joined" id="message3"><div class="body"><div class="pull_right date details"
title="12.03.2020 19:31:00 UTC+01:00">19:31</div><div class="text">Dis-moi.</div></div></div>
<div class="message default clearfix" id="message4"><div class="body"><div class="pull_right date details"
title="12.03.2020 19:32:00 UTC+01:00">19:32</div><div class="from_name">Anne</div><div class="forwarded body">
<div class="from_name">Luc <span class="date details" title="11.03.2020 08:00:00 UTC+01:00">11.03.2020</span></div>
<div class="text">Donne tout.</div></div></div></div></div></body></html>"""
IMESSAGE = """<!DOCTYPE html><html><head><meta charset="UTF-8"></head><body><div class="message"><div class="received">
<p><span class="timestamp"><a title="x">Mar 12, 2020  7:30:05 PM</a></span><span class="sender">Luc</span></p>
<hr><div class="message_part"><span class="bubble">Donne tout.</span></div></div></div></body></html>"""


def test_a_page_of_facebook_or_instagram_gives_turns_oldest_first() -> None:
    document = document_of(META, "message_1.html")
    assert turns(document) == [
        ("Anne", "Combien ?\nDis-moi.", "12/03/2020 19:30"),
        ("Luc Roy", "Donne tout.", "12/03/2020 19:31"),
    ]
    assert "time_zone" in {notice.code for notice in document.notices}


def test_a_page_of_telegram_gives_turns_and_a_forwarded_message_is_its_authors() -> None:
    document = document_of(TELEGRAM, "messages.html")
    spoken = [turn for turn in turns(document) if turn[0]]
    assert [(who, words) for who, words, _ in spoken] == [
        ("Anne", "Combien ?"),
        ("Anne", "Dis-moi."),
        ("Luc 11.03.2020", "Donne tout."),
    ]
    assert "transféré par Anne" in document.text


def test_a_page_of_imessage_gives_turns() -> None:
    assert turns(document_of(IMESSAGE, "Luc.html")) == [("Luc", "Donne tout.", "12/03/2020 19:30")]


def test_an_ordinary_page_is_no_conversation() -> None:
    page = document_of("<!DOCTYPE html><html><body><p>Bonjour</p></body></html>", "a.html")
    assert page.source.media_type == "text/html"


def test_a_message_that_apple_mail_kept_is_read_without_its_count_and_marks() -> None:
    message = "From: Luc <luc@example.org>\nTo: anne@example.org\nSubject: Soir\n\nViens.\n"
    content = f"{len(message.encode())}\n{message}<?xml version='1.0'?><plist><dict><key>flags</key></dict></plist>\n"
    document = document_of(content, "12.emlx")
    assert document.source.media_type == "message/rfc822"
    assert document.text.endswith("Viens.\n")
    assert document.title == "Soir"


def attribute(level: int, name: int, value: bytes) -> bytes:
    return struct.pack("<BII", level, name, len(value)) + value + struct.pack("<H", sum(value) % 65536)


def properties(*held: tuple[int, int, bytes]) -> bytes:
    made = struct.pack("<I", len(held))
    for kind, key, value in held:
        made += struct.pack("<HHII", kind, key, 1, len(value)) + value + bytes(-len(value) % 4)
    return made


def squeezed(content: bytes) -> bytes:
    """Return *content* as compressed RTF made of literal bytes alone."""
    body = b""
    for start in range(0, len(content), 8):
        body += b"\0" + content[start : start + 8]
    return struct.pack("<II", len(body) + 12, len(content)) + b"LZFu" + bytes(4) + body


RTF = rb"{\rtf1\ansi Voici les comptes de l\'92\'e9t\'e9.\par}"


def winmail(body: bytes) -> bytes:
    head = b"\x78\x9f\x3e\x22\x01\0" + attribute(1, 0x89006, struct.pack("<I", 0x10000))
    title = attribute(2, 0x18010, "relevé.txt".encode("cp1252") + b"\0")
    data = attribute(2, 0x6800F, b"8 000 euros")
    long = attribute(2, 0x69005, properties((0x1F, 0x3707, "relevé de mars.txt\0".encode("utf-16-le"))))
    return head + attribute(1, 0x18004, b"Comptes\0") + body + attribute(2, 0x69002, bytes(14)) + title + data + long


@pytest.mark.parametrize(
    "body",
    [
        attribute(1, 0x2800C, "Voici les comptes de l’été.".encode("cp1252") + b"\0"),
        attribute(1, 0x69003, properties((0x1F, 0x1000, "Voici les comptes de l’été.\0".encode("utf-16-le")))),
        attribute(1, 0x69003, properties((0x102, 0x1013, "<p>Voici les comptes de l’été.</p>".encode()))),
        attribute(
            1, 0x69003, properties((0x102, 0x1009, squeezed(rb"{\rtf1\ansi Voici les comptes de l\'92\'e9t\'e9.\par}")))
        ),
    ],
    ids=["texte", "propriété", "HTML", "RTF compressé"],
)
def test_a_winmail_gives_its_body_and_the_attachments_wrapped_in_it(body: bytes) -> None:
    first, second = readers.read_bytes(winmail(body), "winmail.dat")
    assert first.document
    assert "Objet : Comptes" in first.document.text
    assert "Voici les comptes de l’été." in first.document.text
    assert (second.source.name, second.source.parent) == ("relevé de mars.txt", first.source.id)
    assert second.document
    assert second.document.text == "8 000 euros"


def test_a_compressed_rtf_that_refers_back_is_unpacked() -> None:
    # The example of [MS-OXRTFCP] 4.1.1.
    packed = bytes.fromhex("2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af8") + bytes.fromhex(
        "20657a20646f6620647a206d6a"
    )
    assert tnef.unpacked(b"") == b""
    assert tnef.unpacked(packed).startswith(b"{\\rtf1\\ansi\\ansicpg125")


def test_a_cut_winmail_says_that_its_end_is_missing() -> None:
    content = winmail(attribute(1, 0x2800C, b"Voici.\0"))
    found = readers.read_bytes(content[:-30], "winmail.dat")
    assert found[0].outcome == "partial"
    assert "coupé" in found[0].reason


@pytest.mark.slow
@pytest.mark.skipif(not _ocr.available(), reason="Tesseract with French is not installed")
def test_a_photograph_of_a_telephone_is_read() -> None:
    (reading,) = readers.read(PIECES / "photo.heic")
    assert reading.outcome == "ocr"
    assert reading.document
    assert "salaire" in reading.document.text


def test_a_photograph_of_a_telephone_is_told_by_its_bytes_and_a_damaged_one_is_named() -> None:
    content = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(300)
    reading: Reading = readers.read_bytes(content, "IMG_1.dat")[0]
    assert reading.source.media_type == "image/heic"
    assert reading.outcome == "unreadable"
    assert pi_heif.is_supported(io.BytesIO(content))
