"""What collects money: the shape every payment provider has, shipped or from a plugin."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any, ClassVar, Literal

from storefront.errors import StorefrontError
from storefront.forms import Field
from storefront.i18n import Message
from storefront.payments.reconciliation.rows import Reported
from storefront.values import (
    ChargebackNews,
    PaymentAnswer,
    PaymentRequest,
    PayoutNews,
    RefundAnswer,
    RefundNews,
    SellerAccountNews,
)

# what a webhook brings: of a payment its key and the answer
Webhook = tuple[str, PaymentAnswer] | RefundNews | ChargebackNews | PayoutNews | SellerAccountNews


class WrongSignature(StorefrontError):
    """A webhook that its provider did not sign, or not lately."""

    code = "wrong-signature"


class ProviderSilent(StorefrontError):
    """The provider gave no answer; nobody knows yet whether it took the money."""

    code = "provider-silent"


def offered(providers: Mapping[str, Any]) -> dict[str, PaymentProvider]:
    """Those that a buyer may choose, by their codes."""
    return {code: provider for code, provider in providers.items() if provider.offered}


class PaymentProvider(ABC):
    """One way to pay. Its methods are called outside any transaction and may take their time.

    holds_for: how long goods wait for its answer. fields: what it asks the buyer, sent as details.
    can_be_asked: whether find() knows anything. offered: whether new payments may begin with it; one that
    is not goes on with those that did.

    What it can do with money: pays: whom it pays, the shop or at once the seller. holds_up_to: how long it, or the
    contract with it, lets the shop keep money for a seller; refunds_until: how long after a payment it sends money
    back (None: as long as one likes). charges_later: it can collect again without the buyer, by his mandate.
    pays_out: it can send money to a seller's account with it, see payout().
    """

    code: ClassVar[str]
    icon: ClassVar[str]
    title: Message
    note: Message | None = None
    holds_for: timedelta
    fields: tuple[Field, ...] = ()
    can_be_asked: bool = True
    offered: bool = True
    pays: Literal["shop", "seller"] = "shop"
    holds_up_to: timedelta | None = None
    refunds_until: timedelta | None = None
    charges_later: bool = False
    pays_out: bool = False
    # whether report() knows what moved on the shop's account with it
    reports: bool = False

    def check(self, details: Mapping[str, Any]) -> dict[str, Message]:
        """What is wrong with what the buyer typed: field name → message; asked before placing."""
        found = {f.name: f.check(str(details.get(f.name, ""))) for f in self.fields if f.check}
        return {name: problem for name, problem in found.items() if problem}

    @abstractmethod
    def start(self, request: PaymentRequest) -> PaymentAnswer:
        """Collect; the same key again gives the same payment. Raises ProviderSilent."""

    def find(self, key: str) -> PaymentAnswer | None:
        """What the provider says of the payment with this idempotency key; None: never heard of it."""
        return None

    @abstractmethod
    def refund(self, key: str, payment_reference: str, amount: int, currency: str) -> RefundAnswer:
        """Send money back; the same key again gives the same refund."""

    def payout(self, key: str, account: str, amount: int, currency: str) -> RefundAnswer:
        """Send money to a seller's account with this provider; the same key again sends it once.

        Only asked where pays_out is true. pending: it is on its way; a webhook's `PayoutNews` says later what became
        of it, also that it came back after all.
        """
        raise NotImplementedError(f"{self.code} pays nobody out")

    def report(self, first: date, last: date) -> list[Reported]:
        """What moved on the shop's account with it in these days, for reconciliation; raises ProviderSilent."""
        raise NotImplementedError(f"{self.code} gives no reports")

    def webhook(self, headers: Mapping[str, str], body: bytes, now: datetime) -> Webhook | None:
        """What a signed webhook brings, of a payment its key and the answer; None: it is about something else.

        Raises WrongSignature. Header names come in lower case.
        """
        raise WrongSignature(f"{self.code} sends no webhooks")
