"""What this instance says of itself, and where it leads people."""

from api.core.operations import the_contract
from api.core.settings import settings
from api.fhir import rules
from api.fhir.rules import Pairs, Resource


def capabilities() -> Resource:
    """The CapabilityStatement of this instance."""
    return rules.capability_statement(settings().base_url, the_contract().document["info"]["version"])


def booking_page(pairs: Pairs, *, signed_in: bool) -> str:
    """The page of the web app to go to, for the parameters of the address of a slot."""
    return rules.landing(pairs, signed_in=signed_in)
