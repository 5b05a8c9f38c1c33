"""What an OLE container (MS-CFB) says of itself, by the names of its streams."""

import io

import olefile

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def is_ole(content: bytes) -> bool:
    """Tell whether *content* is an OLE container."""
    return content.startswith(SIGNATURE)


def has_stream(content: bytes, name: str) -> bool:
    """Tell whether a directory entry bears *name*, without parsing: entries are written in UTF-16."""
    return name.encode("utf-16-le") + b"\0\0" in content


def stream(content: bytes, name: str) -> bytes:
    """Return the bytes of a stream, empty when there is none.

    Raises:
        OSError: the container is damaged.
    """
    with olefile.OleFileIO(io.BytesIO(content)) as held:
        return bytes(held.openstream(name).read()) if held.exists(name) else b""
