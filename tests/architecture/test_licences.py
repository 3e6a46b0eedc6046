"""Packages of others: all of them are listed, and their licences let Maillage be under the AGPL."""

import pytest

from tools import dependencies
from tools.dependencies import is_allowed, licence_of, locked, packages, read_page

LISTED = read_page()


def test_the_list_of_dependencies_is_that_of_the_lock_files() -> None:
    listed = {(one.where, one.name, one.version) for one in LISTED}
    assert listed == set(locked()), "Run python tools/dependencies.py"
    assert len(LISTED) > 300


@pytest.mark.parametrize("one", LISTED, ids=lambda one: one.name)
def test_a_package_has_a_licence_that_lets_the_whole_be_under_the_agpl(one: dependencies.Package) -> None:
    assert is_allowed(one.licence), f"{one.name} is under {one.licence}: see ALLOWED in tools/dependencies.py"


def test_the_list_says_what_the_packages_say_of_themselves() -> None:
    listed = {one.name: one.licence for one in LISTED}
    said = {one.name: one.licence for one in packages(listed)}
    assert said == listed, "Run python tools/dependencies.py"


@pytest.mark.parametrize(
    "licence",
    ["GPL-2.0-only", "SSPL-1.0", "BUSL-1.1", "unknown", "MIT AND SSPL-1.0", "Elastic-2.0 OR SSPL-1.0", ""],
)
def test_other_licences_are_refused(licence: str) -> None:
    assert not is_allowed(licence)


@pytest.mark.parametrize("licence", ["MIT", "(MIT OR CC0-1.0)", "GPL-2.0-only OR Apache-2.0", "MIT AND ISC"])
def test_a_choice_needs_one_that_is_allowed_and_a_sum_all(licence: str) -> None:
    assert is_allowed(licence)


def test_a_package_that_is_not_here_says_nothing() -> None:
    assert licence_of("no-package-is-called-so") is None
