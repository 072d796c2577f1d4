"""95% intervals by drawing whole clusters, the same draws every time.

Questions on one article stand and fall together, so articles are drawn, not questions. Source: Efron and Tibshirani 1993;
Cameron, Gelbach and Miller 2008.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

RESAMPLES = 1000
SEED = 0

Floats = NDArray[np.float64]
Key = TypeVar("Key", bound=Hashable)


class Part(Protocol):
    """What one question, or one cluster of questions, gets of what there is to get."""

    @property
    def got(self) -> float:
        """The numerator."""

    @property
    def of(self) -> float:
        """The denominator."""


def interval(parts: Sequence[Part | None], clusters: Sequence[Hashable]) -> tuple[float, float] | tuple[None, None]:
    """The interval of sum(got) over sum(of); None where there is but one cluster to draw from."""
    names = _named(cluster for part, cluster in zip(parts, clusters, strict=True) if part is not None)
    if len(names) < 2:
        return None, None
    return _ends(_ratios(_draws(len(names)), parts, clusters, names))


def paired_interval(
    before: Sequence[Part | None], after: Sequence[Part | None], clusters: Sequence[Hashable]
) -> tuple[float, float] | tuple[None, None]:
    """The interval of the difference of two such ratios, after less before, each draw of clusters made for both.

    Source: Koehn 2004, paired bootstrap resampling. Clusters to which the measure applies on neither side are not drawn.
    """
    names = _named(
        cluster for a, b, cluster in zip(before, after, clusters, strict=True) if a is not None or b is not None
    )
    if len(names) < 2:
        return None, None
    draws = _draws(len(names))
    return _ends(_ratios(draws, after, clusters, names) - _ratios(draws, before, clusters, names))


def _named(clusters: Iterable[Key]) -> dict[Key, int]:
    return {name: row for row, name in enumerate(dict.fromkeys(clusters))}


def _draws(clusters: int) -> NDArray[np.int64]:
    """(RESAMPLES, clusters): how often each cluster is drawn."""
    return np.random.default_rng(SEED).multinomial(clusters, [1 / clusters] * clusters, RESAMPLES)


def _ratios(
    draws: NDArray[np.int64],
    parts: Sequence[Part | None],
    clusters: Sequence[Hashable],
    names: Mapping[Hashable, int],
) -> Floats:
    """(RESAMPLES,): the ratio in each draw; not a number where a draw has nothing to get."""
    sums = np.zeros((len(names), 2))
    for part, cluster in zip(parts, clusters, strict=True):
        if part is not None:
            sums[names[cluster]] += part.got, part.of
    got, of = (draws @ sums).T
    ratios = np.full(len(draws), np.nan)
    np.divide(got, of, out=ratios, where=of > 0)
    return ratios


def _ends(ratios: Floats) -> tuple[float, float] | tuple[None, None]:
    drawn = ratios[~np.isnan(ratios)]
    if not drawn.size:
        return None, None
    low, high = np.percentile(drawn, [2.5, 97.5])
    return float(low), float(high)
