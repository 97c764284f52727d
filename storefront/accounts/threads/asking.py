"""Questions about products: who can be asked, and what the trade rules want hidden there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from storefront.accounts.threads.contexts import AskLink
from storefront.accounts.threads.masking import has_contact
from storefront.catalogue.offers_read import offers_for
from storefront.catalogue.tables import Product
from storefront.catalogue.viewer import Viewer
from storefront.forms import Field, check_email
from storefront.i18n import Message, _
from storefront.pricing.asking import trade_rules
from storefront.runtime import current
from storefront.values import Context, Group, Seller

STRICT = ("never", "until-paid", "always")


def sellers_of(product_id: int, context: Context) -> dict[int, tuple[Seller, str]]:
    """Who offers a product to this shopper: seller by id, and what threads with him hide. The first offer's first."""
    found: dict[int, tuple[Seller, str]] = {}
    for offer in _offers([product_id], context):
        masks = _masks(offer.seller, offer.business_model, context)
        known = found.get(offer.seller.id, (offer.seller, "never"))[1]
        found[offer.seller.id] = (offer.seller, max(known, masks, key=STRICT.index))
    return found


def _offers(product_ids: Sequence[int], context: Context) -> list[Any]:
    viewer = Viewer(current().plugins.selling, context.now, context.audiences, previewed=context.previewed)
    return offers_for(viewer, product_ids=product_ids) if product_ids else []


def _masks(seller: Seller, business_model: str, context: Context) -> str:
    narrowed = replace(context, business_model=business_model)
    return trade_rules(current(), Group(seller, business_model, ()), narrowed).masks


def ask_links(product_ids: Sequence[int], context: Context) -> list[dict[str, Any] | None]:
    """Where a shopper asks about each product; nothing for one that nobody offers him."""
    offered = {offer.product_id for offer in _offers(list(product_ids), context)}
    return [
        {"fragment": AskLink(ask_path(context.language, number))} if number in offered else None
        for number in product_ids
    ]


def ask_path(language: str, product_id: int) -> str:
    """Where one asks about a product; by its number, which a product's page knows without asking."""
    return f"/{language}/messages/ask/{product_id}"


def find_slug(product_id: int) -> str:
    """The slug of a product; "" where there is none."""
    row = Product.select(Product.slug).where(Product.id == product_id).tuples().first()
    return str(row[0]) if row else ""


def guest_fields() -> tuple[Field, ...]:
    """What a shopper without an account says of himself."""
    return (
        Field(
            "email", _("E-mail"), "email", autocomplete="email", inputmode="email", dir="ltr", maxlength=254,
            help=_("The answer comes there. The seller does not see it."), check=check_email,
        ),
        Field("name", _("Your name"), required=False, autocomplete="name", maxlength=60, check=check_name),
    )  # fmt: skip


def check_name(value: str) -> Message | None:
    """A name that is no address and no telephone number: the seller reads it."""
    if has_contact(value, (current().settings.shop.country,)):
        return _("Please write your name only.")
    return None



