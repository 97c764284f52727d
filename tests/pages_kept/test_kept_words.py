"""A kept page shows what the desk has changed: words, menus, delivery."""

from __future__ import annotations

from dataclasses import replace

import pytest
from kept_pages import KeptShop

from storefront import invalidations
from storefront.accounts.actions import add_person
from storefront.accounts.passwords import hash_password
from storefront.accounts.queries import find_person
from storefront.db import utc_now
from storefront.desk.audit import Actor
from storefront.desk.content_actions import PageState, change_page, order_pages, read_page
from storefront.desk.shipping_actions import change_zone, read_zones
from storefront.desk.versions import version_of

TERMS, KETTLE = "/en/pages/terms", "/en/p/kettle"


@pytest.fixture(autouse=True)
def looks_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker looks at every request, not a few times a second."""
    monkeypatch.setattr(invalidations, "LOOK_EVERY_SECONDS", 0)
    monkeypatch.setattr(invalidations, "MOMENT_SECONDS", 0)


def staff() -> Actor:
    add_person("staff@example.com", hash_password("four plain words"), "en", utc_now(), roles=("staff",))
    person = find_person("staff@example.com")
    assert person is not None
    return Actor(person, utc_now())


def saved(who: Actor, state: PageState, body: str, published: str = "published") -> None:
    texts = {**state.texts, "en": {"title": "Terms", "body": body}}
    change_page(who, state.slug, version_of(state.told()), published, state.place, texts)


def test_a_kept_page_shows_the_new_text_at_once(kept_shop: KeptShop) -> None:
    browser, who = kept_shop.browser(), staff()
    for turn in ("first", "second"):
        saved(who, read_page("terms"), f"<p>The {turn} terms.</p>")
        shown = [browser.get(TERMS).text for _again in range(2)]
        assert [f"The {turn} terms." in text for text in shown] == [True, True]
    # one drawing for each text: the rest were kept
    assert kept_shop.app.woken == [TERMS, TERMS]
    saved(who, read_page("terms"), "<p>The third terms.</p>", "unpublished")
    assert browser.get(TERMS).status_code == 404


def test_a_kept_product_shows_the_new_way_of_delivery(kept_shop: KeptShop) -> None:
    browser, who = kept_shop.browser(), staff()
    assert "Standard delivery" in browser.get(KETTLE).text
    [(number, zone)] = read_zones().items()
    rates = tuple(replace(rate, labels={"en": "By slow boat"}) for rate in zone.rates)
    change_zone(who, number, version_of(zone.told()), replace(zone, rates=rates))
    shown = [browser.get(KETTLE).text for _again in range(2)]
    assert [("By slow boat" in text, "Standard delivery" in text) for text in shown] == [(True, False)] * 2
    assert kept_shop.app.woken == [KETTLE, KETTLE]


def test_the_menus_of_kept_pages_follow_their_order(kept_shop: KeptShop) -> None:
    browser, who = kept_shop.browser(), staff()
    before = browser.get(KETTLE).text
    assert before.index("/en/pages/terms") < before.index("/en/pages/privacy")
    order_pages(who, ["privacy", "terms"])
    after = browser.get(KETTLE).text
    assert after.index("/en/pages/privacy") < after.index("/en/pages/terms")
    assert kept_shop.app.woken == [KETTLE, KETTLE]
