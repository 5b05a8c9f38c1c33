"""What goes through the pipe between parent and child: JSON and bytes, never code."""

import json
import struct
from typing import Any, BinaryIO

_SIZES = struct.Struct(">II")
# A message larger than this is refused by whoever receives it: a bomb that got through.
LARGEST = 1024**3


class FrameError(Exception):
    """What arrived is no message, or too large a one."""


def write(stream: BinaryIO, message: dict[str, Any], blob: bytes = b"") -> None:
    """Send *message* and the bytes that go with it.

    Raises:
        FrameError: it is larger than :data:`LARGEST`.
    """
    content = json.dumps(message, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
    if len(content) + len(blob) > LARGEST:
        raise FrameError("message too large")
    stream.write(_SIZES.pack(len(content), len(blob)))
    stream.write(content)
    stream.write(blob)
    stream.flush()


def read(stream: BinaryIO) -> tuple[dict[str, Any], bytes] | None:
    """Return the next message with its bytes, None at the end of the stream.

    Raises:
        FrameError: it is cut short, too large, or no JSON object.
    """
    received = receive(stream)
    return None if received is None else received[:2]


def receive(stream: BinaryIO) -> tuple[dict[str, Any], bytes, int] | None:
    """Return the next message with its bytes and the size of both, None at the end of the stream.

    Raises:
        FrameError: it is cut short, too large, or no JSON object.
    """
    head = stream.read(_SIZES.size)
    if not head:
        return None
    if len(head) < _SIZES.size:
        raise FrameError("message cut short")
    length, extra = _SIZES.unpack(head)
    if length + extra > LARGEST:
        raise FrameError("message too large")
    content, blob = stream.read(length), stream.read(extra)
    if len(content) < length or len(blob) < extra:
        raise FrameError("message cut short")
    try:
        message = json.loads(content.decode("utf-8", "surrogatepass"))
    except ValueError as error:
        raise FrameError("not JSON") from error
    if not isinstance(message, dict):
        raise FrameError("not an object")
    return message, blob, length + extra
