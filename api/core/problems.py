"""How the domain says no: one class per refusal, answered as RFC 9457 `application/problem+json`."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, TypeVar

from api.contract.models import ProblemType


class Refusal(Exception):
    """The domain says no. Never logged as a crash.

    `detail` is one English sentence for the integrator: it says what to do and holds no personal datum.
    `extra` are further members of the problem that the contract names (`related_id`).
    """

    status: ClassVar[int]
    type: ClassVar[ProblemType]
    title: ClassVar[str]

    def __init__(self, detail: str | None = None, **extra: Any) -> None:
        super().__init__(detail or self.title)
        self.detail = detail
        self.extra = extra
        self.headers: dict[str, str] = {}


@dataclass(frozen=True)
class FieldError:
    """What is wrong with one field, and what to do.

    `pointer` is a JSON Pointer into the body, or `/query/name`, `/header/name`, `/path/name`.
    """

    pointer: str
    message: str


class MalformedRequest(Refusal):
    """The request cannot be read at all: broken JSON, another media type, impossible encoding."""

    status, type, title = 400, ProblemType.malformed_request, "The request cannot be read"


class Unauthenticated(Refusal):
    """Nobody is signed in, or the token is no longer good."""

    status, type, title = 401, ProblemType.not_signed_in, "Sign in first"

    def __init__(self, detail: str | None = None, **extra: Any) -> None:
        super().__init__(detail, **extra)
        # RFC 9110 §11.6.1 wants a challenge with a 401; this one opens no window in browsers.
        self.headers = {"WWW-Authenticate": "Bearer"}


class NotAllowed(Refusal):
    """The actor may see the thing, and may not do this to it."""

    status, type, title = 403, ProblemType.not_allowed, "You may not do this"


class NotFound(Refusal):
    """There is no such thing, or the actor may not know of it: existence is private."""

    status, type, title = 404, ProblemType.not_found, "There is nothing here"


class MethodNotAllowed(Refusal):
    """The path exists, with other methods (named in the `Allow` header)."""

    status, type, title = 405, ProblemType.method_not_allowed, "This path does not take that method"


class Conflict(Refusal):
    """The act contradicts what is already there. Abstract: each rule has a subclass with its own type."""

    status = 409


class IllegalTransition(Conflict):
    """The state of the thing no longer allows the act."""

    type, title = ProblemType.illegal_transition, "The present state does not allow this"


class StaleVersion(Refusal):
    """Somebody changed the thing since it was read (If-Match)."""

    status, type, title = 412, ProblemType.stale_version, "Somebody changed this in the meantime"


class PayloadTooLarge(Refusal):
    """The body is larger than the server reads."""

    status, type, title = 413, ProblemType.payload_too_large, "The body is too large"


class InvalidInput(Refusal):
    """Some field is wrong; `errors` name each of them."""

    status, type, title = 422, ProblemType.invalid_input, "Some fields need correcting"

    def __init__(self, detail: str | None = None, *, errors: Sequence[FieldError] = (), **extra: Any) -> None:
        super().__init__(detail, **extra)
        self.errors = list(errors)


class IdempotencyKeyReused(Refusal):
    """The same Idempotency-Key came back with another request (422, as the IETF draft has it)."""

    status, type = 422, ProblemType.idempotency_key_reused
    title = "This Idempotency-Key served another request"


class TooManyRequests(Refusal):
    """Too much in too short a time. Abstract; `retry_after` in seconds goes to the Retry-After header."""

    status = 429

    def __init__(self, detail: str | None = None, *, retry_after: int, **extra: Any) -> None:
        super().__init__(detail, **extra)
        self.headers = {"Retry-After": str(max(1, retry_after))}


class ServerError(Refusal):
    """A mistake of ours; the detail names the incident in the logs."""

    status, type, title = 500, ProblemType.server_error, "Something went wrong on our side"


class NotReady(Refusal):
    """A part we stand on (the database, its schema) does not answer at the moment."""

    status, type, title = 503, ProblemType.not_ready, "The service is not available at the moment"

    def __init__(self, detail: str | None = None, *, retry_after: int = 5, **extra: Any) -> None:
        super().__init__(detail, **extra)
        self.headers = {"Retry-After": str(retry_after)}


def problem_of(refusal: Refusal) -> dict[str, Any]:
    """The members of the problem that says this refusal (RFC 9457), as plain values of JSON."""
    errors = getattr(refusal, "errors", None)
    problem: dict[str, Any] = {
        "type": refusal.type.value,
        "title": refusal.title,
        "status": refusal.status,
        "detail": refusal.detail,
        "errors": [{"pointer": e.pointer, "message": e.message} for e in errors] if errors else None,
        "related_id": None,
    }
    return problem | {name: _plain(value) for name, value in refusal.extra.items()}


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, bool | int | float | list | dict) else str(value)


CONSTRAINTS: dict[str, type[Refusal]] = {}
"""Database constraint name -> what the domain calls its violation."""

R = TypeVar("R", bound=type[Refusal])


def refuses(constraint: str) -> Callable[[R], R]:
    """Declare that a violation of the database constraint of this name is this refusal."""

    def declare(refusal: R) -> R:
        if CONSTRAINTS.setdefault(constraint, refusal) is not refusal:
            raise ValueError(f"Constraint {constraint} already means {CONSTRAINTS[constraint].__name__}")
        return refusal

    return declare


def refusal_classes() -> Iterator[type[Refusal]]:
    """Every refusal class that the process knows and that can be raised (that has a type of its own)."""
    waiting = list(Refusal.__subclasses__())
    while waiting:
        refusal = waiting.pop()
        waiting += refusal.__subclasses__()
        if hasattr(refusal, "type"):
            yield refusal
