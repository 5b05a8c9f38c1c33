"""Makes a paper from an editable plan: ``templates/papers/*.yaml`` gives titles, sentences and the parts in order."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import yaml
from jinja2 import StrictUndefined, TemplateError, TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from evidence.catalogue import teaching
from evidence.dossier import parts_case, parts_facts, parts_law, parts_matrix, parts_network
from evidence.dossier.paper import (
    Block,
    Drawing,
    Heading,
    Paper,
    PieceText,
    Quote,
    Table,
    Words,
    quotes,
    spot,
    spots,
)
from evidence.dossier.record import Dossier
from evidence.dossier.typography import date_words, typeset
from evidence.dossier.view import View, anchor
from evidence.errors import RuleError
from evidence.resources import folder

Part = Callable[[View], Iterator[Block]]
STATES = {"draft": "brouillon", "reviewed": "relu", "closed": "arrêté"}
ROOMS = (parts_case, parts_facts, parts_law, parts_matrix, parts_network)


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Chapter(_Strict):
    """One part of a plan: its title, sentences (one a line, « - » begins an item), and what the program puts in.

    *reading* begins another reading (« Lecture en une heure »), where the formats turn the page.
    """

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$")]
    title: str
    reading: str = ""
    text: str = ""
    parts: tuple[str, ...] = ()


class Plan(_Strict):
    """A whole paper as its file says it."""

    title: str
    chapters: tuple[Chapter, ...]


def names() -> tuple[str, ...]:
    """Return the papers that can be made, by name."""
    found = (folder("templates") / "papers").iterdir()
    return tuple(sorted(item.name.removesuffix(".yaml") for item in found if item.name.endswith(".yaml")))


def parts() -> dict[str, Part]:
    """Return every part that a plan may name: the public functions of the rooms of parts."""
    return {
        name: value
        for room in ROOMS
        for name, value in vars(room).items()
        if callable(value) and getattr(value, "__module__", "") == room.__name__ and not name.startswith("_")
    }


def make(dossier: Dossier, name: str, *, plan: Path | None = None, theme: str = "") -> Paper:
    """Return the paper *name* of *dossier*; *plan* is a user's own file, *theme* a criterion or family to keep.

    Raises:
        RuleError: the plan is wrong; the message names file and line.
    """
    if plan is not None:
        source, where = plan.read_text(encoding="utf-8"), str(plan)
    else:
        where = f"templates/papers/{name}.yaml"
        source = (folder("templates") / "papers" / f"{name}.yaml").read_text(encoding="utf-8")
    found = _plan(source, where)
    view = View(dossier, theme)
    say = _Sayer(source, where, view)
    blocks: list[Block] = []
    known = parts()
    for rank, chapter in enumerate(found.chapters):
        blocks.append(Heading(2, typeset(say(chapter.title)), chapter.id, typeset(say(chapter.reading))))
        blocks += _sentences(say(chapter.text))
        for place, part in enumerate(chapter.parts):
            if part not in known:
                line = _at(source, ("chapters", rank, "parts", place))
                advice = f"Parties : {', '.join(sorted(known))}."
                raise RuleError(f"{where}:{line}: partie « {part} » inconnue", advice)
            blocks += [typed(block) for block in known[part](view)]
    paper = Paper(
        name=name,
        title=typeset(say(found.title)),
        case=dossier.case,
        made_at=dossier.made_at,
        fiction=dossier.fiction,
        state=STATES[dossier.state],
        program=dossier.program,
        catalogue=dossier.catalogue,
        blocks=tuple(_reachable(blocks)),
    )
    return replace(paper, texts=tuple(_texts(view, paper)))


def _texts(view: View, paper: Paper) -> Iterator[PieceText]:
    """Yield the texts of the pieces that *paper* cites, the words of its findings marked."""
    cited = {place.split("-")[0] for place in spots(paper)}
    printed = {quote.finding for quote in quotes(paper)}
    marks: dict[str, list[tuple[int, int]]] = {}
    for row in view.rows:
        if row.id in printed:
            marks.setdefault(row.sha256, []).append((row.start, row.end))
    for piece in view.dossier.pieces:
        if piece.text and spot(piece.number) in cited:
            yield PieceText(piece.number, piece.name, piece.text, tuple(sorted(marks.get(piece.sha256, ()))))


def _plan(source: str, where: str) -> Plan:
    try:
        return Plan.model_validate(yaml.safe_load(source))
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise RuleError(f"{where}:{line}: {error.problem}", "Corrigez le modèle.") from error
    except ValidationError as error:
        # A key that no plan has says more than the key that lacks because of it.
        first = min(error.errors(), key=lambda item: item["type"] != "extra_forbidden")
        place = ".".join(str(item) for item in first["loc"])
        raise RuleError(
            f"{where}:{_at(source, first['loc'])}: {place} : {first['msg']}", "Corrigez le modèle."
        ) from error


def _at(source: str, path: Sequence[str | int]) -> int:
    """Return the line of *source* where the value at *path* stands, from 1; of what holds it, when it lacks."""
    node = yaml.compose(source, Loader=yaml.SafeLoader)
    line = node.start_mark.line if node else 0
    for step in path:
        if isinstance(node, yaml.MappingNode):
            pair = next((item for item in node.value if item[0].value == step), None)
            if pair is None:
                break
            line, node = pair[0].start_mark.line, pair[1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int):
            node = node.value[step]
            line = node.start_mark.line
    return line + 1


def _line(source: str, words: str) -> int:
    """Return the line of *source* where *words* first stand, from 1."""
    place = source.find(words)
    return source.count("\n", 0, place) + 1 if place >= 0 else 1


def families() -> dict[str, str]:
    """Return the families of criteria by id, in French."""
    return teaching.load("words", teaching.Words).of("families")


class _Sayer:
    """Fills the sentences of a plan: sandboxed, unknown names refused; what comes out is plain text, never markup."""

    def __init__(self, source: str, where: str, view: View) -> None:
        self._source, self._where = source, where
        self._jinja = ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=False)
        made = view.dossier
        self._names = {
            "affaire": made.case,
            "date": date_words(made.made_at),
            "etat": STATES[made.state],
            "programme": made.program,
            "catalogue": made.catalogue,
            "modele": made.model,
            "a_charge": made.counts.incriminating,
            "a_decharge": made.counts.exculpatory,
            "a_verifier": made.counts.to_verify,
            "acceptes": made.counts.accepted,
            "rejetes": made.counts.rejected,
            "non_relus": made.counts.pending,
            "pieces": len(made.pieces),
            "non_exploitees": len(made.unread),
            "imprimes": len(view.rows),
            "passages": view.shared[0],
            "partages": view.shared[1],
            "theme": view.criteria.get(view.theme) or families().get(view.theme, view.theme),
        }

    def __call__(self, words: str) -> str:
        """Return *words* filled.

        Raises:
            RuleError: an unknown name, a mistake of syntax, or something that the sandbox refuses.
        """
        try:
            return self._jinja.from_string(words).render(self._names)
        except TemplateSyntaxError as error:
            raise self._wrong(words, error.lineno, error) from error
        except (TemplateError, TypeError, ValueError, ArithmeticError) as error:
            raise self._wrong(words, _failing(error), error) from error

    def _wrong(self, words: str, line: int, error: Exception) -> RuleError:
        said = words.splitlines()[max(line - 1, 0)] if words else ""
        return RuleError(
            f"{self._where}:{_line(self._source, said.strip())}: {error}",
            f"Noms permis : {', '.join(sorted(self._names))}.",
        )


def _failing(error: BaseException) -> int:
    """Return the line of the template where *error* rose, from 1."""
    trace, line = error.__traceback__, 1
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == "<template>":
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


def _sentences(words: str) -> Iterator[Block]:
    for line in words.splitlines():
        if line.strip():
            item = line.lstrip().startswith("- ")
            yield Words(typeset(line.strip().removeprefix("- ")), item)


def _reachable(blocks: list[Block]) -> Iterator[Block]:
    """Yield *blocks*; a number whose quotation is not printed in this paper leads nowhere."""
    known = {anchor(block.finding) for block in blocks if isinstance(block, Quote)}
    known |= {block.anchor for block in blocks if isinstance(block, Heading)}
    for block in blocks:
        if isinstance(block, Table):
            rows = tuple(
                tuple(tuple(run if run.to in known else replace(run, to="") for run in cell) for cell in row)
                for row in block.rows
            )
            yield Table(block.caption, block.head, rows)
        else:
            yield block


def typed(block: Block) -> Block:
    """Return *block* with French typography in our own words; quotations and cells that hold one are untouched."""
    if isinstance(block, Heading):
        return replace(block, words=typeset(block.words))
    if isinstance(block, Words):
        return Words(typeset(block.words), block.item)
    if isinstance(block, Drawing):
        return Drawing(block.svg, typeset(block.words))
    if isinstance(block, Table):
        return Table(typeset(block.caption), tuple(typeset(cell) for cell in block.head), block.rows)
    return block
