"""Who is meant where: identities, the group of a piece, the holder of an account, whom hearsay comes from."""

import datetime as dt
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property

from evidence.graph.record import Passage, Standing
from evidence.graph.vocabulary import capacities, capacity_kind, kin, own, pronouns
from evidence.language.clauses import speech_forms
from evidence.language.names import gender_of
from evidence.language.plain import plain
from evidence.model import Document, Finding, Mention, Person, Review, Span, When
from evidence.people.capacities import Capacity, Kin, Placed, births_in, capacities_in, kin_in, kin_noun
from evidence.people.handles import handle_key
from evidence.people.registry import is_named, key_of

# What the readers call the holder of an account whose statement does not name him in its rows.
HOLDER = "titulaire du compte"
# A question says of whom one speaks this far after it, in characters.
NEAR = 400
# « Elle déclare », « L'intéressée nous dit »: who a report quotes stands before one of its first words.
SOON = 6
# Groups that are part of the procedure and no party: their first word says so.
COURTS = ("tribunal", "cour", "parquet", "brigade", "gendarmerie", "police", "ministère")


class Scene:
    """The pieces of a case with who is named in them; made once for a network."""

    def __init__(
        self,
        findings: Sequence[Finding],
        people: tuple[Person, ...],
        pieces: Sequence[tuple[int, Document]],
        names: Sequence[tuple[str, str, str, Sequence[Span]]],
    ) -> None:
        """Index the pieces by source, the names by piece."""
        self.people = people
        self.numbers = {document.source.id: number for number, document in pieces}
        self.documents = dict(pieces)
        self._known = {person.name: person for person in people}
        self._findings = findings
        self._places: dict[int, list[Placed]] = defaultdict(list)
        self._accounts: set[str] = set()
        self._asked: dict[int, list[tuple[int, int]]] = {}
        self._ends: dict[int, tuple[list[int], dict[int | None, int]]] = {}
        for source, who, _, spans in names:
            if source in self.numbers and who in self._known and self._known[who].kind != "account":
                group = self._known[who].kind == "group"
                self._places[self.numbers[source]] += (Placed(span=span, who=who, group=group) for span in spans)

    # --- places -----------------------------------------------------------------------------------------------------

    def words(self, number: int, span: Span, status: Standing) -> Passage:
        """Return the passage at *span* of a piece, its quotation verbatim."""
        document = self.documents[number]
        return Passage(
            piece=number,
            cote=document.source.cote,
            start=span.start,
            end=span.end,
            quote=span.of(document.text),
            page=document.block_at(span).page,
            line=self._line(number, span),
            status=status,
        )

    def _line(self, number: int, span: Span) -> int:
        """Return what ``document.line_at`` does; the line ends of a piece are counted once."""
        if number not in self._ends:
            document = self.documents[number]
            starts: dict[int | None, int] = {None: 0}
            for block in document.blocks:
                starts.setdefault(block.page, block.span.start)
            self._ends[number] = ([at for at, char in enumerate(document.text) if char == "\n"], starts)
        ends, starts = self._ends[number]
        start = starts.get(self.documents[number].block_at(span).page, 0)
        return bisect_left(ends, max(span.start, start)) - bisect_left(ends, start) + 1

    def passage(self, finding: Finding, review: Review | None = None) -> Passage:
        """Return the sentence of *finding* with who says it and who knows it first hand."""
        number = self.numbers[finding.source]
        made = self.words(number, finding.sentence, "affirmed")
        speaker = self.actor(finding.speaker, finding)
        return Passage(
            piece=made.piece,
            cote=made.cote,
            start=made.start,
            end=made.end,
            quote=made.quote,
            page=made.page,
            line=made.line,
            status=finding.status,
            findings=(finding.id,),
            criterion=finding.criterion,
            speaker=speaker,
            origin=self._origin(finding, speaker),
            chain=finding.chain,
            when=finding.when,
            amount=finding.amount,
            reviewed=review.verdict if review else "",
        )

    def _origin(self, finding: Finding, speaker: str) -> str:
        """Return who knows it first hand: who told it, else who speaks, else the piece; empty when unknown.

        « Il paraît que »: somebody told it, whom nobody can name.
        """
        if finding.chain or finding.status == "reported":
            return self.teller(finding)
        told = self._relayed(finding)
        if told is not None:
            return told
        return speaker or f"pièce {self.numbers[finding.source]}"

    def _relayed(self, finding: Finding) -> str | None:
        """Return whose words a report repeats: « Elle déclare que… », where nobody speaks; None when it repeats none.

        Empty when the one who said it cannot be named: a report is no second source.
        """
        if finding.speaker is not None:
            return None
        parts = plain(finding.quote).replace("'", "' ").split()[:SOON]
        at = next((rank for rank, word in enumerate(parts) if word.strip(",") in speech_forms()), 0)
        if at == 0:
            return None
        number, start = self.numbers[finding.source], finding.sentence.start
        named = {
            item.who
            for item in self._places[number]
            if start <= item.span.start < start + len(" ".join(parts[:at])) + 1 and not item.group
        } - self._apart
        if named:
            return named.pop() if len(named) == 1 else ""
        for gender in ("f", "m"):
            if set(parts[:at]) & (pronouns(gender) | pronouns(f"examined_{gender}")):
                return self.only(number, start, gender, ())
        return None

    @staticmethod
    def day(day: dt.date) -> When:
        """Return one day as a time."""
        return When(words=day.strftime("%d/%m/%Y"), first=day, last=day)

    # --- persons ----------------------------------------------------------------------------------------------------

    def actor(self, mention: Mention | None, finding: Finding) -> str:
        """Return the identity of *mention*; a kin of who speaks only where one person is; empty when unknown."""
        if mention is None:
            return ""
        if is_named(mention):
            return mention.name
        return self.kin_of(mention.name, finding)

    def kin_of(self, words: str, finding: Finding) -> str:
        """Return whom « ma sœur » means when this speaker names only one sister in the case; empty otherwise."""
        noun = kin_noun(words, own(), kin())
        speaker = finding.speaker.name if finding.speaker is not None and is_named(finding.speaker) else ""
        if not noun or not speaker:
            return ""
        found = {item.who for _, who, item in self.kin if who == speaker and item.noun == noun}
        # A sister is a sister both ways.
        if noun in ("sœur", "frère"):
            found |= {who for _, who, item in self.kin if item.who == speaker and item.noun in ("sœur", "frère")}
        return found.pop() if len(found) == 1 else ""

    def teller(self, finding: Finding) -> str:
        """Return whom the speaker has it from: a person of the case, else « la tante de … »; empty when not said."""
        for words in reversed(finding.chain):
            mention = Mention(name=words)
            known = self.kin_of(words, finding)
            if known:
                return known
            by_name = [person.name for person in self.people if words in person.variants]
            if by_name:
                return by_name[0]
            noun = kin_noun(words, own(), kin())
            speaker = finding.speaker.name if finding.speaker is not None and is_named(finding.speaker) else ""
            if noun and speaker:
                return f"« {words.lower()} » ({speaker})"
            if is_named(mention) and len(words.split()) <= 3 and key_of(words) in {key_of(p.name) for p in self.people}:
                return words
        return ""

    def group_of(self, source: str) -> str:
        """Return the only group that a piece names, courts and services apart; empty when it names none or several."""
        found = {
            item.who
            for item in self._places[self.numbers[source]]
            if item.group and not item.who.lower().startswith(COURTS)
        }
        return found.pop() if len(found) == 1 else ""

    @cached_property
    def _labels(self) -> dict[str, frozenset[str]]:
        return {person.name: frozenset(key_of(person.name).split()) for person in self.people}

    def account(self, name: str | None, document: Document) -> str:
        """Return who is at one end of a movement: a person or group all of whose words the label has.

        The holder of the account is the only person named above its rows.
        """
        if not name:
            return ""
        if name == HOLDER:
            return self._holder(document)
        by_handle = self._by_handle(name)
        if by_handle:
            return by_handle
        words = set(key_of(name).split())
        held = [person for person, own_words in self._labels.items() if len(own_words) > 1 and own_words <= words]
        longest = [person for person in held if not any(self._labels[person] < self._labels[other] for other in held)]
        if len(longest) == 1:
            return longest[0]
        self._accounts.add(name)
        return name

    def _by_handle(self, words: str) -> str:
        """Return the only person whose account number stands in *words*; empty otherwise."""
        joined = "".join(words.split()).upper()
        found = {who for handle, who in self._handles.items() if handle in joined}
        return found.pop() if len(found) == 1 else ""

    @cached_property
    def _handles(self) -> dict[str, str]:
        return {
            handle: person.name
            for person in self.people
            if person.kind != "account"
            for handle in map(handle_key, person.variants)
            if handle and "@" not in handle
        }

    def _holder(self, document: Document) -> str:
        number = self.numbers[document.source.id]
        first = min((item.span.start for item in document.payments), default=0)
        found = {item.who for item in self._places[number] if item.span.end <= first and not item.group}
        if len(found) == 1:
            return found.pop()
        by_handle = self._by_handle(document.text[:first])
        if by_handle:
            return by_handle
        name = f"{HOLDER} (pièce {number})"
        self._accounts.add(name)
        return name

    @cached_property
    def _apart(self) -> frozenset[str]:
        """Return those of the procedure: no pronoun of a statement means them."""
        procedure = capacity_kind("procedure")
        return frozenset(item.who for _, item in self.capacities() if item.capacity in procedure)

    def only(self, number: int, before: int, gender: str, others: Collection[str]) -> str:
        """Return the only person of *gender*, or who may be (any: empty), whom a pronoun at *before* can mean.

        The last question that names somebody says of whom one speaks; without it, the whole piece must name one only.
        *others* (who speaks, who acts) and those of the procedure are no third person.
        """
        places = [
            item
            for item in self._places[number]
            if not item.group and item.who not in others and item.who not in self._apart
        ]
        if gender:
            places = [item for item in places if gender_of(item.who) in (gender, None)]
        asked = [
            {item.who for item in places if start <= item.span.start < end}
            for start, end in self._questions(number)
            if before - NEAR <= end <= before
        ]
        named = [found for found in asked if found]
        found = named[-1] if named else {item.who for item in places}
        return next(iter(found)) if len(found) == 1 else ""

    def _questions(self, number: int) -> list[tuple[int, int]]:
        """Return where the questions of a piece begin and end; « M. » ends none."""
        if number not in self._asked:
            text = self.documents[number].text
            ends = [at for at, char in enumerate(text) if char == "?"]
            self._asked[number] = [(max(text.rfind(mark, 0, at) for mark in ".?!") + 1, at + 1) for at in ends]
        return self._asked[number]

    def on_one_page(self, number: int, first: Span, second: Span) -> bool:
        """Tell whether two places stand on one page: no header or footer lies between them."""
        document = self.documents[number]
        return document.block_at(first).page == document.block_at(second).page

    def addressee(self, number: int) -> str:
        """Return to whom a letter or a message is written, named in its greeting; empty when nobody is."""
        text = self.documents[number].text
        found = {
            item.who
            for item in self._places[number]
            if set(plain(text[max(item.span.start - 24, 0) : item.span.start]).split()[-2:]) & pronouns("greetings")
            and not item.group
        }
        return found.pop() if len(found) == 1 else ""

    def is_account(self, name: str) -> bool:
        """Tell whether *name* is only known as one end of a movement."""
        return name in self._accounts

    # --- beside names -----------------------------------------------------------------------------------------------

    def capacities(self) -> Iterator[tuple[int, Capacity]]:
        """Yield (piece, capacity) as written beside names."""
        yield from self._capacities

    @cached_property
    def _capacities(self) -> tuple[tuple[int, Capacity], ...]:
        return tuple(
            (number, item)
            for number, document in self.documents.items()
            for item in capacities_in(
                document.text, self._places[number], capacities("before"), capacities("after"), capacity_kind("shared")
            )
        )

    @cached_property
    def kin(self) -> tuple[tuple[int, str, Kin], ...]:
        """Return (piece, who speaks, kin) for each kin that a text names."""
        found = []
        for number, document in self.documents.items():
            for item in kin_in(document.text, self._places[number], own(), kin()):
                speaker = self._speaker(number, item.span)
                if speaker:
                    found.append((number, speaker, item))
        return tuple(found)

    def _speaker(self, number: int, span: Span) -> str:
        """Return who speaks at *span*: as a finding of that sentence says, else the only one who speaks there."""
        spoken: Counter[str] = Counter()
        for finding in self._by_piece.get(number, ()):
            if finding.speaker is not None and finding.speaker.name in self._known:
                if finding.sentence.holds(span):
                    return finding.speaker.name
                if finding.status != "hypothetical":
                    spoken[finding.speaker.name] += 1
        return next(iter(spoken)) if len(spoken) == 1 else ""

    @cached_property
    def _by_piece(self) -> Mapping[int, list[Finding]]:
        found: dict[int, list[Finding]] = defaultdict(list)
        for finding in self._findings:
            if finding.source in self.numbers:
                found[self.numbers[finding.source]].append(finding)
        return found

    @cached_property
    def births(self) -> Mapping[str, tuple[int, When, Span]]:
        """Return who is born when, with the first piece that says so."""
        found: dict[str, tuple[int, When, Span]] = {}
        for number, document in self.documents.items():
            for who, when, span in births_in(document.text, self._places[number]):
                found.setdefault(who, (number, when, span))
        return found

    def presence(self) -> dict[tuple[str, int], list[Passage]]:
        """Return, by (identity, piece), each place where the piece names it."""
        found: dict[tuple[str, int], list[Passage]] = defaultdict(list)
        for number, places in self._places.items():
            for item in places:
                found[item.who, number].append(self.words(number, item.span, "recorded"))
        return found
