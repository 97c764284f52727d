"""The pieces of pages that retail brings: buying panel, price on a card, promotion codes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from storefront.api import (
    Context,
    Fragment,
    Group,
    Line,
    Message,
    Offer,
    Price,
    PriceView,
    Problem,
    _,
    badge,
    cart_add_path,
    date_range_text,
    ngettext,
    offers_on_sale,
    price,
    price_view,
    product_measures,
    seller_path,
    shipping_methods,
    translated,
)
from storefront.plugins.b2c import codes
from storefront.plugins.b2c.contexts import BuyFragment, CardPrice

LOW_STOCK = 5
Priced = tuple[Offer, Price | Problem]


def retail_fragments() -> list[Fragment]:
    """What goes where."""
    return [
        Fragment("b2c-buy", "product.buy", "b2c/buy.html", buying_panels, order=10),
        Fragment("b2c-price-lead", "product.price", "b2c/price_lead.html", buying_panels, order=10),
        Fragment("b2c-card-price", "card.price", "b2c/card_price.html", card_prices, order=10),
        Fragment(
            "b2c-code-form", "cart.codes", "b2c/code_form.html", codes.code_forms, scope="private"
        ),
    ]


def card_prices(subjects: list[Any], context: Context) -> list[dict[str, Any] | None]:
    """The lowest price of each product; products without a retail offer get nothing."""
    by_product = _priced(subjects, context)
    measures = product_measures(list(by_product))
    cards = []
    for subject in subjects:
        card = _card(subject, by_product.get(int(subject), []), measures.get(int(subject)), context)
        cards.append({"fragment": card} if card else None)
    return cards


def buying_panels(subjects: list[Any], context: Context) -> list[dict[str, Any] | None]:
    """What is needed to buy the shown variant of each product; nothing where retail does not sell it."""
    by_product = _priced(subjects, context)
    measures = product_measures(list(by_product))
    panels = []
    for subject in subjects:
        shown = _shown_variant(by_product.get(int(subject), []), context.shown_sku)
        panels.append({"fragment": _panel(shown, measures.get(int(subject)), context)} if shown else None)
    return panels


def _priced(subjects: Sequence[Any], context: Context) -> dict[int, list[Priced]]:
    """Retail offers by product with the price of one piece: two queries and one question."""
    offers = offers_on_sale(context, [int(subject) for subject in subjects], "b2c")
    answers = price([Line(offer, 1) for offer in offers], context)
    found: defaultdict[int, list[Priced]] = defaultdict(list)
    for offer, answer in zip(offers, answers, strict=True):
        found[offer.product_id].append((offer, answer))
    return dict(found)


# -- cards ----------------------------------------------------------------------------------------


def _card(
    subject: Any, priced: Sequence[Priced], measure: tuple[int, str] | None, context: Context
) -> CardPrice | None:
    prices = [answer for _offer, answer in priced if isinstance(answer, Price)]
    if not prices:
        return None
    lowest = min(prices, key=lambda one: one.unit_price)
    view = price_view(lowest, context, measure, brief=True)
    view = _without_receipt(view, starting=any(one.unit_price > lowest.unit_price for one in prices))
    return CardPrice(int(subject), view, translated(_card_fact(priced), context.language))


def _without_receipt(view: PriceView, *, starting: bool) -> PriceView:
    """A card has no room for "Why this price?"."""
    return PriceView(
        view.current, view.prior, view.prior_meaning, starting, view.per, view.unit_price, view.note
    )


def _card_fact(priced: Sequence[Priced]) -> Message | None:
    """The one fact that matters: that little, or nothing, is left."""
    left = [offer.available for offer, _answer in priced]
    if any(count is None for count in left):
        return None
    total = sum(count or 0 for count in left)
    if total > LOW_STOCK:
        return None
    return _("Sold out") if not total else ngettext("Only one left", "Only %(num)s left", total)


# -- the buying panel -----------------------------------------------------------------------------


def _shown_variant(priced: Sequence[Priced], sku: str) -> Priced | None:
    """The best offer of the chosen variant; no choice: of the first variant that can be had."""
    candidates = [pair for pair in priced if pair[0].sku == sku] or list(priced)
    if not candidates:
        return None
    there = [pair for pair in candidates if pair[0].available is None or pair[0].available > 0]
    ranked = there or candidates
    variant = ranked[0][0].variant_id
    return min((pair for pair in ranked if pair[0].variant_id == variant), key=_rank)


def _rank(pair: Priced) -> tuple[bool, int, int]:
    offer, answer = pair
    unsold = isinstance(answer, Problem)
    return unsold, 0 if isinstance(answer, Problem) else answer.unit_price, offer.id


def _panel(shown: Priced, measure: tuple[int, str] | None, context: Context) -> BuyFragment:
    offer, answer = shown
    language = context.language
    state, stock = stock_words(offer.available)
    tried = context.tried if context.tried and context.tried.offer_id == offer.id else None
    view: PriceView | None = None
    refused: Message | None
    if isinstance(answer, Problem):
        delivery, refused = "", answer.message
    else:
        view = price_view(answer, context, measure)
        delivery, refused = _delivery(offer, answer, context)
    return BuyFragment(
        product_id=offer.product_id,
        badge=badge("b2c", language),
        price=view,
        offer_id=offer.id,
        action=cart_add_path(language),
        stock=translated(stock, language),
        stock_state=state,
        delivery=delivery,
        seller=offer.seller.name,
        seller_url=seller_path(language, offer.seller.slug),
        minimum=max(offer.minimum, 1),
        step=max(offer.step, 1),
        maximum=offer.available,
        typed=tried.quantity if tried else "",
        error=translated(tried.reason, language) if tried else "",
        refused=translated(refused, language),
    )


def stock_words(available: int | None) -> tuple[str, Message]:
    """The state in, low or out, and how to say it."""
    if available is None:
        return "in", _("In stock")
    if available < 1:
        return "out", _("Sold out")
    if available <= LOW_STOCK:
        return "low", ngettext("Only one left", "Only %(num)s left", available)
    return "in", _("In stock")


def _delivery(offer: Offer, answer: Price, context: Context) -> tuple[str, Message | None]:
    """When one piece sent today arrives by the cheapest way; or why it cannot be sent there."""
    group = Group(offer.seller, "b2c", (Line(offer, 1),), (answer,), currency=context.market.currency)
    methods = shipping_methods(group, context)
    if not methods:
        return "", _("%(seller)s does not send to this country.", seller=offer.seller.name)
    cheapest = min(methods, key=lambda method: method.amount)
    today = context.now.date()
    days = date_range_text(
        today + timedelta(days=cheapest.days_min), today + timedelta(days=cheapest.days_max), context.language
    )
    return translated(_("Arrives %(days)s", days=days), context.language), None
