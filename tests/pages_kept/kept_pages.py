"""Shops whose pages are kept, beside the same shop without a cache."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from jinja2 import DictLoader
from small_shop import SmallShop
from werkzeug.test import Client, TestResponse

from storefront import runtime
from storefront.values import Fragment
from storefront.web.page_cache.layer import PageCache
from storefront.web.page_cache.memo import Memo
from storefront.web.page_cache.stores import Memory


class Counting:
    """The application, counting how often it was woken."""

    def __init__(self, app: Any) -> None:
        self.app = app
        self.woken: list[str] = []

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        self.woken.append(environ["PATH_INFO"])
        return self.app(environ, start_response)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.app, name)


@dataclass
class KeptShop:
    """A shop with a cache in front of it, without, and without but with the parts of pages kept."""

    shop: SmallShop
    kept: PageCache
    fresh: PageCache
    parts: PageCache
    app: Counting
    store: Memory
    kettle: int = 0
    lamp: int = 0

    def drawn_from_parts(self, cookies: dict[str, str]) -> Client:
        """A browser whose pages are drawn each time, out of parts that are kept."""
        browser = Client(self.parts)
        for name, value in cookies.items():
            browser.set_cookie(name, value)
        return browser

    def browser(self, cookies: dict[str, str] | None = None, kept: bool = True) -> Client:
        browser = Client(self.kept if kept else self.fresh)
        for name, value in (cookies or {}).items():
            browser.set_cookie(name, value)
        return browser

    def puts(self, template: str, context_for: Callable[..., Any], **more: Any) -> None:
        """Put a fragment of a made-up plugin on the product's page."""
        file = "made/piece.html"
        self.shop.app.jinja_loader.loaders.insert(0, DictLoader({file: template}))  # type: ignore[union-attr]
        piece = Fragment("made-piece", "product.below", file, context_for, **more)
        runtime.current().fragments.setdefault("product.below", []).append(("made", piece))

    def member(self, **values: object) -> dict[str, str]:
        """The cookies of somebody whose session holds these values."""
        return self.shop.session(**values)


def cached(shop: SmallShop, store: Memory | None = None) -> KeptShop:
    """The shop that runs, behind a cache."""
    store = store or Memory()
    app = Counting(shop.app)
    running = runtime.current()
    fresh, parts = PageCache(shop.app, running, None), PageCache(shop.app, running, None, Memo())
    return KeptShop(shop, PageCache(app, running, store, Memo()), fresh, parts, app, store)  # type: ignore[arg-type]


def text_of(answer: TestResponse) -> str:
    """An answer's text, whatever it was compressed with."""
    import gzip

    import brotli

    body = answer.get_data()
    encoding = answer.headers.get("Content-Encoding", "")
    if encoding == "gzip":
        body = gzip.decompress(body)
    elif encoding == "br":
        body = brotli.decompress(body)
    return body.decode()
