"""Files that are uploaded to be imported; and orders by day, for the desk's figures."""

from __future__ import annotations

from typing import Any

from storefront.db import is_postgresql

TABLE = """CREATE TABLE "import_file" (
    "id" {serial} NOT NULL PRIMARY KEY,
    "person_id" INTEGER NOT NULL,
    "name" VARCHAR(200) NOT NULL,
    "token" VARCHAR(64) NOT NULL,
    "format" VARCHAR(60) NOT NULL,
    "sale" TEXT NOT NULL,
    "skip_errors" {boolean} NOT NULL,
    "state" VARCHAR(20) NOT NULL,
    "done" INTEGER NOT NULL,
    "total" INTEGER NOT NULL,
    "report" TEXT NOT NULL,
    "result" TEXT NOT NULL,
    "problem" TEXT,
    "created_at" VARCHAR(27) NOT NULL,
    "finished_at" VARCHAR(27),
    "lease" VARCHAR(32) NOT NULL,
    "leased_until" VARCHAR(27))"""
INDEXES = (
    'CREATE UNIQUE INDEX "import_file_token" ON "import_file" ("token")',
    'CREATE INDEX "import_file_state" ON "import_file" ("state")',
    'CREATE INDEX "orders_{}" ON "orders" ("{}")',
)
BY_DAY = ("placed_at", "currency", "seller_id", "total", "purchase_id")


def migrate(database: Any) -> None:
    """The table and the indexes."""
    postgresql = is_postgresql()
    types = {
        "serial": "SERIAL" if postgresql else "INTEGER",
        "boolean": "BOOLEAN" if postgresql else "INTEGER",
    }
    for statement in (TABLE.format(**types), *INDEXES):
        database.execute_sql(statement.format("_".join(BY_DAY), '", "'.join(BY_DAY)))
