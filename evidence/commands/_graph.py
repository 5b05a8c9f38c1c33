"""One network in the form asked for."""

import datetime as dt
import json
from dataclasses import dataclass
from pathlib import Path
from textwrap import wrap

import click

from evidence import catalogue
from evidence.case import Case
from evidence.catalogue.schema import FAMILIES
from evidence.commands._network import placed
from evidence.decisions import as_reviewed
from evidence.dossier.pseudonyms import Pseudonyms
from evidence.errors import UsageError
from evidence.graph import exchange, ftm, qda
from evidence.graph.page import page
from evidence.graph.picture import drawing, sentence
from evidence.graph.record import Network
from evidence.graph.tables import tables
from evidence.store.records import plain

WIDTH = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """The form, the day and the mark of the page, and the pseudonyms in force."""

    shape: str
    made_at: dt.date
    fiction: bool = False
    hidden: Pseudonyms | None = None


def rendered(case: Case, network: Network, wanted: Wanted) -> bytes:
    """Return *network* as bytes in the form *wanted*."""
    name = "Affaire pseudonymisée" if wanted.hidden else case.name
    shape = wanted.shape
    if shape == "html":
        names = {item.id: item.name for item in catalogue.load().criteria.values()}
        return page(network, case=name, made_at=wanted.made_at, names=names, fiction=wanted.fiction)
    if shape == "gexf":
        return exchange.gexf(network, wanted.made_at)
    if shape == "ftm":
        return ftm.ftm(network, name)
    if shape == "qdc":
        return qda.codebook(_codes())
    if shape == "qdpx":
        return _project(case, network, wanted, name)
    if shape == "json":
        return (json.dumps(plain(network), ensure_ascii=False, indent=1) + "\n").encode()
    makers = {"svg": _svg, "graphml": exchange.graphml, "table": _table}
    return makers[shape](network)


def _svg(network: Network) -> bytes:
    return f"{drawing(network)}\n".encode()


def _table(network: Network) -> bytes:
    lines = []
    for tie in network.ties:
        lines += wrap(sentence(tie), WIDTH, subsequent_indent="  ")
        for item in tie.passages:
            words = f"« {' '.join(item.quote.split())} » – {placed(item)}"
            lines += wrap(words, WIDTH, initial_indent="    ", subsequent_indent="      ")
    return "".join(f"{line}\n" for line in lines).encode()


def _codes() -> list[qda.Code]:
    order = {family: rank for rank, family in enumerate(FAMILIES)}
    every = sorted(catalogue.load().criteria.values(), key=lambda item: (order[item.family], item.id))
    return [(item.family, item.id, item.name, item.definition) for item in every]


def _project(case: Case, network: Network, wanted: Wanted, name: str) -> bytes:
    reviews = case.reviews()
    findings = [as_reviewed(item, reviews.get(item.id)) for item in case.findings()]
    kept = [item for item in findings if item.id not in reviews or reviews[item.id].verdict != "rejected"]
    pieces = [(piece.number, piece.reading.document) for piece in case.pieces() if piece.reading.document]
    hidden = wanted.hidden
    if hidden is not None:
        kept = [hidden.finding(item) for item in kept]
        pieces = [(number, hidden.document(number, document)) for number, document in pieces]
    return qda.project(case=name, made_at=wanted.made_at, codes=_codes(), pieces=pieces, findings=kept, network=network)


def write_tables(network: Network, out: Path | None) -> None:
    """Write the three tables in the folder *out*.

    Raises:
        UsageError: no folder is given.
    """
    if out is None:
        raise UsageError("le format csv fait trois fichiers", "Donnez un dossier : -o DOSSIER")
    out.mkdir(parents=True, exist_ok=True)
    for name, content in tables(network).items():
        (out / name).write_bytes(content)
        click.echo(str(out / name))
