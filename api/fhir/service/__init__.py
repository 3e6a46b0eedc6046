"""What the FHIR facade does: searches for slots, and readings by id."""

from api.fhir.service.reading import (
    read_healthcare_service,
    read_organization,
    read_practitioner,
    read_practitioner_role,
    read_schedule,
    read_slot,
)
from api.fhir.service.search import search_slots
from api.fhir.service.statement import booking_page, capabilities

__all__ = [
    "booking_page",
    "capabilities",
    "read_healthcare_service",
    "read_organization",
    "read_practitioner",
    "read_practitioner_role",
    "read_schedule",
    "read_slot",
    "search_slots",
]
