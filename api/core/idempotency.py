"""Idempotency-Key: a write that is sent twice happens once, and answers the same.

The answer is kept in the transaction of the write, so that both exist or neither. Only successes are
kept: a refusal changed nothing, and may be tried again. (draft-ietf-httpapi-idempotency-key-header)
"""

import base64
import json
import re
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from fastapi import Request, Response
from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from api.core import clock
from api.core.actor import Actor
from api.core.crypto import keyed_hash
from api.core.db import wait_for_turn
from api.core.operations import Operation
from api.core.problems import IdempotencyKeyReused
from api.core.tables import IdempotentAnswer

HEADER = "Idempotency-Key"
REPLAYED = "Idempotency-Replayed"
KEPT_FOR = timedelta(days=7)

_HEADERS_KEPT = frozenset({"content-type", "etag", "location"})


_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@dataclass(frozen=True)
class Write:
    """A write with its key. `digest` tells it from another one with the same key."""

    key: str
    digest: bytes
    path: str


async def write_of(request: Request, community_id: UUID | None, key: str) -> Write:
    """The digest is a keyed hash of community, method, path, query and body: what was answered in one
    community is not answered in another."""
    query, path = request.scope["query_string"].decode("latin-1"), request.scope["path"]
    head = f"{community_id} {request.method} {path}?{query}\n"
    return Write(key, keyed_hash("idempotency", head.encode() + await request.body()), path)


async def once(
    db: AsyncSession,
    actor: Actor,
    operation: Operation,
    write: Write,
    run: Callable[[], Awaitable[Response]],
) -> Response:
    """Run the write, or answer what the same key received before, without what is not kept of it.

    A second request with the same key waits for the first to end. IdempotencyKeyReused when the key
    served another request, or what it answered is forgotten with whom it was about.
    """
    who = f"{actor.kind}:{actor.id}"
    await wait_for_turn(db, f"idempotency|{who}|{operation.id}|{write.key}")
    kept = await db.scalar(
        select(IdempotentAnswer).where(
            IdempotentAnswer.actor == who,
            IdempotentAnswer.operation == operation.id,
            IdempotentAnswer.key == write.key,
        )
    )
    if kept is not None and kept.kept_at > clock.now() - KEPT_FOR:
        if kept.request_digest != write.digest:
            raise IdempotencyKeyReused("Draw a new key for each new request")
        return _restored(kept)
    if kept is not None:
        await db.delete(kept)
        await db.flush()
    response = await run()
    if 200 <= response.status_code < 300:
        db.add(_kept(who, operation, write, response))
        await db.flush()
    return response


async def forget_answers(db: AsyncSession, about: Collection[UUID]) -> None:
    """Forget what was answered about these persons or requests. Their keys still serve once: what was done
    is not done again."""
    named = IdempotentAnswer.about.overlap(list(about))
    await db.execute(
        update(IdempotentAnswer)
        .where(named)
        .values(answer_sealed=None)
        .execution_options(synchronize_session=False)
    )


async def forget_old_answers(db: AsyncSession) -> int:
    """Delete what is past its seven days; the number of answers deleted. For a periodic job."""
    old = delete(IdempotentAnswer).where(IdempotentAnswer.kept_at <= clock.now() - KEPT_FOR)
    return len((await db.scalars(old.returning(IdempotentAnswer.id))).all())


def _kept(who: str, operation: Operation, write: Write, response: Response) -> IdempotentAnswer:
    headers = [[n, v] for n, v in response.headers.items() if n in _HEADERS_KEPT]
    body = bytes(response.body)
    if operation.not_kept:
        body = _without(body, operation.not_kept)
    return IdempotentAnswer(
        actor=who,
        operation=operation.id,
        key=write.key,
        request_digest=write.digest,
        status=response.status_code,
        answer={"headers": headers, "body": base64.b64encode(body).decode()},
        about=sorted({UUID(one) for one in _ID.findall(write.path + body.decode(errors="replace"))}),
        kept_at=clock.now(),
    )


def _without(body: bytes, members: Collection[str]) -> bytes:
    left = json.loads(body) | dict.fromkeys(members)
    return json.dumps(left, ensure_ascii=False, separators=(",", ":")).encode()


def _restored(kept: IdempotentAnswer) -> Response:
    if kept.answer is None:
        raise IdempotencyKeyReused("This was done: its answer is forgotten, with whom it was about")
    response = Response(base64.b64decode(kept.answer["body"]), kept.status)
    response.headers.update(dict(kept.answer["headers"]))
    response.headers[REPLAYED] = "true"
    return response
