"""The pieces that reviews bring to other pages: product, card, order; and to a product's structured data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from storefront.accounts.ratings.contexts import OrderRating, RatingLine, ReviewsSection
from storefront.accounts.ratings.figures import mean
from storefront.accounts.ratings.reading import first_reviews, summaries
from storefront.accounts.ratings.rules import SHOWN
from storefront.accounts.ratings.sales import sales_of
from storefront.accounts.ratings.showing import CHECKED, paragraphs, rating_view, review_view, stars_words
from storefront.accounts.ratings.tables import BuyerRating
from storefront.accounts.ratings.to_rate import rate_items
from storefront.orders.wording import Wording
from storefront.runtime import current
from storefront.values import Context, Fragment, ProductFacts

SCHEMA = "https://schema.org"


def rating_fragments() -> list[Fragment]:
    """What goes where."""
    return [
        Fragment("rating-line", "product.price", "ratings/line.html", lines, order=5),
        Fragment("product-reviews", "product.below", "ratings/product.html", sections, order=50),
        Fragment("card-rating", "card.price", "ratings/card.html", on_cards, order=200),
        Fragment("order-rating", "order.below", "ratings/order.html", of_orders, order=50, scope="private"),
    ]


def lines(subjects: list[Any], context: Context) -> list[dict[str, Any] | None]:
    """Stars and how many reviews, under a product's name."""
    return _rated(subjects, context, fewest=1)


def on_cards(subjects: list[Any], context: Context) -> list[dict[str, Any] | None]:
    """The same on a card, from enough reviews on."""
    return _rated(subjects, context, fewest=current().settings.reviews.on_cards)


def _rated(subjects: list[Any], context: Context, fewest: int) -> list[dict[str, Any] | None]:
    found, wording = summaries(tuple(int(one) for one in subjects)), Wording(current(), context.language)
    answers: list[dict[str, Any] | None] = []
    for subject in subjects:
        summary = found.get(int(subject), {})
        view = rating_view(summary, "", wording) if summary.get("count", 0) >= fewest else None
        answers.append({"fragment": RatingLine(view.mean, view.words, view.count)} if view else None)
    return answers


def sections(subjects: list[Any], context: Context) -> list[dict[str, Any] | None]:
    """The first reviews of a product."""
    return [_section(int(subject), context) for subject in subjects]


def _section(product_id: int, context: Context) -> dict[str, Any] | None:
    wording = Wording(current(), context.language)
    summary, reviews = summaries((product_id,)).get(product_id, {}), first_reviews(product_id)
    rating = rating_view(summary, summary.get("slug", ""), wording)
    if rating is None:
        return None
    views = tuple(review_view(row, wording) for row in reviews)
    return {"fragment": ReviewsSection(rating, views, wording.t(CHECKED), f"{rating.url}#checked")}


def of_orders(subjects: list[Any], context: Context) -> list[dict[str, Any] | None]:
    """What of an order its buyer can rate now, and what the seller says of him."""
    wording = Wording(current(), context.language)
    sales = sales_of([int(one) for one in subjects])
    answers: list[dict[str, Any] | None] = []
    for subject in subjects:
        mine = [sale for sale in sales if sale.order["id"] == int(subject)]
        items = rate_items(mine, wording, context.now)
        both = any(sale.rules.rates == "both" for sale in mine)
        about = about_buyer(int(subject), wording) if both else ()
        answers.append({"fragment": OrderRating(items, about)} if items or about else None)
    return answers


def about_buyer(order_id: int, wording: Wording) -> tuple[str, ...]:
    """What the seller says of a buyer, once both may see it."""
    found = BuyerRating.get_or_none(BuyerRating.order == order_id, BuyerRating.state == SHOWN)
    return (stars_words(found.stars, wording), *paragraphs(found.text)) if found else ()


def structured_rating(product: ProductFacts, context: Context) -> Mapping[str, Any] | None:
    """A product's mean and first reviews, as search engines read them."""
    summary, reviews = summaries((product.id,)).get(product.id, {}), first_reviews(product.id)
    found = mean(summary.get("stars", 0), summary.get("count", 0))
    if found is None:
        return None
    wording = Wording(current(), context.language)
    return {
        "aggregateRating": {
            "@type": "AggregateRating",
            "ratingValue": str(found),
            "reviewCount": summary["count"],
            "bestRating": 5,
            "worstRating": 1,
        },
        "review": [_structured(row, wording) for row in reviews],
    }


def _structured(row: Mapping[str, Any], wording: Wording) -> dict[str, Any]:
    view = review_view(row, wording)
    told: dict[str, Any] = {
        "@type": "Review",
        "reviewRating": {"@type": "Rating", "ratingValue": view.stars, "bestRating": 5, "worstRating": 1},
        "author": {"@type": "Person", "name": view.who},
        "datePublished": view.when_iso,
        "inLanguage": view.language,
    }
    if view.title:
        told["name"] = view.title
    if view.paragraphs:
        told["reviewBody"] = "\n".join(view.paragraphs)
    return told
