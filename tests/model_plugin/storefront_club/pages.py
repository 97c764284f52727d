"""The club's own pages: welcome, join by invitation, order with an engraving."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, request

from storefront.api import (
    Refused,
    _,
    add_to_cart,
    cart_changed,
    cart_token,
    cleaned,
    go_to,
    keep_key,
    page_context,
    render,
)
from storefront_club import actions, queries
from storefront_club.contexts import JoinPage, WelcomePage
from storefront_club.invitations import key_of, wrong_terms

blueprint = Blueprint("club", __name__)


@blueprint.get("/")
def welcome() -> Any:
    """What the club is."""
    return render("club/welcome.html", WelcomePage(queries.is_member(page_context().buyer.keys)), _("Club"))


@blueprint.get("/join/<token>")
def invitation(token: str) -> Any:
    """An invitation with its button; whoever accepted it before comes in again on any device."""
    found = queries.get_invitation(token)
    page = JoinPage(request.path, found.state in ("sent", "accepted"), found.email)
    return render("club/join.html", page, _("Your invitation"))


@blueprint.post("/join/<token>")
def join(token: str) -> Any:
    """Accept an invitation; this browser keeps its key."""
    actions.accept(token)
    keep_key(key_of(token))
    return go_to(f"/{page_context().language}/club/", _("Welcome to the club."))


@blueprint.post("/order")
def order() -> Any:
    """Put a piece with its engraving into the cart."""
    engraving = cleaned(request.form.get("engraving", ""))
    terms = {"engraving": engraving} if engraving else {}
    wrong = wrong_terms(terms)
    if wrong is not None:
        return cart_changed(wrong)
    offer, quantity = _whole("offer", 0), _whole("quantity", 1)
    try:
        add_to_cart(cart_token(create=True), offer, quantity, terms, page_context())
    except Refused as error:
        return cart_changed(error.message)
    return cart_changed()


def _whole(name: str, otherwise: int) -> int:
    """A whole number of the form; at most nine digits."""
    text = request.form.get(name, "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else otherwise
