"""Is the process alive, is it ready, how is it doing."""

import hmac
from functools import cache

from fastapi import Request, Response
from sqlalchemy import text

from api.contract.models import Health, Readiness
from api.core import metrics
from api.core.bearer import bearer_of
from api.core.db import Db
from api.core.problems import NotAllowed, NotReady
from api.core.proxies import comes_from_near
from api.core.routing import Routes
from api.core.settings import settings
from api.core.unfinished import IS_MARKED

routes = Routes("operations")

_STANDING = text(f"SELECT version_num, {IS_MARKED} FROM alembic_version")  # noqa: S608 -- constants


@cache
def _expected() -> frozenset[str]:
    """The revision of this version. Alembic is slow to load, and only this asks for it."""
    from api.core.migrate import expected_heads

    return expected_heads()


@routes.operation("getHealth")
async def get_health() -> Health:
    """The process answers; nothing else is asked."""
    return Health.model_validate({"status": "ok"})


@routes.operation("getReadiness")
async def get_readiness(db: Db) -> Readiness:
    """The database answers, stands at the revision of this version, and is not in the midst of a restore."""
    standing = (await db.execute(_STANDING)).all()
    if any(unfinished for _, unfinished in standing):
        raise NotReady("The restore of the database is not finished: run `maillage restore` again")
    present = frozenset(version for version, _ in standing)
    if present != _expected():
        raise NotReady("The database is not at this version: run `maillage migrate`")
    return Readiness.model_validate({"status": "ready", "schema_revision": ", ".join(sorted(present))})


@routes.operation("getMetrics")
async def get_metrics(request: Request) -> Response:
    """Figures of this process, for whoever watches it: with the token once one is set, else from near."""
    token = settings().metrics_token
    if token is None and not comes_from_near(request):
        raise NotAllowed("Read it without a proxy, from the machine or its network, or set a token for it")
    if token is not None and not hmac.compare_digest((bearer_of(request) or "").encode(), token.encode()):
        raise NotAllowed("Send the bearer token that the operator set for the figures")
    return Response(await metrics.exposition(), media_type="text/plain; version=0.0.4")
