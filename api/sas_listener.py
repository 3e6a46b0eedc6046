"""The listener of the national SAS platform: mutual TLS, on a port of its own, for /fhir alone.

uvicorn does not show client certificates, so a protocol class of ours puts the verified one in the scope.
"""

import socket

import structlog
import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from api.core.certificates import Admission, Files
from api.core.headers import SecurityHeaders
from api.core.pgbinaries import StartRefused
from api.core.settings import Settings
from api.fhir import outcomes
from api.fhir.rules import Issue
from api.identity.authentication import BY_CERTIFICATE

log = structlog.get_logger("api.sas")

_CERTIFICATE = "maillage.client_certificate"


class WithCertificate(HttpToolsProtocol):
    """HTTP/1.1 over TLS whose requests carry the certificate of the connection."""

    def on_message_begin(self) -> None:
        """A request begins: its scope gets what the peer showed, as `getpeercert()` reads it."""
        super().on_message_begin()
        connection = self.transport.get_extra_info("ssl_object")
        self.scope[_CERTIFICATE] = connection.getpeercert()  # type: ignore[literal-required]  # ours


class Admitted:
    """Lets through the requests under /fhir of those who are admitted, as the platform; and /healthz."""

    def __init__(self, app: ASGIApp, admission: Admission) -> None:
        self._app, self._admission = app, admission

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or serve the lifespan of the application."""
        if scope["type"] == "http":
            if (reason := self._admission.refusal(scope[_CERTIFICATE])) is not None:
                log.warning("sas.refused", reason=reason)
                message = "This certificate is not admitted here"
                await outcomes.refused(403, Issue("forbidden", message))(scope, receive, send)
                return
            if not (scope["path"].startswith(outcomes.PATHS) or scope["path"] == "/healthz"):
                await outcomes.refused(404, Issue("not-found", "Only /fhir is served here"))(
                    scope, receive, send
                )
                return
            scope[BY_CERTIFICATE] = True
        await self._app(scope, receive, send)


def admission(config: Settings) -> Admission:
    """Who is let in, by the settings. StartRefused, naming them, when some are missing or cannot be used."""
    given = {
        "MAILLAGE_SAS_CERTIFICATE": config.sas_certificate,
        "MAILLAGE_SAS_KEY": config.sas_key,
        "MAILLAGE_SAS_CA": config.sas_ca,
        "MAILLAGE_SAS_CRL": config.sas_crl,
    }
    if missing := [name for name, path in given.items() if path is None]:
        raise StartRefused(f"L’écoute de la plateforme SAS a besoin de {', '.join(missing)}.")
    certificate, key, authorities, revoked = (path for path in given.values() if path is not None)
    return Admission(Files(certificate, key, authorities, revoked), config.sas_names, config.sas_units)


def run(config: Settings, given: socket.socket | None = None) -> None:
    """Serve the platform until SIGTERM, on the socket that is `given` when several processes share one.
    StartRefused for what the operator must change."""
    from api.serve import KEEP_ALIVE, keep_what_is_loaded, open_sas_listener

    admitted = admission(config)
    listener = open_sas_listener(config) if given is None else given
    serving = uvicorn.Config(
        lambda: SecurityHeaders(Admitted(_application(), admitted), https=True),
        factory=True,
        loop="uvloop",
        http=WithCertificate,
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        date_header=False,
        timeout_keep_alive=KEEP_ALIVE,
        timeout_graceful_shutdown=5,
    )
    serving.load()
    serving.ssl = admitted.context()
    keep_what_is_loaded()
    uvicorn.Server(serving).run(sockets=[listener])


def _application() -> ASGIApp:
    from api.app import create_app

    return create_app()
