"""What reads promotion codes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from peewee import fn

from storefront.api import Asked, Context, Group, NotFound, for_update
from storefront.plugins.b2c.promotions import (
    EnteredCode,
    Promotion,
    code_in_price,
    folded_code,
    folded_email,
    judged,
)
from storefront.plugins.b2c.tables import CodeUse, PromotionCode


def find_promotions(codes: Sequence[str], email: str = "") -> dict[str, Promotion]:
    """The codes that exist, folded, with how often this buyer used each."""
    wanted = sorted({folded_code(code) for code in codes})
    if not wanted:
        return {}
    rows = list(PromotionCode.select().where(PromotionCode.code.in_(wanted)))
    mine = uses_by([row.id for row in rows], email)
    return {row.code: promotion_of(row.__data__, mine.get(row.id, 0)) for row in rows}


def all_promotions() -> list[Promotion]:
    """Every code, by name."""
    return [promotion_of(row) for row in PromotionCode.select().order_by(PromotionCode.code).dicts()]


def code_by_id(code_id: int, *, locked: bool = False) -> Promotion:
    """The code of an id; raises NotFound."""
    query = PromotionCode.select().where(PromotionCode.id == code_id)
    row = (for_update(query) if locked else query).first()
    if row is None:
        raise NotFound(f"there is no promotion code {code_id}")
    return promotion_of(row.__data__)


def listed_codes(wanted: Asked, now: datetime) -> Any:
    """What the desk lists: by a part of the code, and by how it stands."""
    rows = PromotionCode.select()
    if wanted.query:
        rows = rows.where(PromotionCode.code.contains(folded_code(wanted.query)))
    standing = wanted.chosen.get("standing")
    return rows.where(standing_as(standing, now)) if standing else rows


def standing_as(standing: str, now: datetime) -> Any:
    """The codes that stand so, as a condition; promotions.standing says the same of one."""
    ended = ~PromotionCode.active | (PromotionCode.valid_until.is_null(False) & (PromotionCode.valid_until <= now))
    waiting = PromotionCode.valid_from.is_null(False) & (PromotionCode.valid_from > now)
    used_up = PromotionCode.limit_in_all.is_null(False) & (PromotionCode.used >= PromotionCode.limit_in_all)
    conditions = {
        "ended": ended,
        "waiting": ~ended & waiting,
        "used-up": ~ended & ~waiting & used_up,
        "counts": ~ended & ~waiting & ~used_up,
    }
    return conditions[standing]


def uses_by(code_ids: Sequence[int], email: str) -> dict[int, int]:
    """Code id → how often the buyer with this address has used it; no address: nothing is known."""
    if not email or not code_ids:
        return {}
    rows = (
        CodeUse.select(CodeUse.code, fn.COUNT(CodeUse.id))
        .where(CodeUse.buyer == folded_email(email), CodeUse.code.in_(list(code_ids)))
        .group_by(CodeUse.code)
    )
    return dict(rows.tuples())


def entered_codes(group: Group, context: Context) -> list[EnteredCode]:
    """The group's codes with what each gives, or why nothing."""
    return judged(group.codes, find_promotions(group.codes, context.buyer.email), group, context)


def counting_code(group: Group, context: Context) -> Promotion | None:
    """The one code that changes this group's price, if any."""
    entered = entered_codes(group, context) if group.codes else []
    return next((one.promotion for one in entered if one.counts), None)


def promised_code(group: Group, context: Context) -> Promotion | None:
    """The code that the group's price was made with, even if it has been used up since then."""
    if not group.codes:
        return None
    known = find_promotions(group.codes)
    priced = code_in_price(group)
    if priced:
        return known.get(priced)
    if group.freight:
        return None
    # Free delivery leaves no trace in the lines' prices.
    unlimited = {code: replace(one, limit_in_all=None, limit_per_buyer=None) for code, one in known.items()}
    entered = judged(group.codes, unlimited, group, context)
    winner = next((one.code for one in entered if one.counts), "")
    return known[winner] if winner and known[winner].kind == "free-delivery" else None


def promotion_of(row: Mapping[str, Any], used_by_buyer: int = 0) -> Promotion:
    """A row of the table as rules know it."""
    return Promotion(
        code=row["code"],
        kind=row["kind"],
        percent=row["percent"] or 0,
        amounts=row["amounts"],
        minimum_spend=row["minimum_spend"],
        limit_in_all=row["limit_in_all"],
        limit_per_buyer=row["limit_per_buyer"],
        valid_from=row["valid_from"],
        valid_until=row["valid_until"],
        active=row["active"],
        used=row["used"],
        used_by_buyer=used_by_buyer,
        id=row["id"],
    )
