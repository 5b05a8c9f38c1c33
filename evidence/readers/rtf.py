"""RTF: body, tables, notes, comments, frames, headers and tracked changes; a block per paragraph or row."""

import re
from collections.abc import Iterable

from evidence.model import Block, Notice
from evidence.readers._builder import TextBuilder, row
from evidence.readers._docx_text import Change
from evidence.readers._kinds import RTF
from evidence.readers._reader import Member, Piece, Reader, Refused, Result
from evidence.readers._rtf_text import Line, Run, Walker

_OBJECT = re.compile(rb"\\(?:object|objdata)\b")
_PICTURE = re.compile(rb"\\(png|jpeg)blip\b")
# With fewer characters than this and a picture, the document is a scan.
SCANNED = 40
PICTURES = 200


def sniff(piece: Piece) -> str:
    """Return the type of RTF by its signature."""
    return RTF if piece.content.lstrip()[:5] == b"{\\rtf" else ""


def read(piece: Piece) -> Result:
    """Return the paragraphs; deleted words come after theirs, notes, comments and frames as well."""
    walker = Walker(piece.content)
    builder = TextBuilder()
    for line in walker.lines:
        _lay(builder, line)
    text, blocks = builder.build()
    members = tuple(_pictures(piece.content)) if len(text.strip()) < SCANNED else ()
    if not blocks and not members:
        raise Refused("empty", "RTF sans texte.")
    return Result(
        text=text,
        blocks=blocks,
        title=walker.title or None,
        members=members,
        notices=_notices(piece.content, walker, blocks, read=bool(members)),
    )


def _lay(builder: TextBuilder, line: Line) -> None:
    if line.kind == "row":
        builder.separate("\n")
        changes = {change for cell in line.cells for words, change in cell if words.strip()}
        change = changes.pop() if len(changes) == 1 else None
        builder.add(row([_words(cell) for cell in line.cells]), "row", revision=str(change) if change else None)
    else:
        _paragraph(builder, line)
    for held in line.beside:
        _lay(builder, held)


def _paragraph(builder: TextBuilder, line: Line) -> None:
    runs = list(_joined(line.runs))
    final = [run for run in runs if run[1] is None or run[1].kind == "inserted"]
    if any(words.strip() for words, _ in final):
        builder.separate("\n\n")
    changes = {change for words, change in final if words.strip()}
    speaker = line.speaker or None
    if len(changes) <= 1:
        change = next(iter(changes), None)
        builder.add(_words(final), line.kind, revision=str(change) if change else None, speaker=speaker)
    else:
        for words, change in final:
            builder.add(_mended(words), "line", revision=str(change) if change else None, speaker=speaker)
    for words, change in runs:
        if change is not None and change.kind == "deleted" and words.strip():
            builder.separate("\n\n")
            builder.add(_mended(words), "paragraph", revision=str(change))


def _joined(runs: Iterable[Run]) -> Iterable[Run]:
    found: list[Run] = []
    for words, change in runs:
        if found and found[-1][1] == change:
            found[-1] = (found[-1][0] + words, change)
        else:
            found.append((words, change))
    return found


def _words(runs: Iterable[Run]) -> str:
    return _mended("".join(words for words, _ in runs))


def _mended(words: str) -> str:
    """Return *words* with the halves of a sign that RTF writes apart joined."""
    return words.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _pictures(content: bytes) -> Iterable[Member]:
    """Yield the pictures, which RTF writes in hexadecimal digits."""
    for number, found in enumerate(_PICTURE.finditer(content), 1):
        if number > PICTURES:
            return
        held = content[found.end() : content.find(b"}", found.end())]
        digits = re.sub(rb"\s", b"", held[held.rfind(b"\\") :].partition(b" ")[2] or held.rpartition(b" ")[2])
        if len(digits) > 100 and re.fullmatch(rb"[0-9a-fA-F]+", digits):
            suffix = "png" if found[1] == b"png" else "jpg"
            yield Member(
                name=f"image {number}.{suffix}", content=bytes.fromhex(digits[: len(digits) // 2 * 2].decode())
            )


def _notices(content: bytes, walker: Walker, blocks: tuple[Block, ...], *, read: bool) -> tuple[Notice, ...]:
    found = []
    if walker.changes:
        found.append(Notice(code="revisions", text=_revisions(walker.changes, blocks)))
    comments = sum(block.kind == "comment" for block in blocks)
    if comments:
        found.append(Notice(code="comments", text=f"{comments} commentaire(s) en marge, gardés."))
    if walker.hidden:
        text = f"Texte masqué (« {walker.hidden[:60]} »), lu comme le reste."
        found.append(Notice(code="hidden_text", text=text))
    if _OBJECT.search(content):
        text = "Le document contient un objet incorporé, non lu : ouvrez l'original."
        found.append(Notice(code="embedded", text=text))
    pictures = len(_PICTURE.findall(content))
    if pictures and not read:
        found.append(Notice(code="images", text=f"{pictures} image(s) dans le document, non lue(s)."))
    return tuple(found)


def _revisions(changes: list[Change], blocks: tuple[Block, ...]) -> str:
    inserted = sum((block.revision or "").startswith("inserted") for block in blocks)
    deleted = sum((block.revision or "").startswith("deleted") for block in blocks)
    authors = ", ".join(sorted({change.author for change in changes if change.author}))
    by = f", par {authors}" if authors else ""
    return (
        f"Révisions présentes : {inserted} insertion(s), {deleted} suppression(s){by} ; "
        "le texte supprimé est gardé et signalé comme tel."
    )


READER = Reader(suffixes={RTF: (".rtf",)}, sniff=sniff, read=read, rank=12)
