"""Error pages that help: in the buyer's language, in the shop's frame, without a trace."""

from __future__ import annotations

import logging
from typing import Any, NamedTuple

from flask import Response, current_app, make_response, request

from storefront.catalogue.cards import shown_cards
from storefront.catalogue.nearest import address_words, nearest_products
from storefront.i18n import Message
from storefront.web.rendering import render_page
from storefront.web.shopper import shopper

log = logging.getLogger(__name__)
OWN = frozenset({400, 403, 404, 410, 422, 429, 503})
MISSING = frozenset({404, 410})
# the kinds of pages whose addresses are made of words
NAMED = frozenset({"p", "c", "sellers", "pages"})


class ErrorPage(NamedTuple):
    """errors/*.html"""

    code: int
    message: str = ""
    query: str = ""
    cards: tuple[Any, ...] = ()


def error_page(code: int, message: Message | None = None, trace_id: str = "") -> Response:
    """The page of a status; 500 stands alone and needs nothing that may be broken."""
    if code not in OWN and 400 <= code < 500:
        shown = 400
    else:
        shown = code
    if shown in OWN:
        try:
            visitor = shopper()
            words = _sought() if shown in MISSING else ()
            cards = shown_cards(nearest_products(words, visitor.viewer), visitor)
            page = ErrorPage(code, visitor.t(message), " ".join(words), cards)
            ids = [card.product_id for card in cards]
            slots = {"card.price": ids, "card.badges": ids}
            name = f"errors/{shown}.html"
            return render_page(name, page, title=str(code), status=code, robots="noindex", slots=slots)
        except Exception:
            log.exception("the error page %s itself failed", code)
    template = current_app.jinja_env.get_template("errors/500.html")
    return make_response(template.render(trace_id=trace_id), code if code >= 500 else 500)


def _sought() -> tuple[str, ...]:
    """The words of an address that once named, or nearly names, a thing of the shop."""
    parts = [part for part in request.path.split("/") if part]
    return address_words(parts[-1]) if len(parts) == 3 and parts[1] in NAMED else ()
