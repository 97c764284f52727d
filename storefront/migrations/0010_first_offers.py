"""Who stands behind the shop is its first trader who offers something: his first offer and his last change every page.

Of many rows written by one statement the first one says it: what was there before has lower numbers.
"""

from __future__ import annotations

from typing import Any

from storefront.db import is_postgresql

BEGINS = """{row}.active AND NOT EXISTS (
    SELECT 1 FROM offer o WHERE o.seller_id = {row}.seller_id AND o.active AND o.id < {row}.id)"""
ENDS = "{row}.active AND NOT EXISTS (SELECT 1 FROM offer o WHERE o.seller_id = {row}.seller_id AND o.active)"
CHANGED = "(NEW.active <> OLD.active OR NEW.seller_id <> OLD.seller_id) AND (({begins}) OR ({ends}))"
WHEN = {
    "INSERT": BEGINS.format(row="NEW"),
    "UPDATE": CHANGED.format(begins=BEGINS.format(row="NEW"), ends=ENDS.format(row="OLD")),
    "DELETE": ENDS.format(row="OLD"),
}
# seconds since 1970, and on PostgreSQL the transaction
STAMPS = {
    "sqlite": "CAST(strftime('%s', 'now') AS INTEGER), NULL",
    "postgresql": "EXTRACT(EPOCH FROM now())::integer, pg_current_xact_id()::text::bigint",
}


def migrate(database: Any) -> None:
    """Triggers beside those of step 0003."""
    dialect = "postgresql" if is_postgresql() else "sqlite"
    for event, condition in WHEN.items():
        name = f"invalidate_first_offer_{event.lower()}"
        noted = f"INSERT INTO invalidation (tag, made_at, xid) SELECT 'shop', {STAMPS[dialect]} WHERE {condition};"
        if dialect == "sqlite":
            database.execute_sql(f'CREATE TRIGGER {name} AFTER {event} ON "offer" BEGIN\n{noted}\nEND')
            continue
        database.execute_sql(
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN\n{noted}\nRETURN NULL;\nEND $$"
        )
        database.execute_sql(
            f'CREATE TRIGGER {name} AFTER {event} ON "offer" FOR EACH ROW EXECUTE FUNCTION {name}()'
        )
