"""A small shop in a folder, served by the command line, and plain HTTP browsers for it."""

from __future__ import annotations

import http.client
import os
import re
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from flask import Flask
from forked import storefront

from storefront import plugin_manager, runtime
from storefront.app import create_app
from storefront.cart.actions import add_to_cart, new_cart, save_answer
from storefront.cart.loading import load_cart
from storefront.catalogue.actions import save_category, save_offer, save_product
from storefront.catalogue.drafts import (
    CategoryDraft,
    CategoryTextDraft,
    OfferDraft,
    ProductDraft,
    ProductTextDraft,
    VariantDraft,
)
from storefront.catalogue.tables import Offer, Variant
from storefront.db import utc_now
from storefront.founding import SELLER_SLUG
from storefront.settings import Settings
from storefront.values import Buyer, Context, Market

PAST = datetime(2026, 1, 1, tzinfo=UTC)
LANGUAGES = ("en", "de", "zh-Hans", "ar")
GOOD_CARD = "4242 4242 4242 4242"
ADDRESS = {
    "name": "Anna Berg",
    "street": "Lindenweg 4",
    "postal_code": "10115",
    "city": "Berlin",
    "country": "DE",
}


def shipped_model() -> str:
    """The business model that comes with the shop, as its settings and entry points name it."""
    name = Settings().catalogue.import_model
    assert name in plugin_manager.found_plugins()
    return name


@dataclass
class Page:
    """An answer: status, text, headers."""

    status: int
    text: str
    headers: Mapping[str, str]

    @property
    def plain(self) -> str:
        """The text between the tags."""
        return " ".join(re.sub(r"<[^>]+>", " ", self.text).split())


@dataclass
class Visitor:
    """A browser as small as one can be: cookies, no redirects followed unless asked."""

    address: str
    cookies: dict[str, str] = field(default_factory=lambda: {"market": "DE-EUR"})

    def get(self, path: str) -> Page:
        return self._ask("GET", path, None)

    def post(self, path: str, **form: str) -> Page:
        return self._ask("POST", path, urlencode(form))

    def follow(self, page: Page) -> Page:
        """Where a redirect leads."""
        while page.status in (301, 302, 303):
            parts = urlsplit(page.headers["location"])
            page = self.get(parts.path + (f"?{parts.query}" if parts.query else ""))
        return page

    def _ask(self, method: str, path: str, body: str | None) -> Page:
        connection = http.client.HTTPConnection(self.address, timeout=60)
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            text = answer.read().decode("utf-8", "replace")
        finally:
            connection.close()
        for line in answer.headers.get_all("Set-Cookie") or ():
            for name, morsel in SimpleCookie(line).items():
                self.cookies[name] = morsel.value
        return Page(answer.status, text, {name.lower(): value for name, value in answer.headers.items()})


@dataclass
class SmallShop:
    """A shop's folder and database; in this process it runs too, to prepare carts and to look."""

    home: Path
    database_url: str
    settings: Settings
    app: Flask
    more: dict[str, str] = field(default_factory=dict)
    """Further variables of the environment its commands run in."""

    @property
    def environ(self) -> dict[str, str]:
        return {
            **os.environ,
            "STOREFRONT_HOME": str(self.home),
            "STOREFRONT_DATABASE": self.database_url,
            "STOREFRONT_LOG": "WARNING",
            **self.more,
        }

    def command(self, *words: str) -> subprocess.CompletedProcess[str]:
        """A command of the command line."""
        return storefront(self.environ, *words)

    def done(self, *words: str) -> str:
        """The output of a command that must succeed."""
        ended = self.command(*words)
        assert ended.returncode == 0, ended.stdout + ended.stderr
        return ended.stdout

    def again(self) -> None:
        """Build the shop of this process anew, after plugins changed."""
        self.app = create_app(self.settings)
        self.app.testing = True

    def offer(
        self,
        slug: str,
        model: str,
        price: int = 2000,
        *,
        stock: int | None = 10,
        audience: str = "",
        category: str = "",
        titles: Mapping[str, str] | None = None,
    ) -> int:
        """A product of one variant (SKU: slug-1) with an offer of this model; the offer's id."""
        if category and not _category_exists(category):
            texts = {tag: CategoryTextDraft(f"{category} {tag}") for tag in LANGUAGES}
            save_category(CategoryDraft(category, texts))
        sku = f"{slug}-1"
        if not Variant.select().where(Variant.sku == sku).exists():
            texts = {tag: ProductTextDraft((titles or {}).get(tag, f"{slug} {tag}")) for tag in LANGUAGES}
            save_product(ProductDraft(slug, texts, (VariantDraft(sku, weight_grams=400),), category), PAST)
        draft = OfferDraft(sku, SELLER_SLUG, model, "EUR", price, stock=stock, audience=audience, tax_country="DE")
        save_offer(draft, PAST)
        return int(
            Offer.select(Offer.id)
            .join(Variant)
            .where(Variant.sku == sku, Offer.business_model == model, Offer.audience == audience)
            .scalar()
        )

    def context(self, keys: frozenset[str] = frozenset()) -> Context:
        shop = runtime.current()
        asked = Context(shop.shop, Market("DE", "EUR"), "en", Buyer(email="anna@example.com", keys=keys), utc_now())
        audiences = shop.audiences(asked)
        return Context(asked.shop, asked.market, "en", asked.buyer, asked.now, audiences=audiences)

    def cart(
        self,
        *offers: tuple[int, int],
        keys: frozenset[str] = frozenset(),
        card: str = "sandbox-card",
        email: str = "anna@example.com",
    ) -> str:
        """A cart of (offer, pieces) with every step of the checkout answered; its token."""
        context, token = self.context(keys), new_cart()
        for offer, quantity in offers:
            add_to_cart(token, offer, quantity, {}, context)
        save_answer(token, "contact", {"email": email})
        save_answer(token, "address", ADDRESS)
        save_answer(token, "payment", {"provider": card})
        groups = load_cart(runtime.current(), token, context).groups
        methods = {one.group.key: {"method": one.methods[0].code} for one in groups}
        save_answer(token, "delivery", {"groups": methods})
        members = {one.group.key: {"member": "Anna Berg"} for one in groups}
        save_answer(token, "membership", {"groups": members})
        return token

    def session(self, **values: object) -> dict[str, str]:
        """The cookies of a browser whose session holds these values."""
        signer = self.app.session_interface.get_signing_serializer(self.app)  # type: ignore[attr-defined]
        return {"market": "DE-EUR", "session": signer.dumps(values)}

    @contextmanager
    def served(self, workers: int) -> Iterator[str]:
        """host:port of this shop, served by `storefront serve`."""
        port = _free_port()
        command = [sys.executable, "-m", "storefront.cli", "serve", "--port", str(port), "--workers", str(workers)]
        log = self.home / "served.log"
        with log.open("wb") as out, subprocess.Popen(command, env=self.environ, stdout=out, stderr=out) as server:
            try:
                _wait_for(f"127.0.0.1:{port}", server, log)
                yield f"127.0.0.1:{port}"
            finally:
                server.terminate()
                server.wait(timeout=30)


def fingerprint_of(page: Page) -> str:
    """What the review's button sends back."""
    assert page.status == 200, f"{page.status} {page.headers.get('location', '')} {page.plain[:500]}"
    return fingerprint_in(page.text)


def fingerprint_in(html: str) -> str:
    """The same, from a page's text."""
    found = re.search(r'name="fingerprint"[^>]*value="([^"]+)"', html)
    assert found, html[:2000]
    return found[1]


def press_at_once(buyers: list[Visitor]) -> list[Page]:
    """Each looks at the review, then all press the button in the same moment."""
    start = threading.Barrier(len(buyers))

    def press(buyer: Visitor) -> Page:
        try:
            seen = fingerprint_of(buyer.get("/en/checkout/review"))
        except BaseException:
            start.abort()
            raise
        start.wait(timeout=60)
        return buyer.post("/en/checkout/place", fingerprint=seen)

    with ThreadPoolExecutor(len(buyers)) as threads:
        pressed = [threads.submit(press, buyer) for buyer in buyers]
    errors = [one.exception() for one in pressed]
    # who waited for the others says only that one of them failed
    for error in sorted(filter(None, errors), key=lambda one: isinstance(one, threading.BrokenBarrierError)):
        raise error
    return [one.result() for one in pressed]


def _category_exists(slug: str) -> bool:
    from storefront.catalogue.tables import Category

    return bool(Category.select().where(Category.slug == slug).exists())


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _wait_for(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    for _turn in range(300):
        if server.poll() is not None:
            break
        try:
            if Visitor(address).get("/healthz").status == 200:
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"the server does not answer: {log.read_text(encoding='utf-8')[-2000:]}")
