"""The catalogue's pages: home, category, product, search, seller, content."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import Blueprint, Response, abort, request

from storefront.accounts.ratings.reading import figures_of
from storefront.accounts.ratings.showing import figure_facts, no_figures
from storefront.catalogue import search_pages, showing
from storefront.catalogue.content import HOME, find_content
from storefront.catalogue.contexts import (
    CategoryPage,
    ContentPage,
    ProductPage,
    SellerPage,
)
from storefront.catalogue.described import category_described, home_described, seller_described
from storefront.catalogue.filtering import asked_from, results
from storefront.catalogue.keeping import kept_list, kept_products, kept_words
from storefront.catalogue.parties import seller_legal, seller_view
from storefront.catalogue.queries import (
    ProductDetails,
    Scope,
    find_seller,
    product_details,
    visibility,
)
from storefront.catalogue.structured import open_graph, product_document
from storefront.i18n import _
from storefront.orders.wording import Wording
from storefront.values import Kept
from storefront.web.frame import Link
from storefront.web.framing import structured
from storefront.web.page_cache.memo import Made, memo
from storefront.web.preview_links import previewed
from storefront.web.rendering import render_page
from storefront.web.shopper import Shopper, shopper
from storefront.web.tried import tried_offer

PREVIEW = _("Preview: so it looks to shoppers once it is published.")

pages = Blueprint("catalogue", __name__, template_folder="templates")


@pages.get("/<lang>/")
def home() -> Response:
    visitor = shopper()
    page = showing.home_page(visitor)
    ids = [card.product_id for shelf in page.shelves for card in shelf.cards]
    slots = {"card.price": ids, "card.badges": ids}
    kept = kept_list(ids, visitor.context.now)
    return render_page("catalogue/home.html", page, slots=slots, frame_extra=home_described(page, visitor), kept=kept)


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
    robots = "noindex, follow" if asked.pairs else ""
    extra = category_described(page, found.slug, visitor)
    kept = kept_list(ids, visitor.context.now, f"category:{found.id}")
    return render_page(
        "catalogue/category.html", page, title=found.name, slots=slots, robots=robots, frame_extra=extra, kept=kept
    )


@pages.get("/<lang>/p/<slug>")
def product(slug: str) -> Response:
    visitor = shopper()
    details = _details(slug, visitor)
    preview = details is not None and show_preview(details.id, visitor)
    seen = visibility(details.id, visitor.viewer) if details else "gone"
    if details is None or (seen == "gone" and not preview):
        abort(404)
    page = showing.product_page(details, request.args.get("variant", ""), visitor, seen == "ended")
    visitor.context = replace(visitor.context, shown_sku=page.sku, tried=tried_offer())
    ids = [card.product_id for card in page.related]
    slots: dict[str, list[Any]] = {"card.price": ids, "card.badges": ids}
    for name in ("product.price", "product.buy", "product.facts", "product.below"):
        slots[name] = [details.id]
    extra: dict[str, Any] = {
        "description": details.seo_description or details.summary,
        "structured_data": structured(*product_document(details, page, visitor)),
        "open_graph": open_graph(details, page, visitor.runtime.shop.base_url),
    }
    robots = "noindex, follow" if page.ended or details.hidden or preview else ""
    title = details.seo_title or details.title
    kept = None if preview else kept_products([details.id, *ids], visitor.context.now).along_with(_of_seller(page))
    if preview:
        extra["banner"] = visitor.t(PREVIEW)
    return render_page(
        "catalogue/product.html", page, title=title, slots=slots, robots=robots, frame_extra=extra, kept=kept
    )


def _of_seller(page: ProductPage) -> Kept:
    """The page shows figures of its seller too."""
    return Kept(frozenset({f"seller:{page.seller_id}"}) if page.seller_id else frozenset())


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


def show_preview(product_id: int, visitor: Shopper) -> bool:
    """Whether a signed link of the desk shows this product, published or not; it can be looked at, not bought."""
    if previewed(request.args.get("preview", "")) != product_id:
        return False
    visitor.context = replace(visitor.context, previewed=product_id)
    visitor.viewer = replace(visitor.viewer, previewed=product_id)
    return True


pages.get("/<lang>/search")(search_pages.search)
pages.get("/<lang>/search/suggest")(search_pages.suggest)


@pages.get("/<lang>/sellers/<slug>")
def seller(slug: str) -> Response:
    visitor = shopper()
    facts = find_seller(slug, visitor.languages)
    if facts is None:
        abort(404)
    asked = asked_from(request.path, list(request.args.items(multi=True)))
    found = results(visitor, Scope(seller_id=facts.id), asked)
    counted, words = figures_of(facts.id), Wording(visitor.runtime, visitor.language)
    page = SellerPage(
        facts.id,
        replace(seller_view(facts, visitor), suspended=facts.suspended),
        facts.description,
        seller_legal(facts, visitor),
        results=None if facts.suspended else found,
        figures=figure_facts(counted, words),
        no_figures=no_figures(counted, words),
    )
    ids = [card.product_id for card in found.cards]
    slots = {"card.price": ids, "card.badges": ids}
    extra = seller_described(page, facts, visitor)
    kept = kept_list(ids, visitor.context.now).along_with(Kept(frozenset({f"seller:{facts.id}"})))
    return render_page("catalogue/seller.html", page, title=facts.name, slots=slots, frame_extra=extra, kept=kept)


@pages.get("/<lang>/pages/<slug>")
def content(slug: str) -> Response:
    visitor = shopper()
    preview = previewed(request.args.get("preview", "")) == f"page:{slug}"
    row = find_content(slug, visitor.languages, unpublished=preview) if slug != HOME else None
    if row is None:
        abort(404)
    page = ContentPage(row["title"], row["body"], draft=row["draft"])
    if preview:
        extra = {"banner": visitor.t(PREVIEW)}
        return render_page(
            "catalogue/content.html", page, title=row["title"], robots="noindex, follow", frame_extra=extra
        )
    kept = kept_words(visitor.context.now)
    return render_page("catalogue/content.html", page, title=row["title"], kept=kept)
