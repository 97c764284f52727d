"""Numbers for Prometheus: exact, for this machine or whoever has the token, of all processes together."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from small_shop import SmallShop, Visitor, shipped_model
from werkzeug.test import Client

from storefront import counts, db, outbox, workflow
from storefront.settings import MetricsSettings
from storefront.web import metrics

Fronted = Callable[..., Any]
TOKEN = MetricsSettings(token="a token for Prometheus")


@pytest.fixture(autouse=True)
def from_nought(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What other tests counted in this process does not count."""
    monkeypatch.setattr(counts, "_cells", {})
    metrics.metrics.cache_clear()
    yield
    metrics.metrics.cache_clear()


def value(text: str, line: str) -> float | None:
    found = re.search(rf"^{re.escape(line)} (\S+)$", text, re.MULTILINE)
    return float(found[1]) if found else None


def requests(text: str, kind: str, status: int, answered: str) -> float | None:
    return value(text, f'storefront_requests_total{{answered="{answered}",kind="{kind}",status="{status}"}}')


def read(browser: Client) -> str:
    answer = browser.get("/metrics")
    assert answer.status_code == 200
    return answer.text


def test_each_answer_is_counted_once_by_kind_status_and_way(fronted: Fronted) -> None:
    found = fronted()
    browser, here = found.browser(), found.browser("127.0.0.1")
    for _turn in range(4):
        last = browser.get("/en/p/kettle")
    browser.get("/en/p/kettle", headers={"If-None-Match": last.headers["ETag"]})
    browser.get("/en/p/nothing")
    browser.get("/nowhere")
    text = read(here)
    assert requests(text, "product", 200, "drawn") == 1
    assert requests(text, "product", 200, "kept") == 3
    assert requests(text, "product", 304, "kept") == 1
    assert requests(text, "product", 404, "drawn") == 1
    assert requests(text, "none", 404, "drawn") == 1
    assert value(text, 'storefront_request_seconds_count{kind="product"}') == 2
    assert requests(read(here), "product", 200, "kept") == 3


def test_pages_with_holes_are_counted_as_filled(fronted: Fronted) -> None:
    found = fronted()
    browser = found.browser()
    for name, cookie in found.shop.session(cart=found.shop.cart()).items():
        browser.set_cookie(name, cookie)
    for _turn in range(3):
        browser.get("/en/p/kettle")
    text = read(found.browser("127.0.0.1"))
    assert (requests(text, "product", 200, "drawn"), requests(text, "product", 200, "filled")) == (1, 2)


def test_what_waits_is_asked_of_the_database(fronted: Fronted, database_url: str) -> None:
    found, now = fronted(database_url), db.utc_now()
    outbox.later("unknown", {}, now - timedelta(minutes=1))
    outbox.later("unknown", {}, now, due_at=now + timedelta(hours=1))
    workflow.set_timer("order:1", "cancel", now - timedelta(minutes=6))
    workflow.set_timer("order:2", "cancel", now - timedelta(minutes=1))
    here = found.browser("127.0.0.1")
    text = read(here)
    assert value(text, "storefront_outbox_due") == 1
    assert value(text, "storefront_outbox_failed") == 0
    assert value(text, "storefront_timers_overdue") == 1
    assert value(text, "storefront_database_up") == 1
    outbox.work({}, db.utc_now())
    assert value(read(here), "storefront_outbox_failed") == 1


def test_purchases_fragments_limits_and_retries_are_counted() -> None:
    counts.count("purchases_placed")
    counts.count("fragment_failures", "product-price")
    counts.count("limited", "search")
    counts.count("database_retries")
    counts.count("database_retries")
    metrics.flush()
    metrics.flush()
    text = metrics.generate_latest(metrics.metrics().registry).decode()
    assert value(text, "storefront_purchases_placed_total") == 1
    assert value(text, 'storefront_fragment_failures_total{fragment="product-price"}') == 1
    assert value(text, 'storefront_limited_total{kind="search"}') == 1
    assert value(text, "storefront_database_retries_total") == 2


def test_nobody_else_may_read_them(fronted: Fronted) -> None:
    found = fronted()
    assert found.browser("203.0.113.7").get("/metrics").status_code == 404
    assert found.browser("127.0.0.1").get("/metrics").status_code == 200
    for name in metrics.FORWARDED:
        assert found.browser("127.0.0.1").get("/metrics", headers={name: "203.0.113.7"}).status_code == 404
    assert found.browser("203.0.113.7").get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404


def test_the_token_opens_them(fronted: Fronted) -> None:
    browser = fronted(metrics=TOKEN).browser("203.0.113.7")
    assert browser.get("/metrics", headers={"Authorization": f"Bearer {TOKEN.token}"}).status_code == 200
    for wrong in ("Bearer wrong", f"Basic {TOKEN.token}", "", f"Bearer {TOKEN.token}ü"):
        assert browser.get("/metrics", headers={"Authorization": wrong}).status_code == 404, wrong


@pytest.mark.slow
def test_two_processes_are_one_sum(make_shop: Callable[..., SmallShop]) -> None:
    shop = make_shop(shipped_model())
    shop.offer("kettle", shipped_model(), 2000, category="kitchen")
    with shop.served(workers=2) as address:
        for _turn in range(30):
            assert Visitor(address).get("/en/p/kettle").status == 200
        time.sleep(metrics.FLUSHED_EVERY_SECONDS + 0.5)
        sums = []
        for _turn in range(5):
            text = Visitor(address).get("/metrics").text
            ways = [requests(text, "product", 200, way) or 0 for way in ("kept", "drawn", "filled")]
            sums.append(sum(ways))
        assert sums == [30] * 5
        assert value(text, "storefront_database_up") == 1
