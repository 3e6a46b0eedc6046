"""What a search means. Pure: no database."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.directory.rules import plain_words, understand, wrong_letters
from api.directory.rules.understanding import edits

COMMUNES = {"13041": "Gardanne", "13087": "Rousset", "94081": "Vitry-sur-Seine"}


@pytest.mark.parametrize(
    ("typed", "labels", "names"),
    [
        ("medecin vsite", ("médecin", "visite"), ()),
        ("Médecin généraliste, nouveaux patients", ("médecine générale", "nouveaux patients"), ()),
        ("gynéco qui fait des visites", ("gynécologie", "visite"), ()),
        ("kiné à domicile", ("kinésithérapeute", "visite"), ()),
        ("soins non programmés", ("soins non programmés",), ()),
        ("pedia", ("pédiatrie",), ()),
        ("cardiolgue", ("cardiologie",), ()),
        ("infirmiere gardanne", ("infirmier", "Gardanne"), ()),
        ("medecin vitry", ("médecin", "Vitry-sur-Seine"), ()),
        # The name of a village alone is somebody's name; a title before a name says nothing.
        ("Rousset", (), ("rousset",)),
        ("Dr Rousset", (), ("rousset",)),
        ("docteur", ("médecin",), ()),
        ("M. de la Tour d'Auvergne", (), ("tour", "auvergne")),
        ("N’Diaye-Œuvre", (), ("n", "diaye", "oeuvre")),
        ("  ?! ", (), ()),
    ],
)
def test_words_are_understood_or_are_names(
    typed: str, labels: tuple[str, ...], names: tuple[str, ...]
) -> None:
    found = understand(typed, communes=COMMUNES)
    assert (found.labels, found.names) == (labels, names)


def test_a_corrected_word_is_doubtful_and_is_left_when_it_is_a_name() -> None:
    found = understand("viste")
    assert (found.labels, found.doubtful) == (("visite",), frozenset({"viste"}))
    assert understand("viste", names={"viste"}).names == ("viste",)
    assert understand("visite", names={"visite"}).labels == ("visite",)


@pytest.mark.parametrize("typed", ["10100334482", "10 100 334 482", "810100334482"])
def test_an_rpps_number_is_read_however_it_is_spaced(typed: str) -> None:
    assert understand(typed).rpps == "10100334482"


@pytest.mark.parametrize("typed", ["0199002745", "94400", "1010033448", "710100334482"])
def test_another_number_is_not_an_rpps_number(typed: str) -> None:
    assert understand(typed).rpps is None


@pytest.mark.parametrize(
    ("typed", "name", "wrong"),
    [
        ("mroeau", "moreau", 1),
        ("dealnoy", "delannoy", 2),
        ("lefebre", "lefevre", 1),
        ("martin", "martin", 0),
        ("goff", "gaff", 1),
        ("gof", "gaf", None),
        ("roux", "rougon", None),
        ("martin", "bertin", 2),
        ("moulin", "martin", None),
    ],
)
def test_wrong_letters_are_counted_up_to_what_the_length_allows(
    typed: str, name: str, wrong: int | None
) -> None:
    assert wrong_letters(typed, name) == wrong


@settings(max_examples=300)
@given(st.text(max_size=60))
def test_any_text_is_understood_without_harm(typed: str) -> None:
    found = understand(typed, communes=COMMUNES)
    # What goes into a LIKE pattern or a label holds letters and digits only.
    assert all(word.isalnum() for word in found.names)
    assert found.doubtful <= set(plain_words(typed))


@given(st.text("abcd", max_size=7), st.text("abcd", max_size=7))
def test_counting_wrong_letters_is_a_distance(one: str, other: str) -> None:
    assert edits(one, other) == edits(other, one)
    assert (edits(one, other) == 0) == (one == other)
    assert abs(len(one) - len(other)) <= edits(one, other) <= max(len(one), len(other))
