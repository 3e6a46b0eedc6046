"""The index finds the very route that the routes themselves would, for every operation of the contract."""

import re

import pytest
from starlette.routing import Match, Route

from api.app import create_app
from api.core.operations import the_contract
from api.core.route_index import RouteIndex

SOME = "0199a8c2-7c1e-7000-8000-000000000000"


@pytest.fixture(scope="module")
def routes() -> tuple[RouteIndex, list[Route]]:
    """The index of the application, and its routes in their own order."""
    served = create_app().router.routes
    [index] = [route for route in served if isinstance(route, RouteIndex)]
    return index, [route for route in served if isinstance(route, Route)]


def scope(method: str, path: str) -> dict[str, object]:
    filled = re.sub(r"\{\w+\}", SOME, path)
    return {"type": "http", "method": method, "path": filled, "root_path": "", "headers": []}


def test_every_operation_is_found_as_its_own_route_would_be(routes: tuple[RouteIndex, list[Route]]) -> None:
    index, ordered = routes
    named = {route.name for route in ordered}
    served = [one for one in the_contract().operations.values() if one.id in named]
    assert len(served) > 50
    for operation in served:
        asked = scope(operation.method, operation.path)
        alone = next(route for route in ordered if route.matches(asked)[0] is Match.FULL)
        match, found = index.matches(asked)
        if "{" in "/".join(operation.path.split("/")[:4]):
            assert match is Match.NONE  # nothing to index: left to the routes
            continue
        assert (match, found.get("route")) == (Match.FULL, alone), operation.id
        assert found["path_params"] == alone.matches(asked)[1]["path_params"]


@pytest.mark.parametrize(
    ("method", "path"),
    [("PATCH", "/api/v1/appointments"), ("GET", "/api/v1/nothing"), ("GET", "/"), ("GET", "//api/v1/slots")],
)
def test_another_method_and_an_unknown_path_are_left_to_the_routes(
    routes: tuple[RouteIndex, list[Route]], method: str, path: str
) -> None:
    assert routes[0].matches(scope(method, path)) == (Match.NONE, {})
