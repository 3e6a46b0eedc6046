"""What must not be stored cannot be: from the schema of the database, and from the contract.

Domain rules §1.2: no cause of death, no diagnosis, no reason of an obstacle, no document, no NIR.
"""

import re
from collections.abc import Iterator
from typing import Any

from api.core.operations import the_contract
from api.death_certifications.tables import DeathCertificationRequest, DeathFamilyLink
from tests.conftest import Database

FORBIDDEN = re.compile(
    r"(?<!be)cause|diagnos|patholog|disease|symptom|medical_(part|content)|document|file|photo|picture|scan|pdf"
    r"|attachment|nir$|social_security|certdc_|obstacle_reason|blob|upload",
    re.IGNORECASE,
)

FREE_TEXTS = {
    "family_name": "a name",
    "given_name": "a name",
    "address_line": "where; searched for a NIR",
    "access": "floor and code; searched for a NIR",
    "sector": "a quarter that the territory names",
    "people_present": "who is there; searched for a NIR and for medical words",
    "attending_doctor_name": "a name; searched for a NIR",
    "note": "for who comes; searched for a NIR and for medical words",
    "name": "of who asks; searched for a NIR",
    "function": "of who asks; searched for a NIR",
    "phone": "a number",
    "phone_of": "whose number, of somebody alive (no death is corrected so); searched for a NIR",
    "email": "of somebody alive (no death is corrected so); an address, searched for a NIR",
    "commune_insee": "a code",
    "requested_for": "who called; searched for a NIR",
    "slot_id": "of an agenda; looked up, never kept as typed",
    "text": "a message on the thread; searched for a NIR and for medical words",
    "reason": "why an identity was read, for the trail alone; searched for a NIR",
}
"""Every text that may be typed, and what holds it: `test_filing` refuses a NIR in each of them."""

PLAIN_COLUMNS = {"requester_function"}
"""The text of a request that is kept unsealed: « État civil »."""


SHARED = ("case_followers", "cases", "dispatches", "offers", "people", "timeline_events")
"""The tables that a death shares with other requests."""


def _columns(database: Database) -> list[tuple[str, str, str]]:
    return database.sql(
        "SELECT table_name, column_name, data_type FROM information_schema.columns"
        " WHERE table_schema = 'public' AND (table_name LIKE 'death\\_%'"
        f" OR table_name IN ({', '.join(repr(name) for name in SHARED)}))"
    )


def test_no_column_is_named_for_a_cause_a_diagnosis_a_document_or_a_nir(database: Database) -> None:
    columns = _columns(database)
    assert {table for table, _, _ in columns} == {
        DeathCertificationRequest.__tablename__,
        DeathFamilyLink.__tablename__,
        *SHARED,
    }
    assert [name for _, name, _ in columns if FORBIDDEN.search(name)] == []


def test_every_text_of_a_request_is_sealed_or_a_word_of_a_closed_list(database: Database) -> None:
    words = {
        name
        for (definition,) in database.sql(
            "SELECT pg_get_constraintdef(oid) FROM pg_constraint"
            " WHERE conrelid = 'death_certification_requests'::regclass AND contype = 'c'"
        )
        for name in re.findall(r"\(+(\w+)\)*::text", definition)
    }
    texts = {
        name
        for table, name, kind in _columns(database)
        if table == DeathCertificationRequest.__tablename__ and kind in ("character varying", "text", "jsonb")
    }
    assert texts - words == PLAIN_COLUMNS


def _members(schema: dict[str, Any], seen: set[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every member of a body, however deep, with its schema."""
    if (reference := schema.get("$ref")) is not None:
        name = reference.rsplit("/", 1)[-1]
        if name not in seen:
            yield from _members(the_contract().document["components"]["schemas"][name], seen | {name})
        return
    for part in schema.get("oneOf", []) + schema.get("anyOf", []):
        yield from _members(part, seen)
    for name, member in schema.get("properties", {}).items():
        yield name, member
        yield from _members(member, seen)
    if "items" in schema:
        yield from _members(schema["items"], seen)


TAGS = {"death_certifications", "cases", "dispatch", "people"}
"""Of the operations that write of a death: its own, its thread, its search, its identity."""


def _bodies() -> Iterator[tuple[str, dict[str, Any]]]:
    """The body of each operation that may write of a death."""
    for path in the_contract().document["paths"].values():
        for operation in path.values():
            if isinstance(operation, dict) and TAGS & set(operation.get("tags", [])):
                body = operation.get("requestBody")
                if body is not None:
                    [(media, content)] = body["content"].items()
                    assert media == "application/json"
                    yield operation["operationId"], content["schema"]


def test_no_body_has_a_member_for_what_must_never_be_stored() -> None:
    members = {(operation, name) for operation, body in _bodies() for name, _ in _members(body, set())}
    assert len(members) > 30
    assert [member for member in sorted(members) if FORBIDDEN.search(member[1])] == []


def test_every_text_that_can_be_typed_is_known_here() -> None:
    def is_text(schema: dict[str, Any]) -> bool:
        kinds = schema.get("type")
        kinds = kinds if isinstance(kinds, list) else [kinds]
        return (
            "string" in kinds and "enum" not in schema and schema.get("format") not in ("uuid", "date-time")
        )

    def texts(schema: dict[str, Any]) -> Iterator[str]:
        for name, member in _members(schema, set()):
            target = member
            while "$ref" in target:
                target = the_contract().document["components"]["schemas"][target["$ref"].rsplit("/", 1)[-1]]
            if is_text(target) and target.get("format") != "date":
                yield name

    typed = {name for _, body in _bodies() for name in texts(body)}
    assert typed == FREE_TEXTS.keys()


def test_no_word_of_a_list_says_why_somebody_died() -> None:
    words = {
        word
        for name, schema in the_contract().document["components"]["schemas"].items()
        if name.startswith("Death")
        for word in schema.get("enum", [])
    }
    assert "violence" in words  # a question of safety, whose answer closes the request without any identity
    assert [word for word in sorted(words) if FORBIDDEN.search(word)] == []
