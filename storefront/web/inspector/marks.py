"""Fragments that say of themselves what they are: data attributes at their root element, and only with --debug."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from flask import current_app, g, has_request_context, request
from markupsafe import Markup

from storefront.values import Fragment
from storefront.web.page_cache.asking import asked_for

EXTENSION = "inspector"
_ROOT = re.compile(r"\s*<[a-zA-Z][\w-]*")


@dataclass(frozen=True)
class Inspector:
    """What an app that is served with --debug remembers: the languages of its pages, and where it looks for files."""

    languages: frozenset[str]
    folders: tuple[Path, ...] = field(default=())


def inspector() -> Inspector | None:
    """The app's inspector; None without --debug."""
    found: Inspector | None = current_app.extensions.get(EXTENSION)
    return found


def marked(html: str, plugin: str, fragment: Fragment, file: str, seconds: float) -> str:
    """The fragment with what it is at its root element."""
    root = _ROOT.match(html)
    if root is None:
        return html
    facts = {
        "fragment": fragment.name,
        "slot": fragment.slot,
        "template": _shown(file),
        "owner": plugin,
        "delivery": fragment.delivery,
        "cache": cache_state(fragment),
        "ms": f"{seconds * 1000:.1f}",
    }
    said = Markup("").join(Markup(' data-piece-{}="{}"').format(name, value) for name, value in facts.items())
    return html[: root.end()] + str(said) + html[root.end() :]


def cache_state(fragment: Fragment) -> str:
    """What becomes of it without --debug: "kept" with its page, a "hole" in a kept page, or "drawn" each time."""
    found = inspector()
    if found is None or not has_request_context():
        return "drawn"
    environ = request.environ
    if environ["PATH_INFO"] == "/_fragments" or asked_for(environ, found.languages) is None:
        return "drawn"
    return "hole" if fragment.scope == "private" else "kept"


def note_slot(slot: str, is_empty: bool) -> None:
    """Remember that the page has this slot, and whether anything is in it."""
    if has_request_context():
        slots: dict[str, bool] = g.setdefault("inspected_slots", {})
        slots[slot] = slots.get(slot, True) and is_empty


def _shown(file: str) -> str:
    """A template's file from templates/ on, with the folder that owns it."""
    parts = Path(file).parts
    if "templates" not in parts:
        return file
    place = len(parts) - 1 - parts[::-1].index("templates")
    return "/".join(parts[max(place - 1, 0) :])
