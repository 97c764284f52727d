"""The ledger books once a key and refuses what does not sum to zero."""

from __future__ import annotations

import pytest

from storefront.payments.ledger import UnbalancedEntry, book
from storefront.payments.tables import LedgerEntry


def test_an_entry_is_booked_once_for_its_key(shop) -> None:
    lines = [("clearing:card", "EUR", 500), ("held:order:1", "EUR", -500)]
    assert book("payment:1", "payment", "payment:1", lines, shop.now)
    assert not book("payment:1", "payment", "payment:1", lines, shop.now)
    assert shop.ledger() == {"clearing:card": 500, "held:order:1": -500}
    assert LedgerEntry.select().count() == 1


def test_an_entry_sums_to_zero_in_each_currency_or_is_refused(shop) -> None:
    lines = [("clearing:card", "EUR", 500), ("held:order:1", "USD", -500)]
    with pytest.raises(UnbalancedEntry, match=r"'payment:1' does not sum to zero: \{'EUR': 500, 'USD': -500\}"):
        book("payment:1", "payment", "payment:1", lines, shop.now)
    assert LedgerEntry.select().count() == 0
