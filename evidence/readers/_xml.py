"""Office files: a ZIP of XML parts, opened without entities, network or bombs."""

import io
import zipfile
from collections.abc import Iterator

from lxml import etree

from evidence.model import Notice
from evidence.readers._reader import Refused

# A part of an honest office file: text compresses ten times, long runs of blanks some hundreds.
PART = 256 * 1024**2
RATIO = 1_000
TOTAL = 512 * 1024**2

UNSAFE = Notice(
    code="unsafe_xml",
    text="Le fichier déclare des entités XML (technique d'attaque) : elles n'ont pas été suivies.",
)


class Package:
    """The parts of an office file, by name; reading one that is too large or damaged is refused."""

    def __init__(self, content: bytes, label: str) -> None:
        """Open *content*; *label* is what the file is called in messages.

        Raises:
            Refused: it is damaged or a bomb.
        """
        self._label = label
        self.unsafe = False
        self.opened: dict[str, bytes] = {}
        # The package has parts that a password protects.
        self.locked = False
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
            infos = self._zip.infolist()
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
            raise Refused(
                "unreadable", f"{label} endommagé : son archive ne s'ouvre pas ; demandez un nouvel exemplaire."
            ) from error
        self.names = frozenset(info.filename for info in infos)
        if sum(info.file_size for info in infos) > TOTAL or any(
            info.file_size > PART or (info.file_size > 1024**2 and info.file_size > RATIO * info.compress_size)
            for info in infos
        ):
            raise Refused("unreadable", f"{label} trop grand une fois décompressé : fichier piégé ou endommagé.")

    def part(self, name: str) -> bytes:
        """Return the bytes of a part, those that a password opened where it was protected; empty when there is none.

        Raises:
            Refused: it is damaged or encrypted.
        """
        if name in self.opened:
            return self.opened[name]
        return self.raw(name)

    def raw(self, name: str) -> bytes:
        """Return the bytes of a part as they lie in the archive, those of a protected part included.

        Raises:
            Refused: it is damaged or encrypted.
        """
        if name not in self.names:
            return b""
        try:
            with self._zip.open(name) as stream:
                return stream.read(PART)
        # zlib.error, EOFError, RuntimeError (encrypted), BadZipFile, NotImplementedError: all mean the same here.
        except Exception as error:
            raise Refused("unreadable", f"{self._label} endommagé : « {name} » ne se lit pas.") from error

    def has_plain(self, name: str) -> bool:
        """Tell whether the part *name* can be read: no password protects it, or one opened it."""
        return name in self.opened or not self.locked

    def tree(self, name: str) -> etree._Element | None:
        """Return the root of an XML part, None when there is none; no entity is followed, nothing is fetched.

        Raises:
            Refused: it is no XML.
        """
        content = self.part(name)
        if not content:
            return None
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        try:
            root = etree.fromstring(content, parser)
        except etree.XMLSyntaxError as error:
            raise Refused(
                "unreadable", f"{self._label} endommagé : « {name} » est mal formé ; demandez un nouvel exemplaire."
            ) from error
        if b"<!DOCTYPE" in content:
            self.unsafe = True
        return root

    def all(self, prefix: str, suffix: str = "") -> Iterator[str]:
        """Yield the names of the parts under *prefix* that end with *suffix*, sorted."""
        yield from sorted(name for name in self.names if name.startswith(prefix) and name.endswith(suffix))


def attribute(element: etree._Element, namespace: str, name: str) -> str:
    """Return an attribute of *element*, empty when it has none."""
    return element.get(f"{{{namespace}}}{name}") or ""
