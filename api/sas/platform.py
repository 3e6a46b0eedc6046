"""The way to the platform: HTTPS with our certificate, its own checked, one clock over each exchange.

Its address is the operator's own setting, not one that people give, so it may be a private one.
"""

import asyncio
import json
import ssl
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx

from api.core.settings import Settings, settings

MEDIA = "application/fhir+json"
_MOST_BYTES = 65_536
"""Of an answer: no more than an OperationOutcome needs."""


class NoAnswer(Exception):
    """No answer came. The French reason names nobody; `not_there`: nothing can have arrived either."""

    def __init__(self, reason: str, *, not_there: bool = False) -> None:
        super().__init__(reason)
        self.reason, self.not_there = reason, not_there


@dataclass(frozen=True)
class Answer:
    """What the platform answered; header names in lower case."""

    status: int
    headers: Mapping[str, str]
    content: bytes = field(repr=False)


def connected() -> bool:
    """Whether this instance knows the platform, and has a certificate for it."""
    return settings().sas_url is not None


class Platform:
    """The platform, for as long as its connection is open (see `platform`)."""

    def __init__(self, client: httpx.AsyncClient, config: Settings) -> None:
        self._client, self._seconds = client, config.sas_seconds
        self._url = f"{(config.sas_url or '').rstrip('/')}/Appointment"

    async def create(self, body: Mapping[str, Any]) -> Answer:
        """`POST Appointment`. Raises NoAnswer."""
        return await self._exchange("POST", body, {})

    async def update(self, body: Mapping[str, Any]) -> Answer:
        """Conditional `PUT Appointment?identifier=system|value`, which creates what is not there. Raises
        NoAnswer."""
        identifier = body["identifier"][0]
        return await self._exchange(
            "PUT", body, {"identifier": f"{identifier['system']}|{identifier['value']}"}
        )

    async def _exchange(self, method: str, body: Mapping[str, Any], query: Mapping[str, str]) -> Answer:
        request = self._client.build_request(
            method,
            self._url,
            params=query,
            content=json.dumps(body, ensure_ascii=False).encode(),
            headers={"Content-Type": MEDIA, "Accept": MEDIA, "User-Agent": "Maillage"},
        )
        try:
            async with asyncio.timeout(self._seconds):
                response = await self._client.send(request, stream=True)
                try:
                    content = await _beginning(response)
                finally:
                    await response.aclose()
        except (TimeoutError, httpx.TimeoutException) as error:
            raise NoAnswer(f"Pas de réponse entière en {self._seconds:g} secondes.") from error
        except httpx.HTTPError as error:
            raise _why(error) from error
        headers = {name.lower(): value for name, value in response.headers.items()}
        return Answer(response.status_code, headers, content)


@asynccontextmanager
async def platform() -> AsyncIterator[Platform]:
    """The platform of the settings. Raises NoAnswer when our certificate cannot be read.

    The files are read each time: a certificate that was renewed serves without a restart.
    """
    config = settings()
    try:
        tls = ssl.create_default_context(cafile=config.sas_server_ca)
        tls.load_cert_chain(str(config.sas_client_certificate), config.sas_client_key)
    except OSError as error:  # SSLError among them
        reason = "Le certificat de ce serveur, sa clé ou l’autorité de la plateforme ne peuvent être lus."
        raise NoAnswer(reason, not_there=True) from error
    limits = httpx.Timeout(config.sas_seconds)
    async with httpx.AsyncClient(verify=tls, trust_env=False, timeout=limits) as client:
        yield Platform(client, config)


async def _beginning(response: httpx.Response) -> bytes:
    """The body up to what is read of it; the rest is left, and the connection with it."""
    content = b""
    async for part in response.aiter_bytes():
        content += part
        if len(content) >= _MOST_BYTES:
            break
    return content[:_MOST_BYTES]


def _why(error: httpx.HTTPError) -> NoAnswer:
    causes, early = list(_causes(error)), isinstance(error, httpx.ConnectError)
    tls = next((cause for cause in causes if isinstance(cause, ssl.SSLError)), None)
    if isinstance(tls, ssl.SSLCertVerificationError):
        return NoAnswer("Le certificat de la plateforme n’est pas reconnu.", not_there=True)
    if tls is not None and "ALERT" in (tls.reason or ""):
        return NoAnswer("La plateforme refuse le certificat de ce serveur.", not_there=early)
    if early and tls is None and not any(isinstance(cause, ConnectionResetError) for cause in causes):
        return NoAnswer("Personne ne répond à l’adresse de la plateforme.", not_there=True)
    # The refusal of a certificate is often lost in a connection that is reset.
    reason = "La connexion a été coupée avant la réponse : une panne, ou notre certificat refusé."
    return NoAnswer(reason, not_there=early)


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
