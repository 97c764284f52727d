"""storefront payments chargeback"""

from __future__ import annotations

import click

from storefront.commands.amounts import minor_amount, plain_amount
from storefront.commands.opening import BadInput, now, open_shop
from storefront.errors import NotFound
from storefront.orders.tables import Order
from storefront.payments.sandbox import SandboxCard
from storefront.payments.sandbox_delivery import raise_chargeback
from storefront.payments.tables import Payment
from storefront.runtime import current


@click.group()
def payments() -> None:
    """Payments: what can be tried out, and what is compared."""


@payments.command()
@click.argument("reference")
@click.option("--amount", help="What the bank claims, such as 49.90; default: all that is left.")
@click.option("--won", "state", flag_value="won", help="The bank gives the money back.")
@click.option("--lost", "state", flag_value="lost", help="The bank keeps the money.")
def chargeback(reference: str, amount: str | None, state: str | None) -> None:
    """Let the buyer's bank claim a sandbox payment back; REFERENCE is the payment's or an order's number.

    Only while the sandbox card is on, never in production.
    """
    open_shop()
    sandbox = current().providers.get(SandboxCard.code)
    if not isinstance(sandbox, SandboxCard):
        raise BadInput("the sandbox card is off: only its payments can be claimed back from here")
    payment = _sandbox_payment(reference)
    minor = minor_amount("--amount", amount, payment.currency) if amount else None
    claimed = raise_chargeback(sandbox, payment.reference, minor, state or "open", now())
    words = {"won": "won", "lost": "lost"}.get(state or "", "open")
    click.echo(f"The chargeback of {payment.reference} over {plain_amount(claimed, payment.currency)} is {words}.")


def _sandbox_payment(reference: str) -> Payment:
    """The payment with this reference, else the one that paid the order with this number."""
    named = Payment.reference == reference
    order = Order.get_or_none(Order.number == reference)
    if order is not None:
        named = Payment.purchase == order.purchase_id
    paid = (Payment.provider == SandboxCard.code) & (Payment.state == "succeeded")
    found: Payment | None = Payment.select().where(named, paid).order_by(-Payment.id).first()
    if found is None:
        raise NotFound(f"no sandbox payment that came has the reference or order number {reference!r}")
    return found
