"""E-mails, boxes and archives: what they hold becomes pieces of their own, what must not be opened is named."""

import io
import stat
import zipfile
from email.message import EmailMessage

import pytest

from evidence import readers
from evidence.model import Reading
from evidence.readers import _reading


def mail(**fields: str) -> EmailMessage:
    message = EmailMessage()
    message["From"] = "Thérèse Morel <therese@example.org>"
    message["To"] = "cabinet@example.org"
    message["Date"] = "Tue, 04 Oct 2016 09:12:00 +0200"
    message["Subject"] = "Décret"
    for name, value in fields.items():
        del message[name]
        message[name] = value
    message.set_content(
        "Bonjour,\n\nVoici la pièce.\n\nLe lun. 3 oct. 2016 à 17:40, Cabinet a écrit :\n> Envoyez-la.\n"
    )
    return message


def read(content: bytes, name: str, **passwords: list[str]) -> tuple[Reading, ...]:
    return readers.read_bytes(content, name, **passwords)


def text_of(reading: Reading) -> str:
    assert reading.document, reading.reason
    return reading.document.text


def zipped(members: dict[str | zipfile.ZipInfo, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return held.getvalue()


def test_a_mail_gives_its_header_lines_and_body() -> None:
    (reading,) = read(mail().as_bytes(), "a.eml")
    assert text_of(reading).split("\n")[:6] == [
        "De : Thérèse Morel <therese@example.org>",
        "À : cabinet@example.org",
        "Date : Tue, 04 Oct 2016 09:12:00 +0200",
        "Objet : Décret",
        "",
        "Bonjour,",
    ]


def test_the_sender_speaks_until_the_first_quotation() -> None:
    (reading,) = read(mail().as_bytes(), "a.eml")
    assert reading.document
    voices = {block.span.of(reading.document.text): block.speaker for block in reading.document.blocks}
    assert voices["Voici la pièce."] == "Thérèse Morel"
    assert voices["> Envoyez-la."] is None


def test_the_date_of_a_mail_is_the_date_of_the_piece() -> None:
    (reading,) = read(mail().as_bytes(), "a.eml")
    assert reading.document
    assert reading.document.written
    assert str(reading.document.written.first) == "2016-10-04"


def test_a_date_nobody_can_read_is_not_guessed() -> None:
    content = mail().as_bytes().replace(b"Tue, 04 Oct 2016 09:12:00 +0200", b"hier soir")
    (reading,) = read(content, "a.eml")
    assert reading.document
    assert reading.document.written is None
    assert [notice.code for notice in reading.document.notices] == ["date"]


def test_an_attachment_names_its_mail_and_keeps_its_bytes() -> None:
    message = mail()
    message.add_attachment("Je soussignée.".encode(), maintype="text", subtype="plain", filename="pièce n° 3.txt")
    first, second = read(message.as_bytes(), "a.eml")
    assert (second.source.name, second.source.parent) == ("pièce n° 3.txt", first.source.id)
    assert (second.content, text_of(second)) == ("Je soussignée.".encode(), "Je soussignée.")
    assert "Pièces jointes : pièce n° 3.txt" in text_of(first)


def test_a_name_in_raw_bytes_is_read() -> None:
    content = mail().as_bytes()
    head, _, body = content.partition(b"\n\n")
    part = (
        b'Content-Type: text/plain; name="cit\xc3\xa9.txt"\nContent-Disposition: attachment; filename="cit\xc3\xa9.txt"'
    )
    made = b"From: a@b.c\nTo: d@e.f\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=k\n\n--k\n" + part
    assert read(made + b"\n\nx\n--k--\n", "a.eml")[1].source.name == "cité.txt"
    assert head
    assert body


def test_a_mail_in_html_only_gives_its_words() -> None:
    message = EmailMessage()
    message["From"], message["To"] = "a@example.org", "b@example.org"
    message.set_content("<p>Venez <b>demain</b></p><img src='http://127.0.0.1:9/p.gif'>", subtype="html")
    (reading,) = read(message.as_bytes(), "a.eml")
    assert "Venez demain" in text_of(reading)


def test_a_joined_message_is_a_piece() -> None:
    outer = mail()
    outer.add_attachment(mail(Subject="Ancien"))
    first, second = read(outer.as_bytes(), "a.eml")
    assert second.source.media_type == "message/rfc822"
    assert second.source.parent == first.source.id
    assert "Objet : Ancien" in text_of(second)


def test_flowed_lines_are_one_line() -> None:
    content = b"From: a@b.c\nTo: d@e.f\nContent-Type: text/plain; format=flowed\n\nIl nous \ndemandait tout.\nFin.\n"
    assert "Il nous demandait tout.\nFin." in text_of(read(content, "a.eml")[0])


def test_a_box_gives_each_message() -> None:
    one = b"From a@b.c Mon Jan  6 10:00:00 2020\n" + mail().as_bytes() + b"\n"
    found = read(one + one.replace(b"D=C3=A9cret", b"Autre"), "boite.mbox")
    assert [reading.source.media_type for reading in found] == ["application/mbox", "message/rfc822", "message/rfc822"]
    assert {reading.source.parent for reading in found[1:]} == {found[0].source.id}


def test_members_of_an_archive_are_pieces() -> None:
    first, second, third = read(zipped({"a/une.txt": b"un", "b.txt": b"deux"}), "a.zip")
    assert (first.outcome, first.document) == ("read", None)
    assert [second.source.name, third.source.name] == ["a/une.txt", "b.txt"]
    assert {second.source.parent, third.source.parent} == {first.source.id}


def test_an_archive_in_an_archive_is_opened() -> None:
    found = read(zipped({"b.zip": zipped({"c.txt": b"au fond"})}), "a.zip")
    assert text_of(found[-1]) == "au fond"
    assert found[-1].source.parent == found[1].source.id


def test_archives_nested_too_deep_are_named() -> None:
    content = zipped({"fond.txt": b"x"})
    for _ in range(_reading.DEPTH + 2):
        content = zipped({"a.zip": content})
    found = read(content, "a.zip")
    assert "niveaux" in found[-1].reason
    assert len(found) <= _reading.DEPTH + 2


@pytest.mark.parametrize("name", ["../x.txt", "/x.txt", "..\\x.txt", "C:\\x.txt", "a/../../x.txt"])
def test_a_name_that_leaves_the_folder_is_refused_and_named(name: str) -> None:
    first, refused, kept = read(zipped({name: b"mal", "bon.txt": b"bien"}), "a.zip")
    assert first.outcome == "partial"
    assert (refused.source.name, refused.outcome) == (name, "unreadable")
    assert "sort du dossier" in refused.reason
    assert text_of(kept) == "bien"


def test_a_link_is_refused_and_named() -> None:
    info = zipfile.ZipInfo("lien")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    refused = read(zipped({info: b"/etc/passwd"}), "a.zip")[1]
    assert "lien vers un autre fichier" in refused.reason


def test_a_bomb_is_refused_before_it_swells() -> None:
    (reading,) = read(zipped({"a.txt": bytes(30 * 1024**2)}), "a.zip")
    assert reading.outcome == "unreadable"
    assert "bombe" in reading.reason


def test_what_a_mac_leaves_in_archives_is_left_aside() -> None:
    found = read(zipped({"a.txt": b"x", "__MACOSX/._a.txt": b"y", ".DS_Store": b"z"}), "a.zip")
    assert [reading.source.name for reading in found] == ["a.zip", "a.txt"]


def test_old_names_are_read_in_the_encoding_of_dos() -> None:
    content = zipped({"relevX.txt": b"x"}).replace(b"relevX", b"relev\x82")
    assert read(content, "a.zip")[1].source.name == "relevé.txt"


@pytest.mark.parametrize("cut", [5, 60, 90])
def test_a_cut_archive_is_named(cut: int) -> None:
    (reading,) = read(zipped({"a.txt": b"contenu" * 10})[:cut], "a.zip")
    assert reading.outcome == "unreadable"
    assert reading.reason


def test_a_damaged_member_does_not_cost_the_others() -> None:
    content = bytearray(zipped({"a.txt": b"premier" * 50, "b.txt": b"second"}))
    content[40:44] = b"\xff\xff\xff\xff"
    found = read(bytes(content), "a.zip")
    assert text_of(found[-1]) == "second"
    assert "endommagée" in found[1].reason
