"""/_fragments: deferred and live fragments, rebuilt from their page's path with its own checks."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

from flask import Blueprint, Response, current_app, g, make_response, request
from markupsafe import Markup
from werkzeug.exceptions import HTTPException

from storefront.errors import StorefrontError
from storefront.web import htmx
from storefront.web.shopper import shopper
from storefront.web.slots import EVERYWHERE, Prepared, element_id, ptag

pages = Blueprint("fragments", __name__)


@pages.get("/_fragments")
def fragments() -> Response:
    """?path=/en/p/kettle&names=a,b: the named fragments of that page; unknown names answer empty."""
    names = frozenset(request.args.get("names", "")[:500].split(","))
    slots = _slots_of(request.args.get("path", "")[:2000])
    if slots is None:
        return _answer("")
    visitor = shopper()
    prepared = Prepared(visitor, slots, names)
    parts = []
    live = False
    for slot, pairs in visitor.runtime.fragments.items():
        for plugin, fragment in pairs:
            if fragment.name not in names or slot not in slots:
                continue
            live = live or fragment.delivery == "live"
            for subject in slots[slot]:
                html = prepared.fragment(slot, plugin, fragment, subject)
                parts.append((element_id(fragment, subject), html))
    if live and len(parts) == 1:
        return _live(parts[0][1])
    wrapped = [
        Markup('<hx-partial hx-target="#{}" hx-swap="outerHTML">{}</hx-partial>').format(name, html)
        for name, html in parts
    ]
    # a followed link shows the one piece; htmx puts each into its place
    alone = len(parts) == 1 and not htmx.htmx
    return _answer(str(parts[0][1] if alone else Markup("").join(wrapped)))


def _slots_of(address: str) -> dict[str, Sequence[object]] | None:
    """What the page behind a path would put into its slots; None where there is no such page.

    From then on the shopper is the one that page had.
    """
    # judged before it is taken apart: urlsplit raises on "//["
    if not address.startswith("/") or address.startswith("//") or "only_fragments" in g:
        return None
    parts = urlsplit(address)
    try:
        endpoint, values = current_app.url_map.bind("localhost").match(parts.path, method="GET")
    except HTTPException:
        return None
    headers = {name: request.headers[name] for name in ("Cookie", "Accept-Language") if name in request.headers}
    # its own application context: the page's g is not this request's
    with (
        current_app.app_context(),
        current_app.test_request_context(parts.path, query_string=parts.query, headers=headers),
    ):
        g.only_fragments, g.slots = True, None
        try:
            if current_app.preprocess_request() is not None:
                return None
            current_app.view_functions[endpoint](**{k: v for k, v in values.items() if k != "lang"})
        except (HTTPException, StorefrontError):
            return None
        slots: dict[str, Sequence[object]] | None = g.slots
        inner = shopper()
        _ = inner.context, inner.viewer  # they ask that page's request, not this one
    if slots is None:
        return None
    g.shopper, g.language = inner, inner.language
    return {**EVERYWHERE, **slots}


def _live(html: str) -> Response:
    """A live fragment: 304 while it is what the browser has."""
    tag = ptag(html)
    if request.headers.get(htmx.PTAG) == tag:
        response = make_response("", 304)
    else:
        response = _answer(html)
    response.headers[htmx.PTAG] = tag
    return response


def _answer(html: str) -> Response:
    response = make_response(html)
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
