"""The rules of the FHIR facade: how a query is read, how resources are built. Pure."""

from api.fhir.rules.capabilities import capability_statement
from api.fhir.rules.landing import booking_page, landing
from api.fhir.rules.media import FHIR, wanted
from api.fhir.rules.query import ACTORS, ORGANIZATIONS, SCHEDULES, SERVICES, Pairs, SlotSearch, read_search
from api.fhir.rules.refusals import FhirRefusal, Issue, outcome
from api.fhir.rules.resources import (
    CommunityFacts,
    PersonFacts,
    PlaceFacts,
    Resource,
    Timetable,
    fhir_slot_id,
    healthcare_service,
    organization,
    own_slot_id,
    practitioner,
    practitioner_role,
    schedule,
    slot,
    slot_frame,
)
from api.fhir.rules.writing import SlotEntries, bundle, dumped, instant, instant_at

__all__ = [
    "ACTORS",
    "CommunityFacts",
    "FHIR",
    "FhirRefusal",
    "Issue",
    "ORGANIZATIONS",
    "Pairs",
    "PersonFacts",
    "PlaceFacts",
    "Resource",
    "SCHEDULES",
    "SERVICES",
    "SlotSearch",
    "Timetable",
    "booking_page",
    "SlotEntries",
    "bundle",
    "capability_statement",
    "dumped",
    "fhir_slot_id",
    "healthcare_service",
    "instant",
    "instant_at",
    "landing",
    "organization",
    "outcome",
    "own_slot_id",
    "practitioner",
    "practitioner_role",
    "read_search",
    "schedule",
    "slot",
    "slot_frame",
    "wanted",
]
