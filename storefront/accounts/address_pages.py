"""Somebody's addresses: looked at, added, changed, deleted, one of them preferred."""

from __future__ import annotations

from flask import Response, request

from storefront.accounts import address_book
from storefront.accounts.address_book import kept_addresses
from storefront.accounts.addresses import Address, address_fields, address_lines, check_address
from storefront.accounts.contexts import AddressCard, AddressList
from storefront.accounts.form_pages import go, me, pages, show, show_form, to_account, typed_values
from storefront.countries import country_name, sort_key
from storefront.db import utc_now
from storefront.forms import Checked, Field, Option
from storefront.i18n import Message, _, plain
from storefront.web.form_view import ActionForm
from storefront.web.frame import Link
from storefront.web.people import requires
from storefront.web.shopper import Shopper, shopper


@pages.get("/<lang>/account/addresses")
@requires("account")
def addresses() -> Response:
    visitor = shopper()
    cards = tuple(card(kept, visitor) for kept in kept_addresses(me().id))
    page = AddressList(
        visitor.t(_("Addresses")), cards, visitor.url("account.new_address"), to_account()
    )
    return show("accounts/addresses.html", page)


def card(kept: address_book.KeptAddress, visitor: Shopper) -> AddressCard:
    lines = address_lines(kept.address, country_name(kept.address.country, visitor.language))
    prefer = ActionForm(
        f"prefer-{kept.id}", visitor.t(_("Use first")), visitor.url("account.prefer_address", address_id=kept.id)
    )
    delete = ActionForm(
        f"delete-{kept.id}", visitor.t(_("Delete")), visitor.url("account.delete_address", address_id=kept.id)
    )
    edit = visitor.url("account.edit_address", address_id=kept.id)
    actions = (delete,) if kept.preferred else (prefer, delete)
    return AddressCard(lines, kept.preferred, Link(visitor.t(_("Change")), edit), actions)


@pages.route("/<lang>/account/addresses/new", methods=["GET", "POST"])
@requires("account")
def new_address() -> Response:
    title = _("New address")
    if request.method == "GET":
        return show_address(title, {"country": shopper().market.country, "name": me().name})
    address, checked = typed_address()
    if checked is not None:
        return show_address(title, checked.values, checked)
    address_book.add_address(me().id, address, utc_now())
    return go(shopper().url("account.addresses"), _("The address is saved."))


@pages.route("/<lang>/account/addresses/<int:address_id>", methods=["GET", "POST"])
@requires("account")
def edit_address(address_id: int) -> Response:
    kept = address_book.get_address(me().id, address_id)
    title = _("Change the address")
    if request.method == "GET":
        return show_address(title, kept.address.as_json())
    address, checked = typed_address()
    if checked is not None:
        return show_address(title, checked.values, checked)
    address_book.change_address(me().id, address_id, address)
    return go(shopper().url("account.addresses"), _("The address is saved."))


@pages.post("/<lang>/account/addresses/<int:address_id>/delete")
@requires("account")
def delete_address(address_id: int) -> Response:
    address_book.delete_address(me().id, address_id)
    return go(shopper().url("account.addresses"), _("The address is deleted."))


@pages.post("/<lang>/account/addresses/<int:address_id>/prefer")
@requires("account")
def prefer_address(address_id: int) -> Response:
    address_book.prefer_address(me().id, address_id)
    return go(shopper().url("account.addresses"))


def typed_address() -> tuple[Address, Checked | None]:
    """What was typed; with what to show again when something is wrong or only the country changed."""
    typed = typed_values()
    country = typed.get("country", "")
    if country not in shopper().countries:
        country = shopper().market.country
    if "reload" in typed:
        return Address(), Checked({**typed, "country": country})
    address, checked = check_address(country, typed)
    checked.values["country"] = country
    return address, checked if checked.errors else None


def show_address(title: Message, typed: dict[str, str], checked: Checked | None = None) -> Response:
    visitor = shopper()
    names = sorted(
        ((code, country_name(code, visitor.language)) for code in visitor.countries),
        key=lambda pair: sort_key(pair[1], visitor.language),
    )
    options = tuple(Option(code, plain(name)) for code, name in names)
    country = Field("country", _("Country"), "select", autocomplete="country", options=options, reloads=True)
    fields = address_fields(typed["country"])
    back = Link(visitor.t(_("Addresses")), visitor.url("account.addresses"))
    return show_form(title, (fields[0], country, *fields[1:]), _("Save"), typed=typed, checked=checked, back=back)
