"""Who sells and who made it, as pages name them: sellers, manufacturers, the responsible person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from storefront.accounts.addresses import Address, address_lines
from storefront.accounts.ratings.reading import figures_of
from storefront.accounts.ratings.showing import brief_figures, no_figures
from storefront.catalogue.contexts import Company, Fact, Safety, SellerView
from storefront.catalogue.drafts import Party
from storefront.catalogue.html import plain
from storefront.catalogue.product_facts import ProductDetails, VariantFacts
from storefront.catalogue.queries import SellerFacts
from storefront.countries import country_name
from storefront.i18n import Country, _, listed
from storefront.orders.wording import Wording
from storefront.web.shopper import Shopper


def seller_view(facts: SellerFacts, visitor: Shopper) -> SellerView:
    """A seller in short."""
    city = str(facts.address.get("city", "")) if is_named(facts) else ""
    place = visitor.t(listed(city, Country(facts.country)))
    since = visitor.t(_("since %(year)s", year=str(facts.founded))) if facts.founded else ""
    return SellerView(
        facts.name,
        visitor.url("catalogue.seller", slug=facts.slug),
        place,
        since,
        facts.trader,
        plain(facts.description),
    )


def is_named(facts: SellerFacts) -> bool:
    """Whether name and address are everybody's business: a trader's are, a private person's where the law says so."""
    return facts.trader or facts.disclosed


def seller_panel(facts: SellerFacts, visitor: Shopper) -> SellerView:
    """The seller on a product's page: who he is by law, and what was counted of his sales."""
    wording, row = Wording(visitor.runtime, visitor.language), figures_of(facts.id)
    brief = tuple((fact.label, fact.value) for fact in brief_figures(row, wording))
    view, none = seller_view(facts, visitor), no_figures(row, wording)
    return replace(view, legal=seller_legal(facts, visitor), figures=brief, no_figures=none)


def seller_legal(facts: SellerFacts, visitor: Shopper) -> tuple[Fact, ...]:
    """Who a trader is, as the law wants it on the offer; of a private person nothing, but where it wants that too."""
    t = visitor.t
    if not is_named(facts):
        return ()
    rows = (
        (_("Legal name"), facts.legal_name),
        (_("Address"), t(listed(*place_lines(facts.address, facts.country, visitor.language)))),
        (_("E-mail"), facts.email),
        (_("Telephone"), facts.phone),
        (_("Register"), facts.register_number),
        (_("VAT number"), facts.vat_id),
    )
    return tuple(Fact(t(label), value) for label, value in rows if value)


def place_lines(address: Mapping[str, Any], country: str, language: str) -> tuple[str, ...]:
    """Street, place and country as the country writes them."""
    known = {name: address[name] for name in ("street", "street2", "postal_code", "city", "area") if address.get(name)}
    return address_lines(Address.from_json({**known, "country": country}), country_name(country, language))


def safety(details: ProductDetails, variant: VariantFacts | None, visitor: Shopper) -> Safety | None:
    """Manufacturer, responsible person and warnings: Regulation (EU) 2023/988 article 19."""
    if not details.manufacturer.name:
        return None
    return Safety(
        _company(details.manufacturer, visitor),
        _company(details.responsible, visitor) if details.responsible.name else None,
        tuple(line for line in details.warnings.splitlines() if line.strip()),
        variant.manufacturer_code if variant else "",
    )


def _company(party: Party, visitor: Shopper) -> Company:
    country = Country(party.country) if party.country else ""
    return Company(party.name, visitor.t(listed(party.address, country)), party.email)
