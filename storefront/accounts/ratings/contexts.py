"""What the templates of reviews get."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from storefront.catalogue.contexts import ImageView
from storefront.web.form_view import ActionForm, FieldGroup, FormError
from storefront.web.frame import Link


@dataclass(frozen=True)
class StarBar:
    """How many gave so many stars."""

    label: Annotated[str, "“5 stars”"]
    count: Annotated[int, "How many did"]
    total: Annotated[int, "Of how many; never 0"]
    number: Annotated[str, "The count, written"]
    url: Annotated[str, "Their reviews"]
    current: Annotated[bool, "Whether only these are shown"] = False


@dataclass(frozen=True)
class RatingLine:
    """A product's rating in one line: under its name, on its card"""

    mean: Annotated[str, "“4.3”"]
    words: Annotated[str, "“4.3 of 5 stars”, for who hears the page"]
    count: Annotated[str, "“27 reviews”"]


@dataclass(frozen=True)
class RatingView:
    """A product's rating in short."""

    mean: Annotated[str, "“4.3”"]
    words: Annotated[str, "“4.3 of 5 stars”, for who hears the page"]
    count: Annotated[str, "“27 reviews”"]
    url: Annotated[str, "All reviews"]
    bars: Annotated[tuple[StarBar, ...], "From five stars down to one"] = ()


@dataclass(frozen=True)
class ReviewView:
    """One review."""

    id: Annotated[int, "Its number"]
    stars: Annotated[int, "1 to 5"]
    stars_words: Annotated[str, "“4 of 5 stars”"]
    title: Annotated[str, "Its heading; empty: none"]
    paragraphs: Annotated[tuple[str, ...], "What it says"]
    language: Annotated[str, "The tag of the language it is written in"]
    direction: Annotated[str, "ltr or rtl"]
    language_name: Annotated[str, "That language's name for itself; empty: it is the page's"]
    who: Annotated[str, "A name, or “Verified buyer”"]
    when: Annotated[str, "When it was written"]
    when_iso: Annotated[str, "The same, ISO 8601"]
    changed: Annotated[str, "“changed on …”; empty: as it was"] = ""
    pictures: Annotated[tuple[ImageView, ...], "Its photos"] = ()
    seller: Annotated[str, "Who answers"] = ""
    answer: Annotated[tuple[str, ...], "What the seller says to it"] = ()
    answered: Annotated[str, "When"] = ""
    helpful: Annotated[str, "How many found it helpful, in words; empty: nobody yet"] = ""
    helpful_url: Annotated[str, "Where one says that it helped"] = ""
    report_url: Annotated[str, "Where one says that it breaks the rules"] = ""


@dataclass(frozen=True)
class ReviewsSection:
    """ratings/product.html: a product's first reviews, on its page"""

    rating: Annotated[RatingView, "Mean, count, bars"]
    reviews: Annotated[tuple[ReviewView, ...], "The first ones"]
    checked: Annotated[str, "How reviews are checked (Directive 2005/29/EC, article 7(6))"]
    rules_url: Annotated[str, "Where that is said in full"]


@dataclass(frozen=True)
class ReviewsPage:
    """ratings/reviews.html: all reviews of a product"""

    title: Annotated[str, "The page's heading"]
    product: Annotated[Link, "The product"]
    rating: Annotated[RatingView, "Mean, count, bars"]
    reviews: Annotated[tuple[ReviewView, ...], "This page of them"]
    filters: Annotated[tuple[Link, ...], "All, with photos; one is current"]
    sorts: Annotated[tuple[Link, ...], "Newest, helpful; one is current"]
    checked: Annotated[tuple[str, ...], "How reviews are checked, in full"]
    hidden: Annotated[tuple[str, ...], "How many are hidden, and why"] = ()
    next_url: Annotated[str, "The next page"] = ""
    clear_url: Annotated[str, "All of them, where a filter is on"] = ""


@dataclass(frozen=True)
class RateItem:
    """Something bought, with what can be said of it now."""

    title: Annotated[str, "The product's name"]
    image: Annotated[ImageView | None, "Its picture"]
    state: Annotated[str, "What became of the review; empty: there is none"]
    url: Annotated[str, "Where it is rated or changed; empty: nothing can be done"]
    label: Annotated[str, "What the link says"]
    stars: Annotated[int, "What was given; 0: nothing yet"] = 0
    stars_words: Annotated[str, "The same in words"] = ""


@dataclass(frozen=True)
class OrderRating:
    """ratings/order.html: what of an order can be rated, on its page"""

    items: Annotated[tuple[RateItem, ...], "Its products"]
    about_you: Annotated[tuple[str, ...], "What the seller says of the buyer: stars in words, then his words"] = ()


@dataclass(frozen=True)
class RateList:
    """ratings/to_rate.html: what somebody can rate, and has rated"""

    title: Annotated[str, "The page's heading"]
    items: Annotated[tuple[RateItem, ...], "What he bought"]
    back: Annotated[Link, "Where he came from"]
    empty: Annotated[str, "What stands in place of nothing"]


@dataclass(frozen=True)
class SentPhoto:
    """A photo that belongs to a review already."""

    token: Annotated[str, "What its checkbox sends"]
    url: Annotated[str, "A small version, for its author alone"]
    name: Annotated[str, "The name it had"]


@dataclass(frozen=True)
class ReviewForm:
    """ratings/form.html: a review is written or changed"""

    title: Annotated[str, "The page's heading"]
    product: Annotated[str, "What is rated"]
    image: Annotated[ImageView | None, "Its picture"]
    action: Annotated[str, "Where the form is sent"]
    groups: Annotated[tuple[FieldGroup, ...], "Stars, heading, text, name"]
    errors: Annotated[tuple[FormError, ...], "What is wrong, listed on top"]
    photo_error: Annotated[str, "What is wrong with the photos"]
    photos: Annotated[tuple[SentPhoto, ...], "Those it has"]
    photo_help: Annotated[str, "How many, how large, who sees them"]
    accept: Annotated[str, "Which kinds of pictures"]
    button: Annotated[str, "The button's words"]
    back: Annotated[Link, "Back to the order"]
    notes: Annotated[tuple[str, ...], "What happens to it: when it is seen, how it is checked"] = ()
    take_back: Annotated[ActionForm | None, "Takes the review back"] = None


@dataclass(frozen=True)
class AskPage:
    """ratings/ask.html: one question with one button: a report, or no more mails"""

    title: Annotated[str, "The page's heading"]
    intro: Annotated[str, "What it does"]
    action: Annotated[str, "Where the form is sent"]
    button: Annotated[str, "The button's words"]
    groups: Annotated[tuple[FieldGroup, ...], "What it asks"] = ()
    errors: Annotated[tuple[FormError, ...], "What is wrong"] = ()
    quoted: Annotated[tuple[str, ...], "What it is about"] = ()
    back: Annotated[Link | None, "Back"] = None
