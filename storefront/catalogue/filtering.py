"""A list's filters between URL and page: ?colour=sage&min=10&sort=price&after=…"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from storefront.catalogue.asked import RESERVED, Asked, asked_from, understood
from storefront.catalogue.cards import shown_cards
from storefront.catalogue.colours import swatch_of
from storefront.catalogue.contexts import Facet, FacetValue, PriceFilter, Results
from storefront.catalogue.keeping import LISTS, list_until
from storefront.catalogue.queries import Filters, Listing, Scope, WrongMark, listing
from storefront.catalogue.sending import Sending, sending_to
from storefront.countries import country_name
from storefront.i18n import _, ngettext
from storefront.web.frame import Link
from storefront.web.page_cache.memo import known
from storefront.web.shopper import Shopper

__all__ = ["Asked", "asked_from", "results"]

# what a query finds: only looked for where the list is not known
Search = Callable[[], Scope]

SORT_LABELS = {
    "relevance": _("Best match"),
    "popularity": _("Popular"),
    "newest": _("Newest"),
    "price": _("Price, low to high"),
    "-price": _("Price, high to low"),
}


def results(visitor: Shopper, scope: Scope | Search, asked: Asked) -> Results:
    """One page of a list with everything around it; what was asked and is not known is said and left out."""
    currency = visitor.runtime.settings.shop.currency
    typed = asked
    asked, notes = understood(asked, currency, frozenset(visitor.runtime.plugins.models))
    sending = sending_to(visitor.market.country)
    filters = asked.filters(currency, sending)
    try:
        found = _listing(visitor, scope, filters, asked, sending)
    except WrongMark:
        asked = asked.without("after")
        notes.append(_("That page of the list is not there: this is its first page."))
        found = _listing(visitor, scope, filters, asked, sending)
    total = found.page.total
    words = ngettext("%(num)s product", "%(num)s products", total)
    if found.page.capped:
        words = ngettext("%(num)s+ product", "%(num)s+ products", total)
    after = found.page.after
    return Results(
        cards=shown_cards(found.page.product_ids, visitor),
        total=total,
        total_label=visitor.t(words),
        facets=_facets(found, asked, visitor),
        chips=_chips(found, asked, visitor),
        clear_url=_cleared(asked) if _is_narrowed(filters) else "",
        sorts=tuple(
            Link(visitor.t(SORT_LABELS[sort]), asked.url(sort=sort), sort == asked.sort) for sort in asked.sorts
        ),
        price=PriceFilter(
            asked.path,
            typed.value("min"),
            typed.value("max"),
            currency,
            tuple((n, v) for n, v in asked.pairs if n not in ("min", "max", "after")),
        ),
        next_url=asked.url(after=after) if after else "",
        previous_url=asked.url() if asked.value("after") else "",
        notes=tuple(visitor.t(note) for note in notes),
    )


def _listing(visitor: Shopper, scope: Scope | Search, filters: Filters, asked: Asked, sending: Sending) -> Listing:
    """The page with its counts, which are kept as long as nothing in the place changes."""
    viewer = visitor.viewer

    def made() -> Listing:
        place = scope if isinstance(scope, Scope) else scope()
        return listing(viewer, place, filters, asked.sort, asked.value("after"), sending)

    place, tag = (("search",), LISTS) if not isinstance(scope, Scope) else _place(scope)
    who = (viewer.languages, tuple(sorted(viewer.audiences)))
    key = ("listing", place, who, asked.pairs, asked.sort, sending)
    found: Listing = known(key, viewer.now, made, {tag}, lambda: list_until(viewer.now))
    return found


def _place(scope: Scope) -> tuple[tuple[Any, ...], str]:
    """What names a place, and the tag that says that something changed in it."""
    if scope.category_id is not None:
        return ("category", scope.category_id), f"category:{scope.category_id}"
    return ("seller", scope.seller_id), LISTS


def _is_narrowed(filters: Filters) -> bool:
    return bool(
        filters.attributes
        or filters.low is not None
        or filters.high is not None
        or filters.in_stock
        or filters.business_models
        or filters.sending
    )


def _cleared(asked: Asked) -> str:
    kept = tuple((name, value) for name, value in asked.pairs if name in ("q", "sort"))
    return replace(asked, pairs=kept).url()


def _facets(found: Listing, asked: Asked, visitor: Shopper) -> tuple[Facet, ...]:
    shown = []
    if len(found.facets.business_models) > 1:
        models = visitor.runtime.plugins.models
        choices = tuple(
            _value("model", c.code, visitor.t(models[c.code].name), c.count, c.chosen, asked)
            for c in found.facets.business_models
            if c.code in models
        )
        shown.append(Facet("model", visitor.t(_("Way of buying")), choices))
    for facet in found.facets.attributes:
        values = tuple(
            _value(facet.code, c.code, c.label, c.count, c.chosen, asked)
            for c in facet.choices
        )
        if len(values) > 1 or any(value.on for value in values):
            shown.append(Facet(facet.code, facet.label, values))
    if found.facets.in_stock:
        on = asked.value("stock") == "1"
        label = visitor.t(_("In stock"))
        value = _value("stock", "1", label, found.facets.in_stock, on, asked)
        shown.append(Facet("stock", visitor.t(_("Availability")), (value,)))
    # said only where it leaves something out
    on = asked.value("ships") == "1"
    if found.facets.sent is not None and (on or found.facets.sent < found.page.total):
        value = _value("ships", "1", _ships_to(visitor), found.facets.sent, on, asked)
        shown.append(Facet("ships", visitor.t(_("Delivery")), (value,)))
    return tuple(shown)


def _ships_to(visitor: Shopper) -> str:
    return visitor.t(_("Ships to %(country)s", country=country_name(visitor.market.country, visitor.language)))


def _value(facet: str, code: str, label: str, count: int, chosen: bool, asked: Asked) -> FacetValue:
    pair = (facet, code)
    url = asked.url(drop=pair) if chosen else asked.url(add=pair)
    return FacetValue(label, url, count, chosen, swatch_of(facet, code))


def _chips(found: Listing, asked: Asked, visitor: Shopper) -> tuple[Link, ...]:
    """What is chosen, each leading to the list without it."""
    labels = {(f.code, c.code): c.label for f in found.facets.attributes for c in f.choices}
    labels["stock", "1"] = visitor.t(_("In stock"))
    labels["ships", "1"] = _ships_to(visitor)
    for name, sign in (("min", "≥"), ("max", "≤")):
        labels[name, asked.value(name)] = f"{sign} {asked.value(name)}"
    for code, model in visitor.runtime.plugins.models.items():
        labels["model", code] = visitor.t(model.name)
    return tuple(
        Link(labels.get(pair, pair[1]), asked.url(drop=pair))
        for pair in asked.pairs
        if pair in labels or pair[0] not in RESERVED
    )
