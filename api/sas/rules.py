"""What is sent of an appointment, and what follows from the platform's answer. Pure."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from api.contract.models import AppointmentState, SasTransmissionState
from api.core.lifecycle import Lifecycle
from api.core.national_ids import PERSON_IDS, identifier, of_professional
from api.core.retrying import asked_to_wait

MOST_ATTEMPTS = 80
"""Failures in a row after which a transmission is given up: some three days, so that a weekend without
the platform costs nobody a gesture."""

FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=10), timedelta(hours=1)

LONGEST_ASKED = timedelta(days=1)
"""A platform that asks to be left alone for longer is tried again after that."""

KEPT = timedelta(days=180)
"""How long after the appointment a transmission that was taken, or given up, is remembered: it names the
regulator."""

TRANSMISSION = Lifecycle(
    "sas_transmission",
    SasTransmissionState.waiting,
    {
        "send": ({SasTransmissionState.waiting}, SasTransmissionState.sent),
        "give_up": ({SasTransmissionState.waiting}, SasTransmissionState.failed),
        "change": (set(SasTransmissionState), SasTransmissionState.waiting),
        "retry": ({SasTransmissionState.failed}, SasTransmissionState.waiting),
    },
)

_PROFILE = "http://sas.fr/fhir/StructureDefinition/FrAppointmentSAS"
_OPERATOR = "http://interopsante.org/fhir/StructureDefinition/FrAppointmentOperator"

_STATUS: Mapping[AppointmentState, str] = {
    AppointmentState.booked: "booked",
    AppointmentState.fulfilled: "fulfilled",
    AppointmentState.no_show: "noshow",
    AppointmentState.cancelled: "cancelled",
}
"""FHIR `appointmentstatus`, of what the guide lets pass. A moved appointment is booked at its new time."""

_NEVER = frozenset({400, 405, 406, 410, 412, 413, 415, 422})
"""Statuses after which the same body would be refused again. Others (a certificate that is refused, an
address that is wrong, a platform that is down) pass once somebody has mended something."""

_LONGEST_TEXT = 400
_IDENTIFYING = re.compile(r"\S+@\S+|\d(?:[\d /.-]{4,})\d")


@dataclass(frozen=True)
class Operator:
    """The regulator who booked, as the platform names them."""

    system: str
    value: str
    type_code: str


@dataclass(frozen=True)
class Facts:
    """All that leaves of an appointment. Nothing of whom it is for."""

    identifier_system: str
    identifier: str
    operator: Operator
    rpps: str
    state: AppointmentState
    starts_at: datetime
    ends_at: datetime
    booked_at: datetime


def body(facts: Facts, zone: ZoneInfo) -> dict[str, Any]:
    """The Appointment of the profile FrAppointmentSAS, in wall-clock time of the territory."""

    def written(instant: datetime) -> str:
        return instant.astimezone(zone).isoformat(timespec="seconds")

    operator = facts.operator
    return {
        "resourceType": "Appointment",
        "meta": {"profile": [_PROFILE]},
        "extension": [
            {
                "url": _OPERATOR,
                "valueReference": {
                    "identifier": identifier(operator.type_code, operator.system, operator.value)
                },
            }
        ],
        "identifier": [{"system": facts.identifier_system, "value": facts.identifier}],
        "status": _STATUS[facts.state],
        "start": written(facts.starts_at),
        "end": written(facts.ends_at),
        "created": written(facts.booked_at),
        "participant": [
            {
                "actor": {"identifier": identifier("IDNPS", PERSON_IDS, of_professional(facts.rpps))},
                "status": "accepted",
            }
        ],
    }


@dataclass(frozen=True)
class Refused:
    """The platform did not take it. `reason` is in French and names nobody.

    `status`: what it answered, None when no answer came. `for_good`: the same body would be refused again.
    `not_there`: it is certain that the platform keeps nothing of this attempt. `wait`: it asked for that.
    """

    reason: str
    status: int | None = None
    for_good: bool = False
    not_there: bool = False
    wait: timedelta | None = None


def judge(status: int, headers: Mapping[str, str], content: bytes, at: datetime) -> Refused | None:
    """What an answer means; None when the appointment was taken. Header names are in lower case."""
    if 200 <= status < 300:
        return None
    said = outcome_text(content)
    return Refused(
        reason=f"La plateforme a répondu {status}" + (f" : {said}" if said else "."),
        status=status,
        for_good=status in _NEVER,
        # 408 and 409: it may well be there. A redirect or an error of the server says nothing of it.
        not_there=400 <= status < 500 and status not in (408, 409),
        wait=asked_to_wait(headers.get("retry-after"), at, at_most=LONGEST_ASKED),
    )


def outcome_text(content: bytes) -> str:
    """What an OperationOutcome says, less what could identify somebody; nothing of any other body."""
    try:
        outcome = json.loads(content)
    except (ValueError, RecursionError):
        return ""
    if not isinstance(outcome, dict) or outcome.get("resourceType") != "OperationOutcome":
        return ""
    issues = outcome.get("issue")
    said = [_issue(issue) for issue in issues if isinstance(issue, dict)] if isinstance(issues, list) else []
    text = " ; ".join(dict.fromkeys(filter(None, said)))
    return _IDENTIFYING.sub("…", text)[:_LONGEST_TEXT]


def _issue(issue: Mapping[str, Any]) -> str:
    details = issue.get("details")
    told = (
        details.get("text") if isinstance(details, dict) else None,
        issue.get("diagnostics"),
        issue.get("code"),
    )
    return next((" ".join(text.split()) for text in told if isinstance(text, str) and text.strip()), "")


def wait_after(failures: int, asked: timedelta | None) -> timedelta | None:
    """How long to wait after so many failures in a row; None to give up."""
    if failures >= MOST_ATTEMPTS:
        return None
    own = LONGEST_WAIT if failures > 6 else min(FIRST_WAIT * 3 ** (failures - 1), LONGEST_WAIT)
    return max(own, asked or timedelta())
