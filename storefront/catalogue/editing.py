"""What an editor changes besides saving drafts: SKUs, counts, what is published, what goes for good."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from storefront.catalogue import shelf
from storefront.catalogue.drafts import WrongDraft
from storefront.catalogue.rows import ids_by, rows_of
from storefront.catalogue.tables import Offer, Product, Reservation, Seller, Stock, Variant
from storefront.db import for_update, lock_rows, transaction


def lock_product(product_id: int) -> None:
    """Nobody else saves this product until the transaction ends."""
    lock_rows(Product.select(Product.id).where(Product.id == product_id))


@transaction()
def rename_skus(names: Mapping[int, str]) -> None:
    """Give variants other SKUs, by id: offers, stock and orders stay theirs. Two may change places."""
    taken = {row["sku"]: row["id"] for row in rows_of(Variant, "sku", list(names.values()))}
    for number, sku in names.items():
        if taken.get(sku, number) not in names:
            raise WrongDraft(f"SKU {sku!r} belongs to another product")
    for number in names:
        Variant.update(sku=f"-renamed-{number}-").where(Variant.id == number).execute()
    for number, sku in names.items():
        Variant.update(sku=sku).where(Variant.id == number).execute()


@transaction()
def count_stock(seller: str, sku: str, was: int | None, counted: int | None, now: datetime) -> None:
    """Somebody saw `was` pieces on hand and says there are `counted` (None: not counted).

    What was sold meanwhile stays sold: the difference is what is added or taken. was None: he saw no count.
    """
    sellers, variants = ids_by(Seller, "slug", [seller]), ids_by(Variant, "sku", [sku])
    if seller not in sellers or sku not in variants:
        raise WrongDraft(f"there is no seller {seller!r} or no variant with SKU {sku!r}")
    key = {"seller": sellers[seller], "variant": variants[sku], "label": ""}
    same = (Stock.seller == key["seller"]) & (Stock.variant == key["variant"]) & (Stock.label == "")
    row = for_update(Stock.select().where(same)).first()
    if row is None:
        Stock.insert(key | {"tracked": counted is not None, "on_hand": counted or 0}).execute()
    else:
        sold = was - row.on_hand if was is not None and row.tracked else 0
        left = 0 if counted is None else max(counted - sold, 0)
        Stock.update(tracked=counted is not None, on_hand=left).where(Stock.id == row.id).execute()
    product = Variant.select(Variant.product).where(Variant.id == key["variant"]).scalar()
    shelf.refresh([product], now)


@transaction()
def publish(product_ids: Sequence[int], published: bool, now: datetime) -> list[int]:
    """Put products on sale or take them off; the ids of those that were not so before."""
    changed = Product.select(Product.id).where(Product.id.in_(list(product_ids)), Product.published != published)
    ids = [row.id for row in changed.order_by(Product.id)]
    Product.update(published=published, updated_at=now).where(Product.id.in_(ids)).execute()
    shelf.refresh(ids, now)
    return ids


@transaction()
def delete_variants(variant_ids: Iterable[int]) -> None:
    """Variants, their offers and stock are gone for good. Ask first whether anybody still needs them.

    The price history stays: what was announced is provable without the offer.
    """
    ids = list(variant_ids)
    stocks = Stock.select(Stock.id).where(Stock.variant.in_(ids))
    Offer.update(stock=None).where(Offer.stock.in_(stocks)).execute()
    Reservation.delete().where(Reservation.stock.in_(stocks)).execute()
    Offer.delete().where(Offer.variant.in_(ids)).execute()
    Stock.delete().where(Stock.variant.in_(ids)).execute()
    Variant.delete().where(Variant.id.in_(ids)).execute()


@transaction()
def delete_product(product_id: int) -> None:
    """The product is gone for good, with all that hangs on it."""
    delete_variants([row["id"] for row in rows_of(Variant, "product", [product_id])])
    Product.delete().where(Product.id == product_id).execute()
