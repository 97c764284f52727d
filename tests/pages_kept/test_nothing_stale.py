"""What is written is seen: whatever changes, a kept page is what would be drawn afresh."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from datetime import timedelta

import pytest
from kept_pages import KeptShop, cached, text_of
from small_shop import PAST, SmallShop, shipped_model

from storefront import invalidations
from storefront.catalogue import shelf
from storefront.catalogue.actions import end_offers, save_category, save_offer, save_seller
from storefront.catalogue.drafts import CategoryDraft, CategoryTextDraft, OfferDraft, SellerDraft
from storefront.catalogue.stock import give_back, reserve
from storefront.catalogue.tables import Image, Offer, Product, ProductCategory, ProductText, Seller, Stock, Variant
from storefront.db import transaction, utc_now
from storefront.founding import SELLER_SLUG
from storefront.pricing.tables import ExchangeRate, ShippingRate
from storefront.tables import ContentPage

PATHS = (
    "/en/", "/en/c/kitchen", "/en/c/light", "/en/p/kettle", "/en/p/lamp", "/en/p/bowl", "/en/search",
    "/en/search?q=kettle", "/en/search?stock=1&sort=price", f"/en/sellers/{SELLER_SLUG}", "/en/pages/imprint",
)  # fmt: skip


@pytest.fixture
def shop(kept_shop: KeptShop, monkeypatch: pytest.MonkeyPatch) -> KeptShop:
    """The kept shop, whose worker looks at every request (PostgreSQL's looks a few times a second otherwise)."""
    monkeypatch.setattr(invalidations, "LOOK_EVERY_SECONDS", 0)
    monkeypatch.setattr(invalidations, "MOMENT_SECONDS", 0)
    for browser in (kept_shop.browser(), kept_shop.drawn_from_parts({})):
        browser.get("/en/")
    return kept_shop


def agrees(shop: KeptShop, paths: tuple[str, ...] = PATHS) -> list[str]:
    """The pages that are not what would be drawn afresh: kept whole, or drawn out of parts that are kept."""
    cookies = {"market": "DE-EUR"}
    wrong = []
    for path in paths:
        fresh = text_of(shop.browser(cookies, kept=False).get(path))
        for name, browser in (("kept", shop.browser(cookies)), ("parts", shop.drawn_from_parts(cookies))):
            if text_of(browser.get(path)) != fresh:
                wrong.append(f"{path}: {name}")
    return wrong


# -- one write after another ------------------------------------------------------------------------


def new_price(shop: KeptShop, turn: random.Random) -> None:
    draft = OfferDraft("kettle-1", SELLER_SLUG, shipped_model(), "EUR", turn.randint(500, 9000), stock=turn.randint(0, 9))
    save_offer(draft, utc_now())


def new_product(shop: KeptShop, turn: random.Random) -> None:
    shop.shop.offer("bowl", shipped_model(), turn.randint(500, 9000), category=turn.choice(["kitchen", "light"]))


def new_words(shop: KeptShop, turn: random.Random) -> None:
    with transaction():
        ProductText.update(title=f"kettle {turn.random()}").where(ProductText.language == "en").execute()


def hidden(shop: KeptShop, turn: random.Random) -> None:
    with transaction():
        Product.update(hidden=turn.random() < 0.5).where(Product.slug == "lamp").execute()
        shelf.refresh([one.id for one in Product.select(Product.id)], utc_now())


def ended(shop: KeptShop, turn: random.Random) -> None:
    with transaction():
        Offer.update(active=turn.random() < 0.5).where(Offer.id == shop.lamp).execute()
        shelf.refresh([one.id for one in Product.select(Product.id)], utc_now())


def sold(shop: KeptShop, turn: random.Random) -> None:
    stock = Stock.get(Stock.id == Offer.get_by_id(shop.kettle).stock_id)
    free = stock.on_hand - stock.reserved
    with transaction():
        if free > 0:
            reserve([(stock.id, turn.randint(1, free), "order:1", None)])
        else:
            give_back("order:1")


def renamed_category(shop: KeptShop, turn: random.Random) -> None:
    save_category(CategoryDraft("kitchen", {"en": CategoryTextDraft(f"Kitchen {turn.random()}")}))


def moved(shop: KeptShop, turn: random.Random) -> None:
    with transaction():
        lamp = Product.get(Product.slug == "lamp").id
        there = [row.category_id for row in ProductCategory.select().where(ProductCategory.product == lamp)]
        for category in (1, 2):
            if category in there:
                ProductCategory.delete().where(
                    ProductCategory.product == lamp, ProductCategory.category == category
                ).execute()
            elif turn.random() < 0.7:
                ProductCategory.create(product=lamp, category=category)


def pictured(shop: KeptShop, turn: random.Random) -> None:
    with transaction():
        kettle = Product.get(Product.slug == "kettle").id
        Image.delete().where(Image.product == kettle).execute()
        Image.create(product=kettle, kind="drawing", digest=f"{turn.getrandbits(256):064x}", width=4, height=5)


def seller_moved(shop: KeptShop, turn: random.Random) -> None:
    with transaction():
        Seller.update(legal_name=f"Nordbord {turn.randint(1, 99)} GmbH").execute()


def dearer_delivery(shop: KeptShop, turn: random.Random) -> None:
    with transaction():
        ShippingRate.update(price=turn.randint(100, 2000), days_max=turn.randint(5, 9)).execute()


def new_rate(shop: KeptShop, turn: random.Random) -> None:
    with transaction():
        ExchangeRate.delete().where(ExchangeRate.currency == "NOK").execute()
        ExchangeRate.create(currency="NOK", day="2026-01-01", rate=str(turn.randint(5, 15)))


def new_imprint(shop: KeptShop, turn: random.Random) -> None:
    with transaction():
        ContentPage.update(title=f"Imprint {turn.random()}").where(ContentPage.slug == "imprint").execute()


def restricted(shop: KeptShop, turn: random.Random) -> None:
    with transaction():
        kettle = Product.get(Product.slug == "kettle")
        Product.update(restrictions=[] if kettle.restrictions else ["not-to-DE"]).where(Product.id == kettle.id).execute()


def heavier(shop: KeptShop, turn: random.Random) -> None:
    if ShippingRate.select().where(ShippingRate.up_to_grams.is_null()).exists():
        with transaction():
            ShippingRate.update(up_to_grams=5000).execute()
        assert agrees(shop) == []
    with transaction():
        Variant.update(weight_grams=7000 - Variant.weight_grams).where(Variant.sku.startswith("kettle")).execute()


WRITES: list[Callable[[KeptShop, random.Random], None]] = [
    new_price, new_product, new_words, hidden, ended, sold, renamed_category, moved, pictured, seller_moved,
    dearer_delivery, new_rate, new_imprint, restricted, heavier,
]  # fmt: skip


@pytest.mark.parametrize("write", WRITES, ids=lambda write: write.__name__)
def test_after_each_kind_of_write_every_page_is_right(shop: KeptShop, write: Callable[..., None]) -> None:
    turn = random.Random(3)
    for _round in range(2):
        assert agrees(shop) == []
        write(shop, turn)
        assert agrees(shop) == []


@pytest.mark.parametrize("seed", range(2))
def test_after_any_row_of_writes_every_page_is_right(shop: KeptShop, seed: int) -> None:
    turn = random.Random(seed)
    for _round in range(8):
        for write in turn.sample(WRITES, turn.randint(1, 3)):
            write(shop, turn)
        paths = tuple(turn.sample(PATHS, 5))
        assert agrees(shop, paths) == []


def test_the_footer_follows_who_is_the_first_to_offer_something(shop: KeptShop) -> None:
    def asked() -> str:
        return shop.browser({"market": "DE-EUR"}).get("/en/pages/imprint").text

    save_seller(SellerDraft("second", "Second", "DE", legal_name="Second GmbH"))
    save_offer(OfferDraft("lamp-1", "second", shipped_model(), "EUR", 4900, stock=3), utc_now())
    assert "Second GmbH" not in asked()
    end_offers(["kettle-1", "lamp-1"], SELLER_SLUG, shipped_model(), utc_now())
    assert "Second GmbH" in asked()
    new_price(shop, random.Random(1))
    assert "Second GmbH" not in asked()
    with transaction():
        Offer.delete().where(Offer.seller == Seller.get(Seller.slug == SELLER_SLUG)).execute()
    assert "Second GmbH" in asked()


def test_a_price_in_another_currency_is_right_after_a_new_rate(shop: KeptShop) -> None:
    def asked() -> str:
        return text_of(shop.browser({"market": "NO-NOK"}).get("/en/p/kettle"))

    before = asked()
    new_rate(shop, random.Random(1))
    after = asked()
    assert before != after
    assert after == text_of(shop.browser({"market": "NO-NOK"}, kept=False).get("/en/p/kettle"))


def test_a_sale_leaves_the_pages_of_other_products_kept(shop: KeptShop) -> None:
    shop.browser().get("/en/p/lamp")
    shop.app.woken.clear()
    sold(shop, random.Random(1))
    shop.browser().get("/en/p/lamp")
    assert shop.app.woken == []


# -- what time alone changes --------------------------------------------------------------------------


def test_a_page_is_right_until_the_sale_ends_and_no_longer(shop: KeptShop, monkeypatch: pytest.MonkeyPatch) -> None:
    now = utc_now()
    draft = OfferDraft(
        "kettle-1", SELLER_SLUG, shipped_model(), "EUR", 2000, stock=5,
        reduced_price=1500, reduced_from=now - timedelta(days=1), reduced_until=now + timedelta(seconds=90),
    )  # fmt: skip
    save_offer(draft, PAST)
    cookies = {"market": "DE-EUR"}
    assert "15.00" in text_of(shop.browser(cookies).get("/en/p/kettle"))
    entry = next(e for key, e in shop.store._entries.items() if key[0] == "/en/p/kettle" and key[3] == "EUR")
    assert abs(entry.valid_until - (now + timedelta(seconds=90)).timestamp()) < 0.001
    shop.app.woken.clear()
    shop.browser(cookies).get("/en/p/kettle")
    assert shop.app.woken == []
    monkeypatch.setattr("storefront.web.page_cache.layer.time.time", lambda: entry.valid_until)
    shop.browser(cookies).get("/en/p/kettle")
    assert shop.app.woken == ["/en/p/kettle"]


def test_every_page_is_drawn_afresh_at_midnight(shop: KeptShop) -> None:
    for path in PATHS:
        shop.browser().get(path)
    midnight = (utc_now() + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    assert {entry.valid_until for entry in shop.store._entries.values()} == {midnight.timestamp()}


# -- what goes wrong ----------------------------------------------------------------------------------


def test_a_page_begun_before_a_write_is_not_kept_after_it(shop: KeptShop) -> None:
    turn = shop.store.turn()
    key = ("/en/p/kettle",)
    shop.browser().get("/en/p/kettle")
    entry = next(e for k, e in shop.store._entries.items() if k[0] == "/en/p/kettle")
    shop.store.forget(frozenset(entry.tags))
    assert shop.store.put(key, entry, turn, 0.0) is False
    assert shop.store.get(key, 0.0) is None


def test_a_worker_that_slept_forgets_everything(shop: KeptShop) -> None:
    shop.browser().get("/en/p/kettle")
    with transaction():
        invalidations.invalidate("one", "two", "three")
        invalidations.Invalidation.update(made_at=1).execute()
    assert invalidations.prune(10_000_000.0) > 0
    if not shop.shop.database_url.startswith("sqlite"):
        return  # a worker of PostgreSQL tells by its own clock
    shop.app.woken.clear()
    shop.browser().get("/en/p/kettle")
    assert shop.app.woken == ["/en/p/kettle"]


def test_tags_are_noted_inside_a_transaction_only(shop: KeptShop) -> None:
    with pytest.raises(RuntimeError, match=r"inside `with transaction\(\):` only"):
        invalidations.invalidate("shop")


def test_another_set_of_plugins_keeps_nothing_of_the_old(make_shop: Callable[..., SmallShop]) -> None:
    shop = make_shop(shipped_model())
    shop.offer("kettle", shipped_model(), 2000, category="kitchen")
    first = cached(shop)
    assert first.browser().get("/en/p/kettle").status_code == 200
    shop.done("plugin", "disable", shipped_model())
    shop.again()
    second = cached(shop)
    assert second.browser().get("/en/p/kettle").status_code == 404


def test_entries_survive_the_way_to_another_process_and_back(shop: KeptShop) -> None:
    from storefront.web.page_cache.entries import from_bytes, to_bytes

    shop.browser(shop.member(cart="nobody")).get("/en/p/kettle")
    entry = next(e for k, e in shop.store._entries.items() if k[-1])
    there = from_bytes(json.loads(json.dumps(to_bytes(entry).decode("latin-1"))).encode("latin-1"))
    assert there.pieces == entry.pieces
    assert (there.tags, there.valid_until, there.headers) == (entry.tags, entry.valid_until, entry.headers)
