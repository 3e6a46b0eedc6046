"""Members of a request's body that may be absent (Pydantic's MISSING), as everybody reads them."""

from typing import Any

from pydantic import MISSING


def or_none(member: Any) -> Any:
    """The member; None when it was left out."""
    return None if member is MISSING else member


def text_or_none(member: Any) -> str | None:
    """What was typed, without spaces around it; None when it was left out, null or blank."""
    return (member.strip() or None) if isinstance(member, str) else None


def present(member: Any) -> Any:
    """A member that was found present before. AssertionError when it is not."""
    assert member is not MISSING  # noqa: S101  checked before
    return member
