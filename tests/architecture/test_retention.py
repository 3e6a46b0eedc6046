"""The page on security says of every table how long it is kept, by which code and by which test."""

import re
from collections import Counter

import pytest
from procrastinate.schema import SchemaManager

from api.core.db import Base
from tests.architecture import test_personal_data as declared
from tests.architecture.test_documents import ROOT

TITLE = "## How long everything is kept\n"
SECTION = (ROOT / "docs" / "security.md").read_text().partition(TITLE)[2].partition("\n## ")[0]
LINES = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in SECTION.splitlines()
    if line.startswith("| `")
]
OF_NOBODY = ("public", "of no person")
"""What stands in the place of the code for a table that no time is set for."""


def ours() -> set[str]:
    """The tables of the application and of its queue; tests declare some of their own."""
    mapped = {m.class_.__tablename__ for m in declared.MAPPERS if m.class_.__module__.startswith("api.")}
    bare = set(Base.metadata.tables) - {m.class_.__tablename__ for m in declared.MAPPERS}
    queue = set(re.findall(r"CREATE TABLE (\w+)", SchemaManager.get_schema()))
    return mapped | bare | queue


def test_every_table_stands_there_once() -> None:
    said = Counter(name for tables, *_ in LINES for name in re.findall(r"`(\w+)`", tables))
    missing = sorted(ours() - said.keys())
    assert not missing, f"Say in docs/security.md how long {missing} are kept, and what erases them"
    assert said.keys() <= ours(), f"No such table: {sorted(said.keys() - ours())}"
    assert max(said.values()) == 1, said.most_common(3)


@pytest.mark.parametrize(("tables", "kept", "code", "test"), LINES)
def test_a_line_says_how_long_and_names_code_and_test_that_are_there(
    tables: str, kept: str, code: str, test: str
) -> None:
    assert kept, tables
    if code in OF_NOBODY:
        personal = {table.__tablename__: table for table in declared.PERSONAL}
        named = set(re.findall(r"`(\w+)`", tables))
        leading = {
            name
            for name in named & personal.keys()
            for column in personal[name].__table__.columns
            if any(key.column.table.name in ("people", "accounts") for key in column.foreign_keys)
        }
        assert not leading, f"{leading} lead to people: say what erases them"
        return
    functions = re.findall(r"`(api/[\w/]+\.py)::(\w+)`", code)
    assert functions, f"{tables}: name the function that erases them"
    for file, function in functions:
        assert f"def {function}(" in (ROOT / file).read_text(), f"{file} lacks {function}"
    assert "::test_" in test, f"{tables}: name the test"
