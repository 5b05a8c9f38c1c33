"""Protected files: none, a wrong, several passwords; PDF, Office, OpenDocument, ZIP, 7Z; the password is never kept."""

import base64
import hashlib
import io
import json
import os
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pikepdf
import py7zr
import pytest
import pyzipper
from cryptography.hazmat.decrepit.ciphers.algorithms import Blowfish
from cryptography.hazmat.decrepit.ciphers.modes import CFB
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from msoffcrypto.format.ooxml import OOXMLFile

from evidence import readers
from evidence.case import Case
from evidence.entry import Terms
from tests.test_reader_libreoffice import PASSWORD, PIECES

WORDS = "Il versait tout son salaire."
MANIFEST = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"


def office(name: str) -> bytes:
    held = io.BytesIO()
    OOXMLFile(io.BytesIO((PIECES / name).read_bytes())).encrypt(PASSWORD, held)
    return held.getvalue()


def pdf(rounds: int, *, aes: bool = True, user: str = PASSWORD, owner: str = "maître") -> bytes:
    held = io.BytesIO()
    with pikepdf.open(PIECES / "lettre.pdf") as document:
        document.save(held, encryption=pikepdf.Encryption(user=user, owner=owner, R=rounds, aes=aes, metadata=aes))  # type: ignore[arg-type]
    return held.getvalue()


def zipped(encryption: int | None) -> bytes:
    held = io.BytesIO()
    with pyzipper.AESZipFile(held, "w", compression=zipfile.ZIP_DEFLATED, encryption=encryption) as archive:
        archive.setpassword(PASSWORD.encode())
        archive.writestr("dedans.txt", WORDS)
    return held.getvalue()


def seven(*, names: bool) -> bytes:
    held = io.BytesIO()
    with py7zr.SevenZipFile(held, "w", password=PASSWORD, header_encryption=names) as archive:
        archive.writestr(WORDS, "dedans.txt")
    return held.getvalue()


def manifest(name: str, checksum: str, algorithm: str, vector: bytes, derivation: str) -> str:
    encoded = base64.b64encode(vector).decode()
    return (
        f'<m:manifest xmlns:m="{MANIFEST}" xmlns:l="urn:l"><m:file-entry m:full-path="{name}">'
        f"<m:encryption-data {checksum}>"
        f'<m:algorithm m:algorithm-name="{algorithm}" m:initialisation-vector="{encoded}"/>{derivation}'
        "</m:encryption-data></m:file-entry></m:manifest>"
    )


def opendocument(name: str, content: bytes, described: str) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr(name, content)
        archive.writestr("META-INF/manifest.xml", described)
    return held.getvalue()


def blowfish() -> bytes:
    """Return a text as OpenOffice.org 2 protected it: Blowfish, SHA-1, PBKDF2."""
    with zipfile.ZipFile(PIECES / "lettre.odt") as archive:
        plain = archive.read("content.xml")
    packed = zlib.compressobj(wbits=-15)
    body = packed.compress(plain) + packed.flush()
    salt, vector = os.urandom(16), os.urandom(8)
    key = hashlib.pbkdf2_hmac("sha1", hashlib.sha1(PASSWORD.encode()).digest(), salt, 1024, 16)  # noqa: S324
    held = Cipher(Blowfish(key), CFB(vector)).encryptor()
    check = base64.b64encode(hashlib.sha1(body[:1024]).digest()).decode()  # noqa: S324
    derivation = (
        f'<m:key-derivation m:key-derivation-name="PBKDF2" m:iteration-count="1024" '
        f'm:salt="{base64.b64encode(salt).decode()}"/>'
    )
    checksum = f'm:checksum-type="SHA1/1K" m:checksum="{check}"'
    described = manifest("content.xml", checksum, "Blowfish CFB", vector, derivation)
    return opendocument("content.xml", held.update(body) + held.finalize(), described)


def argon2(*, before: bool) -> bytes:
    """Return a text as LibreOffice protects it since 24.2: the whole package is one part, AES-GCM, Argon2id."""
    salt, vector = os.urandom(16), os.urandom(12)
    start = hashlib.sha256(PASSWORD.encode()).digest()
    key = Argon2id(salt=salt, length=32, iterations=3, lanes=4, memory_cost=65536).derive(start)
    body = AESGCM(key).encrypt(vector, (PIECES / "lettre.odt").read_bytes(), None)
    derivation = (
        '<m:key-derivation m:key-derivation-name="urn:org:documentfoundation:argon2id" m:key-size="32" '
        'l:argon2-iterations="3" l:argon2-memory="65536" l:argon2-lanes="4" '
        f'm:salt="{base64.b64encode(salt).decode()}"/>'
        '<m:start-key-generation m:start-key-generation-name="http://www.w3.org/2001/04/xmlenc#sha256"/>'
    )
    described = manifest("encrypted-package", "", "http://www.w3.org/2009/xmlenc11#aes256-gcm", vector, derivation)
    return opendocument("encrypted-package", (vector if before else b"") + body, described)


FILES: dict[str, tuple[Callable[[], bytes], str]] = {
    "a.docx": (lambda: office("lettre.docx"), "Encadré"),
    "a.xlsx": (lambda: office("comptes.xlsx"), "Dons en espèces"),
    "a.pptx": (lambda: office("exposé.pptx"), "troisième degré"),
    "rc4-40.pdf": (lambda: pdf(2, aes=False), "Encadré"),
    "rc4-128.pdf": (lambda: pdf(3, aes=False), "Encadré"),
    "aes-128.pdf": (lambda: pdf(4), "Encadré"),
    "aes-256.pdf": (lambda: pdf(6), "Encadré"),
    "owner.pdf": (lambda: pdf(6, user="autre", owner=PASSWORD), "Encadré"),
    "aes.zip": (lambda: zipped(pyzipper.WZ_AES), WORDS),
    "a.7z": (lambda: seven(names=False), WORDS),
    "names.7z": (lambda: seven(names=True), WORDS),
    "aes.odt": (lambda: (PIECES / "protégée.odt").read_bytes(), "Encadré"),
    "blowfish.odt": (blowfish, "Encadré"),
    "argon2.odt": (lambda: argon2(before=False), "Encadré"),
    "argon2-vector.odt": (lambda: argon2(before=True), "Encadré"),
    "aes.ods": (lambda: (PIECES / "protégés.ods").read_bytes(), "Dons en espèces"),
}


def text_of(content: bytes, name: str, *passwords: str) -> str:
    found = readers.read_bytes(content, name, passwords=passwords)
    return " ".join(reading.document.text for reading in found if reading.document)


@pytest.mark.parametrize("name", FILES)
def test_a_protected_file_opens_with_the_right_password_among_several_and_with_no_other(name: str) -> None:
    make, words = FILES[name]
    content = make()
    assert words in text_of(content, name, "faux", "", PASSWORD, "autre mot")
    for passwords, said in (((), "--password-file"), (("faux", "autre mot"), "aucun de")):
        found = readers.read_bytes(content, name, passwords=passwords)
        assert not any(reading.document for reading in found)
        refused = found[-1]
        assert refused.outcome == "encrypted"
        assert said in refused.reason


def test_the_user_password_of_a_pdf_is_read_whatever_way_its_accents_are_written() -> None:
    for rounds in (2, 3, 4, 6):
        assert "Encadré" in text_of(pdf(rounds, aes=rounds > 3, user="clé été"), "a.pdf", "clé été")


def test_a_pdf_that_only_limits_printing_opens_without_a_password() -> None:
    (reading,) = readers.read_bytes(pdf(6, user=""), "a.pdf")
    assert reading.outcome == "read"


def test_an_old_zip_password_is_tried_in_the_encodings_of_windows_and_dos() -> None:
    assert WORDS in text_of(zipcrypto("été".encode("cp850")), "a.zip", "été")
    assert readers.read_bytes(zipcrypto(b"x"), "a.zip", passwords=["y"])[-1].outcome == "encrypted"


def zipcrypto(password: bytes) -> bytes:
    """Return a ZIP with one entry in the old encryption of PKZIP (APPNOTE 6.1)."""
    table = [0] * 256
    for index in range(256):
        value = index
        for _ in range(8):
            value = value >> 1 ^ (0xEDB88320 if value & 1 else 0)
        table[index] = value
    keys = [0x12345678, 0x23456789, 0x34567890]

    def update(byte: int) -> None:
        keys[0] = keys[0] >> 8 ^ table[(keys[0] ^ byte) & 0xFF]
        keys[1] = ((keys[1] + (keys[0] & 0xFF)) * 134775813 + 1) & 0xFFFFFFFF
        keys[2] = keys[2] >> 8 ^ table[(keys[2] ^ keys[1] >> 24) & 0xFF]

    for byte in password:
        update(byte)
    plain = WORDS.encode()
    crc = zlib.crc32(plain)
    body = bytearray()
    for byte in bytes(11) + bytes([crc >> 24]) + plain:
        held = keys[2] | 2
        body.append(byte ^ ((held * (held ^ 1)) >> 8 & 0xFF))
        update(byte)
    stored = io.BytesIO()
    with zipfile.ZipFile(stored, "w") as archive:
        archive.writestr("dedans.txt", bytes(body))
    made = bytearray(stored.getvalue())
    for sign, flags, checksum, size in ((b"PK\x03\x04", 6, 14, 22), (b"PK\x01\x02", 8, 16, 24)):
        at = made.find(sign)
        made[at + flags] |= 1
        made[at + checksum : at + checksum + 4] = crc.to_bytes(4, "little")
        made[at + size : at + size + 4] = len(plain).to_bytes(4, "little")
    return bytes(made)


def test_a_workbook_protected_against_change_opens_as_excel_opens_it() -> None:
    held = io.BytesIO()
    OOXMLFile(io.BytesIO((PIECES / "comptes.xlsx").read_bytes())).encrypt("VelvetSweatshop", held)
    assert "Dons en espèces" in text_of(held.getvalue(), "a.xlsx")


def test_the_case_says_that_passwords_were_supplied_and_keeps_none(tmp_path: Path) -> None:
    pieces = tmp_path / "pieces"
    pieces.mkdir()
    for name in ("a.docx", "aes-256.pdf", "aes.zip", "aes.odt", "a.7z"):
        (pieces / name).write_bytes(FILES[name][0]())
    case = Case.create(tmp_path / "affaire")
    readings = case.ingest([pieces], terms=Terms(passwords=("faux", PASSWORD)))
    # The same words lie in two archives.
    assert {reading.outcome for reading in readings} == {"read", "duplicate"}
    assert [entry.detail for entry in case.journal() if entry.act == "passwords"] == [{"count": 2}]
    written = PASSWORD.encode(), json.dumps(PASSWORD).encode(), PASSWORD.encode("utf-16-le")
    for path in case.folder.rglob("*"):
        if path.is_file():
            assert not any(form in path.read_bytes() for form in written), path
