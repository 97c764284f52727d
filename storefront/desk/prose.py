"""A description as it is typed: plain paragraphs, or HTML where somebody writes HTML."""

from __future__ import annotations

import re
import unicodedata
from html import escape, unescape

from storefront.forms import is_control

_TAG = re.compile(r"</?(?:p|br|ul|ol|li|strong|em|b|i|h3|a|table|thead|tbody|tfoot|tr|th|td|caption)\b[^>]*>", re.I)
_PLAIN = re.compile(r"<p>(?P<text>[^<]*(?:<br>[^<]*)*)</p>\s*")


def one_line(text: str) -> str:
    """A line of words, composed, without control characters and stray spaces; spaces that do not break stay."""
    kept = "".join(" " if c in "\t\r\n" else c for c in text if c in "\t\r\n" or not is_control(c))
    return re.sub(r" +", " ", unicodedata.normalize("NFC", kept)).strip()


def unchanged(typed: str, saved: str) -> bool:
    """Whether a form brings back what it was given; browsers write line ends in their own way."""
    return typed.replace("\r\n", "\n").strip() == saved.replace("\r\n", "\n").strip()


def as_html(typed: str) -> str:
    """What is kept: paragraphs where blank lines part them; HTML stays as it is."""
    text = typed.replace("\r\n", "\n").strip()
    if not text or _TAG.search(text):
        return text
    parts = [part.strip() for part in re.split(r"\n\s*\n", text)]
    return "\n".join(f"<p>{escape(part, quote=False).replace(chr(10), '<br>')}</p>" for part in parts if part)


def as_typed(html: str) -> str:
    """The same for the form: plain where it is nothing but paragraphs."""
    if not html or _PLAIN.sub("", html).strip():
        return html if "<" in html else unescape(html)
    parts = [match["text"].replace("<br>", "\n") for match in _PLAIN.finditer(html)]
    return "\n\n".join(unescape(part) for part in parts)
