"""The sandbox's card numbers: what each makes happen, and what is wrong with other numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from storefront.digits import ascii_digits
from storefront.i18n import Message, _


@dataclass(frozen=True)
class Behaviour:
    """What a card number does: the answer's state, who else is asked, how often a webhook follows."""

    note: Message
    state: Literal["pending", "succeeded", "failed"] = "succeeded"
    asks_buyer: bool = False
    late: bool = False
    silent: bool = False
    partial: bool = False
    webhooks: int = 0


CARDS = {
    "4242424242424242": Behaviour(_("succeeds")),
    "4000000000000002": Behaviour(_("is declined"), "failed"),
    "4000000000003220": Behaviour(_("asks you on another page"), "pending", asks_buyer=True),
    "4000000000000259": Behaviour(_("answers late"), "pending", late=True, webhooks=1),
    "4000000000000341": Behaviour(_("answers twice"), webhooks=2),
    "4000000000009995": Behaviour(_("never answers"), "pending", silent=True),
    "4000000000001976": Behaviour(_("pays a part only"), partial=True),
}


def card_digits(typed: str) -> str:
    """A card number without the spaces and dashes people type, in the digits cards have."""
    return re.sub(r"[\s\-]", "", ascii_digits(typed))


def card_problem(typed: str) -> Message | None:
    """What is wrong with a card number, in words for its field; None when the sandbox knows it."""
    number = card_digits(typed)
    if not number:
        return _("Enter a card number.")
    if not (number.isascii() and number.isdigit()):
        return _("A card number has digits only.")
    if not 12 <= len(number) <= 19:
        return _("A card number has 12 to 19 digits; this one has %(count)s.", count=len(number))
    if not passes_luhn(number):
        return _("This card number has a typing mistake in it.")
    if number not in CARDS:
        return _("This is a sandbox: it takes test cards only, such as 4242 4242 4242 4242.")
    return None


def passes_luhn(number: str) -> bool:
    """Whether a number's last digit is the check digit of the others."""
    total = 0
    for place, digit in enumerate(reversed(number)):
        value = int(digit) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0
