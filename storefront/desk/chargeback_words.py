"""How chargebacks stand and why, in words."""

from __future__ import annotations

from storefront.i18n import Message, _, plain

CHARGEBACK_STATES: dict[str, tuple[Message, str]] = {
    "open": (_("Open"), "warn"),
    "won": (_("Won"), "good"),
    "lost": (_("Lost"), "bad"),
}
# the providers' own words that they share
REASONS: dict[str, Message] = {
    "fraudulent": _("The card's holder did not buy"),
    "product_not_received": _("Did not arrive"),
    "product_unacceptable": _("Not as described"),
    "duplicate": _("Paid twice"),
    "credit_not_processed": _("A refund did not come"),
}


def chargeback_reason(word: str) -> Message:
    """A provider's reason in words of ours; its own where we have none."""
    return REASONS.get(word, plain(word.replace("_", " ")))
