"""What people refer to each other: a return home and three opinions, each where somebody may write to it."""

from dataclasses import dataclass
from typing import Any

from tests.dispatch.scene import offers_of
from tests.referrals.hospital_discharge.scene import NURSE, a_discharge, accepted, become
from tests.referrals.hospital_discharge.scene import file as file_discharge
from tests.referrals.hospital_discharge.scene import line as line_of
from tests.referrals.hospital_discharge.scene import read as read_discharge
from tests.referrals.second_opinion.scene import file as file_opinion
from tests.referrals.second_opinion.scene import make_group, moved, of_specialty, to
from tests.referrals.second_opinion.scene import read as read_opinion
from tests.roles import AsRole, SignedIn


@dataclass(frozen=True)
class Referred:
    """A ward sends somebody home and a nurse comes; a specialist took one opinion and asked about another."""

    ward: SignedIn
    nurse: SignedIn
    specialist: SignedIn
    discharge: dict[str, Any]
    taken: dict[str, Any]
    asked_back: dict[str, Any]
    group: dict[str, Any]

    def line(self, need: str) -> dict[str, Any]:
        """The ids of a line of the return home."""
        return {"request_id": self.discharge["id"], "line_id": line_of(self.discharge, need)["id"]}


async def refer(as_role: AsRole, coordinator: SignedIn, asker: SignedIn) -> Referred:
    """All of it, as it is now."""
    ward = await as_role("requester", organisation_kind="hospital_ward")
    nurse = await become(await as_role("professional"), NURSE)
    discharge = await file_discharge(ward, a_discharge("nurse", "home_help"))
    await accepted(nurse)
    specialist = await of_specialty(await as_role("professional"))
    taken = await _taken(asker, specialist)
    asked_back = await _taken(asker, specialist)
    await moved(specialist, "askSecondOpinionDetail", asked_back, text="Depuis quand ?")
    return Referred(
        ward=ward,
        nurse=nurse,
        specialist=specialist,
        discharge=await read_discharge(ward, discharge),
        taken=await read_opinion(asker, taken),
        asked_back=await read_opinion(asker, asked_back),
        group=await make_group(coordinator, [specialist]),
    )


async def _taken(asker: SignedIn, specialist: SignedIn) -> dict[str, Any]:
    """An opinion that the specialist took."""
    request = await file_opinion(asker, to(specialist))
    [offer] = [one for one in await offers_of(specialist) if one["card"]["kind"] == "second_opinion"]
    answer = await specialist.call("acceptOffer", offer_id=offer["id"], json={})
    assert answer.status_code == 200, answer.text
    return request
