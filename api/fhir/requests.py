"""A FHIR request as it came, and the answer in the media type that it wants."""

from dataclasses import dataclass
from urllib.parse import parse_qsl

from fastapi import Request, Response

from api.fhir import rules
from api.fhir.rules import FhirRefusal, Issue, Pairs, Resource

_FORM = "application/x-www-form-urlencoded"
_MOST_PARAMETERS = 200


@dataclass(frozen=True)
class Sent:
    """What was asked. `query`: the parameters as they were written; `media`: the type of the answer."""

    query: str
    pairs: Pairs
    strict: bool
    media: str


def read(request: Request, form: str = "") -> Sent:
    """The request, with the parameters of a `form` besides those of the address.

    FhirRefusal: another media type than JSON is wanted (406), or there are too many parameters (400).
    """
    written = "&".join(part for part in (request.scope["query_string"].decode("latin-1"), form) if part)
    try:
        pairs = parse_qsl(written, keep_blank_values=True, max_num_fields=_MOST_PARAMETERS)
    except ValueError as error:
        message = f"Send at most {_MOST_PARAMETERS} parameters"
        raise FhirRefusal(400, Issue("too-costly", message)) from error
    preferences = request.headers.get("prefer", "").replace(" ", "").lower().replace(";", ",").split(",")
    media = rules.wanted(request.headers.get("accept", ""), dict(pairs).get("_format"))
    return Sent(written, pairs, "handling=strict" in preferences, media)


async def read_form(request: Request) -> Sent:
    """The request of a search by POST. FhirRefusal (400) too when its body is no form."""
    media = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if media != _FORM:
        raise FhirRefusal(400, Issue("structure", f"Send the parameters as {_FORM}", "http.Content-Type"))
    return read(request, (await request.body()).decode("latin-1"))


async def read_resource(request: Request) -> bytes:
    """The body of a request that sends a resource. FhirRefusal (415) when it is not said to be JSON."""
    rules.check_sent(request.headers.get("content-type", ""))
    return await request.body()


def answer(sent: Sent, resource: Resource | bytes) -> Response:
    """The resource (or its JSON, written already), in the media type that was asked for."""
    written = resource if isinstance(resource, bytes) else rules.dumped(resource).encode()
    return Response(written, media_type=sent.media)


def answer_kept(sent: Sent, resource: Resource, address: str, *, status: int) -> Response:
    """The resource that was written, with the address where it is read."""
    response = answer(sent, resource)
    response.status_code, response.headers["Location"] = status, address
    return response
