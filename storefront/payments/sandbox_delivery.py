"""The sandbox's webhooks, handed to the shop through the same door as a real provider's."""

from __future__ import annotations

from datetime import datetime

from storefront.payments.attempts import receive_webhook
from storefront.payments.sandbox import SandboxCard


def deliver_webhooks(sandbox: SandboxCard, now: datetime) -> int:
    """Send the webhooks that are due; how many. One that is lost is found by the sweep."""
    due = sandbox.due_webhooks(now)
    for headers, body in due:
        receive_webhook(sandbox.code, headers, body, now)
    return len(due)
