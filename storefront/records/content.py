"""The shop's content apart from products: who sells, shelves, words, delivery, rates."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Any

from storefront.catalogue.actions import save_attribute, save_category, save_seller, save_stock
from storefront.catalogue.content import PLACES
from storefront.catalogue.drafts import AttributeDraft, CategoryDraft, CategoryTextDraft, SellerDraft
from storefront.catalogue.tables import (
    Attribute,
    AttributeValue,
    Category,
    CategoryText,
    Seller,
    SellerText,
    Stock,
)
from storefront.pricing.tables import ExchangeRate, ShippingRate, ShippingZone
from storefront.records.kinds import Record, RecordKind
from storefront.records.references import CATEGORY, SELLER
from storefront.records.rows import Rows, column
from storefront.records.table_kinds import TableKind, table_records
from storefront.tables import ContentPage

DEMO = "Made by `storefront demo`"


def content_records() -> list[RecordKind]:
    """In the order they stand in a file: what others name comes first."""
    return [_sellers(), _categories(), _attributes(), _lots(), _pages(), _zones(), _rates()]


def _sellers() -> RecordKind:
    told = partial(column, Seller)
    source = TableKind(
        Seller,
        ("slug",),
        (
            told("slug", "Its name in addresses", required=True),
            told("name", "What it is called", required=True),
            told("trader", "A trader, or a private person"),
            told("legal_name", "Its name in law"),
            told("address", "Its address"),
            told("country", "Its country", kind="country", required=True),
            told("email", "Its address for mail"),
            told("phone", "Its telephone number"),
            told("register_number", "Its number in the commercial register"),
            told("vat_id", "Its VAT identification number"),
            told("founded", "Since which year"),
            told("demo", DEMO),
            told("suspended", "Nothing of it is on sale for now"),
            told("disclosed", "A private person whose name and address must be shown"),
        ),
        (
            Rows(
                "texts", "Its words by language", SellerText,
                (column(SellerText, "description", "About it", kind="html"),), owner="seller", by="language",
            ),
        ),
    )  # fmt: skip

    def write(records: Sequence[Record], _now: datetime) -> None:
        for record in records:
            plain = {name: value for name, value in record.items() if name != "texts"}
            texts = {language: text["description"] for language, text in record["texts"].items()}
            save_seller(SellerDraft(**plain, descriptions=texts))

    return table_records("seller", "Who sells.", source, write=write)


def _categories() -> RecordKind:
    told = partial(column, Category)
    source = TableKind(
        Category,
        ("slug",),
        (
            told("slug", "Its name in addresses", required=True),
            told("parent", "The category above it", refers=CATEGORY),
            told("position", "Its place among its neighbours"),
            told("demo", DEMO),
        ),
        (
            Rows(
                "texts", "Its words by language", CategoryText,
                (
                    column(CategoryText, "name", "What it is called", required=True),
                    column(CategoryText, "description", "About it"),
                ),
                owner="category", by="language",
            ),
        ),
        # the higher ones first
        rank=lambda row: str(row["path"]).count("/"),
    )  # fmt: skip

    def write(records: Sequence[Record], _now: datetime) -> None:
        for one in records:
            texts = {language: CategoryTextDraft(**text) for language, text in one["texts"].items()}
            save_category(CategoryDraft(one["slug"], texts, one["parent"] or "", one["position"], one["demo"]))

    return table_records("category", "A shelf in a tree.", source, write=write)


def _attributes() -> RecordKind:
    told = partial(column, Attribute)
    source = TableKind(
        Attribute,
        ("code",),
        (
            told("code", "Its name", required=True),
            told("labels", "What it is called", kind="texts"),
            told("facet", "Lists can be filtered by it"),
            told("position", "Its place among the filters"),
        ),
        (
            Rows(
                "values", "Its values, in their order", AttributeValue,
                (
                    column(AttributeValue, "code", "The value's name", required=True),
                    column(AttributeValue, "labels", "What it is called", kind="texts"),
                ),
                owner="attribute", order=("position", "code"),
            ),
        ),
    )  # fmt: skip

    def write(records: Sequence[Record], _now: datetime) -> None:
        for one in records:
            values = {value["code"]: value["labels"] for value in one["values"]}
            save_attribute(AttributeDraft(one["code"], one["labels"], values, one["facet"], one["position"]))

    def also(record: Record) -> Any:
        return [("attribute value", (record["code"], value["code"])) for value in record["values"]]

    meaning = (
        "A kind of fact (material) or an option's axis (colour), with its values. Values that are here and not in the"
        " file stay."
    )
    return table_records("attribute", meaning, source, write=write, also=also)


def _lots() -> RecordKind:
    """Stock of no variant: a lot that several offers share."""
    told = partial(column, Stock)
    source = TableKind(
        Stock,
        ("seller", "label"),
        (
            told("seller", "Whose it is", refers=SELLER),
            told("label", "What it is called"),
            told("tracked", "Counted; otherwise always there"),
            told("on_hand", "How many are there, reserved ones too", lowest=0),
        ),
    )

    def write(records: Sequence[Record], now: datetime) -> None:
        for one in records:
            save_stock(one["seller"], None, one["on_hand"] if one["tracked"] else None, now, one["label"])

    def also(record: Record) -> Any:
        return [("stock", (record["seller"], None, record["label"]))]

    class Lots(TableKind):
        def names(self) -> Any:
            lots = Stock.select(Seller.slug, Stock.label).join(Seller).where(Stock.variant.is_null())
            yield from ((0, name) for name in lots.order_by(Stock.id).tuples())

        def _existing(self, names: Any) -> Any:
            return {name: row for name, row in super()._existing(names).items() if row["variant"] is None}

    lots = Lots(source.table, source.key, source.columns)
    return table_records("lot", "Stock of no variant, which offers may share.", lots, write=write, also=also)


def _pages() -> RecordKind:
    told = partial(column, ContentPage)
    source = TableKind(
        ContentPage,
        ("slug", "language"),
        (
            told("slug", "Its name in addresses", required=True),
            told("language", "Its language", kind="language", required=True),
            told("title", "Its title", required=True),
            told("body", "Its words", kind="html"),
            told("draft", "Still to be looked at"),
            told("position", "Its place in its menu"),
            told("published", "Shoppers see it"),
            told("place", "The menu it stands in", choices=PLACES),
        ),
    )
    return table_records("page", "A page of the shop's own words in one language.", source)


def _zones() -> RecordKind:
    told, rate = partial(column, ShippingZone), partial(column, ShippingRate)
    source = TableKind(
        ShippingZone,
        ("name",),
        (
            told("name", "Its name", required=True),
            told("countries", "Its countries, ISO 3166; none: the rest of the world", kind="words"),
            told("demo", DEMO),
        ),
        (
            Rows(
                "rates", "What it costs to send there", ShippingRate,
                (
                    rate("code", "The method's name", required=True),
                    rate("labels", "What it is called", kind="texts"),
                    rate("up_to_grams", "Up to this weight; null: any", lowest=0),
                    rate("currency", "The price's currency", kind="currency", required=True),
                    rate("price", "In minor units, tax in it", lowest=0),
                    rate("days_min", "It arrives after so many days at the earliest", lowest=0),
                    rate("days_max", "It arrives after so many days at the latest", lowest=0),
                ),
                owner="zone", order=("code", "up_to_grams", "currency", "price"),
            ),
        ),
    )  # fmt: skip
    return table_records("shipping_zone", "Countries that cost the same to send to.", source)


def _rates() -> RecordKind:
    told = partial(column, ExchangeRate)
    source = TableKind(
        ExchangeRate,
        ("currency", "day"),
        (
            told("currency", "Whose rate it is", kind="currency", required=True),
            told("day", "Of which day", kind="day", required=True),
            told("rate", "What one euro was worth, as decimal text", required=True),
            told("source", "Who says so"),
        ),
    )
    return table_records("exchange_rate", "What one euro was worth on a day.", source)
