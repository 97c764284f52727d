"""Searches, suggestions, carts and checkouts are limited for each network; a proxy's word counts only when it may."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from storefront.settings import LimitSettings, ServeSettings

Fronted = Callable[..., Any]
FEW = LimitSettings(search=3, suggest=2, cart=2, checkout=2)


def statuses(browser: Any, path: str, times: int) -> list[int]:
    return [browser.get(path).status_code for _turn in range(times)]


@pytest.mark.parametrize("cache", ["", "off"])
def test_searches_are_limited_whether_they_are_kept_or_drawn(fronted: Fronted, cache: str) -> None:
    found = fronted(limits=FEW, cache=cache)
    browser = found.browser()
    assert statuses(browser, "/en/search?q=kettle", 4) == [200, 200, 200, 429]
    assert statuses(browser, "/en/search?q=lamp", 1) == [429]
    assert statuses(browser, "/en/p/kettle", 5) == [200] * 5
    assert statuses(found.browser("203.0.113.8"), "/en/search?q=kettle", 1) == [200]


def test_suggestions_have_a_limit_of_their_own(fronted: Fronted) -> None:
    browser = fronted(limits=FEW).browser()
    assert statuses(browser, "/en/search/suggest?q=ket", 3) == [200, 200, 429]
    assert statuses(browser, "/en/search?q=kettle", 1) == [200]


@pytest.mark.parametrize(("tag", "said"), [("en", "A little too fast"), ("de", "Etwas zu schnell")])
def test_whoever_is_too_fast_is_told_how_long_to_wait(fronted: Fronted, tag: str, said: str) -> None:
    browser = fronted(limits=LimitSettings(search=1)).browser()
    statuses(browser, f"/{tag}/search?q=x", 1)
    answer = browser.get(f"/{tag}/search?q=x")
    assert answer.status_code == 429
    assert 1 <= int(answer.headers["Retry-After"]) <= 60
    assert said in answer.text


def test_one_household_of_ipv6_is_one(fronted: Fronted) -> None:
    found = fronted(limits=LimitSettings(search=1))
    assert statuses(found.browser("2001:db8:1:2::a"), "/en/search?q=x", 1) == [200]
    assert statuses(found.browser("2001:db8:1:2::b"), "/en/search?q=x", 1) == [429]
    assert statuses(found.browser("2001:db8:1:3::a"), "/en/search?q=x", 1) == [200]


def test_carts_and_checkouts_are_counted_when_they_are_sent(fronted: Fronted) -> None:
    browser = fronted(limits=FEW).browser()
    sent = [browser.post("/en/cart/add", data={"offer": "999", "quantity": "1"}).status_code for _turn in range(3)]
    assert sent[2] == 429 and 429 not in sent[:2]
    assert statuses(browser, "/en/cart", 5) == [200] * 5
    sent = [browser.post("/en/checkout/contact", data={"email": "x"}).status_code for _turn in range(3)]
    assert sent[2] == 429 and 429 not in sent[:2]


def test_zero_is_no_limit(fronted: Fronted) -> None:
    browser = fronted(limits=LimitSettings(search=0, cart=0)).browser()
    assert statuses(browser, "/en/search?q=x", 5) == [200] * 5
    assert 429 not in [browser.post("/en/cart/add", data={"offer": "9"}).status_code for _turn in range(5)]


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", ""])
def test_this_machine_has_no_limit(fronted: Fronted, address: str) -> None:
    browser = fronted(limits=FEW).browser(address)
    assert statuses(browser, "/en/search?q=x", 6) == [200] * 6


# -- behind a proxy -------------------------------------------------------------------------------


def test_a_forwarded_address_is_believed_only_when_a_proxy_is_trusted(fronted: Fronted) -> None:
    headers = [{"X-Forwarded-For": f"198.51.100.{number}"} for number in range(3)]
    alone = fronted(limits=LimitSettings(search=1)).browser()
    assert [alone.get("/en/search?q=x", headers=one).status_code for one in headers] == [200, 429, 429]


def test_behind_a_trusted_proxy_each_shopper_is_one(fronted: Fronted) -> None:
    headers = [{"X-Forwarded-For": f"198.51.100.{number}"} for number in (1, 2, 1)]
    proxied = fronted(limits=LimitSettings(search=1), serve=ServeSettings(1)).browser("10.0.0.1")
    assert [proxied.get("/en/search?q=x", headers=one).status_code for one in headers] == [200, 200, 429]
    forged = {"X-Forwarded-For": "198.51.100.9, 198.51.100.2"}
    assert proxied.get("/en/search?q=x", headers=forged).status_code == 429


@pytest.mark.parametrize(("trusted", "secure"), [(0, False), (1, True)])
def test_https_is_what_a_trusted_proxy_says(fronted: Fronted, trusted: int, secure: bool) -> None:
    browser = fronted(serve=ServeSettings(trusted)).browser("10.0.0.1")
    for _turn in range(2):
        answer = browser.get("/en/p/kettle?market=DE-EUR", headers={"X-Forwarded-Proto": "https"})
        assert ("Secure" in answer.headers["Set-Cookie"]) is secure
