"""The figures of a month as they are read and exported, from rows of the database."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from api.cases import service as cases
from api.contract.models import CaseKind, DeathAnswer, DeathRequesterKind, WaitsFor
from api.contract.models import DeathCertificationState as State
from api.core.actor import system_actor
from api.core.db import unit_of_work
from api.death_certifications.rules import ENDED
from api.death_certifications.tables import DeathCertificationRequest
from api.identity.tables import Community
from tests.conftest import Database
from tests.contract.client import ContractClient
from tests.roles import AsRole, MakeCommunity, SignedIn

pytestmark = pytest.mark.anyio

ASKED = datetime(2026, 9, 15, 9, tzinfo=UTC)


@pytest.fixture
async def coordinator(as_role: AsRole) -> SignedIn:
    """The coordination."""
    return await as_role("coordinator")


async def a_death(
    community_id: UUID,
    asked_at: datetime = ASKED,
    *,
    kind: DeathRequesterKind = DeathRequesterKind.nursing_home,
    state: State = State.certified,
    certified: float | None = None,
) -> UUID:
    """A request as it is kept once nobody knows who died: the steps, so many minutes after it was made."""
    after = None if certified is None else asked_at + timedelta(minutes=certified)
    async with unit_of_work(community_id) as db:
        case = await cases.open_case(
            db,
            system_actor(community_id),
            kind=CaseKind.death_certification,
            state=state,
            origin="establishment",
            requester=cases.Requester("account", UUID(int=1), "Résidence du Fort", "EHPAD"),
            waits_for=WaitsFor.nobody,
            at=asked_at,
            closed=state in ENDED,
        )
        request = DeathCertificationRequest(
            id=case.id,
            community_id=community_id,
            state=state,
            public_place=DeathAnswer.no,
            violence=DeathAnswer.no,
            identified=DeathAnswer.yes,
            adult=DeathAnswer.yes,
            expected=DeathAnswer.unknown,
            funeral_operator_waiting=DeathAnswer.unknown,
            doctors_only=False,
            note_flagged=False,
            requester_kind=kind,
            accepted_at=after and asked_at + timedelta(minutes=5),
            arrived_at=after and after - timedelta(minutes=10),
            certified_at=after,
        )
        db.add(request)
    return case.id


async def a_month(community_id: UUID) -> None:
    """Eight requests of September: six certified, two cancelled."""
    for minutes in (60, 90, 120, 239, 600, 1500):
        await a_death(community_id, certified=minutes)
    for _ in range(2):
        await a_death(community_id, kind=DeathRequesterKind.town_hall, state=State.request_cancelled)


async def test_the_figures_of_a_month_are_those_of_the_requests_made_in_it(
    coordinator: SignedIn, community: Community, make_community: MakeCommunity
) -> None:
    await a_month(community.id)
    # The month begins and ends at midnight in Paris, two hours before that of Greenwich.
    await a_death(community.id, datetime(2026, 8, 31, 21, 59, tzinfo=UTC), certified=1)
    await a_death(community.id, datetime(2026, 9, 30, 22, 0, tzinfo=UTC), certified=1)
    await a_death((await make_community("Gardanne")).id, certified=1)
    answer = await coordinator.call("getDeathCertificationFigures", params={"month": "2026-09"})
    assert answer.status_code == 200, answer.text
    assert answer.json() == {
        "month": "2026-09",
        "requests": 8,
        "to_acceptance": {"measured": 6, "median_minutes": 5, "p90_minutes": 5},
        "to_arrival": {"measured": 6, "median_minutes": 169, "p90_minutes": 1490},
        "to_certificate": {"measured": 6, "median_minutes": 179, "p90_minutes": 1500},
        "under_4_hours": 0.6667,
        "under_24_hours": 0.8333,
        "by_requester": [{"word": "town_hall", "count": None}, {"word": "nursing_home", "count": None}],
        "by_outcome": [{"word": "certified", "count": None}, {"word": "request_cancelled", "count": None}],
    }


async def test_the_edges_of_a_month_are_midnight_on_the_clock_of_the_territory(
    coordinator: SignedIn, community: Community
) -> None:
    await a_death(community.id, datetime(2026, 8, 31, 22, 0, tzinfo=UTC), certified=1)
    await a_death(community.id, datetime(2026, 9, 30, 21, 59, 59, tzinfo=UTC), certified=1)
    for month, requests in (("2026-08", 0), ("2026-09", 2), ("2026-10", 0)):
        answer = await coordinator.call("getDeathCertificationFigures", params={"month": month})
        assert answer.json()["requests"] == requests


async def test_the_present_month_is_that_of_the_figures_unless_another_is_asked_for(
    coordinator: SignedIn,
) -> None:
    answer = await coordinator.call("getDeathCertificationFigures")
    assert (answer.status_code, answer.json()["requests"]) == (200, 0)
    named = await coordinator.call("getDeathCertificationFigures", params={"month": answer.json()["month"]})
    assert named.json() == answer.json()


async def test_the_table_opens_in_a_french_spreadsheet_and_hides_what_the_screen_hides(
    coordinator: SignedIn, community: Community, connected: Database
) -> None:
    await a_month(community.id)
    answer = await coordinator.call("exportDeathCertificationFigures", params={"month": "2026-09"})
    assert answer.status_code == 200, answer.text
    assert answer.headers["cache-control"] == "no-store"
    assert 'filename="constatations-de-deces-2026-09.csv"' in answer.headers["content-disposition"]
    text = answer.content.decode("utf-8-sig")
    assert answer.content.startswith(b"\xef\xbb\xbf")
    assert text.split("\r\n") == [
        "Mois;Figure;Détail;Nombre;Médiane (min);90e centile (min);Part",
        "09/2026;Demandes;;8;;;",
        "09/2026;De la demande à l'acceptation;;6;5;5;",
        "09/2026;De la demande à l'arrivée;;6;169;1490;",
        "09/2026;De la demande au certificat;;6;179;1500;",
        "09/2026;Certificats en moins de 4 h;;6;;;0,6667",
        "09/2026;Certificats en moins de 24 h;;6;;;0,8333",
        "09/2026;Demandes par demandeur;Mairie;non diffusé;;;",
        "09/2026;Demandes par demandeur;EHPAD ou établissement médico-social;non diffusé;;;",
        "09/2026;Demandes par issue;Certificat établi;non diffusé;;;",
        "09/2026;Demandes par issue;Annulée;non diffusé;;;",
        "",
    ]
    traced = connected.sql(
        "SELECT detail FROM audit_entries WHERE action = 'death_certification_figures.exported'"
    )
    assert traced == [({"month": "2026-09", "count": 8},)]


async def test_the_figures_are_those_of_before_once_identities_are_erased(
    coordinator: SignedIn, community: Community, connected: Database
) -> None:
    await a_month(community.id)
    before = (await coordinator.call("getDeathCertificationFigures", params={"month": "2026-09"})).json()
    connected.sql(
        "UPDATE death_certification_requests SET requester_person_sealed = NULL, note_sealed = NULL,"
        " attending_doctor_name_sealed = NULL, requester_function = NULL"
    )
    connected.sql("UPDATE cases SET person_id = NULL, requester_phone_sealed = NULL")
    after = (await coordinator.call("getDeathCertificationFigures", params={"month": "2026-09"})).json()
    assert after == before


OPERATIONS = pytest.mark.parametrize(
    "operation", ["getDeathCertificationFigures", "exportDeathCertificationFigures"]
)


@OPERATIONS
async def test_a_month_to_come_or_that_is_none_is_refused(
    operation: str, coordinator: SignedIn, connected: Database
) -> None:
    for month in ("2099-01", "2026-13", "novembre"):
        refused = await coordinator.call(operation, params={"month": month})
        assert refused.status_code == 422
        assert [error["pointer"] for error in refused.json()["errors"]] == ["/query/month"]
    assert connected.sql(
        "SELECT count(*) FROM audit_entries WHERE action LIKE 'death_certification_figures%'"
    ) == [(0,)]


@OPERATIONS
async def test_only_the_coordination_and_the_administration_read_the_figures(
    operation: str, as_role: AsRole, client: ContractClient, connected: Database
) -> None:
    assert (await client.call(operation)).status_code == 401
    for who in (
        await as_role("professional"),
        await as_role("requester", organisation_kind="town_hall"),
        await as_role("regulator"),
    ):
        assert (await who.call(operation)).status_code == 403
    assert connected.sql(
        "SELECT count(*) FROM audit_entries WHERE action LIKE 'death_certification_figures%'"
    ) == [(0,)]
    assert (await (await as_role("admin")).call(operation)).status_code == 200
