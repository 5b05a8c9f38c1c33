"""Opens a protected OpenDocument with the passwords supplied (OpenDocument 1.3, part 2, 4.16; LibreOffice's Argon2id).

Blowfish and AES-256 with PBKDF2 are those of all versions; AES-GCM with Argon2id is LibreOffice's since 24.2.
"""

import base64
import hashlib
import zlib
from collections.abc import Iterator, Mapping

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.decrepit.ciphers.algorithms import Blowfish
from cryptography.hazmat.decrepit.ciphers.modes import CFB
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from lxml import etree

_NS = "{urn:oasis:names:tc:opendocument:xmlns:manifest:1.0}"
# More rounds, memory (KiB) or bytes than this are an attack on whoever opens the file.
ROUNDS = 5_000_000
MEMORY = 1024**2
LARGEST = 256 * 1024**2
# The checksum of a part is that of its beginning.
_HEAD = 1024


def entries(manifest: etree._Element) -> Iterator[tuple[str, etree._Element]]:
    """Yield the name and the encryption of each protected part."""
    for entry in manifest.iter(f"{_NS}file-entry"):
        data = entry.find(f"{_NS}encryption-data")
        if data is not None:
            yield entry.get(f"{_NS}full-path") or "", data


def opened(content: bytes, data: etree._Element, password: str) -> bytes | None:
    """Return the plain bytes of a part, None when *password* does not fit.

    Raises:
        ValueError, KeyError: it is protected in a way nobody knows, or damaged.
    """
    algorithm, derivation = data.find(f"{_NS}algorithm"), data.find(f"{_NS}key-derivation")
    start = data.find(f"{_NS}start-key-generation")
    if algorithm is None or derivation is None:
        raise ValueError("no algorithm")
    name = (algorithm.get(f"{_NS}algorithm-name") or "").lower()
    vector = base64.b64decode(algorithm.get(f"{_NS}initialisation-vector") or "")
    digest = "sha256" if "sha256" in _name(start, "start-key-generation-name") else "sha1"
    key = _key(derivation, hashlib.new(digest, password.encode()).digest())
    if "gcm" in name:
        return _inflated(_gcm(content, key, vector))
    if "blowfish" in name:
        plain = _run(Cipher(Blowfish(key), CFB(vector)), content)
    elif "aes" in name and len(content) % 16 == 0:
        plain = _run(Cipher(algorithms.AES(key), modes.CBC(vector)), content)
        plain = plain[: -plain[-1]] if plain and 0 < plain[-1] <= 16 else plain
    else:
        raise ValueError(name)
    if not _is_right(plain, data):
        return None
    return _inflated(plain)


def _name(element: etree._Element | None, key: str) -> str:
    return (element.get(f"{_NS}{key}") or "").lower() if element is not None else ""


def _run(cipher: Cipher[modes.CBC] | Cipher[CFB], content: bytes) -> bytes:
    held = cipher.decryptor()
    return held.update(content) + held.finalize()


def _key(derivation: etree._Element, start: bytes) -> bytes:
    salt = base64.b64decode(derivation.get(f"{_NS}salt") or "")
    size = int(derivation.get(f"{_NS}key-size") or 16)
    if "argon2" in _name(derivation, "key-derivation-name"):
        held = {str(name): str(value) for name, value in derivation.attrib.items()}
        rounds, memory, lanes = (
            int(_local(held, key)) for key in ("argon2-iterations", "argon2-memory", "argon2-lanes")
        )
        if rounds > 100 or memory > MEMORY:
            raise ValueError("argon2 beyond reason")
        return Argon2id(salt=salt, length=size, iterations=rounds, lanes=lanes, memory_cost=memory).derive(start)
    rounds = int(derivation.get(f"{_NS}iteration-count") or 1024)
    if not 0 < rounds <= ROUNDS or not 0 < size <= 64:
        raise ValueError("rounds beyond reason")
    return hashlib.pbkdf2_hmac("sha1", start, salt, rounds, size)


def _local(attributes: Mapping[str, str], name: str) -> str:
    """Return the attribute called *name* whatever its namespace: LibreOffice still calls it experimental."""
    return next(value for key, value in attributes.items() if key.endswith(f"}}{name}"))


def _gcm(content: bytes, key: bytes, vector: bytes) -> bytes | None:
    """Return the plain bytes; the vector may also stand before them, as XML Encryption 1.1 has it."""
    for held in (content, content.removeprefix(vector), content[12:]):
        try:
            return AESGCM(key).decrypt(vector, held, None)
        except InvalidTag:
            continue
    return None


def _is_right(plain: bytes, data: etree._Element) -> bool:
    """Tell whether the checksum of the beginning is the one written down; without one, whether it inflates."""
    wanted = data.get(f"{_NS}checksum")
    if not wanted:
        return _inflated(plain) is not None
    digest = "sha256" if "256" in (data.get(f"{_NS}checksum-type") or "") else "sha1"
    found = (hashlib.new(digest, held).digest() for held in (plain[:_HEAD], plain))
    return base64.b64decode(wanted) in found


def _inflated(plain: bytes | None) -> bytes | None:
    if plain is None:
        return None
    if plain.startswith(b"PK"):  # a whole package is kept as it is
        return plain
    try:
        return zlib.decompressobj(-15).decompress(plain, LARGEST)
    except zlib.error:
        return None
