"""While somebody types: the draft, and the dry run."""

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select

from api.cases.tables import Case
from api.core import clock
from api.core.db import unit_of_work
from api.dispatch.tables import Offer
from api.identity.tables import Community
from api.unscheduled_care import service
from api.unscheduled_care.tables import UnscheduledCareDraft
from tests.conftest import Database
from tests.dispatch.conftest import Doctors
from tests.dispatch.scene import (
    file,
    set_member,
    whose_doctor_is,
)
from tests.roles import ShiftClock, SignedIn

NIR = "2 85 05 78 006 084 36"


async def count(community_id: UUID, table: type) -> int:
    """How many rows of a table the community has."""
    async with unit_of_work(community_id) as db:
        return await db.scalar(select(func.count()).select_from(table)) or 0


async def test_a_draft_survives_a_refresh_for_a_day(
    requester: SignedIn, awake: Community, shift_clock: ShiftClock
) -> None:
    assert (await requester.call("getUnscheduledCareDraft")).status_code == 404
    typed = {"family_name": "Castaing", "birth_date": "12/03/20", "note": "En cours"}
    assert (await requester.call("saveUnscheduledCareDraft", json=typed)).status_code == 200
    assert (
        await requester.call("saveUnscheduledCareDraft", json=typed | {"note": "Suite"})
    ).status_code == 200
    kept = (await requester.call("getUnscheduledCareDraft")).json()
    assert kept["content"] == typed | {"note": "Suite"}
    async with unit_of_work(awake.id) as db:
        [draft] = (await db.scalars(select(UnscheduledCareDraft))).all()
        assert b"Castaing" not in draft.content_sealed

    refused = await requester.call("saveUnscheduledCareDraft", json={"note": NIR})
    assert refused.status_code == 422
    assert (await requester.call("getUnscheduledCareDraft")).json() == kept

    async with unit_of_work(awake.id) as db:
        assert await service.forget_expired_drafts(db, clock.now()) == 0
    shift_clock(hours=24)
    async with unit_of_work(awake.id) as db:
        assert await service.forget_expired_drafts(db, clock.now()) == 1


async def test_each_reading_of_a_draft_is_traced(requester: SignedIn, connected: Database) -> None:
    await requester.call("saveUnscheduledCareDraft", json={"family_name": "Castaing"})
    assert (await requester.call("getUnscheduledCareDraft")).status_code == 200
    traced = "SELECT actor_id FROM audit_entries WHERE action = 'unscheduled_care_draft.read'"
    assert connected.sql(traced) == [(requester.account_id,)]


async def test_filing_throws_the_draft_away(requester: SignedIn) -> None:
    await requester.call("saveUnscheduledCareDraft", json={"family_name": "Castaing"})
    await file(requester)
    assert (await requester.call("getUnscheduledCareDraft")).status_code == 404
    assert (await requester.call("deleteUnscheduledCareDraft")).status_code == 204


async def test_the_dry_run_says_what_then_happens(
    requester: SignedIn, doctors: Doctors, awake: Community
) -> None:
    [doctor, *others] = await doctors(4)
    await set_member(others[0], unscheduled_care=False)
    body = {
        "need": "ear_nose_throat",
        "urgency": "within_24_hours",
        "mobility": "can_travel",
        "birth_date": "2021-03-12",
        "commune_insee": "94081",
        "attending_doctor_status": "known",
        "attending_professional_id": str(doctor.professional_id),
    }
    answer = await requester.call("previewUnscheduledCareRequest", json=body)
    assert answer.status_code == 200, answer.text
    steps = [(step["kind"], step["wave"], step["people"]) for step in answer.json()["steps"]]
    assert steps == [
        ("wave_opens", 0, 1),
        ("wave_opens", 1, 2),
        ("coordinator_called", None, None),
        ("care_deadline", None, None),
    ]
    assert answer.json()["card"]["age_band"] == "years_4_6"
    assert await count(awake.id, Case) == await count(awake.id, Offer) == 0

    request = await file(requester, whose_doctor_is(doctor))
    timeline = await requester.call("listTimeline", case_id=request["id"])
    upcoming = timeline.json()["upcoming"]
    assert [(step["kind"], step["wave"], step["people"]) for step in upcoming] == steps[1:]

    absent = body | {"attending_contact": "called_unavailable"}
    [first, *_] = (await requester.call("previewUnscheduledCareRequest", json=absent)).json()["steps"]
    assert (first["skip_reason"], first["people"]) == ("already_contacted", 0)
    assert first["professional_name"].startswith("Dr ")


@pytest.mark.parametrize(
    ("given", "pointer"),
    [
        ({"commune_insee": "94034"}, "/commune_insee"),
        ({"birth_date": "2199-01-01"}, "/birth_date"),
        ({"sector": "Nulle part"}, "/sector"),
        ({"usual_professional_ids": ["0199a8c2-7c1e-7000-8000-000000000000"]}, "/usual_professional_ids/0"),
    ],
)
async def test_the_dry_run_refuses_what_filing_would(
    requester: SignedIn, given: dict[str, Any], pointer: str
) -> None:
    body = {
        "need": "urinary",
        "urgency": "same_day",
        "mobility": "can_travel",
        "commune_insee": "94081",
        "attending_doctor_status": "unknown",
    } | given
    refused = await requester.call("previewUnscheduledCareRequest", json=body)
    assert refused.status_code == 422
    assert [error["pointer"] for error in refused.json()["errors"]] == [pointer]
