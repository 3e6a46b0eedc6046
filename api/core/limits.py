"""The largest body that the server reads, refused in the words of the contract."""

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.core.problem_handlers import MAX_BODY_BYTES, answer
from api.core.problems import PayloadTooLarge


class BodyLimit:
    """ASGI middleware: 413 at the announced length, or as soon as more bytes came than allowed."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, counting its bytes."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        announced = dict(scope["headers"]).get(b"content-length", b"0")
        if announced.isdigit() and int(announced[:20]) > MAX_BODY_BYTES:
            refusal = PayloadTooLarge(f"Send at most {MAX_BODY_BYTES} bytes")
            await answer(refusal)(scope, receive, send)
            return
        received = 0

        async def counted() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > MAX_BODY_BYTES:
                # FastAPI lets this class through while it reads a body, and no other.
                raise HTTPException(PayloadTooLarge.status)
            return message

        await self.app(scope, counted, send)
