"""Where goods of a seller go back to, by the buyer's country: staff and his own people say it."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Response

from storefront.accounts.addresses import Address
from storefront.catalogue.tables import Seller
from storefront.db import transaction
from storefront.desk.audit import Actor, record
from storefront.desk.base_pages import actor, desk_url, go, known_number, pages
from storefront.desk.form_pages import shop_form, show, typed_form
from storefront.desk.return_sheet import ReturnRow, read_rows, sections, typed_rows
from storefront.errors import NotFound
from storefront.forms import Errors
from storefront.i18n import _
from storefront.orders.cases.tables import ReturnAddress
from storefront.web.frame import Link
from storefront.web.people import requires
from storefront.web.shopper import shopper


@pages.get("/desk/sellers/<seller_id>/returns", endpoint="return_addresses")
@requires("cases.answer")
def return_addresses(seller_id: str) -> Response:
    number = known_number(seller_id)
    actor().must("cases.answer", number)
    rows = kept_rows(number)
    return _show(number, typed_rows(rows, shopper().language), len(rows))


@pages.post("/desk/sellers/<seller_id>/returns", endpoint="save_return_addresses")
@requires("cases.answer")
def save(seller_id: str) -> Response:
    number, typed = known_number(seller_id), typed_form(4000)
    actor().must("cases.answer", number)
    rows, errors = read_rows(typed)
    if errors:
        return _show(number, typed, len(rows), errors)
    save_rows(actor(), number, rows)
    return go(desk_url("desk.return_addresses", seller_id=number), _("The addresses are saved."))


def kept_rows(seller_id: int) -> list[ReturnRow]:
    """A seller's addresses for goods that come back."""
    rows = ReturnAddress.select().where(ReturnAddress.seller == seller_id).order_by(ReturnAddress.id)
    return [ReturnRow(tuple(row.countries), Address.from_json(row.address)) for row in rows]


@transaction()
def save_rows(actor: Actor, seller_id: int, rows: list[ReturnRow]) -> None:
    """These and no others, from now on."""
    actor.must("cases.answer", seller_id)
    before = kept_rows(seller_id)
    if rows == before:
        return
    ReturnAddress.delete().where(ReturnAddress.seller == seller_id).execute()
    for row in rows:
        address = {name: value for name, value in row.address.as_json().items() if value}
        ReturnAddress.create(seller=seller_id, countries=list(row.countries), address=address)
    told = {"addresses": [f"{row.address.street}, {row.address.city}" for row in rows]}
    record(actor, "seller.returns", f"seller:{seller_id}", {"count": len(before)}, told)


def _show(seller_id: int, typed: Mapping[str, str], rows: int, errors: Errors | None = None) -> Response:
    visitor = shopper()
    seller = Seller.get_or_none(Seller.id == seller_id)
    if seller is None:
        raise NotFound(f"there is no seller {seller_id}")
    return show(
        shop_form(sections(rows + 1, visitor.language), ()),
        typed,
        title=visitor.t(_("Where goods go back to: %(seller)s", seller=seller.name)),
        action=desk_url("desk.save_return_addresses", seller_id=seller_id),
        crumb=Link(visitor.t(_("Cases")), desk_url("desk.cases")),
        errors=errors,
        intro=visitor.t(_("Without one, goods go back to the seller's own address. Empty a row to remove it.")),
    )
