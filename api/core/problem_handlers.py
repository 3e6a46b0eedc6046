"""Everything that can go wrong in a request, answered as RFC 9457 `application/problem+json`."""

import json
import secrets
from collections.abc import Mapping, Sequence
from typing import Any

import structlog
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.exceptions import HTTPException

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
    app.add_exception_handler(Exception, _crashed)


def answer(refusal: Refusal) -> Response:
    """The response that says this refusal."""
    errors = getattr(refusal, "errors", None)
    problem: dict[str, Any] = {
        "type": refusal.type.value,
        "title": refusal.title,
        "status": refusal.status,
        "detail": refusal.detail,
        "errors": [{"pointer": e.pointer, "message": e.message} for e in errors] if errors else None,
        "related_id": None,
    }
    problem |= {name: _plain(value) for name, value in refusal.extra.items()}
    body = json.dumps(problem, ensure_ascii=False, separators=(",", ":"))
    headers = {"Cache-Control": "no-store", **refusal.headers}
    return Response(body, refusal.status, headers, media_type="application/problem+json")


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, bool | int | float | list | dict) else str(value)


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, Refusal)  # noqa: S101  registered for this class only
    return answer(error)


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
    return answer(refusal)


def _methods_of(request: Request) -> str:
    """What the path takes. Starlette knows one route at a time, and would name the methods of the first."""
    path = request.scope["route"].path
    return ", ".join(request.app.state.methods.get(path, ("GET",)))


async def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101  registered for this class only
    problems = error.errors()
    if any(problem["type"] == "json_invalid" for problem in problems):
        return answer(MalformedRequest("The body is not JSON: check quotes, commas and braces"))
    if any(
        problem["type"] == "model_attributes_type" and problem["loc"] == ("body",) for problem in problems
    ):
        return answer(InvalidInput(errors=[FieldError("", "The body must be a JSON object")]))
    return answer(InvalidInput(errors=field_errors(problems)))


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


def _sentence(problem: Mapping[str, Any]) -> str:
    """What is wrong and what to do. The value itself is never repeated: it may be personal."""
    context = problem.get("ctx", {})
    match problem["type"]:
        case "missing":
            return "This is required: add it"
        case "extra_forbidden":
            return "This is not known here: take it out"
        case "enum":
            return f"Choose one of {context['expected']}"
        case "string_too_short":
            return f"Write at least {context['min_length']} character(s)"
        case "string_too_long":
            return f"Write at most {context['max_length']} characters"
        case "string_pattern_mismatch":
            return f"Write it in the form {context['pattern']}"
        case "uuid_parsing" | "uuid_type":
            return "Write an identifier (UUID), for example 0199a8c2-7c1e-7000-8000-000000000000"
        case "nan" | "finite_number":
            return "Write a finite number"
    message: str = problem["msg"]
    return message.removeprefix("Value error, ")


async def _database_away(request: Request, error: Exception) -> Response:
    """PostgreSQL does not answer, or no connection became free in time."""
    log.error("database.unavailable", error=type(error).__name__, cause=type(error.__cause__).__name__)
    return answer(NotReady("Try again in a few seconds"))


async def _crashed(request: Request, error: Exception) -> Response:
    """A mistake of ours: logged with an incident number, which is all that the caller is told."""
    incident = secrets.token_hex(4)
    log.error("request.crashed", incident=incident, exc_info=error)
    return answer(ServerError(f"Tell the operator the incident number {incident}"))
