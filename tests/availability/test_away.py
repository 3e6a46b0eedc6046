"""One is away by an absence alone, and every page says the same of it."""

from datetime import datetime, timedelta

import pytest

from api.core import clock
from tests.availability.absent import end, say_away
from tests.availability.conftest import PARIS, Opens, tomorrow_at
from tests.conftest import Database
from tests.contract.contents import contents
from tests.roles import AsRole, SignedIn


async def test_while_somebody_is_away_every_page_says_so_and_none_once_they_are_back(
    doctor: SignedIn, as_role: AsRole
) -> None:
    coordinator = await as_role("coordinator")

    async def said() -> dict[str, object]:
        membership = (await doctor.call("getMyMembership")).json()
        page = (await coordinator.call("getProfessional", professional_id=doctor.professional_id)).json()
        loads = (await coordinator.call("listMemberLoad")).json()["items"]
        [mine] = [one for one in loads if one["professional"]["id"] == str(doctor.professional_id)]
        table = (await coordinator.call("exportProfessionals")).text.splitlines()
        [row] = [line.split(";") for line in table if page["rpps"] in line]
        head = [name.strip("\ufeff") for name in table[0].split(";")]
        return {
            "membership": membership["absent_until"],
            "page": page["absent_until"],
            "load": mine["reach"],
            "table": row[head.index("Absence jusqu’au")],
            "reachable": membership["reachable"],
        }

    until = (clock.now() + timedelta(days=3)).replace(microsecond=0)
    span = {"starts_at": clock.now().isoformat(), "ends_at": until.isoformat()}
    absence = await say_away(doctor, span | {"reason": "illness"})
    away = await said()
    assert datetime.fromisoformat(str(away["membership"])) == until
    assert away["page"] == away["membership"]
    assert (away["load"], away["reachable"]) == ("absent", False)
    assert away["table"] == f"{until.astimezone(PARIS):%d/%m/%Y}"
    await end(doctor, absence)
    back = await said()
    assert (back["membership"], back["page"], back["table"]) == (None, None, "")
    assert back["load"] != "absent"


@pytest.mark.parametrize("reason", ["illness", "leave"])
async def test_closed_time_is_no_illness_and_no_leave_for_these_are_absences_which_are_followed_up(
    doctor: SignedIn, opens: Opens, connected: Database, reason: str
) -> None:
    await opens(doctor)
    span = {"starts_at": tomorrow_at(9).isoformat(), "ends_at": tomorrow_at(12).isoformat()}
    before = contents(connected)
    refused = await doctor.call("createClosure", json=span | {"reason": reason})
    assert refused.status_code == 422
    [error] = refused.json()["errors"]
    assert error["pointer"] == "/reason"
    assert "createAbsence" in error["message"]
    assert contents(connected) == before
    assert (await say_away(doctor, span | {"reason": reason}))["reason"] == reason
