"""Product descriptions: other people's HTML or plain text as HTML that may be shown."""

from __future__ import annotations

import html
import re

import nh3

from storefront.catalogue.importers import reasons
from storefront.catalogue.importers.cells import BadCell

BODY_LIMIT = 100_000
_TAGS = {"p", "br", "ul", "ol", "li", "strong", "em", "b", "i", "h3", "a"} | {
    "table", "thead", "tbody", "tfoot", "tr", "th", "td", "caption",
}  # fmt: skip
_ATTRIBUTES = {"a": {"href"}, "th": {"colspan", "rowspan"}, "td": {"colspan", "rowspan"}}
_TAG = re.compile(r"<\s*/?\s*[a-z][^>]*>", re.IGNORECASE)
_BLOCK = re.compile(r"<\s*(?:p|br|ul|ol|table|h3|div|h[1-6]|li)\b", re.IGNORECASE)
_HEADING = re.compile(r"<(/?)\s*h[1-6]\b[^>]*>", re.IGNORECASE)
_DIVISION = re.compile(r"<(/?)\s*(?:div|section|article|blockquote|pre)\b[^>]*>", re.IGNORECASE)
_EMPTY = re.compile(r"<(p|h3|li|ul|ol|strong|em|b|i)>(?:\s|&nbsp;|<br>)*</\1>\s*")
# What page builders leave behind when their plugin is gone.
_SHORTCODE = re.compile(
    r"\[/?(?:vc_|et_pb_|fusion_|gallery|caption|embed|video|audio|playlist)[^\]\n]*\]"
)


def clean_html(text: str) -> str:
    """The description as safe HTML; plain text becomes paragraphs."""
    if len(text) > BODY_LIMIT:
        raise BadCell(reasons.TOO_LONG, found=str(len(text)), limit=str(BODY_LIMIT))
    text = _SHORTCODE.sub("", text)
    if not _TAG.search(text):
        return paragraphs(html.escape(html.unescape(text), quote=False))
    if not _BLOCK.search(text):
        text = paragraphs(text)
    return _cleaned(text)


def paragraphs(text: str) -> str:
    """Blank lines part paragraphs, single ones break lines."""
    blocks = (block.strip() for block in re.split(r"\n\s*\n", text))
    return "".join(f"<p>{block.replace(chr(10), '<br>')}</p>" for block in blocks if block)


def _cleaned(text: str) -> str:
    text = _HEADING.sub(r"<\1h3>", text)
    text = _DIVISION.sub(r"<\1p>", text)
    text = nh3.clean(
        text,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        attribute_filter=_kept_attribute,
        url_schemes={"http", "https"},
        link_rel="nofollow noopener noreferrer",
    )
    before = None
    while before != text:  # an emptied list item leaves an empty list
        before, text = text, _EMPTY.sub("", text)
    return text.strip()


def _kept_attribute(tag: str, attribute: str, value: str) -> str | None:
    if attribute == "href" and not value.casefold().startswith(("http://", "https://")):
        return None
    return value
