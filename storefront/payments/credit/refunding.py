"""A refund that becomes the buyer's credit, or a gift card of a buyer without an account; he has agreed to it."""

from __future__ import annotations

from datetime import datetime

from storefront.accounts.tables import Person
from storefront.db import transaction
from storefront.i18n import Message
from storefront.orders.locks import lock_purchase
from storefront.orders.tables import Purchase
from storefront.payments.credit.balances import Move, card_account, credit_account
from storefront.payments.credit.cards import Issue, issue_card
from storefront.payments.credit.store_credit import give_credit
from storefront.payments.tables import Payment, Refund
from storefront.values import RefundAnswer


@transaction()
def give_inside(row: Refund, now: datetime) -> RefundAnswer | None:
    """Put a refund where it was promised, once; None: whoever it was promised to is not here any more."""
    payment = Payment.get_by_id(row.payment_id)
    lock_purchase(payment.purchase_id)
    purchase = Purchase.get_by_id(payment.purchase_id)
    buyer, subject = f"buyer:{purchase.id}", f"payment:{payment.id}"
    if row.way == "card":
        if not purchase.email:
            return None
        asked = Issue(
            f"refund-{row.id}-{row.key}"[:64], row.amount, row.currency, purchase.email, purchase.language, "",
            False, "system", buyer,
        )  # fmt: skip
        return RefundAnswer("succeeded", card_account(issue_card(asked, now)[0]))
    person_id = purchase.person_id
    if person_id is None or not Person.select().where(Person.id == person_id).exists():
        return None
    reason = Message.from_json(row.reason) if row.reason else None
    move = Move(f"refund:{row.id}", "refund-credit", buyer, subject, reason)
    give_credit(person_id, row.amount, row.currency, move, now)
    return RefundAnswer("succeeded", credit_account(person_id))
