"""A Finding, or a near miss, in French words."""

from evidence.catalogue import Catalogue
from evidence.matching.matcher import NearMiss
from evidence.model import Finding, Status

# A choice of many words says enough by its first.
WIDEST = 90
NAMES: dict[Status, str] = {
    "affirmed": "affirmé",
    "denied": "nié",
    "hypothetical": "hypothétique",
    "reported": "rapporté",
}


def explained(finding: Finding, catalogue: Catalogue, text: str) -> str:
    """Return *finding* in one French sentence: criterion, indicator, words, phrase, status and what decided it."""
    criterion = catalogue.criteria[finding.criterion]
    because = "la phrase entière" if finding.whole else ", ".join(f"« {cue.words} »" for cue in finding.cues)
    reason = f" en raison de {because}" if because else ""
    if finding.suggestion:
        return (
            f"{criterion.name}, proposé sans qu’un motif réponde : {NAMES[finding.status]}{reason} ; "
            f"mots qui ont pesé « {finding.evidence.of(text)} » ; à vérifier."
        )
    indicator = next(item for item in criterion.indicators if item.id == finding.indicator)
    beside = " ; ne compte qu’à côté d’autres faits de la pièce" if indicator.beside else ""
    return (
        f"{criterion.name}, {indicator.name[:1].lower()}{indicator.name[1:]} : {NAMES[finding.status]}{reason} ; "
        f"mots relevés « {finding.evidence.of(text)} », par le motif « {finding.phrase} »{beside}."
    )


def nearly(miss: NearMiss) -> str:
    """Return why a phrase that might have matched did not."""
    if miss.missing:
        why = "il manque " + " et ".join(f"({words})" for words in miss.missing)
    else:
        why = "les mots y sont, mais pas liés ou pas dans cet ordre"
    text = miss.line.text if len(miss.line.text) <= WIDEST else miss.line.text[:WIDEST] + "…"
    return f"{miss.line.criterion}/{miss.line.indicator.id} « {text} » : {why}"
