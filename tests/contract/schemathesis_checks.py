"""Our own check in the schemathesis runs: the server is no stricter than the contract says."""

import re

import schemathesis
from schemathesis.checks import CheckContext
from schemathesis.core.failures import Failure
from schemathesis.core.transport import Response
from schemathesis.generation import GenerationMode
from schemathesis.generation.case import Case

ABOUT_THE_SCHEMA = re.compile(
    r"This is not known here|Choose one of '|Give (at|more|less) |Input should be "
    r"|Write (at least|at most|it in the form|an identifier|a finite|a text|a number|a list|an object|true)"
)
"""How `api.core.problem_handlers` words what a schema can say: types, lengths, patterns, choices. JSON Schema
calls 1.0 an integer too; the server, on purpose, does not."""


@schemathesis.check
def no_stricter_than_the_contract(ctx: CheckContext, response: Response, case: Case) -> None:
    """What the contract allows may break a rule of the domain, but never a schema of the server's own."""
    if (
        response.status_code != 422
        or case.meta is None
        or case.meta.generation.mode != GenerationMode.POSITIVE
    ):
        return
    errors = response.json()["errors"] or []
    stricter = [
        f"{error['pointer']}: {error['message']}"
        for error in errors
        # A link of a stateful run may hand on a null; the path is then not what the contract allows.
        if not error["pointer"].startswith("/path/") and ABOUT_THE_SCHEMA.match(error["message"])
    ]
    if stricter:
        raise Failure(
            operation=case.operation.label,
            title="The server is stricter than the contract",
            message="\n".join(stricter),
        )
