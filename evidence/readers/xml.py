"""XML of any kind: the words and attributes of each element, with where it stands."""

from lxml import etree

from evidence.model import Notice
from evidence.readers._builder import TextBuilder
from evidence.readers._kinds import XML
from evidence.readers._reader import Piece, Reader, Refused, Result
from evidence.readers._xml import UNSAFE

# Deeper than this no data is honest.
DEPTH = 200
ELEMENTS = 2_000_000


def sniff(piece: Piece) -> str:
    """Return the type of XML by its declaration, or by its first sign when the name says so."""
    head = piece.head.lstrip("\ufeff \r\n\t")
    named = piece.suffix in (".xml", ".kml", ".gpx", ".plist")
    return XML if head.startswith("<?xml") or (named and head.startswith("<")) else ""


def read(piece: Piece) -> Result:
    """Return a block per element that holds words or attributes, in the order of the file."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True)
    try:
        root = etree.fromstring(piece.content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Refused("unreadable", "données XML mal formées ou coupées : refaites l'export.") from error
    if root is None:
        raise Refused("unreadable", "données XML mal formées ou coupées : refaites l'export.")
    builder = TextBuilder()
    cut = _lay(builder, root)
    text, blocks = builder.build()
    if not blocks:
        raise Refused("empty", "données XML sans aucun mot.")
    notices = []
    if b"<!ENTITY" in piece.content:
        notices.append(UNSAFE)
    broken = bool(parser.error_log) or cut
    if broken:
        said = "Données XML mal formées ou coupées : lues jusqu'où elles se suivent ; vérifiez sur l'original."
        notices.append(Notice(code="malformed", text=said))
    reason = "données XML mal formées : lues en partie." if broken else ""
    outcome = "partial" if broken else "read"
    return Result(text=text, blocks=blocks, notices=tuple(notices), outcome=outcome, reason=reason)  # type: ignore[arg-type]


def _lay(builder: TextBuilder, root: etree._Element) -> bool:
    """Add the words of *root* and below; tell whether some were left out: too deep, or too many."""
    stack: list[tuple[etree._Element, str, int]] = [(root, "", 0)]
    count = 0
    while stack:
        element, path, depth = stack.pop()
        count += 1
        if depth > DEPTH or count > ELEMENTS:
            return True
        place = f"{path}/{_short(element.tag)}"[-120:]
        _attributes(builder, element, place)
        if _is_prose(element):
            for inner in element.iterdescendants(tag=etree.Element):
                _attributes(builder, inner, place)
            _say(builder, _prose(element), place)
            continue
        _say(builder, element.text, place)
        stack += [(child, place, depth + 1) for child in reversed(element) if isinstance(child.tag, str)]
    return False


def _short(name: object) -> str:
    return str(name).rpartition("}")[2]


def _is_prose(element: etree._Element) -> bool:
    """Tell whether words stand beside the children of *element*: « il <b>a</b> dit » is one sentence."""
    return any((child.tail or "").strip() for child in element)


def _prose(element: etree._Element) -> str:
    """Return the words in and below *element*, without those an entity would have brought."""
    inner = ((_prose(child) if isinstance(child.tag, str) else "") + (child.tail or "") for child in element)
    return (element.text or "") + "".join(inner)


def _attributes(builder: TextBuilder, element: etree._Element, place: str) -> None:
    for name, value in ((str(name), str(value)) for name, value in element.attrib.items()):
        if value.strip():
            builder.separate("\n")
            builder.add(f"{_short(name)} : {value}", "row", place=place)


def _say(builder: TextBuilder, words: str | None, place: str) -> None:
    if words and words.strip():
        builder.separate("\n")
        builder.add(words, "paragraph", place=place)


READER = Reader(suffixes={XML: (".xml",)}, sniff=sniff, read=read, rank=45)
