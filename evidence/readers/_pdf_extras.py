"""What a PDF carries beside its pages' text: attachments, comments, filled fields, earlier states."""

import ctypes
import re

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from evidence.model import Notice
from evidence.readers._reader import Member

# More annotations than this on a page are not notes of a person.
ANNOTATIONS = 2_000
_END = re.compile(rb"%%EOF")
_LINEARIZED = re.compile(rb"/Linearized\b")


def attachments(document: pdfium.PdfDocument) -> tuple[Member, ...]:
    """Return the files joined to the document; one that cannot be extracted is refused with its reason."""
    found = []
    for index in range(document.count_attachments()):
        name = f"pièce jointe {index + 1}"
        try:
            attachment = document.get_attachment(index)
            name = attachment.get_name() or name
            found.append(Member(name=name, content=bytes(attachment.get_data())))
        except pdfium.PdfiumError:
            found.append(Member(name=name, refused="pièce jointe du PDF vide ou endommagée : demandez-la à part."))
    return tuple(found)


def comments(page: pdfium.PdfPage) -> tuple[str, ...]:
    """Return the comments written on the page and the values of its filled fields, in order."""
    count = min(raw.FPDFPage_GetAnnotCount(page), ANNOTATIONS)
    found = []
    for index in range(count):
        annotation = raw.FPDFPage_GetAnnot(page, index)
        if not annotation:
            continue
        kind = raw.FPDFAnnot_GetSubtype(annotation)
        if kind == raw.FPDF_ANNOT_WIDGET:
            label, value = _string(annotation, b"T"), _string(annotation, b"V")
            text = f"{label} : {value}" if label and value else ""
        elif kind in (raw.FPDF_ANNOT_LINK, raw.FPDF_ANNOT_POPUP):
            text = ""
        else:
            text = _string(annotation, b"Contents")
        raw.FPDFPage_CloseAnnot(annotation)
        if text:
            found.append(text)
    return tuple(found)


def _string(annotation: object, key: bytes) -> str:
    length = raw.FPDFAnnot_GetStringValue(annotation, key, None, 0)
    if length <= 2:
        return ""
    buffer = (ctypes.c_ushort * (length // 2))()
    raw.FPDFAnnot_GetStringValue(annotation, key, buffer, length)
    return bytes(buffer).decode("utf-16-le", "ignore").rstrip("\0").strip()


def revisions(content: bytes) -> list[Notice]:
    """Return a notice when the file keeps earlier states of itself (incremental updates, ISO 32000-2, 7.5.6)."""
    states = len(_END.findall(content)) - (1 if _LINEARIZED.search(content[:2048]) else 0)
    if states < 2:
        return []
    return [
        Notice(
            code="earlier_states",
            text=f"Le fichier garde {states} états successifs (signature, formulaire rempli ou modification) ; "
            "seul le dernier a été lu.",
        )
    ]
