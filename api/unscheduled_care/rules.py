"""Rules of requests for unscheduled care (soins non programmés). PURE: no database, no clock, no HTTP.

Source: domain-rules §0 (13), §2.2. The tool is not a regulator: it never computes a medical priority. A red
flag ends on the 15; the wish of a delay is the requester's, and is absolute.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, time, timedelta
from types import MappingProxyType
from uuid import UUID
from zoneinfo import ZoneInfo

from api.contract.models import (
    AttendingDoctorContact,
    CareMode,
    CommunityRules,
    Mobility,
    Need,
    OfferReason,
    OrganisationKind,
    RequestOrigin,
    SkipReason,
    Urgency,
)
from api.contract.models import UnscheduledCareState as State
from api.core.lifecycle import Lifecycle
from api.directory.nomenclatures import (
    DENTIST,
    DOCTOR,
    GENERAL_PRACTICE,
    MIDWIFE,
    NURSE,
    PHARMACIST,
    PHYSIOTHERAPIST,
)
from api.dispatch.rules import FirstResort, Plan, plan_of

_WAVES = {State.wave_1, State.wave_2, State.wave_3, State.wave_4}
_LOOKED_FOR = {State.qualified, State.attending_doctor_asked, *_WAVES, State.cancelled_professional}
SEARCHING = frozenset({*_LOOKED_FOR, State.no_solution})
"""States in which somebody is still looked for, by the engine or by the coordinator."""
FOUND = frozenset({State.slot_held, State.appointment_confirmed})
"""States in which a professional has the request."""
_OPEN = {State.to_complete, *SEARCHING, *FOUND}

UNSCHEDULED_CARE_REQUEST = Lifecycle(
    "unscheduled_care_request",
    State.qualified,
    {
        "await_completion": ({State.qualified}, State.to_complete),
        "redirect_to_15": ({State.qualified}, State.redirected_15),
        "complete": ({State.to_complete}, State.qualified),
        # A doctor who was in their quiet hours is asked when these end, before the network goes on.
        "ask_first_resort": (SEARCHING, State.attending_doctor_asked),
        # A wave without anybody is passed over, and a relaunch begins with the first wave again.
        "open_wave_1": (SEARCHING, State.wave_1),
        "open_wave_2": (SEARCHING, State.wave_2),
        "open_wave_3": (SEARCHING, State.wave_3),
        "open_wave_4": (SEARCHING, State.wave_4),
        "accept": (SEARCHING, State.slot_held),
        "exhaust": (SEARCHING, State.no_solution),
        "confirm": ({State.slot_held}, State.appointment_confirmed),
        "withdraw": (FOUND, State.cancelled_professional),
        # The professional is away: a colleague of the practice has a free slot, or they are back after all.
        "move_to_colleague": (FOUND, State.slot_held),
        "take_again": (SEARCHING, State.appointment_confirmed),
        "fulfil": (FOUND, State.fulfilled),
        "record_no_show": (FOUND, State.no_show),
        "close_elsewhere": ({State.to_complete, *SEARCHING}, State.closed_elsewhere),
        "cancel": (_OPEN, State.cancelled),
    },
)

SUBJECT_KIND = "unscheduled_care_request"
"""What an appointment of such a request says it is about."""

APPOINTMENT_MINUTES = 20
"""How long a time given outside any opening is booked for."""

CONFIRM_BEFORE_APPOINTMENT = timedelta(minutes=10)
"""A time that is nearer than the delay of confirmation is confirmed that long before it starts."""

SAME_DAY_UNTIL = time(20)
"""“Today” ends with the day hours of care: SAS hours end at 20:00 (domain-rules §0.4)."""
SHORTEST_SAME_DAY, LATE_SAME_DAY = timedelta(hours=1), timedelta(hours=4)

DRAFT_KEPT_FOR = timedelta(days=1)

OUTCOME_FROM = timedelta(minutes=15)
"""“Came” may be said that long before the hour: some people arrive early."""


OUTCOME_UNTIL = timedelta(hours=24)
"""A day after the hour, an outcome that nobody said goes to the coordination: a request that stays open
would keep the identity of its person for ever."""


def wished_before(urgency: Urgency, at: datetime, zone: ZoneInfo) -> datetime:
    """The absolute deadline of care that a wish means when it is filed at `at`.

    The same day is today at 20:00 of the territory's wall clock; when less than an hour of it is left, four
    hours from now. 24 h and 48 h are counted in real time.
    """
    if urgency is Urgency.within_24_hours:
        return at + timedelta(hours=24)
    if urgency is Urgency.within_48_hours:
        return at + timedelta(hours=48)
    evening = datetime.combine(at.astimezone(zone).date(), SAME_DAY_UNTIL, zone)
    return evening if evening - at >= SHORTEST_SAME_DAY else at + LATE_SAME_DAY


def plan(rules: CommunityRules, urgency: Urgency, deadline: datetime, at: datetime) -> Plan:
    """The waves of a search that starts at `at`, by the community's rules; slower for a wish of 48 hours."""
    care = rules.unscheduled_care
    return plan_of(
        care.waves,
        factor=care.two_day_factor if urgency is Urgency.within_48_hours else 1.0,
        coordinator_after=timedelta(minutes=care.coordinator_after_minutes),
        coordinator_before=timedelta(minutes=care.coordinator_before_deadline_minutes),
        wished_before=deadline,
        at=at,
    )


def first_resort(
    attending: UUID | None,
    contact: AttendingDoctorContact | None,
    usual: Iterable[UUID],
    followed_by: Iterable[UUID] = (),
) -> list[FirstResort]:
    """Whom to ask alone and first: the attending doctor, and the usual professionals together with them.

    A doctor whom the requester has already phoned in vain is not asked a second time. `followed_by` are those
    of the care circle, whom the requester did not name and is not told of.
    """
    phoned = contact in (
        AttendingDoctorContact.called_unavailable,
        AttendingDoctorContact.called_no_answer,
    )
    found = []
    if attending is not None:
        skip = SkipReason.already_contacted if phoned else None
        found.append(FirstResort(attending, OfferReason.attending_doctor, skip))
    others = [id_ for id_ in dict.fromkeys(usual) if id_ != attending]
    found += [FirstResort(id_, OfferReason.usual_professional) for id_ in others]
    named = {one.professional_id for one in found}
    return found + [
        FirstResort(id_, OfferReason.usual_professional, told=False)
        for id_ in dict.fromkeys(followed_by)
        if id_ not in named
    ]


SPECIALTIES: Mapping[Need, frozenset[str]] = MappingProxyType(
    {
        # TRE_R38: the specialist of each need who may be asked beside general practitioners.
        Need.ear_nose_throat: frozenset({"SM39"}),
        Need.dermatology: frozenset({"SM15"}),
        Need.paediatrics: frozenset({"SM40"}),
        Need.urinary: frozenset({"SM12"}),
        Need.digestive: frozenset({"SM24"}),
        Need.minor_trauma: frozenset({"SM59", "SM08"}),
    }
)

NURSE_NEEDS = frozenset({Need.minor_trauma})
"""What a nurse may take: simple wounds and dressings. Anything else needs a doctor's examination."""


def serves(profession_code: str, specialty_codes: Sequence[str], need: Need) -> bool:
    """Whether a profession (TRE_G15) with these specialties (TRE_R38) can answer a need.

    General practitioners answer all of them, as does a doctor without any declared specialty; a specialist
    those of the specialty; a nurse the few of their competence.
    """
    if profession_code == NURSE:
        return need in NURSE_NEEDS
    if profession_code != DOCTOR:
        return False
    held = set(specialty_codes)
    return not held or bool(held & (GENERAL_PRACTICE | SPECIALTIES.get(need, frozenset())))


def not_asked(*, volunteers: bool, home_visits: bool | None, mobility: Mobility) -> SkipReason | None:
    """Why the network does not ask a member who could: no volunteer, or no visits when one is needed."""
    if not volunteers or (mobility is Mobility.home_visit and not home_visits):
        return SkipReason.not_volunteer
    return None


def mode_of(mobility: Mobility) -> CareMode:
    """How the person is seen."""
    return CareMode.home_visit if mobility is Mobility.home_visit else CareMode.office


def slot_suits(needs: Sequence[str], modes: Sequence[str], need: Need, mobility: Mobility) -> bool:
    """Whether a slot is for this need (an opening without needs takes all) and this way of being seen."""
    return (not needs or need in needs) and mode_of(mobility) in modes


def confirm_until(at: datetime, minutes: int, starts_at: datetime | None) -> datetime:
    """Until when the time must be agreed with the person: `minutes` from `at`, or ten minutes before the
    appointment when that comes first; never in the past."""
    latest = at + timedelta(minutes=minutes)
    if starts_at is not None:
        latest = min(latest, starts_at - CONFIRM_BEFORE_APPOINTMENT)
    return max(at, latest)


ORIGIN_OF_PROFESSION = MappingProxyType(
    {DOCTOR: RequestOrigin.doctor, NURSE: RequestOrigin.nurse, PHARMACIST: RequestOrigin.pharmacist}
)
ORIGIN_OF_ORGANISATION = MappingProxyType(
    {
        OrganisationKind.pharmacy: RequestOrigin.pharmacist,
        OrganisationKind.unscheduled_care_centre: RequestOrigin.unscheduled_care_centre,
        OrganisationKind.dispatch_centre: RequestOrigin.sas,
    }
)

SAID_OF_PROFESSION = MappingProxyType(
    {
        DOCTOR: "médecin",
        NURSE: "infirmière",
        PHARMACIST: "pharmacie",
        DENTIST: "chirurgien-dentiste",
        MIDWIFE: "sage-femme",
        PHYSIOTHERAPIST: "kinésithérapeute",
    }
)
SAID_OF_ORGANISATION = MappingProxyType(
    {
        OrganisationKind.practice_group: "cabinet",
        OrganisationKind.health_house: "maison de santé",
        OrganisationKind.health_centre: "centre de santé",
        OrganisationKind.pharmacy: "pharmacie",
        OrganisationKind.nursing_home: "EHPAD",
        OrganisationKind.hospital_ward: "service hospitalier",
        OrganisationKind.out_of_hours: "SAMI",
        OrganisationKind.unscheduled_care_centre: "CAMI",
        OrganisationKind.support_service: "DAC",
        OrganisationKind.dispatch_centre: "SAS",
    }
)
SAID_OTHERWISE, SAID_OF_COORDINATION, SAID_OF_REGULATION = "professionnel de santé", "coordination", "SAS"
