"""Requests to the provider, by the one way out of this server: no redirects, limits of time and size."""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote_plus, urlencode

import structlog

from api.core.outgoing import Answer, Limits, OutgoingRefused, fetch
from api.core.settings import settings
from api.identity.psc.rules import Failure, SignInFailed

_MOST_BYTES = 200_000

log = structlog.get_logger(__name__)


async def ask(url: str, *, bearer: str | None = None, form: Mapping[str, str] | None = None) -> Answer:
    """The provider's answer of status 200. `form` is posted in the name of this client (RFC 6749 §2.3.1).

    SignInFailed: `stale` when the provider says that the code is no longer good, else `unavailable`.
    """
    config = settings()
    headers = {"Accept": "application/json, application/jwt"}
    basic = None
    if bearer is not None:
        headers["Authorization"] = f"Bearer {bearer}"
    if form is not None:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
        basic = (quote_plus(config.psc_client_id or ""), quote_plus(config.psc_client_secret or ""))
    try:
        answer = await fetch(
            url,
            method="GET" if form is None else "POST",
            headers=headers,
            content=None if form is None else urlencode(form).encode(),
            basic=basic,
            limits=Limits(seconds=config.psc_seconds, body_bytes=_MOST_BYTES, follow=False),
        )
    except OutgoingRefused as error:
        raise SignInFailed(Failure.unavailable, f"{error.cause}: {error}") from error
    if answer.status != 200:
        if form is not None and answer.status == 400 and _error_of(answer) == "invalid_grant":
            raise SignInFailed(Failure.stale, "The provider says that the code is not good any more")
        raise SignInFailed(Failure.unavailable, f"The provider answered {answer.status}")
    return answer


def media_of(answer: Answer) -> str:
    """The media type of an answer, without its parameters."""
    return answer.headers.get("content-type", "").split(";", 1)[0].strip().lower()


def json_object(answer: Answer) -> dict[str, Any]:
    """The JSON object of an answer. SignInFailed (`unavailable`) when it is none."""
    try:
        read = json.loads(answer.body)
    except (ValueError, RecursionError) as error:
        raise SignInFailed(Failure.unavailable, "The provider's answer is no JSON") from error
    if not isinstance(read, dict):
        raise SignInFailed(Failure.unavailable, "The provider's answer is no JSON object")
    return read


def _error_of(answer: Answer) -> object:
    try:
        return json_object(answer).get("error")
    except SignInFailed:
        return None
