"""Reviews in the shop: a product's reviews, rating what one bought, helpful, reports, no more mails."""

from __future__ import annotations

import hashlib

from flask import Response, abort, redirect, request, session
from werkzeug.wrappers import Response as BaseResponse

from storefront.accounts.ratings import actions, form_pages  # noqa: F401 - importing it gives the blueprint its pages
from storefront.accounts.ratings.base_pages import own_order, pages
from storefront.accounts.ratings.contexts import AskPage, RateList, ReviewsPage
from storefront.accounts.ratings.fields import REPORT_FIELDS
from storefront.accounts.ratings.fragments import about_buyer
from storefront.accounts.ratings.inviting import refuse
from storefront.accounts.ratings.paths import rate_order_path, report_path, reviews_path
from storefront.accounts.ratings.reading import HELPFUL, NEWEST, Wanted, hidden_reasons, reviews_of, summaries
from storefront.accounts.ratings.rules import PUBLISHED, REASONS
from storefront.accounts.ratings.sales import sales_of
from storefront.accounts.ratings.showing import CHECKED_IN_FULL, paragraphs, rating_view, review_view
from storefront.accounts.ratings.tables import Review
from storefront.accounts.ratings.to_rate import rate_items
from storefront.catalogue.queries import product_details, visibility
from storefront.catalogue.tables import Product
from storefront.desk.listing import read_mark, written_mark
from storefront.digits import whole
from storefront.errors import NotFound, Refused
from storefront.forms import Checked, Section, check_fields
from storefront.i18n import _, labelled
from storefront.orders.pages import private, wording
from storefront.orders.paths import order_path, product_path
from storefront.orders.queries import find_order
from storefront.values import Kept
from storefront.web.frame import Link
from storefront.web.limits import limits, network
from storefront.web.notices import say
from storefront.web.order_keys import keep_key
from storefront.web.people import current_person, to_sign_in
from storefront.web.rendering import field_views, form_errors, render_page
from storefront.web.shopper import shopper

__all__ = ["pages"]
MINUTE = 60


@pages.get("/<lang>/p/<slug>/reviews")
def reviews(slug: str) -> Response:
    """All reviews of a product, by page; what a filter leaves is for people, not for search engines."""
    visitor = shopper()
    details = product_details(slug, visitor.languages)
    if details is None or visibility(details.id, visitor.viewer) == "gone":
        abort(404)
    words, wanted = wording(visitor), _wanted()
    found, end = reviews_of(details.id, wanted)
    rating = rating_view(summaries((details.id,)).get(details.id, {}), slug, words, wanted.stars)
    if rating is None:
        return redirect(product_path(visitor.language, slug), code=303)  # type: ignore[return-value]
    title = visitor.t(_("Reviews: %(product)s", product=details.title))
    hidden = [labelled(REASONS[reason], count) for reason, count in hidden_reasons(details.id).items()]
    page = ReviewsPage(
        title=title,
        product=Link(details.title, product_path(visitor.language, slug)),
        rating=rating,
        reviews=tuple(review_view(row, words) for row in found),
        filters=_filters(slug, wanted),
        sorts=_sorts(slug, wanted),
        checked=tuple(visitor.t(one) for one in CHECKED_IN_FULL),
        hidden=tuple(visitor.t(one) for one in hidden),
        next_url=_address(slug, wanted, after=written_mark(end)) if end else "",
        clear_url=reviews_path(visitor.language, slug) if wanted.stars or wanted.photos else "",
    )
    robots = "noindex, follow" if request.args or details.hidden else ""
    kept = Kept(frozenset({f"product:{details.id}"}))
    return render_page("ratings/reviews.html", page, title=title, robots=robots, kept=kept)


def _wanted() -> Wanted:
    """What the address asks; whatever makes no sense counts as not said."""
    given = request.args
    stars = whole(given.get("stars")) or 0
    sort = HELPFUL if given.get("sort") == HELPFUL else NEWEST
    mark = read_mark(given.get("after", "")[:200], "number")
    return Wanted(sort, stars if stars <= 5 else 0, given.get("photos") == "1", mark)


def _address(slug: str, wanted: Wanted, **changes: str) -> str:
    parts = {
        "sort": wanted.sort if wanted.sort != NEWEST else "",
        "stars": str(wanted.stars or ""),
        "photos": "1" if wanted.photos else "",
        **changes,
    }
    kept = {name: value for name, value in parts.items() if value}
    return shopper().url("ratings.reviews", slug=slug, **kept)


def _filters(slug: str, wanted: Wanted) -> tuple[Link, ...]:
    t = shopper().t
    return (
        Link(t(_("All")), _address(slug, wanted, photos="", stars=""), not wanted.photos and not wanted.stars),
        Link(t(_("With photos")), _address(slug, wanted, photos="1"), wanted.photos),
    )


def _sorts(slug: str, wanted: Wanted) -> tuple[Link, ...]:
    t = shopper().t
    return (
        Link(t(_("Newest")), _address(slug, wanted, sort=""), wanted.sort == NEWEST),
        Link(t(_("Most helpful")), _address(slug, wanted, sort=HELPFUL), wanted.sort == HELPFUL),
    )


# -- rating what one bought -------------------------------------------------------------------------


@pages.get("/<lang>/orders/<number>/reviews")
def order(number: str) -> BaseResponse:
    """What of an order can be rated; the key in its address is kept in the session and leaves the address."""
    visitor = shopper()
    if key := request.args.get("key", ""):
        find_order(number, key)
        keep_key(key)
        return redirect(rate_order_path(visitor.language, number), code=303)
    facts = own_order(number)
    items = rate_items(sales_of([facts.id]), wording(visitor), visitor.context.now)
    title = visitor.t(_("Rate what you bought"))
    back = Link(visitor.t(_("Order %(number)s", number=number)), order_path(visitor.language, number))
    if len(items) == 1 and not about_buyer(facts.id, wording(visitor)):
        return private(redirect(items[0].url, code=303))  # type: ignore[arg-type]
    page = RateList(title, items, back, visitor.t(_("Nothing of this order can be rated now.")))
    return private(render_page("ratings/to_rate.html", page, title=title, robots="noindex"))


# -- what readers do ----------------------------------------------------------------------------------


@pages.post("/<lang>/reviews/<review_id>/helpful")
def helpful(review_id: str) -> BaseResponse:
    """Somebody signed in found it helpful."""
    person, review = current_person(), _review(review_id)
    if person is None:
        return to_sign_in()
    limits().check("helpful", (str(person.id), 60), seconds=MINUTE)
    try:
        fresh = actions.find_helpful(review.id, person.id)
    except Refused as refusal:
        say(refusal.message, bad=True)
    else:
        say(_("Thank you: you found a review helpful.") if fresh else _("You had said so before."))
    return private(redirect(_back_to(review), code=303))  # type: ignore[arg-type]


@pages.get("/<lang>/reviews/<review_id>/report")
def report(review_id: str) -> Response:
    return _ask_report(_review(review_id))


@pages.post("/<lang>/reviews/<review_id>/report", endpoint="send_report")
def send_report(review_id: str) -> BaseResponse:
    """It stays where it is until staff has looked."""
    review = _review(review_id)
    checked = check_fields(REPORT_FIELDS, {name: request.form.get(name, "")[:5000] for name in request.form})
    if checked.errors:
        return _ask_report(review, checked)
    limits().check("report", (network(), 20), seconds=60 * MINUTE)
    now = shopper().context.now
    actions.report(review.id, _reporter(), checked.values["reason"], checked.values["text"], now)
    say(_("Thank you. Somebody looks at it."))
    return private(redirect(_back_to(review), code=303))  # type: ignore[arg-type]


def _ask_report(review: Review, checked: Checked | None = None) -> Response:
    visitor = shopper()
    t, title = visitor.t, visitor.t(_("Report this review"))
    values = checked.values if checked else {}
    page = AskPage(
        title=title,
        intro=t(_("That a review is bad is no reason. Say which rule it breaks; somebody looks at it.")),
        action=report_path(visitor.language, review.id),
        button=t(_("Send the report")),
        groups=field_views((Section(REPORT_FIELDS),), values, checked.errors if checked else {}, visitor),
        errors=form_errors(checked, visitor) if checked else (),
        quoted=tuple(part for part in (review.title, *paragraphs(review.text)) if part),
        back=Link(t(_("Back to the reviews")), _back_to(review)),
    )
    status = 422 if checked else 200
    return private(render_page("ratings/ask.html", page, title=title, robots="noindex", status=status))


def _reporter() -> str:
    """Who reports, so that each counts once: his account, else a mark of this browser."""
    person = current_person()
    if person is not None:
        return f"person:{person.id}"
    mark = f"{network()} {request.user_agent.string} {session.get('order_keys', '')}"
    return "guest:" + hashlib.sha256(mark.encode("utf-8", "replace")).hexdigest()[:32]


def _review(review_id: str) -> Review:
    number = whole(review_id)
    found: Review | None = Review.get_or_none(Review.id == number, Review.state == PUBLISHED) if number else None
    if found is None:
        raise NotFound(f"there is no review {review_id}")
    return found


def _back_to(review: Review) -> str:
    language, product = shopper().language, Product.get_or_none(Product.id == review.product_id)
    return f"{reviews_path(language, product.slug)}#review-{review.id}" if product else f"/{language}/"


# -- no more mails ------------------------------------------------------------------------------------


@pages.get("/<lang>/reviews/no-mails/<digest>")
def no_mails(digest: str) -> Response:
    """Asked first: mail programs open links by themselves."""
    visitor = shopper()
    t, title = visitor.t, visitor.t(_("No more mails that ask for reviews"))
    page = AskPage(
        title=title,
        intro=t(_("We then send none to your address any more, whatever you order.")),
        action=request.path,
        button=t(_("Send me none")),
    )
    return private(render_page("ratings/ask.html", page, title=title, robots="noindex"))


@pages.post("/<lang>/reviews/no-mails/<digest>", endpoint="refuse_mails")
def refuse_mails(digest: str) -> BaseResponse:
    limits().check("no-mails", (network(), 30), seconds=60 * MINUTE)
    # one that is no check sum names no address: nothing is kept of it
    if len(digest) == 64 and set(digest) <= set("0123456789abcdef"):
        refuse(digest, shopper().context.now)
    say(_("No mail asks you for reviews any more."))
    return private(redirect(shopper().url("catalogue.home"), code=303))  # type: ignore[arg-type]

