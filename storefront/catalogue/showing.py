"""Builds the catalogue's pages out of facts: values in, a page's context out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from storefront.catalogue.cards import badge, shown_cards
from storefront.catalogue.colours import swatch_of
from storefront.catalogue.content import RETURNS, find_content, home_words
from storefront.catalogue.contexts import (
    Card,
    CategoryTile,
    Fact,
    HomePage,
    ImageView,
    OptionAxis,
    OptionValue,
    ProductPage,
    Shelf,
)
from storefront.catalogue.guarantee_view import guarantee_notice, guarantee_title, market_years
from storefront.catalogue.keeping import LISTS
from storefront.catalogue.lists import Filters
from storefront.catalogue.parties import safety, seller_panel, seller_view
from storefront.catalogue.product_facts import VariantFacts
from storefront.catalogue.queries import (
    ProductDetails,
    Scope,
    first_pictures,
    get_seller,
    home_lists,
    listing,
    offers_for,
    sellers,
    visible_among,
)
from storefront.countries import country_name
from storefront.formatting import date_range, dimensions, quantity, weight
from storefront.i18n import Message, _
from storefront.pricing.asking import sale_terms
from storefront.pricing.shipping import rates_of
from storefront.values import Line, Offer
from storefront.web.frame import Link
from storefront.web.page_cache.memo import known
from storefront.web.preview_links import preview_token
from storefront.web.shopper import Shopper

# cards on a shelf of the start page
ON_SHELF = 8

LEGAL_MARKS = {
    "battery": _("Contains a battery"),
    "liquid": _("Liquid"),
    "blade": _("Has a blade"),
    "plant-material": _("Plant material"),
    "magnet": _("Contains a magnet"),
}


def home_page(visitor: Shopper) -> HomePage:
    """What the shop sells, in pictures, by need."""
    t = visitor.t
    shop = visitor.runtime.settings.shop
    lists = _known("home lists", visitor, lambda: home_lists(visitor.viewer, 2 * ON_SHELF))
    tiles = _known("tiles", visitor, lambda: category_tiles(visitor))
    liked = lists["popular"][:ON_SHELF]
    # no product stands on two shelves; both are read at once
    new = tuple(one for one in lists["newest"] if one not in liked)[:ON_SHELF]
    drawn = shown_cards((*liked, *new), visitor)
    popular = tuple(card for card in drawn if card.product_id in liked)
    newest = tuple(card for card in drawn if card.product_id not in liked)
    shelves = []
    if popular:
        shelves.append(Shelf(t(_("Popular")), popular))
    if newest:
        shelves.append(Shelf(t(_("New here")), newest))
    title, text = _known("home words", visitor, lambda: home_words(visitor.languages))
    behind = _known(
        "sellers", visitor, lambda: tuple(seller_view(facts, visitor) for facts in sellers(visitor.viewer, 4))
    )
    return HomePage(
        title=title or shop.name,
        text=text,
        images=tuple(card.image for card in popular[:3] if not card.image.placeholder),
        lead_url=visitor.url("catalogue.search"),
        tiles=tiles,
        shelves=tuple(shelves),
        sellers=behind,
        promises=promises(visitor),
    )


def _known(what: str, visitor: Shopper, make: Callable[[], Any]) -> Any:
    """A part of the start page that changes with the lists only."""
    viewer = visitor.viewer
    key = (what, visitor.language, tuple(sorted(viewer.audiences)))
    return known(key, viewer.now, make, {LISTS})


def promises(visitor: Shopper) -> tuple[tuple[str, str, str], ...]:
    """What holds for every order to this market: icon, words, address.

    Withdrawal and guarantee where the EU's law gives them to consumers; elsewhere what the shop's own page says.
    """
    t, years = visitor.t, market_years(visitor)
    found = [("truck", t(_("Delivery and tax are in the price you see before you order")), "")]
    if years:
        found.append(("return", t(_("14 days to change your mind")), ""))
        found.append(("shield", t(guarantee_title(years)), visitor.url("guarantee.show")))
    elif find_content(RETURNS, visitor.languages):
        words = t(_("Returns: what the seller promises"))
        found.append(("return", words, visitor.url("catalogue.content", slug=RETURNS)))
    return tuple(found)


def category_tiles(visitor: Shopper) -> tuple[CategoryTile, ...]:
    """The top categories, each with the picture of its most popular product."""
    tree = visitor.categories.children(None)
    pictures = first_pictures([c.id for c in tree], visitor.viewer)
    return tuple(
        CategoryTile(
            c.name,
            visitor.url("catalogue.category", slug=c.slug),
            pictures.get(c.id) or ImageView("", 4, 5, placeholder=True),
            c.description,
        )
        for c in tree
    )


def product_page(details: ProductDetails, sku: str, visitor: Shopper, ended: bool) -> ProductPage:
    """A product with the variant that is shown."""
    offers = offers_for(visitor.viewer, product_ids=[details.id])
    variant = shown_variant(details, sku, offers)
    here = [offer for offer in offers if variant and offer.variant_id == variant.id]
    first = here[0] if here else None
    t = visitor.t
    terms = sale_terms(visitor.runtime, [Line(first, 1)], visitor.public_context)[0] if first else None
    seller = get_seller(first.seller.id, visitor.languages) if first else None
    models = visitor.runtime.plugins.models
    codes = dict.fromkeys(offer.business_model for offer in offers)
    years = terms.guarantee_years if terms else None
    guarantee = guarantee_notice(years, visitor, seller.name, seller.email) if years and seller else None
    related = visible_among(details.related_ids, visitor.viewer)[:8]
    return ProductPage(
        product_id=details.id,
        title=details.title,
        url=visitor.url("catalogue.product", slug=details.slug),
        gallery=gallery(details, variant),
        sku=variant.sku if variant else "",
        brand=details.brand,
        summary=details.summary,
        description_html=details.description,
        breadcrumbs=breadcrumbs(details.category_id, visitor),
        badges=tuple(badge(models[code], visitor) for code in codes if code in models) if len(models) > 1 else (),
        options=axes(details, variant, offers, visitor),
        facts=product_facts(details, variant, visitor),
        delivery=delivery_facts(visitor),
        refused="" if rates_of(visitor.market.country) else t(_("It cannot be sent to this country.")),
        seller=seller_panel(seller, visitor) if seller else None,
        seller_id=seller.id if seller else 0,
        safety=safety(details, variant, visitor),
        guarantee=guarantee,
        withdrawal=t(terms.withdrawal_reason) if terms else "",
        withdrawal_url=visitor.url("catalogue.content", slug=RETURNS) if terms and terms.withdrawal_days else "",
        related=shown_cards(related, visitor),
        ended=ended,
        note=t(_no_such_variant(sku)) if sku and (variant is None or variant.sku != sku) else "",
    )


def _no_such_variant(sku: str) -> Message:
    return _("This product has no variant “%(sku)s”: another one is shown.", sku=sku[:60])


def shown_variant(details: ProductDetails, sku: str, offers: list[Offer]) -> VariantFacts | None:
    """The variant asked for, else the first that can be bought, else the first."""
    asked = details.find_variant(sku) if sku else None
    if asked:
        return asked
    there = {offer.variant_id for offer in offers if offer.available is None or offer.available > 0}
    return next((v for v in details.variants if v.id in there), details.variants[0] if details.variants else None)


def gallery(details: ProductDetails, variant: VariantFacts | None) -> tuple[ImageView, ...]:
    views = tuple(picture.view for picture in details.pictures_of(variant))
    fetched = tuple(view for view in views if not view.placeholder)
    return fetched or views[:1] or (ImageView("", 4, 5, details.title, placeholder=True),)


def axes(
    details: ProductDetails, shown: VariantFacts | None, offers: list[Offer], visitor: Shopper
) -> tuple[OptionAxis, ...]:
    """What a variant is chosen by; each value links to the variant nearest to the shown one."""
    if shown is None:
        return ()
    there = {offer.variant_id for offer in offers if offer.available is None or offer.available > 0}
    # a preview of what is not published stays one from variant to variant
    preview = {"preview": preview_token(details.id)} if visitor.context.previewed == details.id else {}
    labels: dict[str, str] = {}
    values: dict[str, dict[str, str]] = {}
    for variant in details.variants:
        for option in variant.options:
            labels.setdefault(option.code, option.label)
            values.setdefault(option.code, {}).setdefault(option.value, option.value_label)
    found = []
    for code, choices in values.items():
        chosen = shown.value_of(code)
        drawn = []
        # dots only where each value has one: words and dots side by side cannot be compared
        dots = all(swatch_of(code, value) for value in choices)
        for value, label in choices.items():
            near = _nearest(details, shown, code, value)
            url = visitor.url("catalogue.product", slug=details.slug, variant=near.sku, **preview)
            drawn.append(
                OptionValue(label, url, value == chosen, near.id in there, value if dots else "")
            )
        found.append(OptionAxis(code, labels[code], tuple(drawn), choices.get(chosen, "")))
    return tuple(found)


def _nearest(details: ProductDetails, shown: VariantFacts, code: str, value: str) -> VariantFacts:
    """The variant with this value that shares most other options with the shown one."""

    def shared(variant: VariantFacts) -> int:
        return sum(o.value == shown.value_of(o.code) for o in variant.options if o.code != code)

    return max((v for v in details.variants if v.value_of(code) == value), key=shared)


def product_facts(details: ProductDetails, variant: VariantFacts | None, visitor: Shopper) -> tuple[Fact, ...]:
    """The facts table: attributes, then what every product has."""
    t, tag = visitor.t, visitor.language
    rows = [Fact(fact.label, fact.value_label) for fact in details.facts]
    if details.measure:
        rows.append(Fact(t(_("Content")), quantity(details.measure.quantity, details.measure.unit, tag)))
    if variant and variant.weight_grams:
        rows.append(Fact(t(_("Weight")), weight(variant.weight_grams, tag, visitor.market.country)))
    if variant and all(variant.dimensions_mm):
        rows.append(Fact(t(_("Dimensions")), dimensions(variant.dimensions_mm, tag, visitor.market.country)))
    if details.origin:
        rows.append(Fact(t(_("Made in")), country_name(details.origin, tag)))
    rows += [Fact(t(_("Note")), t(LEGAL_MARKS[mark])) for mark in details.restrictions if mark in LEGAL_MARKS]
    if details.hs_code:
        rows.append(Fact(t(_("Customs code")), details.hs_code))
    if variant and variant.gtin:
        rows.append(Fact("GTIN", variant.gtin))
    if variant:
        rows.append(Fact(t(_("Article number")), variant.sku))
    return tuple(rows)


def delivery_facts(visitor: Shopper) -> tuple[Fact, ...]:
    """How it comes to this market and by when."""
    today = visitor.public_context.now.date()
    rows: list[Fact] = []
    for rate in rates_of(visitor.market.country):
        label = rate["labels"].get(visitor.language) or next(iter(rate["labels"].values()), rate["code"])
        when = date_range(
            today + timedelta(days=rate["days_min"]), today + timedelta(days=rate["days_max"]), visitor.language
        )
        if label not in {row.label for row in rows}:
            rows.append(Fact(label, visitor.t(_("arrives %(when)s", when=when))))
    return tuple(rows)


def breadcrumbs(category_id: int | None, visitor: Shopper, *, itself: bool = True) -> tuple[Link, ...]:
    links = [Link(visitor.t(_("Home")), visitor.url("catalogue.home"))]
    if category_id is None:
        return tuple(links)
    way = visitor.categories.way_to(category_id)
    for category in way if itself else way[:-1]:
        links.append(Link(category.name, visitor.url("catalogue.category", slug=category.slug)))
    return tuple(links)


def nearest_cards(visitor: Shopper) -> tuple[Card, ...]:
    """Something to look at where nothing was found."""
    found = listing(visitor.viewer, Scope(), Filters())
    return shown_cards(found.page.product_ids[:8], visitor)
