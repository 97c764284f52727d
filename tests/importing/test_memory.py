"""A large file is read and written in bounded memory, however long it is."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest
from peak_memory import PEAK

from storefront.catalogue.tables import Offer

# All 50,000 rows are checked; fewer are written, which takes longer: what grows with them shows as well.
ROWS = 15_000
LIMIT_MB = 200
CHECKED = """
import sys
from pathlib import Path
from storefront.catalogue.importers.check import check
report = check(Path(sys.argv[1]), "shopify", "EUR")
print(report.products, report.variants, peak())
"""
IMPORTED = """
import sys
from storefront.cli import main
try:
    main(["import", "shopify", sys.argv[1]])
finally:
    print(peak())
"""


def lines_of(shop: Any, program: str, path: str) -> list[str]:
    command = [sys.executable, "-c", PEAK + program, path]
    done = subprocess.run(command, env=shop.environ, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


@pytest.mark.slow
def test_fifty_thousand_rows_are_checked_in_bounded_memory(import_shop: Any, generated_export: Any) -> None:
    products, variants, megabytes = map(int, lines_of(import_shop, CHECKED, str(generated_export(50_000)))[0].split())
    assert (products, variants) == (10_000, 50_000)
    assert megabytes < LIMIT_MB


@pytest.mark.slow
def test_a_large_file_is_written_in_bounded_memory(import_shop: Any, generated_export: Any) -> None:
    lines = lines_of(import_shop, IMPORTED, str(generated_export(ROWS)))
    assert f"products: {ROWS // 5} created, 0 updated, 0 unchanged." in lines
    assert int(lines[-1]) < LIMIT_MB
    import_shop.open()
    assert Offer.select().count() == ROWS
