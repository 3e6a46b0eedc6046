"""Members of a request's body that may be absent (Pydantic's MISSING), as everybody reads them."""

from typing import Any

from pydantic import MISSING


def or_none(member: Any) -> Any:
    """The member; None when it was left out."""
    return None if member is MISSING else member


def present(member: Any) -> Any:
    """A member that was found present before. AssertionError when it is not."""
    assert member is not MISSING  # noqa: S101  checked before
    return member
