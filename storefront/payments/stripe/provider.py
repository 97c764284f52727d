"""Stripe as one way to pay: its page collects, its webhooks tell, and it is asked where they do not."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from storefront.errors import SettingsError
from storefront.i18n import _
from storefront.payments.providers import PaymentProvider, ProviderSilent, Webhook, WrongSignature
from storefront.payments.queries import known_payment
from storefront.payments.reconciliation.rows import Reported
from storefront.payments.stripe.answers import (
    PAYMENT_KEY,
    PAYOUT_KEY,
    REFUND_KEY,
    intent_answer,
    refund_answer,
    session_answer,
    session_key,
)
from storefront.payments.stripe.balance import reported
from storefront.payments.stripe.currencies import can_be_paid_out, to_stripe
from storefront.payments.stripe.events import news_of
from storefront.settings import Settings
from storefront.values import PaymentAnswer, PaymentRequest, RefundAnswer

try:
    import stripe

    from storefront.payments.stripe.api import StripeApi, StripeRefused
except ModuleNotFoundError as error:
    if error.name != "stripe":
        raise
    raise SettingsError("[stripe] is set and the SDK is not installed: pip install 'storefront[stripe]'") from None

TOLERANCE_SECONDS = 5 * 60
# Stripe wants at least 30 minutes; the page closes before the goods stop waiting
WAIT = timedelta(minutes=60)
CLOSES_BEFORE = timedelta(minutes=5)
# those of our languages that its page speaks
LOCALES = {"en": "en", "de": "de", "zh-Hans": "zh", "fr": "fr", "es": "es", "it": "it", "ja": "ja", "nl": "nl"}
NOT_NOW = _("This way of payment is not available now. Please choose another one.")
Known = Callable[[str, str], tuple[str, datetime] | None]


def stripe_payments(settings: Settings) -> StripePayments:
    """The provider as the settings have it."""
    told = settings.stripe
    return StripePayments(StripeApi(told.secret_key, told.api_base), told.webhook_secret, told.methods)


class StripePayments(PaymentProvider):
    """Cards, wallets and what else is turned on at Stripe, on Stripe's own page."""

    code = "stripe"
    icon = "card"
    reports = True
    pays = "shop"
    pays_out = True
    # docs/decisions/0026-stripe.md says where these are from
    holds_up_to = timedelta(days=90)
    refunds_until = timedelta(days=180)

    def __init__(
        self, api: StripeApi, webhook_secret: str, methods: tuple[str, ...] = (), known: Known = known_payment
    ) -> None:
        self._api = api
        self._webhook_secret = webhook_secret
        self._methods = methods
        self._known = known
        self.title = _("Card or wallet")
        self.note = _("You pay on a page of Stripe and come back here.")
        self.holds_for = WAIT

    def start(self, request: PaymentRequest) -> PaymentAnswer:
        """Pending, with the address of the page; raises ProviderSilent."""
        amount = to_stripe(request.amount, request.currency)
        if amount is None:
            return PaymentAnswer("failed", reason=_("This amount cannot be paid this way. Please choose another one."))
        try:
            session = self._api.create_session(session_params(request, amount, self._methods), request.key)
        except StripeRefused as error:
            if error.told != "idempotency_key_in_use":
                return PaymentAnswer("failed", reason=NOT_NOW)
            raise ProviderSilent("Stripe is still busy with the same request") from None
        return session_answer(session)

    def find(self, key: str) -> PaymentAnswer | None:
        known = self._known(self.code, key)
        if known is None:
            return None
        reference, begun = known
        if reference.startswith("pi_"):
            return intent_answer(self._api.intent(reference))
        if reference.startswith("cs_"):
            return session_answer(self._api.session(reference))
        # its answer was lost
        listed = self._api.sessions_since(begun)
        return next((session_answer(one) for one in listed if session_key(one) == key), None)

    def refund(self, key: str, payment_reference: str, amount: int, currency: str) -> RefundAnswer:
        """Stripe forgets keys after a day, and a refund may be tried for longer: what is there already counts."""
        told = to_stripe(amount, currency)
        if told is None:
            return RefundAnswer("failed", reason=_("Stripe cannot send this amount."))
        params = {"payment_intent": payment_reference, "amount": told, "metadata": {REFUND_KEY: key}}
        try:
            sent = [one for one in self._api.refunds_of(payment_reference) if _refund_key(one) == key]
            return refund_answer(sent[0] if sent else self._api.create_refund(params, key))
        except StripeRefused as error:
            return _refused(error)

    def payout(self, key: str, account: str, amount: int, currency: str) -> RefundAnswer:
        """Send money to a seller's connected account (acct_…), from which Stripe pays his bank."""
        told = to_stripe(amount, currency)
        if told is None or not can_be_paid_out(amount, currency):
            return RefundAnswer("failed", reason=_("Stripe cannot send this amount."))
        params = {
            "amount": told,
            "currency": currency.lower(),
            "destination": account,
            "metadata": {PAYOUT_KEY: key},
            "transfer_group": key,
        }
        try:
            # its keys are forgotten after a day
            sent = [one for one in self._api.transfers_of(key) if (one.get("metadata") or {}).get(PAYOUT_KEY) == key]
            transfer = sent[0] if sent else self._api.create_transfer(params, key)
        except StripeRefused as error:
            return _refused(error)
        return RefundAnswer("failed" if transfer.get("reversed") else "succeeded", str(transfer["id"]))

    def report(self, first: date, last: date) -> list[Reported]:
        begin = datetime.combine(first, time(), UTC)
        end = datetime.combine(last + timedelta(days=1), time(), UTC)
        moved = list(self._api.balance_of(begin, end))
        return [reported(one, number) for number, one in enumerate(reversed(moved), 1)]

    def webhook(self, headers: Mapping[str, str], body: bytes, now: datetime) -> Webhook | None:
        self._verify(headers.get("stripe-signature", ""), body, now)
        return news_of(json.loads(body))

    def _verify(self, header: str, body: bytes, now: datetime) -> None:
        try:
            stripe.WebhookSignature.verify_header(body, header, self._webhook_secret)
            sent = int(dict(part.split("=", 1) for part in header.split(","))["t"])
        except (stripe.SignatureVerificationError, ValueError, KeyError):
            raise WrongSignature("the webhook's signature is not Stripe's") from None
        if abs(now.timestamp() - sent) > TOLERANCE_SECONDS:
            raise WrongSignature("the webhook is more than five minutes old or from the future")


def session_params(request: PaymentRequest, amount: int, methods: tuple[str, ...] = ()) -> dict[str, Any]:
    """A Checkout Session's parameters. The same request gives the same ones, or Stripe refuses its key."""
    line = {
        "quantity": 1,
        "price_data": {
            "currency": request.currency.lower(),
            "unit_amount": amount,
            "product_data": {"name": request.description[:250] or request.reference},
        },
    }
    params: dict[str, Any] = {
        "mode": "payment",
        "client_reference_id": request.key,
        "line_items": [line],
        "locale": LOCALES.get(request.language, "auto"),
        "success_url": request.return_url,
        "cancel_url": request.return_url,
        "metadata": {PAYMENT_KEY: request.key},
        "payment_intent_data": {
            "description": request.description[:500],
            "metadata": {PAYMENT_KEY: request.key},
            "transfer_group": request.reference,
        },
    }
    if request.expires_at:
        params["expires_at"] = int((request.expires_at - CLOSES_BEFORE).timestamp())
    if methods:
        params["payment_method_types"] = list(methods)
    return params


def _refused(error: StripeRefused) -> RefundAnswer:
    """Stripe's no to money that leaves; where it is about our key, nobody has said no: it is tried again."""
    if error.told == "authentication":
        raise ProviderSilent(str(error)) from None
    why = error.told.replace("_", " ")
    return RefundAnswer("failed", reason=_("Stripe could not send it: %(reason)s.", reason=why))


def _refund_key(refund: Mapping[str, Any]) -> str:
    return str((refund.get("metadata") or {}).get(REFUND_KEY) or "")
