"""Text -> the same text with pseudonyms, and where each place of the one stands in the other."""

import bisect
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from evidence.language.almanac import months
from evidence.language.identifiers import identifiers_in
from evidence.language.names import listed
from evidence.language.plain import plain
from evidence.model import Person, Span
from evidence.people.key import Key
from evidence.people.naming import Names, unsure

_DATE = re.compile(
    r"(?<!\d)(?:(\d{1,2})(?:er)? ([a-z]{3,9})\.? (\d{4})|(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d\d)"
    r"|(\d{4})-(\d\d)-(\d\d))(?!\d)"
)
_BORN = re.compile(r"(?<![a-z])ne(?:e|\(e\)|s|es)?(?: [a-z' -]{0,30}?)?(?: le)?[ :]{1,3}$|naissance ?:? ?(?:le )?$")
_HOME = re.compile(
    r"(?<![a-z])(?:demeurant|domicilie\w*|residant|habitant|nee?|ne\(e\)|naissance)(?: [^\n.;,]{0,28}?)? (?:a|au|aux) "
)
_PLACE = re.compile(r"(?:L[ae'’] ?|Les )?[A-ZÀ-Ý][\w’']+(?:[- ](?:sur|sous|en|les|le|la|de|du|d[’']|[A-ZÀ-Ý][\w’']+))*")
_POSTCODE = re.compile(r"(?<!\d)\d{5} +(?=[A-ZÀ-Ý])")
# A date of birth is looked for this far after « né »; an address runs this far after its number.
_REACH, _STREET = 60, 60


@dataclass(frozen=True, slots=True)
class Veiled:
    """A text with its pseudonyms: *cuts* are the places replaced in the old text, each with its new words."""

    text: str
    cuts: tuple[tuple[Span, str], ...]

    def start(self, place: int) -> int:
        """Return where *place* stands in the new text; inside a pseudonym, its beginning."""
        return self._moved(place, "start")

    def end(self, place: int) -> int:
        """Return where *place*, the end of something, stands in the new text; inside a pseudonym, its end."""
        return self._moved(place, "end")

    def _moved(self, place: int, side: str) -> int:
        index = bisect.bisect_right([cut.start for cut, _ in self.cuts], place - (side == "end"))
        shift = sum(len(new) - (cut.end - cut.start) for cut, new in self.cuts[:index])
        if index:
            cut, new = self.cuts[index - 1]
            if place < cut.end or (side == "end" and place <= cut.end):
                before = shift - (len(new) - (cut.end - cut.start))
                return cut.start + before + (len(new) if side == "end" else 0)
        return place + shift


class Veil:
    """Puts pseudonyms: one per person, group, place, identifier, the same in every text and every output of a case."""

    def __init__(
        self, key: Key, people: Iterable[Person], names: Iterable[tuple[str, str]], texts: Iterable[str]
    ) -> None:
        """Learn from the *people* of a case, the *names* (words, PER or ORG or LOC) and the *texts* of its pieces."""
        self.key = key
        persons = list(people)
        given = list(dict.fromkeys(names))
        groups = {plain(words) for words, kind in given if kind == "ORG" and _is_group(words)}
        groups |= {
            plain(one) for person in persons if person.kind == "group" for one in (person.name, *person.variants)
        }
        self._names = Names(
            [person for person in persons if person.kind == "person" and plain(person.name) not in groups],
            [words for words, kind in given if kind == "PER" and plain(words) not in groups],
        )
        self._births: set[tuple[int, int, int]] = set()
        places: set[str] = set()
        for text in texts:
            self._births |= {date for _, date in _births(text)}
            places |= set(_homes(text))
        self._groups = _Phrases(groups)
        self._dropped = _Phrases(self._names.dropped)
        self._places = _Phrases(places)

    def put(self, text: str) -> Veiled:
        """Return *text* with pseudonyms."""
        cuts: list[tuple[Span, str]] = []
        taken = bytearray(len(text))
        for span, new in self._found(text):
            if not any(taken[span.start : span.end]):
                taken[span.start : span.end] = b"\1" * (span.end - span.start)
                cuts.append((span, new))
        cuts.sort(key=lambda cut: cut[0])
        parts, at = [], 0
        for span, new in cuts:
            parts += [text[at : span.start], new]
            at = span.end
        return Veiled("".join([*parts, text[at:]]), tuple(cuts))

    def person(self, name: str) -> str:
        """Return the pseudonym of *name* alone (a reviewer, an identity): never the name itself."""
        veiled = self.put(name)
        return veiled.text if veiled.cuts else self.key.pseudonym("person", plain(name))

    def _found(self, text: str) -> Iterator[tuple[Span, str]]:
        """Yield what to replace, the surest and longest kinds first."""
        for item in identifiers_in(text):
            yield item.span, self.key.pseudonym(item.kind, item.value)
        for span in _addresses(text):
            yield span, self.key.pseudonym("address", plain(span.of(text)))
        for span, date in _dates(text):
            if date in self._births:
                yield span, f"[date de naissance, {date[0]}]"
        for span, phrase in self._groups.find(text):
            yield span, self.key.pseudonym("group", phrase)
        for span, phrase in self._places.find(text):
            yield span, self.key.pseudonym("place", phrase)
        for named in self._names.find(text):
            known = self._names.aliases
            numbers = sorted({self.key.number("person", one, sorted(known[one])) for one in named.identities})
            yield named.span, "Personne " + "/".join(map(str, numbers))

    def is_birth(self, year: int, month: int, day: int) -> bool:
        """Tell whether a day is the date of birth of somebody."""
        return (year, month, day) in self._births

    def doubts(self, text: str) -> Iterator[Span]:
        """Yield the places of *text* to check by eye: what may still name somebody."""
        cuts = [cut for cut, _ in self.put(text).cuts]
        dropped = [span for span, _ in self._dropped.find(text) if not any(cut.overlaps(span) for cut in cuts)]
        yield from sorted([*unsure(text, [*cuts, *dropped]), *dropped])


class _Phrases:
    """Phrases looked for whatever their accents and capitals, the longest first; a capital is asked for."""

    def __init__(self, phrases: Iterable[str]) -> None:
        words = sorted({plain(phrase) for phrase in phrases if len(phrase) > 2}, key=lambda item: (-len(item), item))
        alternatives = "|".join(re.escape(word).replace(r"\ ", r"[\s-]+").replace(r"\-", r"[\s-]") for word in words)
        self._pattern = re.compile(rf"(?<![a-z0-9])(?:{alternatives})(?![a-z0-9])") if words else None

    def find(self, text: str) -> Iterator[tuple[Span, str]]:
        for match in self._pattern.finditer(plain(text)) if self._pattern else ():
            words = text[match.start() : match.end()]
            if any(char.isupper() for char in words):
                phrase = " ".join(match.group().replace("-", " ").split())
                yield Span(start=match.start(), end=match.end()), phrase


def _is_group(words: str) -> bool:
    """Tell whether an organisation's name is its own: not « tribunal judiciaire de… », not « NATIONALE »."""
    return words[:1].isupper() and not words.isupper() and words.count(" ") > 0


def _dates(text: str) -> Iterator[tuple[Span, tuple[int, int, int]]]:
    for match in _DATE.finditer(plain(text)):
        day, word, year, day2, month2, year2, year3, month3, day3 = match.groups()
        month = months().get(word or "", 0) or int(month2 or month3 or 0)
        whole = int(year or year2 or year3)
        # Two figures: somebody born in « 62 » was in the last century.
        found = (whole + 1900 if whole < 100 else whole, month, int(day or day2 or day3))
        if 1 <= found[1] <= 12 and 1 <= found[2] <= 31:
            yield Span(start=match.start(), end=match.end()), found


def _births(text: str) -> Iterator[tuple[Span, tuple[int, int, int]]]:
    low = plain(text)
    for span, date in _dates(text):
        if _BORN.search(low[max(span.start - _REACH, 0) : span.start]):
            yield span, date


def _homes(text: str) -> Iterator[str]:
    """Yield the names of places where people live or were born, and of the towns of addresses."""
    for match in _HOME.finditer(plain(text)):
        place = _PLACE.match(text, match.end())
        if place:
            yield _trimmed(place.group())
    for match in _POSTCODE.finditer(text):
        place = _PLACE.match(text, match.end())
        if place:
            yield _trimmed(place.group())


def _trimmed(words: str) -> str:
    found = words.split()
    while len(found) > 1 and found[-1].islower():
        found.pop()
    return " ".join(found)


def _addresses(text: str) -> Iterator[Span]:
    """Yield « 14, rue des Tanneurs, 30000 Valmont »: number, kind of street, words to the end of the line or comma."""
    streets = "|".join(sorted((re.escape(plain(word)) for word in listed("places", "streets")), key=len, reverse=True))
    pattern = re.compile(rf"(?<![\d/])\d{{1,4}}(?: ?(?:bis|ter|quater))?,? +(?:{streets}) [a-z][^,;.)]{{0,{_STREET}}}")
    at = 0
    for line in plain_lines(text):
        for match in pattern.finditer(line):
            yield Span(start=at + match.start(), end=at + match.start() + len(match.group().rstrip()))
        at += len(line) + 1


def plain_lines(text: str) -> list[str]:
    """Return the lines of *text*, each plain: ``plain`` alone makes blanks of line ends."""
    return [plain(line) for line in text.split("\n")]
