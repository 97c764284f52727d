"""Somebody's credit with the shop: given, paid out, and told to him."""

from __future__ import annotations

from datetime import datetime

from storefront.accounts.tables import Person
from storefront.db import transaction
from storefront.errors import NotFound, Refused
from storefront.i18n import Message, _
from storefront.outbox import later
from storefront.payments.credit.balances import Move, balances_of, credit_account, put, take

# what the shop gives away
GOODWILL = "goodwill"
BANK = "clearing:bank-transfer"


@transaction()
def give_credit(person_id: int, amount: int, currency: str, move: Move, now: datetime) -> bool:
    """Add to somebody's credit and tell him; False when that was done before. Raises NotFound."""
    person = Person.get_or_none(Person.id == person_id)
    if person is None:
        raise NotFound(f"there is no person {person_id}")
    if amount <= 0:
        raise Refused(_("Enter an amount."), "no-amount")
    if not put(credit_account(person_id), currency, amount, move, now):
        return False
    mail = {"kind": "credit", "person": person.id, "to": person.email, "language": person.language}
    later("account_mail", mail, now, subject=f"person:{person.id}")
    return True


@transaction()
def pay_out_credit(
    person_id: int, amount: int, currency: str, key: str, reason: Message, by: str, now: datetime
) -> bool:
    """Staff have sent somebody his credit as money; False when that was said before."""
    move = Move(key, "credit-paid-out", BANK, f"person:{person_id}", reason, by)
    return take(credit_account(person_id), currency, amount, move, now)


def refuse_with_credit(person_id: int) -> None:
    """Raises Refused while somebody's account holds credit: it is used or paid out before the account goes."""
    if balances_of(credit_account(person_id)):
        raise Refused(
            _("There is still credit in your account. Use it, or ask us to pay it out, before you delete the account."),
            "credit-left",
        )
