"""Store credit and gift cards at the desk: each act is noted, and no more is given at once than the limit says."""

from __future__ import annotations

from decimal import Decimal

from storefront.accounts.tables import Person
from storefront.db import transaction
from storefront.desk.audit import Actor, record
from storefront.errors import NotFound, Refused
from storefront.i18n import _, plain
from storefront.money import Money, exponent
from storefront.payments.credit import cards
from storefront.payments.credit.balances import Move
from storefront.payments.credit.cards import Issue, get_card
from storefront.payments.credit.store_credit import GOODWILL, give_credit, pay_out_credit
from storefront.runtime import current


@transaction()
def give(actor: Actor, person_id: int, money: Money, key: str, reason: str) -> bool:
    """Give somebody credit; False when that was done before."""
    _check(actor, money, reason)
    move = Move(f"given:{key}", "credit-given", GOODWILL, f"person:{person_id}", plain(reason), _by(actor))
    done = give_credit(person_id, money.amount, money.currency, move, actor.now)
    if done:
        record(actor, "credit.give", f"person:{person_id}", {}, _told(money, reason))
    return done


@transaction()
def pay_out(actor: Actor, person_id: int, money: Money, key: str, reason: str) -> bool:
    """Note that somebody's credit was sent to him as money; False when that was done before."""
    _check(actor, money, reason, limited=False)
    if not Person.select().where(Person.id == person_id).exists():
        raise NotFound(f"there is no person {person_id}")
    done = pay_out_credit(
        person_id, money.amount, money.currency, f"paid-out:{key}", plain(reason), _by(actor), actor.now
    )
    if done:
        record(actor, "credit.pay-out", f"person:{person_id}", {}, _told(money, reason))
    return done


@transaction()
def issue(actor: Actor, asked: Issue) -> tuple[int, str]:
    """A gift card; (its number, its code: "" when it was issued before)."""
    _check(actor, Money(asked.amount, asked.currency), "a card")
    number, code = cards.issue_card(asked, actor.now)
    if code:
        after = {"amount": asked.amount, "currency": asked.currency, "paid": asked.paid}
        record(actor, "card.issue", f"gift-card:{number}", {}, after)
    return number, code


@transaction()
def set_blocked(actor: Actor, card_id: int, *, blocked: bool) -> None:
    """A lost card is blocked, or a found one opened again."""
    actor.must("credit.give")
    cards.set_blocked(card_id, blocked)
    record(actor, "card.block" if blocked else "card.open", f"gift-card:{card_id}", {}, {"blocked": blocked})


@transaction()
def mail_again(actor: Actor, card_id: int) -> None:
    """The card's mail once more."""
    actor.must("credit.give")
    card = get_card(card_id)
    if not card.email or card.state != "open":
        raise Refused(_("This gift card is mailed to nobody."), "no-recipient")
    cards.mail_card(card, actor.now)
    record(actor, "card.mail", f"gift-card:{card_id}", {}, {})


@transaction()
def write_off(actor: Actor, card_id: int, reason: str) -> None:
    """What is left on an expired card is given up."""
    actor.must("credit.give")
    if not reason:
        raise Refused(_("Say why."), "no-reason")
    amount = cards.write_off_card(card_id, plain(reason), _by(actor), actor.now)
    record(actor, "card.write-off", f"gift-card:{card_id}", {}, {"amount": amount, "reason": reason})


def most(currency: str) -> int:
    """The most that is given at once, in minor units."""
    return int(Decimal(current().settings.payments.credit_limit).scaleb(exponent(currency)))


def _check(actor: Actor, money: Money, reason: str, *, limited: bool = True) -> None:
    actor.must("credit.give")
    if money.currency not in current().settings.shop.currencies:
        raise Refused(_("Please choose one of the list."), "no-currency")
    if money.amount <= 0:
        raise Refused(_("Enter an amount."), "no-amount")
    if not reason:
        raise Refused(_("Say why."), "no-reason")
    if limited and money.amount > (limit := most(money.currency)):
        raise Refused(_("At most %(money)s at once.", money=Money(limit, money.currency)), "too-much")


def _told(money: Money, reason: str) -> dict[str, object]:
    return {"amount": money.amount, "currency": money.currency, "reason": reason}


def _by(actor: Actor) -> str:
    return f"person:{actor.person.id}"
