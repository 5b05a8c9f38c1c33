"""What makes a tie, who knows it first hand, what stands against what: on records made by hand."""

import datetime as dt
import zipfile
from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest
from click.testing import CliRunner
from lxml import etree

from evidence.case import Case
from evidence.commands import emprise
from evidence.graph.choose import chosen
from evidence.graph.contrasts import contrasts
from evidence.graph.flows import flows
from evidence.graph.insights import readings
from evidence.graph.page import page
from evidence.graph.record import Network, Passage
from evidence.graph.vocabulary import capacities, capacity_kind, kin, relation_of, relations
from evidence.graph.weave import weave
from evidence.model import Amount, Block, Document, Finding, Mention, Payment, Person, Review, Source, Span, When
from evidence.people.capacities import Placed, births_in, capacities_in, kin_in
from tests.network_case import make

NAMES = ("Ana Lorme", "Bo Marsan", "Cléo Nivelle", "Dan Orsel")
PEOPLE = tuple(Person(name=name, kind="person", variants=(name, name.split()[0])) for name in NAMES)
NOW = dt.datetime(2026, 1, 5, tzinfo=dt.UTC)
MARCH = When(words="en mars 2019", first=dt.date(2019, 3, 1), last=dt.date(2019, 3, 31))
JUNE = When(words="en juin 2020", first=dt.date(2020, 6, 1), last=dt.date(2020, 6, 30))


class Pieces:
    """Pieces written line by line; each line may be a finding."""

    def __init__(self) -> None:
        self.lines: dict[int, list[str]] = {}
        self.findings: list[Finding] = []
        self.payments: dict[int, list[Payment]] = {}

    def add(self, piece: int, words: str) -> Span:
        lines = self.lines.setdefault(piece, [])
        start = sum(len(line) + 1 for line in lines)
        lines.append(words)
        return Span(start=start, end=start + len(words))

    def says(
        self,
        piece: int,
        words: str,
        criterion: str = "isolation",
        indicator: str = "contact_interdit",
        status: str = "affirmed",
        **more: object,
    ) -> "Pieces":
        span = self.add(piece, words)
        for name in ("agent", "patient", "speaker"):
            if isinstance(more.get(name), str):
                more[name] = Mention(name=str(more[name]))
        self.findings.append(
            Finding(
                id=f"f{len(self.findings)}",
                source=f"{piece:064}",
                criterion=criterion,
                indicator=indicator,
                phrase="",
                sentence=span,
                evidence=span,
                quote=words,
                status=status,  # type: ignore[arg-type]
                **more,  # type: ignore[arg-type]
            )
        )
        return self

    def network(
        self,
        reviews: dict[str, Review] | None = None,
        names: Sequence[tuple[str, str, str, Sequence[Span]]] = (),
    ) -> Network:
        pieces = []
        for number, lines in sorted(self.lines.items()):
            text = "\n".join(lines)
            source = Source(id=f"{number:064}", name=f"{number}.txt", media_type="text/plain", size=1)
            block = Block(span=Span(start=0, end=len(text)), kind="paragraph")
            payments = tuple(self.payments.get(number, ()))
            pieces.append((number, Document(source=source, text=text, blocks=(block,), payments=payments)))
        return weave(findings=self.findings, reviews=reviews or {}, people=PEOPLE, pieces=pieces, names=list(names))


def ties(network: Network, relation: str) -> list[tuple[str, str, str]]:
    return [(tie.subject, tie.object, tie.status) for tie in network.ties if tie.relation == relation]


ANA, BO, CLEO, DAN = NAMES
FORBIDS = "Bo Marsan interdisait à Ana Lorme de voir sa famille cet hiver-là."


def test_what_is_affirmed_and_what_is_denied_are_two_ties_of_one_rank() -> None:
    made = Pieces().says(1, FORBIDS, agent=BO, patient=ANA, speaker=ANA)
    made.says(2, "Je ne lui ai rien interdit.", status="denied", agent=BO, patient=ANA, speaker=BO)
    found = made.network()
    assert ties(found, "isolates") == [(BO, ANA, "affirmed"), (BO, ANA, "denied")]
    (contrast,) = contrasts(found)
    assert (contrast.kind, [item.speaker for item in contrast.passages]) == ("status", [ANA, BO])


def test_a_question_makes_no_tie_and_is_not_lost() -> None:
    found = Pieces().says(1, FORBIDS, status="hypothetical", agent=BO, patient=ANA).network()
    assert found.ties == ()
    assert [item.passage.quote for item in found.said] == [FORBIDS]


def test_a_rejected_finding_makes_no_tie() -> None:
    made = Pieces().says(1, FORBIDS, agent=BO, patient=ANA)
    review = Review(finding="f0", verdict="rejected", reviewer="R", at=NOW)
    assert made.network({"f0": review}).ties == ()
    assert made.network({"f0": Review(finding="f0", verdict="accepted", reviewer="R", at=NOW)}).ties


def test_ten_witnesses_who_repeat_one_person_are_one_source() -> None:
    made = Pieces()
    for number in range(1, 11):
        words = f"Ana m'a dit que Bo Marsan lui interdisait de sortir, fois {number}."
        made.says(number, words, status="reported", agent=BO, patient=ANA, speaker=DAN, chain=("Ana",))
    (tie,) = [tie for tie in made.network().ties if tie.relation == "isolates"]
    assert (len(tie.passages), tie.origins, tie.unsourced) == (10, (ANA,), 0)


def test_a_rumour_nobody_signs_adds_no_source() -> None:
    made = Pieces().says(1, FORBIDS, agent=BO, patient=ANA, speaker=ANA)
    made.says(2, "Il paraît que Bo Marsan l'isolait.", status="reported", agent=BO, patient=ANA, speaker=DAN)
    told = [tie for tie in made.network().ties if tie.relation == "isolates"]
    assert [(tie.status, tie.origins, tie.unsourced) for tie in told] == [
        ("affirmed", (ANA,), 0),
        ("reported", (), 1),
    ]


def test_wordings_nearly_the_same_are_flagged() -> None:
    made = Pieces().says(1, FORBIDS, agent=BO, patient=ANA, speaker=CLEO)
    made.says(2, FORBIDS.replace("cet hiver-là", "cet hiver"), agent=BO, patient=ANA, speaker=DAN)
    made.says(3, "Il l'avait coupée de tous les siens.", agent=BO, patient=ANA, speaker=ANA)
    (tie,) = [tie for tie in made.network().ties if tie.relation == "isolates"]
    assert tie.echoes == ((0, 1),)
    assert tie.origins == (ANA, CLEO, DAN)


def test_a_sum_said_and_a_movement_of_the_same_sum_are_set_side_by_side_and_never_added() -> None:
    made = Pieces()
    for piece, value in ((1, "500"), (2, "900"), (3, "900")):
        amount = Amount(words=f"{value} euros", value=value, currency="EUR")
        made.says(piece, f"{value} euros", "assets", "argent_remis", agent=ANA, speaker=ANA, when=MARCH, amount=amount)
    span = made.add(4, "05/03/2019 | VIREMENT BO MARSAN | 900,00")
    paid = Amount(words="900,00", value="900.00", currency="EUR")
    made.payments[4] = [
        Payment(span=span, on=dt.date(2019, 3, 5), label="VIREMENT BO MARSAN", amount=paid, payer=ANA, beneficiary=BO)
    ]
    found = made.network()
    kinds = [(item.kind, *(passage.piece for passage in item.passages)) for item in contrasts(found)]
    assert kinds == [("statement_of_account", 2, 4), ("statement_of_account", 3, 4)]
    recorded, said = flows(found)
    assert (recorded.payer, recorded.beneficiary, recorded.total) == (ANA, BO, Decimal("900.00"))
    assert (said.sums, said.total) == ((Decimal(500), Decimal(900)), None)


def test_a_chain_of_recruitment_and_a_bridge_are_read_in_words() -> None:
    made = Pieces()
    for rank, (one, other) in enumerate(pairwise(NAMES), 1):
        made.says(rank, f"{one} m'a amené.", "seduction", "recrutement", agent=one, patient=other, speaker=other)
    found = readings(made.network())
    chain = next(item for item in found if item.kind == "recruitment")
    assert chain.actors == NAMES
    assert len(chain.passages) == 3
    assert [item.actors for item in found if item.kind == "bridge"] == [(BO,), (CLEO,)]


def test_a_period_keeps_the_passages_that_say_a_day_of_it() -> None:
    made = Pieces().says(1, FORBIDS, agent=BO, patient=ANA, speaker=ANA, when=MARCH)
    made.says(2, FORBIDS, agent=BO, patient=ANA, speaker=CLEO, when=JUNE)
    made.says(3, FORBIDS, agent=BO, patient=ANA, speaker=DAN)
    part = chosen(made.network(), relations=("isolates",), first=dt.date(2020, 1, 1))
    (tie,) = part.ties
    assert ([item.piece for item in tie.passages], tie.origins) == ([2], (CLEO,))
    assert chosen(made.network(), person="Dan", status="affirmed", relations=("pays",)).ties == ()


def test_the_page_asks_nothing_of_a_network_and_escapes_what_pieces_say() -> None:
    made = Pieces().says(1, "<script>alert(1)</script>", agent=BO, patient=ANA, speaker=ANA)
    text = page(made.network(), case="Essai", made_at=NOW.date(), names={}).decode()
    assert "<script>alert" not in text
    assert "default-src 'none'" in text
    assert "src=" not in text
    assert "href=" not in text
    assert "http" not in text.replace("http-equiv", "").replace("http://www.w3.org/2000/svg", "")


def test_what_stands_beside_a_name_is_its_capacity_its_kin_its_birth() -> None:
    text = "M. Bo Marsan, président de l'association « Aube », né le 3 mai 1970.\nJ'ai vu ma sœur Ana Lorme."
    places = [
        Placed(span=Span(start=text.index(name), end=text.index(name) + len(name)), who=name, group=name == "Aube")
        for name in (BO, "Aube", ANA)
    ]
    (found,) = capacities_in(text, places, capacities("before"), capacities("after"))
    assert (found.who, found.capacity, found.group) == (BO, "dirigeant de droit", "Aube")
    (sister,) = kin_in(text, places, ("ma",), kin())
    assert (sister.who, sister.noun) == (ANA, "sœur")
    # Another name stands between: the birth is nobody's.
    assert list(births_in(text, places)) == []
    alone = places[:1]
    ((who, when, _),) = births_in(text, alone)
    assert (who, when.first, when.words) == (BO, dt.date(1970, 5, 3), "né le 3 mai 1970")


@pytest.mark.parametrize(
    ("text", "capacity"),
    [
        ("J'ai signé devant Maître Bo Marsan, notaire à Dijon.", ["notaire"]),
        ("J'ai écrit à Maître Bo Marsan.", ["avocat ou officier ministériel"]),
        ("Le maître Bo Marsan parlait.", []),
        ("Bo Marsan, assisté de Maître Roux, avocat au barreau.", []),
    ],
)
def test_a_title_of_several_trades_gives_way_to_the_trade_and_a_master_has_none(text: str, capacity: list[str]) -> None:
    place = Placed(span=Span(start=text.index(BO), end=text.index(BO) + len(BO)), who=BO)
    found = capacities_in(text, [place], capacities("before"), capacities("after"), capacity_kind("shared"))
    assert [item.capacity for item in found] == capacity


def test_a_year_of_birth_is_any_day_of_it_and_makes_a_minor_only_who_is_one_at_any_of_them() -> None:
    text = "Ana Lorme, née en 2004, et Bo Marsan."
    place = Placed(span=Span(start=0, end=len(ANA)), who=ANA)
    ((who, when, _),) = births_in(text, [place])
    assert (who, when.words, when.first, when.last) == (ANA, "née en 2004", dt.date(2004, 1, 1), dt.date(2004, 12, 31))
    found = {}
    for year in (2021, 2022):
        day = When(words=f"en {year}", first=dt.date(year, 1, 1), last=dt.date(year, 12, 31))
        made = Pieces().says(1, "Il la frappait.", "violence", "coups", agent=BO, patient=ANA, speaker=CLEO, when=day)
        made.add(2, text)
        names = [(f"{2:064}", ANA, "PER", (place.span,))]
        found[year] = [item.actors for item in readings(made.network(names=names)) if item.kind == "minor"]
    assert found == {2021: [(ANA,)], 2022: []}


def test_every_sort_of_link_has_its_words_and_every_criterion_that_acts_makes_one() -> None:
    assert all(item.name and item.noun and item.negative for item in relations().values())
    assert relation_of("isolation", "n'importe") == "isolates"
    assert relation_of("vulnerability", "deuil") == ""
    assert relation_of("leadership", "fonction") == "directs"


@pytest.fixture(scope="module")
def analysed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("reseau")
    for name, text in make(pieces=3).texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    case = Case.create(folder / "affaire")
    case.ingest(sorted(folder.glob("*.txt")))
    case.analyze()
    return folder / "affaire"


def run(*words: str) -> str:
    done = CliRunner().invoke(emprise, list(words), catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.stdout


def test_the_commands_show_the_network_and_every_form_is_written(analysed: Path, tmp_path: Path) -> None:
    shown = run("graph", str(analysed)).replace("\n  ", " ")
    wanted = make(pieces=3).links
    assert wanted
    for who, link, _, status in wanted:
        said = relations()[link].negative if status == "denied" else relations()[link].name
        assert f"{who} {said} " in shown
    for shape in ("svg", "html", "json", "gexf", "graphml", "ftm", "qdpx", "qdc"):
        for _ in range(2):
            run("graph", str(analysed), "--format", shape, "--date", "2026-01-05", "-o", str(tmp_path / shape))
        assert (tmp_path / shape).stat().st_size > 100
    run("graph", str(analysed), "--format", "csv", "-o", str(tmp_path / "csv"))
    assert len(list((tmp_path / "csv").iterdir())) == 3
    for show in ("contradictions", "concordances", "lectures", "argent"):
        run("contradictions", str(analysed), "--show", show)
        run("contradictions", str(analysed), "--show", show, "--format", "json")


def test_under_pseudonyms_no_name_and_no_id_of_a_name_is_left(analysed: Path, tmp_path: Path) -> None:
    bare = Case(analysed).network()
    key = str(tmp_path / "cle")
    for shape in ("json", "html", "ftm", "gexf", "svg", "table"):
        out = tmp_path / f"v.{shape}"
        run("graph", str(analysed), "--format", shape, "--pseudonyms", key, "-o", str(out))
        text = out.read_text(encoding="utf-8")
        words = {word for actor in bare.actors for name in (actor.name, *actor.variants) for word in name.split()}
        assert len(words) > 6
        for word in (*words, *(actor.id for actor in bare.actors)):
            assert word not in text, (shape, word)
        assert bare.ties
        assert not any(tie.id in text for tie in bare.ties)


def test_a_project_under_pseudonyms_has_the_texts_without_names_and_each_place_in_them(
    analysed: Path, tmp_path: Path
) -> None:
    run("graph", str(analysed), "--format", "qdpx", "--pseudonyms", str(tmp_path / "cle"), "-o", str(tmp_path / "v"))
    words = {word for actor in Case(analysed).network().actors for word in actor.name.split()}
    space = {"q": "urn:QDA-XML:project:1.0"}
    with zipfile.ZipFile(tmp_path / "v") as archive:
        root = etree.fromstring(archive.read("project.qde"))
        seen = 0
        for source in root.iterfind(".//q:TextSource", space):
            text = archive.read("sources/" + source.get("plainTextPath").removeprefix("internal://")).decode()
            assert not [word for word in words if word in text]
            for place in source.iterfind("q:PlainTextSelection", space):
                quote = " ".join(text[int(place.get("startPosition")) : int(place.get("endPosition"))].split())
                assert quote.startswith(place.get("name")[:60])
                seen += 1
    assert seen == len(Case(analysed).findings()) > 0


def test_a_passage_says_where_it_stands() -> None:
    made = Passage(piece=4, cote="D12", start=0, end=1, quote="x", page=2, line=7, status="affirmed")
    assert made.place == "pièce 4 (D12), p. 2, l. 7"
