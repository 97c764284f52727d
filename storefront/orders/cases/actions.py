"""What changes cases: one verb a function, one transaction each."""

from __future__ import annotations

from storefront.orders.cases.opening import Claim, WrongClaim, open_case
from storefront.orders.cases.turns import (
    agree,
    appeal,
    decide,
    escalate,
    goods_arrived,
    offer,
    say,
    send_back,
    take_back,
)
from storefront.orders.cases.withdrawing import Statement, prove, withdraw

__all__ = [
    "Claim", "Statement", "WrongClaim", "agree", "appeal", "decide", "escalate", "goods_arrived", "offer", "open_case",
    "prove", "say", "send_back", "take_back", "withdraw",
]  # fmt: skip
