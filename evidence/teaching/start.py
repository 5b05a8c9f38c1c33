"""The file that a new criterion starts from."""

from pathlib import Path

from evidence.catalogue import Catalogue
from evidence.catalogue.teaching import Model
from evidence.errors import UsageError

ALLOWED = frozenset("abcdefghijklmnopqrstuvwxyz0123456789_")


def start(identity: str, root: Path, catalogue: Catalogue, model: Model) -> Path:
    """Write ``criteria/<identity>.yaml`` under *root* and return its path; its comments teach the format.

    Raises:
        UsageError: the id is not one, is that of a criterion, or the file is there: nothing is overwritten.
    """
    if not identity or not set(identity) <= ALLOWED:
        raise UsageError(
            f"« {identity} » ne peut pas nommer un critère", "Minuscules sans accent, chiffres et _ : porte_fermee"
        )
    path = root / "criteria" / f"{identity}.yaml"
    if path.exists():
        raise UsageError(f"{path} existe déjà ; il n’est pas touché", "Changez de nom, ou modifiez ce fichier.")
    if identity in catalogue.criteria:
        raise UsageError(
            f"« {identity} » est un critère du catalogue : ce fichier le remplacerait",
            "Choisissez un autre nom ; pour le remplacer à dessein, copiez son fichier.",
        )
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(model.template.replace("@ID@", identity), encoding="utf-8")
    return path
