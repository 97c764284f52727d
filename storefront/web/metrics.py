"""/metrics for Prometheus: what was counted in plain ints, carried over each second, summed over all processes."""

from __future__ import annotations

import functools
import hmac
import os
import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any, NamedTuple

from flask import Flask, Response, abort, g, request
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector

from storefront import counts, db
from storefront.counts import FOLDER_VARIABLE
from storefront.operations.health import last_beat
from storefront.orders.tables import Outbox, Timer
from storefront.settings import MetricsSettings
from storefront.web.page_limits import is_here

FLUSHED_EVERY_SECONDS = 1.0
OVERDUE = timedelta(minutes=5)
BUCKETS = (0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
# said by proxies: who asks is somebody else
FORWARDED = ("X-Forwarded-For", "Forwarded", "X-Real-IP", "Via")
COUNTED = {
    "requests": ("Answers by kind of page, status, and whether it was kept, filled or drawn.", "kind status answered"),
    "fragment_failures": ("Fragments that failed and were left out.", "fragment"),
    "limited": ("Requests that were refused because there were too many.", "kind"),
    "purchases_placed": ("Purchases that were placed.", ""),
    "database_retries": ("Transactions that waited for their turn or were tried again.", ""),
    "away": ("Requests answered 503: the database was away, or a disk full.", ""),
}


class Metrics(NamedTuple):
    """This process's numbers as Prometheus knows them."""

    registry: CollectorRegistry
    counters: dict[str, Counter]
    seconds: Histogram
    reader: counts.Reader
    lock: threading.Lock


@functools.lru_cache(maxsize=1)
def metrics() -> Metrics:
    """Made once in a process."""
    registry = CollectorRegistry()
    counters = {
        name: Counter(f"storefront_{name}", meaning, labels.split(), registry=registry)
        for name, (meaning, labels) in COUNTED.items()
    }
    meaning = "How long a page took that was drawn."
    seconds = Histogram("storefront_request_seconds", meaning, ["kind"], registry=registry, buckets=BUCKETS)
    return Metrics(registry, counters, seconds, counts.Reader(), threading.Lock())


def flush() -> None:
    """Carry over what was counted since the last time."""
    found = metrics()
    with found.lock:
        for (name, *labels), number in found.reader.news():
            counter = found.counters[name]
            (counter.labels(*labels) if labels else counter).inc(number)


def keep_flushing() -> None:
    """In a thread of its own, for as long as the process lives."""

    def run() -> None:
        while True:
            time.sleep(FLUSHED_EVERY_SECONDS)
            flush()

    threading.Thread(target=run, name="metrics", daemon=True).start()


class Waiting:
    """What waits to be done, asked of the database when Prometheus asks."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        now = db.utc_now()
        up = GaugeMetricFamily("storefront_database_up", "Whether the database answers.")
        try:
            gauges = list(_waiting(now))
        except db.AWAY:
            db.let_go()
            gauges = []
        up.add_metric([], 1.0 if gauges else 0.0)
        yield up
        yield from gauges


def _waiting(now: Any) -> Iterator[GaugeMetricFamily]:
    undone = Outbox.done_at.is_null()
    failed = undone & (Outbox.attempts > 0)
    late = (Timer.due_at <= now - OVERDUE) & ~Timer.paused
    numbers = {
        "outbox_due": ("Outbox rows that are due.", Outbox.select().where(undone, Outbox.due_at <= now).count()),
        "outbox_failed": ("Outbox rows that failed and wait.", Outbox.select().where(failed).count()),
        "timers_overdue": ("Timers that should have fired five minutes ago.", Timer.select().where(late).count()),
    }
    for name, (meaning, number) in numbers.items():
        yield GaugeMetricFamily(f"storefront_{name}", meaning, value=number)
    beat = last_beat()
    if beat is not None:
        silent = (now - beat).total_seconds()
        yield GaugeMetricFamily("storefront_worker_silent_seconds", "Since the worker was heard of.", value=silent)


def set_up_metrics(app: Flask, settings: MetricsSettings) -> None:
    """Count what the application draws, and answer Prometheus."""

    @app.before_request
    def begin() -> None:
        g.began = time.perf_counter()

    @app.after_request
    def count(response: Response) -> Response:
        kind = kind_of(request.endpoint)
        counts.count("requests", kind, str(response.status_code), "drawn")
        if "began" in g:
            metrics().seconds.labels(kind).observe(time.perf_counter() - g.began)
        return response

    @app.get("/metrics")
    def show() -> Response:
        if not _may_read(settings.token):
            abort(404)
        return Response(text(), content_type="text/plain; version=0.0.4; charset=utf-8")


def text() -> bytes:
    """Everything in Prometheus's format."""
    flush()
    registry = CollectorRegistry()
    if os.environ.get(FOLDER_VARIABLE):
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    else:
        registry = metrics().registry
    waiting = CollectorRegistry()
    waiting.register(Waiting())
    return generate_latest(registry) + generate_latest(waiting)


def kind_of(endpoint: str | None) -> str:
    """A page of the catalogue by its own name, others by their feature's; addresses that lead nowhere are "none"."""
    if endpoint is None:
        return "none"
    feature, _dot, name = endpoint.rpartition(".")
    return name if feature in ("", "catalogue") else feature


def _may_read(token: str) -> bool:
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if token and hmac.compare_digest(given.encode(), token.encode()):
        return True
    return is_here(request.remote_addr or "") and not any(name in request.headers for name in FORWARDED)
