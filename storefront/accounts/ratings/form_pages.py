"""The form of a review: written, changed, taken back, with photos that only its author sees until it is published."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Response, redirect, request
from werkzeug.wrappers import Response as BaseResponse

from storefront.accounts.ratings.actions import CLOSED, OWN, Said, send_review, take_back
from storefront.accounts.ratings.base_pages import own_order, pages
from storefront.accounts.ratings.contexts import ReviewForm, SentPhoto
from storefront.accounts.ratings.fields import REVIEW_FIELDS, cleaned_text
from storefront.accounts.ratings.own_goods import is_own
from storefront.accounts.ratings.paths import rate_path
from storefront.accounts.ratings.rules import MOST_PHOTOS, PUBLISHED, SEALED, WITHDRAWN
from storefront.accounts.ratings.sales import Sale, get_sale
from storefront.accounts.ratings.showing import CHECKED
from storefront.digits import whole
from storefront.errors import NotFound, Refused
from storefront.forms import Checked, Section, check_fields
from storefront.i18n import _
from storefront.orders.line_views import line_image, line_title
from storefront.orders.pages import private, wording
from storefront.orders.paths import order_path
from storefront.uploads.actions import keep_files
from storefront.uploads.files import FileRefused, KeptFile
from storefront.uploads.queries import get_upload, uploads_of
from storefront.uploads.tables import Upload
from storefront.web.form_view import ActionForm
from storefront.web.frame import Link
from storefront.web.limits import limits, network
from storefront.web.notices import say
from storefront.web.rendering import field_views, form_errors, render_page
from storefront.web.shopper import shopper
from storefront.web.uploads import send_upload, sent_files

ACCEPTED = "image/jpeg,image/png,image/webp,image/avif,image/gif"
HOUR = 3600


@dataclass(frozen=True)
class Typed:
    """What was sent with a form that was refused."""

    checked: Checked
    photo_error: Any = None


@pages.get("/<lang>/orders/<number>/reviews/<line_id>")
def form(number: str, line_id: str) -> Response:
    return _show(_sale(number, line_id))


@pages.post("/<lang>/orders/<number>/reviews/<line_id>", endpoint="send")
def send(number: str, line_id: str) -> BaseResponse:
    """The bytes are looked at before anything is written."""
    sale, visitor = _sale(number, line_id), shopper()
    limits().check("review", (network(), 60), seconds=HOUR)
    checked = check_fields(REVIEW_FIELDS, {name: request.form.get(name, "")[:5000] for name in request.form})
    checked.values["text"] = cleaned_text(request.form.get("text", "")[:5000])
    try:
        kept = _kept_photos(visitor.runtime.settings.private)
    except Refused as refusal:
        return _show(sale, Typed(checked, refusal.message))
    if checked.errors:
        return _show(sale, Typed(checked))
    values = checked.values
    said = Said(int(values["stars"]), values["title"], values["text"], values["name"], visitor.language)
    gone = request.form.getlist("gone")[:MOST_PHOTOS]
    first = visitor.runtime.settings.reviews.check_first
    try:
        review = send_review(sale, said, (kept, gone), visitor.context.now, checked_first=first)
    except Refused as refusal:
        checked.errors["stars"] = refusal.message
        return _show(sale, Typed(checked))
    told = {
        PUBLISHED: _("Thank you. Your review is published."),
        SEALED: _("Thank you. Your rating is shown when the seller has rated too, or the time is over."),
    }
    say(told.get(review.state, _("Thank you. Your review is shown once somebody has looked at it.")))
    return private(redirect(order_path(visitor.language, number), code=303))  # type: ignore[arg-type]


def _kept_photos(folder: Any) -> list[KeptFile]:
    sent = sent_files("photos")
    if len(sent) > MOST_PHOTOS:
        raise Refused(_("At most %(count)s photos, please.", count=MOST_PHOTOS), "too-many-photos")
    kept = keep_files(sent, folder)
    if wrong := next((file for file in kept if file.kind != "image"), None):
        raise FileRefused(_("“%(name)s” is no photo. Send JPEG, PNG or WebP.", name=wrong.name))
    return kept


@pages.post("/<lang>/orders/<number>/reviews/<line_id>/take-back", endpoint="take_back")
def withdraw(number: str, line_id: str) -> BaseResponse:
    sale, visitor = _sale(number, line_id), shopper()
    take_back(sale.order["id"], sale.line["id"], visitor.context.now)
    say(_("Your review is taken back: nothing of it is left."))
    return private(redirect(order_path(visitor.language, number), code=303))  # type: ignore[arg-type]


@pages.get("/<lang>/orders/<number>/reviews/<line_id>/photos/<token>")
def photo(number: str, line_id: str, token: str) -> Response:
    """A small photo, for its author."""
    sale = _sale(number, line_id)
    if sale.review is None:
        raise NotFound("there is no review")
    return send_upload(get_upload(token, f"review:{sale.review.id}"), small=True)


def _sale(number: str, line_id: str) -> Sale:
    order, line = own_order(number), whole(line_id)
    if line is None:
        raise NotFound("a line is named by its number")
    sale = get_sale(order.id, line)
    if sale.review is None and not sale.is_open(shopper().context.now):
        raise NotFound("this line cannot be rated")
    return sale


def _show(sale: Sale, typed: Typed | None = None) -> Response:
    visitor = shopper()
    t, words, number = visitor.t, wording(visitor), sale.order["number"]
    said = sale.review if sale.review is not None and sale.review.state != WITHDRAWN else None
    fresh = said is None
    values = typed.checked.values if typed else _said(said)
    here = rate_path(visitor.language, number, sale.line["id"])
    title = t(_("Rate what you bought") if fresh else _("Your review"))
    photos = uploads_of([f"review:{said.id}"])[f"review:{said.id}"] if said else []
    may = sale.is_open(visitor.context.now) or sale.may_change()
    page = ReviewForm(
        title=title,
        product=line_title(sale.line, words),
        image=line_image(sale.line, words),
        action=here,
        groups=field_views((Section(REVIEW_FIELDS),), values, typed.checked.errors if typed else {}, visitor),
        errors=form_errors(_with_photos(typed), visitor) if typed else (),
        photo_error=t(typed.photo_error) if typed else "",
        photos=tuple(_photo(one, here) for one in photos),
        photo_help=t(_("Up to %(count)s, 15 MB together. Place and camera are removed from them.", count=MOST_PHOTOS)),
        accept=ACCEPTED,
        button=(t(_("Send the review") if fresh else _("Save the review"))) if may else "",
        back=Link(t(_("Order %(number)s", number=number)), order_path(visitor.language, number)),
        notes=tuple(t(note) for note in _notes(sale)),
        take_back=None if fresh else _taking_back(f"{here}/take-back"),
    )
    return private(render_page("ratings/form.html", page, title=title, robots="noindex", status=422 if typed else 200))


def _with_photos(typed: Typed) -> Checked:
    more = {"photos": typed.photo_error} if typed.photo_error else {}
    return Checked(typed.checked.values, {**typed.checked.errors, **more})


def _said(review: Any) -> dict[str, str]:
    names = ("title", "text", "name")
    return {"stars": str(review.stars), **{name: getattr(review, name) for name in names}} if review else {}


def _photo(upload: Upload, here: str) -> SentPhoto:
    return SentPhoto(upload.token, f"{here}/photos/{upload.token}", upload.name)


def _notes(sale: Sale) -> tuple[Any, ...]:
    notes = [CHECKED]
    if is_own(sale.order):
        notes.append(OWN)
    elif sale.rules.rates == "both":
        days = sale.rules.rating_days
        both = _(
            "The seller rates you too. Both are shown when both have rated, or %(days)s days after delivery.", days=days
        )
        notes.append(both)
        if sale.review is not None and not sale.may_change():
            notes.append(CLOSED)
    return tuple(notes)


def _taking_back(url: str) -> ActionForm:
    visitor = shopper()
    words = _("Its words, photos and stars are removed for good.")
    return ActionForm("take-back", visitor.t(_("Take the review back")), url, (), visitor.t(words), "danger")
