"""Money without an order, decided on at the desk: each act is noted."""

from __future__ import annotations

from storefront.accounts.tables import Person
from storefront.db import transaction
from storefront.desk.audit import Actor, record
from storefront.errors import Refused
from storefront.i18n import _
from storefront.payments.credit import unmatched
from storefront.payments.credit.unmatched import Arrived, find_unmatched


@transaction()
def enter(actor: Actor, arrived: Arrived) -> int:
    """Money that is on the account; the same form again enters nothing more."""
    actor.must("payments.confirm")
    known = unmatched.is_entered(arrived.key)
    number = unmatched.enter(arrived, actor.now)
    if not known:
        after = {"amount": arrived.amount, "currency": arrived.currency, "received_on": arrived.received_on.isoformat()}
        record(actor, "money.enter", f"unmatched:{number}", {}, after)
    return number


@transaction()
def match(actor: Actor, number: int, order_number: str) -> None:
    """It is for an order."""
    actor.must("payments.confirm")
    unmatched.match(number, order_number, actor.now)
    _note(actor, "money.match", number)


@transaction()
def turn_into_credit(actor: Actor, number: int, email: str) -> None:
    """It becomes the credit of somebody who has an account."""
    actor.must("payments.confirm")
    find_unmatched(number)
    person = Person.get_or_none(Person.email == email.strip().lower())
    if person is None:
        raise Refused(_("Nobody has an account with this address."), "no-person")
    unmatched.turn_into_credit(number, person.id, f"person:{actor.person.id}", actor.now)
    _note(actor, "money.credit", number)


@transaction()
def send_back(actor: Actor, number: int, reason: str) -> None:
    """It was sent back by hand."""
    actor.must("payments.confirm")
    unmatched.send_back(number, reason, actor.now)
    _note(actor, "money.return", number)


def _note(actor: Actor, act: str, number: int) -> None:
    row = find_unmatched(number)
    after = {"state": row.state, "outcome": row.outcome, "amount": row.amount, "currency": row.currency}
    record(actor, act, f"unmatched:{number}", {"state": "waiting"}, after)
