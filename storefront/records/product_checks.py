"""What must fit together in products, and what only the shop knows about them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from storefront.catalogue.rows import chunks
from storefront.catalogue.seller_models import models_of
from storefront.catalogue.tables import Offer, Product, Seller, Variant
from storefront.records import reasons
from storefront.records.kinds import Fault, Record


def faults_of(records: Sequence[Record]) -> list[tuple[int, Fault]]:
    """Faults by the record's index."""
    owners = _owners([one["sku"] for record in records for one in record["variants"]])
    found = [(index, fault) for index, record in enumerate(records) for fault in _faults(record, owners)]
    return found + list(_strange_models(records))


def _strange_models(records: Sequence[Record]) -> Iterator[tuple[int, Fault]]:
    """Offers under models that their sellers were not approved for; those that are on sale already may stay."""
    slugs = {one["seller"] for record in records for one in record["offers"]}
    sellers = {row.slug: row for row in Seller.select().where(Seller.slug.in_(sorted(slugs)))}
    known = models_of(row.id for row in sellers.values())
    for index, record in enumerate(records if known else ()):
        for number, one in enumerate(record["offers"]):
            seller, model = sellers.get(one["seller"]), one["business_model"]
            if seller is None or model in known.get(seller.id, (model,)) or not one["active"]:
                continue
            mine = (Offer.seller == seller.id) & (Offer.business_model == model) & (Variant.sku == one["sku"])
            if not Offer.select().join(Variant).where(mine, Offer.active).exists():
                models = ", ".join(sorted(known[seller.id]))
                told = {"seller": seller.slug, "models": models}
                yield index, Fault(f"offers[{number}].business_model", model, reasons.NOT_APPROVED, told)


def _faults(record: Record, owners: dict[str, Any]) -> Iterator[Fault]:
    own = {one["sku"] for one in record["variants"]}
    if not own:
        yield Fault("variants", "", reasons.MISSING)
    for number, one in enumerate(record["variants"]):
        slug = str(owners.get(one["sku"], record["slug"]))
        if slug != record["slug"]:
            yield Fault(f"variants[{number}].sku", one["sku"], reasons.SKU_OF_ANOTHER, {"slug": slug})
        if one["image"] is not None and one["image"] >= len(record["images"]):
            most = str(len(record["images"]) - 1)
            yield Fault(f"variants[{number}].image", str(one["image"]), reasons.NO_SUCH_PICTURE, {"most": most})
    for name in ("stocks", "offers"):
        for number, one in enumerate(record[name]):
            if one["sku"] not in own:
                yield Fault(f"{name}[{number}].sku", str(one["sku"]), reasons.NOT_OF_PRODUCT)


def _owners(skus: Sequence[str]) -> dict[str, Any]:
    """SKU → slug of the product that has it in the shop."""
    found: dict[str, Any] = {}
    for piece in chunks(skus):
        query = Variant.select(Variant.sku, Product.slug).join(Product).where(Variant.sku.in_(piece))
        found.update(query.tuples())
    return found
