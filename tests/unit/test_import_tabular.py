"""Delimited files as shops really export them: encodings, delimiters, quotes, ragged rows."""

import re
from pathlib import Path

import pytest

from storefront.catalogue.importers import amounts, cells
from storefront.catalogue.importers.bodies import clean_html
from storefront.catalogue.importers.cells import BadCell
from storefront.catalogue.importers.columns import Vocabulary, aliases
from storefront.catalogue.importers.names import slug, stable_sku
from storefront.catalogue.importers.records import UnreadableFile
from storefront.catalogue.importers.tabular import Table, open_table

WORDS = Vocabulary(
    "test", aliases({"handle": ["Handle"], "title": ["Title", "Länge"], "price": ["Price"]})
)


def table_of(tmp_path: Path, content: str | bytes, **required: str) -> Table:
    path = tmp_path / "file.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return open_table(path, WORDS, required)


def rows_of(table: Table) -> list[tuple[int, dict[str, str]]]:
    return [(row.number, dict(row.cells)) for row in table.rows()]


def notices_of(table: Table) -> list[tuple[str, str]]:
    return [(issue.column, issue.text) for issue in table.notices]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
def test_unicode_is_read_with_and_without_a_byte_order_mark(tmp_path: Path, encoding: str) -> None:
    table = table_of(tmp_path, "Handle,Title\r\na,Größe\r\n".encode(encoding))
    assert rows_of(table) == [(2, {"handle": "a", "title": "Größe"})]
    assert table.notices == ()


def test_a_windows_file_is_read_and_said_so(tmp_path: Path) -> None:
    table = table_of(tmp_path, "Handle,Title\na,Größe 5 €\n".encode("cp1252"))
    assert rows_of(table) == [(2, {"handle": "a", "title": "Größe 5 €"})]
    assert notices_of(table) == [
        ("", "The file is not UTF-8 and was read as Windows-1252. Check letters such as ä and é.")
    ]


def test_one_spoilt_cell_spoils_only_its_row(tmp_path: Path) -> None:
    content = "Handle,Title\na,Größe ä ö\nb,X".encode() + b"\xff\n" + "c,Grün\n".encode()
    rows = list(table_of(tmp_path, content).rows())
    assert [row.get("title") for row in rows] == ["Größe ä ö", "", "Grün"]
    assert [fault.row for row in rows for fault in row.faults] == [3]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(tmp_path: Path, delimiter: str) -> None:
    table = table_of(tmp_path, f"Handle{delimiter}Title\na{delimiter}A, b; c\n".replace(
        "A, b; c", '"A, b; c"'))  # fmt: skip
    assert table.delimiter == delimiter
    assert rows_of(table) == [(2, {"handle": "a", "title": "A, b; c"})]


def test_a_spreadsheets_delimiter_hint_and_blank_lines_are_passed_over(tmp_path: Path) -> None:
    table = table_of(tmp_path, "sep=;\r\n\r\nHandle;Title\r\n\r\na;A\r\n;\r\n")
    assert rows_of(table) == [(5, {"handle": "a", "title": "A"})]


def test_headers_may_be_padded_quoted_and_in_any_case(tmp_path: Path) -> None:
    table = table_of(tmp_path, ' "Handle" , “TITLE” ,PRICE \na , " A " , 5 \n')
    assert rows_of(table) == [(2, {"handle": "a", "title": "A", "price": "5"})]
    assert next(table.rows()).header("title") == "TITLE"


def test_an_unknown_column_is_one_warning(tmp_path: Path) -> None:
    table = table_of(tmp_path, "Handle,Title,Mood\na,A,x\nb,B,y\n")
    assert notices_of(table) == [("Mood", "This column is not known and is not imported.")]
    assert [issue.severity for issue in table.notices] == ["warning"]


def test_of_two_like_columns_the_first_counts(tmp_path: Path) -> None:
    table = table_of(tmp_path, "Handle,Title,title\na,A,B\n")
    assert rows_of(table) == [(2, {"handle": "a", "title": "A"})]
    assert notices_of(table) == [
        ("title", "This column appears more than once; the first one is used.")
    ]


def test_row_numbers_are_the_files_own_lines(tmp_path: Path) -> None:
    table = table_of(tmp_path, 'Handle,Title\r\na,"one\r\ntwo"\r\nb,B\r\n')
    assert rows_of(table) == [
        (2, {"handle": "a", "title": "one\ntwo"}),
        (4, {"handle": "b", "title": "B"}),
    ]


def test_too_many_cells_are_an_error_unless_they_are_empty(tmp_path: Path) -> None:
    first, second = table_of(tmp_path, "Handle,Title\na,A,,\nb,B,extra\n").rows()
    assert first.faults == ()
    assert [(f.row, f.value, f.severity, f.text) for f in second.faults] == [
        (
            3,
            "extra",
            "error",
            "The row has 3 cells, the header has 2. Is a quotation mark missing?",
        )
    ]


def test_too_few_cells_are_a_warning(tmp_path: Path) -> None:
    (row,) = table_of(tmp_path, "Handle,Title,Price\na,A\n").rows()
    assert row.cells == {"handle": "a", "title": "A"}
    assert [(f.row, f.severity) for f in row.faults] == [(2, "warning")]


def test_a_file_that_was_cut_off_is_an_error(tmp_path: Path) -> None:
    *_, row = table_of(tmp_path, "Handle,Title,Price\na,A,5\nb,B").rows()
    assert [(f.row, f.severity, f.text) for f in row.faults] == [
        (3, "error", "The file ends in the middle of this row. Export it anew.")
    ]


def test_a_quotation_mark_that_is_never_closed_costs_one_row(tmp_path: Path) -> None:
    rows = list(table_of(tmp_path, 'Handle,Title\na,"open\nb,B\nc,C\n').rows())
    assert [(row.number, row.get("handle"), len(row.faults)) for row in rows] == [
        (2, "a", 1),
        (3, "b", 0),
        (4, "c", 0),
    ]
    assert rows[0].faults[0].text == "A quotation mark is opened in this row and never closed."


def test_inches_inside_a_cell_are_no_quotation_mark(tmp_path: Path) -> None:
    table = table_of(tmp_path, 'Handle,Title\na,12" ruler\nb,"a ""big"" one"\n')
    assert [cells["title"] for _, cells in rows_of(table)] == ['12" ruler', 'a "big" one']


def test_lines_quoted_as_a_whole_are_unwrapped(tmp_path: Path) -> None:
    table = table_of(tmp_path, '"Handle,Title"\n"a,""A, B"""\n')
    assert rows_of(table) == [(2, {"handle": "a", "title": "A, B"})]


def test_control_characters_and_nul_bytes_go(tmp_path: Path) -> None:
    table = table_of(tmp_path, b"Handle,Title\na,A\x00B\x07C\xe2\x80\xae\n" + b"b,some text\n" * 9)
    assert rows_of(table)[0] == (2, {"handle": "a", "title": "ABC"})
    assert notices_of(table) == [("", "The file holds NUL characters; they were left out.")]


def test_a_spreadsheets_guarding_apostrophe_goes(tmp_path: Path) -> None:
    assert rows_of(table_of(tmp_path, "Handle,Title\na,'=1+1\n"))[0][1]["title"] == "=1+1"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "The file is empty."),
        (b"\xef\xbb\xbf \r\n", "The file is empty."),
        (b"PK\x03\x04 [Content_Types].xml", "The file is a spreadsheet workbook."),
        (b"PK\x03\x04 other", "The file is an archive or a document."),
        (bytes(range(256)) * 20, "The file is not a text file."),
        (b"one,two\n1,2\n", "No column of a test export was found in the first line."),
        (b"Title,Price\n1,2\n", "The column Handle is missing."),
    ],
)
def test_an_unreadable_file_says_why(tmp_path: Path, content: bytes, message: str) -> None:
    with pytest.raises(UnreadableFile, match=f"^{re.escape(message)}"):
        table_of(tmp_path, content, handle="Handle")


def test_a_missing_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="No such file"):
        open_table(tmp_path / "none.csv", WORDS, {})


@pytest.mark.parametrize(
    ("text", "exponent", "minor"),
    [
        ("9.99", 2, 999),
        ("9,99", 2, 999),
        (".5", 2, 50),
        ("50", 2, 5000),
        ("1,234.50", 2, 123450),
        ("1.234,50", 2, 123450),
        ("1 234,50", 2, 123450),
        ("1'234.50", 2, 123450),
        ("1,234", 2, 123400),
        ("1,234,567", 2, 123456700),
        ("0.990", 2, 99),
        ("9.9900", 2, 999),
        ("1234", 0, 1234),
        ("1.234", 0, 1234),
        ("1234.00", 0, 1234),
        ("1.234", 3, 1234),
        ("0", 2, 0),
        ("９.９９", 2, 999),
        ("٩٫٩٩", 2, 999),
    ],
)
def test_prices_are_read_in_the_currencys_minor_units(text: str, exponent: int, minor: int) -> None:
    assert amounts.price(text, exponent) == minor


@pytest.mark.parametrize(
    ("text", "exponent", "message"),
    [
        ("-1", 2, "A price cannot be negative."),
        ("$5", 2, "Write the number alone, without a currency sign."),
        ("5 EUR", 2, "Write the number alone, without a currency sign."),
        ("5,99 €", 2, "Write the number alone, without a currency sign."),
        ("free", 2, "This is not a number."),
        ("1e5", 2, "This is not a number."),
        ("NaN", 2, "This is not a number."),
        ("1,23,4", 2, "This is not a number."),
        ("9.999", 2, "This can be read as 9999 or as 9.999. Write it without a thousands sign."),
        ("9.9999", 2, "The price has more decimals than its currency (2)."),
        ("12.5", 0, "The price has more decimals than its currency (0)."),
        ("99999999999999", 2, "The number is too large."),
    ],
)
def test_a_price_that_is_none_is_refused(text: str, exponent: int, message: str) -> None:
    with pytest.raises(BadCell, match=f"^{re.escape(message)}$"):
        amounts.price(text, exponent)


@pytest.mark.parametrize(
    ("text", "unit", "grams"),
    [
        ("0", "kg", 0),
        (".5", "lbs", 227),
        ("1.5", "kg", 1500),
        ("0,25", "kg", 250),
        ("28", "g", 28),
        ("1,234", "g", 1234),
        ("1", "oz", 28),
        ("0.0001", "kg", 1),
    ],
)
def test_weights_become_whole_grams(text: str, unit: str, grams: int) -> None:
    assert amounts.grams(text, unit) == grams


@pytest.mark.parametrize(
    ("text", "unit", "size"), [("24", "in", 610), ("2,5", "cm", 25), ("1", "m", 1000), ("0", "", 0)]
)
def test_sizes_become_whole_millimetres(text: str, unit: str, size: int) -> None:
    assert amounts.millimetres(text, unit or "mm") == size


@pytest.mark.parametrize(
    ("text", "gtin"),
    [
        ("4006381333931", "4006381333931"),
        ("'036000291452", "036000291452"),
        ("96385074", "96385074"),
        ("0-306-40615-2", "9780306406157"),
    ],
)
def test_a_gtin_is_checked_by_its_check_digit(text: str, gtin: str) -> None:
    assert cells.gtin(text) == gtin


@pytest.mark.parametrize("text", ["4006381333932", "abc", "123", "4.00638E+12"])
def test_a_bad_gtin_is_only_a_warning(text: str) -> None:
    with pytest.raises(BadCell) as caught:
        cells.gtin(text)
    assert caught.value.severity == "warning"


@pytest.mark.parametrize("text", ["2026-03-31", "2026-03-31 00:00:00", "31.03.2026", "2026/03/31"])
def test_dates_are_read_as_systems_write_them(text: str) -> None:
    assert cells.day(text).isoformat() == "2026-03-31"


@pytest.mark.parametrize("text", ["03/31/2026", "2026-02-30", "soon"])
def test_a_date_that_is_none_or_unclear_is_refused(text: str) -> None:
    with pytest.raises(BadCell):
        cells.day(text)


@pytest.mark.parametrize(
    ("source", "cleaned"),
    [
        ("Plain & simple\nline\n\nnext", "<p>Plain &amp; simple<br>line</p><p>next</p>"),
        ("<p>Pot</p><script>x()</script>", "<p>Pot</p>"),
        ('<p onclick="x()" style="a">Pot</p>', "<p>Pot</p>"),
        ("<h1>Care</h1><div>Dry it</div>", "<h3>Care</h3><p>Dry it</p>"),
        ('<p><a href="javascript:x()">a</a></p>', '<p><a rel="nofollow noopener noreferrer">a</a></p>'),
        ('<p><a href="/a">a</a></p>', '<p><a rel="nofollow noopener noreferrer">a</a></p>'),
        (
            '<p><a href="https://example.com/a">a</a></p>',
            '<p><a href="https://example.com/a" rel="nofollow noopener noreferrer">a</a></p>',
        ),
        ("<p></p><ul><li></li></ul><p>&nbsp;</p>", ""),
        ('<p>a<img src="x.png"> b</p>', "<p>a b</p>"),
        ("<table><tr><td>1</td></tr></table>", "<table><tbody><tr><td>1</td></tr></tbody></table>"),
        ("[vc_row]Text[/vc_row]", "<p>Text</p>"),
        ("Fast < slow", "<p>Fast &lt; slow</p>"),
    ],
)  # fmt: skip
def test_bodies_are_cleaned(source: str, cleaned: str) -> None:
    assert clean_html(source) == cleaned


def test_a_body_that_is_too_long_is_refused() -> None:
    with pytest.raises(BadCell, match="at most 100000 are possible"):
        clean_html("x" * 100_001)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Clay Plant Pot", "clay-plant-pot"),
        ("Größe & Höhe", "grosse-hohe"),
        ("Café/crème", "cafe-creme"),
        ("茶壶", "茶壶"),
        ("!!!", ""),
    ],
)
def test_slugs_keep_letters_of_every_script(text: str, name: str) -> None:
    assert slug(text) == name


def test_a_long_sku_stays_within_its_limit_and_stays_the_same() -> None:
    first, again = (stable_sku("h" * 150, ["Large"]) for _ in range(2))
    assert first == again
    assert len(first) == 120
    assert first != stable_sku("h" * 150, ["Small"])


def test_what_an_issue_shows_can_always_be_written(tmp_path: Path) -> None:
    content = "Handle,Title\nä,ö\na,A".encode() + b"\xff,more\n"
    *_, row = table_of(tmp_path, content).rows()
    assert [fault.value.encode().decode() for fault in row.faults] == ["more", "A\ufffd"]
