"""Whether the disk under a folder is encrypted, as Linux says it in /proc and /sys; elsewhere it is unknown."""

import os
from pathlib import Path
from typing import Literal

State = Literal["encrypted", "clear", "memory", "unknown"]
# File systems that encrypt by themselves, and those that live in memory.
_OWN, _MEMORY = ("ecryptfs", "fuse.gocryptfs", "fuse.encfs", "fuse.cryfs"), ("tmpfs", "ramfs")


def state(folder: Path, system: Path = Path("/")) -> State:
    """Return what is known of the disk under *folder*; *system* is where proc/ and sys/ are (tests have their own).

    ``encrypted``: a dm-crypt layer (LUKS) is somewhere below, or the file system encrypts. ``clear``: a block device
    with none. ``unknown``: not Linux, a network file system, or one that does not say.
    """
    mounts = system / "proc/self/mountinfo"
    try:
        device, kind = _mount(folder, mounts.read_text(encoding="utf-8"))
        if kind in _OWN:
            return "encrypted"
        if kind in _MEMORY:
            return "memory"
        block = system / "sys/dev/block" / device
        if not block.exists():
            return "unknown"
        return "encrypted" if _crypted(block) else "clear"
    except (OSError, ValueError):
        return "unknown"


def _mount(folder: Path, mounts: str) -> tuple[str, str]:
    """Return (major:minor, kind of file system) of the mount that holds *folder*: the longest, the last of equals."""
    place = os.path.realpath(folder)
    best = ("", "", "")
    for line in mounts.splitlines():
        left, _, right = line.partition(" - ")
        fields = left.split()
        point = fields[4].replace("\\040", " ")
        inside = place == point or place.startswith(point.rstrip("/") + "/")
        if inside and len(point) >= len(best[0]):
            best = (point, fields[2], right.split()[0])
    if not best[0]:
        raise ValueError(place)
    return best[1], best[2]


def _crypted(block: Path) -> bool:
    """Tell whether *block*, or a device that it lies on (LVM on LUKS), is a dm-crypt one; a partition is its disk's."""
    uuid = block / "dm" / "uuid"
    if uuid.is_file() and uuid.read_text(encoding="ascii").startswith("CRYPT-"):
        return True
    below = block / "slaves"
    return below.is_dir() and any(_crypted(item) for item in below.iterdir())
