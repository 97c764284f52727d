"""Descriptions from outside: the one place where their HTML is cleaned before it is kept."""

from __future__ import annotations

import re
from html import unescape

import nh3

TAGS = {"p", "br", "ul", "ol", "li", "strong", "em", "b", "i", "h3", "a"} | {
    "table", "thead", "tbody", "tfoot", "tr", "th", "td", "caption",
}  # fmt: skip
ATTRIBUTES = {"a": {"href"}, "th": {"colspan", "rowspan"}, "td": {"colspan", "rowspan"}}
_TAG = re.compile(r"<[^>]*>")


def cleaned(text: str) -> str:
    """The HTML with only harmless tags, and links only to http and https addresses."""
    if "<" not in text and "&" not in text:
        return text.strip()
    return nh3.clean(
        text,
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes={"http", "https"},
        link_rel="nofollow noopener noreferrer",
    ).strip()


def plain(text: str) -> str:
    """The words of cleaned HTML."""
    return " ".join(unescape(_TAG.sub(" ", text)).split())
