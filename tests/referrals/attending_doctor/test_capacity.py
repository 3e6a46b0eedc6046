"""What a doctor can take: declared by month, counted, never exceeded."""

from typing import Any

import httpx

from api.core import clock
from api.referrals.attending_doctor import rules
from tests.days import today
from tests.death_certifications.scene import make_nurse
from tests.dispatch.scene import accept, file, offers_of, set_member
from tests.referrals.attending_doctor.conftest import Later, Volunteers
from tests.referrals.attending_doctor.scene import (
    asked,
    declare_places,
    proposed,
    read,
    somebody,
)
from tests.referrals.attending_doctor.test_rules import PARIS
from tests.roles import AsRole, SignedIn


def capacity(**given: Any) -> dict[str, Any]:
    """What a doctor says."""
    return {"quota": 3, "home_visits": True, "sectors": [], **given}


async def declare(doctor: SignedIn, version: int = 0, **given: Any) -> httpx.Response:
    """Say it, in the version that was read."""
    headers = {"If-Match": f'"{version}"'}
    return await doctor.call("setMyAttendingDoctorCapacity", headers=headers, json=capacity(**given))


async def test_a_doctor_says_how_many_new_patients_they_follow_and_reads_what_is_taken_of_it(
    as_role: AsRole, coordinator: SignedIn
) -> None:
    doctor = await as_role("professional")
    await set_member(doctor, attending_doctor=True)
    nothing = (await doctor.call("getMyAttendingDoctorCapacity")).json()
    assert (nothing["version"], nothing["declared_at"], nothing["this_month"]["quota"]) == (0, None, 0)
    said = await declare(doctor, quota=2, sectors=["vitry-sur-seine"], in_six_months=2)
    assert said.status_code == 200, said.text
    assert (said.json()["sectors"], said.json()["in_six_months"]) == (["Vitry-sur-Seine"], 2)
    figures = (await coordinator.call("getAttendingDoctorFigures")).json()
    assert (figures["places"], figures["in_six_months"]) == (2, 2)
    await proposed(coordinator, somebody("Alix"))
    month = (await doctor.call("getMyAttendingDoctorCapacity")).json()["this_month"]
    assert (month["accepted"], month["pending"], month["left"]) == (0, 1, 1)
    assert (await accept(doctor)).status_code == 200
    mine = (await doctor.call("getMyAttendingDoctorCapacity")).json()
    assert (mine["this_month"]["accepted"], mine["this_month"]["left"], mine["fair_share"]) == (1, 1, 2.0)


async def test_what_is_said_for_next_month_holds_from_then_on(
    as_role: AsRole, coordinator: SignedIn, later: Later
) -> None:
    doctor = await as_role("professional")
    month = rules.month_of(clock.now(), PARIS)
    assert (await declare(doctor, quota=1)).status_code == 200
    said = await declare(doctor, 1, quota=4, month=rules.next_month(month))
    assert (said.json()["this_month"]["quota"], said.json()["next_month"]["quota"]) == (1, 4)
    await later(days=32)
    now = (await doctor.call("getMyAttendingDoctorCapacity")).json()
    assert now["this_month"]["quota"] == 4
    # Said anew for the month after: what holds now stays.
    again = await declare(doctor, 2, quota=0, month=rules.next_month(now["this_month"]["month"]))
    assert (again.json()["this_month"]["quota"], again.json()["next_month"]["quota"]) == (4, 0)


async def test_what_is_wrong_or_stale_changes_nothing(as_role: AsRole) -> None:
    doctor = await as_role("professional")
    assert (await declare(doctor)).status_code == 200
    for given, pointer in (
        ({"month": "2020-01"}, "/month"),
        ({"pause_from": "2027-02-01", "pause_to": "2027-01-01"}, "/pause_to"),
        ({"sectors": ["Nulle part"]}, "/sectors/0"),
        ({"quota": -1}, "/quota"),
    ):
        answer = await declare(doctor, 1, **given)
        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, pointer)
    assert (await declare(doctor, 0, quota=9)).status_code == 412
    assert (await doctor.call("getMyAttendingDoctorCapacity")).json()["this_month"]["quota"] == 3


async def test_only_doctors_of_the_community_have_places(as_role: AsRole, coordinator: SignedIn) -> None:
    nurse = await make_nurse(await as_role("professional"))
    assert (await nurse.call("getMyAttendingDoctorCapacity")).status_code == 403
    assert (await declare(nurse)).status_code == 403
    assert (await coordinator.call("getMyAttendingDoctorCapacity")).status_code == 403
    figures = (await coordinator.call("getAttendingDoctorFigures")).json()
    assert (figures["volunteers"], figures["places"]) == (0, 0)


async def test_nobody_is_asked_beyond_their_places_visits_sectors_or_in_their_pause(
    coordinator: SignedIn, as_role: AsRole
) -> None:
    full = await declare_places(await as_role("professional"), 0)
    indoors = await declare_places(await as_role("professional"), home_visits=False)
    elsewhere = await declare_places(await as_role("professional"), sectors=["Fort"])
    resting = await declare_places(await as_role("professional"), pause_from=today(), pause_to=today())
    no_more = await declare_places(await as_role("professional"))
    await set_member(no_more, attending_doctor=False)
    fits = await declare_places(await as_role("professional"))
    request = await proposed(coordinator, somebody("Blanche", home_visit=True))
    assert await asked(full, indoors, elsewhere, resting, no_more, fits) == [0, 0, 0, 0, 0, 1]
    search = await coordinator.call("listCandidates", dispatch_id=request["dispatch_id"])
    reasons = {one["professional"]["id"]: one["excluded_because"] for one in search.json()["items"]}
    assert reasons[str(full.professional_id)] == "no_place"
    assert reasons[str(indoors.professional_id)] == "no_home_visits"
    assert reasons[str(elsewhere.professional_id)] == "out_of_sector"
    assert reasons[str(resting.professional_id)] == "absent"


async def test_who_lowered_their_quota_does_not_accept_beyond_it(
    coordinator: SignedIn, volunteers: Volunteers
) -> None:
    [doctor] = await volunteers(1, quota=2)
    request = await proposed(coordinator, somebody("Capucine"))
    assert (await declare(doctor, 1, quota=0)).status_code == 200
    refused = await accept(doctor)
    assert (refused.status_code, refused.json()["type"]) == (409, "no_place_left")
    assert (await read(coordinator, request))["state"] == "proposed"
    assert (await declare(doctor, 2, quota=1)).status_code == 200
    assert (await accept(doctor)).status_code == 200


async def test_a_place_is_free_again_after_a_refusal_and_next_month(
    coordinator: SignedIn, volunteers: Volunteers, later: Later
) -> None:
    [doctor] = await volunteers(1, quota=1)
    await proposed(coordinator, somebody("Diane"))
    assert (await accept(doctor)).status_code == 200
    month = (await doctor.call("getMyAttendingDoctorCapacity")).json()["this_month"]
    assert (month["accepted"], month["left"]) == (1, 0)
    await later(days=32)
    month = (await doctor.call("getMyAttendingDoctorCapacity")).json()["this_month"]
    assert (month["accepted"], month["left"]) == (0, 1)


async def test_new_patients_do_not_count_in_the_weekly_cap_of_care_nor_care_in_the_quota(
    coordinator: SignedIn, volunteers: Volunteers, as_role: AsRole
) -> None:
    [doctor] = await volunteers(1, quota=2)
    await set_member(doctor, attending_doctor=True, weekly_cap=1)
    await proposed(coordinator, somebody("Edmée"))
    assert (await accept(doctor)).status_code == 200
    balance = (await doctor.call("getMyBalance")).json()
    share = (await doctor.call("getMyShare")).json()
    assert (balance["left_this_week"], share["accepted"], share["asked"]) == (1, 0, 0)
    [load] = [
        one
        for one in (await coordinator.call("listMemberLoad")).json()["items"]
        if one["professional"]["id"] == str(doctor.professional_id)
    ]
    assert (load["accepted_this_week"], load["given"]["accepted"]) == (0, 1)
    await file(await as_role("professional"))
    [offer] = await offers_of(doctor)
    assert offer["card"]["kind"] == "unscheduled_care"
    assert (await accept(doctor)).status_code == 200
    month = (await doctor.call("getMyAttendingDoctorCapacity")).json()["this_month"]
    assert (month["accepted"], month["left"]) == (1, 1)
    # A cap of care that is reached keeps nobody from an attending doctor either.
    await proposed(coordinator, somebody("Fanchon"))
    assert await asked(doctor) == [1]
