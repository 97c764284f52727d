"""A small shop of many languages to search in."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from storefront.catalogue.actions import save_attribute, save_category, save_offer, save_product, save_seller
from storefront.catalogue.drafts import (
    AttributeDraft,
    CategoryDraft,
    CategoryTextDraft,
    OfferDraft,
    ProductDraft,
    ProductTextDraft,
    SellerDraft,
    VariantDraft,
)
from storefront.catalogue.search.finding import find
from storefront.catalogue.tables import Product
from storefront.catalogue.viewer import Viewer

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
LANGUAGES = ("en", "de", "zh-Hans", "ar")
MODELS = frozenset({"retail", "wholesale"})


def viewer(language: str = "en", **more: Any) -> Viewer:
    return Viewer(**{"business_models": MODELS, "now": NOW, "languages": (language, "en"), **more})


def make(slug: str, texts: dict[str, str] | str, *, sell: bool = True, **more: Any) -> None:
    """A product with one variant, sold at retail; texts: titles by language, or the English one."""
    titles = {"en": texts} if isinstance(texts, str) else texts
    variant = more.pop("variant", VariantDraft(f"HF-{slug.upper()}/1"))
    words = {language: ProductTextDraft(title) for language, title in titles.items()}
    save_product(ProductDraft(slug, more.pop("words", words), (variant,), **more), NOW)
    if sell:
        save_offer(OfferDraft(variant.sku, "acme", "retail", "EUR", 1000, stock=3), NOW)


def found(query: str, who: Viewer | None = None) -> list[str]:
    """The slugs that a query finds, the best first."""
    slugs = dict(Product.select(Product.id, Product.slug).tuples())
    return [slugs[one] for one in find(query, who or viewer(), LANGUAGES).product_ids]


def fill() -> None:
    """Furniture and kitchen things in four languages."""
    save_seller(SellerDraft("acme", "Acme", "DE"))
    names = {"en": "Tables", "de": "Tische", "zh-Hans": "桌子", "ar": "طاولات"}
    save_category(CategoryDraft("tables", {tag: CategoryTextDraft(name) for tag, name in names.items()}))
    oak = {"oak": {"en": "Oak", "de": "Eiche", "zh-Hans": "橡木", "ar": "بلوط"}}
    save_attribute(AttributeDraft("material", {"en": "Material"}, oak))
    make(
        "dining",
        {"en": "Dining table Lund", "de": "Esstisch Lund", "zh-Hans": "隆德实木餐桌", "ar": "طاولة طعام لوند"},
        category="tables", attributes={"material": "oak"}, brand="Nordbord",
        variant=VariantDraft("HF-1204/NAT", gtin="4006381333931", manufacturer_code="LU 77-a"),
    )  # fmt: skip
    make("kettle", {"en": "Kettle, 1.7 l", "de": "Wasserkocher 1,7 Liter", "zh-Hans": "电热水壶 1.7升", "ar": "غلاية ماء"})
    make("coffee", {"en": "Coffee maker", "de": "Kaffeemaschine", "zh-Hans": "咖啡机", "ar": "آلة القهوة"})
    make("grater", {"en": "Cheese grater", "de": "Käsereibe", "ar": "مبشرة الجبن"})
    make("knives", {"en": "Set of knives", "de": "Messersatz", "zh-Hans": "刀具套装", "ar": "مجموعة السكاكين"})
    make("shirt", {"en": "Men's T-shirt, colour sand", "de": "Herren-T-Shirt"})
