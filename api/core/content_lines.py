"""Content lines, of which calendars (RFC 5545) and contact cards (RFC 2426) are made. Pure."""

from collections.abc import Iterable, Iterator

LONGEST_LINE = 75  # octets, without the line break (RFC 5545 §3.1, RFC 2426 §2.6)


def text(value: str) -> str:
    """A value of type TEXT: what has a meaning is escaped, what no file of this kind may hold is dropped."""
    escaped = value.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    escaped = escaped.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")
    return "".join(
        letter for letter in escaped if letter == "\t" or (ord(letter) > 31 and ord(letter) != 127)
    )


def written(lines: Iterable[str]) -> bytes:
    """The bytes of a file made of these content lines, folded."""
    return "".join(f"{folded}\r\n" for line in lines for folded in _folded(line)).encode()


def _folded(line: str) -> Iterator[str]:
    """Pieces of at most 75 octets, never cut inside a character; each but the first begins with a space."""
    piece, size = "", 0
    for letter in line:
        octets = len(letter.encode())
        if size + octets > LONGEST_LINE:
            yield piece
            piece, size = " ", 1
        piece, size = piece + letter, size + octets
    yield piece
