"""The shop of STOREFRONT_HOME with nothing kept at all: no page, and no part of one."""

from __future__ import annotations

import os
from pathlib import Path

from storefront import db, runtime, settings
from storefront.app import create_app
from storefront.web.page_cache.layer import PageCache

shop = settings.load(Path(os.environ["STOREFRONT_HOME"]), os.environ)
db.open_database(shop.database_url)
app = PageCache(create_app(shop), runtime.current(), None)
