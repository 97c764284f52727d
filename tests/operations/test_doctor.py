"""`storefront doctor` finds what is wrong, says what to do, and ends with 1 when something is bad."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from small_shop import SmallShop, shipped_model

from storefront import db, outbox, worker, workflow
from storefront.catalogue.search import reindexing
from storefront.catalogue.tables import Image, Offer, Product, Stock, Variant
from storefront.commands import examining
from storefront.operations.doctor import CHECKS, Finding, examine, is_bad
from storefront.operations.facts import Facts, read_facts
from storefront.pricing.tables import ExchangeRate, ShippingRate
from storefront.settings import CheckoutSettings, MailSettings, Settings, ShopSettings
from storefront.tables import ContentPage

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
LEGAL = ("imprint", "terms", "privacy", "returns")
KEY = "0123456789abcdef0123456789abcdef"
GOOD = Settings(
    home=Path(),
    environment="production",
    secret_key=KEY,
    shop=ShopSettings(base_url="https://shop.example", currencies=("EUR", "USD")),
    checkout=CheckoutSettings(sandbox_card=False),
    mail=MailSettings(sender="shop@shop.example", smtp="smtp://mail.example"),
)
WELL = Facts(
    GOOD,
    NOW,
    pages=frozenset((slug, tag) for slug in LEGAL for tag in GOOD.shop.languages),
    drafts={},
    rates={"USD": date(2026, 11, 20)},
    pictures={"waiting": 0, "fetched": 3, "failed": 0},
    offers=5,
    zones=1,
    beat=NOW - timedelta(seconds=10),
    disk_free=50_000_000_000,
    disk_total=100_000_000_000,
)


def wrong(facts: Facts) -> list[tuple[str, str]]:
    return [(one.level, one.about) for one in examine(facts) if one.level != "ok"]


def settings(**changed: Any) -> dict[str, Any]:
    return {"settings": replace(GOOD, **changed)}


def test_a_shop_that_is_well_has_a_line_for_each_check() -> None:
    findings = examine(WELL)
    assert [(one.level, one.about) for one in findings] == [("ok", about) for about in CHECKS]
    assert not is_bad(findings)


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        ({"away": "connection refused"}, [("bad", "database")]),
        ({"schema_due": ("0009_x",)}, [("bad", "migrations")]),
        ({"start_error": "plugin 'x'"}, [("bad", "start")]),
        (settings(secret_key="short"), [("bad", "production")]),
        (settings(shop=replace(GOOD.shop, base_url="http://shop.example")), [("warn", "production")]),
        (settings(shop=replace(GOOD.shop, base_url="http://localhost:8000")), [("bad", "production")]),
        (settings(checkout=CheckoutSettings(sandbox_card=True)), [("bad", "production")]),
        ({"drafts": {"terms": ["en"]}}, [("bad", "production")]),
        ({"drafts": {"terms": ["en"]}, **settings(environment="development")}, [("warn", "production")]),
        ({"pages": WELL.pages - {("terms", "ar")}}, [("warn", "legal pages")]),
        ({"pages": WELL.pages - {("terms", tag) for tag in GOOD.shop.languages}}, [("bad", "legal pages")]),
        ({"rates": {"USD": None}}, [("warn", "rates")]),
        ({"rates": {"USD": date(2026, 11, 16)}}, []),
        ({"rates": {"USD": date(2026, 11, 15)}}, [("warn", "rates")]),
        ({"pictures": {"waiting": 2, "failed": 1}}, [("warn", "pictures"), ("warn", "pictures")]),
        ({"lost_files": 1}, [("bad", "pictures")]),
        ({"unindexed": 3}, [("warn", "search")]),
        ({"offers": 0}, [("warn", "catalogue")]),
        ({"weightless": 1, "stockless": 1, "sold_out": 1}, [("warn", "catalogue")] * 3),
        ({"zones": 0}, [("bad", "delivery")]),
        ({"zones_without_rates": ("Europe",)}, [("bad", "delivery")]),
        ({"beat": None}, [("bad", "worker")]),
        ({"beat": NOW - timedelta(minutes=3)}, [("bad", "worker")]),
        ({"timers_late": 1, "outbox_failing": 1}, [("bad", "worker"), ("warn", "worker")]),
        (settings(mail=MailSettings()), [("bad", "mail"), ("bad", "mail")]),
        ({"missing_plugins": ("plums",)}, [("bad", "plugins")]),
        ({"redis_error": "ConnectionError"}, [("bad", "cache")]),
        ({"redis_policy": "allkeys-lru"}, [("bad", "cache")]),
        ({"redis_policy": "volatile-ttl"}, []),
        ({"disk_free": 900_000_000}, [("warn", "disk")]),
        ({"disk_free": 90_000_000}, [("bad", "disk")]),
    ],
)
def test_each_thing_that_is_wrong_is_found_alone(changed: dict[str, Any], found: list[tuple[str, str]]) -> None:
    facts = replace(WELL, **changed)
    assert wrong(facts) == found
    assert all(one.todo for one in examine(facts) if one.level != "ok")


def test_the_facts_are_those_of_the_shop(make_shop: Callable[..., SmallShop], database_url: str) -> None:
    shop = make_shop(shipped_model(), database_url=database_url)
    for slug, stock in (("kettle", 5), ("pan", 0), ("lamp", None)):
        shop.offer(slug, shipped_model(), 2000, stock=stock)
    now = db.utc_now()
    with db.transaction():
        Variant.update(weight_grams=0).where(Variant.sku == "kettle-1").execute()
        Image.create(product=Product.get(), digest="ab" * 32, widths=[320], formats=["avif", "webp"], width=4, height=3)
        ShippingRate.delete().execute()
        ContentPage.update(draft=False).where(ContentPage.slug != "terms").execute()
        ExchangeRate.delete().execute()
        ExchangeRate.create(currency="USD", day="2026-01-02", rate="1.1", source="x")
    outbox.later("unknown", {}, now - timedelta(minutes=1))
    outbox.work({}, now)
    workflow.set_timer("order:99", "cancel", now - timedelta(hours=1))
    reindexing.begin_anew()
    facts = read_facts(replace(shop.settings, shop=replace(shop.settings.shop, currencies=("EUR", "USD", "GBP"))), now)
    assert (facts.offers, facts.weightless, facts.sold_out) == (3, 1, 1)
    assert facts.stockless == Offer.select().where(Offer.stock.is_null()).count()
    assert Stock.select().count() + facts.stockless == 3
    assert facts.rates == {"USD": date(2026, 1, 2), "GBP": None}
    assert (facts.lost_files, facts.timers_late, facts.outbox_failing) == (1, 1, 1)
    assert facts.drafts == {"terms": list(shop.settings.shop.languages)}
    assert (facts.zones, facts.zones_without_rates, facts.beat) == (1, ("World",), None)
    assert (facts.away, facts.schema_due, facts.start_error, facts.missing_plugins) == ("", (), "", ())
    assert facts.unindexed == 3
    worker.run_once(now)
    reindexing.run()
    facts = read_facts(shop.settings, now)
    assert (facts.beat, facts.unindexed) == (now, 0)


def test_redis_is_asked_for_its_policy(make_shop: Callable[..., SmallShop], redis_url: str) -> None:
    import redis

    shop = make_shop(shipped_model())
    there = replace(shop.settings, cache=redis_url)
    client = redis.Redis.from_url(redis_url)
    try:
        client.config_set("maxmemory", "50mb")
        client.config_set("maxmemory-policy", "allkeys-lru")
        assert read_facts(there, NOW).redis_policy == "allkeys-lru"
    finally:
        client.config_set("maxmemory", "0")
        client.config_set("maxmemory-policy", "noeviction")
    assert read_facts(there, NOW).redis_policy == ""
    gone = replace(shop.settings, cache="redis://127.0.0.1:1/0")
    assert read_facts(gone, NOW).redis_error == "ConnectionError"


def test_the_command_says_it_in_lines_and_in_json(
    make_shop: Callable[..., SmallShop], monkeypatch: pytest.MonkeyPatch
) -> None:
    shop = make_shop(shipped_model())
    for name, text in shop.environ.items():
        monkeypatch.setenv(name, text)
    runner = CliRunner()
    said = runner.invoke(examining.doctor, [], standalone_mode=False)
    assert said.return_value == 1
    assert "BAD   worker: the worker was not heard of so far: no mails, no refunds. `storefront serve`" in said.output
    assert "warn  catalogue: nothing is for sale." in said.output
    worker.run_once(db.utc_now())
    said = runner.invoke(examining.doctor, ["--json"], standalone_mode=False)
    assert said.return_value == 0
    assert {"level": "ok", "about": "worker", "message": "all is well", "todo": ""} in json.loads(said.output)


def test_a_database_that_does_not_answer_is_found_and_no_traceback(
    make_shop: Callable[..., SmallShop], monkeypatch: pytest.MonkeyPatch
) -> None:
    shop = make_shop(shipped_model())
    monkeypatch.setenv("STOREFRONT_HOME", str(shop.home))
    monkeypatch.setenv("STOREFRONT_DATABASE", "postgresql://nobody:secret@127.0.0.1:1/shop")
    said = CliRunner().invoke(examining.doctor, ["--json"], standalone_mode=False)
    assert said.return_value == 1
    (first, *_rest) = [Finding(**one) for one in json.loads(said.output)]
    assert (first.level, first.about) == ("bad", "database")
    assert "secret" not in said.output
