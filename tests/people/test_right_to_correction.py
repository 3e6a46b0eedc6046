"""What a person may ask: that what is kept about them be right. By hand, for the data protection officer."""

from datetime import date
from typing import Any

import pytest

from api import rights
from api.core.operator import CommandRefused
from api.identity.tables import Community
from tests.conftest import Database, Maillage
from tests.contract.contents import contents
from tests.dispatch.conftest import awake, coordinator, requester
from tests.dispatch.scene import a_request, file, kinds, thread
from tests.people.circles import person_of
from tests.people.corrections import BORN, identity
from tests.people.test_rights import ASK, asked
from tests.roles import MakeCommunity, SignedIn

__all__ = ["awake", "coordinator", "requester"]


async def test_every_request_of_the_community_is_put_right_and_those_who_follow_it_are_told(
    requester: SignedIn, coordinator: SignedIn, awake: Community, connected: Database
) -> None:
    place: dict[str, Any] = a_request()["person"] | {"address_line": "1 rue du Fort"}
    first = await file(requester, a_request(person=place))
    second = await file(coordinator, a_request(need="sick_note"))
    right = {"birth_date": date.fromisoformat(BORN), "sex": "male", "address_line": "2 rue du Fort"}
    assert await rights.correct(asked(awake), right) == 2
    shown = [
        await identity(who, await person_of(who, one))
        for who, one in ((requester, first), (coordinator, second))
    ]
    assert {(one["birth_date"], one["sex"]) for one in shown} == {(BORN, "male")}
    assert [one["address_line"] for one in shown] == ["2 rue du Fort", None], "nobody needed one there"
    line = (await thread(requester, first))[-1]
    assert (line["kind"], line["actor_name"]) == ("corrected", None)
    told = (await requester.call("listNotifications")).json()["items"]
    assert "request_corrected" in kinds(told)
    traced = (
        "SELECT actor_kind, count(*) FROM audit_entries WHERE action = 'person.identity_corrected' GROUP BY 1"
    )
    assert connected.sql(traced) == [("system", 2)]
    born = date.fromisoformat(BORN)
    assert await rights.correct(asked(awake, birth_date=born), right) == 0


async def test_the_operator_says_whose_a_phone_is_where_nobody_was_named(
    requester: SignedIn, awake: Community
) -> None:
    person = await person_of(requester, await file(requester))
    assert (await identity(requester, person))["phone_of"] is None
    assert await rights.correct(asked(awake), {"phone_of": "Père"}) == 1
    assert (await identity(requester, person))["phone_of"] == "Père"


async def test_what_cannot_be_is_said_in_french_and_nothing_is_changed(
    requester: SignedIn, awake: Community, make_community: MakeCommunity, connected: Database
) -> None:
    await file(requester)
    elsewhere = await make_community("Ailleurs")
    before = contents(connected)
    wrong = {"given_name": "Lina 2", "phone": "06", "birth_date": date(2150, 1, 1)}
    with pytest.raises(CommandRefused) as refused:
        await rights.correct(asked(awake), wrong)
    said = str(refused.value)
    assert [word for word in ("Prénom", "Téléphone", "Date de naissance") if word not in said] == []
    with pytest.raises(CommandRefused, match="Rien n’est gardé"):
        await rights.correct(asked(elsewhere), {"given_name": "Line"})
    assert contents(connected) == before


NOTHING = [
    word
    for name in ("family-name", "given-name", "birth-date", "sex", "phone", "phone-of", "address", "email")
    for word in (f"--right-{name}", "")
]


def test_the_operator_is_told_what_an_option_lacks(maillage: Maillage) -> None:
    cpts = ["--finess", "940000001", "--name", "CPTS", "--short-name", "Vitry", "--commune", "94081"]
    assert maillage("community", "create", *cpts)[0] == 0
    who = ["person", "correct", *ASK, "--birth-date", "2021-03-12", *NOTHING]
    assert maillage(*who) == (2, [], ["Rien n’est gardé sous ces noms et cette date de naissance."])
    for option, typed in (("--right-birth-date", "12/03/2021"), ("--right-sex", "X")):
        code, out, [said] = maillage(*who, option, typed)
        assert (code, out, said.startswith(f"{option} : ")) == (2, [], True)
