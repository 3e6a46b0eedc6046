"""What the FHIR facade does: searches for slots, readings by id, accounts of regulators."""

from api.fhir.service.arriving import booking_page
from api.fhir.service.mirror import get_my_regulation_view
from api.fhir.service.reading import (
    read_healthcare_service,
    read_organization,
    read_practitioner,
    read_practitioner_role,
    read_schedule,
    read_slot,
)
from api.fhir.service.regulators import create_regulator, replace_regulator
from api.fhir.service.search import search_slots
from api.fhir.service.statement import capabilities

__all__ = [
    "booking_page",
    "capabilities",
    "create_regulator",
    "get_my_regulation_view",
    "read_healthcare_service",
    "read_organization",
    "read_practitioner",
    "read_practitioner_role",
    "read_schedule",
    "read_slot",
    "replace_regulator",
    "search_slots",
]
