"""The contract is written in parts; joined, it is one document in which nothing stands twice."""

from pathlib import Path

import pytest
import yaml

from tools.join_contract import FIRST, Twice, joined

SHARED = """openapi: 3.1.0
info:
  title: Two parts
components:
  parameters:
    Id: { name: id }
  schemas:
    Id: { type: string }
"""
VISITS = """paths:
  /visits:
    # Said of the operation.
    get: { operationId: listVisits }
components:
  schemas:
    Visit:
      type: object
"""


def written(folder: Path, **parts: str) -> Path:
    for name, text in parts.items():
        (folder / f"{name}.yaml").write_text(text)
    return folder


def test_parts_are_joined_as_they_are_written(tmp_path: Path) -> None:
    text = joined(written(tmp_path, maillage=SHARED, visits=VISITS, audit="paths:\n  /audit: { get: {} }\n"))
    whole = yaml.safe_load(text)
    assert list(whole["paths"]) == ["/audit", "/visits"]
    assert whole["components"]["schemas"] == {"Id": {"type": "string"}, "Visit": {"type": "object"}}
    assert whole["components"]["parameters"] == {"Id": {"name": "id"}}
    assert whole["info"] == {"title": "Two parts"}
    assert "    # Said of the operation.\n" in text
    assert text.count("\ncomponents:") == 1


@pytest.mark.parametrize("twice", ["paths:\n  /visits: {}\n", "components:\n  schemas:\n    Id: {}\n"])
def test_what_two_parts_define_is_refused_by_name(tmp_path: Path, twice: str) -> None:
    with pytest.raises(Twice, match=r"(/visits|Id) is in openapi/parts/\w+\.yaml and in visits2\.yaml"):
        joined(written(tmp_path, maillage=SHARED, visits=VISITS, visits2=twice))


def test_the_first_part_is_the_one_that_all_share() -> None:
    assert (Path(__file__).parents[2] / "openapi" / "parts" / FIRST).is_file()
