"""Tables in CSV, in every dialect that spreadsheets and other programs speak. Pure."""

from datetime import date

import pytest

from api.core.spreadsheet_reading import NoTable, day_of, is_computed, read

ROWS = "Nom;Prénom;Adresse\r\nLefèvre;Zoé;3, rue de la Gare\r\n"


def cells(content: bytes) -> list[tuple[int, list[str] | None]]:
    return [(line.number, line.cells) for line in read(content).lines()]


@pytest.mark.parametrize(
    ("encoding", "content"),
    [
        ("utf-8", ROWS.encode()),
        ("utf-8", b"\xef\xbb\xbf" + ROWS.encode()),
        ("cp1252", ROWS.encode("cp1252")),
        ("utf-16-le", b"\xff\xfe" + ROWS.encode("utf-16-le")),
        ("utf-16-be", b"\xfe\xff" + ROWS.encode("utf-16-be")),
        ("utf-16-le", ROWS.encode("utf-16-le")),
        ("utf-16-be", ROWS.encode("utf-16-be")),
    ],
    ids=["utf8", "utf8-mark", "windows", "utf16le", "utf16be", "utf16le-bare", "utf16be-bare"],
)
def test_accents_are_read_in_every_encoding(encoding: str, content: bytes) -> None:
    table = read(content)
    assert (table.encoding, table.separator) == (encoding, ";")
    assert cells(content) == [(2, ["Lefèvre", "Zoé", "3, rue de la Gare"])]


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"], ids=["semicolon", "comma", "tab", "bar"])
def test_the_separator_is_the_one_of_the_first_line(separator: str) -> None:
    written = f"Nom{separator}Prénom\nLefèvre{separator}Zoé\n"
    assert read(written.encode()).separator == separator
    assert cells(written.encode()) == [(2, ["Lefèvre", "Zoé"])]


def test_what_excel_says_of_the_separator_is_no_line_of_the_table() -> None:
    assert cells(b"sep=|\nNom|Nom;bis\nA|B\n") == [(2, ["A", "B"])]


def test_a_cell_may_run_over_lines_and_hold_separators_and_quotes() -> None:
    written = 'Nom;Adresse\nA;"3 rue ""X""; bât. B\n2e étage"\nB;ici\n'
    assert cells(written.encode()) == [(2, ["A", '3 rue "X"; bât. B\n2e étage']), (3, ["B", "ici"])]


def test_a_quote_that_never_closes_costs_its_own_line_alone() -> None:
    written = 'Nom;Adresse\nA;"3 rue\nB;ici\nC;là\nD;là-bas\nE;loin\nF;plus loin\n'
    assert cells(written.encode())[0] == (2, None)
    assert [row[1][0] for row in cells(written.encode())[1:] if row[1]] == ["B", "C", "D", "E", "F"]


def test_a_quote_that_another_closes_by_chance_costs_two_lines_alone() -> None:
    written = 'Nom;Adresse\nA;"3 rue\nB;ici\nC;12" rue\nD;là\n'
    read_so = cells(written.encode())
    assert [cells_ and cells_[0] for _, cells_ in read_so] == [None, "B", None, "D"]


def test_empty_lines_are_passed_over_and_counted_as_a_spreadsheet_does() -> None:
    assert cells(b"\n;;\nNom;N\n\nA;1\n;;\nB;2") == [(5, ["A", "1"]), (7, ["B", "2"])]


def test_a_cell_that_never_ends_is_no_cell() -> None:
    assert cells(b"Nom;N\n" + b"A" * 2000 + b";1\nB;2\n") == [(2, None), (3, ["B", "2"])]


@pytest.mark.parametrize(
    ("why", "content"),
    [
        ("empty", b""),
        ("empty", b"\xef\xbb\xbf\r\n;;;\r\n"),
        ("workbook", b"PK\x03\x04 and the rest of a workbook"),
        ("workbook", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
        ("encoding", b"Nom;Pr\x81nom\n"),
        ("encoding", ("Nom;" + "x" * 500 + "\0").encode()),
        ("header", b'Nom;"Pr\nA;B\n'),
    ],
    ids=["nothing", "only-separators", "xlsx", "xls", "no-encoding", "nul", "open-quote"],
)
def test_what_is_no_table_is_refused_with_the_reason(why: str, content: bytes) -> None:
    with pytest.raises(NoTable) as refused:
        read(content)
    assert refused.value.why == why


@pytest.mark.parametrize(
    "written",
    ["12/03/1941", "12-3-1941", "12.03.1941", "1941-03-12", "1941/3/12", "12 mars 1941", "12-mars-1941",
     "mercredi 12 mars 1941", "12/03/1941 00:00:00", "1941-03-12T00:00:00", "15047", "15047.0", "19410312",
     "12031941"],
)  # fmt: skip
def test_a_day_is_read_as_french_spreadsheets_write_it(written: str) -> None:
    assert day_of(written) == date(1941, 3, 12)


def test_the_months_are_read_with_and_without_accents_in_full_and_in_short() -> None:
    assert day_of("1er août 1950") == day_of("1 aout 1950") == date(1950, 8, 1)
    assert day_of("9 févr. 1950") == day_of("9 fevrier 1950") == date(1950, 2, 9)
    assert day_of("25 déc 1950") == date(1950, 12, 25)


@pytest.mark.parametrize(
    "written",
    ["12/03/41", "00/00/1941", "31/02/1941", "12/13/1941", "mars 1941", "1941", "99999999", "", "x"],
)
def test_what_is_no_day_or_of_no_certain_century_is_none(written: str) -> None:
    assert day_of(written) is None or (written == "1941" and day_of(written) == date(1905, 4, 24))


@pytest.mark.parametrize("cell", ["=1+1", "+A1", "-1+1", "@SUM(A1)", " =1", "\t=1", "'=1", '"=1', "\u00a0@x"])
def test_what_a_spreadsheet_would_compute_is_seen_behind_spaces_and_quotes(cell: str) -> None:
    assert is_computed(cell)


@pytest.mark.parametrize("cell", ["Lefèvre", "Anne-Marie", "-", "", "12/03/1941", "a@b.demo"])
def test_ordinary_words_are_not_computed(cell: str) -> None:
    assert not is_computed(cell)
