"""A kept page is answered without the application, and never shows one shopper what is another's."""

from __future__ import annotations

import random
import re
import time
from datetime import timedelta
from typing import Any

import pytest
from kept_pages import KeptShop, text_of

from storefront.api import Buyer, Context, Kept, invalidate, transaction, utc_now
from storefront.invalidations import LOOK_EVERY_SECONDS
from storefront.pricing.tables import ExchangeRate
from storefront.web.notices import NOTICE

KETTLE = "/en/p/kettle"
GZIP = {"Accept-Encoding": "gzip"}
BROTLI = {"Accept-Encoding": "gzip, deflate, br"}


def with_cart(shop: KeptShop, quantity: int) -> dict[str, str]:
    """The cookies of somebody with so many kettles in the cart."""
    return shop.member(cart=shop.shop.cart((shop.kettle, quantity)))


# -- answered from what is kept ---------------------------------------------------------------------


def test_the_second_request_does_not_wake_the_application(kept_shop: KeptShop) -> None:
    browser = kept_shop.browser()
    first = browser.get(KETTLE)
    assert kept_shop.app.woken == [KETTLE]
    second = browser.get(KETTLE)
    assert kept_shop.app.woken == [KETTLE]
    assert first.get_data() == second.get_data()
    assert "kettle en" in second.text


def test_pages_of_the_cart_and_the_checkout_are_never_kept(kept_shop: KeptShop) -> None:
    browser = kept_shop.browser(with_cart(kept_shop, 1))
    for path in ("/en/cart", "/en/checkout/contact", "/en/market"):
        browser.get(path)
        browser.get(path)
        assert kept_shop.app.woken.count(path) == 2, path


def test_a_page_is_the_same_in_every_encoding(kept_shop: KeptShop) -> None:
    for cookies in ({}, with_cart(kept_shop, 3)):
        browser = kept_shop.browser(cookies)
        plain = text_of(browser.get(KETTLE))
        packed = browser.get(KETTLE, headers=GZIP)
        assert packed.headers["Content-Encoding"] == "gzip"
        assert text_of(packed) == plain
        best = browser.get(KETTLE, headers=BROTLI)
        # what is private is put in uncompressed, which brotli's streams do not allow
        assert best.headers["Content-Encoding"] == ("gzip" if cookies else "br")
        assert text_of(best) == plain
        assert len(best.get_data()) < len(plain.encode()) / 2


def test_an_encoding_that_is_refused_is_not_sent(kept_shop: KeptShop) -> None:
    answer = kept_shop.browser().get(KETTLE, headers={"Accept-Encoding": "br;q=0, gzip;q=0.0, identity"})
    assert "Content-Encoding" not in answer.headers
    assert "kettle en" in answer.text


def test_a_page_without_holes_has_an_etag_and_answers_304(kept_shop: KeptShop) -> None:
    browser = kept_shop.browser()
    first = browser.get(KETTLE, headers=GZIP)
    again = browser.get(KETTLE, headers={**GZIP, "If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert again.get_data() == b""
    other = browser.get(KETTLE, headers={**BROTLI, "If-None-Match": first.headers["ETag"]})
    assert other.status_code == 200


def test_a_page_with_holes_has_no_etag(kept_shop: KeptShop) -> None:
    answer = kept_shop.browser(with_cart(kept_shop, 2)).get(KETTLE)
    assert "ETag" not in answer.headers
    assert answer.headers["Cache-Control"] == "private, no-cache"


def test_head_sends_the_headers_only(kept_shop: KeptShop) -> None:
    browser = kept_shop.browser()
    length = browser.get(KETTLE).headers["Content-Length"]
    answer = browser.head(KETTLE)
    assert answer.headers["Content-Length"] == length
    assert answer.get_data() == b""
    first = kept_shop.browser().head("/en/p/lamp")
    assert first.status_code == 200 and first.get_data() == b""
    assert "lamp en" in kept_shop.browser().get("/en/p/lamp").text


def test_what_others_add_to_addresses_makes_no_other_page(kept_shop: KeptShop) -> None:
    browser = kept_shop.browser()
    plain = browser.get("/en/search?q=kettle&stock=1").text
    assert browser.get("/en/search?utm_source=mail&stock=1&fbclid=x&q=kettle").text == plain
    assert len(kept_shop.app.woken) == 1


def test_an_unknown_page_is_not_kept(kept_shop: KeptShop) -> None:
    browser = kept_shop.browser()
    for _turn in range(2):
        assert browser.get("/en/p/nothing").status_code == 404
    assert kept_shop.app.woken == ["/en/p/nothing"] * 2


# -- whose page it is -------------------------------------------------------------------------------


def test_each_shopper_sees_the_count_of_his_own_cart(kept_shop: KeptShop) -> None:
    two, five = with_cart(kept_shop, 2), with_cart(kept_shop, 5)
    counts = [
        re.findall(r'class="count" aria-hidden="true">(\d+)<', kept_shop.browser(cookies).get(KETTLE).text)
        for cookies in (two, five, {}, two)
    ]
    assert counts == [["2"], ["5"], [], ["2"]]
    assert len(kept_shop.app.woken) == 2


def test_a_stranger_never_gets_a_page_that_was_begun_for_somebody(kept_shop: KeptShop) -> None:
    kept_shop.browser(with_cart(kept_shop, 5)).get(KETTLE)
    assert 'class="count"' not in kept_shop.browser().get(KETTLE).text


def test_a_forged_session_is_nobodys(kept_shop: KeptShop) -> None:
    good = with_cart(kept_shop, 5)
    forged = {**good, "session": good["session"][:-4] + "AAAA"}
    assert kept_shop.browser(forged).get(KETTLE).text == kept_shop.browser({"market": "DE-EUR"}).get(KETTLE).text


def test_what_is_said_once_is_said_once(kept_shop: KeptShop) -> None:
    kept_shop.browser({"market": "DE-EUR"}).get(KETTLE)
    told = kept_shop.member(**{NOTICE: {"message": {"text": "Gone fishing"}, "bad": False}})
    browser = kept_shop.browser(told)
    assert "Gone fishing" in browser.get(KETTLE).text
    assert "Gone fishing" not in browser.get(KETTLE).text
    assert "Gone fishing" not in kept_shop.browser({"market": "DE-EUR"}).get(KETTLE).text


def test_what_was_typed_in_vain_is_shown_to_its_shopper_alone_and_once(kept_shop: KeptShop) -> None:
    kept_shop.browser(kept_shop.member(keys=["any"])).get(KETTLE)
    browser = kept_shop.browser({"market": "DE-EUR"})
    refused = browser.post("/en/cart/add", data={"offer": kept_shop.kettle, "quantity": "1.5", "next": KETTLE})
    assert refused.status_code == 303
    told = browser.get(KETTLE).text
    assert 'value="1.5"' in told
    assert 'value="1.5"' not in browser.get(KETTLE).text
    for cookies in ({}, kept_shop.member(keys=["any"])):
        assert 'value="1.5"' not in kept_shop.browser(cookies).get(KETTLE).text


def test_a_market_in_the_address_is_remembered_from_a_kept_page_too(kept_shop: KeptShop) -> None:
    for _turn in range(2):
        browser = kept_shop.browser()
        answer = browser.get(f"{KETTLE}?market=DE-EUR", headers={"Accept-Language": "ar-SA"})
        assert "market=DE-EUR" in answer.headers["Set-Cookie"]
        assert "Germany" in browser.get("/en/", headers={"Accept-Language": "ar-SA"}).text
    wrong = kept_shop.browser().get(f"{KETTLE}?market=XX-EUR")
    assert "Set-Cookie" not in wrong.headers


def test_a_text_that_looks_like_a_hole_is_only_a_text(kept_shop: KeptShop) -> None:
    browser = kept_shop.browser(with_cart(kept_shop, 1))
    answer = browser.get("/en/search?q=%3C!--0123456789abcdef:0--%3E")
    assert "&lt;!--0123456789abcdef:0--&gt;" in answer.text


def test_what_is_kept_is_what_would_be_drawn_whoever_asks(kept_shop: KeptShop) -> None:
    """Six shoppers, pages in random order: each gets, byte for byte, what a shop without a cache shows him."""
    buyers: list[tuple[dict[str, str], str]] = [
        ({}, "en-US,en;q=0.9"),
        ({}, "ar-SA"),
        ({"market": "DE-EUR"}, "de-DE"),
        ({"market": "NO-NOK"}, "en"),
        (with_cart(kept_shop, 1), "en"),
        ({**with_cart(kept_shop, 4), "market": "CN-CNY"}, "zh-CN"),
    ]
    paths = [
        f"/{tag}/{rest}"
        for tag in ("en", "de", "zh-Hans", "ar")
        for rest in ("", "c/kitchen", "p/kettle", "p/lamp", "search", "search?q=lamp&sort=price", "pages/returns")
    ]
    visits: list[tuple[Any, str]] = [(buyer, path) for buyer in buyers for path in paths] * 2
    random.Random(7).shuffle(visits)
    for (cookies, accepted), path in visits:
        headers = {"Accept-Language": accepted, "Accept-Encoding": "br, gzip"}
        kept = kept_shop.browser(cookies).get(path, headers=headers)
        fresh = kept_shop.browser(cookies, kept=False).get(path, headers=headers)
        assert kept.status_code == fresh.status_code == 200, path
        assert text_of(kept) == text_of(fresh), (cookies, accepted, path)
    assert len(kept_shop.app.woken) <= len(visits) / 2 + 8


# -- blocks -------------------------------------------------------------------------------------------


def test_a_block_is_kept_apart_from_its_page(kept_shop: KeptShop) -> None:
    browser = kept_shop.browser()
    partial = {"HX-Request": "true", "HX-Request-Type": "partial", "HX-Target": "div#product"}
    block = browser.get(KETTLE, headers=partial)
    assert block.text.lstrip().startswith("<div")
    assert block.headers["Cache-Control"] == "no-store"
    assert browser.get(KETTLE).text.startswith("<!doctype html>")
    assert browser.get(KETTLE, headers=partial).text == block.text
    assert kept_shop.app.woken == [KETTLE, KETTLE]
    boosted = browser.get(KETTLE, headers={**partial, "HX-Boosted": "true"})
    assert boosted.text.startswith("<!doctype html>")


# -- fragments ------------------------------------------------------------------------------------------


def test_a_public_fragment_is_told_nothing_of_the_shopper(kept_shop: KeptShop) -> None:
    told: list[Context] = []

    def context_for(subjects: list[Any], context: Context) -> list[dict[str, Any]]:
        told.append(context)
        return [{} for _subject in subjects]

    kept_shop.puts("<p>Here</p>", context_for)
    somebody = kept_shop.member(cart="secret-cart", keys=["club:secret"])
    for kept in (True, False):
        assert "<p>Here</p>" in kept_shop.browser(somebody, kept).get(KETTLE).text
    assert [(context.buyer, context.cart_token) for context in told] == [(Buyer(), "")] * 2


def test_a_private_fragment_is_drawn_for_each_shopper(kept_shop: KeptShop) -> None:
    def context_for(subjects: list[Any], context: Context) -> list[dict[str, Any]]:
        return [{"keys": sorted(context.buyer.keys)} for _subject in subjects]

    kept_shop.puts("<p>Yours: {{ keys | join }}, {{ url('cart.show') }}</p>", context_for, scope="private")
    for key in ("one", "two", "one"):
        answer = kept_shop.browser(kept_shop.member(keys=[key])).get(KETTLE)
        assert f"<p>Yours: {key}, /en/cart</p>" in answer.text
    assert "<p>Yours: , /en/cart</p>" in kept_shop.browser().get(KETTLE).text
    assert len(kept_shop.app.woken) == 2


def test_a_private_fragment_that_raises_leaves_its_place_empty(
    kept_shop: KeptShop, caplog: pytest.LogCaptureFixture
) -> None:
    def context_for(subjects: list[Any], context: Context) -> list[dict[str, Any]]:
        if context.buyer.keys:
            raise RuntimeError("no luck")
        return [{} for _subject in subjects]

    kept_shop.puts("<p>Yours</p>", context_for, scope="private")
    for _turn in range(2):
        answer = kept_shop.browser(kept_shop.member(keys=["any"])).get(KETTLE)
        assert answer.status_code == 200
        assert "<p>Yours</p>" not in answer.text and "kettle en" in answer.text and "</html>" in answer.text
    assert "fragment made-piece of plugin made failed" in caplog.text


def test_a_private_live_fragment_asks_for_itself_from_a_kept_page(kept_shop: KeptShop) -> None:
    kept_shop.puts("<p>Now</p>", lambda subjects, context: [{} for _ in subjects], scope="private", delivery="live")
    for _turn in range(2):
        text = kept_shop.browser(kept_shop.member(keys=["any"])).get(KETTLE).text
        assert 'hx-get="/_fragments?path=%2Fen%2Fp%2Fkettle&amp;names=made-piece"' in text
        assert text.count("<p>Now</p>") == 1


def test_a_fragment_says_what_it_shows_and_until_when(kept_shop: KeptShop) -> None:
    until = utc_now() + timedelta(seconds=30)

    def context_for(subjects: list[Any], context: Context) -> list[dict[str, Any]]:
        return [{"joined": 7, "kept": Kept(frozenset({"batch:7"}), until)} for _subject in subjects]

    kept_shop.puts("<p>{{ joined }} joined{{ kept }}</p>", context_for)
    assert "<p>7 joined</p>" in kept_shop.browser().get(KETTLE).text
    (entry,) = kept_shop.store._entries.values()
    assert "batch:7" in entry.tags
    assert entry.valid_until == until.timestamp()
    kept_shop.app.woken.clear()
    with transaction():
        invalidate("batch:7")
    time.sleep(LOOK_EVERY_SECONDS)
    kept_shop.browser().get(KETTLE)
    assert kept_shop.app.woken == [KETTLE]


def test_a_partial_request_and_a_boosted_one_are_told_apart_however_often_they_come(kept_shop: KeptShop) -> None:
    browser = kept_shop.browser()
    partial = {"HX-Request": "true", "HX-Request-Type": "partial", "HX-Target": "div#product"}
    for _turn in range(3):
        assert browser.get(KETTLE, headers={**partial, "HX-Boosted": "true"}).text.startswith("<!doctype html>")
        assert browser.get(KETTLE, headers=partial).text.lstrip().startswith("<div")


def test_whoever_writes_through_the_shop_sees_it_at_once(kept_shop: KeptShop) -> None:
    browser = kept_shop.browser()
    for _turn in range(3):
        browser.get(KETTLE)
    with transaction():
        invalidate("shop")
    kept_shop.app.woken.clear()
    browser.post("/en/market", data={"country": "DE", "currency": "EUR", "language": "en"})
    kept_shop.browser().get(KETTLE)
    seen = kept_shop.app.woken
    # PostgreSQL is asked a few times a second
    assert seen == ["/en/market", KETTLE] or kept_shop.shop.database_url.startswith("postgres")


def test_a_guessed_market_follows_the_rates(kept_shop: KeptShop) -> None:
    browser = kept_shop.browser()

    def market() -> str:
        page = browser.get(KETTLE, headers={"Accept-Language": "en-US"}).text
        assert "There is no price" not in page
        return re.findall(r'"market-words wide">([^<]+) · English<', page)[0]

    assert [market(), market()] == ["United States · USD"] * 2
    with transaction():
        ExchangeRate.delete().where(ExchangeRate.currency == "USD").execute()
    time.sleep(LOOK_EVERY_SECONDS)
    assert market() == "United States · EUR"
