"""Sellers are paid, and their bank accounts changed, at the desk: each act is noted."""

from __future__ import annotations

from storefront.catalogue.tables import Seller
from storefront.db import lock_rows, transaction
from storefront.desk.audit import Actor, record
from storefront.errors import NotFound
from storefront.i18n import plain
from storefront.payments import payouts
from storefront.payments.bank_accounts import BankDraft, find_bank_account, masked, save_bank_account, tidy
from storefront.payments.hold_tables import Payout


def find_payout(actor: Actor, payout_id: int, act: str = "payouts.see") -> Payout:
    """A payout that this person may see; raises NotFound."""
    row: Payout | None = Payout.get_or_none(Payout.id == payout_id)
    if row is None:
        raise NotFound(f"there is no payout {payout_id}")
    actor.must(act, row.seller_id)
    return row


def run(actor: Actor, key: str) -> int:
    """Pay everybody who is due; how many payouts were made."""
    actor.must("payouts.run")
    made = payouts.run_payouts(f"desk-{key}", f"person:{actor.person.id}", actor.now)
    _noted(actor, made)
    return len(made)


@transaction()
def _noted(actor: Actor, made: list[int]) -> None:
    for row in Payout.select().where(Payout.id.in_(made)).order_by(Payout.id):
        after = {"amount": row.amount, "currency": row.currency, "seller": row.seller_id}
        record(actor, "payout.run", f"payout:{row.id}", {}, after)


@transaction()
def mark(actor: Actor, payout_id: int, state: str, reason: str = "") -> None:
    """What became of a payout that goes by hand."""
    row = find_payout(actor, payout_id, "payouts.run")
    if row.provider:
        raise NotFound(f"payout {payout_id} is its provider's business")
    payouts.mark_payout(payout_id, state, actor.now, plain(reason) if reason else None)
    record(actor, "payout.mark", f"payout:{payout_id}", {"state": row.state}, {"state": state})


@transaction()
def save_account(actor: Actor, seller_id: int, draft: BankDraft) -> bool:
    """Where a seller's money goes from now on; his people get a mail. The trail keeps it masked."""
    actor.must("bank.edit", seller_id)
    if not Seller.select().where(Seller.id == seller_id).exists():
        raise NotFound(f"there is no seller {seller_id}")
    lock_rows(Seller.select(Seller.id).where(Seller.id == seller_id))
    before = find_bank_account(seller_id)
    if not save_bank_account(seller_id, draft, f"person:{actor.person.id}", actor.now):
        return False
    was = {"account": masked(before.account), "holder": before.holder} if before else {}
    after = {"account": masked(tidy(draft.account)), "holder": draft.holder}
    record(actor, "bank.save", f"seller:{seller_id}", was, after)
    payouts.tell_seller("bank-changed", seller_id, actor.now)
    return True
