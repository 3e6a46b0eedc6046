"""The code that docs/integrators.md shows, run as it stands against what this server signs."""

import re
from typing import Any

from api.core import clock
from api.core.ids import new_id
from api.webhooks import rules
from tests.contract.running import PROJECT
from tests.webhooks.test_rules import ANOTHER, SECRET

PAGE = (PROJECT / "docs" / "integrators.md").read_text(encoding="utf-8")


def is_genuine(*given: Any) -> bool:
    """The function of the page."""
    [shown] = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    names: dict[str, Any] = {}
    exec(shown, names)  # the page's own code is what is tested
    found: bool = names["is_genuine"](*given)
    return found


def test_the_code_of_the_page_knows_our_messages_and_no_other() -> None:
    at, body = clock.now(), '{"state": "constaté"}'
    headers = rules.signed(new_id(), body, [SECRET], at)
    assert is_genuine(SECRET, headers, body.encode())
    assert not is_genuine(ANOTHER, headers, body.encode())
    assert not is_genuine(SECRET, headers, body.encode() + b" ")
    assert not is_genuine(SECRET, {**headers, "webhook-id": str(new_id())}, body.encode())
    old = rules.signed(new_id(), body, [SECRET], at - rules.OLD_SECRET_LASTS)
    assert not is_genuine(SECRET, old, body.encode())


def test_while_the_secret_changes_both_are_known_to_the_code_of_the_page() -> None:
    headers = rules.signed(new_id(), "{}", [ANOTHER, SECRET], clock.now())
    for secret in (SECRET, ANOTHER):
        assert is_genuine(secret, headers, b"{}")
