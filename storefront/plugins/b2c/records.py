"""What export and import carry for retail: promotion codes, and who has used them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Any

from storefront.api import (
    Record,
    RecordKind,
    TableKind,
    core_reference,
    record_column,
    record_reference,
    table_records,
)
from storefront.plugins.b2c.promotions import MOST_CHARACTERS, folded_code
from storefront.plugins.b2c.tables import CodeUse, PromotionCode

CODE = "b2c.promotion_code"


def retail_records() -> list[RecordKind]:
    """Codes are the shop's content; their uses belong to orders and people."""
    return [_codes(), _uses()]


def _codes() -> RecordKind:
    told = partial(record_column, PromotionCode)
    source = TableKind(
        PromotionCode,
        ("code",),
        (
            told("code", "What is typed, in capitals", required=True, most=MOST_CHARACTERS),
            told("kind", "What it gives", choices=("percent", "amount", "free-delivery")),
            told("percent", "Off the goods", lowest=1, most=100),
            told("amounts", "Off the goods, in minor units by currency"),
            told("minimum_spend", "From which sum on, in minor units by currency"),
            told("limit_in_all", "How often in all; null: no limit", lowest=0),
            told("limit_per_buyer", "How often by one buyer; null: no limit", lowest=0),
            told("valid_from", "Since when"),
            told("valid_until", "Until when"),
            told("active", "It can be used"),
            told("created_at", "When it was made"),
            told("demo", "Made by `storefront demo`"),
        ),
    )

    def write(records: Sequence[Record], now: datetime) -> None:
        source.write([{**record, "code": folded_code(record["code"])} for record in records], now)

    return table_records(CODE, "A code that reduces an order.", source, write=write)


def _uses() -> RecordKind:
    told = partial(record_column, CodeUse)
    source = TableKind(
        CodeUse,
        ("code", "buyer", "at"),
        (
            told("code", "The code", refers=record_reference(CODE, PromotionCode, "code")),
            told("buyer", "Who has used it: an address", required=True),
            told("order", "In which order; null: not known yet", column="order_id", refers=core_reference("order")),
            told("at", "When"),
        ),
    )

    def write(records: Sequence[Record], now: datetime) -> None:
        source.write(records, now)
        for code in sorted({record["code"] for record in records}):
            # the count goes by what is there, so that a limit holds here too
            row: Any = PromotionCode.get(PromotionCode.code == code)
            uses = CodeUse.select().where(CodeUse.code == row.id).count()
            PromotionCode.update(used=uses).where(PromotionCode.id == row.id).execute()

    meaning = "A buyer's use of a code in a purchase."
    return table_records("b2c.code_use", meaning, source, write=write, trade=True, lasting=True)
