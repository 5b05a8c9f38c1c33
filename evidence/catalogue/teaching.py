"""The shapes of rules/teaching/: words that show it, fictions for classes; no finding depends on them."""

from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from evidence.catalogue.schema import Lines, Record
from evidence.catalogue.sheets import gather
from evidence.errors import RuleError
from evidence.resources import folder

T = TypeVar("T", bound=Record)


def pairs(lines: tuple[str, ...]) -> dict[str, str]:
    """Return lines « key = value » as a mapping, in their order."""
    split = (line.partition(" = ") for line in lines)
    return {key.strip(): value.strip() for key, _, value in split}


class Words(Record):
    """rules/teaching/words.yaml: « key = value » lines."""

    families: Lines
    statuses: Lines
    signs: Lines
    status_words: Lines
    glossary: Lines
    history: Lines

    def of(self, table: str) -> dict[str, str]:
        """Return the *table* (families, statuses, signs, status_words, glossary, history) as a mapping."""
        return pairs(getattr(self, table))


def load(name: str, shape: type[T], *folders: Path) -> T:
    """Return rules/teaching/*name*.yaml, as *folders* replace it.

    Raises:
        RuleError: the file is absent or wrong; the message names file and line.
    """
    sheet = gather((folder("rules"), *folders)).get(f"teaching/{name}.yaml")
    if sheet is None:
        raise RuleError(f"teaching/{name}.yaml : fichier absent", "Réinstallez emprise.")
    data, wrong = sheet.data()
    if wrong:
        raise RuleError("\n".join(map(str, wrong)), "Corrigez ces lignes.")
    try:
        return shape.model_validate(data)
    except ValidationError as error:
        found = [
            sheet.mistake(sheet.line_of(item["loc"]), f"{'.'.join(map(str, item['loc']))} : {item['msg']} ; corrigez")
            for item in error.errors()
        ]
        raise RuleError("\n".join(map(str, found)), "Corrigez ces lignes.") from error


class Model(Record):
    """rules/teaching/new.yaml: the file that a new criterion starts from; ``@ID@`` stands for its id."""

    template: str


class Tale(Record):
    """rules/teaching/cases.yaml: what invented cases are made of; a sentence is ``level | status | criterion | words``.

    *complaint*, *witness*, *defence* are the kinds of piece; *frames* holds the first line of each.
    """

    banner: str
    leaders: Lines
    plaintiffs: Lines
    witnesses: Lines
    groups: Lines
    towns: Lines
    children: Lines
    relatives: Lines
    sums: Lines
    years: Lines
    complaint: Lines
    witness: Lines
    defence: Lines
    frames: Lines
    task: Lines
