"""Stripe as a payment provider, with its official SDK: an extra, `storefront[stripe]`.

The buyer pays on Stripe's own page (Checkout); nothing of Stripe's is embedded in ours, so the content security
policy stays as it is. What comes of it is heard from signed webhooks and asked for by the sweep. Nothing here but
provider.py and api.py needs the SDK.
"""

from __future__ import annotations

from storefront.settings import Settings, StripeSettings


def is_set_up(settings: Settings) -> bool:
    """Whether both secrets are there: without the second one nobody would know who sends webhooks."""
    return bool(settings.stripe.secret_key and settings.stripe.webhook_secret)


def stripe_hints(settings: StripeSettings) -> list[str]:
    """What its keeper should know; no secret is said."""
    if bool(settings.secret_key) != bool(settings.webhook_secret):
        missing = "webhook_secret" if settings.secret_key else "secret_key"
        return [f"Stripe is not offered: [stripe] {missing} in storefront.toml is empty."]
    if "_test_" in settings.secret_key:
        return ["Stripe runs with a test key: no money moves."]
    return []
