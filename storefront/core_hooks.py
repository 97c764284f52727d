"""Core's own answers to the contract: the last to be asked, never an `if` elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pluggy

from storefront.accounts import leaving
from storefront.accounts.applications.stages import application_workflow
from storefront.accounts.person import Person
from storefront.accounts.ratings.fragments import rating_fragments, structured_rating
from storefront.accounts.threads import nouns
from storefront.accounts.threads.panel import thread_fragments
from storefront.cart.fragments import cart_fragments
from storefront.catalogue.importers import shopify, woocommerce
from storefront.desk.menu import DESK_ITEMS
from storefront.i18n import _
from storefront.orders.amendment_life import amendment_workflow
from storefront.orders.cases.stages import case_workflow
from storefront.payments.bank_transfer import BankTransfer
from storefront.payments.credit.inner import GiftCards, StoreCredit
from storefront.payments.credit.written_off import WrittenOff
from storefront.payments.sandbox import SandboxCard
from storefront.payments.stripe import is_set_up
from storefront.pricing.shipping import zone_methods
from storefront.pricing.terms import lawful_terms
from storefront.records.core import core_records
from storefront.runtime import current
from storefront.values import (
    CaseReason,
    Context,
    Fragment,
    Line,
    NavigationItem,
    Parcel,
    ProductFacts,
    Retained,
    SaleTerms,
    ScheduledPart,
    Seller,
    ShippingMethod,
    ThreadSides,
    TradeRules,
    UnitPart,
    UnitPrice,
    Workflow,
)

if TYPE_CHECKING:
    from storefront.payments.providers import PaymentProvider
    from storefront.records.kinds import RecordKind

hookimpl = pluggy.HookimplMarker("storefront")


@hookimpl(trylast=True)
def price_lines(lines: Sequence[Line], context: Context) -> list[UnitPrice]:
    """The offer's price as it stands."""
    answers = []
    for line in lines:
        wanted = context.market.currency
        currency = wanted if wanted in line.offer.prices else line.offer.currency
        amount = Fraction(line.offer.prices[currency].amount)
        answers.append(UnitPrice(currency, (UnitPart("base", _("Price"), amount),)))
    return answers


@hookimpl(trylast=True)
def sale_terms(lines: Sequence[Line], context: Context) -> list[SaleTerms]:
    """What the law gives a consumer who buys from a trader."""
    return [lawful_terms(line.offer.seller, context) for line in lines]


@hookimpl(trylast=True)
def trade_rules(seller: Seller, context: Context) -> TradeRules:
    """Buyers rate, nothing is masked, the commission is the one agreed with the seller."""
    return TradeRules()


@hookimpl(trylast=True)
def case_reasons() -> list[CaseReason]:
    """None besides those that always hold."""
    return []


@hookimpl(trylast=True)
def workflows() -> list[Workflow]:
    """The stages of core's own nouns."""
    return [amendment_workflow(), application_workflow(), case_workflow()]


@hookimpl(trylast=True)
def thread_sides(subject: str) -> ThreadSides | None:
    """Products, orders and cases."""
    return nouns.sides_of(subject)


@hookimpl(trylast=True)
def translate_texts() -> None:
    """Nothing is translated without a plugin."""


@hookimpl(trylast=True)
def payment_schedule() -> list[ScheduledPart]:
    """Everything now."""
    return [ScheduledPart(_("Total"), Fraction(1))]


@hookimpl(trylast=True)
def shipping_methods(parcel: Parcel, context: Context) -> list[ShippingMethod]:
    """The zone's rates by weight."""
    return zone_methods(parcel, context)


@hookimpl(trylast=True)
def payment_providers() -> list[PaymentProvider]:
    """The sandbox card outside production, Stripe where it is set up, bank transfer; and the shop's own money."""
    settings = current().settings
    found: list[PaymentProvider] = []
    if settings.checkout.sandbox_card and not settings.production:
        found.append(SandboxCard(settings))
    if is_set_up(settings):
        # the SDK is large: only shops that use it load it
        from storefront.payments.stripe.provider import stripe_payments

        found.append(stripe_payments(settings))
    return [*found, BankTransfer(settings), StoreCredit(), GiftCards(), WrittenOff()]


@hookimpl(trylast=True)
def personal_data(person: Person) -> Mapping[str, Any]:
    """Account, addresses, passkeys, orders, messages."""
    return leaving.data_of(person)


@hookimpl(trylast=True)
def forget(person: Person, now: datetime) -> list[Retained]:
    """The account is deleted; its orders stay without it."""
    return leaving.forget_person(person, now)


@hookimpl(trylast=True)
def records() -> list[RecordKind]:
    """What core owns."""
    return core_records()


@hookimpl(trylast=True)
def fragments() -> list[Fragment]:
    """The cart in the header, questions about products, the messages of an order, reviews."""
    return [*cart_fragments(), *thread_fragments(), *rating_fragments()]


@hookimpl(trylast=True)
def structured_data(product: ProductFacts, context: Context) -> Mapping[str, Any] | None:
    """A product's rating and its first reviews."""
    return structured_rating(product, context)


@hookimpl(trylast=True)
def navigation() -> tuple[NavigationItem, ...]:
    """The desk's own pages."""
    return DESK_ITEMS


@hookimpl(trylast=True)
def importers() -> Mapping[str, Callable[..., Any]]:
    """What other systems export."""
    return {"shopify": shopify.read, "woocommerce": woocommerce.read}
