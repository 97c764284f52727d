"""Orders at the desk: the list, and one order with everything that can be done about it."""

from __future__ import annotations

from collections.abc import Callable

from flask import Response, request

from storefront import formatting
from storefront.db import utc_now
from storefront.desk import order_actions as acts
from storefront.desk.base_pages import actor, desk_person, desk_url, go, pages, render_desk
from storefront.desk.contexts import Cell, ListPage, RowView
from storefront.desk.order_forms import read_shipment, read_transfer
from storefront.desk.order_reading import behind, number_of, order_for
from storefront.desk.order_showing import NOTHING, Looking, Refusal, desk_order_page
from storefront.desk.order_table import Sums, found_orders, goods_words, money_words, rules
from storefront.desk.table_pages import asked_table, table_view
from storefront.desk.work import stage
from storefront.errors import NotFound, Refused
from storefront.forms import cleaned
from storefront.i18n import Message, _, ngettext
from storefront.orders.queries import Row
from storefront.orders.wording import Wording
from storefront.web.frame import Link
from storefront.web.people import requires
from storefront.web.shopper import shopper


def desk_wording() -> Wording:
    """An order's words for those at the desk."""
    visitor = shopper()
    return Wording(visitor.runtime, visitor.language, _("The buyer"))


# -- the list -------------------------------------------------------------------------------------


@pages.get("/desk/orders", endpoint="orders")
@requires("orders.see")
def order_list() -> Response:
    visitor = shopper()
    asking = rules(visitor.runtime)
    wanted = asked_table(asking)
    found, sums = found_orders(wanted, desk_person(), utc_now())
    title = visitor.t(_("Orders"))
    count = ngettext("%(num)s order", "%(num)s orders", sums.count)
    table = table_view(_("Orders"), asking, wanted, found, _row, empty=_("No order is like this."), count=count,
                       sums=_sums(sums))  # fmt: skip
    return render_desk("desk/list.html", ListPage(title, table), title=title)


def _row(row: Row) -> RowView:
    visitor = shopper()
    t, tag = visitor.t, visitor.language
    (paid, paid_tone), (sent, sent_tone) = money_words(row), goods_words(row)
    state = t(stage(visitor.runtime, row["business_model"], row["state"]))
    return RowView(
        (
            Cell(row["number"], t(_("Demo")) if row["demo"] else "", url=_order_url(row["number"]), code=True),
            Cell(formatting.datetime(row["placed_at"], tag)),
            Cell(row["address"].get("name") or row["email"], row["email"] if row["address"].get("name") else ""),
            Cell(state, tone="quiet" if row["closed_at"] else ""),
            Cell(t(paid), tone=paid_tone),
            Cell(t(sent), tone=sent_tone),
            Cell(formatting.money(row["total"], row["currency"], tag)),
        ),
        name=row["number"],
    )


def _sums(sums: Sums) -> tuple[str, ...]:
    tag = shopper().language
    totals = " · ".join(formatting.money(amount, currency, tag) for currency, amount in sums.totals)
    return ("",) * 6 + (totals,)


def _order_url(number: str) -> str:
    return desk_url("desk.order", number=number)


# -- one order ------------------------------------------------------------------------------------


@pages.get("/desk/orders/<number>", endpoint="order")
@requires("orders.see")
def show_order(number: str) -> Response:
    return show(number)


def show(number: str, refused: Refusal = NOTHING) -> Response:
    """The order's page, with a form that was refused where one was."""
    person = desk_person()
    facts, purchase = order_for(number, person)
    wording = desk_wording()
    page = desk_order_page(facts, purchase, behind(facts, person), wording, Looking(person, utc_now(), refused))
    crumbs = (Link(wording.t(_("Orders")), desk_url("desk.orders")),)
    return render_desk("desk/order.html", page, title=page.title, crumbs=crumbs, status=422 if refused.form else 200)


def done(number: str, act: Callable[[], object], notice: Message, form: str = "", field: str = "") -> Response:
    """Do it and come back to the order; what is refused is said at its form's field, or on top of the page."""
    try:
        act()
    except Refused as refusal:
        if form:
            return show(number, Refusal(form, typed_values(), {field: refusal.message}))
        return go(_order_url(number), refusal.message, bad=True)
    return go(_order_url(number), notice)


def typed_values() -> dict[str, str]:
    """What was sent, each value shortened."""
    return {name: value[:5000] for name, value in request.form.items()}


@pages.post("/desk/orders/<number>/move/<transition>")
@requires("orders.move")
def move_order(number: str, transition: str) -> Response:
    return done(number, lambda: acts.move(actor(), number, transition), _("The order has moved on."))


@pages.post("/desk/orders/<number>/cancel")
@requires("orders.move")
def cancel_order(number: str) -> Response:
    reason = cleaned(request.form.get("reason", ""))[:500]
    if not reason:
        order_for(number, desk_person(), "orders.move")
        words = _("Say why the order is cancelled.")
        return show(number, Refusal("cancel", typed_values(), {"reason": words}))
    words = _("The order is cancelled; what was paid goes back.")
    return done(number, lambda: acts.cancel(actor(), number, reason), words, "cancel", "reason")


@pages.post("/desk/orders/<number>/ship")
@requires("orders.ship")
def ship_order(number: str) -> Response:
    facts, _purchase = order_for(number, desk_person(), "orders.ship")
    lines, carrier, tracking, errors = read_shipment(facts, typed_values())
    if errors:
        return show(number, Refusal("ship", typed_values(), errors))
    words = _("The parcel is on its way; the buyer gets a mail.")
    return done(number, lambda: acts.ship(actor(), number, lines, carrier, tracking), words, "ship", "tracking")


@pages.post("/desk/orders/<number>/parcels/<int:shipment_id>/delivered")
@requires("orders.ship")
def deliver_parcel(number: str, shipment_id: int) -> Response:
    return done(number, lambda: acts.deliver(actor(), number, shipment_id), _("The parcel has arrived."))


@pages.post("/desk/orders/<number>/payments/<int:payment_id>/confirm")
@requires("payments.confirm")
def confirm_payment(number: str, payment_id: int) -> Response:
    facts, _purchase = order_for(number, desk_person())
    if payment_id not in {row["id"] for row in facts.payments}:
        raise NotFound(f"order {number} has no payment {payment_id}")
    amount, day, reference, errors = read_transfer(facts.currency, typed_values(), utc_now())
    form = f"transfer-{payment_id}"
    if errors:
        return show(number, Refusal(form, typed_values(), errors))
    try:
        asked, came = acts.confirm_transfer(actor(), payment_id, amount, day, reference)
    except Refused as refusal:
        return go(_order_url(number), refusal.message, bad=True)
    return go(_order_url(number), transfer_words(asked, came, facts.currency))


@pages.post("/desk/orders/<number>/transfer")
@requires("payments.confirm")
def book_transfer(number: str) -> Response:
    """A transfer that no payment of the order waits for."""
    facts, _purchase = order_for(number, desk_person())
    typed = typed_values()
    amount, day, reference, errors = read_transfer(facts.currency, typed, utc_now())
    key = cleaned(typed.get("key", ""))[:50]
    if errors or not key:
        return show(number, Refusal("transfer", typed, errors))
    try:
        asked, came = acts.book_transfer(actor(), number, f"desk-{key}", amount, day, reference)
    except Refused as refusal:
        return go(_order_url(number), refusal.message, bad=True)
    return go(_order_url(number), transfer_words(asked, came, facts.currency))


def transfer_words(asked: int, came: int, currency: str) -> Message:
    """What a transfer did, in one sentence."""
    tag = shopper().language
    if came < asked:
        return _("Confirmed. %(money)s is still missing.", money=formatting.money(asked - came, currency, tag))
    if came > asked:
        money = formatting.money(came - asked, currency, tag)
        return _("Confirmed. %(money)s more than was asked for goes back.", money=money)
    return _("The transfer is confirmed.")


@pages.post("/desk/orders/<number>/refunds/<int:refund_id>/confirm")
@requires("payments.confirm")
def confirm_refund(number: str, refund_id: int) -> Response:
    return done(number, lambda: acts.confirm_refund(actor(), number, refund_id), _("The refund is confirmed."))


@pages.post("/desk/orders/<number>/credit/<int:offer_id>/end")
@requires("orders.refund")
def end_offer(number: str, offer_id: int) -> Response:
    return done(number, lambda: acts.take_back_offer(actor(), number, offer_id), _("The buyer is asked no longer."))


@pages.post("/desk/orders/<number>/mails/<int:row_id>")
@requires("orders.see")
def resend_mail(number: str, row_id: int) -> Response:
    return done(number, lambda: acts.resend(actor(), number, row_id), _("The mail is sent again."))


@pages.post("/desk/orders/<number>/work/<int:row_id>")
@requires("orders.see")
def retry_work(number: str, row_id: int) -> Response:
    return done(number, lambda: acts.retry(actor(), number, row_id), _("The worker tries it again now."))


@pages.post("/desk/orders/<number>/notes")
@requires("orders.see")
def note_order(number: str) -> Response:
    text = "\n".join(cleaned(line) for line in request.form.get("note", "")[:5000].splitlines()).strip()
    return done(number, lambda: acts.note(actor(), number, text), _("The note is kept."), "note", "note")


@pages.get("/desk/orders/by-id/<int:order_id>")
@requires("orders.see")
def order_by_id(order_id: int) -> Response:
    """Where the audit trail leads: it knows an order by its id."""
    return go(_order_url(number_of(order_id, desk_person())))
