"""Real answers of the demonstration hold every official profile that they say to hold."""

from api.seed.both import OF_BOTH
from tests.conftest import Database
from tests.contract.client import ContractClient
from tests.fhir import structure
from tests.fhir.conftest import CPTS, INDIVIDUAL, asked, of, search
from tests.retention.demonstration import database

__all__ = ["database"]
"""The demonstration, in place of an empty database."""


async def test_every_professional_of_the_demonstration_answers_in_the_official_profiles(
    platform: ContractClient, connected: Database
) -> None:
    opened = connected.sql(
        "SELECT DISTINCT rpps FROM professionals JOIN openings ON professional_id = professionals.id"
        " ORDER BY rpps"
    )
    people = [f"8{rpps}" for (rpps,) in opened]
    assert len(people) > 25
    seen: dict[str, int] = {}
    for flow in (INDIVIDUAL, CPTS):
        for first in range(0, len(people), 25):
            bundle = await search(platform, asked(*people[first : first + 25], flow=flow, days=10))
            assert bundle["total"] == len(of(bundle, "Slot")) > 0
            for resource in (bundle, *[entry["resource"] for entry in bundle["entry"]]):
                [profile] = resource["meta"]["profile"]
                seen[profile] = seen.get(profile, 0) + 1
    others = {
        "http://sas.fr/fhir/StructureDefinition/FrLocationAgregateur",  # contained, checked with its role
        # Comes from the platform, and goes there.
        "https://interop.esante.gouv.fr/ig/fhir/sas/StructureDefinition/FrPractitionerRegul",
        "http://sas.fr/fhir/StructureDefinition/FrAppointmentSAS",
    }
    assert seen.keys() == structure.official()["profiles"].keys() - others
    both = await search(platform, asked(f"8{OF_BOTH}", flow=CPTS, days=10))
    assert all("604" in str(slot) for slot in of(both, "Slot"))
    assert len(of(both, "HealthcareService")) == 2
    assert (await search(platform, asked(f"8{OF_BOTH}", flow=INDIVIDUAL, days=10)))["total"] == 0
    modes = {
        coding["code"]
        for slot in of(bundle, "Slot")
        for service in slot["serviceType"]
        for coding in service.get("coding", [])
    }
    assert {"AMB", "604"} <= modes
