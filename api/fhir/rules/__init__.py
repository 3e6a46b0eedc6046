"""The rules of the FHIR facade: how a query is read, how resources are built. Pure."""

from api.fhir.rules.capabilities import capability_statement
from api.fhir.rules.landing import booking_page, landing, sent_to
from api.fhir.rules.media import FHIR, check_sent, wanted
from api.fhir.rules.query import ACTORS, ORGANIZATIONS, SCHEDULES, SERVICES, Pairs, SlotSearch, read_search
from api.fhir.rules.refusals import FhirRefusal, Issue, outcome
from api.fhir.rules.regulators import read_condition, read_regulator, regulator, taken
from api.fhir.rules.resources import (
    CommunityFacts,
    PersonFacts,
    PlaceFacts,
    Resource,
    Timetable,
    fhir_slot_id,
    healthcare_service,
    organization,
    practitioner,
    practitioner_role,
    schedule,
    slot,
    slot_frame,
    slot_named,
)
from api.fhir.rules.writing import Parts, SlotEntries, bundle, dumped, included, instant, pieces, when

__all__ = [
    "ACTORS",
    "CommunityFacts",
    "FHIR",
    "FhirRefusal",
    "Issue",
    "ORGANIZATIONS",
    "Pairs",
    "Parts",
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
    "check_sent",
    "capability_statement",
    "dumped",
    "fhir_slot_id",
    "healthcare_service",
    "included",
    "instant",
    "landing",
    "organization",
    "outcome",
    "pieces",
    "practitioner",
    "practitioner_role",
    "read_condition",
    "read_regulator",
    "read_search",
    "regulator",
    "schedule",
    "sent_to",
    "slot",
    "slot_frame",
    "slot_named",
    "taken",
    "wanted",
    "when",
]
