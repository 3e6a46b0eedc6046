"""Idempotency-Key: a write that is sent twice happens once, and answers the same.

The answer is kept in the transaction of the write, so that both exist or neither. Only successes are
kept: a refusal changed nothing, and may be tried again. (draft-ietf-httpapi-idempotency-key-header)
"""

import base64
from collections.abc import Awaitable, Callable
from datetime import timedelta
from uuid import UUID

from fastapi import Request, Response
from sqlalchemy import bindparam, delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.core import clock
from api.core.actor import Actor
from api.core.crypto import keyed_hash
from api.core.db import wait_for_turn
from api.core.problems import IdempotencyKeyReused
from api.core.tables import IdempotentAnswer
from api.core.writing import write_last

HEADER = "Idempotency-Key"
REPLAYED = "Idempotency-Replayed"
KEPT_FOR = timedelta(days=7)

_KEPT = select(IdempotentAnswer).where(
    IdempotentAnswer.actor == bindparam("who"),
    IdempotentAnswer.operation == bindparam("operation"),
    IdempotentAnswer.key == bindparam("key"),
)

_HEADERS_KEPT = frozenset({"content-type", "etag", "location"})


async def fingerprint(request: Request, community_id: UUID | None) -> bytes:
    """A keyed hash of community, method, path, query and body: tells another request from the same one
    again. What was answered in one community is not answered in another."""
    query = request.scope["query_string"].decode("latin-1")
    head = f"{community_id} {request.method} {request.scope['path']}?{query}\n"
    return keyed_hash("idempotency", head.encode() + await request.body())


async def once(
    db: AsyncSession,
    actor: Actor,
    operation: str,
    key: str,
    request_digest: bytes,
    run: Callable[[], Awaitable[Response]],
) -> Response:
    """Run the write, or answer what the same key received before.

    A second request with the same key waits for the first to end. IdempotencyKeyReused when the key
    served another request.
    """
    who = f"{actor.kind}:{actor.id}"
    await wait_for_turn(db, f"idempotency|{who}|{operation}|{key}")
    kept = await db.scalar(_KEPT, {"who": who, "operation": operation, "key": key})
    if kept is not None and kept.kept_at > clock.now() - KEPT_FOR:
        if kept.request_digest != request_digest:
            raise IdempotencyKeyReused("Draw a new key for each new request")
        return _restored(kept)
    if kept is not None:
        await db.delete(kept)
        await db.flush()
    response = await run()
    if 200 <= response.status_code < 300:
        write_last(db, _kept(who, operation, key, request_digest, response))
    return response


async def forget_old_answers(db: AsyncSession) -> int:
    """Delete what is past its seven days; the number of answers deleted. For a periodic job."""
    old = delete(IdempotentAnswer).where(IdempotentAnswer.kept_at <= clock.now() - KEPT_FOR)
    return len((await db.scalars(old.returning(IdempotentAnswer.id))).all())


def _kept(who: str, operation: str, key: str, digest: bytes, response: Response) -> IdempotentAnswer:
    headers = [[n, v] for n, v in response.headers.items() if n in _HEADERS_KEPT]
    body = base64.b64encode(bytes(response.body)).decode()
    return IdempotentAnswer(
        actor=who,
        operation=operation,
        key=key,
        request_digest=digest,
        status=response.status_code,
        answer={"headers": headers, "body": body},
        kept_at=clock.now(),
    )


def _restored(kept: IdempotentAnswer) -> Response:
    response = Response(base64.b64decode(kept.answer["body"]), kept.status)
    response.headers.update(dict(kept.answer["headers"]))
    response.headers[REPLAYED] = "true"
    return response
