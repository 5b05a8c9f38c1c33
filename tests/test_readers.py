"""What holds for every reader: kinds, names, outcomes, places, determinism, nothing raised."""

import hashlib
import json
import unicodedata
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evidence import readers
from evidence.errors import UsageError
from evidence.model import Reading
from evidence.readers._builder import Overlay, TextBuilder, clean
from evidence.readers._language import foreign
from evidence.readers._reader import Piece
from evidence.readers._wire import pack

FRENCH = "Il lui a demandé de verser tout son salaire au groupe, puis de ne plus voir sa famille ni ses amis. "
ENGLISH = "He asked her to give her whole salary to the group and to stop seeing her family and all of her friends. "
SLOW = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
# What opens each format: fuzzing goes further in when the bytes begin well.
OPENINGS = [
    b"",
    b"%PDF-1.7\n",
    b"PK\x03\x04",
    b"{\\rtf1\\ansi ",
    b"<!DOCTYPE html><p>",
    b"From: a@example.org\nDate: x\nSubject: y\n\n",
    b"From - Mon Jan 1 2020\nFrom: a@b.c\nTo: d\n",
    b"1\n00:00:01,000 --> 00:00:02,000\n",
    b"WEBVTT\n\n00:01.000 --> 00:02.000\n",
    b"01/02/2020, 10:00 - Luc: a\n01/02/2020, 10:01 - ",
    b'{"messages": [',
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    b"\x89PNG\r\n\x1a\n",
    b"\xff\xd8\xff\xe0",
    b"II*\0",
]
SUFFIXES = [
    ".txt",
    ".pdf",
    ".docx",
    ".csv",
    ".eml",
    ".json",
    ".msg",
    ".doc",
    ".xlsx",
    ".odt",
    ".zip",
    ".srt",
    ".rtf",
    "",
]


def only(readings: tuple[Reading, ...]) -> Reading:
    assert len(readings) == 1
    return readings[0]


def check_places(reading: Reading) -> None:
    document = reading.document
    if document is None:
        assert reading.reason or reading.outcome == "read"
        return
    assert unicodedata.is_normalized("NFC", document.text)
    assert "\r" not in document.text
    assert json.loads(json.dumps(pack([reading])[0], ensure_ascii=False).encode())
    end = 0
    for block in document.blocks:
        assert end <= block.span.start
        words = block.span.of(document.text)
        assert words == words.strip() != ""
        end = block.span.end
    assert end <= len(document.text)


def test_a_missing_path_is_an_error_of_use_that_names_it(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="absent"):
        readers.read(tmp_path / "absent.txt")


def test_a_folder_is_not_a_file(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        readers.read(tmp_path)


def test_the_identity_of_a_source_is_the_hash_of_its_bytes(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"Bonjour\r\n")
    source = only(readers.read(path)).source
    assert source.id == hashlib.sha256(b"Bonjour\r\n").hexdigest()
    assert (source.size, source.name, source.parent) == (9, str(path), None)


def test_a_name_may_be_given_in_place_of_the_path(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Bonjour", encoding="utf-8")
    assert only(readers.read(path, "D12/lettre.txt")).source.name == "D12/lettre.txt"


def test_a_source_is_never_changed(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Bonjour", encoding="utf-8")
    before = path.stat()
    readers.read(path)
    assert (path.stat().st_mtime_ns, path.read_bytes()) == (before.st_mtime_ns, b"Bonjour")


@pytest.mark.parametrize("name", ["vide.pdf", "vide.txt", "vide", "vide.docx"])
def test_a_file_of_no_bytes_is_empty_and_says_so(name: str) -> None:
    reading = only(readers.read_bytes(b"", name))
    assert reading.outcome == "empty"
    assert "vide" in reading.reason


def test_blanks_only_are_an_empty_piece() -> None:
    assert only(readers.read_bytes(b" \n\t\n", "a.txt")).outcome == "empty"


def test_bytes_nobody_knows_are_named_as_an_unknown_format() -> None:
    reading = only(readers.read_bytes(bytes(range(256)) * 8, "mystere.bin"))
    assert reading.outcome == "unknown"
    assert "format" in reading.reason


def test_a_sound_is_named_with_what_to_do() -> None:
    reading = only(readers.read_bytes(b"ID3\x03\x00\x00\x00\x00\x00\x21" + bytes(400), "voix.mp3"))
    assert reading.outcome == "unknown"
    assert "transcri" in reading.reason


def test_the_bytes_are_believed_before_the_name_and_the_disagreement_is_said() -> None:
    reading = only(readers.read_bytes(b"<!DOCTYPE html><p>Bonjour " + FRENCH.encode(), "lettre.pdf"))
    assert reading.source.media_type == "text/html"
    assert reading.document
    assert [notice.code for notice in reading.document.notices] == ["kind"]


@pytest.mark.parametrize(
    "name", ["Pièce n° 3 – « août ».txt", "é" * 290 + ".txt", "a\nb.txt", "\u202etxt.exe.txt", "..\\x.txt"]
)
def test_strange_names_do_no_harm(name: str) -> None:
    assert only(readers.read_bytes(FRENCH.encode(), name)).outcome == "read"


def test_names_are_kept_in_their_composed_form() -> None:
    assert only(readers.read_bytes(b"x", unicodedata.normalize("NFD", "déposée.txt"))).source.name == "déposée.txt"


def test_a_long_text_in_another_language_is_foreign_but_kept() -> None:
    reading = only(readers.read_bytes((ENGLISH * 4).encode(), "a.txt"))
    assert reading.outcome == "foreign"
    assert "anglais" in reading.reason
    assert reading.document
    assert reading.document.text.startswith("He asked")


def test_a_french_text_is_not_foreign() -> None:
    assert foreign(FRENCH * 4) is None


def test_a_short_text_is_never_called_foreign() -> None:
    assert foreign("See you tomorrow, my dear friend!") is None


def test_french_with_a_foreign_quotation_is_not_foreign() -> None:
    assert foreign(FRENCH * 4 + "« Give everything to the master »") is None


@SLOW
@given(st.sampled_from(OPENINGS), st.binary(max_size=400), st.sampled_from(SUFFIXES))
def test_no_bytes_make_reading_raise(opening: bytes, rest: bytes, suffix: str) -> None:
    for reading in readers.read_bytes(opening + rest, f"piece{suffix}"):
        check_places(reading)


@SLOW
@given(st.sampled_from(OPENINGS), st.text(max_size=200), st.sampled_from(SUFFIXES))
def test_no_text_makes_reading_raise_and_places_always_hold(opening: bytes, rest: str, suffix: str) -> None:
    for reading in readers.read_bytes(opening + rest.encode("utf-8", "replace"), f"piece{suffix}"):
        check_places(reading)


@settings(max_examples=60, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(["word/document.xml", "xl/workbook.xml", "content.xml", "mimetype", "../x", "a.txt"]),
        st.one_of(st.binary(max_size=80), st.text(max_size=60).map(lambda words: f"<a>{words}</a>".encode())),
        max_size=4,
    )
)
def test_no_archive_makes_reading_raise(members: dict[str, bytes]) -> None:
    held = BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    for reading in readers.read_bytes(held.getvalue(), "piece.zip"):
        check_places(reading)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(OPENINGS), st.binary(max_size=200))
def test_the_same_bytes_give_the_same_reading(opening: bytes, rest: bytes) -> None:
    assert readers.read_bytes(opening + rest, "piece") == readers.read_bytes(opening + rest, "piece")


@given(st.lists(st.tuples(st.text(max_size=12), st.sampled_from(["\n", "\n\n", " ", ""])), max_size=12))
def test_a_builder_keeps_its_blocks_where_their_words_are(parts: list[tuple[str, str]]) -> None:
    builder = TextBuilder()
    said = []
    for words, separator in parts:
        if builder.add(words) is not None:
            said.append(clean(words).strip())
        builder.separate(separator)
    text, blocks = builder.build()
    assert unicodedata.is_normalized("NFC", text)
    assert len(text) == builder.length
    assert [block.span.of(text) for block in blocks] == said


def test_a_combining_accent_never_joins_the_block_before() -> None:
    builder = TextBuilder()
    builder.add("e")
    builder.add("\u0301t")
    text, blocks = builder.build()
    assert unicodedata.is_normalized("NFC", text)
    assert blocks[0].span.of(text) == "e"


@given(st.text(max_size=80))
def test_lines_laid_over_a_text_leave_it_whole(words: str) -> None:
    page = Overlay(words)
    page.mark_lines()
    text, blocks = page.build()
    assert text == clean(words)
    assert [block.span.of(text) for block in blocks] == [line.strip() for line in text.split("\n") if line.strip()]


def test_a_block_may_not_overlap_the_one_before() -> None:
    page = Overlay("abcdef")
    page.mark(0, 4, "line")
    with pytest.raises(ValueError, match="overlaps"):
        page.mark(3, 6, "line")


def test_every_reader_has_its_own_place_in_the_order() -> None:
    ranks = [reader.rank for reader in readers.all_readers().values()]
    assert ranks == sorted(ranks)
    assert next(reversed(readers.all_readers())) == "text"


def test_a_piece_knows_its_suffix_whatever_the_separator() -> None:
    assert [Piece(content=b"", name=name).suffix for name in ("a/b.PDF", "c\\d.Txt", "sans")] == [".pdf", ".txt", ""]
