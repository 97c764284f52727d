"""What a shop lacks to be paid, said to its keeper when it starts."""

from __future__ import annotations

from storefront.payments.bank_transfer import BankTransfer
from storefront.payments.providers import offered
from storefront.payments.stripe import stripe_hints
from storefront.runtime import Runtime


def payment_hints(runtime: Runtime) -> list[str]:
    """One line for each thing to do; empty: nothing is missing."""
    hints = []
    there = offered(runtime.providers)
    if BankTransfer.code in runtime.providers and BankTransfer.code not in there:
        hints.append("Bank transfer is not offered: [checkout] bank_account in storefront.toml is empty.")
    hints += stripe_hints(runtime.settings.stripe)
    if not there:
        hints.append("There is no way to pay at all: nothing can be ordered.")
    return hints
