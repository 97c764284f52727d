"""Where plugins are asked what else a product can be found by: in bulk, when products are saved."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import zip_longest

from storefront.catalogue.tables import Offer, Variant
from storefront.runtime import find_current
from storefront.values import ProductFacts


def further_words(slugs: Mapping[int, str]) -> dict[int, str]:
    """Product id → words of all plugins; nothing while no shop is running (migrations, some tests)."""
    runtime = find_current()
    if runtime is None or not slugs:
        return {}
    facts = [ProductFacts(i, slug, models) for (i, slug), models in zip(slugs.items(), _models(slugs), strict=True)]
    found: dict[int, str] = {}
    for _plugin, answers in runtime.plugins.open("search_fields", products=facts):
        for product, words in zip_longest(facts, answers, fillvalue=""):
            if words and isinstance(product, ProductFacts):
                found[product.id] = f"{found.get(product.id, '')} {words}".strip()
    return found


def _models(slugs: Mapping[int, str]) -> list[tuple[str, ...]]:
    """The business models that offer each product; one query."""
    rows = (
        Offer.select(Variant.product, Offer.business_model)
        .join(Variant, on=(Offer.variant == Variant.id))
        .where(Variant.product.in_(list(slugs)))
        .distinct()
        .order_by(Offer.business_model)
        .tuples()
    )
    known: dict[int, list[str]] = {}
    for product_id, model in rows:
        known.setdefault(product_id, []).append(model)
    return [tuple(known.get(product_id, ())) for product_id in slugs]
