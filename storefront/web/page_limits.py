"""How often one network may ask for pages that cost something, or send a cart or a checkout.

Kept pages are answered before Flask, so searches are counted there, in this process alone. Who is on this machine
is not limited: a proxy whose word is not taken ([serve] trusted_proxies) must not make all shoppers one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import Flask, request

from storefront import counts
from storefront.settings import LimitSettings
from storefront.web.limits import OwnCounter, TooMany, limits, network_of

# set by the page cache: how many seconds the application shall have the shopper wait, and for which kind of page
WAIT_KEY, KIND_KEY = "storefront.wait", "storefront.kind"
WINDOW_SECONDS = 60
# blueprints whose POSTs are counted, and by which setting
SENT = {"cart": "cart", "checkout": "checkout", "pay": "checkout"}


@dataclass
class PageLimit:
    """A kind of page's limit, in this process."""

    most: int
    _counter: OwnCounter = field(default_factory=OwnCounter)

    def wait(self, environ: Mapping[str, Any]) -> int:
        """Count a request; the seconds to wait, 0 where there is nothing to wait for."""
        address = environ.get("REMOTE_ADDR") or ""
        if is_here(address):
            return 0
        number, left = self._counter.add(network_of(address), WINDOW_SECONDS)
        return left if number > self.most else 0


def is_here(address: str) -> bool:
    """Whether somebody asks from this machine, or through a socket file."""
    return address.startswith("127.") or address in ("", "::1", "::ffff:127.0.0.1")


def page_limits(settings: LimitSettings) -> dict[str, PageLimit]:
    """The limits of kinds of pages; what may be asked for any number of times has none."""
    most = {"search": settings.search, "suggest": settings.suggest}
    return {kind: PageLimit(number) for kind, number in most.items() if number > 0}


def set_up_page_limits(app: Flask, settings: LimitSettings) -> None:
    """Refuse what the page cache has counted too often, and count what is sent."""

    @app.before_request
    def refuse() -> None:
        if seconds := request.environ.get(WAIT_KEY):
            counts.count("limited", request.environ[KIND_KEY])
            raise TooMany(seconds)
        kind = SENT.get(request.blueprint or "")
        most = getattr(settings, kind) if kind and request.method == "POST" else 0
        address = request.remote_addr or ""
        if most and kind and not is_here(address):
            limits().check(kind, (network_of(address), most), seconds=WINDOW_SECONDS)
