"""GENERATED from openapi/openapi.yaml by `make generate`: change the contract, not this file."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import MISSING, ConfigDict, Field, StrictBool, StrictFloat, StrictInt

from api.contract.base import AwareDatetime, Model, date


class ProblemType(StrEnum):
    """
    Which rule said no. Relative to `/problems/`.
    """

    malformed_request = "malformed_request"
    invalid_input = "invalid_input"
    not_signed_in = "not_signed_in"
    session_idle = "session_idle"
    session_ended = "session_ended"
    wrong_credentials = "wrong_credentials"
    password_wrong = "password_wrong"
    account_locked = "account_locked"
    csrf_token_missing = "csrf_token_missing"
    second_factor_needed = "second_factor_needed"
    second_factor_wrong = "second_factor_wrong"
    second_factor_expired = "second_factor_expired"
    factor_setup_expired = "factor_setup_expired"
    proof_needed = "proof_needed"
    not_allowed = "not_allowed"
    origin_needed = "origin_needed"
    community_not_chosen = "community_not_chosen"
    practice_not_chosen = "practice_not_chosen"
    delegation_ended = "delegation_ended"
    acting_for_another = "acting_for_another"
    already_delegate = "already_delegate"
    already_invited = "already_invited"
    has_other_role = "has_other_role"
    not_found = "not_found"
    method_not_allowed = "method_not_allowed"
    payload_too_large = "payload_too_large"
    illegal_transition = "illegal_transition"
    stale_version = "stale_version"
    idempotency_key_reused = "idempotency_key_reused"
    slot_taken = "slot_taken"
    hold_expired = "hold_expired"
    opening_overlaps = "opening_overlaps"
    absence_overlaps = "absence_overlaps"
    already_on_rota = "already_on_rota"
    offer_taken = "offer_taken"
    offer_lapsed = "offer_lapsed"
    offer_withdrawn = "offer_withdrawn"
    offer_already_answered = "offer_already_answered"
    not_eligible = "not_eligible"
    duplicate_request = "duplicate_request"
    death_not_certain = "death_not_certain"
    outside_territory = "outside_territory"
    case_closed = "case_closed"
    care_circle_without_consent = "care_circle_without_consent"
    too_many_streams = "too_many_streams"
    link_expired = "link_expired"
    channel_not_ready = "channel_not_ready"
    too_many_trials = "too_many_trials"
    reading_too_soon = "reading_too_soon"
    server_error = "server_error"
    not_ready = "not_ready"
    no_place_left = "no_place_left"
    too_many_calls = "too_many_calls"
    teleconsultation_hold_expired = "teleconsultation_hold_expired"
    teleconsultation_already_booked = "teleconsultation_already_booked"
    site_not_bookable = "site_not_bookable"
    usual_doctor_first = "usual_doctor_first"
    consent_missing = "consent_missing"
    kiosk_events_missing = "kiosk_events_missing"
    kiosk_event_reused = "kiosk_event_reused"


class FieldError(Model):
    pointer: Annotated[
        str,
        Field(description="JSON pointer into the body, or `/query/name`, `/header/name`, `/path/name`"),
    ]
    message: Annotated[str, Field(description="What is wrong and what to do")]


class Problem(Model):
    type: ProblemType
    title: str
    status: StrictInt
    detail: str | None
    errors: list[FieldError] | None
    related_id: Annotated[
        UUID | None,
        Field(description="What to look at instead, such as the request already open"),
    ]


class OAuthErrorCode(StrEnum):
    invalid_request = "invalid_request"
    invalid_client = "invalid_client"
    unsupported_grant_type = "unsupported_grant_type"
    invalid_scope = "invalid_scope"


class OAuthError(Model):
    error: OAuthErrorCode
    error_description: str


class HealthStatus(StrEnum):
    ok = "ok"


class ReadinessStatus(StrEnum):
    ready = "ready"


class Health(Model):
    status: HealthStatus


class Readiness(Model):
    status: ReadinessStatus
    schema_revision: str


class DemoAccount(Model):
    email: str
    label: str


class Instance(Model):
    name: str
    version: str
    demo: StrictBool
    demo_password: str | None
    demo_accounts: list[DemoAccount]
    pro_sante_connect: Annotated[
        StrictBool,
        Field(description="Whether professionals may sign in by Pro Santé Connect"),
    ]
    server_time: AwareDatetime


class AttendingDoctorState(StrEnum):
    submitted = "submitted"
    to_complete = "to_complete"
    duplicate = "duplicate"
    outside_territory = "outside_territory"
    waiting = "waiting"
    proposed = "proposed"
    handed_back = "handed_back"
    cpam_asked = "cpam_asked"
    doctor_accepted = "doctor_accepted"
    first_appointment = "first_appointment"
    declared = "declared"
    doctor_found = "doctor_found"
    found_elsewhere = "found_elsewhere"
    request_withdrawn = "request_withdrawn"
    opposition = "opposition"
    unreachable = "unreachable"
    deceased = "deceased"
    moved_away = "moved_away"
    no_longer_looking = "no_longer_looking"


class AttendingDoctorLevel(StrEnum):
    """
    Of priority, by the score
    """

    high = "high"
    medium = "medium"
    ordinary = "ordinary"


class AttendingDoctorSource(StrEnum):
    """
    Who made the person known; never shown to a doctor
    """

    person = "person"
    carer = "carer"
    professional = "professional"
    pharmacist = "pharmacist"
    ward = "ward"
    support_service = "support_service"
    town_hall = "town_hall"
    health_insurance = "health_insurance"
    coordination = "coordination"


class AttendingDoctorAbsence(StrEnum):
    """
    Why there is no doctor
    """

    doctor_retired = "doctor_retired"
    doctor_retires = "doctor_retires"
    moved = "moved"
    doctor_refused = "doctor_refused"
    never_had = "never_had"
    other = "other"


class AttendingDoctorMissing(StrEnum):
    consent = "consent"
    phone = "phone"
    address = "address"
    former_doctor = "former_doctor"
    other = "other"


class AttendingDoctorOutcome(StrEnum):
    ready = "ready"
    to_complete = "to_complete"
    duplicate = "duplicate"
    outside_territory = "outside_territory"


class AttendingDoctorEnd(StrEnum):
    """
    doctor_found: for the one who took it and the coordination; the others for who asked and the coordination
    """

    doctor_found = "doctor_found"
    found_elsewhere = "found_elsewhere"
    request_withdrawn = "request_withdrawn"
    opposition = "opposition"
    deceased = "deceased"
    moved_away = "moved_away"


class AttendingDoctorTab(StrEnum):
    """
    waiting = all who have no doctor yet
    """

    waiting = "waiting"
    proposed = "proposed"
    to_complete = "to_complete"
    found = "found"


class AttendingDoctorPartKind(StrEnum):
    long_term_illness = "long_term_illness"
    from_80 = "from_80"
    from_70 = "from_70"
    home_visit = "home_visit"
    social_cover = "social_cover"
    pregnancy = "pregnancy"
    disability = "disability"
    recent_discharge = "recent_discharge"
    waiting = "waiting"


class AttendingDoctorNextKind(StrEnum):
    """
    What comes next; doctor = would be asked now; after_level = as many of a higher level (`after_level`) are ready as places are left; no_place = nobody who could has a place left
    """

    doctor = "doctor"
    after_level = "after_level"
    no_place = "no_place"
    reminder = "reminder"
    lapse = "lapse"
    cpam = "cpam"
    contact = "contact"
    qualify = "qualify"
    complete = "complete"
    still_looking = "still_looking"
    cpam_answer = "cpam_answer"
    appointment = "appointment"
    declaration = "declaration"
    declaration_late = "declaration_late"
    closing = "closing"
    nothing = "nothing"


class AttendingDoctorCompletion(Model):
    """
    What is left out stays
    """

    model_config = ConfigDict(
        extra="forbid",
    )
    informed: StrictBool | MISSING = MISSING
    phone: Annotated[
        str | MISSING,
        Field(
            description="French number as typed or in E.164; kept in E.164",
            max_length=24,
            min_length=10,
        ),
    ] = MISSING
    phone_of: Annotated[str | None | MISSING, Field(max_length=80)] = MISSING
    address_line: Annotated[str | None | MISSING, Field(max_length=200)] = MISSING
    sector: Annotated[str | None | MISSING, Field(max_length=80)] = MISSING
    former_doctor: Annotated[str | None | MISSING, Field(max_length=120)] = MISSING
    long_term_illness: StrictBool | None | MISSING = MISSING
    home_visit: StrictBool | None | MISSING = MISSING
    wheelchair: StrictBool | None | MISSING = MISSING
    social_cover: StrictBool | None | MISSING = MISSING
    pregnancy: StrictBool | None | MISSING = MISSING
    disability: StrictBool | None | MISSING = MISSING


class AttendingDoctorQualification(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    outcome: AttendingDoctorOutcome
    missing: Annotated[
        list[AttendingDoctorMissing] | MISSING,
        Field(description="Of a request to complete: what", max_length=5),
    ] = MISSING
    duplicate_of_id: UUID | MISSING = MISSING


class AttendingDoctorContactAttempt(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    reached: StrictBool


class AttendingDoctorClosure(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    end: AttendingDoctorEnd


class AttendingDoctorAppointment(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    on_day: date


class AttendingDoctorCard(Model):
    """
    What a doctor is told before accepting: never the score, the social cover, nor who made the person known
    """

    level: AttendingDoctorLevel
    long_term_illness: StrictBool
    home_visit: StrictBool
    waiting_days: StrictInt
    places: Annotated[StrictInt, Field(description="That I declared for this month")]
    places_left: Annotated[
        StrictInt,
        Field(description="Of these; the one that this request would take is still counted"),
    ]


class AttendingDoctorScorePart(Model):
    kind: AttendingDoctorPartKind
    points: StrictInt


class AttendingDoctorScore(Model):
    total: StrictInt
    parts: Annotated[list[AttendingDoctorScorePart], Field(description="Those that add something")]
    rules_version: Annotated[
        StrictInt,
        Field(description="Of the rules of the community by which it was counted"),
    ]
    scored_at: AwareDatetime


class AttendingDoctorLinked(Model):
    id: UUID
    number: str
    state: AttendingDoctorState


class AttendingDoctorNextStep(Model):
    kind: AttendingDoctorNextKind
    after_level: Annotated[
        AttendingDoctorLevel | None,
        Field(description="The level that takes the places left first"),
    ]
    at: AwareDatetime | None
    professional_name: Annotated[str | None, Field(description="The doctor whose turn it is")]


class AttendingDoctorLevelWait(Model):
    level: AttendingDoctorLevel
    waiting: StrictInt
    median_days: StrictInt | None


class AttendingDoctorCommuneWait(Model):
    commune_name: str
    waiting: StrictInt
    median_days: StrictInt | None


class AttendingDoctorFigures(Model):
    waiting: Annotated[StrictInt, Field(description="All who have no doctor yet")]
    proposed: StrictInt
    to_complete: StrictInt
    found: StrictInt
    median_days: Annotated[StrictInt | None, Field(description="Of those who wait")]
    by_level: Annotated[list[AttendingDoctorLevelWait], Field(description="All three")]
    by_commune: Annotated[list[AttendingDoctorCommuneWait], Field(description="Where somebody waits")]
    places: Annotated[StrictInt, Field(description="Declared for this month")]
    places_left: Annotated[StrictInt, Field(description="Neither taken nor proposed")]
    volunteers: Annotated[StrictInt, Field(description="Doctors who declared places for this month")]
    in_six_months: Annotated[
        StrictInt,
        Field(description="How many more the volunteers could perhaps follow within six months, as they say"),
    ]
    month: Annotated[str, Field(description="YYYY-MM")]


class AttendingDoctorCapacityInput(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    month: Annotated[
        str | MISSING,
        Field(
            description="From which month the quota holds: this one (by default) or the next",
            pattern="^20[0-9]{2}-(0[1-9]|1[0-2])$",
        ),
    ] = MISSING
    quota: Annotated[StrictInt, Field(description="New patients a month", ge=0, le=50)]
    home_visits: StrictBool
    sectors: Annotated[
        list[str],
        Field(
            description="Sectors or communes of the territory, by name; none means everywhere",
            max_length=60,
        ),
    ]
    pause_from: date | None | MISSING = MISSING
    pause_to: Annotated[date | None | MISSING, Field(description="The last day of the pause")] = MISSING
    in_six_months: Annotated[
        StrictInt | None | MISSING,
        Field(
            description="How many more one could perhaps follow within six months",
            ge=0,
            le=200,
        ),
    ] = MISSING


class AttendingDoctorMonth(Model):
    month: Annotated[str, Field(description="YYYY-MM")]
    quota: StrictInt
    accepted: StrictInt
    pending: Annotated[StrictInt, Field(description="Proposed, and not answered yet")]
    left: StrictInt


class AttendingDoctorCapacity(Model):
    version: StrictInt
    volunteers: Annotated[
        StrictBool,
        Field(
            description="Whether my membership says that I take new patients as an attending doctor; otherwise nobody is proposed"
        ),
    ]
    this_month: AttendingDoctorMonth
    next_month: AttendingDoctorMonth
    home_visits: StrictBool
    sectors: list[str]
    pause_from: date | None
    pause_to: date | None
    in_six_months: StrictInt | None
    declared_at: Annotated[AwareDatetime | None, Field(description="Null until I said something")]
    fair_share: Annotated[
        StrictFloat | None,
        Field(description="Places declared for this month, by volunteer"),
    ]


class AttendingDoctorFormCommune(Model):
    insee: str
    name: str
    sectors: list[str]


class AttendingDoctorForm(Model):
    community_name: str
    phone: Annotated[str | None, Field(description="Of the coordination")]
    time_zone: str
    communes: list[AttendingDoctorFormCommune]
    answer_days: Annotated[StrictInt, Field(description="How long each doctor who is asked has to answer")]
    kept_months: Annotated[
        StrictInt,
        Field(description="How long what was sent is kept after the end of the search"),
    ]
    open_months_at_most: StrictInt


class WorkChallenge(Model):
    """
    ALTCHA: find the number, from 0 to `most`, such that SHA-256 of the salt followed by its digits is `challenge`
    """

    challenge: Annotated[str, Field(description="64 hexadecimal digits")]
    salt: str
    signature: str
    most: StrictInt
    expires_at: AwareDatetime


class WorkProof(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    challenge: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
    salt: Annotated[str, Field(pattern="^[0-9a-f]{1,64}[?]expires=[0-9]{1,12}&$")]
    signature: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
    number: Annotated[StrictInt, Field(ge=0, le=10000000)]


class AttendingDoctorFiler(StrEnum):
    """
    Who fills the form in
    """

    person = "person"
    carer = "carer"


class AttendingDoctorFormReceipt(Model):
    number: str
    withdrawal_url: Annotated[
        str,
        Field(description="The only way back without account; it is not answered again"),
    ]
    phone: Annotated[str | None, Field(description="Of the coordination")]


class AttendingDoctorFormEnd(StrEnum):
    found_elsewhere = "found_elsewhere"
    request_withdrawn = "request_withdrawn"
    opposition = "opposition"


class AttendingDoctorFormWithdrawal(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    token: Annotated[str, Field(pattern="^[A-Za-z0-9_-]{64}$")]
    end: AttendingDoctorFormEnd


class AttendingDoctorListField(StrEnum):
    """
    What a column of the list says
    """

    family_name = "family_name"
    given_name = "given_name"
    birth_date = "birth_date"
    sex = "sex"
    phone = "phone"
    email = "email"
    commune_insee = "commune_insee"
    address_line = "address_line"
    long_term_illness = "long_term_illness"
    home_visit = "home_visit"
    social_cover = "social_cover"
    pregnancy = "pregnancy"
    disability = "disability"
    household_without_doctor = "household_without_doctor"
    former_doctor = "former_doctor"
    informed_on = "informed_on"
    opposed = "opposed"


class AttendingDoctorListFault(StrEnum):
    """
    What is wrong with a line
    """

    unreadable = "unreadable"
    formula = "formula"
    missing = "missing"
    too_long = "too_long"
    not_a_name = "not_a_name"
    not_a_day = "not_a_day"
    day_to_come = "day_to_come"
    too_old = "too_old"
    under_16 = "under_16"
    not_a_commune = "not_a_commune"
    outside_territory = "outside_territory"
    not_a_phone = "not_a_phone"
    not_an_email = "not_an_email"
    not_a_sex = "not_a_sex"
    not_yes_or_no = "not_yes_or_no"
    not_a_number = "not_a_number"
    social_security_number = "social_security_number"
    opposed = "opposed"
    repeated = "repeated"


class AttendingDoctorListProblem(StrEnum):
    """
    Why nothing of a file can be read
    """

    empty = "empty"
    workbook = "workbook"
    encoding = "encoding"
    header = "header"
    columns = "columns"
    too_many_lines = "too_many_lines"


class AttendingDoctorListColumn(Model):
    name: Annotated[str, Field(description="As the file has it")]
    field: Annotated[AttendingDoctorListField | None, Field(description="Null is left aside")]
    is_social_security: Annotated[
        StrictBool,
        Field(
            description="It seems to hold social security numbers, which the CPAM should not send: left aside, never kept"
        ),
    ]


class AttendingDoctorLineFault(Model):
    line: Annotated[StrictInt, Field(description="As a spreadsheet numbers it")]
    field: AttendingDoctorListField | None
    fault: AttendingDoctorListFault


class AttendingDoctorListCheck(Model):
    problem: Annotated[
        AttendingDoctorListProblem | None,
        Field(description="Null when the lines could be read"),
    ]
    missing: Annotated[
        list[AttendingDoctorListField],
        Field(description="Columns without which nothing is read"),
    ]
    columns: list[AttendingDoctorListColumn]
    lines: Annotated[StrictInt, Field(description="Of people")]
    ready: Annotated[StrictInt, Field(description="Would be entered")]
    known: Annotated[StrictInt, Field(description="Are known already, and stay as they are")]
    refused: Annotated[StrictInt, Field(description="Lines with a fault")]
    opposed: Annotated[
        StrictInt,
        Field(
            description="Of the refused lines, those that say of a person that they oppose: entering the list ends what is open for them"
        ),
    ]
    faults: Annotated[list[AttendingDoctorLineFault], Field(description="The first 200")]


class AttendingDoctorListImport(Model):
    imported: StrictInt
    known: StrictInt
    refused: StrictInt
    stopped: Annotated[
        StrictInt,
        Field(
            description="Open requests that ended, and were erased, because the line says that the person opposes"
        ),
    ]
    lines: Annotated[StrictInt, Field(description="Looked at in this call, of people")]
    next_line: Annotated[StrictInt | None, Field(description="Null when the file is done")]


class AuditFault(StrEnum):
    """
    altered: a line or its seal says something else; missing: a number is not there; cut_short: lines that were checked before are gone
    """

    altered = "altered"
    missing = "missing"
    cut_short = "cut_short"


class AuditChain(Model):
    sealed: Annotated[StrictInt, Field(description="Lines with a seal")]
    unsealed: Annotated[StrictInt, Field(description="Lines of the last seconds")]
    removed: Annotated[
        StrictInt,
        Field(
            description="Lines removed after their time (retention): the first one kept has the next number"
        ),
    ]
    checked_at: Annotated[AwareDatetime | None, Field(description="Null before the first night")]
    checked_lines: Annotated[
        StrictInt | None,
        Field(description="Lines, of those that are still kept, that were found whole"),
    ]
    fault: AuditFault | None
    fault_at_line: Annotated[
        StrictInt | None,
        Field(description="The number of the line where the chain breaks"),
    ]


class AuditActorKind(StrEnum):
    account = "account"
    client = "client"
    system = "system"


class AuditEntry(Model):
    id: UUID
    at: AwareDatetime
    actor_kind: AuditActorKind
    actor_id: UUID | None
    actor_name: str | None
    on_behalf_of_id: Annotated[UUID | None, Field(description="The account for whom a delegate did it")]
    on_behalf_of_name: str | None
    action: Annotated[str, Field(description="Such as offer.accepted, person.identity_read")]
    subject_kind: str
    subject_id: UUID | None
    detail: Annotated[str | None, Field(description="JSON text, without any personal datum")]


class AuditEntryList(Model):
    items: list[AuditEntry]
    next_cursor: str | None


class Need(StrEnum):
    """
    Why care is needed, a short closed list (never a diagnosis)
    """

    ear_nose_throat = "ear_nose_throat"
    dermatology = "dermatology"
    minor_trauma = "minor_trauma"
    urinary = "urinary"
    digestive = "digestive"
    paediatrics = "paediatrics"
    prescription_renewal = "prescription_renewal"
    sick_note = "sick_note"
    other = "other"


class CareMode(StrEnum):
    office = "office"
    home_visit = "home_visit"
    video = "video"


class SlotAudience(StrEnum):
    """
    Who sees it, TRE_R314
    """

    public = "public"
    pro = "pro"
    snp = "snp"
    cpts = "cpts"


class OpeningKind(StrEnum):
    """
    slots = one at a time, by appointment; range = so many places, no fixed time
    """

    slots = "slots"
    range = "range"


class NthOfMonth(StrEnum):
    first = "first"
    second = "second"
    third = "third"
    fourth = "fourth"
    fifth = "fifth"
    last = "last"


class OpeningInput(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    practice_id: UUID
    kind: OpeningKind
    weekday: Annotated[
        StrictInt | None,
        Field(description="1 = Monday; recurring. Null for a single day", ge=1, le=7),
    ]
    on_day: Annotated[date | None, Field(description="A single day (extra time). Null when recurring")]
    every_weeks: Annotated[
        StrictInt,
        Field(
            description="2 = every other week, counted from the week of `valid_from`",
            ge=1,
            le=2,
        ),
    ] = 1
    nth_of_month: Annotated[
        list[NthOfMonth],
        Field(
            description="Only on these weekdays of the month. Empty: on all",
            max_length=6,
        ),
    ] = []
    on_holidays: Annotated[
        StrictBool,
        Field(description="Open on public holidays too. A single day is open whatever it is"),
    ] = False
    from_time: Annotated[
        str,
        Field(
            description="Time on the clock of the territory, HH:MM",
            pattern="^([01][0-9]|2[0-3]):[0-5][0-9]$",
        ),
    ]
    to_time: Annotated[
        str,
        Field(
            description="Same; `24:00` is the end of the day",
            pattern="^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$",
        ),
    ]
    valid_from: date | MISSING = MISSING
    valid_to: Annotated[date | None | MISSING, Field(description="Last day included")] = MISSING
    slot_minutes: Annotated[StrictInt, Field(ge=5, le=60)]
    step_minutes: Annotated[
        StrictInt | None | MISSING,
        Field(
            description="From one start to the next; the slot length when null",
            ge=5,
            le=240,
        ),
    ] = MISSING
    buffer_before_minutes: Annotated[StrictInt, Field(ge=0, le=120)] = 0
    buffer_after_minutes: Annotated[StrictInt, Field(ge=0, le=120)] = 0
    capacity: Annotated[StrictInt, Field(ge=1, le=50)]
    min_delay_minutes: Annotated[
        StrictInt | None | MISSING,
        Field(
            description="Shortest notice. Null: as the community says; the professional may ask for more or for less",
            ge=0,
            le=10080,
        ),
    ] = MISSING
    max_delay_days: Annotated[
        StrictInt | None | MISSING,
        Field(
            description="How far ahead. Null: as the community says, which stays the upper bound",
            ge=1,
            le=365,
        ),
    ] = MISSING
    quota_per_day: Annotated[
        StrictInt | None | MISSING,
        Field(
            description="At most so many appointments of this opening in a day",
            ge=1,
            le=200,
        ),
    ] = MISSING
    needs: Annotated[list[Need], Field(description="Empty = any", max_length=9)]
    modes: Annotated[list[CareMode], Field(max_length=3, min_length=1)]
    audiences: Annotated[
        list[SlotAudience],
        Field(description="Empty = only by an offer that I accept", max_length=4),
    ]


class OpeningChangePreview(Model):
    appointments_ahead: Annotated[StrictInt, Field(description="To come in the opening itself")]
    appointments_outside: Annotated[
        StrictInt,
        Field(description="Of these, at hours or at a place that the changed opening has not"),
    ]


class SharedTimeEffect(StrEnum):
    """
    same_minute_once: whoever is booked in one is not free in the other; range_and_slots: each appointment takes a place, and a place that is taken closes the slots of the whole range; two_ranges: a place taken in one takes one in the other
    """

    same_minute_once = "same_minute_once"
    range_and_slots = "range_and_slots"
    two_ranges = "two_ranges"


class SharedTime(Model):
    opening_id: UUID
    kind: OpeningKind
    from_time: str
    to_time: str
    effect: SharedTimeEffect


class OpeningExceptionInput(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    on_day: date
    instead: Annotated[
        OpeningInput | None,
        Field(description="An opening of a single day; null: cancelled"),
    ]


class FreeNowInput(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    until: Annotated[
        str,
        Field(
            description="Same; `24:00` is the end of the day",
            pattern="^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$",
        ),
    ]
    practice_id: UUID | MISSING = MISSING


class WeekCopyInput(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    from_on: Annotated[date, Field(description="Any day of the week to copy")]
    to_on: Annotated[date, Field(description="Any day of the first week to fill")]
    weeks: Annotated[StrictInt, Field(description="How many weeks to fill", ge=1, le=26)] = 1
    every_weeks: Annotated[StrictInt, Field(description="2 = every other week", ge=1, le=2)] = 1


class CopyObstacleCause(StrEnum):
    """
    past = it would be over; hour_skipped = the clocks skip it that night; open_elsewhere = the professional would be at two places at once
    """

    past = "past"
    hour_skipped = "hour_skipped"
    open_elsewhere = "open_elsewhere"


class CopyObstacle(Model):
    on_day: Annotated[date, Field(description="Where it would have gone")]
    cause: CopyObstacleCause
    opening_id: Annotated[UUID | None, Field(description="The opening that could not be copied")]
    closure_id: UUID | None
    meets_id: Annotated[UUID | None, Field(description="The opening elsewhere")]


class ClosureReason(StrEnum):
    leave = "leave"
    training = "training"
    illness = "illness"
    other = "other"


class ClosureInput(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    starts_at: Annotated[AwareDatetime, Field(description="RFC 3339, with an offset")]
    ends_at: Annotated[AwareDatetime, Field(description="RFC 3339, with an offset")]
    reason: Annotated[
        ClosureReason,
        Field(
            description="`illness` and `leave` are refused: one is away then, which is said with createAbsence"
        ),
    ]


class Closure(Model):
    id: UUID
    professional_id: UUID
    starts_at: AwareDatetime
    ends_at: AwareDatetime
    reason: ClosureReason
    appointments_inside: Annotated[StrictInt, Field(description="Appointments still standing in it")]
    absence_id: Annotated[UUID | None, Field(description="The absence that closes it")]


class AbsenceInput(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    professional_id: Annotated[
        UUID | None | MISSING,
        Field(description="Who is away, when the coordination says it for them; oneself when it is left out"),
    ] = MISSING
    starts_at: Annotated[AwareDatetime, Field(description="RFC 3339, with an offset")]
    ends_at: Annotated[AwareDatetime, Field(description="RFC 3339, with an offset")]
    reason: ClosureReason
    replacement_id: Annotated[
        UUID | None | MISSING,
        Field(
            description="Who replaces them: a member of the same profession, who inherits openings and appointments of that time"
        ),
    ] = MISSING


class AbsenceAction(StrEnum):
    end = "end"
    withdraw_replacement = "withdraw_replacement"


class AbsencePreview(Model):
    appointments_inside: StrictInt
    openings_inside: Annotated[StrictInt, Field(description="Openings that run in it")]


class DisplacedState(StrEnum):
    """
    What became of an appointment that an absence met. `placed`: it has a new time, and the person is still to be told; `kept`: it takes place all the same; `closed`: its request goes on, or ended, otherwise
    """

    to_replace = "to_replace"
    in_dispatch = "in_dispatch"
    to_call = "to_call"
    placed = "placed"
    told = "told"
    cancelled_by_person = "cancelled_by_person"
    kept = "kept"
    closed = "closed"


class DisplacedStep(StrEnum):
    """
    What was tried or said
    """

    replacement_not_free = "replacement_not_free"
    given_to_replacement = "given_to_replacement"
    practice_full = "practice_full"
    moved_in_practice = "moved_in_practice"
    network_asked = "network_asked"
    nobody_to_ask = "nobody_to_ask"
    replacement_withdrew = "replacement_withdrew"
    new_professional_away = "new_professional_away"
    moved_back = "moved_back"
    old_hour_taken = "old_hour_taken"
    called_already = "called_already"
    moved_by_hand = "moved_by_hand"
    no_answer = "no_answer"
    told = "told"
    agreed = "agreed"
    cancelled_by_person = "cancelled_by_person"
    kept = "kept"
    absence_ended = "absence_ended"
    new_time_cancelled = "new_time_cancelled"
    closed = "closed"


class DisplacedAttempt(Model):
    at: AwareDatetime
    step: DisplacedStep
    by_name: Annotated[str | None, Field(description="Null when the machine did it")]


class CallOutcome(StrEnum):
    told = "told"
    no_answer = "no_answer"
    cancelled_by_person = "cancelled_by_person"
    kept = "kept"


class DisplacedCall(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    outcome: CallOutcome


class OpenProfessional(Model):
    professional_id: UUID
    practice_id: UUID
    open_until: AwareDatetime


class OpenProfessionalList(Model):
    items: list[OpenProfessional]
    next_cursor: str | None
    as_of: AwareDatetime


class AvailabilityTotal(Model):
    day: date
    free: Annotated[
        StrictInt,
        Field(description="Free times and ranges with a place left, of all entries"),
    ]


class AvailabilityCall(Model):
    """
    Accepts a call for one person more than the agenda holds (surnuméraire)
    """

    phone: str
    from_at: Annotated[AwareDatetime, Field(description="Past when calls are accepted now")]
    until_at: Annotated[AwareDatetime, Field(description="Call before")]


class AvailabilityDayState(StrEnum):
    """
    free = something is left; full = all is taken; over = was open earlier that day; closed = no opening; absent = away
    """

    free = "free"
    full = "full"
    over = "over"
    closed = "closed"
    absent = "absent"


class AvailabilitySlot(Model):
    slot_id: Annotated[str, Field(description="To hold, then to book")]
    starts_at: AwareDatetime
    ends_at: AwareDatetime
    modes: list[CareMode]


class AvailabilityRange(Model):
    slot_id: str
    starts_at: AwareDatetime
    ends_at: AwareDatetime
    modes: list[CareMode]
    places_left: StrictInt
    places: StrictInt


class NothingShown(StrEnum):
    """
    no_opening = none at all; not_these_days = none within three days; no_audience = none is meant for anybody; absent = closed all the time; taken = all is taken, or too near
    """

    no_opening = "no_opening"
    not_these_days = "not_these_days"
    no_audience = "no_audience"
    absent = "absent"
    taken = "taken"


class RegulationViewSlot(Model):
    starts_at: AwareDatetime
    ends_at: AwareDatetime
    kind: OpeningKind
    modes: list[CareMode]
    audiences: list[SlotAudience]
    alone: Annotated[StrictBool, Field(description="Found under my own name")]
    communities: Annotated[list[str], Field(description="Found on the card of these CPTS")]


class WeekProof(Model):
    monday: date
    minutes: StrictInt


class SlotTime(Model):
    slot_id: str
    practice_id: UUID
    starts_at: AwareDatetime
    ends_at: AwareDatetime


class NextSlots(Model):
    professional_id: UUID
    next: Annotated[list[SlotTime], Field(description="At most twelve")]
    within_24_hours: StrictInt


class NextSlotsList(Model):
    items: list[NextSlots]
    next_cursor: str | None
    as_of: AwareDatetime


class TimeCause(StrEnum):
    """
    Why a time is not free: past; no_opening = outside any opening that one may see; holiday = closed on public holidays;
    day_cancelled = this day of a recurring opening; closed; absent = leave or illness; elsewhere = busy in an agenda kept elsewhere; taken; held = kept for somebody for some minutes;
    buffer = too close to another appointment; quota_reached = of the day; too_soon = nearer than the shortest notice;
    too_far = further ahead than may be booked; off_grid = between two starts; audience, need, mode = not for you, or not for that.

    """

    past = "past"
    no_opening = "no_opening"
    holiday = "holiday"
    day_cancelled = "day_cancelled"
    closed = "closed"
    absent = "absent"
    taken = "taken"
    held = "held"
    buffer = "buffer"
    elsewhere = "elsewhere"
    quota_reached = "quota_reached"
    too_soon = "too_soon"
    too_far = "too_far"
    off_grid = "off_grid"
    audience = "audience"
    need = "need"
    mode = "mode"


class TimeExplanation(Model):
    at: AwareDatetime
    free: StrictBool
    cause: TimeCause | None
    opening_id: Annotated[UUID | None, Field(description="The opening that comes nearest")]
    slot_id: Annotated[
        str | None,
        Field(description="The slot that starts then, or that the instant lies in"),
    ]
    from_at: Annotated[
        AwareDatetime | None,
        Field(
            description="Start of what stands against it; the soonest that may be taken when too soon; when it may be taken if too far"
        ),
    ]
    until_at: Annotated[
        AwareDatetime | None,
        Field(description="End of what stands against it; of the hold when held"),
    ]
    holiday: Annotated[str | None, Field(description="In French")]
    appointment_id: Annotated[UUID | None, Field(description="When the actor may see the appointment")]
    next_free: SlotTime | None
    as_of: AwareDatetime


class CallHours(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    weekday: Annotated[
        StrictInt,
        Field(
            description="1 = Monday … 7 = Sunday, 8 = public holidays, which stand above the day of the week",
            ge=1,
            le=8,
        ),
    ]
    from_time: Annotated[
        str,
        Field(
            description="Time on the clock of the territory, HH:MM",
            pattern="^([01][0-9]|2[0-3]):[0-5][0-9]$",
        ),
    ]
    to_time: Annotated[
        str,
        Field(
            description="Same; `24:00` is the end of the day",
            pattern="^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$",
        ),
    ]


class CallTimesInput(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    phone: Annotated[
        str | None,
        Field(
            description="The number to call. Null only without hours",
            max_length=24,
            min_length=10,
        ),
    ]
    hours: Annotated[list[CallHours], Field(max_length=32)]


class CallTimes(Model):
    version: Annotated[StrictInt, Field(description="0 when nothing was ever said")]
    phone: str | None
    hours: list[CallHours]


class HoldInput(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    slot_id: Annotated[str, Field(description="`id` of a slot", max_length=80, min_length=40)]


class AppointmentState(StrEnum):
    booked = "booked"
    fulfilled = "fulfilled"
    no_show = "no_show"
    cancelled = "cancelled"
    moved = "moved"


class AppointmentOrigin(StrEnum):
    """
    sas: booked by a regulator who came from the national platform; regulation: by another one, or by their software
    """

    unscheduled_care = "unscheduled_care"
    direct = "direct"
    sas = "sas"
    regulation = "regulation"
    second_opinion = "second_opinion"
    hospital_discharge = "hospital_discharge"
    teleconsultation = "teleconsultation"


class CancelledBy(StrEnum):
    person = "person"
    professional = "professional"
    coordination = "coordination"


class AppointmentCancellation(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    by: CancelledBy


class AppointmentAction(StrEnum):
    """
    await_earlier = ask to be told of an earlier time (createWaitingEntry), for who booked it outside of any request
    """

    move = "move"
    cancel = "cancel"
    fulfil = "fulfil"
    no_show = "no_show"
    await_earlier = "await_earlier"


class AppointmentMove(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    slot_id: Annotated[str | MISSING, Field(description="`id` of a slot", max_length=80, min_length=40)] = (
        MISSING
    )
    starts_at: Annotated[
        AwareDatetime | MISSING,
        Field(
            description="Instead of a slot: a time that the professional gives outside any opening. Said by them or the coordination"
        ),
    ] = MISSING
    practice_id: Annotated[
        UUID | MISSING,
        Field(description="With `starts_at`; the same practice when left out"),
    ] = MISSING
    after_wish: Annotated[
        StrictBool,
        Field(description="I know that this is after the wished deadline of the request"),
    ] = False


class WaitingState(StrEnum):
    """
    over = the limit of proposals is reached, or nothing earlier is possible any more
    """

    waiting = "waiting"
    proposed = "proposed"
    served = "served"
    withdrawn = "withdrawn"
    over = "over"


class WaitingScope(StrEnum):
    """
    anyone = also others of the same specialty
    """

    same_professional = "same_professional"
    anyone = "anyone"


class WaitingAction(StrEnum):
    withdraw = "withdraw"


class WaitingProposalState(StrEnum):
    open = "open"
    accepted = "accepted"
    declined = "declined"
    lapsed = "lapsed"
    withdrawn = "withdrawn"


class WaitingProposalAction(StrEnum):
    accept = "accept"
    decline = "decline"


class WaitingEntryInput(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    appointment_id: UUID
    scope: WaitingScope


class NoShowFollowUpState(StrEnum):
    open = "open"
    done = "done"


class NoShowFollowUpAction(StrEnum):
    record_call = "record_call"


class NoShowCallOutcome(StrEnum):
    rebooked = "rebooked"
    reached = "reached"
    not_reached = "not_reached"


class NoShowCall(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    outcome: NoShowCallOutcome


class AgendaSlotState(StrEnum):
    """
    elsewhere = in another agenda of mine; full = the quota of the day is reached
    """

    free = "free"
    held = "held"
    booked = "booked"
    closed = "closed"
    elsewhere = "elsewhere"
    past = "past"
    full = "full"


class AgendaSlot(Model):
    slot_id: str
    starts_at: AwareDatetime
    ends_at: AwareDatetime
    state: AgendaSlotState
    held_until: AwareDatetime | None
    appointment_id: UUID | None


class PublicHoliday(Model):
    on_day: date
    name: Annotated[str, Field(description="In French")]


class BusyElsewhere(Model):
    starts_at: AwareDatetime
    ends_at: AwareDatetime
    calendar_id: UUID
    calendar_name: Annotated[str | None, Field(description="Null when it was added in another community")]


class OutsideCalendarKind(StrEnum):
    ics_file = "ics_file"
    ics_url = "ics_url"
    caldav = "caldav"


class OutsideCalendarState(StrEnum):
    """
    waiting = not read yet; read = the last reading went well; failing = it did not, and the busy time read before is kept
    """

    waiting = "waiting"
    read = "read"
    failing = "failing"


class OutsideCalendarError(StrEnum):
    """
    Why the last reading failed
    """

    address_refused = "address_refused"
    unreachable = "unreachable"
    too_slow = "too_slow"
    too_large = "too_large"
    sign_in_refused = "sign_in_refused"
    vanished = "vanished"
    answered_error = "answered_error"
    not_a_calendar = "not_a_calendar"
    too_complex = "too_complex"


class OutsideCalendarInput(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    kind: OutsideCalendarKind
    name: Annotated[
        str,
        Field(description="How its owner calls an agenda", max_length=60, min_length=1),
    ]
    url: Annotated[
        str | MISSING,
        Field(
            description="https, or webcal; for CalDAV that of the calendar itself",
            max_length=2000,
            min_length=8,
        ),
    ] = MISSING
    user_name: Annotated[str | None | MISSING, Field(max_length=200, min_length=1)] = MISSING
    password: Annotated[
        str | None | MISSING,
        Field(
            description="Better one made for this use only",
            max_length=400,
            min_length=1,
        ),
    ] = MISSING
    all_day_busy: Annotated[StrictBool, Field(description="Whether events of whole days make busy")] = True


class OutsideCalendar(Model):
    id: UUID
    version: StrictInt
    kind: OutsideCalendarKind
    name: str
    host: Annotated[
        str | None,
        Field(description="Of the address, which is itself a secret and is not shown again"),
    ]
    user_name: str | None
    all_day_busy: StrictBool
    state: OutsideCalendarState
    last_success_at: AwareDatetime | None
    last_attempt_at: AwareDatetime | None
    last_error: OutsideCalendarError | None
    failures: Annotated[StrictInt, Field(description="In a row")]
    next_read_at: Annotated[AwareDatetime | None, Field(description="Null for a file")]
    read_until: Annotated[AwareDatetime | None, Field(description="Busy time is known until then")]
    events: StrictInt
    unread_events: Annotated[StrictInt, Field(description="That could not be read, wholly or in part")]


class OutsideCalendarList(Model):
    items: list[OutsideCalendar]
    next_cursor: str | None


class CaldavSearch(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    url: Annotated[
        str,
        Field(
            description="https: of the account, of its server or of a calendar",
            max_length=2000,
            min_length=8,
        ),
    ]
    user_name: Annotated[str | None | MISSING, Field(max_length=200, min_length=1)] = MISSING
    password: Annotated[
        str | None | MISSING,
        Field(
            description="Better one made for this use only",
            max_length=400,
            min_length=1,
        ),
    ] = MISSING


class CaldavCalendar(Model):
    name: Annotated[str, Field(description="How its owner calls it there")]
    url: Annotated[str, Field(description="To be added with")]


class CaldavCalendars(Model):
    calendars: Annotated[list[CaldavCalendar], Field(description="Fifty at most")]
    error: Annotated[OutsideCalendarError | None, Field(description="Why none was found")]


class CalendarFeedInput(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    with_openings: Annotated[
        StrictBool, Field(description="My openings too, as time that leaves me free")
    ] = False


class CalendarFeed(Model):
    active: StrictBool
    with_openings: StrictBool
    created_at: AwareDatetime | None
    last_read_at: Annotated[AwareDatetime | None, Field(description="To about ten minutes")]


class NewCalendarFeed(Model):
    url: str
    with_openings: StrictBool
    created_at: AwareDatetime


class CaseKind(StrEnum):
    unscheduled_care = "unscheduled_care"
    death_certification = "death_certification"
    attending_doctor = "attending_doctor"
    second_opinion = "second_opinion"
    hospital_discharge = "hospital_discharge"
    teleconsultation = "teleconsultation"


class CaseView(StrEnum):
    open = "open"
    closed = "closed"
    all = "all"


class WaitsFor(StrEnum):
    """
    Who must act now
    """

    coordinator = "coordinator"
    professional = "professional"
    requester = "requester"
    person = "person"
    nobody = "nobody"


class ClockKind(StrEnum):
    """
    answer = those asked must answer; confirmation = the time must be agreed; appointment = the person is expected; coordination = a human must act; arrival = the certifier is expected; certificate = the certifier is there; opinion = who took it must answer; reading = the answer is to be read
    """

    answer = "answer"
    confirmation = "confirmation"
    appointment = "appointment"
    coordination = "coordination"
    arrival = "arrival"
    certificate = "certificate"
    opinion = "opinion"
    reading = "reading"
    departure = "departure"
    home_check = "home_check"


class Clock(Model):
    kind: ClockKind
    started_at: AwareDatetime
    due_at: AwareDatetime
    paused_at: AwareDatetime | None


class Counters(Model):
    asked: StrictInt
    seen: StrictInt
    declined: StrictInt
    lapsed: StrictInt
    pending: StrictInt


class NextStepKind(StrEnum):
    """
    What happens by itself if nobody moves
    """

    wave_opens = "wave_opens"
    quiet_hours_end = "quiet_hours_end"
    coordinator_called = "coordinator_called"
    confirmation_overdue = "confirmation_overdue"
    appointment = "appointment"
    care_deadline = "care_deadline"
    arrival = "arrival"
    samu_proposed = "samu_proposed"
    late = "late"
    ceiling = "ceiling"
    transport_limit = "transport_limit"
    reminder = "reminder"
    cpam_proposed = "cpam_proposed"
    still_looking = "still_looking"
    opinion_overdue = "opinion_overdue"
    detail_overdue = "detail_overdue"
    opinion_closes = "opinion_closes"
    hospital_call = "hospital_call"
    going_home = "going_home"
    home_check = "home_check"


class CaseAction(StrEnum):
    """
    What I may do now; the first is the most useful
    """

    assign = "assign"
    relaunch = "relaunch"
    widen = "widen"
    pause = "pause"
    resume = "resume"
    confirm = "confirm"
    withdraw = "withdraw"
    record_outcome = "record_outcome"
    complete = "complete"
    cancel = "cancel"
    close = "close"
    call = "call"
    await_earlier = "await_earlier"
    follow = "follow"
    message = "message"
    depart = "depart"
    arrive = "arrive"
    certify = "certify"
    report_obstacle = "report_obstacle"
    hand_to_doctor = "hand_to_doctor"
    hand_to_samu = "hand_to_samu"
    close_elsewhere = "close_elsewhere"
    mark_duplicate = "mark_duplicate"
    undo_duplicate = "undo_duplicate"
    share_with_family = "share_with_family"
    correct = "correct"
    qualify = "qualify"
    propose = "propose"
    record_contact = "record_contact"
    escalate = "escalate"
    renew = "renew"
    set_first_appointment = "set_first_appointment"
    declare = "declare"
    answer_opinion = "answer_opinion"
    ask_detail = "ask_detail"
    give_detail = "give_detail"
    offer_time = "offer_time"
    confirm_reading = "confirm_reading"
    postpone = "postpone"
    confirm_discharge = "confirm_discharge"
    record_departure = "record_departure"
    check_home = "check_home"
    hand_over = "hand_over"
    note_call = "note_call"
    settle = "settle"
    drop = "drop"
    keep_date = "keep_date"
    add_need = "add_need"
    give_visit_time = "give_visit_time"


class CaseCount(Model):
    kind: CaseKind
    open: StrictInt
    waits_for_coordinator: StrictInt


class CaseCounts(Model):
    items: list[CaseCount]
    next_cursor: str | None
    sectors: Annotated[list[str], Field(description="Sectors with open cases")]


class TimelineKind(StrEnum):
    requested = "requested"
    red_flag_redirected = "red_flag_redirected"
    waiting_for_completion = "waiting_for_completion"
    completed = "completed"
    duplicate_follower = "duplicate_follower"
    first_resort_skipped = "first_resort_skipped"
    wave_opened = "wave_opened"
    quiet_hours_ended = "quiet_hours_ended"
    offer_seen = "offer_seen"
    offer_declined = "offer_declined"
    offers_lapsed = "offers_lapsed"
    offer_accepted = "offer_accepted"
    coordinator_alerted = "coordinator_alerted"
    paused = "paused"
    resumed = "resumed"
    relaunched = "relaunched"
    widened = "widened"
    assigned = "assigned"
    confirmation_overdue = "confirmation_overdue"
    appointment_booked = "appointment_booked"
    appointment_confirmed = "appointment_confirmed"
    appointment_moved = "appointment_moved"
    earlier_wanted = "earlier_wanted"
    earlier_proposed = "earlier_proposed"
    professional_withdrew = "professional_withdrew"
    moved_by_absence = "moved_by_absence"
    absence_ended = "absence_ended"
    professional_left = "professional_left"
    appointment_cancelled = "appointment_cancelled"
    fulfilled = "fulfilled"
    no_show = "no_show"
    cancelled = "cancelled"
    closed = "closed"
    message = "message"
    identity_erased = "identity_erased"
    out_of_scope = "out_of_scope"
    possible_duplicate = "possible_duplicate"
    departed = "departed"
    on_site = "on_site"
    certified = "certified"
    obstacle_reported = "obstacle_reported"
    handed_to_doctor = "handed_to_doctor"
    samu_proposed = "samu_proposed"
    handed_to_samu = "handed_to_samu"
    late = "late"
    ceiling_passed = "ceiling_passed"
    transport_limit_near = "transport_limit_near"
    closed_elsewhere = "closed_elsewhere"
    marked_duplicate = "marked_duplicate"
    duplicate_undone = "duplicate_undone"
    corrected = "corrected"
    request_qualified = "request_qualified"
    contact_reached = "contact_reached"
    contact_missed = "contact_missed"
    cpam_proposed = "cpam_proposed"
    handed_to_cpam = "handed_to_cpam"
    still_looking_asked = "still_looking_asked"
    still_looking = "still_looking"
    first_appointment_set = "first_appointment_set"
    declaration_awaited = "declaration_awaited"
    attending_doctor_declared = "attending_doctor_declared"
    opposed = "opposed"
    opinion_given = "opinion_given"
    opinion_detail_asked = "opinion_detail_asked"
    opinion_detail_given = "opinion_detail_given"
    opinion_time_given = "opinion_time_given"
    opinion_sent_on = "opinion_sent_on"
    opinion_read = "opinion_read"
    opinion_overdue = "opinion_overdue"
    opinion_closed = "opinion_closed"
    discharge_postponed = "discharge_postponed"
    date_kept = "date_kept"
    hospital_confirmed = "hospital_confirmed"
    went_home = "went_home"
    home_check_due = "home_check_due"
    home_in_place = "home_in_place"
    home_problem = "home_problem"
    handed_to_dac = "handed_to_dac"
    handed_to_prado = "handed_to_prado"
    hospital_call_due = "hospital_call_due"
    hospital_called = "hospital_called"
    line_settled = "line_settled"
    line_dropped = "line_dropped"
    line_added = "line_added"
    deceased = "deceased"
    redirected = "redirected"
    consent_recorded = "consent_recorded"
    person_arrived = "person_arrived"
    video_started = "video_started"
    video_interrupted = "video_interrupted"
    time_released = "time_released"
    confirmed_by_phone = "confirmed_by_phone"
    report_sent = "report_sent"
    assistant_changed = "assistant_changed"
    assistant_missing = "assistant_missing"


class SkipReason(StrEnum):
    not_member = "not_member"
    absent = "absent"
    quiet = "quiet"
    over_cap = "over_cap"
    not_volunteer = "not_volunteer"
    already_contacted = "already_contacted"
    declined_before = "declined_before"
    unknown = "unknown"
    no_place = "no_place"
    out_of_sector = "out_of_sector"
    no_home_visits = "no_home_visits"


class MessageReading(Model):
    name: Annotated[str | None, Field(description="Null for who may not see names")]
    read_at: AwareDatetime


class MessageInput(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    text: Annotated[
        str,
        Field(
            description="No number of social security: it is refused. On a death, words that look like a cause are shown back",
            max_length=1000,
            min_length=1,
        ),
    ]
    confirmed_not_medical: Annotated[
        StrictBool,
        Field(
            description="On a death: the author says that the words shown back are no cause and no diagnosis"
        ),
    ] = False


class ThreadReadingInput(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    up_to: UUID


class UnreadThread(Model):
    case_id: UUID
    kind: CaseKind
    number: str
    unread: Annotated[StrictInt, Field(description="How many messages")]
    latest_at: Annotated[AwareDatetime | None, Field(description="When the latest of them was written")]


class UnreadThreadList(Model):
    items: list[UnreadThread]
    next_cursor: str | None


class CareRole(StrEnum):
    """
    What somebody is to the person
    """

    attending_doctor = "attending_doctor"
    nurse = "nurse"
    physiotherapist = "physiotherapist"
    pharmacist = "pharmacist"
    specialist = "specialist"
    home_help = "home_help"
    other = "other"


class CareCircleConsent(StrEnum):
    """
    What the person said last
    """

    given = "given"
    refused = "refused"
    withdrawn = "withdrawn"


class CareCircleConsentBy(StrEnum):
    person = "person"
    representative = "representative"


class CareCircleConsentMeans(StrEnum):
    """
    By what means (CSP L1110-12)
    """

    in_person = "in_person"
    phone = "phone"
    written = "written"


class CareCircleAction(StrEnum):
    record_consent = "record_consent"
    enter = "enter"
    add = "add"
    leave = "leave"
    withdraw_consent = "withdraw_consent"


class CareCircleConsentInput(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    decision: CareCircleConsent
    given_by: CareCircleConsentBy
    means: CareCircleConsentMeans


class CareCircleMemberInput(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    role: CareRole
    professional_id: Annotated[
        UUID | None | MISSING,
        Field(description="A member of the community; nobody named: oneself"),
    ] = MISSING
    organisation_id: Annotated[
        UUID | None | MISSING,
        Field(description="A structure that follows people at home"),
    ] = MISSING


class CertifierCategory(StrEnum):
    """
    CGCT L2223-42: a doctor who practises or is retired, a student of the third cycle, one with a foreign diploma in consolidation (PADHUE), a nurse
    """

    active_doctor = "active_doctor"
    retired_doctor = "retired_doctor"
    third_cycle_student = "third_cycle_student"
    padhue = "padhue"
    nurse = "nurse"


class CertifierFact(StrEnum):
    """
    What the coordination checks of a certifier
    """

    category = "category"
    diploma = "diploma"
    training = "training"
    order_list = "order_list"


class CertifierLack(StrEnum):
    """
    Why somebody may not certify today: not_volunteering, left = practises nowhere, and is of no category that may certify so; then what the dossier of a nurse lacks (diploma_recent = under three years)
    """

    not_volunteering = "not_volunteering"
    left = "left"
    category = "category"
    diploma = "diploma"
    diploma_recent = "diploma_recent"
    training = "training"
    order_list = "order_list"
    order_list_old = "order_list_old"


class CertifierCheck(Model):
    fact: CertifierFact
    checked_on: date
    checked_by: Annotated[str, Field(description="Name of who checked it")]


class CertifierInput(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    category: Annotated[CertifierCategory | None, Field(description="Null when nobody looked")]
    diploma_on: Annotated[date | None, Field(description="Day of the state diploma")]
    training_validated_on: Annotated[
        date | None,
        Field(description="Day when the training of certifying nurses was passed"),
    ]
    order_list_checked_on: Annotated[
        date | None, Field(description="Day when the name was seen on the Order's list")
    ]


class CategoryWithoutPractice(StrEnum):
    """
    The categories of CGCT L2223-42 that need no place of practice
    """

    retired_doctor = "retired_doctor"
    third_cycle_student = "third_cycle_student"
    padhue = "padhue"


class OwnShift(Model):
    id: UUID
    starts_at: AwareDatetime
    ends_at: AwareDatetime


class RotaShiftInput(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    professional_id: Annotated[UUID, Field(description="Somebody who volunteers to certify deaths")]
    starts_at: Annotated[AwareDatetime, Field(description="RFC 3339, with an offset")]
    ends_at: Annotated[AwareDatetime, Field(description="RFC 3339, with an offset")]


class RotaGap(Model):
    starts_at: AwareDatetime
    ends_at: AwareDatetime
    missing: Annotated[StrictInt, Field(description="How many people more are wanted then")]


class RotaCopyInput(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    from_on: Annotated[date, Field(description="Any day of the week to copy")]
    to_on: Annotated[date, Field(description="Any day of the week to fill")]


class RotaLeftOutCause(StrEnum):
    past = "past"
    already_there = "already_there"
    away = "away"
    not_volunteering = "not_volunteering"


class Commune(Model):
    insee: str
    name: str
    latitude: StrictFloat | None
    longitude: StrictFloat | None


class Sector(Model):
    """
    A quarter or village that people of the territory name, used to say where without an address
    """

    name: str
    commune_insee: str
    latitude: StrictFloat
    longitude: StrictFloat


class Community(Model):
    id: UUID
    name: str
    short_name: str
    finess: str
    time_zone: str
    coordination_phone: str | None
    communes: list[Commune]
    sectors: list[Sector]


class CommuneOutline(Model):
    insee: str
    name: str
    in_territory: StrictBool
    latitude: StrictFloat | None
    longitude: StrictFloat | None
    polygons: Annotated[
        list[list[list[list[StrictFloat]]]],
        Field(description="GeoJSON MultiPolygon coordinates (longitude, latitude)"),
    ]


class Territory(Model):
    communes: list[CommuneOutline]
    water: Annotated[
        list[list[list[StrictFloat]]],
        Field(description="Rivers, each a GeoJSON LineString (longitude, latitude)"),
    ]
    attribution: str


class WaveAudience(StrEnum):
    """
    first_resort = the attending doctor and usual professionals, alone; near = the nearest volunteers; network = the whole community; rota = those on duty for it; in_turn = one volunteer alone, whose turn it is
    """

    first_resort = "first_resort"
    near = "near"
    network = "network"
    rota = "rota"
    in_turn = "in_turn"


class WaveRuleAudience(StrEnum):
    """
    As WaveAudience, without the rota, which unscheduled care has not
    """

    first_resort = "first_resort"
    near = "near"
    network = "network"


class WaveRule(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    audience: WaveRuleAudience
    minutes: Annotated[StrictInt, Field(description="Time left to answer", ge=1, le=2880)]
    radius_km: Annotated[
        StrictFloat | None,
        Field(description="For `near`; null means no limit", ge=0.1, le=200.0),
    ]
    at_most: Annotated[
        StrictInt | None,
        Field(
            description="How many people are asked together; null means all",
            ge=1,
            le=500,
        ),
    ]


class UnscheduledCareRules(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    waves: Annotated[list[WaveRule], Field(description="In order", max_length=5, min_length=1)]
    coordinator_after_minutes: Annotated[
        StrictInt,
        Field(description="A human takes over at the latest then", ge=5, le=2880),
    ]
    coordinator_before_deadline_minutes: Annotated[
        StrictInt,
        Field(description="Or that long before the wished deadline", ge=0, le=1440),
    ]
    two_day_factor: Annotated[
        StrictFloat,
        Field(
            description="Delays are multiplied by it when the wish is 48 hours",
            ge=1.0,
            le=10.0,
        ),
    ]
    confirmation_minutes: Annotated[
        StrictInt,
        Field(
            description="Time for the professional to agree on the time with the person",
            ge=5,
            le=1440,
        ),
    ]


class QuietHours(Model):
    """
    Nobody is asked between these two times of the day (wall clock). Equal times mean never quiet
    """

    model_config = ConfigDict(
        extra="forbid",
    )
    from_time: Annotated[
        str,
        Field(
            description="Time on the clock of the territory, HH:MM",
            pattern="^([01][0-9]|2[0-3]):[0-5][0-9]$",
        ),
    ]
    to_time: Annotated[
        str,
        Field(
            description="Time on the clock of the territory, HH:MM",
            pattern="^([01][0-9]|2[0-3]):[0-5][0-9]$",
        ),
    ]


class DispatchRules(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    quiet_hours: QuietHours
    weekly_cap: Annotated[
        StrictInt,
        Field(
            description="Acceptances a week after which one is no longer asked, unless one set another cap",
            ge=1,
            le=200,
        ),
    ]
    fairness_days: Annotated[
        StrictInt,
        Field(description="How far back acceptances and solicitations count", ge=1, le=90),
    ]


class AvailabilityRules(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    hold_minutes: Annotated[StrictInt, Field(ge=1, le=60)]
    min_delay_minutes: Annotated[
        StrictInt,
        Field(
            description="A slot cannot be taken later than that before it starts",
            ge=0,
            le=1440,
        ),
    ]
    max_delay_days: Annotated[StrictInt, Field(ge=1, le=365)]
    outside_refresh_minutes: Annotated[
        StrictInt,
        Field(description="How often an outside agenda is read again", ge=5, le=1440),
    ]
    outside_failures: Annotated[
        StrictInt,
        Field(description="Failures in a row after which its owner is told", ge=1, le=100),
    ]
    absence_earlier_hours: Annotated[
        StrictInt,
        Field(
            description="How much earlier than before, at most, an appointment that an absence met may be moved in the same practice",
            ge=0,
            le=336,
        ),
    ]
    absence_later_hours: Annotated[StrictInt, Field(description="How much later", ge=0, le=336)]
    absence_notice_minutes: Annotated[
        StrictInt,
        Field(description="The new time is no sooner than that from now", ge=0, le=1440),
    ]


class AppointmentRules(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    earlier_proposals: Annotated[
        StrictInt,
        Field(
            description="Earlier times proposed at most to who waits for one",
            ge=1,
            le=20,
        ),
    ]
    earlier_gap_hours: Annotated[StrictInt, Field(description="From one proposal to the next", ge=0, le=168)]
    earlier_before_minutes: Annotated[
        StrictInt,
        Field(
            description="No time is proposed later than that before it starts",
            ge=0,
            le=10080,
        ),
    ]
    earlier_gain_minutes: Annotated[
        StrictInt,
        Field(
            description="A time is proposed when it is sooner by so much at least",
            ge=15,
            le=10080,
        ),
    ]
    earlier_answer_minutes: Annotated[
        StrictInt, Field(description="How long a proposed time is kept", ge=5, le=1440)
    ]
    first_reminder_hours: Annotated[
        StrictInt,
        Field(
            description="Before the appointment, to who asked for it; 0 is never",
            ge=0,
            le=336,
        ),
    ]
    last_reminder_hours: Annotated[StrictInt, Field(description="Same", ge=0, le=48)]
    day_list_at: Annotated[
        str,
        Field(
            description="When professionals are told, the evening before, that they have appointments",
            pattern="^([01][0-9]|2[0-3]):[0-5][0-9]$",
        ),
    ]
    no_show_months: Annotated[
        StrictInt,
        Field(
            description="How far back the times count that a person did not come",
            ge=1,
            le=24,
        ),
    ]
    no_show_limit: Annotated[
        StrictInt,
        Field(
            description="From how many on the next appointment is confirmed by phone",
            ge=1,
            le=20,
        ),
    ]
    no_show_calls: Annotated[
        StrictInt,
        Field(description="Calls in vain after which a follow-up ends", ge=1, le=10),
    ]


class SessionRules(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    idle_minutes: Annotated[StrictInt, Field(ge=5, le=240)]
    invitation_days: Annotated[
        StrictInt,
        Field(
            description="Days during which the link of an invitation serves",
            ge=1,
            le=30,
        ),
    ]


class RetentionRules(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    unscheduled_care_months: Annotated[
        StrictInt,
        Field(description="Months after closing when the identity is erased", ge=1, le=36),
    ]
    death_certification_months: Annotated[StrictInt, Field(description="Same", ge=1, le=36)]
    attending_doctor_months: Annotated[StrictInt, Field(description="Same", ge=1, le=36)]
    second_opinion_months: Annotated[
        StrictInt,
        Field(description="Same, with the question and the answer", ge=1, le=36),
    ]
    hospital_discharge_months: Annotated[StrictInt, Field(description="Same", ge=1, le=36)]
    teleconsultation_months: Annotated[StrictInt, Field(description="Same", ge=1, le=36)]
    audit_trail_months: Annotated[
        StrictInt,
        Field(
            description="Months after which a line of the trail is removed (CNIL, 2021-122: 6 to 12, up to 36 when internal control justifies it)",
            ge=6,
            le=36,
        ),
    ]
    member_months: Annotated[
        StrictInt,
        Field(
            description="Months after they left when a member, their account and what they declared are erased; what they did stays, without them",
            ge=12,
            le=60,
        ),
    ]
    event_months: Annotated[
        StrictInt,
        Field(
            description="Months after the end of a request, or of an appointment, when nobody is named in it any more; figures stay",
            ge=12,
            le=60,
        ),
    ]


class DeathCertificationRules(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    attending_doctor_minutes: Annotated[
        StrictInt,
        Field(description="Time left to the attending doctor, asked alone", ge=1, le=1440),
    ]
    rota_minutes: Annotated[StrictInt, Field(description="Time left to those on the rota", ge=1, le=1440)]
    volunteers_minutes: Annotated[
        StrictInt, Field(description="Time left to all who may certify", ge=1, le=1440)
    ]
    coordinator_after_minutes: Annotated[
        StrictInt,
        Field(
            description="From the request: a human takes over at the latest then",
            ge=5,
            le=1440,
        ),
    ]
    samu_after_minutes: Annotated[
        StrictInt,
        Field(
            description="From the request, while nobody has it: the SAMU is proposed to the coordination",
            ge=5,
            le=1440,
        ),
    ]
    late_after_minutes: Annotated[
        StrictInt, Field(description="From the request: shown in red", ge=5, le=1440)
    ]
    ceiling_after_minutes: Annotated[
        StrictInt,
        Field(
            description="From the request: never later, says the Order (report of 2013)",
            ge=60,
            le=2880,
        ),
    ]
    transport_alert_hours: Annotated[
        StrictInt,
        Field(
            description="From the death: the body may be moved for 48 hours only (CGCT R2213-11)",
            ge=1,
            le=48,
        ),
    ]
    duplicate_hours: Annotated[
        StrictInt,
        Field(
            description="Same name and birth date within that time is a possible duplicate",
            ge=1,
            le=336,
        ),
    ]
    family_link_hours: Annotated[
        StrictInt,
        Field(description="How long the link of a family serves", ge=1, le=168),
    ]


class HospitalDischargeRules(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    first_resort_minutes: Annotated[
        StrictInt,
        Field(
            description="Time left to the usual professionals of the person, asked alone",
            ge=1,
            le=2880,
        ),
    ]
    near_minutes: Annotated[StrictInt, Field(description="Time left to those nearby", ge=1, le=2880)]
    near_radius_km: Annotated[StrictFloat, Field(ge=0.1, le=100.0)]
    near_at_most: Annotated[StrictInt, Field(ge=1, le=100)]
    network_minutes: Annotated[
        StrictInt,
        Field(description="Time left to all of the profession", ge=1, le=2880),
    ]
    coordinator_after_minutes: Annotated[
        StrictInt,
        Field(
            description="From the start of a search: a human takes over at the latest then",
            ge=5,
            le=10080,
        ),
    ]
    coordinator_before_hours: Annotated[
        StrictInt,
        Field(
            description="Before the return home: a human takes over at the latest then",
            ge=0,
            le=168,
        ),
    ]
    call_hospital_hours: Annotated[
        StrictInt,
        Field(
            description="Before the return home: without a nurse by then it is red, and the ward is called",
            ge=1,
            le=168,
        ),
    ]
    short_notice_hours: Annotated[
        StrictInt,
        Field(description="A return home sooner than that is warned of", ge=0, le=336),
    ]
    furthest_days: Annotated[
        StrictInt,
        Field(description="A return home further ahead is refused", ge=1, le=365),
    ]
    departure_time: Annotated[
        str,
        Field(
            description="Time on the clock of the territory, HH:MM",
            pattern="^([01][0-9]|2[0-3]):[0-5][0-9]$",
        ),
    ]
    reconfirm_hours: Annotated[
        StrictInt,
        Field(
            description="After a postponement: how long those who accepted have to say whether they still come",
            ge=1,
            le=168,
        ),
    ]
    first_check_days: Annotated[StrictInt, Field(description="Days after the return home", ge=1, le=30)]
    second_check_days: Annotated[StrictInt, Field(description="Days after the return home", ge=2, le=60)]
    dac_criteria: Annotated[
        StrictInt,
        Field(description="From how many criteria on the DAC is proposed", ge=1, le=6),
    ]


class SecondOpinionRules(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    same_day_hours: Annotated[
        StrictInt,
        Field(
            description="From the request: when an answer wished for today is expected",
            ge=1,
            le=48,
        ),
    ]
    few_days_hours: Annotated[
        StrictInt,
        Field(description="Same for one wished for in a few days", ge=24, le=336),
    ]
    few_weeks_hours: Annotated[
        StrictInt,
        Field(description="Same for one wished for in a few weeks", ge=72, le=2160),
    ]
    first_percent: Annotated[
        StrictInt,
        Field(
            description="Of that delay: the colleague or the group is asked alone",
            ge=10,
            le=90,
        ),
    ]
    specialty_percent: Annotated[
        StrictInt,
        Field(
            description="Of that delay: then all of the specialty; then the coordination. Both together leave a part",
            ge=5,
            le=80,
        ),
    ]
    taken_hours: Annotated[
        StrictInt,
        Field(
            description="Who takes it has that long at least, be the wish past",
            ge=1,
            le=336,
        ),
    ]
    detail_hours: Annotated[
        StrictInt,
        Field(
            description="Without what was missing, the coordination is called",
            ge=1,
            le=336,
        ),
    ]
    closes_after_days: Annotated[
        StrictInt,
        Field(
            description="An answer that nobody confirms having read goes to the coordination",
            ge=1,
            le=90,
        ),
    ]


class AttendingDoctorWeights(Model):
    """
    What each fact adds to the score; an unanswered question adds nothing
    """

    model_config = ConfigDict(
        extra="forbid",
    )
    long_term_illness: Annotated[StrictInt, Field(ge=0, le=100)]
    from_80: Annotated[StrictInt, Field(description="80 years and over", ge=0, le=100)]
    from_70: Annotated[StrictInt, Field(description="70 to 79 years", ge=0, le=100)]
    home_visit: Annotated[StrictInt, Field(description="Bedridden or seen at home only", ge=0, le=100)]
    social_cover: Annotated[
        StrictInt,
        Field(
            description="C2S or AME; never shown to a doctor (CSP L1110-3)",
            ge=0,
            le=100,
        ),
    ]
    pregnancy: Annotated[StrictInt, Field(ge=0, le=100)]
    disability: Annotated[StrictInt, Field(ge=0, le=100)]
    recent_discharge: Annotated[StrictInt, Field(ge=0, le=100)]
    per_period: Annotated[StrictInt, Field(description="For each full period waited", ge=0, le=20)]
    waiting_at_most: Annotated[StrictInt, Field(description="What waiting adds at most", ge=0, le=100)]


class AttendingDoctorRules(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    weights: AttendingDoctorWeights
    period_days: Annotated[StrictInt, Field(description="Length of a period of waiting", ge=1, le=90)]
    recent_discharge_days: Annotated[
        StrictInt,
        Field(description="A discharge from hospital is recent for so long", ge=1, le=180),
    ]
    high_from: Annotated[
        StrictInt,
        Field(description="From this score on, the priority is high", ge=1, le=300),
    ]
    medium_from: Annotated[
        StrictInt,
        Field(
            description="From this score on it is medium, below it ordinary",
            ge=1,
            le=300,
        ),
    ]
    answer_days: Annotated[StrictInt, Field(description="Time left to each doctor", ge=1, le=30)]
    reminder_days: Annotated[
        StrictInt,
        Field(
            description="After so many days the doctor is reminded; 0 is never",
            ge=0,
            le=29,
        ),
    ]
    refusals_at_most: Annotated[
        StrictInt,
        Field(
            description="After so many refusals or silences, the coordination decides",
            ge=1,
            le=20,
        ),
    ]
    escalate_after_days: Annotated[
        StrictInt,
        Field(description="Or after so many days: the CPAM is proposed", ge=1, le=730),
    ]
    contact_tries: Annotated[
        StrictInt,
        Field(
            description="Calls in vain, each on another day, after which the request ends",
            ge=1,
            le=10,
        ),
    ]
    still_looking_months: Annotated[
        StrictInt,
        Field(
            description="How often the person is asked whether they still look",
            ge=1,
            le=24,
        ),
    ]
    still_looking_answer_days: Annotated[
        StrictInt,
        Field(
            description="Without an answer within that time, the request ends",
            ge=1,
            le=90,
        ),
    ]
    undeclared_days: Annotated[
        StrictInt,
        Field(
            description="Without a declaration so long after the acceptance, or after the first appointment, the coordination is told; 0 is never",
            ge=0,
            le=180,
        ),
    ]
    declared_days: Annotated[
        StrictInt,
        Field(
            description="After the declaration, before the request is closed by itself",
            ge=0,
            le=90,
        ),
    ]
    open_months_at_most: Annotated[
        StrictInt,
        Field(description="Never open for longer without a renewal", ge=6, le=36),
    ]


class DirectoryRules(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    confirm_days: Annotated[
        StrictInt,
        Field(
            description="How long a confirmed page holds before its owner is asked again",
            ge=14,
            le=730,
        ),
    ]
    remind_again_days: Annotated[
        StrictInt,
        Field(
            description="From the first question to the second, which is the last",
            ge=1,
            le=180,
        ),
    ]
    unverified_days: Annotated[
        StrictInt,
        Field(
            description="From then on, without an answer, the page is shown as not verified",
            ge=1,
            le=365,
        ),
    ]
    unverified_km: Annotated[
        StrictFloat,
        Field(
            description="In the order of a search, such a page counts as so much further away",
            ge=0.0,
            le=20.0,
        ),
    ]
    new_patients_days: Annotated[
        StrictInt,
        Field(
            description="How long « takes new patients » holds before it must be said again",
            ge=7,
            le=365,
        ),
    ]
    import_late_days: Annotated[
        StrictInt,
        Field(
            description="Without an import of the national file for longer, the coordination is warned",
            ge=1,
            le=90,
        ),
    ]
    newcomer_days: Annotated[StrictInt, Field(description="How long somebody is a newcomer", ge=7, le=365)]


class NotificationRules(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    summary_at: Annotated[
        str,
        Field(
            description="When the daily summary of messages leaves",
            pattern="^([01][0-9]|2[0-3]):[0-5][0-9]$",
        ),
    ]


class CertifierRules(Model):
    """
    Who is wanted on the rota of death certifications, between 8:00 and 20:00 and at night
    """

    model_config = ConfigDict(
        extra="forbid",
    )
    order_list_days: Annotated[
        StrictInt,
        Field(
            description="How long a look at the Order's list of nurses holds",
            ge=1,
            le=730,
        ),
    ]
    people_by_day: Annotated[
        StrictInt,
        Field(description="Monday to Friday, public holidays excepted", ge=0, le=20),
    ]
    people_on_rest_days: Annotated[
        StrictInt,
        Field(description="Saturdays, Sundays and public holidays, by day", ge=0, le=20),
    ]
    people_by_night: Annotated[StrictInt, Field(ge=0, le=20)]
    days_ahead: Annotated[StrictInt, Field(description="How far gaps are looked for", ge=1, le=60)]


class CalendarRules(Model):
    """
    What the ARS decided of the days of the territory
    """

    model_config = ConfigDict(
        extra="forbid",
    )
    pdsa_saturday: Annotated[StrictBool, Field(description="On-call duty begins on Saturdays at noon")]
    pdsa_bridges: Annotated[
        StrictBool,
        Field(
            description="On-call duty runs on Mondays before a public holiday, Fridays and Saturdays after one"
        ),
    ]
    saturday_after_thursday: Annotated[
        StrictBool,
        Field(description="The Saturday two days after a public holiday is a bridge too"),
    ]
    sas_bridges: Annotated[StrictBool, Field(description="The SAS answers on bridge days")]
    fragile_zone: Annotated[
        StrictBool,
        Field(description="The flat fee of a death certificate is due at any hour"),
    ]


class DeathFeePeriod(StrEnum):
    """
    When the flat fee of a death certificate is due (nights 20:00 to 8:00; the others by day); day = no such period
    """

    night = "night"
    saturday = "saturday"
    sunday = "sunday"
    public_holiday = "public_holiday"
    bridge = "bridge"
    fragile_zone = "fragile_zone"
    day = "day"


class DeathCertificationState(StrEnum):
    to_complete = "to_complete"
    out_of_scope = "out_of_scope"
    duplicate = "duplicate"
    death_qualified = "death_qualified"
    first_doctor_asked = "first_doctor_asked"
    rota_asked = "rota_asked"
    volunteers_asked = "volunteers_asked"
    nobody_found = "nobody_found"
    accepted = "accepted"
    en_route = "en_route"
    on_site = "on_site"
    certified = "certified"
    obstacle_reported = "obstacle_reported"
    samu_asked = "samu_asked"
    closed_externally = "closed_externally"
    requisitioned = "requisitioned"
    request_cancelled = "request_cancelled"


class DeathAnswer(StrEnum):
    """
    Unknown counts as its dangerous answer
    """

    yes = "yes"
    no = "no"
    unknown = "unknown"


class DeathQuestion(StrEnum):
    public_place = "public_place"
    violence = "violence"
    identified = "identified"


class DeathProfession(StrEnum):
    """
    Who may certify: nurses under the conditions of CGCT D2213-1-1-4 alone
    """

    doctor = "doctor"
    doctor_or_nurse = "doctor_or_nurse"


class DeathPlaceKind(StrEnum):
    home = "home"
    nursing_home = "nursing_home"
    health_facility = "health_facility"
    public_place = "public_place"
    other = "other"


class DeathPrecision(StrEnum):
    exact = "exact"
    approximate = "approximate"
    unknown = "unknown"


class DeathRequesterKind(StrEnum):
    town_hall = "town_hall"
    national_police = "national_police"
    municipal_police = "municipal_police"
    gendarmerie = "gendarmerie"
    fire_service = "fire_service"
    samu = "samu"
    nursing_home = "nursing_home"
    home_hospital = "home_hospital"
    attending_doctor = "attending_doctor"
    health_professional = "health_professional"
    funeral_operator = "funeral_operator"
    family = "family"


class CertificateChannel(StrEnum):
    """
    electronic: CertDc
    """

    electronic = "electronic"
    paper = "paper"


class DeathCancellationReason(StrEnum):
    doctor_found = "doctor_found"
    mistake = "mistake"
    alive = "alive"
    other = "other"


class DeathClosedBy(StrEnum):
    samu = "samu"
    requisition = "requisition"
    other_doctor = "other_doctor"
    other = "other"


class DeathPlaceInput(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    kind: DeathPlaceKind
    address_line: Annotated[
        str,
        Field(description="Shown to the one who accepted", max_length=200, min_length=3),
    ]
    access: Annotated[
        str | None | MISSING,
        Field(description="Floor, code of the door", max_length=200),
    ] = MISSING
    commune_insee: Annotated[
        str,
        Field(
            description="INSEE code of a commune (never a postcode)",
            pattern="^([0-9]{2}|2[AB])[0-9]{3}$",
        ),
    ]
    sector: Annotated[str | None | MISSING, Field(max_length=80)] = MISSING


class DeathRequesterInput(Model):
    """
    All four are needed, unless the request is out of scope: nobody is called back then
    """

    model_config = ConfigDict(
        extra="forbid",
    )
    kind: DeathRequesterKind
    name: Annotated[str | MISSING, Field(max_length=80, min_length=2)] = MISSING
    function: Annotated[
        str | MISSING,
        Field(
            description="Or what they are to the dead person",
            max_length=80,
            min_length=2,
        ),
    ] = MISSING
    phone: Annotated[
        str | MISSING,
        Field(
            description="French number as typed or in E.164; kept in E.164",
            max_length=24,
            min_length=10,
        ),
    ] = MISSING


class DeathSafetyAnswers(Model):
    """
    Those of the questions that were open
    """

    model_config = ConfigDict(
        extra="forbid",
    )
    public_place: DeathAnswer | MISSING = MISSING
    violence: DeathAnswer | MISSING = MISSING
    identified: DeathAnswer | MISSING = MISSING


class DeathCancellation(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    reason: DeathCancellationReason


class DeathDeparture(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    eta_minutes: Annotated[StrictInt, Field(ge=1, le=720)]


class DeathCertificate(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    channel: CertificateChannel
    town_hall_informed: StrictBool
    attending_doctor_informed: StrictBool


class DeathObstacle(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    authorities_told: Annotated[StrictBool, Field(description="The police or the gendarmerie know")]


class DeathExternalClosure(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    closed_by: DeathClosedBy


class DeathDuplicate(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    of_id: UUID


class DeathOutcome(StrEnum):
    """
    How it really ended; whoever handed over to a doctor of outside was followed by another doctor
    """

    certified = "certified"
    obstacle_reported = "obstacle_reported"
    seen_to_by_samu = "seen_to_by_samu"
    requisitioned = "requisitioned"
    seen_to_by_other_doctor = "seen_to_by_other_doctor"
    seen_to_otherwise = "seen_to_otherwise"


class DeathCorrectionReason(StrEnum):
    typed_wrong = "typed_wrong"
    said_late = "said_late"
    wrong_act = "wrong_act"
    learnt_since = "learnt_since"
    other = "other"


class DeathCorrectableFact(StrEnum):
    accepted_at = "accepted_at"
    departed_at = "departed_at"
    arrived_at = "arrived_at"
    certified_at = "certified_at"
    state = "state"
    closed_by = "closed_by"
    certificate_channel = "certificate_channel"
    cancellation_reason = "cancellation_reason"


class DeathCorrection(Model):
    """
    What was wrong, and nothing else. Times are in the order of the steps, after the request and not to come
    """

    model_config = ConfigDict(
        extra="forbid",
    )
    reason: DeathCorrectionReason
    accepted_at: Annotated[AwareDatetime | MISSING, Field(description="RFC 3339, with an offset")] = MISSING
    departed_at: Annotated[AwareDatetime | None | MISSING, Field(description="Null: nobody left")] = MISSING
    arrived_at: Annotated[AwareDatetime | None | MISSING, Field(description="Null: nobody was there")] = (
        MISSING
    )
    certified_at: Annotated[AwareDatetime | MISSING, Field(description="RFC 3339, with an offset")] = MISSING
    outcome: DeathOutcome | MISSING = MISSING
    certificate_channel: CertificateChannel | MISSING = MISSING
    text: Annotated[
        str | None | MISSING,
        Field(
            description="Read on the thread; never a cause of death. Refused once the identity is erased",
            max_length=200,
            min_length=1,
        ),
    ] = MISSING
    confirmed_not_medical: StrictBool = False


class DeathCorrectedFact(Model):
    fact: DeathCorrectableFact
    before: Annotated[
        str | None,
        Field(description="An instant, or a word of the list of that fact; null: it was not said"),
    ]
    after: str | None


class DeathLinked(Model):
    id: UUID
    number: str
    state: DeathCertificationState


class DeathFamilyLink(Model):
    url: str
    expires_at: AwareDatetime


class DeathFamilyStepKind(StrEnum):
    received = "received"
    accepted = "accepted"
    en_route = "en_route"
    on_site = "on_site"
    certificate = "certificate"


class DeathFamilyStep(Model):
    kind: DeathFamilyStepKind
    at: Annotated[AwareDatetime | None, Field(description="Null while it is to come")]


class DeathFamilyPage(Model):
    community_name: str
    phone: Annotated[str | None, Field(description="Of the coordination")]
    time_zone: str
    profession: Annotated[str | None, Field(description="In French, of the one who comes")]
    steps: Annotated[list[DeathFamilyStep], Field(description="All five")]
    eta_at: AwareDatetime | None
    updated_at: AwareDatetime
    server_time: AwareDatetime


class DeathFeeTime(StrEnum):
    """
    The texts count by the death for nurses and by the examination for doctors: both are shown
    """

    death = "death"
    examination = "examination"


class DeathFeeHint(Model):
    by: DeathFeeTime
    at: AwareDatetime
    period: DeathFeePeriod
    amount_euros: Annotated[StrictInt | None, Field(description="Indicative; null when no flat fee applies")]


class DeathDelay(Model):
    """
    In minutes, over the requests that came to that step
    """

    measured: StrictInt
    median_minutes: StrictInt | None
    p90_minutes: StrictInt | None


class DeathCount(Model):
    word: Annotated[str, Field(description="Kind of requester, or state at the end")]
    count: Annotated[StrictInt | None, Field(description="Null under five")]


class DeathCertificationFigures(Model):
    month: str
    requests: StrictInt
    to_acceptance: DeathDelay
    to_arrival: DeathDelay
    to_certificate: DeathDelay
    under_4_hours: Annotated[StrictFloat | None, Field(description="Share of the certified requests, 0 to 1")]
    under_24_hours: StrictFloat | None
    by_requester: list[DeathCount]
    by_outcome: list[DeathCount]


class OrganisationKind(StrEnum):
    practice_group = "practice_group"
    health_house = "health_house"
    health_centre = "health_centre"
    pharmacy = "pharmacy"
    nursing_home = "nursing_home"
    town_hall = "town_hall"
    police = "police"
    hospital_ward = "hospital_ward"
    out_of_hours = "out_of_hours"
    unscheduled_care_centre = "unscheduled_care_centre"
    support_service = "support_service"
    dispatch_centre = "dispatch_centre"
    other = "other"


class ProfessionalSummary(Model):
    id: UUID
    name: Annotated[str, Field(description='As said aloud: "Dr Pauline Estève"')]
    profession_code: str
    profession_label: str
    specialty_label: str | None
    sector: str | None
    commune_name: str | None


class WeeklyHours(Model):
    weekday: Annotated[
        StrictInt,
        Field(description="1 = Monday … 7 = Sunday, 8 = public holidays", ge=1, le=8),
    ]
    from_time: str
    to_time: str


class Accessibility(StrEnum):
    """
    What a place has for those who move or hear with difficulty
    """

    step_free = "step_free"
    lift = "lift"
    adapted_parking = "adapted_parking"
    adapted_toilets = "adapted_toilets"
    hearing_loop = "hearing_loop"
    tactile_guidance = "tactile_guidance"


class SpokenLanguage(StrEnum):
    """
    ISO 639 code of a language that one speaks with patients; `fsl` is French sign language
    """

    fr = "fr"
    en = "en"
    ar = "ar"
    ber = "ber"
    es = "es"
    pt = "pt"
    it = "it"
    de = "de"
    nl = "nl"
    pl = "pl"
    ro = "ro"
    ru = "ru"
    uk = "uk"
    tr = "tr"
    ku = "ku"
    fa = "fa"
    ps = "ps"
    hy = "hy"
    sq = "sq"
    zh = "zh"
    vi = "vi"
    km = "km"
    ta = "ta"
    hi = "hi"
    ur = "ur"
    bn = "bn"
    pa = "pa"
    so = "so"
    am = "am"
    wo = "wo"
    ff = "ff"
    bm = "bm"
    snk = "snk"
    ln = "ln"
    mg = "mg"
    ht = "ht"
    fsl = "fsl"


class Skill(StrEnum):
    """
    What one does beside what the national directory says (TRE_R38, R39, R40)
    """

    minor_surgery = "minor_surgery"
    stitches = "stitches"
    intrauterine_device = "intrauterine_device"
    contraceptive_implant = "contraceptive_implant"
    ultrasound = "ultrasound"
    electrocardiogram = "electrocardiogram"
    spirometry = "spirometry"
    dermoscopy = "dermoscopy"
    joint_injection = "joint_injection"
    wound_care = "wound_care"
    vaccination = "vaccination"
    smoking_cessation = "smoking_cessation"
    addiction = "addiction"
    palliative_care = "palliative_care"
    child_follow_up = "child_follow_up"
    pregnancy_follow_up = "pregnancy_follow_up"
    therapeutic_education = "therapeutic_education"


class DirectoryFact(StrEnum):
    """
    What is checked of a page; the last four belong to one place
    """

    identity = "identity"
    volunteering = "volunteering"
    new_patients = "new_patients"
    home_visits = "home_visits"
    sectors = "sectors"
    languages = "languages"
    skills = "skills"
    address = "address"
    phone = "phone"
    hours = "hours"
    accessibility = "accessibility"


class FactChecker(StrEnum):
    """
    Who said it, or found it right: the person, or the national file
    """

    person = "person"
    national_file = "national_file"


class FactCheck(Model):
    """
    Who last found a fact of a page right, and on which day; null when nobody did
    """

    fact: DirectoryFact
    practice_id: Annotated[
        UUID | None,
        Field(description="The place that it is about; null when about the person"),
    ]
    checked_on: date | None
    checked_by: FactChecker | None


class PageState(StrEnum):
    """
    confirmed = holds; due = its owner is asked; unverified = asked in vain
    """

    confirmed = "confirmed"
    due = "due"
    unverified = "unverified"


class Confirmation(Model):
    """
    Whether the whole page was found right by its owner, and when they are asked next
    """

    state: PageState
    confirmed_on: Annotated[date | None, Field(description="Null when it never was")]
    due_on: Annotated[date, Field(description="The day when the owner is asked (again)")]


class DirectoryChangeKind(StrEnum):
    """
    arrived and left: of the territory; moved: other places in it
    """

    arrived = "arrived"
    left = "left"
    moved = "moved"
    renamed = "renamed"
    specialty_changed = "specialty_changed"
    phone_changed = "phone_changed"


class DirectoryChange(Model):
    id: UUID
    kind: DirectoryChangeKind
    at: AwareDatetime
    professional: ProfessionalSummary
    is_member: StrictBool


class DirectoryImport(Model):
    at: AwareDatetime
    sourced_on: Annotated[date, Field(description="Day of the national file")]
    created: StrictInt
    updated: StrictInt
    left: Annotated[StrictInt, Field(description="As they were")]
    gone: Annotated[StrictInt, Field(description="No longer in the file for this territory")]
    closed_places: StrictInt
    is_late: Annotated[StrictBool, Field(description="The next one should have come by now")]


class DirectoryChangeList(Model):
    items: list[DirectoryChange]
    next_cursor: str | None
    last_import: Annotated[DirectoryImport | None, Field(description="Null when there was none yet")]


class NewcomerReason(StrEnum):
    """
    joined = a new member; arrived = new in the national file of the territory
    """

    joined = "joined"
    arrived = "arrived"


class NewcomerAction(StrEnum):
    invite = "invite"
    send_again = "send_again"
    withdraw = "withdraw"


class InvitationState(StrEnum):
    """
    late = the link no longer serves, send another
    """

    invited = "invited"
    late = "late"


class WelcomeSaid(Model):
    by_name: str
    at: AwareDatetime


class NewPatientsLapse(Model):
    """
    They took new patients, and did not say so again in time
    """

    lapsed_on: date


class Volunteering(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    unscheduled_care: StrictBool
    attending_doctor: StrictBool
    death_certification: StrictBool
    teleconsultation: StrictBool
    training_supervision: StrictBool


class ProfessionalHit(Model):
    professional: ProfessionalSummary
    practice_id: UUID | None
    practice_name: str | None
    address_line: str | None
    latitude: StrictFloat | None
    longitude: StrictFloat | None
    phone: str | None
    distance_km: StrictFloat | None
    is_member: StrictBool
    accepts_new_patients: Annotated[StrictBool | None, Field(description="Null when nobody said")]
    home_visits: StrictBool | None
    unscheduled_care: StrictBool
    unconfirmed_since: Annotated[
        date | None,
        Field(
            description="Last day on which its owner found the page right (or joined), once that is too long ago: it then ranks lower; null otherwise, and for who is not a member"
        ),
    ]
    first_free_at: Annotated[
        AwareDatetime | None,
        Field(description="First free time within 24 hours; null unless `sees_within_24_hours` asked for it"),
    ]
    score: Annotated[StrictFloat, Field(description="How well the words fit, 0 to 1")]


class ProfessionalPoint(Model):
    id: UUID
    name: str
    profession_code: str
    latitude: StrictFloat
    longitude: StrictFloat
    free_within_24_hours: Annotated[
        StrictBool | None,
        Field(description="Measured at the moment of the answer; null for who may not search free time"),
    ]


class ProfessionalPointList(Model):
    items: list[ProfessionalPoint]
    next_cursor: str | None
    complete: Annotated[
        StrictBool,
        Field(description="False: more are found than a map shows, and these are the first of them"),
    ]


class ProfessionalHitList(Model):
    items: list[ProfessionalHit]
    next_cursor: str | None
    total: Annotated[StrictInt, Field(description="How many in all, counted up to 1,000")]
    understood: Annotated[
        list[str],
        Field(description='What was read in `q`, in French ("médecin", "visite")'),
    ]


class DirectoryPlace(Model):
    id: UUID
    name: str | None
    address_line: str | None
    commune_insee: str
    sector: str | None
    latitude: StrictFloat | None
    longitude: StrictFloat | None
    phone: str | None


class DirectoryEntry(Model):
    id: UUID
    name: Annotated[str, Field(description="As said aloud")]
    search_text: Annotated[
        str,
        Field(
            description="Words of the names between spaces, without accents, then the names without their own spaces"
        ),
    ]
    rpps: str
    profession_code: str
    specialty_codes: Annotated[list[str], Field(description="The one to show first")]
    is_member: StrictBool
    accepts_new_patients: StrictBool | None
    home_visits: StrictBool | None
    unscheduled_care: StrictBool
    unconfirmed_since: Annotated[date | None, Field(description="As in `ProfessionalHit`")]
    places: list[DirectoryPlace]


class DirectoryCommune(Model):
    code: Annotated[str, Field(description="INSEE code")]
    label: str
    within: Annotated[
        list[str],
        Field(description="The codes that stand for it: itself and its arrondissements"),
    ]


class SearchMeaning(Model):
    """
    What some words of French ask for
    """

    label: str
    expressions: Annotated[list[str], Field(description="Without accents, in the singular")]
    professions: list[str]
    specialties: list[str]
    home_visits: StrictBool
    new_patients: StrictBool
    unscheduled_care: StrictBool


class SearchVocabulary(Model):
    meanings: list[SearchMeaning]
    titles: Annotated[list[str], Field(description="Said before a name")]
    small_words: Annotated[list[str], Field(description="Words that neither name nor describe anybody")]


class CodeLabel(Model):
    code: str
    label: str


class Facet(Model):
    code: str
    label: str
    count: StrictInt


class DirectoryFacets(Model):
    professions: list[Facet]
    specialties: list[Facet]
    communes: list[Facet]


class OpenState(Model):
    """
    Whether a place is open at the instant of the answer, on its own clock
    """

    is_open: Annotated[StrictBool, Field(description="By its hours")]
    open_until: Annotated[
        AwareDatetime | None,
        Field(description="Null when closed or open day and night"),
    ]
    opens_at: Annotated[
        AwareDatetime | None,
        Field(description="Null when open, or when it does not open within two weeks"),
    ]
    on_duty_until: Annotated[AwareDatetime | None, Field(description="On duty now for the community")]


class WeeklyHoursInput(Model):
    """
    An end that is not after its start lies on the next day
    """

    model_config = ConfigDict(
        extra="forbid",
    )
    weekday: Annotated[
        StrictInt,
        Field(
            description="1 = Monday … 7 = Sunday, 8 = public holidays, which stand above the day of the week",
            ge=1,
            le=8,
        ),
    ]
    from_time: Annotated[
        str,
        Field(
            description="Time on the clock of the territory, HH:MM",
            pattern="^([01][0-9]|2[0-3]):[0-5][0-9]$",
        ),
    ]
    to_time: Annotated[
        str,
        Field(
            description="Same; `24:00` is the end of the day",
            pattern="^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$",
        ),
    ]


class DaySpan(Model):
    """
    An end that is not after its start lies on the next day
    """

    model_config = ConfigDict(
        extra="forbid",
    )
    from_time: Annotated[
        str,
        Field(
            description="Time on the clock of the territory, HH:MM",
            pattern="^([01][0-9]|2[0-3]):[0-5][0-9]$",
        ),
    ]
    to_time: Annotated[
        str,
        Field(
            description="Same; `24:00` is the end of the day",
            pattern="^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$",
        ),
    ]


class HoursException(Model):
    """
    Days whose hours are others than those of the week and of public holidays: these, or none when closed
    """

    model_config = ConfigDict(
        extra="forbid",
    )
    from_day: date
    to_day: date
    spans: Annotated[list[DaySpan], Field(max_length=6)]


class OrganisationChecker(StrEnum):
    """
    Who found the page of a structure right: its own account, or the coordination
    """

    structure = "structure"
    coordination = "coordination"


class OrganisationAction(StrEnum):
    edit = "edit"


class OrganisationPageInput(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    phone: Annotated[
        str | None,
        Field(
            description="French number as typed or in E.164; kept in E.164",
            max_length=24,
            min_length=10,
        ),
    ]
    hours: Annotated[list[WeeklyHoursInput], Field(max_length=56)]
    exceptions: Annotated[list[HoursException], Field(max_length=60)]
    member_ids: Annotated[list[UUID], Field(max_length=200)]


class DutyKind(StrEnum):
    """
    Pharmacy on duty, SAMI or medical duty house, who certifies deaths, who answers calls
    """

    pharmacy = "pharmacy"
    out_of_hours = "out_of_hours"
    death_certification = "death_certification"
    on_call = "on_call"


class DutyInput(Model):
    """
    Either a structure or a professional
    """

    model_config = ConfigDict(
        extra="forbid",
    )
    kind: DutyKind
    organisation_id: UUID | None
    professional_id: UUID | None
    starts_at: Annotated[AwareDatetime, Field(description="RFC 3339, with an offset")]
    ends_at: Annotated[AwareDatetime, Field(description="RFC 3339, with an offset")]
    phone: Annotated[
        str | None,
        Field(
            description="Null for that of the structure or of the practice",
            max_length=24,
            min_length=10,
        ),
    ]


class Duty(Model):
    id: UUID
    kind: DutyKind
    organisation_id: UUID | None
    professional_id: UUID | None
    name: str
    place: Annotated[str | None, Field(description="Address and commune")]
    phone: str | None
    starts_at: AwareDatetime
    ends_at: AwareDatetime


class DutyList(Model):
    items: list[Duty]
    next_cursor: str | None


class Share(Model):
    """
    What I gave this week, so that nobody carries more than their share
    """

    asked: StrictInt
    accepted: StrictInt
    declined: StrictInt
    lapsed: StrictInt
    slots: Annotated[
        StrictInt,
        Field(description="Appointments that others took in my open time, outside of any request"),
    ]
    weekly_cap: Annotated[StrictInt, Field(description="Of requests accepted")]


class LoadPeriod(StrEnum):
    week = "week"
    four_weeks = "four_weeks"
    twelve_weeks = "twelve_weeks"


class Received(Model):
    """
    The requests that a member made, those that found somebody, and the time of others that they took
    """

    filed: StrictInt
    found: StrictInt
    slots: Annotated[
        StrictInt,
        Field(description="Appointments that they took in the open time of others, outside of any request"),
    ]


class Median(Model):
    """
    What stands in the middle of the members who were asked or asked for something
    """

    members: StrictInt
    asked: StrictFloat
    accepted: StrictFloat
    filed: StrictFloat
    found: StrictFloat


class MemberReach(StrEnum):
    reachable = "reachable"
    quiet = "quiet"
    absent = "absent"
    over_cap = "over_cap"


class MembershipInput(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    volunteering: Volunteering
    accepts_new_patients: StrictBool | None
    home_visits: StrictBool | None
    weekly_cap: Annotated[StrictInt | None, Field(description="Null: as the community says", ge=1, le=200)]
    quiet_hours: Annotated[QuietHours | None, Field(description="Null: as the community says")]
    not_before: Annotated[
        AwareDatetime | None,
        Field(
            description="A pause: do not ask me before that instant; what is open stays open. Who is away says so with createAbsence"
        ),
    ]


class PlaceInstruction(StrEnum):
    """
    What to tell a person who wants to go there
    """

    call_15 = "call_15"
    call = "call"
    walk_in = "walk_in"


class OfferState(StrEnum):
    pending = "pending"
    accepted = "accepted"
    declined = "declined"
    lapsed = "lapsed"
    withdrawn = "withdrawn"


class OfferReason(StrEnum):
    """
    Why you
    """

    attending_doctor = "attending_doctor"
    usual_professional = "usual_professional"
    near = "near"
    network = "network"
    rota = "rota"
    assigned = "assigned"
    in_turn = "in_turn"
    named_colleague = "named_colleague"
    opinion_group = "opinion_group"


class WithdrawalReason(StrEnum):
    """
    Why an offer still pending was taken back: a colleague has the request, it was cancelled or closed, or who was asked left the community
    """

    taken = "taken"
    closed = "closed"
    left = "left"


class DeclineReason(StrEnum):
    """
    For an attending doctor: patient_list_full, sector, home_visits_impossible, absent, other alone; these three for nothing else
    """

    no_room = "no_room"
    outside_skills = "outside_skills"
    too_far = "too_far"
    absent = "absent"
    other = "other"
    patient_list_full = "patient_list_full"
    sector = "sector"
    home_visits_impossible = "home_visits_impossible"


class DeclineCount(Model):
    reason: DeclineReason
    count: StrictInt


class OfferAction(StrEnum):
    accept = "accept"
    decline = "decline"


class OfferAcceptance(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    slot_id: Annotated[str | MISSING, Field(description="`id` of a slot", max_length=80, min_length=40)] = (
        MISSING
    )
    starts_at: Annotated[AwareDatetime | MISSING, Field(description="RFC 3339, with an offset")] = MISSING
    practice_id: UUID | MISSING = MISSING
    after_wish: Annotated[
        StrictBool | MISSING,
        Field(
            description="The time is after the wished deadline, and whoever gives it knows: without it such a time is refused"
        ),
    ] = MISSING
    eta_minutes: Annotated[
        StrictInt | MISSING,
        Field(description="For a death: in how many minutes one is there", ge=1, le=720),
    ] = MISSING


class OfferDecline(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    reason: DeclineReason
    not_before: Annotated[
        AwareDatetime | MISSING,
        Field(description="Do not ask me anything before that instant"),
    ] = MISSING


class DispatchState(StrEnum):
    running = "running"
    paused = "paused"
    answered = "answered"
    exhausted = "exhausted"
    stopped = "stopped"


class WaveState(StrEnum):
    past = "past"
    now = "now"
    coming = "coming"


class DispatchWave(Model):
    wave: StrictInt
    audience: WaveAudience
    state: WaveState
    opens_at: AwareDatetime | None
    due_at: AwareDatetime | None
    asked: StrictInt
    declined: StrictInt
    lapsed: StrictInt


class DispatchAction(StrEnum):
    pause = "pause"
    resume = "resume"
    relaunch = "relaunch"
    widen = "widen"
    assign = "assign"


class Dispatch(Model):
    id: UUID
    case_id: UUID
    state: DispatchState
    version: StrictInt
    wave: StrictInt
    waves: StrictInt
    wave_due_at: AwareDatetime | None
    coordinator_at: AwareDatetime
    paused_at: AwareDatetime | None
    remaining_seconds: Annotated[StrictInt | None, Field(description="Left to the wave when it was paused")]
    plan: list[DispatchWave]
    actions: list[DispatchAction]


class DispatchOffer(Model):
    id: UUID
    professional: ProfessionalSummary
    state: OfferState
    wave: StrictInt
    distance_km: StrictFloat | None
    offered_at: AwareDatetime
    seen_at: AwareDatetime | None
    answered_at: AwareDatetime | None
    decline_reason: DeclineReason | None


class DispatchOfferList(Model):
    items: list[DispatchOffer]
    next_cursor: str | None


class Candidate(Model):
    professional: ProfessionalSummary
    phone: str | None
    distance_km: StrictFloat | None
    eligible: StrictBool
    excluded_because: SkipReason | None
    accepted_this_week: StrictInt
    asked_this_week: StrictInt
    slots: list[SlotTime]


class CandidateList(Model):
    items: list[Candidate]
    next_cursor: str | None
    as_of: AwareDatetime


class Assignment(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    professional_id: UUID
    slot_id: Annotated[str | MISSING, Field(description="`id` of a slot", max_length=80, min_length=40)] = (
        MISSING
    )
    starts_at: Annotated[AwareDatetime | MISSING, Field(description="RFC 3339, with an offset")] = MISSING
    practice_id: UUID | MISSING = MISSING
    after_wish: Annotated[
        StrictBool | MISSING,
        Field(
            description="The time is after the wished deadline, and whoever gives it knows: without it such a time is refused"
        ),
    ] = MISSING
    eta_minutes: Annotated[
        StrictInt | MISSING,
        Field(description="For a death: in how many minutes one is there", ge=1, le=720),
    ] = MISSING


class FhirResource(Model):
    """
    Any resource of FHIR R4; its profile says the rest (tests/fhir holds answers to the official ones)
    """

    model_config = ConfigDict(
        extra="allow",
    )
    resource_type: Annotated[str, Field(alias="resourceType")]


class HospitalDischargeState(StrEnum):
    """
    postponed = on a new day, those who accepted have not all said that they still come; settled_at_home = both checks are made
    """

    to_complete = "to_complete"
    searching = "searching"
    partly_found = "partly_found"
    all_found = "all_found"
    hospital_confirmed = "hospital_confirmed"
    postponed = "postponed"
    went_home = "went_home"
    followed_up = "followed_up"
    settled_at_home = "settled_at_home"
    discharge_cancelled = "discharge_cancelled"
    deceased = "deceased"
    handed_to_dac = "handed_to_dac"
    handed_to_prado = "handed_to_prado"


class DischargeLineState(StrEnum):
    """
    line_waiting = the request is to complete; line_by_phone = nobody of the network answers such a need, the coordination telephones; line_settled = found by telephone, outside the network
    """

    line_waiting = "line_waiting"
    line_searching = "line_searching"
    line_by_phone = "line_by_phone"
    line_nobody_found = "line_nobody_found"
    line_found = "line_found"
    line_to_reconfirm = "line_to_reconfirm"
    line_settled = "line_settled"
    line_dropped = "line_dropped"


class DischargeNeed(StrEnum):
    """
    attending_doctor = to find one; home_help = meals and help at home
    """

    nurse = "nurse"
    physiotherapist = "physiotherapist"
    doctor_visit = "doctor_visit"
    pharmacist = "pharmacist"
    equipment = "equipment"
    oxygen = "oxygen"
    home_help = "home_help"
    attending_doctor = "attending_doctor"


class DischargeFrequency(StrEnum):
    once = "once"
    weekly = "weekly"
    several_a_week = "several_a_week"
    daily = "daily"
    twice_daily = "twice_daily"
    three_times_daily = "three_times_daily"


class DischargeAutonomy(StrEnum):
    """
    unknown = the GIR is not known
    """

    independent = "independent"
    helped = "helped"
    dependent = "dependent"
    unknown = "unknown"


class DischargeFragility(StrEnum):
    """
    What makes a return home complex; from two on the DAC is proposed
    """

    isolated = "isolated"
    several_chronic_diseases = "several_chronic_diseases"
    social_break = "social_break"
    psychic_distress = "psychic_distress"
    refusal_of_help = "refusal_of_help"
    repeated_hospital_stays = "repeated_hospital_stays"


class DischargeReadyItem(StrEnum):
    """
    The letter holds the confirmation of the ward alone: it is written on the day of discharge (CSP R1112-1-2). The others hold the searches
    """

    informed = "informed"
    prescription_signed = "prescription_signed"
    prescription_dates = "prescription_dates"
    liaison_letter = "liaison_letter"


class DischargeCancellationReason(StrEnum):
    stays_in_hospital = "stays_in_hospital"
    transferred = "transferred"
    found_elsewhere = "found_elsewhere"
    refused_by_person = "refused_by_person"
    deceased = "deceased"
    mistake = "mistake"


class DischargeHandedTo(StrEnum):
    dac = "dac"
    prado = "prado"


class DischargeVisitMode(StrEnum):
    """
    Left out: as the slot says; at a practice when one is named; else at home
    """

    office = "office"
    home_visit = "home_visit"


class DischargeCheckKind(StrEnum):
    first = "first"
    second = "second"


class DischargeLineInput(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    need: DischargeNeed
    frequency: DischargeFrequency | MISSING = MISSING


class DischargeReadiness(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    informed: StrictBool
    prescription_signed: StrictBool
    prescription_from: date | None | MISSING = MISSING
    prescription_until: date | None | MISSING = MISSING
    liaison_letter_sent: StrictBool


class DischargePostponement(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    planned_on: date


class DischargeCancellation(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    reason: DischargeCancellationReason


class DischargeConfirmation(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    liaison_letter_sent: StrictBool


class DischargeCheckInput(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    all_in_place: Annotated[
        StrictBool,
        Field(description="False: the coordination acts, and the check is made again"),
    ]


class DischargeHandover(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    to: DischargeHandedTo
    criteria: Annotated[
        list[DischargeFragility] | MISSING,
        Field(
            description="What a person has found true; the DAC needs the number of the rules",
            max_length=6,
        ),
    ] = MISSING


class DischargeSettlement(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    settled_with: Annotated[
        str,
        Field(
            description="Supplier or service, never a patient",
            max_length=80,
            min_length=1,
        ),
    ]


class DischargeVisitTime(Model):
    """
    An own slot, or another time: never before the return home
    """

    model_config = ConfigDict(
        extra="forbid",
    )
    slot_id: Annotated[str | MISSING, Field(description="`id` of a slot", max_length=80, min_length=40)] = (
        MISSING
    )
    starts_at: Annotated[AwareDatetime | MISSING, Field(description="RFC 3339, with an offset")] = MISSING
    practice_id: UUID | MISSING = MISSING
    mode: DischargeVisitMode | MISSING = MISSING
    after_wish: Annotated[
        StrictBool | MISSING,
        Field(
            description="The time is after the wished deadline, and whoever gives it knows: without it such a time is refused"
        ),
    ] = MISSING


class DischargeCard(Model):
    """
    What an offer says of one line of a discharge
    """

    need: DischargeNeed
    frequency: DischargeFrequency | None
    planned_on: date
    autonomy: DischargeAutonomy


class DischargeSummary(Model):
    """
    A discharge on the board
    """

    planned_on: date
    lines: Annotated[StrictInt, Field(description="Needs still to be met or met")]
    found: StrictInt
    late: Annotated[StrictBool, Field(description="Red: no nurse, and the return home is near")]


class DischargeCheck(Model):
    kind: DischargeCheckKind
    due_on: date
    made_at: AwareDatetime | None
    all_in_place: Annotated[StrictBool | None, Field(description="Null while nobody has looked")]


class LiveTopic(StrEnum):
    offers = "offers"
    cases = "cases"
    notifications = "notifications"
    deliveries = "deliveries"
    agenda = "agenda"
    me = "me"


class LiveEvent(Model):
    """
    Something changed; what it is now must be read. Holds no identity.
    """

    topic: LiveTopic
    subject_id: Annotated[UUID | None, Field(description="The case of the topic `cases`; null elsewhere")]


class NotificationKind(StrEnum):
    offer_made = "offer_made"
    delegated_offer = "delegated_offer"
    offer_reminder = "offer_reminder"
    offer_taken = "offer_taken"
    offer_withdrawn = "offer_withdrawn"
    request_accepted = "request_accepted"
    request_widened = "request_widened"
    request_needs_coordinator = "request_needs_coordinator"
    appointment_confirmed = "appointment_confirmed"
    professional_withdrew = "professional_withdrew"
    confirmation_overdue = "confirmation_overdue"
    request_closed = "request_closed"
    message_posted = "message_posted"
    assigned = "assigned"
    identity_read = "identity_read"
    outside_calendar_lost = "outside_calendar_lost"
    page_to_confirm = "page_to_confirm"
    welcomed = "welcomed"
    people_to_call = "people_to_call"
    replacement_named = "replacement_named"
    member_left = "member_left"
    appointment_booked = "appointment_booked"
    appointment_cancelled = "appointment_cancelled"
    delegated_appointment = "delegated_appointment"
    appointment_moved = "appointment_moved"
    appointment_reminder = "appointment_reminder"
    day_ahead = "day_ahead"
    earlier_time = "earlier_time"
    no_show_to_follow = "no_show_to_follow"
    invited = "invited"
    daily_summary = "daily_summary"
    trial = "trial"
    certifier_on_the_way = "certifier_on_the_way"
    death_delay = "death_delay"
    death_rota_gap = "death_rota_gap"
    webhook_disabled = "webhook_disabled"
    request_corrected = "request_corrected"
    care_circle_changed = "care_circle_changed"
    attending_doctor_delay = "attending_doctor_delay"
    opinion_given = "opinion_given"
    opinion_detail_asked = "opinion_detail_asked"
    opinion_detail_given = "opinion_detail_given"
    opinion_overdue = "opinion_overdue"
    discharge_postponed = "discharge_postponed"
    discharge_confirmed = "discharge_confirmed"
    hospital_call_due = "hospital_call_due"
    home_check_due = "home_check_due"
    discharge_handed_over = "discharge_handed_over"
    kiosk_silent = "kiosk_silent"
    assistant_missing = "assistant_missing"
    trail_broken = "trail_broken"
    factors_changed = "factors_changed"
    code_tried_again = "code_tried_again"
    password_changed = "password_changed"
    new_device = "new_device"


class Notification(Model):
    id: UUID
    kind: NotificationKind
    created_at: AwareDatetime
    read_at: AwareDatetime | None
    case_id: Annotated[UUID | None, Field(description="Null when I may not open the request (yet)")]
    case_number: str | None
    case_kind: Annotated[
        CaseKind | None,
        Field(description="The kind of request that it is about; null when it is about none"),
    ]
    offer_id: UUID | None
    offer_state: Annotated[
        OfferState | None,
        Field(description="What became of the offer by now; null when the message is about none"),
    ]
    absence_id: Annotated[UUID | None, Field(description="The absence that it is about")]
    need: Need | None
    discharge_need: Annotated[DischargeNeed | None, Field(description="What is asked for a return home")]
    home_at: Annotated[
        AwareDatetime | None,
        Field(description="Planned day of that return home, at the usual hour of the community"),
    ]
    sector: str | None
    due_at: AwareDatetime | None
    starts_at: AwareDatetime | None
    ends_at: Annotated[AwareDatetime | None, Field(description="End of the absence")]
    appointments: Annotated[
        StrictInt | None,
        Field(
            description="How many appointments it is about, when they are several: `starts_at` is then that of the first"
        ),
    ]


class NotificationList(Model):
    items: list[Notification]
    next_cursor: str | None
    unread: StrictInt


class DeliveryState(StrEnum):
    queued = "queued"
    sent = "sent"
    delivered = "delivered"
    read = "read"
    failed = "failed"


class DeliveryChannel(StrEnum):
    screen = "screen"
    email = "email"
    sms = "sms"
    push = "push"


class DeliveryAction(StrEnum):
    retry = "retry"


class Delivery(Model):
    id: UUID
    kind: NotificationKind
    channel: DeliveryChannel
    state: DeliveryState
    recipient_name: str
    subject: str
    text: str
    case_id: UUID | None
    case_number: str | None
    created_at: AwareDatetime
    attempts: StrictInt
    next_attempt_at: AwareDatetime | None
    sent_at: AwareDatetime | None
    delivered_at: Annotated[AwareDatetime | None, Field(description="When its receipt came")]
    read_at: AwareDatetime | None
    cost_cents: Annotated[
        StrictFloat | None,
        Field(description="Price in cents of a euro; null when free, or not known"),
    ]
    provider_id: Annotated[str | None, Field(description="Its name at the SMS provider, to ask them")]
    last_error: str | None
    actions: list[DeliveryAction]


class DeliveryList(Model):
    items: list[Delivery]
    next_cursor: str | None
    queued: StrictInt
    failed: StrictInt
    today: StrictInt
    month_sms: Annotated[StrictInt, Field(description="SMS that left since the first of the month")]
    month_cost_cents: Annotated[StrictFloat, Field(description="Their price, in cents of a euro")]
    demo_only: Annotated[
        StrictBool,
        Field(description="Nothing leaves this server: this page is where messages go"),
    ]


class SasTransmissionState(StrEnum):
    """
    waiting: to be sent, or sent again; failed: given up
    """

    waiting = "waiting"
    sent = "sent"
    failed = "failed"


class SasTransmissionAction(StrEnum):
    retry = "retry"


class SasTransmission(Model):
    id: Annotated[UUID, Field(description="The identifier of the appointment at the platform")]
    state: SasTransmissionState
    appointment_state: AppointmentState
    starts_at: AwareDatetime
    ends_at: AwareDatetime
    professional: ProfessionalSummary
    attempts: StrictInt
    next_attempt_at: AwareDatetime | None
    last_attempt_at: AwareDatetime | None
    last_status: Annotated[
        StrictInt | None,
        Field(description="The HTTP status of the last answer; null when none came"),
    ]
    last_error: Annotated[str | None, Field(description="Why it was not taken, without any identifier")]
    changed_at: AwareDatetime
    sent_at: Annotated[AwareDatetime | None, Field(description="When the platform last took it")]
    actions: list[SasTransmissionAction]


class SasTransmissionList(Model):
    items: list[SasTransmission]
    next_cursor: str | None
    connected: Annotated[
        StrictBool,
        Field(
            description="Whether this server knows the address of the platform and has a certificate for it; otherwise everything waits"
        ),
    ]
    waiting: StrictInt
    failed: StrictInt


class NotificationFamily(StrEnum):
    """
    What messages are about: offers made to me, or to those who let me answer for them, what I asked for, the work of the coordination, my appointments
    """

    offers = "offers"
    delegated_offers = "delegated_offers"
    requests = "requests"
    coordination = "coordination"
    agenda = "agenda"


class ChannelChoice(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    email: StrictBool
    sms: StrictBool
    push: StrictBool


class NotificationChoices(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    offers: ChannelChoice
    delegated_offers: ChannelChoice
    requests: ChannelChoice
    coordination: ChannelChoice
    agenda: ChannelChoice


class NotificationPreferencesInput(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    choices: NotificationChoices
    daily_summary: Annotated[
        StrictBool,
        Field(
            description="One e-mail a day of what only informs and was not read on screen, when there is any"
        ),
    ]
    mobile_phone: Annotated[
        str | None | MISSING,
        Field(
            description="Where my SMS go. Null: the number of my membership, if any. Left out: as before",
            max_length=24,
            min_length=10,
        ),
    ] = MISSING
    quiet_hours: Annotated[
        QuietHours | None | MISSING,
        Field(
            description="When no SMS and no push leaves where I am no member. Refused of a member, whose membership has its own. Left out: as before"
        ),
    ] = MISSING


class PushDevice(Model):
    id: UUID
    device: Annotated[str, Field(description='Such as "Firefox, Android"')]
    created_at: AwareDatetime
    last_sent_at: AwareDatetime | None


class NotificationPreferences(Model):
    version: StrictInt
    families: Annotated[list[NotificationFamily], Field(description="Those that may reach me")]
    choices: NotificationChoices
    daily_summary: StrictBool
    summary_at: Annotated[
        str,
        Field(description="When the daily summary leaves, HH:MM on the clock of the territory"),
    ]
    phone_masked: Annotated[
        str | None,
        Field(description="Where my SMS go, only the last two digits; null when I have no mobile number"),
    ]
    own_phone: Annotated[
        StrictBool,
        Field(description="I gave the number here (it is not that of my membership)"),
    ]
    sms_available: Annotated[StrictBool, Field(description="This server can send SMS")]
    push_public_key: Annotated[str, Field(description="VAPID key of this server (RFC 8292), base64url")]
    quiet_hours: Annotated[
        QuietHours | None,
        Field(
            description="When no SMS and no push leaves: those of my membership or its community, else my own"
        ),
    ]
    devices: list[PushDevice]


class TrialChannel(StrEnum):
    email = "email"
    sms = "sms"
    push = "push"


class NotificationTrialInput(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    channel: TrialChannel


class NotificationTrial(Model):
    channel: TrialChannel
    sendings: Annotated[StrictInt, Field(description="One, or one a device")]


class PushSubscriptionInput(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    endpoint: Annotated[
        str,
        Field(
            description="As the browser gave it: an address of its push service",
            max_length=1000,
        ),
    ]
    p256dh: Annotated[
        str,
        Field(
            description="Public key of the browser (RFC 8291), base64url",
            pattern="^[A-Za-z0-9_-]{87}=?$",
        ),
    ]
    auth: Annotated[
        str,
        Field(
            description="Authentication secret, base64url",
            pattern="^[A-Za-z0-9_-]{22}(==)?$",
        ),
    ]
    device: Annotated[
        str,
        Field(
            description="How its owner knows it: browser and system, without a number",
            max_length=60,
            min_length=1,
            pattern="^[^0-9]+$",
        ),
    ]


class AnswerLink(Model):
    offer_id: UUID
    expires_at: AwareDatetime
    delegation_id: Annotated[
        UUID | None,
        Field(
            description="Of the professional to whom it was made, when I answer for them: the session must act for them first"
        ),
    ]


class SmsReceipt(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    message_id: Annotated[
        str,
        Field(description="The provider's id of the message", max_length=128, min_length=1),
    ]
    status: Annotated[
        str,
        Field(
            description="In the words of the provider: delivered, failed…",
            max_length=40,
        ),
    ]
    cost_cents: Annotated[
        StrictFloat | MISSING,
        Field(description="Price in cents of a euro, once known", ge=0.0, le=10000.0),
    ] = MISSING


class Sex(StrEnum):
    female = "female"
    male = "male"


class AgeBand(StrEnum):
    """
    Said before acceptance instead of the birth date
    """

    under_3_months = "under_3_months"
    months_3_11 = "months_3_11"
    months_12_23 = "months_12_23"
    years_2_3 = "years_2_3"
    years_4_6 = "years_4_6"
    years_7_11 = "years_7_11"
    years_12_15 = "years_12_15"
    years_16_19 = "years_16_19"
    years_20_29 = "years_20_29"
    years_30_39 = "years_30_39"
    years_40_49 = "years_40_49"
    years_50_59 = "years_50_59"
    years_60_69 = "years_60_69"
    years_70_79 = "years_70_79"
    years_80_and_over = "years_80_and_over"


class PersonInput(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    family_name: Annotated[str, Field(max_length=80, min_length=1)]
    given_name: Annotated[str, Field(max_length=80, min_length=1)]
    birth_date: date
    sex: Sex
    phone: Annotated[
        str,
        Field(
            description="French number as typed or in E.164; kept in E.164",
            max_length=24,
            min_length=10,
        ),
    ]
    phone_of: Annotated[
        str | None | MISSING,
        Field(
            description='Whose phone, when it is not the person: "Mère, Mme Coste"',
            max_length=80,
        ),
    ] = MISSING
    commune_insee: Annotated[
        str,
        Field(
            description="INSEE code of a commune (never a postcode)",
            pattern="^([0-9]{2}|2[AB])[0-9]{3}$",
        ),
    ]
    sector: Annotated[str | None | MISSING, Field(max_length=80)] = MISSING
    address_line: Annotated[
        str | None | MISSING,
        Field(
            description="Only when somebody must come; shown to the one who accepted",
            max_length=200,
        ),
    ] = MISSING


class IdentityReading(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    reason: Annotated[
        str | None | MISSING,
        Field(
            description="Break-glass: why, when one has no need of one's own",
            max_length=200,
            min_length=10,
        ),
    ] = MISSING


class IdentityField(StrEnum):
    """
    A part of an identity that may be corrected
    """

    family_name = "family_name"
    given_name = "given_name"
    birth_date = "birth_date"
    sex = "sex"
    phone = "phone"
    phone_of = "phone_of"
    address_line = "address_line"
    email = "email"


class IdentityCorrection(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    family_name: Annotated[str | MISSING, Field(max_length=80, min_length=1)] = MISSING
    given_name: Annotated[str | MISSING, Field(max_length=80, min_length=1)] = MISSING
    birth_date: date | MISSING = MISSING
    sex: Sex | MISSING = MISSING
    phone: Annotated[
        str | MISSING,
        Field(
            description="French number as typed or in E.164; kept in E.164",
            max_length=24,
            min_length=10,
        ),
    ] = MISSING
    phone_of: Annotated[
        str | None | MISSING,
        Field(
            description="Null takes away what was said, as of the two addresses",
            max_length=80,
        ),
    ] = MISSING
    address_line: Annotated[str | None | MISSING, Field(max_length=200)] = MISSING
    email: Annotated[str | None | MISSING, Field(max_length=254)] = MISSING


class CorrectedIdentity(Model):
    requests: Annotated[
        StrictInt,
        Field(description="In how many requests something was wrong and is right now"),
    ]


class PersonIdentity(Model):
    id: UUID
    family_name: str
    given_name: str
    birth_date: date | None
    age_years: StrictInt | None
    age_from: Annotated[
        StrictInt | None,
        Field(description="Of a dead person whose birth date nobody knows: at least that many years"),
    ]
    age_to: StrictInt | None
    sex: Sex
    phone: str | None
    phone_of: str | None
    email: Annotated[
        str | None,
        Field(description="Of who looks for an attending doctor, when they gave one"),
    ]
    commune_insee: str
    commune_name: str
    sector: str | None
    address_line: str | None
    access: Annotated[str | None, Field(description="Floor, code of the door")]
    people_present: Annotated[str | None, Field(description="Who is with the dead person, and their number")]
    may_correct: Annotated[StrictBool, Field(description="Whether I may correct it (`correctIdentity`)")]
    shown_until: Annotated[AwareDatetime, Field(description="Hide it again then")]


class PasskeyAnswer(Model):
    """
    What `navigator.credentials.get()` gave
    """

    model_config = ConfigDict(
        extra="forbid",
    )
    credential_id: Annotated[
        str,
        Field(
            description="Bytes in base64url, without padding",
            pattern="^[A-Za-z0-9_-]{16,8192}$",
        ),
    ]
    client_data: Annotated[
        str,
        Field(
            description="Bytes in base64url, without padding",
            pattern="^[A-Za-z0-9_-]{16,8192}$",
        ),
    ]
    authenticator_data: Annotated[
        str,
        Field(
            description="Bytes in base64url, without padding",
            pattern="^[A-Za-z0-9_-]{16,8192}$",
        ),
    ]
    signature: Annotated[
        str,
        Field(
            description="Bytes in base64url, without padding",
            pattern="^[A-Za-z0-9_-]{16,8192}$",
        ),
    ]


class PasskeyRequest(Model):
    """
    What `navigator.credentials.get()` takes
    """

    challenge: str
    rp_id: str
    credential_ids: list[str]


class FactorAsked(Model):
    password: Annotated[StrictBool, Field(description="The password proves it, for want of a factor")]
    totp: Annotated[
        StrictBool,
        Field(description="A code of the authenticator application proves it"),
    ]
    recovery: Annotated[StrictBool, Field(description="A recovery code that is left proves it")]
    passkey: Annotated[
        PasskeyRequest | None,
        Field(description="A passkey proves it; null: there is none"),
    ]
    expires_at: AwareDatetime


class Passkey(Model):
    id: UUID
    name: str
    added_at: AwareDatetime
    last_used_at: AwareDatetime | None


class TotpSecret(Model):
    secret: Annotated[str, Field(description="Base 32, to type in")]
    uri: Annotated[str, Field(description="otpauth:// address, as in the QR code")]
    qr_size: Annotated[StrictInt, Field(description="Width and height of the QR code, with its margin")]
    qr_path: Annotated[str, Field(description="Its dark squares, as the path of an SVG of that size")]


class TotpConfirmation(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    code: Annotated[str, Field(pattern="^[0-9 ]{6,8}$")]


class FactorAdded(Model):
    recovery_codes: Annotated[list[str] | None, Field(description="With the first factor, shown this once")]


class RecoveryCodes(Model):
    codes: list[str]


class PasskeyInput(Model):
    """
    What `navigator.credentials.create()` gave
    """

    model_config = ConfigDict(
        extra="forbid",
    )
    name: Annotated[
        str,
        Field(
            description="As its owner calls it; one short number at most",
            max_length=40,
            min_length=1,
            pattern="^[^0-9<>@/]*([0-9]{1,3}[^0-9<>@/]*)?$",
        ),
    ]
    credential_id: Annotated[
        str,
        Field(
            description="Bytes in base64url, without padding",
            pattern="^[A-Za-z0-9_-]{16,8192}$",
        ),
    ]
    client_data: Annotated[
        str,
        Field(
            description="Bytes in base64url, without padding",
            pattern="^[A-Za-z0-9_-]{16,8192}$",
        ),
    ]
    attestation: Annotated[
        str,
        Field(
            description="Bytes in base64url, without padding",
            pattern="^[A-Za-z0-9_-]{16,8192}$",
        ),
    ]


class PasskeyCreation(Model):
    """
    What `navigator.credentials.create()` takes
    """

    challenge: str
    rp_id: str
    rp_name: str
    user_id: Annotated[str, Field(description="Bytes in base64url that name the account, and nobody")]
    user_name: str
    user_label: str
    algorithms: Annotated[list[StrictInt], Field(description="Of COSE, the preferred one first")]
    credential_ids: Annotated[
        list[str],
        Field(description="Passkeys there are already: no second one on the same device"),
    ]


class SecondOpinionState(StrEnum):
    """
    opinion_filed = nobody is asked yet; colleague_asked and group_asked = alone and first; specialty_asked = all of the specialty; opinion_unanswered = for the coordination; opinion_taken = somebody will answer; detail_asked = back to who asked; opinion_given = in writing; opinion_appointment = the person will be seen
    """

    opinion_filed = "opinion_filed"
    colleague_asked = "colleague_asked"
    group_asked = "group_asked"
    specialty_asked = "specialty_asked"
    opinion_unanswered = "opinion_unanswered"
    opinion_taken = "opinion_taken"
    detail_asked = "detail_asked"
    opinion_given = "opinion_given"
    opinion_appointment = "opinion_appointment"
    opinion_closed = "opinion_closed"
    opinion_cancelled = "opinion_cancelled"
    opinion_closed_elsewhere = "opinion_closed_elsewhere"


class OpinionUrgency(StrEnum):
    """
    When the answer is needed (a wish; the hours are the community's)
    """

    same_day = "same_day"
    few_days = "few_days"
    few_weeks = "few_weeks"


class OpinionView(StrEnum):
    """
    asked = I made them; taken = I answer them; received = those of my patients that a colleague asked for and that were answered; all = all that I see
    """

    asked = "asked"
    taken = "taken"
    received = "received"
    all = "all"


class OpinionCancellationReason(StrEnum):
    not_needed = "not_needed"
    answered_elsewhere = "answered_elsewhere"
    worsened = "worsened"
    mistake = "mistake"
    other = "other"


class OpinionSolution(StrEnum):
    """
    How the coordination ended what nobody answered
    """

    hospital = "hospital"
    outside_territory = "outside_territory"
    teleexpertise = "teleexpertise"
    given_back = "given_back"
    other = "other"


class AttendingTold(StrEnum):
    """
    How the answer reaches the attending doctor: none = nobody is known; asker = who asked is the attending doctor; platform = told here; to_pass_on = no member here, who asked passes it on
    """

    none = "none"
    asker = "asker"
    platform = "platform"
    to_pass_on = "to_pass_on"


class OpinionQuestionKind(StrEnum):
    """
    choice = one of a closed list, shown before acceptance; text = a few words, shown after
    """

    choice = "choice"
    text = "text"


class OpinionQuestionInput(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    label: Annotated[str, Field(max_length=120, min_length=3)]
    kind: OpinionQuestionKind
    choices: Annotated[
        list[str],
        Field(description="Of a choice: two or more. Of a text: none", max_length=12),
    ]
    required: StrictBool


class OpinionQuestion(Model):
    label: str
    kind: OpinionQuestionKind
    choices: list[str]
    required: StrictBool


class OpinionTemplateInput(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    questions: Annotated[list[OpinionQuestionInput], Field(max_length=12)]


class OpinionTemplate(Model):
    specialty_code: str
    specialty_label: str
    version: Annotated[StrictInt, Field(description="0: as the community found it")]
    questions: list[OpinionQuestion]


class OpinionTemplateList(Model):
    items: list[OpinionTemplate]
    next_cursor: str | None


class OpinionGroupInput(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    name: Annotated[str, Field(max_length=80, min_length=3)]
    specialty_code: Annotated[str, Field(description="TRE_R38", pattern="^S[A-Z]{1,2}[0-9]{2}$")]
    member_ids: Annotated[
        list[UUID],
        Field(description="Members of the community", max_length=40, min_length=1),
    ]


class OpinionGroup(Model):
    id: UUID
    version: StrictInt
    name: str
    specialty_code: str
    specialty_label: str
    members: list[ProfessionalSummary]


class OpinionGroupList(Model):
    items: list[OpinionGroup]
    next_cursor: str | None


class OpinionFactInput(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    label: Annotated[str, Field(description="As in the template", max_length=120, min_length=3)]
    value: Annotated[str, Field(description="One of its choices, or a few words", max_length=200)]


class OpinionFact(Model):
    label: str
    value: str


class OpinionCard(Model):
    """
    Of an opinion, before acceptance: closed answers alone, no text
    """

    specialty_label: str
    group_name: Annotated[str | None, Field(description="Null when a colleague is asked by name")]
    urgency: OpinionUrgency
    facts: list[OpinionFact]


class OpinionAnswer(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    text: Annotated[
        str,
        Field(
            description="Encrypted, never in a message; no number of social security",
            max_length=4000,
            min_length=10,
        ),
    ]


class OpinionText(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    text: Annotated[str, Field(max_length=1000, min_length=3)]


class OpinionAppointment(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    slot_id: Annotated[str | MISSING, Field(description="`id` of a slot", max_length=80, min_length=40)] = (
        MISSING
    )
    starts_at: Annotated[AwareDatetime | MISSING, Field(description="RFC 3339, with an offset")] = MISSING
    practice_id: UUID | MISSING = MISSING
    after_wish: Annotated[
        StrictBool | MISSING,
        Field(
            description="The time is after the wished deadline, and whoever gives it knows: without it such a time is refused"
        ),
    ] = MISSING


class OpinionReading(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    passed_on: Annotated[
        StrictBool,
        Field(description="I pass it on to the attending doctor; needed when they are no member here"),
    ]


class OpinionCancellation(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    reason: OpinionCancellationReason


class OpinionSolutionInput(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    solution: OpinionSolution


class SignedOut(Model):
    continue_at: Annotated[
        str,
        Field(
            description="Where the browser goes next: the sign-in page, or the end of the session at Pro Santé Connect, which leads there"
        ),
    ]


class SessionPractice(Model):
    """
    An exercice of a professional at one place, as Pro Santé Connect told it
    """

    number: Annotated[StrictInt, Field(description="Its place in the list", ge=1)]
    profession: Annotated[str, Field(description="The profession, and the specialty when there is one")]
    place: Annotated[
        str | None,
        Field(description="The name and the postcode of the structure; null when none was told"),
    ]


class PracticeChoice(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    number: Annotated[StrictInt, Field(ge=1, le=50)]


class Role(StrEnum):
    professional = "professional"
    delegate = "delegate"
    coordinator = "coordinator"
    requester = "requester"
    kiosk = "kiosk"
    regulator = "regulator"
    admin = "admin"
    auditor = "auditor"


class Credentials(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    email: Annotated[str, Field(max_length=254, min_length=3)]
    password: Annotated[str, Field(max_length=200, min_length=1)]
    origin: Annotated[
        str | None | MISSING,
        Field(
            description="From which platform one comes, as the address of the sign-in page says: `sas`, `sas-preprod`…",
            pattern="^[a-z0-9-]{1,40}$",
        ),
    ] = MISSING


class CommunityChoice(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    community_id: UUID


class DelegationChoice(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    delegation_id: UUID


class ActingFor(Model):
    """
    A professional for whom I may act
    """

    delegation_id: Annotated[UUID, Field(description="What `X-Acting-For` carries")]
    professional_id: UUID
    name: str
    profession_label: str | None
    may_answer: Annotated[
        StrictBool,
        Field(description="Whether I may accept and decline requests for them"),
    ]


class PasswordLinkRequest(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    email: Annotated[str, Field(max_length=254, min_length=3)]


class PasswordToJudge(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    password: Annotated[str, Field(max_length=200, min_length=1)]
    about: Annotated[
        str,
        Field(
            description="What others know of whose it will be: a name, an address, each on a line",
            max_length=600,
        ),
    ]


class PasswordStrength(StrEnum):
    guessable = "guessable"
    good = "good"
    strong = "strong"


class PasswordJudgement(Model):
    strength: PasswordStrength


class PasswordChange(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    present: Annotated[str, Field(description="The password until now", max_length=200, min_length=1)]
    chosen: Annotated[
        str,
        Field(
            description="Another one, 12 characters at least and not `guessable`",
            max_length=200,
            min_length=1,
        ),
    ]


class InvitationProof(StrEnum):
    """
    What accepting asks for: a password to choose, for an account that nobody used yet; that of the account; or to be signed in with it, when it has none (Pro Santé Connect)
    """

    new_password = "new_password"
    password = "password"
    session = "session"


class InvitationAcceptance(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    token: Annotated[
        str,
        Field(description="As in the link that was sent", pattern="^[A-Za-z0-9_-]{43}$"),
    ]
    name: Annotated[
        str | None,
        Field(
            description="Null: as the inviter wrote it. An account that exists keeps its own",
            max_length=80,
            min_length=2,
            pattern="^[^0-9<>@/]+$",
        ),
    ]
    password: Annotated[
        str | None,
        Field(
            description="A new one has twelve characters at least and is not `guessable`; null when one is signed in instead (`proof`)",
            max_length=200,
            min_length=1,
        ),
    ]


class DelegateInvitation(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    name: Annotated[
        str,
        Field(
            description="As said aloud, without any figure",
            max_length=80,
            min_length=2,
            pattern="^[^0-9<>@/]+$",
        ),
    ]
    email: Annotated[
        str,
        Field(
            max_length=254,
            min_length=6,
            pattern="^[^@\\s\\u0085\\uFEFF]+@[^@\\s\\u0085\\uFEFF]+\\.[^@\\s\\u0085\\uFEFF.]+$",
        ),
    ]
    may_answer: StrictBool


class DelegationInput(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    may_answer: StrictBool


class DelegationState(StrEnum):
    """
    late = the link of the invitation no longer serves, send another
    """

    invited = "invited"
    late = "late"
    active = "active"


class Delegation(Model):
    id: UUID
    version: StrictInt
    state: DelegationState
    name: str
    email: str
    may_answer: Annotated[
        StrictBool,
        Field(description="Whether they may accept and decline requests for me"),
    ]
    since: Annotated[AwareDatetime | None, Field(description="Null until the invitation is accepted")]
    last_acted_at: Annotated[AwareDatetime | None, Field(description="Last traced act for me")]
    invited_at: Annotated[AwareDatetime, Field(description="When the last invitation was sent")]
    invitation_expires_at: Annotated[
        AwareDatetime | None, Field(description="Null once there is nothing to accept")
    ]
    demo_link: Annotated[
        str | None,
        Field(description="Where the e-mail leads, in a demonstration that sends none; null everywhere else"),
    ]


class DelegationList(Model):
    items: list[Delegation]
    next_cursor: str | None


class TokenRequest(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    grant_type: Annotated[str, Field(max_length=60)]
    client_id: Annotated[str | MISSING, Field(description="Or by HTTP Basic", max_length=80)] = MISSING
    client_secret: Annotated[str | MISSING, Field(max_length=200)] = MISSING
    scope: Annotated[
        str | MISSING,
        Field(description="Space separated; all granted ones by default", max_length=400),
    ] = MISSING


class TokenType(StrEnum):
    bearer = "Bearer"


class AccessToken(Model):
    access_token: str
    token_type: TokenType
    expires_in: Annotated[StrictInt, Field(description="Seconds")]
    scope: str


class CommunitySummary(Model):
    id: UUID
    name: str
    short_name: str
    roles: list[Role]


class CallerKind(StrEnum):
    account = "account"
    client = "client"


class Me(Model):
    kind: CallerKind
    id: UUID
    name: str
    initials: str
    community: CommunitySummary | None
    communities: list[CommunitySummary]
    roles: list[Role]
    scopes: list[str]
    acting_for: Annotated[ActingFor | None, Field(description="Null: in my own name")]
    delegations: Annotated[list[ActingFor], Field(description="For whom I may act in this community")]
    professional_id: Annotated[UUID | None, Field(description="Mine, or theirs for whom I act")]
    profession_code: Annotated[
        str | None,
        Field(description="TRE_G15 code (10 doctor, 60 nurse…) of that professional"),
    ]
    profession_label: str | None
    organisation_id: UUID | None
    organisation_name: str | None
    organisation_kind: OrganisationKind | None
    practice: Annotated[
        SessionPractice | None,
        Field(description="As what and where I work in this session; null also as long as it is not chosen"),
    ]
    practices: Annotated[
        list[SessionPractice],
        Field(description="What Pro Santé Connect told; empty when one signed in otherwise"),
    ]
    practice_missing: Annotated[
        StrictBool,
        Field(description="There are several of them and none was chosen: nothing but choosing one is open"),
    ]
    csrf_token: Annotated[str | None, Field(description="Null for machine clients")]
    idle_minutes: Annotated[
        StrictInt | None,
        Field(description="Minutes without activity after which the session ends"),
    ]
    second_factor_owed: Annotated[
        StrictBool,
        Field(
            description="My roles here ask a second factor, which this session did not prove: nothing but setting one up is open"
        ),
    ]
    server_time: AwareDatetime
    demo: StrictBool


class TeleconsultationState(StrEnum):
    """
    usual_doctor_asked, network_asked = as soon as possible, a doctor is looked for; nobody_found = the coordination directs the person; released = late while somebody waited
    """

    requested = "requested"
    redirected_15 = "redirected_15"
    redirected_face_to_face = "redirected_face_to_face"
    usual_doctor_asked = "usual_doctor_asked"
    network_asked = "network_asked"
    nobody_found = "nobody_found"
    confirmed = "confirmed"
    checked_in = "checked_in"
    in_progress = "in_progress"
    interrupted = "interrupted"
    rescheduled = "rescheduled"
    finished = "finished"
    no_show = "no_show"
    released = "released"
    cancelled = "cancelled"


class TeleconsultationReason(StrEnum):
    """
    Why, a closed list (never a diagnosis); the community says which are not accepted
    """

    ear_nose_throat = "ear_nose_throat"
    dermatology = "dermatology"
    minor_trauma = "minor_trauma"
    urinary = "urinary"
    digestive = "digestive"
    paediatrics = "paediatrics"
    prescription_renewal = "prescription_renewal"
    sick_note = "sick_note"
    follow_up = "follow_up"
    other = "other"
    chest_pain = "chest_pain"
    breathlessness = "breathlessness"
    neurological_deficit = "neurological_deficit"
    trauma_needing_imaging = "trauma_needing_imaging"
    abdominal_guarding = "abdominal_guarding"
    infant_under_3_months = "infant_under_3_months"
    suicidal_crisis = "suicidal_crisis"


class TeleconsultationRedirect(StrEnum):
    """
    Where a reason that is not accepted leads
    """

    the_15 = "the_15"
    face_to_face = "face_to_face"


class TeleconsultationReasonRule(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    reason: TeleconsultationReason
    redirect: TeleconsultationRedirect


class TerritorialException(StrEnum):
    """
    Why another doctor than the usual one may answer (avenant 9, convention of 2024)
    """

    none = "none"
    no_attending_doctor = "no_attending_doctor"
    priority_zone = "priority_zone"
    sas = "sas"
    urgent = "urgent"
    under_16 = "under_16"


class TeleconsultationOrigin(StrEnum):
    kiosk = "kiosk"
    site = "site"
    professional = "professional"
    coordination = "coordination"


class TeleconsultationAction(StrEnum):
    """
    What I may do now; the first is the most useful
    """

    check_in = "check_in"
    start = "start"
    finish = "finish"
    tick_report = "tick_report"
    interrupt = "interrupt"
    record_no_show = "record_no_show"
    release = "release"
    confirm_by_phone = "confirm_by_phone"
    record_consent = "record_consent"
    move = "move"
    cancel = "cancel"
    close = "close"


class TeleconsultationFollowUp(StrEnum):
    """
    What follows a call that broke
    """

    rescheduled = "rescheduled"
    face_to_face = "face_to_face"
    the_15 = "the_15"


class TeleconsultationCancellationReason(StrEnum):
    person_better = "person_better"
    found_elsewhere = "found_elsewhere"
    person_unreachable = "person_unreachable"
    doctor_unavailable = "doctor_unavailable"
    site_unavailable = "site_unavailable"
    mistake = "mistake"
    other = "other"


class TeleconsultationSolution(StrEnum):
    """
    Where the person was directed
    """

    face_to_face = "face_to_face"
    out_of_hours = "out_of_hours"
    the_15 = "the_15"


class TeleconsultationConsentBy(StrEnum):
    """
    guardian = a holder of parental authority
    """

    person = "person"
    guardian = "guardian"


class AdultTie(StrEnum):
    """
    What the adult who comes along is to the minor
    """

    parent = "parent"
    guardian = "guardian"
    family = "family"
    school = "school"
    other = "other"


class TeleconsultationTime(Model):
    slot_id: Annotated[str, Field(description="Of the doctor; to hold, with the site")]
    site_id: UUID
    site_name: str
    starts_at: AwareDatetime
    ends_at: AwareDatetime
    professional: ProfessionalSummary
    assistant_name: Annotated[str, Field(description="Who would assist")]


class TeleconsultationTimeList(Model):
    times: list[TeleconsultationTime]
    more: Annotated[StrictBool, Field(description="There are later ones")]


class TeleconsultationHoldInput(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    slot_id: Annotated[str, Field(description="`id` of a slot", max_length=80, min_length=40)]
    site_id: Annotated[UUID, Field(description="From a kiosk, its own")]


class TeleconsultationHold(Model):
    id: UUID
    token: Annotated[str, Field(description="To confirm with, told this once")]
    site_id: UUID
    site_name: str
    starts_at: AwareDatetime
    ends_at: AwareDatetime
    professional: ProfessionalSummary
    assistant_name: str
    expires_at: AwareDatetime


class TeleconsultationMinorInput(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    adult_name: Annotated[str, Field(max_length=80, min_length=1)]
    tie: AdultTie
    phone: Annotated[
        str,
        Field(
            description="French number as typed or in E.164; kept in E.164",
            max_length=24,
            min_length=10,
        ),
    ]
    parental_consent: Annotated[StrictBool, Field(description="A holder of parental authority agrees")]


class TeleconsultationConsentInput(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    by: TeleconsultationConsentBy
    video: Annotated[StrictBool, Field(description="To be seen by video")]
    data: Annotated[StrictBool, Field(description="To what is kept here of the booking")]


class TeleconsultationMove(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    hold_token: Annotated[str, Field(description="`token` of the hold", max_length=64, min_length=20)]


class TeleconsultationCancellation(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    reason: TeleconsultationCancellationReason


class TeleconsultationInterruption(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    follow_up: TeleconsultationFollowUp
    hold_token: Annotated[
        str | MISSING,
        Field(
            description="When it is booked again: what one holds",
            max_length=64,
            min_length=20,
        ),
    ] = MISSING


class TeleconsultationEnd(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    report_sent: Annotated[StrictBool, Field(description="The doctor sent the report to the usual doctor")]


class TeleconsultationSolutionInput(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    solution: TeleconsultationSolution


class TeleconsultationMinor(Model):
    tie: AdultTie | None
    parental_consent: StrictBool
    override_reason: Annotated[str | None, Field(description="Why the doctor takes them all the same")]
    adult_name: Annotated[str | None, Field(description="Only for those who need the identity now")]
    phone: Annotated[str | None, Field(description="The same")]


class TeleconsultationConsent(Model):
    by: TeleconsultationConsentBy
    video: StrictBool
    data: StrictBool
    at: AwareDatetime
    recorded_by: Annotated[str, Field(description="Name of who wrote it")]


class TeleconsultationCount(Model):
    year: StrictInt
    finished: Annotated[StrictInt, Field(description="Those that took place since 1 January")]
    booked: Annotated[StrictInt, Field(description="Those still to come this year")]


class TeleconsultationOutcomeFigure(Model):
    state: TeleconsultationState
    bookings: StrictInt


class TeleconsultationSiteFigure(Model):
    site_id: UUID
    site_name: str
    bookings: StrictInt
    finished: StrictInt


class TeleconsultationHourFigure(Model):
    hour: Annotated[StrictInt, Field(description="Of the clock of the territory, 0 to 23")]
    bookings: StrictInt


class TeleconsultationFigures(Model):
    month: str
    bookings: StrictInt
    outcomes: list[TeleconsultationOutcomeFigure]
    sites: list[TeleconsultationSiteFigure]
    hours: list[TeleconsultationHourFigure]
    minutes_to_start: Annotated[
        StrictInt | None,
        Field(description="Median minutes from request to start, of those asked as soon as possible"),
    ]
    doctors_of_territory: Annotated[
        StrictInt,
        Field(description="Started ones answered by a doctor of the territory"),
    ]
    doctors: Annotated[StrictInt, Field(description="Started ones in all")]


class TeleconsultationKiosk(Model):
    site_id: UUID
    site_name: str
    client_name: str
    last_heartbeat_at: Annotated[AwareDatetime | None, Field(description="Null when it never was heard of")]
    is_silent: StrictBool
    silent_since: AwareDatetime | None
    skew_seconds: Annotated[StrictInt, Field(description="How far its clock is ahead of the server’s")]
    clock_is_wrong: Annotated[StrictBool, Field(description="Further than the rules tolerate without a word")]
    version_label: Annotated[str | None, Field(description="As the kiosk says")]


class TeleconsultationKioskList(Model):
    kiosks: list[TeleconsultationKiosk]


class TeleconsultationBookingRules(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    hold_minutes: Annotated[
        StrictInt,
        Field(
            description="How long a start is kept for who is filling the form",
            ge=1,
            le=60,
        ),
    ]
    refused_reasons: Annotated[
        list[TeleconsultationReasonRule],
        Field(
            description="Not accepted by the local protocol; for clinicians to validate",
            max_length=17,
        ),
    ]
    walk_in_hours: Annotated[
        StrictInt,
        Field(
            description="A start nearer than that asks that the usual doctor was contacted",
            ge=0,
            le=24,
        ),
    ]
    late_minutes: Annotated[
        StrictInt,
        Field(
            description="A late person is waited for so long, then given up if somebody waits",
            ge=0,
            le=60,
        ),
    ]
    no_show_minutes: Annotated[
        StrictInt,
        Field(description="From then on the person did not come", ge=5, le=120),
    ]
    soon_minutes: Annotated[
        StrictInt,
        Field(
            description="As soon as possible means within so many minutes",
            ge=15,
            le=720,
        ),
    ]
    usual_doctor_minutes: Annotated[
        StrictInt,
        Field(description="The usual doctor has so long to answer alone", ge=1, le=120),
    ]
    network_minutes: Annotated[
        StrictInt, Field(description="Then the doctors of the territory", ge=1, le=240)
    ]
    silent_minutes: Annotated[
        StrictInt,
        Field(description="Without a word for so long a kiosk is silent", ge=1, le=120),
    ]
    skew_seconds: Annotated[
        StrictInt,
        Field(description="A clock further away is shown as wrong", ge=1, le=3600),
    ]


class KioskReason(Model):
    reason: TeleconsultationReason
    redirect: Annotated[TeleconsultationRedirect | None, Field(description="Null when it is accepted")]


class KioskCommune(Model):
    insee: str
    name: str


class KioskHeartbeat(Model):
    received_at: AwareDatetime
    skew_seconds: Annotated[
        StrictInt,
        Field(description="How far the clock of the kiosk is ahead of the server’s"),
    ]
    clock_is_wrong: StrictBool
    next_within_minutes: Annotated[
        StrictInt,
        Field(description="Silent for longer, the kiosk is shown to the coordination as down"),
    ]


class KioskEventKind(StrEnum):
    confirm = "confirm"
    cancel = "cancel"
    consent = "consent"
    check_in = "check_in"
    start = "start"
    interrupt = "interrupt"
    finish = "finish"
    no_show = "no_show"


class KioskEventOutcome(StrEnum):
    """
    overtaken = things have moved on meanwhile: it changed nothing
    """

    applied = "applied"
    repeated = "repeated"
    overtaken = "overtaken"
    refused = "refused"


class KioskNext(StrEnum):
    """
    What to do now
    """

    go_on = "go_on"
    show_state = "show_state"
    hold_again = "hold_again"
    ask_assistant = "ask_assistant"
    resend_from_next_sequence = "resend_from_next_sequence"


class KioskEventResult(Model):
    id: UUID
    sequence: StrictInt
    outcome: KioskEventOutcome
    first_outcome: Annotated[
        KioskEventOutcome | None,
        Field(description="Of one that is repeated: what came of it"),
    ]
    occurred_at: Annotated[AwareDatetime | None, Field(description="By the clock of the server")]
    booking_id: UUID | None
    state: Annotated[TeleconsultationState | None, Field(description="Of the booking now")]
    problem: Annotated[Problem | None, Field(description="Of one that is refused or overtaken")]
    next: KioskNext


class KioskEventResults(Model):
    received_at: AwareDatetime
    skew_seconds: StrictInt
    next_sequence: Annotated[StrictInt, Field(description="The number that the server waits for")]
    results: list[KioskEventResult]


class TeleconsultationSiteKind(StrEnum):
    """
    Where the person sits; home_visits = at home, with a nurse who carries the kit
    """

    pharmacy = "pharmacy"
    nurse_practice = "nurse_practice"
    home_visits = "home_visits"
    health_centre = "health_centre"


class TeleconsultationSiteState(StrEnum):
    """
    A closed site is kept with its history and cannot be booked
    """

    active = "active"
    closed = "closed"


class TeleconsultationKitItem(StrEnum):
    """
    The first four are required (pharmacists’ convention of 9 March 2022)
    """

    stethoscope = "stethoscope"
    otoscope = "otoscope"
    oximeter = "oximeter"
    blood_pressure = "blood_pressure"
    thermometer = "thermometer"
    dermatoscope = "dermatoscope"
    electrocardiograph = "electrocardiograph"
    glucose_meter = "glucose_meter"
    scales = "scales"


class TeleconsultationTrainingKind(StrEnum):
    """
    Who gave it
    """

    community = "community"
    supplier = "supplier"
    training_body = "training_body"
    other = "other"


class TeleconsultationSiteCause(StrEnum):
    """
    Why a site cannot be booked. The last three are about one instant: the site is shut then, nobody trained is there, it is past
    """

    closed = "closed"
    no_room = "no_room"
    room_not_seated = "room_not_seated"
    room_not_apart = "room_not_apart"
    kit_missing = "kit_missing"
    kit_check_old = "kit_check_old"
    no_trained_assistant = "no_trained_assistant"
    training_expired = "training_expired"
    connection_untested = "connection_untested"
    connection_old = "connection_old"
    connection_failed = "connection_failed"
    connection_too_slow = "connection_too_slow"
    no_opening = "no_opening"
    no_join_link = "no_join_link"
    shut_then = "shut_then"
    nobody_then = "nobody_then"
    past = "past"


class TeleconsultationSiteLack(Model):
    cause: TeleconsultationSiteCause
    item: Annotated[
        TeleconsultationKitItem | None,
        Field(description="Of the kit; null for any other cause"),
    ]


class TeleconsultationSiteAction(StrEnum):
    """
    edit = all of it, keep = its opening, kit and connection
    """

    edit = "edit"
    keep = "keep"


class TeleconsultationRoom(Model):
    """
    What is asked of the room; a home has none
    """

    model_config = ConfigDict(
        extra="forbid",
    )
    closed: Annotated[
        StrictBool,
        Field(description="A room with a door that is shut: nobody hears or sees"),
    ]
    seated: Annotated[StrictBool, Field(description="The person sits")]
    apart: Annotated[
        StrictBool,
        Field(
            description="Calm, lit, not open to where the public passes, with another place to wait (HAS, March 2024)"
        ),
    ]


class TeleconsultationSiteInput(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    kind: TeleconsultationSiteKind
    state: TeleconsultationSiteState
    organisation_id: Annotated[
        UUID | None,
        Field(
            description="The structure of the directory that keeps the site; required of a pharmacy and of a health centre"
        ),
    ]
    name: Annotated[str, Field(max_length=100, min_length=1)]
    address_line: Annotated[
        str | None,
        Field(description="Null for that of the structure", max_length=200, min_length=1),
    ]
    commune_insee: Annotated[
        str,
        Field(
            description="INSEE code of a commune (never a postcode)",
            pattern="^([0-9]{2}|2[AB])[0-9]{3}$",
        ),
    ]
    sector: Annotated[
        str | None,
        Field(
            description="A quarter that the community names there",
            max_length=100,
            min_length=1,
        ),
    ]
    room: TeleconsultationRoom
    join_link_base: Annotated[
        str | None,
        Field(
            description="Address under which the video provider of the site opens a room for each booking",
            pattern="^https://[A-Za-z0-9.-]{1,200}(/[A-Za-z0-9._~/-]{0,190})?$",
        ),
    ]


class TeleconsultationSitePersonInput(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    professional_id: Annotated[UUID, Field(description="A nurse or pharmacist of the community")]
    hours: Annotated[
        list[WeeklyHoursInput] | None,
        Field(
            description="When they are there; null for as long as the site is open",
            max_length=28,
        ),
    ]


class TeleconsultationSitePeopleInput(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    people: Annotated[list[TeleconsultationSitePersonInput], Field(max_length=50)]


class TeleconsultationSiteOpening(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    hours: Annotated[list[WeeklyHoursInput], Field(max_length=56)]
    exceptions: Annotated[list[HoursException], Field(max_length=60)]


class TeleconsultationKitItemInput(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    item: TeleconsultationKitItem
    checked_on: date


class TeleconsultationKitInput(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    items: Annotated[list[TeleconsultationKitItemInput], Field(max_length=20)]


class TeleconsultationConnectionInput(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    tested_on: date
    worked: Annotated[StrictBool, Field(description="Picture and sound were good, both ways")]
    down_mbps: Annotated[
        StrictFloat,
        Field(description="Megabits a second, towards the site", ge=0.0, le=10000.0),
    ]
    up_mbps: Annotated[
        StrictFloat,
        Field(description="Megabits a second, from the site", ge=0.0, le=10000.0),
    ]


class TeleconsultationKitLine(Model):
    item: TeleconsultationKitItem
    required: Annotated[StrictBool, Field(description="Without it the site cannot be booked")]
    checked_on: Annotated[date | None, Field(description="Null when the kit has none")]
    checked_by: Annotated[str | None, Field(description="Name of who looked at it last")]
    good_until: Annotated[date | None, Field(description="Last day on which that look holds")]


class TeleconsultationConnection(Model):
    tested_on: date
    worked: StrictBool
    down_mbps: StrictFloat
    up_mbps: StrictFloat
    tested_by: Annotated[str, Field(description="Name of who wrote it")]
    good_until: Annotated[date, Field(description="Last day on which it holds")]


class TeleconsultationAssistantLack(StrEnum):
    """
    Why somebody may not assist today; left = practises nowhere any more; no_site = is named at no site
    """

    not_volunteering = "not_volunteering"
    left = "left"
    no_training = "no_training"
    training_expired = "training_expired"
    no_site = "no_site"


class TeleconsultationSitePerson(Model):
    professional: ProfessionalSummary
    hours: Annotated[
        list[WeeklyHours] | None,
        Field(description="Null for as long as the site is open"),
    ]
    training_until: Annotated[date | None, Field(description="Last day on which their training holds")]
    lacks: list[TeleconsultationAssistantLack]


class TeleconsultationSite(Model):
    id: UUID
    version: StrictInt
    kind: TeleconsultationSiteKind
    state: TeleconsultationSiteState
    organisation_id: UUID | None
    organisation_name: str | None
    name: str
    address_line: str | None
    commune_insee: str
    commune_name: str
    sector: str | None
    latitude: StrictFloat | None
    longitude: StrictFloat | None
    room: TeleconsultationRoom
    join_link_base: str | None
    hours: list[WeeklyHours]
    exceptions: Annotated[list[HoursException], Field(description="From today on, in order")]
    kit: Annotated[
        list[TeleconsultationKitLine],
        Field(description="Everything that a kit may hold, what is required first"),
    ]
    connection: Annotated[
        TeleconsultationConnection | None,
        Field(description="Null when it was never tried"),
    ]
    people: Annotated[list[TeleconsultationSitePerson], Field(description="By name")]
    lacks: Annotated[list[TeleconsultationSiteLack], Field(description="Today, whatever the hour")]
    bookable: Annotated[StrictBool, Field(description="Nothing lacks today")]
    is_mine: Annotated[StrictBool, Field(description="One works there, or for its structure")]
    actions: list[TeleconsultationSiteAction]


class TeleconsultationSiteList(Model):
    sites: list[TeleconsultationSite]


class TeleconsultationTraining(Model):
    kind: TeleconsultationTrainingKind
    done_on: date
    valid_until: Annotated[date, Field(description="Last day on which it holds")]
    recorded_by: Annotated[str, Field(description="Name of who wrote it")]


class TeleconsultationTrainingFacts(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    kind: TeleconsultationTrainingKind
    done_on: date
    valid_until: Annotated[date, Field(description="Last day on which it holds")]


class TeleconsultationTrainingInput(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    training: Annotated[TeleconsultationTrainingFacts | None, Field(description="Null takes it back")]


class TeleconsultationSiteName(Model):
    id: UUID
    name: str
    kind: TeleconsultationSiteKind


class TeleconsultationAssistant(Model):
    professional: ProfessionalSummary
    version: Annotated[StrictInt, Field(description="0 while no training was written")]
    volunteers: Annotated[StrictBool, Field(description="As they say themselves")]
    training: TeleconsultationTraining | None
    sites: Annotated[
        list[TeleconsultationSiteName],
        Field(description="Active sites where they are named, by name"),
    ]
    lacks: list[TeleconsultationAssistantLack]
    may_assist: Annotated[StrictBool, Field(description="Nothing lacks today")]


class TeleconsultationAssistantList(Model):
    assistants: list[TeleconsultationAssistant]


class OwnTeleconsultation(Model):
    may_volunteer: Annotated[StrictBool, Field(description="Nurses and pharmacists assist")]
    assistant: TeleconsultationAssistant


class OwnTeleconsultationInput(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    volunteers: StrictBool


class TeleconsultationRules(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    kit_months: Annotated[
        StrictInt,
        Field(description="How long a look at an item of the kit holds", ge=1, le=60),
    ]
    connection_months: Annotated[
        StrictInt,
        Field(description="How long a test of the connection holds", ge=1, le=60),
    ]
    min_down_mbps: Annotated[
        StrictFloat,
        Field(description="Megabits a second, towards the site", ge=0.0, le=1000.0),
    ]
    min_up_mbps: Annotated[
        StrictFloat,
        Field(description="Megabits a second, from the site", ge=0.0, le=1000.0),
    ]


class UnscheduledCareState(StrEnum):
    to_complete = "to_complete"
    redirected_15 = "redirected_15"
    qualified = "qualified"
    attending_doctor_asked = "attending_doctor_asked"
    wave_1 = "wave_1"
    wave_2 = "wave_2"
    wave_3 = "wave_3"
    wave_4 = "wave_4"
    slot_held = "slot_held"
    appointment_confirmed = "appointment_confirmed"
    fulfilled = "fulfilled"
    no_show = "no_show"
    cancelled_professional = "cancelled_professional"
    no_solution = "no_solution"
    closed_elsewhere = "closed_elsewhere"
    cancelled = "cancelled"


class Urgency(StrEnum):
    """
    When the person should be seen (a wish; the tool is not a regulator)
    """

    same_day = "same_day"
    within_24_hours = "within_24_hours"
    within_48_hours = "within_48_hours"


class Mobility(StrEnum):
    can_travel = "can_travel"
    home_visit = "home_visit"


class RedFlag(StrEnum):
    chest_pain = "chest_pain"
    breathing_difficulty = "breathing_difficulty"
    stroke_signs = "stroke_signs"
    loss_of_consciousness = "loss_of_consciousness"
    heavy_bleeding = "heavy_bleeding"
    suicidal_thoughts = "suicidal_thoughts"
    young_infant_fever = "young_infant_fever"


class RequestOrigin(StrEnum):
    sas = "sas"
    unscheduled_care_centre = "unscheduled_care_centre"
    pharmacist = "pharmacist"
    nurse = "nurse"
    doctor = "doctor"
    other_professional = "other_professional"
    coordinator = "coordinator"
    organisation = "organisation"
    person = "person"
    health_insurance = "health_insurance"


class AttendingDoctorStatus(StrEnum):
    known = "known"
    none = "none"
    unknown = "unknown"


class AttendingDoctorContact(StrEnum):
    not_called = "not_called"
    called_unavailable = "called_unavailable"
    called_no_answer = "called_no_answer"


class Solution(StrEnum):
    """
    Where the person was directed
    """

    out_of_hours = "out_of_hours"
    unscheduled_care_centre = "unscheduled_care_centre"
    sas = "sas"
    teleconsultation = "teleconsultation"
    emergency_department = "emergency_department"
    found_elsewhere = "found_elsewhere"


class CancellationReason(StrEnum):
    person_better = "person_better"
    found_elsewhere = "found_elsewhere"
    person_unreachable = "person_unreachable"
    mistake = "mistake"
    other = "other"


class RequestView(StrEnum):
    mine = "mine"
    taken = "taken"
    all = "all"


class UnscheduledCareRequestInput(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    red_flags: Annotated[
        list[RedFlag],
        Field(
            description='Empty when the screen was answered "none of these"; any flag closes the request as redirected to the 15',
            max_length=7,
        ),
    ]
    person: PersonInput | MISSING = MISSING
    need: Need | MISSING = MISSING
    urgency: Urgency | MISSING = MISSING
    mobility: Mobility | MISSING = MISSING
    attending_doctor_status: AttendingDoctorStatus | MISSING = MISSING
    attending_professional_id: UUID | MISSING = MISSING
    attending_contact: AttendingDoctorContact | MISSING = MISSING
    usual_professional_ids: Annotated[list[UUID] | MISSING, Field(max_length=5)] = MISSING
    interpreter: Annotated[str | None | MISSING, Field(description="Language", max_length=40)] = MISSING
    note: Annotated[
        str | None | MISSING,
        Field(
            description="Read only by the one who accepts; never a diagnosis",
            max_length=200,
        ),
    ] = MISSING
    note_confirmed_not_medical: Annotated[
        StrictBool,
        Field(description="The author was shown words that look medical and says that they are not"),
    ] = False
    informed: Annotated[
        StrictBool | MISSING,
        Field(description="The person is informed and agrees; otherwise nobody is asked yet"),
    ] = MISSING
    requested_for: Annotated[
        str | None | MISSING,
        Field(
            description="By phone: who called (structure or person), entered by the coordinator",
            max_length=120,
        ),
    ] = MISSING
    requested_for_phone: Annotated[
        str | None | MISSING,
        Field(
            description="French number as typed or in E.164; kept in E.164",
            max_length=24,
            min_length=10,
        ),
    ] = MISSING


class UnscheduledCarePreviewInput(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    need: Need
    urgency: Urgency
    mobility: Mobility
    birth_date: date | MISSING = MISSING
    commune_insee: Annotated[
        str,
        Field(
            description="INSEE code of a commune (never a postcode)",
            pattern="^([0-9]{2}|2[AB])[0-9]{3}$",
        ),
    ]
    sector: Annotated[str | None | MISSING, Field(max_length=80)] = MISSING
    attending_doctor_status: AttendingDoctorStatus
    attending_professional_id: UUID | MISSING = MISSING
    attending_contact: AttendingDoctorContact | MISSING = MISSING
    usual_professional_ids: Annotated[list[UUID] | MISSING, Field(max_length=5)] = MISSING


class PreviewStep(Model):
    at: AwareDatetime
    kind: NextStepKind
    wave: StrictInt | None
    waves: StrictInt | None
    audience: WaveAudience | None
    people: StrictInt | None
    minutes: StrictInt | None
    radius_km: StrictFloat | None
    professional_name: Annotated[str | None, Field(description="The attending doctor when asked alone")]
    skip_reason: Annotated[SkipReason | None, Field(description="Why the attending doctor is not asked")]


class PreviewCard(Model):
    need: Need
    age_band: AgeBand | None
    urgency: Urgency
    wished_before: AwareDatetime
    sector: str | None
    commune_name: str
    mobility: Mobility
    requester_profession: str


class UnscheduledCareDraftInput(Model):
    """
    Whatever has been typed so far; nothing is checked yet but lengths and the number of social security
    """

    model_config = ConfigDict(
        extra="forbid",
    )
    family_name: Annotated[str | MISSING, Field(max_length=80)] = MISSING
    given_name: Annotated[str | MISSING, Field(max_length=80)] = MISSING
    birth_date: Annotated[str | MISSING, Field(max_length=20)] = MISSING
    sex: Sex | MISSING = MISSING
    phone: Annotated[str | MISSING, Field(max_length=24)] = MISSING
    phone_of: Annotated[str | MISSING, Field(max_length=80)] = MISSING
    commune_insee: Annotated[str | MISSING, Field(max_length=5)] = MISSING
    sector: Annotated[str | MISSING, Field(max_length=80)] = MISSING
    address_line: Annotated[str | MISSING, Field(max_length=200)] = MISSING
    need: Need | MISSING = MISSING
    urgency: Urgency | MISSING = MISSING
    mobility: Mobility | MISSING = MISSING
    attending_doctor_status: AttendingDoctorStatus | MISSING = MISSING
    attending_professional_id: UUID | MISSING = MISSING
    attending_contact: AttendingDoctorContact | MISSING = MISSING
    usual_professional_ids: Annotated[list[UUID] | MISSING, Field(max_length=5)] = MISSING
    interpreter: Annotated[str | MISSING, Field(max_length=40)] = MISSING
    note: Annotated[str | MISSING, Field(max_length=200)] = MISSING
    informed: StrictBool | MISSING = MISSING
    requested_for: Annotated[str | MISSING, Field(max_length=120)] = MISSING
    requested_for_phone: Annotated[str | MISSING, Field(max_length=24)] = MISSING
    no_red_flag_at: AwareDatetime | MISSING = MISSING


class UnscheduledCareDraft(Model):
    saved_at: AwareDatetime
    expires_at: AwareDatetime
    content: UnscheduledCareDraftInput


class UnscheduledCareCompletion(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    informed: Annotated[StrictBool, Field(description="The person is informed and agrees")]


class UnscheduledCareCancellation(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    reason: CancellationReason


class UnscheduledCareConfirmation(Model):
    """
    Nothing when the accepted slot is kept; another time when that is what was agreed
    """

    model_config = ConfigDict(
        extra="forbid",
    )
    slot_id: Annotated[str | MISSING, Field(description="`id` of a slot", max_length=80, min_length=40)] = (
        MISSING
    )
    starts_at: Annotated[AwareDatetime | MISSING, Field(description="RFC 3339, with an offset")] = MISSING
    practice_id: UUID | MISSING = MISSING
    after_wish: Annotated[
        StrictBool | MISSING,
        Field(
            description="The time is after the wished deadline, and whoever gives it knows: without it such a time is refused"
        ),
    ] = MISSING


class UnscheduledCareOutcome(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    came: StrictBool


class UnscheduledCareSolution(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    solution: Solution


class WebhookEventType(StrEnum):
    death_certification_received = "death_certification.received"
    death_certification_offered = "death_certification.offered"
    death_certification_accepted = "death_certification.accepted"
    death_certification_en_route = "death_certification.en_route"
    death_certification_arrived = "death_certification.arrived"
    death_certification_certified = "death_certification.certified"
    death_certification_obstacle = "death_certification.obstacle"
    death_certification_withdrawn = "death_certification.withdrawn"
    death_certification_escalated = "death_certification.escalated"
    death_certification_cancelled = "death_certification.cancelled"
    death_certification_closed = "death_certification.closed"
    death_certification_corrected = "death_certification.corrected"
    teleconsultation_requested = "teleconsultation.requested"
    teleconsultation_redirected = "teleconsultation.redirected"
    teleconsultation_confirmed = "teleconsultation.confirmed"
    teleconsultation_moved = "teleconsultation.moved"
    teleconsultation_checked_in = "teleconsultation.checked_in"
    teleconsultation_started = "teleconsultation.started"
    teleconsultation_interrupted = "teleconsultation.interrupted"
    teleconsultation_finished = "teleconsultation.finished"
    teleconsultation_no_show = "teleconsultation.no_show"
    teleconsultation_released = "teleconsultation.released"
    teleconsultation_cancelled = "teleconsultation.cancelled"
    teleconsultation_nobody_found = "teleconsultation.nobody_found"
    teleconsultation_closed = "teleconsultation.closed"


class WebhookEndpointState(StrEnum):
    """
    disabled: by the server, after 410 or days of failures
    """

    active = "active"
    paused = "paused"
    disabled = "disabled"


class WebhookEndpointAction(StrEnum):
    pause = "pause"
    resume = "resume"
    rotate = "rotate"
    replay = "replay"
    delete = "delete"


class WebhookDisabledReason(StrEnum):
    """
    gone: it answered 410; failing: nothing was taken for five days
    """

    gone = "gone"
    failing = "failing"


class WebhookDeliveryState(StrEnum):
    """
    waiting: to be sent, or sent again; failed: given up
    """

    waiting = "waiting"
    delivered = "delivered"
    failed = "failed"


class WebhookDeliveryAction(StrEnum):
    retry = "retry"


class WebhookSubject(Model):
    """
    All that a message says of a request: no identity, no address
    """

    model_config = ConfigDict(
        extra="forbid",
    )
    request_id: UUID
    number: Annotated[
        str,
        Field(description="As one says it on the phone", pattern="^[A-Z]{2,4}-[0-9]{4,8}$"),
    ]
    state: Annotated[
        str,
        Field(
            description="The state of the request since this step",
            pattern="^[a-z][a-z0-9_]{0,59}$",
        ),
    ]
    eta_at: Annotated[AwareDatetime | None, Field(description="When somebody is expected on site")]


class WebhookMessage(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    id: Annotated[
        UUID,
        Field(description="The same as `webhook-id`, and the same at each attempt"),
    ]
    type: WebhookEventType
    timestamp: Annotated[AwareDatetime, Field(description="When it happened")]
    data: WebhookSubject


class WebhookClient(Model):
    id: UUID
    client_id: str
    name: str
    organisation_name: str


class WebhookClientList(Model):
    items: list[WebhookClient]
    next_cursor: str | None


class WebhookEndpointInput(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    machine_client_id: Annotated[UUID, Field(description="`id` of one of `listWebhookClients`")]
    url: Annotated[
        str,
        Field(description="https, on the usual port", max_length=2000, min_length=8),
    ]
    event_types: Annotated[list[WebhookEventType], Field(max_length=50, min_length=1)]


class WebhookEndpoint(Model):
    id: UUID
    client: WebhookClient
    url: str
    event_types: list[WebhookEventType]
    state: WebhookEndpointState
    disabled_reason: WebhookDisabledReason | None
    created_at: AwareDatetime
    secret_changed_at: AwareDatetime
    old_secret_until: Annotated[
        AwareDatetime | None,
        Field(description="Until when messages are signed with the secret before too"),
    ]
    last_success_at: AwareDatetime | None
    failing_since: Annotated[
        AwareDatetime | None,
        Field(description="The first of the failures since the last success"),
    ]
    waiting: StrictInt
    failed: StrictInt
    actions: list[WebhookEndpointAction]


class WebhookEndpointList(Model):
    items: list[WebhookEndpoint]
    next_cursor: str | None


class WebhookSecret(Model):
    endpoint: WebhookEndpoint
    secret: Annotated[
        str | None,
        Field(
            description="`whsec_` and 32 bytes in base64: shown this once, null when the same call comes again"
        ),
    ]


class WebhookReplayInput(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    since: Annotated[AwareDatetime, Field(description="Of the steps that failed since")]


class WebhookReplay(Model):
    resent: StrictInt


class WebhookDelivery(Model):
    id: Annotated[UUID, Field(description="The `webhook-id`")]
    endpoint_id: UUID
    client_name: str
    event_type: WebhookEventType
    number: Annotated[str, Field(description="Of the request")]
    state: WebhookDeliveryState
    occurred_at: AwareDatetime
    attempts: StrictInt
    next_attempt_at: AwareDatetime | None
    last_attempt_at: AwareDatetime | None
    last_status: Annotated[
        StrictInt | None,
        Field(description="The HTTP status of the last answer; null when none came"),
    ]
    last_error: Annotated[
        str | None,
        Field(description="Why it was not taken, without anything of the answer itself"),
    ]
    delivered_at: AwareDatetime | None
    actions: list[WebhookDeliveryAction]


class WebhookDeliveryList(Model):
    items: list[WebhookDelivery]
    next_cursor: str | None
    failed: Annotated[StrictInt, Field(description="How many failed in all")]


class ListAttendingDoctorRequestsQuery(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    view: RequestView | None = None
    cursor: Annotated[
        str | None,
        Field(description="`next_cursor` of the page before", max_length=400),
    ] = None
    limit: Annotated[int, Field(ge=1, le=200)] = 50


class ListAttendingDoctorWaitingListQuery(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    tab: Annotated[AttendingDoctorTab | None, Field(description="Those who wait by default")] = None
    level: AttendingDoctorLevel | None = None
    sector: Annotated[str | None, Field(max_length=80)] = None
    long_term_illness: bool | None = None
    q: Annotated[str | None, Field(description="Number, sector or commune", max_length=80)] = None
    cursor: Annotated[
        str | None,
        Field(description="`next_cursor` of the page before", max_length=400),
    ] = None
    limit: Annotated[int, Field(ge=1, le=200)] = 50


class ImportAttendingDoctorListQuery(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    informed_on: Annotated[
        date,
        Field(
            description="Day of the letter by which the CPAM informed these people, for lines that do not say it"
        ),
    ]
    from_line: Annotated[int, Field(description="Where to go on", ge=1, le=1000000)] = 1


class ListAuditEntriesQuery(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    subject_id: UUID | None = None
    actor_id: UUID | None = None
    action: Annotated[str | None, Field(max_length=80)] = None
    from_at: Annotated[AwareDatetime | None, Field(description="RFC 3339, with an offset")] = None
    to_at: Annotated[AwareDatetime | None, Field(description="RFC 3339, with an offset")] = None
    cursor: Annotated[
        str | None,
        Field(description="`next_cursor` of the page before", max_length=400),
    ] = None
    limit: Annotated[int, Field(ge=1, le=200)] = 50


class ExportAuditEntriesQuery(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    subject_id: UUID | None = None
    actor_id: UUID | None = None
    action: Annotated[str | None, Field(max_length=80)] = None
    from_at: Annotated[AwareDatetime | None, Field(description="RFC 3339, with an offset")] = None
    to_at: Annotated[AwareDatetime | None, Field(description="RFC 3339, with an offset")] = None


class ListOpeningsQuery(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    professional_id: UUID | None = None
    cursor: Annotated[
        str | None,
        Field(description="`next_cursor` of the page before", max_length=400),
    ] = None
    limit: Annotated[int, Field(ge=1, le=200)] = 50


class ListAbsencesQuery(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    open: Annotated[
        bool,
        Field(description="true: only those with somebody still to re-place or to call, whenever they were"),
    ] = False
    cursor: Annotated[
        str | None,
        Field(description="`next_cursor` of the page before", max_length=400),
    ] = None
    limit: Annotated[int, Field(ge=1, le=200)] = 50


class PreviewAbsenceQuery(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    starts_at: Annotated[AwareDatetime, Field(description="RFC 3339, with an offset")]
    ends_at: Annotated[AwareDatetime, Field(description="RFC 3339, with an offset")]
    professional_id: Annotated[UUID | None, Field(description="Oneself when it is left out")] = None


class ListDisplacedAppointmentsQuery(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    cursor: Annotated[
        str | None,
        Field(description="`next_cursor` of the page before", max_length=400),
    ] = None
    limit: Annotated[int, Field(ge=1, le=200)] = 50


class GetAgendaQuery(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    from_on: date
    to_on: Annotated[date, Field(description="Last day included, at most 31 days after the first")]


class ListOutsideCalendarsQuery(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    cursor: Annotated[
        str | None,
        Field(description="`next_cursor` of the page before", max_length=400),
    ] = None
    limit: Annotated[int, Field(ge=1, le=200)] = 50


class UploadOutsideCalendarQuery(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    name: Annotated[str, Field(description="How I call this agenda", max_length=60, min_length=1)]
    all_day_busy: Annotated[bool, Field(description="Whether events of whole days make busy")] = True


class SearchSlotsQuery(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    from_at: Annotated[AwareDatetime | None, Field(description="Now by default")] = None
    to_at: Annotated[
        AwareDatetime | None,
        Field(description="Seven days after `from_at` by default, 31 at most"),
    ] = None
    need: Need | None = None
    mode: CareMode | None = None
    professional_id: Annotated[list[UUID] | None, Field(description="Repeat for several", max_length=50)] = (
        None
    )
    specialty_code: Annotated[str | None, Field(max_length=20)] = None
    commune_insee: Annotated[
        str | None,
        Field(
            description="INSEE code of a commune (never a postcode)",
            pattern="^([0-9]{2}|2[AB])[0-9]{3}$",
        ),
    ] = None
    latitude: Annotated[float | None, Field(ge=-90.0, le=90.0)] = None
    longitude: Annotated[float | None, Field(ge=-180.0, le=180.0)] = None
    radius_km: Annotated[float | None, Field(ge=0.1, le=200.0)] = None
    cursor: Annotated[
        str | None,
        Field(description="`next_cursor` of the page before", max_length=400),
    ] = None
    limit: Annotated[int, Field(ge=1, le=200)] = 50


class SearchAvailabilityQuery(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    need: Annotated[Need | None, Field(description="Any by default")] = None
    mode: Annotated[CareMode | None, Field(description="Any by default")] = None
    commune_insee: Annotated[
        str | None,
        Field(
            description="Around this commune, all of it included",
            pattern="^([0-9]{2}|2[AB])[0-9]{3}$",
        ),
    ] = None
    latitude: Annotated[float | None, Field(description="Around this point", ge=-90.0, le=90.0)] = None
    longitude: Annotated[float | None, Field(ge=-180.0, le=180.0)] = None
    radius_km: Annotated[float, Field(ge=0.1, le=100.0)] = 3
    until: Annotated[
        AwareDatetime | None,
        Field(description="The end of the day after tomorrow by default, seven days at most"),
    ] = None
    professional_id: Annotated[
        UUID | None,
        Field(description="This professional first, wherever they practise; without a place, around theirs"),
    ] = None
    slots_per_day: Annotated[
        int,
        Field(
            description="So many times of each day are written, the others are counted",
            ge=1,
            le=96,
        ),
    ] = 4
    limit: Annotated[
        int,
        Field(description="So many entries are written; all are counted", ge=1, le=200),
    ] = 60


class GetOpeningProofQuery(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    month: Annotated[
        str | None,
        Field(
            description="The present one by default",
            pattern="^20[0-9]{2}-(0[1-9]|1[0-2])$",
        ),
    ] = None


class ExportOpeningProofQuery(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    month: Annotated[
        str | None,
        Field(
            description="The present one by default",
            pattern="^20[0-9]{2}-(0[1-9]|1[0-2])$",
        ),
    ] = None


class ListNextSlotsQuery(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    professional_id: Annotated[list[UUID], Field(max_length=100, min_length=1)]


class ExplainTimeQuery(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    at: Annotated[
        AwareDatetime,
        Field(description="The start asked about, or any instant inside a slot"),
    ]
    professional_id: Annotated[UUID | None, Field(description="Whose time; of oneself by default")] = None
    opening_id: Annotated[UUID | None, Field(description="Only this opening")] = None
    need: Need | None = None
    mode: CareMode | None = None


class ListCallOffersQuery(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    professional_id: Annotated[list[UUID] | None, Field(description="Repeat for several", max_length=50)] = (
        None
    )


class ListAppointmentsQuery(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    from_at: Annotated[AwareDatetime | None, Field(description="RFC 3339, with an offset")] = None
    to_at: Annotated[AwareDatetime | None, Field(description="RFC 3339, with an offset")] = None
    state: AppointmentState | None = None
    cursor: Annotated[
        str | None,
        Field(description="`next_cursor` of the page before", max_length=400),
    ] = None
    limit: Annotated[int, Field(ge=1, le=200)] = 50


class ListWaitingEntriesQuery(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    appointment_id: Annotated[UUID | None, Field(description="Of one appointment")] = None
    open: Annotated[bool, Field(description="Only those that still wait")] = True
    cursor: Annotated[
        str | None,
        Field(description="`next_cursor` of the page before", max_length=400),
    ] = None
    limit: Annotated[int, Field(ge=1, le=200)] = 50


class ListNoShowFollowUpsQuery(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    state: NoShowFollowUpState | None = None
    cursor: Annotated[
        str | None,
        Field(description="`next_cursor` of the page before", max_length=400),
    ] = None
    limit: Annotated[int, Field(ge=1, le=200)] = 50


class ListCasesQuery(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    kind: CaseKind | None = None
    view: Annotated[CaseView | None, Field(description="Open ones by default")] = None
    waits_for: WaitsFor | None = None
    sector: Annotated[str | None, Field(max_length=80)] = None
    state: Annotated[
        str | None,
        Field(description="A state word of the kind, such as wave_1", max_length=40),
    ] = None
    q: Annotated[str | None, Field(description="Number, sector or need", max_length=60)] = None
    cursor: Annotated[
        str | None,
        Field(description="`next_cursor` of the page before", max_length=400),
    ] = None
    limit: Annotated[int, Field(ge=1, le=200)] = 50


class ListTimelineQuery(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    cursor: Annotated[
        str | None,
        Field(description="`next_cursor` of the page before", max_length=400),
    ] = None
    limit: Annotated[int, Field(ge=1, le=200)] = 50


class ListUnreadThreadsQuery(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    cursor: Annotated[
        str | None,
        Field(description="`next_cursor` of the page before", max_length=400),
    ] = None
    limit: Annotated[int, Field(ge=1, le=200)] = 50


class GetDeathRotaQuery(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    from_on: Annotated[
        date | None,
        Field(description="Any day of the first week; the present one by default"),
    ] = None
    weeks: Annotated[int, Field(ge=1, le=8)] = 1


class ListDeathCertificationRequestsQuery(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    view: RequestView | None = None
    cursor: Annotated[
        str | None,
        Field(description="`next_cursor` of the page before", max_length=400),
    ] = None
    limit: Annotated[int, Field(ge=1, le=200)] = 50


class GetDeathCertificationFiguresQuery(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    month: Annotated[
        str | None,
        Field(
            description="The present one by default",
            pattern="^20[0-9]{2}-(0[1-9]|1[0-2])$",
        ),
    ] = None


class ExportDeathCertificationFiguresQuery(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    month: Annotated[
        str | None,
        Field(
            description="The present one by default",
            pattern="^20[0-9]{2}-(0[1-9]|1[0-2])$",
        ),
    ] = None


class SearchProfessionalsQuery(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    q: Annotated[
        str | None,
        Field(description="Name, profession or need, as typed", max_length=100),
    ] = None
    profession_code: Annotated[
        str | None,
        Field(description="TRE_G15 code (10 doctor, 60 nurse…)", max_length=4),
    ] = None
    specialty_code: Annotated[
        str | None,
        Field(
            description="TRE_R38 code (SM54…); `general_practice` stands for SM26, SM53 and SM54",
            max_length=20,
        ),
    ] = None
    commune_insee: Annotated[
        str | None,
        Field(
            description="INSEE code of a commune (never a postcode)",
            pattern="^([0-9]{2}|2[AB])[0-9]{3}$",
        ),
    ] = None
    latitude: Annotated[
        float | None,
        Field(
            description="Together with longitude: sort by distance from there",
            ge=-90.0,
            le=90.0,
        ),
    ] = None
    longitude: Annotated[float | None, Field(ge=-180.0, le=180.0)] = None
    radius_km: Annotated[float | None, Field(ge=0.1, le=200.0)] = None
    accepts_new_patients: bool | None = None
    unscheduled_care: Annotated[bool | None, Field(description="Volunteers for unscheduled care")] = None
    home_visits: bool | None = None
    sees_within_24_hours: Annotated[
        bool | None,
        Field(
            description="Whether a slot or a place that the caller may take is free within 24 hours, measured from real openings at the moment of the answer; only for who may search free time"
        ),
    ] = None
    cursor: Annotated[
        str | None,
        Field(description="`next_cursor` of the page before", max_length=400),
    ] = None
    limit: Annotated[int, Field(ge=1, le=200)] = 50


class ListProfessionalPointsQuery(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    q: Annotated[
        str | None,
        Field(description="Name, profession or need, as typed", max_length=100),
    ] = None
    profession_code: Annotated[str | None, Field(max_length=4)] = None
    commune_insee: Annotated[
        str | None,
        Field(
            description="INSEE code of a commune (never a postcode)",
            pattern="^([0-9]{2}|2[AB])[0-9]{3}$",
        ),
    ] = None
    latitude: Annotated[
        float | None,
        Field(
            description="Together with longitude: of several places, the nearest to there",
            ge=-90.0,
            le=90.0,
        ),
    ] = None
    longitude: Annotated[float | None, Field(ge=-180.0, le=180.0)] = None
    accepts_new_patients: bool | None = None
    unscheduled_care: bool | None = None
    home_visits: bool | None = None
    sees_within_24_hours: Annotated[
        bool | None,
        Field(description="As for a search; only for who may search free time"),
    ] = None


class SearchOrganisationsQuery(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    q: Annotated[str | None, Field(max_length=100)] = None
    kind: OrganisationKind | None = None
    cursor: Annotated[
        str | None,
        Field(description="`next_cursor` of the page before", max_length=400),
    ] = None
    limit: Annotated[int, Field(ge=1, le=200)] = 50


class ListDutiesQuery(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    cursor: Annotated[
        str | None,
        Field(description="`next_cursor` of the page before", max_length=400),
    ] = None
    limit: Annotated[int, Field(ge=1, le=200)] = 50


class ListDirectoryChangesQuery(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    kind: DirectoryChangeKind | None = None
    cursor: Annotated[
        str | None,
        Field(description="`next_cursor` of the page before", max_length=400),
    ] = None
    limit: Annotated[int, Field(ge=1, le=200)] = 50


class ListOffersQuery(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    state: OfferState | None = None
    cursor: Annotated[
        str | None,
        Field(description="`next_cursor` of the page before", max_length=400),
    ] = None
    limit: Annotated[int, Field(ge=1, le=200)] = 50


class GetMyBalanceQuery(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    period: Annotated[
        LoadPeriod | None,
        Field(description="Calendar weeks up to now, the present one among them; one by default"),
    ] = None


class ListMemberLoadQuery(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    period: Annotated[
        LoadPeriod | None,
        Field(description="Calendar weeks up to now, the present one among them; one by default"),
    ] = None


class ListDispatchOffersQuery(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    cursor: Annotated[
        str | None,
        Field(description="`next_cursor` of the page before", max_length=400),
    ] = None
    limit: Annotated[int, Field(ge=1, le=200)] = 50


class ListCandidatesQuery(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    cursor: Annotated[
        str | None,
        Field(description="`next_cursor` of the page before", max_length=400),
    ] = None
    limit: Annotated[int, Field(ge=1, le=200)] = 50


class ListHospitalDischargeRequestsQuery(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    view: RequestView | None = None
    cursor: Annotated[
        str | None,
        Field(description="`next_cursor` of the page before", max_length=400),
    ] = None
    limit: Annotated[int, Field(ge=1, le=200)] = 50


class StreamEventsQuery(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    after: Annotated[
        int | None,
        Field(
            description="Id of the last event that another connection of the same browser received",
            ge=0,
            le=9007199254740991,
        ),
    ] = None


class StreamEventsHeaders(Model):
    last_event_id: Annotated[
        int | None,
        Field(
            alias="Last-Event-ID",
            description="Id of the last event received; it wins over `after`",
            ge=0,
            le=9007199254740991,
        ),
    ] = None


class ListNotificationsQuery(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    unread: bool | None = None
    cursor: Annotated[
        str | None,
        Field(description="`next_cursor` of the page before", max_length=400),
    ] = None
    limit: Annotated[int, Field(ge=1, le=200)] = 50


class RecordSmsReceiptHeaders(Model):
    webhook_id: Annotated[
        str | None,
        Field(
            alias="webhook-id",
            description="Names this receipt; the same again is the same receipt",
            max_length=128,
        ),
    ] = None
    webhook_timestamp: Annotated[
        str | None,
        Field(
            alias="webhook-timestamp",
            description="Unix seconds when it was sent, five minutes ago at most",
            max_length=20,
        ),
    ] = None
    webhook_signature: Annotated[
        str | None,
        Field(
            alias="webhook-signature",
            description="`v1,` and the base64 of the HMAC; several are separated by spaces",
            max_length=500,
        ),
    ] = None


class ListDeliveriesQuery(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    state: DeliveryState | None = None
    channel: DeliveryChannel | None = None
    cursor: Annotated[
        str | None,
        Field(description="`next_cursor` of the page before", max_length=400),
    ] = None
    limit: Annotated[int, Field(ge=1, le=200)] = 50


class ListCareCirclesQuery(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    cursor: Annotated[
        str | None,
        Field(description="`next_cursor` of the page before", max_length=400),
    ] = None
    limit: Annotated[int, Field(ge=1, le=200)] = 50


class ListSasTransmissionsQuery(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    state: SasTransmissionState | None = None
    cursor: Annotated[
        str | None,
        Field(description="`next_cursor` of the page before", max_length=400),
    ] = None
    limit: Annotated[int, Field(ge=1, le=200)] = 50


class ListSecondOpinionRequestsQuery(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    view: OpinionView | None = None
    cursor: Annotated[
        str | None,
        Field(description="`next_cursor` of the page before", max_length=400),
    ] = None
    limit: Annotated[int, Field(ge=1, le=200)] = 50


class ListOpinionGroupsQuery(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    cursor: Annotated[
        str | None,
        Field(description="`next_cursor` of the page before", max_length=400),
    ] = None
    limit: Annotated[int, Field(ge=1, le=200)] = 50


class ListOpinionTemplatesQuery(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    cursor: Annotated[
        str | None,
        Field(description="`next_cursor` of the page before", max_length=400),
    ] = None
    limit: Annotated[int, Field(ge=1, le=200)] = 50


class ListMyDelegationsQuery(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    cursor: Annotated[
        str | None,
        Field(description="`next_cursor` of the page before", max_length=400),
    ] = None
    limit: Annotated[int, Field(ge=1, le=200)] = 50


class ListTeleconsultationTimesQuery(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    site_id: Annotated[UUID | None, Field(description="One site; all that can be booked by default")] = None
    professional_id: Annotated[UUID | None, Field(description="One doctor")] = None
    reason: Annotated[TeleconsultationReason | None, Field(description="Only the times meant for it")] = None
    from_at: Annotated[AwareDatetime, Field(description="RFC 3339, with an offset")]
    until: Annotated[AwareDatetime, Field(description="At most 14 days later")]
    limit: Annotated[int, Field(ge=1, le=200)] = 50


class ListTeleconsultationsQuery(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    on_day: Annotated[
        date | None,
        Field(description="Of the clock of the territory; today by default"),
    ] = None
    site_id: UUID | None = None
    professional_id: Annotated[UUID | None, Field(description="The doctor")] = None
    cursor: Annotated[
        str | None,
        Field(description="`next_cursor` of the page before", max_length=400),
    ] = None
    limit: Annotated[int, Field(ge=1, le=200)] = 50


class GetTeleconsultationFiguresQuery(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    month: Annotated[
        str | None,
        Field(
            description="The present one by default",
            pattern="^20[0-9]{2}-(0[1-9]|1[0-2])$",
        ),
    ] = None


class SendKioskHeartbeatHeaders(Model):
    sent_at: Annotated[
        AwareDatetime,
        Field(
            alias="Sent-At",
            description="The clock of the kiosk when it sends this, RFC 3339: the server measures how far it is away, and counts it off",
        ),
    ]


class FindKioskTimesQuery(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    reason: TeleconsultationReason | None = None
    professional_id: Annotated[UUID | None, Field(description="One doctor")] = None
    from_at: Annotated[AwareDatetime | None, Field(description="Now by default")] = None
    until: Annotated[
        AwareDatetime | None,
        Field(description="Seven days from now by default, at most 14 after `from_at`"),
    ] = None
    limit: Annotated[int, Field(ge=1, le=200)] = 50


class SendKioskEventsHeaders(Model):
    sent_at: Annotated[
        AwareDatetime,
        Field(
            alias="Sent-At",
            description="The clock of the kiosk when it sends this, RFC 3339: the server measures how far it is away, and counts it off",
        ),
    ]


class ListUnscheduledCareRequestsQuery(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    view: RequestView | None = None
    cursor: Annotated[
        str | None,
        Field(description="`next_cursor` of the page before", max_length=400),
    ] = None
    limit: Annotated[int, Field(ge=1, le=200)] = 50


class ListWebhookClientsQuery(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    cursor: Annotated[
        str | None,
        Field(description="`next_cursor` of the page before", max_length=400),
    ] = None
    limit: Annotated[int, Field(ge=1, le=200)] = 50


class ListWebhookEndpointsQuery(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    cursor: Annotated[
        str | None,
        Field(description="`next_cursor` of the page before", max_length=400),
    ] = None
    limit: Annotated[int, Field(ge=1, le=200)] = 50


class ListWebhookDeliveriesQuery(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    endpoint_id: UUID | None = None
    state: WebhookDeliveryState | None = None
    cursor: Annotated[
        str | None,
        Field(description="`next_cursor` of the page before", max_length=400),
    ] = None
    limit: Annotated[int, Field(ge=1, le=200)] = 50


class AttendingDoctorRequestInput(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    person: PersonInput
    email: Annotated[str | None | MISSING, Field(description="To reach the person", max_length=254)] = MISSING
    informed: Annotated[
        StrictBool,
        Field(description="The person knows and agrees; otherwise the request waits for that"),
    ]
    opposed: Annotated[StrictBool, Field(description="Nothing is kept of who is opposed: refused")] = False
    declared_doctor: Annotated[StrictBool, Field(description="A doctor is declared at this time")]
    retires_on: Annotated[
        date | None | MISSING,
        Field(description="The last day of that doctor, without which a declared doctor excludes a search"),
    ] = MISSING
    absence_reason: AttendingDoctorAbsence
    former_doctor: Annotated[str | None | MISSING, Field(max_length=120)] = MISSING
    household_without_doctor: Annotated[
        StrictInt | None | MISSING,
        Field(
            description="People of the household without a doctor, this one included",
            ge=1,
            le=12,
        ),
    ] = MISSING
    long_term_illness: Annotated[StrictBool | None | MISSING, Field(description="ALD")] = MISSING
    home_visit: Annotated[
        StrictBool | None | MISSING, Field(description="Bedridden or seen at home only")
    ] = MISSING
    wheelchair: StrictBool | None | MISSING = MISSING
    social_cover: Annotated[StrictBool | None | MISSING, Field(description="C2S or AME")] = MISSING
    pregnancy: StrictBool | None | MISSING = MISSING
    disability: StrictBool | None | MISSING = MISSING
    discharged_on: Annotated[date | None | MISSING, Field(description="Of the last stay in hospital")] = (
        MISSING
    )
    interpreter: Annotated[str | None | MISSING, Field(description="Language", max_length=60)] = MISSING
    for_organisation: Annotated[
        AttendingDoctorSource | None | MISSING,
        Field(description="By phone, entered by the coordination: who makes the person known"),
    ] = MISSING
    requested_for: Annotated[
        str | None | MISSING,
        Field(
            description="By phone, entered by the coordination: who called",
            max_length=120,
        ),
    ] = MISSING


class AttendingDoctorRefusal(Model):
    """
    How many doctors declined for a reason; without one, they let the time pass
    """

    reason: DeclineReason | None
    count: StrictInt


class AttendingDoctorNext(Model):
    professional: ProfessionalSummary
    distance_km: StrictFloat | None
    places: StrictInt
    places_left: StrictInt


class AttendingDoctorWaiting(Model):
    id: UUID
    number: str
    state: AttendingDoctorState
    version: StrictInt
    level: AttendingDoctorLevel
    score: StrictInt
    age_band: AgeBand | None
    sector: str | None
    commune_name: str | None
    long_term_illness: StrictBool
    home_visit: StrictBool
    pregnancy: StrictBool
    disability: StrictBool
    recent_discharge: StrictBool
    waiting_days: StrictInt
    refused: Annotated[StrictInt, Field(description="Doctors who declined or stayed silent")]
    missed_calls: StrictInt
    due_at: Annotated[
        AwareDatetime | None,
        Field(description="When the doctor who is asked must have answered"),
    ]
    next: AttendingDoctorNextStep
    waits_for: WaitsFor


class AttendingDoctorWaitingList(Model):
    items: list[AttendingDoctorWaiting]
    next_cursor: str | None
    as_of: AwareDatetime


class AttendingDoctorFormInput(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    proof: WorkProof
    filed_by: AttendingDoctorFiler
    carer_name: Annotated[
        str | None | MISSING,
        Field(description="Of a carer, asked; the phone is then theirs", max_length=48),
    ] = MISSING
    carer_link: Annotated[
        str | None | MISSING,
        Field(
            description='Who they are to the person: "sa fille"; of a carer, asked',
            max_length=30,
        ),
    ] = MISSING
    consent: Annotated[
        StrictBool,
        Field(description="The person read the information and agrees; without it nothing is taken"),
    ]
    person: PersonInput
    email: Annotated[str | None | MISSING, Field(max_length=254)] = MISSING
    declared_doctor: Annotated[StrictBool, Field(description="A doctor is declared at this time")]
    retires_on: Annotated[
        date | None | MISSING,
        Field(description="The last day of that doctor, without which a declared doctor excludes a search"),
    ] = MISSING
    absence_reason: AttendingDoctorAbsence
    former_doctor: Annotated[str | None | MISSING, Field(max_length=120)] = MISSING
    household_without_doctor: Annotated[StrictInt | None | MISSING, Field(ge=1, le=12)] = MISSING
    long_term_illness: Annotated[StrictBool | None | MISSING, Field(description="ALD")] = MISSING
    home_visit: StrictBool | None | MISSING = MISSING
    wheelchair: StrictBool | None | MISSING = MISSING
    social_cover: Annotated[StrictBool | None | MISSING, Field(description="C2S or AME")] = MISSING
    pregnancy: StrictBool | None | MISSING = MISSING
    disability: StrictBool | None | MISSING = MISSING
    interpreter: Annotated[str | None | MISSING, Field(max_length=60)] = MISSING


class Opening(Model):
    id: UUID
    version: StrictInt
    professional_id: UUID
    practice_id: UUID
    kind: OpeningKind
    weekday: StrictInt | None
    on_day: date | None
    every_weeks: StrictInt
    nth_of_month: list[NthOfMonth]
    on_holidays: StrictBool
    except_days: Annotated[
        list[date],
        Field(description="Days of the recurrence that were cancelled or changed"),
    ]
    instead_of_id: Annotated[
        UUID | None,
        Field(description="The recurring opening of which this single day stands in for one"),
    ]
    instead_of_day: Annotated[date | None, Field(description="Which of its days")]
    from_time: str
    to_time: str
    valid_from: date
    valid_to: date | None
    slot_minutes: StrictInt
    step_minutes: StrictInt | None
    buffer_before_minutes: StrictInt
    buffer_after_minutes: StrictInt
    capacity: StrictInt
    min_delay_minutes: StrictInt | None
    max_delay_days: StrictInt | None
    quota_per_day: StrictInt | None
    needs: list[Need]
    modes: list[CareMode]
    audiences: list[SlotAudience]
    replaces_name: Annotated[
        str | None,
        Field(description="Whose place its professional takes, being the replacement in an absence"),
    ]
    shares_time_with: Annotated[
        list[SharedTime] | None,
        Field(
            description="Said to its owner when it is opened, changed or read: the other openings at the same place that meet it; null wherever else it is shown"
        ),
    ]
    appointments_ahead: Annotated[
        StrictInt | None,
        Field(
            description="Appointments to come in it and in the single days that stand in for its own, which close with it: they stay, whatever is changed. Its owner is told where it is read or changed alone; null elsewhere"
        ),
    ]


class OpeningList(Model):
    items: list[Opening]
    next_cursor: str | None


class OpeningException(Model):
    opening: Opening
    instead: Opening | None


class WeekCopy(Model):
    copied: Annotated[StrictBool, Field(description="False: nothing was changed")]
    already_there: Annotated[StrictInt, Field(description="How many things were there before")]
    openings: Annotated[list[Opening], Field(description="Single days, made")]
    changed: Annotated[
        list[Opening],
        Field(description="Recurring openings, with the days that they now leave out"),
    ]
    closures: list[Closure]
    obstacles: list[CopyObstacle]


class Absence(Model):
    id: UUID
    version: StrictInt
    professional: ProfessionalSummary
    starts_at: AwareDatetime
    ends_at: AwareDatetime
    has_left: Annotated[
        StrictBool,
        Field(
            description="Written by itself for who left, by the national file: for good, its end says nothing"
        ),
    ]
    reason: Annotated[
        ClosureReason | None,
        Field(description="For the professional and the coordination; null to the replacement"),
    ]
    replacement: ProfessionalSummary | None
    replacement_withdrew_at: AwareDatetime | None
    openings_inherited: Annotated[
        StrictInt,
        Field(description="Openings of single days that the replacement holds"),
    ]
    openings_left: Annotated[StrictInt, Field(description="Those that the replacement could not take")]
    created_at: AwareDatetime
    ended_at: Annotated[AwareDatetime | None, Field(description="When it was taken back")]
    displaced: Annotated[StrictInt, Field(description="Appointments that it met")]
    waiting: Annotated[StrictInt, Field(description="Of these")]
    to_call: Annotated[StrictInt, Field(description="Of these, whose person is still to be called")]
    due_at: Annotated[
        AwareDatetime | None,
        Field(
            description="When the first appointment begins of those still looked for a place or to be called; null when nothing is left to do"
        ),
    ]
    actions: list[AbsenceAction]


class AbsenceList(Model):
    items: list[Absence]
    next_cursor: str | None


class Slot(Model):
    id: Annotated[
        str,
        Field(description="Stable: the same time of the same opening always has the same"),
    ]
    opening_id: UUID
    professional: ProfessionalSummary
    practice_id: UUID
    practice_name: str | None
    address_line: str | None
    latitude: StrictFloat | None
    longitude: StrictFloat | None
    starts_at: AwareDatetime
    ends_at: AwareDatetime
    kind: OpeningKind
    needs: list[Need]
    modes: list[CareMode]
    audiences: list[SlotAudience]
    places_left: StrictInt
    distance_km: StrictFloat | None
    replaces_name: Annotated[
        str | None,
        Field(description="Whose place the professional takes there, being the replacement"),
    ]


class AvailabilityDay(Model):
    day: date
    state: AvailabilityDayState
    slots: list[AvailabilitySlot]
    more: Annotated[StrictInt, Field(description="Free times beyond those written")]
    ranges: list[AvailabilityRange]


class RegulationViewDay(Model):
    day: date
    slots: list[RegulationViewSlot]


class OriginCount(Model):
    origin: AppointmentOrigin
    count: StrictInt


class CallOffer(Model):
    professional: ProfessionalSummary
    phone: str
    from_at: Annotated[AwareDatetime, Field(description="Past when calls are accepted now")]
    until_at: AwareDatetime


class CallOfferList(Model):
    items: list[CallOffer]
    next_cursor: str | None
    as_of: AwareDatetime


class GivenTimeInput(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    professional_id: UUID
    practice_id: UUID | MISSING = MISSING
    starts_at: Annotated[AwareDatetime, Field(description="RFC 3339, with an offset")]
    minutes: Annotated[StrictInt, Field(ge=5, le=60)]
    mode: CareMode
    need: Need | MISSING = MISSING
    person: PersonInput


class Hold(Model):
    id: UUID
    token: Annotated[str, Field(description="To give when booking")]
    slot_id: str
    professional: ProfessionalSummary
    starts_at: AwareDatetime
    ends_at: AwareDatetime
    expires_at: AwareDatetime


class AppointmentInput(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    slot_id: Annotated[str, Field(description="`id` of a slot", max_length=80, min_length=40)]
    hold_token: Annotated[str | MISSING, Field(description="Of the hold on this slot", max_length=120)] = (
        MISSING
    )
    mode: CareMode
    need: Need | MISSING = MISSING
    person: PersonInput
    sas_case_number: Annotated[
        str | MISSING,
        Field(
            description="Of the regulation, which alone gives it",
            max_length=40,
            min_length=1,
            pattern="^[0-9A-Za-z][0-9A-Za-z ./_-]*$",
        ),
    ] = MISSING


class Appointment(Model):
    id: UUID
    version: StrictInt
    state: AppointmentState
    professional: ProfessionalSummary
    practice_id: UUID | None
    practice_name: str | None
    address_line: str | None
    practice_phone: str | None
    starts_at: AwareDatetime
    ends_at: AwareDatetime
    mode: CareMode
    need: Need | None
    origin: AppointmentOrigin
    case_id: UUID | None
    case_number: str | None
    age_band: AgeBand | None
    person_id: UUID | None
    person_name: Annotated[
        str | None,
        Field(description="Only in the agenda of the professional; this reading is traced"),
    ]
    person_phone: Annotated[str | None, Field(description="Same")]
    confirm_by_phone: Annotated[
        StrictBool,
        Field(
            description="The person did not come several times of late: call before. Never a reason to refuse"
        ),
    ]
    sas_case_number: Annotated[
        str | None, Field(description="For who booked, and with the name of the person")
    ]
    actions: list[AppointmentAction]


class AppointmentList(Model):
    items: list[Appointment]
    next_cursor: str | None


class WaitingProposal(Model):
    id: UUID
    state: WaitingProposalState
    professional: ProfessionalSummary
    practice_name: str | None
    address_line: str | None
    starts_at: AwareDatetime
    ends_at: AwareDatetime
    made_at: AwareDatetime
    answer_before: Annotated[AwareDatetime, Field(description="The time is kept until then")]
    actions: list[WaitingProposalAction]


class WaitingEntry(Model):
    id: UUID
    version: StrictInt
    state: WaitingState
    scope: WaitingScope
    appointment_id: UUID
    appointment_at: Annotated[
        AwareDatetime,
        Field(description="The time that stands until an earlier one is accepted"),
    ]
    professional: ProfessionalSummary
    need: Need | None
    mode: CareMode
    age_band: AgeBand | None
    case_id: UUID | None
    case_number: str | None
    asked_by_name: str
    proposals_made: StrictInt
    proposals_left: StrictInt
    next_proposal_from: Annotated[
        AwareDatetime | None,
        Field(description="Nothing is proposed before; null: at any moment"),
    ]
    proposal: Annotated[WaitingProposal | None, Field(description="The latest one")]
    created_at: AwareDatetime
    ended_at: AwareDatetime | None
    actions: list[WaitingAction]


class WaitingEntryList(Model):
    items: list[WaitingEntry]
    next_cursor: str | None


class NoShowFollowUp(Model):
    id: UUID
    version: StrictInt
    state: NoShowFollowUpState
    appointment_id: UUID
    missed_at: AwareDatetime
    professional: ProfessionalSummary
    need: Need | None
    age_band: AgeBand | None
    case_id: UUID | None
    case_number: str | None
    person_id: Annotated[UUID | None, Field(description="Null once the person is forgotten")]
    no_shows: Annotated[
        StrictInt,
        Field(description="Times that this person did not come in the months that count, this one included"),
    ]
    confirm_by_phone: Annotated[
        StrictBool,
        Field(
            description="So often that the next appointment is confirmed by phone. Never a reason to refuse"
        ),
    ]
    calls: StrictInt
    last_outcome: NoShowCallOutcome | None
    last_call_at: AwareDatetime | None
    last_call_by_name: str | None
    created_at: AwareDatetime
    closed_at: AwareDatetime | None
    actions: list[NoShowFollowUpAction]


class NoShowFollowUpList(Model):
    items: list[NoShowFollowUp]
    next_cursor: str | None


class AgendaOccurrence(Model):
    opening: Opening
    starts_at: AwareDatetime
    ends_at: AwareDatetime
    free: StrictInt
    taken: StrictInt
    slots: list[AgendaSlot]


class Agenda(Model):
    from_on: date
    to_on: date
    time_zone: str
    as_of: AwareDatetime
    occurrences: list[AgendaOccurrence]
    appointments: list[Appointment]
    closures: list[Closure]
    busy_elsewhere: list[BusyElsewhere]
    holidays: list[PublicHoliday]
    free_now: Annotated[
        Opening | None,
        Field(
            description="What was opened at once until a time of today, while it is not over, whatever the days asked for"
        ),
    ]


class NextStep(Model):
    kind: NextStepKind
    at: AwareDatetime
    wave: StrictInt | None
    waves: Annotated[StrictInt | None, Field(description="How many network waves in all")]
    audience: WaveAudience | None
    people: Annotated[StrictInt | None, Field(description="How many would be asked")]


class Case(Model):
    id: UUID
    kind: CaseKind
    number: Annotated[str, Field(description="To say on the phone: SNP-1204")]
    state: Annotated[
        UnscheduledCareState
        | DeathCertificationState
        | AttendingDoctorState
        | SecondOpinionState
        | HospitalDischargeState
        | TeleconsultationState,
        Field(description="By kind"),
    ]
    version: StrictInt
    need: Need | None
    age_band: AgeBand | None
    mobility: Mobility | None
    urgency: Urgency | None
    sector: str | None
    commune_name: str | None
    origin: RequestOrigin
    requester_name: Annotated[str, Field(description="Structure, else person, who asked")]
    requester_phone: str | None
    professional_name: Annotated[str | None, Field(description="Who took it")]
    professional_phone: str | None
    person_id: Annotated[UUID | None, Field(description="For `readIdentity`")]
    created_at: AwareDatetime
    closed_at: AwareDatetime | None
    wished_before: AwareDatetime | None
    waits_for: WaitsFor
    clock: Clock | None
    wave: Annotated[StrictInt | None, Field(description="Network wave under way; 0 = first resort")]
    waves: StrictInt | None
    counters: Counters
    next_step: NextStep | None
    appointment_at: AwareDatetime | None
    decline_reasons: list[DeclineCount]
    handled_by_name: str | None
    handled_by_initials: str | None
    dispatch_id: UUID | None
    specialty_label: Annotated[str | None, Field(description="Of an opinion: from whom it is sought")]
    discharge: Annotated[DischargeSummary | None, Field(description="Of a hospital discharge alone")]
    actions: list[CaseAction]


class CaseList(Model):
    items: list[Case]
    next_cursor: str | None
    as_of: AwareDatetime


class TimelineEntry(Model):
    id: UUID
    at: AwareDatetime
    kind: TimelineKind
    actor_name: Annotated[str | None, Field(description="Null when the machine did it")]
    professional_name: str | None
    wave: StrictInt | None
    waves: StrictInt | None
    audience: WaveAudience | None
    asked: StrictInt | None
    declined: StrictInt | None
    lapsed: StrictInt | None
    decline_reason: DeclineReason | None
    skip_reason: SkipReason | None
    starts_at: AwareDatetime | None
    ends_at: AwareDatetime | None
    text: Annotated[str | None, Field(description="Of a message or of a correction")]
    solution: Solution | None
    previous_state: Annotated[
        UnscheduledCareState
        | DeathCertificationState
        | AttendingDoctorState
        | SecondOpinionState
        | HospitalDischargeState
        | TeleconsultationState
        | None,
        Field(description="Of a step of a death: the state of the request until then"),
    ]
    corrections: Annotated[
        list[DeathCorrectedFact],
        Field(description="What a correction changed, each with what was said before"),
    ]
    correction_reason: DeathCorrectionReason | None
    corrected_identity: Annotated[
        list[IdentityField],
        Field(description="What was corrected of who the person is; never what it says"),
    ]
    unread: Annotated[StrictBool, Field(description="A message of somebody else that I have not read")]
    readings: Annotated[
        list[MessageReading],
        Field(
            description="Of a message of mine: who of those who still see the case has read it, the first first"
        ),
    ]
    discharge_need: Annotated[
        DischargeNeed | None,
        Field(description="Of a hospital discharge: the line that it is about"),
    ]


class TimelineEntryList(Model):
    items: list[TimelineEntry]
    next_cursor: str | None
    upcoming: Annotated[
        list[NextStep],
        Field(description="What comes by itself if nobody moves, in order"),
    ]


class CareCircleMember(Model):
    id: UUID
    role: CareRole
    professional: ProfessionalSummary | None
    organisation_id: UUID | None
    organisation_name: str | None
    phone: Annotated[str | None, Field(description="Of where they work")]
    added_by_name: str
    added_at: AwareDatetime
    is_mine: StrictBool
    may_remove: StrictBool


class CareCircle(Model):
    person_id: UUID
    consent: Annotated[CareCircleConsent | None, Field(description="Null: nobody asked the person yet")]
    consent_by: CareCircleConsentBy | None
    consent_means: CareCircleConsentMeans | None
    consent_at: AwareDatetime | None
    consent_recorded_by: Annotated[str | None, Field(description="For who sees the members")]
    is_member: StrictBool
    members: Annotated[list[CareCircleMember], Field(description="Empty for who may not see them")]
    actions: list[CareCircleAction]


class OwnCareCircle(Model):
    person_id: Annotated[UUID, Field(description="For `readIdentity`")]
    member_id: UUID
    role: CareRole
    age_band: AgeBand | None
    commune_name: str
    members: StrictInt
    added_by_name: str
    added_at: AwareDatetime


class OwnCareCircleList(Model):
    items: list[OwnCareCircle]
    next_cursor: str | None


class Certifier(Model):
    professional: ProfessionalSummary
    version: Annotated[StrictInt, Field(description="0 while nothing was written")]
    volunteers: Annotated[StrictBool, Field(description="As they say themselves")]
    category: CertifierCategory | None
    from_national_file: Annotated[
        StrictBool,
        Field(description="The category is what the national directory says, as nobody wrote another"),
    ]
    diploma_on: date | None
    training_validated_on: date | None
    order_list_checked_on: date | None
    order_list_until: Annotated[
        date | None,
        Field(description="Last day on which the look at the Order's list holds; null for a doctor"),
    ]
    checks: list[CertifierCheck]
    lacks: list[CertifierLack]
    may_certify: Annotated[StrictBool, Field(description="Nothing lacks today")]


class NewCertifierInput(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    category: CategoryWithoutPractice
    rpps: Annotated[
        str,
        Field(
            description="Number of the national directory of professionals, which one keeps for life",
            pattern="^[0-9]{11}$",
        ),
    ]
    family_name: Annotated[
        str,
        Field(
            description="As said aloud, without any figure",
            max_length=80,
            min_length=2,
            pattern="^[^0-9<>@/]+$",
        ),
    ]
    given_name: Annotated[
        str,
        Field(
            description="As said aloud, without any figure",
            max_length=80,
            min_length=2,
            pattern="^[^0-9<>@/]+$",
        ),
    ]
    email: Annotated[
        str,
        Field(
            max_length=254,
            min_length=6,
            pattern="^[^@\\s\\u0085\\uFEFF]+@[^@\\s\\u0085\\uFEFF]+\\.[^@\\s\\u0085\\uFEFF.]+$",
        ),
    ]


class CertifierList(Model):
    certifiers: list[Certifier]


class OwnCertifier(Model):
    certifier: Certifier
    shifts: Annotated[list[OwnShift], Field(description="Not over yet")]


class RotaShift(Model):
    id: UUID
    version: StrictInt
    professional: ProfessionalSummary
    starts_at: AwareDatetime
    ends_at: AwareDatetime
    away: Annotated[StrictBool, Field(description="The person said an absence that meets it")]
    lacks: Annotated[
        list[CertifierLack],
        Field(description="Why the person may not certify, on the first day of the shift"),
    ]


class DeathRota(Model):
    from_on: Annotated[date, Field(description="The Monday of the first week")]
    weeks: StrictInt
    shifts: Annotated[list[RotaShift], Field(description="Soonest first")]
    gaps: Annotated[list[RotaGap], Field(description="Of these weeks, from now on")]
    gaps_ahead: Annotated[list[RotaGap], Field(description="Of the days that the rules look ahead")]


class RotaLeftOut(Model):
    professional: ProfessionalSummary
    starts_at: Annotated[AwareDatetime, Field(description="When it would have begun")]
    cause: RotaLeftOutCause


class RotaCopy(Model):
    shifts: list[RotaShift]
    left_out: list[RotaLeftOut]


class CommunityRulesInput(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    unscheduled_care: UnscheduledCareRules
    death_certification: DeathCertificationRules
    attending_doctor: AttendingDoctorRules
    second_opinion: SecondOpinionRules
    hospital_discharge: HospitalDischargeRules
    dispatch: DispatchRules
    availability: AvailabilityRules
    appointments: AppointmentRules
    directory: DirectoryRules
    notifications: NotificationRules
    sessions: SessionRules
    retention: RetentionRules
    certifiers: CertifierRules
    calendars: CalendarRules
    teleconsultation: TeleconsultationRules
    teleconsultation_bookings: TeleconsultationBookingRules


class CommunityRules(Model):
    version: StrictInt
    changed_at: AwareDatetime
    unscheduled_care: UnscheduledCareRules
    death_certification: DeathCertificationRules
    attending_doctor: AttendingDoctorRules
    second_opinion: SecondOpinionRules
    hospital_discharge: HospitalDischargeRules
    dispatch: DispatchRules
    availability: AvailabilityRules
    appointments: AppointmentRules
    directory: DirectoryRules
    notifications: NotificationRules
    sessions: SessionRules
    retention: RetentionRules
    certifiers: CertifierRules
    calendars: CalendarRules
    teleconsultation: TeleconsultationRules
    teleconsultation_bookings: TeleconsultationBookingRules


class DeceasedInput(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    family_name: Annotated[
        str | None | MISSING,
        Field(
            description="Needed unless nobody knows who it is yet",
            max_length=80,
            min_length=1,
        ),
    ] = MISSING
    given_name: Annotated[str | None | MISSING, Field(max_length=80, min_length=1)] = MISSING
    birth_date: date | None | MISSING = MISSING
    age_from: Annotated[
        StrictInt | None | MISSING,
        Field(description="Without a birth date: at least that many years", ge=0, le=120),
    ] = MISSING
    age_to: Annotated[StrictInt | None | MISSING, Field(ge=0, le=120)] = MISSING
    sex: Sex


class DeathCertificationRequestInput(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    certain: Annotated[StrictBool, Field(description="False: nothing is made, call the 15")]
    public_place: DeathAnswer | MISSING = MISSING
    violence: DeathAnswer | MISSING = MISSING
    identified: DeathAnswer | MISSING = MISSING
    adult: DeathAnswer | MISSING = MISSING
    expected: DeathAnswer | MISSING = MISSING
    deceased: DeceasedInput | MISSING = MISSING
    place: DeathPlaceInput | MISSING = MISSING
    found_at: Annotated[AwareDatetime | MISSING, Field(description="RFC 3339, with an offset")] = MISSING
    found_long_ago: Annotated[
        StrictBool,
        Field(description="The author confirms a discovery of more than 30 days ago"),
    ] = False
    death_estimated_at: Annotated[
        AwareDatetime | None | MISSING, Field(description="RFC 3339, with an offset")
    ] = MISSING
    death_precision: DeathPrecision | MISSING = MISSING
    people_present: Annotated[str | None | MISSING, Field(max_length=200)] = MISSING
    attending_doctor_status: AttendingDoctorStatus | MISSING = MISSING
    attending_professional_id: UUID | None | MISSING = MISSING
    attending_doctor_name: Annotated[
        str | None | MISSING,
        Field(description="As said, by who may not search the directory", max_length=120),
    ] = MISSING
    attending_contact: AttendingDoctorContact | None | MISSING = MISSING
    funeral_operator_waiting: DeathAnswer | MISSING = MISSING
    note: Annotated[
        str | None | MISSING,
        Field(
            description="Read only by the one who accepts; never a cause of death",
            max_length=500,
        ),
    ] = MISSING
    note_confirmed_not_medical: StrictBool = False
    requester: DeathRequesterInput | MISSING = MISSING
    requested_for: Annotated[
        str | None | MISSING,
        Field(
            description="By phone, entered by the coordination: who called",
            max_length=120,
        ),
    ] = MISSING


class DeathCertificationRequest(Model):
    id: Annotated[UUID, Field(description="Also the id of the case")]
    number: str
    state: DeathCertificationState
    version: StrictInt
    created_at: AwareDatetime
    closed_at: AwareDatetime | None
    public_place: DeathAnswer
    violence: DeathAnswer
    identified: DeathAnswer
    adult: DeathAnswer
    expected: DeathAnswer
    to_answer: Annotated[
        list[DeathQuestion],
        Field(description="Questions that nobody is asked before they are answered"),
    ]
    profession_sought: DeathProfession | None
    place_kind: DeathPlaceKind | None
    sector: str | None
    commune_name: str | None
    found_at: AwareDatetime | None
    death_estimated_at: AwareDatetime | None
    death_precision: DeathPrecision | None
    funeral_operator_waiting: DeathAnswer
    requester_kind: DeathRequesterKind
    requester_name: str
    requester_function: str | None
    requester_organisation: str | None
    requester_phone: str | None
    is_mine: StrictBool
    attending_doctor_status: AttendingDoctorStatus | None
    attending_professional: ProfessionalSummary | None
    attending_doctor_name: str | None
    attending_contact: AttendingDoctorContact | None
    person_id: UUID | None
    may_read_identity: Annotated[StrictBool, Field(description="False: only by break-glass, with a reason")]
    note: Annotated[str | None, Field(description="Only for the author and the one who accepted")]
    note_flagged: Annotated[
        StrictBool,
        Field(description="The author confirmed that words which look medical are not"),
    ]
    professional: ProfessionalSummary | None
    professional_phone: str | None
    eta_at: AwareDatetime | None
    accepted_at: AwareDatetime | None
    departed_at: AwareDatetime | None
    arrived_at: AwareDatetime | None
    certified_at: AwareDatetime | None
    certificate_channel: CertificateChannel | None
    town_hall_informed: StrictBool | None
    attending_doctor_informed: StrictBool | None
    fee_hints: Annotated[
        list[DeathFeeHint],
        Field(
            description="For the certifier and the coordination, as an indication; nothing is computed from it"
        ),
    ]
    late: Annotated[StrictBool, Field(description="Past the delay from which it is shown in red")]
    ceiling_at: Annotated[AwareDatetime, Field(description="Never later")]
    transport_limit_at: AwareDatetime | None
    possible_duplicates: Annotated[list[DeathLinked], Field(description="For the coordination")]
    duplicate_of: DeathLinked | None
    cancellation_reason: DeathCancellationReason | None
    closed_by: DeathClosedBy | None
    waits_for: WaitsFor
    clock: Clock | None
    wave: StrictInt | None
    waves: StrictInt | None
    counters: Counters
    next_step: NextStep | None
    dispatch_id: UUID | None
    family_link_until: Annotated[
        AwareDatetime | None,
        Field(description="Until when the link of the family serves; null without one"),
    ]
    identity_erased_on: Annotated[date | None, Field(description="Day when the identity goes or went")]
    actions: list[CaseAction]


class DeathCertificationRequestList(Model):
    items: list[DeathCertificationRequest]
    next_cursor: str | None


class Practice(Model):
    id: UUID
    name: str | None
    address_line: str | None
    postal_code: str | None
    commune_insee: str
    commune_name: str
    sector: str | None
    latitude: StrictFloat | None
    longitude: StrictFloat | None
    phone: str | None
    hours: list[WeeklyHours]
    accessibility: list[Accessibility]


class NewcomerInvitation(Model):
    """
    An invitation that was not taken up yet
    """

    state: InvitationState
    email: str
    sent_at: Annotated[AwareDatetime, Field(description="When the last message left")]
    expires_at: AwareDatetime
    demo_link: Annotated[
        str | None,
        Field(description="Where the e-mail leads, in a demonstration that sends none; null everywhere else"),
    ]


class NewcomerInvitationInput(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    email: Annotated[
        str,
        Field(
            max_length=254,
            min_length=6,
            pattern="^[^@\\s\\u0085\\uFEFF]+@[^@\\s\\u0085\\uFEFF]+\\.[^@\\s\\u0085\\uFEFF.]+$",
        ),
    ]


class PlaceInput(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    practice_id: UUID
    accessibility: Annotated[list[Accessibility], Field(max_length=6)]
    phone: Annotated[
        str | None | MISSING,
        Field(
            description="Null: none; left out, as it is. It holds until the national file says another than before",
            max_length=24,
            min_length=10,
        ),
    ] = MISSING
    hours: Annotated[
        list[WeeklyHoursInput] | MISSING,
        Field(description="Left out, they stay as they are", max_length=32),
    ] = MISSING


class PageInput(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    languages: Annotated[list[SpokenLanguage], Field(max_length=10)]
    skills: Annotated[list[Skill], Field(max_length=17)]
    sectors: Annotated[
        list[str] | MISSING,
        Field(
            description="Where one makes home visits: quarters that the community names. Left out, they stay as they are",
            max_length=60,
        ),
    ] = MISSING
    places: Annotated[
        list[PlaceInput],
        Field(description="Places left out stay as they are", max_length=20),
    ]


class Professional(Model):
    id: UUID
    rpps: str
    name: str
    title: str | None
    family_name: str
    given_name: str
    profession_code: str
    profession_label: str
    specialties: list[CodeLabel]
    practices: list[Practice]
    is_member: StrictBool
    volunteering: Volunteering | None
    accepts_new_patients: StrictBool | None
    new_patients_lapse: Annotated[
        NewPatientsLapse | None,
        Field(description="Then `accepts_new_patients` is null: to be asked"),
    ]
    home_visits: StrictBool | None
    sectors: Annotated[
        list[str],
        Field(description="Where one makes home visits; none said: everywhere, or nobody knows"),
    ]
    languages: list[SpokenLanguage]
    skills: list[Skill]
    checks: list[FactCheck]
    confirmation: Annotated[Confirmation | None, Field(description="Null for who is not a member")]
    absent_until: Annotated[
        AwareDatetime | None,
        Field(
            description="On leave until then, by an absence or by what they declared; null when they are not away now"
        ),
    ]
    replaced_by: Annotated[ProfessionalSummary | None, Field(description="Who stands in during that leave")]
    declared_on: Annotated[
        date | None,
        Field(description="When the person last found the whole page right"),
    ]
    mobile_phone: Annotated[str | None, Field(description="For colleagues only")]
    sourced_on: Annotated[date | None, Field(description="Day of the national file")]


class DirectoryEntries(Model):
    complete: Annotated[
        StrictBool,
        Field(description="False: the territory is too large to be sent, ask the server"),
    ]
    items: list[DirectoryEntry]
    unverified_km: Annotated[
        StrictFloat,
        Field(description="How much further away a page without confirmation counts, as in `DirectoryRules`"),
    ]
    professions: list[CodeLabel]
    specialties: list[CodeLabel]
    communes: Annotated[list[DirectoryCommune], Field(description="Those of the territory")]
    places: Annotated[
        list[CodeLabel],
        Field(description="Names of the communes where somebody practises, wherever they are"),
    ]
    vocabulary: SearchVocabulary


class Organisation(Model):
    id: UUID
    kind: OrganisationKind
    name: str
    address_line: str | None
    postal_code: str | None
    commune_insee: str
    commune_name: str
    sector: str | None
    latitude: StrictFloat | None
    longitude: StrictFloat | None
    phone: str | None
    instruction: PlaceInstruction
    hours: list[WeeklyHours]
    open_state: OpenState


class OrganisationPage(Model):
    id: UUID
    version: StrictInt
    kind: OrganisationKind
    name: str
    address_line: str | None
    postal_code: str | None
    commune_insee: str
    commune_name: str
    sector: str | None
    latitude: StrictFloat | None
    longitude: StrictFloat | None
    phone: str | None
    instruction: PlaceInstruction
    hours: list[WeeklyHours]
    open_state: OpenState
    exceptions: Annotated[list[HoursException], Field(description="From today on, in order")]
    members: Annotated[list[ProfessionalSummary], Field(description="Who works there, by name")]
    checked_on: Annotated[date | None, Field(description="Null when nobody did")]
    checked_by: OrganisationChecker | None
    actions: list[OrganisationAction]


class OrganisationList(Model):
    items: list[Organisation]
    next_cursor: str | None


class OpenPlace(Model):
    organisation_id: UUID
    kind: OrganisationKind
    name: str
    phone: str | None
    instruction: PlaceInstruction
    is_open: StrictBool
    open_until: AwareDatetime | None
    opens_at: AwareDatetime | None


class OpenPlaceList(Model):
    items: list[OpenPlace]
    next_cursor: str | None
    as_of: AwareDatetime


class Given(Model):
    """
    What a member was asked, and what came of it
    """

    asked: StrictInt
    seen: Annotated[StrictInt, Field(description="Of those asked")]
    accepted: StrictInt
    declined: StrictInt
    lapsed: Annotated[StrictInt, Field(description="The time to answer passed")]
    decline_reasons: list[DeclineCount]
    slots: Annotated[
        StrictInt,
        Field(description="Appointments that others took in their open time, outside of any request"),
    ]
    minutes: Annotated[
        StrictInt,
        Field(
            description="Of appointments given with an acceptance or by a slot; those agreed on the phone are not known"
        ),
    ]


class Balance(Model):
    period: LoadPeriod
    from_at: AwareDatetime
    given: Given
    received: Received
    median: Annotated[
        Median | None,
        Field(description="Null while so few members that it would tell of one of them"),
    ]
    weekly_cap: StrictInt
    left_this_week: StrictInt


class MemberLoad(Model):
    professional: ProfessionalSummary
    given: Given
    received: Received
    weekly_cap: StrictInt
    accepted_this_week: StrictInt
    reach: MemberReach


class MemberLoadList(Model):
    items: list[MemberLoad]
    next_cursor: str | None
    period: LoadPeriod
    from_at: AwareDatetime
    median: Median | None


class Membership(Model):
    version: StrictInt
    professional_id: UUID
    volunteering: Volunteering
    accepts_new_patients: StrictBool | None
    new_patients_lapse: NewPatientsLapse | None
    home_visits: StrictBool | None
    sectors: Annotated[
        list[str],
        Field(description="Where one makes home visits; none said: everywhere, or nobody knows"),
    ]
    languages: list[SpokenLanguage]
    skills: list[Skill]
    checks: list[FactCheck]
    confirmation: Confirmation
    weekly_cap: StrictInt | None
    quiet_hours: QuietHours | None
    not_before: AwareDatetime | None
    absent_until: Annotated[
        AwareDatetime | None,
        Field(description="Away until then, by an absence (createAbsence); null when one is not away now"),
    ]
    declared_on: date | None
    reachable: StrictBool
    reachable_until: Annotated[
        AwareDatetime | None,
        Field(description="When this changes: start of the quiet hours, or end of the pause"),
    ]
    practices: list[Practice]


class HospitalDischargeRequestInput(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    person: PersonInput
    planned_on: date
    lines: Annotated[list[DischargeLineInput], Field(max_length=8, min_length=1)]
    caller_name: Annotated[str, Field(description="Who answers in the ward", max_length=80, min_length=1)]
    caller_phone: Annotated[
        str,
        Field(
            description="French number as typed or in E.164; kept in E.164",
            max_length=24,
            min_length=10,
        ),
    ]
    informed: Annotated[
        StrictBool,
        Field(description="The person is informed and does not object; otherwise nobody is asked yet"),
    ]
    prescription_signed: Annotated[
        StrictBool,
        Field(description="A tick; the prescription itself is never sent here"),
    ]
    prescription_from: date | None | MISSING = MISSING
    prescription_until: Annotated[date | None | MISSING, Field(description="Last day")] = MISSING
    liaison_letter_sent: Annotated[StrictBool, Field(description="Sent by MSSanté; never here")]
    attending_doctor_status: AttendingDoctorStatus
    attending_professional_id: UUID | MISSING = MISSING
    usual_professional_ids: Annotated[list[UUID] | MISSING, Field(max_length=5)] = MISSING
    lives_alone: StrictBool | None | MISSING = MISSING
    autonomy: DischargeAutonomy | MISSING = MISSING
    fragilities: Annotated[list[DischargeFragility] | MISSING, Field(max_length=6)] = MISSING
    prado_proposed: Annotated[StrictBool, Field(description="PRADO was proposed already")] = False
    note: Annotated[
        str | None | MISSING,
        Field(
            description="Read only by those who accept; never a diagnosis",
            max_length=200,
        ),
    ] = MISSING
    note_confirmed_not_medical: Annotated[
        StrictBool,
        Field(description="The author was shown words that look medical and says that they are not"),
    ] = False
    requested_for: Annotated[
        str | None | MISSING,
        Field(
            description="By phone: which ward called, entered by the coordinator",
            max_length=120,
        ),
    ] = MISSING


class DischargeLine(Model):
    id: UUID
    need: DischargeNeed
    frequency: DischargeFrequency | None
    state: DischargeLineState
    professional: Annotated[ProfessionalSummary | None, Field(description="Who comes")]
    professional_phone: str | None
    settled_with: str | None
    answered_at: Annotated[AwareDatetime | None, Field(description="When somebody took it")]
    is_mine: Annotated[StrictBool, Field(description="I am who comes")]
    appointment_at: Annotated[
        AwareDatetime | None,
        Field(description="When the doctor sees the person; null until they have said it"),
    ]
    appointment_mode: DischargeVisitMode | None
    wished_before: Annotated[
        AwareDatetime,
        Field(
            description="Until when the need must be met: the return home; a week later for the visit of a doctor"
        ),
    ]
    wave: StrictInt | None
    waves: StrictInt | None
    counters: Counters
    next_step: NextStep | None
    dispatch_id: Annotated[UUID | None, Field(description="For the coordination")]
    actions: list[CaseAction]


class HospitalDischargeRequest(Model):
    id: Annotated[UUID, Field(description="Also the id of the case")]
    number: str
    state: HospitalDischargeState
    version: StrictInt
    created_at: AwareDatetime
    closed_at: AwareDatetime | None
    planned_on: date
    postponed_from: Annotated[date | None, Field(description="The day before the last postponement")]
    short_notice: Annotated[
        StrictBool,
        Field(description="Asked for sooner before the return home than the rules wish"),
    ]
    late: Annotated[StrictBool, Field(description="Red: no nurse, and the return home is near")]
    call_hospital_at: Annotated[
        AwareDatetime | None,
        Field(description="When it turns red; null when no nurse is needed"),
    ]
    hospital_called_at: AwareDatetime | None
    lines: list[DischargeLine]
    sector: str | None
    commune_name: str | None
    age_band: AgeBand | None
    requester_name: Annotated[str, Field(description="The ward")]
    caller_name: Annotated[str | None, Field(description="Who answers there; null once erased")]
    requester_phone: str | None
    is_mine: StrictBool
    person_id: UUID | None
    may_read_identity: Annotated[StrictBool, Field(description="False: only by break-glass, with a reason")]
    attending_professional: ProfessionalSummary | None
    usual_professionals: list[ProfessionalSummary]
    informed: StrictBool
    prescription_signed: StrictBool
    prescription_from: date | None
    prescription_until: date | None
    liaison_letter_sent: StrictBool
    missing: list[DischargeReadyItem]
    lives_alone: StrictBool | None
    autonomy: DischargeAutonomy
    fragilities: Annotated[
        list[DischargeFragility],
        Field(description="For the ward and the coordination; empty for others"),
    ]
    dac_proposed: Annotated[StrictBool, Field(description="Enough criteria for the DAC; a person decides")]
    prado_proposed: StrictBool
    note: Annotated[str | None, Field(description="Only for the author and those who accepted")]
    note_flagged: StrictBool
    went_home_at: AwareDatetime | None
    check_days: Annotated[
        list[StrictInt],
        Field(description="How many days after the return home it is looked at, first and second"),
    ]
    checks: Annotated[list[DischargeCheck], Field(description="Once the person has gone home")]
    cancellation_reason: DischargeCancellationReason | None
    waits_for: WaitsFor
    clock: Clock | None
    next_step: NextStep | None
    identity_erased_on: Annotated[date | None, Field(description="Day when the identity goes or went")]
    actions: list[CaseAction]


class HospitalDischargeRequestList(Model):
    items: list[HospitalDischargeRequest]
    next_cursor: str | None


class FactorProof(Model):
    """
    Exactly one of them
    """

    model_config = ConfigDict(
        extra="forbid",
    )
    password: Annotated[
        str | None | MISSING,
        Field(
            description="For `proveAgain` alone, of who has no second factor",
            max_length=200,
            min_length=1,
        ),
    ] = MISSING
    code: Annotated[
        str | None | MISSING,
        Field(
            description="Of the authenticator application (six figures), or a recovery code",
            pattern="^[0-9A-Za-z \\-]{6,20}$",
        ),
    ] = MISSING
    passkey: PasskeyAnswer | None | MISSING = MISSING


class SecondFactor(Model):
    totp_since: Annotated[AwareDatetime | None, Field(description="Null: no authenticator application")]
    passkeys: list[Passkey]
    recovery_codes_left: StrictInt


class SecondFactorReset(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    email: Annotated[
        str,
        Field(
            max_length=254,
            min_length=6,
            pattern="^[^@\\s\\u0085\\uFEFF]+@[^@\\s\\u0085\\uFEFF]+\\.[^@\\s\\u0085\\uFEFF.]+$",
        ),
    ]


class SecondOpinionRequestInput(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    colleague_id: Annotated[
        UUID | None | MISSING,
        Field(description="Either one colleague, a member of the community, or a group"),
    ] = MISSING
    group_id: UUID | None | MISSING = MISSING
    person: PersonInput
    specialty_code: Annotated[str, Field(description="TRE_R38", pattern="^S[A-Z]{1,2}[0-9]{2}$")]
    urgency: OpinionUrgency
    question: Annotated[
        str,
        Field(
            description="Medical, as exchanged between those who care for the person; never a number of social security",
            max_length=1500,
            min_length=10,
        ),
    ]
    facts: Annotated[list[OpinionFactInput], Field(max_length=12)]
    attending_doctor_status: AttendingDoctorStatus
    attending_professional_id: Annotated[UUID | None | MISSING, Field(description="May be who asks")] = (
        MISSING
    )
    informed: Annotated[
        StrictBool,
        Field(
            description="The person is informed and does not object; without it nobody is asked (CSP L1110-4)"
        ),
    ]


class SecondOpinionRequest(Model):
    id: Annotated[UUID, Field(description="Also the id of the case")]
    number: str
    state: SecondOpinionState
    version: StrictInt
    created_at: AwareDatetime
    closed_at: AwareDatetime | None
    specialty_code: str
    specialty_label: str
    group_name: Annotated[str | None, Field(description="As it was called when it was asked")]
    colleague: Annotated[ProfessionalSummary | None, Field(description="Who was asked by name")]
    urgency: OpinionUrgency
    answer_before: Annotated[AwareDatetime, Field(description="When the answer is wished for")]
    age_band: AgeBand | None
    sector: str | None
    commune_name: str | None
    may_read_content: Annotated[
        StrictBool,
        Field(description="False for the coordination: question, facts and answer are then absent"),
    ]
    question: str | None
    facts: list[OpinionFact]
    answer: str | None
    answered_at: AwareDatetime | None
    requester_name: str
    requester_profession: str
    requester_phone: str | None
    is_mine: StrictBool
    has_taken: StrictBool
    attending_doctor_status: AttendingDoctorStatus
    attending_professional: ProfessionalSummary | None
    attending_told: AttendingTold
    passed_on: Annotated[StrictBool, Field(description="Who asked says that they pass the answer on")]
    person_id: UUID | None
    may_read_identity: Annotated[StrictBool, Field(description="False: only by break-glass, with a reason")]
    professional: Annotated[ProfessionalSummary | None, Field(description="Who took it")]
    professional_phone: str | None
    appointment: Appointment | None
    read_at: AwareDatetime | None
    waits_for: WaitsFor
    clock: Clock | None
    wave: StrictInt | None
    waves: StrictInt | None
    counters: Counters
    next_step: NextStep | None
    dispatch_id: UUID | None
    solution: OpinionSolution | None
    cancellation_reason: OpinionCancellationReason | None
    identity_erased_on: Annotated[date | None, Field(description="Day when the identity goes or went")]
    actions: list[CaseAction]


class SecondOpinionRequestList(Model):
    items: list[SecondOpinionRequest]
    next_cursor: str | None


class OpenSession(Model):
    id: UUID
    device: Annotated[
        str | None,
        Field(
            description="Such as “Firefox, Windows”, as the browser said when it signed in; null when it said nothing known"
        ),
    ]
    opened_at: AwareDatetime
    last_seen_at: Annotated[AwareDatetime, Field(description="To the minute")]
    current: Annotated[StrictBool, Field(description="The one that asks")]
    pro_sante_connect: Annotated[StrictBool, Field(description="Whether it was opened by Pro Santé Connect")]
    practice: Annotated[
        SessionPractice | None,
        Field(description="As what and where one works in it, as chosen"),
    ]


class InvitationReading(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    token: Annotated[
        str,
        Field(description="As in the link that was sent", pattern="^[A-Za-z0-9_-]{43}$"),
    ]


class PasswordChoice(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    token: Annotated[
        str,
        Field(description="As in the link that was sent", pattern="^[A-Za-z0-9_-]{43}$"),
    ]
    password: Annotated[
        str,
        Field(
            description="12 characters at least and not `guessable`",
            max_length=200,
            min_length=1,
        ),
    ]
    terms_accepted: Annotated[
        StrictBool,
        Field(description="The terms of use; asked once, of who comes from the SAS platform"),
    ]


class InvitationPage(Model):
    name: Annotated[str, Field(description="Of whom is invited, as the inviter wrote it")]
    email: str
    proof: InvitationProof
    signed_in: Annotated[
        StrictBool,
        Field(description="Whether this browser is signed in with the account of this address"),
    ]
    role: Role
    invited_by: str
    community_name: str
    expires_at: AwareDatetime
    server_time: AwareDatetime


class TeleconsultationInput(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    hold_token: Annotated[str, Field(description="`token` of the hold", max_length=64, min_length=20)]
    reason: TeleconsultationReason
    person: Annotated[
        PersonInput | MISSING,
        Field(description="Required, unless the reason is not accepted"),
    ] = MISSING
    attending_doctor_status: AttendingDoctorStatus | MISSING = MISSING
    attending_professional_id: UUID | MISSING = MISSING
    attending_contact: AttendingDoctorContact | MISSING = MISSING
    territorial_exception: TerritorialException | MISSING = MISSING
    minor: Annotated[
        TeleconsultationMinorInput | MISSING,
        Field(description="Required under 18 years"),
    ] = MISSING
    override_reason: Annotated[
        str | None | MISSING,
        Field(
            description="Of the doctor who takes a minor without what is asked: why",
            max_length=200,
            min_length=10,
        ),
    ] = MISSING
    helpers: Annotated[
        list[TeleconsultationKitItem] | MISSING,
        Field(description="What the examination will need", max_length=9),
    ] = MISSING
    consent: TeleconsultationConsentInput | MISSING = MISSING


class TeleconsultationSearchInput(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    site_id: UUID
    reason: TeleconsultationReason
    person: Annotated[
        PersonInput | MISSING,
        Field(description="Required, unless the reason is not accepted"),
    ] = MISSING
    attending_doctor_status: AttendingDoctorStatus | MISSING = MISSING
    attending_professional_id: UUID | MISSING = MISSING
    attending_contact: AttendingDoctorContact | MISSING = MISSING
    minor: TeleconsultationMinorInput | MISSING = MISSING
    override_reason: Annotated[str | None | MISSING, Field(max_length=200, min_length=10)] = MISSING
    helpers: Annotated[list[TeleconsultationKitItem] | MISSING, Field(max_length=9)] = MISSING
    consent: TeleconsultationConsentInput | MISSING = MISSING


class TeleconsultationCard(Model):
    """
    What a doctor is told of a teleconsultation asked for as soon as possible
    """

    reason: TeleconsultationReason
    site_name: str
    site_kind: TeleconsultationSiteKind
    is_minor: StrictBool


class Teleconsultation(Model):
    id: Annotated[UUID, Field(description="Also the id of the case")]
    number: Annotated[str, Field(description="As one says it on the phone: TLC-0207")]
    state: TeleconsultationState
    version: StrictInt
    created_at: AwareDatetime
    closed_at: AwareDatetime | None
    site_id: UUID
    site_name: str
    site_kind: TeleconsultationSiteKind
    sector: str | None
    commune_name: str
    origin: TeleconsultationOrigin
    reason: TeleconsultationReason
    redirect: Annotated[
        TeleconsultationRedirect | None,
        Field(description="Where a reason that is not accepted led"),
    ]
    age_band: AgeBand | None
    is_minor: StrictBool
    minor: TeleconsultationMinor | None
    person_id: UUID | None
    person: Annotated[
        PersonIdentity | None,
        Field(
            description="Only for those who need it now (assistant, doctor), each reading traced; null in an answer that comes again"
        ),
    ]
    may_read_identity: Annotated[StrictBool, Field(description="False: only by break-glass, with a reason")]
    starts_at: Annotated[AwareDatetime | None, Field(description="Null while a doctor is looked for")]
    ends_at: AwareDatetime | None
    professional: Annotated[ProfessionalSummary | None, Field(description="The doctor")]
    assistant: ProfessionalSummary | None
    join_link: Annotated[
        str | None,
        Field(description="Of the video, elsewhere; for the doctor and the site, from the day on"),
    ]
    attending_doctor_status: AttendingDoctorStatus | None
    attending_professional: ProfessionalSummary | None
    attending_contact: AttendingDoctorContact | None
    territorial_exception: TerritorialException
    helpers: list[TeleconsultationKitItem]
    consent: TeleconsultationConsent | None
    confirm_by_phone: Annotated[
        StrictBool,
        Field(description="They did not come so often of late that one calls them before"),
    ]
    confirmed_by_phone_at: AwareDatetime | None
    is_late: Annotated[StrictBool, Field(description="The hour has come and the person has not")]
    kept_until: Annotated[
        AwareDatetime | None,
        Field(description="Late: kept until then, then given to who waits"),
    ]
    checked_in_at: AwareDatetime | None
    started_at: AwareDatetime | None
    ended_at: AwareDatetime | None
    follow_up: TeleconsultationFollowUp | None
    followed_by_id: Annotated[
        UUID | None,
        Field(description="The booking that replaces it after an interruption"),
    ]
    solution: TeleconsultationSolution | None
    cancellation_reason: TeleconsultationCancellationReason | None
    report_sent: Annotated[StrictBool | None, Field(description="Null until it is over")]
    waits_for: WaitsFor
    clock: Clock | None
    wave: StrictInt | None
    waves: StrictInt | None
    counters: Counters
    next_step: NextStep | None
    dispatch_id: UUID | None
    open_now: Annotated[list[OpenPlace], Field(description="Where else, once nobody was found")]
    requester_name: str
    is_mine: Annotated[
        StrictBool,
        Field(description="I am the doctor or the assistant, or it is at my site"),
    ]
    actions: list[TeleconsultationAction]


class TeleconsultationList(Model):
    items: list[Teleconsultation]
    next_cursor: str | None


class Kiosk(Model):
    site_id: UUID
    site_name: str
    site_kind: TeleconsultationSiteKind
    organisation_name: str | None
    commune_insee: str
    commune_name: str
    communes: Annotated[list[KioskCommune], Field(description="Where the person may live")]
    time_zone: str
    server_time: AwareDatetime
    is_open: StrictBool
    open_until: AwareDatetime | None
    opens_at: AwareDatetime | None
    lacks: Annotated[
        list[TeleconsultationSiteLack],
        Field(description="Why nothing can be booked here today"),
    ]
    reasons: list[KioskReason]
    hold_minutes: StrictInt
    late_minutes: StrictInt
    coordination_phone: str | None
    last_heartbeat_at: AwareDatetime | None
    skew_seconds: StrictInt


class KioskSearchInput(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    reason: TeleconsultationReason
    person: Annotated[
        PersonInput | MISSING,
        Field(description="Required, unless the reason is not accepted"),
    ] = MISSING
    attending_doctor_status: AttendingDoctorStatus | MISSING = MISSING
    attending_professional_id: UUID | MISSING = MISSING
    attending_contact: AttendingDoctorContact | MISSING = MISSING
    minor: TeleconsultationMinorInput | MISSING = MISSING
    helpers: Annotated[list[TeleconsultationKitItem] | MISSING, Field(max_length=9)] = MISSING
    consent: TeleconsultationConsentInput | MISSING = MISSING


class KioskEvent(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    id: Annotated[
        UUID,
        Field(description="Of this event, drawn by the kiosk: the same id is the same event"),
    ]
    sequence: Annotated[
        StrictInt,
        Field(description="Of the outbox, from 1 and without a gap", ge=1, le=2147483647),
    ]
    occurred_at: Annotated[AwareDatetime, Field(description="By the clock of the kiosk")]
    kind: KioskEventKind
    booking_id: Annotated[UUID | MISSING, Field(description="What it is about; or `local_reference`")] = (
        MISSING
    )
    local_reference: Annotated[
        str | MISSING,
        Field(
            description="The kiosk’s own name of a booking whose id it does not know (yet): given with `confirm`, good afterwards. Never a name of somebody",
            max_length=64,
            min_length=1,
        ),
    ] = MISSING
    booking: Annotated[TeleconsultationInput | MISSING, Field(description="Of a `confirm`")] = MISSING
    consent: Annotated[TeleconsultationConsentInput | MISSING, Field(description="Of a `consent`")] = MISSING
    follow_up: Annotated[
        TeleconsultationFollowUp | MISSING,
        Field(description="Of an `interrupt`; `rescheduled` is for the assistant"),
    ] = MISSING
    cancellation_reason: Annotated[
        TeleconsultationCancellationReason | MISSING, Field(description="Of a `cancel`")
    ] = MISSING
    report_sent: Annotated[StrictBool | MISSING, Field(description="Of a `finish`")] = MISSING


class KioskEventBatch(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    outbox: Annotated[UUID, Field(description="Drawn by the kiosk once; a new one begins at 1 again")]
    software: Annotated[str | MISSING, Field(description="Name and version of the kiosk", max_length=60)] = (
        MISSING
    )
    events: Annotated[list[KioskEvent], Field(max_length=100, min_length=1)]


class UnscheduledCarePreview(Model):
    card: PreviewCard
    steps: list[PreviewStep]
    coordinator_at: Annotated[AwareDatetime, Field(description="A human answers before then")]
    coordination_name: str | None
    coordination_phone: str | None
    open_now: list[OpenPlace]


class UnscheduledCareRequest(Model):
    id: Annotated[UUID, Field(description="Also the id of the case")]
    number: str
    state: UnscheduledCareState
    version: StrictInt
    created_at: AwareDatetime
    closed_at: AwareDatetime | None
    need: Need | None
    age_band: AgeBand | None
    urgency: Urgency | None
    wished_before: AwareDatetime | None
    mobility: Mobility | None
    sector: str | None
    commune_name: str | None
    interpreter: str | None
    informed: StrictBool
    red_flags_cleared_at: AwareDatetime | None
    origin: RequestOrigin
    requester_name: str
    requester_organisation: str | None
    requester_profession: str | None
    requester_phone: str | None
    is_mine: StrictBool
    attending_doctor_status: AttendingDoctorStatus | None
    attending_professional: ProfessionalSummary | None
    attending_contact: AttendingDoctorContact | None
    usual_professionals: list[ProfessionalSummary]
    person_id: UUID | None
    may_read_identity: Annotated[StrictBool, Field(description="False: only by break-glass, with a reason")]
    note: Annotated[str | None, Field(description="Only for the author and the one who accepted")]
    note_flagged: Annotated[
        StrictBool,
        Field(description="The author confirmed that words which look medical are not"),
    ]
    professional: Annotated[ProfessionalSummary | None, Field(description="Who took it")]
    professional_phone: str | None
    appointment: Appointment | None
    waits_for: WaitsFor
    clock: Clock | None
    wave: StrictInt | None
    waves: StrictInt | None
    counters: Counters
    next_step: NextStep | None
    dispatch_id: UUID | None
    solution: Solution | None
    cancellation_reason: CancellationReason | None
    identity_erased_on: Annotated[date | None, Field(description="Day when the identity goes or went")]
    followers: StrictInt
    actions: list[CaseAction]


class UnscheduledCareRequestList(Model):
    items: list[UnscheduledCareRequest]
    next_cursor: str | None


class AttendingDoctorRequest(Model):
    id: Annotated[UUID, Field(description="Also the id of the case")]
    number: str
    state: AttendingDoctorState
    version: StrictInt
    created_at: AwareDatetime
    closed_at: AwareDatetime | None
    level: Annotated[
        AttendingDoctorLevel | None,
        Field(description="For the coordination and the doctor who took it"),
    ]
    age_band: AgeBand | None
    sector: str | None
    commune_name: str | None
    waiting_days: Annotated[StrictInt, Field(description="Since the request, up to now or to its end")]
    long_term_illness: Annotated[StrictBool | None, Field(description="ALD")]
    home_visit: StrictBool | None
    wheelchair: StrictBool | None
    interpreter: str | None
    pregnancy: Annotated[StrictBool | None, Field(description="For who asked and the coordination")]
    disability: Annotated[StrictBool | None, Field(description="Same")]
    social_cover: Annotated[StrictBool | None, Field(description="C2S or AME: for the coordination alone")]
    discharged_on: Annotated[date | None, Field(description="For the coordination alone")]
    absence_reason: Annotated[
        AttendingDoctorAbsence | None,
        Field(description="For who asked and the coordination"),
    ]
    retires_on: Annotated[date | None, Field(description="Same")]
    former_doctor: Annotated[str | None, Field(description="For who asked and the coordination")]
    household_without_doctor: Annotated[StrictInt | None, Field(description="Same")]
    source: Annotated[
        AttendingDoctorSource | None,
        Field(description="For who asked and the coordination"),
    ]
    requester_name: Annotated[str | None, Field(description="Same")]
    requester_phone: Annotated[str | None, Field(description="Same")]
    is_mine: StrictBool
    score: Annotated[AttendingDoctorScore | None, Field(description="For the coordination alone")]
    missing: list[AttendingDoctorMissing]
    possible_duplicates: Annotated[list[AttendingDoctorLinked], Field(description="For the coordination")]
    duplicate_of: AttendingDoctorLinked | None
    missed_on: Annotated[
        list[date],
        Field(description="Days on which the person was called in vain, for the coordination"),
    ]
    refusals: Annotated[list[AttendingDoctorRefusal], Field(description="For the coordination")]
    refused: Annotated[
        StrictInt,
        Field(description="Doctors who declined or stayed silent; 0 for others than the coordination"),
    ]
    next_doctors: Annotated[
        list[AttendingDoctorNext],
        Field(description="Whose turn it is, at most three, for the coordination"),
    ]
    asked_doctor: Annotated[
        ProfessionalSummary | None,
        Field(description="Who is asked now, for the coordination"),
    ]
    professional: Annotated[ProfessionalSummary | None, Field(description="The doctor who accepted")]
    professional_phone: str | None
    first_appointment_on: date | None
    declared_at: AwareDatetime | None
    still_looking_asked_at: Annotated[
        AwareDatetime | None,
        Field(description="Since when an answer is awaited: does the person still look?"),
    ]
    person_id: UUID | None
    may_read_identity: Annotated[StrictBool, Field(description="False: only by break-glass, with a reason")]
    waits_for: WaitsFor
    clock: Clock | None
    counters: Counters
    next_step: NextStep | None
    dispatch_id: UUID | None
    identity_erased_on: Annotated[date | None, Field(description="Day when the identity goes or went")]
    actions: list[CaseAction]


class AttendingDoctorRequestList(Model):
    items: list[AttendingDoctorRequest]
    next_cursor: str | None


class DisplacedAppointment(Model):
    id: UUID
    absence_id: UUID
    state: DisplacedState
    appointment: Appointment
    new_appointment: Appointment | None
    person_name: Annotated[str | None, Field(description="Of those still to call; this reading is traced")]
    person_phone: Annotated[str | None, Field(description="Same")]
    tried: Annotated[list[DisplacedAttempt], Field(description="In order")]
    actions: list[CallOutcome]


class DisplacedAppointmentList(Model):
    items: list[DisplacedAppointment]
    next_cursor: str | None


class SlotList(Model):
    items: list[Slot]
    call_offers: Annotated[
        list[CallOffer],
        Field(
            description="When no slot is free: who accepts a call beyond their agenda, for those who may call"
        ),
    ]
    next_cursor: str | None
    as_of: AwareDatetime


class AvailabilityEntry(Model):
    professional: ProfessionalSummary
    practice_id: UUID
    practice_name: str | None
    address_line: str | None
    sector: str | None
    commune_name: str
    phone: str | None
    distance_km: Annotated[StrictFloat | None, Field(description="As the crow flies, to 100 m")]
    absent_until: Annotated[AwareDatetime | None, Field(description="Away now, until then")]
    call: AvailabilityCall | None
    days: list[AvailabilityDay]


class RegulationView(Model):
    as_of: AwareDatetime
    days: list[RegulationViewDay]
    hidden_openings: Annotated[
        StrictInt,
        Field(description="Openings of these days that are meant for nobody: not shown"),
    ]
    nothing_because: Annotated[NothingShown | None, Field(description="Null when something shows")]


class MemberProof(Model):
    professional: ProfessionalSummary
    minutes: Annotated[StrictInt, Field(description="Opened in the month")]
    weeks: Annotated[
        list[WeekProof],
        Field(description="Whole weeks that touch the month and have begun, from their Monday"),
    ]
    appointments: Annotated[StrictInt, Field(description="Of the month, those cancelled or moved left out")]
    by_origin: list[OriginCount]


class Newcomer(Model):
    professional: ProfessionalSummary
    reason: NewcomerReason
    since: date
    is_member: StrictBool
    welcomes: StrictInt
    welcomed_by_me: StrictBool
    welcomed_by: Annotated[list[WelcomeSaid], Field(description="Who said it, first to last")]
    invitation: Annotated[
        NewcomerInvitation | None,
        Field(description="Null when none waits, and for whoever may not invite"),
    ]
    actions: Annotated[list[NewcomerAction], Field(description="What the reader may do")]


class NewcomerList(Model):
    items: list[Newcomer]
    next_cursor: str | None


class OfferCard(Model):
    """
    All that is said before acceptance: no name, no address, no phone, no note, no birth date
    """

    kind: CaseKind
    attending_doctor: Annotated[
        AttendingDoctorCard | None,
        Field(description="Of a search for an attending doctor"),
    ]
    need: Annotated[Need | None, Field(description="Null for a death")]
    age_band: Annotated[AgeBand | None, Field(description="Null for a death")]
    urgency: Annotated[Urgency | None, Field(description="Null for a death")]
    wished_before: Annotated[AwareDatetime | None, Field(description="Null for a death")]
    sector: str | None
    commune_name: str
    mobility: Annotated[Mobility | None, Field(description="Null for a death")]
    requester_profession: Annotated[str, Field(description='In French: "infirmière", "pharmacie"')]
    interpreter: str | None
    profession_sought: Annotated[DeathProfession | None, Field(description="Of a death: who may certify it")]
    found_at: Annotated[AwareDatetime | None, Field(description="Of a death: when the person was found")]
    place_kind: DeathPlaceKind | None
    opinion: Annotated[
        OpinionCard | None,
        Field(description="Of an opinion: specialty, urgency, closed answers"),
    ]
    discharge: Annotated[DischargeCard | None, Field(description="Of a hospital discharge alone")]
    teleconsultation: Annotated[TeleconsultationCard | None, Field(description="Of a teleconsultation alone")]


class Offer(Model):
    id: UUID
    state: OfferState
    reason: OfferReason
    alone: Annotated[StrictBool, Field(description="Nobody else is asked for now")]
    wave: StrictInt
    waves: StrictInt
    offered_at: AwareDatetime
    due_at: AwareDatetime
    seen_at: AwareDatetime | None
    answered_at: AwareDatetime | None
    closed_at: Annotated[
        AwareDatetime | None,
        Field(description="When it was answered, lapsed or was taken by another"),
    ]
    decline_reason: DeclineReason | None
    withdrawn_because: WithdrawalReason | None
    distance_km: StrictFloat | None
    card: OfferCard
    slots: Annotated[
        list[SlotTime],
        Field(description="My own free slots that fit, soonest first, while it is pending"),
    ]
    accepted_slot: SlotTime | None
    request_id: Annotated[UUID | None, Field(description="The request, once I have accepted")]
    case_number: str
    actions: list[OfferAction]


class OfferList(Model):
    items: list[Offer]
    next_cursor: str | None
    as_of: AwareDatetime


class SessionList(Model):
    items: list[OpenSession]
    own_password: Annotated[
        StrictBool,
        Field(description="Whether I sign in with a password of my own, which `changePassword` changes"),
    ]


class AvailabilityList(Model):
    items: list[AvailabilityEntry]
    next_cursor: str | None
    as_of: AwareDatetime
    total: Annotated[StrictInt, Field(description="Entries in all, those beyond `limit` included")]
    days: list[AvailabilityTotal]
    regulation_until: Annotated[
        AwareDatetime | None,
        Field(description="The SAS hours that run now end then (domain rules 0.4); null outside them"),
    ]
    regulation_from: Annotated[AwareDatetime | None, Field(description="Outside them, when they begin again")]


class OpeningProof(Model):
    month: str
    as_of: Annotated[AwareDatetime, Field(description="Time to come is not counted")]
    from_day: date
    to_day: date
    members: list[MemberProof]
