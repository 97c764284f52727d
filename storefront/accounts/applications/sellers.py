"""From an application to the seller that buyers see: of a private person no more than name and country."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from html import escape
from typing import Any

from storefront.accounts.applications.steps import is_trader
from storefront.catalogue.drafts import SellerDraft
from storefront.catalogue.importers.names import candidates
from storefront.catalogue.importers.names import slug as slug_of
from storefront.catalogue.rows import rows_of
from storefront.catalogue.tables import Seller

SLUG_LIMIT = 120
_PLACE = ("street", "street2", "postal_code", "city", "area")


def draft_of(answers: Mapping[str, Any], language: str, slug: str) -> SellerDraft:
    """A new seller."""
    return draft_with(SellerDraft(slug, "", ""), answers, language)


def draft_with(draft: SellerDraft, answers: Mapping[str, Any], language: str) -> SellerDraft:
    """A seller with what these answers say of him; what they do not say stays."""
    identity, address = answers["identity"], answers["address"]
    about = str(identity.get("about", ""))
    kept = replace(
        draft,
        name=identity["name"],
        country=address["country"],
        trader=is_trader(answers),
        descriptions={**draft.descriptions, language: f"<p>{escape(about)}</p>" if about else ""},
    )
    place = {name: address[name] for name in _PLACE if address.get(name)}
    if kept.trader or kept.disclosed:
        return replace(
            kept,
            legal_name=identity.get("legal_name") or identity["full_name"],
            address=place,
            email=identity["email"],
            phone=identity["phone"],
            register_number=identity.get("register_number", ""),
            vat_id=identity.get("vat_id", ""),
        )
    return replace(kept, legal_name="", address={}, email="", phone="", register_number="", vat_id="")


def free_slug(wanted: str) -> str:
    """An address for a new seller that nobody has."""
    base = slug_of(wanted, SLUG_LIMIT) or "seller"
    return next(one for one in candidates(base, SLUG_LIMIT) if not rows_of(Seller, "slug", [one]))
