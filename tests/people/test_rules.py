"""Ages, names, phone numbers and words of a person."""

from datetime import date

import pytest

from api.contract.models import AgeBand, PersonInput, Sex
from api.people import rules

TODAY = date(2026, 11, 24)


def a_person(**changes: object) -> PersonInput:
    """Somebody as a form sends them."""
    typed = {
        "family_name": "Coste",
        "given_name": "Jeanne",
        "birth_date": date(1984, 12, 3),
        "sex": Sex.female,
        "phone": "06 39 98 01 02",
        "commune_insee": "94081",
    }
    return PersonInput.model_validate(typed | changes)


@pytest.mark.parametrize(
    ("text", "family_name"),
    [
        ("La famille de Mme COSTE est là", "Coste"),
        ("la fille de jeanne", "Coste"),
        ("M. Coste est devant moi", "Coste-Brunel"),
        ("Appel de Mme Costebrunel", "Coste-Brunel"),
        ("Le Roy, deuxième étage", "Leroy"),
        ("M. Leroy rappelle", "Le Roy"),
        ("Mme Noe\u0308l attend", "Noël"),
        ("l’épouse d’O'Brien", "OBrien"),
        ("(Coste)", "COSTÉ"),
    ],
)
def test_a_text_that_says_a_name_of_the_person_is_known_however_it_is_spelled(
    text: str, family_name: str
) -> None:
    assert rules.says_name(text, [family_name, "Jeanne"])


@pytest.mark.parametrize(
    ("text", "family_name"),
    [
        ("La famille est devant moi", "Coste"),
        ("Le médecin de garde rappelle", "Le"),
        ("Appel de la famille", "de la Tour"),
        ("Elle habite sur la Costerie", "Coste"),
        ("", ""),
    ],
)
def test_a_text_that_says_none_is_left_alone(text: str, family_name: str) -> None:
    assert not rules.says_name(text, [family_name, "Jeanne"])


@pytest.mark.parametrize(
    ("born", "band"),
    [
        (TODAY, AgeBand.under_3_months),
        (date(2026, 8, 25), AgeBand.under_3_months),
        (date(2026, 8, 24), AgeBand.months_3_11),
        (date(2025, 11, 25), AgeBand.months_3_11),
        (date(2025, 11, 24), AgeBand.months_12_23),
        (date(2024, 11, 25), AgeBand.months_12_23),
        (date(2024, 11, 24), AgeBand.years_2_3),
        (date(2022, 11, 25), AgeBand.years_2_3),
        (date(2022, 11, 24), AgeBand.years_4_6),
        (date(2010, 11, 25), AgeBand.years_12_15),
        (date(2010, 11, 24), AgeBand.years_16_19),
        (date(1946, 11, 25), AgeBand.years_70_79),
        (date(1946, 11, 24), AgeBand.years_80_and_over),
        (date(1906, 11, 24), AgeBand.years_80_and_over),
    ],
)
def test_an_age_band_changes_on_the_birthday(born: date, band: AgeBand) -> None:
    assert rules.age_band(born, TODAY) is band


def test_somebody_born_on_a_leap_day_grows_older_on_the_first_of_march() -> None:
    assert rules.age_years(date(2008, 2, 29), date(2026, 2, 28)) == 17
    assert rules.age_years(date(2008, 2, 29), date(2026, 3, 1)) == 18


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("de la Tour", "DELATOUR"),
        ("De-La-Tour", "de la tour"),
        ("Lefèvre", "LEFEVRE"),
        ("N’Diaye", "N'diaye"),
        ("Le Cœur", "lecoeur"),
        ("Müller-Strauß", "MULLER STRAUSS"),
        ("Łukasz", "łukasz"),
        ("  Jean   Luc ", "Jean-Luc"),
    ],
)
def test_two_spellings_of_a_name_are_one(one: str, other: str) -> None:
    assert rules.normal_name(one) == rules.normal_name(other)


def test_different_names_stay_different() -> None:
    assert len({rules.normal_name(name) for name in ("Martin", "Martine", "Marin", "Müller", "Mullet")}) == 5


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("06 39 98 01 02", "+33639980102"),
        ("06.39.98.01.02", "+33639980102"),
        ("+33 6 39 98 01 02", "+33639980102"),
        ("+33 (0)6 39 98 01 02", "+33639980102"),
        ("0033 6 39 98 01 02", "+33639980102"),
        ("0199001234", "+33199001234"),
        ("0590 12 34 56", "+590590123456"),
        ("0692 12 34 56", "+262692123456"),
        ("0639 12 34 56", "+262639123456"),
        ("+262 692 12 34 56", "+262692123456"),
        ("+32 470 12 34 56", "+32470123456"),
    ],
)
def test_a_phone_number_is_kept_in_e164(typed: str, kept: str) -> None:
    assert rules.e164(typed) == kept


@pytest.mark.parametrize(
    ("typed", "cure"),
    [
        ("06 39 98 01", "lacks 2"),
        ("06 39 98 01 02 03", "2 digit(s) too many"),
        ("6639980102", "begins with 01 to 09"),
        ("00 39", "8 to 15"),
        ("+33 6 39 98 01", "9 digits"),
        ("+33 0 39 98 01 02", "9 digits"),
        ("zéro six trente-neuf", "digits only"),
        ("06 39 98 01 0²", "digits only"),
        ("+0 639 980 102", "country code"),
    ],
)
def test_a_bad_phone_number_says_what_to_do(typed: str, cure: str) -> None:
    with pytest.raises(rules.PhoneRefused, match=cure.replace("(", r"\(").replace(")", r"\)")):
        rules.e164(typed)


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"birth_date": date(2026, 11, 25)}, "/person/birth_date"),
        ({"birth_date": date(1906, 11, 23)}, None),
        ({"birth_date": date(1905, 11, 24)}, "/person/birth_date"),
        ({"phone": "06 39 98 01"}, "/person/phone"),
        ({"family_name": "—"}, "/person/family_name"),
        ({"given_name": "1841275116001"}, "/person/given_name"),
        ({"phone_of": "Mère, 2 69 05 49 588 157"}, "/person/phone_of"),
        ({"address_line": "1841275116001 rue du Fort"}, "/person/address_line"),
    ],
)
def test_each_mistake_is_named_with_its_field(change: dict[str, object], pointer: str | None) -> None:
    errors = rules.errors_of(a_person(**change), today=TODAY)
    assert [error.pointer for error in errors] == ([pointer] if pointer else [])


def test_all_mistakes_are_said_at_once_and_none_repeats_what_was_typed() -> None:
    errors = rules.errors_of(a_person(birth_date=date(2031, 1, 2), phone="06 39"[:5] + "     "), today=TODAY)
    assert {error.pointer for error in errors} == {"/person/birth_date", "/person/phone"}
    assert not any("2031" in error.message or "06 39" in error.message for error in errors)


def test_words_that_look_medical_are_shown_back_as_typed() -> None:
    assert rules.medical_words("Cancer du côlon, diabétique, un CANCER") == ["Cancer", "diabétique"]
    assert rules.medical_words("Idées suicidaires ; certificat demandé") == ["suicidaires", "certificat"]


@pytest.mark.parametrize("text", ["Douleur depuis hier, code 45B", "Sonner chez la voisine", "Avce", ""])
def test_ordinary_words_are_not_medical(text: str) -> None:
    assert rules.medical_words(text) == []


KNOWN = {
    "family_name": "Coste",
    "given_name": "Jeanne",
    "birth_date": "1984-12-03",
    "phone": "+33639980102",
    "phone_of": None,
    "email": "jeanne@courriel.demo",
    "address_line": "12 rue du Fort",
}


def test_a_correction_takes_the_place_of_what_is_known_and_the_rest_stays() -> None:
    right = rules.kept({"birth_date": date(1948, 12, 3), "phone": "06 39 98 01 03", "phone_of": " "})
    assert right == {"birth_date": "1948-12-03", "phone": "+33639980103", "phone_of": None}
    assert rules.corrected(KNOWN, right) == KNOWN | right
    assert rules.corrected(KNOWN, {}) == KNOWN


@pytest.mark.parametrize(
    ("here", "field", "after"),
    [
        ({}, "address_line", "new"),
        ({"address_line": None}, "address_line", None),
        ({"address_line": "3 allée des Tilleuls"}, "address_line", "3 allée des Tilleuls"),
        ({"family_name": "COSTE"}, "family_name", "new"),
        ({}, "email", "new"),
        ({"email": None}, "email", None),
        ({"email": "fille@courriel.demo"}, "email", "fille@courriel.demo"),
    ],
)
def test_in_another_request_an_address_of_either_kind_takes_the_place_of_the_same_wrong_one_alone(
    here: dict[str, str | None], field: str, after: str | None
) -> None:
    assert rules.corrected(KNOWN | here, {field: "new"}, wrong=KNOWN)[field] == after


WRONG = ("+33639980102", "Mère")
OTHER = ("+33639980199", "Mère")


@pytest.mark.parametrize(
    ("here", "right", "after"),
    [
        (WRONG, {"phone": "new", "phone_of": "Père"}, ("new", "Père")),
        ((WRONG[0], None), {"phone": "new", "phone_of": "Père"}, ("new", "Père")),
        ((WRONG[0], None), {"phone": "new"}, ("new", "Mère")),
        ((WRONG[0], "Fille"), {"phone_of": None}, (WRONG[0], None)),
        ((WRONG[0], None), {"family_name": "Costes"}, (WRONG[0], None)),
        (OTHER, {"phone": "new", "phone_of": "Père"}, OTHER),
        (OTHER, {"phone_of": "Père"}, OTHER),
        ((None, None), {"phone": "new", "phone_of": "Père"}, (None, None)),
    ],
)
def test_in_another_request_a_phone_and_whose_it_is_change_together_where_the_same_wrong_one_stands(
    here: tuple[str | None, str | None], right: dict[str, str | None], after: tuple[str | None, str | None]
) -> None:
    there, wrong = ({**KNOWN, "phone": phone, "phone_of": whose} for phone, whose in (here, WRONG))
    found = rules.corrected(there, right, wrong)
    assert (found["phone"], found["phone_of"]) == after


@pytest.mark.parametrize(
    ("given", "after"),
    [
        ({"phone": OTHER[0]}, (OTHER[0], None)),
        ({"phone": OTHER[0], "phone_of": "Père"}, (OTHER[0], "Père")),
        ({"phone": WRONG[0]}, WRONG),
        ({"phone_of": "Père"}, (WRONG[0], "Père")),
        ({"address_line": "3 allée des Tilleuls"}, WRONG),
    ],
)
def test_another_phone_that_completes_a_request_is_not_said_to_be_that_of_who_had_the_former(
    given: dict[str, str | None], after: tuple[str | None, str | None]
) -> None:
    found = rules.completed(KNOWN | {"phone": WRONG[0], "phone_of": WRONG[1]}, given)
    assert (found["phone"], found["phone_of"]) == after


@pytest.mark.parametrize(("phone", "after"), [("+33639980102", "Père"), (None, None)])
def test_whose_a_phone_is_may_be_all_that_is_wrong_and_is_written_wherever_there_is_a_phone(
    phone: str | None, after: str | None
) -> None:
    there = KNOWN | {"phone": phone}
    assert rules.corrected(there, {"phone_of": "Père"}, wrong=there)["phone_of"] == after


def test_what_is_left_out_of_a_correction_is_not_looked_at() -> None:
    assert rules.errors_in({}, today=TODAY) == []
    assert rules.errors_in({"phone_of": None, "address_line": None}, today=TODAY) == []
    wrong = rules.errors_in({"given_name": "4", "phone": "06", "email": "jeanne@"}, today=TODAY)
    assert [error.pointer for error in wrong] == ["/phone", "/given_name", "/email"]
