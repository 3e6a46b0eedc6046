"""The rules of a community: one versioned document, with the defaults of the domain. Pure."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from api.contract.models import (
    AvailabilityRules,
    CommunityRules,
    CommunityRulesInput,
    DirectoryRules,
)
from api.identity.contradictions import contradictions as contradictions

FIRST_VERSION = 1

_DEFAULTS: dict[str, Any] = {
    "unscheduled_care": {
        # DESIGN §6: the usual professionals alone, then the six nearest, then everybody, then a human.
        "waves": [
            {"audience": "first_resort", "minutes": 15, "radius_km": None, "at_most": None},
            {"audience": "near", "minutes": 30, "radius_km": 3.0, "at_most": 6},
            {"audience": "network", "minutes": 45, "radius_km": None, "at_most": None},
        ],
        "coordinator_after_minutes": 90,
        "coordinator_before_deadline_minutes": 60,
        "two_day_factor": 2.0,
        "confirmation_minutes": 60,
    },
    # Domain rules §1.2: no source gives minutes but for the ceiling (the Order, 2013) and the transport.
    "death_certification": {
        "attending_doctor_minutes": 20,
        "rota_minutes": 30,
        "volunteers_minutes": 60,
        "coordinator_after_minutes": 120,
        "samu_after_minutes": 240,
        "late_after_minutes": 720,
        "ceiling_after_minutes": 1440,
        "transport_alert_hours": 42,
        "duplicate_hours": 72,
        "family_link_hours": 48,
    },
    # Domain rules §3.2: weights and delays to be confirmed by the members; thresholds of the levels are ours.
    "attending_doctor": {
        "weights": {
            "long_term_illness": 40,
            "from_80": 30,
            "from_70": 20,
            "home_visit": 20,
            "social_cover": 15,
            "pregnancy": 15,
            "disability": 15,
            "recent_discharge": 15,
            "per_period": 1,
            "waiting_at_most": 20,
        },
        "period_days": 15,
        "recent_discharge_days": 30,
        "high_from": 40,
        "medium_from": 15,
        "answer_days": 7,
        "reminder_days": 3,
        "refusals_at_most": 5,
        "escalate_after_days": 90,
        "contact_tries": 3,
        "still_looking_months": 6,
        "still_looking_answer_days": 30,
        # No source gives it: a month from the acceptance, or from the day of the first appointment.
        "undeclared_days": 30,
        "declared_days": 30,
        "open_months_at_most": 24,
    },
    # No source gives these hours: they are the community's to set. Half of the delay for the colleague or the
    # group alone, a third for the whole specialty, the rest for a human.
    "second_opinion": {
        "same_day_hours": 6,
        "few_days_hours": 72,
        "few_weeks_hours": 336,
        "first_percent": 50,
        "specialty_percent": 30,
        "taken_hours": 24,
        "detail_hours": 72,
        "closes_after_days": 14,
    },
    # Domain rules §5.2: red 24 hours before, refused after 60 days, warned of under 48 hours, looked at on
    # the next day and a week later. No source gives the times to answer.
    "hospital_discharge": {
        "first_resort_minutes": 120,
        "near_minutes": 180,
        "near_radius_km": 3.0,
        "near_at_most": 8,
        "network_minutes": 360,
        "coordinator_after_minutes": 720,
        "coordinator_before_hours": 36,
        "call_hospital_hours": 24,
        "short_notice_hours": 48,
        "furthest_days": 60,
        "departure_time": "12:00",
        "reconfirm_hours": 12,
        "first_check_days": 1,
        "second_check_days": 7,
        "dac_criteria": 2,
    },
    "dispatch": {
        "quiet_hours": {"from_time": "20:00", "to_time": "08:00"},
        "weekly_cap": 5,
        "fairness_days": 28,
    },
    "availability": {
        "hold_minutes": 10,
        "min_delay_minutes": 10,
        "max_delay_days": 60,
        "outside_refresh_minutes": 30,
        "outside_failures": 5,
        "absence_earlier_hours": 24,
        "absence_later_hours": 48,
        "absence_notice_minutes": 120,
    },
    "appointments": {
        # Limits of the waiting list as rdv-service-public has them, in hours instead of days: care that
        # cannot wait is a matter of the same week.
        "earlier_proposals": 3,
        "earlier_gap_hours": 24,
        "earlier_before_minutes": 120,
        "earlier_gain_minutes": 120,
        "earlier_answer_minutes": 30,
        "first_reminder_hours": 24,
        "last_reminder_hours": 2,
        "day_list_at": "18:30",
        # Domain rules §4.2.
        "no_show_months": 6,
        "no_show_limit": 2,
        "no_show_calls": 3,
    },
    # What one says of oneself grows old: asked every quarter, and capacity sooner.
    "directory": {
        "confirm_days": 90,
        "remind_again_days": 14,
        "unverified_days": 30,
        "unverified_km": 0.5,
        "new_patients_days": 60,
        "import_late_days": 8,
        "newcomer_days": 60,
    },
    "notifications": {"summary_at": "18:00"},
    "sessions": {"idle_minutes": 15, "invitation_days": 7},  # domain rules §7.2.3
    # Domain rules §7.2.5.
    "retention": {
        "unscheduled_care_months": 3,
        "death_certification_months": 3,
        "attending_doctor_months": 6,
        "second_opinion_months": 3,
        "hospital_discharge_months": 6,
        "teleconsultation_months": 3,
        "audit_trail_months": 12,
        "member_months": 24,
        "event_months": 36,
    },
    # Domain rules §1.2: the Order's list of nurses, read again every quarter; one person on the rota.
    "certifiers": {
        "order_list_days": 90,
        "people_by_day": 1,
        "people_on_rest_days": 1,
        "people_by_night": 1,
        "days_ahead": 14,
    },
    # Domain rules §4.2: a check of the kit holds a year; the connection is ours (video both ways in HD).
    "teleconsultation": {
        "kit_months": 12,
        "connection_months": 12,
        "min_down_mbps": 4.0,
        "min_up_mbps": 2.0,
    },
    # Domain rules §4.2. The reasons are of a local protocol, for clinicians to validate. No source gives
    # the minutes of a hold, of the answers and of a silent kiosk.
    "teleconsultation_bookings": {
        "hold_minutes": 10,
        "refused_reasons": [
            {"reason": "chest_pain", "redirect": "the_15"},
            {"reason": "breathlessness", "redirect": "the_15"},
            {"reason": "neurological_deficit", "redirect": "the_15"},
            {"reason": "trauma_needing_imaging", "redirect": "face_to_face"},
            {"reason": "abdominal_guarding", "redirect": "the_15"},
            {"reason": "infant_under_3_months", "redirect": "face_to_face"},
            {"reason": "suicidal_crisis", "redirect": "the_15"},
        ],
        "walk_in_hours": 2,
        "late_minutes": 10,
        "no_show_minutes": 15,
        "soon_minutes": 120,
        "usual_doctor_minutes": 10,
        "network_minutes": 20,
        "silent_minutes": 5,
        "skew_seconds": 120,
    },
    # Domain rules §8.1 and §0.4: what most territories have; where the text is unclear, its narrow reading.
    "calendars": {
        "pdsa_saturday": True,
        "pdsa_bridges": True,
        "saturday_after_thursday": False,
        "sas_bridges": True,
        "fragile_zone": False,
    },
}


def default_document() -> dict[str, Any]:
    """The sections of a community that changed nothing yet, as they are stored."""
    return _merged({}, _DEFAULTS)


def default_rules(changed_at: datetime = datetime(2025, 1, 1, tzinfo=UTC)) -> CommunityRules:
    """The rules of a community that changed nothing yet."""
    return rules_from({}, version=FIRST_VERSION, changed_at=changed_at)


def rules_from(document: Mapping[str, Any], *, version: int, changed_at: datetime) -> CommunityRules:
    """The rules that a stored document stands for.

    A section or field that came into the contract after the document was stored has its default.
    """
    sections = _merged(document, _DEFAULTS)
    return CommunityRules.model_validate({**sections, "version": version, "changed_at": changed_at})


def availability_rules(section: Mapping[str, Any] | None) -> AvailabilityRules:
    """The rules of time alone, from that section of a stored document (None when nothing is stored): every
    search and booking reads them, and the whole document takes longer to validate than they to find."""
    return AvailabilityRules.model_validate(_merged(section or {}, _DEFAULTS["availability"]))


def directory_rules(section: Mapping[str, Any] | None) -> DirectoryRules:
    """The rules of the directory alone, in the same way: every search reads them."""
    return DirectoryRules.model_validate(_merged(section or {}, _DEFAULTS["directory"]))


def document_of(rules: CommunityRulesInput) -> dict[str, Any]:
    """The stored form of rules that somebody wrote."""
    return rules.model_dump(mode="json")


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, list[Any]]:
    """What differs, by dotted path: `{"dispatch.weekly_cap": [5, 6]}`, for the audit trail."""
    old, new = dict(_leaves(before)), dict(_leaves(after))
    return {
        path: [old.get(path), new.get(path)]
        for path in sorted(old.keys() | new.keys())
        if old.get(path) != new.get(path)
    }


def _merged(given: Mapping[str, Any], defaults: Mapping[str, Any]) -> dict[str, Any]:
    """`given`, with what it lacks from `defaults`. Lists are taken whole; unknown names are dropped."""
    whole = {}
    for name, default in defaults.items():
        value = given.get(name, default)
        whole[name] = _merged(value, default) if isinstance(default, Mapping) else value
    return whole


def _leaves(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(value, Mapping):
        for name, part in value.items():
            yield from _leaves(part, f"{path}.{name}" if path else name)
    else:
        yield path, value
