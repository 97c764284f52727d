"""Sellers at the desk: the list and each one's form."""

from __future__ import annotations

from typing import Any

import peewee
from flask import Response

from storefront.accounts.ratings.reading import figures_of
from storefront.accounts.ratings.showing import figure_facts, no_figures
from storefront.catalogue.drafts import SellerDraft
from storefront.catalogue.rows import Row
from storefront.catalogue.tables import Offer, Seller
from storefront.countries import countries, country_name
from storefront.desk import edit_forms
from storefront.desk.base_pages import actor, desk_url, go, known_number, pages, render_desk
from storefront.desk.contexts import Cell, ListPage, RowView
from storefront.desk.edit_forms import EditForm, Read, Word
from storefront.desk.form_pages import shop_form, show, typed_form
from storefront.desk.keyset import page_of
from storefront.desk.listing import Asked, Column, Rules
from storefront.desk.seller_actions import change_seller, create_seller, read_seller, told
from storefront.desk.seller_standing_pages import standing_acts
from storefront.desk.table_pages import asked_table, table_view
from storefront.desk.versions import ChangedMeanwhile, version_of
from storefront.digits import whole
from storefront.formatting import number
from storefront.forms import Errors, Field, Option, Section, check_email
from storefront.i18n import Message, _, labelled, ngettext, plain
from storefront.orders.wording import Wording
from storefront.web.form_view import ActionForm
from storefront.web.frame import Link
from storefront.web.people import requires
from storefront.web.shopper import Shopper, shopper

WORDS = (Word("description", _("Description"), long=True, most=10_000, html=True),)
ADDRESS = ("street", "postal_code", "city")
# what the law wants to know of a trader
OF_TRADERS = ("legal_name", "street", "city", "email")
RULES = Rules(
    (
        Column("name", _("Seller"), "text"),
        Column("kind", _("Kind")),
        Column("country", _("Country")),
        Column("offers", _("Offers"), end=True),
    ),
    (),
    "name",
)


@pages.get("/desk/sellers", endpoint="sellers")
@requires("sellers.edit")
def seller_list() -> Response:
    visitor = shopper()
    wanted = asked_table(RULES)
    query = _sellers(wanted)
    found = page_of(query, wanted, peewee.fn.LOWER(Seller.name), Seller.id)
    ids = [row["id"] for row in found.rows]
    counted = Offer.select(Offer.seller, peewee.fn.COUNT(Offer.id)).where(Offer.seller.in_(ids), Offer.active)
    offers = dict(counted.group_by(Offer.seller).tuples())
    table = table_view(
        _("Sellers"),
        RULES,
        wanted,
        found,
        lambda row: _row(row, offers.get(row["id"], 0), visitor),
        empty=_("No seller is called so.") if wanted.query else _("There is no seller yet."),
        count=ngettext("%(num)s seller", "%(num)s sellers", query.count()),
    )
    title = visitor.t(_("Sellers"))
    new = Link(visitor.t(_("New seller")), desk_url("desk.new_seller"))
    return render_desk("desk/list.html", ListPage(title, table, buttons=(new,)), title=title)


def _sellers(wanted: Asked) -> Any:
    rows = Seller.select(Seller.id, Seller.name, Seller.slug, Seller.trader, Seller.country)
    return rows.where(Seller.name.contains(wanted.query) | Seller.slug.contains(wanted.query)) if wanted.query else rows


def _row(row: Row, offers: int, visitor: Shopper) -> RowView:
    kind = _("Trader") if row["trader"] else _("Private person")
    return RowView(
        (
            Cell(row["name"], url=desk_url("desk.seller", seller_id=row["id"])),
            Cell(visitor.t(kind)),
            Cell(country_name(row["country"], visitor.language)),
            Cell(number(offers, visitor.language)),
        ),
    )


def _form(*, new: bool) -> EditForm:
    lands = tuple(Option(code, plain(name)) for code, name in countries(shopper().language))
    who = (
        Field("name", _("Name"), width="half"),
        Field("trader", _("Sells as a trade"), "checkbox", False, width="half"),
        Field("legal_name", _("Registered name"), required=False, width="half"),
        Field("founded", _("Founded in"), required=False, inputmode="numeric", width="half", check=_check_year),
        Field("register_number", _("Register and number"), required=False, width="half", maxlength=100),
        Field("vat_id", _("VAT number"), required=False, width="half", dir="ltr", maxlength=40),
    )
    where = (
        Field("street", _("Street and number"), required=False),
        Field("postal_code", _("Postal code"), required=False, width="third", maxlength=20),
        Field("city", _("City"), required=False, width="two-thirds"),
        Field("country", _("Country"), "select", options=lands, width="half"),
        Field("email", _("E-mail"), "email", False, width="half", dir="ltr", maxlength=254, check=check_email),
        Field("phone", _("Telephone"), "tel", False, width="half", dir="ltr", maxlength=40),
    )
    slug = Field(
        "slug", _("Address"), required=False, dir="ltr", maxlength=120,
        help=_("The last part of its address; empty: made of the name."),
    )  # fmt: skip
    return shop_form((Section((*who, slug) if new else who), Section(where, _("Where he is reached"))), WORDS)


def _check_year(text: str) -> Message | None:
    year = whole(text)
    return None if year is not None and 1000 <= year <= 2999 else _("A year has four digits.")


def _read(typed: dict[str, str], saved: dict[str, dict[str, str]], *, new: bool) -> tuple[Read, SellerDraft | None]:
    found = edit_forms.read(_form(new=new), typed, saved)
    values = found.values
    if values["trader"]:
        _check_trader(values, found.errors)
    if found.errors:
        return found, None
    draft = SellerDraft(
        slug=values.get("slug", ""),
        name=values["name"],
        country=values["country"],
        legal_name=values["legal_name"],
        email=values["email"],
        phone=values["phone"],
        register_number=values["register_number"],
        vat_id=values["vat_id"],
        trader=bool(values["trader"]),
        founded=whole(values["founded"]),
        address={name: values[name] for name in ADDRESS if values[name]},
        descriptions={tag: text["description"] for tag, text in found.texts.items()},
    )
    return found, draft


def _check_trader(values: dict[str, str], errors: Errors) -> None:
    for name in OF_TRADERS:
        if not values[name]:
            errors.setdefault(name, _("The law wants this of a trader."))


@pages.get("/desk/sellers/new", endpoint="new_seller")
@requires("sellers.edit")
def new() -> Response:
    return _show(None, {"trader": "1", "country": shopper().runtime.settings.shop.country})


@pages.post("/desk/sellers/new", endpoint="create_seller")
@requires("sellers.edit")
def create() -> Response:
    typed = typed_form()
    found, draft = _read(typed, {}, new=True)
    if draft is None:
        return _show(None, typed, errors=found.errors)
    made = create_seller(actor(), draft)
    return go(desk_url("desk.seller", seller_id=made), _("The seller is saved."))


@pages.get("/desk/sellers/<seller_id>", endpoint="seller")
@requires("sellers.edit")
def seller(seller_id: str) -> Response:
    draft = read_seller(known_number(seller_id))
    return _show(draft, _typed(draft), version=version_of(told(draft)), seller_id=known_number(seller_id))


@pages.post("/desk/sellers/<seller_id>", endpoint="save_seller")
@requires("sellers.edit")
def save(seller_id: str) -> Response:
    seller_number, typed = known_number(seller_id), typed_form()
    saved = read_seller(seller_number)
    version = typed.get("version", "")[:40]
    found, draft = _read(typed, _texts(saved), new=False)
    if draft is None:
        return _show(saved, typed, version=version, errors=found.errors, seller_id=seller_number)
    try:
        # what an address has besides stays
        rest = {name: value for name, value in saved.address.items() if name not in ADDRESS}
        change_seller(actor(), seller_number, version, _with(draft, rest))
    except ChangedMeanwhile as meanwhile:
        return _show(saved, typed, meanwhile=meanwhile, seller_id=seller_number)
    return go(desk_url("desk.seller", seller_id=seller_number), _("The seller is saved."))


def _with(draft: SellerDraft, rest: dict[str, Any]) -> SellerDraft:
    return SellerDraft(**{**vars(draft), "address": {**draft.address, **rest}})


def _texts(draft: SellerDraft) -> dict[str, dict[str, str]]:
    return {tag: {"description": text} for tag, text in draft.descriptions.items()}


def _typed(draft: SellerDraft) -> dict[str, str]:
    kept = ("name", "country", "legal_name", "email", "phone", "register_number", "vat_id")
    return {
        **{name: str(getattr(draft, name)) for name in kept},
        "trader": "1" if draft.trader else "",
        "founded": str(draft.founded or ""),
        **{name: str(draft.address.get(name, "")) for name in ADDRESS},
        **edit_forms.typed_words(WORDS, _texts(draft)),
    }


def _figures(seller_id: int, visitor: Shopper) -> str:
    """What was counted of his sales, as shoppers see it."""
    words, counted = Wording(visitor.runtime, visitor.language), figures_of(seller_id)
    facts = [visitor.t(labelled(fact.label, fact.value)) for fact in figure_facts(counted, words)]
    return " · ".join((*facts, no_figures(counted, words)) if no_figures(counted, words) else facts)


def _show(draft: SellerDraft | None, typed: dict[str, str], *, seller_id: int = 0, **more: Any) -> Response:
    visitor = shopper()
    title = typed.get("name", "") or visitor.t(_("New seller"))
    if draft is None:
        action = desk_url("desk.create_seller")
    else:
        action = desk_url("desk.save_seller", seller_id=seller_id)
        more |= {"saved": _typed(draft), "subject": f"seller:{seller_id}"}
        returns = desk_url("desk.return_addresses", seller_id=seller_id)
        label = visitor.t(_("Where goods go back to"))
        more["acts"] = (*standing_acts(seller_id, visitor), ActionForm("returns", label, returns, method="get"))
        more["intro"] = _figures(seller_id, visitor)
        more["shop_url"] = visitor.url("catalogue.seller", slug=draft.slug)
    crumb = Link(visitor.t(_("Sellers")), desk_url("desk.sellers"))
    return show(_form(new=draft is None), typed, title=title, action=action, crumb=crumb, **more)
