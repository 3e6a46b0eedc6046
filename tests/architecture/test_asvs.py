"""The page on OWASP ASVS names each requirement of levels 1 and 2 once, and a test for each that holds."""

import re
from collections import Counter
from itertools import chain

import pytest

from tests.architecture.test_documents import ROOT

PAGE = (ROOT / "docs" / "asvs.md").read_text()
LINE = re.compile(r"^\| (\d+\.\d+\.\d+) \| ([^|]+) \| ([^|]+) \|([^|]*)\|([^|]*)\|$", re.MULTILINE)
LINES = LINE.findall(PAGE)


def upto(section: str, last: int, *, without: tuple[int, ...] = ()) -> list[str]:
    return [f"{section}.{number}" for number in range(1, last + 1) if number not in without]


ASKED = list(
    chain(
        upto("1.1", 7),
        upto("1.2", 4),
        upto("1.4", 5, without=(2, 3)),
        upto("1.5", 4),
        upto("1.6", 4),
        *(upto(section, 2) for section in ("1.7", "1.8", "1.9", "1.11")),
        ["1.10.1", "1.12.2"],
        upto("1.14", 6),
        upto("2.1", 12),
        *(upto(section, 3) for section in ("2.2", "2.3", "2.6", "2.9")),
        upto("2.4", 5),
        upto("2.5", 7),
        upto("2.7", 6),
        upto("2.8", 7),
        upto("2.10", 4),
        ["3.1.1", "3.7.1"],
        *(upto(section, 4) for section in ("3.2", "3.3")),
        upto("3.4", 5),
        upto("3.5", 3),
        upto("4.1", 5, without=(4,)),
        upto("4.2", 2),
        upto("4.3", 3),
        upto("5.1", 5),
        upto("5.2", 8),
        upto("5.3", 10),
        upto("5.4", 3),
        upto("5.5", 4),
        upto("6.1", 3),
        upto("6.2", 6),
        *(upto(section, 2) for section in ("6.3", "6.4", "7.2")),
        upto("7.1", 4),
        upto("7.3", 4, without=(2,)),
        upto("7.4", 3),
        upto("8.1", 4),
        upto("8.2", 3),
        upto("8.3", 8),
        upto("9.1", 3),
        upto("9.2", 4),
        upto("10.2", 2),
        upto("10.3", 3),
        upto("11.1", 8),
        upto("12.1", 3),
        ["12.2.1", "12.6.1"],
        upto("12.3", 6),
        *(upto(section, 2) for section in ("12.4", "12.5", "13.3", "13.4")),
        upto("13.1", 5, without=(2,)),
        upto("13.2", 6, without=(4,)),
        upto("14.1", 4),
        upto("14.2", 6),
        ["14.3.2", "14.3.3"],
        upto("14.4", 7),
        upto("14.5", 4),
    )
)
"""The numbers of version 4.0.3, without those it withdrew."""


def test_each_requirement_stands_there_once() -> None:
    assert Counter(number for number, *_ in LINES) == Counter(ASKED)


@pytest.mark.parametrize(("number", "asked", "state", "how", "tests"), LINES)
def test_a_line_that_holds_names_a_test_and_any_other_its_reason(
    number: str, asked: str, state: str, how: str, tests: str
) -> None:
    assert asked.strip()
    state = state.strip()
    assert state in ("holds", "by design", "operator", "not here", "not yet", "to come")
    if state == "holds":
        assert "::test_" in tests
    elif state != "to come":
        assert how.strip()
