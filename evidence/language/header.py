"""The header of a procès-verbal: who heard whom, where, when, as what."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from evidence.catalogue.words import load
from evidence.language.lines import Line, fold
from evidence.model import Span, When

# A sentence of a statement has so many words, where a header has labels and formulas.
LEAST_TOLD = 4
# A header is read in the first lines only; the longest seen in public models has about thirty.
HEADER_LINES = 40
# « Lyon, le 4 mars 2019 » alone on its line, among the first; « Fait à Lyon, le 4 mars 2019 » where a piece is signed.
DATELINE_LINES = 15
SIGNED = ("Fait à ", "Fait le ")
SIGNED_LENGTH = 120
_SMALL = frozenset({"sur", "sous", "en", "de", "du", "la", "le", "les", "lès", "et", "aux"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """What the header of a procès-verbal states; None for what it does not.

    *cote* is the one that the piece bears (« Pièce n° D3 »). *heard_span* is the place of the name of the person heard.
    """

    service: str | None = None
    number: str | None = None
    when: When | None = None
    heard: str | None = None
    heard_span: Span | None = None
    capacity: str | None = None
    officer: str | None = None
    cote: str | None = None


def read_header(lines: Sequence[Line]) -> Header | None:
    """Return what the first *lines* of a hearing or complaint state, None when they state nothing."""
    head = list(_head(lines))
    heard = next(filter(None, map(_heard, head)), None) or _fields(head)
    header = Header(
        service=next(filter(None, map(_service, head)), None),
        number=next(filter(None, map(_number, head)), None),
        when=next(filter(None, map(_when, head)), None),
        heard=heard[0] if heard else None,
        heard_span=heard[1] if heard else None,
        capacity=next(filter(None, map(_capacity, head)), None),
        officer=next(filter(None, map(_officer, head)), None),
        cote=next(filter(None, map(_cote, head)), None),
    )
    return header if header != Header() else None


def undersigned(lines: Sequence[Line]) -> tuple[str, Span] | None:
    """Return who writes « Je soussignée Anne Dumont » in the first *lines*, with its place; None when nobody does."""
    cues = [word for word in load("header")["heard"] if "soussign" in word]
    for line in lines[:HEADER_LINES]:
        end = _place(fold(line.text), cues)
        if end is not None:
            return _name(line, end)
    return None


def signed_on(lines: Sequence[Line]) -> tuple[When, Line] | None:
    """Return the day of « Fait à Lyon, le 20 mai 2025 » or of « Lyon, le 4 mars 2019 » in *lines*, with its line.

    None when no line says one, or when two such lines say different days: nothing tells which is that of the piece.
    """
    found = [
        (when, line)
        for number, line in enumerate(lines)
        if _is_signature(line.text) or (number < DATELINE_LINES and _is_dateline(line.text))
        for when in [_written(line.text, fold(line.text))]
        if when is not None and when.first is not None
    ]
    return found[-1] if len({when.first for when, _ in found}) == 1 else None


def _is_signature(text: str) -> bool:
    return text.startswith(SIGNED) and len(text) <= SIGNED_LENGTH


def _is_dateline(text: str) -> bool:
    """Tell whether *text* is a town, then « le » and a day: the words of a town begin with a capital."""
    town, comma, day = text.rstrip(".").partition(", le ")
    words = town.split()
    is_town = bool(words) and all(word[0].isupper() or word in _SMALL for word in words)
    # « le lundi 4 mars 2019 », « le 04/03/2019 »: nothing stands after the year.
    return bool(comma) and is_town and len(day.split()) <= 4 and "," not in day and day[-4:].isdigit()


def header_end(lines: Sequence[Line]) -> int:
    """Return how many of the first *lines* belong to the header: the line that opens the statement is not one."""
    return len(list(_head(lines)))


def _head(lines: Sequence[Line]) -> Iterator[Line]:
    stops = tuple(fold(end) for end in load("header")["end"])
    for number, line in enumerate(lines[:HEADER_LINES]):
        if number and (fold(line.text).startswith(stops) or _tells(line.text)):
            return
        yield line


def _tells(text: str) -> bool:
    """Tell whether a line is a sentence of the statement: somebody speaks of himself, or « il » does something.

    What stands before « J'ai porté plainte » must not be lost with the header.
    """
    plain = text.strip().lower().replace("’", "'")
    words = plain.replace("'", "' ").split()
    if not plain.endswith((".", "!", "?", "…")) or "soussign" in plain or len(plain.split()) < LEAST_TOLD:
        return False
    return words[0] in load("header")["others"] or not set(load("header")["mine"]).isdisjoint(words)


def _place(folded: str, words: Sequence[str]) -> int | None:
    """Return where the text after the first of *words* begins, None when none stands there as a whole word."""
    for word in words:
        cue = fold(word)
        at = folded.find(cue)
        while at >= 0:
            end = at + len(cue)
            if (at == 0 or not folded[at - 1].isalnum()) and (
                not cue[-1].isalnum() or end == len(folded) or not folded[end].isalnum()
            ):
                return end
            at = folded.find(cue, end)
    return None


def _service(line: Line) -> str | None:
    folded = fold(line.text)
    words = [fold(word) for word in load("header")["service"]]
    # A service stands alone on its line; a sentence that names one is no letterhead.
    if len(line.text.split()) <= 10 and not line.text.endswith((".", "?")) and folded.startswith(tuple(words)):
        return line.text.rpartition(" : ")[2] if folded.startswith("service :") else line.text
    return None


def _number(line: Line) -> str | None:
    end = _place(fold(line.text), load("header")["number"])
    if end is None:
        return None
    word = line.text[end:].strip(" :\xa0.").split(" ")[0].strip(",;")
    return word if any(char.isdigit() for char in word) else None


def _cote(line: Line) -> str | None:
    """Return a cote: the letter of a sub-folder and a number (circular of 1 March 1993, art. C.81)."""
    end = _place(fold(line.text), load("header")["cote"])
    words = line.text[end:].strip(" :\xa0.").split() if end is not None else []
    word = words[0].strip(",;.") if words else ""
    return word if word[:1] in tuple("ABCD") and word[1:].isdigit() else None


def _heard(line: Line) -> tuple[str, Span] | None:
    end = _place(fold(line.text), load("header")["heard"])
    return _name(line, end) if end is not None else None


def _name(line: Line, at: int) -> tuple[str, Span] | None:
    """Return the name that begins at *at* in *line*, its title left out; None when these are no words of a name."""
    words = load("header")
    titles, others = {fold(word) for word in words["titles"]}, {fold(word) for word in words["not_a_name"]}
    kept: list[tuple[int, str]] = []
    title: list[tuple[int, str]] = []
    for start, word in _words(line.text, at):
        bare = word.strip(',;:.()«»"')
        if not bare or word in {":", "-", "–"}:
            if kept:
                break
            continue
        if not kept and fold(word).strip(",") in titles:
            title = [(start, word)] if word[0].isupper() else []
            continue
        initial = len(bare) == 1 and "." in word
        if not bare[0].isupper() or fold(bare) in others or len(kept) == 5:
            break
        kept.append((start + word.index(bare[0]), f"{bare}." if initial else bare))
        if word[-1] in ",;:)" or (word.endswith(".") and not initial):
            break
    if not kept:
        return None
    if len(kept) == 1 and kept[0][1].endswith("."):
        kept = title + kept  # « Mme H. »: the initial alone says too little
    last = kept[-1]
    span = Span(start=line.start + kept[0][0], end=line.start + last[0] + len(last[1]))
    return " ".join(word for _, word in kept), span


def _words(text: str, at: int) -> Iterator[tuple[int, str]]:
    for word in text[at:].split():
        start = text.index(word, at)
        yield start, word
        at = start + len(word)


def _fields(head: Sequence[Line]) -> tuple[str, Span] | None:
    """Return the name of « Nom : » and « Prénom : » lines, surname last as spoken."""
    found: dict[str, tuple[str, Span]] = {}
    for line in head:
        label, colon, _ = line.text.partition(":")
        for key in ("surname", "forename"):
            if colon and key not in found and fold(label).strip() in {fold(word) for word in load("header")[key]}:
                name = _name(line, len(label) + 1)
                if name:
                    found[key] = name
    if "surname" not in found:
        return None
    surname, span = found["surname"]
    return (f"{found['forename'][0]} {surname}" if "forename" in found else surname), span


def _capacity(line: Line) -> str | None:
    folded = fold(line.text)
    found = [(folded.find(fold(word)), word) for word in load("header")["capacity"]]
    return next((word for at, word in found if at >= 0), None)


def _officer(line: Line) -> str | None:
    """Return the officer's name: after a label (« Enquêteur : »), or after « Nous, » and before a quality."""
    words, folded = load("header"), fold(line.text)
    label, colon, _ = line.text.partition(":")
    if colon and fold(label).strip() in {fold(word) for word in words["officer"]}:
        return _ranked(line, len(label) + 1)
    for opening in ("nous,", "devant nous,", "nous ", "devant nous "):
        at = folded.find(opening)
        quality = _place(folded, words["officer_after"] + words["ranks"])
        if at >= 0 and quality is not None and (at == 0 or not folded[at - 1].isalnum()):
            return _ranked(line, at + len(opening))
    return None


def _ranked(line: Line, at: int) -> str | None:
    rest = fold(line.text[at:])
    skip = len(rest) - len(rest.lstrip(" :,"))
    for rank in sorted(load("header")["ranks"], key=len, reverse=True):
        if rest[skip:].startswith((fold(rank), f"le {fold(rank)}", f"l'{fold(rank)}")):
            skip += rest[skip:].index(fold(rank)) + len(rank)
            break
    name = _name(line, at + skip)
    return name[0] if name else None


def _when(line: Line) -> When | None:
    folded = fold(line.text)
    return _spelled(line.text, folded) if folded.startswith("l'an ") else _written(line.text, folded)


def _written(text: str, folded: str) -> When | None:
    """Return the date of « le 14 mars 2022 à 14h10 » or « 14/03/2022 »."""
    months = {fold(month): number for number, month in enumerate(load("header")["months"], 1)}
    words = list(_words(folded, 0))
    for rank, (start, word) in enumerate(words):
        parts = word.strip(",.;()").replace("-", "/").replace(".", "/").split("/")
        if len(parts) == 3 and all(part.isdigit() for part in parts) and len(parts[2]) == 4:
            return _day(text[start : start + len(word)].strip(",.;()"), [int(part) for part in reversed(parts)])
        if word in months and 0 < rank < len(words) - 1:
            year, day = words[rank + 1][1].strip(",.;()"), words[rank - 1][1].removesuffix("er")
            if year.isdigit() and len(year) == 4 and day.isdigit():
                end = words[rank + 1][0] + len(year)
                return _day(text[words[rank - 1][0] : end], [int(year), months[word], int(day)])
    return None


def _spelled(text: str, folded: str) -> When | None:
    """Return the date of « L'an deux mille vingt-deux, le quatorze mars »."""
    months = {fold(month): number for number, month in enumerate(load("header")["months"], 1)}
    words = [(start, word.strip(",.;:")) for start, word in _words(folded, 0)]
    month = next(((rank, months[word]) for rank, (_, word) in enumerate(words) if word in months), None)
    le = next((rank for rank, (_, word) in enumerate(words) if word == "le"), None)
    if month is None or le is None or le > month[0]:
        return None
    year = _number_of([word for _, word in words[1:le]])
    day = _number_of([word for _, word in words[le + 1 : month[0]]])
    end = words[month[0]][0] + len(words[month[0]][1])
    return _day(text[words[0][0] : end], [year, month[1], day])


def _number_of(words: Sequence[str]) -> int:
    """Return the number that *words* spell: sums, and « deux mille », « deux cents » as products."""
    values = {word: int(value) for word, value in (entry.rsplit(" ", 1) for entry in load("header")["numbers"])}
    total = last = 0
    for word in " ".join(words).replace("-", " ").replace("l'an", "").split():
        value = int(word) if word.isdigit() else values.get(word, values.get(word.removesuffix("s"), 0))
        if value >= 100 and last and last < value:
            total += last * value - last
            last = 0
        elif value == 20 and last == 4:  # quatre-vingts
            total, last = total + 76, 80
        else:
            total, last = total + value, value
    return total


def _day(words: str, parts: Sequence[int]) -> When | None:
    try:
        day = dt.date(*parts)
    except ValueError:  # « 31/02/2022 »: the words stand, the day does not exist
        return When(words=words)
    return When(words=words, first=day, last=day)
