"""The WSGI callable that servers run: it swaps the whole app when the set of plugins changes."""

from __future__ import annotations

import functools
import hashlib
import logging
import os
import threading
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from storefront import __version__, db, plugin_manager, runtime, settings
from storefront.app import create_app
from storefront.errors import DatabaseRefused
from storefront.invalidations import AWAY_SECONDS
from storefront.logs import set_up_logs
from storefront.production import check_start
from storefront.settings import Settings
from storefront.web.away import RETRY_SECONDS, away_page, passes
from storefront.web.metrics import keep_flushing
from storefront.web.page_cache.entries import Entry
from storefront.web.page_cache.layer import PageCache
from storefront.web.page_cache.memo import Memo
from storefront.web.page_cache.redis_store import RedisStore
from storefront.web.page_cache.stores import Memory
from storefront.web.request_ids import name_request
from storefront.web.request_log import Answer, RequestLog, shown_path
from storefront.web.themes import find_theme

log = logging.getLogger(__name__)
# How long a worker may answer with the old set after a change.
LOOK_EVERY_SECONDS = 0.2
# the files that say what a page looks like
PAGE_FILES = frozenset({".py", ".html", ".txt", ".css", ".js", ".mo", ".po", ".toml"})


class ShopServer:
    """One app at a time; a change in the database builds another and swaps it whole."""

    def __init__(self, of: Settings) -> None:
        self._settings = of
        self._lock = threading.Lock()
        self._version = -1
        self._looked = 0.0
        self.app: Flask = self._built()
        self._pages = self._cached(self.app)
        # what the settings do not ask for is not in the way
        self.answer: Answer = self._answered
        if of.log.requests:
            self.answer = RequestLog(self.answer)
        if count := of.serve.trusted_proxies:
            self.answer = ProxyFix(self.answer, x_for=count, x_proto=count, x_host=0, x_port=0, x_prefix=0)

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        return self.answer(environ, start_response)

    def _answered(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        try:
            self.refresh()
        except db.AWAY as error:
            # kept pages are answered all the same
            self._looked = time.monotonic() + AWAY_SECONDS
            db.let_go()
            log.warning("the database is away: %s", error)
        try:
            return self._pages(environ, start_response)
        except Exception as error:
            # inside the application it would have had its page
            if not passes(error):
                raise
            log.error("not now: %s, at %s", error, shown_path(environ["PATH_INFO"]))
            return away_page(self.app, name_request(environ))(environ, start_response)

    def refresh(self, *, now: bool = False) -> None:
        """Look whether plugins changed, at most a few times a second."""
        moment = time.monotonic()
        if not now and moment - self._looked < LOOK_EVERY_SECONDS:
            return
        self._looked = moment
        if plugin_manager.set_version() == self._version:
            return
        with self._lock:
            if plugin_manager.set_version() != self._version:
                self.app = self._built()
                self._pages = self._cached(self.app)

    def _cached(self, app: Flask) -> PageCache:
        """The page cache before an app; with --debug, or `cache = "off"`, it keeps nothing."""
        debug = app.config["TEMPLATES_AUTO_RELOAD"]
        kept = self._settings.cache != "off" and not debug
        behind = None
        if kept and self._settings.cache:
            behind = RedisStore(self._settings.cache, f"storefront:{fingerprint(self._settings, self._version)}")
        store: Memory[Entry] | None = Memory(behind=behind) if kept else None
        return PageCache(app, runtime.current(), store, None if debug else Memo())

    def _built(self) -> Flask:
        if db.database.obj is None:
            db.open_database(self._settings.database_url)
        version = plugin_manager.set_version()
        app = create_app(self._settings)
        self._version = version
        log.info("serving plugin set %s", version)
        return app


_building = threading.Lock()


def server() -> ShopServer:
    """This process's server; made once, by the first of the threads that want it.

    Two that build at the same time do it twice, and CPython 3.11 then fails now and then: its parser of syntax trees,
    which routes are made with, counts for all threads together.
    """
    with _building:
        return _built_server()


@functools.lru_cache(maxsize=1)
def _built_server() -> ShopServer:
    """The shop of STOREFRONT_HOME, else of the working folder."""
    found = settings.load(Path(os.environ.get("STOREFRONT_HOME", ".")), os.environ, keyless=True)
    set_up_logs(found.log)
    db.open_database(found.database_url)
    check_start(found)
    keep_flushing()
    return ShopServer(found)


def app(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """The callable that servers are given; the shop is built at the first request that the database answers."""
    try:
        found = server()
    except DatabaseRefused as error:
        log.error("not now: %s", error)
        start_response("503 Service Unavailable", [("Retry-After", str(RETRY_SECONDS)), ("Content-Type", "text/plain")])
        return [b"The shop is back in a moment."]
    return found.answer(environ, start_response)


def fingerprint(of: Settings, version: int) -> str:
    """Changes with whatever changes pages apart from the database: program, theme, settings, plugins."""
    digest = hashlib.sha256(f"{__version__} {version} {of!r}".encode())
    theme = find_theme(of)
    for folder in (Path(__file__).parent, *theme.folders("templates"), *theme.folders("static")):
        for path in sorted(folder.rglob("*")):
            if path.suffix in PAGE_FILES and path.is_file():
                digest.update(f"{path.relative_to(folder)}".encode() + path.read_bytes())
    return digest.hexdigest()[:16]
