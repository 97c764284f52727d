"""Commissions agreed with sellers: dated, noted, never changed; orders keep theirs."""

from __future__ import annotations

from datetime import datetime
from fractions import Fraction

from storefront.accounts.applications.tables import AgreedCommission
from storefront.db import transaction


@transaction()
def agree_commission(seller_id: int, share: Fraction, now: datetime, *, by: str, note: str = "") -> None:
    """From now on this share is the shop's; what was placed before keeps its own."""
    AgreedCommission.create(seller=seller_id, share=str(share), valid_from=now, by=by, note=note)
