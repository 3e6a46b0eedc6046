"""The kind of request of these tests, in place of the one that the request module registered."""

import pytest

from api.cases.kinds import KINDS, CaseKindSpec
from api.contract.models import CaseKind
from tests.cases.builders import PlainFacts


@pytest.fixture(autouse=True)
def facts(monkeypatch: pytest.MonkeyPatch) -> PlainFacts:
    """What the request module would say of each row."""
    plain = PlainFacts()
    spec = CaseKindSpec(
        prefix="SNP", facts=plain, retention_months=lambda rules: rules.retention.unscheduled_care_months
    )
    monkeypatch.setitem(KINDS, CaseKind.unscheduled_care, spec)
    return plain
