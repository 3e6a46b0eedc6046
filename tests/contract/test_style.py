"""The style of the contract (DESIGN section 4). A failure says where, and what to write instead."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from api.core.operations import Contract, Operation, the_contract
from tests.contract.exceptions import (
    FOREIGN_NAMES,
    NO_IDEMPOTENCY_KEY,
    NOT_JSON,
    NOT_PAGED,
    OPEN_OBJECTS,
    UNBOUNDED,
)
from tests.contract.walk import parts, schemas_of_answers, schemas_of_requests, types_of

CONTRACT = the_contract()
OPERATIONS = [operation for name, operation in CONTRACT.operations.items() if name not in NOT_JSON]
REQUESTS, ANSWERS = schemas_of_requests(CONTRACT), schemas_of_answers(CONTRACT)

NOT_GENERATED = {
    "uniqueItems",
    "not",
    "contains",
    "if",
    "then",
    "else",
    "minProperties",
    "maxProperties",
    "patternProperties",
    "propertyNames",
    "dependentRequired",
    "dependentSchemas",
    "prefixItems",
}
"""Keywords that the generated models do not enforce: the contract would promise what nobody checks."""


def complain(faults: Iterator[str] | list[str], cure: str) -> None:
    """Fail with one line per fault and what to do about them."""
    lines = sorted(set(faults))
    assert not lines, f"{cure}\n  " + "\n  ".join(lines)


def every_schema() -> Iterator[tuple[str, Any]]:
    """All schemas of requests and answers, where they stand."""
    yield from {**REQUESTS, **ANSWERS}.items()


def test_the_contract_is_valid_openapi() -> None:
    from openapi_spec_validator import OpenAPIV31SpecValidator

    faults = [error.message for error in OpenAPIV31SpecValidator(dict(CONTRACT.document)).iter_errors()]
    complain(faults, "Correct openapi/openapi.yaml:")


def test_every_object_has_a_name() -> None:
    faults = [
        f"{where}{step}"
        for where, schema in every_schema()
        for step, part in parts(schema)
        if step and "properties" in part
    ]
    complain(faults, "Give these objects a name under components/schemas:")


def test_requests_refuse_what_they_do_not_know() -> None:
    faults = [
        where
        for where, schema in REQUESTS.items()
        if "properties" in schema and schema.get("additionalProperties") is not False
    ]
    complain([f for f in faults if f not in OPEN_OBJECTS], "Write additionalProperties: false on:")


def test_answers_always_have_all_their_properties() -> None:
    faults = [
        f"{where}.{name}"
        for where, schema in ANSWERS.items()
        if where not in REQUESTS
        for name in schema.get("properties", {})
        if name not in schema.get("required", [])
    ]
    complain(faults, "Absent means null: list these as required, with null among their types:")


def test_only_keywords_that_generation_enforces() -> None:
    faults = [
        f"{where}: {word}" for where, schema in every_schema() for word in NOT_GENERATED & schema.keys()
    ]
    complain(faults, "Say it otherwise, or check it in rules.py and describe it:")


def test_enums_are_strings() -> None:
    faults = [
        where
        for where, schema in every_schema()
        if any(not isinstance(word, str) for word in schema.get("enum", []) if word is not None)
    ]
    complain(faults, "Write these enums as words:")


def test_what_callers_send_is_bounded() -> None:
    """Without bounds a number overflows its column and a text fills the disk."""
    faults = []
    for where, schema in REQUESTS.items():
        wanted = {
            "string": () if {"enum", "format", "pattern", "const"} & schema.keys() else ("maxLength",),
            "integer": ("minimum", "maximum"),
            "number": ("minimum", "maximum"),
            "array": ("maxItems",),
        }
        faults += [
            f"{where}: {word}"
            for kind in types_of(schema)
            for word in wanted.get(kind, ())
            if word not in schema and where not in UNBOUNDED
        ]
    complain(faults, "Bound these:")


def test_lists_come_by_pages() -> None:
    faults = []
    for operation in OPERATIONS:
        schema = CONTRACT.resolve(operation.answers[operation.status].schema or {})
        if "array" in types_of(schema):
            faults.append(f"{operation.id}: answer {{items, next_cursor}}, not a bare list")
        properties = schema.get("properties", {})
        if {"items", "next_cursor"} & properties.keys() and operation.id not in NOT_PAGED:
            given = {parameter["name"] for parameter in operation.parameters_in("query")}
            faults += [f"{operation.id}: takes no `{name}`" for name in {"cursor", "limit"} - given]
            faults += [
                f"{operation.id}: answers no `{n}`" for n in {"items", "next_cursor"} - properties.keys()
            ]
    complain(faults, "A list is {items, next_cursor}, with `cursor` and `limit`:")


def test_every_write_takes_an_idempotency_key() -> None:
    faults = [
        operation.id
        for operation in OPERATIONS
        if operation.method != "GET"
        and operation.parameter("header", "Idempotency-Key") is None
        and operation.id not in NO_IDEMPOTENCY_KEY
    ]
    complain(faults, "Add the parameter IdempotencyKey to (or give a reason in exceptions.py):")


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.id)
def test_an_operation_declares_the_answers_that_it_can_give(operation: Operation) -> None:
    needed = {}
    if operation.scopes is not None:
        needed[401] = "it is not public"
        if any(operation.scopes.values()):
            needed[403] = "it asks for a scope"
    if operation.body_media is not None:
        needed |= {400: "it reads a body", 422: "it reads a body"}
    if any(operation.parameters_in(place) for place in ("query", "path")):
        needed[422] = "it takes parameters"
    if operation.parameter("header", "If-Match") is not None:
        needed[412] = "it takes If-Match"
    missing = [f"{status}, since {why}" for status, why in needed.items() if status not in operation.answers]
    complain(missing, f"{operation.id} must declare:")


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.id)
def test_a_versioned_answer_has_its_etag(operation: Operation) -> None:
    answer = operation.answers[operation.status]
    schema = CONTRACT.resolve(answer.schema or {})
    versioned = "version" in schema.get("properties", {}) and operation.id != "getInstance"
    # What may answer 304 has an ETag of its content.
    wanted = versioned or 304 in operation.answers
    assert wanted == ("etag" in answer.headers), (
        f"{operation.id}: an answer has a `version` exactly when it declares the header ETag"
    )


def test_refusals_are_problems() -> None:
    faults = [
        f"{operation.id} {status}"
        for operation in OPERATIONS
        for status, answer in operation.answers.items()
        if status >= 400 and answer.media != "application/problem+json"
    ]
    complain(faults, "Refer to components/responses for:")


def test_names_are_spelt_alike() -> None:
    faults = [
        f"{where}.{name}: snake_case"
        for where, schema in every_schema()
        for name in schema.get("properties", {})
        if where not in FOREIGN_NAMES and not re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", name)
    ]
    for operation in CONTRACT.operations.values():
        if not re.fullmatch(r"[a-z]+([A-Z][a-z0-9]*)+", operation.id):
            faults.append(f"{operation.id}: verb and noun in camelCase")
        if operation.path.startswith(tuple(FOREIGN_NAMES)):
            continue
        for word in operation.path.strip("/").split("/"):
            if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*(\.(csv|vcf))?|\{[a-z_]+\}(\.ics)?", word):
                faults.append(f"{operation.path}: words-with-hyphens, {{snake_case}} parameters")
    complain(faults, "Spell these as the rest of the contract:")


def test_no_operation_is_forgotten_by_the_lists_of_exceptions(contract: Contract) -> None:
    from tests.contract import exceptions

    named = {*exceptions.NOT_AUDITED, *exceptions.NOT_JSON, *exceptions.NOT_PAGED, *exceptions.ENDLESS}
    named |= exceptions.NO_IDEMPOTENCY_KEY.keys()
    named |= {line.split()[0] for line in exceptions.NEVER_SEEN}
    complain(sorted(named - contract.operations.keys()), "Take these out of tests/contract/exceptions.py:")
