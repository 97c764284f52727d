"""Store credit and gift cards as ways to pay: the money lies with the shop already, so each settles at once.

Both behave like a provider with a memory of its own: what was taken for a payment is found again by its key after a
crash, taken once however often it is asked, and never more than the balance, whoever else takes of it in the moment.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from storefront.accounts.tables import Person
from storefront.db import utc_now
from storefront.errors import Refused
from storefront.forms import Field
from storefront.i18n import Message, _
from storefront.payments.credit.balances import (
    CARD,
    PERSON,
    Move,
    balance_of,
    card_account,
    credit_account,
    moved,
    put,
    take_up_to,
)
from storefront.payments.credit.cards import NO_CARD, card_problem, find_card, spend_card
from storefront.payments.providers import PaymentProvider
from storefront.values import PaymentAnswer, PaymentRequest, RefundAnswer

# what the edge says of whoever is signed in; no form may say it
WHO = "person_id"
CODE = "gift_code"
NOTHING_LEFT = _("There is nothing left to pay with.")


class _Inner(PaymentProvider):
    """What both have: taking of a balance, finding it again, giving back to it."""

    noun = ""

    def __init__(self, clock: Callable[[], datetime] = utc_now) -> None:
        self._clock = clock
        self.holds_for = timedelta(minutes=15)

    def _move(self, account: str, request: PaymentRequest) -> Move:
        kind = f"{self.noun}-used"
        return Move(f"{kind}:{request.key}", kind, f"clearing:{self.code}", account, by="buyer")

    def find(self, key: str) -> PaymentAnswer | None:
        known = moved(f"{self.noun}-used:{key}")
        return PaymentAnswer("succeeded", known[0], amount=-known[1]) if known else None

    def refund(self, key: str, payment_reference: str, amount: int, currency: str) -> RefundAnswer:
        """Back to where it came from; an account that is gone cannot have it."""
        kind = f"{self.noun}-back"
        if not payment_reference.startswith(f"{self.noun}:") or not self._is_there(payment_reference):
            return RefundAnswer("failed", reason=_("The account it came from is not there any more."))
        move = Move(f"{kind}:{key}", kind, f"clearing:{self.code}", payment_reference)
        put(payment_reference, currency, amount, move, self._clock())
        return RefundAnswer("succeeded", payment_reference)

    def _is_there(self, account: str) -> bool:
        return True


class StoreCredit(_Inner):
    """The credit of whoever is signed in; offered to him alone, where he has some."""

    code = "store-credit"
    icon = "check"
    noun = PERSON
    offered = False

    def __init__(self, clock: Callable[[], datetime] = utc_now) -> None:
        super().__init__(clock)
        self.title = _("Your credit")
        self.note = _("What it does not cover you pay in another way afterwards.")

    def start(self, request: PaymentRequest) -> PaymentAnswer:
        person_id = request.details.get(WHO)
        if not isinstance(person_id, int):
            return PaymentAnswer("failed", reason=_("Sign in to pay with your credit."))
        account = credit_account(person_id)
        move = self._move(account, request)
        return _answer(account, take_up_to(account, request.currency, request.amount, move, self._clock()))

    def _is_there(self, account: str) -> bool:
        number = account.partition(":")[2]
        return number.isdecimal() and bool(Person.select().where(Person.id == int(number)).exists())


class GiftCards(_Inner):
    """A gift card by its code; anybody who has it may pay with it, and what is left stays on it."""

    code = "gift-card"
    icon = "tag"
    noun = CARD
    # see ways.py
    offered = False

    def __init__(self, clock: Callable[[], datetime] = utc_now) -> None:
        super().__init__(clock)
        self.title = _("Gift card")
        self.note = _("What it does not cover you pay in another way afterwards; what is left stays on it.")
        self.fields = (
            Field(CODE, _("Code of the gift card"), help=_("16 letters and digits"), autocomplete="off", dir="ltr",
                  maxlength=40),
        )  # fmt: skip

    def check(self, details: Mapping[str, Any]) -> dict[str, Message]:
        problem = card_problem(str(details.get(CODE, "")), self._clock())
        return {CODE: problem} if problem else {}

    def start(self, request: PaymentRequest) -> PaymentAnswer:
        text = str(request.details.get(CODE, ""))
        card = find_card(text)
        if card is None:
            return PaymentAnswer("failed", reason=NO_CARD)
        move = self._move(card_account(card.id), request)
        try:
            # what was taken before a crash is not taken again, whatever the card is by now
            return self.find(request.key) or _answer(
                *spend_card(text, request.currency, request.amount, move, self._clock())
            )
        except Refused as refusal:
            return PaymentAnswer("failed", reason=refusal.message)


def _answer(account: str, taken: int) -> PaymentAnswer:
    return PaymentAnswer("succeeded", account, amount=taken) if taken else PaymentAnswer("failed", reason=NOTHING_LEFT)


def own_credit(person_id: int | None, currency: str) -> int:
    """What somebody may pay with here."""
    return balance_of(credit_account(person_id), currency) if person_id is not None else 0
