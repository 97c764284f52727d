"""Searching, and what is suggested while one types."""

from __future__ import annotations

from flask import Response, request

from storefront.catalogue import search_view
from storefront.catalogue.asked import asked_from
from storefront.catalogue.keeping import kept_list
from storefront.catalogue.paging import Sort
from storefront.i18n import _
from storefront.web.rendering import render_page
from storefront.web.shopper import shopper

SORTS: tuple[Sort, ...] = ("relevance", "popularity", "newest", "price", "-price")
LONGEST = 200


def search() -> Response:
    """/<lang>/search?q="""
    visitor = shopper()
    query = request.args.get("q", "").strip()[:LONGEST]
    asked = asked_from(request.path, list(request.args.items(multi=True)), SORTS)
    page = search_view.search_page(query, asked, visitor)
    ids = [card.product_id for card in (*page.results.cards, *page.nearest)]
    title = visitor.t(_("Search: %(query)s", query=query) if query else _("All products"))
    return render_page(
        "catalogue/search.html",
        page,
        title=title,
        slots={"card.price": ids, "card.badges": ids},
        robots="noindex, follow",
        kept=kept_list(ids, visitor.context.now),
    )


def suggest() -> Response:
    """/<lang>/search/suggest?q="""
    visitor = shopper()
    page = search_view.suggestions(request.args.get("q", "").strip()[:LONGEST], visitor)
    ids = [card.product_id for card in page.cards]
    kept = kept_list(ids, visitor.context.now)
    return render_page("catalogue/_suggest.html", page, slots={"card.price": ids}, robots="noindex", kept=kept)
