"""storefront orders confirm-transfer | show | move | ship"""

from __future__ import annotations

import click
from peewee import fn

from storefront import workflow
from storefront.commands.amounts import minor_amount, plain_amount
from storefront.commands.opening import now, open_shop, show_table
from storefront.errors import NotFound
from storefront.i18n import Message
from storefront.orders import actions
from storefront.orders.line_sums import AMENDMENT
from storefront.orders.tables import Event, Order, OrderComponent, OrderLine, Shipment
from storefront.payments.actions import confirm_transfer
from storefront.payments.tables import Installment, Payment


@click.group()
def orders() -> None:
    """Orders: what staff do until the desk can."""


@orders.command("confirm-transfer")
@click.argument("reference")
@click.option("--amount", help="What came, such as 49.90; default: all of it.")
def confirm(reference: str, amount: str | None) -> None:
    """The bank transfer with this REFERENCE is on the account."""
    open_shop()
    payment = Payment.get_or_none(Payment.reference == reference.upper())
    minor = minor_amount("--amount", amount, payment.currency) if amount and payment else None
    if amount and payment is None:
        raise NotFound(f"no transfer has the reference {reference!r}")
    confirm_transfer(reference, minor, now())
    click.echo(f"The transfer {reference.upper()} is confirmed.")


@orders.command()
@click.argument("number")
def show(number: str) -> None:
    """The order, its lines, what is paid, what may be done."""
    open_shop()
    order = _find(number)
    placed = f"{order.placed_at:%Y-%m-%d %H:%M} UTC"
    click.echo(f"Order {order.number}: {order.state} ({order.business_model}), placed {placed}")
    lines = OrderLine.select().where(OrderLine.order == order.id).order_by(OrderLine.id)
    rows = [
        (line.sku, str(line.quantity + line.changed), plain_amount(line.gross + _amended(line), order.currency))
        for line in lines
    ]
    show_table([*rows, ("total", "", plain_amount(order.total, order.currency))], ("SKU", "pieces", "amount"))
    for due in Installment.select().where(Installment.order == order.id).order_by(Installment.position):
        paid, owed = plain_amount(due.paid, order.currency), plain_amount(due.amount, order.currency)
        click.echo(f"{Message.from_json(due.label)}, due {due.due}: {paid} of {owed} paid")
    for sent in Shipment.select().where(Shipment.order == order.id).order_by(Shipment.id):
        click.echo(f"sent {sent.sent_at:%Y-%m-%d}: {sent.carrier} {sent.tracking}".rstrip())
    for event in Event.select().where(Event.subject == f"order:{order.id}").order_by(Event.at, Event.id):
        click.echo(f"{event.at:%Y-%m-%d %H:%M}  {Message.from_json(event.label)} ({event.actor})")
    buttons = workflow.possible(f"order:{order.id}", "staff")
    click.echo("Transitions: " + (", ".join(button.name for button in buttons) or "none"))


def _amended(line: OrderLine) -> int:
    """What amendments added to a line's price."""
    rows = OrderComponent.select(fn.SUM(OrderComponent.amount))
    return int(rows.where(OrderComponent.line == line.id, OrderComponent.kind == AMENDMENT).scalar() or 0)


@orders.command()
@click.argument("number")
@click.argument("transition")
@click.option("--role", type=click.Choice(["staff", "seller"]), default="staff", show_default=True)
def move(number: str, transition: str, role: str) -> None:
    """Move the order by a TRANSITION of its workflow."""
    open_shop()
    order = _find(number)
    if transition == "cancel":
        state = actions.cancel(order.id, role, Message("The shop cancelled the order."), now())
    else:
        state = workflow.move(f"order:{order.id}", transition, actor="command line", role=role, now=now())
    click.echo(f"Order {order.number}: {state}")


@orders.command()
@click.argument("number")
@click.option("--carrier", default="", help="Who carries it.")
@click.option("--tracking", default="", help="The carrier's tracking number.")
def ship(number: str, carrier: str, tracking: str) -> None:
    """Everything of the order that is left was sent."""
    open_shop()
    order = _find(number)
    actions.ship(order.id, None, carrier, tracking, now())
    click.echo(f"Order {order.number} was sent.")


def _find(number: str) -> Order:
    order: Order | None = Order.get_or_none(Order.number == number)
    if order is None:
        raise NotFound(f"there is no order {number!r}")
    return order
