"""What an export is: a suffix and a function that writes the dossier."""

from collections.abc import Callable
from dataclasses import dataclass

from evidence.dossier.record import Dossier


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """One file format of the dossier; *write* gives its bytes, the same for the same dossier."""

    suffix: str
    write: Callable[[Dossier], bytes]
