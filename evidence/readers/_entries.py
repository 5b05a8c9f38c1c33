"""What holds for the entries of any archive: limits, names that must not be followed, what systems leave in them.

Source: shared/domain/ecosystem.md, 3 (untrusted files): count, ratio, names; depth is counted by the caller.
"""

from evidence.readers._reader import Member, Refused, Result

ENTRIES = 10_000
TOTAL = 1024**3
RATIO = 200
# An entry smaller than this cannot hurt, whatever its ratio.
SMALL = 4 * 1024**2
# What a Mac and Windows leave in archives.
_TECHNICAL = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")

LINK = "lien vers un autre fichier : entrée refusée."
SPECIAL = "ni fichier ni dossier (périphérique, tube) : rien à lire."
LOCKED = "entrée protégée par mot de passe : fournissez-le (--password-file)."
WRONG = "entrée protégée par mot de passe : aucun de ceux fournis ne convient."


def is_technical(name: str) -> bool:
    """Tell whether *name* is what a system leaves in archives, which nobody wrote."""
    last = name.replace("\\", "/").rpartition("/")[2]
    return name.startswith(_TECHNICAL[0]) or last in _TECHNICAL[1:] or (last.startswith("._") and len(last) > 2)


def leaves(name: str) -> str:
    r"""Return why *name* must not be followed, empty when it stays in the folder.

    >>> leaves("a/b.txt"), leaves("..\\x.txt")[:26]
    ('', 'nom qui sort du dossier de')
    """
    path = name.replace("\\", "/")
    parts = path.split("/")
    if path.startswith("/") or ".." in parts or (len(parts[0]) == 2 and parts[0].endswith(":")):
        return "nom qui sort du dossier de l'archive : entrée refusée."
    return ""


def too_many(count: int) -> Refused:
    """Return the refusal of an archive of *count* entries or more."""
    return Refused("unreadable", f"archive trop grande : {count} entrées (limite {ENTRIES}) ; scindez-la.")


def too_large(size: int) -> Refused:
    """Return the refusal of an archive that holds *size* bytes or more once opened."""
    return Refused(
        "unreadable",
        f"archive trop grande : {size // 1024**2} Mo décompressés (limite {TOTAL // 1024**2}) ; scindez-la.",
    )


def swells(name: str) -> Refused:
    """Return the refusal of an archive whose entry *name* swells beyond reason."""
    return Refused(
        "unreadable",
        f"archive trop grande une fois décompressée : « {name[:80]} » gonfle plus de {RATIO} fois "
        "(bombe de décompression) ; faites-la ouvrir par un spécialiste.",
    )


def result_of(members: tuple[Member, ...], label: str) -> Result:
    """Return the result of a container that has no text of its own; entries refused make it partial.

    Raises:
        Refused: there are no members.
    """
    if not members:
        raise Refused("empty", f"{label} sans aucun fichier.")
    refused = sum(bool(member.refused) for member in members)
    if not refused:
        return Result(members=members, bare=True)
    reason = f"{refused} entrée(s) de l'archive refusée(s), voir chacune."
    return Result(members=members, bare=True, outcome="partial", reason=reason)
