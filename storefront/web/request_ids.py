"""A name for each request: what a log line and the audit trail share."""

from __future__ import annotations

import re
import secrets

from flask import g, request

# what a proxy in front of us may give; anything else is not believed
_GIVEN = re.compile(r"[A-Za-z0-9._-]{8,64}")


def request_id() -> str:
    """The present request's: the proxy's X-Request-ID, else one of our own."""
    if "request_id" not in g:
        given = request.headers.get("X-Request-ID", "")
        g.request_id = given if _GIVEN.fullmatch(given) else secrets.token_hex(8)
    found: str = g.request_id
    return found
