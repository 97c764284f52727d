"""Where sellers want their money: checked when it is typed, shown only in part, not used at once after a change."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from stdnum import iban
from stdnum.exceptions import ValidationError

from storefront.db import transaction
from storefront.i18n import Message, _
from storefront.payments.hold_tables import BankAccount
from storefront.runtime import current

SHOWN = 4


@dataclass(frozen=True)
class BankDraft:
    """A seller's account as it was typed; provider: with whom it is, "" for a bank."""

    holder: str
    account: str
    bank: str = ""
    provider: str = ""


def tidy(account: str) -> str:
    """An account's number without blanks; an IBAN in capitals."""
    bare = "".join(account.split())
    return bare.upper() if looks_like_iban(bare) else bare


def looks_like_iban(account: str) -> bool:
    """Whether it begins as an IBAN does: two letters and two digits."""
    bare = "".join(account.split())
    return bare[:2].isalpha() and bare[2:4].isdigit() and bare.isascii()


def account_problem(account: str) -> Message | None:
    """What is wrong with a bank account's number."""
    bare = tidy(account)
    if looks_like_iban(bare):
        try:
            iban.validate(bare)
        except ValidationError:
            return _("This IBAN has a mistake: compare it with your bank's letter.")
        return None
    fits = bare.isascii() and bare.replace("-", "").replace("/", "").isalnum() and any(one.isdigit() for one in bare)
    return None if fits and 4 <= len(bare) <= 34 else _("Type an IBAN, or the number of the account.")


def masked(account: str) -> str:
    """What pages show of an account: its country and its end."""
    head = account[:2] if looks_like_iban(account) else ""
    return f"{head}••••{account[-SHOWN:]}" if len(account) > SHOWN + 2 else "••••"


def find_bank_account(seller_id: int) -> BankAccount | None:
    """The account that counts for a seller."""
    found: BankAccount | None = (
        BankAccount.select().where(BankAccount.seller_id == seller_id).order_by(-BankAccount.id).first()
    )
    return found


def bank_accounts_of(sellers: Collection[int]) -> dict[int, BankAccount]:
    """Seller → the account that counts."""
    rows = BankAccount.select().where(BankAccount.seller_id.in_(sorted(sellers))).order_by(BankAccount.id)
    return {row.seller_id: row for row in rows}


@transaction()
def save_bank_account(seller_id: int, draft: BankDraft, by: str, now: datetime) -> bool:
    """A seller's account from now on; False when it was that already. Another one than before has to cool off."""
    before = find_bank_account(seller_id)
    account = tidy(draft.account)
    trouble = {}
    if before is not None and (before.account, before.provider) == (account, draft.provider):
        # what its provider says holds whoever it is named after
        names = ("trouble", "trouble_reason", "trouble_at")
        trouble = {name: getattr(before, name) for name in names}
        same = {"holder": draft.holder, "bank": draft.bank}
        if same == {"holder": before.holder, "bank": before.bank}:
            return False
    days = current().settings.payouts.cooling_days if before is not None else 0
    BankAccount.create(
        seller_id=seller_id,
        holder=draft.holder,
        account=account,
        bank=draft.bank,
        provider=draft.provider,
        changed_by=by,
        changed_at=now,
        usable_at=now + timedelta(days=days),
        **trouble,
    )
    return True
