"""Letters as those who get them read them."""

from email.header import decode_header, make_header
from typing import Any


def header(letter: Any, name: str) -> str:
    """One line of its head."""
    return str(make_header(decode_header(letter[name])))


def text_in(letter: Any) -> str:
    """Its text."""
    text: str = letter.get_payload(decode=True).decode()
    return text


def whole(letter: Any) -> str:
    """What it is about, then its text."""
    return f"{header(letter, 'Subject')}\n{text_in(letter)}"
