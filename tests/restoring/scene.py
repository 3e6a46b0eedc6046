"""People who are forgotten, oppose and take back what they agreed to, after a backup was made."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import anyio.to_thread

from api import rights
from api.core import db as core_db
from api.identity.tables import Community
from tests.conftest import Database, Maillage
from tests.dispatch.scene import PERSON, a_request, file
from tests.people.circles import WITHDRAWN, one_with, says
from tests.referrals.attending_doctor.scene import enter, looks_for_a_doctor
from tests.roles import SignedIn, sign_in_again

ZOE = PERSON | {"given_name": "Zoé"}
"""Who asks to be forgotten."""

STILL_KNOWN = "SELECT count(*) FROM people WHERE identity_sealed IS NOT NULL"

Operator = Callable[..., Awaitable[tuple[object, list[str], list[str]]]]
"""`await operator("restore", …)` -> as `maillage`, while the application is not connected."""


def operator_of(maillage: Maillage, database: Database) -> Operator:
    """Commands that want to be alone with the database; the application is connected again afterwards."""

    async def run(*words: str) -> tuple[object, list[str], list[str]]:
        await core_db.disconnect()
        try:
            return await anyio.to_thread.run_sync(partial(maillage, *words))
        finally:
            core_db.connect(database.app_url, pool_size=5)

    return run


@dataclass
class Scene:
    """Three people, and those who look after them."""

    community: Community
    requester: SignedIn
    coordinator: SignedIn
    nurse: SignedIn
    doctor: SignedIn
    ended: dict[str, Any]
    running: dict[str, Any]
    search: dict[str, Any]
    circle_of: str

    @classmethod
    async def begun(
        cls,
        community: Community,
        requester: SignedIn,
        coordinator: SignedIn,
        nurse: SignedIn,
        doctor: SignedIn,
    ) -> "Scene":
        """Zoé has two requests, one of which is open, Honorine looks for a doctor, Lina has a care circle."""
        ended = await file(requester, a_request(person=ZOE, note="Préfère le matin"))
        await cancel(requester, ended)
        return cls(
            community,
            requester,
            coordinator,
            nurse,
            doctor,
            ended,
            await file(requester, a_request(person=ZOE, need="sick_note")),
            await enter(coordinator),
            await one_with(nurse, (doctor, "attending_doctor")),
        )

    async def forgotten(self) -> None:
        """Zoé is erased when she asks, Honorine opposes, Lina takes her agreement back."""
        await cancel(self.requester, self.running)
        born = date.fromisoformat(ZOE["birth_date"])
        asked = rights.Asked(self.community.finess, ZOE["family_name"], ZOE["given_name"], born)
        assert (await rights.erase(asked)).requests == 2
        opposed = await self.coordinator.call(
            "closeAttendingDoctorRequest",
            request_id=self.search["id"],
            json={"end": "opposition"},
            headers={"If-Match": f'"{self.search["version"]}"'},
        )
        assert opposed.status_code == 200, opposed.text
        assert (await says(self.nurse, self.circle_of, WITHDRAWN)).status_code == 200

    async def assert_known(self, database: Database) -> None:
        """Everything is as it was before."""
        assert database.sql(STILL_KNOWN) == [(4,)]
        assert database.sql("SELECT count(*) FROM attending_doctor_oppositions") == [(0,)]
        assert database.sql("SELECT count(*) FROM care_circle_members") == [(2,)]

    async def assert_forgotten(self, database: Database) -> None:
        """Nothing leads to Zoé or Honorine, nobody works for them any more, and Lina's circle is empty."""
        assert database.sql(STILL_KNOWN) == [(1,)], "Lina"
        notes = "SELECT count(*) FROM unscheduled_care_requests WHERE note_sealed IS NOT NULL"
        assert database.sql(notes) == [(0,)]
        open_ones = database.sql("SELECT person_id::text FROM cases WHERE closed_at IS NULL")
        assert open_ones == [(self.circle_of,)]
        ends = "SELECT state FROM cases WHERE id = %s"
        assert database.sql(ends, self.running["id"]) == [("cancelled",)]
        assert database.sql(ends, self.search["id"]) == [("opposition",)]
        told = "SELECT count(*) FROM dispatches WHERE case_id = %s AND next_at IS NOT NULL"
        assert database.sql(told, self.running["id"]) == [(0,)], "nobody is asked any more"
        assert database.sql("SELECT consent FROM care_circles") == [("withdrawn",)]
        assert database.sql("SELECT count(*) FROM care_circle_members") == [(0,)]
        # Their sessions ended with the restore; the opposition is kept as strictly as before.
        for who in (self.coordinator, self.doctor):
            await sign_in_again(who)
        refused = await self.coordinator.call(
            "createAttendingDoctorRequest", json=looks_for_a_doctor() | {"informed": False}
        )
        assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/informed")
        assert (await self.doctor.call("readCareCircle", person_id=self.circle_of)).status_code == 404
        assert database.sql(STILL_KNOWN) == [(1,)]


async def cancel(who: SignedIn, case: dict[str, Any]) -> None:
    """Cancel a request for care."""
    seen = (await who.call("getUnscheduledCareRequest", request_id=case["id"])).headers["etag"]
    answer = await who.call(
        "cancelUnscheduledCareRequest",
        request_id=case["id"],
        json={"reason": "found_elsewhere"},
        headers={"If-Match": seen},
    )
    assert answer.status_code == 200, answer.text


async def backup_in(operator: Operator, folder: Path) -> Path:
    """One more backup in this folder."""
    before = set(folder.glob("*.tar"))
    code, _, err = await operator("backup", str(folder))
    assert (code, err) == (0, [])
    [path] = set(folder.glob("*.tar")) - before
    return path
