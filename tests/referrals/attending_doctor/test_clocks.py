"""What comes by itself: the reminder, seven days, ninety days, six months, the birthday, oblivion."""

from api.cases.service import erase_what_is_due
from api.core import clock
from api.core.db import unit_of_work
from api.identity.tables import Community
from tests.days import today
from tests.dispatch.scene import accept, kinds, thread
from tests.referrals.attending_doctor.conftest import Later, Volunteers
from tests.referrals.attending_doctor.scene import (
    PERSON,
    act,
    asked,
    change_rules,
    enter,
    looks_for_a_doctor,
    moved,
    proposed,
    read,
    ready,
    row_of,
)
from tests.roles import SignedIn


async def notified(who: SignedIn, kind: str) -> int:
    """How many messages of a kind somebody has."""
    answer = await who.call("listNotifications", params={"limit": 200})
    assert answer.status_code == 200, answer.text
    return sum(one["kind"] == kind for one in answer.json()["items"])


async def test_a_doctor_is_reminded_once_after_three_days_and_has_seven(
    coordinator: SignedIn, volunteers: Volunteers, later: Later
) -> None:
    first, second = await volunteers(2)
    request = await proposed(coordinator)
    await later(days=2, minutes=1438)
    assert await notified(first, "offer_reminder") == 0
    await later(minutes=4)
    await later(days=1)
    assert await notified(first, "offer_reminder") == 1
    await later(days=2, minutes=1436)
    assert await asked(first, second) == [1, 0]
    await later(minutes=4)
    assert await asked(first, second) == [0, 1]
    assert (await read(coordinator, request))["refused"] == 1


async def test_after_ninety_days_the_cpam_is_proposed_once(coordinator: SignedIn, later: Later) -> None:
    request = await ready(coordinator)
    await later(days=89, minutes=1)
    assert (await read(coordinator, request))["state"] == "waiting"
    await later(days=1)
    left = await read(coordinator, request)
    assert (left["state"], left["waits_for"]) == ("handed_back", "coordinator")
    await later(days=1)
    assert kinds(await thread(coordinator, request)).count("cpam_proposed") == 1
    assert await notified(coordinator, "attending_doctor_delay") == 1


async def test_after_ninety_days_a_doctor_who_is_asked_keeps_their_time(
    coordinator: SignedIn, volunteers: Volunteers, later: Later
) -> None:
    [doctor] = await volunteers(1)
    request = await ready(coordinator)
    await later(days=88)
    await moved(coordinator, "proposeAttendingDoctor", request)
    await later(days=3)
    assert (await read(coordinator, request))["state"] == "proposed"
    await later(days=5)
    assert (await read(coordinator, request))["state"] == "handed_back"
    assert await asked(doctor) == [0]


async def test_after_six_months_somebody_finds_out_whether_the_person_still_looks(
    coordinator: SignedIn, ward: SignedIn, later: Later
) -> None:
    request = await enter(ward)
    await moved(coordinator, "qualifyAttendingDoctorRequest", request, outcome="ready")
    await later(days=185)
    seen = await read(ward, request)
    assert (seen["still_looking_asked_at"] is not None, seen["waits_for"]) == (True, "coordinator")
    assert "renew" in seen["actions"]
    assert await notified(ward, "attending_doctor_delay") == 1
    renewed = await moved(ward, "renewAttendingDoctorRequest", request)
    assert (renewed["still_looking_asked_at"], renewed["state"]) == (None, "handed_back")
    await later(days=31)
    assert (await read(ward, request))["closed_at"] is None


async def test_who_still_looks_is_late_for_nobody_any_more(coordinator: SignedIn, later: Later) -> None:
    await change_rules(coordinator.community_id, escalate_after_days=365)
    request = await ready(coordinator)
    await later(days=185)
    assert (await read(coordinator, request))["clock"] is not None
    renewed = await moved(coordinator, "renewAttendingDoctorRequest", request)
    assert (renewed["state"], renewed["waits_for"], renewed["clock"]) == ("waiting", "nobody", None)


async def test_whoever_a_doctor_gives_back_is_not_ended_by_a_question_asked_before(
    coordinator: SignedIn, volunteers: Volunteers, later: Later
) -> None:
    """A request is never lost in silence: the doctor who accepted had found that the person still looked."""
    [doctor] = await volunteers(1)
    await change_rules(coordinator.community_id, escalate_after_days=365)
    request = await ready(coordinator)
    await later(days=185)
    assert (await read(coordinator, request))["still_looking_asked_at"] is not None
    shown = await moved(coordinator, "proposeAttendingDoctor", request)
    assert shown["still_looking_asked_at"] is None
    assert (await accept(doctor)).status_code == 200
    await later(days=40)
    await moved(doctor, "withdrawFromAttendingDoctorRequest", request)
    await later(days=1)
    seen = await read(coordinator, request)
    assert (seen["closed_at"], seen["state"], seen["still_looking_asked_at"]) == (None, "waiting", None)


async def test_without_an_answer_the_request_ends(
    coordinator: SignedIn, ward: SignedIn, later: Later
) -> None:
    request = await enter(ward)
    await later(days=185)
    await later(days=29)
    assert (await read(ward, request))["closed_at"] is None
    await later(days=1, minutes=1)
    assert (await read(ward, request))["state"] == "no_longer_looking"
    answer = await act(ward, "renewAttendingDoctorRequest", request)
    assert answer.status_code == 409


async def test_the_score_follows_the_wait_and_the_birthday(
    coordinator: SignedIn, awake: Community, later: Later
) -> None:
    turns = today(10)
    body = looks_for_a_doctor(person=PERSON | {"birth_date": turns.replace(year=turns.year - 70).isoformat()})
    request = await ready(coordinator, body)
    await later(days=9)
    assert (await read(coordinator, request))["score"]["total"] == 0
    await later(days=2)
    assert (await read(coordinator, request))["score"]["total"] == 20
    await later(days=5)
    score = (await read(coordinator, request))["score"]
    assert (score["total"], [part["kind"] for part in score["parts"]]) == (21, ["from_70", "waiting"])


async def test_a_change_of_the_rules_counts_every_score_anew_and_says_by_which_version(
    coordinator: SignedIn, awake: Community, later: Later
) -> None:
    request = await ready(coordinator, looks_for_a_doctor(long_term_illness=True))
    before = await read(coordinator, request)
    assert (before["score"]["total"], before["level"]) == (60, "high")
    await change_rules(awake.id, weights={"long_term_illness": 5, "from_70": 5}, medium_from=10, high_from=50)
    await later(minutes=1)
    after = await read(coordinator, request)
    assert (after["score"]["total"], after["level"]) == (10, "medium")
    assert after["score"]["rules_version"] == before["score"]["rules_version"] + 1


async def test_the_identity_is_forgotten_six_months_after_the_end(
    coordinator: SignedIn, awake: Community, later: Later
) -> None:
    request = await ready(coordinator, looks_for_a_doctor(former_doctor="Dr Inventé", social_cover=True))
    ended = await moved(coordinator, "closeAttendingDoctorRequest", request, end="found_elsewhere")
    assert ended["identity_erased_on"] is not None
    for days, left in ((150, True), (40, False)):
        await later(days=days)
        async with unit_of_work(awake.id) as db:
            await erase_what_is_due(db, awake.id, clock.now())
        assert ((await read(coordinator, request))["person_id"] is not None) is left
    kept = await row_of(coordinator, request)
    assert (kept.former_doctor, kept.social_cover, kept.birth_year) == (None, None, 0)
    assert kept.level.value == "medium"


async def test_a_request_is_never_open_for_longer_than_the_community_says(
    coordinator: SignedIn, volunteers: Volunteers, awake: Community, later: Later
) -> None:
    [doctor] = await volunteers(1)
    await change_rules(awake.id, open_months_at_most=6)
    request = await proposed(coordinator)
    assert (await accept(doctor)).status_code == 200
    await moved(coordinator, "setAttendingDoctorAppointment", request, on_day=str(today()))
    await later(days=190)
    assert (await read(coordinator, request))["state"] == "no_longer_looking"
