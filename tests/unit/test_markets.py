"""Only currencies that things can be priced in are guessed and offered; both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from storefront import markets
from storefront.catalogue.actions import save_offers, save_products
from storefront.catalogue.drafts import OfferDraft, OfferPriceDraft, ProductDraft, ProductTextDraft, VariantDraft
from storefront.catalogue.tables import Offer
from storefront.founding import SELLER_SLUG
from storefront.markets import guess_market, market_of, priced_currencies
from storefront.pricing.exchange import SHIPPED_SOURCE, save_rates
from storefront.pricing.tables import ExchangeRate
from storefront.runtime import Runtime
from storefront.values import Market

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
EVERY = ("EUR", "USD", "GBP", "CHF", "NOK", "CNY", "SAR", "AED")


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(markets, "utc_now", lambda: NOW)


@pytest.fixture
def without_rates(shop: Runtime) -> Runtime:
    """A shop that knows no rate."""
    ExchangeRate.delete().execute()
    return shop


def offered(currency: str, **prices: int) -> None:
    """A jug with one offer, and its own prices in further currencies."""
    save_products([ProductDraft("jug", {"en": ProductTextDraft("Jug")}, (VariantDraft("J1"),))], NOW)
    further = {code: OfferPriceDraft(amount) for code, amount in prices.items()}
    save_offers([OfferDraft("J1", SELLER_SLUG, "retail", currency, 1000, prices=further)], NOW)


def test_a_new_shop_has_a_rate_with_day_and_source_for_each_of_its_currencies(shop: Runtime) -> None:
    assert priced_currencies(shop) == EVERY
    rows = ExchangeRate.select().where(ExchangeRate.currency.in_(EVERY))
    assert {row.currency for row in rows} == {*EVERY} - {"EUR"}
    assert {(row.day, row.source) for row in rows} == {("2026-10-30", SHIPPED_SOURCE)}


@pytest.mark.parametrize(
    ("accepted", "guessed"),
    [
        ("en-US,en;q=0.9", Market("US", "USD")),
        ("en-GB", Market("GB", "GBP")),
        ("nb-NO,nb;q=0.9", Market("NO", "NOK")),
        ("de-CH", Market("CH", "CHF")),
        ("zh-CN,zh;q=0.9", Market("CN", "CNY")),
        ("ar-SA", Market("SA", "SAR")),
        ("ja-JP", Market("JP", "EUR")),
        ("fr-FR", Market("FR", "EUR")),
        ("en", Market("DE", "EUR")),
        ("", Market("DE", "EUR")),
    ],
)
def test_the_market_is_guessed_from_the_browsers_region(shop: Runtime, accepted: str, guessed: Market) -> None:
    assert guess_market(accepted, shop) == guessed


def test_without_a_rate_the_country_is_guessed_and_the_shops_currency(without_rates: Runtime) -> None:
    assert priced_currencies(without_rates) == ("EUR",)
    assert guess_market("en-US", without_rates) == Market("US", "EUR")


def test_a_rate_of_tomorrow_is_no_rate(without_rates: Runtime) -> None:
    save_rates([("USD", "2026-11-24", "1.1"), ("GBP", "2026-11-23", "0.8")], "a test")
    assert priced_currencies(without_rates) == ("EUR", "GBP")


def test_a_shop_that_has_no_rate_of_its_own_currency_converts_nothing(without_rates: Runtime) -> None:
    settings = without_rates.settings
    own = replace(without_rates, settings=replace(settings, shop=replace(settings.shop, currency="USD")))
    save_rates([("GBP", "2026-11-23", "0.8")], "a test")
    assert priced_currencies(own) == ("USD",)


def test_an_offers_own_prices_need_no_rate(without_rates: Runtime) -> None:
    offered("NOK", USD=1200)
    assert priced_currencies(without_rates) == ("EUR", "USD", "NOK")
    Offer.update(active=False).execute()
    assert priced_currencies(without_rates) == ("EUR",)


@pytest.mark.parametrize("named", ["ZZ-EUR", "NO-JPY", "NO-XXX", "no-nok", "NO", ""])
def test_what_is_no_market_of_the_shop_names_none(shop: Runtime, named: str) -> None:
    assert market_of(named, shop) is None


def test_a_chosen_country_stays_when_its_currency_has_no_price_anymore(shop: Runtime) -> None:
    assert market_of("NO-USD", shop) == Market("NO", "USD")
    ExchangeRate.delete().where(ExchangeRate.currency == "USD").execute()
    assert market_of("NO-USD", shop) == Market("NO", "NOK")
    ExchangeRate.delete().execute()
    assert market_of("NO-USD", shop) == Market("NO", "EUR")
