"""An offer draft as rows, what it announces, and the one price that lists sort by. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from fractions import Fraction

from storefront.catalogue.drafts import OfferDraft
from storefront.catalogue.rows import Row
from storefront.money import converted, rounded
from storefront.pricing.exchange import RateBook
from storefront.values import AskingPrice

# Sorts an offer last whose price cannot be had in the shop's currency (no rate is known).
UNKNOWN_PRICE = 2**53


def offer_row(draft: OfferDraft, variant_id: int, seller_id: int, stock_id: int | None) -> Row:
    """The row of the offer itself."""
    return {
        "variant": variant_id,
        "seller": seller_id,
        "business_model": draft.business_model,
        "audience": draft.audience,
        "stock": stock_id,
        "currency": draft.currency,
        "price": draft.price,
        "reduced_price": draft.reduced_price,
        "reduced_from": draft.reduced_from,
        "reduced_until": draft.reduced_until,
        "per": draft.per,
        "tax_included": draft.tax_included,
        "tax_country": draft.tax_country,
        "minimum": draft.minimum,
        "step": draft.step,
        "active": draft.active,
        "valid_until": draft.valid_until,
        "demo": draft.demo,
    }


def price_rows(draft: OfferDraft, offer_id: int) -> Iterator[Row]:
    """Its own prices in further currencies."""
    for currency, price in draft.prices.items():
        if currency != draft.currency:
            yield {
                "offer": offer_id,
                "currency": currency,
                "price": price.price,
                "reduced_price": price.reduced_price,
            }


def announced(draft: OfferDraft) -> dict[str, Row]:
    """Currency → the price terms that the offer announces in it."""
    asked = {currency: (price.price, price.reduced_price) for currency, price in draft.prices.items()}
    asked[draft.currency] = (draft.price, draft.reduced_price)
    return {currency: _terms(draft, price, reduced) for currency, (price, reduced) in asked.items()}


def _terms(draft: OfferDraft, price: int, reduced: int | None) -> Row:
    return {
        "price": price,
        "reduced_price": reduced,
        "reduced_from": draft.reduced_from if reduced is not None else None,
        "reduced_until": draft.reduced_until if reduced is not None else None,
    }


def base_price(
    asked: Mapping[str, AskingPrice],
    currencies: tuple[str, str],
    per: int,
    rates: RateBook,
    now: datetime,
) -> int:
    """What one piece asks for in the shop's currency, for sorting; currencies: the offer's, the shop's."""
    offer_currency, shop_currency = currencies
    currency = shop_currency if shop_currency in asked else offer_currency
    reduced = asked[currency].reduced_at(now)
    amount = Fraction(asked[currency].amount if reduced is None else reduced, max(per, 1))
    if currency == shop_currency:
        return rounded(amount)
    rate = rates.find(currency, shop_currency)
    if rate is None:
        return UNKNOWN_PRICE
    return min(rounded(converted(amount, rate.value, currency, shop_currency)), UNKNOWN_PRICE)
