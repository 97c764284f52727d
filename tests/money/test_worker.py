"""The worker does what is due; one part's failure does not stop the others."""

from __future__ import annotations

from storefront import worker
from storefront.i18n import _
from storefront.orders.tables import Outbox
from storefront.payments import actions
from storefront.runtime import current
from storefront.workflow import move


def test_one_run_lapses_an_unpaid_order_and_frees_its_goods(shop, monkeypatch) -> None:
    _quiet(monkeypatch)
    (order,), payment = shop.place(4990)
    shop.pay(payment, "4000 0000 0000 9995")
    worker.run_once(shop.later(minutes=16))
    assert (shop.state(order), shop.stock()) == ("cancelled", (10, 0))


def test_an_order_its_buyer_cancelled_is_ended_and_refunded(shop, monkeypatch) -> None:
    _quiet(monkeypatch)
    (order,), payment = shop.place(4990)
    shop.pay(payment)
    move(f"order:{order}", "cancel", role="buyer", now=shop.now)
    worker.run_once(shop.later(seconds=2))
    worker.run_once(shop.later(seconds=2))
    assert shop.refunds() == [(4990, "succeeded")]
    assert shop.ledger() == {}


def test_cancelling_an_order_moves_it_and_sends_its_money_back_at_once(shop) -> None:
    (order,), payment = shop.place(4990)
    shop.pay(payment)
    assert actions.cancel_order(order, _("Not wanted."), role="buyer", actor="buyer", now=shop.now) == 4990
    assert shop.state(order) == "cancelled"
    assert shop.refunds() == [(4990, "created")]


def test_a_late_webhook_of_the_sandbox_goes_out_by_the_worker(shop, monkeypatch) -> None:
    _quiet(monkeypatch)
    (order,), payment = shop.place(4990)
    shop.pay(payment, "4000 0000 0000 0259")
    worker.run_once(shop.later(seconds=25))
    assert shop.paid(order) == [4990]


def test_a_refund_whose_provider_is_down_is_sent_later(shop, monkeypatch) -> None:
    _quiet(monkeypatch)
    (order,), payment = shop.place(4990)
    shop.pay(payment)
    actions.refund_order(order, None, _("Broken."), shop.now)
    with monkeypatch.context() as patched:
        patched.setattr(current().providers["sandbox-card"], "refund", _down)
        worker.run_once(shop.now)
    row = Outbox.get(Outbox.kind == "refund")
    assert (row.attempts, row.done_at) == (1, None)
    worker.run_once(shop.later(minutes=2))
    assert shop.refunds() == [(4990, "succeeded")]


def test_a_part_that_fails_does_not_stop_the_others(shop, monkeypatch) -> None:
    _quiet(monkeypatch)
    monkeypatch.setattr(worker, "PARTS", (_down, lambda _now: 3))
    assert worker.run_once(shop.now) == 3


def _down(*_arguments: object) -> int:
    raise ConnectionError("the provider is down")


def _quiet(monkeypatch) -> None:
    """No plugin listens and no mail goes out."""
    monkeypatch.setattr(type(current().plugins), "open", lambda *_a, **_n: [])
    monkeypatch.setattr(worker, "_order_mail", lambda _payload, _row: None)
