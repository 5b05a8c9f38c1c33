"""What `dossier` writes and `verify` writes again: the same files from the same wish."""

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from evidence.case import Case
from evidence.commands._pseudonyms import reveiled
from evidence.dossier import manifest
from evidence.dossier.exports import docx, html
from evidence.dossier.exports import json as json_of
from evidence.dossier.manifest import Asked
from evidence.dossier.page_pictures import LIMIT, PagePicture, pictures
from evidence.dossier.paper import Paper
from evidence.dossier.paper_formats import FORMATS
from evidence.dossier.papers import make, names
from evidence.dossier.record import Dossier, State
from evidence.errors import IntegrityError, UsageError

WHOLE, MAIN, EXTRACT = "dossier", "synthese", "extrait"
STATES: dict[str, State] = {"brouillon": "draft", "relu": "reviewed", "arrete": "closed"}


@dataclass(frozen=True, slots=True)
class Wish:
    """What was asked for, and the user's own files."""

    asked: Asked
    rules: Path | None = None
    plan: Path | None = None
    base: Path | None = None

    def __post_init__(self) -> None:
        """Refuse what does not exist before any work is done.

        Raises:
            UsageError: an unknown document or format; pictures of pages with pseudonyms; a theme with no extract.
        """
        known = (WHOLE, *names())
        for name in self.asked.documents:
            if name not in known:
                raise UsageError(f"document « {name} » inconnu", f"Documents : {', '.join(known)}.")
        for name in self.asked.formats:
            if name not in FORMATS:
                raise UsageError(f"format « {name} » inconnu", f"Formats : {', '.join(sorted(FORMATS))}.")
        if self.asked.pages and self.asked.pseudonyms:
            raise UsageError("une page en image montre les noms", "Choisissez --pages ou --pseudonyms, pas les deux.")
        if self.asked.theme and set(self.asked.documents) != {EXTRACT}:
            # A complaint of which a part was left out would look whole.
            raise UsageError("un thème vaut pour un extrait seul", "Donnez --document extrait avec --theme.")
        if self.plan and len(self.asked.documents) != 1:
            raise UsageError("un modèle vaut pour un seul document", "Donnez un seul --document avec --plan.")

    def dossier(self, case: Case) -> Dossier:
        """Return the dossier in the state asked for.

        Raises:
            UsageError: it is to be closed while findings wait for a decision, or the theme is unknown.
        """
        state = STATES[self.asked.state]
        date = dt.date.fromisoformat(self.asked.date)
        found = case.dossier(made_at=date, fiction=self.asked.fiction, rules=self.rules, state=state)
        if state == "closed" and found.counts.pending:
            raise UsageError(
                f"{found.counts.pending} constats attendent encore une décision", "Relisez-les avant d’arrêter."
            )
        themes = {item.id for item in found.criteria} | {item.family for item in found.criteria}
        if self.asked.theme and self.asked.theme not in themes:
            raise UsageError(f"thème « {self.asked.theme} » inconnu", f"Thèmes : {', '.join(sorted(themes))}.")
        return found


def made(dossier: Dossier, wish: Wish, case: Case) -> dict[str, bytes]:
    """Return the files by name, the manifest left out."""
    files: dict[str, bytes] = {}
    for name in wish.asked.documents:
        # The dossier reads as the synthesis does, in every format; its JSON alone is the whole record.
        paper = make(dossier, MAIN if name == WHOLE else name, plan=wish.plan, theme=wish.asked.theme)
        for kind in (name for name in FORMATS if name in wish.asked.formats):
            if kind == "json" and name == WHOLE:
                content = json_of.write(dossier)
            elif kind == "docx" and wish.base:
                content = docx.write_paper(paper, wish.base)
            elif kind == "html" and wish.asked.pages is not False and not wish.asked.pseudonyms:
                content = html.write_paper(paper, *_pages(dossier, paper, case, wish.asked.pages))
            else:
                content = FORMATS[kind](paper)
            files[f"{name}.{kind}"] = content
    return files


def _pages(dossier: Dossier, paper: Paper, case: Case, pages: bool | None) -> tuple[tuple[PagePicture, ...], int]:
    documents = {piece.source.id: piece.reading.document for piece in case.pieces() if piece.reading.document}
    return pictures(dossier, paper, documents, case.vault.get, None if pages else LIMIT)


def version(dossier: Dossier, wish: Wish, files: Mapping[str, bytes], out: Path) -> Iterator[str]:
    """Write *files* and the manifest in *out*; yield what changed since the version that was there.

    Raises:
        IntegrityError: a closed dossier is there and would change: it is left as it is.
    """
    new = manifest.write(dossier, wish.asked, files)
    if (out / manifest.NAME).is_file():
        old, asked = manifest.read(out)
        changes = list(manifest.differences(old, json.loads(new)))
        if changes and asked.state == "arrete":
            raise IntegrityError(
                "\n".join((f"{out} : ce dossier est arrêté ; une nouvelle version y changerait :", *changes)),
                "Écrivez la nouvelle version dans un autre dossier.",
            )
        yield from (f"Changé depuis la version précédente : {line}" for line in changes)
    for name, content in (*files.items(), (manifest.NAME, new)):
        (out / name).write_bytes(content)


def rebuilt(
    out: Path, case: Case, rules: Path | None, base: Path | None, plan: Path | None, key: Path | None
) -> list[str]:
    """Return what differs when the dossier in *out* is made again from *case*: nothing when it is the same bytes.

    *key* is that of the pseudonyms, read and never written.
    """
    old, asked = manifest.read(out)
    if asked.pseudonyms != (key is not None):
        if asked.pseudonyms:
            return ["édition sous pseudonymes : donnez sa clé avec --pseudonyms pour la comparer"]
        return ["édition sans pseudonymes : ne donnez pas de clé pour la comparer"]
    wish = Wish(asked, rules=rules, plan=plan, base=base)
    dossier = wish.dossier(case)
    if key is not None:
        dossier = reveiled(case, dossier, key)
    new = json.loads(manifest.write(dossier, asked, made(dossier, wish, case)))
    return list(manifest.differences(old, new))
