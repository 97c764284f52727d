"""What changes payments: one verb a function, one transaction each, providers called outside any."""

from __future__ import annotations

from storefront.payments.attempts import (
    ask_provider,
    begin_payment,
    book_transfer,
    confirm_transfer,
    new_payment,
    receive_webhook,
    start_attempt,
)
from storefront.payments.lapsing import cancel_order, cancel_unpaid, end_order, fall_due, lapse, sweep
from storefront.payments.refunds import Arranged, arrange_refund, confirm_refund, refund_order, run_refund
from storefront.payments.settling import mail_order_once, sell_if_paid, settle

__all__ = [
    "Arranged",
    "arrange_refund",
    "ask_provider",
    "begin_payment",
    "cancel_order",
    "cancel_unpaid",
    "confirm_refund",
    "book_transfer",
    "confirm_transfer",
    "end_order",
    "fall_due",
    "lapse",
    "mail_order_once",
    "new_payment",
    "receive_webhook",
    "refund_order",
    "run_refund",
    "sell_if_paid",
    "settle",
    "start_attempt",
    "sweep",
]
