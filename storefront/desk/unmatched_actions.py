"""Money without an order, decided on at the desk: each act is noted."""

from __future__ import annotations

from datetime import date

from storefront.accounts.tables import Person
from storefront.catalogue.rows import Row
from storefront.db import transaction
from storefront.desk.audit import Actor, record
from storefront.desk.reconciliation_actions import find_difference, settle
from storefront.errors import Refused
from storefront.i18n import _
from storefront.payments.attempts import TRANSFER
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


def may_wait(difference: Row) -> bool:
    """Whether a difference of a bank's statement is money that nothing waited for."""
    came = difference["kind"] == "unknown-reference" and difference["provider"] == TRANSFER
    return came and (difference["amount"] or 0) > 0 and difference["settled_at"] is None


@transaction()
def enter_difference(actor: Actor, difference_id: int) -> int:
    """What a statement says came and names nothing of ours goes into the queue, once; the difference is settled."""
    found = find_difference(actor, difference_id)
    if not may_wait(found):
        raise Refused(_("This difference is settled already, or is no money that came."), "settled-already")
    words = found["reference"][:140], found["detail"][:140]
    day = date.fromisoformat(found["day"])
    number = enter(actor, Arrived(f"difference-{difference_id}", day, found["amount"], found["currency"], *words))
    settle(actor, difference_id, f"unmatched:{number}")
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
