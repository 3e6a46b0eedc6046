"""Who listens in this process, and what each of them is told. Everything here is in memory.

A listener has keys (account, professional, roles…); an event has an audience of such keys. The latest
events stay in a ring, so that a browser that comes back is served without a query.
"""

import asyncio
import json
from collections import Counter, deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from prometheus_client import Gauge

from api.contract.models import LiveTopic
from api.core import metrics

RING = 2_000
"""Events of all communities that a browser may have missed and still be told one by one."""

QUEUE = 64
"""Events that wait for one slow listener; with more, it reads everything again instead."""

PER_ACCOUNT = 20
"""Streams of one account in one process: a browser opens one, whatever its number of tabs."""

LISTENERS = Gauge("maillage_live_listeners", "Streams of live events open now", registry=metrics.REGISTRY)


Standing = Mapping[UUID, tuple[UUID, frozenset[str]]]
"""Session -> the community that it works in, and the keys of the person there. Absent: it is over."""


def frame(event: str, position: int, data: str = "{}") -> bytes:
    """One event as server-sent events write it. Every one of ours has an id, and data (else no browser
    would dispatch it)."""
    return f"id: {position}\nevent: {event}\ndata: {data}\n\n".encode()


@dataclass(frozen=True, slots=True)
class Happening:
    """One numbered event, and how it is written on the wire, once for all who hear it."""

    position: int
    community_id: UUID
    audience: frozenset[str]
    wire: bytes

    @classmethod
    def of(
        cls, position: int, community_id: UUID, topic: str, subject_id: UUID | None, audience: Iterable[str]
    ) -> "Happening":
        """From the columns of a row of `live_events`."""
        said = {
            "topic": LiveTopic(topic).value,
            "subject_id": None if subject_id is None else str(subject_id),
        }
        data = json.dumps(said, separators=(",", ":"))
        return cls(position, community_id, frozenset(audience), frame("change", position, data))


@dataclass(slots=True, eq=False)
class Listener:
    """One stream. `position` is the last event that it was given, or needs not be given."""

    community_id: UUID
    account_id: UUID
    session_id: UUID
    keys: frozenset[str]
    position: int
    closed: bool = False
    _waiting: deque[bytes] = field(default_factory=deque)
    _waker: asyncio.Future[None] | None = None

    def tell(self, happening: Happening) -> None:
        """Put an event in the queue, unless it was told before. A full queue becomes one `reset`."""
        if happening.position <= self.position:
            return
        self.position = happening.position
        self._put(happening.wire)

    def reset(self, position: int) -> None:
        """Tell the page to read everything again; what happens after `position` will be told."""
        self.position = position
        self._waiting.clear()
        self._put(frame("reset", position))

    def close(self) -> None:
        """End the stream, after what still waits."""
        self.closed = True
        self._wake()

    async def next(self, timeout: float) -> bytes:
        """What is to be sent now; empty after `timeout` seconds without anything, and at the end."""
        if not self._waiting and not self.closed:
            loop = asyncio.get_running_loop()
            self._waker = loop.create_future()
            timer = loop.call_later(timeout, self._wake)
            try:
                await self._waker
            finally:
                timer.cancel()
                self._waker = None
        told = b"".join(self._waiting)
        self._waiting.clear()
        return told

    def _put(self, wire: bytes) -> None:
        if len(self._waiting) >= QUEUE:
            self._waiting.clear()
            wire = frame("reset", self.position)
        self._waiting.append(wire)
        self._wake()

    def _wake(self) -> None:
        if self._waker is not None and not self._waker.done():
            self._waker.set_result(None)


class Hub:
    """The listeners of one process, and the last events that they may ask for."""

    def __init__(self) -> None:
        self.position = 0
        """The last event that was handed out."""
        self.floor = 0
        """Every event after this one is in the ring."""
        self.in_touch = False
        """Whether the database is heard. Without it no pulse is sent: the pages then poll."""
        self._ring: deque[Happening] = deque()
        self._by_key: dict[tuple[UUID, str], set[Listener]] = {}
        self._listeners: set[Listener] = set()
        self._streams: Counter[UUID] = Counter()
        self._closing = False

    def resume(self, latest: Sequence[Happening]) -> None:
        """Start, or go on after the database was away, from its `latest` events (RING of them, or all).

        Who cannot be told all that happened meanwhile reads everything again: the table may have been
        swept since, or restored from an older copy.
        """
        newest = latest[-1].position if latest else 0
        floor = latest[0].position - 1 if latest else 0
        if floor <= self.position <= newest:
            for happening in latest:
                if happening.position > self.position:
                    self.publish(happening)
            return
        self.position, self.floor, self._ring = newest, floor, deque(latest)
        for listener in self._listeners:
            listener.reset(newest)

    def is_full_for(self, account_id: UUID) -> bool:
        """Whether this account has as many streams here as one may have."""
        return self._streams[account_id] >= PER_ACCOUNT

    def listen(
        self,
        *,
        community_id: UUID,
        account_id: UUID,
        session_id: UUID,
        keys: frozenset[str],
        after: int | None,
    ) -> Listener:
        """A new listener, told first what it missed since `after`.

        Without it, or when this process cannot vouch for what happened since, it is told `reset`.
        """
        known = after is not None and self.floor <= after <= self.position
        listener = Listener(community_id, account_id, session_id, keys, after or 0)
        if not known:
            listener.reset(self.position)
        for happening in self._ring:
            if happening.community_id == community_id and not keys.isdisjoint(happening.audience):
                listener.tell(happening)
        self._listeners.add(listener)
        self._streams[account_id] += 1
        self._index(listener)
        if self._closing:
            listener.close()
        LISTENERS.set(len(self._listeners))
        return listener

    def leave(self, listener: Listener) -> None:
        """The stream has ended."""
        self._unindex(listener)
        self._listeners.discard(listener)
        self._streams[listener.account_id] -= 1
        if not self._streams[listener.account_id]:
            del self._streams[listener.account_id]
        LISTENERS.set(len(self._listeners))

    def publish(self, happening: Happening) -> None:
        """Hand an event to those of its audience, and keep it for those who come back."""
        self.position = happening.position
        if len(self._ring) >= RING:
            self.floor = self._ring.popleft().position
        self._ring.append(happening)
        told: set[Listener] = set()
        for key in happening.audience:
            told |= self._by_key.get((happening.community_id, key), set())
        for listener in told:
            listener.tell(happening)

    def sessions(self) -> list[UUID]:
        """The sessions of those who listen."""
        return list({listener.session_id for listener in self._listeners})

    def keep_only(self, standing: Standing) -> None:
        """End the streams of sessions that are over or work elsewhere now; take up changed rights."""
        for listener in list(self._listeners):
            community_id, keys = standing.get(listener.session_id, (None, frozenset[str]()))
            if community_id != listener.community_id:
                listener.close()
            elif keys != listener.keys:
                self._unindex(listener)
                listener.keys = keys
                self._index(listener)

    def open(self) -> None:
        """Take listeners (again): the process serves."""
        self._closing = False

    def close(self) -> None:
        """End every stream, also those that still come: the process is going away."""
        self._closing = True
        for listener in self._listeners:
            listener.close()

    def _index(self, listener: Listener) -> None:
        for key in listener.keys:
            self._by_key.setdefault((listener.community_id, key), set()).add(listener)

    def _unindex(self, listener: Listener) -> None:
        for key in listener.keys:
            place = (listener.community_id, key)
            self._by_key[place].discard(listener)
            if not self._by_key[place]:
                del self._by_key[place]


hub = Hub()
"""The hub of this process."""
