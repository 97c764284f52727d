"""The sandbox card: a pretended card provider with a memory of its own. Never in production."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from storefront.db import for_update, transaction, utc_now
from storefront.errors import NotFound, SettingsError
from storefront.forms import Field
from storefront.i18n import Message, _
from storefront.payments.providers import PaymentProvider, ProviderSilent, Webhook
from storefront.payments.sandbox_banks import chargeback_news, dispute_body
from storefront.payments.sandbox_cards import CARDS, Behaviour, card_digits, card_problem
from storefront.payments.signatures import signed_headers, verify
from storefront.payments.tables import SandboxCharge
from storefront.settings import Settings
from storefront.values import PaymentAnswer, PaymentRequest, RefundAnswer

LATE = timedelta(seconds=20)


class SandboxCard(PaymentProvider):
    """A card whose number decides what happens."""

    code = "sandbox-card"
    icon = "card"
    # as card networks do it
    holds_up_to = timedelta(days=90)
    refunds_until = timedelta(days=180)

    def __init__(self, settings: Settings, clock: Callable[[], datetime] = utc_now) -> None:
        if settings.production:
            raise SettingsError("the sandbox card takes no money: not in production")
        self._secret = _webhook_secret(settings)
        self._clock = clock
        self.title = _("Card (sandbox)")
        self.note = _("No money moves. 4242 4242 4242 4242 succeeds, 4000 0000 0000 0002 is declined.")
        self.holds_for = timedelta(minutes=15)
        self.fields = (
            Field(
                "card",
                _("Card number"),
                help=_("Test cards only"),
                autocomplete="cc-number",
                inputmode="numeric",
                dir="ltr",
                maxlength=40,
                check=card_problem,
            ),
        )

    def start(self, request: PaymentRequest) -> PaymentAnswer:
        """Charge the card; details: card, and parts (amounts) for the card that pays only the first."""
        problems = self.check(request.details)
        if problems:
            return PaymentAnswer("failed", reason=problems["card"])
        behaviour = CARDS[card_digits(str(request.details["card"]))]
        charge = self._charge(request, behaviour)
        if behaviour.silent:
            raise ProviderSilent("the sandbox card was told not to answer")
        return self._answer(charge)

    @transaction()
    def _charge(self, request: PaymentRequest, behaviour: Behaviour) -> SandboxCharge:
        found: SandboxCharge | None = SandboxCharge.get_or_none(SandboxCharge.key == request.key)
        if found:
            return found
        now = self._clock()
        declined = _("Your bank declined the card.") if behaviour.state == "failed" else None
        made: SandboxCharge = SandboxCharge.create(
            key=request.key,
            reference=f"sandbox_{secrets.token_hex(8)}",
            amount=request.amount,
            paid=_first_part(request) if behaviour.partial else request.amount,
            currency=request.currency,
            state=behaviour.state,
            reason=declined.as_json() if declined else None,
            asks_buyer=behaviour.asks_buyer,
            answers_at=now + LATE if behaviour.late else None,
            webhooks=behaviour.webhooks,
            language=request.language,
            description=request.description[:200],
            return_url=request.return_url,
            created_at=now,
        )
        return made

    def find(self, key: str) -> PaymentAnswer | None:
        charge = find_charge(key)
        return self._answer(charge) if charge else None

    def _answer(self, charge: SandboxCharge) -> PaymentAnswer:
        state = charge.state
        if state == "pending" and charge.answers_at and charge.answers_at <= self._clock():
            state = "succeeded"
        asks = state == "pending" and charge.asks_buyer
        return PaymentAnswer(
            state,
            charge.reference,
            amount=charge.paid if state == "succeeded" else None,
            redirect_url=f"/sandbox/confirm/{charge.key}" if asks else "",
            reason=Message.from_json(charge.reason) if charge.reason and state == "failed" else None,
        )

    @transaction()
    def refund(self, key: str, payment_reference: str, amount: int, currency: str) -> RefundAnswer:
        row = for_update(SandboxCharge.select().where(SandboxCharge.reference == payment_reference)).first()
        if row is None or row.currency != currency:
            return RefundAnswer("failed", reason=_("The sandbox knows no such payment."))
        if key not in row.refunds:
            left = row.paid - sum(row.refunds.values())
            if self._answer(row).state != "succeeded" or not 0 < amount <= left:
                return RefundAnswer("failed", reason=_("More than is left of the payment."))
            SandboxCharge.update(refunds={**row.refunds, key: amount}).where(SandboxCharge.id == row.id).execute()
        return RefundAnswer("succeeded", "sandbox_refund_" + hashlib.sha256(key.encode()).hexdigest()[:16])

    def webhook(self, headers: Mapping[str, str], body: bytes, now: datetime) -> Webhook | None:
        verify(self._secret, headers, body, now)
        sent = json.loads(body)
        if str(sent.get("type", "")).startswith("dispute."):
            return chargeback_news(sent["data"])
        if not str(sent.get("type", "")).startswith("payment."):
            return None
        data = sent["data"]
        reason = Message.from_json(data["reason"]) if data.get("reason") else None
        return data["key"], PaymentAnswer(data["state"], data["reference"], data.get("amount"), reason=reason)

    # -- the other side: what its server does by itself ---------------------------------------------

    @transaction()
    def confirm(self, key: str, agrees: bool) -> SandboxCharge:
        """The buyer answered on the sandbox's own page; a webhook follows. A second answer is ignored."""
        charge = find_charge(key)
        if charge is None or not charge.asks_buyer:
            raise NotFound("the sandbox waits for no such confirmation")
        reason = None if agrees else _("You did not confirm the payment.").as_json()
        SandboxCharge.update(state="succeeded" if agrees else "failed", reason=reason, webhooks=1).where(
            SandboxCharge.id == charge.id, SandboxCharge.state == "pending"
        ).execute()
        return charge

    @transaction()
    def due_webhooks(self, now: datetime) -> list[tuple[dict[str, str], bytes]]:
        """Headers and bodies of the webhooks that go out now; they are not sent again."""
        waits = SandboxCharge.answers_at.is_null(False) & (SandboxCharge.answers_at > now)
        due = SandboxCharge.select().where(SandboxCharge.webhooks > 0, ~waits).order_by(SandboxCharge.id)
        sent: list[tuple[dict[str, str], bytes]] = []
        for charge in list(for_update(due)):
            body = self._webhook_body(charge, now)
            sent += [(signed_headers(self._secret, f"msg_{charge.reference}", now, body), body)] * charge.webhooks
            SandboxCharge.update(webhooks=0).where(SandboxCharge.id == charge.id).execute()
        return sent

    def dispute(self, charge: SandboxCharge, amount: int, state: str, now: datetime) -> tuple[dict[str, str], bytes]:
        """The webhook that says a buyer's bank claims so much back, or how that ended."""
        body = dispute_body(charge, amount, state, now)
        return signed_headers(self._secret, f"msg_dispute_{state}_{charge.reference}", now, body), body

    def _webhook_body(self, charge: SandboxCharge, now: datetime) -> bytes:
        answer = self._answer(charge)
        data = {
            "key": charge.key,
            "reference": charge.reference,
            "state": answer.state,
            "amount": answer.amount,
            "reason": answer.reason.as_json() if answer.reason else None,
        }
        kind = f"payment.{answer.state}"
        return json.dumps({"type": kind, "timestamp": now.isoformat(), "data": data}).encode()


def find_charge(key: str) -> SandboxCharge | None:
    """The sandbox's own row of a payment."""
    found: SandboxCharge | None = SandboxCharge.get_or_none(SandboxCharge.key == key)
    return found


def _first_part(request: PaymentRequest) -> int:
    """The first of several parts; half where there is only one."""
    parts = request.details.get("parts") or [request.amount]
    return int(parts[0]) if len(parts) > 1 else request.amount // 2


def _webhook_secret(settings: Settings) -> str:
    """The secret in base64, as Standard Webhooks wants it."""
    if settings.webhook_secret:
        try:
            base64.b64decode(settings.webhook_secret.removeprefix("whsec_"), validate=True)
        except ValueError as error:
            raise SettingsError("webhook_secret must be base64, with whsec_ before it or not") from error
        return settings.webhook_secret
    derived = hmac.new(settings.secret_key.encode(), b"sandbox webhooks", hashlib.sha256).digest()
    return base64.b64encode(derived).decode()
