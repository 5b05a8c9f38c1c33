"""A pool of warm child processes: a crash, a hang or a bomb costs its message alone."""

import contextlib
import json
import os
import queue
import signal
import subprocess  # children run our own code with a fixed command
import sys
import threading
import time
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, Literal

from evidence.jobs import frames

# Messages handed out ahead of the one whose answer is awaited, per child: enough to keep all of them busy, and many
# more while the first is slow (a scan of a hundred pages) and the answers that wait for it are small.
AHEAD = 4
FAR = 64
WAITING = 64 * 1024**2
# Answers that have come are handed over together, so that who keeps them may write once for several.
TOGETHER = 32
# A child is replaced after this many messages, so that what a library leaks stays bounded.
RENEW = 2_000
_TICK = 0.1
_START = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); "
    "from evidence.jobs.worker import main; main(sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))"
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the function returned for a message, with its bytes; *weight* is the size of both."""

    value: dict[str, Any]
    blob: bytes = b""
    weight: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Failure:
    """Why there is no answer: the child crashed, took too long, needed too much memory, or raised."""

    why: Literal["crash", "time", "memory", "error"]
    detail: str = ""


class _Child:
    """One child process and the pipe to it."""

    def __init__(self, task: str, memory: int, seconds: float) -> None:
        self.seconds = seconds
        self.deadline = float("inf")
        self.late = False
        self.served = 0
        command = [sys.executable, "-c", _START, json.dumps(sys.path), task, str(memory), str(int(seconds) + 1)]
        # Libraries that open a thread per core would use up the address space they are allowed.
        environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "OMP_THREAD_LIMIT": "1"}
        self.process = subprocess.Popen(  # noqa: S603
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            start_new_session=True,
        )

    def ask(self, message: dict[str, Any]) -> Answer | Failure:
        """Return the answer to *message*; a beat gives the child its whole time again."""
        assert self.process.stdin is not None  # noqa: S101 (it is a pipe)
        assert self.process.stdout is not None  # noqa: S101 (it is a pipe)
        self.served += 1
        self.deadline = time.monotonic() + self.seconds
        try:
            frames.write(self.process.stdin, message)  # type: ignore[arg-type]
            while True:
                received = frames.receive(self.process.stdout)  # type: ignore[arg-type]
                if received is None:
                    return self._died()
                if received[0].get("kind") != "beat":
                    return _answer(*received)
                self.deadline = time.monotonic() + self.seconds
        except (OSError, ValueError, frames.FrameError):
            return self._died()
        finally:
            self.deadline = float("inf")

    def _died(self) -> Failure:
        self.end()
        code = self.process.returncode
        if self.late or code == -getattr(signal, "SIGXCPU", 24):
            return Failure("time")
        return Failure("crash", f"signal {-code}" if code and code < 0 else f"code {code}")

    @property
    def alive(self) -> bool:
        return self.process.poll() is None

    def kill(self) -> None:
        """Stop the child and what it started; whoever waits for its answer sees the pipe close."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            if hasattr(os, "killpg"):
                os.killpg(self.process.pid, signal.SIGKILL)
            else:
                self.process.kill()

    def end(self) -> None:
        """Stop the child and free its pipes."""
        self.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()


def _known(pending: deque[Future[Answer | Failure]]) -> list[Answer | Failure]:
    """Take the first answer off *pending*, awaited, and those after it that are there."""
    found = [pending.popleft().result()]
    while pending and pending[0].done() and len(found) < TOGETHER:
        found.append(pending.popleft().result())
    return found


def _answer(message: dict[str, Any], blob: bytes, weight: int) -> Answer | Failure:
    value = message.get("value")
    if message.get("kind") == "done" and isinstance(value, dict):
        return Answer(value, blob, weight)
    return Failure("memory" if message.get("why") == "memory" else "error", str(message.get("detail", "")))


class Pool:
    """Children that serve one function, ``module:function``; used as a context manager."""

    def __init__(self, task: str, jobs: int, *, seconds: float, memory: int) -> None:
        """Start nothing yet: the first message starts the first child."""
        self._task, self._jobs, self._seconds, self._memory = task, max(jobs, 1), seconds, memory
        self._idle: queue.SimpleQueue[_Child | None] = queue.SimpleQueue()
        self._children: set[_Child] = set()
        self._lock = threading.Lock()
        self._closed = threading.Event()
        for _ in range(self._jobs):
            self._idle.put(None)

    def __enter__(self) -> "Pool":
        """Begin to watch the clock."""
        self._clock = threading.Thread(target=self._watch, name="emprise-clock", daemon=True)
        self._clock.start()
        return self

    def __exit__(self, *_: object) -> None:
        """End every child."""
        self._closed.set()
        with self._lock:
            for child in self._children:
                child.kill()
        self._clock.join()
        while self._children:
            self._children.pop().end()

    def run(self, messages: Iterable[dict[str, Any]]) -> Iterator[Answer | Failure]:
        """Yield what became of each message, in order; a few are handed out ahead."""
        for found in self.run_together(messages):
            yield from found

    def run_together(self, messages: Iterable[dict[str, Any]]) -> Iterator[list[Answer | Failure]]:
        """Yield what became of the messages, in order: those that are known by now, one at least."""
        pending: deque[Future[Answer | Failure]] = deque()
        executor = ThreadPoolExecutor(self._jobs, thread_name_prefix="emprise-job")
        try:
            for message in messages:
                pending.append(executor.submit(self._ask, message))
                while self._is_far(pending):
                    yield _known(pending)
            while pending:
                yield _known(pending)
        finally:
            if pending:  # left early: nobody wants the answers
                self._closed.set()
                with self._lock:
                    for child in self._children:
                        child.kill()
            executor.shutdown(wait=True, cancel_futures=True)

    def ask(self, message: dict[str, Any]) -> Answer | Failure:
        """Return what became of one message, asked from the thread of the caller; it waits for a child that is free."""
        return self._ask(message)

    def _is_far(self, pending: deque[Future[Answer | Failure]]) -> bool:
        """Tell whether enough is handed out: more only while the first is awaited and the others weigh little."""
        if len(pending) < AHEAD * self._jobs:
            return False
        if pending[0].done() or len(pending) >= FAR * self._jobs:
            return True
        answers = (future.result() for future in pending if future.done())
        return sum(answer.weight for answer in answers if isinstance(answer, Answer)) > WAITING

    def _ask(self, message: dict[str, Any]) -> Answer | Failure:
        child = self._idle.get()
        kept: _Child | None = None
        try:
            if self._closed.is_set():
                return Failure("crash", "closed")
            if child is None:
                child = self._start()
            answer = child.ask(message)
            kept = child if child.alive and child.served < RENEW else None
            if kept is None:
                self._forget(child)
            return answer
        finally:
            self._idle.put(kept)

    def _start(self) -> _Child:
        child = _Child(self._task, self._memory, self._seconds)
        with self._lock:
            self._children.add(child)
        return child

    def _forget(self, child: _Child) -> None:
        child.end()
        with self._lock:
            self._children.discard(child)

    def _watch(self) -> None:
        """End the children whose time is over."""
        while not self._closed.wait(_TICK):
            now = time.monotonic()
            with self._lock:
                late = [child for child in self._children if child.deadline < now]
            for child in late:
                child.late = True
                child.kill()
