"""How FHIR says no: an OperationOutcome with its HTTP status. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Issue:
    """One thing that is wrong. `code` is of FHIR's IssueType, `diagnostics` says what to do and repeats no
    value of the caller; `expression` is where, `http.` and the name of a parameter or a header."""

    code: str
    diagnostics: str
    expression: str | None = None


def at_parameter(name: str) -> str:
    """Where an issue about that parameter of a query is; of a name that is none of ours, what is harmless."""
    return f"http.{re.sub(r'[^A-Za-z0-9._:-]', '?', name)[:80]}"


class FhirRefusal(Exception):
    """The FHIR side says no. `status` is that of the answer."""

    def __init__(self, status: int, *issues: Issue) -> None:
        super().__init__(issues[0].diagnostics)
        self.status, self.issues = status, issues


def outcome(issues: Sequence[Issue]) -> dict[str, Any]:
    """The OperationOutcome that lists them."""
    return {
        "resourceType": "OperationOutcome",
        "issue": [
            {"severity": "error", "code": issue.code, "diagnostics": issue.diagnostics}
            | ({"expression": [issue.expression]} if issue.expression else {})
            for issue in issues
        ],
    }
