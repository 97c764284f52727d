"""The cart as a page and as a drawer; adding, changing, taking out."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, Response, g, redirect, render_template, request, session

from storefront.cart import actions
from storefront.cart.fragments import header_cart
from storefront.cart.loading import LoadedCart, load_cart
from storefront.cart.queries import is_open
from storefront.cart.showing import cart_page
from storefront.catalogue.pages import local_address
from storefront.errors import Refused
from storefront.i18n import Message, _
from storefront.web import htmx
from storefront.web.rendering import partials, render_page
from storefront.web.shopper import CART_COOKIE, shopper
from storefront.web.slots import Prepared

pages = Blueprint("cart", __name__, template_folder="templates")


@pages.get("/<lang>/cart")
def show() -> Response:
    visitor = shopper()
    cart = load_cart(visitor.runtime, visitor.cart_token, visitor.context)
    page = cart_page(cart, visitor)
    _remember(cart)
    slots = {"cart.codes": [""], "cart.group": [group.key for group in page.groups]}
    if htmx.wants_block() and htmx.target_id() == "drawer":
        g.prepared = Prepared(visitor, slots)
        return partial_answer(render_template("cart/_drawer.html", page=page, cart_url=visitor.url("cart.show")))
    return render_page("cart/cart.html", page, title=visitor.t(_("Cart")), slots=slots, robots="noindex")


def partial_answer(html: str) -> Response:
    response = Response(html)
    response.headers["Cache-Control"] = "no-store"
    return htmx.varied(response)


@pages.post("/<lang>/cart/add")
def add() -> Response:
    visitor = shopper()
    offer, quantity = whole(request.form.get("offer")), whole(request.form.get("quantity", "1"))
    if quantity is None or quantity < 1:
        return refused(_("Please give a whole number of pieces, from 1."))
    if offer is None:
        return refused(_("This is no longer sold here."))
    try:
        actions.add_to_cart(cart_token(), offer, quantity, {}, visitor.context)
    except Refused as error:
        return refused(error.message)
    return changed(local_address(request.form.get("next", "")) or visitor.url("cart.show"))


@pages.post("/<lang>/cart/lines/<int:line_id>")
def change(line_id: int) -> Response:
    visitor = shopper()
    quantity = whole(request.args.get("take") or request.form.get("quantity"))
    if quantity is None or quantity < 0 or line_id > 2**31:
        return refused(_("Please give a whole number of pieces, from 1."))
    if visitor.cart_token:
        try:
            actions.change_quantity(visitor.cart_token, line_id, quantity)
        except Refused as error:
            return refused(error.message)
    return changed(visitor.url("cart.show"))


@pages.post("/<lang>/cart/lines/<int:line_id>/remove")
def remove(line_id: int) -> Response:
    visitor = shopper()
    if visitor.cart_token and line_id <= 2**31:
        try:
            actions.change_quantity(visitor.cart_token, line_id, 0)
        except Refused as error:
            return refused(error.message)
    return changed(visitor.url("cart.show"))


def whole(text: str | None) -> int | None:
    """A whole number as typed, at most nine digits; None for anything else."""
    text = (text or "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else None


def cart_token() -> str:
    """This shopper's cart, made when there is none (or it was forgotten)."""
    token = shopper().cart_token
    if token is None or not is_open(token):
        token = actions.new_cart()
        session[CART_COOKIE] = token
        session.permanent = True
    return token


def changed(where: str) -> Response:
    """After a change: the changed pieces for htmx, else 303."""
    if not htmx.wants_block():
        return redirect(where, code=303)  # type: ignore[return-value]
    g.pop("shopper", None)
    visitor = shopper()
    visitor.context = replace(visitor.context, cart_token=visitor.cart_token or "")
    cart = load_cart(visitor.runtime, visitor.cart_token, visitor.context)
    page = cart_page(cart, visitor)
    _remember(cart)
    g.prepared = Prepared(visitor, {"cart.codes": [""], "cart.group": [group.key for group in page.groups]})
    context = header_cart([""], visitor.context)[0] or {}
    parts = [
        ("header-cart", render_template("cart/header.html", **context)),
        ("drawer", render_template("cart/_drawer.html", page=page, cart_url=visitor.url("cart.show"))),
    ]
    if "/cart" in htmx.current_url():
        from storefront.web.framing import frame_for
        from storefront.web.rendering import render_block

        html = render_block("cart/cart.html", "cart", page=page, frame=frame_for(visitor))
        parts.append(("cart", html or ""))
    response = partials(*parts)
    response.headers["HX-Trigger"] = "cart-changed"
    return response


def refused(message: Message) -> Response:
    """What was asked cannot be done: said where the shopper is, nothing changed."""
    visitor = shopper()
    session["notice"] = message.as_json()
    if htmx.wants_block():
        response = Response("", 200)
        response.headers["HX-Redirect"] = visitor.url("cart.show")
        return response
    return redirect(visitor.url("cart.show"), code=303)  # type: ignore[return-value]


def _remember(cart: LoadedCart) -> None:
    """Keep which price each line was shown with, where it is new."""
    shown = {
        line.id: (price.unit_price, price.currency)
        for loaded in cart.groups
        for line, price in zip(loaded.group.lines, loaded.total.prices, strict=True)
        if cart.shown.get(line.id) != (price.unit_price, price.currency)
    }
    if shown:
        actions.remember_prices(cart.token, shown)
