"""One stable pseudonym per person; no real identifier is left in any byte of any output of the demonstration case."""

import datetime as dt
import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from PIL import Image

import evidence.dossier.exports
from evidence.case import Case
from evidence.dossier.exports._export import Export
from evidence.dossier.paper_formats import FORMATS
from evidence.dossier.papers import make, names
from evidence.dossier.pseudonyms import Doubt, pseudonymised
from evidence.dossier.record import Dossier
from evidence.language.identifiers import identifiers_in
from evidence.language.plain import plain
from evidence.model import Person, Span
from evidence.people.key import Key, read, write
from evidence.people.veil import Veil
from evidence.registry import discover
from tests.test_commands import emprise

HORIZON = Path(__file__).parents[1] / "examples" / "affaire-horizon"
CORRIGE = yaml.safe_load((HORIZON / "corrige.yaml").read_text(encoding="utf-8"))
NAMES = [person["nom"] for person in CORRIGE["personnes"]]
BIRTHS = [day for person in CORRIGE["personnes"] if (day := person.get("nee") or person.get("ne"))]
MONTHS = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()
# Names of places and of the group: they say who, in a country town.
PLACES = ("Tanneurs", "Valmont-sur-Sève", "Brannay", "Horizon de Sève")
EXPORTS = discover(evidence.dossier.exports, "EXPORT", Export)


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    found = Case.create(tmp_path_factory.mktemp("pseudonymes") / "affaire-horizon")
    found.ingest([HORIZON / "pieces"])
    found.analyze()
    return found


@pytest.fixture(scope="module")
def made(case: Case) -> tuple[Dossier, Dossier, tuple[Doubt, ...], Key]:
    dossier, key = case.dossier(made_at=dt.date(2026, 1, 5)), Key()
    hidden, doubts = pseudonymised(dossier, key, [(item.name, item.kind) for item in case.names()])
    return dossier, hidden, doubts, key


def identifiers(case: Case) -> Iterator[str]:
    """Yield what the corrigé and the pieces hold that says who: plain, as `readable` gives the outputs."""
    for name in NAMES:
        yield from (word for word in plain(name).split() if len(word) > 2)
    for day in BIRTHS:
        yield f"{day.day} {plain(MONTHS[day.month - 1])} {day.year}"
        yield f"{day:%d/%m/%Y}"
        yield day.isoformat()
    yield from (plain(place) for place in PLACES)
    for piece in case.pieces():
        if piece.reading.document:
            yield from (plain(item.words) for item in identifiers_in(piece.reading.document.text))


def readable(content: bytes) -> str:
    """Return all the words of a file, of the files in it when it is an archive, of its pages when it is a PDF."""
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return " ".join(readable(archive.read(name)) + f" {name}" for name in archive.namelist())
    if content.startswith(b"\x89PNG"):
        # Three letters come up by chance in compressed pixels; what the picture draws is checked in its SVG.
        with Image.open(io.BytesIO(content)) as picture:
            return plain(str(picture.info))
    text = content.decode("utf-8", "replace")
    if content.startswith(b"%PDF"):
        import re

        import pypdfium2

        # Three letters come up by chance in compressed streams too; what the pages say is read below.
        text = re.sub(rb"stream\r?\n.*?endstream", b" ", content, flags=re.DOTALL).decode("utf-8", "replace")
        document = pypdfium2.PdfDocument(content)
        text += " ".join(document[number].get_textpage().get_text_range() for number in range(len(document)))
        document.close()
    return plain(text)


def left(case: Case, content: bytes) -> list[str]:
    import re

    text = readable(content)
    return [word for word in identifiers(case) if re.search(rf"(?<![a-z]){re.escape(word)}(?![a-z])", text)]


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(EXPORTS))
def test_no_identifier_is_left_in_any_byte_of_an_export(
    case: Case, made: tuple[Dossier, Dossier, tuple[Doubt, ...], Key], name: str
) -> None:
    open_one, hidden, _, _ = made
    assert len(left(case, EXPORTS[name].write(open_one))) > 20  # the search finds what is there
    assert left(case, EXPORTS[name].write(hidden)) == []


@pytest.mark.slow
@pytest.mark.parametrize("kind", sorted(FORMATS))
@pytest.mark.parametrize("name", ["synthese", "bordereau"])
def test_no_identifier_is_left_in_any_byte_of_a_paper(
    case: Case, made: tuple[Dossier, Dossier, tuple[Doubt, ...], Key], name: str, kind: str
) -> None:
    open_one, hidden, _, _ = made
    assert left(case, FORMATS[kind](make(open_one, name)))  # the search finds what is there
    assert left(case, FORMATS[kind](make(hidden, name))) == []


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted({*names()} - {"synthese", "bordereau"}))
def test_no_identifier_is_left_in_any_other_paper(
    case: Case, made: tuple[Dossier, Dossier, tuple[Doubt, ...], Key], name: str
) -> None:
    assert left(case, FORMATS["json"](make(made[1], name))) == []


@pytest.mark.slow
def test_a_pseudonymised_dossier_is_made_again_with_its_key_which_stays_as_it_is(case: Case, tmp_path: Path) -> None:
    key, out, folder = tmp_path / "clé.json", tmp_path / "remis", str(case.folder)
    wish = ("--document", "bordereau,themes", "--format", "html,json,docx", "--date", "2026-01-05")
    assert emprise("dossier", folder, "-o", str(out), *wish, "--pseudonyms", str(key)).returncode == 0
    before = key.read_bytes()
    done = emprise("verify", str(out), "--case", folder, "--pseudonyms", str(key))
    assert (done.returncode, "mêmes octets" in done.stderr) == (0, True), done.stderr
    assert key.read_bytes() == before
    without = emprise("verify", str(out), "--case", folder)
    assert (without.returncode, "--pseudonyms" in without.stderr) == (8, True)
    assert emprise("verify", str(out), "--case", folder, "--pseudonyms", str(tmp_path / "rien")).returncode == 2


@pytest.mark.slow
def test_findings_keep_their_places_and_their_quotes(made: tuple[Dossier, Dossier, tuple[Doubt, ...], Key]) -> None:
    before, after, _, _ = made
    texts = {piece.sha256: piece.text for piece in after.pieces}
    assert [row.id for row in before.findings] == [row.id for row in after.findings]
    for row in after.findings:
        assert texts[row.sha256][row.sentence_start : row.sentence_end] == row.quote
        assert row.sentence_start <= row.start < row.end <= row.sentence_end
        assert all(texts[row.sha256][cue.start : cue.end] == cue.words for cue in row.cues)


@pytest.mark.slow
def test_what_is_counted_does_not_change(made: tuple[Dossier, Dossier, tuple[Doubt, ...], Key]) -> None:
    before, after, _, _ = made
    assert before.counts == after.counts
    assert before.assessments == after.assessments
    assert [piece.number for piece in before.pieces] == [piece.number for piece in after.pieces]
    assert sorted(tie.relation for tie in before.network.ties) == sorted(tie.relation for tie in after.network.ties)


@pytest.mark.slow
def test_one_person_has_one_pseudonym_in_all_the_forms_of_the_name(
    made: tuple[Dossier, Dossier, tuple[Doubt, ...], Key],
) -> None:
    _, after, _, key = made
    number = key.entries["person"]["bertrand maurel"]
    texts = " ".join(piece.text for piece in after.pieces)
    assert texts.count(f"Personne {number}") > 15
    assert len({n for identity, n in key.entries["person"].items() if "maurel" in identity}) == 1


@pytest.mark.slow
def test_the_same_key_gives_the_same_bytes(case: Case, made: tuple[Dossier, Dossier, tuple[Doubt, ...], Key]) -> None:
    before, after, _, key = made
    again, _ = pseudonymised(before, Key(json.loads(json.dumps(key.entries))), [(i.name, i.kind) for i in case.names()])
    assert again == after


@pytest.mark.slow
def test_the_commands_keep_the_key_apart_and_list_the_doubts(case: Case, tmp_path: Path) -> None:
    key, out, folder = tmp_path / "clé.json", tmp_path / "dossier", str(case.folder)
    inside = emprise("dossier", folder, "-o", str(out), "--pseudonyms", str(out / "clé.json"))
    assert inside.returncode == 2
    assert emprise("findings", folder, "--pseudonyms", str(case.folder / "clé.json")).returncode == 2
    done = emprise("dossier", folder, "-o", str(out), "--pseudonyms", str(key), "--date", "2026-01-05")
    assert done.returncode == 0, done.stderr
    assert key.stat().st_mode & 0o077 == 0
    assert "à vérifier à l’œil" in done.stderr
    assert (tmp_path / "clé.json.doutes.txt").stat().st_mode & 0o077 == 0
    outputs = [path.read_bytes() for path in out.rglob("*") if path.is_file()]
    outputs.append(emprise("findings", folder, "--format", "jsonl", "--pseudonyms", str(key)).stdout.encode())
    outputs.append(emprise("text", folder, "1", "--pseudonyms", str(key)).stdout.encode())
    outputs.append(emprise("changes", folder, "--pseudonyms", str(key)).stdout.encode())
    outputs.append(emprise("changes", folder, "--format", "jsonl", "--pseudonyms", str(key)).stdout.encode())
    outputs.append(emprise("log", folder, "--pseudonyms", str(key)).stdout.encode())
    outputs.append(emprise("pieces", folder, "--format", "csv", "--pseudonyms", str(key)).stdout.encode())
    for shape in ("qdpx", "gexf", "csv"):
        made = tmp_path / f"reseau.{shape}"
        wish = ("--format", shape, "-o", str(made), "--pseudonyms", str(key), "--date", "2026-01-05")
        assert emprise("graph", folder, *wish).returncode == 0
        outputs += [path.read_bytes() * 9 for path in ([made] if made.is_file() else sorted(made.iterdir()))]
    for show in ("contradictions", "concordances", "lectures", "argent"):
        shown = emprise("contradictions", folder, "--show", show, "--pseudonyms", str(key)).stdout
        assert shown
        outputs.append(shown.encode() * 99)
    for shape in ("table", "jsonl"):
        outputs.append(emprise("persons", folder, "--format", shape, "--pseudonyms", str(key)).stdout.encode() * 3)
    for query in ("Vautrin", "argent OU compte", "horizon"):
        outputs.append(emprise("search", folder, query, "--pseudonyms", str(key)).stdout.encode() * 9)
        shown = emprise("search", folder, query, "--format", "jsonl", "--pseudonyms", str(key)).stdout
        assert shown or query == "horizon"
        outputs.append(shown.encode() * 9)
        outputs.append(emprise("search", folder, query, "--facets", "--pseudonyms", str(key)).stdout.encode() * 99)
    for command in (
        ["assess"],
        ["assess", "--format", "json"],
        ["themes"],
        ["timeline"],
        ["timeline", "--format", "ics"],
        ["graph"],
        ["graph", "--format", "html"],
        ["graph", "--format", "ftm"],
        ["graph", "--format", "graphml"],
        ["graph", "--format", "svg"],
    ):
        shown = emprise(command[0], folder, *command[1:], "--pseudonyms", str(key), "--date", "2026-01-05")
        assert shown.returncode == 0, shown.stderr
        outputs.append(shown.stdout.encode())
    assert all(len(content) > 1_000 for content in outputs)
    assert [left(case, content) for content in outputs] == [[]] * len(outputs)


def person(name: str, *variants: str) -> Person:
    return Person(name=name, kind="person", variants=(name, *variants))


JEAN, LUC = person("Jean Testard", "TESTARD Jean"), person("Luc Testard")


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("M. TESTARD Jean est venu.", "M. Personne 1 est venu."),
        ("Jean\nTestard", "Personne 1"),
        ("J. Testard et Jean", "Personne 1 et Personne 1"),
        ("L. Testard", "Personne 2"),
        ("les Testard", "les Personne 1/2"),
        ("le nommé testard", "le nommé Personne 1/2"),
        ("jean.testard@exemple.fr ou 06 12 34 56 78", "[courriel 1] ou [téléphone 1]"),
        ("FR14 2004 1010 0505 0001 3M02 606", "[compte 1]"),
        ("@jeannot_t", "[identifiant 1]"),
        ("née le 3 mars 1979 à Exempleville", "née le [date de naissance, 1979] à Lieu 1"),
        ("le 03/03/1979", "le [date de naissance, 1979]"),
        ("le 4 mars 1979", "le 4 mars 1979"),
        ("12 bis, rue des Lilas, 30000 Exempleville", "[adresse 1], 30000 Lieu 1"),
        ("Il pleut à verse.", "Il pleut à verse."),
    ],
)
def test_a_text_is_veiled(text: str, hidden: str) -> None:
    learnt = "née le 3 mars 1979, demeurant à Exempleville"
    veil = Veil(Key(), [JEAN, LUC], [("Jean Testard", "PER")], [learnt, text])
    for one in (JEAN, LUC):
        veil.put(one.name)
    found = veil.put(text)
    assert found.text == hidden


def test_a_place_moves_with_its_words() -> None:
    veil = Veil(Key(), [JEAN], [], [])
    text = "Hier, Jean Testard a dit non."
    found = veil.put(text)
    start, end = text.index("a dit"), text.index("non") + 3
    assert found.text[found.start(start) : found.end(end)] == "a dit non"
    inside = Span(start=text.index("Testard"), end=text.index("Testard") + 7)
    assert found.text[found.start(inside.start) : found.end(inside.end)] == "Personne 1"
    assert (found.start(0), found.end(len(text))) == (0, len(found.text))


def test_a_word_that_may_name_somebody_is_a_doubt() -> None:
    veil = Veil(Key(), [JEAN], [], [])
    text = "Hier Jean parlait à Quentinois et à Rosalie."
    assert [span.of(text) for span in veil.doubts(text)] == ["Quentinois", "Rosalie"]


def test_a_fuller_name_keeps_the_number_of_the_shorter(tmp_path: Path) -> None:
    key = Key()
    Veil(key, [person("Testard")], [], []).put("Testard")
    write(tmp_path / "clé", key)
    again = read(tmp_path / "clé")
    veil = Veil(again, [person("Luc Autre"), person("Jean Testard", "Testard")], [], [])
    assert veil.put("Luc Autre, Testard").text == "Personne 2, Personne 1"
