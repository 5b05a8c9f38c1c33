"""rules/legal/ -> Legal: what the law needs beside the offences, and the proofreading of both."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from evidence.catalogue.law import (
    Addresses,
    Bodies,
    Body,
    Decision,
    Decisions,
    Delays,
    Grid,
    GridFile,
    Offence,
    Settings,
    Topic,
    Topics,
)
from evidence.catalogue.need import NeedError
from evidence.catalogue.schema import Criterion
from evidence.catalogue.sheets import Mistake, Sheet

T = TypeVar("T", bound=BaseModel)
NO_SETTINGS = Settings(harmed=(), accused=(), phases={}, means=(), piece_kinds={})


@dataclass(frozen=True, slots=True, kw_only=True)
class Legal:
    """The files of rules/legal/."""

    decisions: tuple[Decision, ...]
    unread: tuple[str, ...]
    topics: tuple[Topic, ...]
    delays: Delays
    bodies: tuple[Body, ...]
    grids: tuple[Grid, ...]
    settings: Settings
    addresses: Mapping[str, str]

    def address(self, keys: tuple[str, ...]) -> str:
        """Return the addresses of *keys* as one string."""
        return " ; ".join(self.addresses.get(key, key) for key in keys)


def gathered(sheets: Mapping[str, Sheet], mistakes: list[Mistake]) -> Legal:
    """Return rules/legal/ as records; what is wrong goes to *mistakes* and leaves the file empty."""
    decisions = _file(sheets, "decisions", Decisions, mistakes) or Decisions(decisions=())
    topics = _file(sheets, "acts", Topics, mistakes) or Topics(topics=())
    bodies = _file(sheets, "bodies", Bodies, mistakes) or Bodies(bodies=())
    grids = _file(sheets, "grids", GridFile, mistakes) or GridFile(grids=())
    addresses = _file(sheets, "addresses", Addresses, mistakes) or Addresses(addresses={})
    return Legal(
        decisions=decisions.decisions,
        unread=decisions.unread,
        topics=topics.topics,
        delays=_file(sheets, "delays", Delays, mistakes) or Delays(delays=(), assumptions=()),
        bodies=bodies.bodies,
        grids=grids.grids,
        settings=_file(sheets, "view", Settings, mistakes) or NO_SETTINGS,
        addresses=dict(addresses.addresses),
    )


def _file(sheets: Mapping[str, Sheet], name: str, shape: type[T], mistakes: list[Mistake]) -> T | None:
    sheet = sheets.get(f"legal/{name}.yaml")
    if sheet is None:
        return None
    data, wrong = sheet.data()
    mistakes += wrong
    if wrong:
        return None
    try:
        return shape.model_validate(data)
    except ValidationError as error:
        for item in error.errors():
            key = ".".join(str(part) for part in item["loc"])
            mistakes.append(sheet.mistake(sheet.line_of(item["loc"]), f"{key} : {item['msg']} ; corrigez"))
        return None


def of_offence(sheet: Sheet, offence: Offence, criteria: Mapping[str, Criterion]) -> Iterator[Mistake]:
    """Yield what is wrong in an offence: a rule that cannot be read, an id that no element has, dates out of order."""
    known = offence.element_names()
    try:
        rules = offence.rules()
    except NeedError as error:
        yield sheet.mistake(sheet.line_of(["need"]), f"need : {error} ; corrigez l’expression")
        return
    named = [(rule, element) for rule, need in rules.items() for element in need.elements()]
    named += [("harsher", element) for element in offence.harsher] + [("excluding", e) for e in offence.excluding]
    named += [("words", e) for e in offence.text_words(offence.versions[-1])] + [
        ("criteria", e) for e in offence.bearing()
    ]
    named += [("outside", element) for element in offence.left_out()]
    named += [("proposed_with", e) for e in offence.proposed_with] + [("about_person", e) for e in offence.about_person]
    named += [("acts", e) for e in offence.acts] + [("lasting", e) for e in offence.lasting]
    named += [("repeated", e) for e in offence.repeated] + [("measured", e) for e in offence.measured]
    named += [(item.id, element) for item in offence.versions for element in item.without]
    for where, element in named:
        if element not in known:
            yield sheet.mistake(sheet.line_of(["elements"]), f"{where} : « {element} » n’est pas dans elements")
    pointed = {name for names in offence.bearing().values() for name in names} | set(offence.proposed_by)
    for name in sorted({item.partition("/")[0] for item in pointed} - criteria.keys()):
        yield sheet.mistake(sheet.line_of(["criteria"]), f"il n’y a pas de critère « {name} »")
    yield from _of_versions(sheet, offence)


def _of_versions(sheet: Sheet, offence: Offence) -> Iterator[Mistake]:
    rules = offence.rules()
    for rank, item in enumerate(offence.versions):
        line = sheet.line_of(["versions", rank])
        for rule in item.need:
            if rule not in rules:
                yield sheet.mistake(line, f"version {item.id} : règle « {rule} » absente de need")
        if not rank and item.start is None and item.known_on is None:
            yield sheet.mistake(
                line, f"version {item.id} : dites from, ou known_on (jour où ce texte était en vigueur)"
            )
        before = offence.versions[rank - 1].end if rank else None
        if rank and (before is None or item.start is None or (item.start - before).days < 1):
            yield sheet.mistake(line, f"version {item.id} : elle doit commencer après la fin de la précédente")
