"""What FastAPI understood of the handlers is the contract, operation by operation."""

import importlib
import pkgutil
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import pytest

import api
from api.core.operations import JSON_MEDIA, Contract, Operation, the_contract
from api.core.routing import Routes
from api.core.web import derived_schema
from tests.contract.exceptions import NOT_JSON
from tools.generate import fold

CONTRACT = the_contract()
FOLDED = Contract(fold(dict(CONTRACT.document)))
IDS = sorted(CONTRACT.operations)


@cache
def derived() -> Mapping[str, Any]:
    """The schema of the application as FastAPI derives it."""
    from api.app import create_app

    return derived_schema(create_app())


@cache
def derived_operations() -> dict[str, Mapping[str, Any]]:
    return {
        node["operationId"]: {**node, "method": method.upper(), "path": path}
        for path, item in derived()["paths"].items()
        for method, node in item.items()
    }


@pytest.mark.parametrize("operation_id", IDS)
def test_an_operation_is_served_as_the_contract_says(operation_id: str) -> None:
    operation = FOLDED.operations[operation_id]
    found = derived_operations().get(operation_id)
    assert found is not None, (
        f"{operation_id} is in openapi/openapi.yaml but no handler serves it: "
        f"add it to the routes.py of the module {operation.tag}"
    )
    assert (found["method"], found["path"]) == (operation.method, operation.path)
    faults = [*_parameters(operation, found), *_body(operation, found), *_answer(operation, found)]
    assert not faults, "\n".join([f"{operation_id} differs from openapi/openapi.yaml:", *faults])


def test_nothing_is_served_that_the_contract_does_not_have() -> None:
    extra = derived_operations().keys() - CONTRACT.operations.keys()
    assert not extra, f"Add these to openapi/openapi.yaml, or include_in_schema=False: {sorted(extra)}"


def _parameters(operation: Operation, found: Mapping[str, Any]) -> Iterator[str]:
    handled = {"idempotency-key", "if-match"}
    wanted = {
        (p["in"], p["name"].lower()): p
        for p in operation.parameters
        if p["in"] != "query" or not operation.query_as_sent
    }
    given = {(p["in"], p["name"].lower()): p for p in found.get("parameters", [])}
    for key in wanted.keys() - given.keys():
        yield f"  {key[0]} parameter {key[1]}: the handler does not read it"
    for key in given.keys() - wanted.keys():
        yield f"  {key[0]} parameter {key[1]}: the contract does not have it"
    for key in wanted.keys() & given.keys():
        if key[1] in handled:
            continue
        ours = _plain(wanted[key]["schema"], FOLDED.document)
        theirs = _plain(given[key]["schema"], derived())
        theirs.pop("nullable", None)  # None is "not given" in a handler, and cannot be sent
        yield from _differences(f"  {key[1]}", ours, theirs)


def _body(operation: Operation, found: Mapping[str, Any]) -> Iterator[str]:
    if operation.body_media != JSON_MEDIA:
        return
    content = found.get("requestBody", {}).get("content", {})
    if JSON_MEDIA not in content:
        yield "  the handler reads no JSON body"
        return
    theirs = _plain(content[JSON_MEDIA]["schema"], derived())
    yield from _differences("  body", _plain(operation.body_schema, FOLDED.document), theirs)


def _answer(operation: Operation, found: Mapping[str, Any]) -> Iterator[str]:
    answer = operation.answers[operation.status]
    response = found["responses"].get(str(operation.status))
    if response is None:
        yield f"  answers {sorted(found['responses'])}, not {operation.status}"
        return
    if answer.media != JSON_MEDIA or operation.id in NOT_JSON:
        return
    theirs = _plain(response["content"][JSON_MEDIA]["schema"], derived())
    yield from _differences("  answer", _plain(answer.schema, FOLDED.document), theirs)


_KEPT = (
    "enum",
    "format",
    "pattern",
    "minLength",
    "maxLength",
    "minimum",
    "maximum",
    "minItems",
    "maxItems",
)


def _plain(schema: Any, document: Mapping[str, Any], inside: tuple[str, ...] = ()) -> dict[str, Any]:
    """A schema without references and without choice of spelling: two that mean the same are equal."""
    if "$ref" in schema:
        name = schema["$ref"].rsplit("/", 1)[1]
        if name in inside:
            return {"recursive": True}
        return _plain(document["components"]["schemas"][name], document, (*inside, name))
    choices = [part for word in ("anyOf", "oneOf") for part in schema.get(word, [])]
    if choices:
        real = [_plain(part, document, inside) for part in choices if part.get("type") != "null"]
        nullable = {"nullable": True} if len(real) < len(choices) else {}
        # Bounds may stand beside the choice or in its only real branch.
        beside = {key: schema[key] for key in _KEPT if key in schema}
        return {**(real[0] | beside if len(real) == 1 else {"choices": sorted(real, key=str)}), **nullable}
    named = schema.get("type")
    types = sorted([named] if isinstance(named, str) else list(named or []))
    plain: dict[str, Any] = {"type": [kind for kind in types if kind != "null"]}
    if "null" in types:
        plain["nullable"] = True
    plain |= {key: _value(key, schema[key]) for key in _KEPT if key in schema}
    if "const" in schema:
        plain["enum"] = [schema["const"]]
    if "items" in schema:
        plain["items"] = _plain(schema["items"], document, inside)
    if "properties" in schema:
        plain["properties"] = {
            name: _plain(part, document, inside) for name, part in schema["properties"].items()
        }
        plain["required"] = sorted(schema.get("required", []))
        plain["closed"] = schema.get("additionalProperties") is False
    elif isinstance(schema.get("additionalProperties"), Mapping):
        plain["values"] = _plain(schema["additionalProperties"], document, inside)
    return plain


def _value(key: str, value: Any) -> Any:
    if key == "enum":
        return sorted(word for word in value if word is not None)
    return float(value) if key in ("minimum", "maximum") else value


def _differences(where: str, ours: Any, theirs: Any) -> Iterator[str]:
    if isinstance(ours, Mapping) and isinstance(theirs, Mapping):
        for key in sorted({*ours, *theirs}):
            yield from _differences(f"{where}.{key}", ours.get(key), theirs.get(key))
    elif ours != theirs:
        yield f"{where}: the contract says {ours}, the handler {theirs}"


def test_every_module_of_routes_is_served() -> None:
    """A routes.py that the application forgets would be dead code that looks alive."""
    from api.app import create_app

    served = {getattr(route, "operation_id", None) for route in create_app().routes}
    served |= set(derived_operations())
    for package in pkgutil.iter_modules(api.__path__, "api."):
        if package.ispkg and importlib.util.find_spec(f"{package.name}.routes") is not None:
            module = importlib.import_module(f"{package.name}.routes")
            bound = {
                route.operation_id
                for routes in vars(module).values()
                if isinstance(routes, Routes)
                for route in routes.router.routes
            }
            assert bound <= served, f"Add {package.name}.routes to api/app.py: {sorted(bound - served)}"
