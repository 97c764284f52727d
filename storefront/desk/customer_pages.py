"""Customers at the desk: the list, and each one's account with his orders."""

from __future__ import annotations

from flask import Response, request

from storefront import formatting
from storefront.accounts.permissions import may
from storefront.catalogue.rows import Row
from storefront.desk.base_pages import actor, desk_person, desk_url, go, known_number, pages, render_desk
from storefront.desk.contexts import Cell, ColumnView, ListPage, RowView, TableView
from storefront.desk.customer_actions import lock_sign_in, resend_confirmation
from storefront.desk.customer_acts import LONGEST_REASON, customer_acts
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
from storefront.desk.order_pages import desk_wording
from storefront.desk.person_view import older, person_story, read_moment, story_rows
from storefront.desk.table_pages import asked_table, table_view
from storefront.desk.work import stage
from storefront.errors import NotFound, Refused
from storefront.forms import cleaned
from storefront.i18n import Message, _, language, ngettext
from storefront.payments.credit.balances import balances_of, credit_account
from storefront.web.form_view import FormError
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
    return _show(known_number(person_id))


def _show(person_id: int, refused: Message | None = None) -> Response:
    """The person's page; refused: what is wrong with the reason that was typed."""
    visitor, wording, found = shopper(), desk_wording(), find_customer(person_id, desk_person())
    if found is None:
        raise NotFound(f"there is no customer {person_id}")
    words, tone = _state(found.active, found.confirmed_at is not None)
    sums = tuple(
        (formatting.number(count, visitor.language), formatting.money(total, currency, visitor.language))
        for currency, count, total in sums_of(found.id)
    )
    story = person_story(found.id, desk_person(), read_moment(request.args.get("before", "")), wording)
    page = CustomerPage(
        title=found.email,
        state=visitor.t(words),
        tone=tone,
        facts=_facts(found, visitor),
        sums=sums,
        orders=_orders(found, visitor),
        acts=customer_acts(found, visitor, desk_person().id, refused),
        sellers=tuple(Link(name, desk_url("desk.seller", seller_id=number)) for number, name in found.sellers),
        story=story_rows(story, wording),
        older=older(story, found.id, wording),
        errors=(FormError(visitor.t(refused), "reason"),) if refused else (),
        credit_url=desk_url("desk.customer_credit", person_id=found.id) if may(desk_person(), "credit.give") else "",
    )
    crumb = Link(visitor.t(_("Customers")), desk_url("desk.customers"))
    status = 422 if refused else 200
    return render_desk("desk/customer.html", page, title=found.email, crumbs=(crumb,), status=status)


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
    for currency, amount in balances_of(credit_account(found.id)).items():
        facts.append((_("Credit"), formatting.money(amount, currency, visitor.language)))
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


@pages.post("/desk/customers/<person_id>/confirmation", endpoint="confirm_customer")
@requires("customers.edit")
def send_confirmation(person_id: str) -> Response:
    number = known_number(person_id)
    resend_confirmation(actor(), number)
    return go(desk_url("desk.customer", person_id=number), _("The confirmation is on its way."))


@pages.post("/desk/customers/<person_id>/lock", endpoint="lock_customer")
@requires("customers.edit")
def lock(person_id: str) -> Response:
    return _set_sign_in(known_number(person_id), locked=True)


@pages.post("/desk/customers/<person_id>/unlock", endpoint="unlock_customer")
@requires("customers.edit")
def unlock(person_id: str) -> Response:
    return _set_sign_in(known_number(person_id), locked=False)


def _set_sign_in(person_id: int, *, locked: bool) -> Response:
    """Locked or open again, for a reason; without one the form says so."""
    reason = cleaned(request.form.get("reason", ""))[:LONGEST_REASON]
    try:
        lock_sign_in(actor(), person_id, reason, locked=locked)
    except Refused as refusal:
        if refusal.code != "no-reason":
            raise
        return _show(person_id, refusal.message)
    notice = _("Sign-in is locked.") if locked else _("Sign-in is open again.")
    return go(desk_url("desk.customer", person_id=person_id), notice)
