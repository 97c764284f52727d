"""Offers and stock saved in bulk; what was announced is kept in the price history."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

import peewee

from storefront.catalogue import offers, shelf
from storefront.catalogue.drafts import OfferDraft, Outcome, WrongDraft
from storefront.catalogue.rows import Row, chunks, differs, insert, rows_of, sync, update
from storefront.catalogue.seller_models import refuse_strange_models
from storefront.catalogue.tables import Offer, OfferPrice, PriceHistory, Seller, Stock, Variant
from storefront.db import is_postgresql, transaction

Key = tuple[int, int, str, str]


@dataclass
class _Batch:
    """The drafts of one call and what the database knows about them."""

    drafts: dict[Key, OfferDraft]
    products: dict[int, int]
    now: datetime
    ids: dict[Key, int] = field(default_factory=dict)
    created: set[int] = field(default_factory=set)
    changed: set[int] = field(default_factory=set)
    restocked: set[tuple[int, int]] = field(default_factory=set)


@transaction()
def save_offers(
    drafts: Sequence[OfferDraft], now: datetime, announced_at: datetime | None = None
) -> list[Outcome]:
    """Save offers, told apart by SKU, seller, business model and audience; what became of each.

    Raises ModelNotApproved where a seller begins to offer something under a model that he was not approved for.
    announced_at: since when a new offer's full price has been asked, where that was elsewhere
    (another shop, the demo's past); from there on its price history is told.
    """
    batch = _batch(drafts, now)
    stocks = _stock_ids(batch)
    _save_rows(batch, stocks)
    prices = [row for key, draft in batch.drafts.items() for row in offers.price_rows(draft, batch.ids[key])]
    batch.changed |= sync(OfferPrice, "offer", list(batch.ids.values()), ["currency"], prices)
    _remember(batch, announced_at)
    shelf.refresh(batch.products.values(), now)
    return [_outcome(batch, batch.ids[key]) for key in batch.drafts]


def save_offer(draft: OfferDraft, now: datetime, announced_at: datetime | None = None) -> Outcome:
    """Save one offer."""
    return save_offers([draft], now, announced_at)[0]


@transaction()
def end_offers(skus: Sequence[str], seller: str, business_model: str, now: datetime) -> int:
    """Take what a seller offers of some variants off sale; how many offers that were."""
    variants = rows_of(Variant, "sku", list(skus))
    sellers = rows_of(Seller, "slug", [seller])
    ended = [
        row
        for row in rows_of(Offer, "variant", [variant["id"] for variant in variants])
        if sellers and row["seller"] == sellers[0]["id"] and row["business_model"] == business_model and row["active"]
    ]
    for row in ended:
        update(Offer, row["id"], {"active": False})
    if ended:
        shelf.refresh([variant["product"] for variant in variants], now)
    return len(ended)


def _batch(drafts: Sequence[OfferDraft], now: datetime) -> _Batch:
    variants = {row["sku"]: row for row in rows_of(Variant, "sku", sorted({d.sku for d in drafts}))}
    sellers = {row["slug"]: row["id"] for row in rows_of(Seller, "slug", sorted({d.seller for d in drafts}))}
    keyed: dict[Key, OfferDraft] = {}
    for draft in drafts:
        if draft.sku not in variants:
            raise WrongDraft(f"there is no variant with SKU {draft.sku!r}; save its product first")
        if draft.seller not in sellers:
            raise WrongDraft(f"there is no seller {draft.seller!r}; save the seller first")
        variant, seller = variants[draft.sku]["id"], sellers[draft.seller]
        keyed[variant, seller, draft.business_model, draft.audience] = draft
    return _Batch(keyed, {row["id"]: row["product"] for row in variants.values()}, now)


def _stock_ids(batch: _Batch) -> dict[Key, int]:
    """The stock row of each offer: the named one, the seller's own of this variant, or a new one."""
    found = _own_stocks(list(batch.products))
    wanted: dict[tuple[int, int], Row] = {}
    for (variant, seller, *_), draft in batch.drafts.items():
        if draft.stock_id is None:
            known = wanted.get((variant, seller)) or found.get((variant, seller))
            if draft.stock is not None:
                wanted[variant, seller] = _stock(variant, seller, draft.stock)
            elif known is None:
                wanted[variant, seller] = _stock(variant, seller, None)
    insert(Stock, [row for pair, row in wanted.items() if pair not in found])
    for pair, row in wanted.items():
        if pair in found and differs(found[pair], row):
            update(Stock, found[pair]["id"], row)
            batch.restocked.add(pair)
    found = _own_stocks(list(batch.products))
    return {
        key: draft.stock_id if draft.stock_id is not None else found[key[0], key[1]]["id"]
        for key, draft in batch.drafts.items()
    }


def _own_stocks(variants: list[int]) -> dict[tuple[int, int], Row]:
    rows = rows_of(Stock, "variant", variants)
    return {(row["variant"], row["seller"]): row for row in rows if row["label"] == ""}


def _stock(variant: int, seller: int, quantity: int | None) -> Row:
    tracked = quantity is not None
    return {"variant": variant, "seller": seller, "label": "", "tracked": tracked, "on_hand": quantity or 0}


def _save_rows(batch: _Batch, stocks: dict[Key, int]) -> None:
    existing = _existing(batch)
    refuse_strange_models(
        {key[1:3] for key, draft in batch.drafts.items() if draft.active and not existing.get(key, {}).get("active")}
    )
    added: list[Row] = []
    for key, draft in batch.drafts.items():
        wanted = offers.offer_row(draft, key[0], key[1], stocks[key])
        known = existing.get(key)
        if known is None:
            added.append(wanted)
        elif differs(known, wanted):
            update(Offer, known["id"], wanted)
            batch.changed.add(known["id"])
    insert(Offer, [{**row, **number} for row, number in zip(added, _fresh_ids(len(added)), strict=True)])
    rows = _existing(batch) if added else existing
    batch.ids = {key: rows[key]["id"] for key in batch.drafts}
    batch.changed |= {row_id for key, row_id in batch.ids.items() if key[:2] in batch.restocked}
    batch.created = {row["id"] for key, row in rows.items() if key in batch.drafts and key not in existing}


def _fresh_ids(count: int) -> list[Row]:
    """Ids that no offer ever had: SQLite gives a deleted row's id again, and with it that offer's price history."""
    if is_postgresql():
        return [{} for _number in range(count)]
    highest = [Offer.select(peewee.fn.MAX(Offer.id)), PriceHistory.select(peewee.fn.MAX(PriceHistory.offer_id))]
    first = max(query.scalar() or 0 for query in highest) + 1
    return [{"id": first + number} for number in range(count)]


def _existing(batch: _Batch) -> dict[Key, Row]:
    rows = rows_of(Offer, "variant", sorted({key[0] for key in batch.drafts}))
    return {(r["variant"], r["seller"], r["business_model"], r["audience"]): r for r in rows}


def _remember(batch: _Batch, announced_at: datetime | None) -> None:
    """Append to the price history where what is announced really changed."""
    ids = {batch.ids[key]: draft for key, draft in batch.drafts.items()}
    last = _last_announced(list(ids))
    told: list[Row] = []
    for offer_id, draft in ids.items():
        for currency, terms in offers.announced(draft).items():
            row = {"offer_id": offer_id, "currency": currency, **terms}
            known = last.get((offer_id, currency))
            if known is None and announced_at is not None:
                known = {**row, "reduced_price": None, "reduced_from": None, "reduced_until": None}
                told.append({**known, "recorded_at": announced_at})
            if known is None or differs(known, terms):
                told.append({**row, "recorded_at": batch.now})
    insert(PriceHistory, told)


def _last_announced(offer_ids: list[int]) -> dict[tuple[int, str], Row]:
    last: dict[tuple[int, str], Row] = {}
    for piece in chunks(offer_ids):
        query = PriceHistory.select().where(PriceHistory.offer_id.in_(piece))
        for row in query.order_by(PriceHistory.recorded_at, PriceHistory.id).dicts():
            last[row["offer_id"], row["currency"]] = row
    return last


def _outcome(batch: _Batch, offer_id: int) -> Outcome:
    if offer_id in batch.created:
        return "created"
    return "updated" if offer_id in batch.changed else "unchanged"
