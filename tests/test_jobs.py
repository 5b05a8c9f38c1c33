"""Children that parse: a crash, a hang or a bomb costs one file alone."""

import io
import os
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from evidence import readers
from evidence.jobs import frames
from evidence.jobs.pool import Answer, Failure, Pool

MEMORY = 1024**3
HERE = "tests.test_jobs"


def misbehave(message: dict[str, Any], beat: Callable[[], None]) -> tuple[dict[str, Any], bytes]:
    """Do, in the child, what the message asks for."""
    what = message["do"]
    if what == "crash":
        os.kill(os.getpid(), signal.SIGSEGV)
    if what == "hang":
        time.sleep(60)
    if what == "raise":
        raise ValueError("bad content")
    if what == "memory":
        return {"size": len(bytearray(8 * MEMORY))}, b""
    if what == "print":
        print("noise that is no answer")  # noqa: T201
    if what == "beat":
        for _ in range(4):
            time.sleep(0.4)
            beat()
    if what == "open":
        with Path(message["path"]).open("wb") as file:
            file.write(b"x" * (2 * MEMORY))
    return {"did": what, "child": os.getpid()}, what.encode()


def run(*tasks: str, jobs: int = 1, seconds: float = 20, memory: int = MEMORY) -> list[Answer | Failure]:
    with Pool(f"{HERE}:misbehave", jobs, seconds=seconds, memory=memory) as pool:
        return list(pool.run({"do": task} for task in tasks))


def test_an_answer_brings_a_value_and_bytes() -> None:
    (answer,) = run("say")
    assert isinstance(answer, Answer)
    assert (answer.value["did"], answer.blob) == ("say", b"say")


def test_answers_come_in_the_order_of_the_messages() -> None:
    tasks = [f"task {number}" for number in range(20)]
    assert [answer.value["did"] for answer in run(*tasks, jobs=2) if isinstance(answer, Answer)] == tasks


def test_a_child_serves_many_messages() -> None:
    children = {answer.value["child"] for answer in run("a", "b", "c") if isinstance(answer, Answer)}
    assert len(children) == 1
    assert os.getpid() not in children


@pytest.mark.parametrize(("task", "why"), [("crash", "crash"), ("raise", "error"), ("memory", "memory")])
def test_what_goes_wrong_costs_one_message_alone(task: str, why: str) -> None:
    before, failure, after = run("a", task, "b")
    assert isinstance(before, Answer)
    assert isinstance(failure, Failure)
    assert failure.why == why
    assert isinstance(after, Answer)


def test_a_hang_is_ended_and_the_next_message_is_served() -> None:
    started = time.monotonic()
    failure, after = run("hang", "b", seconds=2)
    assert failure == Failure("time")
    assert isinstance(after, Answer)
    assert time.monotonic() - started < 20


def test_a_sign_of_life_gives_the_whole_time_again() -> None:
    assert isinstance(run("beat", seconds=1.2)[0], Answer)


def test_what_a_library_prints_is_not_an_answer() -> None:
    (answer,) = run("print")
    assert isinstance(answer, Answer)


def test_leaving_early_ends_the_children() -> None:
    with Pool(f"{HERE}:misbehave", 1, seconds=60, memory=MEMORY) as pool:
        answers = pool.run({"do": task} for task in ["a", "hang", "hang", "hang", "hang", "hang"])
        first = next(answers)
        assert isinstance(first, Answer)
        answers.close()
    with pytest.raises(ProcessLookupError):
        os.kill(first.value["child"], 0)


@pytest.mark.parametrize(
    "content",
    [b"\0\0", b"\xff\xff\xff\xff\0\0\0\0", b"\0\0\0\x02\0\0\0\0{]", b"\0\0\0\x02\0\0\0\0[]", b"\0\0\0\x09\0\0\0\0{}"],
)
def test_what_is_no_message_is_refused(content: bytes) -> None:
    with pytest.raises(frames.FrameError):
        frames.read(io.BytesIO(content))


def test_a_message_comes_out_as_it_went_in() -> None:
    held = io.BytesIO()
    frames.write(held, {"é": ["\ud800", 1, None]}, b"\0\xff")
    held.seek(0)
    assert frames.read(held) == ({"é": ["\ud800", 1, None]}, b"\0\xff")
    assert frames.read(held) is None


@pytest.fixture
def pieces(tmp_path: Path) -> list[Path]:
    mail = (
        b"From: a@example.org\nTo: b@example.org\nDate: Mon, 1 Mar 2021 10:00:00 +0100\nSubject: x\nMIME-Version: 1.0\n"
    )
    mail += b'Content-Type: multipart/mixed; boundary="k"\n\n--k\nContent-Type: text/plain\n\nBonjour\n--k\n'
    mail += (
        b'Content-Type: application/octet-stream; name="a.bin"\nContent-Transfer-Encoding: base64\n\nAAEC/w==\n--k--\n'
    )
    held = {
        "a.txt": "Première ligne\nDeuxième".encode(),
        "b.eml": mail,
        "c.csv": b"Date;Libelle;Debit\n02/01/2021;VIR MME ROY;-20,00\n",
        "d.pdf": b"%PDF-1.7 broken",
        "e.txt": b"",
        "f.txt": b"03/04/2020, 10:00 - Luc : a\n13/04/2020, 10:01 - Anne : b",
    }
    for name, content in held.items():
        (tmp_path / name).write_bytes(content)
    return [tmp_path / name for name in held]


def test_a_child_reads_exactly_what_this_process_reads(pieces: list[Path]) -> None:
    assert [found for _, found in readers.read_many(pieces)] == [readers.read(path) for path in pieces]


def test_two_children_read_what_one_reads(pieces: list[Path]) -> None:
    assert list(readers.read_many(pieces, jobs=2)) == list(readers.read_many(pieces, jobs=1))


def test_progress_is_told_of_each_file_in_order(pieces: list[Path]) -> None:
    told: list[Path] = []
    list(readers.read_many(pieces, progress=lambda path, _: told.append(path)))
    assert told == pieces


def test_a_file_that_is_gone_is_named_and_the_others_are_read(pieces: list[Path], tmp_path: Path) -> None:
    found = dict(readers.read_many([tmp_path / "absent.txt", *pieces]))
    assert found[tmp_path / "absent.txt"][0].outcome == "unreadable"
    assert found[pieces[0]][0].outcome == "read"


def test_a_name_that_is_not_utf8_is_read(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/relev\xe9.txt"))
    path.write_text("Bonjour", encoding="utf-8")
    ((_, (reading,)),) = readers.read_many([path])
    assert reading.outcome == "read"
