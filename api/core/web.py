"""The HTTP application around the modules' routes: refusals, limits, logs, the contract itself."""

import json
from collections.abc import Callable, Iterable
from contextlib import AbstractAsyncContextManager
from typing import Any

from fastapi import FastAPI, Response

from api.core import problem_handlers
from api.core.actor import Authenticator
from api.core.headers import SecurityHeaders
from api.core.limits import BodyLimit
from api.core.logging import RequestLog
from api.core.operations import Contract, the_contract
from api.core.problem_handlers import Crashes
from api.core.route_index import RouteIndex
from api.core.routing import Routes

Lifespan = Callable[[FastAPI], AbstractAsyncContextManager[None]]


def application(
    modules: Iterable[Routes],
    authenticator: Authenticator,
    *,
    lifespan: Lifespan | None = None,
    contract: Contract | None = None,
) -> FastAPI:
    """An application that serves these modules, and the contract at `/openapi.json`.

    Once everything is added, `enclose` it. `authenticator` says who is calling (see `api.core.actor`).
    FastAPI's own derived schema is not served: the tests compare it with the contract.
    """
    served = contract or the_contract()
    app = FastAPI(
        title=served.document["info"]["title"],
        version=served.document["info"]["version"],
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        separate_input_output_schemas=False,
        lifespan=lifespan,
    )
    app.state.authenticator = authenticator
    app.state.methods = _methods(served)
    problem_handlers.install(app)
    app.add_middleware(BodyLimit, contract=served)
    # Not by include_router, which stands an inclusion with a matching of its own in between.
    bound = [route for routes in modules for route in routes.router.routes]
    app.router.routes += [RouteIndex(bound), *bound]
    text = json.dumps(served.document, ensure_ascii=False, separators=(",", ":")).encode()

    async def openapi() -> Response:
        """The contract, as JSON."""
        return Response(text, media_type="application/json")

    app.add_api_route("/openapi.json", openapi, include_in_schema=False)
    return app


def enclose(app: FastAPI, *, https: bool) -> None:
    """Put around the application what every answer bears: security headers, an id, a line of the log. Called
    once all else is added, so that a refusal and a crash of anything inside bear them too."""
    app.add_middleware(Crashes)
    app.add_middleware(RequestLog)
    app.add_middleware(SecurityHeaders, https=https)


def _methods(contract: Contract) -> dict[str, list[str]]:
    """Path -> the methods that the contract gives it, for the `Allow` of a 405."""
    methods: dict[str, list[str]] = {}
    for operation in contract.operations.values():
        methods.setdefault(operation.path, []).append(operation.method)
    return {path: sorted(taken) for path, taken in methods.items()}


def derived_schema(app: FastAPI) -> dict[str, Any]:
    """What FastAPI understood of the handlers, as OpenAPI: for the test that holds it to the contract."""
    return app.openapi()
