"""The status of a passage: affirmed, denied, hypothetical or reported, with the words that decide.

Cues come from rules/context/; each sits on a word (the verb a negation surrounds, the verb « nier » itself) and reaches
what that word holds. Questions first, then hypothetical > denied > reported > affirmed.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc

from evidence.language.clauses import (
    carried,
    content_after,
    holds,
    is_parsed,
    lower,
    other_verb_between,
    runs,
    runs_on,
    verb_before,
    verb_forms,
    verb_of_negation,
    words,
)
from evidence.language.cues import CueMatcher, Found
from evidence.language.sources import Saying, is_order, quotation, sayings, subject_of, worth
from evidence.language.spans import span_of
from evidence.language.structure import turn_at
from evidence.language.tenses import is_conditional, is_future
from evidence.model import Cue, Status

QUESTION = "question"
# Words of the name of a source (« la sœur de mon mari »); more are a clause misread, not somebody.
WIDEST_NAME = 6
Doc.set_extension("cues", default=None, force=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusReading:
    """A status, the *cues* that decided it, and the *chain* of those whose word it is, nearest the fact first."""

    status: Status
    cues: tuple[Cue, ...] = ()
    chain: tuple[str, ...] = ()


@Language.factory("context", assigns=["doc._.cues"])
class Context:
    """The spaCy component: finds the cues of a Doc once."""

    def __init__(self, nlp: Language, name: str) -> None:  # noqa: ARG002 (spaCy passes it)
        """Compile the cues."""
        self.name = name
        self.matcher = CueMatcher()

    def __call__(self, doc: Doc) -> Doc:
        """Return *doc* with its cues."""
        doc._.cues = self.matcher(doc)
        return doc


def status_of(doc: Doc, tokens: Iterable[int], *, spoken: bool = False) -> StatusReading:
    """Return the status of the fact said by *tokens* (indices); a cue among them never changes it.

    *spoken*: the fact is itself a saying, a threat; a conditional announces it and makes it no less said.

    Raises:
        ValueError: *tokens* is empty, or *doc* has not been through the context component.
    """
    fact = sorted(tokens)
    if not fact:
        raise ValueError("no words, no status")
    if doc._.cues is None:
        raise ValueError("the Doc has not been through the context component")
    return _Judgement(doc, fact, spoken=spoken).reading()


class _Judgement:
    """Weighs the cues around one fact."""

    def __init__(self, doc: Doc, fact: Sequence[int], *, spoken: bool) -> None:
        self.doc, self.fact, self.spoken = doc, fact, spoken
        sentence = doc[fact[0]].sent
        self.start, self.end = sentence.start, sentence.end
        cues: tuple[Found, ...] = doc._.cues
        inside = set(fact)
        self.cues = [
            cue for cue in cues if self.start <= cue.tokens[0] < self.end and not inside.intersection(cue.tokens)
        ]
        self.sayings = [(saying, worth(doc, saying, fact)) for saying in sayings(doc, fact)]

    def reading(self) -> StatusReading:
        """Return the status: the first of question, hypothesis, denial, hearsay that holds."""
        chain = self._chain()
        for status, cues in (
            ("denied", self._retorts()),
            ("hypothetical", self._questions()),
            ("hypothetical", self._hypotheses()),
            ("denied", self._denials()),
            ("reported", self._hearsay()),
        ):
            if cues:
                return StatusReading(status=status, cues=tuple(cues), chain=chain)  # type: ignore[arg-type]
        return StatusReading(status="affirmed", chain=chain)

    def _cue(self, tokens: Iterable[int], rule: str) -> Cue:
        indices = sorted(tokens)
        span = span_of(self.doc, indices)
        return Cue(span=span, words=" ".join(self.doc[i].text for i in indices), rule=rule)

    def _named(self, found: Found) -> Cue:
        return self._cue(found.tokens, found.rule)

    # --- questions -------------------------------------------------------------------------------------------------

    def _questions(self) -> list[Cue]:
        turn = turn_at(self.doc, self.fact[0])
        sign = self._sign()
        asks = self.doc[sign].text == "?"
        if turn is not None and turn.kind == "question":
            return [] if self._hearsay() and not asks else [self._cue([sign], QUESTION)]
        return [self._cue([sign], QUESTION)] if asks else []

    def _sign(self) -> int:
        """Return the token that ends the quotation or the sentence that holds the fact."""
        quote = quotation(self.doc, self.fact[0])
        if quote is None:
            return self._last()
        return next((i for i in range(self.fact[-1], quote[1]) if self.doc[i].text in ".!?…"), self.fact[-1])

    def _last(self) -> int:
        index = self.end - 1
        while index > self.start and (self.doc[index].is_space or self.doc[index].text in "»”\")'’"):
            index -= 1
        return index

    # --- hypotheses ------------------------------------------------------------------------------------------------

    def _hypotheses(self) -> list[Cue]:
        acted = any(kind == "act" for _, kind in self.sayings)
        found = []
        for cue in self.cues:
            if cue.rule == "hypothetical" and self._reaches(cue):
                within = any(kind == "act" and cue.tokens[0] > saying.verb for saying, kind in self.sayings)
                if not within:
                    found.append(self._named(cue))
        return found or ([] if acted else self._conditionals() or self._consequences())

    def _consequences(self) -> list[Cue]:
        """Return the « si » whose main clause, in the future, holds the fact: « s'il recommence, elle mourra »."""
        future = any(is_future(self.doc[i]) for i in range(max(self.fact[0] - 3, self.start), self.fact[-1] + 1))
        for cue in self.cues:
            if future and lower(self.doc[cue.tokens[0]]) in {"si", "s'"} and cue.tokens[0] < self.fact[0]:
                return [self._named(cue)]
        return []

    def _conditionals(self) -> list[Cue]:
        verb = self._conditional()
        if verb is None or self._press_conditional(verb):
            return []
        return [self._cue([verb], "hypothetical")]

    def _conditional(self) -> int | None:
        """Return the verb in the conditional that carries the fact, None when there is none."""
        for index in range(max(self.fact[0] - 6, self.start), self.fact[-1] + 1):
            token = self.doc[index]
            if (
                is_conditional(token)
                and not (self.spoken and lower(token) not in verb_forms("auxiliaries"))
                and not self._future_in_past(index)
                and (index in self.fact or holds(self.doc, index, self.fact, itself=True) or self._shares_verb(index))
            ):
                return index
        return None

    def _future_in_past(self, index: int) -> bool:
        """Tell whether a conditional only puts a future in the past: « il répétait que la plante soignerait »."""
        if lower(self.doc[index]) in verb_forms("auxiliaries"):
            around = [lower(self.doc[i]) for i in (index - 1, min(index + 1, self.end - 1)) if i >= self.start]
            return around == ["on", "dit"]  # « on aurait dit une bande » says a likeness
        that = next((i for i in range(index, self.start, -1) if lower(self.doc[i]) in {"que", "qu'"}), None)
        return that is not None and runs(self.doc, that + 1, index)

    def _shares_verb(self, index: int) -> bool:
        """Tell whether the auxiliary at *index* belongs to the fact's own verb."""
        head = self.doc[index].head
        return index < self.fact[0] and runs(self.doc, index, self.fact[0]) and (head.i in self.fact or not head.dep_)

    def _press_conditional(self, verb: int) -> bool:
        """Tell whether a conditional is that of hearsay: third person, and no condition in the sentence."""
        first = {"je", "j'", "nous", "tu", "vous"}
        before = {lower(self.doc[i]) for i in range(max(verb - 4, self.start), verb)}
        conditions = any(cue.rule == "hypothetical" for cue in self.cues)
        could = any(lower(self.doc[i]) in {"pu", "dû"} for i in range(verb, min(verb + 4, self.end)))
        return not (
            before & first or conditions or could or lower(self.doc[verb]).startswith(("pour", "devr", "voudr"))
        )

    # --- denials ---------------------------------------------------------------------------------------------------

    def _retorts(self) -> list[Cue]:
        """Return the words after the fact that throw it back: « : c'est faux », « , non »."""
        found = [
            self._named(cue)
            for cue in self.cues
            if cue.rule == "denied" and cue.side == "after" and cue.tokens[0] > self.fact[-1] and self._throws_back(cue)
        ]
        last = self._last()
        word = last - 1 if self.doc[last].text in ".!" else last
        if word > self.fact[-1] and lower(self.doc[word]) == "non" and self.doc[word - 1].text in ",:–—-":
            found.append(self._cue([word], "denied"))
        return found or self._contradictions()

    def _throws_back(self, cue: Found) -> bool:
        between = [self.doc[i].text for i in range(self.fact[-1] + 1, cue.tokens[0])]
        return "mais" not in between and ";" not in between and len(between) <= 25

    def _contradictions(self) -> list[Cue]:
        """Return the claim of someone that the person who tells did the fact: « elle prétend que je l'ai prise »."""
        for saying, kind in self.sayings:
            between = range(saying.verb + 1, self.fact[-1] + 1)
            if kind == "claim" and any(lower(self.doc[i]) in {"je", "j'"} for i in between):
                return [self._cue([saying.verb], "denied")]
        following = self.doc[self.end].sent if self.end < len(self.doc) else None
        if following is not None and any(kind in {"claim", "hearsay"} for _, kind in self.sayings):
            cues: tuple[Found, ...] = self.doc._.cues
            for cue in cues:
                if cue.rule == "denied" and cue.side == "after" and cue.tokens[0] == following.start:
                    return [self._named(cue)]
        return []

    def _denials(self) -> list[Cue]:
        """Return the negations and denials that reach the fact, nothing when they cancel out."""
        seats: dict[tuple[int, bool], Cue] = {}
        for cue in self.cues:
            if cue.rule != "denied" or cue.side != "before" or self._is_undone(cue):
                continue
            seat = self._seat(cue)
            place = (seat if seat is not None else -1, cue.verb is not None)
            if seat is not None and place not in seats and self._denies(cue, seat):
                seats[place] = self._named(cue)
        cues = list(seats.values())
        return cues if len(self._concord(seats)) % 2 else []

    def _is_undone(self, cue: Found) -> bool:
        """Tell whether a negation before « sans » undoes it: « je ne prenais plus une décision sans lui écrire »."""
        return self._without(cue) or (_has_ne(self.doc, cue) and any(self._undoes(cue, other) for other in self.cues))

    def _without(self, cue: Found) -> bool:
        return any(self._undoes(other, cue) for other in self.cues if _has_ne(self.doc, other))

    def _undoes(self, negation: Found, cue: Found) -> bool:
        """Tell whether *negation* stands in the clause of the « sans » at *cue*, before it, and the fact after."""
        first, last = negation.tokens[-1], cue.tokens[0]
        if lower(self.doc[last]) != "sans" or not first < last < self.fact[0]:
            return False
        return runs(self.doc, first + 1, last) and not any(
            lower(self.doc[i]) in {"et", "ni"} for i in range(first, last)
        )

    def _concord(self, seats: dict[tuple[int, bool], Cue]) -> set[tuple[int, bool]]:
        """Return the seats that count: « ne … aucun », « ne … ni » deny once."""
        with_ne = {seat for seat, cue in seats.items() if _holds_ne(cue)}
        verbs = {seat for seat in seats if seat[1]}
        return (with_ne | verbs) or set(list(seats)[:1])

    def _denies(self, cue: Found, seat: int) -> bool:
        if cue.verb is not None:
            reached = holds(self.doc, seat, self.fact, itself=False) and runs_on(self.doc, seat, self.fact[0])
            return reached and not self._is_other_s_denial(cue)
        if not self._negates(cue, seat) or self._is_forbidden(seat) or self._is_announced(seat):
            return False
        if lower(self.doc[seat]) in verb_forms("say") and is_order(self.doc, seat):
            return True
        # « je n'ai pas oublié qu'il me frappait »: what is not forgotten was.
        return seat in self.fact or lower(self.doc[seat]) not in verb_forms("factive") or self._is_own_word(seat)

    def _negates(self, cue: Found, seat: int) -> bool:
        """Tell whether the word that a negation sits on holds the fact; a noun holds what stands close."""
        ne = next((i for i in cue.tokens if lower(self.doc[i]) in words("ne")), None)
        if ne is not None and cue.tokens[0] < self.fact[0] < ne:
            return True  # « aucune pression n'a été… »
        noun = ne is None and seat > cue.tokens[-1]
        if noun and seat not in self.fact and not is_parsed(self.doc):
            between = {lower(self.doc[i]) for i in range(seat, self.fact[0])}
            return 0 < self.fact[0] - seat < 4 and not between & (words("ne") | {"que", "qu'", ","})
        return holds(self.doc, seat, self.fact, itself=True) and not other_verb_between(self.doc, seat, self.fact)

    def _is_forbidden(self, seat: int) -> bool:
        """Tell whether the negation is that of a prohibition told to the person: « il m'a dit de ne plus voir »."""
        acts = [saying for saying, kind in self.sayings if kind == "act" and saying.verb < seat]
        duty = lower(self.doc[seat]) in verb_forms("duty")
        return any(is_order(self.doc, saying.verb) or duty for saying in acts)

    def _is_announced(self, seat: int) -> bool:
        """Tell whether the negation is what a threat announces: « si je partais, je ne reverrais plus mes enfants »."""
        verb = self.doc[seat]
        return (
            self.spoken and (is_future(verb) or is_conditional(verb)) and lower(verb) not in verb_forms("auxiliaries")
        )

    def _is_own_word(self, seat: int) -> bool:
        """Tell whether the fact is the direct object noun of a factive verb used plainly: « n'a pas vu de coups »."""
        between = {lower(self.doc[i]) for i in range(seat + 1, self.fact[0])}
        return bool(between & {"de", "d'"}) and not between - {"de", "d'"} and not self._is_infinitive()

    def _is_infinitive(self) -> bool:
        return lower(self.doc[self.fact[0]]).endswith(("er", "ir", "re", "oir"))

    def _is_other_s_denial(self, cue: Found) -> bool:
        """Tell whether someone else denies what the person who tells lived: « il a nié m'avoir frappée »."""
        if cue.verb is None:
            return False
        before = {lower(self.doc[i]) for i in range(max(cue.verb - 6, self.start), cue.verb)}
        mine = {lower(self.doc[i]) for i in range(cue.verb + 1, self.fact[-1] + 4) if i < self.end} & words("first")
        return not before & {"je", "j'"} and bool(mine - {"je", "j'"})

    # --- hearsay ---------------------------------------------------------------------------------------------------

    def _hearsay(self) -> list[Cue]:
        found = [self._named(cue) for cue in self.cues if cue.rule == "reported" and self._reports(cue)]
        found += [self._cue([saying.verb], "reported") for saying, kind in self.sayings if kind in {"hearsay", "claim"}]
        verb = self._conditional()
        if verb is not None and not any(kind == "act" for _, kind in self.sayings) and self._press_conditional(verb):
            found.append(self._cue([verb], "reported"))
        return found

    def _reports(self, cue: Found) -> bool:
        if cue.side == "after":
            return cue.tokens[0] > self.fact[-1]
        if cue.verb is not None:
            below = self.fact[0] > cue.verb and runs(self.doc, cue.verb + 1, self.fact[0])
            return below or holds(self.doc, cue.verb, self.fact, itself=False)
        if lower(self.doc[cue.tokens[0]]) in {"selon", "d'après", "d'", "d"} and self._is_testimony(cue):
            return False
        return self._reaches(cue)

    def _is_testimony(self, cue: Found) -> bool:
        """Tell whether « selon » names someone whose word is an account."""
        named = {lower(self.doc[i]) for i in range(cue.tokens[-1] + 1, min(cue.tokens[-1] + 5, self.end))}
        return bool(named & (words("testimony") | words("accused"))) and not named & words("rumour")

    def _chain(self) -> tuple[str, ...]:
        names = [saying.name(self.doc) for saying, kind in self.sayings if kind in {"hearsay", "claim"}]
        for cue in self.cues:
            if cue.rule == "denied" and cue.verb is not None and self._is_other_s_denial(cue):
                names.append(Saying(cue.verb, subject_of(self.doc, cue.verb), to_me=False, quoted=False).name(self.doc))
        return tuple(dict.fromkeys(name for name in names if name and len(name.split()) <= WIDEST_NAME))

    # --- reach -----------------------------------------------------------------------------------------------------

    def _seat(self, cue: Found) -> int | None:
        """Return the word a cue sits on."""
        doc = self.doc
        if cue.verb is not None:
            return cue.verb
        ne = next((i for i in cue.tokens if lower(doc[i]) in words("ne")), None)
        if ne is not None:
            return verb_of_negation(doc, ne)
        if lower(doc[cue.tokens[0]]) in {"pas", "jamais"}:
            verb = verb_before(doc, cue.tokens[0])
            return verb if verb is not None else content_after(doc, cue.tokens[-1])
        return content_after(doc, cue.tokens[-1])

    def _reaches(self, cue: Found) -> bool:
        """Tell whether a hypothesis or a report reaches the fact."""
        doc = self.doc
        if cue.side == "after":
            return cue.tokens[0] > self.fact[-1] and runs(doc, self.fact[-1] + 1, cue.tokens[0] - 1)
        if cue.verb is not None:
            return holds(doc, cue.verb, self.fact, itself=False)
        first = lower(doc[cue.tokens[0]])
        if first in {"si", "s'"}:
            return self._in_condition(cue)
        if cue.rule == "reported" and self.fact[0] > cue.tokens[-1]:
            return not any(doc[i].text == ";" or lower(doc[i]) == "mais" for i in range(cue.tokens[-1], self.fact[0]))
        if self.fact[0] > cue.tokens[-1]:
            return runs(doc, cue.tokens[-1] + 1, self.fact[0])
        return runs(doc, self.fact[-1] + 1, cue.tokens[0]) and len(cue.tokens) < 3

    def _in_condition(self, cue: Found) -> bool:
        """Tell whether the fact stands in the clause of « si », up to its comma."""
        doc, at = self.doc, cue.tokens[0]
        if at + 1 < self.end and doc[at + 1].is_punct:
            return False
        if is_parsed(doc) and doc[at].dep_ == "mark":
            return holds(doc, carried(doc, at), self.fact, itself=True)
        commas = any(doc[i].text == "," for i in range(at, self.fact[0]))
        return self.fact[0] > at and not commas and runs(doc, at + 1, self.fact[0])


def _has_ne(doc: Doc, cue: Found) -> bool:
    return cue.rule == "denied" and any(lower(doc[i]) in words("ne") for i in cue.tokens)


def _holds_ne(cue: Cue) -> bool:
    return bool(set(cue.words.lower().replace("’", "'").split()) & words("ne"))
