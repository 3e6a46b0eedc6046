"""What was worked out is kept for the next who asks, in one process, and no more of it than was agreed."""

from collections import OrderedDict
from collections.abc import Hashable
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Kept(Generic[K, V]):
    """Values by what they were worked out from. `most`: the weight of all together, in whatever unit those
    who put them count; beyond it, what nobody asked for the longest goes first.

    Like `lru_cache`, for values of which one may be a hundred times as large as another.
    """

    def __init__(self, most: int) -> None:
        self._most, self.weight = most, 0
        self._known: OrderedDict[K, tuple[V, int]] = OrderedDict()

    def get(self, key: K) -> V | None:
        """The value of this key, if it is still there."""
        known = self._known.get(key)
        if known is None:
            return None
        self._known.move_to_end(key)
        return known[0]

    def put(self, key: K, value: V, weight: int) -> None:
        """Keep this value, which weighs so much, instead of the one that the key had."""
        _, before = self._known.pop(key, (None, 0))
        self._known[key] = value, weight
        self.weight += weight - before
        while self.weight > self._most:
            _, (_, its) = self._known.popitem(last=False)
            self.weight -= its

    def drop(self, key: K) -> None:
        """Keep nothing for this key any more."""
        _, its = self._known.pop(key, (None, 0))
        self.weight -= its
