"""Word, OpenDocument, RTF and workbooks: every layer of a text is kept, and said."""

import datetime as dt
import io
import zipfile

import openpyxl
import pytest
from msoffcrypto.format.ooxml import OOXMLFile
from openpyxl.comments import Comment

from evidence import readers
from evidence.model import Document, Reading
from evidence.readers import office97

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
WHO = 'w:author="Anne Roy" w:date="2021-03-04T10:12:00Z"'
ODF = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("text", "office", "table", "manifest", "drawing")
)


def zipped(**parts: str | bytes) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return held.getvalue()


def run(words: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{words}</w:t></w:r>'


def p(*inner: str, style: str = "") -> str:
    return f"<w:p>{style}{''.join(inner)}</w:p>"


def docx(*body: str, **parts: str | bytes) -> Reading:
    document = f"<w:document {W} {MC}><w:body>{''.join(body)}</w:body></w:document>"
    return readers.read_bytes(zipped(**{"word__document.xml": document}, **parts), "piece.docx")[0]


def shown(reading: Reading) -> list[tuple[str, str, str | None]]:
    document = document_of(reading)
    return [(block.kind, block.span.of(document.text), block.revision) for block in document.blocks]


def document_of(reading: Reading) -> Document:
    assert reading.document, reading.reason
    return reading.document


def codes(reading: Reading) -> list[str]:
    return [notice.code for notice in document_of(reading).notices]


def test_paragraphs_headings_and_items_are_told_apart() -> None:
    heading = '<w:pPr><w:pStyle w:val="Titre1"/></w:pPr>'
    item = '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'
    reading = docx(p(run("Règlement"), style=heading), p(run("Se taire"), style=item), p(run("Fin.")))
    assert [kind for kind, _, _ in shown(reading)] == ["heading", "item", "paragraph"]
    assert document_of(reading).text == "Règlement\n\nSe taire\n\nFin."


def test_the_final_text_holds_insertions_and_deletions_come_after_with_their_authors() -> None:
    deleted = f"<w:del {WHO}><w:r><w:delText>la moitié</w:delText></w:r></w:del>"
    inserted = f"<w:ins {WHO}>{run('la totalité')}</w:ins>"
    reading = docx(p(run("Chacun verse "), deleted, inserted, run(" de son salaire.")))
    assert document_of(reading).text == "Chacun verse la totalité de son salaire.\n\nla moitié"
    assert shown(reading) == [
        ("line", "Chacun verse", None),
        ("line", "la totalité", "inserted: Anne Roy, 2021-03-04 10:12:00"),
        ("line", "de son salaire.", None),
        ("paragraph", "la moitié", "deleted: Anne Roy, 2021-03-04 10:12:00"),
    ]


def test_tracked_changes_are_said_with_their_authors() -> None:
    reading = docx(p(f"<w:ins {WHO}>{run('ajout')}</w:ins>"))
    (notice,) = document_of(reading).notices
    assert notice.code == "revisions"
    assert "Révisions présentes : 1 insertion(s), 0 suppression(s), par Anne Roy" in notice.text


def test_moved_text_is_deleted_where_it_was_and_inserted_where_it_is() -> None:
    there = f"<w:moveFrom {WHO}>{run('la caisse')}</w:moveFrom>"
    here = f"<w:moveTo {WHO}>{run('la caisse')}</w:moveTo>"
    found = shown(docx(p(run("Un "), there), p(run("Deux "), here)))
    assert {revision and revision.partition(":")[0] for _, words, revision in found if words == "la caisse"} == {
        "deleted",
        "inserted",
    }


def test_a_text_box_is_read_once() -> None:
    box = "<w:txbxContent>" + p(run("Encadré")) + "</w:txbxContent>"
    both = f"<mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>"
    assert [words for _, words, _ in shown(docx(p(run("Avant"), f"<w:r>{both}</w:r>")))] == ["Avant", "Encadré"]


def test_comments_and_notes_keep_their_author_and_time() -> None:
    comments = (
        f"<w:comments {W}>"
        f'<w:comment w:id="0" w:author="Luc" w:date="2021-03-05T08:00:00Z">{p(run("À revoir"))}</w:comment>'
        "</w:comments>"
    )
    notes = (
        f'<w:footnotes {W}><w:footnote w:type="separator" w:id="0">{p(run("x"))}</w:footnote>'
        f'<w:footnote w:id="1">{p(run("Voir plus bas"))}</w:footnote></w:footnotes>'
    )
    reading = docx(p(run("Texte")), **{"word__comments.xml": comments, "word__footnotes.xml": notes})
    found = {block.kind: block for block in document_of(reading).blocks}
    assert (found["comment"].speaker, found["comment"].at) == ("Luc", dt.datetime(2021, 3, 5, 8))
    assert found["note"].span.of(document_of(reading).text) == "Voir plus bas"
    assert "comments" in codes(reading)


def test_page_headers_are_furniture() -> None:
    header = f"<w:hdr {W}>{p(run('Association Aube Claire'))}</w:hdr>"
    found = shown(docx(p(run("Texte")), **{"word__header1.xml": header}))
    assert found[0] == ("header", "Association Aube Claire", None)


def test_a_table_row_is_a_block_and_a_cell_of_paragraphs_is_not() -> None:
    def cell(*words: str) -> str:
        return f"<w:tc>{''.join(p(run(word)) for word in words)}</w:tc>"

    table = f"<w:tbl><w:tr>{cell('Date')}{cell('Somme')}</w:tr><w:tr>{cell('Un.', 'Deux.')}{cell('3')}</w:tr></w:tbl>"
    assert [(kind, words) for kind, words, _ in shown(docx(table))] == [
        ("row", "Date | Somme"),
        ("paragraph", "Un."),
        ("paragraph", "Deux."),
        ("paragraph", "3"),
    ]


def test_field_codes_and_tab_stops_are_no_text() -> None:
    tabs = "<w:pPr><w:tabs><w:tab w:val='left' w:pos='9'/></w:tabs></w:pPr>"
    field = "<w:r><w:instrText>HYPERLINK</w:instrText></w:r>"
    assert document_of(docx(p(field, run("lien"), style=tabs))).text == "lien"


def test_hidden_text_macros_and_outside_links_are_said() -> None:
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>caché</w:t></w:r>"
    relations = (
        "<Relationships>"
        '<Relationship Type="a/attachedTemplate" TargetMode="External" Target="http://127.0.0.1/x"/></Relationships>'
    )
    reading = docx(p(run("Vu "), hidden), **{"word___rels__document.xml.rels": relations, "word__vbaProject.bin": b"x"})
    assert set(codes(reading)) == {"hidden_text", "macro", "external"}
    assert "caché" in document_of(reading).text


def test_an_embedded_file_is_a_piece_of_its_own() -> None:
    content = zipped(
        **{
            "word__document.xml": f"<w:document {W}><w:body>{p(run('Texte'))}</w:body></w:document>",
            "word__embeddings__note.txt": "dedans",
        }
    )
    first, second = readers.read_bytes(content, "piece.docx")
    assert (second.source.name, second.source.parent, second.content) == ("note.txt", first.source.id, b"dedans")


@pytest.mark.parametrize("content", [b"PK\x03\x04 word/document.xml", zipped(**{"word__document.xml": "<w:document"})])
def test_a_damaged_docx_is_named(content: bytes) -> None:
    (reading,) = readers.read_bytes(content, "piece.docx")
    assert reading.outcome == "unreadable"
    assert "DOCX" in reading.reason


def test_a_part_that_swells_is_refused() -> None:
    content = zipped(**{"word__document.xml": b" " * (3 * 1024**2)})
    (reading,) = readers.read_bytes(content, "piece.docx")
    assert "décompressé" in reading.reason


def test_entities_are_not_followed(tmp_path: object) -> None:
    document = (
        f'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/hostname">]><w:document {W}>'
        f"<w:body>{p(run('a &x; b'))}</w:body></w:document>"
    )
    (reading,) = readers.read_bytes(zipped(**{"word__document.xml": document}), "piece.docx")
    assert (reading.outcome, document_of(reading).text) == ("partial", "a  b")
    assert codes(reading) == ["unsafe_xml"]


def odt(body: str, kind: str = "text", **parts: str) -> Reading:
    media = {"text": "text", "spreadsheet": "spreadsheet"}[kind]
    content = (
        f"<office:document-content {ODF} xmlns:dc='http://purl.org/dc/elements/1.1/'><office:body>"
        f"<office:{kind}>{body}</office:{kind}></office:body></office:document-content>"
    )
    mimetype = f"application/vnd.oasis.opendocument.{media}"
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("mimetype", mimetype)
        archive.writestr("content.xml", content)
        for name, part in parts.items():
            archive.writestr(name.replace("__", "/"), part)
    return readers.read_bytes(held.getvalue(), "piece.odt")[0]


def test_an_odt_gives_its_paragraphs_with_blanks_and_notes_apart() -> None:
    note = (
        "<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>En bas</text:p>"
        "</text:note-body></text:note>"
    )
    reading = odt(f"<text:h>Titre</text:h><text:p>Un<text:s text:c='2'/>deux{note} trois</text:p>")
    assert [(kind, words) for kind, words, _ in shown(reading)] == [
        ("heading", "Titre"),
        ("paragraph", "Un  deux trois"),
        ("note", "En bas"),
    ]


def test_an_odt_keeps_deletions_and_marks_insertions() -> None:
    info = (
        "<office:change-info><dc:creator>Anne</dc:creator><dc:date>2021-03-04T10:00:00.0</dc:date></office:change-info>"
    )
    tracked = (
        f"<text:tracked-changes><text:changed-region text:id='a'><text:insertion>{info}</text:insertion>"
        f"</text:changed-region>"
        f"<text:changed-region text:id='b'><text:deletion>{info}<text:p>ôté</text:p></text:deletion>"
        f"</text:changed-region></text:tracked-changes>"
    )
    line = "<text:p>Un <text:change-start text:change-id='a'/>ajout<text:change-end text:change-id='a'/> fin</text:p>"
    assert shown(odt(tracked + line)) == [
        ("line", "Un", None),
        ("line", "ajout", "inserted: Anne, 2021-03-04 10:00:00"),
        ("line", "fin", None),
        ("paragraph", "ôté", "deleted: Anne, 2021-03-04 10:00:00"),
    ]


def test_an_encrypted_odt_is_named_so() -> None:
    manifest = (
        f"<manifest:manifest {ODF}><manifest:file-entry><manifest:encryption-data/></manifest:file-entry>"
        f"</manifest:manifest>"
    )
    assert odt("<text:p>x</text:p>", **{"META-INF__manifest.xml": manifest}).outcome == "encrypted"


def test_an_ods_gives_rows_with_their_numbers() -> None:
    def row(*cells: str, times: int = 1) -> str:
        inner = "".join(f"<table:table-cell><text:p>{cell}</text:p></table:table-cell>" for cell in cells)
        return f"<table:table-row table:number-rows-repeated='{times}'>{inner}</table:table-row>"

    table = (
        f"<table:table table:name='Dons'>{row('Date', 'Somme')}{row(times=3)}{row('12/03/2020', '50')}</table:table>"
    )
    document = document_of(odt(table, "spreadsheet"))
    assert [(block.span.of(document.text), block.place) for block in document.blocks] == [
        ("Date | Somme", "Dons, ligne 1"),
        ("12/03/2020 | 50", "Dons, ligne 5"),
    ]


def workbook() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Compte"
    for cells in (
        ["Date", "Libellé", "Montant"],
        [dt.date(2020, 2, 5), "VIR SEPA MME ROY", -1500.5],
        [dt.date(2020, 2, 6), "VIR DE M PETIT", 20],
    ):
        sheet.append(cells)
    sheet["B2"].comment = Comment("en espèces ?", "Luc")
    secret = book.create_sheet("Réserve")
    secret.append(["caisse noire"])
    secret.sheet_state = "hidden"
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def test_a_workbook_gives_rows_payments_comments_and_its_hidden_sheet() -> None:
    (reading,) = readers.read_bytes(workbook(), "compte.xlsx")
    document = document_of(reading)
    assert "05/02/2020 | VIR SEPA MME ROY | -1500,5" in document.text
    assert [(item.on, item.amount.value, item.payer, item.beneficiary) for item in document.payments] == [
        (dt.date(2020, 2, 5), "1500.5", "titulaire du compte", "MME ROY"),
        (dt.date(2020, 2, 6), "20", "M PETIT", "titulaire du compte"),
    ]
    assert "caisse noire" in document.text
    assert codes(reading) == ["hidden_text"]
    assert [block.place for block in document.blocks if block.kind == "comment"] == ["Compte, cellule B2"]


def test_a_workbook_with_entities_is_refused() -> None:
    content = zipped(**{"xl__workbook.xml": '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'})
    assert readers.read_bytes(content, "a.xlsx")[0].outcome == "unreadable"


def test_rtf_gives_its_paragraphs() -> None:
    rtf = rb"{\rtf1\ansi\ansicpg1252 Il m'a demand\'e9 de l'argent.\par Puis plus rien.}"
    (reading,) = readers.read_bytes(rtf, "a.rtf")
    assert document_of(reading).text.split("\n\n") == ["Il m'a demandé de l'argent.", "Puis plus rien."]


def test_hidden_and_revised_rtf_is_said() -> None:
    (reading,) = readers.read_bytes(rb"{\rtf1\ansi Vu {\v cach\'e9} {\revised ajout}\par}", "a.rtf")
    assert set(codes(reading)) == {"hidden_text", "revisions"}


def test_a_protected_office_file_is_named_so() -> None:
    content = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500) + "EncryptedPackage".encode("utf-16-le") + bytes(20)
    (reading,) = readers.read_bytes(content, "a.xlsx")
    assert reading.outcome == "encrypted"


def test_an_old_workbook_without_libreoffice_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office97, "program", lambda: "")
    content = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500) + "Workbook".encode("utf-16-le") + bytes(20)
    (reading,) = readers.read_bytes(content, "a.xls")
    assert reading.outcome == "unreadable"
    assert "LibreOffice" in reading.reason


def test_a_presentation_gives_its_slides_in_order_and_says_which_are_hidden() -> None:
    a = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'

    def slide(words: str, more: str = "") -> str:
        return f"<sld {a} {more}><a:p><a:r><a:t>{words}</a:t></a:r></a:p></sld>"

    parts = {
        "ppt__presentation.xml": "<p/>",
        "ppt__slides__slide2.xml": slide("deux", 'show="0"'),
        "ppt__slides__slide10.xml": slide("dix"),
        "ppt__slides__slide1.xml": slide("un"),
    }
    (reading,) = readers.read_bytes(zipped(**parts), "a.pptx")
    document = document_of(reading)
    assert [(block.span.of(document.text), block.page) for block in document.blocks] == [
        ("un", 1),
        ("deux", 2),
        ("dix", 10),
    ]
    assert [(notice.code, notice.page) for notice in document.notices] == [("hidden_text", 2)]


def test_a_protected_workbook_opens_with_a_supplied_password() -> None:
    held = io.BytesIO()
    OOXMLFile(io.BytesIO(workbook())).encrypt("sésame", held)
    content = held.getvalue()
    assert readers.read_bytes(content, "a.xlsx")[0].outcome == "encrypted"
    assert "aucun des mots de passe" in readers.read_bytes(content, "a.xlsx", passwords=["faux"])[0].reason
    (reading,) = readers.read_bytes(content, "a.xlsx", passwords=["faux", "sésame"])
    assert "caisse noire" in document_of(reading).text
    assert codes(reading)[0] == "password"
