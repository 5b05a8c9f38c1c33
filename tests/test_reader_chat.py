"""Exports of messaging apps: one message, one turn, with its sender and time; what is no speech is a note."""

import datetime as dt
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence import readers
from evidence.model import Document
from evidence.readers._chat_json import mended

ANDROID = """13/05/2026, 08:00 - Les messages et les appels sont chiffrés de bout en bout.
05/06/2026, 08:01 - Claire D.: Il a dit : « viens »
Deuxième ligne : la suite
05/06/2026, 08:03 - Luc: IMG-20260605-WA0002.jpg (fichier joint)
05/06/2026, 08:04 - Luc: <Médias omis>
05/06/2026, 08:05 - Luc: Corrigé <Ce message a été modifié>
05/06/2026, 08:06 - Luc: Ce message a été supprimé
05/06/2026, 08:07 - Luc a ajouté Anne
05/06/2026, 08:08 - Luc a changé l'objet : « Le cercle »
"""
IOS = """\u200e[06/01/2024, 14:02:11] Le cercle: \u200eLes messages et les appels sont chiffrés de bout en bout.
[06/01/2024, 14:03:00] ~\u202fÉlo: La galette est prête !
\u200e[06/01/2024, 14:05:37] Maman: \u200e<pièce jointe : 00000012-PHOTO-2024-01-06-14-05-37.jpg>
[26/01/2024 14:07:45] \u202a+33\xa06\xa000\xa000\xa000\xa000\u202c: on arrive
"""


def document_of(text: str | bytes, name: str) -> Document:
    content = text.encode() if isinstance(text, str) else text
    reading = readers.read_bytes(content, name)[0]
    assert reading.document, reading.reason
    return reading.document


def turns(document: Document) -> list[tuple[str, str | None, str]]:
    return [(b.kind, b.speaker, b.span.of(document.text)) for b in document.blocks if b.kind != "header"]


def moments(document: Document) -> list[dt.datetime | None]:
    return [block.at for block in document.blocks if block.kind == "message"]


def test_an_android_export_gives_messages_and_notes() -> None:
    assert turns(document_of(ANDROID, "Discussion WhatsApp avec Luc.txt")) == [
        ("note", None, "Les messages et les appels sont chiffrés de bout en bout."),
        ("message", "Claire D.", "Il a dit : « viens »\nDeuxième ligne : la suite"),
        ("note", "Luc", "IMG-20260605-WA0002.jpg (fichier joint)"),
        ("note", "Luc", "<Médias omis>"),
        ("message", "Luc", "Corrigé"),
        ("note", "Luc", "<Ce message a été modifié>"),
        ("note", "Luc", "Ce message a été supprimé"),
        ("note", None, "Luc a ajouté Anne"),
        ("note", None, "Luc a changé l'objet : « Le cercle »"),
    ]


def test_the_text_of_an_export_is_the_file_itself() -> None:
    assert document_of(ANDROID, "a.txt").text == ANDROID


def test_an_ios_export_names_unknown_senders_and_not_the_group() -> None:
    found = turns(document_of(IOS, "_chat.txt"))
    assert [(kind, speaker) for kind, speaker, _ in found] == [
        ("note", None),
        ("message", "Élo"),
        ("note", "Maman"),
        ("message", "+33 6 00 00 00 00"),
    ]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["13/02/2020, 10:00 - A: x", "14/02/2020, 10:00 - B: y"], dt.datetime(2020, 2, 13, 10)),
        (["2/13/20, 10:00 PM - A: x", "2/14/20, 10:00 PM - B: y"], dt.datetime(2020, 2, 13, 22)),
        (["2/13/20, 12:05 AM - A: x", "2/14/20, 10:00 PM - B: y"], dt.datetime(2020, 2, 13, 0, 5)),
        (["12/03/2026 18:04 - A: x", "13/03/2026 18:04 - B: y"], dt.datetime(2026, 3, 12, 18, 4)),
        (["26/09/2019 à 22:39 - A: x", "27/09/2019 à 22:39 - B: y"], dt.datetime(2019, 9, 26, 22, 39)),
        (["03.10.23, 19:22 - A: x", "04.10.23, 19:22 - B: y"], dt.datetime(2023, 10, 3, 19, 22)),
        (["[2021-03-01 18:04:12] A: x", "[2021-03-02 18:04:12] B: y"], dt.datetime(2021, 3, 1, 18, 4, 12)),
        (
            ["31/12/23, 11:40\u202fp.\xa0m. - A: x", "31/12/23, 11:41\u202fp.\xa0m. - B: y"],
            dt.datetime(2023, 12, 31, 23, 40),
        ),
    ],
)
def test_the_time_of_a_message_is_read_in_every_form(lines: list[str], expected: dt.datetime) -> None:
    assert moments(document_of("\n".join(lines), "a.txt"))[0] == expected


def test_the_order_of_day_and_month_is_the_one_in_which_time_passes() -> None:
    text = "05/06/24, 09:00 - A: x\n06/05/24, 09:30 - B: y\n06/07/24, 10:00 - A: z"
    assert moments(document_of(text, "a.txt")) == [
        dt.datetime(2024, 5, 6, 9),
        dt.datetime(2024, 6, 5, 9, 30),
        dt.datetime(2024, 6, 7, 10),
    ]


def test_where_nothing_tells_day_from_month_no_date_is_invented() -> None:
    document = document_of("05/06/24, 09:00 - A: x\n05/06/24, 09:30 - B: y", "a.txt")
    assert moments(document) == [None, None]
    assert [notice.code for notice in document.notices] == ["date_order"]


def test_words_of_the_app_in_french_tell_the_order() -> None:
    document = document_of("05/06/24, 09:00 - A: <Médias omis>\n05/06/24, 09:30 - B: y", "a.txt")
    assert moments(document) == [dt.datetime(2024, 6, 5, 9, 30)]


def test_a_dated_list_that_goes_on_otherwise_is_no_chat() -> None:
    assert readers.read_bytes("05/06/2024 09:00 - Réunion".encode(), "notes.txt")[0].source.media_type == "text/plain"


def test_a_messenger_thread_is_mended_and_put_in_order() -> None:
    def meta(words: str) -> str:
        return words.encode().decode("latin-1")

    data = {
        "participants": [{"name": meta("Hélène")}],
        "messages": [
            {"sender_name": meta("Jérôme"), "timestamp_ms": 1609520460000, "content": meta("Où est passé le reçu ?")},
            {"sender_name": meta("Hélène"), "timestamp_ms": 1609520400000, "content": meta("C'est réglé 🙏")},
            {"sender_name": meta("Hélène"), "timestamp_ms": 1609520300000, "photos": [{"uri": "a.jpg"}]},
            {
                "sender_name": meta("Jérôme"),
                "timestamp_ms": 1609520500000,
                "content": meta("Réaction 👍 à votre message"),
            },
        ],
    }
    document = document_of(json.dumps(data), "message_1.json")
    assert turns(document) == [
        ("note", "Hélène", "[photos]"),
        ("message", "Hélène", "C'est réglé 🙏"),
        ("message", "Jérôme", "Où est passé le reçu ?"),
        ("note", "Jérôme", "Réaction 👍 à votre message"),
    ]
    assert moments(document)[0] == dt.datetime(2021, 1, 1, 17, tzinfo=dt.UTC)
    assert "time_zone" in {notice.code for notice in document.notices}


@settings(deadline=None)
@given(st.text())
def test_a_mended_string_is_what_was_typed(words: str) -> None:
    if any("\ud800" <= char <= "\udfff" for char in words):
        return
    assert mended(words.encode().decode("latin-1")) == words


def test_a_telegram_chat_keeps_who_wrote_what_was_forwarded() -> None:
    data = {
        "messages": [
            {
                "type": "service",
                "date": "2024-03-15T14:00:00",
                "actor": "Alice",
                "action": "create_group",
                "title": "Cercle",
            },
            {
                "type": "message",
                "date": "2024-03-15T15:20:00",
                "date_unixtime": "1710512400",
                "from": "Alice",
                "text": ["Voir ", {"type": "bold", "text": "demain"}],
            },
            {
                "type": "message",
                "date": "2024-03-15T14:21:00",
                "from": "Bob",
                "forwarded_from": "Carl",
                "text": "Payez.",
            },
            {"type": "message", "date": "2024-03-15T14:22:00", "from": None, "text": "", "photo": "x.jpg"},
        ]
    }
    document = document_of(json.dumps({"chats": {"list": [data]}}), "result.json")
    assert turns(document) == [
        ("note", "Alice", "[create_group Cercle]"),
        ("message", "Alice", "Voir demain"),
        ("message", "Carl", "Payez."),
        ("note", None, "[photo]"),
    ]
    assert "transféré par Bob" in document.text
    assert moments(document)[0] == dt.datetime(2024, 3, 15, 14, 20, tzinfo=dt.UTC)


def test_signal_lines_give_messages() -> None:
    rows = [
        {"date": "2021-03-01T18:04:12", "sender": "Moi", "body": "Bonsoir"},
        {"date": "x", "sender": "Luc", "body": ""},
    ]
    document = document_of("\n".join(json.dumps(row) for row in rows), "data.json")
    assert turns(document) == [("message", "Moi", "Bonsoir"), ("note", "Luc", "[sans texte]")]


@pytest.mark.parametrize(
    ("content", "outcome"),
    [(b'{"a": []}', "empty"), (b'{"messages": [', "unreadable"), (b'{"participants": [], "messages": []}', "empty")],
)
def test_json_that_holds_no_chat_is_named(content: bytes, outcome: str) -> None:
    reading = readers.read_bytes(content, "a.json")[0]
    assert reading.outcome == outcome
    assert reading.reason


names = st.text("ABCDEFGHabcdéï ", min_size=1, max_size=12).map(str.strip).filter(bool)
words = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cf", "Zl", "Zp"]), min_size=1, max_size=40).map(
    str.strip
)


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(names, words.filter(lambda said: said and "<" not in said and "(" not in said)),
        min_size=2,
        max_size=8,
    )
)
def test_every_message_of_an_export_is_found_again(said: list[tuple[str, str]]) -> None:
    text = "\n".join(f"{13 + n:02}/05/2026, 08:{n:02} - {name}: {body}" for n, (name, body) in enumerate(said))
    document = document_of(text, "Discussion WhatsApp.txt")
    found = [
        (block.speaker, block.at.minute) for block in document.blocks if block.kind in ("message", "note") and block.at
    ]
    assert [minute for _, minute in found] == list(range(len(said)))


SMS = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<!-- sauvegarde -->\n<smses count="4">'
    '<sms address="+33600000000" date="1615582800000" type="1" body="Viens &amp; tais-toi." contact_name="Paul"/>'
    '<sms address="+33600000000" date="1615582860000" type="2" body="Non, c’est fini." contact_name="(Unknown)"/>'
    '<sms address="+33600000000" date="null" type="3" body="" contact_name="Paul"/>'
    '<mms date="1615582900000" address="+33600000000" msg_box="1" contact_name="null"><parts>'
    '<part ct="application/smil" text="non"/><part ct="text/plain" text="Regarde."/><part ct="image/jpeg"/>'
    "</parts></mms></smses>"
)


def test_text_messages_saved_from_an_android_telephone_are_turns_with_sender_and_time() -> None:
    document = document_of(SMS, "sms-20210312.xml")
    assert turns(document) == [
        ("message", "Paul", "Viens & tais-toi."),
        ("message", "titulaire du téléphone", "Non, c’est fini."),
        ("note", "titulaire du téléphone", "[sans texte]"),
        ("message", "+33600000000", "Regarde.\n[image/jpeg]"),
    ]
    first = next(block for block in document.blocks if block.kind == "message")
    assert first.at == dt.datetime(2021, 3, 12, 21, 0, tzinfo=dt.UTC)
    assert "(à +33600000000)" in document.text
    assert "(brouillon à Paul)" in document.text


@pytest.mark.parametrize(
    ("content", "outcome"),
    [(SMS[:-30], "unreadable"), ('<smses count="0"></smses>', "empty"), (SMS.replace("&amp;", "&mal;"), "unreadable")],
)
def test_a_backup_of_text_messages_that_is_cut_or_empty_is_named(content: str, outcome: str) -> None:
    reading = readers.read_bytes(content.encode(), "sms.xml")[0]
    assert reading.outcome == outcome
    assert reading.reason


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"!BDN" + bytes(600), "PST"),
        (b"SQLite format 3\0" + bytes(500), "SQLite"),
        (b"\0\0\0\x20ftypM4A " + bytes(400), "enregistrement sonore"),
    ],
)
def test_a_message_store_that_no_reader_opens_is_named_with_what_to_ask_for(content: bytes, words: str) -> None:
    reading = readers.read_bytes(content, "pièce.dat")[0]
    assert reading.outcome == "unknown"
    assert words in reading.reason
