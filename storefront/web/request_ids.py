"""A name for each request: what log lines, the answer's header, the 500 page and the audit trail share."""

from __future__ import annotations

import re
import secrets
from collections.abc import MutableMapping
from typing import Any

from flask import Flask, Response, request

from storefront import logs

HEADER = "X-Request-ID"
GIVEN_KEY = "HTTP_X_REQUEST_ID"
# Flask was woken for the request
DRAWN_KEY = "storefront.drawn"
_KEPT_KEY = "storefront.request_id"
# what a proxy in front of us may give; anything else is not believed
_SANE = re.compile(r"[A-Za-z0-9._-]{8,64}")


def name_request(environ: MutableMapping[str, Any]) -> str:
    """The request's id, made at the first asking; log lines of this thread carry it from now on."""
    found: str | None = environ.get(_KEPT_KEY)
    if found is None:
        found = sane(environ.get(GIVEN_KEY, "")) or secrets.token_hex(8)
        environ[_KEPT_KEY] = found
    logs.request_id.set(found)
    return found


def sane(given: str) -> str:
    """What a proxy gave, "" where it is nothing that could stand in a log."""
    return given if _SANE.fullmatch(given) else ""


def request_id() -> str:
    """The present request's: the proxy's X-Request-ID, else one of our own."""
    return name_request(request.environ)


def set_up_request_ids(app: Flask) -> None:
    """Every answer of an application says its request's id."""

    @app.before_request
    def name_it() -> None:
        request_id()
        request.environ[DRAWN_KEY] = True

    @app.after_request
    def say_it(response: Response) -> Response:
        response.headers[HEADER] = request_id()
        return response
