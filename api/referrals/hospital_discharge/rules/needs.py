"""Who answers which need of a return home. PURE. Source: domain rules §5.2; codes of TRE_G15 and TRE_R38."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from types import MappingProxyType
from uuid import UUID

from api.contract.models import (
    CareMode,
    HospitalDischargeRules,
    OfferReason,
    WaveAudience,
)
from api.contract.models import (
    DischargeLineState as Line,
)
from api.contract.models import (
    DischargeNeed as Need,
)
from api.directory.nomenclatures import DOCTOR, GENERAL_PRACTICE, NURSE, PHARMACIST, PHYSIOTHERAPIST
from api.dispatch.rules import FirstResort, Plan, Wave
from api.referrals.hospital_discharge.rules.lifecycle import TAKEN

PROFESSIONS: Mapping[Need, str] = MappingProxyType(
    {
        Need.nurse: NURSE,
        Need.physiotherapist: PHYSIOTHERAPIST,
        Need.doctor_visit: DOCTOR,
        Need.pharmacist: PHARMACIST,
    }
)
"""The profession that answers a need. The others are met by suppliers and services that no national directory
of professionals knows: the coordination telephones."""

PRESCRIBED = frozenset({Need.nurse, Need.physiotherapist, Need.equipment, Need.oxygen})
"""Needs that nobody may answer without a signed prescription, nor is paid for (domain rules §5.1)."""

AT_HOME = frozenset({Need.nurse, Need.physiotherapist})
"""Needs that are met at the person's home only. A doctor of the town may see the person at their practice."""

DOCTOR_VISIT_WITHIN = timedelta(days=7)
"""From the return home: the visit of a general practitioner (domain rules §5.2)."""


SUBJECT_KIND = "hospital_discharge_request"
"""What the appointment of a visit is about, as the agenda keeps it."""


def after_return(starts_at: datetime, departure_at: datetime) -> bool:
    """Whether the person is home at that time, as far as anybody knows."""
    return starts_at >= departure_at


def slot_suits(modes: Sequence[str], needs: Sequence[str]) -> bool:
    """Whether an own slot is for a visit after a return home: at home or at the practice, and in an opening
    that is for no need in particular."""
    return not needs and bool({CareMode.home_visit, CareMode.office}.intersection(modes))


def has_visit(need: Need, state: Line) -> bool:
    """Whether a doctor has accepted to see the person, and has a time to say."""
    return need is Need.doctor_visit and state in TAKEN


def by_phone(need: Need) -> bool:
    """Whether nobody of the network answers this need."""
    return need not in PROFESSIONS


def serves(profession_code: str, specialty_codes: Sequence[str], need: Need) -> bool:
    """Whether this profession answers the need. Of doctors, general practitioners and those who declare no
    specialty."""
    if PROFESSIONS.get(need) != profession_code:
        return False
    held = set(specialty_codes)
    return need is not Need.doctor_visit or not held or bool(held & GENERAL_PRACTICE)


def goes_home(home_visits: bool | None, need: Need) -> bool:
    """Whether who says so of their home visits may meet the need; who says nothing may."""
    return need not in AT_HOME or home_visits is not False


def first_resort(
    need: Need, attending: UUID | None, usual: Iterable[UUID], followed_by: Iterable[UUID] = ()
) -> list[FirstResort]:
    """Whom to ask alone and first: for a visit the attending doctor, then the usual professionals; of these
    the engine keeps those whose profession answers the need. `followed_by` are those of the care circle, whom
    the ward did not name and is not told of."""
    doctor = attending if need is Need.doctor_visit else None
    found = [] if doctor is None else [FirstResort(doctor, OfferReason.attending_doctor)]
    others = [id_ for id_ in dict.fromkeys(usual) if id_ != doctor]
    found += [FirstResort(id_, OfferReason.usual_professional) for id_ in others]
    named = {one.professional_id for one in found}
    return found + [
        FirstResort(id_, OfferReason.usual_professional, told=False)
        for id_ in dict.fromkeys(followed_by)
        if id_ not in named
    ]


def wished_before(need: Need, departure_at: datetime) -> datetime:
    """Until when somebody must be found: the return home; for the visit of a doctor, a week after it."""
    return departure_at + DOCTOR_VISIT_WITHIN if need is Need.doctor_visit else departure_at


def home_at(need: Need, wish: datetime) -> datetime:
    """The return home, from until when somebody must be found."""
    return wish - DOCTOR_VISIT_WITHIN if need is Need.doctor_visit else wish


def plan(rules: HospitalDischargeRules, wish: datetime, at: datetime) -> Plan:
    """The waves of the search of one line that starts at `at`: the usual professionals alone, those nearby,
    all of the profession. A human takes over so long after the start, or before the wish if that is
    sooner."""
    waves = (
        Wave(WaveAudience.first_resort, rules.first_resort_minutes, None, None, 0),
        Wave(WaveAudience.near, rules.near_minutes, rules.near_radius_km, rules.near_at_most, 1),
        Wave(WaveAudience.network, rules.network_minutes, None, None, 2),
    )
    latest = min(
        at + timedelta(minutes=rules.coordinator_after_minutes),
        wish - timedelta(hours=rules.coordinator_before_hours),
    )
    return Plan(waves, max(at, latest))


def telephone_before(rules: HospitalDischargeRules, wish: datetime | None, at: datetime) -> datetime:
    """Until when the coordination telephones for a line that nobody of the network answers."""
    before = timedelta(hours=rules.coordinator_before_hours)
    return at if wish is None else max(at, wish - before)
