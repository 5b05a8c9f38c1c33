"""Names as pieces write them -> persons and groups, then what a reader decided of them.

Conservative: a name joins another only when no third one could be meant, first within its piece, then in the case;
what is not sure stays apart and is proposed. Every joining can be undone by a decision (``split``).
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from itertools import combinations
from typing import Literal

from rapidfuzz import fuzz

from evidence.catalogue.words import load
from evidence.decisions import PersonDecision
from evidence.language.names import first_names
from evidence.model import Finding, Mention, Person, Span
from evidence.people.handles import SENDER, beside, handle_key, owners
from evidence.people.naming import is_common, is_office, names_somebody
from evidence.people.registry import is_named, key_of
from evidence.people.usual import usual

# Two full names with so like letters are proposed as one, never joined: a spelling mistake, or two sisters.
ALIKE = 88
WHOLE = "l’adresse porte ce nom"
PART = "l’adresse porte une partie de ce nom"
INITIALS = "ce sont ses initiales"
Kind = Literal["person", "group", "account"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A name as a piece writes it: *source* is the piece's hash, *kind* PER, ORG or LOC, *times* how often.

    A place is nobody: it tells that the same word, alone, names a place of the case. EMAIL and IBAN are handles, with
    the name that stands *beside* them; SENDER signs a message.
    """

    source: str
    name: str
    kind: str = "PER"
    times: int = 1
    beside: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """Two identities that may be one, and *why*: for a person to decide. *applied*: joined already, to be confirmed."""

    first: str
    second: str
    why: str
    applied: bool = False


@dataclass
class Identities:
    """The persons of a case. *said* are the names of its pieces, *roles* (source, name, capacity) of its headers."""

    said: Sequence[Said]
    roles: Sequence[tuple[str, str, str]] = ()
    decisions: Sequence[PersonDecision] = ()
    _local: dict[tuple[str, str], str] = field(default_factory=dict, init=False)
    _global: dict[str, str] = field(default_factory=dict, init=False)
    _proposals: list[Proposal] = field(default_factory=list, init=False)
    _elsewhere: set[str] = field(default_factory=set, init=False)

    def __post_init__(self) -> None:
        """Join what is sure, then follow the decisions."""
        forms: dict[str, Counter[str]] = defaultdict(Counter)
        kinds: dict[str, Counter[str]] = defaultdict(Counter)
        places: dict[str, set[str]] = defaultdict(set)
        for item in self.said:
            key = key_of(item.name)
            if key and item.kind == "LOC":
                self._elsewhere.add(key)
            elif key:
                forms[key][item.name] += item.times
                kinds[key][item.kind] += item.times
                places[key].add(item.source)
        self._forms, self._kinds, self._places = forms, kinds, places
        self._offices = {key for key, names in forms.items() if any(map(is_office, names))}
        # What a court or a service is named after is a place: « tribunal judiciaire de Valmont-sur-Sève ».
        named_after = (word for key in self._offices for name in forms[key] for word in name.split()[1:])
        self._elsewhere |= {key_of(word) for word in named_after if word[0].isupper()}
        self._join()
        self._join_handles()
        self._decide()

    # --- joining ----------------------------------------------------------------------------------------------------

    def _join(self) -> None:
        full = [key for key in self._forms if len(_words(key)) > 1]
        self._by_word: dict[str, list[str]] = defaultdict(list)
        for key in full:
            for word in _words(key):
                self._by_word[word].append(key)
        acting = {key_of(name) for _, name, _ in self.roles}
        short = sorted(key for key in self._forms if key not in set(full))
        self._global = {key: key for key in self._forms}
        # A name with an initial (« Claire V. ») first: it then helps the single words.
        for key in sorted(short, key=lambda key: (-len(key.split()), key)):
            candidates = self._candidates(key)
            if not candidates:
                continue
            for source in sorted(self._places[key]):
                here = [one for one in candidates if source in self._places[one]] or self._present(candidates, source)
                if len(here) == 1:
                    self._local[source, key] = here[0]
            unplaced = [source for source in self._places[key] if (source, key) not in self._local]
            heard = [one for one in candidates if one in acting]
            if len(candidates) == 1:
                self._global[key] = candidates[0]
            elif unplaced and len(heard) == 1:
                self._global[key] = heard[0]
                why = "seule personne de ce nom qui a une qualité dans un acte"
                self._proposals.append(Proposal(first=heard[0], second=key, why=why, applied=True))
            elif unplaced:
                why = "peut être l’un ou l’autre : plusieurs noms le contiennent"
                self._proposals += [Proposal(first=one, second=key, why=why) for one in candidates]
        self._proposals += self._alike(full)

    def _join_handles(self) -> None:
        """Join an address or an account number to the name beside it, or whose words it has; propose all else."""
        full = {key: _words(key) for key in self._forms if len(_words(key)) > 1 and not handle_key(key)}
        near: dict[str, set[str]] = defaultdict(set)
        for item in self.said:
            if item.beside:
                near[key_of(item.name)].add(self.home(key_of(item.beside), item.source))
        for key in sorted(self._forms):
            if len(near[key]) == 1:
                self._global[key] = next(iter(near[key]))
                continue
            found = owners(key, self._forms[key], full)
            whole = [one for one, how in found if how == "whole"]
            if len(whole) == 1:
                self._global[key] = whole[0]
                self._proposals.append(Proposal(first=whole[0], second=key, why=WHOLE, applied=True))
            else:
                why = PART if "@" in key else INITIALS
                self._proposals += [
                    Proposal(first=one, second=key, why=why) for one in whole or [one for one, _ in found]
                ]

    def _candidates(self, key: str) -> list[str]:
        """Return the full names that *key* may stand for: all its words are theirs, an initial begins one of them."""
        whole = [word for word in key.split() if len(word) > 1]
        initials = [word for word in key.split() if len(word) == 1]
        found: list[str] = []
        for one in self._by_word.get(whole[0], ()) if whole else ():
            if one in self._offices:
                continue
            others = [word for word in _words(one) if word not in whole]
            held = set(whole) <= set(_words(one))
            if held and all(any(word.startswith(initial) for word in others) for initial in initials):
                found.append(one)
        return found

    def _present(self, candidates: Sequence[str], source: str) -> list[str]:
        """Return those of *candidates* whom the piece *source* names by another short form."""
        there = {joined for (place, _), joined in self._local.items() if place == source}
        there |= {self._global[key] for key, places in self._places.items() if source in places}
        return [one for one in candidates if one in there]

    def _alike(self, full: Sequence[str]) -> Iterator[Proposal]:
        """Yield the pairs of full names written nearly the same, looked for where a word begins alike."""
        blocks: dict[str, list[str]] = defaultdict(list)
        for key in full:
            for word in set(_words(key)):
                blocks[word[:4]].append(key)
        seen: set[tuple[str, str]] = set()
        for block in blocks.values():
            for first, second in combinations(sorted(set(block)), 2):
                if (first, second) not in seen and fuzz.ratio(first, second, score_cutoff=ALIKE):
                    seen.add((first, second))
                    yield Proposal(first=first, second=second, why="écritures presque identiques")

    # --- decisions --------------------------------------------------------------------------------------------------

    def _decide(self) -> None:
        self._named: dict[str, str] = {}
        self._kind: dict[str, Kind] = {}
        self._given: list[tuple[str, str, str]] = []
        self._gone: set[str] = set()
        self._sure: set[str] = set()
        for item in self.decisions:
            keys = [self._key(name) for name in item.names]
            homes = [self.home(key) for key in keys]
            if item.act == "merge" and homes:
                self._merge(homes, item.name)
            elif item.act == "split" and keys:
                self._split(keys, item.name)
            elif homes:
                self._mark(item, homes[0])

    def _merge(self, homes: Sequence[str], name: str) -> None:
        target = homes[0]
        self._global.update({key: target for key, joined in self._global.items() if joined in homes})
        self._local.update({place: target for place, joined in self._local.items() if joined in homes})
        self._global.update(dict.fromkeys(homes, target))
        if name:
            self._named[target] = name

    def _split(self, keys: Sequence[str], name: str) -> None:
        self._global.update(dict.fromkeys(keys, keys[0]))
        self._local = {place: joined for place, joined in self._local.items() if place[1] not in keys}
        if name:
            self._named[keys[0]] = name

    def _mark(self, item: PersonDecision, home: str) -> None:
        if item.act == "rename":
            self._named[home] = item.name
        elif item.act == "role":
            self._given.append((str(item.piece) if item.piece is not None else "", home, item.name))
        elif item.act == "kind" and item.name in ("person", "group", "account"):
            self._kind[home] = item.name  # type: ignore[assignment]  # one of the three
        elif item.act == "confirm":
            self._sure.add(home)
        elif item.act == "discard":
            self._gone.add(home)

    def _key(self, name: str) -> str:
        """Return the key of a spelling, or of the name that a decision gave."""
        key = key_of(name)
        if key in self._forms:
            return key
        return next((home for home, given in self._named.items() if given == name), key)

    # --- answers ----------------------------------------------------------------------------------------------------

    def home(self, key: str, source: str = "") -> str:
        """Return the key of the identity that *key* stands for in the piece *source*."""
        found = self._local.get((source, key)) or self._global.get(key, key)
        return self._global.get(found, found)

    def of(self, name: str, source: str = "") -> str:
        """Return the name of the person meant by *name* in the piece *source*; *name* itself when nobody is known."""
        return self._shown.get(self.home(self._key(name), source), name)

    @cached_property
    def _shown(self) -> dict[str, str]:
        return {home: self._named.get(home) or self._usual(home, forms) for home, forms in self._members.items()}

    def _usual(self, home: str, forms: Counter[str]) -> str:
        """Return the best spelling; of a person, « GARNIER Odile » as « Odile Garnier »: acts alone write capitals."""
        best = _best(forms)
        return usual(best) if self._kind_of(home) == "person" else best

    @cached_property
    def _members(self) -> dict[str, Counter[str]]:
        found: dict[str, Counter[str]] = defaultdict(Counter)
        for item in self.said:
            key = key_of(item.name)
            if key and item.kind != "LOC":
                found[self.home(key, item.source)][item.name] += item.times
        return found

    @cached_property
    def people(self) -> tuple[Person, ...]:
        """Return the persons and groups, the most mentioned first, then by name."""
        capacities: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for source, name, role in self.roles:
            entry = (source, role)
            if entry not in capacities[self.home(key_of(name), source)]:
                capacities[self.home(key_of(name), source)].append(entry)
        for source, home, role in self._given:
            capacities[home].append((source, role))
        found = [
            Person(
                name=self._shown[home],
                kind=self._kind.get(home) or self._kind_of(home),
                variants=tuple(sorted({*forms, self._shown[home]})),
                roles=tuple(capacities.get(home, ())),
                mentions=forms.total(),
            )
            for home, forms in self._members.items()
            if home not in self._gone and (home in self._named or self._counts(home, forms))
        ]
        return tuple(sorted(found, key=lambda person: (-person.mentions, person.name)))

    def _counts(self, home: str, forms: Counter[str]) -> bool:
        """Tell whether an identity is somebody, and no word of a form, place or heading taken for a name."""
        if self._kinds[home][SENDER] or handle_key(home):
            return True
        if any(source and self.home(key_of(name), source) == home for source, name, _ in self.roles):
            return True
        if self._kind_of(home) == "group":
            return any(len(name.split()) > 1 and not name.isupper() for name in forms)
        alone = all(len(key_of(name).split()) == 1 for name in forms)
        if alone and (home in self._elsewhere or home in _kin() or (is_common(home) and home not in first_names())):
            return False
        return any(map(names_somebody, forms))

    def _kind_of(self, home: str) -> Kind:
        if handle_key(home):
            return "account"
        counts, forms = self._kinds[home], self._members[home]
        more = counts["ORG"] > counts["PER"]
        return "group" if more or (counts["ORG"] and not any(map(names_somebody, forms))) else "person"

    @property
    def proposals(self) -> tuple[Proposal, ...]:
        """Return what a person should look at, under the names shown; what was decided since is left out."""
        found = []
        for item in self._proposals:
            first, second = self.home(item.first), self.home(item.second)
            decided = {first, second} & (self._sure | self._gone)
            if not decided and (first == second) == item.applied:
                spelled = _best(self._forms[item.second]) if item.applied else self._shown.get(second, item.second)
                found.append(replace(item, first=self._shown.get(first, item.first), second=spelled))
        return tuple(dict.fromkeys(found))

    def resolved(self, finding: Finding) -> Finding:
        """Return *finding* with each named person under the name of the identity; words and places do not change."""
        return replace(
            finding,
            speaker=self._mention(finding.speaker, finding.source),
            agent=self._mention(finding.agent, finding.source),
            patient=self._mention(finding.patient, finding.source),
            people=tuple(item for item in (self._mention(m, finding.source) for m in finding.people) if item),
        )

    def _mention(self, mention: Mention | None, source: str) -> Mention | None:
        if mention is None or not is_named(mention):
            return mention
        return replace(mention, name=self.of(mention.name, source))


def said_in(
    findings: Iterable[Finding],
    roles: Iterable[tuple[str, str, str]],
    names: Iterable[tuple[str, str, str, Sequence[Span]]],
) -> list[Said]:
    """Return the names of a case: of its headers, its texts (source, name, kind, places), its findings.

    Places tell which name stands beside an address; who signs a message has none, and counts as one mention.
    """
    placed = list(names)
    near = {(source, handle): name for source, handle, name in beside(placed)}
    found = [
        Said(source=source, name=name, kind=kind, times=max(len(spans), 1), beside=near.get((source, name), ""))
        for source, name, kind, spans in placed
    ]
    known = {(item.source, item.name) for item in found if item.kind != "LOC"}
    for source, name, _ in roles:
        if (source, name) not in known:
            found.append(Said(source=source, name=name))
            known.add((source, name))
    for finding in findings:
        for mention in (*finding.people, finding.speaker, finding.agent, finding.patient):
            if mention is not None and is_named(mention) and (finding.source, mention.name) not in known:
                known.add((finding.source, mention.name))
                found.append(Said(source=finding.source, name=mention.name))
    return found


@cache
def _kin() -> frozenset[str]:
    """Return the keys of the words of kinship: « Papa » names nobody by itself."""
    return frozenset(key_of(word) for words in load("kinship").values() for word in words)


def _words(key: str) -> list[str]:
    """Return the words of a key that are no initials."""
    return [word for word in key.split() if len(word) > 1]


def _best(names: Counter[str]) -> str:
    """Return the fullest spelling, one not in capitals, the most frequent among equals, then the first in order."""
    return min(
        names,
        key=lambda name: (bool(handle_key(name)), -len(_words(key_of(name))), _shouts(name), -names[name], name),
    )


def _shouts(name: str) -> bool:
    return any(len(word) > 1 and word.isupper() for word in name.split())
