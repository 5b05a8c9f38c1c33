"""Sums of money as said: « 15 000 € », « quinze mille euros », « 2 500 000 F ». Never multiplied, never added.

A sum that is not exact (« une centaine d'euros », « entre 300 et 500 euros ») is not a value: it is left out.
"""

import bisect
import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import cache

from spacy.language import Language
from spacy.tokens import Doc, Span

from evidence.catalogue.words import load
from evidence.language.numbers import alternatives, spelled
from evidence.language.plain import plain, written
from evidence.language.windows import windows
from evidence.model import Amount
from evidence.model import Span as Place

Doc.set_extension("amounts", default=(), force=True)
_DIGITS = r"\d{1,3}(?:[ .']\d{3})+(?:,\d{1,2})?(?!\d)|\d+(?:[,.]\d{1,2})?(?!\d)"
_SCALES = {"k": 1_000, "m": 1_000_000, "million": 1_000_000, "milliard": 1_000_000_000}
_THOUSANDS = re.compile(r"\d{1,3}(?:[.']\d{3})+(?:,\d+)?")
# Scales that say no number of their own: « des milliers d'euros ».
_PLURALS = ("milliers", "millions", "milliards", "cents", "vingts")
BEFORE = 24
# A sum is looked for this far, in characters, around its currency.
REACH = 70
_UNIT = re.compile(r"[a-z]+|[€$£]")


@cache
def _currencies() -> dict[str, str]:
    lines = (*load("currencies")["units"], *load("currencies")["capital"])
    return {plain(word): code for word, _, code in (line.partition(" = ") for line in lines)}


@cache
def _pattern() -> re.Pattern[str]:
    units = "|".join(re.escape(word) for word in sorted(_currencies(), key=len, reverse=True))
    words = rf"(?:{alternatives()})(?:(?: et |[ -])(?:{alternatives()}))*"
    rhythm = "|".join(load("currencies")["rhythm"])
    lasting = rf"(?: (?:pendant|durant) (?:\d+|{words}|plusieurs|quelques) (?:jours?|semaines?|mois|ans?|annees?))?"
    scale = r"(?: ?(?P<scale>k(?= ?(?:€|eur))|m(?= ?€)|millions?|milliards?(?= d'))(?P<half> et demie?)?)?"
    number = rf"(?P<number>{_DIGITS}|{words}){scale}"
    sign = r"(?P<sign>[€$£]|eur) ?(?P<after>" + _DIGITS + ")"
    cents = r"(?P<cents> ?(?:et )?\d\d(?!\d|[ ,.]?\d)(?: centimes)?)?"
    after = rf"{number},?-? ?(?:d'|de )?(?P<unit>{units})(?:(?<=€)|(?![\w'])){cents}"
    each = rf"(?: ?(?:/|par|chaque|le|la|l') ?(?:{rhythm})s?(?!\w))?"
    return re.compile(rf"(?<![\w,.€])(?:{after}|(?<!\d ){sign}(?! ?(?:€|euro))){each}{lasting}")


@Language.component("amounts", assigns=["doc._.amounts"])
def amounts(doc: Doc) -> Doc:
    """Return *doc* with its sums: pairs of a place and an :class:`~evidence.model.Amount`, in order."""
    original = written(doc)
    text = plain(original)
    found = []
    for match in _matches(text):
        if _is_range(text, match) or not _is_unit(original, match):
            continue
        value = _value(match)
        if value is not None:
            code = _currencies()[match["unit"] or match["sign"]]
            words = original[match.start() : match.end()]
            place = Place(start=match.start(), end=match.end())
            found.append((place, Amount(words=words, value=value, currency=code)))
    doc._.amounts = tuple(found)
    return doc


# The same under the name of the package, for a pipeline of another project.
Language.component("emprise_amounts", func=amounts)


def _matches(text: str) -> Iterator[re.Match[str]]:
    """Yield what looks like a sum, around the currencies."""
    places = [match.start() for match in _UNIT.finditer(text) if match.group() in _first_words()]
    for start, end in windows(text, places, REACH, REACH):
        yield from _pattern().finditer(text, start, end)


@cache
def _first_words() -> frozenset[str]:
    return frozenset(_UNIT.findall(unit)[0] for unit in _currencies())


def _is_unit(text: str, match: re.Match[str]) -> bool:
    """Tell whether a one-letter currency is written as a capital: « 500 F », not « 12 f »."""
    unit = match["unit"]
    return unit is None or not (len(unit) == 1 and unit.isalpha()) or text[match.start("unit")].isupper()


@cache
def _other_end() -> re.Pattern[str]:
    """Return what, before a number, makes it the end of a range: « entre 300 et », « 300 à », « deux ou »."""
    number = rf"(?:\d[\d ]*|(?:{alternatives()}))(?: ?(?:€|euros))?"
    return re.compile(rf"(?<!\w)(?:entre {number} et|{number} ?(?:a|ou|-)) ?$")


def _is_range(text: str, match: re.Match[str]) -> bool:
    """Tell whether the number ends a range or an alternative, so that the sum is not exact."""
    return _other_end().search(text[max(match.start() - BEFORE, 0) : match.start()]) is not None


def _value(match: re.Match[str]) -> str | None:
    """Return the sum as a decimal string; None when its words spell no number."""
    number = match["number"] or match["after"]
    if number[0].isdecimal():
        digits = number.replace(" ", "")
        if _THOUSANDS.fullmatch(digits):
            digits = digits.replace(".", "").replace("'", "")
        value = Decimal(digits.replace(",", "."))
    else:
        whole = spelled(number)
        if whole is None or number.startswith(_PLURALS):
            return None
        value = Decimal(whole)
    if match["scale"]:
        scale = _SCALES[match["scale"].rstrip("s")]
        value = value * scale + (scale // 2 if match["half"] else 0)
        value = value.quantize(Decimal(1)) if value == value.to_integral_value() else value
    if match["cents"]:
        cents = int("".join(char for char in match["cents"] if char.isdecimal()))
        return f"{int(value)}.{cents:02d}" if value == value.to_integral_value() else None
    return str(value)


def amount_of(doc: Doc, sentence: Span, tokens: Iterable[int]) -> Amount | None:
    """Return the sum of *sentence* nearest to the words that acted; None when the sentence says none."""
    low = bisect.bisect_left(doc._.amounts, sentence.start_char, key=lambda item: item[0].start)
    high = bisect.bisect_left(doc._.amounts, sentence.end_char, key=lambda item: item[0].start)
    acted = [doc[index].idx for index in tokens]
    if low == high or not acted:
        return None
    nearest = min(
        doc._.amounts[low:high], key=lambda item: (min(abs(item[0].start - at) for at in acted), item[0].start)
    )
    amount: Amount = nearest[1]
    return amount
