"""What must fit together in products, and what only the shop knows about them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from storefront.catalogue.rows import chunks
from storefront.catalogue.tables import Product, Variant
from storefront.records import reasons
from storefront.records.kinds import Fault, Record


def faults_of(records: Sequence[Record]) -> list[tuple[int, Fault]]:
    """Faults by the record's index."""
    owners = _owners([one["sku"] for record in records for one in record["variants"]])
    return [(index, fault) for index, record in enumerate(records) for fault in _faults(record, owners)]


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
