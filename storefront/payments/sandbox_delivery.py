"""The sandbox's webhooks, handed to the shop through the same door as a real provider's."""

from __future__ import annotations

from datetime import datetime

from storefront.errors import NotFound, Refused
from storefront.i18n import _
from storefront.payments.attempts import receive_webhook
from storefront.payments.sandbox import SandboxCard
from storefront.payments.tables import SandboxCharge


def deliver_webhooks(sandbox: SandboxCard, now: datetime) -> int:
    """Send the webhooks that are due; how many. One that is lost is found by the sweep."""
    due = sandbox.due_webhooks(now)
    for headers, body in due:
        receive_webhook(sandbox.code, headers, body, now)
    return len(due)


def raise_chargeback(sandbox: SandboxCard, reference: str, amount: int | None, state: str, now: datetime) -> int:
    """Let the buyer's bank claim an amount of a payment back, None: all that is left; or decide that. The amount.

    Raises NotFound for a reference the sandbox does not know, Refused where there is nothing to claim.
    """
    charge = SandboxCharge.get_or_none(SandboxCharge.reference == reference)
    if charge is None:
        raise NotFound(f"the sandbox has no payment {reference!r}")
    left = charge.paid - sum(charge.refunds.values())
    wanted = left if amount is None else amount
    if not 0 < wanted <= charge.paid:
        raise Refused(_("There is no such amount to claim."), "no-amount")
    headers, body = sandbox.dispute(charge, wanted, state, now)
    receive_webhook(sandbox.code, headers, body, now)
    return int(wanted)
