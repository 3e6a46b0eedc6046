"""Which declared statuses of which operations did the run see?"""

import json
from pathlib import Path

import pytest

from api.core.operations import the_contract
from tests.contract.client import SEEN
from tests.contract.exceptions import NEVER_SEEN


def report(session: pytest.Session) -> list[str]:
    """Write the statuses that no test received to `.pytest_cache/unseen.json`.

    Returns the complaints when the whole suite ran and passed; else nothing.
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
    if session.testsfailed or not ran_whole(session.config):
        return []
    return [
        f"{line} is declared in openapi/openapi.yaml and no test received it: "
        "write that test, or take the status out"
        for line in sorted(unseen)
    ]


def ran_whole(config: pytest.Config) -> bool:
    """Whether nothing was left out: no path, word, marker or file chosen on the command line."""
    chosen = ("keyword", "markexpr", "ignore", "ignore_glob", "deselect", "lf", "collectonly")
    named = [argument.rstrip("/") for argument in config.args]
    return named in ([], ["tests"]) and not any(config.getoption(name, None) for name in chosen)
