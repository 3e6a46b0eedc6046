"""What the administration sees of it, and « Renvoyer »."""

from uuid import uuid4

from api.sas.service import send_due
from tests.availability.conftest import Opens
from tests.conftest import Database
from tests.contract.contents import contents
from tests.roles import AsRole, MakeCommunity, ShiftClock, SignedIn
from tests.sas.fake_platform import FakePlatform, refuses
from tests.sas.scene import OPERATOR, an_opening, booked, cancelled, listed


async def test_what_the_platform_refuses_for_good_stops_is_seen_and_goes_again_when_asked(
    regulator: SignedIn,
    doctor: SignedIn,
    opens: Opens,
    platform: FakePlatform,
    admin: SignedIn,
    later: ShiftClock,
    database: Database,
) -> None:
    await booked(regulator, await an_opening(doctor, opens))
    platform.ways.append(refuses(422, f"Practitioner {OPERATOR} unknown"))
    await send_due()
    [failed] = await listed(admin, state="failed")
    assert (failed["last_status"], failed["actions"]) == (422, ["retry"])
    assert failed["last_error"] == "La plateforme a répondu 422 : Practitioner … unknown"
    assert failed["professional"]["id"] == str(doctor.professional_id)
    later(hours=2)
    assert await send_due() == 0, "it stopped"
    again = await admin.call("retrySasTransmission", transmission_id=failed["id"])
    assert (again.status_code, again.json()["state"], again.json()["actions"]) == (200, "waiting", [])
    await send_due()
    assert platform.said == [("POST", "booked")] * 2
    [taken] = await listed(admin)
    assert (taken["state"], taken["actions"]) == ("sent", [])
    trail = "SELECT subject_id FROM audit_entries WHERE action = 'sas_transmission.retried'"
    assert [str(row[0]) for row in database.sql(trail)] == [failed["id"]]


async def test_a_change_of_what_was_refused_goes_by_itself(
    regulator: SignedIn, doctor: SignedIn, opens: Opens, platform: FakePlatform, admin: SignedIn
) -> None:
    appointment = await booked(regulator, await an_opening(doctor, opens))
    platform.ways.append(refuses(400))
    await send_due()
    await cancelled(doctor, appointment)
    await send_due()
    assert platform.said == [("POST", "booked"), ("POST", "cancelled")]
    assert [one["state"] for one in await listed(admin)] == ["sent"]


async def test_what_waits_or_was_taken_is_not_sent_again(
    regulator: SignedIn,
    doctor: SignedIn,
    opens: Opens,
    platform: FakePlatform,
    admin: SignedIn,
    connected: Database,
) -> None:
    await booked(regulator, await an_opening(doctor, opens))
    [waiting] = await listed(admin)
    for _ in range(2):
        before = contents(connected)
        refused = await admin.call("retrySasTransmission", transmission_id=waiting["id"])
        assert refused.status_code == 409
        assert contents(connected) == before
        await send_due()
    assert platform.said == [("POST", "booked")]


async def test_only_the_administration_of_the_community_sees_and_retries(
    regulator: SignedIn,
    doctor: SignedIn,
    opens: Opens,
    platform: FakePlatform,
    as_role: AsRole,
    make_community: MakeCommunity,
    admin: SignedIn,
    connected: Database,
) -> None:
    await booked(regulator, await an_opening(doctor, opens))
    platform.ways.append(refuses(422))
    await send_due()
    [failed] = await listed(admin)
    elsewhere = await as_role("admin", community_id=(await make_community("Ailleurs")).id)
    coordinator = await as_role("coordinator")
    before = contents(connected)
    seen = (await elsewhere.call("listSasTransmissions")).json()
    assert (seen["items"], seen["waiting"], seen["failed"]) == ([], 0, 0)
    for who, id_, status in (
        (elsewhere, failed["id"], 404),
        (admin, str(uuid4()), 404),
        (admin, "x", 422),
        (doctor, failed["id"], 403),
        (regulator, failed["id"], 403),
    ):
        answer = await who.call("retrySasTransmission", transmission_id=id_)
        assert answer.status_code == status, answer.text
    for who in (doctor, regulator, coordinator):
        assert (await who.call("listSasTransmissions")).status_code == 403
    assert (await admin.call("listSasTransmissions", params={"cursor": "x"})).status_code == 422
    assert contents(connected) == before


async def test_pages_follow_one_another_and_figures_count_them_all(
    regulator: SignedIn, doctor: SignedIn, opens: Opens, platform: FakePlatform, admin: SignedIn
) -> None:
    opening = await an_opening(doctor, opens)
    for minute in (0, 20, 40):
        await booked(regulator, opening, 9, minute)
    platform.ways.append(refuses(422))
    await send_due()
    first = (await admin.call("listSasTransmissions", params={"limit": 2})).json()
    rest = await admin.call("listSasTransmissions", params={"limit": 2, "cursor": first["next_cursor"]})
    ids = [one["id"] for one in [*first["items"], *rest.json()["items"]]]
    assert (len(set(ids)), rest.json()["next_cursor"]) == (3, None)
    assert (first["connected"], first["waiting"], first["failed"]) == (True, 0, 1)


async def test_the_figures_of_the_server_count_what_waits_and_what_failed(
    regulator: SignedIn, doctor: SignedIn, opens: Opens, platform: FakePlatform, admin: SignedIn
) -> None:
    opening = await an_opening(doctor, opens)
    await booked(regulator, opening)
    platform.ways.append(refuses(422))
    await send_due()
    await booked(regulator, opening, 10)
    figures = (await admin.call("getMetrics")).text
    assert 'maillage_sas_transmissions{state="waiting"} 1.0' in figures
    assert 'maillage_sas_transmissions{state="failed"} 1.0' in figures
