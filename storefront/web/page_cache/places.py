"""The kinds of pages that are kept, each with its limit and with the numbers that count its answers."""

from __future__ import annotations

from dataclasses import dataclass

from storefront.counts import Cell, cell
from storefront.settings import LimitSettings
from storefront.web.page_limits import PageLimit, page_limits

# by the first part of the path after the language
KINDS = {"": "home", "c": "category", "p": "product", "search": "search", "sellers": "seller", "pages": "content"}


@dataclass(frozen=True, slots=True)
class Place:
    """One kind; whole, unchanged (304) and holed count what was answered without waking Flask."""

    kind: str
    limit: PageLimit | None
    whole: Cell
    unchanged: Cell
    holed: Cell


class Places:
    """Those of one application."""

    def __init__(self, settings: LimitSettings) -> None:
        limited = page_limits(settings)
        self._places = {kind: _place(kind, limited.get(kind)) for kind in (*KINDS.values(), "suggest")}

    def of(self, path: str) -> Place:
        """The kind of page at a path that asked_for() has let through."""
        kind = KINDS[path.split("/", 3)[2]]
        return self._places["suggest" if kind == "search" and path.endswith("/suggest") else kind]


def _place(kind: str, limit: PageLimit | None) -> Place:
    return Place(
        kind,
        limit,
        cell("requests", kind, "200", "kept"),
        cell("requests", kind, "304", "kept"),
        cell("requests", kind, "200", "filled"),
    )
