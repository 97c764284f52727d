"""The ways to pay that somebody may choose: those that are offered to everybody, his credit, and gift cards."""

from __future__ import annotations

from copy import copy

from storefront.i18n import _
from storefront.money import Money
from storefront.payments.credit.inner import GiftCards, StoreCredit, own_credit
from storefront.payments.credit.tables import GiftCard
from storefront.payments.providers import PaymentProvider, offered
from storefront.runtime import Runtime


def ways_to_pay(runtime: Runtime, person_id: int | None, currency: str) -> dict[str, PaymentProvider]:
    """By their codes; credit with what there is of it, gift cards where any was ever issued."""
    ways = offered(runtime.providers)
    credit, cards = runtime.providers.get(StoreCredit.code), runtime.providers.get(GiftCards.code)
    if not ways:
        return ways
    if credit is not None and (there := own_credit(person_id, currency)):
        mine = copy(credit)
        mine.title = _("Your credit: %(money)s", money=Money(there, currency))
        ways = {credit.code: mine, **ways}
    if cards is not None and runtime.settings.payments.gift_cards and GiftCard.select().exists():
        ways = {**ways, cards.code: cards}
    return ways
