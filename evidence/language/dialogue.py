"""Questions and their answers: « Aviez-vous le droit de sortir ? – Non. »: one holds the fact, one its truth."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import spacy.tokens
from spacy.language import Language
from spacy.tokens import Doc

from evidence.catalogue.words import load
from evidence.language.clauses import is_parsed, lower, verb_forms, words
from evidence.language.context import StatusReading
from evidence.language.lines import fold
from evidence.language.spans import span_of
from evidence.language.structure import turn_at
from evidence.model import Cue, Status

Polarity = Literal["yes", "no", "contrary", "unsure", "reported", "open", "asked"]
ANSWER = "answer"
# An elliptical question is short: « Et votre fils ? », « À d'autres, à votre connaissance ? ».
SHORT = 9
# What a verb ends with that stands before its subject: « Aviez-vous ».
INVERTED = ("-vous", "-il", "-elle", "-on", "-ils", "-elles", "-tu")
# How far back the full question of an elliptical one is looked for, in questions.
BACK = 3

Doc.set_extension("answers", default=None, force=True)


@dataclass(frozen=True, slots=True)
class Answer:
    """A bare answer: the sentence that asks, the sentence that answers, and what the answer says of what was asked.

    *polarity*: « yes » and « no » hold for the question as a plain statement; « contrary » is « si » (true in spite of
    a negative question); « open » answers a question that takes the fact for granted (« Combien… ? »); « asked » is
    no answer but an elliptical question that takes its content from an earlier one.
    """

    question: spacy.tokens.Span
    answer: spacy.tokens.Span
    polarity: Polarity


@Language.component("dialogue", assigns=["doc._.answers"])
def dialogue(doc: Doc) -> Doc:
    """Return *doc* with its bare answers."""
    doc._.answers = tuple(_answers(doc))
    return doc


def answers(doc: Doc) -> tuple[Answer, ...]:
    """Return the bare answers of *doc*, in order."""
    if doc._.answers is None:
        dialogue(doc)
    found: tuple[Answer, ...] = doc._.answers
    return found


def answered(doc: Doc, answer: Answer, tokens: Iterable[int]) -> StatusReading:
    """Return the status that *answer* gives to the fact said by *tokens* in its question.

    A negation among *tokens* belongs to the fact: « N'aviez-vous pas le droit de sortir ? – Non. » affirms « pas le
    droit de sortir »; one beside them does not: « N'a-t-il pas exigé d'argent ? – Non. » denies « exigé d'argent ».
    """
    fact = set(tokens)
    negations = {fold(word) for word in load("answers")["negation"]}
    inside = any(fold(doc[index].text) in negations for index in fact)
    status = _status(answer.polarity, inside)
    span = span_of(doc, range(answer.answer.start, answer.answer.end))
    cue = Cue(span=span, words=answer.answer.text.strip(), rule=ANSWER)
    return StatusReading(status=status, cues=(cue,))


def _status(polarity: Polarity, negative: bool) -> Status:
    if polarity in {"unsure", "asked"}:
        return "hypothetical"
    if polarity == "reported":
        return "reported"
    if negative:
        return "denied" if polarity == "contrary" else "affirmed"
    return "denied" if polarity == "no" else "affirmed"


def _answers(doc: Doc) -> Iterator[Answer]:
    asked: list[spacy.tokens.Span] = []
    fresh = False
    for sentence in doc.sents:
        if _is_announcement(doc, sentence):
            continue
        if _invites(sentence) and asked:
            fresh = True
        elif _asks(sentence) or _is_put(doc, sentence):
            if _is_elliptical(sentence):
                yield from (Answer(full, sentence, "asked") for full in _full(asked))
            asked = [*asked[-BACK:], sentence]
            fresh = True
        elif fresh and asked:
            polarity = _polarity(doc, sentence, asked[-1])
            # A fact put without a question mark may be the reason of the hearing: only a denial answers it for sure.
            if polarity is not None and (_asks(asked[-1]) or polarity == "no") and not _denies(asked[-1]):
                questions = dict.fromkeys((*(_full(asked) if _is_elliptical(asked[-1]) else ()), asked[-1]))
                yield from (Answer(question, sentence, polarity) for question in questions)
            fresh = polarity is None and _is_reply(doc, sentence) and _goes_on(doc, sentence)


def _invites(sentence: spacy.tokens.Span) -> bool:
    """Tell whether a question bears on the statement before it: « Que répondez-vous ? »."""
    text = _bare(sentence.text)
    return any(text.startswith(fold(entry)) for entry in load("answers")["invited"])


def _is_put(doc: Doc, sentence: spacy.tokens.Span) -> bool:
    """Tell whether who asks puts a fact to who is heard, without a question mark: « Vous avez frappé Mme X. »."""
    turn = turn_at(doc, sentence.start)
    said = {lower(token) for token in sentence}
    return turn is not None and turn.kind == "question" and "vous" in said


def _is_reply(doc: Doc, sentence: spacy.tokens.Span) -> bool:
    """Tell whether a sentence stands in an answer or a message: in a narrative, the next one alone may answer."""
    turn = turn_at(doc, sentence.start)
    return turn is not None and turn.kind in {"answer", "message"}


def _denies(question: spacy.tokens.Span) -> bool:
    """Tell whether a question asks of a denial: « Niez-vous avoir… ? – Oui. » says nothing for sure."""
    forms = verb_forms("deny")
    return any(lower(token).removesuffix("-vous").removesuffix("-tu") in forms for token in question)


def _is_announcement(doc: Doc, sentence: spacy.tokens.Span) -> bool:
    """Tell whether a sentence only announces a turn (« Réponse : ») or is page furniture."""
    turn = turn_at(doc, sentence.start)
    if turn is None:
        return not any(token.text[0].isalnum() for token in sentence)
    return turn.kind == "furniture" or (sentence.start == turn.start and _is_marker(doc, sentence))


def _is_marker(doc: Doc, sentence: spacy.tokens.Span) -> bool:
    voices = doc.user_data.get("voices", ())
    start = doc[sentence.start].idx
    return any(voice.marker and voice.start <= start < voice.end for voice in voices)


def _asks(sentence: spacy.tokens.Span) -> bool:
    return sentence.text.rstrip(' »”"\n)').endswith("?")


def _is_elliptical(sentence: spacy.tokens.Span) -> bool:
    """Tell whether a question has no verb of its own, and asks neither who nor when."""
    if len(sentence) > SHORT or _opens(sentence):
        return False
    # « Aviez-vous peur ? » is no ellipsis, whatever the tagger made of « Aviez ».
    if any(token.lower_.endswith(INVERTED) for token in sentence):
        return False
    if is_parsed(sentence.doc):
        return not any(token.pos_ in {"VERB", "AUX"} for token in sentence)
    verbs = verb_forms("auxiliaries") | verb_forms("say") | verb_forms("factive")
    return not any(lower(token) in verbs for token in sentence)


def _full(asked: Sequence[spacy.tokens.Span]) -> tuple[spacy.tokens.Span, ...]:
    """Return the last question of *asked* that has a verb of its own, none when there is no such question."""
    return tuple(question for question in reversed(asked) if not _is_elliptical(question))[:1]


def _opens(question: spacy.tokens.Span) -> bool:
    """Tell whether a question takes its fact for granted: « Combien… », « Qui… », « À quel… »."""
    text = _bare(question.text).removeprefix("et ")
    return any(text == word or text.startswith(word + " ") for word in map(fold, load("answers")["open_questions"]))


def _bare(text: str) -> str:
    return fold(text).strip(' -–—«»“”".!?…,;:\n\t')


def _polarity(doc: Doc, sentence: spacy.tokens.Span, question: spacy.tokens.Span) -> Polarity | None:
    """Return what a sentence says of the question before it, None when it speaks for itself alone."""
    text = _bare(sentence.text)
    lists = load("answers")
    limited = any(fold(limit) in text for limit in lists["limits"])
    for key, polarity in (("reported", "reported"), ("unsure", "unsure"), ("no", "no"), ("yes", "yes")):
        if any(_is_said(text, fold(entry)) for entry in lists[key]):
            if polarity == "yes" and limited:
                return None
            return "contrary" if text.split()[0].strip(",") == "si" else polarity  # type: ignore[return-value]
    return _closing(doc, sentence, question, text) if not limited else None


def _is_said(text: str, entry: str) -> bool:
    """Tell whether *text* is the *entry*, or opens with it where the entry ends with « + »."""
    words_, opens = entry.removesuffix("+").strip(), entry.endswith("+")
    if text == words_:
        return True
    if not opens or not text.startswith(words_) or text[len(words_)].isalnum():
        return False
    # « si » opens an answer before a comma only: « si je refusais » is a condition.
    return words_ not in {"si", "ou"} or text[len(words_)] == ","


def _closing(doc: Doc, sentence: spacy.tokens.Span, question: spacy.tokens.Span, text: str) -> Polarity | None:
    """Return the polarity of an answer not said at its beginning: « Dans ma tête, non. », « Pas à sa demande. »."""
    if text.startswith("pas "):
        return "yes" if " mais " in f" {text} " else "no"
    head, _, last = text.rpartition(",")
    if head and last.strip() in {"non", "oui"}:
        echoed = {word[:5] for word in head.split() if len(word) > 3} & {
            word[:5] for word in _bare(question.text).split() if len(word) > 3
        }
        if echoed and last.strip() == "non" and _goes_on(doc, sentence):
            return None  # « Interdit, non. Je lui ai dit que… »: a word is refused, not the fact
        return "no" if last.strip() == "non" else "yes"
    # « Qui dirait qu'il nous battait ? Elle vendait du poisson. »: a narrative asks, and goes on.
    dashed = sentence.text.lstrip().startswith(("–", "—", "-"))
    replies = dashed or _is_reply(doc, sentence) or _is_elliptical(sentence)
    if _opens(question) and replies and not any(lower(token) in words("ne") for token in sentence):
        return "open"
    return None


def _goes_on(doc: Doc, sentence: spacy.tokens.Span) -> bool:
    """Tell whether the answer goes on after *sentence*."""
    turn = turn_at(doc, sentence.start)
    following = doc[sentence.end].sent if sentence.end < len(doc) else None
    if following is None or _asks(following):
        return False
    return turn is None or turn.kind not in {"answer", "message"} or sentence.end < turn.end
