"""The phrase language: one line of a rule file -> a tree of plain records. Knows no spaCy.

Grammar (docs/ecrire-une-regle.md explains it to a lawyer)::

    phrase  = sequence [ "~" sequence ]
    sequence = item { item }
    item    = atom { "_" atom } | ".." [number]
    atom    = word[/v|/n|/a] | '"' form '"' | "(" sequence { "|" sequence } ")"["/v"] | "[" sequence "]" | "{" slot "}"
"""

import re
from dataclasses import dataclass, replace
from typing import TypeAlias

DEFAULT_GAP = 3
PUNCTUATION = ",;:!?«»"
LONGEST_ABBREVIATION = 4
STRAY = {
    "~": "un motif n’a qu’un « ~ » ; écrire deux motifs",
    "|": "« | » se place entre parenthèses : (a | b)",
    ")": "« ) » n’est pas ouvert",
    "]": "« ] » n’est pas ouvert",
}
_TOKEN = re.compile(
    r"""\s*(?:(?P<gap>\.\.(?P<width>\d*))|(?P<sign>[()\[\]|~_])(?:(?<=\))/(?P<all>[vna]))?|\{(?P<slot>[a-z0-9_]+)\}|"(?P<exact>[^"]*)"
    |(?P<word>[^\s()\[\]{}|~_"/]+)(?:/(?P<pos>[vna]))?)""",
    re.VERBOSE,
)


class PhraseError(ValueError):
    """A phrase that cannot be read; the message names the column and the remedy, in French."""


@dataclass(frozen=True, slots=True)
class Word:
    """Any inflected form of *text*, or this very form when *exact*; *pos* is v, n, a or None."""

    text: str
    pos: str | None = None
    exact: bool = False


@dataclass(frozen=True, slots=True)
class Gap:
    """Up to *width* words of any kind."""

    width: int


@dataclass(frozen=True, slots=True)
class Slot:
    """Any entry of rules/lexicon/<name>.yaml."""

    name: str


@dataclass(frozen=True, slots=True)
class Touch:
    """Words that touch: nothing may stand between them."""

    items: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Sequence:
    """One after the other; up to two light words may stand between."""

    items: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """One of these."""

    options: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Maybe:
    """This, or nothing."""

    item: "Node"


@dataclass(frozen=True, slots=True)
class Governs:
    """*left* and *right* tied in one statement, in any order and at any distance."""

    left: "Node"
    right: "Node"


Node: TypeAlias = Word | Gap | Slot | Touch | Sequence | Choice | Maybe | Governs


class _Reader:
    """Reads one phrase from left to right; *at* is the next character."""

    def __init__(self, text: str) -> None:
        self.text, self.tokens, self.index = text, [], 0
        at = 0
        while at < len(text.rstrip()):
            match = _TOKEN.match(text, at)
            if match is None:
                raise PhraseError(_unread(text, at))
            self.tokens.append(match)
            at = match.end()

    def sign(self) -> str | None:
        return self.tokens[self.index]["sign"] if self.index < len(self.tokens) else None

    def column(self) -> int:
        if self.index < len(self.tokens):
            match = self.tokens[self.index]
            return match.end() - len(match.group().lstrip()) + 1
        return len(self.text.rstrip()) + 1

    def expect(self, sign: str) -> None:
        if self.sign() != sign:
            raise PhraseError(f"colonne {self.column()} : il manque « {sign} »")
        self.index += 1

    def sequence(self) -> Node:
        items: list[Node] = []
        while self.index < len(self.tokens) and self.sign() not in (")", "]", "|", "~"):
            items.append(self.item())
        if not items:
            raise PhraseError(f"colonne {self.column()} : un mot est attendu")
        if isinstance(items[0], Gap) or isinstance(items[-1], Gap):
            raise PhraseError(f"colonne {self.column()} : « .. » se place entre deux mots")
        return items[0] if len(items) == 1 else Sequence(tuple(items))

    def item(self) -> Node:
        match = self.tokens[self.index]
        if match["gap"]:
            self.index += 1
            if self.index < len(self.tokens) and self.tokens[self.index]["gap"]:
                raise PhraseError(f"colonne {self.column()} : deux trous se suivent ; écrire un seul « ..6 »")
            return Gap(int(match["width"] or DEFAULT_GAP))
        atoms = [self.atom()]
        while self.sign() == "_":
            self.index += 1
            atoms.append(self.atom())
        return atoms[0] if len(atoms) == 1 else Touch(tuple(atoms))

    def atom(self) -> Node:
        if self.index >= len(self.tokens):
            raise PhraseError(f"colonne {self.column()} : un mot est attendu")
        match = self.tokens[self.index]
        if match["sign"] == "(":
            return self.choice()
        if match["sign"] == "[":
            self.index += 1
            inside = self.sequence()
            self.expect("]")
            return Maybe(inside)
        if match["sign"]:
            raise PhraseError(f"colonne {self.column()} : « {match['sign']} » n’a pas de sens ici")
        self.index += 1
        if match["slot"]:
            return Slot(match["slot"])
        if match["exact"] is not None:
            words = [Word(word, exact=True) for word in match["exact"].replace("_", " ").split()]
            if not words:
                raise PhraseError(f"colonne {self.column()} : les guillemets sont vides")
            return words[0] if len(words) == 1 else Touch(tuple(words))
        return Word(self.word(match), match["pos"])

    def word(self, match: re.Match[str]) -> str:
        text = match["word"]
        if any(sign in PUNCTUATION for sign in text) or (text.endswith(".") and len(text) > LONGEST_ABBREVIATION):
            column = match.start("word") + 1
            raise PhraseError(f"colonne {column} : « {text} » porte une ponctuation ; ôtez-la, ou écrivez « .. »")
        return text

    def choice(self) -> Node:
        self.expect("(")
        options = [self.sequence()]
        while self.sign() == "|":
            self.index += 1
            options.append(self.sequence())
        closing = self.index
        self.expect(")")
        pos = self.tokens[closing]["all"]
        if pos:
            options = [replace(item, pos=item.pos or pos) if isinstance(item, Word) else item for item in options]
        return options[0] if len(options) == 1 else Choice(tuple(options))


def parse(text: str) -> Node:
    """Return the tree of a phrase.

    Raises:
        PhraseError: the phrase cannot be read; the message names the column and what is missing.
    """
    reader = _Reader(text)
    left = reader.sequence()
    if reader.sign() == "~":
        reader.index += 1
        left = Governs(left, reader.sequence())
    if reader.index < len(reader.tokens):
        raise PhraseError(f"colonne {reader.column()} : {STRAY.get(str(reader.sign()), 'rien n’est attendu ici')}")
    if is_optional(left):
        raise PhraseError("colonne 1 : tout est facultatif ; un mot au moins doit l’être hors des crochets")
    return left


def _unread(text: str, at: int) -> str:
    """Return what is wrong at *at*, where no token begins, and the remedy."""
    column = at + len(text[at:]) - len(text[at:].lstrip()) + 1
    rest = text[at:].strip()
    if rest.startswith('"'):
        return f'colonne {column} : il manque le guillemet " qui ferme'
    if rest.startswith("/"):
        return f"colonne {column} : après « / », écrire v (verbe), n (nom) ou a (adjectif), collé à un mot ou à « ) »"
    if rest.startswith("{"):
        return f"colonne {column} : un lexique s’écrit {{nom}}, en minuscules sans accent"
    return f"colonne {column} : « {rest[:12]} » n’a pas de sens ici"


def is_optional(node: Node) -> bool:
    """Tell whether *node* may match no word at all."""
    if isinstance(node, Maybe):
        return True
    if isinstance(node, Choice):
        return any(is_optional(option) for option in node.options)
    if isinstance(node, Touch | Sequence):
        return all(isinstance(item, Gap) or is_optional(item) for item in node.items)
    return isinstance(node, Governs) and (is_optional(node.left) or is_optional(node.right))


def slots(node: Node) -> frozenset[str]:
    """Return the names of the lexicons that *node* uses."""
    if isinstance(node, Slot):
        return frozenset({node.name})
    return frozenset(name for child in children(node) for name in slots(child))


def children(node: Node) -> tuple[Node, ...]:
    """Return the nodes directly below *node*."""
    if isinstance(node, Touch | Sequence):
        return node.items
    if isinstance(node, Choice):
        return node.options
    if isinstance(node, Maybe):
        return (node.item,)
    if isinstance(node, Governs):
        return (node.left, node.right)
    return ()
