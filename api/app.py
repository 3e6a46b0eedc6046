"""The web application: routes of every module, who is calling, the pages of the web app. Nothing else."""

from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import asynccontextmanager
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from fastapi import FastAPI, Response
from starlette.types import Scope

from api.core import db, docs_page, health, live_feed, logging
from api.core.admission import Admission
from api.core.doors import Shares, Spread
from api.core.headers import its_own_policy
from api.core.operations import the_contract
from api.core.pace import Pace
from api.core.proxies import UnheardProxy
from api.core.routing import Routes
from api.core.settings import settings
from api.core.spa import WebApp
from api.core.web import application, enclose
from api.fhir import outcomes
from api.identity import cookies, oauth
from api.identity.authentication import BY_CERTIFICATE, authenticate
from api.notifications import service as notifications

MODULES = (
    "audit",
    "identity",
    "notifications",
    "webhooks",
    "directory",
    "availability",
    "people",
    "certifiers",
    "cases",
    "dispatch",
    "unscheduled_care",
    "death_certifications",
    "referrals.attending_doctor",
    "referrals.second_opinion",
    "referrals.hospital_discharge",
    "teleconsultations.sites",
    "teleconsultations.bookings",
    "sas",
    "fhir",
)
"""The modules of the domain, lowest first: importing one registers what it adds to those below it."""

SEARCHES = ("/fhir/Slot", "/fhir/Slot/_search")
"""Searches of the national platform, which come by the dozen and take the processor."""

SEARCHES_AT_ONCE = 2
"""In one process: one is worked out while the database answers another."""

WEB_APP = Path(__file__).resolve().parents[1] / "frontend" / "dist"

OWN_PATHS = (
    "/api/",
    "/oauth/",
    "/fhir",
    "/sas/",
    "/ics/",
    "/healthz",
    "/readyz",
    "/metrics",
    "/openapi.json",
    "/docs",
)
"""Paths of the server itself: an unknown address there is 404, never a page."""


def create_app(modules: Iterable[str] = MODULES, shares: Shares | None = None) -> FastAPI:
    """The application of one web process, which connects to the database when it starts to serve. `shares`:
    what it tells the other processes at its socket."""
    app = application([health.routes, *_routes(modules)], authenticate, lifespan=_lifespan)
    oauth.install(app)
    outcomes.install(app)
    app.add_middleware(Admission, paths=SEARCHES, at_once=SEARCHES_AT_ONCE, shares=shares)
    app.add_middleware(
        Pace,
        a_minute=settings().calls_a_minute,
        session=cookies.of_this_host(cookies.SESSION),
        known=_by_certificate,
    )
    app.add_middleware(UnheardProxy)
    if shares is not None:
        app.add_middleware(Spread, shares=shares)
    enclose(app, https=settings().base_url.startswith("https:"))
    page = docs_page.page(the_contract())

    async def docs() -> Response:
        """The operations, to read."""
        return Response(page, headers=its_own_policy(docs_page.STYLE_SOURCE), media_type="text/html")

    app.add_api_route("/docs", docs, include_in_schema=False)
    app.router.default = WebApp(WEB_APP, reserved=OWN_PATHS)
    return app


def _by_certificate(scope: Scope) -> tuple[str, str] | None:
    """The SAS platform shows a certificate, neither a token nor a cookie: it is software all the same."""
    return ("client", "sas") if scope.get(BY_CERTIFICATE) else None


def _routes(modules: Iterable[str]) -> Iterator[Routes]:
    """What the modules serve: every `Routes` of their routes.py."""
    for name in modules:
        import_module(f"api.{name}")
        if find_spec(f"api.{name}.routes") is not None:
            module = import_module(f"api.{name}.routes")
            yield from (value for value in vars(module).values() if isinstance(value, Routes))


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Logs and connections, for as long as the process serves."""
    logging.configure()
    owner_url = settings().database_url
    if owner_url is None:
        raise RuntimeError("No database: start with `maillage serve`, or set DATABASE_URL")
    db.connect(db.app_url(owner_url))
    try:
        async with live_feed.listening(notifications.standings):
            yield
    finally:
        await db.disconnect()
