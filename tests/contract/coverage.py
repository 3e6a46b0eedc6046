"""Which declared statuses of which operations did the run see?"""

import json
from pathlib import Path

import pytest

from api.core.operations import the_contract
from tests.contract.client import SEEN
from tests.contract.exceptions import NEVER_SEEN

ASSERTED = False
"""Whether an unseen status fails a run of the whole suite. False until every module is served."""


def report(session: pytest.Session) -> list[str]:
    """Write the statuses that no test received to `.pytest_cache/unseen.json`.

    Returns the complaints when the whole suite ran and passed, and `ASSERTED`; else nothing.
    """
    if not SEEN:
        return []
    unseen = {
        f"{operation.id} {status}"
        for operation in the_contract().operations.values()
        for status in operation.answers
        if status not in SEEN.get(operation.id, ())
    } - NEVER_SEEN.keys()
    folder = Path(session.config.rootpath) / ".pytest_cache"
    folder.mkdir(exist_ok=True)
    (folder / "unseen.json").write_text(json.dumps(sorted(unseen), indent=1))
    whole = session.config.args in ([], ["tests"]) and not session.config.option.keyword
    if not (ASSERTED and whole and session.testsfailed == 0):
        return []
    return [
        f"{line} is declared in openapi/openapi.yaml and no test received it: "
        "write that test, or take the status out"
        for line in sorted(unseen)
    ]
