"""A FHIR request as it came, and the answer in the media type that it wants."""

import re
from dataclasses import dataclass
from urllib.parse import parse_qsl

from fastapi import Request, Response

from api.core.settings import settings
from api.fhir import rules
from api.fhir.rules import FhirRefusal, Issue, Pairs, Resource
from api.identity.authentication import BY_CERTIFICATE

_FORM = "application/x-www-form-urlencoded"
_MOST_PARAMETERS = 200


@dataclass(frozen=True)
class Sent:
    """What was asked. `base`: the address of the server that was called; `query`: the parameters as they were
    written; `media`: the type of the answer."""

    base: str
    query: str
    pairs: Pairs
    strict: bool
    media: str


def read(request: Request, form: str = "") -> Sent:
    """The request, with the parameters of a `form` besides those of the address.

    FhirRefusal: another media type than JSON is wanted (406), or there are too many parameters (400).
    """
    asked = request.scope["query_string"].decode("latin-1")
    # Of the address, Starlette has read the same already.
    pairs = [*request.query_params.multi_items(), *parse_qsl(form, keep_blank_values=True)]
    if len(pairs) > _MOST_PARAMETERS:
        message = f"Send at most {_MOST_PARAMETERS} parameters"
        raise FhirRefusal(400, Issue("too-costly", message))
    written = "&".join(part for part in (asked, form) if part)
    said = ",".join(request.headers.getlist("prefer"))  # the header may come several times (RFC 7240)
    preferences = re.sub(r'[\s"]', "", said).lower().replace(";", ",").split(",")
    media = rules.wanted(request.headers.get("accept", ""), dict(pairs).get("_format"))
    return Sent(_base(request), written, pairs, "handling=strict" in preferences, media)


def _base(request: Request) -> str:
    """The platform, which comes by its certificate, reads again where it came: no other address knows it."""
    return settings().sas_base_url if request.scope.get(BY_CERTIFICATE) else settings().base_url


async def read_form(request: Request) -> Sent:
    """The request of a search by POST, whose parameters may all be in its address. FhirRefusal (400) too when
    its body is no form."""
    media = request.headers.get("content-type", "").split(";")[0].strip().lower()
    body = await request.body()
    if media != _FORM and (media or body):  # what has no body is of no type
        raise FhirRefusal(400, Issue("structure", f"Send the parameters as {_FORM}", "http.Content-Type"))
    return read(request, body.decode("latin-1"))


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
