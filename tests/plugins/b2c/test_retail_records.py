"""Codes and their uses go out of one shop and into another."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

import pytest

from storefront import db
from storefront.orders.tables import Order, Purchase
from storefront.plugins.b2c.actions import create_code
from storefront.plugins.b2c.promotions import Promotion
from storefront.plugins.b2c.records import retail_records
from storefront.plugins.b2c.tables import CodeUse, PromotionCode
from storefront.records.checking import Checker
from storefront.tables import core_tables

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
CODES, USES = retail_records()


@pytest.fixture(autouse=True)
def shop_database(tmp_path: Path) -> Iterator[None]:
    """A shop whose retail tables were made by the plugin's own migration."""
    empty(tmp_path / "shop.sqlite3")
    yield
    db.close()


def empty(path: Path) -> None:
    db.open_database(f"sqlite:///{path}")
    db.database.create_tables(core_tables())
    import_module("storefront.plugins.b2c.migrations.0001_first").migrate(db.database)


def order(number: str, before: int = 0) -> None:
    """An order whose id is not the same in every shop."""
    for place in range(before + 1):
        name = number if place == before else f"{number}-{place}"
        bought = {"language": "en", "country": "DE", "currency": "EUR", "total": 1, "provider": "x", "placed_at": NOW}
        purchase = Purchase.create(token=name, cart_token=name, email="ann@example.com", **bought)
        sums = {"currency": "EUR", "net": 1, "tax": 0, "total": 1, "placed_at": NOW}
        Order.create(number=name, purchase=purchase, seller_id=1, business_model="b2c", state="new", **sums)


def test_codes_and_uses_are_the_same_in_another_shop(tmp_path: Path) -> None:
    create_code(Promotion("SPRING", "percent", percent=10, limit_in_all=2), NOW)
    create_code(Promotion("FIVE", "amount", amounts={"EUR": 500}, valid_until=NOW), NOW)
    order("A-1")
    spring = PromotionCode.get(PromotionCode.code == "SPRING")
    CodeUse.create(code=spring, buyer="ann@example.com", at=NOW, order_id=Order.get().id)
    PromotionCode.update(used=1).where(PromotionCode.id == spring.id).execute()
    names = [[name for _rank, name in kind.names()] for kind in (CODES, USES)]
    assert names == [[("SPRING",), ("FIVE",)], [("SPRING", "ann@example.com", "2026-11-23T12:00:00.000000Z")]]
    told = [list(kind.read(found)) for kind, found in zip((CODES, USES), names, strict=True)]
    assert "used" not in told[0][0]
    assert told[1] == [
        {"code": "SPRING", "buyer": "ann@example.com", "order": "A-1", "at": "2026-11-23T12:00:00.000000Z"}
    ]
    db.close()
    empty(tmp_path / "other.sqlite3")
    order("A-1", before=3)
    for kind, records in zip((CODES, USES), told, strict=True):
        kind.write(records, NOW)
    assert [list(kind.read(found)) for kind, found in zip((CODES, USES), names, strict=True)] == told
    assert [(row.code, row.used) for row in PromotionCode.select().order_by(PromotionCode.code)] == [
        ("FIVE", 0), ("SPRING", 1),
    ]  # fmt: skip
    assert CodeUse.get().order_id == Order.get(Order.number == "A-1").id == 4


def test_a_code_is_checked_like_one_that_is_typed() -> None:
    checker = Checker()
    checker.record(CODES.fields, {"code": "X" * 99, "kind": "half", "percent": 101, "created_at": "now"})
    assert [fault.field for fault in checker.faults] == ["code", "kind", "percent", "created_at"]
