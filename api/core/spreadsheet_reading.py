"""Tables as spreadsheets and other programs write them in CSV, read whatever their dialect. Pure.

`core/spreadsheets.py` writes them. Nothing here knows what the columns mean. A line that cannot be read is
told by its number and keeps none of the others from being read.
"""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

MOST_CHARACTERS = 1_000
"""Of one cell: beyond, a quote is missing somewhere, or it is no table of people."""

_ROWS_OF_ONE_LINE = 5
"""How many lines a cell between quotes may run over; an address has three."""

_COMPUTED = ("=", "+", "-", "@")

_EXCEL_DAY_0 = date(1899, 12, 30)
"""Day 0 of the numbers that Excel keeps for days (it believes in a 29 February 1900)."""

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("janvier", "janv"),
            ("fevrier", "fevr"),
            ("mars",),
            ("avril", "avr"),
            ("mai",),
            ("juin",),
            ("juillet", "juil"),
            ("aout",),
            ("septembre", "sept"),
            ("octobre", "oct"),
            ("novembre", "nov"),
            ("decembre", "dec"),
        ),
        start=1,
    )
    for name in names
}
_ACCENTS = str.maketrans("éèêëàâäîïôöûùüç", "eeeeaaaiioouuuc")


class NoTable(ValueError):
    """The file is no table in CSV; `why` is one word: empty, workbook, encoding, header."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True)
class Line:
    """One line: its number as a spreadsheet shows it (the first is 1), and its cells; None when it cannot be
    read, since a quote is missing or a cell is too long."""

    number: int
    cells: list[str] | None = field(repr=False)


@dataclass(frozen=True)
class Table:
    """A file that was read: `encoding` and `separator` as found, the first line that says something, and the
    text after it."""

    encoding: str
    separator: str
    header: Line
    _text: str = field(repr=False)

    def lines(self) -> Iterator[Line]:
        """The lines after the header that say something, one by one."""
        width = len(self.header.cells or ())
        every = _lines(self._text, self.separator, width)
        yield from (line for line in every if line.number > self.header.number and _says(line))


def read(content: bytes) -> Table:
    """The table in a file. NoTable when it is none."""
    text, encoding = _text_of(content)
    separator = ""
    if announced := re.match(r"sep=([;,\t|])\r?\n", text, re.IGNORECASE):
        # Written for Excel, which does not show that line.
        separator, text = announced[1], text[announced.end() :]
    first = next((row for row in text.splitlines() if row.strip(" \t;,|")), None)
    if first is None:
        raise NoTable("empty")
    separator = separator or _separator_of(first)
    header = next(line for line in _lines(text, separator) if _says(line))
    if header.cells is None:
        raise NoTable("header")
    return Table(encoding, separator, header, text)


def is_computed(cell: str) -> bool:
    """Whether a spreadsheet would compute the cell (OWASP, CSV injection), also behind spaces and quotes."""
    bare = cell.lstrip(" \u00a0\t\r\n'\"")
    return bare.startswith(_COMPUTED) and bare not in ("-", "")


def day_of(cell: str) -> date | None:
    """A day as French spreadsheets write it: 12/03/1941, 12-3-1941, 1941-03-12, 12 mars 1941, 15047, with an
    hour or not. None when it is no day, or its year has two digits: nobody could say of which century."""
    text = re.sub(r"[ T]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?Z?$", "", cell.strip())
    if found := re.fullmatch(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})", text):
        return _day(found[3], found[2], found[1])
    if found := re.fullmatch(r"(\d{4})[/.\-](\d{1,2})[/.\-](\d{1,2})", text):
        return _day(found[1], found[2], found[3])
    if re.fullmatch(r"\d{8}", text):
        return _day(text[:4], text[4:6], text[6:]) or _day(text[4:], text[2:4], text[:2])
    if re.fullmatch(r"\d{3,5}([.,]0+)?", text):
        return _EXCEL_DAY_0 + timedelta(days=int(re.split("[.,]", text)[0]))
    return _spelled(text)


def _spelled(text: str) -> date | None:
    """`12 mars 1941`, `1er avril 1950`, `12-mars-1941`, `jeudi 4 mai 1950`."""
    plain = text.lower().translate(_ACCENTS)
    found = re.fullmatch(r"(?:[a-z]+ )?(\d{1,2})(?:er)?[ \-/]([a-z]+)\.?[ \-/](\d{4})", plain)
    if found is None or found[2] not in _MONTHS:
        return None
    return _day(found[3], str(_MONTHS[found[2]]), found[1])


def _day(year: str, month: str, day: str) -> date | None:
    try:
        read = date(int(year), int(month), int(day))
    except ValueError:
        return None
    return read if read.year >= _EXCEL_DAY_0.year - 80 else None


def _text_of(content: bytes) -> tuple[str, str]:
    """The text and the name of its encoding. NoTable for what is no text."""
    if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise NoTable("workbook")
    for mark, encoding in (
        (b"\xef\xbb\xbf", "utf-8"),
        (b"\xff\xfe", "utf-16-le"),
        (b"\xfe\xff", "utf-16-be"),
    ):
        if content.startswith(mark):
            return _decoded(content[len(mark) :], encoding), encoding
    if b"\0" in content[:400]:
        # UTF-16 without its mark: every other byte of plain letters is nul.
        encoding = "utf-16-be" if content[:1] == b"\0" else "utf-16-le"
        return _decoded(content, encoding), encoding
    try:
        return _checked(content.decode("utf-8")), "utf-8"
    except UnicodeDecodeError:
        return _decoded(content, "cp1252"), "cp1252"


def _decoded(content: bytes, encoding: str) -> str:
    try:
        return _checked(content.decode(encoding))
    except UnicodeDecodeError as error:
        raise NoTable("encoding") from error


def _checked(text: str) -> str:
    if "\0" in text:
        raise NoTable("encoding")
    return text


def _separator_of(row: str) -> str:
    """The one of `;`, `,`, tab and `|` that the row holds most of, outside quotes."""
    outside = re.sub(r'"[^"]*"', "", row)
    return max(";,\t|", key=outside.count)


def _says(line: Line) -> bool:
    return line.cells is None or any(cell.strip() for cell in line.cells)


def _lines(text: str, separator: str, width: int | None = None) -> Iterator[Line]:
    """Every line, empty ones too. A cell between quotes may run over a few rows of text; when its quote never
    closes, or closes by chance in another line (which has not `width` cells then), the row where it began is
    unreadable and the next is read for itself."""
    rows = re.split(r"\r\n|\n|\r", text)
    number, at = 0, 0
    while at < len(rows):
        number += 1
        whole, taken = rows[at], 1
        while whole.count('"') % 2 and taken < _ROWS_OF_ONE_LINE and at + taken < len(rows):
            whole += "\n" + rows[at + taken]
            taken += 1
        cells = None if whole.count('"') % 2 else _cells(whole, separator)
        if cells is None or (taken > 1 and width is not None and len(cells) != width):
            cells, taken = None, 1
        yield Line(number, cells)
        at += taken


def _cells(whole: str, separator: str) -> list[str] | None:
    if len(whole) > 40 * MOST_CHARACTERS:
        return None
    try:
        found = next(csv.reader([whole], delimiter=separator, strict=True), [])
    except csv.Error:
        return None
    return None if any(len(cell) > MOST_CHARACTERS for cell in found) else found
