"""A large shop goes out and is read in bounded memory, however long the file is."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from peak_memory import PEAK

from storefront import db
from storefront.catalogue.rows import chunks
from storefront.catalogue.tables import Product, ProductText, Variant
from storefront.db import transaction
from storefront.settings import load

# with eight times the words that a long description has: kept whole, they alone would pass the limit
COUNT = 5_000
LIMIT_MB = 200
COMMAND = """
import sys
from storefront.cli import main
try:
    main(sys.argv[1:])
finally:
    print(peak())
"""
NOW = datetime(2026, 11, 23, tzinfo=UTC)


def fill(count: int) -> None:
    """So many products, written past the catalogue's actions, which would take minutes."""
    words = "long words of a description " * 1000
    with transaction():
        for numbers in chunks(range(1, count + 1)):
            slugs = [{"id": n, "slug": f"thing-{n}", "created_at": NOW, "updated_at": NOW} for n in numbers]
            Product.insert_many(slugs).execute()
            texts = [{"product": n, "language": "en", "title": f"Thing {n}", "description": words} for n in numbers]
            ProductText.insert_many(texts).execute()
            Variant.insert_many([{"product": n, "sku": f"T-{n}"} for n in numbers]).execute()


def megabytes(shop: Any, wanted: int, *words: str) -> int:
    """The most memory a command took, which must end with this code."""
    command = [sys.executable, "-c", PEAK + COMMAND, *words]
    done = subprocess.run(command, env=shop.environ, capture_output=True, text=True, timeout=600)
    assert done.returncode == wanted, done.stdout[-2000:] + done.stderr[-2000:]
    return int(done.stdout.splitlines()[-1])


@pytest.mark.slow
def test_a_large_shop_goes_out_and_is_compared_in_bounded_memory(import_shop: Any, tmp_path: Path) -> None:
    db.open_database(load(import_shop.home, import_shop.own).database_url)
    fill(COUNT)
    db.close()
    path = tmp_path / "shop.jsonl"
    assert megabytes(import_shop, 0, "export", "storefront", str(path)) < LIMIT_MB
    with path.open(encoding="utf-8") as file:
        assert sum(line.startswith('{"type": "product"') for line in file) == COUNT
    assert megabytes(import_shop, 0, "import", "storefront", str(path), "--dry-run") < LIMIT_MB


@pytest.mark.slow
def test_a_file_full_of_faults_is_refused_in_bounded_memory(import_shop: Any, tmp_path: Path) -> None:
    path = tmp_path / "shop.jsonl"
    with path.open("w", encoding="utf-8") as file:
        for number in range(COUNT):
            file.write(json.dumps({"type": "seller", "slug": f"s-{number}", "x": "y" * 2000}) + "\n")
    assert megabytes(import_shop, 2, "import", "storefront", str(path)) < LIMIT_MB
