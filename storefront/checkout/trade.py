"""What an order keeps of the rules between shop, seller and buyer. Pure: whoever settles money reads it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from fractions import Fraction
from typing import Any

from storefront.values import TradeRules


def frozen_trade(rules: TradeRules) -> dict[str, Any]:
    """Trade rules as JSON; shares as "3/20"."""
    return {**asdict(rules), "commission": str(rules.commission or 0), "fee_vat": str(rules.fee_vat)}


def thawed_trade(kept: Mapping[str, Any] | None) -> TradeRules:
    """The trade rules that an order keeps; of one from before there were any: what holds without."""
    if not kept:
        return TradeRules()
    shares = {name: Fraction(kept[name]) for name in ("commission", "fee_vat")}
    return TradeRules(**{**kept, **shares})
