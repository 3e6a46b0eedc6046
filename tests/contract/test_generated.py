"""What is generated is what the contract gives today."""

from pathlib import Path

import yaml

from api.core.operations import CONTRACT_FILE
from tools.generate import fold, models_source

MODELS = Path(__file__).resolve().parents[2] / "api" / "contract" / "models.py"


def test_the_models_are_those_of_the_contract() -> None:
    fresh = models_source(yaml.safe_load(CONTRACT_FILE.read_text()))
    assert MODELS.read_text() == fresh, "api/contract/models.py is out of date: run `make generate`"


def test_no_scalar_became_a_wrapping_class() -> None:
    assert "RootModel" not in MODELS.read_text(), (
        "A component became a RootModel: write it so that tools/generate.py can put it in place"
    )


def test_parameters_are_gathered_per_operation_with_none_for_absent() -> None:
    contract = yaml.safe_load((Path(__file__).parent / "fixture.yaml").read_text())
    gathered = fold(contract)["components"]["schemas"]["ListNotesQuery"]
    assert list(gathered["properties"]) == ["cursor", "limit", "kind"]
    assert gathered["properties"]["cursor"]["type"] == ["string", "null"]
    assert gathered["properties"]["limit"]["default"] == 50
    assert gathered["additionalProperties"] is False
    assert "ListNotesQuery" not in contract["components"]["schemas"]
