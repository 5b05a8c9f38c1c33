"""What the statistical components read: the words without the accidents of writing, and what they say of them.

Line ends and tabs are left out, « ’ » is « ' », a sentence in capitals is read in small letters (names in it are read
as written): the parser was measured to lose 15 arcs in 102 on a line end and 27 on capitals (shared/domain/nlp.md).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from spacy.attrs import DEP, ENT_IOB, ENT_TYPE, HEAD, LEMMA, MORPH, POS, TAG
from spacy.symbols import SPACE
from spacy.tokens import Doc
from spacy.vocab import Vocab

from evidence.language.forms import known

# Long texts are read in pieces, cut between sentences: memory stays flat, and the matrices of a batch stay in the
# processor's cache (on two cores, pieces of 10,000 words took up to twice the time of pieces of 200).
PIECE_TOKENS = 250
# Words in capitals that make a sentence a sentence in capitals, of which half are French words and not names alone.
SHOUTED = 3
# No sentence of people has as many words: a list, or a text without stops.
LONGEST = 5_000
SYNTAX = (POS, TAG, MORPH, LEMMA, DEP)
NAMES = (ENT_IOB, ENT_TYPE)
# spaCy's codes: a name goes on, there is none, one begins.
_INSIDE, _OUTSIDE, _BEGIN = 1, 2, 3
Columns = npt.NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Reading:
    """A piece of a text to be read: *tokens* are the places of its words in the text's Doc.

    *shouted* are the words of its sentences in capitals, as written: ranks among *tokens*.
    """

    tokens: tuple[int, ...]
    words: tuple[str, ...]
    spaces: tuple[bool, ...]
    starts: tuple[bool, ...]
    shouted: tuple[int, ...]

    def doc(self, vocab: Vocab) -> Doc:
        """Return the words in small letters, their sentences set."""
        words = [word.replace("’", "'") for word in self.words]
        for rank in self.shouted:
            words[rank] = words[rank].capitalize() if self.starts[rank] else words[rank].lower()
        return Doc(vocab, words, list(self.spaces), sent_starts=[bool(start) for start in self.starts])

    def capitals(self, vocab: Vocab) -> Doc:
        """Return the sentences in capitals alone, as written."""
        ranks = self.shouted
        starts: list[bool | int | None] = [self.starts[rank] for rank in ranks]
        words = [self.words[rank].replace("’", "'") for rank in ranks]
        return Doc(vocab, words, [self.spaces[rank] for rank in ranks], sent_starts=starts)


def readings(doc: Doc) -> Iterator[Reading]:
    """Yield *doc* in pieces of whole sentences; a sentence of more than LONGEST words is cut."""
    at: list[int] = []
    for token in doc:
        full = len(at) >= PIECE_TOKENS
        if (full and token.is_sent_start) or len(at) >= LONGEST:
            yield _reading(doc, at)
            at = []
        if not token.is_space and not _is_masked(doc, token.i):
            at.append(token.i)
    if at:
        yield _reading(doc, at)


def _is_masked(doc: Doc, at: int) -> bool:
    """Tell whether the token at *at* is the dots of a hidden name, which the parser takes for a stop: « Mme P… »."""
    if doc[at].text not in ("...", "…") or not 0 < at < len(doc) - 1:
        return False
    initial = doc[at - 1].text
    return len(initial) == 1 and initial.isupper() and not doc[at - 1].is_sent_start and not doc[at + 1].is_sent_start


def _reading(doc: Doc, at: list[int]) -> Reading:
    tokens = [doc[index] for index in at]
    ends = [token.idx + len(token) for token in tokens]
    spaces = [end < after.idx for end, after in zip(ends, tokens[1:], strict=False)]
    starts = [rank == 0 or token.is_sent_start is True for rank, token in enumerate(tokens)]
    words = tuple(token.text for token in tokens)
    return Reading(tuple(at), words, (*spaces, False), tuple(starts), tuple(_shouted(words, starts)))


def _shouted(words: Sequence[str], starts: Sequence[bool]) -> Iterator[int]:
    """Yield the ranks of the words of sentences in capitals."""
    opens = [rank for rank, start in enumerate(starts) if start]
    for start, end in zip(opens, [*opens[1:], len(words)], strict=True):
        letters = [word for word in words[start:end] if word[0].isalpha()]
        if len(letters) < SHOUTED or any(word != word.upper() for word in letters):
            continue
        if 2 * sum(known(word.lower().replace("’", "'")) for word in letters) >= len(letters):
            yield from range(start, end)


def annotated(doc: Doc, pieces: Sequence[tuple[Reading, Doc, Doc | None]]) -> Doc:
    """Return *doc* with what was read in each piece; a blank leans on the word before it."""
    if not pieces or not pieces[0][1].has_annotation("DEP"):
        return doc
    heads = np.full(len(doc), -1, dtype=np.int64)
    syntax = np.zeros((len(doc), len(SYNTAX)), dtype=np.uint64)
    names = np.zeros((len(doc), len(NAMES)), dtype=np.uint64)
    syntax[:, SYNTAX.index(POS)] = SPACE
    syntax[:, SYNTAX.index(DEP)] = doc.vocab.strings.add("dep")
    names[:, 0] = _OUTSIDE
    for reading, read, capitals in pieces:
        tokens = np.asarray(reading.tokens)
        syntax[tokens] = read.to_array(list(SYNTAX))
        names[tokens] = read.to_array(list(NAMES))
        governors = np.arange(len(read)) + read.to_array([HEAD]).astype(np.int64)
        heads[tokens] = tokens[governors] - tokens
        if capitals is not None:
            names[tokens[list(reading.shouted)]] = capitals.to_array(list(NAMES))
    _mend(names, syntax[:, SYNTAX.index(POS)] == SPACE)
    first = pieces[0][0].tokens[0]
    heads[:first] = first - np.arange(first)
    columns = np.column_stack([syntax, names, heads.astype(np.uint64)])
    return doc.from_array([*SYNTAX, *NAMES, HEAD], columns)  # type: ignore[arg-type]  # uint64 is what spaCy reads


def _mend(names: Columns, blanks: npt.NDArray[np.bool_]) -> None:
    """Make a blank inside a name part of it, and let each name begin: « M.  DUPONT » is one."""
    for index in np.flatnonzero(blanks)[::-1]:
        if index + 1 < len(names) and names[index + 1, 0] == _INSIDE:
            names[index] = names[index + 1]
    inside = names[:, 0] == _INSIDE
    same = np.zeros(len(names), dtype=bool)
    same[1:] = (names[1:, 1] == names[:-1, 1]) & np.isin(names[:-1, 0], (_INSIDE, _BEGIN))
    names[inside & ~same, 0] = _BEGIN
