"""Products of a file written into the shop, through the catalogue's own actions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from html import escape
from typing import Any

from storefront.catalogue import shelf
from storefront.catalogue.actions import link_related, save_offers, save_products
from storefront.catalogue.drafts import (
    ImageDraft,
    Measure,
    OfferDraft,
    OfferPriceDraft,
    Party,
    ProductDraft,
    ProductTextDraft,
    VariantDraft,
)
from storefront.catalogue.offers import offer_row
from storefront.catalogue.rows import Row, differs, ids_by, insert, rows_of, update
from storefront.catalogue.tables import Offer, PriceHistory, Product, Stock, Variant
from storefront.records import product_fields as told
from storefront.records.checking import moment
from storefront.records.kinds import Record
from storefront.records.labels import Labels
from storefront.records.references import OFFER, SELLER, STOCK
from storefront.records.rows import ids_for, row_of


def write(records: Sequence[Record], now: datetime) -> None:
    """Save products with all that hangs on them; related ones follow in finish()."""
    save_products([product_draft(record) for record in records], now)
    _date(records)
    offers = [{"slug": record["slug"], **offer} for record in records for offer in record["offers"]]
    _save_stocks([one for record in records for one in record["stocks"]])
    stocks = STOCK.ids([name for name in (STOCK.name(one["stock"]) for one in offers) if name is not None])
    drafts = [offer_draft(one, stocks) for one in offers]
    _begin_offers(offers, drafts)
    if drafts:
        save_offers(drafts, now)
    # products without offers, and where only the stock is another
    shelf.refresh(ids_by(Product, "slug", [record["slug"] for record in records]).values(), now)


def finish(records: Sequence[Record], _now: datetime) -> None:
    """Point to related products, now that all of them are there."""
    link_related({record["slug"]: record["related"] for record in records})


def product_draft(record: Record) -> ProductDraft:
    """A record as the catalogue takes it."""
    plain = ("slug", "brand", "hs_code", "origin", "tax_class", "published", "hidden", "popularity", "demo")
    quantity = record["measure_quantity"]
    return ProductDraft(
        texts={language: _text(text) for language, text in record["texts"].items()},
        variants=tuple(VariantDraft(**one) for one in record["variants"]),
        category=record["category"] or "",
        measure=Measure(quantity, record["measure_unit"]) if quantity else None,
        manufacturer=_party(record, "manufacturer"),
        responsible=_party(record, "responsible"),
        restrictions=tuple(record["restrictions"]),
        tags=tuple(record["tags"]),
        attributes={code: tuple(values) for code, values in record["attributes"].items()},
        images=tuple(_image(one) for one in record["images"]),
        related=tuple(record["related"]),
        more_categories=tuple(record["more_categories"]),
        **{name: record[name] for name in plain},
    )


def _text(text: Record) -> ProductTextDraft:
    # the catalogue takes warnings as HTML; here they are words, which may hold a "<"
    return ProductTextDraft(**{**text, "warnings": escape(text["warnings"], quote=False)})


def _party(record: Record, who: str) -> Party:
    return Party(**{name: record[f"{who}_{name}"] for name in ("name", "address", "email", "country")})


def _image(image: Record) -> ImageDraft:
    return ImageDraft(**{**image, "widths": tuple(image["widths"]), "formats": tuple(image["formats"])})


def _date(records: Sequence[Record]) -> None:
    """Products are as old as the file says."""
    dated = {record["slug"]: moment(record["created_at"]) for record in records if record["created_at"]}
    for row in rows_of(Product, "slug", list(dated)):
        if differs(row, {"created_at": dated[row["slug"]]}):
            update(Product, row["id"], {"created_at": dated[row["slug"]]})


def _save_stocks(stocks: Sequence[Record]) -> None:
    names = [(one["seller"], one["sku"], one["label"]) for one in stocks]
    known = STOCK.ids(names)
    existing = {row["id"]: row for row in rows_of(Stock, "id", list(known.values()))}
    sellers = SELLER.ids([(one["seller"],) for one in stocks])
    variants = ids_by(Variant, "sku", [one["sku"] for one in stocks])
    added: list[Row] = []
    for name, one in zip(names, stocks, strict=True):
        amount = {"tracked": one["tracked"], "on_hand": one["on_hand"]}
        if name not in known:
            owner = {"seller": sellers[one["seller"],], "variant": variants[one["sku"]], "label": one["label"]}
            added.append({**owner, **amount})
        elif differs(existing[known[name]], amount):
            update(Stock, known[name], amount)
    insert(Stock, added)


def offer_draft(offer: Record, stocks: Mapping[Any, int]) -> OfferDraft:
    """An offer as the catalogue takes it."""
    plain = ("sku", "seller", "business_model", "audience", "currency", "price", "reduced_price", "per",
             "tax_included", "tax_country", "minimum", "step", "active", "demo")  # fmt: skip
    moments: Record = {name: _moment(offer[name]) for name in ("reduced_from", "reduced_until", "valid_until")}
    stock = STOCK.name(offer["stock"])
    return OfferDraft(
        prices={one["currency"]: OfferPriceDraft(one["price"], one["reduced_price"]) for one in offer["prices"]},
        stock_id=stocks[stock] if stock is not None else None,
        **moments,
        **{name: offer[name] for name in plain},
    )


def _moment(text: str | None) -> datetime | None:
    return moment(text) if text else None


def _begin_offers(offers: Sequence[Record], drafts: Sequence[OfferDraft]) -> None:
    """New offers with the history they had elsewhere; that of offers which are here is never written anew."""
    names = [(one["seller"], one["sku"], one["business_model"], one["audience"]) for one in offers]
    known = OFFER.ids(names)
    new = [
        (name, one, draft)
        for name, one, draft in zip(names, offers, drafts, strict=True)
        if name not in known and one["history"]
    ]
    sellers = SELLER.ids([(one["seller"],) for _name, one, _draft in new])
    variants = ids_by(Variant, "sku", [one["sku"] for _name, one, _draft in new])
    insert(
        Offer,
        [offer_row(d, variants[d.sku], sellers[d.seller,], d.stock_id) for _name, _one, d in new],
    )
    ids = OFFER.ids([name for name, _one, _draft in new])
    told_rows: list[Row] = []
    for name, one, _draft in new:
        columns = ids_for(told.HISTORY_COLUMNS, one["history"])
        rows = (row_of(told.HISTORY_COLUMNS, entry, columns, Labels()) for entry in one["history"])
        told_rows += ({"offer_id": ids[name], **row} for row in rows)
    insert(PriceHistory, told_rows)
