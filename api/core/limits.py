"""The largest body that the server reads, and the slowest, refused in the words of the contract."""

import asyncio
import re

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.core.operations import Contract
from api.core.problem_handlers import MAX_BODY_BYTES, said
from api.core.problems import MalformedRequest, PayloadTooLarge

BODY_SECONDS = 60.0
"""A body that is not there by then, from the moment on when it is read, is not waited for: a slow drip would
hold a connection for ever. Ten megabytes over a bad mobile network take half of it."""


class BodyLimit:
    """ASGI middleware: 413 at the announced length, or as soon as more bytes came than allowed; 400 for a
    body that does not come."""

    def __init__(self, app: ASGIApp, contract: Contract) -> None:
        self.app = app
        self.larger = [
            (
                operation.method,
                re.compile(re.sub(r"\{\w+\}", "[^/]+", operation.path)),
                operation.max_body_bytes,
            )
            for operation in contract.operations.values()
            if operation.max_body_bytes is not None
        ]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, counting its bytes."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        most = self._most(scope)
        announced = dict(scope["headers"]).get(b"content-length", b"0")
        if announced.isdigit() and int(announced[:20]) > most:
            refusal = PayloadTooLarge(f"Send at most {most} bytes")
            await said(scope, refusal)(scope, receive, send)
            return
        received, until, is_whole = 0, 0.0, False

        async def counted() -> Message:
            nonlocal received, until, is_whole
            if is_whole:  # what follows is that the caller leaves
                return await receive()
            until = until or asyncio.get_running_loop().time() + BODY_SECONDS
            try:
                async with asyncio.timeout_at(until):
                    message = await receive()
            except TimeoutError:
                raise HTTPException(MalformedRequest.status) from None
            is_whole = not message.get("more_body", False)
            received += len(message.get("body", b""))
            if received > most:
                # FastAPI lets this class through while it reads a body, and no other.
                raise HTTPException(PayloadTooLarge.status)
            return message

        await self.app(scope, counted, send)

    def _most(self, scope: Scope) -> int:
        """What the operation of this request may take."""
        for method, path, most in self.larger:
            if scope["method"] == method and path.fullmatch(scope["path"]):
                return most
        return MAX_BODY_BYTES
