"""What is kept of what a piece says: circumstances beside facts, phrases that resemble annotated ones, suggestions.

Two models read beside the phrases (evidence/matching/likeness.py): they never find alone, they set aside, propose, and
say a status.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Span

from evidence.catalogue import Catalogue
from evidence.language.clauses import runs
from evidence.language.dialogue import answers
from evidence.language.spans import span_of
from evidence.matching.find import ASKED, find_any, place_of, proposed
from evidence.matching.likeness import Likeness, likeness_at, likenesses_of
from evidence.matching.matcher import Matcher, matcher_of
from evidence.matching.suggest import suggester, words_of
from evidence.model import LEARNT, Cue, Finding
from evidence.model import Span as Place

# An expert is asked because facts are at issue, and may say nothing but the circumstance: see Indicator.beside.
AT_ISSUE = ("expertise",)
# How many findings make a piece one about facts at issue, where one sentence may be a chance; a short piece needs one.
BESIDE, SHORT = 2, 5
# Suggestions are made in a piece that bears as many criteria, found or proposed, and such a share of its sentences.
SURE, SHARE = 5, 0.3
# Where no phrase found any fact, the models alone must find more criteria, in more of its sentences.
ALONE_SURE, ALONE_SHARE = 6, 0.6
# The lines of an account are no sentences: the models never read any.
UNREAD = ("statement_of_account",)
# « Non. » or « Depuis 2014. » resembles anything: its content is in the question.
LEAST_WORDS = 5
# What both models together find less likely than the floor is set aside: higher for a circumstance, lower for what
# words deny, which speaks for the defence, and for what was done to who speaks. What they find as likely as the
# threshold, and no phrase finds, is proposed. Chosen on the totals of held-out texts (decision 0030).
FLOOR, BESIDE_FLOOR, LOW_FLOOR, THRESHOLD = 0.2, 0.35, 0.05, 0.6
# Nothing is set aside that one of them alone is as sure of: an order (« Chaque résident remet ses papiers ») is plain
# to the one, and no account to the other.
SPARED = 0.95
# In a piece that says little else, what a phrase finds must be as likely as this, to both together.
CARRIES = 0.2
# How sure the models must be of a status: where no cue decides one, of a suggestion, against a cue.
SURE_STATUS, LIKELY_STATUS, AGAINST_CUES = 0.7, 0.55, 0.95
# How sure, to affirm a suggestion that words deny: « personne ne m'a recrutée ».
AGAINST_DENIAL = 0.8
# How sure, to deny what a phrase says, in the clause that it says.
DENIES = 0.9
# Why what a phrase finds is set aside, in the words of who reads it.
LONELY = "circonstance qu’aucun autre fait de la pièce n’appuie"
UNLIKE = "la phrase ressemble trop peu aux phrases annotées pour ce critère"
# A cue that says: the content is in the question, see evidence.language.dialogue.
ASKED_BEFORE = "question"
# « Il m'a giflé » in a hearing about something else is the fact.
TO_ME = frozenset(("m", "me", "moi"))
# « Si tu parles, tu vas le payer » : the condition is the threat itself.
THREAT = "threat"


@dataclass(frozen=True, slots=True)
class Sifted:
    """The findings *kept*, of phrases, then suggestions; those left out: *lonely* circumstances, *unlike* phrases.

    Each in the order of the text. A lonely circumstance stands in a piece that says little else, an unlike phrase in a
    sentence which resembles too little what was annotated for its criterion.
    """

    kept: tuple[Finding, ...]
    lonely: tuple[Finding, ...]
    unlike: tuple[Finding, ...]


def find(doc: Doc, rules: Catalogue | Matcher) -> list[Finding]:
    """Return the findings of *doc* that are kept: of phrases, then suggestions, each in the order of the text."""
    return list(sift(doc, rules).kept)


def sift(doc: Doc, rules: Catalogue | Matcher) -> Sifted:
    """Return what the phrases of *rules* find in *doc*, sifted, suggestions added.

    A suggestion is made where facts enough are found or likely (:mod:`evidence.matching.likeness`).
    """
    matcher = rules if isinstance(rules, Matcher) else matcher_of(rules)
    every = find_any(doc, matcher)
    found: list[Finding] = []
    unlike: list[Finding] = []
    facts: list[Finding] = []
    lonely: list[Finding] = []
    for item in every:
        if is_unlike(doc, item, matcher):
            unlike.append(item)
            continue
        found.append(restated(doc, item, matcher))
        beside = matcher.is_circumstance(item.criterion, item.indicator)
        (lonely if beside else facts).append(found[-1])
    length = sum(1 for _ in doc.sents)
    least, share = (SURE, SHARE) if facts else (ALONE_SURE, ALONE_SHARE)
    likely = list(_likely(doc, matcher, every)) if _may_say_much(doc, share) else []
    criteria = {item.criterion for item in found} | {criterion for _, _, criterion in likely}
    dense = len(found) + len(likely) >= share * length
    if not dense:
        like = {item.id for item in found if is_like(doc, item, matcher)}
        unlike += [item for item in found if item.id not in like]
        found, facts, lonely = ([item for item in part if item.id in like] for part in (found, facts, lonely))
    added = list(_suggestions(doc, matcher, likely, found)) if dense and len(criteria) >= least else []
    at_issue = doc._.kind in AT_ISSUE or len(facts) >= BESIDE or (facts and length <= SHORT)
    if added or at_issue:
        return Sifted((*found, *added), (), tuple(unlike))
    return Sifted(tuple(facts), tuple(lonely), tuple(unlike))


def alike(doc: Doc, matcher: Matcher, found: Sequence[Finding]) -> list[Finding]:
    """Return what the models find likely in *doc* beside *found*, as if the piece said enough to propose it."""
    return list(_suggestions(doc, matcher, list(_likely(doc, matcher, found)), found))


def is_like(doc: Doc, finding: Finding, matcher: Matcher) -> bool:
    """Tell whether *finding* may stand in a piece that says little else: it resembles what was annotated.

    So may one of which the models cannot say, what was done to who speaks, and a denial: what speaks for the defence is
    not set aside for that.
    """
    if doc._.kind in UNREAD or finding.status == "denied" or not matcher.is_shipped(finding.criterion):
        return True
    words = words_of(finding.quote)
    if len(words) < LEAST_WORDS or TO_ME.intersection(words):
        return True
    return _is_seen(doc, finding, CARRIES)


def is_unlike(doc: Doc, finding: Finding, matcher: Matcher) -> bool:
    """Tell whether the sentence of *finding* resembles nothing annotated for its criterion.

    Never of a bare answer, of a sentence of few words, or of a rule of one's own: the models never saw it. Never of
    a phrase that says the contrary of the criterion (« libre de partir »): what speaks for the defence stays.
    """
    if doc._.kind in UNREAD or (finding.status == "denied" and not finding.cues):
        return False
    words = words_of(finding.quote)
    if len(words) < LEAST_WORDS or _is_answer(finding) or not matcher.is_shipped(finding.criterion):
        return False
    beside = matcher.is_circumstance(finding.criterion, finding.indicator)
    floor = BESIDE_FLOOR if beside else FLOOR
    if finding.status == "denied" or (not beside and TO_ME.intersection(words)):
        floor = LOW_FLOOR
    return not _is_seen(doc, finding, floor)


def _is_seen(doc: Doc, finding: Finding, least: float) -> bool:
    """Tell whether both models find it as likely as *least*, or one of them is nearly sure, or neither knows of it."""
    like, criterion = likeness_at(doc, finding.sentence), finding.criterion
    return like.criteria.get(criterion, 1.0) >= least or like.surest.get(criterion, 1.0) >= SPARED


def restated(doc: Doc, finding: Finding, matcher: Matcher, others: Sequence[Finding] = ()) -> Finding:
    """Return *finding* with the status that the models are sure of; else as it is.

    The words that weighed become its cues. A cue may bear on another fact than the one the phrase points to: the models
    must be surer to say so. What the phrases read as denied stays denied: it speaks for the defence. The models deny
    what a phrase says only where they are surest and nothing parts its words from those that negate: they read the
    whole sentence, and « il m'a frappée mais jamais enfermée » holds both.
    """
    if finding.suggestion:
        needed = AGAINST_DENIAL if finding.status == "denied" else LIKELY_STATUS
    elif finding.status == "denied" or _is_answer(finding) or not matcher.is_shipped(finding.criterion):
        return finding
    else:
        needed = AGAINST_CUES if finding.cues or finding.status != "affirmed" else SURE_STATUS
    like = likeness_at(doc, finding.sentence)
    if finding.criterion not in like.statuses:
        return finding
    status, likely = like.said(finding.criterion)
    if finding.suggestion and likely < needed:
        return _as_beside(finding, others) or finding
    if likely < needed or status == finding.status:
        return finding
    if finding.phrase and status == "denied" and (likely < DENIES or not _may_be_denied(doc, finding)):
        return finding
    if finding.phrase and status == "hypothetical" and finding.criterion == THREAT:
        return finding
    words = suggester().status_reasons(like.words, status)
    return replace(finding, status=status, cues=_cues(doc, finding, words), chain=())


def _may_be_denied(doc: Doc, finding: Finding) -> bool:
    """Tell whether words that deny stand with those of *finding*, no clause beginning between them.

    Those that a rule of context knows to deny nothing (« n'a pas manqué de ») are none.
    """
    sentence, evidence = finding.sentence, doc.char_span(finding.evidence.start, finding.evidence.end)
    if evidence is None:
        return False
    for cue in doc._.cues:
        first, last = cue.tokens[0], cue.tokens[-1]
        if cue.rule == "denied" and sentence.start <= doc[first].idx < sentence.end:
            start, end = (evidence.end, last + 1) if last >= evidence.end else (first + 1, evidence.start)
            if runs(doc, start, end):
                return True
    return False


def _may_say_much(doc: Doc, share: float) -> bool:
    """Tell whether the linear model sees something in so large a *share* of the sentences of *doc*: it is cheap."""
    every, ranks = likenesses_of(doc)
    return doc._.kind not in UNREAD and sum(map(every.may_say, ranks.values())) >= share * len(ranks) > 0


def _is_answer(finding: Finding) -> bool:
    return any(cue.rule == ASKED_BEFORE for cue in finding.cues)


def _cues(doc: Doc, finding: Finding, words: tuple[str, ...]) -> tuple[Cue, ...]:
    place = finding.sentence
    sentence = doc.char_span(place.start, place.end, alignment_mode="expand") or ()
    inside = [token for token in sentence if set(words_of(token.text)).intersection(words)]
    if not inside:
        # No word weighed by itself: the models read the whole.
        return (Cue(span=place, words=finding.quote, rule=LEARNT),)
    return tuple(Cue(span=span_of(doc, (token.i,)), words=token.text, rule=LEARNT) for token in inside)


def _likely(doc: Doc, matcher: Matcher, found: Sequence[Finding]) -> Iterator[tuple[Span, Place, str]]:
    """Yield (sentence, its place, criterion) of what is likely and no rule found, in the order of the text."""
    said: dict[Place, set[str]] = {}
    for known in found:
        said.setdefault(known.sentence, set()).add(known.criterion)
    every, ranks = likenesses_of(doc)
    asked = _asked(doc)
    for sentence in doc.sents:
        place = place_of(doc, sentence)
        question = asked.get(sentence.start)
        # What a bare answer says is in its question: the encoder reads both, the linear model the question.
        source = place if question is None else place_of(doc, question)
        short = sum(token.is_alpha for token in sentence) < LEAST_WORDS
        if (short and question is None) or not {place, source} <= ranks.keys() or not every.may_say(ranks[source]):
            continue
        like = every.at(ranks[place])
        for criterion, likely in like.criteria.items():
            if likely < THRESHOLD or criterion in said.get(place, ()):
                continue
            if short and (like.said(criterion)[1] < SURE_STATUS or not _is_asked(every.at(ranks[source]), criterion)):
                continue
            if matcher.is_shipped(criterion):
                yield sentence, place, criterion


def _is_asked(question: Likeness, criterion: str) -> bool:
    return question.criteria[criterion] >= THRESHOLD


def _asked(doc: Doc) -> dict[int, Span]:
    """Return the question of each bare answer by where this begins."""
    return {item.answer.start: item.question for item in answers(doc) if item.polarity != ASKED}


def _suggestions(
    doc: Doc, matcher: Matcher, likely: Sequence[tuple[Span, Place, str]], found: Sequence[Finding]
) -> Iterator[Finding]:
    """Yield the finding of each thing *likely*."""
    counts: Counter[str] = Counter()
    said: dict[Place, list[Finding]] = {}
    asked = _asked(doc)
    for known in found:
        said.setdefault(known.sentence, []).append(known)
    for sentence, place, criterion in likely:
        words = suggester().reasons(likeness_at(doc, place).words, criterion)
        made = proposed(doc, sentence, criterion, _acting(sentence, words), matcher, counts)
        made = restated(doc, made, matcher, said.get(made.sentence, []))
        question = asked.get(sentence.start)
        if question is not None:
            cue = Cue(span=place_of(doc, question), words=question.text.strip(), rule=ASKED_BEFORE)
            made = replace(made, cues=(*made.cues, cue))
        yield made


def _as_beside(made: Finding, others: Sequence[Finding]) -> Finding | None:
    """Return *made* with the status of its sentence: hearsay if one of *others* is, what all say; else None."""
    heard = next((item for item in others if item.status == "reported"), None)
    if heard is None and len({item.status for item in others}) != 1:
        return None
    told = heard or others[0]
    return replace(made, status=told.status, cues=told.cues, chain=told.chain)


def _acting(sentence: Span, words: Sequence[str]) -> tuple[int, ...]:
    """Return those of the *words* that weighed as tokens of *sentence*, its main verb when none can be pointed at."""
    wanted = set(words)
    found = tuple(token.i for token in sentence if wanted.intersection(words_of(token.text)))
    return found or (sentence.root.i,)
