"""The fields of a schema of the contract, so that a test of who reads what knows of each new one."""

from api.core.operations import Contract


def fields_of(contract: Contract, schema: str) -> set[str]:
    """The names of all the fields of a schema of an answer, where each is always said."""
    found = contract.document["components"]["schemas"][schema]
    assert set(found["properties"]) == set(found["required"]), f"{schema} leaves a field out of some answers"
    return set(found["required"])
