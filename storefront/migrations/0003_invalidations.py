"""What changes on a page is noted by the database itself, in the transaction that changes it.

Triggers, because no write may be forgotten: imports, the desk, plugins and a query by hand all pass them.
Tags: product:ID, category:ID, "lists" (searches, the start page, a seller's products) and "shop" (every page).
"""

from __future__ import annotations

from typing import Any

from storefront.db import is_postgresql

OF_PRODUCT = "SELECT 'product:' || {row}.product_id AS tag"
OF_VARIANT = "SELECT 'product:' || product_id AS tag FROM variant WHERE id = {row}.variant_id"
OF_OFFER = (
    "SELECT 'product:' || v.product_id AS tag FROM offer o JOIN variant v ON v.id = o.variant_id"
    " WHERE o.id = {row}.offer_id"
)
OF_STOCK = (
    "SELECT DISTINCT 'product:' || v.product_id AS tag FROM offer o JOIN variant v ON v.id = o.variant_id"
    " WHERE o.stock_id = {row}.id"
)
ITSELF = "SELECT 'product:' || {row}.id AS tag"
LISTS = "SELECT 'lists' AS tag"
SHOP = "SELECT 'shop' AS tag"
SHELVED = "SELECT 'category:' || category_id AS tag FROM product_category WHERE product_id = {row}.product_id"
IN_CATEGORY = "SELECT 'category:' || {row}.category_id AS tag"
# The first product of a category, or its last: every page's menu changes.
FIRST_OR_LAST = """SELECT 'shop' AS tag WHERE EXISTS (
    SELECT 1 FROM product_category pc WHERE pc.product_id = {row}.product_id AND NOT EXISTS (
        SELECT 1 FROM product_category other JOIN shelf s ON s.product_id = other.product_id
        WHERE other.category_id = pc.category_id AND s.product_id <> {row}.product_id
        AND s.business_model = {row}.business_model AND s.audience = {row}.audience))"""
FILLS = """SELECT 'shop' AS tag WHERE NOT EXISTS (
    SELECT 1 FROM product_category other JOIN shelf s ON s.product_id = other.product_id
    WHERE other.category_id = {row}.category_id AND other.product_id <> {row}.product_id)"""

NOTED: dict[str, tuple[str, ...]] = {
    "product": (ITSELF,),
    "product_text": (OF_PRODUCT, LISTS),
    "product_category": (OF_PRODUCT, IN_CATEGORY, FILLS),
    "product_attribute": (OF_PRODUCT, LISTS, SHELVED),
    "related_product": (OF_PRODUCT,),
    "image": (OF_PRODUCT, LISTS),
    "variant": (OF_PRODUCT,),
    "variant_option": (OF_VARIANT,),
    "offer": (OF_VARIANT,),
    "offer_price": (OF_OFFER,),
    "stock": (OF_STOCK,),
    "shelf": (OF_PRODUCT, LISTS, SHELVED),
    **dict.fromkeys(
        (
            "attribute", "attribute_value", "category", "category_text", "content_page", "exchange_rate",
            "seller", "seller_text", "shipping_rate", "shipping_zone",
        ),
        (SHOP,),
    ),
}  # fmt: skip
ALSO: dict[tuple[str, str], tuple[str, ...]] = {
    ("shelf", "INSERT"): (FIRST_OR_LAST,),
    ("shelf", "DELETE"): (FIRST_OR_LAST,),
}
ROWS = {"INSERT": ("NEW",), "UPDATE": ("NEW", "OLD"), "DELETE": ("OLD",)}

KEYS = {"sqlite": "INTEGER NOT NULL PRIMARY KEY", "postgresql": "BIGSERIAL NOT NULL PRIMARY KEY"}
WHOLE = {"sqlite": "INTEGER", "postgresql": "BIGINT"}
# seconds since 1970, and on PostgreSQL the transaction
STAMPS = {
    "sqlite": "CAST(strftime('%s', 'now') AS INTEGER), NULL",
    "postgresql": "EXTRACT(EPOCH FROM now())::integer, pg_current_xact_id()::text::bigint",
}


def migrate(database: Any) -> None:
    """The table and the triggers of every table that pages show."""
    dialect = "postgresql" if is_postgresql() else "sqlite"
    database.execute_sql(
        f'CREATE TABLE "invalidation" ("id" {KEYS[dialect]}, "tag" VARCHAR(100) NOT NULL,'
        f' "made_at" INTEGER NOT NULL, "xid" {WHOLE[dialect]})'
    )
    database.execute_sql('CREATE INDEX "invalidation_xid" ON "invalidation" ("xid")')
    # pages are right until the next of these moments
    for column in ("reduced_from", "reduced_until", "valid_until"):
        database.execute_sql(f'CREATE INDEX IF NOT EXISTS "offer_{column}" ON "offer" ("{column}")')
    for table, questions in NOTED.items():
        for event, rows in ROWS.items():
            asked = (*questions, *ALSO.get((table, event), ()))
            inserts = [_insert(question.format(row=row), STAMPS[dialect]) for row in rows for question in asked]
            for statement in _trigger(dialect, table, event, list(dict.fromkeys(inserts))):
                database.execute_sql(statement)


def _insert(question: str, stamps: str) -> str:
    return f"INSERT INTO invalidation (tag, made_at, xid) SELECT noted.tag, {stamps} FROM ({question}) AS noted;"


def _trigger(dialect: str, table: str, event: str, inserts: list[str]) -> list[str]:
    name = f"invalidate_{table}_{event.lower()}"
    body = "\n".join(inserts)
    if dialect == "sqlite":
        return [f'CREATE TRIGGER {name} AFTER {event} ON "{table}" BEGIN\n{body}\nEND']
    return [
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN\n{body}\nRETURN NULL;\nEND $$",
        f'CREATE TRIGGER {name} AFTER {event} ON "{table}" FOR EACH ROW EXECUTE FUNCTION {name}()',
    ]
