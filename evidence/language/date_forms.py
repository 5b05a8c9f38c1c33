"""How dates are written: one regular expression a form, on plain text (lower case, no accents, plain blanks).

Only the sources stand here; :mod:`evidence.language.dates` compiles and runs them in this order, and an earlier form
takes its characters. The named parts are what :mod:`evidence.language.datings` reads.
"""

from evidence.catalogue.words import load
from evidence.language import almanac
from evidence.language.numbers import alternatives
from evidence.language.plain import plain

YEAR = r"(?:19|20)\d\d(?!\d)"
Y = rf"(?P<year>{YEAR})"
DAY = r"(?P<day>\d{1,2}|1er|ler|premier)"
OF = r"(?:de |d')?(?:l'annee )?"
WHICH = r"(?P<which>suivante?|d'apres|precedente?|d'avant|derniere?|passee?|prochaine?)"
AT = r"(?:,? (?:a|vers) \d{1,2} ?(?:h|heures?)(?: ?\d{2})?)?"
THE = r"(?:le |du |au |ce )?"
PART = r"(?P<part>debut|mi|fin|courant|milieu)"
MORE = r"(?P<more>plus de |au moins )"
ABOUT = rf"(?:environ |a peine |pres de |de cela |maintenant |bientot |a peu pres |{MORE})*"


# Words of no more letters than this announce nothing: « la », « ans ».
SHORT = 3


def either(words: tuple[str, ...]) -> str:
    """Return a regular expression for one of *words*, longest first."""
    return "|".join(plain(word).replace(".", r"\.") for word in sorted(words, key=len, reverse=True))


def number() -> str:
    """Return a regular expression for a number in words."""
    return rf"(?:{alternatives()})(?:(?: et |[ -])(?:{alternatives()}))*"


def span() -> str:
    """Return a regular expression for a duration: « trois mois », « un an et demi », « quelques semaines »."""
    vague = rf"quelques|plusieurs|(?:une )?(?:{either(load('numbers')['about'])})s? d[e']"
    count = rf"(?:(?P<count>\d{{1,3}}|{number()})|(?:{vague}))"
    return rf"{count} ?(?P<unit>jours?|semaines?|mois|ans?|annees?)(?P<half> et demie?)?"


def triggers() -> dict[str, str]:
    """Return the class of each word without which no form can match: digits are year, number or short by their length.

    The values are the keys of :func:`needs`.
    """
    found: dict[str, str] = {}
    for key, names in (("season", almanac.seasons()), ("feast", almanac.feasts()), ("vague", load("months")["no_day"])):
        for name in names:
            words = plain(name).replace("'", " ").replace("-", " ").split()
            found[next((word for word in reversed(words) if len(word) > SHORT), words[-1])] = key
    found |= dict.fromkeys(almanac.weekdays(), "weekday")
    found |= dict.fromkeys(("jour", "mois", "an", "annee", "semaine", "week", "jours", "ans", "annees"), "unit")
    found |= dict.fromkeys(("semaines", "midi"), "unit") | dict.fromkeys(("trimestre", "semestre"), "portion")
    found |= dict.fromkeys(("hier", "aujourd", "demain", "matin", "soir"), "near")
    found |= dict.fromkeys(("lendemain", "surlendemain", "veille"), "next")
    found |= {name.rstrip("."): "month" for name in almanac.months()}
    return found


def needs() -> dict[str, tuple[str, ...]]:
    """Return the classes of words of which each form holds at least one."""
    by_class = {
        ("month",): "spelled days spelled_day day months part_month month last_month dayless month_bare",
        ("year",): "digits iso month_no years school season part_year year",
        ("short",): "short day_only",
        ("feast", "short", "unit"): "feast feast_which feast_bare",
        ("season",): "season_which season_that",
        ("portion",): "portion",
        ("unit",): "decade ago since later earlier ahead period period_that age lasting",
        ("weekday",): "weekday",
        ("near", "unit"): "near",
        ("next", "unit", "near"): "next",
        ("vague",): "words",
    }
    return {kind: classes for classes, kinds in by_class.items() for kind in kinds.split()}


def sources() -> dict[str, str]:
    """Return the forms by kind, the most precise first."""
    return {**_days(), **_ranges(), **_months_and_years(), **_relative(), **_without_year()}


def _month() -> str:
    return f"(?P<month>{either(tuple(almanac.months()))})"


def _weekday() -> str:
    return rf"(?:(?:{either(almanac.weekdays())})\.?,? )?"


def _days() -> dict[str, str]:
    month, dow, words = _month(), _weekday(), number()
    day = rf"(?P<day>\d{{1,2}}|premier|{words})"
    spelled_year = rf"(?P<year>(?:deux )?mil(?:le)?(?:[ -](?:et )?(?:{alternatives()}))*|{YEAR})"
    slashed = rf"(?<![\d/.-])(?P<day>\d{{1,2}}) ?([/.-]) ?(?P<month>\d{{1,2}}) ?\2 ?{Y}"
    return {
        "spelled": rf"l'an (?P<year>{words}),? (?:et )?(?:le )?{dow}{day} {month}",
        "days": rf"(?:du|entre le) {dow}(?P<from>\d{{1,2}}|1er) (?:au|et le) {dow}{DAY} {month}(?: {Y})?",
        "spelled_day": rf"{THE}{dow}{day} {month} {spelled_year}{AT}",
        "day": rf"{THE}{dow}{DAY} {month},? {Y}{AT}",
        "digits": rf"{THE}{dow}{slashed}{AT}",
        "short": rf"{THE}{dow}(?<![\d/.-])(?P<day>\d\d?)/(?P<month>\d\d?)/(?P<year>\d\d)(?![/.-]?\d){AT}",
        "iso": rf"{THE}(?P<year>(?:19|20)\d\d)-(?P<month>\d\d)-(?P<day>\d\d)(?!\d)",
    }


def _ranges() -> dict[str, str]:
    names = either(tuple(almanac.months()))
    begin = rf"(?:de |d'|entre )(?P<frommonth>{names})(?: (?P<fromyear>{YEAR}))?"
    year_from, year_to = rf"(?P<from>{YEAR})", rf"(?P<to>{YEAR})"
    link = r"(?:et|a|jusqu'a|jusqu'en)"
    school = r"(?:l')?(?:(?P<school>annee scolaire|saison|annee)|(?P<season>hiver))"
    return {
        "months": rf"{begin} {link} {_month()}(?: {Y})?",
        "month_no": rf"(?<![\d/])(?P<month>0?[1-9]|1[0-2])/{Y}(?!/)",
        "years": rf"(?:entre |de |depuis )(?:l'annee |les annees )?{year_from} {link} (?:l'annee )?{year_to}",
        "school": rf"{school} (?:de )?{year_from}[-/ ]{year_to}",
    }


def _months_and_years() -> dict[str, str]:
    month, season = _month(), f"(?P<season>{either(almanac.seasons())})"
    feast = f"(?P<feast>{either(almanac.feasts())})"
    before_feast = r"(?:(?:a|pour|vers|de|la|le|les fetes de|au|du)(?: la| les fetes de)? )?"
    before_season = r"(?:l'|le |au |en |a l'|cet |des l'|durant l'|pendant l')?"
    before_part = r"(?:dans le |a la |au |en |vers (?:la )?)?"
    rank = r"(?P<rank>premier|second|deuxieme|troisieme|quatrieme|dernier|1er|[234]e(?:me)?)"
    decade = r"[4-9]0|(?:19|20)\d0|deux mille|cinquante|soixante(?:[- ]dix)?|quatre[- ]vingts?(?:[- ]dix)?"
    tens = r"(?:(?:au |a la |en |vers la )?(?P<part>debut|milieu|fin) des |dans les |les |des )?"
    return {
        "part_month": rf"{before_part}{PART}(?:[ -]| de | du mois de | d'){month}(?: (?:de l'annee )?{Y})?",
        "month": rf"(?:(?:en|au mois de|du mois de|le mois de|au mois d') ?)?{month} (?:de l'annee )?{Y}",
        "feast": rf"{before_feast}{feast} {OF}{Y}",
        "feast_which": rf"(?:a |la |le |au |du )*{feast} {WHICH}",
        "feast_bare": rf"a (?:la )?{feast}(?!,? {YEAR})",
        "season": rf"{before_season}{season} {OF}{Y}",
        "season_which": rf"{before_season}{season} {WHICH}",
        "season_that": rf"(?:cet|ce) {season}-(?P<which>la)",
        "part_year": rf"{before_part}{PART}(?:[ -]| de | d'| de l'| d')(?:annee )?{Y}",
        "portion": rf"(?:le |au |du )?{rank} (?P<portion>trimestre|semestre) {OF}{Y}",
        "decade": rf"{tens}annees (?P<decade>{decade})(?![- ]?\w)",
    }


def _relative() -> dict[str, str]:
    length, month = span(), _month()
    same = r"(?:cette|ce|(?P<same>la|le) meme)"
    near = r"avant-hier|hier|aujourd'hui|apres-demain|demain|(?:ce (?:jour|matin|soir)|cet apres-midi)(?!-la)"
    following = r"lendemain|surlendemain|veille|avant-veille|meme jour|jour-la|soir-la|matin-la"
    return {
        "ago": rf"(?:il y a|voici|voila|y a) {ABOUT}{length}",
        "since": rf"(?:depuis|(?:ca|cela) fait) {ABOUT}{length}(?! apres)",
        "later": rf"{ABOUT}{length} (?:plus tard|apres)",
        "earlier": rf"{ABOUT}{length} (?:plus tot|auparavant|avant)",
        "ahead": rf"dans {ABOUT}{length}",
        "period": rf"(?:la|le|l'|cette|une?) ?(?P<unit>semaine|week-end|mois|annee|an) {WHICH}",
        "period_that": rf"{same} (?P<unit>semaine|mois|annee)(?:-(?P<which>la|ci))?",
        "weekday": rf"(?:le )?(?P<dow>{either(almanac.weekdays())}) {WHICH}",
        "last_month": rf"(?:en |le |au mois de |du )?(?:{DAY} )?{month} (?P<which>dernier|passe|prochain)",
        "near": rf"(?P<near>{near})(?: soir| matin| apres-midi)?",
        "next": rf"(?:le|la|l'|ce|des le) ?(?P<next>{following})(?: matin| soir| au soir| au matin)?",
        "lasting": rf"(?:pendant|durant|en l'espace de|sur une periode de) {ABOUT}{length}",
    }


def _without_year() -> dict[str, str]:
    month, dow = _month(), _weekday()
    age = rf"(?:\d{{1,2}}|{number()}) ans"
    not_an_age = r"(?! (?:de|d'|ferme|avec|apres|plus|avant)|,? dont)"
    after_day = r"(?= ?[,;.:!?)]| au soir| au matin| dans la| il | elle | je | j'| on | nous |$)(?! ?[,.:]\d)"
    said_of = r"(?:en|vers|courant|pour|dans l'annee|l'annee|de|d'|l'an|depuis|jusqu'en|des) ?"
    return {
        "dayless": rf"{THE}{dow}{DAY} {month}(?!\w)",
        "month_bare": rf"(?:en|au mois de|au mois d'|courant|depuis|jusqu'en|des) ?{month}",
        "day_only": rf"(?:le|du|au) {dow}(?P<day>\d{{1,2}}){after_day}",
        "year": rf"(?:{said_of}|(?<=avant )|(?<=apres )){OF}{Y}(?![-/]\d)",
        "words": either(load("months")["no_day"]),
        "age": rf"(?:a|vers|des) l'age de {age}|(?:quand|lorsqu[e']|alors qu[e']) ?(?:je|j'|il|elle) ?av(?:ais|ait) "
        rf"(?:environ )?{age}|(?:a|vers) {age}{not_an_age}",
    }
