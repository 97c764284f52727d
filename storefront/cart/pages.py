"""The cart as a page and as a drawer; adding, changing, taking out."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlsplit

from flask import Blueprint, Response, g, redirect, render_template, request, session
from markupsafe import escape

from storefront.cart import actions
from storefront.cart.fragments import header_cart
from storefront.cart.loading import LoadedCart, load_cart
from storefront.cart.quantities import KEPT_CHARACTERS, typed_quantity
from storefront.cart.queries import is_open
from storefront.cart.showing import cart_page
from storefront.catalogue.market_pages import local_address
from storefront.catalogue.queries import find_offer, product_slug
from storefront.digits import whole
from storefront.errors import Refused
from storefront.i18n import Message, _
from storefront.values import Tried
from storefront.web import htmx
from storefront.web.framing import frame_for
from storefront.web.notices import say
from storefront.web.rendering import partials, render_block, render_page
from storefront.web.shopper import CART_COOKIE, shopper
from storefront.web.slots import Prepared
from storefront.web.tried import TriedLine, keep_tried, tried_line

BUYING = "product.buy"
pages = Blueprint("cart", __name__, template_folder="templates")


@pages.get("/<lang>/cart")
def show() -> Response:
    visitor = shopper()
    cart = load_cart(visitor.runtime, visitor.cart_token, visitor.context)
    page = cart_page(cart, visitor, tried_line())
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
    offer, typed = whole(request.form.get("offer")), request.form.get("quantity", "1")
    if offer is None:
        return refused(_("This is no longer sold here."))
    quantity = typed_quantity(typed)
    if isinstance(quantity, Message):
        return refused_at_offer(offer, typed, quantity)
    try:
        actions.add_to_cart(cart_token(), offer, quantity, {}, visitor.context)
    except Refused as error:
        return refused_at_offer(offer, typed, error.message)
    return changed(local_address(request.form.get("next", "")) or visitor.url("cart.show"))


@pages.post("/<lang>/cart/lines/<int:line_id>")
def change(line_id: int) -> Response:
    visitor = shopper()
    typed = request.args.get("take") or request.form.get("quantity", "")
    quantity = typed_quantity(typed, least=0)
    if line_id > 2**31:
        return changed(visitor.url("cart.show"))
    if isinstance(quantity, Message):
        return refused_at_line(line_id, typed, quantity)
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


def cart_token() -> str:
    """This shopper's cart, made when there is none (or it was forgotten)."""
    token = shopper().cart_token
    if token is None or not is_open(token):
        token = actions.new_cart()
        session[CART_COOKIE] = token
        session.permanent = True
    return token


def changed(where: str, tried: TriedLine | None = None) -> Response:
    """After a change: the changed pieces for htmx, else 303. tried: what a line was not given, said at its field."""
    if not htmx.wants_block():
        return redirect(where, code=303)  # type: ignore[return-value]
    g.pop("shopper", None)
    visitor = shopper()
    visitor.context = replace(visitor.context, cart_token=visitor.cart_token or "")
    cart = load_cart(visitor.runtime, visitor.cart_token, visitor.context)
    page = cart_page(cart, visitor, tried)
    _remember(cart)
    g.prepared = Prepared(visitor, {"cart.codes": [""], "cart.group": [group.key for group in page.groups]})
    context = header_cart([""], visitor.context)[0] or {}
    parts = [
        ("header-cart", render_template("cart/header.html", **context)),
        ("drawer", render_template("cart/_drawer.html", page=page, cart_url=visitor.url("cart.show"))),
    ]
    if urlsplit(htmx.current_url()).path == visitor.url("cart.show"):
        html = render_block("cart/cart.html", "cart", page=page, frame=frame_for(visitor))
        parts.append(("cart", html or ""))
    response = partials(*parts)
    if tried is None:
        response.headers["HX-Trigger"] = "cart-changed"
    else:
        response.status_code = 422
    return response


def refused(message: Message) -> Response:
    """What was asked cannot be done: said on the cart's page, nothing changed."""
    visitor = shopper()
    say(message, bad=True)
    if htmx.wants_block():
        response = Response("", 200)
        response.headers["HX-Redirect"] = visitor.url("cart.show")
        return response
    return redirect(visitor.url("cart.show"), code=303)  # type: ignore[return-value]


def refused_at_line(line_id: int, typed: str, reason: Message) -> Response:
    """A line keeps its quantity; what was typed and why it cannot be stand at its field."""
    tried = TriedLine(line_id, typed[:KEPT_CHARACTERS], reason)
    if not htmx.wants_block():
        keep_tried(tried)
    return changed(shopper().url("cart.show"), tried)


def refused_at_offer(offer_id: int, typed: str, reason: Message) -> Response:
    """Nothing went into the cart; what was typed and why it cannot be stand in the offer's panel."""
    visitor = shopper()
    offer = find_offer(offer_id, visitor.context, visitor.runtime.plugins.selling)
    if offer is None:
        return refused(reason)
    tried = Tried(offer_id, typed[:KEPT_CHARACTERS], reason)
    visitor.context = replace(visitor.context, shown_sku=offer.sku, tried=tried)
    panels = Prepared(visitor, {BUYING: [offer.product_id]}).pieces(BUYING, offer.product_id)
    if not any(escape(visitor.t(reason)) in html for _id, html in panels):
        return refused(reason)  # its plugin's panel does not say it
    if htmx.wants_block():
        response = partials(*panels)
        response.status_code = 422
        return response
    keep_tried(tried)
    where = visitor.url("catalogue.product", slug=product_slug(offer.product_id), variant=offer.sku)
    return redirect(where, code=303)  # type: ignore[return-value]


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
