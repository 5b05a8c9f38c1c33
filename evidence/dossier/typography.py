"""French typography of our own sentences; the text of a piece never comes here."""

THIN = "\u202f"
HARD = "\u00a0"
MONTHS = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre"
_PAIRS = (
    (" ;", THIN + ";"),
    (" !", THIN + "!"),
    (" ?", THIN + "?"),
    (" :", HARD + ":"),
    ("« ", "«" + HARD),
    (" »", HARD + "»"),
    (" %", HARD + "%"),
    (" €", HARD + "€"),
    ("n° ", "n°" + HARD),
    ("art. ", "art." + HARD),
    (" 000", THIN + "000"),
    (" ans", HARD + "ans"),
)
VOWELS = frozenset("aàâäeéèêëiîïoôöuùûüœæ")
_CENTURIES = ("19", "20")


def typeset(words: str) -> str:
    """Return *words* with the no-break spaces French asks for; doing it twice changes nothing."""
    found = words.replace("'", "’")
    for plain, right in _PAIRS:
        found = found.replace(plain, right)
    for month in MONTHS.split():
        for century in _CENTURIES:
            found = found.replace(f" {month} {century}", f"{HARD}{month}{HARD}{century}")
    return found


def counted(words: str) -> str:
    """Return *words* with each « (s) » written out by the number before it.

    >>> counted("2 insertion(s), 1 suppression(s)")
    '2 insertions, 1 suppression'
    """
    count, found = 1, []
    for word in words.split(" "):
        count = int(word) if word.isdecimal() else count
        found.append(word.replace("(s)", "s" if count > 1 else ""))
    return " ".join(found)


def hard(place: str) -> str:
    """Return a place with no-break spaces between each name and its number.

    >>> hard("pièce 4, p. 2, l. 12").split(" ") == [f"pièce{HARD}4,", f"p.{HARD}2,", f"l.{HARD}12"]
    True
    """
    for name in ("pièce ", "p. ", "l. "):
        place = place.replace(name, name[:-1] + HARD)
    return place


def around(words: str) -> str:
    """Return *words* typeset, but for what stands between « and »: the words of a piece that a notice quotes.

    >>> words = "l'image (« d'un ») n'est pas lue"
    >>> around(words) == typeset(words).replace("d’un", "d'un")
    True
    """
    said, found = "", words
    while "«" in found and "»" in found.partition("«")[2]:
        before, _, rest = found.partition("«")
        quoted, _, found = rest.partition("»")
        said += typeset(before) + f"«{HARD}{quoted.strip(f' {HARD}')}{HARD}»"
    return said + typeset(found)


def date_words(day: object) -> str:
    """Return « 1er janvier 2024 », « 12 mai 2024 » for a date, with no-break spaces."""
    import datetime as dt

    assert isinstance(day, dt.date)  # noqa: S101 (a filter of templates)
    number = "1er" if day.day == 1 else str(day.day)
    return f"{number}{HARD}{MONTHS.split()[day.month - 1]}{HARD}{day.year}"


def days_in_words(words: str) -> str:
    """Return *words* of our own with each day in figures as one in words.

    >>> days_in_words("depuis le 12/05/2024, source") == f"depuis le 12{HARD}mai{HARD}2024, source"
    True
    """
    import datetime as dt

    found = []
    for word in words.split(" "):
        bare = word.rstrip(",;.)")
        parts = bare.split("/")
        if [len(part) for part in parts] == [2, 2, 4] and all(part.isdecimal() for part in parts):
            day = dt.date(int(parts[2]), int(parts[1]), int(parts[0]))
            word = date_words(day) + word[len(bare) :]
        found.append(word)
    return " ".join(found)


def of(name: str) -> str:
    """Return *name* after « de », elided before a vowel.

    >>> of("Odile Garnier"), of("Émile Roux"), of("Claire Vautrin"), of("Yann Le Goff")
    ('d’Odile Garnier', 'd’Émile Roux', 'de Claire Vautrin', 'de Yann Le Goff')
    """
    return f"d’{name}" if name[:1].lower() in VOWELS else f"de {name}"


def number_words(value: int) -> str:
    """Return a whole number with thin no-break spaces between thousands."""
    return f"{value:,}".replace(",", THIN)
