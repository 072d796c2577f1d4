"""Near-duplicate articles, by MinHash over word shingles with locality-sensitive banding.

Broder, "On the resemblance and containment of documents", 1997: the share of equal minima of random permutations
estimates the Jaccard similarity of two shingle sets. With 16 bands of 4 rows, pairs of similarity .6 share a band with
probability 1 - (1 - .6^4)^16 = .89, pairs of .8 with .9998, unrelated pairs almost never.
"""

import hashlib
import re
import zlib
from collections.abc import Sequence

import numpy as np

SHINGLE_WORDS = 5
BANDS, ROWS = 16, 4
SAME_STORY = 0.6
"""Estimated Jaccard similarity from which two articles count as one story."""
MIN_WORDS = 40

_WORD = re.compile(r"\w+")
_SEEDS = np.arange(1, BANDS * ROWS + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)


def _mixed(numbers: "np.typing.NDArray[np.uint64]") -> "np.typing.NDArray[np.uint64]":
    """One of 2^64 well mixed numbers for each (the output function of SplitMix64: Steele, Lea and Flood, 2014)."""
    numbers = (numbers ^ (numbers >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    numbers = (numbers ^ (numbers >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return numbers ^ (numbers >> np.uint64(31))


def minhash(text: str) -> tuple[int, ...]:
    """64 minima, 32 bits each, over the five-word shingles of a text; empty when it has fewer than 40 words."""
    words = _WORD.findall(text.casefold())
    if len(words) < MIN_WORDS:
        return ()
    shingles = {" ".join(words[i : i + SHINGLE_WORDS]) for i in range(len(words) - SHINGLE_WORDS + 1)}
    hashes = np.fromiter((zlib.crc32(shingle.encode("utf-8", "replace")) for shingle in shingles), np.uint64)
    return tuple(int(_mixed(hashes + seed).min() >> np.uint64(32)) for seed in _SEEDS)


def band_hashes(signature: Sequence[int]) -> list[int]:
    """One 63-bit number per band; two texts that share one are worth comparing."""
    hashes = []
    for band in range(0, len(signature), ROWS):
        rows = np.array([band, *signature[band : band + ROWS]], "<u8").tobytes()
        hashes.append(int.from_bytes(hashlib.blake2b(rows, digest_size=8).digest(), "big") >> 1)
    return hashes


def similarity(one: Sequence[int], other: Sequence[int]) -> float:
    """Estimated Jaccard similarity of two signatures, 0 to 1."""
    return sum(a == b for a, b in zip(one, other, strict=True)) / len(one)


def to_bytes(signature: Sequence[int]) -> bytes:
    """A signature as it is stored, 4 bytes a minimum."""
    return np.array(signature, "<u4").tobytes()


def from_bytes(stored: bytes) -> tuple[int, ...]:
    """The signature that was stored."""
    return tuple(np.frombuffer(stored, "<u4").tolist())
