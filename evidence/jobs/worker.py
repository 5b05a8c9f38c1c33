"""The child process: calls one function on each message it receives, within its limits, until the pipe closes."""

import importlib
import os
import signal
import sys
from collections.abc import Callable
from typing import Any

from evidence.jobs import frames, limits

Task = Callable[[dict[str, Any], Callable[[], None]], tuple[dict[str, Any], bytes]]


def task_of(name: str) -> Task:
    """Return the function called ``module:function``."""
    module, _, function = name.partition(":")
    found: Task = getattr(importlib.import_module(module), function)
    return found


def main(name: str, memory: int, seconds: int) -> None:
    """Serve the function *name* on the standard streams."""
    # What a library prints must not be taken for an answer.
    output = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    # Ctrl-C is for the parent, who ends its children.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    limits.confine(memory)
    task = task_of(name)

    def beat() -> None:
        limits.allow_seconds(seconds)
        frames.write(output, {"kind": "beat"})

    while received := frames.read(sys.stdin.buffer):
        limits.allow_seconds(seconds)
        try:
            value, blob = task(received[0], beat)
            frames.write(output, {"kind": "done", "value": value}, blob)
        except (MemoryError, frames.FrameError):
            frames.write(output, {"kind": "failed", "why": "memory"})
        # The parent must hear of any failure: it names the file and goes on with the others.
        except Exception as error:  # noqa: BLE001
            frames.write(output, {"kind": "failed", "why": "error", "detail": f"{type(error).__name__}: {error}"[:300]})
