"""What became of a balance, the newest first, in words."""

from __future__ import annotations

from storefront.i18n import Message, _
from storefront.payments.credit.tables import Balance, BalanceMove

MOST = 100
WORDS = {
    "credit-over": _("Paid too much"),
    "credit-unmatched": _("Money that came"),
    "credit-given": _("Given by the shop"),
    "credit-paid-out": _("Paid out"),
    "credit-used": _("Used for an order"),
    "credit-back": _("Came back"),
    "card-issued": _("Issued"),
    "card-redeemed": _("Gift card turned into credit"),
    "card-used": _("Used for an order"),
    "card-back": _("Came back"),
    "card-written-off": _("Written off"),
}


def words_of(kind: str) -> Message | str:
    """A kind of move in words."""
    return WORDS.get(kind, kind)


def moves_of(account: str, most: int = MOST) -> list[BalanceMove]:
    """The newest moves of an account, each with its balance."""
    query = BalanceMove.select(BalanceMove, Balance).join(Balance).where(Balance.account == account)
    return list(query.order_by(BalanceMove.id.desc()).limit(most))
