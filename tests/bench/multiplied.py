"""A shop many times as large, by copying a filled one's rows inside its SQLite file.

    python tests/bench/multiplied.py .bench/shop-100000 .bench/shop-1000000 10

For looking at 1,000,000 products by hand: by the shop's own actions they would take an hour. Copies have numbers,
addresses and article numbers of their own, and the same words.
"""

from __future__ import annotations

import shutil
import sqlite3
import sys
import time
from pathlib import Path

# in the order in which they refer to each other
TABLES = (
    "product", "product_text", "product_attribute", "product_category", "image", "variant", "variant_option", "stock",
    "offer", "price_history", "shelf", "search_document",
)  # fmt: skip
UNIQUE = {("product", "slug"), ("variant", "sku")}
# what refers without saying so, and the document whose number is made of its product's
REFERS = {("price_history", "offer_id"): "offer", ("search_document", "id"): "product"}


def main() -> None:
    """Copy the shop's folder and multiply what is in it."""
    source, target, times = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
    started = time.monotonic()
    shutil.copytree(source, target, ignore=shutil.ignore_patterns(".filled-*"))
    database = sqlite3.connect(target / "shop.sqlite3", isolation_level=None)
    database.executescript("PRAGMA journal_mode = off; PRAGMA synchronous = off; PRAGMA cache_size = -1000000")
    made = _laid_aside(database)
    largest = {table: database.execute(f"SELECT MAX(id) FROM {table}").fetchone()[0] for table in TABLES}
    for number in range(1, times):
        for table in TABLES:
            database.execute(_copied(database, table, number, largest))
        print(f"\r{number + 1} of {times}, {time.monotonic() - started:.0f} s", end="", file=sys.stderr)
    database.execute("UPDATE search_word SET documents = documents * ?", (times,))
    database.execute("INSERT INTO search_index (search_index) VALUES ('rebuild')")
    for sql in made:
        database.execute(sql)
    database.execute("PRAGMA journal_mode = wal")
    products = database.execute("SELECT COUNT(*) FROM product").fetchone()[0]
    database.close()
    (target / f".filled-{products}").touch()
    size = (target / "shop.sqlite3").stat().st_size
    print(f"\n{products:,} products, {size / 1e9:.1f} GB, {time.monotonic() - started:.0f} s", file=sys.stderr)


def _laid_aside(database: sqlite3.Connection) -> list[str]:
    """Triggers and indexes are taken away; what makes them again."""
    named = ", ".join(f"'{table}'" for table in TABLES)
    rows = database.execute(
        f"SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL"
        f" AND (type = 'trigger' OR (type = 'index' AND tbl_name IN ({named})))"
    ).fetchall()
    for kind, name, _sql in rows:
        database.execute(f'DROP {kind} "{name}"')
    database.execute("DELETE FROM invalidation")
    return [sql for _kind, _name, sql in rows]


def _copied(database: sqlite3.Connection, table: str, number: int, largest: dict[str, int]) -> str:
    """The statement that copies the first rows of a table once more."""
    refers = {row[3]: row[2] for row in database.execute(f"PRAGMA foreign_key_list({table})")}
    columns, values = [], []
    for _id, column, *_rest in database.execute(f"PRAGMA table_info({table})"):
        other = REFERS.get((table, column)) or (table if column == "id" else refers.get(column))
        columns.append(f'"{column}"')
        if other in largest:
            values.append(f'"{column}" + {number * largest[other]}')
        else:
            values.append(f"\"{column}\" || '-{number}'" if (table, column) in UNIQUE else f'"{column}"')
    first = "product_id" if table == "search_document" else "id"
    limit = largest["product" if table == "search_document" else table]
    return f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(values)} FROM {table} WHERE {first} <= {limit}"


if __name__ == "__main__":
    main()
