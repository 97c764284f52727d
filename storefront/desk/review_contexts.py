"""What the desk's template of a review gets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from storefront.accounts.ratings.contexts import ReviewView, SentPhoto
from storefront.web.form_view import ActionForm, FormError
from storefront.web.frame import Link


@dataclass(frozen=True)
class DeskReviewPage:
    """desk/review.html: one review, what was reported, and what can be done"""

    title: Annotated[str, "The page's heading"]
    state: Annotated[str, "Whether it is shown"]
    tone: Annotated[str, "good, warn, bad or quiet"]
    review: Annotated[ReviewView, "What it says"]
    facts: Annotated[tuple[tuple[str, str], ...], "Order, seller, why it waits: label, value"]
    links: Annotated[tuple[Link, ...], "The order, the product"]
    photos: Annotated[tuple[SentPhoto, ...], "What was sent with it, shown or not"]
    reports: Annotated[tuple[tuple[str, str, str], ...], "Reason, words, when"]
    acts: Annotated[tuple[ActionForm, ...], "What can be done with it"]
    errors: Annotated[tuple[FormError, ...], "What was wrong"] = ()
