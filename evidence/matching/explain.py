"""A finding in French: what matched, with which words, which status and why; the near misses too."""

from collections.abc import Iterator

from spacy.tokens import Doc

from evidence.matching.find import find
from evidence.matching.matcher import Matcher

STATUS = {"affirmed": "affirmé", "denied": "nié", "hypothetical": "hypothétique", "reported": "rapporté"}
MOST_NEAR = 8


def explained(doc: Doc, matcher: Matcher) -> Iterator[str]:
    """Yield lines of French for *doc*: its findings, then the rules that came near."""
    found = find(doc, matcher)
    criteria = matcher.catalogue.criteria
    for item in found:
        criterion = criteria[item.criterion]
        indicator = next(one for one in criterion.indicators if one.id == item.indicator)
        yield f"« {item.quote} »"
        yield f"  {criterion.name} : {indicator.name} — {STATUS[item.status]}"
        yield f"  mots relevés : « {item.evidence.of(doc._.document.text)} », par le motif : {item.phrase}"
        if item.cues:
            yield "  statut décidé par : " + ", ".join(f"« {cue.words} » ({cue.rule})" for cue in item.cues)
        for label, mention in (("dit par", item.speaker), ("agent", item.agent), ("patient", item.patient)):
            if mention is not None:
                yield f"  {label} : {mention.name}" + (" (déduit)" if mention.inferred else "")
    if not found:
        yield "Rien n’est relevé."
    met = {item.phrase for item in found}
    for sentence in doc.sents:
        near = [line for line in matcher.near_misses(doc, sentence.start, sentence.end) if line.text not in met]
        for line in near[:MOST_NEAR]:
            yield f"  presque : {line.criterion}/{line.indicator.id}, motif « {line.text} » : un mot est là, pas les autres"
