"""What core owns, as records: content first, then orders and people."""

from __future__ import annotations

from storefront.records import products_in, products_out
from storefront.records.content import content_records
from storefront.records.kinds import Record, RecordKind
from storefront.records.product_checks import faults_of
from storefront.records.product_fields import PRODUCT_FIELDS
from storefront.records.seller_rows import return_address_records, seller_model_records
from storefront.records.thread_rows import thread_records
from storefront.records.trade import trade_records
from storefront.records.upload_rows import upload_records


def core_records() -> list[RecordKind]:
    """What core owns."""
    return [
        *content_records(), _products(), return_address_records(), seller_model_records(), *trade_records(),
        *thread_records(), upload_records(),
    ]  # fmt: skip


def _products() -> RecordKind:
    def also(record: Record) -> list[tuple[str, tuple[object, ...]]]:
        variants = [("variant", (one["sku"],)) for one in record["variants"]]
        stocks = [("stock", (one["seller"], one["sku"], one["label"])) for one in record["stocks"]]
        offers = [
            ("offer", (one["seller"], one["sku"], one["business_model"], one["audience"])) for one in record["offers"]
        ]
        return [*variants, *stocks, *offers]

    return RecordKind(
        "product",
        "What is described, with the variants that are bought. Variants that the file leaves out are taken off sale or"
        " removed; offers it leaves out stay.",
        ("slug",),
        PRODUCT_FIELDS,
        products_out.names,
        products_out.read,
        products_in.write,
        also,
        products_in.finish,
        faults_of,
    )
