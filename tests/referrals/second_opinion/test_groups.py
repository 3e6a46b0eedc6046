"""Groups and templates of a community, kept by its coordination."""

from typing import Any

import pytest

from tests.dispatch.scene import offers_of
from tests.referrals.second_opinion.conftest import Specialists
from tests.referrals.second_opinion.scene import (
    CARDIOLOGY,
    DERMATOLOGY,
    an_ask,
    file,
    make_group,
    pointers,
    to,
)
from tests.roles import SignedIn

NOBODY = "00000000-0000-0000-0000-000000000000"


def body_of(group: dict[str, Any], **given: Any) -> dict[str, Any]:
    """What would write the group as it is."""
    return {
        "name": group["name"],
        "specialty_code": group["specialty_code"],
        "member_ids": [member["id"] for member in group["members"]],
        **given,
    }


async def groups_of(who: SignedIn) -> list[dict[str, Any]]:
    """The groups that one may ask."""
    answer = await who.call("listOpinionGroups")
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["items"]
    return found


async def test_the_coordination_makes_changes_and_deletes_a_group(
    gp: SignedIn, coordinator: SignedIn, cardiologists: Specialists
) -> None:
    one, two = await cardiologists(2)
    made = await make_group(coordinator, [one])
    assert (made["specialty_label"], len(made["members"])) == ("Cardiologie et Maladies vasculaires", 1)
    assert await groups_of(gp) == [made], "whoever may ask chooses among them"

    changed = await coordinator.call(
        "replaceOpinionGroup",
        group_id=made["id"],
        headers={"If-Match": '"1"'},
        json=body_of(made, name="Cœur", member_ids=[str(two.professional_id)] * 2),
    )
    assert changed.status_code == 200, changed.text
    assert (changed.json()["name"], changed.json()["version"]) == ("Cœur", 2)
    assert [member["id"] for member in changed.json()["members"]] == [str(two.professional_id)]

    gone = await coordinator.call("deleteOpinionGroup", group_id=made["id"])
    assert gone.status_code == 204
    assert await groups_of(gp) == []
    again = await coordinator.call("deleteOpinionGroup", group_id=made["id"])
    assert again.status_code == 404


async def test_a_group_that_changes_leaves_requests_under_way_as_they_were(
    gp: SignedIn, coordinator: SignedIn, cardiologists: Specialists
) -> None:
    one, two = await cardiologists(2)
    group = await make_group(coordinator, [one])
    request = await file(gp, an_ask(group_id=group["id"]))
    assert (await coordinator.call("deleteOpinionGroup", group_id=group["id"])).status_code == 204
    assert len(await offers_of(one)) == 1
    assert await offers_of(two) == []
    assert request["group_name"] == "Filière cardiologie"


@pytest.mark.parametrize(
    ("given", "pointer"),
    [
        ({"name": "filiere  CARDIOLOGIE"}, "/name"),
        ({"name": "..."}, "/name"),
        ({"specialty_code": "SM99"}, "/specialty_code"),
        ({"member_ids": [NOBODY]}, "/member_ids/0"),
    ],
    ids=["a name that is taken", "a name without a word", "an unknown specialty", "no member"],
)
async def test_a_bad_group_is_refused_with_its_field(
    coordinator: SignedIn, cardiologists: Specialists, given: dict[str, Any], pointer: str
) -> None:
    first = await make_group(coordinator, await cardiologists(1))
    refused = await coordinator.call("createOpinionGroup", json=body_of(first, name="Autre") | given)
    assert pointers(refused) == [pointer]
    assert await groups_of(coordinator) == [first]


async def test_a_group_is_changed_in_the_version_that_was_read(
    coordinator: SignedIn, cardiologists: Specialists
) -> None:
    group = await make_group(coordinator, await cardiologists(1))
    for version, id_, status in (("7", group["id"], 412), ("1", NOBODY, 404)):
        refused = await coordinator.call(
            "replaceOpinionGroup",
            group_id=id_,
            headers={"If-Match": f'"{version}"'},
            json=body_of(group, name="Autre"),
        )
        assert refused.status_code == status
    assert await groups_of(coordinator) == [group]


async def test_each_specialty_begins_with_its_questions_and_the_coordination_rewrites_them(
    gp: SignedIn, coordinator: SignedIn, cardiologists: Specialists
) -> None:
    [cardiologist] = await cardiologists(1)
    listed = (await gp.call("listOpinionTemplates")).json()["items"]
    begins = [CARDIOLOGY, DERMATOLOGY, "SM16", "SM24", "SM18", "SM32", "SM38", "SM41", "SM42", "SM48"]
    assert [item["specialty_code"] for item in listed] == begins, "by name"
    assert {item["version"] for item in listed} == {0}

    questions = [
        {"label": "Souffle connu", "kind": "choice", "choices": ["Oui", "Non"], "required": True},
        {"label": "Autres", "kind": "text", "choices": [], "required": False},
    ]
    stale = await coordinator.call(
        "replaceOpinionTemplate",
        specialty_code=CARDIOLOGY,
        headers={"If-Match": '"3"'},
        json={"questions": questions},
    )
    assert stale.status_code == 412
    written = await coordinator.call(
        "replaceOpinionTemplate",
        specialty_code=CARDIOLOGY,
        headers={"If-Match": '"0"'},
        json={"questions": questions},
    )
    assert written.status_code == 200, written.text
    assert (written.json()["version"], written.json()["questions"]) == (1, questions)
    request = await file(gp, to(cardiologist, facts=[{"label": "Souffle connu", "value": "Oui"}]))
    assert request["facts"] == [{"label": "Souffle connu", "value": "Oui"}]


@pytest.mark.parametrize(
    ("question", "pointer"),
    [
        ({"kind": "choice", "choices": ["Oui"]}, "/questions/0/choices"),
        ({"kind": "choice", "choices": ["Oui", "Oui"]}, "/questions/0/choices"),
        ({"kind": "text", "choices": ["Oui", "Non"]}, "/questions/0/choices"),
        ({"label": "    "}, "/questions/0/label"),
        ({"label": "Assurée 2 85 05 78 006 084 36"}, "/questions/0/label"),
        ({"choices": ["Oui", "2 85 05 78 006 084 36"]}, "/questions/0/choices"),
    ],
    ids=[
        "one choice",
        "the same twice",
        "a text with choices",
        "no words",
        "a social security number",
        "a social security number to choose",
    ],
)
async def test_a_bad_template_is_refused_and_the_questions_stay(
    coordinator: SignedIn, question: dict[str, Any], pointer: str
) -> None:
    fine = {"label": "Souffle", "kind": "choice", "choices": ["Oui", "Non"], "required": True}
    refused = await coordinator.call(
        "replaceOpinionTemplate",
        specialty_code=CARDIOLOGY,
        headers={"If-Match": '"0"'},
        json={"questions": [fine | question]},
    )
    assert pointers(refused) == [pointer]
    [cardiology, *_] = (await coordinator.call("listOpinionTemplates")).json()["items"]
    assert cardiology["version"] == 0


async def test_a_specialty_that_does_not_exist_has_no_template(coordinator: SignedIn) -> None:
    before = (await coordinator.call("listOpinionTemplates")).json()
    refused = await coordinator.call(
        "replaceOpinionTemplate",
        specialty_code="SM99",
        headers={"If-Match": '"0"'},
        json={"questions": []},
    )
    assert pointers(refused) == ["/specialty_code"]
    assert (await coordinator.call("listOpinionTemplates")).json() == before
