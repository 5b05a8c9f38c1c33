"""EPUB: the chapters of a book in the order of its spine, each read as a web page."""

import posixpath
from collections.abc import Iterator
from urllib.parse import unquote

from evidence.model import Notice
from evidence.readers._builder import TextBuilder
from evidence.readers._kinds import EPUB
from evidence.readers._reader import Piece, Reader, Refused, Result
from evidence.readers._xml import UNSAFE, Package
from evidence.readers.html import Page
from evidence.readers.text import decode

_OPF = "{http://www.idpf.org/2007/opf}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_CONTAINER = "{urn:oasis:names:tc:opendocument:xmlns:container}"


def sniff(piece: Piece) -> str:
    """Return the type that the first entry of the archive announces (EPUB OCF 3.3, 4.2.3)."""
    return EPUB if piece.content.startswith(b"PK") and b"application/epub+zip" in piece.content[:200] else ""


def read(piece: Piece) -> Result:
    """Return the chapters; the place of a block is the file of its chapter."""
    package = Package(piece.content, "EPUB")
    if package.part("META-INF/encryption.xml") and package.part("META-INF/rights.xml"):
        raise Refused("encrypted", "livre protégé par un verrou (DRM) : demandez-le sans protection.")
    builder = TextBuilder()
    missing = []
    title = None
    for name, found in _chapters(package):
        title = title or found
        if name not in package.names:
            missing.append(name)
            continue
        page = Page(decode(package.part(name))[0])
        text, blocks = page.builder.build()
        builder.separate("\n\n")
        builder.absorb(text, blocks)
    text, blocks = builder.build()
    if not blocks:
        raise Refused("empty", "livre sans texte (ses pages sont peut-être des images) : imprimez-le en PDF.")
    notices = [Notice(code="missing", text=f"Chapitre absent du livre : « {name[:80]} ».") for name in missing[:20]]
    if package.unsafe:
        notices.append(UNSAFE)
    reason = f"{len(missing)} chapitre(s) manquent dans le livre." if missing else ""
    outcome = "partial" if missing else "read"
    return Result(text=text, blocks=blocks, title=title, notices=tuple(notices), outcome=outcome, reason=reason)  # type: ignore[arg-type]


def _chapters(package: Package) -> Iterator[tuple[str, str | None]]:
    """Yield the names of the chapters in reading order, each with the title of the book."""
    container = package.tree("META-INF/container.xml")
    roots = [item.get("full-path") for item in container.iter(f"{_CONTAINER}rootfile")] if container is not None else []
    book = package.tree(roots[0] or "") if roots else None
    if book is None or not roots[0]:
        raise Refused("unreadable", "EPUB endommagé : son sommaire manque ; demandez un nouvel exemplaire.")
    folder = posixpath.dirname(roots[0])
    title = next((item.text for item in book.iter(f"{_DC}title") if item.text), None)
    places = {item.get("id"): item.get("href") for item in book.iter(f"{_OPF}item")}
    for item in book.iter(f"{_OPF}itemref"):
        href = places.get(item.get("idref"))
        if href:
            yield posixpath.normpath(posixpath.join(folder, unquote(href))), title


READER = Reader(suffixes={EPUB: (".epub",)}, sniff=sniff, read=read, rank=20)
