"""htmx's header names, and the one place that decides: a whole page or a block of it."""

from __future__ import annotations

from urllib.parse import quote

from flask import Response, request
from flask_htmx import HTMX

htmx = HTMX()
# htmx 4's own names, which flask-htmx 0.4 does not know yet
REQUEST_TYPE = "HX-Request-Type"
PTAG = "HX-PTag"
# what may stand in an address as it is
ADDRESS = "/?&=%+,;:@!$'()*~"


def wants_block() -> bool:
    """Only a partial request gets a block; boosted and history requests get whole pages."""
    whole = htmx.boosted or htmx.history_restore_request
    return not whole and request.headers.get(REQUEST_TYPE) == "partial"


def current_url() -> str:
    """The address in the browser's bar when htmx asked."""
    return htmx.current_url or ""


def target_id() -> str:
    """The id of the element that will be swapped: HX-Target is tag#id."""
    return (htmx.target or "").partition("#")[2]


def for_body(response: Response) -> Response:
    """A whole page where a block was asked for (a redirect led elsewhere) takes the whole page's place."""
    response.headers["HX-Retarget"] = "body"
    response.headers["HX-Reswap"] = "outerHTML"
    if request.method == "GET":
        # encoded again: a line end in an address has no place in a header
        response.headers["HX-Push-Url"] = quote(request.full_path.rstrip("?"), safe=ADDRESS)
    return response


def varied(response: Response) -> Response:
    """Say that the answer depends on the kind of request; partial answers are not stored."""
    response.vary.add(REQUEST_TYPE)
    if wants_block():
        response.headers["Cache-Control"] = "no-store"
    return response
