"""Files broken in their structure: parts of packages, fields of headers, tags and braces; nothing raises or hangs."""

import io
import tarfile
import zipfile
from collections.abc import Iterator

import pytest
import pyzipper
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evidence import readers
from evidence.readers import office97
from tests.test_reader_archives import TAR, seven
from tests.test_reader_formats import DIARY, IMESSAGE, META, TELEGRAM, attribute, winmail
from tests.test_reader_libreoffice import PIECES
from tests.test_reader_passwords import zipped
from tests.test_reader_statements import STATEMENTS
from tests.test_readers import check_places

BOUNDED = settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
SEEDS: dict[str, bytes] = {
    path.name: path.read_bytes()
    for path in sorted(item for item in PIECES.iterdir() if item.is_file())
    if path.suffix not in (".py", ".yaml", ".heic", ".pdf")
}
SEEDS |= {name: content.encode() for name, content in STATEMENTS.items()}
SEEDS |= {
    "agenda.ics": DIARY.encode(),
    "contacts.vcf": b"BEGIN:VCARD\nVERSION:3.0\nFN:Luc\nTEL:06\nEND:VCARD\n",
    "telegram.html": TELEGRAM.encode(),
    "instagram.html": META.encode(),
    "imessage.html": IMESSAGE.encode(),
    "winmail.dat": winmail(attribute(1, 0x2800C, b"Voici.\0")),
    "a.tar": TAR,
    "a.7z": seven({"a.txt": b"bonjour", "b.txt": b"bonsoir"}),
    "a.zip": zipped(pyzipper.WZ_AES),
    "slack.json": b'[{"user": "Luc", "ts": "1584041400.0001", "text": "Viens."}]',
    "a.xml": '<?xml version="1.0"?><a b="c"><d>é <e>f</e> g</d></a>'.encode(),
    "a.emlx": b"48\nFrom: a@example.org\nTo: b@example.org\n\nBonjour.\n<plist/>",
}
TOKENS = [
    b"\0", b"\xff" * 8, b"-1", b"99999999999", b"{" * 50, b"}" * 9, b"<a>" * 60, b"</p>", b"&x;", b"]]>", b"\\bin9999 ",
    b"\\u-1?",
]  # fmt: skip
TOKENS += [b"BEGIN:VEVENT\n", b"DTSTART:99999999T999999\n", b'table:number-columns-repeated="999999999"', b"\\'"]


@pytest.fixture(autouse=True)
def _no_libreoffice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office97, "program", lambda: "")


def broken(content: bytes, draw: st.DrawFn) -> bytes:
    """Return *content* with one to four wounds."""
    made = bytearray(content)
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, max(len(made) - 1, 0)))
        how = draw(st.sampled_from(["cut", "flip", "drop", "repeat", "insert"]))
        size = draw(st.integers(1, 200))
        if how == "cut":
            del made[at:]
        elif how == "flip" and made:
            made[at] = draw(st.integers(0, 255))
        elif how == "drop":
            del made[at : at + size]
        elif how == "repeat":
            made[at:at] = made[at : at + size] * draw(st.integers(1, 20))
        else:
            made[at:at] = draw(st.sampled_from(TOKENS))
    return bytes(made)


@st.composite
def wounded(draw: st.DrawFn) -> tuple[str, bytes]:
    """Draw a file with wounds; those of a package may lie inside one of its parts, which is packed again."""
    name = draw(st.sampled_from(sorted(SEEDS)))
    content = SEEDS[name]
    if content.startswith(b"PK") and name != "a.zip" and draw(st.booleans()):
        held = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as new:
            parts = [info.filename for info in old.infolist()]
            hurt = draw(st.sampled_from(parts))
            for part in parts:
                new.writestr(part, broken(old.read(part), draw) if part == hurt else old.read(part))
        return name, held.getvalue()
    return name, broken(content, draw)


@BOUNDED
@given(wounded())
def test_no_wound_makes_reading_raise_and_every_place_holds(file: tuple[str, bytes]) -> None:
    name, content = file
    for reading in readers.read_bytes(content, name, passwords=["x"]):
        check_places(reading)


@pytest.mark.slow
@settings(BOUNDED, max_examples=2_000)
@given(wounded())
def test_no_wound_of_thousands_makes_reading_raise(file: tuple[str, bytes]) -> None:
    name, content = file
    for reading in readers.read_bytes(content, name, passwords=["x"]):
        check_places(reading)


@st.composite
def tars(draw: st.DrawFn) -> bytes:
    """Draw a TAR of entries of every kind, with names and sizes that may lie."""
    held = io.BytesIO()
    with tarfile.open(
        fileobj=held, mode="w", format=draw(st.sampled_from([tarfile.GNU_FORMAT, tarfile.PAX_FORMAT]))
    ) as out:
        for _ in range(draw(st.integers(0, 4))):
            info = tarfile.TarInfo(draw(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=300)))
            info.type = draw(st.sampled_from([b"0", b"1", b"2", b"3", b"5", b"6", b"7"]))
            info.linkname = draw(st.sampled_from(["", "/etc/passwd", "../../x"]))
            info.size = draw(st.sampled_from([0, 1, 600]))
            out.addfile(info, io.BytesIO(bytes(600)))
    return held.getvalue()


@settings(BOUNDED, max_examples=60)
@given(tars())
def test_no_tar_makes_reading_raise(content: bytes) -> None:
    for reading in readers.read_bytes(content, "a.tar"):
        check_places(reading)
        assert "\n" not in reading.source.name


def nested(depth: int) -> Iterator[tuple[str, bytes]]:
    yield "a.rtf", rb"{\rtf1 " + b"{" * depth + b"mot" + b"}" * depth
    yield "a.json", b"[" * depth + b'"mot"' + b"]" * depth
    yield "a.xml", b"<?xml version='1.0'?>" + b"<a>" * depth + b"mot" + b"</a>" * depth
    yield "a.html", b"<!DOCTYPE html><body>" + b"<div>" * depth + b"mot"
    inner = b"BEGIN:VEVENT\nSUMMARY:mot\n" * (depth // 50) + b"END:VEVENT\n" * (depth // 50)
    yield "a.ics", b"BEGIN:VCALENDAR\n" + inner + b"END:VCALENDAR\n"


@pytest.mark.parametrize(("name", "content"), [pytest.param(*held, id=held[0]) for held in nested(100_000)])
def test_what_is_nested_beyond_reason_is_read_or_named(name: str, content: bytes) -> None:
    (reading,) = readers.read_bytes(content, name)
    check_places(reading)
    assert reading.reason or (reading.document and "mot" in reading.document.text)
