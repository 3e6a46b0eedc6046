"""The timeline, its messages, and who reads what of them."""

from datetime import timedelta
from uuid import uuid4

import pytest

from api.cases import service
from api.contract.models import Role, TimelineKind, WaveAudience
from api.core import clock
from api.core.db import unit_of_work
from tests.cases.builders import a_case, actor_of, say
from tests.conftest import Database
from tests.roles import AsRole, MakeCommunity, SignedIn

pytestmark = pytest.mark.anyio


@pytest.fixture
async def nurse(as_role: AsRole) -> SignedIn:
    """Who makes the requests."""
    return await as_role("professional", name="Agathe Rollin")


@pytest.fixture
async def doctor(as_role: AsRole) -> SignedIn:
    """Who accepts."""
    return await as_role("professional", name="Yanis Belhaddad")


async def timeline(who: SignedIn, case_id: object) -> list[dict[str, object]]:
    """The lines that somebody sees."""
    answer = await who.call("listTimeline", case_id=case_id)
    assert answer.status_code == 200, answer.text
    items: list[dict[str, object]] = answer.json()["items"]
    return items


async def test_everyone_entitled_sees_the_same_line_with_its_names(
    nurse: SignedIn, doctor: SignedIn, as_role: AsRole
) -> None:
    case = await a_case(nurse, accepted_by=doctor.professional_id)
    await say(case, TimelineKind.wave_opened, wave=1, waves=3, audience=WaveAudience.near, asked=6)
    await say(case, TimelineKind.offer_accepted, doctor.professional_id, starts_at=clock.now())
    coordinator = await as_role("coordinator")
    lines = await timeline(coordinator, case.id)
    assert [line["kind"] for line in lines] == ["requested", "wave_opened", "offer_accepted"]
    assert (lines[1]["asked"], lines[1]["audience"], lines[1]["actor_name"]) == (6, "near", None)
    assert "Essai" in str(lines[2]["professional_name"])
    assert lines[2]["starts_at"] is not None
    assert await timeline(nurse, case.id) == await timeline(doctor, case.id) == lines


async def test_who_is_only_asked_or_elsewhere_sees_no_timeline_at_all(
    nurse: SignedIn, doctor: SignedIn, as_role: AsRole, make_community: MakeCommunity
) -> None:
    case = await a_case(nurse)
    elsewhere = await make_community("Ailleurs", communes=("13041",))
    strangers = [
        doctor,
        await as_role("requester", organisation_kind="pharmacy"),
        await as_role("regulator"),
        await as_role("coordinator", community_id=elsewhere.id),
    ]
    for stranger in strangers:
        for refused in (
            await stranger.call("listTimeline", case_id=case.id),
            await stranger.call("postMessage", case_id=case.id, json={"text": "Bonjour"}),
        ):
            assert (refused.status_code, refused.json()["type"]) == (404, "not_found")
    assert [line["kind"] for line in await timeline(nurse, case.id)] == ["requested"]
    assert (await nurse.call("listTimeline", case_id=uuid4())).status_code == 404


async def test_a_structure_sees_its_own_requests_and_no_other_structure_does(as_role: AsRole) -> None:
    mine = await as_role("requester", organisation_kind="hospital_ward")
    colleague = await as_role("requester", organisation_id=mine.organisation_id)
    other = await as_role("requester", organisation_kind="hospital_ward")
    case = await a_case(mine, role=Role.requester)
    assert len(await timeline(colleague, case.id)) == 1
    assert (await other.call("listTimeline", case_id=case.id)).status_code == 404


async def test_a_follower_sees_how_many_and_who_writes_but_not_who_was_asked(
    nurse: SignedIn, doctor: SignedIn, as_role: AsRole
) -> None:
    case = await a_case(nurse)
    follower = await as_role("professional")
    async with unit_of_work(case.community_id) as db:
        actor = actor_of(follower, Role.professional)
        assert await service.follow(db, actor, case, at=clock.now())
        assert not await service.follow(db, actor, case, at=clock.now())
    await say(case, TimelineKind.offer_declined, doctor.professional_id, decline_reason="too_far")
    assert (await nurse.call("postMessage", case_id=case.id, json={"text": "Elle peut venir."})).is_success
    lines = await timeline(follower, case.id)
    assert [line["kind"] for line in lines] == [
        "requested", "duplicate_follower", "offer_declined", "message",
    ]  # fmt: skip
    assert [line["professional_name"] for line in lines] == [None] * 4
    assert [line["actor_name"] for line in lines] == [None, None, None, "Agathe Rollin"]


async def test_the_timeline_says_what_comes_by_itself_until_it_is_closed(nurse: SignedIn) -> None:
    running, ended = await a_case(nurse), await a_case(nurse, closed=True)
    steps = (await nurse.call("listTimeline", case_id=running.id)).json()["upcoming"]
    assert [(step["kind"], step["people"]) for step in steps] == [("wave_opens", 14)]
    assert (await nurse.call("listTimeline", case_id=ended.id)).json()["upcoming"] == []


async def test_pages_of_a_timeline_follow_each_other(nurse: SignedIn) -> None:
    case = await a_case(nurse)
    for n in range(4):
        await say(case, TimelineKind.offer_seen, wave=n)
    seen: list[str] = []
    cursor: str | None = None
    while True:
        query = {"limit": 2} | ({"cursor": cursor} if cursor else {})
        page = (await nurse.call("listTimeline", case_id=case.id, params=query)).json()
        seen += [line["id"] for line in page["items"]]
        if (cursor := page["next_cursor"]) is None:
            break
    assert seen == [str(line["id"]) for line in await timeline(nurse, case.id)]


async def test_a_message_is_kept_encrypted_and_told_to_the_others(
    nurse: SignedIn, doctor: SignedIn, as_role: AsRole, connected: Database
) -> None:
    coordinator, idle = await as_role("coordinator"), await as_role("professional")
    case = await a_case(nurse, accepted_by=doctor.professional_id)
    posted = await nurse.call("postMessage", case_id=case.id, json={"text": "  La maman préfère le soir. "})
    assert posted.status_code == 201
    assert (posted.json()["text"], posted.json()["actor_name"]) == (
        "La maman préfère le soir.",
        "Agathe Rollin",
    )
    (stored,) = connected.sql("SELECT text_sealed FROM timeline_events WHERE kind = 'message'")
    assert b"maman" not in bytes(stored[0])  # type: ignore[arg-type]  # a bytea column
    for who, heard in ((doctor, 1), (coordinator, 1), (nurse, 0), (idle, 0)):
        told = (await who.call("listNotifications")).json()["items"]
        assert [item["kind"] for item in told] == ["message_posted"] * heard
    texts = connected.sql("SELECT string_agg(subject || text, '') FROM deliveries")[0][0]
    assert "maman" not in str(texts)


async def test_of_the_coordination_the_one_in_charge_hears_alone(nurse: SignedIn, as_role: AsRole) -> None:
    one, other = await as_role("coordinator"), await as_role("coordinator")
    case = await a_case(nurse)
    assert (await one.call("takeCase", case_id=case.id)).is_success
    assert (await nurse.call("postMessage", case_id=case.id, json={"text": "Bonjour"})).is_success
    assert len((await one.call("listNotifications")).json()["items"]) == 1
    assert (await other.call("listNotifications")).json()["items"] == []


@pytest.mark.parametrize("text", ["1 84 12 75 116 001", "   ", "\u200b2690549588157"])
async def test_a_message_with_a_social_security_number_is_refused(text: str, nurse: SignedIn) -> None:
    case = await a_case(nurse)
    refused = await nurse.call("postMessage", case_id=case.id, json={"text": text})
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/text")
    assert [line["kind"] for line in await timeline(nurse, case.id)] == ["requested"]


async def test_a_closed_thread_takes_no_message(nurse: SignedIn, connected: Database) -> None:
    case = await a_case(nurse, closed=True)
    refused = await nurse.call("postMessage", case_id=case.id, json={"text": "Merci"})
    assert (refused.status_code, refused.json()["type"]) == (409, "case_closed")
    assert connected.sql("SELECT count(*) FROM timeline_events WHERE kind = 'message'") == [(0,)]


async def test_a_change_of_the_header_counts_a_version_and_keeps_the_rest(nurse: SignedIn) -> None:
    case = await a_case(nurse)
    at = clock.now() + timedelta(minutes=1)
    async with unit_of_work(case.community_id) as db:
        row = await service.load(db, actor_of(nurse, Role.professional), case.id, for_update=True)
        await service.update(db, row, at=at, state="wave_2")
        assert (row.version, row.state, row.state_changed_at) == (2, "wave_2", at)
        assert (row.due_at, row.waits_for) == (case.due_at, case.waits_for)
        await service.update(db, row, at=at, clock=None, state="fulfilled", closed=True)
        assert (row.version, row.due_at, row.waits_for, row.closed_at) == (3, None, "nobody", at)
