"""What LibreOffice writes is read whole: tracked changes, notes, comments, frames, tables, headers, hidden sheets.

The files of tests/pieces are made by its make.py from invented words.
"""

from pathlib import Path

import pytest

from evidence import readers
from evidence.model import Reading
from evidence.readers import office97
from evidence.readers._kinds import DOC, XLS

PIECES = Path(__file__).parent / "pieces"
PASSWORD = "sésame 2021"  # noqa: S105 (of invented files)
LETTER = {
    "Haut de page : dossier 21/457",
    "Lettre à madame la juge",
    "Voir le carnet, page douze.",
    "la moitié de mon salaire",
    "tout mon salaire",
    "Reçu joint en annexe.",
    "chaque dimanche",
    "Encadré : ne plus appeler sa sœur.",
    "Premier point de la liste",
    "Date | Somme",
    "12/03/2020 | 750,00 €",
    "Bas de page : confidentiel",
}
ALL = ["lettre.odt", "lettre.docx", "lettre.rtf", "lettre.fodt"]


def reading_of(name: str, *passwords: str) -> Reading:
    found = readers.read(PIECES / name, passwords=passwords)
    assert len(found) == 1
    return found[0]


def blocks_of(reading: Reading) -> list[tuple[str, str, str]]:
    assert reading.document, reading.reason
    text, blocks = reading.document.text, reading.document.blocks
    return [(block.kind, block.span.of(text), (block.revision or "").partition(":")[0]) for block in blocks]


@pytest.mark.parametrize("name", ALL)
def test_every_word_of_a_letter_is_a_block_of_its_own(name: str) -> None:
    reading = reading_of(name)
    assert reading.outcome == "read"
    assert {words for _, words, _ in blocks_of(reading)} >= LETTER


@pytest.mark.parametrize("name", ALL)
def test_insertions_and_deletions_are_told_from_the_text(name: str) -> None:
    found = blocks_of(reading_of(name))
    assert [words for _, words, how in found if how == "inserted"] == ["la moitié de mon salaire"]
    assert [words for _, words, how in found if how == "deleted"] == ["tout mon salaire", "chaque dimanche"]


@pytest.mark.parametrize("name", ALL)
def test_what_stands_in_margins_and_notes_is_told_from_the_body(name: str) -> None:
    kinds = {words: kind for kind, words, _ in blocks_of(reading_of(name))}
    assert kinds["Haut de page : dossier 21/457"] == "header"
    assert kinds["Bas de page : confidentiel"] == "footer"
    assert kinds["Reçu joint en annexe."] == kinds["Voir le carnet, page douze."] == "note"
    assert kinds["12/03/2020 | 750,00 €"] == "row"
    assert kinds["Lettre à madame la juge"] == "heading"


# LibreOffice 7.4 writes the author of a comment into an RTF and not its words.
@pytest.mark.parametrize("name", ["lettre.odt", "lettre.docx", "lettre.fodt"])
def test_a_comment_is_its_authors(name: str) -> None:
    document = reading_of(name).document
    assert document
    (comment,) = [block for block in document.blocks if block.kind == "comment"]
    assert (comment.speaker, comment.span.of(document.text)) == ("Anne Roy", "Date à vérifier")


@pytest.mark.parametrize("name", ["lettre.html", "lettre.epub"])
def test_a_letter_exported_for_the_web_keeps_its_words(name: str) -> None:
    document = reading_of(name).document
    assert document
    for words in ("Lettre à madame la juge", "Encadré : ne plus appeler sa sœur.", "12/03/2020 | 750,00 €", "Reçu"):
        assert words in document.text


def test_a_letter_in_pdf_keeps_its_words() -> None:
    document = reading_of("lettre.pdf").document
    assert document
    for words in ("Haut de page", "Reçu joint en annexe.", "Encadré", "12/03/2020 750,00 €", "Voir le carnet"):
        assert words in document.text


@pytest.mark.parametrize(
    ("parts", "media_type", "expected"),
    [
        ((), XLS, True),
        (("libswlo.so",), XLS, False),
        (("libswlo.so",), DOC, True),
        (("libswlo.so", "libsclo.so"), XLS, True),
    ],
)
def test_libreoffice_is_called_for_what_its_installed_parts_read(
    parts: tuple[str, ...], media_type: str, expected: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in (*parts, "soffice"):
        (tmp_path / name).touch()
    monkeypatch.setattr(office97, "program", lambda: str(tmp_path / "soffice"))
    assert office97.converts(media_type) is expected


def test_a_workbook_that_the_installed_libreoffice_cannot_read_says_which_part_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("libswlo.so", "soffice"):
        (tmp_path / name).touch()
    monkeypatch.setattr(office97, "program", lambda: str(tmp_path / "soffice"))
    reading = reading_of("protégés.xls", PASSWORD)
    assert "LibreOffice Calc" in reading.reason


@pytest.mark.parametrize(("name", "passwords"), [("lettre.doc", ()), ("protégée.doc", ("faux", PASSWORD))])
def test_an_old_word_file_is_read_without_libreoffice_with_its_notes_and_frames(
    name: str, passwords: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(office97, "program", lambda: "")
    reading = reading_of(name, *passwords)
    assert reading.document
    kinds = {words: kind for kind, words, _ in blocks_of(reading)}
    assert kinds["Reçu joint en annexe."] == "note"
    assert kinds["Haut de page : dossier 21/457"] == "header"
    assert kinds["Date à vérifier"] == "comment"
    assert kinds["Encadré : ne plus appeler sa sœur."] == "paragraph"
    assert "text_only" in {notice.code for notice in reading.document.notices}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "words", "kind"),
    [("lettre.doc", "Encadré", DOC), ("protégée.doc", "Encadré", DOC), ("protégés.xls", "Dons en espèces", XLS)],
)
def test_an_old_office_file_is_read_through_libreoffice(name: str, words: str, kind: str) -> None:
    if not office97.converts(kind):
        pytest.skip("LibreOffice is not installed, or without the part that reads this file")
    reading = reading_of(name, "faux", PASSWORD)
    assert reading.document
    assert words in reading.document.text
    assert "converted" in {notice.code for notice in reading.document.notices}


@pytest.mark.parametrize("name", ["comptes.ods", "comptes.xlsx", "protégés.ods"])
def test_a_workbook_gives_its_payments_its_hidden_sheet_and_its_comment(name: str) -> None:
    reading = reading_of(name, PASSWORD)
    document = reading.document
    assert document
    found = [(str(paid.on), paid.payer, paid.beneficiary, paid.amount.value) for paid in document.payments]
    assert found == [
        ("2020-03-04", "MME ROY", "titulaire du compte", "1250.5"),
        ("2020-03-05", "titulaire du compte", "ASSOCIATION LUMIERE", "750"),
    ]
    places = {block.span.of(document.text): block.place for block in document.blocks}
    assert places["Qui a signé l’ordre ?"] == "Opérations, cellule B3"
    assert places["Dons en espèces du groupe"] == "Cachée, ligne 1"
    assert "hidden_text" in {notice.code for notice in document.notices}


@pytest.mark.parametrize("name", ["exposé.odp", "exposé.pptx"])
def test_slides_give_their_words_by_page_and_the_speakers_notes(name: str) -> None:
    document = reading_of(name).document
    assert document
    found = [(block.kind, block.span.of(document.text)) for block in document.blocks]
    assert found == [
        ("paragraph", "Les degrés de l’enseignement"),
        ("paragraph", "Le troisième degré coûte 3 000 euros"),
        ("note", "Ne pas parler aux familles"),
    ]
    assert document.blocks[0].page == 1


def test_the_comments_of_a_deck_of_slides_are_read() -> None:
    import io
    import zipfile

    held = io.BytesIO()
    with zipfile.ZipFile(PIECES / "exposé.pptx") as old, zipfile.ZipFile(held, "w") as new:
        for info in old.infolist():
            new.writestr(info, old.read(info))
        space = 'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
        new.writestr("ppt/comments/comment1.xml", f"<p:cmLst {space}><p:cm><p:text>À revoir</p:text></p:cm></p:cmLst>")
    (reading,) = readers.read_bytes(held.getvalue(), "exposé.pptx")
    assert ("comment", "À revoir", "") in blocks_of(reading)
