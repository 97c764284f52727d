"""What transfers lacked and the shop bears: a provider of its own, so that refunds never send what never came."""

from __future__ import annotations

from datetime import timedelta

from storefront.i18n import _
from storefront.payments.providers import PaymentProvider
from storefront.values import PaymentAnswer, PaymentRequest, RefundAnswer


class WrittenOff(PaymentProvider):
    """Nobody pays with it; what "goes back" by it lowers the shop's fees."""

    code = "bank-fees"
    icon = "bank"
    account = "bank-fees"
    offered = False
    can_be_asked = False
    holds_for = timedelta()

    def __init__(self) -> None:
        self.title = _("Bank fees, written off")

    def start(self, request: PaymentRequest) -> PaymentAnswer:
        """Nobody begins one."""
        return PaymentAnswer("failed")

    def refund(self, key: str, payment_reference: str, amount: int, currency: str) -> RefundAnswer:
        """Nothing is sent to anybody: nothing had come."""
        return RefundAnswer("succeeded")
