"""What can be sent where is filtered and counted in lists: a weight or a restriction that changes is theirs to know."""

from __future__ import annotations

from typing import Any

from storefront.db import is_postgresql

SHELVED = "EXISTS (SELECT 1 FROM shelf WHERE shelf.product_id = {product})"
# (table, event): the product, and when it matters to lists
NOTED = {
    ("product", "UPDATE"): ("NEW.id", "NEW.restrictions <> OLD.restrictions"),
    ("variant", "INSERT"): ("NEW.product_id", SHELVED.format(product="NEW.product_id")),
    ("variant", "UPDATE"): ("NEW.product_id", "NEW.weight_grams <> OLD.weight_grams"),
    ("variant", "DELETE"): ("OLD.product_id", SHELVED.format(product="OLD.product_id")),
}
# seconds since 1970, and on PostgreSQL the transaction
STAMPS = {
    "sqlite": "CAST(strftime('%s', 'now') AS INTEGER), NULL",
    "postgresql": "EXTRACT(EPOCH FROM now())::integer, pg_current_xact_id()::text::bigint",
}


def migrate(database: Any) -> None:
    """Triggers beside those of step 0003."""
    dialect = "postgresql" if is_postgresql() else "sqlite"
    for (table, event), (product, condition) in NOTED.items():
        name = f"invalidate_sent_{table}_{event.lower()}"
        categories = f"SELECT 'category:' || category_id FROM product_category WHERE product_id = {product}"
        noted = (
            f"INSERT INTO invalidation (tag, made_at, xid) SELECT noted.tag, {STAMPS[dialect]}"
            f" FROM (SELECT 'lists' AS tag UNION {categories}) AS noted WHERE {condition};"
        )
        if dialect == "sqlite":
            database.execute_sql(f'CREATE TRIGGER {name} AFTER {event} ON "{table}" BEGIN\n{noted}\nEND')
            continue
        database.execute_sql(
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN\n{noted}\nRETURN NULL;\nEND $$"
        )
        database.execute_sql(f'CREATE TRIGGER {name} AFTER {event} ON "{table}" FOR EACH ROW EXECUTE FUNCTION {name}()')
