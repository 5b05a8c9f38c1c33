"""Findings, payments, headers and names -> the network; a tie exists only with its passages."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations, product

from evidence.catalogue.schema import FactRule
from evidence.graph.claims import claims
from evidence.graph.contrasts import contrasts
from evidence.graph.echoes import echoes
from evidence.graph.record import Actor, Fact, Network, Passage, PieceNode, Said, Standing, Tie, short
from evidence.graph.scene import Scene
from evidence.graph.vocabulary import capacity_kind, relation_of, relations
from evidence.model import Document, Finding, Person, Review, Span

# Ties of an act on somebody, by their subject; those who only undergo such acts are accused of none.
NO_ACTS = ("accuses", "reports", "kin", "pays", "member", "directs")
Key = tuple[str, str, str, Standing, str]


@dataclass
class Weaver:
    """Builds one network."""

    scene: Scene
    reviews: Mapping[str, Review]
    _ties: dict[Key, list[Passage]] = field(default_factory=lambda: defaultdict(list), init=False)
    _alone: list[tuple[str, str, Passage]] = field(default_factory=list, init=False)

    def finding(self, finding: Finding) -> None:
        """Add what one finding says of who does what to whom, who accuses, who tells what others told."""
        if finding.status == "hypothetical":
            return
        agent, patient = self.scene.actor(finding.agent, finding), self.scene.actor(finding.patient, finding)
        speaker = self.scene.actor(finding.speaker, finding)
        relation = relation_of(finding.criterion, finding.indicator)
        passage = self.scene.passage(finding, self.reviews.get(finding.id))
        if relation and relations()[relation].group:
            group = self.scene.group_of(finding.source)
            if agent and group and agent != group:
                self._add(agent, relation, group, passage)
        elif relation and agent and patient and agent != patient:
            self._add(agent, relation, patient, passage)
        does = relation and not relations()[relation].group and (patient or relation != "acts_on")
        if does and speaker and agent and speaker != agent and not finding.chain:
            if patient:
                self._add(speaker, "accuses", agent, passage)
            else:
                self._alone.append((speaker, agent, passage))
        told = self.scene.teller(finding)
        if told and speaker and told != speaker:
            self._add(speaker, "reports", told, replace(passage, status="reported"))

    def payments(self, number: int, document: Document) -> Iterator[Fact]:
        """Add the movements of a statement of account; yield each as a fact."""
        for item in document.payments:
            payer, to = self.scene.account(item.payer, document), self.scene.account(item.beneficiary, document)
            passage = self.scene.words(number, item.span, "recorded")
            passage = replace(
                passage,
                when=self.scene.day(item.on),
                amount=item.amount,
                origin=f"relevé, pièce {number}",
            )
            named = tuple(name for name in (payer, to) if name)
            if payer and to and payer != to:
                self._add(payer, "pays", to, passage)
            yield Fact(
                label=item.label,
                kind="payment",
                passage=passage,
                actors=named,
                payer=payer,
                beneficiary=to,
                id=short("payment", document.source.id, str(item.span.start)),
            )

    def beside_names(self) -> None:
        """Add what is written beside names: who leads or is of a group, who is whose kin."""
        for number, item in self.scene.capacities():
            leads, belongs = item.capacity in capacity_kind("leads"), item.capacity in capacity_kind("belongs")
            if item.group and (leads or belongs):
                passage = self.scene.words(number, item.span, "affirmed")
                self._add(item.who, "directs" if leads else "member", item.group, passage, item.capacity)
        for number, speaker, kin in self.scene.kin:
            if kin.who != speaker:
                passage = replace(self.scene.words(number, kin.span, "affirmed"), speaker=speaker, origin=speaker)
                self._add(kin.who, "kin", speaker, passage, kin.noun)

    def _add(self, subject: str, relation: str, target: str, passage: Passage, label: str = "") -> None:
        status: Standing = passage.status if passage.status != "hypothetical" else "reported"
        self._ties[subject, relation, target, status, label].append(passage)

    def accusations(self) -> None:
        """Add what accuses without saying on whom: « elle récitait comme un robot » accuses nobody who undergoes it."""
        acts = [(key[0], key[2]) for key in self._ties if key[1] not in NO_ACTS]
        does, undergoes = {subject for subject, _ in acts}, {target for _, target in acts}
        for speaker, agent, passage in self._alone:
            if agent in does or agent not in undergoes:
                self._add(speaker, "accuses", agent, passage)

    def ties(self) -> tuple[Tie, ...]:
        """Return the ties in the order of their names, each with its passages in the order of the pieces."""
        return tuple(_tie(key, self._ties[key]) for key in sorted(self._ties))


def _tie(key: Key, passages: Iterable[Passage]) -> Tie:
    subject, relation, target, status, label = key
    unique: dict[tuple[int, int, int], Passage] = {}
    for item in passages:  # one sentence is one passage, however many findings it holds
        before = unique.get((item.piece, item.start, item.end))
        ids = tuple(dict.fromkeys((*before.findings, *item.findings))) if before else item.findings
        unique[item.piece, item.start, item.end] = replace(before or item, findings=ids)
    kept = tuple(unique[place] for place in sorted(unique))
    days = [day for item in kept if item.when for day in (item.when.first, item.when.last) if day]
    return Tie(
        subject=subject,
        relation=relation,
        object=target,
        status=status,
        label=label,
        passages=kept,
        origins=tuple(sorted({item.origin for item in kept if item.origin})),
        unsourced=sum(not item.origin for item in kept),
        echoes=echoes([item.quote for item in kept]) if status != "recorded" else (),
        first=min(days, default=None),
        last=max(days, default=None),
    )


def weave(
    *,
    findings: Sequence[Finding],
    reviews: Mapping[str, Review],
    people: tuple[Person, ...],
    pieces: Sequence[tuple[int, Document]],
    names: Sequence[tuple[str, str, str, Sequence[Span]]],
    told: Sequence[Finding] = (),
    rules: Mapping[str, FactRule] | None = None,
) -> Network:
    """Return the network of a case.

    *findings* are as persons left them (identities resolved), those rejected are left out. *pieces* are (our number,
    document); *names* (source, identity, kind, places) every name that the texts give. *told* are the facts of *rules*
    (rules/facts) that pieces tell.
    """
    kept = [item for item in findings if item.id not in reviews or reviews[item.id].verdict != "rejected"]
    scene = Scene(kept, people, pieces, names)
    weaver = Weaver(scene, reviews)
    facts: list[Fact] = []
    said: list[Said] = []
    for item in kept:
        if item.source not in scene.numbers:
            continue
        weaver.finding(item)
        said.append(_said(item, scene, reviews.get(item.id)))
        if item.when is not None and item.when.first is not None and item.status != "hypothetical":
            facts.append(_fact(item, scene, reviews.get(item.id)))
    for number, document in pieces:
        facts += weaver.payments(number, document)
    weaver.beside_names()
    weaver.accusations()
    kept_facts = [item for item in told if not _is_rejected(item, findings, reviews, rules or {})]
    stated = claims(scene, kept_facts, kept, rules or {})
    ties = (*weaver.ties(), *_contradictions(Network(claims=stated, said=tuple(said))))
    return Network(
        actors=_actors(scene, ties, facts),
        ties=tuple(sorted(ties, key=lambda tie: (tie.subject, tie.relation, tie.object, tie.status, tie.label))),
        facts=tuple(sorted(facts, key=_by_day)),
        pieces=tuple(
            PieceNode(number=n, name=d.source.name, cote=d.source.cote, sha256=d.source.id) for n, d in pieces
        ),
        presence=tuple(
            _tie((who, "named", str(number), "recorded", ""), passages)
            for (who, number), passages in sorted(scene.presence().items())
        ),
        said=tuple(said),
        claims=stated,
    )


def _is_rejected(
    fact: Finding, findings: Sequence[Finding], reviews: Mapping[str, Review], rules: Mapping[str, FactRule]
) -> bool:
    """Tell whether a person rejected a finding that tells the same fact by the same sentence."""
    same = rules[fact.criterion].findings.split() if fact.criterion in rules else []
    return any(
        item.source == fact.source and item.sentence == fact.sentence and f"{item.criterion}/{item.indicator}" in same
        for item in findings
        if item.id in reviews and reviews[item.id].verdict == "rejected"
    )


def _contradictions(network: Network) -> Iterator[Tie]:
    """Yield a tie between two who say contrary things of one fact, with what each says.

    Two who also say the same of it, on one side or in another sum, are no contradiction of each other.
    """
    every = contrasts(network)
    agreed = {
        (item.about, *pair)
        for item in every
        for passages in ([item.passages] if item.agrees else [side.passages for side in item.sides])
        for pair in combinations(sorted({passage.speaker for passage in passages}), 2)
    }
    found: dict[tuple[str, str], list[Passage]] = defaultdict(list)
    for item in every:
        for one, other in combinations(item.sides, 2) if not item.agrees else ():
            for a, b in product(one.passages, other.passages):
                first, second = min(a.speaker, b.speaker), max(a.speaker, b.speaker)
                if first and first != second and (item.about, first, second) not in agreed:
                    found[first, second] += [a, b]
    for (subject, target), passages in sorted(found.items()):
        yield _tie((subject, "contradicts", target, "affirmed", ""), passages)


def _said(finding: Finding, scene: Scene, review: Review | None) -> Said:
    named = (scene.actor(item, finding) for item in finding.people)
    return Said(
        criterion=finding.criterion,
        indicator=finding.indicator,
        passage=scene.passage(finding, review),
        agent=scene.actor(finding.agent, finding),
        patient=scene.actor(finding.patient, finding),
        people=tuple(dict.fromkeys(name for name in named if name)),
    )


def _fact(finding: Finding, scene: Scene, review: Review | None) -> Fact:
    mentions = (finding.agent, finding.patient, finding.speaker, *finding.people)
    named = [scene.actor(item, finding) for item in mentions]
    return Fact(
        label=finding.criterion,
        kind="finding",
        passage=scene.passage(finding, review),
        actors=tuple(dict.fromkeys(name for name in named if name)),
        id=short("finding", finding.id),
    )


def _by_day(fact: Fact) -> tuple[dt.date, int, int, str]:
    when = fact.passage.when
    return (when.first if when and when.first else dt.date.max, fact.passage.piece, fact.passage.start, fact.id)


def _actors(scene: Scene, ties: Sequence[Tie], facts: Iterable[Fact]) -> tuple[Actor, ...]:
    known = {person.name: person for person in scene.people}
    wanted = Counter(name for tie in ties for name in (tie.subject, tie.object))
    wanted.update(name for fact in facts for name in fact.actors)
    roles: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for number, item in scene.capacities():
        if (number, item.capacity) not in roles[item.who]:
            roles[item.who].append((number, item.capacity))
    found = []
    for name in sorted({*known, *wanted}):
        person = known.get(name)
        mine = [(scene.numbers.get(source, 0), role) for source, role in person.roles] if person else []
        born = scene.births.get(name)
        found.append(
            Actor(
                name=name,
                kind=person.kind if person else ("account" if scene.is_account(name) else "described"),
                variants=person.variants if person else (),
                roles=tuple(dict.fromkeys((*mine, *sorted(roles[name])))),
                mentions=person.mentions if person else wanted[name],
                born=born[1] if born else None,
                born_at=scene.words(born[0], born[2], "recorded") if born else None,
                id=short("actor", name),
            )
        )
    return tuple(found)
