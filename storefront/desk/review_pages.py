"""Reviews at the desk: the queue, and one with its reports, photos and answer."""

from __future__ import annotations

from typing import Any

from flask import Response, request

from storefront import formatting
from storefront.accounts.permissions import may
from storefront.accounts.ratings.contexts import SentPhoto
from storefront.accounts.ratings.fields import cleaned_text
from storefront.accounts.ratings.rules import MOST_PHOTOS, REASONS, STATES, may_answer
from storefront.accounts.ratings.showing import review_view, stars_words
from storefront.catalogue.rows import Row
from storefront.desk.base_pages import actor, desk_person, desk_url, go, known_number, pages, render_desk
from storefront.desk.contexts import Cell, ListPage, RowView
from storefront.desk.order_pages import desk_wording
from storefront.desk.review_actions import (
    answer_review,
    hide_review,
    publish_review,
    remove_review_answer,
    withdraw_review_answer,
)
from storefront.desk.review_contexts import DeskReviewPage
from storefront.desk.review_queries import RULES, DeskReview, both_rate, found_reviews, get_review
from storefront.desk.table_pages import asked_table, table_view
from storefront.errors import Refused
from storefront.forms import cleaned
from storefront.i18n import Message, _
from storefront.orders.wording import Wording
from storefront.uploads.queries import get_upload, uploads_of
from storefront.web.form_view import ActionForm, Choice, FieldView, FormError
from storefront.web.frame import Link
from storefront.web.people import requires
from storefront.web.shopper import shopper
from storefront.web.uploads import send_upload

TONES = {"published": "good", "waiting": "warn", "hidden": "bad"}
FLAGS: dict[str, Message] = {
    "link": _("There is a link in it"),
    "address": _("There is an e-mail address in it"),
    "number": _("There is a telephone number in it"),
    "household": _("Its buyer has the seller's address or telephone number"),
}
LONGEST = 2000


@pages.get("/desk/reviews", endpoint="reviews")
@requires("reviews.see")
def review_list() -> Response:
    wanted, words = asked_table(RULES), desk_wording()
    found = found_reviews(wanted, desk_person())
    table = table_view(
        _("Reviews"), RULES, wanted, found, lambda row: _row(row, words), empty=_("Nothing waits here.")
    )
    title = words.t(_("Reviews"))
    to_buyers = Link(words.t(_("Buyers to rate")), desk_url("desk.buyers_to_rate"))
    buttons = (to_buyers,) if both_rate(desk_person(), actor().now).exists() else ()
    return render_desk("desk/list.html", ListPage(title, table, buttons=buttons), title=title)


def _row(row: Row, words: Wording) -> RowView:
    text = row["title"] or row["text"][:60] or words.t(_("Stars only"))
    return RowView(
        (
            Cell(text, row["number"], url=desk_url("desk.review", review_id=row["id"])),
            Cell(stars_words(row["stars"], words)),
            Cell(words.text(row["frozen"].get("title")) or row["sku"]),
            Cell(words.moment(row["created_at"])),
            Cell(formatting.number(row["reports"], words.language) if row["reports"] else ""),
            Cell(words.t(STATES[row["state"]]), tone=TONES.get(row["state"], "quiet")),
        ),
        name=text,
    )


@pages.get("/desk/reviews/<review_id>", endpoint="review")
@requires("reviews.see")
def review(review_id: str) -> Response:
    return _show(known_number(review_id))


def _show(review_id: int, error: Message | None = None, field: str = "") -> Response:
    found, words = get_review(review_id, desk_person()), desk_wording()
    t, said = words.t, found.review
    title = t(_("Review of %(product)s", product=words.text(found.line["frozen"].get("title")) or found.line["sku"]))
    row = {**said.__data__, "seller": found.seller}
    subject = f"review:{review_id}"
    photos = uploads_of([subject])[subject] if may(desk_person(), "reviews.edit") else []
    page = DeskReviewPage(
        title=title,
        state=t(STATES[said.state]),
        tone=TONES.get(said.state, "quiet"),
        review=review_view(row, words),
        facts=_facts(found, words),
        links=_links(found, words),
        photos=tuple(
            SentPhoto(one.token, desk_url("desk.review_photo", review_id=review_id, token=one.token), one.name)
            for one in photos[:MOST_PHOTOS]
        ),
        reports=tuple(
            (t(REASONS.get(one["reason"], one["reason"])), one["text"], words.moment(one["at"]))
            for one in (found.reports if may(desk_person(), "reviews.edit") else ())
        ),
        acts=_acts(found, words),
        errors=(FormError(t(error), field),) if error else (),
    )
    crumb = Link(t(_("Reviews")), desk_url("desk.reviews"))
    return render_desk("desk/review.html", page, title=title, crumbs=(crumb,), status=422 if error else 200)


def _facts(found: DeskReview, words: Wording) -> tuple[tuple[str, str], ...]:
    said = found.review
    rows = [(_("Order"), found.order["number"]), (_("Seller"), found.seller)]
    if said.flag in FLAGS:
        rows.append((_("Why it waits"), words.t(FLAGS[said.flag])))
    if said.reason in REASONS:
        rows.append((_("Why it is hidden"), words.t(REASONS[said.reason])))
    return tuple((words.t(label), value) for label, value in rows if value)


def _links(found: DeskReview, words: Wording) -> tuple[Link, ...]:
    order = Link(words.t(_("The order")), desk_url("desk.order", number=found.order["number"]))
    if found.product is None:
        return (order,)
    shown = shopper().url("catalogue.product", slug=found.product["slug"])
    return (order, Link(words.t(_("The product in the shop")), shown))


def _acts(found: DeskReview, words: Wording) -> tuple[ActionForm, ...]:
    said, person, acts = found.review, desk_person(), []
    t, now = words.t, actor().now

    def url(endpoint: str) -> str:
        return desk_url(endpoint, review_id=said.id)

    note = FieldView("note", t(_("Note for the trail")), required=False, maxlength=500)
    if may(person, "reviews.answer", said.seller_id) and may_answer(said.state, said.answered_at, now):
        help_ = t(_("Buyers read it below the review. It can be put right for two days, then it stays."))
        text = FieldView("text", t(_("Answer")), "textarea", said.answer, help=help_, maxlength=LONGEST)
        acts.append(ActionForm("answer", t(_("Answer it")), url("desk.answer_review"), (text,), tone="main"))
    if may(person, "reviews.edit"):
        open_reports = any(one["closed_at"] is None for one in found.reports)
        if said.state in ("waiting", "hidden") or open_reports:
            label = _("It stays published") if said.state == "published" else _("Publish it")
            acts.append(ActionForm("publish", t(label), url("desk.publish_review"), (note,)))
        if said.state in ("waiting", "published"):
            told = t(_("Its author gets the reason by mail; it is counted as hidden on the product's page."))
            choices = tuple(Choice(code, t(one)) for code, one in REASONS.items())
            why = FieldView("reason", t(_("Reason")), "select", choices=choices)
            acts.append(ActionForm("hide", t(_("Hide it")), url("desk.hide_review"), (why, note), told, "danger"))
    if said.answer and may(person, "reviews.answer", said.seller_id):
        told = t(_("It goes from the page. Another one can be written only in the two days after the first."))
        gone = url("desk.withdraw_answer")
        acts.append(ActionForm("withdraw-answer", t(_("Take the answer back")), gone, (), told))
    if said.answer and may(person, "reviews.edit"):
        away = url("desk.remove_answer")
        acts.append(ActionForm("remove-answer", t(_("Remove the answer")), away, (note,), tone="danger"))
    return tuple(acts)


@pages.get("/desk/reviews/<review_id>/photos/<token>", endpoint="review_photo")
@requires("reviews.edit")
def review_photo(review_id: str, token: str) -> Response:
    found = get_review(known_number(review_id), desk_person())
    return send_upload(get_upload(token, f"review:{found.review.id}"))


def _typed(name: str, most: int = 500) -> str:
    return cleaned(request.form.get(name, "")[: 2 * most])[:most]


@pages.post("/desk/reviews/<review_id>/publish", endpoint="publish_review")
@requires("reviews.edit")
def publish(review_id: str) -> Response:
    number = known_number(review_id)
    return _done(number, _("It is published."), publish_review, actor(), number, _typed("note"))


@pages.post("/desk/reviews/<review_id>/hide", endpoint="hide_review")
@requires("reviews.edit")
def hide(review_id: str) -> Response:
    number = known_number(review_id)
    return _done(number, _("It is hidden."), hide_review, actor(), number, _typed("reason", 20), _typed("note"))


@pages.post("/desk/reviews/<review_id>/answer", endpoint="answer_review")
@requires("reviews.answer")
def answer(review_id: str) -> Response:
    number = known_number(review_id)
    get_review(number, desk_person())
    text = cleaned_text(request.form.get("text", "")[:LONGEST])
    if not text:
        return _show(number, _("Please fill in: %(field)s.", field=_("Answer")), "text")
    return _done(number, _("The answer stands below the review."), answer_review, actor(), number, text)


@pages.post("/desk/reviews/<review_id>/withdraw-answer", endpoint="withdraw_answer")
@requires("reviews.answer")
def withdraw_answer(review_id: str) -> Response:
    number = known_number(review_id)
    get_review(number, desk_person())
    return _done(number, _("The answer is taken back."), withdraw_review_answer, actor(), number)


@pages.post("/desk/reviews/<review_id>/remove-answer", endpoint="remove_answer")
@requires("reviews.edit")
def remove_answer(review_id: str) -> Response:
    number = known_number(review_id)
    return _done(number, _("The answer is removed."), remove_review_answer, actor(), number, _typed("note"))


def _done(number: int, notice: Message, act: Any, *values: Any) -> Response:
    """Do it, and show the review; what was refused is said on its page."""
    try:
        act(*values)
    except Refused as refusal:
        return _show(number, refusal.message)
    return go(desk_url("desk.review", review_id=number), notice)
