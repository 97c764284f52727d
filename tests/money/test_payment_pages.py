"""Webhooks by HTTP, and the sandbox's own page."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from storefront.db import close, utc_now
from storefront.payments.pages import blueprint
from storefront.runtime import current


@pytest.fixture
def client(shop) -> FlaskClient:
    app = Flask("storefront")
    app.register_blueprint(blueprint)
    app.teardown_appcontext(lambda _error: close())
    shop.now = utc_now()
    return app.test_client()


def test_a_signed_webhook_settles_its_payment(shop, client) -> None:
    (order,), payment = shop.place(4990)
    shop.pay(payment, "4000 0000 0000 0341")
    (headers, body), _again = current().providers["sandbox-card"].due_webhooks(shop.now)
    answer = client.post("/webhooks/sandbox-card", data=body, headers=headers)
    assert (answer.status_code, answer.data) == (204, b"")
    assert shop.paid(order) == [4990]


def test_an_unsigned_webhook_is_refused_and_nothing_happens(shop, client) -> None:
    (order,), payment = shop.place(4990)
    shop.pay(payment, "4000 0000 0000 9995")
    key = shop.payment(payment).key
    body = f'{{"type": "payment.succeeded", "data": {{"key": "{key}", "state": "succeeded", "reference": "x"}}}}'
    assert client.post("/webhooks/sandbox-card", data=body).status_code == 401
    assert client.post("/webhooks/bank-transfer", data=body).status_code == 401
    assert client.post("/webhooks/nobody", data=body).status_code == 404
    assert shop.paid(order) == [0]
    assert shop.payment(payment).state == "created"


@pytest.mark.parametrize(("answer", "paid", "state"), [("yes", 4990, "succeeded"), ("no", 0, "failed")])
def test_the_buyer_answers_on_the_sandboxs_page_and_comes_back(shop, client, answer, paid, state) -> None:
    (order,), payment = shop.place(4990)
    shop.pay(payment, "4000 0000 0000 3220")
    path = f"/sandbox/confirm/{shop.payment(payment).key}"
    page = client.get(path)
    assert page.status_code == 200
    assert "€49.90" in page.text.replace("\u2066", "").replace("\u2069", "")

    back = client.post(path, data={"answer": answer})
    assert (back.status_code, back.location) == (303, "https://shop.example/back")
    assert shop.paid(order) == [paid]
    assert shop.payment(payment).state == state
    assert client.post(path, data={"answer": "yes"}).status_code == 303
    assert shop.paid(order) == [paid]


def test_a_payment_that_needs_no_confirmation_has_no_such_page(shop, client) -> None:
    _orders, payment = shop.place(4990)
    shop.pay(payment)
    assert client.get(f"/sandbox/confirm/{shop.payment(payment).key}").status_code == 404
    assert client.get("/sandbox/confirm/unknown").status_code == 404
