"""What a search and its suggestions show."""

from __future__ import annotations

from functools import cache
from urllib.parse import urlencode

from storefront.catalogue import showing
from storefront.catalogue.asked import Asked
from storefront.catalogue.cards import shown_cards
from storefront.catalogue.filtering import results
from storefront.catalogue.keeping import LISTS
from storefront.catalogue.queries import Scope
from storefront.catalogue.search.completing import completed, fitting_names
from storefront.catalogue.search.finding import Found, find
from storefront.catalogue.search_contexts import SearchPage, Suggestions
from storefront.i18n import _
from storefront.web.frame import Link
from storefront.web.page_cache.memo import known
from storefront.web.shopper import Shopper

CARDS, WORDS, CATEGORIES, WAYS_ON = 5, 4, 3, 8
# as many are looked at for suggestions
LOOKED_AT = 300


def search_page(query: str, asked: Asked, visitor: Shopper) -> SearchPage:
    """What a query finds; without one, everything."""
    viewer = visitor.viewer
    found = cache(lambda: find(query, viewer, visitor.runtime.settings.shop.languages) if query else None)
    key = ("search", query, viewer.languages, tuple(sorted(viewer.audiences)))
    corrected, partly = known(key, viewer.now, lambda: _told(found()), {LISTS})
    shown = results(visitor, lambda: Scope(found=found()), asked)
    nothing = not shown.cards
    return SearchPage(
        query,
        shown,
        corrected=_search(corrected, visitor) if corrected else None,
        partly=visitor.t(_("No product has all of these words: these have some of them.")) if partly else "",
        suggestions=_ways_on(visitor) if nothing else (),
        nearest=showing.nearest_cards(visitor) if nothing else (),
    )


def _told(found: Found | None) -> tuple[str, bool]:
    """The query as it was probably meant, and whether all of what is shown lacks some of the words."""
    return (found.corrected, bool(found.hits and not found.whole)) if found else ("", False)


def suggestions(query: str, visitor: Shopper) -> Suggestions:
    """What may be meant by what was typed so far: searches, categories, products."""
    if not query:
        return Suggestions(query)
    found = find(query, visitor.viewer, visitor.runtime.settings.shop.languages, completing=True, limit=LOOKED_AT)
    searches = tuple(_search(text, visitor) for text in completed(query, found, visitor.language, WORDS))
    names = {category.id: category.name for category in visitor.categories.by_id.values() if category.filled}
    categories = tuple(_category(one, visitor) for one in fitting_names(query, names, CATEGORIES))
    return Suggestions(query, searches, shown_cards(found.product_ids[:CARDS], visitor), categories)


def _search(query: str, visitor: Shopper) -> Link:
    return Link(query, f"{visitor.url('catalogue.search')}?{urlencode({'q': query})}")


def _category(category_id: int, visitor: Shopper) -> Link:
    category = visitor.categories.by_id[category_id]
    return Link(category.name, visitor.url("catalogue.category", slug=category.slug))


def _ways_on(visitor: Shopper) -> tuple[Link, ...]:
    """Where else to look: the shop's first categories."""
    return tuple(_category(one.id, visitor) for one in visitor.categories.children(None)[:WAYS_ON])
