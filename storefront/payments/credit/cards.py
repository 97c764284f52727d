"""Gift cards: issued, blocked, redeemed, written off.

A gift card is a multi-purpose voucher (Council Directive (EU) 2016/1065): when it is issued nobody knows yet what it
will buy, so no VAT is due then; VAT is due on the goods it pays for. Its code is made of the card's key and the shop's
secret, so that it can be mailed without being kept: at rest there is a hash.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from storefront import formatting
from storefront.accounts.tables import Person
from storefront.db import for_update, transaction
from storefront.errors import NotFound, Refused
from storefront.i18n import Message, _
from storefront.orders.wording import Wording
from storefront.outbox import later
from storefront.payments.bank_transfer import ALPHABET
from storefront.payments.credit.balances import Move, balance_of, card_account, credit_account, put, take_up_to
from storefront.payments.credit.store_credit import GOODWILL
from storefront.payments.credit.tables import GiftCard
from storefront.runtime import current

SIGNS = 16
# paid for outside the shop: cash, or a transfer that names it
COUNTER = "clearing:counter"
# on its way from a card to somebody's credit
BETWEEN = "clearing:gift-card"
WRITTEN_OFF = "written-off"
EVERYTHING = 2**62
NO_CARD = _("There is no gift card with this code.")


@dataclass(frozen=True)
class Issue:
    """A card to be issued. key is the form's: the same one again issues nothing more. paid: else it is a present.

    against: the ledger account that pays for it, where it is neither.
    """

    key: str
    amount: int
    currency: str
    email: str
    language: str
    message: str
    paid: bool
    by: str
    against: str = ""


def tidy_code(text: str) -> str:
    """A code as it is kept: without what people type between its signs; I and O were never in one."""
    return "".join(sign for sign in text.upper() if sign.isalnum())[:40]


def shown_code(code: str) -> str:
    """A code in fours."""
    return "-".join(code[place : place + 4] for place in range(0, len(code), 4))


def code_of(card: GiftCard) -> str:
    """A card's code, for its mail; "" where the shop's secret is another one since."""
    code = _made(card.key)
    return code if _hashed(code) == card.code_hash else ""


def _made(key: str) -> str:
    digest = hmac.new(current().settings.secret_key.encode(), f"gift-card {key}".encode(), hashlib.sha256).digest()
    number = int.from_bytes(digest[:10], "big")
    return "".join(ALPHABET[(number >> (5 * place)) & 31] for place in range(SIGNS))


def _hashed(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()


def find_card(text: str) -> GiftCard | None:
    """The card with this code."""
    code = tidy_code(text)
    found: GiftCard | None = GiftCard.get_or_none(GiftCard.code_hash == _hashed(code)) if len(code) == SIGNS else None
    return found


def card_problem(text: str, now: datetime) -> Message | None:
    """Why a code cannot be used now; None: it can."""
    card = find_card(text)
    if card is None or card.state == "written-off":
        return NO_CARD
    if card.state == "blocked":
        return _("This gift card is blocked. Please ask us.")
    if card.expires_at <= now:
        return _("This gift card has expired. Please ask us.")
    if not balance_of(card_account(card.id), card.currency):
        return _("This gift card is used up.")
    return None


@transaction()
def spend_card(text: str, currency: str, most: int, move: Move, now: datetime) -> tuple[str, int]:
    """Take at most so much of a card that is good now; its account, and how much. Raises Refused with what is wrong.

    Whoever blocks it or writes it off in the moment waits for this, or this for him. currency "": whatever it has.
    """
    card = find_card(text)
    if card is not None:
        for_update(GiftCard.select(GiftCard.id).where(GiftCard.id == card.id)).get()
    problem = card_problem(text, now)
    if problem or card is None:
        raise Refused(problem or NO_CARD, "no-card")
    if currency and card.currency != currency:
        raise Refused(_("This gift card is in %(currency)s.", currency=card.currency), "other-currency")
    return card_account(card.id), take_up_to(card_account(card.id), card.currency, most, move, now)


def get_card(card_id: int) -> GiftCard:
    """A card by its number; raises NotFound."""
    card: GiftCard | None = GiftCard.get_or_none(GiftCard.id == card_id)
    if card is None:
        raise NotFound(f"there is no gift card {card_id}")
    return card


@transaction()
def issue_card(asked: Issue, now: datetime) -> tuple[int, str]:
    """A card with its value, mailed to its recipient; (its number, its code: "" when it was issued before)."""
    if asked.amount <= 0:
        raise Refused(_("Enter an amount."), "no-amount")
    years = current().settings.payments.gift_card_years
    code = _made(asked.key)
    row = {
        "key": asked.key, "code_hash": _hashed(code), "ending": code[-4:], "amount": asked.amount,
        "currency": asked.currency, "email": asked.email, "language": asked.language, "message": asked.message,
        "issued_at": now, "expires_at": datetime(now.year + years + 1, 1, 1, tzinfo=UTC),
    }  # fmt: skip
    fresh = GiftCard.insert(row).on_conflict_ignore().as_rowcount().execute()
    card = GiftCard.get(GiftCard.key == asked.key)
    if not fresh:
        return int(card.id), ""
    against = asked.against or (COUNTER if asked.paid else GOODWILL)
    move = Move(f"card-issued:{card.id}", "card-issued", against, card_account(card.id), None, asked.by)
    put(card_account(card.id), asked.currency, asked.amount, move, now)
    if asked.email:
        mail_card(card, now)
    return int(card.id), code


def mail_card(card: GiftCard, now: datetime) -> None:
    """Have the card mailed; its code is made when the mail is drawn."""
    # whose account it may be, so that it is forgotten with it
    person_id = Person.select(Person.id).where(Person.email == card.email).scalar() or 0
    mail = {"kind": "gift-card", "person": person_id, "to": card.email, "language": card.language, "card": card.id}
    later("account_mail", mail, now)


def card_words(card_id: int, wording: Wording) -> tuple[str, ...]:
    """What a card's mail says of it: the giver's words, its worth, its code."""
    card = get_card(card_id)
    code = code_of(card)
    if not code:
        raise RuntimeError(f"the code of gift card {card_id} is lost: the shop's secret key is another one")
    worth = formatting.money(card.amount, card.currency, wording.language)
    until = formatting.date(card.expires_at.date() - timedelta(days=1), wording.language)
    told = wording.t(_("Worth %(money)s, good until the end of %(day)s.", money=worth, day=until))
    return tuple(filter(None, (card.message, told, wording.t(_("Its code: %(code)s", code=shown_code(code))))))


def new_key() -> str:
    """A form's key, of which the code is made."""
    return secrets.token_urlsafe(24)


@transaction()
def redeem_card(text: str, person_id: int, now: datetime) -> tuple[int, str]:
    """Turn all that is on a card into somebody's credit; how much. Raises Refused with what is wrong."""
    card = find_card(text)
    if card is None:
        raise Refused(NO_CARD, "no-card")
    account, currency, number = card_account(card.id), card.currency, secrets.token_hex(8)
    redeemed = Move(f"card-redeemed:{number}", "card-redeemed", BETWEEN, account, by=f"person:{person_id}")
    amount = spend_card(text, "", EVERYTHING, redeemed, now)[1]
    added = Move(f"card-redeemed:{number}:credit", "card-redeemed", BETWEEN, account, by=f"person:{person_id}")
    put(credit_account(person_id), currency, amount, added, now)
    return amount, str(currency)


@transaction()
def set_blocked(card_id: int, blocked: bool) -> None:
    """A lost card is blocked; its value stays. Raises Refused for one that is written off."""
    state, before = ("blocked", "open") if blocked else ("open", "blocked")
    if not GiftCard.update(state=state).where(GiftCard.id == card_id, GiftCard.state == before).execute():
        get_card(card_id)
        raise Refused(_("This gift card is not what it was when you looked. Please look again."), "changed")


@transaction()
def write_off_card(card_id: int, reason: Message, by: str, now: datetime) -> int:
    """What is left on an expired card is the shop's, by a decision with a reason; how much."""
    card = get_card(card_id)
    for_update(GiftCard.select(GiftCard.id).where(GiftCard.id == card_id)).get()
    if card.expires_at > now:
        raise Refused(_("Only an expired gift card is written off."), "not-expired")
    account = card_account(card_id)
    move = Move(f"card-written-off:{card_id}", "card-written-off", WRITTEN_OFF, account, reason, by)
    amount = take_up_to(account, card.currency, EVERYTHING, move, now)
    GiftCard.update(state="written-off").where(GiftCard.id == card_id).execute()
    return amount
