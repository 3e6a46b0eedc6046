"""One answer for all who ask the same at the same time: hundreds of regulators open their page together."""

from asyncio import Future, get_running_loop, shield
from collections.abc import Awaitable, Callable, Hashable
from typing import Generic, TypeVar

T = TypeVar("T")


class Shared(Generic[T]):
    """The answers that are being worked out in this process, by question."""

    def __init__(self) -> None:
        self._under_way: dict[Hashable, Future[tuple[T] | None]] = {}

    async def answer(self, question: Hashable, work: Callable[[], Awaitable[T]]) -> T:
        """What `work` answers to the question, begun after this call and worked out once for all who wait
        for it.

        An answer that was under way already is not taken: it may have been read before what the caller has
        just changed. One waits for its end, however it ends, and shares the next; at most one is worked out
        at a time. Whoever works it out gets its exception, and the next of those who waited tries in turn.
        """
        before = self._under_way.get(question)
        while (under_way := self._under_way.get(question)) is not None:
            found = await shield(under_way)
            if under_way is not before and found is not None:
                return found[0]
        mine: Future[tuple[T] | None] = get_running_loop().create_future()
        self._under_way[question] = mine
        found = None
        try:
            found = (await work(),)
            return found[0]
        finally:
            del self._under_way[question]
            mine.set_result(found)
