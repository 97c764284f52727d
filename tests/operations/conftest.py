"""A small shop behind everything that stands before Flask, in this process."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import pytest
from small_shop import SmallShop, shipped_model
from werkzeug.test import Client

from storefront.wsgi import ShopServer


@dataclass
class Fronted:
    """A shop and what a server would call."""

    shop: SmallShop
    server: ShopServer

    def browser(self, address: str = "203.0.113.7") -> Client:
        """A browser at an address of its own."""
        return Client(From(self.server, address))


class From:
    """The server, asked from an address."""

    def __init__(self, server: ShopServer, address: str) -> None:
        self._server, self._address = server, address

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        return self._server({**environ, "REMOTE_ADDR": self._address}, start_response)


@pytest.fixture
def fronted(make_shop: Callable[..., SmallShop]) -> Callable[..., Fronted]:
    """fronted(serve=…, log=…, limits=…): a kettle for sale, settings changed as said."""

    def make(database_url: str = "", **changed: Any) -> Fronted:
        shop = make_shop(shipped_model(), database_url=database_url)
        shop.offer("kettle", shipped_model(), 2000, category="kitchen")
        server = ShopServer(replace(shop.settings, **changed))
        shop.app = server.app
        return Fronted(shop, server)

    return make
