"""What is done to a customer's account at the desk. The trail keeps its number and nothing else of the person."""

from __future__ import annotations

from storefront.accounts.actions import mail_confirmation, set_active
from storefront.accounts.tables import Person as Account
from storefront.db import lock_rows, transaction
from storefront.desk.audit import Actor, record
from storefront.desk.customer_queries import Customer, find_customer
from storefront.errors import NotFound, Refused
from storefront.i18n import _


@transaction()
def resend_confirmation(actor: Actor, person_id: int) -> None:
    """The mail that confirms the address, once more."""
    customer = _locked(actor, person_id)
    if customer.confirmed_at is not None:
        raise Refused(_("The address is confirmed already."), "confirmed")
    if not customer.active:
        raise Refused(_("Sign-in is locked. Unlock it first."), "locked")
    mail_confirmation(person_id, actor.now)
    record(actor, "person.confirmation", f"person:{person_id}", {}, {})


@transaction()
def lock_sign_in(actor: Actor, person_id: int, reason: str, *, locked: bool) -> None:
    """Nobody signs in with this account any more, or again; one's own is never locked. The trail keeps the reason."""
    customer = _locked(actor, person_id)
    if person_id == actor.person.id:
        raise Refused(_("Nobody locks himself out."), "own-account")
    if customer.active != locked:
        return
    if not reason:
        raise Refused(_("Say why: the audit trail keeps it."), "no-reason")
    set_active(person_id, not locked)
    act = "person.lock" if locked else "person.unlock"
    record(actor, act, f"person:{person_id}", {"active": locked}, {"active": not locked, "reason": reason})


def _locked(actor: Actor, person_id: int) -> Customer:
    """The account with its row locked; raises NotFound for one that this person may not see."""
    actor.must("customers.edit")
    lock_rows(Account.select(Account.id).where(Account.id == person_id))
    customer = find_customer(person_id, actor.person)
    if customer is None:
        raise NotFound(f"there is no customer {person_id}")
    return customer
