"""Every operation that takes an id, as somebody of the same community whom the thing does not concern:
another ward, another town hall, another pharmacy, a doctor who was not asked."""

import pytest

from api.core.operations import Contract
from tests.conftest import Database
from tests.contract.contents import contents
from tests.elsewhere import BODIES, Elsewhere, a_whole_community
from tests.roles import AsRole, MakeCommunity, SignedIn
from tests.teleconsultations.bookings.scene import sent_at
from tests.test_other_community import NATIONAL, path_of

OPEN_TO_ALL = {
    "getOpening": ({"professional"}, "members see each other's open time, to book in it"),
    "getTeleconsultationSite": ({"professional"}, "members see where one may be seen by video"),
    "welcomeNewcomer": ({"professional"}, "whoever is a member may welcome another"),
    "followUnscheduledCareRequest": (
        {"professional", "hospital_ward", "pharmacy"},
        "its id is only given to who tried to ask for the same person; no identity is seen (its docstring)",
    ),
}
"""operationId -> who else is let in, and why. Everything else is as if it did not exist."""


KEPT_BY_OTHERS = {
    "recordTeleconsultationConnectionTest",
    "replaceTeleconsultationSiteKit",
    "replaceTeleconsultationSiteOpening",
}
"""Of a site of teleconsultation, which members see and those who work there keep: refused, not hidden."""


@pytest.fixture
async def whole(as_role: AsRole, make_community: MakeCommunity, database: Database) -> Elsewhere:
    """A community in which everything is there once."""
    return await a_whole_community(as_role, make_community, database)


@pytest.fixture
async def others(as_role: AsRole, whole: Elsewhere) -> dict[str, SignedIn]:
    """People of the same community with whom none of it has to do."""
    here = whole.doctor.community_id
    kinds = ("hospital_ward", "town_hall", "pharmacy")
    people = {kind: await as_role("requester", organisation_kind=kind, community_id=here) for kind in kinds}
    return people | {"professional": await as_role("professional", community_id=here)}


async def test_what_is_anothers_in_the_same_community_is_not_there_but_for_what_is_open_to_all(
    whole: Elsewhere, others: dict[str, SignedIn], contract: Contract, connected: Database
) -> None:
    before: object = contents(connected)
    let_in: dict[str, set[str]] = {}
    seen_and_refused: dict[str, set[str]] = {}
    # What is open to all changes something: it comes last.
    operations = sorted(contract.operations.values(), key=lambda one: one.id in OPEN_TO_ALL)
    for operation in operations:
        if not operation.parameters_in("path") or operation.id in NATIONAL:
            continue
        if operation.id in OPEN_TO_ALL and before is not None:
            assert contents(connected) == before
            before = None
        body = {"json": BODIES[operation.id]} if operation.body_media == "application/json" else {}
        for kind, who in others.items():
            named = path_of(operation, whole.ids)
            answer = await who.call(operation.id, headers={"If-Match": '"1"', **sent_at()}, **named, **body)
            if answer.status_code == 403:
                assert answer.json()["type"] == "not_allowed", (operation.id, kind, answer.text)
                if "needs the scope" not in answer.json()["detail"]:
                    seen_and_refused.setdefault(operation.id, set()).add(kind)
            elif answer.status_code != 404:
                let_in.setdefault(operation.id, set()).add(kind)
    assert let_in == {name: who for name, (who, _) in OPEN_TO_ALL.items()}
    assert seen_and_refused == dict.fromkeys(KEPT_BY_OTHERS, {"professional"})
