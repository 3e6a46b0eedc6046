"""What is read of what Pro Santé Connect says of a person, whatever it says."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.identity.psc.rules import (
    MOST_PRACTICES,
    Practice,
    SignInFailed,
    local_path,
    practices_of,
    rpps_of,
    told,
)
from tests.identity.psc.fake_provider import practice

PATHS: dict[str, list[str]] = json.loads(Path(__file__).with_name("local_paths.json").read_text("utf-8"))
"""The web app's own rule is held to them too: frontend/src/features/identity/way.test.ts."""

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["exercices", "activities", "codeProfession", "raisonSocialeSite", "codePostal"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


NATIONAL_FORM = Path(__file__).with_name("userinfo.json")
"""A userinfo with all that the national provider says, of an invented person."""


def test_a_userinfo_of_the_national_form_is_read() -> None:
    claims = json.loads(NATIONAL_FORM.read_text())
    assert rpps_of(claims) == "10999000001"
    assert practices_of(claims) == [Practice("10", "SM54", "CABINET DR ESSAI, 94400")]


def of(*exercices: Any) -> list[Practice]:
    return practices_of({"SubjectRefPro": {"exercices": list(exercices)}})


def test_each_activity_of_each_exercice_is_a_practice_named_once() -> None:
    at_two = practice(raisonSocialeSite="CABINET", codePostal="94400")
    at_two["activities"].append({"raisonSocialeSite": "CLINIQUE"})
    nurse = practice("60", "", raisonSocialeSite="CABINET", codePostal="94400")
    assert of(at_two, nurse, at_two) == [
        Practice("10", "SM54", "CABINET, 94400"),
        Practice("10", "SM54", "CLINIQUE"),
        Practice("60", None, "CABINET, 94400"),
    ]


def test_an_exercice_without_activity_has_no_place_and_one_without_profession_is_none() -> None:
    assert of({"codeProfession": "10"}, {"activities": [{"raisonSocialeSite": "CABINET"}]}) == [
        Practice("10", None, None)
    ]


def test_a_name_is_shown_on_one_line_and_not_without_end() -> None:
    [long] = of(practice(raisonSocialeSite="  CABI\u0000NET\n\u202eDES  " + "X" * 500))
    assert long.place is not None
    assert long.place.startswith("CABI NET DES X")
    assert len(long.place) == 164
    assert (
        len(of(*(practice(raisonSocialeSite=f"CABINET {number}") for number in range(80)))) == MOST_PRACTICES
    )


@given(ANYTHING)
def test_whatever_comes_is_read_without_a_fault(said: Any) -> None:
    for read in practices_of({"SubjectRefPro": said}) + of(said):
        assert read.profession_code


def test_a_session_keeps_words_and_nothing_when_nothing_was_told() -> None:
    assert told([], lambda profession, specialty: profession) is None
    kept = told([Practice("10", "SM54", None)], lambda profession, specialty: f"{profession} {specialty}")
    assert kept == {"told": [{"profession": "10 SM54", "place": None}]}


@pytest.mark.parametrize("name", ["SubjectNameID", "preferred_username"])
def test_either_name_of_the_national_identifier_does(name: str) -> None:
    assert rpps_of({name: "810999000001"}) == "10999000001"


@pytest.mark.parametrize("said", ["810999000001\n", " 810999000001", "", "8", "010999000001"])
def test_an_identifier_that_is_spelt_otherwise_is_none(said: str) -> None:
    with pytest.raises(SignInFailed):
        rpps_of({"SubjectNameID": said})


@pytest.mark.parametrize("path", PATHS["local"])
def test_a_path_of_this_server_is_one(path: str) -> None:
    assert local_path(path) == path


@pytest.mark.parametrize("path", [None, *PATHS["elsewhere"], "/" + "a" * 700])
def test_anything_else_is_no_path_of_this_server(path: str | None) -> None:
    assert local_path(path) is None
