"""Money that came is taken as it came: a little short is a bank's fee, a little over becomes credit."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from storefront.db import transaction
from storefront.i18n import _
from storefront.money import exponent
from storefront.orders.tables import Purchase
from storefront.payments.bank_transfer import BankTransfer
from storefront.payments.credit.balances import Move
from storefront.payments.credit.written_off import WrittenOff
from storefront.payments.ledger import BookingLine, book
from storefront.payments.tables import Allocation, Installment, Payment
from storefront.runtime import current


def tolerance(owed: int, currency: str, most: str, percent: str) -> int:
    """By how much a transfer may be short: the smaller of an amount and of a share of what was owed.

    >>> tolerance(10000, "EUR", "2.00", "1"), tolerance(100000, "EUR", "2.00", "1"), tolerance(9900, "EUR", "0", "1")
    (100, 200, 0)
    >>> tolerance(5000, "JPY", "2.00", "1"), tolerance(50000, "KWD", "2.00", "1")
    (2, 500)
    """
    return min(_minor(most, currency), int(owed * Decimal(percent) / 100))


def _minor(amount: str, currency: str) -> int:
    return int(Decimal(amount).scaleb(exponent(currency)))


@transaction()
def write_off_short(payment: Payment, now: datetime) -> dict[int, int]:
    """What a transfer lacks, where it is little, is paid by a payment of its own out of the bank's fees; by order.

    So the order has what it was owed, and what goes back later is never more than what came: a refund of that
    payment goes to the account of the fees. The caller holds the purchase's lock.
    """
    settings = current().settings.payments
    rows = list(
        Allocation.select(Allocation, Installment)
        .join(Installment)
        .where(Allocation.payment == payment.id, ~Installment.cancelled)
        .order_by(Allocation.id)
    )
    lacks = {row.installment: row.installment.amount - row.installment.paid for row in rows}
    missing = sum(lacks.values())
    came = sum(row.amount for row in rows)
    most = tolerance(came + missing, payment.currency, settings.short_amount, settings.short_percent)
    if payment.provider != BankTransfer.code or not came or not 0 < missing <= most:
        return {}
    made = Payment.create(
        key=f"{payment.key}-short", purchase=payment.purchase_id, provider=WrittenOff.code, amount=missing,
        currency=payment.currency, state="succeeded", answer={"received": missing}, created_at=now, settled_at=now,
    )  # fmt: skip
    by_order: dict[int, int] = {}
    for installment, part in lacks.items():
        if part:
            Allocation.create(payment=made.id, installment=installment.id, amount=part)
            Installment.update(paid=Installment.paid + part).where(Installment.id == installment.id).execute()
            by_order[installment.order_id] = by_order.get(installment.order_id, 0) + part
    lines: list[BookingLine] = [(WrittenOff.account, payment.currency, missing)]
    lines += [(f"held:order:{order_id}", payment.currency, -part) for order_id, part in by_order.items()]
    book(f"payment:{made.id}", "bank-fee", f"payment:{made.id}", lines, now)
    return by_order


@transaction()
def keep_as_credit(payment: Payment, excess: int, now: datetime) -> bool:
    """A little too much becomes the buyer's credit, where he has an account; whether it did."""
    from storefront.payments.credit.store_credit import give_credit

    person_id = Purchase.select(Purchase.person_id).where(Purchase.id == payment.purchase_id).scalar()
    most = _minor(current().settings.payments.over_as_credit, payment.currency)
    if payment.provider != BankTransfer.code or person_id is None or excess > most:
        return False
    reason = _("More was paid than was still owed.")
    move = Move(
        f"over:{payment.id}", "credit-over", f"buyer:{payment.purchase_id}", f"payment:{payment.id}", reason
    )
    return give_credit(person_id, excess, payment.currency, move, now)
