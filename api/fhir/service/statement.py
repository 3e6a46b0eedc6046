"""What this instance says of itself, in FHIR."""

from api.core.operations import the_contract
from api.core.settings import settings
from api.fhir import rules
from api.fhir.rules import Resource


def capabilities() -> Resource:
    """The CapabilityStatement of this instance."""
    return rules.capability_statement(settings().base_url, the_contract().document["info"]["version"])
