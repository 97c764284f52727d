"""The provider that docs/payments.md shows, run as it stands there."""

from __future__ import annotations

import hashlib
import hmac
import importlib.util
import json
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from storefront import runtime
from storefront.i18n import _
from storefront.payments import actions
from storefront.payments.providers import ProviderSilent, WrongSignature
from storefront.payments.refund_limits import refundable

FILE = Path(__file__).parents[2] / "docs/examples/payment_provider.py"


@pytest.fixture(scope="module")
def example() -> ModuleType:
    spec = importlib.util.spec_from_file_location("example_provider", FILE)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


class FerryServer:
    """What Ferry's server would do."""

    def __init__(self) -> None:
        self.payments: dict[str, dict[str, Any]] = {}
        self.refunds: dict[str, dict[str, Any]] = {}

    def send(self, method: str, path: str, values: Mapping[str, Any]) -> dict[str, Any]:
        if method == "GET":
            key = path.partition("key=")[2]
            return {"payments": [self.payments[key]] if key in self.payments else []}
        key = values["key"]
        if path == "/refunds":
            return self.refunds.setdefault(key, {"id": f"f-{key}", "state": "pending", **values})
        page = "https://pay.ferry.example/1"
        return self.payments.setdefault(key, {"id": f"ferry-{len(self.payments)}", "state": "pending", "page": page})


def say(shop: Any, secret: str = "quay", **told: Any) -> bool:
    body, sent = json.dumps(told).encode(), str(int(shop.now.timestamp()))
    sign = hmac.new(secret.encode(), sent.encode() + b"." + body, hashlib.sha256).hexdigest()
    return actions.receive_webhook("ferry", {"Ferry-Sent": sent, "Ferry-Signature": sign}, body, shop.now)


def test_it_has_a_hundred_lines_or_so_and_uses_only_the_contract() -> None:
    text = FILE.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 125
    assert [line for line in text.splitlines() if "storefront." in line and "import" in line] == [
        "from storefront.api import ("
    ]
    assert "docs/examples/payment_provider.py" in (FILE.parents[1] / "payments.md").read_text(encoding="utf-8") or (
        "examples/payment_provider.py" in (FILE.parents[1] / "payments.md").read_text(encoding="utf-8")
    )


def test_it_takes_money_gives_it_back_and_hears_of_chargebacks(shop: Any, example: ModuleType) -> None:
    server, now = FerryServer(), runtime.current()
    runtime.swap(replace(now, providers={**now.providers, "ferry": example.Ferry(server.send, "quay")}))
    (order,), payment = shop.place(4990, provider="ferry")
    assert actions.begin_payment(payment, {}, "https://shop.example/back", now=shop.now).redirect_url.endswith("/1")
    key = shop.payment(payment).key
    assert actions.ask_provider(payment, shop.now).state == "pending"
    with pytest.raises(WrongSignature):
        say(shop, "harbour", about="payment", key=key, state="succeeded", id="ferry-0", paid=4990)
    assert say(shop, about="payment", key=key, state="succeeded", id="ferry-0", paid=4990) is True
    assert shop.paid(order) == [4990]

    actions.refund_order(order, 1000, _("Scratched."), shop.now)
    shop.send_refunds()
    ((refund, _told),) = server.refunds.items()
    assert say(shop, about="refund", key=refund, state="succeeded", id=f"f-{refund}") is True
    assert shop.refunds() == [(1000, "succeeded")]

    told = {"about": "chargeback", "id": "cb-1", "payment": "ferry-0", "amount": 990, "currency": "EUR"}
    assert say(shop, **told, state="open") is True
    assert say(shop, **told, state="lost") is True
    assert refundable(order) == {payment: 3000}
    assert say(shop, about="weather") is False


def test_a_server_that_does_not_answer_is_silent(example: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    def down(*_given: Any, **_more: Any) -> None:
        raise TimeoutError

    monkeypatch.setattr(example, "urlopen", down)
    with pytest.raises(ProviderSilent):
        example.api("key")("GET", "/payments?key=1", {})
