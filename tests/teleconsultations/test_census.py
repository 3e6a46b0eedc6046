"""The census: one tap to volunteer, the training that the coordination writes, what each still lacks."""

from typing import Any

from tests.conftest import Database
from tests.contract.contents import contents
from tests.roles import AsRole, SignedIn
from tests.teleconsultations.scene import (
    NURSE,
    PHARMACIST,
    a_training,
    day,
    name_people,
    train,
    volunteer,
)


async def say(who: SignedIn, volunteers: bool) -> Any:
    """Tap once."""
    return await who.call("replaceMyTeleconsultation", json={"volunteers": volunteers})


async def test_one_tap_to_volunteer_and_one_to_take_it_back(
    coordinator: SignedIn, nurse: SignedIn, database: Database
) -> None:
    await volunteer(nurse, NURSE, volunteers=False)
    assert (await coordinator.call("listTeleconsultationAssistants")).json() == {"assistants": []}
    said = (await say(nurse, True)).json()
    assert (said["may_volunteer"], said["assistant"]["lacks"]) == (True, ["no_training", "no_site"])
    [listed] = (await coordinator.call("listTeleconsultationAssistants")).json()["assistants"]
    assert listed == said["assistant"]
    before = contents(database)
    assert (await say(nurse, True)).json() == said
    assert contents(database) == before
    assert not (await say(nurse, False)).json()["assistant"]["volunteers"]
    assert (await nurse.call("getMyTeleconsultation")).json()["assistant"]["lacks"][0] == "not_volunteering"
    trail = "SELECT count(*) FROM audit_entries WHERE action = 'membership.replaced'"
    assert database.sql(trail) == [(2,)]


async def test_a_doctor_does_not_assist_and_a_coordinator_is_nobody_to_ask(
    as_role: AsRole, coordinator: SignedIn, connected: Database
) -> None:
    doctor = await as_role("professional")
    assert not (await doctor.call("getMyTeleconsultation")).json()["may_volunteer"]
    before = contents(connected)
    refused = await say(doctor, True)
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/volunteers")
    assert (await coordinator.call("getMyTeleconsultation")).status_code == 403
    assert contents(connected) == before


async def test_a_training_is_written_renewed_and_taken_back(
    coordinator: SignedIn, pharmacist: SignedIn, site: dict[str, Any], database: Database
) -> None:
    trained = await train(coordinator, pharmacist)
    assert (trained["version"], trained["lacks"], trained["may_assist"]) == (1, ["no_site"], False)
    assert trained["training"] == a_training()["training"] | {"recorded_by": "Inès Essai"}
    await name_people(coordinator, site, [pharmacist])
    expired = a_training(done_on=day(-400), valid_until=day(-1))
    late = await train(coordinator, pharmacist, expired, version=1)
    assert late["lacks"] == ["training_expired"]
    assert [one["name"] for one in late["sites"]] == ["Borne du centre"]
    [shown] = (await coordinator.call("listTeleconsultationSites")).json()["sites"]
    assert "training_expired" in [one["cause"] for one in shown["lacks"]]
    last = await train(coordinator, pharmacist, a_training(valid_until=day()), version=2)
    assert last["may_assist"]
    gone = await train(coordinator, pharmacist, {"training": None}, version=3)
    assert (gone["training"], gone["lacks"], gone["version"]) == (None, ["no_training"], 4)
    trail = "SELECT action FROM audit_entries WHERE subject_kind = 'teleconsultation_training' ORDER BY id"
    assert [action for (action,) in database.sql(trail)][-2:] == [
        "teleconsultation_training.recorded",
        "teleconsultation_training.withdrawn",
    ]


async def test_a_training_that_makes_no_sense_is_refused_by_its_field(
    coordinator: SignedIn, nurse: SignedIn, as_role: AsRole, connected: Database
) -> None:
    doctor = await as_role("professional")
    before = contents(connected)
    for about, changed, field in (
        (nurse, {"done_on": day(400), "valid_until": day(500)}, "/training/done_on"),
        (nurse, {"done_on": "2008-01-01", "valid_until": "2009-01-01"}, "/training/done_on"),
        (nurse, {"valid_until": day(-31)}, "/training/valid_until"),
        (nurse, {"valid_until": "2190-01-01"}, "/training/valid_until"),
        (doctor, {}, "/training"),
    ):
        refused = await train(coordinator, about, a_training(**changed), status=422)
        assert [error["pointer"] for error in refused["errors"]] == [field]
    await train(coordinator, nurse, version=1, status=412)
    await train(coordinator, coordinator_as_nobody(nurse), status=404)
    assert contents(connected) == before


def coordinator_as_nobody(who: SignedIn) -> Any:
    """Somebody who is no member: the account of a person, not a professional."""

    class Nobody:
        professional_id = who.account_id

    return Nobody()


async def test_who_lacks_something_comes_first(
    coordinator: SignedIn, pharmacist: SignedIn, nurse: SignedIn, site: dict[str, Any]
) -> None:
    await train(coordinator, pharmacist)
    await name_people(coordinator, site, [pharmacist])
    listed = (await coordinator.call("listTeleconsultationAssistants")).json()["assistants"]
    assert [(one["professional"]["id"], one["may_assist"]) for one in listed] == [
        (str(nurse.professional_id), False),
        (str(pharmacist.professional_id), True),
    ]
    assert PHARMACIST in {one["professional"]["profession_code"] for one in listed}
