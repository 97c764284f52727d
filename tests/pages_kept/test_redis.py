"""Workers share pages through Redis; none is served after what it shows has changed, and Redis may be away."""

from __future__ import annotations

import socket

import pytest

from storefront.web.page_cache import redis_store
from storefront.web.page_cache.entries import Entry, entry_of
from storefront.web.page_cache.redis_store import RedisStore
from storefront.web.page_cache.stores import Memory

KEY = ("/en/p/kettle", "", "DE", "EUR", (), "", False)
NOW = 1_000.0


def page(text: str = "A kettle", *tags: str) -> Entry:
    return entry_of("200 OK", [("Content-Type", "text/html")], [text], frozenset(tags or ("product:1",)), 2_000.0, "")


@pytest.fixture
def url(redis_url: str) -> str:
    import redis

    redis.Redis.from_url(redis_url).flushall()
    return redis_url


def worker(url: str) -> Memory:
    """A worker's memory with Redis behind it."""
    return Memory(behind=RedisStore(url, "shop"))


def shown(memory: Memory) -> str | None:
    entry = memory.get(KEY, NOW)
    return entry.whole("").decode() if entry else None


def test_a_page_that_one_worker_drew_is_there_for_the_others(url: str) -> None:
    one, two = worker(url), worker(url)
    assert one.put(KEY, page(), one.turn(), NOW)
    assert shown(two) == "A kettle"


def test_a_page_that_one_worker_forgot_is_gone_for_all_that_ask_redis(url: str) -> None:
    one, two, three = worker(url), worker(url), worker(url)
    one.put(KEY, page(), one.turn(), NOW)
    two.forget(frozenset({"product:1"}))
    assert shown(three) is None
    one.forget(frozenset({"product:1"}))
    assert shown(one) is None


def test_another_products_page_stays(url: str) -> None:
    one, two = worker(url), worker(url)
    one.put(KEY, page(), one.turn(), NOW)
    two.forget(frozenset({"product:2", "lists"}))
    assert shown(worker(url)) == "A kettle"


def test_a_page_drawn_slowly_is_not_served_when_it_was_forgotten_meanwhile(url: str) -> None:
    slow, quick = worker(url), worker(url)
    begun = slow.turn()
    quick.forget(frozenset({"product:1"}))
    # the slow worker has not looked yet, so its own memory takes the page
    assert slow.put(KEY, page("An old kettle"), begun, NOW)
    assert shown(worker(url)) is None
    quick.put(KEY, page("A new kettle"), quick.turn(), NOW)
    assert shown(worker(url)) == "A new kettle"


def test_a_worker_that_starts_empties_redis_only_when_nobody_looks_after_it(url: str) -> None:
    first = worker(url)
    first.put(KEY, page(), first.turn(), NOW)
    first.beat()
    second = worker(url)
    second.forget(None)
    assert shown(second) == "A kettle"
    import redis

    redis.Redis.from_url(url).delete("shop:alive")
    third = worker(url)
    third.forget(None)
    assert shown(third) is None


def test_a_lost_count_makes_no_old_page_right_again(url: str) -> None:
    import redis

    one, two = worker(url), worker(url)
    two.forget(frozenset({"product:2"}))
    one.put(KEY, page(), one.turn(), NOW)
    redis.Redis.from_url(url).delete("shop:turn")
    two.forget(frozenset({"product:1"}))
    assert shown(worker(url)) is None


def test_without_redis_the_shop_goes_on(caplog: pytest.LogCaptureFixture) -> None:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        nowhere = f"redis://127.0.0.1:{found.getsockname()[1]}/0"
    alone = worker(nowhere)
    alone.forget(None)
    assert alone.put(KEY, page(), alone.turn(), NOW)
    assert shown(alone) == "A kettle"
    alone.forget(frozenset({"product:1"}))
    assert shown(alone) is None
    assert caplog.text.count("Redis does not answer") == 1


def test_what_could_not_be_forgotten_is_made_up_for(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(redis_store, "PAUSE_SECONDS", 0)
    store = RedisStore(url, "shop")
    one = Memory(behind=store)
    one.put(KEY, page(), one.turn(), NOW)
    good = store._redis
    import redis

    store._redis = redis.Redis(port=1)
    one.forget(frozenset({"product:1"}))
    store._redis = good
    store.beat()
    assert shown(worker(url)) is None


def test_what_is_not_ours_is_left_out(url: str) -> None:
    import redis

    store = RedisStore(url, "shop")
    redis.Redis.from_url(url).set(store._page(KEY), b"nonsense")
    assert Memory(behind=store).get(KEY, NOW) is None
