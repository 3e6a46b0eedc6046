"""Everything that can go wrong in a request, answered as RFC 9457 `application/problem+json`."""

import json
import secrets
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import structlog
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.core.problems import (
    FieldError,
    InvalidInput,
    MalformedRequest,
    MethodNotAllowed,
    NotAllowed,
    NotFound,
    NotReady,
    PayloadTooLarge,
    Refusal,
    ServerError,
    Unauthenticated,
    problem_of,
)

log = structlog.get_logger(__name__)

MAX_BODY_BYTES = 1_000_000
"""Larger bodies answer 413 (see `api.core.limits`)."""

MAX_ERRORS = 50
"""Errors named in one answer: nobody reads more, and a hostile body could hold thousands."""

_BY_STATUS: dict[int, type[Refusal]] = {
    400: MalformedRequest,
    401: Unauthenticated,
    403: NotAllowed,
    404: NotFound,
    405: MethodNotAllowed,
    413: PayloadTooLarge,
}


def install(app: FastAPI) -> None:
    """Register the handlers on an application."""
    app.add_exception_handler(Refusal, _refused)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    for unreachable in (OperationalError, InterfaceError, PoolTimeout):
        app.add_exception_handler(unreachable, _database_away)


def said(scope: Scope, refusal: Refusal) -> Response:
    """The response that says this refusal in the language of the path that was called: a Problem, unless
    `app.state.languages` has another for the beginning of that path (FHIR has its own errors)."""
    languages: Mapping[str, Callable[[Refusal], Response]] = getattr(scope["app"].state, "languages", {})
    for beginning, say in languages.items():
        if scope["path"].startswith(beginning):
            return say(refusal)
    return answer(refusal)


def answer(refusal: Refusal) -> Response:
    """The response that says this refusal."""
    body = json.dumps(problem_of(refusal), ensure_ascii=False, separators=(",", ":"))
    headers = {"Cache-Control": "no-store", **refusal.headers}
    return Response(body, refusal.status, headers, media_type="application/problem+json")


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, Refusal)  # noqa: S101  registered for this class only
    return said(request.scope, error)


async def _http(request: Request, error: Exception) -> Response:
    """What Starlette itself refuses: unknown path, wrong method, body too large or unreadable."""
    assert isinstance(error, HTTPException)  # noqa: S101  registered for this class only
    refusal_class = _BY_STATUS.get(error.status_code)
    if refusal_class is None:
        refusal_class = ServerError if error.status_code >= 500 else MalformedRequest
    details = {
        400: "The body cannot be read: check its encoding (UTF-8) and its numbers",
        404: "No such path: compare it with the contract (/openapi.json)",
        413: f"Send at most {MAX_BODY_BYTES} bytes",
    }
    refusal = refusal_class(details.get(error.status_code))
    refusal.headers |= dict(error.headers or {})
    if refusal_class is MethodNotAllowed:
        refusal.headers["Allow"] = _methods_of(request)
    return said(request.scope, refusal)


def _methods_of(request: Request) -> str:
    """What the path takes. Starlette knows one route at a time, and would name the methods of the first."""
    path = request.scope["route"].path
    return ", ".join(request.app.state.methods.get(path, ("GET",)))


async def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101  registered for this class only
    problems = error.errors()
    if any(problem["type"] == "json_invalid" for problem in problems):
        return said(request.scope, MalformedRequest("The body is not JSON: check quotes, commas and braces"))
    if any(
        problem["type"] == "model_attributes_type" and problem["loc"] == ("body",) for problem in problems
    ):
        return said(request.scope, InvalidInput(errors=[FieldError("", "The body must be a JSON object")]))
    return said(request.scope, InvalidInput(errors=field_errors(problems)))


def field_errors(problems: Sequence[Mapping[str, Any]]) -> list[FieldError]:
    """Pydantic's errors as pointers and sentences that name the cure, one per field."""
    found: dict[str, FieldError] = {}
    for problem in problems:
        pointer = _pointer(problem["loc"])
        found.setdefault(pointer, FieldError(pointer, _sentence(problem)))
    return list(found.values())[:MAX_ERRORS]


def _pointer(location: Sequence[str | int]) -> str:
    """`("body", "person", "birth_date")` -> `/person/birth_date`; parameters keep their place."""
    parts = [str(part).replace("~", "~0").replace("/", "~1") for part in location]
    if parts and parts[0] == "body":
        parts = parts[1:]
    return "".join(f"/{part}" for part in parts)


_WHOLE, _NUMBER, _YES_OR_NO = "Write a whole number", "Write a number", "Write true or false"
_NO_SUCH_DAY = "Write a date that exists, for example 2026-03-31"
_NO_SUCH_INSTANT = "Write an instant that exists, for example 2026-03-31T09:30:00+02:00"
_IDENTIFIER = "Write an identifier (UUID), for example 0199a8c2-7c1e-7000-8000-000000000000"

_SENTENCES = {
    "missing": "This is required: add it",
    "extra_forbidden": "This is not known here: take it out",
    "enum": "Choose one of {expected}",
    "literal_error": "Choose one of {expected}",
    "string_type": "Write a text",
    "string_unicode": "Write a text that holds whole characters",
    "string_too_short": "Write at least {min_length} character(s)",
    "string_too_long": "Write at most {max_length} characters",
    "string_pattern_mismatch": "Write it in the form {pattern}",
    "too_short": "Give at least {min_length} item(s)",
    "too_long": "Give at most {max_length} items",
    "greater_than_equal": "Give at least {ge:g}",
    "greater_than": "Give more than {gt:g}",
    "less_than_equal": "Give at most {le:g}",
    "less_than": "Give less than {lt:g}",
    "uuid_parsing": _IDENTIFIER,
    "uuid_type": _IDENTIFIER,
    "int_type": _WHOLE,
    "int_parsing": _WHOLE,
    "int_parsing_size": _WHOLE,
    "int_from_float": _WHOLE,
    "float_type": _NUMBER,
    "float_parsing": _NUMBER,
    "finite_number": "Write a finite number",
    "nan": "Write a finite number",
    "bool_type": _YES_OR_NO,
    "bool_parsing": _YES_OR_NO,
    "list_type": "Write a list",
    "dict_type": "Write an object",
    "model_type": "Write an object",
    "model_attributes_type": "Write an object",
    "date_from_datetime_parsing": _NO_SUCH_DAY,
    "date_parsing": _NO_SUCH_DAY,
    "datetime_from_date_parsing": _NO_SUCH_INSTANT,
    "datetime_parsing": _NO_SUCH_INSTANT,
}
"""What to do about each kind of error that Pydantic finds. The web client has the same in French
(`frontend/src/problems.ts`)."""


def _sentence(problem: Mapping[str, Any]) -> str:
    """What is wrong and what to do. The value itself is never repeated: it may be personal."""
    if sentence := _SENTENCES.get(problem["type"]):
        return sentence.format(**problem.get("ctx", {}))
    message: str = problem["msg"]
    return message.removeprefix("Value error, ")


async def _database_away(request: Request, error: Exception) -> Response:
    """PostgreSQL does not answer, or no connection became free in time."""
    log.error("database.unavailable", error=type(error).__name__, cause=type(error.__cause__).__name__)
    return said(request.scope, NotReady("Try again in a few seconds"))


class Crashes:
    """ASGI middleware: a mistake of ours is logged with an incident number, which is all that the caller is
    told.

    Not a handler of the framework, whose place for it is outside every middleware: the answer would have
    neither headers nor an id. The error goes on to the server, as from there.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; answer for whatever fails inside, unless an answer has begun."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        begun = False

        async def noted(message: Message) -> None:
            nonlocal begun
            begun = begun or message["type"] == "http.response.start"
            await send(message)

        try:
            await self.app(scope, receive, noted)
        except Exception as error:
            incident = secrets.token_hex(4)
            log.error("request.crashed", incident=incident, exc_info=error)
            if not begun:
                refusal = ServerError(f"Tell the operator the incident number {incident}")
                await said(scope, refusal)(scope, receive, send)
            raise
