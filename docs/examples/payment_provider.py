"""A payment provider in a hundred lines: "Ferry", which has a page of its own, a JSON API and signed webhooks.

A plugin that answers the hook `payment_providers` with it, and nothing more, makes it a way to pay.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any
from urllib.request import Request, urlopen

from storefront.api import (
    ChargebackNews,
    PaymentAnswer,
    PaymentProvider,
    PaymentRequest,
    ProviderSilent,
    RefundAnswer,
    RefundNews,
    WrongSignature,
    _,
    current,
    hookimpl,
)

NAME = "ferry"
LABEL = _("Ferry")
CONTRACT = 1
Send = Callable[[str, str, Mapping[str, Any]], dict[str, Any]]


@hookimpl
def payment_providers() -> list[PaymentProvider]:
    """[plugin.ferry] in storefront.toml holds key and webhook_secret."""
    told = current().settings.plugin.get(NAME, {})
    return [Ferry(api(told["key"]), told["webhook_secret"])] if told.get("key") and told.get("webhook_secret") else []


def api(key: str) -> Send:
    """What asks its server: method, path and values in, an answer out."""

    def send(method: str, path: str, values: Mapping[str, Any]) -> dict[str, Any]:
        headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
        body = json.dumps(values).encode() if method == "POST" else None
        request = Request(f"https://api.ferry.example{path}", body, headers, method=method)
        try:
            with urlopen(request, timeout=15) as answer:
                found: dict[str, Any] = json.load(answer)
        except OSError as error:
            # nobody knows whether it was done: the shop asks again with the same key
            raise ProviderSilent(f"Ferry gave no answer: {type(error).__name__}") from None
        return found

    return send


class Ferry(PaymentProvider):
    """The buyer pays on Ferry's page."""

    code = NAME
    icon = "card"
    title = _("Ferry")
    holds_for = timedelta(minutes=30)

    def __init__(self, send: Send, webhook_secret: str) -> None:
        self._send = send
        self._secret = webhook_secret.encode()

    def start(self, request: PaymentRequest) -> PaymentAnswer:
        """The same key again is the same payment there."""
        values = {"key": request.key, "amount": request.amount, "currency": request.currency}
        values["back"] = request.return_url
        return _answer(self._send("POST", "/payments", values))

    def find(self, key: str) -> PaymentAnswer | None:
        found = self._send("GET", f"/payments?key={key}", {})["payments"]
        return _answer(found[0]) if found else None

    def refund(self, key: str, payment_reference: str, amount: int, currency: str) -> RefundAnswer:
        values = {"key": key, "payment": payment_reference, "amount": amount, "currency": currency}
        return _refund(self._send("POST", "/refunds", values))

    def webhook(
        self, headers: Mapping[str, str], body: bytes, now: datetime
    ) -> tuple[str, PaymentAnswer] | RefundNews | ChargebackNews | None:
        sent, given = headers.get("ferry-sent", ""), headers.get("ferry-signature", "")
        wanted = hmac.new(self._secret, sent.encode() + b"." + body, hashlib.sha256).hexdigest()
        if not hmac.compare_digest(wanted.encode(), given.encode()):
            raise WrongSignature("Ferry has not signed this")
        if not sent.isdigit() or abs(now.timestamp() - int(sent)) > 300:
            raise WrongSignature("Ferry has not signed this lately")
        told = json.loads(body)
        match told["about"]:
            case "payment":
                return told["key"], _answer(told)
            case "refund":
                return RefundNews(_refund(told), told["key"])
            case "chargeback":
                return ChargebackNews(told["id"], told["payment"], told["amount"], told["currency"], told["state"])
        return None


def _answer(told: Mapping[str, Any]) -> PaymentAnswer:
    return PaymentAnswer(told["state"], told["id"], told.get("paid"), told.get("page", ""))


def _refund(told: Mapping[str, Any]) -> RefundAnswer:
    return RefundAnswer(told["state"], told["id"])
