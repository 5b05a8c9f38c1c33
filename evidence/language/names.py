"""Proper names of persons, places and groups: titles, first names, « NOM Prénom », head words, communes.

Rules come first, since they can be read and corrected; the statistical names of the pipeline fill the gaps.
"""

import gzip
from dataclasses import dataclass
from functools import cache
from typing import Literal

from spacy.tokens import Doc

from evidence.catalogue.words import load
from evidence.language.forms import folded, frequency, known
from evidence.resources import folder

Label = Literal["PER", "LOC", "ORG"]
Gender = Literal["m", "f"]
# A capitalised word as frequent as this (per million) is a word, not a surname, where capitals say nothing.
COMMON = 1.0
LONGEST = 6
ROMAN = frozenset("IVXLC")
OPENING, CLOSING = '«“"', '»”"'


@dataclass(frozen=True, slots=True)
class Name:
    """A proper name: tokens *start* to *end*, end excluded; its own words begin at *bare*, after any title."""

    start: int
    end: int
    label: Label
    bare: int
    gender: Gender | None = None


@cache
def first_names() -> dict[str, str]:
    """Return the gender (m, f, e for both) of each first name, folded."""
    raw = (folder("models") / "lexicon" / "prenoms.tsv.gz").read_bytes()
    return dict(line.split("\t") for line in gzip.decompress(raw).decode("utf-8").splitlines())


@cache
def places() -> frozenset[str]:
    """Return the names of communes, regions and countries, folded."""
    raw = (folder("models") / "lexicon" / "communes.txt.gz").read_bytes()
    others = (*load("places")["regions"], *load("places")["countries"])
    return frozenset(gzip.decompress(raw).decode("utf-8").split("\n")) | frozenset(map(folded, others))


@cache
def listed(file: str, key: str) -> frozenset[str]:
    """Return the words of a list of ``rules/language``."""
    return frozenset(load(file)[key])


@cache
def _titles() -> dict[str, Gender | None]:
    found: dict[str, Gender | None] = dict.fromkeys((*load("titles")["both"], *load("titles")["families"]))
    return found | dict.fromkeys(load("titles")["m"], "m") | dict.fromkeys(load("titles")["f"], "f")


@cache
def _kin() -> dict[str, Gender | None]:
    several = dict.fromkeys((*load("kinship")["several"], *load("kinship")["family"]))
    return several | dict.fromkeys(load("kinship")["m"], "m") | dict.fromkeys(load("kinship")["f"], "f")


def gender_of(name: str) -> Gender | None:
    """Return the gender that the first names of *name* agree on, None when they say none or two."""
    words = name.split()
    # « Sandrine COSTA-PEREZ »: the surname in capitals says nothing.
    given = [word for word in words if not word.isupper()] or words
    genders = {first_names().get(folded(part)) for word in given for part in word.split("-")} - {None, "e"}
    found = genders.pop() if len(genders) == 1 else None
    return "m" if found == "m" else "f" if found == "f" else None


class _Page:
    """The words of a Doc, read once: as written, in lower case, and which of them may be names."""

    def __init__(self, doc: Doc) -> None:
        self.texts = [token.text for token in doc]
        self.lows = [text.lower().replace("’", "'") for text in self.texts]
        self.starts = [bool(token.is_sent_start) or index == 0 for index, token in enumerate(doc)]
        self.doc = doc
        self.shouting = self._shouting()

    def _shouting(self) -> set[int]:
        """Return the words of headings and of lines in capitals, where a capital says nothing."""
        found: set[int] = set()
        begin = 0
        for end in (*(i for i, start in enumerate(self.starts) if start and i), len(self.texts)):
            words = [text for text in self.texts[begin:end] if len(text) > 1 and text[0].isalpha()]
            if len(words) > 2 and 10 * sum(word.isupper() for word in words) >= 7 * len(words):
                found.update(range(begin, end))
            begin = end
        return found

    def capital(self, index: int) -> bool:
        text = self.texts[index]
        return text[0].isupper() and any(char.islower() or char.isupper() for char in text)

    def low(self, index: int) -> str:
        return self.lows[index].rstrip(".") if 0 <= index < len(self.lows) else ""

    def is_blank(self, index: int) -> bool:
        """Tell whether nothing but a stop or blanks stands at *index*."""
        return index < len(self.texts) and not self.texts[index].strip(". ")

    def is_first_name(self, index: int) -> bool:
        parts = folded(self.texts[index]).split("-")
        return all(part in first_names() for part in parts) and self.lows[index] not in listed("not_names", "words")

    def is_initial(self, index: int) -> bool:
        text = self.texts[index]
        return text[0].isupper() and (len(text) == 1 or (len(text) <= 4 and text[1] in ".-" and text[-1] in "." + text))

    def is_word(self, index: int) -> bool:
        """Tell whether the word exists apart from names, and is not rare."""
        low = self.lows[index]
        return known(low) and frequency(low) > COMMON

    def is_name(self, index: int) -> bool:
        """Tell whether the word at *index* is written as a name, or part of one."""
        low = self.lows[index]
        if not self.capital(index) or low in listed("not_names", "words") or low.rstrip(".") in _titles():
            return False
        if len(low) > 1 and set(self.texts[index]) <= ROMAN:
            return False  # « III. Conclusions »
        if index in self.shouting:
            return self.is_first_name(index) if self.is_word(index) else True
        if self.texts[index].isupper() and len(low) > 1:
            return not self.is_word(index) or self.is_first_name(index) or self._beside_name(index)
        if not self.starts[index]:
            return True
        if self.is_word(index):
            return self.is_first_name(index) and (self.doc[index].pos_ == "PROPN" or self._goes_on(index))
        return True

    def _beside_name(self, index: int) -> bool:
        return any(
            0 <= at < len(self.texts) and self.capital(at) and not self.texts[at].isupper() and self.is_first_name(at)
            for at in (index - 1, index + 1)
        )

    def _goes_on(self, index: int) -> bool:
        """Tell whether a capitalised word that is no word follows: « Claire MARTIN », « Pierre Vasseur »."""
        after = index + 1
        return after < len(self.texts) and self.capital(after) and not self.starts[after] and not self.is_word(after)

    def run(self, start: int, titled: bool = False) -> int:
        """Return the end of the name that begins at *start*; particles stand only between two of its words.

        After a title, « de » and a town are part of it: « M. Arnaud de Villiers ».
        """
        end = start + 1
        while end < len(self.texts) and end - start < LONGEST and not self.starts[end]:
            particle = self.low(end) in listed("titles", "particles") and self._joins(end, titled)
            if not (particle or self.is_name(end) or self.is_initial(end)):
                break
            end += 1
        return end

    def _joins(self, index: int, titled: bool) -> bool:
        after = index + 1
        if self.low(after) in ("la", "le", "l'"):
            after += 1
        return after < len(self.texts) and self.is_name(after) and (titled or folded(self.texts[after]) not in places())


def names_of(doc: Doc) -> list[Name]:
    """Return the proper names of *doc* in order, none overlapping."""
    page = _Page(doc)
    found: list[Name] = []
    index = 0
    while index < len(page.texts):
        name = _name_at(page, index) if page.capital(index) else None
        if name is not None and (not found or name.start >= found[-1].end):
            found.append(name)
        index = max(name.end if name else 0, index + 1)
    return _with_entities(page, found)


def _with_entities(page: _Page, found: list[Name]) -> list[Name]:
    """Return *found* with the statistical names where the rules say nothing."""
    taken = {index for name in found for index in range(name.start, name.end)}
    for entity in page.doc.ents:
        label: Label | None = "PER" if entity.label_ == "PER" else "LOC" if entity.label_ == "LOC" else None
        if label is None or taken.intersection(range(entity.start, entity.end)) or not page.is_name(entity.start):
            continue
        found.append(Name(entity.start, entity.end, label, entity.start, gender_of(entity.text)))
    return sorted(found, key=lambda name: name.start)


def _name_at(page: _Page, index: int) -> Name | None:
    title = page.low(index)
    if title in _titles():
        return _titled(page, index)
    if title in listed("organisations", "heads") and index not in page.shouting:
        return _headed(page, index)
    if page.texts[index] in listed("organisations", "known"):
        return Name(index, index + 1, "ORG", index)
    if not page.is_name(index):
        return _heading_name(page, index)
    return _group_or_place(page, index) or _person(page, index)


def _heading_name(page: _Page, index: int) -> Name | None:
    """Return « MARCHAND OLIVIER » of a heading: a word in capitals before a first name, after « de » or « : »."""
    if index not in page.shouting or index + 1 >= len(page.texts) or index == 0:
        return None
    opened = page.low(index - 1) in ("de", "d'", "par", "à", ":", "contre", "et")
    if opened and len(page.texts[index]) > 3 and page.is_first_name(index + 1) and page.texts[index].isalpha():
        return Name(index, page.run(index + 1), "PER", index, gender_of(page.texts[index + 1]))
    return None


def _titled(page: _Page, index: int) -> Name | None:
    """Return the name that follows the title at *index* (a capital is not asked of « le docteur »)."""
    title = page.low(index)
    if title in listed("titles", "capital") and not page.texts[index][0].isupper():
        return None
    start = index + 1
    farthest = index + LONGEST
    while start < farthest and (page.low(start) in _titles() or page.low(start) == "le" or page.is_blank(start)):
        start += 1
    if start >= len(page.texts) or page.starts[start] or not _may_follow_title(page, start):
        return None
    end = _with_maiden(page, page.run(start, titled=True))
    words = " ".join(page.texts[start:end])
    return Name(index, end, "PER", start, _titles()[title] or gender_of(words))


def _may_follow_title(page: _Page, index: int) -> bool:
    text = page.texts[index]
    if not text[0].isupper() or page.lows[index] in listed("not_names", "words"):
        return False
    return page.is_name(index) or page.is_initial(index) or (text.isupper() and text.isalpha()) or len(text) > 2


def _with_maiden(page: _Page, end: int) -> int:
    """Return the end of « Mme ROUX née VASSEUR », of « Jean Roux dit Soleil »."""
    words = listed("titles", "maiden") | {"dit", "dite", "alias"}
    if page.low(end) in words and end + 1 < len(page.texts) and page.capital(end + 1):
        return page.run(end + 1)
    return end


def _headed(page: _Page, index: int) -> Name | None:
    """Return the group whose head word stands at *index*: « Banque populaire du Midi », « tribunal de Nîmes »."""
    at = index + 1
    links = listed("titles", "particles") | {"et", "pour", "aux", "au", "en", "les", "appel", "assises"}
    while at < len(page.texts) and at - index < LONGEST and not page.starts[at]:
        if page.texts[at] in OPENING:
            return _quoted_group(page, index, at)
        if page.capital(at) and page.lows[at] not in listed("not_names", "words"):
            return _group_tail(page, index, at)
        if page.low(at) not in links and page.lows[at] not in listed("organisations", "adjectives"):
            return None
        at += 1
    return None


def _group_tail(page: _Page, index: int, at: int) -> Name | None:
    # « le groupe de Marc » is whose, not which.
    if page.low(at - 1) in ("de", "d'") and page.is_first_name(at) and folded(page.texts[at]) not in places():
        return None
    end = at + 1
    while end < len(page.texts) and end - at < LONGEST and not page.starts[end]:
        linked = page.low(end) in {"et", "&"} | listed("titles", "particles") and _capital_after(page, end)
        if not (linked or page.capital(end)):
            break
        end += 1
    return Name(index, end, "ORG", at if page.lows[at - 1] == page.low(index) else index)


def _capital_after(page: _Page, index: int) -> bool:
    after = index + 2 if page.low(index + 1) in ("la", "le", "l'", "les") else index + 1
    return after < len(page.texts) and page.capital(after) and page.low(after) not in _titles()


def _quoted_group(page: _Page, index: int, at: int) -> Name | None:
    for end in range(at + 1, min(at + LONGEST + 4, len(page.texts))):
        if page.texts[end] in CLOSING:
            return Name(index, end, "ORG", at + 1) if page.texts[at + 1][0].isupper() else None
    return None


def _head_before(page: _Page, index: int) -> int | None:
    """Return the head word that governs the capital at *index*, over links and adjectives."""
    links = listed("titles", "particles") | listed("organisations", "adjectives") | {"et", "«", '"', "“", "pour"}
    at = index - 1
    while at >= 0 and index - at < LONGEST and (page.low(at) in links or page.low(at) in ("appel", "assises")):
        if page.starts[at] and page.low(at) not in listed("organisations", "heads"):
            return None
        at -= 1
    return at if at >= 0 and page.low(at) in listed("organisations", "heads") else None


def _group_or_place(page: _Page, index: int) -> Name | None:
    head = _head_before(page, index)
    group = _headed(page, head) if head is not None and head not in page.shouting else None
    if group is not None and group.start <= index < group.end:
        return group
    end = page.run(index)
    street = _street_before(page, index)
    if street is not None:
        return Name(street, end, "LOC", index)
    before = page.low(index - 1)
    if _is_acronym(page, index, end) and before in ("la", "le", "l'", "du", "les"):
        return Name(index, end, "ORG", index)
    return _place(page, index, end, before)


def _is_acronym(page: _Page, index: int, end: int) -> bool:
    text = page.texts[index]
    return end == index + 1 and text.isupper() and len(text) > 2 and index not in page.shouting


def _street_before(page: _Page, index: int) -> int | None:
    at = index - 1
    while at > 0 and page.low(at) in listed("titles", "particles"):
        at -= 1
    if at < 0 or page.low(at) not in listed("places", "streets"):
        return None
    return at - 1 if at and page.texts[at - 1].isdecimal() else at


def _place(page: _Page, index: int, end: int, before: str) -> Name | None:
    if before not in listed("places", "before"):
        return None
    for stop in range(min(end, index + 4), index, -1):
        name = folded(" ".join(page.texts[index:stop]))
        first = page.is_first_name(index) and stop == index + 1
        strong = before in ("à", "en", "au", "aux", "dans") or page.low(index - 2) in ("près", "autour")
        if name in places() and (strong or not first) and (strong or stop == end):
            return Name(index, stop, "LOC", index)
        if stop == index + 1 and ("-de-" in name or "-sur-" in name or "-les-" in name or name.startswith("saint")):
            return Name(index, stop, "LOC", index)
    return None


def _person(page: _Page, index: int) -> Name | None:
    end = page.run(index)
    start, gender = index, gender_of(" ".join(page.texts[index:end]))
    title = page.low(index - 1) if index and page.low(index - 1) != "." else page.low(index - 2)
    kin = _kin().get(page.low(index - 1), "no") if index else "no"
    if index and title in _titles() and title not in listed("titles", "capital"):
        start, gender = index - 1, _titles()[title] or gender
    elif kin == "no" and not _is_person(page, index, end):
        return None
    elif kin in ("m", "f") and gender is None:
        gender = "m" if kin == "m" else "f"
    return Name(start, _with_maiden(page, end), "PER", index, gender)


def _is_person(page: _Page, index: int, end: int) -> bool:
    words = range(index, end)
    if any(page.is_first_name(at) for at in words):
        return True
    shouting = index in page.shouting
    if end - index > 1:
        upper = [page.texts[at].isupper() and len(page.texts[at]) > 1 for at in words]
        return any(upper) and (not all(upper) or not shouting)
    text = page.texts[index]
    if text.isupper() and len(text) > 2 and not shouting:
        return page.low(index - 1) not in ("la", "le", "l'", "les", "un", "une", "du", "des", "n°")
    article = page.low(index - 1) in listed("not_names", "before_things")
    return not shouting and not page.is_word(index) and not article and len(text) > 2 and not known(page.lows[index])
