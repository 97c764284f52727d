"""The catalogue's pages: home, category, product, search, seller, content."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import Blueprint, Response, abort, request

from storefront.catalogue import showing
from storefront.catalogue.cards import shown_cards
from storefront.catalogue.content import HOME, find_content
from storefront.catalogue.contexts import (
    CategoryPage,
    ContentPage,
    SearchPage,
    SellerPage,
    Suggestions,
)
from storefront.catalogue.described import category_described, home_described, seller_described
from storefront.catalogue.filtering import asked_from, results
from storefront.catalogue.keeping import kept_list, kept_products, kept_words
from storefront.catalogue.parties import seller_legal, seller_view
from storefront.catalogue.queries import (
    Filters,
    ProductDetails,
    Scope,
    find_seller,
    listing,
    product_details,
    visibility,
)
from storefront.catalogue.structured import open_graph, product_document
from storefront.i18n import _
from storefront.values import Kept
from storefront.web.frame import Link, Told
from storefront.web.framing import structured
from storefront.web.page_cache.memo import Made, memo
from storefront.web.rendering import render_page
from storefront.web.shopper import Shopper, shopper
from storefront.web.tried import tried_offer

pages = Blueprint("catalogue", __name__, template_folder="templates")


@pages.get("/<lang>/")
def home() -> Response:
    visitor = shopper()
    page = showing.home_page(visitor)
    ids = [card.product_id for shelf in page.shelves for card in shelf.cards]
    slots = {"card.price": ids, "card.badges": ids}
    kept = kept_list(ids, visitor.context.now)
    return render_page("catalogue/home.html", page, slots=slots, kept=kept, **home_described(page, visitor))


@pages.get("/<lang>/c/<slug>")
def category(slug: str) -> Response:
    visitor = shopper()
    tree = visitor.categories
    found = tree.find(slug)
    if found is None or not found.filled:
        abort(404)
    asked = asked_from(request.path, list(request.args.items(multi=True)))
    page = CategoryPage(
        found.id,
        found.name,
        results(visitor, Scope(category_id=found.id), asked),
        found.description,
        showing.breadcrumbs(found.id, visitor, itself=False),
        tuple(Link(c.name, visitor.url("catalogue.category", slug=c.slug)) for c in tree.children(found.id)),
    )
    ids = [card.product_id for card in page.results.cards]
    slots = {"card.price": ids, "card.badges": ids, "category.top": [found.id]}
    told = category_described(page, found.slug, visitor)
    told["robots"] = "noindex, follow" if asked.pairs else ""
    kept = kept_list(ids, visitor.context.now, f"category:{found.id}")
    return render_page("catalogue/category.html", page, slots=slots, kept=kept, **told)


@pages.get("/<lang>/p/<slug>")
def product(slug: str) -> Response:
    visitor = shopper()
    details = _details(slug, visitor)
    seen = visibility(details.id, visitor.viewer) if details else "gone"
    if details is None or seen == "gone":
        abort(404)
    page = showing.product_page(details, request.args.get("variant", ""), visitor, seen == "ended")
    visitor.context = replace(visitor.context, shown_sku=page.sku, tried=tried_offer())
    ids = [card.product_id for card in page.related]
    slots: dict[str, list[Any]] = {"card.price": ids, "card.badges": ids}
    for name in ("product.price", "product.buy", "product.facts", "product.below"):
        slots[name] = [details.id]
    told: Told = {
        "title": details.seo_title or details.title,
        "robots": "noindex, follow" if page.ended or details.hidden else "",
        "description": details.seo_description or details.summary,
        "structured_data": structured(*product_document(details, page, visitor)),
        "open_graph": open_graph(details, page, visitor.runtime.shop.base_url),
    }
    kept = kept_products([details.id, *ids], visitor.context.now)
    return render_page("catalogue/product.html", page, slots=slots, kept=kept, **told)


def _details(slug: str, visitor: Shopper) -> ProductDetails | None:
    """The product's facts, the same for every market."""

    def made(_missing: list[Any]) -> Made:
        found = product_details(slug, visitor.languages)
        return {slug: (found, Kept(frozenset({f"product:{found.id}"})))} if found else {}

    kept = memo()
    if kept is None:
        return product_details(slug, visitor.languages)
    found = kept.many(("product", visitor.language), [slug], visitor.viewer.now, made).get(slug)
    return found.value if found else None


@pages.get("/<lang>/search")
def search() -> Response:
    visitor = shopper()
    query = request.args.get("q", "").strip()[:200]
    sorts = ("relevance", "popularity", "newest", "price", "-price")
    asked = asked_from(request.path, list(request.args.items(multi=True)), sorts)  # type: ignore[arg-type]
    scope = Scope.search(query) if query else Scope()
    found = results(visitor, scope, asked)
    nearest = () if found.cards else showing.nearest_cards(visitor)
    page = SearchPage(query, found, nearest=nearest)
    ids = [card.product_id for card in (*found.cards, *nearest)]
    title = visitor.t(_("Search: %(query)s", query=query) if query else _("All products"))
    return render_page(
        "catalogue/search.html",
        page,
        title=title,
        slots={"card.price": ids, "card.badges": ids},
        robots="noindex, follow",
        kept=kept_list(ids, visitor.context.now),
    )


@pages.get("/<lang>/search/suggest")
def suggest() -> Response:
    visitor = shopper()
    query = request.args.get("q", "").strip()[:200]
    found = listing(visitor.viewer, Scope.search(query), Filters(), "relevance").page.product_ids if query else ()
    cards = shown_cards(found[:5], visitor)
    slots = {"card.price": [card.product_id for card in cards]}
    kept = kept_list(slots["card.price"], visitor.context.now)
    page = Suggestions(query, (), cards)
    return render_page("catalogue/_suggest.html", page, slots=slots, robots="noindex", kept=kept)


@pages.get("/<lang>/sellers/<slug>")
def seller(slug: str) -> Response:
    visitor = shopper()
    facts = find_seller(slug, visitor.languages)
    if facts is None:
        abort(404)
    asked = asked_from(request.path, list(request.args.items(multi=True)))
    found = results(visitor, Scope(seller_id=facts.id), asked)
    page = SellerPage(
        facts.id,
        seller_view(facts, visitor),
        legal=seller_legal(facts, visitor),
        results=found,
    )
    ids = [card.product_id for card in found.cards]
    slots = {"card.price": ids, "card.badges": ids}
    told = seller_described(page, facts, visitor)
    kept = kept_list(ids, visitor.context.now)
    return render_page("catalogue/seller.html", page, slots=slots, kept=kept, **told)


@pages.get("/<lang>/pages/<slug>")
def content(slug: str) -> Response:
    row = find_content(slug, shopper().languages) if slug != HOME else None
    if row is None:
        abort(404)
    page = ContentPage(row["title"], row["body"], draft=row["draft"])
    kept = kept_words(shopper().context.now)
    return render_page("catalogue/content.html", page, title=row["title"], kept=kept)
