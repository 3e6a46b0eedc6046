"""Walking the contract: schemas with where they stand, reachable from requests or from answers."""

from collections.abc import Iterator, Mapping
from typing import Any

from api.core.operations import Contract

Place = tuple[str, Any]
"""Where a schema stands (component names and properties, readable), and the schema."""


def schemas_of_requests(contract: Contract) -> dict[str, Any]:
    """Every schema that a caller fills: bodies and query parameters, with the components they reach."""
    found: dict[str, Any] = {}
    for operation in contract.operations.values():
        if operation.body_schema is not None and operation.body_media == "application/json":
            found |= dict(reachable(contract, f"{operation.id} body", operation.body_schema))
        for parameter in operation.parameters_in("query"):
            name = f"{operation.id} ?{parameter['name']}"
            found |= dict(reachable(contract, name, parameter["schema"]))
    return found


def schemas_of_answers(contract: Contract) -> dict[str, Any]:
    """Every schema that the server fills, with the components it reaches."""
    found: dict[str, Any] = {}
    for operation in contract.operations.values():
        for status, answer in operation.answers.items():
            if answer.schema is not None and answer.media and answer.media.endswith("json"):
                found |= dict(reachable(contract, f"{operation.id} {status}", answer.schema))
    return found


def reachable(contract: Contract, where: str, schema: Any, seen: set[str] | None = None) -> Iterator[Place]:
    """The schema and all below it, each component once."""
    seen = set() if seen is None else seen
    if "$ref" in schema:
        name = schema["$ref"].rsplit("/", 1)[1]
        if name not in seen:
            seen.add(name)
            yield from reachable(contract, name, contract.resolve(schema), seen)
        return
    yield where, schema
    for step, part in parts(schema):
        yield from reachable(contract, f"{where}{step}", part, seen)


def parts(schema: Mapping[str, Any]) -> Iterator[Place]:
    """The schemas directly inside one."""
    for name, part in schema.get("properties", {}).items():
        yield f".{name}", part
    if isinstance(schema.get("items"), Mapping):
        yield "[]", schema["items"]
    if isinstance(schema.get("additionalProperties"), Mapping):
        yield ".*", schema["additionalProperties"]
    for word in ("oneOf", "anyOf", "allOf"):
        for part in schema.get(word, []):
            yield "", part


def types_of(schema: Mapping[str, Any]) -> set[str]:
    """The JSON types that a schema names, `null` left out."""
    named = schema.get("type", [])
    return ({named} if isinstance(named, str) else set(named)) - {"null"}
