"""What is kept of somebody with credit and gift cards: told to him, and forgotten."""

from __future__ import annotations

from typing import Any

from storefront.db import transaction
from storefront.payments.credit.balances import balances_of, credit_account
from storefront.payments.credit.history import moves_of
from storefront.payments.credit.tables import GiftCard


def credit_told(person_id: int, email: str) -> dict[str, Any]:
    """Somebody's credit with its history, and the gift cards that were sent to him."""
    account = credit_account(person_id)
    cards = GiftCard.select().where(GiftCard.email == email).order_by(GiftCard.id)
    return {
        "balances": balances_of(account),
        "history": [
            {"at": move.at.isoformat(), "kind": move.kind, "amount": move.amount, "currency": move.balance.currency}
            for move in moves_of(account, 10_000)
        ],
        "gift_cards": [
            {"amount": card.amount, "currency": card.currency, "issued": card.issued_at.isoformat(),
             "message": card.message}
            for card in cards
        ],
    }  # fmt: skip


@transaction()
def forget_cards(email: str) -> None:
    """The cards stay good: whoever has the code may use it. Whom they were for is forgotten."""
    GiftCard.update(email="", message="").where(GiftCard.email == email).execute()
