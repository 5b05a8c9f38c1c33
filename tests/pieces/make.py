"""Makes the files of this folder with LibreOffice, from invented words: `/usr/bin/python3 tests/pieces/make.py`.

Needs LibreOffice with python3-uno. The files are kept in the repository: tests read them where there is no LibreOffice.
"""

import subprocess
import tempfile
import time
from pathlib import Path

import uno  # type: ignore[import-not-found]
from com.sun.star.beans import PropertyValue  # type: ignore[import-not-found]
from com.sun.star.text.ControlCharacter import PARAGRAPH_BREAK  # type: ignore[import-not-found]

HERE = Path(__file__).parent
PORT = 20517
PASSWORD = "sésame 2021"  # noqa: S105 (of invented files)


def option(name, value):
    """Return a UNO property."""
    held = PropertyValue()
    held.Name, held.Value = name, value
    return held


def store(document, name, form, password=""):
    """Write *document* beside this script."""
    options = [option("FilterName", form)] + ([option("Password", password)] if password else [])
    document.storeToURL((HERE / name).as_uri(), tuple(options))


def paragraph(document, words, style="Standard"):
    """Add a paragraph at the end."""
    text = document.Text
    cursor = text.createTextCursorByRange(text.End)
    cursor.ParaStyleName = style
    text.insertString(cursor, words, False)
    text.insertControlCharacter(text.End, PARAGRAPH_BREAK, False)


def find(document, words):
    """Return the place of *words*."""
    search = document.createSearchDescriptor()
    search.SearchString = words
    return document.findFirst(search)


def put(document, service, words, place, **fields):
    """Insert a note, a comment or a frame after *place*."""
    made = document.createInstance(f"com.sun.star.text.{service}")
    for name, value in fields.items():
        setattr(made, name, value)
    document.Text.insertTextContent(place.End, made, False)
    if service != "textfield.Annotation":
        made.Text.setString(words)
    return made


def letter(desktop):
    """Make the letter: tracked changes, notes, comment, frame, tables, lists, header and footer."""
    document = desktop.loadComponentFromURL("private:factory/swriter", "_blank", 0, ())
    paragraph(document, "Lettre à madame la juge", "Heading 1")
    paragraph(document, "Je l’ai rencontré en mars 2019 à Cœurville.")
    paragraph(document, "Il m’a demandé de verser tout mon salaire au groupe.")
    paragraph(document, "Je voyais mes parents chaque dimanche.")
    paragraph(document, "Premier point de la liste", "List 1")
    put(document, "Footnote", "Reçu joint en annexe.", find(document, "salaire"))
    put(document, "Endnote", "Voir le carnet, page douze.", find(document, "Cœurville"))
    put(document, "textfield.Annotation", "", find(document, "rencontré"), Content="Date à vérifier", Author="Anne Roy")
    frame = document.createInstance("com.sun.star.text.TextFrame")
    frame.Width, frame.Height = 6000, 2000
    document.Text.insertTextContent(find(document, "dimanche").End, frame, False)
    frame.Text.setString("Encadré : ne plus appeler sa sœur.")
    table = document.createInstance("com.sun.star.text.TextTable")
    table.initialize(2, 2)
    document.Text.insertTextContent(document.Text.End, table, False)
    for cell, words in (("A1", "Date"), ("B1", "Somme"), ("A2", "12/03/2020"), ("B2", "750,00 €")):
        table.getCellByName(cell).setString(words)
    style = document.StyleFamilies.getByName("PageStyles").getByName("Standard")
    style.HeaderIsOn = style.FooterIsOn = True
    style.HeaderText.setString("Haut de page : dossier 21/457")
    style.FooterText.setString("Bas de page : confidentiel")
    document.RecordChanges = True
    find(document, "tout mon salaire").setString("la moitié de mon salaire")
    find(document, "chaque dimanche").setString("")
    document.RecordChanges = False
    for name, form in (
        ("lettre.odt", "writer8"),
        ("lettre.docx", "MS Word 2007 XML"),
        ("lettre.doc", "MS Word 97"),
        ("lettre.rtf", "Rich Text Format"),
        ("lettre.fodt", "OpenDocument Text Flat XML"),
        ("lettre.html", "HTML (StarWriter)"),
        ("lettre.epub", "EPUB"),
        ("lettre.pdf", "writer_pdf_Export"),
    ):
        store(document, name, form)
    for name, form in (("protégée.odt", "writer8"), ("protégée.doc", "MS Word 97")):
        store(document, name, form, PASSWORD)
    document.close(True)


def sheet(desktop):
    """Make the workbook: an account, a hidden sheet, a comment, a formula."""
    document = desktop.loadComponentFromURL("private:factory/scalc", "_blank", 0, ())
    first = document.Sheets.getByIndex(0)
    first.Name = "Opérations"
    for row, cells in enumerate(
        (
            ("Date", "Libellé", "Débit", "Crédit"),
            ("04/03/2020", "VIR SEPA MME ROY", "", 1250.5),
            ("05/03/2020", "VIREMENT EN FAVEUR DE ASSOCIATION LUMIERE", 750, ""),
        )
    ):
        for column, value in enumerate(cells):
            cell = first.getCellByPosition(column, row)
            if isinstance(value, str):
                cell.setString(value)
            else:
                cell.setValue(value)
    first.getCellByPosition(4, 2).setFormula("=C3*2")
    first.Annotations.insertNew(first.getCellByPosition(1, 2).CellAddress, "Qui a signé l’ordre ?")
    document.Sheets.insertNewByName("Cachée", 1)
    hidden = document.Sheets.getByName("Cachée")
    hidden.getCellByPosition(0, 0).setString("Dons en espèces du groupe")
    hidden.IsVisible = False
    store(document, "comptes.ods", "calc8")
    store(document, "comptes.xlsx", "Calc MS Excel 2007 XML")
    store(document, "comptes.xls", "MS Excel 97")
    store(document, "protégés.ods", "calc8", PASSWORD)
    store(document, "protégés.xls", "MS Excel 97", PASSWORD)
    document.close(True)


def slides(desktop):
    """Make the slides: a title, a text, notes."""
    document = desktop.loadComponentFromURL("private:factory/simpress", "_blank", 0, ())
    page = document.DrawPages.getByIndex(0)
    page.Layout = 1
    page.getByIndex(0).setString("Les degrés de l’enseignement")
    page.getByIndex(1).setString("Le troisième degré coûte 3 000 euros")
    page.NotesPage.getByIndex(1).setString("Ne pas parler aux familles")
    store(document, "exposé.odp", "impress8")
    store(document, "exposé.pptx", "Impress MS PowerPoint 2007 XML")
    document.close(True)


def main():
    """Start LibreOffice, make everything, stop it."""
    door = f"socket,host=127.0.0.1,port={PORT};urp;"
    office = subprocess.Popen(
        [
            "/usr/bin/soffice",
            "--headless",
            f"-env:UserInstallation={Path(tempfile.mkdtemp()).as_uri()}",
            f"--accept={door}",
        ]
    )
    resolver = uno.getComponentContext().ServiceManager.createInstance("com.sun.star.bridge.UnoUrlResolver")
    for _ in range(60):
        try:
            context = resolver.resolve(f"uno:{door}StarOffice.ComponentContext")
            break
        except Exception:  # noqa: BLE001 (LibreOffice is not there yet)
            time.sleep(1)
    desktop = context.ServiceManager.createInstance("com.sun.star.frame.Desktop")
    for make in (letter, sheet, slides):
        make(desktop)
    desktop.terminate()
    office.wait(30)


if __name__ == "__main__":
    main()
