"""Passages with labelled names, made of frames and slots: what French procedure looks like, which open corpora lack."""

import gzip
import random
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path

FRAMES = Path(__file__).parent / "names.txt"
LABELLED = ("PER", "LOC", "ORG")
# The most frequent ones of each list: rare first names are common words (« Ange », « Rose »).
KEPT = {"prenoms_f": 1500, "prenoms_m": 1500, "noms_famille": 9000, "communes_population": 6000}

Passage = tuple[str, list[tuple[int, int, str]]]


@dataclass(slots=True)
class Slots:
    """Draws the fillers: *lists* are those of names.txt and of the gazetteers."""

    lists: dict[str, list[str]]
    rng: random.Random
    made: list[tuple[int, int, str]] = field(default_factory=list)

    def passage(self) -> Passage:
        """Return one to three frames filled, with the places of the names."""
        text, spans = "", []
        for _ in range(self.rng.choice((1, 1, 2, 3))):
            filled, places = self.filled(self.rng.choice(self.lists["frames"]))
            spans += [(start + len(text), end + len(text), label) for start, end, label in places]
            text += filled + " "
        return self._varied(text.rstrip(), spans)

    def filled(self, frame: str) -> Passage:
        """Return *frame* with its slots filled."""
        text, spans = "", []
        for part in frame.replace("}", "{").split("{"):
            label, words, lead = self._word(part)
            text = contracted(text, lead) if lead else text
            if label:
                spans.append((len(text), len(text) + len(words), label))
            text += words
        return text[:1].upper() + text[1:], spans

    def _word(self, part: str) -> tuple[str, str, str]:
        """Return the label (empty for plain words), the words, and the article before them."""
        makers = {
            "PER": ("PER", self.person),
            "PERCAPS": ("PER", self._capitals),
            "PRENOM1": ("PER", self._first),
            "NOM1": ("PER", lambda: self._pick("noms_famille")),
            "LOC": ("LOC", self.place),
            "PAYS_F": ("LOC", lambda: self._pick("pays_f")),
            "PAYS_M": ("LOC", lambda: self._pick("pays_m")),
            "REGION_F": ("LOC", lambda: self._pick("pays_f")),
            "REGION": ("LOC", lambda: self._pick("region")),
            "ORG": ("ORG", self.organisation),
            "day": ("", lambda: self._pick("days")),
            "year": ("", lambda: str(self.rng.randint(1985, 2024))),
            "sum": ("", lambda: str(self.rng.randint(3, 90))),
        }
        if part not in makers:
            return "", part, ""
        label, maker = makers[part]
        words = maker()
        for article in ("le ", "la ", "les ", "l'"):
            if label in ("LOC", "ORG") and words.startswith(article):
                return label, words.removeprefix(article), article
        return label, words, ""

    def person(self) -> str:
        """Return a name in one of the forms of French procedure; a title is part of it."""
        name = self._pick("noms_famille")
        gender = self.rng.choice("fm")
        first, title = self._pick(f"prenoms_{gender}"), self._pick(f"titles_{gender}")
        title = title.removeprefix("le ").removeprefix("la ")
        other = self._pick(f"prenoms_{gender}")
        forms = (
            *(f"{first} {name}", f"{first} {name.upper()}", f"{name.upper()} {first}", first, first) * 2,
            *(f"{title} {name}", f"{title} {name.upper()}", f"{title} {first} {name}"),
            *(f"{title} {name.upper()} {first}", f"{title} {name[0]}.", f"{title} {first}"),
            *(f"{name.upper()} {first} {other}", f"{first} {name[0]}.", name.upper()),
            *(f"{first}-{other} {name}", f"{first} de {name}"),
            f"{name.upper()}-{self._pick('noms_famille').upper()} {first}",
            f"{name.upper()} née {self._pick('noms_famille').upper()} {first}",
        )
        return self.rng.choice(forms)

    def place(self) -> str:
        """Return a commune, sometimes an address."""
        if self.rng.random() < 0.1:
            place = self._pick("places").replace("{num}", str(self.rng.randint(1, 120)))
            return place.replace("{street}", self._pick("street")).replace("{Lieu}", self._pick("lieux"))
        # Large towns come more often, as they do in a case.
        towns = self.lists["communes_population"]
        return towns[int(len(towns) * self.rng.random() ** 2)]

    def organisation(self) -> str:
        """Return an organisation with its article: a known one, or a head word and a name."""
        if self.rng.random() < 0.3:
            return self._pick("org_alone").replace("{LOC}", self._town())
        gender = self.rng.choice("fm")
        head = self._pick(f"org_heads_{gender}")
        article = "l'" if plain(head)[0] in "aeiouh" else "la " if gender == "f" else "le "
        local = self.rng.random() < (0.6 if gender == "m" else 0.3)
        tail = f"de {self._town()}" if local else self._pick("org_names")
        return f"{article}{head} {tail}"

    def _town(self) -> str:
        town = self.lists["communes_population"][int(400 * self.rng.random())]
        return town if not town.startswith("Le") else "Lyon"

    def _capitals(self) -> str:
        return f"{self._pick('noms_famille')} {self._first()}".upper()

    def _first(self) -> str:
        return self._pick(self.rng.choice(("prenoms_f", "prenoms_m")))

    def _pick(self, name: str) -> str:
        return self.rng.choice(self.lists[name])

    def _varied(self, text: str, spans: list[tuple[int, int, str]]) -> Passage:
        """Return the passage as it may be typed: curly quotes, capitals, no capitals."""
        if self.rng.random() < 0.3:
            text = text.replace("'", "’")
        dice = self.rng.random()
        if dice < 0.06 and len(text.upper()) == len(text):
            text = text.upper()
        return text, spans


def contracted(text: str, article: str) -> str:
    """Return *text* with *article* after it: « de » + « le » is « du »."""
    joined = text + article
    for whole, short in ((" de le ", " du "), (" de les ", " des "), (" à le ", " au "), (" à les ", " aux ")):
        if joined.endswith(whole):
            return joined.removesuffix(whole) + short
    return joined


def plain(text: str) -> str:
    """Return *text* in lower case without accents."""
    return "".join(char for char in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(char))


def lists(data: Path) -> dict[str, list[str]]:
    """Return the lists of names.txt and of the folder *data*/gazetteers by name."""
    found: dict[str, list[str]] = {}
    for raw in FRAMES.read_text(encoding="utf-8").splitlines():
        line = raw.strip()
        if line.startswith("["):
            rows = found.setdefault(line.strip("[]"), [])
        elif line and not line.startswith("#"):
            rows += [line] if "frames" in found and len(found) == 1 else [item.strip() for item in line.split(" | ")]
    for name, kept in KEPT.items():
        with gzip.open(data / "gazetteers" / f"{name}.tsv.gz", "rt", encoding="utf-8") as lines:
            found[name] = [line.split("\t")[0].strip() for line, _ in zip(lines, range(kept), strict=False)]
    return found


def passages(data: Path, count: int, seed: int) -> list[Passage]:
    """Return *count* passages, the same for the same seed."""
    slots = Slots(lists(data), random.Random(seed))
    return [slots.passage() for _ in range(count)]
