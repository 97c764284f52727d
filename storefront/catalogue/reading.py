"""A product read back as the drafts that would save it: what an editor begins with."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from storefront.catalogue.drafts import ImageDraft, OfferDraft, OfferPriceDraft, ProductDraft, VariantDraft
from storefront.catalogue.importers.known import Known, known_products
from storefront.catalogue.rows import Row, rows_of
from storefront.catalogue.tables import (
    Image,
    Offer,
    OfferPrice,
    Product,
    RelatedProduct,
    Seller,
    Stock,
    Variant,
)
from storefront.errors import NotFound

StockKey = tuple[str, str]


@dataclass(frozen=True)
class ReadProduct:
    """A product with its offers to everyone. stock: (seller, SKU) → pieces on hand, None: not counted."""

    id: int
    draft: ProductDraft
    variant_ids: dict[str, int]
    offers: tuple[OfferDraft, ...]
    stock: dict[StockKey, int | None]


def read_product(product_id: int) -> ReadProduct:
    """The product of an id, in a fixed number of queries; raises NotFound."""
    rows = rows_of(Product, "id", [product_id])
    if not rows:
        raise NotFound(f"there is no product {product_id}")
    row = rows[0]
    known = known_products([row["slug"]], "")[row["slug"]]
    images = sorted(rows_of(Image, "product", [product_id]), key=lambda image: int(image["position"]))
    variants = sorted(rows_of(Variant, "product", [product_id]), key=lambda one: (one["position"], one["id"]))
    skus = {one["id"]: one["sku"] for one in variants}
    sellers = {one["id"]: one["slug"] for one in Seller.select(Seller.id, Seller.slug).dicts()}
    stocks = rows_of(Stock, "variant", list(skus))
    return ReadProduct(
        product_id,
        _draft(row, known, images, variants),
        {sku: number for number, sku in skus.items()},
        tuple(_offers(rows_of(Offer, "variant", list(skus)), skus, sellers)),
        {
            (sellers[one["seller"]], skus[one["variant"]]): one["on_hand"] if one["tracked"] else None
            for one in stocks
            if one["label"] == ""
        },
    )


def _draft(row: Row, known: Known, images: list[Row], variants: list[Row]) -> ProductDraft:
    places = {image["id"]: place for place, image in enumerate(images)}
    facts: defaultdict[str, list[str]] = defaultdict(list)
    for attribute, value in known.facts:
        facts[attribute].append(value)
    kept = ("slug", "brand", "hs_code", "origin", "tax_class", "published", "hidden")
    return ProductDraft(
        texts=known.texts,
        variants=tuple(_variant(one, known, places) for one in variants),
        category=known.main[-1][0] if known.main else "",
        more_categories=tuple(chain[-1][0] for chain in known.more),
        tags=tuple(row["tags"]),
        attributes={code: tuple(values) for code, values in facts.items()},
        images=tuple(map(image_draft, images)),
        related=tuple(_related(row["id"])),
        **{name: row[name] for name in kept},
        **known.kept,
    )


def _variant(row: Row, known: Known, places: dict[int, int]) -> VariantDraft:
    kept = ("sku", "gtin", "manufacturer_code", "weight_grams", "length_mm", "width_mm", "height_mm", "position")
    options = dict(known.options.get(row["sku"], ()))
    return VariantDraft(options=options, image=places.get(row["image"]), **{name: row[name] for name in kept})


def image_draft(row: Row) -> ImageDraft:
    """A picture's row as a draft; one that was fetched keeps where it came from."""
    return ImageDraft(
        kind="remote" if row["remote"] is not None else row["kind"],
        widths=tuple(row["widths"]),
        formats=tuple(row["formats"]),
        digest=row["digest"],
        source_url=row["source_url"],
        width=row["width"],
        height=row["height"],
        ground=row["ground"],
        alt=row["alt"],
    )


def _related(product_id: int) -> Sequence[str]:
    query = RelatedProduct.select(Product.slug).join(Product, on=(RelatedProduct.related == Product.id))
    rows = query.where(RelatedProduct.product == product_id).order_by(RelatedProduct.position).tuples()
    return [slug for (slug,) in rows]


def _offers(rows: list[Row], skus: dict[int, str], sellers: dict[int, str]) -> list[OfferDraft]:
    """Offers to everyone; private lists are their plugin's business."""
    public = [row for row in rows if row["audience"] == ""]
    prices: defaultdict[int, dict[str, OfferPriceDraft]] = defaultdict(dict)
    for price in rows_of(OfferPrice, "offer", [row["id"] for row in public]):
        prices[price["offer"]][price["currency"]] = OfferPriceDraft(price["price"], price["reduced_price"])
    kept = (
        "business_model", "currency", "price", "reduced_price", "reduced_from", "reduced_until", "per",
        "tax_included", "tax_country", "minimum", "step", "valid_until", "active", "demo",
    )  # fmt: skip
    return [
        OfferDraft(
            skus[row["variant"]],
            sellers[row["seller"]],
            stock_id=row["stock"],
            prices=prices[row["id"]],
            **{name: row[name] for name in kept},
        )
        for row in sorted(public, key=lambda row: int(row["id"]))
    ]
