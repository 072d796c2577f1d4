"""Sets that grow together."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Generic, TypeVar

Item = TypeVar("Item", str, int)
_NO_MARKS: frozenset[str] = frozenset()


def never(_one: frozenset[str], _other: frozenset[str]) -> bool:
    """No marks keep sets apart."""
    return False


class DisjointSets(Generic[Item]):
    """Items joined pair by pair; sets whose marks contradict stay apart."""

    def __init__(
        self,
        items: Iterable[Item],
        marks: Mapping[Item, frozenset[str]] | None = None,
        contradict: Callable[[frozenset[str], frozenset[str]], bool] = never,
    ) -> None:
        self._parent: dict[Item, Item] = {item: item for item in items}
        self._marks: dict[Item, frozenset[str]] = dict(marks or {})
        self._contradict = contradict

    def _root(self, item: Item) -> Item:
        while self._parent[item] != item:
            self._parent[item] = self._parent[self._parent[item]]
            item = self._parent[item]
        return item

    def join(self, one: Item, other: Item) -> None:
        """Make the sets of two items one, unless their marks contradict."""
        first, second = sorted((self._root(one), self._root(other)))
        marks, others = self._marks.get(first, _NO_MARKS), self._marks.get(second, _NO_MARKS)
        if first != second and not self._contradict(marks, others):
            self._parent[second] = first
            self._marks[first] = marks | others

    def sets(self) -> list[list[Item]]:
        """The sets, each in order, in the order of their first items."""
        found: dict[Item, list[Item]] = defaultdict(list)
        for item in sorted(self._parent):
            found[self._root(item)].append(item)
        return list(found.values())
