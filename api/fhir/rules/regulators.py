"""A regulator as FHIR writes them (profile FrPractitionerRegul, flow INT_R02): read and written. Pure."""

import json
import re
from collections.abc import Iterator
from typing import Any, NoReturn

from api.core.national_ids import IDENTIFIER_TYPES, SAS_IDS, identifier
from api.fhir.rules import codes
from api.fhir.rules.query import Pairs
from api.fhir.rules.refusals import FhirRefusal, Issue, at_parameter
from api.fhir.rules.resources import Resource
from api.identity.regulators import IDENTIFIER_SYSTEMS, NationalIdentifier, Regulator

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+")
_LONGEST_VALUE, _LONGEST_NAME, _LONGEST_EMAIL = 100, 100, 254
_MOST_ISSUES = 20
_KNOWN = frozenset({"identifier", "_format", "_pretty"})

_SYSTEM = f"Send one of the systems {', '.join(IDENTIFIER_SYSTEMS)}"
_NATIONAL = (
    "Write a national identifier: 8 and the 11 digits of the RPPS number, or the digit of another kind and "
    "what follows it"
)


def read_condition(pairs: Pairs, *, strict: bool) -> NationalIdentifier:
    """The identifier that `PUT Practitioner?identifier=system|value` is about.

    FhirRefusal (400) when there is none, several, or it is no token; `strict`: for unknown parameters too.
    """
    given = [value for name, value in pairs if name == "identifier"]
    unknown = [name for name, _ in pairs if name not in _KNOWN]
    if strict and unknown:
        message = "This parameter is not supported: leave it out, or ask for lenient handling"
        raise FhirRefusal(400, Issue("not-supported", message, at_parameter(unknown[0])))
    where = "http.identifier"
    if len(given) != 1 or not given[0]:
        raise FhirRefusal(400, Issue("required", "Send one identifier, system|value", where))
    system, bar, value = given[0].partition("|")
    if not bar or not _is_value(value) or "|" in value or "," in value:
        raise FhirRefusal(400, Issue("value", "Write the identifier as system|value", where))
    if system not in IDENTIFIER_SYSTEMS:
        raise FhirRefusal(400, Issue("code-invalid", _SYSTEM, where))
    found = NationalIdentifier(system, value)
    if not found.may_be:
        raise FhirRefusal(400, Issue("value", _NATIONAL, where))
    return found


def read_regulator(body: bytes) -> Regulator:
    """The regulator of a body. Its `id` is the sender's own, and what we do not keep is left.

    FhirRefusal: 400 when it is no Practitioner in JSON, 422 when it does not hold the profile; then
    everything that is wrong at once.
    """
    resource = _parsed(body)
    found = list(_faults(resource))
    if found:
        raise FhirRefusal(422, *found[:_MOST_ISSUES])
    name = resource["name"][0]
    return Regulator(
        identifiers=tuple(
            NationalIdentifier(one["system"], one["value"].strip()) for one in resource["identifier"]
        ),
        active=resource["active"],
        family=name["family"].strip(),
        given=name["given"][0].strip(),
        email=resource["telecom"][0]["value"].strip(),
    )


def taken(identifier: NationalIdentifier, regulator: Regulator) -> FhirRefusal:
    """The refusal of an identifier that another active account has."""
    where = f"Practitioner.identifier[{regulator.identifiers.index(identifier)}]"
    message = "An active account has this identifier: change that one with PUT Practitioner?identifier="
    return FhirRefusal(422, Issue("duplicate", message, where))


def regulator(its: Regulator, account_id: object) -> Resource:
    """The Practitioner of an account."""
    return {
        "resourceType": "Practitioner",
        "id": str(account_id),
        "meta": {"source": SAS_IDS, "profile": [codes.REGULATOR]},
        "identifier": [identifier(one.type_code, one.system, one.value) for one in its.identifiers],
        "active": its.active,
        "name": [{"family": its.family, "given": [its.given]}],
        "telecom": [{"system": "email", "value": its.email}],
    }


def _parsed(body: bytes) -> dict[str, Any]:
    try:
        # Some software begins what it sends with a byte order mark, as the files of the guide do.
        found = json.loads(body.decode("utf-8-sig"), parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        message = "Send one resource in JSON, in UTF-8"
        raise FhirRefusal(400, Issue("structure", message, "Practitioner")) from error
    if not isinstance(found, dict) or found.get("resourceType") != "Practitioner":
        raise FhirRefusal(400, Issue("structure", "Send a Practitioner", "Practitioner.resourceType"))
    return found


def _no_number(text: str) -> NoReturn:
    raise ValueError(text)


def _faults(resource: dict[str, Any]) -> Iterator[Issue]:
    if "modifierExtension" in resource:
        yield Issue(
            "extension", "Leave modifierExtension out: it is not understood", _at("modifierExtension")
        )
    meta = resource.get("meta", {})
    if not isinstance(meta, dict) or meta.get("source", SAS_IDS) != SAS_IDS:
        yield Issue("value", f"Send {SAS_IDS}, or no source", _at("meta.source"))
    yield from _faults_of_identifiers(resource.get("identifier"))
    if "active" not in resource:
        yield Issue("required", "Say whether the account is active", _at("active"))
    elif not isinstance(resource["active"], bool):
        yield Issue("value", "Send true or false", _at("active"))
    name = yield from _only(resource, "name", "Send one name")
    if name is not None:
        yield from _text(name.get("family"), "name[0].family", _LONGEST_NAME)
        given = name.get("given")
        if not isinstance(given, list) or len(given) != 1:
            yield Issue("required", "Send one given name", _at("name[0].given"))
        else:
            yield from _text(given[0], "name[0].given[0]", _LONGEST_NAME)
    yield from _faults_of_email(resource)


def _faults_of_email(resource: dict[str, Any]) -> Iterator[Issue]:
    telecom = yield from _only(resource, "telecom", "Send one e-mail address")
    if telecom is None:
        return
    if telecom.get("system") != "email":
        yield Issue("value", "Send an e-mail address: system email", _at("telecom[0].system"))
    wrong = list(_text(telecom.get("value"), "telecom[0].value", _LONGEST_EMAIL))
    yield from wrong
    if not wrong and not _EMAIL.fullmatch(telecom["value"].strip()):
        yield Issue("value", "Write the address as name@domain", _at("telecom[0].value"))


def _faults_of_identifiers(given: Any) -> Iterator[Issue]:
    if not isinstance(given, list) or not given:
        yield Issue("required", "Send an identifier, IDNPS or INTRN", _at("identifier"))
        return
    seen = set()
    for place, one in enumerate(given):
        where = f"identifier[{place}]"
        if not isinstance(one, dict):
            yield Issue("structure", "Send an Identifier", _at(where))
            continue
        system = one.get("system")
        if system not in IDENTIFIER_SYSTEMS:
            code = "required" if system is None else "code-invalid"
            yield Issue(code, _SYSTEM, _at(f"{where}.system"))
        elif system in seen:
            yield Issue("value", "Send one identifier of each system at most", _at(f"{where}.system"))
        else:
            seen.add(system)
            yield from _fault_of_type(one.get("type"), NationalIdentifier(system, "").type_code, where)
        wrong = list(_text(one.get("value"), f"{where}.value", _LONGEST_VALUE))
        yield from wrong
        if not wrong and not NationalIdentifier(str(system), one["value"].strip()).may_be:
            yield Issue("value", _NATIONAL, _at(f"{where}.value"))


def _fault_of_type(given: Any, code: str, where: str) -> Iterator[Issue]:
    wanted = {"system": IDENTIFIER_TYPES, "code": code}
    codings = given.get("coding") if isinstance(given, dict) else None
    for coding in codings if isinstance(codings, list) else ():
        if isinstance(coding, dict) and all(coding.get(word) == value for word, value in wanted.items()):
            return
    message = f"An identifier of this system has the type {code} of {IDENTIFIER_TYPES}"
    yield Issue("required" if given is None else "code-invalid", message, _at(f"{where}.type"))


def _only(resource: dict[str, Any], name: str, cure: str) -> Any:
    """The one element of a list that must have one; None, with its issue, when it is not so."""
    given = resource.get(name)
    if isinstance(given, list) and len(given) == 1 and isinstance(given[0], dict):
        return given[0]
    yield Issue("value" if given else "required", cure, _at(name))
    return None


def _text(given: Any, where: str, longest: int) -> Iterator[Issue]:
    if given is None or given == "":
        yield Issue("required", "This is required", _at(where))
    elif not isinstance(given, str) or not _is_text(given):
        yield Issue("value", "Send a text that can be printed", _at(where))
    elif len(given) > longest:
        yield Issue("too-long", f"Send at most {longest} characters", _at(where))


def _is_text(text: str) -> bool:
    """Whether somebody can read it: no control character, no half of a pair of UTF-16."""
    return bool(text.strip()) and text.isprintable()


def _is_value(text: str) -> bool:
    return _is_text(text) and text == text.strip() and len(text) <= _LONGEST_VALUE


def _at(path: str) -> str:
    return f"Practitioner.{path}"
