"""What this instance says of itself, in FHIR."""

from api.core.operations import the_contract
from api.fhir import rules
from api.fhir.requests import Sent
from api.fhir.rules import Resource


def capabilities(sent: Sent) -> Resource:
    """The CapabilityStatement of this instance, where it was called."""
    return rules.capability_statement(sent.base, the_contract().document["info"]["version"])
