"""The route of a request, found by how its path begins instead of trying one pattern after another."""

from collections.abc import Iterable
from typing import Any

from starlette.datastructures import URLPath
from starlette.routing import BaseRoute, Match, NoMatchFound, Route
from starlette.types import Receive, Scope, Send

_SEGMENTS = 3
"""`/api/v1/offers/…`: the segments that tell the resource, never a parameter."""


class RouteIndex(BaseRoute):
    """Stands before the routes it knows, and finds the same one as they would, in one look.

    Sixty patterns tried in turn cost a millisecond of every request. What is not found here (another
    method, an unknown path) goes on to the routes themselves, which answer 405 or 404.
    """

    def __init__(self, routes: Iterable[BaseRoute]) -> None:
        self._known: dict[tuple[str, str], list[Route]] = {}
        for route in routes:
            if isinstance(route, Route) and "{" not in (start := _start(route.path)):
                for method in route.methods or ():
                    self._known.setdefault((method, start), []).append(route)

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """The first of the routes that takes this method and path, as their own order would have it."""
        for route in self._known.get((scope["method"], _start(scope["path"])), ()):
            match, found = route.matches(scope)
            if match is Match.FULL:
                return match, {**found, "route": route}
        return Match.NONE, {}

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with the route that `matches` found."""
        await scope["route"].handle(scope, receive, send)

    def url_path_for(self, name: str, /, **path_params: Any) -> URLPath:
        """Nothing by itself: the routes that follow know their paths."""
        raise NoMatchFound(name, path_params)


def _start(path: str) -> str:
    return "/".join(path.split("/", _SEGMENTS + 1)[: _SEGMENTS + 1])
