"""Customers at the desk: the list, and each one's account with his orders."""

from __future__ import annotations

from flask import Response

from storefront import formatting
from storefront.accounts.permissions import may
from storefront.catalogue.rows import Row
from storefront.desk.base_pages import actor, desk_person, desk_url, go, known_number, pages, render_desk
from storefront.desk.contexts import Cell, ColumnView, ListPage, RowView, TableView
from storefront.desk.customer_actions import lock_sign_in, resend_confirmation
from storefront.desk.customer_contexts import CustomerPage
from storefront.desk.customer_queries import (
    LISTED,
    RULES,
    Customer,
    find_customer,
    found_customers,
    order_counts,
    orders_of,
    sums_of,
)
from storefront.desk.table_pages import asked_table, table_view
from storefront.desk.work import stage
from storefront.errors import NotFound
from storefront.i18n import Message, _, language, ngettext
from storefront.web.form_view import ActionForm
from storefront.web.frame import Link
from storefront.web.people import requires
from storefront.web.shopper import Shopper, shopper


@pages.get("/desk/customers", endpoint="customers")
@requires("customers.see")
def customer_list() -> Response:
    visitor, wanted = shopper(), asked_table(RULES)
    found, number = found_customers(wanted, desk_person())
    orders = order_counts([row["id"] for row in found.rows])
    table = table_view(
        _("Customers"),
        RULES,
        wanted,
        found,
        lambda row: _row(row, orders.get(row["id"], 0), visitor),
        empty=_("There is no such customer.") if wanted.query or wanted.chosen else _("Nobody has an account yet."),
        count=ngettext("%(num)s account", "%(num)s accounts", number),
    )
    title = visitor.t(_("Customers"))
    return render_desk("desk/list.html", ListPage(title, table), title=title)


def _row(row: Row, orders: int, visitor: Shopper) -> RowView:
    words, tone = _state(bool(row["active"]), row["confirmed_at"] is not None)
    return RowView(
        (
            Cell(row["email"], url=desk_url("desk.customer", person_id=row["id"])),
            Cell(row["name"]),
            Cell(formatting.date(row["created_at"].date(), visitor.language)),
            Cell(formatting.number(orders, visitor.language)),
            Cell(visitor.t(words), tone=tone),
        ),
        name=row["email"],
    )


def _state(active: bool, confirmed: bool) -> tuple[Message, str]:
    if not active:
        return _("Locked"), "bad"
    return (_("Open"), "good") if confirmed else (_("Not confirmed"), "warn")


@pages.get("/desk/customers/<person_id>", endpoint="customer")
@requires("customers.see")
def customer(person_id: str) -> Response:
    visitor, found = shopper(), find_customer(known_number(person_id), desk_person())
    if found is None:
        raise NotFound(f"there is no customer {person_id}")
    words, tone = _state(found.active, found.confirmed_at is not None)
    sums = tuple(
        (formatting.number(count, visitor.language), formatting.money(total, currency, visitor.language))
        for currency, count, total in sums_of(found.id)
    )
    page = CustomerPage(
        title=found.email,
        state=visitor.t(words),
        tone=tone,
        facts=_facts(found, visitor),
        sums=sums,
        orders=_orders(found, visitor),
        acts=_acts(found, visitor),
        credit_url=desk_url("desk.customer_credit", person_id=found.id) if may(desk_person(), "credit.give") else "",
    )
    crumb = Link(visitor.t(_("Customers")), desk_url("desk.customers"))
    return render_desk("desk/customer.html", page, title=found.email, crumbs=(crumb,))


def _facts(found: Customer, visitor: Shopper) -> tuple[tuple[str, str], ...]:
    def day(moment: object) -> str:
        return formatting.datetime(moment, visitor.language) if moment else visitor.t(_("Not yet"))  # type: ignore[arg-type]

    facts = [
        (_("Number"), str(found.id)),
        (_("Name"), found.name or "–"),
        (_("Language"), language(found.language).name),
        (_("Since"), day(found.created_at)),
        (_("Address confirmed"), day(found.confirmed_at)),
        (_("Addresses kept"), formatting.number(found.addresses, visitor.language)),
    ]
    if found.roles:
        facts.append((_("Works here as"), ", ".join(found.roles)))
    return tuple((visitor.t(label), value) for label, value in facts)


def _orders(found: Customer, visitor: Shopper) -> TableView:
    heads = ((_("Order"), False), (_("Placed"), False), (_("Stage"), False), (_("Total"), True))
    rows = tuple(
        RowView(
            (
                Cell(row["number"], url=desk_url("desk.order", number=row["number"]), code=True),
                Cell(formatting.datetime(row["placed_at"], visitor.language)),
                Cell(visitor.t(stage(visitor.runtime, row["business_model"], row["state"]))),
                Cell(formatting.money(row["total"], row["currency"], visitor.language)),
            )
        )
        for row in orders_of(found.id)
    )
    more = _("The newest %(most)s are listed.", most=LISTED) if len(rows) == LISTED else None
    return TableView(
        name=visitor.t(_("Orders")),
        path="",
        columns=tuple(ColumnView(visitor.t(head), end) for head, end in heads),
        rows=rows,
        searches=False,
        count=visitor.t(more),
        empty=visitor.t(_("Nothing was ordered with this account.")),
    )


def _acts(found: Customer, visitor: Shopper) -> tuple[ActionForm, ...]:
    acts = []
    if found.active and found.confirmed_at is None:
        where = desk_url("desk.confirm_customer", person_id=found.id)
        acts.append(ActionForm("confirm", visitor.t(_("Send the confirmation again")), where))
    if not found.active:
        where = desk_url("desk.unlock_customer", person_id=found.id)
        acts.append(ActionForm("unlock", visitor.t(_("Unlock sign-in")), where))
    elif found.id != desk_person().id:
        where = desk_url("desk.lock_customer", person_id=found.id)
        told = _("It ends every session of the account; nobody signs in with it until it is unlocked. Orders go on.")
        acts.append(
            ActionForm("lock", visitor.t(_("Lock sign-in")), where, explanation=visitor.t(told), tone="danger")
        )
    return tuple(acts)


@pages.post("/desk/customers/<person_id>/confirmation", endpoint="confirm_customer")
@requires("customers.edit")
def send_confirmation(person_id: str) -> Response:
    number = known_number(person_id)
    resend_confirmation(actor(), number)
    return go(desk_url("desk.customer", person_id=number), _("The confirmation is on its way."))


@pages.post("/desk/customers/<person_id>/lock", endpoint="lock_customer")
@requires("customers.edit")
def lock(person_id: str) -> Response:
    number = known_number(person_id)
    lock_sign_in(actor(), number, locked=True)
    return go(desk_url("desk.customer", person_id=number), _("Sign-in is locked."))


@pages.post("/desk/customers/<person_id>/unlock", endpoint="unlock_customer")
@requires("customers.edit")
def unlock(person_id: str) -> Response:
    number = known_number(person_id)
    lock_sign_in(actor(), number, locked=False)
    return go(desk_url("desk.customer", person_id=number), _("Sign-in is open again."))
