"""The offers' sheets of a product's form, saved: prices, reductions and counted stock."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from storefront.catalogue import editing
from storefront.catalogue.actions import save_offers
from storefront.catalogue.drafts import OfferDraft
from storefront.catalogue.reading import ReadProduct
from storefront.catalogue.tables import Seller
from storefront.desk.audit import Actor
from storefront.desk.offer_sheets import first_day, first_moment, last_day, last_moment
from storefront.desk.sheet import Sheet, Terms
from storefront.digits import whole


def save_sheets(actor: Actor, sheets: Sequence[Sheet], skus: Mapping[int, str], read: ReadProduct) -> None:
    """Offers with a price are saved, those without end; stock that was counted anew is set."""
    known = {(offer.seller, offer.business_model, offer.sku): offer for offer in read.offers}
    countries = _may_sell(actor, sheets)
    cells = [(sheet, terms, skus[terms.sku_row]) for sheet in sheets for terms in sheet.rows if terms.sku_row in skus]
    drafts = {
        (sheet.seller, sheet.business_model, sku): _offer(sheet, terms, sku, known, countries[sheet.seller])
        for sheet, terms, sku in cells
        if terms.price is not None
    }
    ended = {(sheet.seller, sheet.business_model, sku) for sheet, _terms, sku in cells} - drafts.keys()
    off = [replace(known[key], active=False) for key in sorted(ended & known.keys()) if known[key].active]
    for sheet, terms, sku in cells:
        # a product without a price yet is somebody's by its stock
        unclaimed = terms.price is None and (sheet.seller, sku) not in read.stock
        if terms.stock != terms.was or unclaimed:
            editing.count_stock(sheet.seller, sku, whole(terms.was), whole(terms.stock), actor.now)
    save_offers([*drafts.values(), *off], actor.now)


def _may_sell(actor: Actor, sheets: Sequence[Sheet]) -> dict[str, str]:
    """Seller → his country; NotFound for one he may not act for."""
    rows = Seller.select(Seller.slug, Seller.id, Seller.country).where(Seller.slug.in_([s.seller for s in sheets]))
    found = {}
    for slug, number, country in rows.tuples():
        actor.must("stock.edit", number)
        found[slug] = country
    return found


def _offer(
    sheet: Sheet, terms: Terms, sku: str, known: Mapping[tuple[str, str, str], OfferDraft], country: str
) -> OfferDraft:
    """The sheet's row as an offer; what the form does not show stays as it is."""
    old = known.get((sheet.seller, sheet.business_model, sku))
    offer = old or OfferDraft(sku, sheet.seller, sheet.business_model, sheet.currency, 0, tax_country=country)
    reduced = terms.reduced is not None
    assert terms.price is not None
    return replace(
        offer,
        currency=sheet.currency,
        price=terms.price,
        reduced_price=terms.reduced,
        reduced_from=_begin(terms.reduced_from, offer.reduced_from) if reduced else None,
        reduced_until=_end(terms.reduced_until, offer.reduced_until) if reduced else None,
        active=True,
    )


def _begin(typed: str, was: datetime | None) -> datetime | None:
    """The first moment of the day typed; a day that was not changed keeps its hour."""
    return was if typed == first_day(was) else first_moment(typed)


def _end(typed: str, was: datetime | None) -> datetime | None:
    return was if typed == last_day(was) else last_moment(typed)
