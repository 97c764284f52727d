"""Cards and badges as templates draw them."""

from __future__ import annotations

from collections.abc import Sequence

from storefront.catalogue.colours import SWATCHES
from storefront.catalogue.contexts import Badge, Card
from storefront.catalogue.queries import CardFacts, cards
from storefront.values import BusinessModel, Kept
from storefront.web.page_cache.memo import memo
from storefront.web.shopper import Shopper


def badge(model: BusinessModel, visitor: Shopper) -> Badge:
    """A business model's badge in the shopper's language."""
    meaning = visitor.t(model.sells)
    return Badge(model.code, visitor.t(model.name), model.hue, model.icon, meaning)


def shown_cards(product_ids: Sequence[int], visitor: Shopper) -> tuple[Card, ...]:
    """Products as cards, in the order given."""
    if not product_ids:
        return ()
    kept = memo()
    if kept is None:
        return tuple(card(facts, visitor) for facts in cards(product_ids, visitor.viewer))

    def made(missing: list[int]) -> dict[int, tuple[Card, Kept]]:
        found = (card(facts, visitor) for facts in cards(missing, visitor.viewer))
        return {one.product_id: (one, Kept(frozenset({f"product:{one.product_id}"}))) for one in found}

    audiences = tuple(sorted(visitor.viewer.audiences))
    found = kept.many(("card", visitor.language, audiences), product_ids, visitor.viewer.now, made)
    return tuple(found[one].value for one in product_ids if one in found)


def card(facts: CardFacts, visitor: Shopper) -> Card:
    models = visitor.runtime.plugins.models
    badges = tuple(badge(models[code], visitor) for code in facts.business_models if code in models)
    return Card(
        facts.product_id,
        visitor.url("catalogue.product", slug=facts.slug),
        facts.title,
        facts.image,
        # one model alone needs no badge on every card
        badges if len(models) > 1 else (),
        tuple(key for key in facts.swatches if key in SWATCHES),
    )
