"""A file that cannot be read, or has bad rows: exit code 2, the place and the reason, and nothing written."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from storefront.catalogue.tables import Category, ImportRun, Offer, Product

UNREADABLE = {
    "binary": (bytes(range(256)) * 40, "The file is not a text file. Export it as CSV and try again."),
    "empty": (b"", "The file is empty."),
    "workbook": (b"PK\x03\x04" + b"\x00" * 200, "The file is"),
    "no-header": (b"one,two,three\n1,2,3\n", "No column of a Shopify export was found in the first line."),
    "no-handle": (b"Title,Variant Price\nBowl,12.00\n", "The column Handle is missing."),
}
GOOD = ("bowl", "Bowl", "", "", "B-1", "12.50", 3)
BAD = [
    GOOD,
    ("cup", "Cup", "", "", "C-1", "cheap", 3),
    ("plate", "Plate", "", "", "P-1", "-4.00", 3),
    ("pot", "Pot", "", "", "B-1", "30.00", 3),
    ("", "Nameless", "", "", "N-1", "30.00", 3),
    ("jug", "", "", "", "J-1", "30.00", 3),
    ("tray", "Tray", "", "", "T-1", "30.00", 3),
]


def nothing_written() -> bool:
    return not any(table.select().exists() for table in (Product, Offer, Category, ImportRun))


@pytest.mark.parametrize("name", UNREADABLE)
@pytest.mark.parametrize("arguments", [(), ("--dry-run",), ("--skip-errors",)], ids=["plain", "dry", "skip"])
def test_an_unreadable_file_is_one_line_and_changes_nothing(
    name: str, arguments: tuple[str, ...], import_shop: Any, tmp_path: Path
) -> None:
    content, reason = UNREADABLE[name]
    path = tmp_path / "export.csv"
    path.write_bytes(content)
    code, output = import_shop.run("import", "shopify", str(path), *arguments)
    assert code == 2
    assert output.startswith(f"Error: {path}: {reason}"), output
    assert output.count("\n") == 1
    assert nothing_written()


def test_a_file_that_is_not_there(import_shop: Any, tmp_path: Path) -> None:
    code, output = import_shop.run("import", "woocommerce", str(tmp_path / "none.csv"))
    assert code == 2
    assert "cannot be opened" in output
    assert nothing_written()


@pytest.mark.parametrize("dry", [(), ("--dry-run",)], ids=["real", "dry"])
def test_bad_rows_are_reported_and_nothing_is_imported(dry: tuple[str, ...], import_shop: Any, export: Any) -> None:
    code, output = import_shop.run("import", "shopify", str(export(BAD)), *dry)
    assert code == 2
    assert output.splitlines()[0] == "7 rows: 2 products with 2 variants can be imported, 5 have errors."
    assert [" ".join(line.split()) for line in output.splitlines()[2:7]] == [
        "3 Variant Price cheap error This is not a number.",
        "4 Variant Price -4.00 error A price cannot be negative.",
        "5 Variant SKU B-1 error The SKU is used already in row 2.",
        "6 Handle error The row has no handle.",
        "7 Title error The product has no title.",
    ]
    assert "Nothing was imported. --skip-errors imports the rest." in output
    assert nothing_written()


def test_the_rest_is_imported_on_demand(import_shop: Any, export: Any) -> None:
    code, output = import_shop.run("import", "shopify", str(export(BAD)), "--skip-errors")
    assert code == 0, output
    assert {row.slug for row in Product.select()} == {"bowl", "tray"}
    assert "products: 2 created, 0 updated, 0 unchanged." in output


def test_a_sku_of_another_product_of_the_shop_is_refused(import_shop: Any, export: Any) -> None:
    assert import_shop.run("import", "shopify", str(export([GOOD])))[0] == 0
    other = [("dish", "Dish", "", "", "B-1", "8.00", 1), ("fork", "Fork", "", "", "F-1", "2.00", 9)]
    code, output = import_shop.run("import", "shopify", str(export(other)), "--skip-errors")
    assert code == 2
    assert "The SKU belongs to another product of the shop (bowl)." in output
    assert [row.slug for row in Product.select()] == ["bowl"]


def test_what_is_wrong_with_the_options_is_said(import_shop: Any, export: Any) -> None:
    path = str(export([GOOD]))
    for arguments, words in (
        (["--model", "nonesuch"], "is not enabled"),
        (["--locale", "xx"], "is not a language of this shop"),
        (["--seller", "nobody"], "There is no seller"),
        (["--currency", "QQQ"], "The currency QQQ is not known."),
    ):
        code, output = import_shop.run("import", "shopify", path, *arguments)
        assert (code, words in output) == (2, True), output
    assert nothing_written()
