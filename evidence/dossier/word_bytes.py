"""A Word document as bytes that the clock does not change: every DOCX of ours leaves through here."""

import io
import zipfile

from docx.document import Document as DocxDocument

# Archives begin to count in 1980; the date a reader sees is in the document's properties.
MADE = (1980, 1, 1, 0, 0, 0)


def same_bytes(document: DocxDocument) -> bytes:
    """Return the document with the times of its archive fixed."""
    raw, out = io.BytesIO(), io.BytesIO()
    document.save(raw)
    with zipfile.ZipFile(raw) as read, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as written:
        for name in sorted(read.namelist(), key=lambda item: (item != "[Content_Types].xml", item)):
            written.writestr(zipfile.ZipInfo(name, MADE), read.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()
