"""What points at one account, line or address: IBAN, telephone, e-mail, handle, SIRET, number plate.

Only what can be checked is kept: an IBAN by its length and modulo 97, a SIRET or SIREN by its Luhn key, a social
security number by its own key, a French telephone number by its prefix.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from spacy.language import Language
from spacy.tokens import Doc

from evidence.catalogue.words import load
from evidence.language.plain import plain, written
from evidence.language.windows import windows
from evidence.model import Span as Place

Kind = Literal["iban", "phone", "email", "handle", "url", "siret", "siren", "association", "plate", "nir"]
NEAR = 40
# La Poste numbers its offices outside the Luhn rule (INSEE, SIRENE documentation).
LA_POSTE = "356000000"


@dataclass(frozen=True, slots=True, kw_only=True)
class Identifier:
    """One identifier: *words* as written, *value* in its one normal form, *span* its place."""

    kind: Kind
    words: str
    value: str
    span: Place


Doc.set_extension("identifiers", default=(), force=True)
_GAP = r"[ .\-]?"
_PATTERNS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("email", re.compile(r"(?<![\w.+-])[\w.+-]+@(?:[\w-]+\.)+[a-z]{2,}(?![\w-])")),
    ("url", re.compile(r"(?<![\w@])(?:https?://|www\.)[^\s<>«»\"]+[^\s<>«»\".,;:!?)\]]")),
    ("handle", re.compile(r"(?<![\w@.])@[a-z_][\w.]{1,29}(?<!\.)(?![\w@])")),
    ("iban", re.compile(r"(?<!\w)[a-z]{2}\d{2}(?: ?[a-z0-9]{2,4}){3,8}(?: ?[a-z0-9]{1,4})?")),
    ("nir", re.compile(r"(?<!\w)[12] ?\d{2} ?\d{2} ?(?:\d{2}|2[ab]) ?\d{3} ?\d{3}(?: ?/? ?\d{2})(?!\w)")),
    ("siret", re.compile(r"(?<![\d+])\d{3}[ .]?\d{3}[ .]?\d{3}[ .]?\d{5}(?!\d)")),
    ("association", re.compile(r"(?<!\w)w\d{9}(?!\w)")),
    (
        "phone",
        re.compile(
            rf"(?<![\w/+.,-])(?:(?:\+|00) ?(?:33|262|590|594|596|508|687|689){_GAP}(?:\(0\) ?)?[1-9](?:{_GAP}\d\d){{4}}"
            rf"|0[1-9](?:{_GAP}\d\d){{4}}|0[1-9]\d\d(?:{_GAP}\d\d\d){{2}}"
            rf"|(?:\+|00) ?[1-9]\d{{0,2}}(?:{_GAP}\d{{2,4}}){{2,5}})(?![\w/]|[.,-]\d| \d\d(?!\d))"
        ),
    ),
    ("siren", re.compile(r"(?<![\d+])\d{3}[ .]?\d{3}[ .]?\d{3}(?!\d)")),
    ("plate", re.compile(r"(?<![\w-])[a-hj-np-tv-z]{2}[- ]?\d{3}[- ]?[a-hj-np-tv-z]{2}(?![\w-])")),
    ("plate", re.compile(r"(?<![\w-])\d{2,4}[- ]?[a-z]{2,3}[- ]?(?:\d{2}|2[ab]|97\d)(?![\w-])")),
)


# What every identifier of a kind holds, quick to find; figures for all the others.
_SIGNS = {"at": re.compile("@"), "web": re.compile(r"https?:|www\."), "digits": re.compile(r"\d\d")}
_SIGN_OF: dict[Kind, str] = {"email": "at", "handle": "at", "url": "web"}
REACH = 60


@cache
def _lengths() -> dict[str, int]:
    pairs = (line.partition(" = ") for line in load("identifiers")["iban"])
    return {country.lower(): int(length) for country, _, length in pairs}


@Language.component("identifiers", assigns=["doc._.identifiers"])
def identifiers(doc: Doc) -> Doc:
    """Return *doc* with its identifiers, in order, none overlapping."""
    doc._.identifiers = tuple(sorted(identifiers_in(written(doc)), key=lambda item: item.span.start))
    return doc


# The same under the name of the package, for a pipeline of another project.
Language.component("emprise_identifiers", func=identifiers)


def identifiers_in(original: str) -> Iterator[Identifier]:
    """Yield the identifiers of a text that no pipeline has read, kind after kind."""
    text = plain(original)
    taken = bytearray(len(text))
    for kind, match in _matches(text):
        start, end = match.span()
        if any(taken[start:end]):
            continue
        read = _CHECKS[kind](match.group(), text[max(start - NEAR, 0) : start])
        if read is None:
            continue
        value, length = read
        end = start + length
        taken[start:end] = b"\1" * (end - start)
        words = original[start:end]
        yield Identifier(kind=kind, words=words, value=value, span=Place(start=start, end=end))


def _matches(text: str) -> Iterator[tuple[Kind, re.Match[str]]]:
    """Yield what looks like an identifier, around the signs that each kind needs."""
    around = {
        sign: windows(text, [match.start() for match in pattern.finditer(text)], REACH, REACH)
        for sign, pattern in _SIGNS.items()
    }
    for kind, pattern in _PATTERNS:
        for start, end in around[_SIGN_OF.get(kind, "digits")]:
            for match in pattern.finditer(text, start, end):
                yield kind, match


Checked = tuple[str, int] | None


def _digits(words: str) -> str:
    return "".join(char for char in words if char.isdecimal())


def _iban(words: str, _before: str) -> Checked:
    """Return the account number, cut at the length of its country; None when modulo 97 is not 1 (ISO 13616)."""
    length = _lengths().get(words[:2])
    if length is None:
        return None
    kept = [at for at, char in enumerate(words) if char != " "][:length]
    if len(kept) < length:
        return None
    end = kept[-1] + 1
    if words[end : end + 1].isalnum():
        return None
    value = words[:end].replace(" ", "")
    turned = value[4:] + value[:4]
    number = "".join(str(int(char, 36)) for char in turned)
    return (value.upper(), end) if int(number) % 97 == 1 else None


def _luhn(digits: str) -> bool:
    total = 0
    for rank, char in enumerate(reversed(digits)):
        double = int(char) * (1 + rank % 2)
        total += double - 9 if double > 9 else double
    return total % 10 == 0


def _siret(words: str, _before: str) -> Checked:
    digits = _digits(words)
    return (digits, len(words)) if _luhn(digits) or digits.startswith(LA_POSTE) else None


def _siren(words: str, before: str) -> Checked:
    announced = any(word in before for word in load("identifiers")["siren"])
    return (_digits(words), len(words)) if announced and _luhn(_digits(words)) else None


def _nir(words: str, _before: str) -> Checked:
    """Return the social security number; None when its key is not 97 minus the rest (INSEE)."""
    kept = "".join(char for char in words if char.isalnum())
    body = kept[:13].replace("2a", "19").replace("2b", "18")
    return (kept.upper(), len(words)) if body.isdecimal() and 97 - int(body) % 97 == int(kept[13:]) else None


def _phone(words: str, _before: str) -> Checked:
    digits = _digits(words.replace("(0)", ""))
    if words.startswith(("+", "00")):
        digits = digits.removeprefix("00")
        if not 8 <= len(digits) <= 15:
            return None
        return "+" + digits, len(words)
    return "+33" + digits[1:], len(words)


def _plate(words: str, before: str) -> Checked:
    kept = words.replace(" ", "").replace("-", "").upper()
    recent = kept[:2].isalpha()
    announced = any(word in before for word in load("identifiers")["plate"])
    # Without hyphens, or in the old form, any number and letters look alike: a word must announce it.
    if not announced and (not recent or "-" not in words):
        return None
    return (f"{kept[:2]}-{kept[2:5]}-{kept[5:]}" if recent else kept), len(words)


def _as_written(words: str, _before: str) -> Checked:
    return words, len(words)


_CHECKS: dict[Kind, Callable[[str, str], Checked]] = {
    "email": _as_written,
    "url": _as_written,
    "handle": _as_written,
    "iban": _iban,
    "nir": _nir,
    "siret": _siret,
    "association": lambda words, _before: (words.upper(), len(words)),
    "phone": _phone,
    "siren": _siren,
    "plate": _plate,
}
