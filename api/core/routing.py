"""Handlers bound to the contract: `@routes.operation("acceptOffer")`.

Method, path, status, tag, scopes and response model come from the contract. Around the handler stand
the guard (who may call), the Idempotency-Key, the ETag; the answer is dumped once, by Pydantic.
"""

import inspect
from collections.abc import Callable
from types import ModuleType
from typing import Annotated, Any, TypeVar

from fastapi import APIRouter, Depends, Header, Request, Response
from pydantic import BaseModel, TypeAdapter

from api.contract import models as contract_models
from api.core import binding, idempotency
from api.core.actor import Actor, CurrentActor, OptionalActor
from api.core.db import Db
from api.core.guard import guard
from api.core.operations import Contract, ContractMismatch, Operation, the_contract
from api.core.problems import FieldError, InvalidInput, StaleVersion

F = TypeVar("F", bound=Callable[..., Any])

UNKNOWN_VERSION = -1
"""What an If-Match that we never issued stands for: no row has this version, so it answers 412."""


class Routes:
    """The operations of one module. `routes.router` goes into the application."""

    def __init__(
        self, tag: str, *, contract: Contract | None = None, models: ModuleType = contract_models
    ) -> None:
        self.tag, self.contract, self.models = tag, contract or the_contract(), models
        self.router = APIRouter()

    def operation(self, operation_id: str) -> Callable[[F], F]:
        """Serve this operation of the contract with the decorated handler, which is left as it is.

        Raises ContractMismatch at import when the two disagree.
        """
        operation = self.contract.operations.get(operation_id)
        if operation is None:
            raise ContractMismatch(f"{operation_id} is not in {self.contract.origin}: add it there first")
        if operation.tag != self.tag:
            raise ContractMismatch(
                f"{operation_id} has the tag {operation.tag!r} in {self.contract.origin}, not {self.tag!r}"
            )

        def bind(handler: F) -> F:
            model = binding.check(handler, operation, self.contract, self.models)
            plain = isinstance(model, type) and issubclass(model, Response)
            self.router.add_api_route(
                operation.path,
                _endpoint(handler, operation, None if plain else model),
                methods=[operation.method],
                status_code=operation.status,
                response_model=None if plain else model,
                tags=[operation.tag],
                summary=operation.summary,
                operation_id=operation.id,
                name=operation.id,
                dependencies=[Depends(guard(operation), scope="function")],
            )
            return handler

        return bind


def _endpoint(handler: Callable[..., Any], operation: Operation, model: Any) -> Callable[..., Any]:
    """The function that FastAPI calls: the handler, with what surrounds it."""
    signature = inspect.signature(handler, eval_str=True)
    taken = {name: p.annotation for name, p in signature.parameters.items()}
    prepared = next((name for name, annotation in taken.items() if annotation is Response), None)
    keyed = operation.parameter("header", idempotency.HEADER) is not None
    added = _keyed_parameters(operation) if keyed else {}
    # What the guard has found already is taken from it: FastAPI would look for all that it is made of again.
    found = {name: place for name, of in (taken | added).items() if (place := _found_by_guard(operation, of))}
    # FastAPI gives the request to one parameter only: the handler's own, when it takes it.
    asked = next((name for name, annotation in taken.items() if annotation is Request), None)
    if asked is None and (keyed or found):
        added["the_request"] = Request
    dump = None if model is None else TypeAdapter(model).dump_json

    async def endpoint(**values: Any) -> Response:
        if found:
            state = (values[asked] if asked else values["the_request"]).state
            for name, place in found.items():
                values[name] = getattr(state, place)
        around = {name: values.pop(name) for name in added}

        async def run() -> Response:
            result = await handler(**values)
            return _answer(result, operation, dump, model, values.get(prepared) if prepared else None)

        key = around.get("the_key")
        if not keyed or (key is None and around["the_actor"].kind != "client"):
            return await run()
        actor: Actor = around["the_actor"]
        if key is None:
            raise InvalidInput(
                errors=[
                    FieldError(
                        f"/header/{idempotency.HEADER}", "A machine client sends a key with each write"
                    )
                ]
            )
        if not operation.keeps_answer:
            return await run()
        sent = values[asked] if asked else around["the_request"]
        write = await idempotency.write_of(sent, actor.community_id, key)
        return await idempotency.once(around["the_db"], actor, operation, write, run)

    extra = [
        inspect.Parameter(
            name,
            inspect.Parameter.KEYWORD_ONLY,
            annotation=annotation,
            default=None if name == "the_key" else inspect.Parameter.empty,
        )
        for name, annotation in added.items()
        if name not in found
    ]
    given = [
        p.replace(kind=inspect.Parameter.KEYWORD_ONLY, annotation=taken[n])
        for n, p in signature.parameters.items()
        if n not in found
    ]
    endpoint.__signature__ = signature.replace(parameters=given + extra, return_annotation=Response)  # type: ignore[attr-defined]  # FastAPI reads it
    endpoint.__name__, endpoint.__module__, endpoint.__doc__ = (
        handler.__name__,
        handler.__module__,
        handler.__doc__,
    )
    return endpoint


def _found_by_guard(operation: Operation, annotation: Any) -> str | None:
    """Where in the request's state the guard of the operation leaves what a parameter stands for."""
    if operation.scopes is None:
        return None
    return "db" if annotation == Db else "actor" if annotation in (CurrentActor, OptionalActor) else None


def _keyed_parameters(operation: Operation) -> dict[str, Any]:
    parameter = operation.parameter("header", idempotency.HEADER)
    schema = parameter["schema"] if parameter else {}
    limits = {
        "min_length": schema.get("minLength"),
        "max_length": schema.get("maxLength", 255),
        "pattern": schema.get("pattern"),
    }
    key = Annotated[str | None, Header(alias=idempotency.HEADER, **limits)]
    return {"the_db": Db, "the_actor": CurrentActor, "the_key": key}


def _answer(
    result: Any,
    operation: Operation,
    dump: Callable[[Any], bytes] | None,
    model: Any,
    prepared: Response | None,
) -> Response:
    """The HTTP answer of what a handler returned, with the headers that it prepared."""
    answer = operation.answers[operation.status]
    if isinstance(result, Response):
        response = result
    elif dump is None:
        response = Response(status_code=operation.status)
    else:
        if isinstance(model, type) and not isinstance(result, model):
            raise TypeError(f"{operation.id} must answer a {model.__name__}, not a {type(result).__name__}")
        response = Response(dump(result), operation.status, media_type=answer.media)
        if isinstance(result, BaseModel) and (version := getattr(result, "version", None)) is not None:
            response.headers["ETag"] = f'"{version}"'
    if prepared is not None:
        response.raw_headers.extend(h for h in prepared.raw_headers if h[0] != b"content-length")
        response.status_code = prepared.status_code or response.status_code
    return response


def _version_of(tag: str) -> int:
    """`"3"` -> 3; anything that no ETag of ours looks like -> UNKNOWN_VERSION."""
    digits = tag.strip().removeprefix("W/").strip('"')
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 10 else UNKNOWN_VERSION


async def optional_version(
    if_match: Annotated[str | None, Header(alias="If-Match", max_length=64)] = None,
) -> int | None:
    """The version that the caller read, or None when the request carries no If-Match."""
    return None if if_match is None else _version_of(if_match)


async def expected_version(version: Annotated[int | None, Depends(optional_version)]) -> int:
    """The version that the caller read; InvalidInput (422) when it is not said."""
    if version is not None:
        return version
    message = 'Send the ETag that you received with the thing, for example If-Match: "3"'
    raise InvalidInput(errors=[FieldError("/header/If-Match", message)])


async def known_tags(
    if_none_match: Annotated[str | None, Header(alias="If-None-Match", max_length=400)] = None,
) -> str:
    """The ETags that the caller has already, as they came; empty without If-None-Match."""
    return if_none_match or ""


KnownTags = Annotated[str, Depends(known_tags)]
OptionalVersion = Annotated[int | None, Depends(optional_version)]
ExpectedVersion = Annotated[int, Depends(expected_version)]


def expect_version(expected: int | None, current: int) -> None:
    """Raise StaleVersion (412) unless the caller read the current version. None expects nothing."""
    if expected is not None and expected != current:
        raise StaleVersion("Read it again, then make the change on the new version")
