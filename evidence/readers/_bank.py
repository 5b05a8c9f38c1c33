"""Rows of an account statement -> dated payments; shared by CSV, XLSX and PDF tables.

Source of the headers: shared/domain/inputs.md, 2 (BPCE, BoursoBank, Revolut).
"""

import contextlib
import datetime as dt
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from evidence.model import Amount, Payment, Span

# The party that a statement does not name: whose account it is.
HOLDER = "titulaire du compte"
Day = dt.date
# Headers stand below a preamble of at most this many rows.
PREAMBLE = 25

_DATE = re.compile(r"(?:(\d{4})-(\d{1,2})-(\d{1,2})|(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4}|\d{2}))(?:[T ]\d{2}:\d{2}.*)?")
_WORDED = re.compile(r"(\d{1,2})(?:er)? ([a-zéûô]{3,9})\.? (\d{4})", re.I)
_MONTHS = ("jan", "f[eé]v", "mar", "avr", "mai", "juin", "juil", "ao", "sep", "oct", "nov", "d[eé]c")
_MONEY = re.compile(
    r"[(+\-−–]?\s?(?:€|EUR)?\s?\d{1,3}(?:[\s.,'’]?\d{3})*(?:[.,]\d{1,2})?\s?(?:€|EUR)?\s?[)+\-−–]?", re.I
)
_TITULAIRE = re.compile(r"\btitulaire\s*(?:du compte)?\s?:\s*(\S.{2,60})", re.I)
# What a column's header says, by role; the first header that matches the first pattern wins.
_HEADERS: dict[str, tuple[str, ...]] = {
    "date": (r"date ?op|date d.?operation|date comptab|date de comptab", r"date|started date|completed date"),
    "debit": (r"debit|depense|sortie|retrait",),
    "credit": (r"credit|recette|entree|versement",),
    "amount": (r"montant|amount|somme",),
    "label": (
        r"detail de l.ecriture|libelle detaille|libelle long",
        r"libelle op|libelle de l|libelle comp",
        r"libelle|label|description|intitule|designation",
        r"operation|nature|motif",
    ),
    "party": (r"beneficiaire|contrepartie|tiers|emetteur|donneur|destinataire|payee|counterparty",),
    "currency": (r"devise|currency|monnaie",),
}
_EXCLUDED = re.compile(r"solde|balance|valeur|value|type|pointage|frais|fee|categorie|category|numero")
_PREFIX = re.compile(
    r"(?:VIR(?:EMENT)?|SEPA|INST(?:ANTANE)?|PERMANENT|EMIS|RECU|EUROPEEN|EN FAVEUR DE|FAVEUR|VERS|POUR|DE|A|PAR|WEB|"
    r"EN VOTRE FAVEUR|VOTRE COMPTE|LOGITEL|\d{6,})"
    r"\b[\s:.]*"
)
# Banks that write who is who: « DE: M ROY MOTIF: LOYER », « /BEN ASSOCIATION LUMIERE /REFDO ».
_SAID = re.compile(
    r"(?:(?:^|\s)(?:DE|POUR|VERS|BENEF?|BENEFICIAIRE)\s?:|/(?:DE|BEN|FRM|BNF)\b:?)\s*(.+?)"
    r"(?=\s+(?:MOTIF|REF|DATE|BQ|ID|CPT|\d{2} \d{2}\b)|\s*/|$)"
)
# Revolut and the like: « À ASSOCIATION LUMIERE », « Transfer to … ».
_TOWARD = re.compile(r"(?:(?:TRANSFER|PAYMENT) (?:TO|FROM)|TO|FROM|A|PAIEMENT (?:DE|A)) (?=\S)")
_CARD = re.compile(
    r"(?:(?:PAIEMENT|ACHAT) (?:EN LIGNE|INTERNET|WEB)|(?:PAIEMENT |ACHAT )?(?:PAR )?(?:CARTE|CB|PRLV|PRELEVEMENT))"
    r"(?: SEPA)?"
    r"\b[\s:*.]*(?:X?\d{4}\b\s*)?"
)
_DAY = re.compile(r"\b\d{1,2}[/.]\d{1,2}(?:[/.]\d{2,4})?\b\s*")
_BANKING = re.compile(r"(?:VIR|PRLV|PRELEVEMENT|PRÉLÈVEMENT|CB|CARTE|CHEQUE|CHÈQUE|RETRAIT)\b|VIREMENT")
_REASON = re.compile(r"\s*(?:\bMOTIF\b|\bREF\b|\bREFERENCE\b|\bLIBELLE\b|\bID\b|[/;]| - ).*")
# Reasons of a transfer, not its other party.
_WHY = re.compile(
    r"(?:SALAIRE|LOYER|PENSION|REMBOURSEMENT|RETRAITE|DON|COTISATION|PARTICIPATION|STAGE|EPARGNE|FACTURE|ACOMPTE)S?\b\s*"
)


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column says what, by index; *width* is how many there are."""

    roles: dict[str, int]
    width: int


@dataclass(frozen=True, slots=True)
class Entry:
    """One movement of a statement: *row* is its index among the rows given."""

    row: int
    on: dt.date
    label: str
    amount: Amount
    incoming: bool
    party: str | None

    def payment(self, span: Span, holder: str) -> Payment:
        """Return the payment whose row stands at *span*."""
        payer, beneficiary = (self.party, holder) if self.incoming else (holder, self.party)
        return Payment(
            span=span, on=self.on, label=self.label, amount=self.amount, payer=payer, beneficiary=beneficiary
        )


def entries(rows: Sequence[Sequence[str]], columns: Columns | None = None) -> tuple[list[Entry], str, Columns | None]:
    """Return the movements in *rows*, the name of the account's holder, and the columns found.

    Rows before a header are a preamble. *columns* is used until a header is met (a second page repeats none).
    """
    found: list[Entry] = []
    holder = HOLDER
    for index, cells in enumerate(rows):
        header = columns_of(cells) if columns is None or index < PREAMBLE else None
        if header:
            columns = header
            continue
        if columns is None:
            holder = holder_in(" ".join(cell for cell in cells if cell)) or holder
            if index > PREAMBLE:
                break
            continue
        entry = _entry(index, cells, columns)
        if entry:
            found.append(entry)
    if columns is None and (guessed := _headless(rows)):
        held = (_entry(index, cells, guessed) for index, cells in enumerate(rows))
        return [entry for entry in held if entry and entry.label], holder, guessed  # no label: a balance
    return found, holder, columns


def _headless(rows: Sequence[Sequence[str]]) -> Columns | None:
    """Return the columns of a statement without a header: days, one column of sums, words of a bank in another."""
    dated = [cells for cells in rows if cells and day(cells[0])]
    if len(dated) < 2 or 3 * len(dated) < 2 * len(rows):
        return None
    width = min(map(len, dated))
    columns = range(1, width)
    sums = [at for at in columns if sum(_is_sum(cells[at]) for cells in dated) * 3 >= 2 * len(dated)]
    words = [at for at in columns if any(_BANKING.match(cells[at].upper()) for cells in dated)]
    if len(sums) != 1 or not words:
        return None
    label = max(words, key=lambda at: sum(len(cells[at]) for cells in dated))
    return Columns({"date": 0, "amount": sums[0], "label": label}, width)


def _is_sum(words: str) -> bool:
    return number(words) is not None and ("," in words or "." in words)


def columns_of(cells: Sequence[str]) -> Columns | None:
    """Return the columns when *cells* are the header of a statement: a date, a sum, and words."""
    names = [_folded(cell) for cell in cells]
    roles: dict[str, int] = {}
    for role, patterns in _HEADERS.items():
        index = _column(names, patterns, set(roles.values()))
        if index is not None:
            roles[role] = index
    sums = {"debit", "credit", "amount"} & roles.keys()
    return Columns(roles, len(cells)) if "date" in roles and sums and ({"label", "party"} & roles.keys()) else None


def _column(names: Sequence[str], patterns: Sequence[str], taken: set[int]) -> int | None:
    for pattern in patterns:
        for index, name in enumerate(names):
            if (
                index not in taken
                and re.match(pattern, name)
                and (not _EXCLUDED.search(name) or pattern == patterns[0] != "date")
            ):
                return index
    return None


def _folded(text: str) -> str:
    """Return *text* in lower case without accents; headers whose UTF-8 was read as latin-1 are mended first."""
    with contextlib.suppress(UnicodeError):
        text = text.encode("latin-1").decode("utf-8")
    plain = unicodedata.normalize("NFD", text.lower().strip("\ufeff \"'"))
    return " ".join("".join(char for char in plain if not unicodedata.combining(char)).split())


def holder_in(text: str) -> str | None:
    """Return the name of the account's holder when *text* states it."""
    found = _TITULAIRE.search(text)
    return found.group(1).strip(" ;:") if found else None


def _entry(index: int, cells: Sequence[str], columns: Columns) -> Entry | None:
    if len(cells) <= max(columns.roles.values()):
        cells = [*cells, *[""] * (columns.width - len(cells))]
    if len(cells) <= max(columns.roles.values()):
        return None
    on = day(cells[columns.roles["date"]])
    money = _sum(cells, columns)
    if on is None or money is None:
        return None
    words, value, incoming = money
    lines = cells[columns.roles["label"]].split("\n") if "label" in columns.roles else []
    label = " ".join(" ".join(lines).split())
    named = " ".join(cells[columns.roles["party"]].split()) if "party" in columns.roles else ""
    currency = cells[columns.roles["currency"]].strip().upper() if "currency" in columns.roles else ""
    amount = Amount(words=words, value=value, currency=currency if re.fullmatch("[A-Z]{3}", currency) else "EUR")
    return Entry(index, on, label or named, amount, incoming, named or _party_in(lines))


def _party_in(lines: Sequence[str]) -> str | None:
    """Return the other party that the lines of a label name: some banks write sort, party and reason on three lines."""
    for count in range(1, min(len(lines), 3)):
        found = party_of(" ".join(lines[:count]))
        if found:
            return found
    return party_of(" ".join(lines))


def _sum(cells: Sequence[str], columns: Columns) -> tuple[str, str, bool] | None:
    """Return the words of the sum, its value without sign, and whether it comes in."""
    for role in ("debit", "credit", "amount"):
        if role not in columns.roles:
            continue
        words = cells[columns.roles[role]].strip()
        value = number(words)
        if value is None or not value:
            continue
        incoming = value > 0 if role == "amount" else role == "credit"
        return words, f"{abs(value):f}", incoming
    return None


def day(words: str) -> dt.date | None:
    """Return the day that *words* state, None when they state none.

    >>> day("04/03/2026"), day("31/08/26"), day("2024-05-06T10:00"), day("solde")
    (datetime.date(2026, 3, 4), datetime.date(2026, 8, 31), datetime.date(2024, 5, 6), None)
    """
    found = _DATE.fullmatch(_numbered(words.strip()))
    if not found:
        return None
    year, month, of_month = (found[1], found[2], found[3]) if found[1] else (found[6], found[5], found[4])
    full = int(year) + (2000 if len(year) == 2 else 0)
    try:
        return dt.date(full, int(month), int(of_month))
    except ValueError:
        return None


def _numbered(words: str) -> str:
    """Return « 12 mars 2021 » with its month as a number."""
    found = _WORDED.fullmatch(words)
    month = next((rank for rank, sign in enumerate(_MONTHS, 1) if found and re.match(sign, found[2], re.I)), 0)
    return f"{found[1]}/{month}/{found[3]}" if found and month else words


def number(words: str) -> Decimal | None:
    """Return the signed sum that *words* state, None when they are no sum.

    >>> number("2 480,45"), number("-1.234,50 €"), number("(12,30)"), number("1,234.50"), number("D404")
    (Decimal('2480.45'), Decimal('-1234.50'), Decimal('-12.30'), Decimal('1234.50'), None)
    """
    words = words.strip()
    if not _MONEY.fullmatch(words):
        return None
    negative = words[0] in "-−–(" or words[-1] in "-−–"
    digits = re.sub(r"[^\d.,]", "", words)
    last = max(digits.rfind(","), digits.rfind("."))
    if last >= 0 and len(digits) - last - 1 != 3:
        digits = re.sub(r"[.,]", "", digits[:last]) + "." + digits[last + 1 :]
    else:
        digits = re.sub(r"[.,]", "", digits)
    try:
        value = Decimal(digits)
    except InvalidOperation:
        return None
    return -value if negative else value


def party_of(label: str) -> str | None:
    """Return the other party that a label names, None when it names none for sure.

    >>> party_of("CARTE 04/03/26 CARREFOUR MARKET"), party_of("VIR SEPA MME ROY"), party_of("VIREMENT SALAIRE")
    ('CARREFOUR MARKET', 'MME ROY', None)
    """
    plain = " ".join(label.upper().replace("É", "E").replace("È", "E").replace("À", "A").split())
    if said := _SAID.search(plain):
        return _named(said.group(1))
    if card := _CARD.match(plain):
        rest = _DAY.sub("", plain[card.end() :])
    elif toward := _TOWARD.match(plain):
        rest = plain[toward.end() :]
    elif plain.startswith("VIR"):
        rest = plain
        while found := _PREFIX.match(rest):
            rest = rest[found.end() :]
        rest = _WHY.sub("", _DAY.sub("", rest)) if _WHY.match(rest) else rest
    else:
        return None
    return _named(_REASON.sub("", rest))


def _named(words: str) -> str | None:
    rest = words.strip(" .:-")
    return rest if sum(char.isalpha() for char in rest) >= 3 else None
