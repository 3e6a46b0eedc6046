"""The token endpoint's own language (RFC 6749): a form in, its own errors out (section 5.2)."""

import base64
import binascii
from dataclasses import dataclass
from urllib.parse import parse_qsl, unquote_plus

from fastapi import FastAPI, Request, Response

from api.contract.models import OAuthError

NOT_STORED = {"Cache-Control": "no-store", "Pragma": "no-cache"}
"""Headers that section 5.1 asks of every answer with a token or an error."""

_FORM = "application/x-www-form-urlencoded"
_MOST_FIELDS = 20
_LONGEST = {"grant_type": 60, "client_id": 80, "client_secret": 200, "scope": 400}


class OAuthRefusal(Exception):
    """The endpoint says no, in the words of section 5.2. `basic`: the client tried HTTP Basic."""

    def __init__(self, error: str, description: str, *, basic: bool = False) -> None:
        super().__init__(description)
        self.error, self.description, self.basic = error, description, basic


@dataclass(frozen=True)
class TokenForm:
    """A readable request for a token. `scope` is None when all granted ones are asked for."""

    client_id: str
    client_secret: str
    scope: frozenset[str] | None
    basic: bool


async def read_form(request: Request) -> TokenForm:
    """The request for a token. Raises OAuthRefusal when it is none. Unknown fields are ignored (§3.2)."""
    media = request.headers.get("content-type", "").split(";", 1)[0].strip().lower()
    if media != _FORM:
        raise OAuthRefusal("invalid_request", f"Send the body as {_FORM}")
    fields = _fields(await request.body())
    client_id, client_secret, basic = _credentials(request.headers.get("authorization", ""), fields)
    grant_type = fields.get("grant_type")
    if grant_type is None:
        raise OAuthRefusal("invalid_request", "grant_type is missing: send client_credentials")
    if grant_type != "client_credentials":
        raise OAuthRefusal("unsupported_grant_type", "The only grant_type served is client_credentials")
    scope = fields.get("scope")
    return TokenForm(client_id, client_secret, frozenset(scope.split()) if scope else None, basic)


def _fields(body: bytes) -> dict[str, str]:
    """The fields that have a value, each at most once (§3.2)."""
    try:
        pairs = parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=_MOST_FIELDS, errors="strict")
    except ValueError as error:
        raise OAuthRefusal("invalid_request", "The form cannot be read: send it in UTF-8") from error
    names = [name for name, _ in pairs]
    if len(names) != len(set(names)):
        raise OAuthRefusal("invalid_request", "A field is there twice: send each once")
    for name, value in pairs:
        if name in _LONGEST and (len(value) > _LONGEST[name] or "\0" in value):
            raise OAuthRefusal("invalid_request", f"{name} is too long or holds a NUL character")
    return {name: value for name, value in pairs if value}


def _credentials(header: str, fields: dict[str, str]) -> tuple[str, str, bool]:
    """Client id and secret, by HTTP Basic or in the form, never both (§2.3)."""
    scheme, _, encoded = header.partition(" ")
    basic = scheme.casefold() == "basic"
    if not basic:
        if "client_id" not in fields or "client_secret" not in fields:
            raise OAuthRefusal("invalid_client", "Send client_id and client_secret, or HTTP Basic")
        return fields["client_id"], fields["client_secret"], False
    if "client_secret" in fields:
        raise OAuthRefusal("invalid_request", "Authenticate once: by HTTP Basic or in the form")
    try:
        name, found, secret = base64.b64decode(encoded.strip(), validate=True).decode().partition(":")
    except (binascii.Error, ValueError) as error:
        raise OAuthRefusal("invalid_client", "The Basic credentials cannot be read", basic=True) from error
    client_id = unquote_plus(name)
    if not found or "\0" in client_id or len(client_id) > _LONGEST["client_id"]:
        raise OAuthRefusal("invalid_client", "The Basic credentials cannot be read", basic=True)
    return client_id, unquote_plus(secret), True


def install(app: FastAPI) -> None:
    """Register the handler that says an OAuthRefusal."""
    app.add_exception_handler(OAuthRefusal, _answer)


async def _answer(request: Request, error: Exception) -> Response:
    assert isinstance(error, OAuthRefusal)  # noqa: S101  registered for this class only
    said = OAuthError.model_validate({"error": error.error, "error_description": error.description})
    headers = dict(NOT_STORED)
    if error.basic:
        headers["WWW-Authenticate"] = 'Basic realm="maillage", charset="UTF-8"'
    status = 401 if error.error == "invalid_client" else 400
    return Response(said.model_dump_json(), status, headers, media_type="application/json")
