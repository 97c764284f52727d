"""A case in words: what it is, whose turn it is, what happens next and by when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from storefront.i18n import Message, _
from storefront.money import Money
from storefront.orders.cases.entries import party_label
from storefront.orders.cases.outcomes import LABELS
from storefront.orders.cases.stages import STATES

Row = Mapping[str, Any]
KINDS = {
    "withdrawal": _("Withdrawal"),
    "return": _("Return"),
    "dispute": _("Complaint"),
    "chargeback": _("Chargeback"),
}
WISHES = {
    "refund": _("All the money back"),
    "partial-refund": _("Part of the money back; I keep the goods"),
    "replacement": _("The same again, as it should be"),
    "return": _("Send it back and get the money"),
    "answer": _("Only an answer"),
}
STATE_LABELS = {state.name: state.label for state in STATES}


@dataclass(frozen=True)
class Next:
    """What happens next: a sentence, whose turn it is (a side, "" for nobody's), and until when he has."""

    words: Message
    who: Message | None
    until: datetime | None


def case_title(case: Row) -> Message:
    """“Withdrawal C-K7PD-M2QX”"""
    return _("%(kind)s %(number)s", kind=KINDS[case["kind"]], number=case["number"])


def outcome_words(outcome: str, amount: int | None, currency: str) -> Message:
    """What was offered or decided, with its amount."""
    label = LABELS.get(outcome, LABELS["answer"])
    if amount is None:
        return label
    return _("%(outcome)s · %(money)s", outcome=label, money=Money(amount, currency))


def wish_words(case: Row, currency: str) -> Message:
    """What the buyer asks for."""
    wish = WISHES.get(case["wish"], WISHES["answer"])
    if case["wish_amount"] is None:
        return wish
    return _("%(outcome)s · %(money)s", outcome=wish, money=Money(case["wish_amount"], currency))


def next_step(case: Row, currency: str) -> Next | None:
    """What happens next; None: it is over."""
    turn = _TURNS.get(case["state"])
    if turn is None:
        return None
    words, side = turn
    if case["state"] == "seller":
        words = _silence(case)
    elif case["state"] == "returning":
        words = _goods_back(case)
    elif case["state"] == "decided" and case["appealed_at"] is None:
        told = outcome_words(case["outcome"], case["outcome_amount"], currency)
        words = _("%(outcome)s: this is carried out unless one side objects until then.", outcome=told)
    return Next(words, party_label(side) if side else None, case["turn_until"])


def _silence(case: Row) -> Message:
    if case["kind"] == "withdrawal":
        return _("The seller cancels what was not sent and gives the money back.")
    if case["terms"].get("silent") == "buyer" and case["wish"] != "answer":
        return _("The seller answers. If he says nothing, it is decided for the buyer.")
    return _("The seller answers. If he says nothing, the complaint is closed.")


def _goods_back(case: Row) -> Message:
    """Directive 2011/83/EU, article 14(1), for withdrawals; (EU) 2019/771, article 14(1), for what is at fault."""
    if case["kind"] == "withdrawal":
        return _(
            "Send the goods back within 14 days of your withdrawal; you pay for it, unless the seller has said that he"
            " does. Say here when they are on their way. If nothing comes, the case ends."
        )
    return _(
        "The goods go back at the seller's expense: ask him for a label, or keep the receipt and tell him here what it"
        " cost. Say here when they are on their way. If nothing comes, the case ends."
    )


_TURNS: dict[str, tuple[Message, str]] = {
    "unproved": (
        _("We have sent a link to the address that the order was placed with. Open it to confirm that it was you."),
        "buyer",
    ),
    "seller": (_("The seller answers."), "seller"),
    "buyer": (
        _("Take the seller's answer, or ask the shop to decide. If nothing is said, the answer stands."),
        "buyer",
    ),
    "returning": (
        _("The goods are sent back; say here when they are on their way. If nothing comes, the case ends."),
        "buyer",
    ),
    "checking": (_("The seller looks at the goods. At the latest then the money goes back."), "seller"),
    "shop": (_("The shop reads both sides and decides."), "staff"),
    "decided": (_("The decision is carried out."), ""),
    "provider": (_("The buyer's bank decides; the shop sends it what proves the sale."), ""),
}
