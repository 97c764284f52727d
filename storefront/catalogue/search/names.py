"""What was found, by name: for the command line."""

from __future__ import annotations

from collections.abc import Sequence

from storefront.catalogue.tables import Product, ProductText, Variant
from storefront.catalogue.words import texts_by


def names(product_ids: Sequence[int], languages: Sequence[str]) -> dict[int, dict[str, str]]:
    """SKU of the first variant, slug and title of some products; three queries."""
    ids = list(product_ids)
    texts = ProductText.select(ProductText.product, ProductText.language, ProductText.title)
    titles = texts_by(texts.where(ProductText.product.in_(ids)).dicts(), "product", languages)
    slugs = dict(Product.select(Product.id, Product.slug).where(Product.id.in_(ids)).tuples())
    variants = Variant.select(Variant.product, Variant.sku).where(Variant.product.in_(ids))
    skus = dict(variants.order_by(Variant.position.desc(), Variant.id.desc()).tuples())
    return {
        one: {"sku": skus.get(one) or "", "slug": slug, "title": titles[one]["title"] if one in titles else slug}
        for one, slug in slugs.items()
    }
