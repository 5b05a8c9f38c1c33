"""Sentences of ours that hold names: each spelling of somebody, found whole, the longest first."""

import re
from collections.abc import Callable, Iterable


class Spellings:
    """The ways in which the persons of a case are written."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        """Look for *names*."""
        words = sorted({name for name in names if name}, key=lambda name: (-len(name), name))
        self._pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, words))})(?!\w)") if words else None

    def replaced(self, text: str, said: Callable[[str], str]) -> str:
        """Return *text* with each name as *said* gives it.

        >>> Spellings(["Ana", "Ana Bel"]).replaced("Ana Bel et Ana, Anaïs", str.upper)
        'ANA BEL et ANA, Anaïs'
        """
        return self._pattern.sub(lambda found: said(found.group()), text) if self._pattern else text
