"""Tables that a French spreadsheet opens by a double click. Pure.

The mark tells Excel that the accents are UTF-8, the semicolon is the separator of its French settings, and
CRLF is the end of a line of RFC 4180. A text that a spreadsheet would compute is neutralised.
"""

from collections.abc import Iterable
from datetime import date

MARK = "\ufeff"
"""The byte order mark that begins the file, once."""

_COMPUTED = ("=", "+", "-", "@", "\t", "\r")
"""How a text begins that a spreadsheet takes for a formula (OWASP, CSV injection)."""

_QUOTED = frozenset('";\r\n')

Cell = str | int | float | bool | date | None


def line(cells: Iterable[Cell]) -> str:
    """One line of a table, with its end. Yes is « oui », a date jj/mm/aaaa, None empty."""
    return ";".join(map(_written, cells)) + "\r\n"


def _written(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "oui" if cell else "non"
    if isinstance(cell, float):
        return f"{cell:.6f}".rstrip("0").rstrip(".").replace(".", ",")
    if isinstance(cell, date):
        return f"{cell:%d/%m/%Y}"
    return _safe(cell) if isinstance(cell, str) else str(cell)


def _safe(text: str) -> str:
    """The text, with an apostrophe before what would be computed, quoted when it holds a separator."""
    # A space before the sign does not stop every spreadsheet.
    if text.lstrip(" \u00a0").startswith(_COMPUTED) or text.startswith(_COMPUTED):
        text = f"'{text}"
    return '"' + text.replace('"', '""') + '"' if _QUOTED & set(text) else text
