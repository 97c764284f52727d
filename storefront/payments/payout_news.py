"""What providers say later of payouts and of the accounts they go to: late, double, in any order."""

from __future__ import annotations

import logging
from datetime import datetime

from storefront.db import lock_rows, transaction
from storefront.payments.hold_tables import BankAccount, Payout
from storefront.payments.payouts import settle_payout, take_back_payout, tell_seller
from storefront.values import PayoutNews, RefundAnswer, SellerAccountNews

log = logging.getLogger(__name__)


@transaction()
def hear_of_payout(provider: str, news: PayoutNews, now: datetime) -> bool:
    """Record what became of a payout; whether it is one of ours. What comes back counts even after it had arrived."""
    _readable(news.key, news.answer.reference)
    if not news.key and not news.answer.reference:
        return False
    named = Payout.key == news.key if news.key else Payout.reference == news.answer.reference
    row = Payout.get_or_none(Payout.provider == provider, named)
    if row is None:
        log.warning("%s speaks of a payout that is not ours: %s", provider, news.answer.reference)
        return False
    failed = news.answer.state == "failed" or news.returned >= row.amount
    if failed and settle_payout(row.id, RefundAnswer("failed", news.answer.reference, news.answer.reason), now):
        log.error("payout %s failed: %s", row.id, news.answer.reason)
        return True
    if not failed:
        # part of it came back: so it was there
        settle_payout(row.id, RefundAnswer("succeeded") if news.returned else news.answer, now)
    back = row.amount if failed else news.returned
    if take_back_payout(row.id, back, news.answer.reason, now):
        log.error("payout %s came back: %s of %s", row.id, back, row.amount)
    return True


@transaction()
def hear_of_account(provider: str, news: SellerAccountNews, now: datetime) -> bool:
    """Record whether money can be sent to a seller's account; whether it is one of ours. Older news changes nothing."""
    _readable(news.account, news.reason)
    mine = (BankAccount.provider == provider) & (BankAccount.account == news.account)
    lock_rows(BankAccount.select(BankAccount.id).where(mine).order_by(BankAccount.id))
    rows = list(BankAccount.select().where(mine).order_by(BankAccount.id))
    if not rows or not news.account:
        return False
    trouble = "" if news.state == "ready" else news.state
    for row in rows:
        if row.trouble_at is not None and row.trouble_at > news.at:
            continue
        changes = {"trouble": trouble, "trouble_reason": news.reason[:120] if trouble else "", "trouble_at": news.at}
        BankAccount.update(changes).where(BankAccount.id == row.id).execute()
        if trouble and trouble != row.trouble:
            log.error("%s sends nothing to seller %s: %s %s", provider, row.seller_id, trouble, news.reason)
            tell_seller("payout-trouble", row.seller_id, now)
    return True


def _readable(*texts: str) -> None:
    if any("\0" in text or len(text) > 500 for text in texts):
        raise ValueError("a name has no NUL, which PostgreSQL cannot look for, and an end")
