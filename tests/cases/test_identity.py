"""Who reads the identity of the person of a request, under which trace, and until when."""

import json
from datetime import datetime
from uuid import uuid4

import pytest

from api.cases import service
from api.cases.service import erase_what_is_due
from api.contract.models import Role, TimelineKind
from api.core import clock
from api.core.db import unit_of_work
from tests.cases.builders import a_case, actor_of, asked_by
from tests.conftest import Database
from tests.dispatch.scene import a_request
from tests.roles import AsRole, MakeCommunity, ShiftClock, SignedIn

pytestmark = pytest.mark.anyio


@pytest.fixture
async def nurse(as_role: AsRole) -> SignedIn:
    """Who makes the requests."""
    return await as_role("professional")


def trail(connected: Database, person_id: object) -> list[tuple[object, ...]]:
    """What the audit trail says of readings of a person."""
    return connected.sql(
        "SELECT actor_id, action, detail FROM audit_entries "
        "WHERE subject_id = %s AND action LIKE 'person.identity_re%%' ORDER BY at, id",
        person_id,
    )


async def read(who: SignedIn, person_id: object, **body: object):  # noqa: ANN201  httpx's answer
    """Ask for an identity."""
    return await who.call("readIdentity", person_id=person_id, json=body)


async def test_those_who_need_it_read_the_identity_and_it_is_traced(
    nurse: SignedIn, as_role: AsRole, connected: Database
) -> None:
    doctor, coordinator = await as_role("professional"), await as_role("coordinator")
    case = await a_case(nurse, with_person=True, accepted_by=doctor.professional_id)
    for who in (nurse, doctor, coordinator):
        shown = (await read(who, case.person_id)).json()
        assert (shown["family_name"], shown["phone"], shown["phone_of"]) == (
            "Coste",
            "+33639980102",
            "Fille, Mme Brunel",
        )
        assert shown["address_line"] == "12 rue du Fort"
    assert trail(connected, case.person_id) == [
        (who.account_id, "person.identity_read", {"why": "need"}) for who in (nurse, doctor, coordinator)
    ]


async def test_an_identity_hides_itself_after_five_minutes(nurse: SignedIn) -> None:
    case = await a_case(nurse, with_person=True)
    before = clock.now()
    shown = (await read(nurse, case.person_id)).json()
    left = datetime.fromisoformat(shown["shown_until"]) - before
    assert 299 <= left.total_seconds() <= 310


async def test_who_may_not_see_the_request_finds_nobody_and_that_is_traced(
    nurse: SignedIn, as_role: AsRole, make_community: MakeCommunity, connected: Database
) -> None:
    case = await a_case(nurse, with_person=True)
    elsewhere = await make_community("Ailleurs", communes=("13041",))
    asked = await as_role("professional")
    stranger = await as_role("coordinator", community_id=elsewhere.id)
    unknown = await read(asked, uuid4())
    for who in (asked, stranger):
        refused = await read(who, case.person_id, reason="Je voudrais bien savoir")
        assert (refused.status_code, refused.json()) == (404, unknown.json())
    refusals = trail(connected, case.person_id)
    assert [(row[0], row[1]) for row in refusals] == [
        (asked.account_id, "person.identity_refused"),
        (stranger.account_id, "person.identity_refused"),
    ]
    admin = await as_role("admin")
    assert (await read(admin, case.person_id)).status_code == 403


async def test_breaking_the_glass_asks_a_reason_and_keeps_it(
    nurse: SignedIn, as_role: AsRole, connected: Database
) -> None:
    admin, follower = await as_role("admin"), await as_role("professional")
    case = await a_case(nurse, with_person=True)
    async with unit_of_work(case.community_id) as db:
        await service.follow(db, actor_of(follower, Role.professional), case, at=clock.now())
    bodies = ({}, {"reason": None}, {"reason": " " * 12}, {"reason": "pour 1 84 12 75 116 001"})
    for body in bodies:
        refused = await read(follower, case.person_id, **body)
        assert refused.status_code == 422
        assert [error["pointer"] for error in refused.json()["errors"]] == ["/reason"]
    assert trail(connected, case.person_id) == []
    assert (await admin.call("listNotifications")).json()["items"] == []

    shown = await read(follower, case.person_id, reason="La famille est devant moi")
    assert shown.json()["given_name"] == "Jeanne"
    assert trail(connected, case.person_id) == [
        (
            follower.account_id,
            "person.identity_read",
            {"why": "break_glass", "reason": "La famille est devant moi"},
        )
    ]
    [told] = (await admin.call("listNotifications")).json()["items"]
    assert (told["kind"], told["case_id"]) == ("identity_read", None)
    [(subject, said)] = connected.sql("SELECT subject, text FROM deliveries WHERE channel = 'email'")
    assert "/traces" in str(said)
    assert [word for word in ("Coste", "Jeanne", "famille") if word in f"{subject} {said}"] == []


async def test_a_reason_that_names_the_person_shows_nothing_and_is_kept_nowhere(
    nurse: SignedIn, as_role: AsRole, connected: Database
) -> None:
    """The trail would keep the name in clear. The try is traced: it tells whether the name is theirs."""
    admin, follower = await as_role("admin"), await as_role("professional")
    case = await a_case(nurse, with_person=True)
    async with unit_of_work(case.community_id) as db:
        await service.follow(db, actor_of(follower, Role.professional), case, at=clock.now())
    refused = await read(follower, case.person_id, reason="La fille de Mme COSTE est devant moi")
    assert refused.status_code == 422
    [error] = refused.json()["errors"]
    assert (error["pointer"], "without naming the person" in error["message"]) == ("/reason", True)
    why = {"refused": "a name of the person in the reason"}
    assert trail(connected, case.person_id) == [(follower.account_id, "person.identity_refused", why)]
    assert "coste" not in refused.text.casefold()
    assert "COSTE" not in str(connected.sql("SELECT * FROM audit_entries"))
    assert (await admin.call("listNotifications")).json()["items"] == []
    assert connected.sql("SELECT count(*) FROM deliveries") == [(0,)]


async def test_a_reading_that_needs_no_reason_tells_nobody(nurse: SignedIn, as_role: AsRole) -> None:
    admin = await as_role("admin")
    case = await a_case(nurse, with_person=True)
    assert (await read(nurse, case.person_id)).status_code == 200
    assert (await admin.call("listNotifications")).json()["items"] == []


async def test_a_day_after_closing_even_the_coordination_says_why(
    nurse: SignedIn, as_role: AsRole, shift_clock: ShiftClock
) -> None:
    case = await a_case(nurse, with_person=True, closed=True)
    assert (await read(nurse, case.person_id)).status_code == 200
    shift_clock(hours=25)
    coordinator = await as_role("coordinator")
    assert (await read(coordinator, case.person_id)).status_code == 422
    assert (await read(coordinator, case.person_id, reason="Résultats à transmettre")).status_code == 200


async def test_an_identity_is_erased_when_its_months_have_passed(
    nurse: SignedIn, as_role: AsRole, connected: Database, shift_clock: ShiftClock
) -> None:
    open_one = await a_case(nurse, with_person=True)
    recent = await a_case(nurse, with_person=True)
    case = await a_case(nurse, with_person=True, origin="coordinator")
    assert (await nurse.call("postMessage", case_id=case.id, json={"text": "Mme Coste attend"})).is_success
    async with unit_of_work(case.community_id) as db:
        row = await service.load(db, actor_of(nurse, Role.professional), case.id, for_update=True)
        await service.update(db, row, at=clock.now(), state="fulfilled", closed=True)
    shift_clock(days=95)
    async with unit_of_work(case.community_id) as db:
        row = await service.load(db, actor_of(nurse, Role.professional), recent.id, for_update=True)
        await service.update(db, row, at=clock.now(), state="fulfilled", closed=True)
    async with unit_of_work(case.community_id) as db:
        assert await erase_what_is_due(db, case.community_id, clock.now()) == 1
    async with unit_of_work(case.community_id) as db:
        assert await erase_what_is_due(db, case.community_id, clock.now()) == 0

    (kept,) = connected.sql("SELECT row_to_json(people) FROM people WHERE id = %s", case.person_id)
    person = kept[0]
    assert isinstance(person, dict)
    assert (person["age_band"], person["commune_name"]) == ("years_40_49", "Vitry-sur-Seine")
    for gone in ("identity_sealed", "identity_hash", "sex", "sector", "attending_professional_id"):
        assert person[gone] is None
    assert connected.sql("SELECT person_id FROM cases WHERE id = %s", case.id) == [(None,)]
    assert await asked_by(case.community_id, case.id) == [("Coordination", None)]
    assert connected.sql("SELECT text_sealed FROM timeline_events WHERE kind = 'message'") == [(None,)]
    assert connected.sql("SELECT count(*) FROM people WHERE erased_at IS NULL") == [(2,)]
    coordinator = await as_role("coordinator")  # the nurse's session has ended long ago
    lines = (await coordinator.call("listTimeline", case_id=case.id)).json()["items"]
    assert lines[-1]["kind"] == TimelineKind.identity_erased
    assert (await read(coordinator, case.person_id)).status_code == 404
    assert (await read(coordinator, open_one.person_id)).status_code == 200


PERSONAL = (
    "coste", "jeanne", "1984-12-03", "639980102", "12 rue du fort", "brunel", "639980177", "brabant",
)  # fmt: skip
"""Of the person, and of the daughter who called."""


async def test_no_identity_stands_in_clear_anywhere_in_the_database(
    nurse: SignedIn, as_role: AsRole, connected: Database
) -> None:
    case = await a_case(nurse, with_person=True)
    coordinator = await as_role("coordinator")
    called = {"requested_for": "Sa fille Ludivine Brabant", "requested_for_phone": "06 39 98 01 77"}
    phoned = await coordinator.call("createUnscheduledCareRequest", json=a_request(**called))
    assert phoned.status_code == 201, phoned.text
    assert "Ludivine" in phoned.text
    assert (await nurse.call("postMessage", case_id=case.id, json={"text": "Jeanne Coste attend"})).is_success
    await read(nurse, case.person_id)
    tables = connected.sql("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    for (table,) in tables:
        rows = connected.sql(f'SELECT row_to_json(t) FROM "{table}" t')
        text = json.dumps(rows, ensure_ascii=False, default=str).casefold()
        for secret in PERSONAL:
            assert secret not in text, (table, secret)
