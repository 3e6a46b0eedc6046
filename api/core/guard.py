"""What stands before every handler: who may call, and bytes that no field may hold."""

from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import unquote

from fastapi import Request

from api.core.actor import Actor, current_actor, optional_actor
from api.core.db import Db
from api.core.operations import JSON_MEDIA, Operation
from api.core.problems import FieldError, InvalidInput, MalformedRequest, NotAllowed

SCHEME_OF_KIND = {"account": "session", "client": "machine"}
"""Actor kind -> the security scheme of the contract under which it comes."""

NUL = "A NUL character cannot be stored: take it out"


def guard(operation: Operation) -> Callable[..., Awaitable[None]]:
    """The dependency that runs first for this operation.

    It refuses a caller without the scopes that the contract asks (403), a body in another media type
    (400) and NUL characters, which PostgreSQL cannot hold (422). Where scopes are asked, it leaves the
    transaction and the actor in the request's state, where `Routes` finds them for the handler.
    """

    async def anybody(request: Request) -> None:
        request.state.operation = operation
        await _check_bytes(request, operation)

    async def entitled(request: Request, db: Db) -> None:
        request.state.operation, request.state.db = operation, db
        check_scopes(await current_actor(request, await optional_actor(request, db)), operation)
        await _check_bytes(request, operation)

    return anybody if operation.scopes is None else entitled


def check_scopes(actor: Actor, operation: Operation) -> None:
    """Raise NotAllowed unless the actor holds, for its way of signing in, the scopes of the operation."""
    needed = (operation.scopes or {}).get(SCHEME_OF_KIND.get(actor.kind, ""))
    if needed is None:
        raise NotAllowed(f"{operation.id} cannot be called with this way of signing in")
    if missing := needed - actor.scopes:
        raise NotAllowed(f"{operation.id} needs the scope {', '.join(sorted(missing))}")


async def _check_bytes(request: Request, operation: Operation) -> None:
    for place, text in (("path", request.scope["path"]), ("query", unquote(request.url.query))):
        if place == "query" and operation.query_as_sent:
            continue
        if "\0" in text and operation.parameters_in(place):
            raise InvalidInput(errors=[FieldError(f"/{place}", NUL)])
    if operation.body_media == JSON_MEDIA:
        body = await request.body()
        if body and not _is_json(request.headers.get("content-type", "")):
            raise MalformedRequest("Send the body as Content-Type: application/json")
        if rb"\u0000" in body and (pointer := _nul_in(await request.json())) is not None:
            raise InvalidInput(errors=[FieldError(pointer, NUL)])


def _is_json(content_type: str) -> bool:
    media = content_type.split(";", 1)[0].strip().lower()
    return media == JSON_MEDIA or (media.startswith("application/") and media.endswith("+json"))


def _nul_in(value: Any, pointer: str = "") -> str | None:
    """The JSON Pointer of the first string (or key) that holds a NUL character."""
    if isinstance(value, str):
        return pointer if "\0" in value else None
    if isinstance(value, dict):
        if any("\0" in key for key in value):
            return pointer
        parts = [(key.replace("~", "~0").replace("/", "~1"), part) for key, part in value.items()]
    elif isinstance(value, list):
        parts = [(str(index), part) for index, part in enumerate(value)]
    else:
        return None
    found = (_nul_in(part, f"{pointer}/{name}") for name, part in parts)
    return next((hit for hit in found if hit is not None), None)
