"""Whose words these are: the verb of speech over a passage, its subject, and what that subject's word is worth."""

import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from spacy.tokens import Doc

from evidence.language.clauses import clause_before, holds, is_parsed, lower, runs, speech_forms, verb_forms, words

Worth = Literal["own", "account", "act", "hearsay", "claim"]
OPENING, CLOSING = "«“", "»”"
# Words between a word and the marks of the quotation that holds it, at most.
REACH = 400


@dataclass(frozen=True, slots=True)
class Saying:
    """A verb of speech at *verb*, its subject's tokens, and whether it speaks to the person who tells."""

    verb: int
    subject: tuple[int, ...]
    to_me: bool
    quoted: bool

    def name(self, doc: Doc) -> str:
        """The words of the subject, « on » or empty when there is none."""
        return doc[self.subject[0] : self.subject[-1] + 1].text if self.subject else ""


def quotation(doc: Doc, at: int) -> tuple[int, int] | None:
    """Return the token range inside the quotation marks around *at*, None outside one.

    A quotation may run over sentences; its marks are looked for REACH words away at most.
    """
    marks = _marks(doc)
    rank = bisect.bisect_right(marks, at) - 1
    if rank < 0 or at - marks[rank] >= REACH or doc[marks[rank]].text in CLOSING:
        return None
    for end in marks[rank + (marks[rank] < at) :]:
        if end - at >= REACH:
            break
        if doc[end].text in CLOSING:
            return marks[rank] + 1, end
    return None


def _marks(doc: Doc) -> list[int]:
    """Return the places of the quotation marks of *doc*, looked for once."""
    known: list[int] | None = doc.user_data.get("marks")
    if known is None:
        both = OPENING + CLOSING
        known = doc.user_data["marks"] = [token.i for token in doc if token.text in both]
    return known


def sayings(doc: Doc, tokens: Sequence[int]) -> Iterator[Saying]:
    """Yield the verbs of speech that *tokens* depend on, nearest first."""
    sentence = doc[tokens[0]].sent
    quote = quotation(doc, tokens[0])
    for at in range(sentence.end - 1, sentence.start - 1, -1):
        if at in tokens or not _says(doc, at):
            continue
        outside = quote is not None and not quote[0] <= at < quote[1]
        if outside or (at < tokens[0] and _introduces(doc, at, tokens)):
            yield Saying(at, subject_of(doc, at), _to_me(doc, at), outside)
    if quote is not None and quote[0] - 1 == sentence.start and sentence.start:
        yield from _announced(doc, sentence.start - 1)


def _says(doc: Doc, at: int) -> bool:
    """Tell whether a verb of speech stands at *at*: « il écrit », not « par écrit », not « on aurait dit »."""
    token = doc[at]
    if lower(token) not in speech_forms():
        return False
    before = [lower(doc[i]) for i in range(max(at - 2, token.sent.start), at)]
    if before == ["on", "aurait"] or before[-1:] == ["par"]:
        return False
    if token.has_morph() and token.pos_:
        return token.pos_ in {"VERB", "AUX"}
    return before[-1:] not in (["une"], ["un"], ["cette"])


def _announced(doc: Doc, last: int) -> Iterator[Saying]:
    """Yield the verb of the sentence before a quotation that stands alone: « Il disait toujours : »."""
    sentence = doc[last].sent
    if sentence.text.rstrip().endswith(":"):
        for at in range(sentence.start, sentence.end):
            if lower(doc[at]) in verb_forms("say"):
                yield Saying(at, subject_of(doc, at), _to_me(doc, at), True)


def _introduces(doc: Doc, verb: int, tokens: Sequence[int]) -> bool:
    """Tell whether *tokens* are in what the verb says: a complement, or what follows its « que »."""
    if holds(doc, verb, tokens, itself=False):
        return True
    that = next((i for i in range(verb + 1, tokens[0]) if lower(doc[i]) in {"que", "qu'"}), None)
    return that is not None and that - verb <= 8 and runs(doc, verb + 1, that) and runs(doc, that, tokens[0])


def subject_of(doc: Doc, verb: int) -> tuple[int, ...]:
    """Return the tokens of the subject of *verb*, empty when there is none before or just after it."""
    for child in doc[verb].children if is_parsed(doc) else ():
        if child.dep_.startswith("nsubj") or child.dep_ == "expl:subj":
            inside = sorted(token.i for token in child.subtree if token.i < verb or child.i > verb)
            return tuple(range(inside[0], inside[-1] + 1))
    if doc[verb].dep_ == "conj" and doc[verb].head.i < verb and "VERB" in {doc[verb].head.pos_}:
        return subject_of(doc, doc[verb].head.i)
    group: list[int] = []
    skipped = words("clitics") | words("ne") | words("between") | verb_forms("auxiliaries")
    for index in clause_before(doc, verb):
        word = lower(doc[index])
        if (not group and word in skipped and word not in words("first") - {"m'", "me"}) or (
            not group and word == "nous"
        ):
            continue
        if word in {"que", "qu'", "et", "mais", "puis"} or word in words("breaks"):
            break
        group.append(index)
        if word in words("subjects") or word in words("third"):
            break
    return tuple(sorted(group)) or _inverted(doc, verb)


def _inverted(doc: Doc, verb: int) -> tuple[int, ...]:
    """Return the subject after *verb*: « dit-elle », « raconte à la barre une belle-fille »."""
    group: list[int] = []
    for token in doc[verb + 1 : doc[verb].sent.end]:
        if token.text in ".,;:«»":
            break
        if lower(token) in words("third"):
            return (token.i,)
        group.append(token.i)
    return tuple(group)


def _to_me(doc: Doc, verb: int) -> bool:
    nearby = [lower(doc[i]) for i in range(max(verb - 4, doc[verb].sent.start), min(verb + 3, doc[verb].sent.end))]
    return bool({"m'", "me", "moi", "-moi", "m"} & set(nearby)) or _nous_is_object(doc, verb)


def _nous_is_object(doc: Doc, verb: int) -> bool:
    """Tell whether a « nous » before the verb is spoken to: something else is the subject."""
    before = [lower(doc[i]) for i in range(max(verb - 4, doc[verb].sent.start), verb)]
    return "nous" in before and before.index("nous") > 0 and before[before.index("nous") - 1] not in {",", "et", "que"}


def is_told(doc: Doc) -> bool:
    """Tell whether someone tells in the first person, outside quotations."""
    known = doc.user_data.get("told")
    if known is None:
        depth, known = 0, False
        for token in doc:
            depth += (token.text in OPENING) - (token.text in CLOSING)
            if depth <= 0 and lower(token) in words("teller"):
                known = True
                break
        doc.user_data["told"] = known
    return bool(known)


def worth(doc: Doc, saying: Saying, tokens: Sequence[int]) -> Worth:
    """Return what the saying makes of the fact in *tokens*.

    « own »: the person who tells says it; « account »: a testimony, an admission; « act »: the words are what is done
    to the person who tells; « claim »: an accusation; « hearsay »: someone else's word for it.
    """
    who = {lower(doc[index]) for index in saying.subject}
    verb = lower(doc[saying.verb])
    if who & {"je", "j'"} or who == {"nous"}:
        return "own"
    if verb in verb_forms("admit"):
        return "account"
    if verb in verb_forms("claim"):
        return "claim"
    if who & words("rumour") or who == {"on"}:
        return "act" if _is_mine(doc, saying, tokens) or _is_discourse(doc, saying) else "hearsay"
    heard_by_us = saying.to_me and bool(who & words("relative")) and saying.subject[0] < saying.verb
    if not is_told(doc) and not heard_by_us:
        return "account"
    return _worth_to_me(doc, saying, tokens, who)


def _worth_to_me(doc: Doc, saying: Saying, tokens: Sequence[int], who: set[str]) -> Worth:
    if who & (words("testimony") | words("accused")) and not saying.to_me:
        return "account"
    if is_order(doc, saying.verb):
        return "act"
    pronoun = bool(who & words("third")) or not who
    if who & words("relative") or not (pronoun or who & words("leader")):
        return "act" if _is_mine(doc, saying, tokens, subject_only=True) else "hearsay"
    if _is_mine(doc, saying, tokens) or not _is_past(doc, saying, tokens):
        return "act"
    return "hearsay"


def _is_discourse(doc: Doc, saying: Saying) -> bool:
    """Tell whether the verb is an order, or what was said again and again: « on nous répétait que »."""
    habit = lower(doc[saying.verb]).endswith(("ait", "aient")) and saying.to_me
    return habit or is_order(doc, saying.verb)


def is_order(doc: Doc, verb: int) -> bool:
    """Tell whether the verb has an infinitive: « m'a dit de partir »."""
    for token in doc[verb + 1 : verb + 5]:
        if lower(token) in {"de", "d'"}:
            return lower(doc[min(token.i + 1, len(doc) - 1)]).endswith(
                ("er", "ir", "re", "oir", "ne", "pas", "'", "plus")
            )
        if lower(token) in {"que", "qu'"} or token.is_punct:
            return False
    return False


def _is_mine(doc: Doc, saying: Saying, tokens: Sequence[int], *, subject_only: bool = False) -> bool:
    """Tell whether the fact concerns the person who tells: « que j'étais », « de ne plus voir ma mère », « tu »."""
    mine = words("second") if saying.quoted else words("first")
    start = saying.verb + 1 if not saying.quoted else doc[tokens[0]].sent.start
    inside = [i for i in _clause(doc, tokens) if i >= start and i != saying.verb]
    if subject_only:
        subjects = [lower(doc[i]) for i in inside if lower(doc[i]) in words("subjects") and i <= tokens[-1]]
        return bool(subjects) and subjects[-1] in mine
    return any(lower(doc[i]) in mine for i in inside)


def _clause(doc: Doc, tokens: Sequence[int]) -> Sequence[int]:
    """Return the words of the clause around *tokens*, by punctuation and conjunctions."""
    sentence = doc[tokens[0]].sent
    start, end = tokens[0], tokens[-1] + 1
    while start > sentence.start and doc[start - 1].text not in "«»:;" and lower(doc[start - 1]) not in {"que", "qu'"}:
        start -= 1
    while end < sentence.end and doc[end].text not in "«»:;.":
        end += 1
    return range(start, end)


def _is_past(doc: Doc, saying: Saying, tokens: Sequence[int]) -> bool:
    """Tell whether the fact is told as done: a compound tense of someone else."""
    auxiliary = verb_forms("auxiliaries")
    return any(lower(doc[i]) in auxiliary and i < tokens[-1] for i in _clause(doc, tokens) if i > saying.verb)
