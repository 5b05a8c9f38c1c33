"""A sentence being tried: what is found, what stood there and was set aside, what was nearly there, each with why."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from spacy.tokens import Doc

from evidence.errors import UsageError
from evidence.matching.check import Checker
from evidence.matching.explain import WIDEST
from evidence.matching.find import find_any
from evidence.matching.matcher import Match, NearMiss
from evidence.matching.sift import alike, is_unlike, restated
from evidence.model import Cue, Finding, Status

NEAR = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A finding in words: *words* acted, *line* is the phrase of the catalogue, *cues* decided the status."""

    criterion: str
    criterion_name: str
    indicator: str
    indicator_name: str
    status: Status
    words: str
    line: str
    cues: tuple[Cue, ...]
    quote: str
    circumstance: bool
    unlike: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Aside:
    """A phrase that stands in the text and makes no finding, or nearly stands there; *why* in French."""

    criterion: str
    indicator: str
    line: str
    words: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Alike:
    """What no phrase finds and the two models find likely: proposed in a piece that bears on facts, never alone."""

    criterion: str
    criterion_name: str
    status: Status
    words: str
    cues: tuple[Cue, ...]
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """All that the catalogue says of a text; *left* counts the near misses beyond the nearest."""

    text: str
    found: tuple[Found, ...]
    aside: tuple[Aside, ...]
    near: tuple[Aside, ...]
    left: int = 0
    alike: tuple[Alike, ...] = ()


def tried(tool: Checker, text: str, ids: Collection[str] = ()) -> Trial:
    """Return what the catalogue says of *text*, for the criteria *ids* or all.

    Raises:
        UsageError: the text is empty.
    """
    if not text.strip():
        raise UsageError("il n’y a rien à expliquer : le texte est vide", 'Écrivez : emprise explain "Une phrase."')
    found: list[Found] = []
    aside: list[Aside] = []
    near: list[Aside] = []
    resembling: list[Alike] = []
    left = 0
    for doc in tool.docs([text]):
        every = [restated(doc, item, tool.matcher) for item in find_any(doc, tool.matcher)]
        findings = [item for item in every if not ids or item.criterion in ids]
        found += [_found(tool, doc, item) for item in findings]
        aside += _aside(tool, doc, findings, ids)
        proposed = alike(doc, tool.matcher, every)
        resembling += [_alike(tool, doc, item) for item in proposed if not ids or item.criterion in ids]
        for sentence in doc.sents:
            missed = tool.matcher.near_misses(doc, sentence.start, sentence.end)
            kept = [_nearly(item) for item in missed if not ids or item.line.criterion in ids]
            near += kept[:NEAR]
            left += len(kept[NEAR:])
    return Trial(
        text=text, found=tuple(found), aside=tuple(aside), near=tuple(near), left=left, alike=tuple(resembling)
    )


def _found(tool: Checker, doc: Doc, finding: Finding) -> Found:
    criterion = tool.matcher.catalogue.criteria[finding.criterion]
    indicator = next(item for item in criterion.indicators if item.id == finding.indicator)
    return Found(
        criterion=criterion.id,
        criterion_name=criterion.name,
        indicator=indicator.id,
        indicator_name=indicator.name,
        status=finding.status,
        words=finding.evidence.of(doc._.document.text),
        line=finding.phrase,
        cues=finding.cues,
        quote=finding.quote,
        circumstance=indicator.beside is not None,
        unlike=is_unlike(doc, finding, tool.matcher),
    )


def _alike(tool: Checker, doc: Doc, finding: Finding) -> Alike:
    return Alike(
        criterion=finding.criterion,
        criterion_name=tool.matcher.catalogue.criteria[finding.criterion].name,
        status=finding.status,
        words=finding.evidence.of(doc._.document.text),
        cues=finding.cues,
        quote=finding.quote,
    )


def _aside(tool: Checker, doc: Doc, findings: list[Finding], ids: Collection[str]) -> Iterator[Aside]:
    kept = {(item.criterion, item.indicator, item.phrase) for item in findings}
    criteria = {item.criterion for item in findings}
    for sentence in doc.sents:
        matches = tool.matcher.every(doc, sentence.start, sentence.end)
        for match in matches:
            line = match.line
            if (line.criterion, line.indicator.id, line.text) in kept or (ids and line.criterion not in ids):
                continue
            yield Aside(
                criterion=line.criterion,
                indicator=line.indicator.id,
                line=line.text,
                words=" ".join(doc[index].text for index in match.tokens),
                why=_reason(match, matches, criteria),
            )


def _reason(match: Match, others: list[Match], criteria: set[str]) -> str:
    line = match.line
    if line.kind == "unless":
        return "exception : ces mots écartent les motifs de l’indicateur qu’ils chevauchent"
    for other in others:
        same = (other.line.criterion, other.line.indicator.id) == (line.criterion, line.indicator.id)
        if same and other.line.kind == "unless" and _overlap(match, other):
            return f"écarté par l’exception « {other.line.text} »"
    if line.criterion in criteria:
        return "le critère est déjà relevé dans la phrase par un motif qui en dit plus"
    if line.indicator.agent or line.indicator.patient:
        return "la phrase contredit qui agit, ou sur qui, tel que l’indicateur le demande"
    return "la phrase n’est pas retenue (question sans réponse, en-tête)"


def _overlap(match: Match, other: Match) -> bool:
    return match.tokens[0] <= other.tokens[-1] and other.tokens[0] <= match.tokens[-1]


def _nearly(miss: NearMiss) -> Aside:
    if miss.missing:
        why = "il manque " + " et ".join(f"({words})" for words in miss.missing)
    else:
        why = "les mots y sont, mais pas liés ou pas dans cet ordre"
    text = miss.line.text if len(miss.line.text) <= WIDEST else miss.line.text[:WIDEST] + "…"
    return Aside(criterion=miss.line.criterion, indicator=miss.line.indicator.id, line=text, words="", why=why)
