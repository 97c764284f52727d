"""What the club puts on a product's page, for members only: the audience hides its offers from others."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from storefront.api import (
    Context,
    Fragment,
    Line,
    Offer,
    Problem,
    badge,
    offers_on_sale,
    price,
    price_view,
    product_measures,
)
from storefront_club.contexts import MembersPanel, PlacesLeft
from storefront_club.invitations import MOST_ENGRAVED


def club_fragments() -> list[Fragment]:
    """A panel to order from, and a count that is asked again every ten seconds."""
    return [
        Fragment("club-buy", "product.buy", "club/buy.html", panels, order=50, scope="private"),
        Fragment(
            "club-places-left",
            "product.below",
            "club/places_left.html",
            places_left,
            delivery="live",
            scope="private",
        ),
    ]


def panels(subjects: list[Any], context: Context) -> list[dict[str, Any] | None]:
    """The panel of each product that the club offers; of the shown variant, else of the first."""
    offers = [_shown(found, context.shown_sku) for found in _by_product(subjects, context).values()]
    prices = price([Line(offer, 1) for offer in offers], context)
    measures = product_measures([offer.product_id for offer in offers])
    made = {
        offer.product_id: MembersPanel(
            offer.product_id,
            badge("club", context.language),
            price_view(answer, context, measures.get(offer.product_id)),
            offer.id,
            f"/{context.language}/club/order",
            MOST_ENGRAVED,
        )
        for offer, answer in zip(offers, prices, strict=True)
        if not isinstance(answer, Problem)
    }
    return [{"fragment": made[subject]} if subject in made else None for subject in subjects]


def places_left(subjects: list[Any], context: Context) -> list[dict[str, Any] | None]:
    """How many of each product can still be ordered; nothing where they are not counted."""
    offers = _by_product(subjects, context)
    counts = {product: [offer.available for offer in found] for product, found in offers.items()}
    places = {
        product: sum(count or 0 for count in known)
        for product, known in counts.items()
        if None not in known
    }
    return [
        {"fragment": PlacesLeft(subject, places[subject])} if subject in places else None for subject in subjects
    ]


def _by_product(subjects: list[Any], context: Context) -> dict[int, list[Offer]]:
    found: defaultdict[int, list[Offer]] = defaultdict(list)
    for offer in offers_on_sale(context, subjects, "club"):
        found[offer.product_id].append(offer)
    return dict(found)


def _shown(offers: list[Offer], sku: str) -> Offer:
    return next((offer for offer in offers if offer.sku == sku), offers[0])
