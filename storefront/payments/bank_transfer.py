"""Bank transfer: the buyer is told where to send the money, staff say when it has come."""

from __future__ import annotations

import hashlib
from datetime import timedelta

from storefront.i18n import Message, _
from storefront.money import exponent
from storefront.payments.providers import PaymentProvider
from storefront.settings import Settings
from storefront.values import PaymentAnswer, PaymentRequest, RefundAnswer

# digits and letters that are not mistaken for one another when read out or typed off paper
ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


class BankTransfer(PaymentProvider):
    """Money sent by hand to the shop's account, found by its reference."""

    code = "bank-transfer"
    icon = "bank"
    can_be_asked = False
    # what lies on the shop's own account stays as long as is wanted, and can always be sent back
    holds_up_to = None
    refunds_until = None

    def __init__(self, settings: Settings) -> None:
        self._holder = settings.checkout.bank_holder or settings.shop.name
        self._account = settings.checkout.bank_account.strip()
        # without an account nobody knows where to send it
        self.offered = bool(self._account)
        self.title = _("Bank transfer")
        self.note = _("You get our account and a reference; the goods wait for your money.")
        self.holds_for = timedelta(days=settings.checkout.transfer_days)

    def start(self, request: PaymentRequest) -> PaymentAnswer:
        """Pending, with what to put on the transfer."""
        reference = short_reference(request.key)
        rows = (
            (_("Account holder"), self._holder),
            (_("Account"), self._account),
            (_("Amount"), _plain_amount(request.amount, request.currency)),
            (_("Reference"), reference),
        )
        instructions = tuple(instruction(label, value) for label, value in rows if value)
        return PaymentAnswer("pending", reference, instructions=instructions)

    def refund(self, key: str, payment_reference: str, amount: int, currency: str) -> RefundAnswer:
        """Pending: somebody has to send it."""
        return RefundAnswer("pending", short_reference(key), _("To be sent by hand."))


def short_reference(key: str) -> str:
    """A short reference that can be read out, made from an idempotency key: "7K3M-92QX"."""
    number = int.from_bytes(hashlib.sha256(key.encode()).digest()[:5], "big")
    letters = "".join(ALPHABET[(number >> shift) & 31] for shift in range(35, -1, -5))
    return f"{letters[:4]}-{letters[4:]}"


def instruction(label: Message, value: str) -> Message:
    """A row of instructions; pages that show a table take its values "label" and "value"."""
    return _("%(label)s: %(value)s", label=label, value=value)


def _plain_amount(amount: int, currency: str) -> str:
    """The amount as banks' forms want it, the same in every language: "49.90 EUR"."""
    digits = exponent(currency)
    if not digits:
        return f"{amount} {currency}"
    whole, part = divmod(amount, 10**digits)
    return f"{whole}.{part:0{digits}d} {currency}"
