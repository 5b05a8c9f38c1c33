"""A tried sentence as lines for a terminal: sign, status in words, cues, what was set aside, near misses."""

from collections.abc import Iterator

from evidence.catalogue.teaching import Words
from evidence.matching.sift import UNLIKE
from evidence.matching.trial import Alike, Found, Trial
from evidence.model import weighed_whole
from evidence.teaching.said import Said, wrapped


def explained(trial: Trial, words: Words) -> Iterator[Said]:
    """Yield the findings, then the phrases set aside, then the near misses; each part says when it is empty."""
    if not trial.found:
        yield Said("Rien n’est relevé dans ce texte.", "title")
    for item in trial.found:
        yield from _finding(item, words)
    if trial.alike:
        yield Said("")
        yield Said("Ressemblances : proposées dans une pièce qui porte sur des faits", "title")
    for likely in trial.alike:
        yield from _alike(likely, words)
    if trial.aside:
        yield Said("")
        yield Said("Motifs présents, sans constat", "title")
    for other in trial.aside:
        yield from wrapped(f"{other.criterion}/{other.indicator} « {other.line} »", "  · ")
        yield from wrapped(f"[{other.words}] {other.why}", "    ", "soft")
    if trial.near:
        yield Said("")
        yield Said("Presque", "title")
    for other in trial.near:
        yield from wrapped(f"{other.criterion}/{other.indicator} « {other.line} »", "  · ")
        yield from wrapped(other.why, "    ", "soft")
    if trial.left:
        what = "motif plus loin n’est pas montré" if trial.left == 1 else "motifs plus loin ne sont pas montrés"
        yield from wrapped(f"{trial.left} {what} ; -c ID regarde un seul critère", "  ", "soft")


def _finding(item: Found, words: Words) -> Iterator[Said]:
    name, sign = words.of("statuses")[item.status], words.of("signs")[item.status]
    yield from wrapped(f"{item.criterion_name} ({item.criterion}) : {name}", f"{sign} ", item.status)
    if item.unlike:
        yield from wrapped(f"{UNLIKE} : elle n’entre pas dans les constats", "    écarté d’une pièce : ")
    yield from wrapped(f"« {item.quote} »", "    phrase : ")
    yield from wrapped(f"« {item.words} »", "    mots relevés : ")
    yield from wrapped(item.indicator_name, "    indicateur : ")
    yield from wrapped(f"« {item.line} »", "    motif : ")
    yield from _status(item, name)
    if item.circumstance:
        yield from wrapped("ne compte que dans une pièce où d’autres faits sont relevés", "    circonstance : ")


def _alike(item: Alike, words: Words) -> Iterator[Said]:
    name, sign = words.of("statuses")[item.status], words.of("signs")[item.status]
    yield from wrapped(f"{item.criterion_name} ({item.criterion}) : {name}", f"{sign} ", item.status)
    yield from wrapped(f"« {item.quote} »", "    phrase : ")
    yield from wrapped(f"« {item.words} »", "    mots qui ont pesé : ")
    yield from wrapped("aucun : deux modèles statistiques la trouvent semblable", "    motif : ")
    yield from _status(item, name)


def _status(item: Found | Alike, name: str) -> Iterator[Said]:
    if item.cues and item.cues[0].learnt:
        whole = weighed_whole(item.cues, item.quote)
        weighed = "la phrase entière" if whole else ", ".join(f"« {cue.words} »" for cue in item.cues)
        yield from wrapped("statut lu par deux modèles statistiques", f"    {name} : ")
        yield from wrapped(weighed, "    ce qui a pesé : ")
    elif item.cues:
        yield from wrapped(", ".join(f"« {cue.words} »" for cue in item.cues), f"    {name} à cause de : ")
    else:
        yield from wrapped("aucun mot ne nie, ne suppose ni ne rapporte", f"    {name} : ")
