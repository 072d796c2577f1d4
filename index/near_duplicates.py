"""Near-duplicate articles, by MinHash over word shingles with locality-sensitive banding.

Broder, "On the resemblance and containment of documents", 1997: the share of equal minima of random permutations
estimates the Jaccard similarity of two shingle sets. With 16 bands of 4 rows, pairs of similarity .6 share a band with
probability 1 - (1 - .6^4)^16 = .89, pairs of .8 with .9998, unrelated pairs almost never.
"""

import re
import zlib
from collections.abc import Sequence

import numpy as np

SHINGLE_WORDS = 5
BANDS, ROWS = 16, 4
SAME_STORY = 0.6
"""Estimated Jaccard similarity from which two articles count as one story."""
MIN_WORDS = 40

_PRIME = np.uint64((1 << 61) - 1)
_random = np.random.default_rng(1997)
_A = _random.integers(1, 1 << 29, BANDS * ROWS, dtype=np.uint64)
_B = _random.integers(0, 1 << 60, BANDS * ROWS, dtype=np.uint64)
_WORD = re.compile(r"\w+")


def minhash(text: str) -> tuple[int, ...]:
    """64 minima, 32 bits each, over the five-word shingles of a text; empty when it has fewer than 40 words."""
    words = _WORD.findall(text.casefold())
    if len(words) < MIN_WORDS:
        return ()
    shingles = {" ".join(words[i : i + SHINGLE_WORDS]) for i in range(len(words) - SHINGLE_WORDS + 1)}
    hashes = np.fromiter((zlib.crc32(shingle.encode("utf-8", "replace")) for shingle in shingles), np.uint64)
    minima = np.array([((a * hashes + b) % _PRIME).min() for a, b in zip(_A, _B, strict=True)])
    return tuple(int(value) for value in minima & np.uint64(0xFFFFFFFF))


def band_hashes(signature: Sequence[int]) -> list[int]:
    """One 63-bit number per band; two texts that share one are worth comparing."""
    hashes = []
    for band in range(0, len(signature), ROWS):
        rows = np.array([band, *signature[band : band + ROWS]], np.uint64).tobytes()
        hashes.append(zlib.crc32(rows) << 31 | zlib.adler32(rows) & 0x7FFFFFFF)
    return hashes


def similarity(one: Sequence[int], other: Sequence[int]) -> float:
    """Estimated Jaccard similarity of two signatures, 0 to 1."""
    return sum(a == b for a, b in zip(one, other, strict=True)) / len(one)
