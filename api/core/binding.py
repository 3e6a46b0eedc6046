"""Does a handler say what its operation says? Checked at import, so that a drift never starts a server."""

import inspect
from collections.abc import Callable
from types import ModuleType, NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

from fastapi import Request, Response
from fastapi.params import Depends, Header, Query

from api.core.operations import JSON_MEDIA, Contract, ContractMismatch, Operation

Handler = Callable[..., Any]

HANDLED_BY_ROUTING = frozenset({"idempotency-key", "if-match", "if-none-match"})
"""Headers that `api.core.routing` reads; handlers take `ExpectedVersion` instead."""


def check(handler: Handler, operation: Operation, contract: Contract, models: ModuleType) -> Any:
    """The response model of the operation (None without body). Raises ContractMismatch with the cure."""
    where = f"{inspect.getsourcefile(handler)}: {handler.__name__}"
    if handler.__name__ != operation.function_name:
        raise ContractMismatch(f"{where} serves {operation.id}: call it {operation.function_name}")
    hints = get_type_hints(handler, include_extras=True)
    _check_parameters(where, handler, hints, operation, contract, models)
    expected = _answer_model(operation, contract, models)
    returned = hints.get("return", inspect.Signature.empty)
    if not _answers(returned, expected, operation):
        raise ContractMismatch(
            f"{where} returns {_called(returned)}, {contract.origin} says {_called(expected)} for "
            f"{operation.id} {operation.status}: correct one of the two"
        )
    return expected


def _check_parameters(
    where: str,
    handler: Handler,
    hints: dict[str, Any],
    operation: Operation,
    contract: Contract,
    models: ModuleType,
) -> None:
    expected: dict[str, str] = {p["name"]: "path parameter" for p in operation.parameters_in("path")}
    for place, marker in (("query", Query), ("header", Header)):
        name = f"{operation.id[0].upper()}{operation.id[1:]}{'Query' if place == 'query' else 'Headers'}"
        wanted = [p for p in operation.parameters_in(place) if p["name"].lower() not in HANDLED_BY_ROUTING]
        if place == "query" and operation.query_as_sent:
            wanted = []
        taken = [p for p, hint in hints.items() if _marked(hint, marker)]
        if bool(wanted) != bool(taken) or any(_bare(hints[p]) is not getattr(models, name, 0) for p in taken):
            cure = f"Annotated[{name}, {marker.__name__}()]" if wanted else f"no {place} parameter"
            raise ContractMismatch(f"{where} must take {cure}, as {contract.origin} says for {operation.id}")
        expected |= dict.fromkeys(taken, place)
    if operation.body_media is not None:
        expected["body"] = "request body"
    plain = {
        name
        for name in inspect.signature(handler).parameters
        if not _marked(hints.get(name), Depends) and _bare(hints.get(name)) not in (Request, Response)
    }
    if unknown := plain - expected.keys():
        raise ContractMismatch(
            f"{where} takes {', '.join(sorted(unknown))}, which {operation.id} does not have in "
            f"{contract.origin}: add it there, or take it away here"
        )
    for name, kind in expected.items():
        if name not in plain and not (name == "body" and operation.body_media != JSON_MEDIA):
            raise ContractMismatch(f"{where} lacks `{name}`, a {kind} of {operation.id} in {contract.origin}")
    if operation.body_media == JSON_MEDIA:
        model = model_of(operation.body_schema, contract, models)
        wanted_body = model if operation.body_required else model | None
        if _bare(hints["body"]) != wanted_body:
            raise ContractMismatch(
                f"{where}: `body` must be {_called(wanted_body)}, the request body of {operation.id} "
                f"in {contract.origin}"
            )


def model_of(schema: Any, contract: Contract, models: ModuleType) -> Any:
    """The generated class of a schema: a component by its name, or a list of one."""
    if schema is None:
        return None
    if "$ref" in schema:
        name = schema["$ref"].rsplit("/", 1)[1]
        if (model := getattr(models, name, None)) is None:
            raise ContractMismatch(f"{name} is in {contract.origin} but not generated: run `make generate`")
        return model
    if schema.get("type") == "array" and "$ref" in schema.get("items", {}):
        return list[model_of(schema["items"], contract, models)]  # type: ignore[misc]  # built at run time
    return dict[str, Any]


def _answer_model(operation: Operation, contract: Contract, models: ModuleType) -> Any:
    answer = operation.answers[operation.status]
    if answer.media is None:
        return None
    return model_of(answer.schema, contract, models) if answer.media == JSON_MEDIA else Response


def _answers(returned: Any, expected: Any, operation: Operation) -> bool:
    """Whether the return annotation fits. A handler that builds its own answer returns `Response`."""
    if returned in (expected, NoneType if expected is None else expected):
        return True
    # What can answer 304, or bytes already written, says both.
    if get_origin(returned) is UnionType and set(get_args(returned)) == {expected, Response}:
        return True
    media = operation.answers[operation.status].media
    if media is not None and media.endswith("+json") and get_origin(returned) is dict:
        return True
    own_answer = media != JSON_MEDIA or get_origin(expected) is dict
    return own_answer and inspect.isclass(returned) and issubclass(returned, Response)


def _marked(hint: Any, marker: type) -> bool:
    return get_origin(hint) is Annotated and any(isinstance(mark, marker) for mark in get_args(hint)[1:])


def _bare(hint: Any) -> Any:
    return get_args(hint)[0] if get_origin(hint) is Annotated else hint


def _called(annotation: Any) -> str:
    if annotation is inspect.Signature.empty:
        return "nothing declared"
    if get_origin(annotation) in (Union, UnionType, list, dict):
        return str(annotation).replace("api.contract.models.", "")
    return getattr(annotation, "__name__", str(annotation))
