"""What an Idempotency-Key keeps of an answer, by the contract alone."""

from collections.abc import Iterator, Mapping
from typing import Any

from api.core.idempotency import HEADER
from api.core.operations import Operation, the_contract

WHO = ("PersonIdentity", "TeleconsultationMinor")
SHOWN_ONCE = ("secret", "recovery_codes", "password")


def members(schema: Mapping[str, Any], above: str = "", seen: frozenset[str] = frozenset()) -> Iterator[str]:
    """The members that the schema reaches, as paths; one of an identity ends with `!`."""
    name = str(schema.get("$ref", "")).rpartition("/")[2]
    if name in seen:
        return
    if name in WHO:
        yield f"{above}!"
        return
    node, within = the_contract().resolve(schema), seen | ({name} if name else frozenset())
    for way in ("oneOf", "anyOf", "allOf"):
        for one in node.get(way, ()):
            yield from members(one, above, within)
    for member, of in node.get("properties", {}).items():
        yield f"{above}/{member}"
        yield from members(of, f"{above}/{member}", within)
    if isinstance(node.get("items"), Mapping):
        yield from members(node["items"], f"{above}[]", within)


def kept(operation: Operation) -> set[str]:
    """All that a key keeps of the answers of an operation."""
    found = {path for answer in operation.answers.values() for path in members(answer.schema or {})}
    return {path for path in found if path.split("/")[1].rstrip("!") not in operation.not_kept}


def test_no_answer_that_comes_again_says_who_somebody_is_or_what_is_shown_once() -> None:
    keyed = [
        operation
        for operation in the_contract().operations.values()
        if operation.keeps_answer and operation.parameter("header", HEADER) is not None
    ]
    assert len(keyed) > 100
    said = {
        f"{operation.id} {path}"
        for operation in keyed
        for path in kept(operation)
        if path.endswith("!") or path.rpartition("/")[2] in SHOWN_ONCE
    }
    assert said == set()


def test_the_walk_finds_an_identity_and_a_secret_where_they_are() -> None:
    operations = the_contract().operations
    assert operations["confirmTeleconsultation"].not_kept == {"person", "minor"}
    assert operations["rotateWebhookSecret"].not_kept == {"secret"}
    assert "!" in set(members({"$ref": "#/components/schemas/PersonIdentity"}))
    assert "/person!" in set(members({"$ref": "#/components/schemas/Teleconsultation"}))
