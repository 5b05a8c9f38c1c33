"""Makes the pieces of the demonstration case from sources/: real PDF, DOCX, EML, ZIP files, the same bytes each time.

Run from the checkout: `python examples/affaire-horizon/make_pieces.py` (needs the dev dependencies). All is fiction.
"""

import csv
import io
import random
import zipfile
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import docx
import yaml
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from PIL import Image, ImageDraw, ImageFont
from reportlab.lib import colors
from reportlab.lib.enums import TA_CENTER
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import cm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

HERE = Path(__file__).parent
SOURCES, PIECES = HERE / "sources", HERE / "pieces"
FICTION = "FICTION – pièce inventée pour la démonstration"
FONT_FOLDER = Path(__import__("reportlab").__file__).parent / "fonts"
STAMP = (1980, 1, 1, 0, 0, 0)
BODY = ParagraphStyle("body", fontName="Vera", fontSize=10.5, leading=15, spaceAfter=6)
QUESTION = ParagraphStyle("question", parent=BODY, fontName="VeraBd", spaceBefore=6)
TITLE = ParagraphStyle(
    "title", parent=BODY, fontName="VeraBd", fontSize=12.5, alignment=TA_CENTER, spaceAfter=14, spaceBefore=10
)
FRAME = ParagraphStyle("frame", parent=BODY, fontSize=9, leading=12, spaceAfter=0)


def fonts() -> None:
    """Register the fonts that reportlab carries."""
    for name in ("Vera", "VeraBd"):
        pdfmetrics.registerFont(TTFont(name, str(FONT_FOLDER / f"{name}.ttf")))


def lines(name: str) -> list[str]:
    """Return the lines of a source."""
    return (SOURCES / name).read_text(encoding="utf-8").splitlines()


def furniture(cote: str) -> object:
    """Return what is drawn on every page: fiction, page number, cote stamp."""

    def draw(canvas: Canvas, document: SimpleDocTemplate) -> None:
        canvas.saveState()
        canvas.setFont("Vera", 8)
        canvas.drawCentredString(A4[0] / 2, A4[1] - 1.1 * cm, FICTION)
        canvas.drawCentredString(A4[0] / 2, 1.1 * cm, f"Page {document.page}")
        if cote:
            canvas.setFont("VeraBd", 13)
            canvas.drawRightString(A4[0] - 1.2 * cm, A4[1] - 1.5 * cm, cote)
        canvas.restoreState()

    return draw


def pdf(target: str, story: list, cote: str = "") -> None:
    """Write a PDF; ``invariant`` leaves the clock out of it."""
    out = io.BytesIO()
    margins = {"topMargin": 2.2 * cm, "bottomMargin": 2 * cm}
    document = SimpleDocTemplate(out, pagesize=A4, invariant=1, title=FICTION, lang="fr-FR", **margins)
    document.build(story, onFirstPage=furniture(cote), onLaterPages=furniture(cote))
    (PIECES / target).write_bytes(out.getvalue())


def escaped(words: str) -> str:
    """Return *words* for reportlab's markup."""
    return words.replace("&", "&amp;").replace("<", "&lt;")


def statement(source: str, target: str) -> None:
    """Make a letter, a report or a procès-verbal from its source."""
    story, header = [], {}
    for line in lines(source):
        if line.startswith("#"):
            key, _, value = line[1:].partition(" ")
            header[key] = value
            continue
        if header:
            story += framed(header)
            cote, header = header.get("piece", ""), {}
            story.append(Spacer(1, 4))
            story_cote = cote
        if not line.strip():
            story.append(Spacer(1, 5))
        else:
            story.append(Paragraph(escaped(line), QUESTION if line.startswith("Question :") else BODY))
    pdf(target, story, locals().get("story_cote", ""))


def framed(header: dict[str, str]) -> list:
    """Return the frame and the title at the head of an act."""
    story = []
    if "service" in header:
        cells = [[Paragraph(escaped(part), FRAME)] for part in header["service"].split("|")]
        cells += [[Paragraph(f"P.V. n° {header['pv']}", FRAME)], [Paragraph(f"Pièce n° {header['piece']}", FRAME)]]
        style = TableStyle([("BOX", (0, 0), (-1, -1), 0.7, colors.black)])
        story.append(Table(cells, colWidths=[8 * cm], hAlign="LEFT", style=style))
    if "titre" in header:
        story.append(Paragraph(escaped(header["titre"]), TITLE))
    return story


def bank_statement(source: str, target: str) -> None:
    """Make a statement of account with a drawn table."""
    rows = list(csv.reader(lines(source), delimiter=";"))
    cells = [[Paragraph(escaped(cell), FRAME) for cell in row] for row in rows]
    style = TableStyle(
        [
            ("GRID", (0, 0), (-1, -1), 0.5, colors.black),
            ("BACKGROUND", (0, 0), (-1, 0), colors.whitesmoke),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ]
    )
    story = [
        Paragraph("BANQUE DES VALLÉES (établissement fictif)", TITLE),
        Paragraph("Relevé de compte de Mme VAUTRIN Claire, exercices 2018 et 2019", BODY),
        Paragraph("Compte FR76 9999 9000 0100 0000 0000 137", BODY),
        Spacer(1, 8),
        Table(cells, colWidths=[2.6 * cm, 8.6 * cm, 2.9 * cm, 2.9 * cm], style=style, repeatRows=1),
    ]
    pdf(target, story)


def scan(source: str, target: str) -> None:
    """Make a letter that is an image only: slightly turned, slightly dirty, at 200 dots per inch."""
    rng = random.Random(7)  # noqa: S311 (not for secrets)
    page = Image.new("L", (1654, 2339), 252)
    draw = ImageDraw.Draw(page)
    face = ImageFont.truetype(str(FONT_FOLDER / "Vera.ttf"), 34)
    draw.text((420, 60), FICTION, font=ImageFont.truetype(str(FONT_FOLDER / "Vera.ttf"), 26), fill=90)
    for index, line in enumerate(lines(source)):
        draw.text((190 + rng.randint(-3, 3), 220 + index * 62), line, font=face, fill=rng.randint(20, 60))
    page = page.rotate(0.6, fillcolor=252, resample=Image.Resampling.BICUBIC)
    pixels = page.load()
    for _ in range(3500):
        pixels[rng.randrange(1654), rng.randrange(2339)] = rng.randint(120, 200)
    picture = io.BytesIO()
    page.save(picture, format="PNG", optimize=False)
    picture.seek(0)
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=1)
    from reportlab.lib.utils import ImageReader

    canvas.drawImage(ImageReader(picture), 0, 0, width=A4[0], height=A4[1])
    canvas.showPage()
    canvas.save()
    (PIECES / target).write_bytes(out.getvalue())


def archive(target: Path | io.BytesIO, members: dict[str, bytes]) -> None:
    """Write a ZIP whose members carry no clock."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as out:
        for name in members:
            out.writestr(zipfile.ZipInfo(name, STAMP), members[name], zipfile.ZIP_DEFLATED)


def whatsapp() -> None:
    """Make a WhatsApp export: the conversation and one picture."""
    picture = io.BytesIO()
    Image.new("RGB", (64, 48), (90, 130, 90)).save(picture, format="JPEG")
    text = (SOURCES / "10-whatsapp.txt").read_bytes()
    members = {"Discussion WhatsApp avec Cercle de Sève.txt": text, "IMG-20240714-WA0001.jpg": picture.getvalue()}
    archive(PIECES / "10-whatsapp.zip", members)


def mails() -> None:
    """Make an e-mail with an attachment, and a thread as Outlook writes it."""
    mail = EmailMessage(policy=SMTP)
    mail["From"] = "Sophie Vautrin <sophie.vautrin@example.org>"
    mail["To"] = "br.valmont@gendarmerie.example"
    mail["Date"] = "Wed, 21 May 2025 18:04:00 +0200"
    mail["Subject"] = "Attestation pour ma sœur"
    mail["Message-ID"] = "<1@example.org>"
    mail.set_content((SOURCES / "11-courriel.txt").read_text(encoding="utf-8"))
    attached = (SOURCES / "11-attestation.txt").read_bytes()
    mail.add_attachment(attached, maintype="text", subtype="plain", filename="attestation-sœur.txt")
    mail.set_boundary("=_horizon_1")
    (PIECES / "11-courriel.eml").write_bytes(mail.as_bytes())
    thread = EmailMessage(policy=SMTP)
    thread["From"] = "Horizon de Sève <contact@horizon-de-seve.example>"
    thread["To"] = "Claire Vautrin <claire.vautrin@example.org>"
    thread["Date"] = "Tue, 04 Mar 2025 08:30:00 +0100"
    thread["Subject"] = "RE: remboursement"
    thread["Message-ID"] = "<2@horizon-de-seve.example>"
    thread.set_content((SOURCES / "12-fil.txt").read_text(encoding="utf-8"))
    (PIECES / "12-fil-outlook.eml").write_bytes(thread.as_bytes())


def run(words: str, tag: str = "w:t") -> OxmlElement:
    """Return a run of a DOCX paragraph."""
    element, text = OxmlElement("w:r"), OxmlElement(tag)
    text.set(qn("xml:space"), "preserve")
    text.text = words
    element.append(text)
    return element


def rules() -> None:
    """Make a DOCX with tracked insertions and deletions and a comment."""
    document = docx.Document()
    for number, part in enumerate(yaml.safe_load((SOURCES / "13-reglement.yaml").read_text(encoding="utf-8"))):
        if "heading" in part:
            document.add_heading(part["heading"], 1)
            continue
        paragraph = document.add_paragraph(part["text"])
        for tag, key, inner in (("w:del", "del", "w:delText"), ("w:ins", "ins", "w:t")):
            if key in part:
                change = OxmlElement(tag)
                change.set(qn("w:id"), str(100 + number))
                change.set(qn("w:author"), part["author"])
                change.set(qn("w:date"), part["date"])
                change.append(run(part[key], inner))
                paragraph._p.append(change)
        if "comment" in part:
            document.add_comment(paragraph.runs, text=part["comment"], author=part["author"], initials="NF")
    import datetime as dt

    document.core_properties.created = document.core_properties.modified = dt.datetime(2019, 9, 4)
    document.core_properties.author = "Horizon de Sève (fiction)"
    out = io.BytesIO()
    document.save(out)
    source = zipfile.ZipFile(out)
    members = {name: source.read(name) for name in sorted(source.namelist())}
    comments = members.get("word/comments.xml", b"")
    start = comments.find(b'w:date="')
    if start >= 0:
        end = comments.index(b'"', start + 8)
        members["word/comments.xml"] = comments[: start + 8] + b"2019-09-04T08:00:00Z" + comments[end:]
    archive(PIECES / "13-reglement.docx", members)


def main() -> None:
    """Make every piece."""
    fonts()
    PIECES.mkdir(exist_ok=True)
    statement("01-plainte.txt", "01-plainte.pdf")
    statement("02-pv-vautrin.txt", "02-audition-vautrin.pdf")
    statement("03-pv-perrot.txt", "03-audition-perrot.pdf")
    statement("04-pv-maurel.txt", "04-audition-maurel.pdf")
    statement("05-pv-garnier.txt", "05-audition-garnier.pdf")
    scan("06-lettre-soeur.txt", "06-lettre-scannée.pdf")
    statement("07-expertise.txt", "07-expertise.pdf")
    bank_statement("08-releve.csv.txt", "08-relevé-2018-2019.pdf")
    (PIECES / "09-relevé-2024.csv").write_bytes(
        (SOURCES / "09-releve-2024.csv.txt").read_text(encoding="utf-8").encode("cp1252")
    )
    whatsapp()
    mails()
    rules()
    for name in ("14-page.html", "15-video.srt"):
        (PIECES / name).write_bytes((SOURCES / name).read_bytes())
    whole = (PIECES / "07-expertise.pdf").read_bytes()
    (PIECES / "16-corrompu.pdf").write_bytes(b"%PDF-1.4\n" + whole[4000:5200])


if __name__ == "__main__":
    main()
