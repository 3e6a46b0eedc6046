"""What a document says that a test proves, a test of that name is there to prove."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
NAMED = re.compile(r"`(tests/[\w/]+\.py)(?:::(\w+))?`")
SAID = sorted(
    {
        (document.relative_to(ROOT).as_posix(), *found)
        for document in (ROOT / "docs").rglob("*.md")
        for found in NAMED.findall(document.read_text())
    }
)


def test_documents_name_tests() -> None:
    assert any(test for _, _, test in SAID)


@pytest.mark.parametrize(("document", "file", "test"), SAID)
def test_a_test_that_a_document_names_is_there(document: str, file: str, test: str) -> None:
    path = ROOT / file
    assert path.is_file(), f"{document} names {file}, which is not there"
    assert not test or f"def {test}(" in path.read_text(), f"{document} names {test}, which {file} lacks"
