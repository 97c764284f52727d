"""What `storefront doctor` looks at, read once: numbers and names, nothing judged."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from storefront import migrations, plugin_manager
from storefront.catalogue import remote_pictures
from storefront.catalogue.content import seen_pages
from storefront.catalogue.image_view import media_path
from storefront.catalogue.search import reindexing
from storefront.catalogue.tables import Image, Offer, Stock, Variant
from storefront.db import AWAY, let_go, open_database
from storefront.errors import DatabaseRefused, StorefrontError
from storefront.operations.health import last_beat, missing_plugins
from storefront.orders.tables import Outbox, Timer
from storefront.pricing.exchange import rate_book
from storefront.pricing.tables import ShippingRate, ShippingZone
from storefront.production import draft_pages
from storefront.settings import Settings

LATE = timedelta(minutes=5)


@dataclass(frozen=True)
class Facts:
    """schema_due, or that the database is away, may leave the rest unknown."""

    settings: Settings
    now: datetime
    away: str = ""
    schema_due: tuple[str, ...] = ()
    pages: frozenset[tuple[str, str]] = frozenset()
    drafts: Mapping[str, list[str]] | None = None
    # currency → the day of its rate, None where there is none
    rates: Mapping[str, date | None] | None = None
    pictures: Mapping[str, int] | None = None
    lost_files: int = 0
    weightless: int = 0
    stockless: int = 0
    sold_out: int = 0
    offers: int = 0
    beat: datetime | None = None
    timers_late: int = 0
    outbox_failing: int = 0
    # products that the worker has still to index for searching
    unindexed: int = 0
    zones: int = 0
    zones_without_rates: tuple[str, ...] = ()
    missing_plugins: tuple[str, ...] = ()
    start_error: str = ""
    # what Redis says, "" where all is well; its policy
    redis_error: str = ""
    redis_policy: str = ""
    disk_free: int = 0
    disk_total: int = 1


def read_facts(settings: Settings, now: datetime) -> Facts:
    """Opens the database; never raises because something is wrong: that is what is asked for."""
    outside = {**_disk(settings), **_redis(settings.cache)}
    try:
        open_database(settings.database_url)
        if due := migrations.pending():
            return Facts(settings, now, schema_due=tuple(due), **outside)
        return Facts(settings, now, **outside, **_shop(settings, now), **_work(now), **_started(settings))
    except DatabaseRefused as error:
        return Facts(settings, now, away=str(error), **outside)
    except AWAY as error:
        let_go()
        return Facts(settings, now, away=str(error).splitlines()[0], **outside)


def read_running(settings: Settings, now: datetime) -> Facts:
    """The same for a shop that runs and may not be slow: nothing about pictures and the catalogue, and no try start."""
    outside = {**_disk(settings), **_redis(settings.cache)}
    return Facts(settings, now, **outside, **_selling(settings, now), **_work(now))


def _shop(settings: Settings, now: datetime) -> dict[str, Any]:
    active = Offer.select().where(Offer.active)
    left = Stock.on_hand - Stock.reserved
    return {
        **_selling(settings, now),
        "pictures": remote_pictures.counts(),
        "lost_files": _lost_files(settings),
        "offers": active.count(),
        "weightless": active.join(Variant).where(Variant.weight_grams == 0).count(),
        "stockless": active.where(Offer.stock.is_null()).count(),
        "sold_out": active.join(Stock).where(Stock.tracked, left <= 0).count(),
    }


def _selling(settings: Settings, now: datetime) -> dict[str, Any]:
    """What selling needs besides things for sale."""
    return {
        "pages": frozenset(seen_pages()),
        "drafts": draft_pages(),
        "rates": _rates(settings, now),
        "zones": ShippingZone.select().count(),
        "zones_without_rates": _bare_zones(),
        "missing_plugins": tuple(missing_plugins(plugin_manager.read_states())),
    }


def _work(now: datetime) -> dict[str, Any]:
    failing = Outbox.done_at.is_null() & (Outbox.attempts > 0)
    return {
        "beat": last_beat(),
        "timers_late": Timer.select().where(Timer.due_at <= now - LATE, ~Timer.paused).count(),
        "outbox_failing": Outbox.select().where(failing).count(),
        "unindexed": reindexing.left() if reindexing.is_due() else 0,
    }


def _rates(settings: Settings, now: datetime) -> dict[str, date | None]:
    shop = settings.shop
    others = sorted({*shop.currencies} - {shop.currency})
    book = rate_book((shop.currency, *others), now.date().isoformat())
    found = {currency: book.find(shop.currency, currency) for currency in others}
    return {
        currency: date.fromisoformat(rate.day) if rate and rate.day else None for currency, rate in found.items()
    }


def _lost_files(settings: Settings) -> int:
    """Stored pictures whose file is not in the media folder."""
    lost = 0
    columns = (Image.digest, Image.kind, Image.widths, Image.formats)
    for digest, kind, widths, formats in Image.select(*columns).where(Image.digest != "").tuples().iterator():
        if kind == "drawing":
            path = media_path(digest, "svg")
        else:
            path = media_path(digest, "webp" if "webp" in formats else formats[0], max(widths))
        lost += not (settings.media / path).is_file()
    return lost


def _bare_zones() -> tuple[str, ...]:
    rated = ShippingRate.select(ShippingRate.zone)
    query = ShippingZone.select(ShippingZone.name).where(ShippingZone.id.not_in(rated)).order_by(ShippingZone.name)
    return tuple(row[0] for row in query.tuples())


def _started(settings: Settings) -> dict[str, Any]:
    # the application's modules are large, and know Flask
    from storefront.app import build_runtime

    try:
        build_runtime(settings)
    except StorefrontError as error:
        return {"start_error": str(error)}
    return {}


def _disk(settings: Settings) -> dict[str, Any]:
    usage = shutil.disk_usage(settings.home)
    return {"disk_free": usage.free, "disk_total": usage.total}


def _redis(url: str) -> dict[str, Any]:
    if not url.startswith(("redis://", "rediss://")):
        return {}
    try:
        import redis
    except ImportError:
        return {"redis_error": "the package redis is not installed"}
    client: Any = redis.Redis.from_url(url, socket_timeout=2, socket_connect_timeout=2)
    try:
        memory = client.info("memory")
    except redis.RedisError as error:
        return {"redis_error": type(error).__name__}
    limited = int(memory.get("maxmemory", 0)) > 0
    return {"redis_policy": str(memory.get("maxmemory_policy", "")) if limited else ""}
