"""Error pages that help: in the buyer's language, in the shop's frame, without a trace."""

from __future__ import annotations

import logging
from typing import Any, NamedTuple

from flask import Response, current_app, make_response

from storefront.i18n import Message
from storefront.web.rendering import render_page
from storefront.web.shopper import shopper

log = logging.getLogger(__name__)
OWN = frozenset({400, 403, 404, 410, 422, 429, 503})


class ErrorPage(NamedTuple):
    """errors/*.html"""

    message: str = ""
    links: tuple[Any, ...] = ()
    cards: tuple[Any, ...] = ()


def error_page(code: int, message: Message | None = None, trace_id: str = "") -> Response:
    """The page of a status; 500 stands alone and needs nothing that may be broken."""
    if code not in OWN and 400 <= code < 500:
        shown = 400
    else:
        shown = code
    if shown in OWN:
        try:
            visitor = shopper()
            page = ErrorPage(visitor.t(message))
            return render_page(f"errors/{shown}.html", page, title=str(code), status=code, robots="noindex")
        except Exception:
            log.exception("the error page %s itself failed", code)
    template = current_app.jinja_env.get_template("errors/500.html")
    return make_response(template.render(trace_id=trace_id), code if code >= 500 else 500)
