"""Server-sent events as an answer that lasts: one listener of the hub, written to one connection.

`listen` is called when the answer begins, so that one that never does leaves no listener behind.
"""

import asyncio
import random
from collections.abc import Callable

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from api.core.live_hub import Hub, Listener, frame

PULSE_EVERY = 20.0
"""Seconds of silence after which the page is told that nothing happened."""

RETRY_MS = (500, 2_500)
"""When a browser comes back to a server that went away: somewhere in between, not all at once."""


class EventStream(Response):
    """Sends what its listener is told until either side ends it."""

    media_type = "text/event-stream"

    def __init__(self, hub: Hub, listen: Callable[[], Listener]) -> None:
        # Proxies that gather small pieces of an answer (nginx) are told not to.
        super().__init__(headers={"X-Accel-Buffering": "no"}, media_type=self.media_type)
        del self.headers["content-length"]
        self.hub, self.listen = hub, listen

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve the stream; a browser that leaves ends it at once."""
        listener = self.listen()
        leaving = asyncio.ensure_future(_left(receive))
        leaving.add_done_callback(lambda _: listener.close())
        try:
            await send(
                {"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers}
            )
            told = f"retry: {random.randint(*RETRY_MS)}\n\n".encode()  # noqa: S311  spreads, hides nothing
            while True:
                if told:
                    await send({"type": "http.response.body", "body": told, "more_body": True})
                told = await listener.next(PULSE_EVERY)
                if listener.closed and not told:
                    break
                if not told and self.hub.in_touch:
                    told = frame("pulse", self.hub.position)
            await send({"type": "http.response.body", "body": b"", "more_body": False})
        finally:
            leaving.cancel()
            self.hub.leave(listener)


async def _left(receive: Receive) -> None:
    """Return when the browser has gone."""
    while (await receive())["type"] != "http.disconnect":
        pass
