"""Sums of money as said: « 15 000 € », « quinze mille euros », « 2 500 000 F ». Never multiplied, never added."""

import re
from collections.abc import Iterable
from functools import cache

from spacy.language import Language
from spacy.tokens import Doc, Span

from evidence.catalogue.words import load
from evidence.language.numbers import spelled
from evidence.model import Amount
from evidence.model import Span as Place

_BLANK = "[ \u00a0\u202f]"
_DIGITS = rf"\d{{1,3}}(?:{_BLANK}\d{{3}})+(?:,\d{{1,2}})?|\d{{1,3}}(?:\.\d{{3}})+(?:,\d{{1,2}})?|\d+(?:[,.]\d{{1,2}})?"
Doc.set_extension("amounts", default=(), force=True)


@cache
def _currencies() -> dict[str, str]:
    pairs = (line.partition(" = ") for line in load("times")["currencies"])
    return {word: code for word, _, code in pairs}


@cache
def _pattern() -> re.Pattern[str]:
    units = "|".join(re.escape(word) for word in sorted(_currencies(), key=len, reverse=True))
    numbers = "|".join(sorted((line.partition(" = ")[0] for line in load("times")["numbers"]), key=len, reverse=True))
    words = rf"(?:{numbers})(?:[ -](?:et[ -])?(?:{numbers}))*"
    return re.compile(
        rf"(?<![\w,.])(?P<number>{_DIGITS}|{words}){_BLANK}?(?P<kilo>k(?=€|{_BLANK}?euros?))?{_BLANK}?(?:d['’])?(?P<unit>{units})(?!\w)",
        re.IGNORECASE,
    )


@Language.component("amounts", assigns=["doc._.amounts"])
def amounts(doc: Doc) -> Doc:
    """Return *doc* with its sums: pairs of a place and an :class:`~evidence.model.Amount`, in order."""
    found = []
    for match in _pattern().finditer(doc.text):
        value = _value(match["number"])
        if value is not None:
            factor = 1000 if match["kilo"] else 1
            found.append((Place(start=match.start(), end=match.end()), _amount(match, value, factor)))
    doc._.amounts = tuple(found)
    return doc


def _value(number: str) -> str | None:
    """Return *number* as a decimal string; None when it is no number."""
    if not number[0].isdigit():
        spelled_out = spelled(number)
        return None if spelled_out is None else str(spelled_out)
    plain = re.sub(_BLANK, "", number)
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?", plain):
        plain = plain.replace(".", "")
    return plain.replace(",", ".")


def _amount(match: re.Match[str], value: str, factor: int) -> Amount:
    if factor != 1:
        whole, _, rest = value.partition(".")
        value = str(int(whole + (rest + "000")[:3]))
    return Amount(words=match.group(), value=value, currency=_currencies()[match["unit"].lower()])


def amount_of(doc: Doc, sentence: Span, tokens: Iterable[int]) -> Amount | None:
    """Return the sum of *sentence* nearest to the words that acted; None when the sentence says none."""
    start, end = sentence.start_char, sentence.end_char
    inside = [(place, amount) for place, amount in doc._.amounts if start <= place.start < end]
    if not inside:
        return None
    acted = [doc[index].idx for index in tokens]
    return min(inside, key=lambda item: (min(abs(item[0].start - at) for at in acted), item[0].start))[1]
