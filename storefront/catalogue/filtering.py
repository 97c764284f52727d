"""A list's filters between URL and page: ?colour=sage&min=10&sort=price&after=…"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from storefront.catalogue.cards import shown_cards
from storefront.catalogue.colours import swatch_of
from storefront.catalogue.contexts import Facet, FacetValue, PriceFilter, Results
from storefront.catalogue.queries import Filters, Listing, Scope, Sort, listing
from storefront.digits import minor_units
from storefront.i18n import _, ngettext
from storefront.money import exponent
from storefront.web.frame import Link
from storefront.web.shopper import Shopper

SORT_LABELS = {
    "relevance": _("Best match"),
    "popularity": _("Popular"),
    "newest": _("Newest"),
    "price": _("Price, low to high"),
    "-price": _("Price, high to low"),
}
# every link of a list repeats what was asked: nobody's address may blow the page up
MOST_PAIRS = 40
MOST_CHARACTERS = 200
RESERVED = frozenset({"sort", "after", "min", "max", "stock", "model", "q", "market", "variant", "lang"})


@dataclass(frozen=True)
class Asked:
    """What a list's URL says: pairs in order, and the path they stand behind."""

    path: str
    pairs: tuple[tuple[str, str], ...] = ()
    query: str = ""
    sorts: tuple[Sort, ...] = field(default=("popularity", "newest", "price", "-price"))

    def value(self, name: str) -> str:
        return next((value for key, value in self.pairs if key == name), "")

    def values(self, name: str) -> tuple[str, ...]:
        return tuple(value for key, value in self.pairs if key == name)

    @property
    def sort(self) -> Sort:
        given = self.value("sort")
        return given if given in self.sorts else self.sorts[0]

    def filters(self, shop_currency: str) -> Filters:
        """The filters; what is not a number or not known is left out."""
        attributes: dict[str, tuple[str, ...]] = {}
        for name, value in self.pairs:
            if name not in RESERVED and len(name) <= 60 and len(attributes) < 12:
                attributes[name] = (*attributes.get(name, ()), value[:100])
        decimals = exponent(shop_currency)
        return Filters(
            attributes,
            minor_units(self.value("min"), decimals),
            minor_units(self.value("max"), decimals),
            self.value("stock") == "1",
            self.values("model"),
        )

    def url(self, *, add: tuple[str, str] | None = None, drop: tuple[str, str] | None = None, **put: str) -> str:
        """This list with something added, dropped or put; always from its first page."""
        pairs = [pair for pair in self.pairs if pair != drop and pair[0] not in ("after", "market", *put)]
        if add:
            pairs.append(add)
        pairs += [(name, value) for name, value in put.items() if value]
        return self.path + ("?" + urlencode(pairs) if pairs else "")


def asked_from(path: str, pairs: Sequence[tuple[str, str]], sorts: tuple[Sort, ...] | None = None) -> Asked:
    """What a request asks of a list; empty values and what is too much are dropped."""
    kept = [(name[:60], value[:MOST_CHARACTERS]) for name, value in pairs if value and name != "lang"]
    asked = Asked(path, tuple(kept[:MOST_PAIRS]))
    return replace(asked, sorts=sorts) if sorts else asked


def results(visitor: Shopper, scope: Scope, asked: Asked) -> Results:
    """One page of a list with everything around it. Raises WrongMark for a made-up paging mark."""
    currency = visitor.runtime.settings.shop.currency
    filters = asked.filters(currency)
    found = listing(visitor.viewer, scope, filters, asked.sort, asked.value("after"))
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
        chips=_chips(found, asked, filters),
        clear_url=_cleared(asked) if _is_narrowed(filters) else "",
        sorts=tuple(
            Link(visitor.t(SORT_LABELS[sort]), asked.url(sort=sort), sort == asked.sort) for sort in asked.sorts
        ),
        price=PriceFilter(
            asked.path,
            asked.value("min"),
            asked.value("max"),
            currency,
            tuple((n, v) for n, v in asked.pairs if n not in ("min", "max", "after")),
        ),
        next_url=asked.url(after=after) if after else "",
        previous_url=asked.url() if asked.value("after") else "",
    )


def _is_narrowed(filters: Filters) -> bool:
    return bool(
        filters.attributes
        or filters.low is not None
        or filters.high is not None
        or filters.in_stock
        or filters.business_models
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
    return tuple(shown)


def _value(facet: str, code: str, label: str, count: int, chosen: bool, asked: Asked) -> FacetValue:
    pair = (facet, code)
    url = asked.url(drop=pair) if chosen else asked.url(add=pair)
    return FacetValue(label, url, count, chosen, swatch_of(facet, code))


def _chips(found: Listing, asked: Asked, filters: Filters) -> tuple[Link, ...]:
    labels = {(f.code, c.code): c.label for f in found.facets.attributes for c in f.choices}
    chips = [
        Link(labels.get((name, value), value), asked.url(drop=(name, value)))
        for name, value in asked.pairs
        if name not in RESERVED
    ]
    if filters.low is not None:
        chips.append(Link(f"≥ {asked.value('min')}", asked.url(drop=("min", asked.value("min")))))
    if filters.high is not None:
        chips.append(Link(f"≤ {asked.value('max')}", asked.url(drop=("max", asked.value("max")))))
    return tuple(chips)
