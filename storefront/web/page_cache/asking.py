"""Which kept page a request asks for: path, query, market, audiences, whole page or block.

Flask is not woken for it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode

from werkzeug.datastructures import Accept
from werkzeug.http import parse_accept_header, parse_cookie

# the first parts of paths, after the language, whose pages may be kept
PLACES = frozenset({"", "c", "p", "search", "sellers", "pages"})
# added by whoever links to us; no page of ours depends on them
TRACKING = re.compile(r"^(utm_\w+|gclid|fbclid|msclkid|dclid|yclid|mc_[ce]id|_ga|ref)$")
# longer ones are nobody's bookmark: they are drawn and not kept
LONGEST_QUERY = 500


@dataclass(frozen=True, slots=True)
class Asked:
    """A request that a kept page may answer."""

    path: str
    query: str
    language: str
    named_market: str
    block: str


def asked_for(environ: Mapping[str, Any], languages: frozenset[str]) -> Asked | None:
    """What is asked for; None: a kept page is no answer to it."""
    if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
        return None
    path = environ["PATH_INFO"]
    parts = path.split("/", 3)
    if len(parts) < 3 or parts[1] not in languages or parts[2] not in PLACES or "\0" in path:
        return None
    query, market = canonical(environ.get("QUERY_STRING", ""))
    if len(query) > LONGEST_QUERY:
        return None
    return Asked(path, query, parts[1], market, _block(environ))


@lru_cache(maxsize=4096)
def canonical(query: str) -> tuple[str, str]:
    """The query in one order and without what others added; and the market it names."""
    if not query:
        return "", ""
    try:
        pairs = sorted((k, v) for k, v in parse_qsl(query, keep_blank_values=True) if not TRACKING.match(k))
    except ValueError:
        return query, ""
    market = next((value for key, value in pairs if key == "market"), "")
    return urlencode(pairs, quote_via=quote), market


def _block(environ: Mapping[str, Any]) -> str:
    """The element htmx asks for; "" is the whole page (see storefront.web.htmx)."""
    if environ.get("HTTP_HX_REQUEST_TYPE") != "partial":
        return ""
    if environ.get("HTTP_HX_BOOSTED") == "true" or environ.get("HTTP_HX_HISTORY_RESTORE_REQUEST") == "true":
        return ""
    return f"partial {environ.get('HTTP_HX_TARGET', '')[:100]}"


@lru_cache(maxsize=4096)
def cookies_of(header: str) -> Mapping[str, str]:
    """The cookies of a request."""
    return parse_cookie(header)


@lru_cache(maxsize=256)
def encoding_of(accepted: str, holed: bool) -> str:
    """The encoding to answer in; a page with holes is never brotli, whose streams cannot be put together."""
    weights = parse_accept_header(accepted, Accept)
    return next((name for name in (("gzip",) if holed else ("br", "gzip")) if weights.quality(name) > 0), "")
