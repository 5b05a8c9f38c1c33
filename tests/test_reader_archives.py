"""TAR, GZ, BZ2, XZ, 7Z and odd ZIPs: entries are pieces; bombs, links and names that leave the folder are named."""

import bz2
import gzip
import io
import itertools
import lzma
import random
import tarfile
import zipfile

import inflate64
import py7zr
import pytest

from evidence import readers
from evidence.model import Reading

WORDS = "Il versait tout son salaire."


def read(content: bytes, name: str) -> tuple[Reading, ...]:
    return readers.read_bytes(content, name)


def text_of(reading: Reading) -> str:
    assert reading.document, reading.reason
    return reading.document.text


def tarred(members: dict[str, bytes], *infos: tarfile.TarInfo, form: int = tarfile.PAX_FORMAT) -> bytes:
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w", format=form) as archive:
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
        for info in infos:
            archive.addfile(info)
    return held.getvalue()


def link(name: str, kind: bytes, target: str = "/etc/passwd") -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, target
    return info


def seven(members: dict[str, bytes]) -> bytes:
    held = io.BytesIO()
    with py7zr.SevenZipFile(held, "w") as archive:
        for name, content in members.items():
            archive.writef(io.BytesIO(content), name)
    return held.getvalue()


TAR = tarred({"pièces/une.txt": WORDS.encode(), "deux.txt": b"deux"})


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.tar", TAR),
        ("a.tar", tarred({"pièces/une.txt": WORDS.encode(), "deux.txt": b"deux"}, form=tarfile.GNU_FORMAT)),
        ("a.tar.gz", gzip.compress(TAR, mtime=0)),
        ("a.tgz", gzip.compress(TAR, mtime=0)),
        ("a.tar.bz2", bz2.compress(TAR)),
        ("a.tar.xz", lzma.compress(TAR)),
        ("a.7z", seven({"pièces/une.txt": WORDS.encode(), "deux.txt": b"deux"})),
        ("sans suffixe", gzip.compress(TAR, mtime=0)),
    ],
)
def test_the_entries_of_an_archive_are_pieces_that_name_it(name: str, content: bytes) -> None:
    first, one, two = read(content, name)
    assert (first.outcome, first.document) == ("read", None)
    assert [one.source.name, two.source.name] == ["pièces/une.txt", "deux.txt"]
    assert text_of(one) == WORDS
    assert {one.source.parent, two.source.parent} == {first.source.id}


@pytest.mark.parametrize(
    ("name", "inner", "content"),
    [
        ("lettre.txt.gz", "lettre.txt", gzip.compress(WORDS.encode(), mtime=0)),
        ("lettre.txt.bz2", "lettre.txt", bz2.compress(WORDS.encode())),
        ("lettre.txt.xz", "lettre.txt", lzma.compress(WORDS.encode())),
        ("lettre", "lettre (décompressé)", gzip.compress(WORDS.encode(), mtime=0)),
        (
            "deux.txt.gz",
            "deux.txt",
            gzip.compress(b"Il versait ", mtime=0) + gzip.compress(b"tout son salaire.", mtime=0),
        ),
    ],
)
def test_a_file_compressed_alone_is_a_piece(name: str, inner: str, content: bytes) -> None:
    first, held = read(content, name)
    assert (held.source.name, held.source.parent) == (inner, first.source.id)
    assert text_of(held) == WORDS


@pytest.mark.parametrize(
    ("kind", "said"),
    [(tarfile.SYMTYPE, "lien"), (tarfile.LNKTYPE, "lien"), (tarfile.FIFOTYPE, "ni fichier"), (tarfile.CHRTYPE, "ni f")],
)
def test_links_and_devices_in_a_tar_are_refused_and_named(kind: bytes, said: str) -> None:
    first, kept, refused = read(tarred({"bon.txt": b"bien"}, link("mal", kind)), "a.tar")
    assert (first.outcome, text_of(kept)) == ("partial", "bien")
    assert (refused.source.name, refused.outcome) == ("mal", "unreadable")
    assert said in refused.reason


@pytest.mark.parametrize("name", ["../x.txt", "/x.txt", "a/../../x.txt"])
def test_a_name_that_leaves_the_folder_is_refused_in_every_archive(name: str) -> None:
    first, refused, kept = read(tarred({name: b"mal", "bon.txt": b"bien"}), "a.tar")
    assert first.outcome == "partial"
    assert "sort du dossier" in refused.reason
    assert text_of(kept) == "bien"


@pytest.mark.parametrize(
    "content",
    [
        gzip.compress(bytes(900 * 1024**2 // 100), 9, mtime=0),
        bz2.compress(bytes(9 * 1024**2)),
        lzma.compress(bytes(9 * 1024**2)),
        seven({"a.txt": bytes(9 * 1024**2)}),
    ],
    ids=["gz", "bz2", "xz", "7z"],
)
def test_a_bomb_is_refused_before_it_swells(content: bytes) -> None:
    (reading,) = read(content, "bombe")
    assert reading.outcome == "unreadable"
    assert "bombe" in reading.reason


def test_a_sparse_entry_that_announces_a_terabyte_is_refused() -> None:
    content = bytearray(tarred({"a.txt": b"x" * 100}, form=tarfile.USTAR_FORMAT))
    content[124:136] = b"\x80" + (2**40).to_bytes(11, "big")
    content[148:156] = b" " * 8
    content[148:155] = b"%06o\0" % sum(content[:512])
    (reading,) = read(bytes(content), "a.tar")
    assert reading.outcome == "unreadable"
    assert "trop grande" in reading.reason


@pytest.mark.parametrize("name", ["a.tar", "a.tar.gz", "a.tar.bz2", "a.tar.xz", "a.7z"])
@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_a_cut_archive_is_named_and_what_stands_before_the_cut_is_read(name: str, share: float) -> None:
    body = {"a.txt": WORDS.encode() * 300, "b.txt": random.Random(1).randbytes(60_000)}  # noqa: S311
    plain = tarred(body)
    packed = {".gz": gzip.compress, ".bz2": bz2.compress, ".xz": lzma.compress}
    made = next((pack(plain) for end, pack in packed.items() if name.endswith(end)), plain)
    content = seven(body) if name.endswith(".7z") else made
    found = read(content[: int(len(content) * share)], name)
    assert any(reading.outcome in ("unreadable", "partial", "empty") and reading.reason for reading in found)


def test_containers_in_containers_are_opened_to_the_end_and_each_names_its_own() -> None:
    inner = gzip.compress(tarred({"c.7z": seven({"d.txt": WORDS.encode()})}))
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("b.tar.gz", inner)
    found = read(held.getvalue(), "a.zip")
    assert [reading.source.name for reading in found] == ["a.zip", "b.tar.gz", "c.7z", "d.txt"]
    for parent, child in itertools.pairwise(found):
        assert child.source.parent == parent.source.id
    assert text_of(found[-1]) == WORDS


def test_what_a_mac_leaves_in_archives_is_left_aside() -> None:
    found = read(tarred({"a.txt": b"x", "._a.txt": b"y", "b/.DS_Store": b"z"}), "a.tar")
    assert [reading.source.name for reading in found] == ["a.tar", "a.txt"]


def test_an_empty_archive_says_so() -> None:
    assert read(tarred({}), "a.tar")[0].outcome in ("empty", "unknown")
    assert read(seven({}), "a.7z")[0].outcome == "empty"


def test_a_zip_that_windows_compressed_with_deflate64_is_read() -> None:
    packer = inflate64.Deflater()
    body = packer.deflate(WORDS.encode() * 50) + packer.flush()
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("a.txt", body)
    made = bytearray(held.getvalue())
    size = len(WORDS.encode() * 50).to_bytes(4, "little")
    for sign, method, at in ((b"PK\x03\x04", 8, 22), (b"PK\x01\x02", 10, 24)):
        begin = made.find(sign)
        made[begin + method] = 9
        made[begin + at : begin + at + 4] = size
    assert text_of(read(bytes(made), "a.zip")[1]) == WORDS * 50


def test_an_archive_whose_first_entry_is_a_pdf_stored_as_it_is_is_no_pdf() -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("a.pdf", b"%PDF-1.7 broken")
    first, second = read(held.getvalue(), "a.zip")
    assert (first.source.media_type, second.source.media_type) == ("application/zip", "application/pdf")


def test_a_compression_nobody_knows_is_named_as_such() -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("a.txt", WORDS)
    made = held.getvalue()
    for sign, method in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        begin = made.find(sign) + method
        made = made[:begin] + b"\x62" + made[begin + 1 :]
    assert "compression n° 98" in read(made, "a.zip")[1].reason


@pytest.mark.parametrize(
    ("sign", "said"),
    [
        (b"Rar!\x1a\x07\x01\0", "RAR"),
        (b"\xe4\x52\x5c\x7b\x8c\xd8\xa7\x4d", "OneNote"),
        (b"EVF\x09\x0d\x0a\xff\0", "E01"),
        (b"ANDROID BACKUP\n5\n", "Android"),
        (b"bplist00", "Apple"),
        (bytes(0x8001) + b"CD001", "ISO"),
    ],
)
def test_what_no_reader_opens_is_named_with_what_to_do(sign: bytes, said: str) -> None:
    (reading,) = read(sign + bytes(range(256)) * 4, "pièce.bin")
    assert reading.outcome == "unknown"
    assert said in reading.reason
    assert " : " in reading.reason


def test_a_document_of_apple_is_read_by_its_preview_and_says_so() -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("Index/Document.iwa", b"\0\1\2")
        archive.writestr("QuickLook/Preview.pdf", b"%PDF-1.4 broken")
    first, preview = read(held.getvalue(), "note.pages")
    assert (first.outcome, preview.source.name) == ("partial", "QuickLook/Preview.pdf")
    assert "exportez-le" in first.reason


@pytest.mark.parametrize("name", ["lettre.docx", "lettre.odt", "lettre.epub", "comptes.xlsx"])
def test_a_document_that_was_cut_is_named_as_a_document(name: str) -> None:
    from tests.test_reader_libreoffice import PIECES

    content = (PIECES / name).read_bytes()
    (reading,) = read(content[: len(content) // 2], name)
    assert reading.outcome == "unreadable"
    assert "coupé" in reading.reason or "endommagé" in reading.reason
    assert "ZIP" not in reading.reason
