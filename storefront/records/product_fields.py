"""The fields of a product in a file: its words, variants, offers, stock, pictures and facts."""

from __future__ import annotations

from functools import partial

from storefront.catalogue.tables import (
    Image,
    Offer,
    OfferPrice,
    PriceHistory,
    Product,
    ProductText,
    Stock,
    Variant,
)
from storefront.records.kinds import RecordField
from storefront.records.references import (
    ATTRIBUTE_VALUE,
    BUSINESS_MODEL,
    CATEGORY,
    PRODUCT,
    SELLER,
    STOCK,
    VARIANT,
)
from storefront.records.rows import Column, column

_told, _text, _variant = partial(column, Product), partial(column, ProductText), partial(column, Variant)
_image, _offer, _price = partial(column, Image), partial(column, Offer), partial(column, OfferPrice)
_history, _stock = partial(column, PriceHistory), partial(column, Stock)

# columns that stand in the file as they stand in the table
PRODUCT_COLUMNS = (
    _told("slug", "Its name in addresses", required=True),
    _told("category", "The category it stands in", refers=CATEGORY),
    _told("brand", "Its brand"),
    _told("hs_code", "Its customs tariff number"),
    _told("origin", "The country it comes from", kind="country"),
    _told("tax_class", "`standard`, `reduced`, `zero`, `exempt` or a word of its own"),
    _told("measure_quantity", "The content of one piece, for the price by measure", lowest=1),
    _told("measure_unit", "In this unit"),
    *(
        _told(f"{who}_{what}", f"{words}: {what}", **({"kind": "country"} if what == "country" else {}))
        for who, words in (("manufacturer", "The manufacturer"), ("responsible", "The responsible person in the EU"))
        for what in ("name", "address", "email", "country")
    ),
    _told("restrictions", "Such as `battery`", kind="words"),
    _told("tags", "Words it is found by", kind="words"),
    _told("published", "It can be seen"),
    _told("hidden", "It is in no list, but can be bought by its address"),
    _told("popularity", "Lists are in this order"),
    _told("created_at", "Since when it is here; left out: now", required=False, nullable=True),
    _told("demo", "Made by `storefront demo`"),
)
TEXT_COLUMNS = (
    _text("title", "Its title", required=True),
    _text("summary", "It in one sentence"),
    _text("description", "About it", kind="html"),
    _text("warnings", "What must be warned of"),
    _text("seo_title", "The title for search engines"),
    _text("seo_description", "The description for search engines"),
)
IMAGE_COLUMNS = (
    _image("kind", "`remote`: only its address is known", choices=("raster", "drawing", "remote")),
    _image("digest", "Names its files"),
    _image("source_url", "Where it came from, or is to come from"),
    _image("width", "Of the original, in pixels", lowest=0),
    _image("height", "Of the original, in pixels", lowest=0),
    _image("widths", "The widths there are files of"),
    _image("formats", "The formats there are files of", kind="words"),
    _image("ground", "The ground's number", lowest=0, most=1000),
    _image("alt", "What it shows, for those who do not see it", kind="texts"),
)
VARIANT_COLUMNS = (
    _variant("sku", "Its name", required=True),
    _variant("position", "Its place"),
    _variant("gtin", "Its bar code's number"),
    _variant("manufacturer_code", "The maker's number for it"),
    _variant("weight_grams", "0: not known", lowest=0),
    _variant("length_mm", "0: not known", lowest=0),
    _variant("width_mm", "0: not known", lowest=0),
    _variant("height_mm", "0: not known", lowest=0),
)
STOCK_COLUMNS = (
    _stock("seller", "Whose it is", refers=SELLER),
    _stock("label", "A name, where he has several of one variant"),
    _stock("tracked", "Counted; otherwise always there"),
    _stock("on_hand", "How many are there, reserved ones too", lowest=0),
)
OFFER_COLUMNS = (
    _offer("seller", "Who offers it", refers=SELLER),
    _offer("business_model", "Under which business model", kind="reference", most=40),
    _offer("audience", "To whom; empty: everyone"),
    _offer("stock", "Which stock it is taken from", refers=STOCK),
    _offer("currency", "The price's currency", kind="currency", required=True),
    _offer("price", "For `per` pieces, in minor units", lowest=0),
    _offer("reduced_price", "Reduced, in minor units", lowest=0),
    _offer("reduced_from", "Since when it is reduced"),
    _offer("reduced_until", "Until when it is reduced"),
    _offer("per", "The price is for so many", lowest=1),
    _offer("tax_included", "Tax is in it"),
    _offer("tax_country", "Whose tax", kind="country"),
    _offer("minimum", "At least so many", lowest=1),
    _offer("step", "In steps of", lowest=1),
    _offer("active", "It is for sale"),
    _offer("valid_until", "When it ends"),
    _offer("demo", "Made by `storefront demo`"),
)
PRICE_COLUMNS = (
    _price("currency", "The currency", kind="currency", required=True),
    _price("price", "In minor units", lowest=0),
    _price("reduced_price", "Reduced, in minor units", lowest=0),
)
HISTORY_COLUMNS = (
    _history("currency", "The currency", kind="currency", required=True),
    _history("price", "What was asked, in minor units", lowest=0),
    _history("reduced_price", "Reduced, in minor units", lowest=0),
    _history("reduced_from", "Since when it was reduced"),
    _history("reduced_until", "Until when it was reduced"),
    _history("recorded_at", "Since when that was so"),
)


def _fields(columns: tuple[Column, ...]) -> tuple[RecordField, ...]:
    return tuple(one.field for one in columns)


def _sold(fields: tuple[RecordField, ...]) -> tuple[RecordField, ...]:
    """An offer's business model is one this shop knows."""
    meaning = "Under which business model"
    model = RecordField("business_model", "reference", meaning, required=True, refers=BUSINESS_MODEL)
    return tuple(model if one.name == "business_model" else one for one in fields)


SKU = RecordField("sku", "reference", "Of which variant", required=True, refers=VARIANT)
VARIANT_FIELDS = (
    *_fields(VARIANT_COLUMNS),
    RecordField("options", "pairs", "What it has on each axis: attribute → value", refers=ATTRIBUTE_VALUE),
    RecordField("image", "integer", "Which of the product's pictures shows it, from 0", nullable=True, lowest=0),
)
OFFER_FIELDS = (
    SKU,
    *_sold(_fields(OFFER_COLUMNS)),
    RecordField("prices", "objects", "Prices of its own in further currencies", of=_fields(PRICE_COLUMNS)),
    RecordField(
        "history", "objects", "What it has asked before: the lowest price of the last 30 days is read from it",
        of=_fields(HISTORY_COLUMNS),
    ),
)  # fmt: skip
PRODUCT_FIELDS = (
    *_fields(PRODUCT_COLUMNS),
    RecordField("more_categories", "words", "Further categories it stands in", refers=CATEGORY),
    RecordField("related", "words", "Products that go with it, by slug", refers=PRODUCT, later=True),
    RecordField("attributes", "lists", "Its facts: attribute → values", refers=ATTRIBUTE_VALUE),
    RecordField("texts", "by_language", "Its words", of=_fields(TEXT_COLUMNS)),
    RecordField("images", "objects", "Its pictures, in their order", of=_fields(IMAGE_COLUMNS)),
    RecordField("variants", "objects", "What is bought", of=VARIANT_FIELDS),
    RecordField("stocks", "objects", "What sellers have of its variants", of=(SKU, *_fields(STOCK_COLUMNS))),
    RecordField("offers", "objects", "Who offers them at which terms", of=OFFER_FIELDS),
)
