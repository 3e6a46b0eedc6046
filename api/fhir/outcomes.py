"""Whatever goes wrong under /fhir is said as an OperationOutcome, whoever refuses: a rule, the guard, the
router, the database."""

from fastapi import FastAPI, Request, Response

from api.core.problems import FieldError, Refusal
from api.fhir.rules import FHIR, FhirRefusal, Issue, dumped, outcome

PATHS = "/fhir/"

_CODES = {401: "login", 403: "forbidden", 404: "not-found", 405: "not-supported", 413: "too-long"}
"""HTTP status -> FHIR's IssueType, where it is not plainly `invalid`."""


def install(app: FastAPI) -> None:
    """Make the application say every refusal under /fhir so, and of /fhir alone, where a batch is sent."""
    app.state.languages = {PATHS.removesuffix("/"): say}
    app.add_exception_handler(FhirRefusal, _refused)


def say(refusal: Refusal) -> Response:
    """A refusal of the rest of the application, in FHIR's words."""
    status = 400 if refusal.status == 422 else refusal.status
    code = _CODES.get(status, "invalid" if status < 500 else "transient" if status == 503 else "exception")
    fields: list[FieldError] = getattr(refusal, "errors", [])
    issues = [Issue(code, error.message, _expression(error.pointer)) for error in fields]
    said = f"{refusal.title}. {refusal.detail}" if refusal.detail else refusal.title
    return _response(status, issues or [Issue(code, said)], refusal.headers)


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, FhirRefusal)  # noqa: S101  registered for this class only
    return _response(error.status, error.issues, {})


def refused(status: int, *issues: Issue) -> Response:
    """The answer that says these, for who refuses outside a handler."""
    return _response(status, issues, {})


def _expression(pointer: str) -> str:
    """`/query/start` -> `http.start`."""
    return f"http.{pointer.rsplit('/', 1)[-1]}"


def _response(status: int, issues: list[Issue] | tuple[Issue, ...], headers: dict[str, str]) -> Response:
    body = dumped(outcome(issues)).encode()
    return Response(body, status, {"Cache-Control": "no-store", **headers}, media_type=FHIR)
