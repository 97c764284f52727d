"""The WSGI callable that servers run: it swaps the whole app when the set of plugins changes."""

from __future__ import annotations

import functools
import logging
import os
import threading
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from flask import Flask

from storefront import db, plugin_manager, settings
from storefront.app import create_app
from storefront.settings import Settings

log = logging.getLogger(__name__)
# How long a worker may answer with the old set after a change.
LOOK_EVERY_SECONDS = 0.2


class ShopServer:
    """One app at a time; a change in the database builds another and swaps it whole."""

    def __init__(self, of: Settings) -> None:
        self._settings = of
        self._lock = threading.Lock()
        self._version = -1
        self._looked = 0.0
        self.app: Flask = self._built()

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        self.refresh()
        return self.app(environ, start_response)

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

    def _built(self) -> Flask:
        if db.database.obj is None:
            db.open_database(self._settings.database_url)
        version = plugin_manager.set_version()
        app = create_app(self._settings)
        self._version = version
        log.info("serving plugin set %s", version)
        return app


@functools.lru_cache(maxsize=1)
def server() -> ShopServer:
    """This process's server: the shop of STOREFRONT_HOME, else of the working folder."""
    logging.basicConfig(level=os.environ.get("STOREFRONT_LOG", "INFO"))
    home = Path(os.environ.get("STOREFRONT_HOME", "."))
    return ShopServer(settings.load(home))


def app(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """The callable that servers are given; the shop is built at the first request."""
    return server()(environ, start_response)
