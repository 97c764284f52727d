"""What a page that is being drawn says about being kept; the layer puts it into the request's environ."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from storefront.values import Kept

ENVIRON_KEY = "storefront.recording"


@dataclass(frozen=True)
class Hole:
    """A private fragment's place: drawn for each request."""

    slot: str
    fragment: str
    subject: Any


@dataclass
class Recording:
    """One page on its way into the cache.

    holed: private fragments are left out (somebody is known); else they are drawn as for a stranger.
    tags and valid_until say until when the page is right; without tags it is not kept.
    """

    holed: bool
    tags: set[str] = field(default_factory=set)
    valid_until: datetime | None = None
    keep: bool = False
    shown_sku: str = ""
    holes: list[Hole] = field(default_factory=list)
    mark: str = field(default_factory=lambda: secrets.token_hex(16))

    def shows(self, kept: Kept) -> None:
        """The page shows this too."""
        self.tags.update(kept.tags)
        moment = kept.valid_until
        if moment is not None and (self.valid_until is None or moment < self.valid_until):
            self.valid_until = moment

    def hole(self, slot: str, fragment: str, subject: Any) -> str:
        """Leave a hole; the mark that stands in its place cannot be guessed by whoever writes texts."""
        self.holes.append(Hole(slot, fragment, subject))
        return f"<!--{self.mark}:{len(self.holes) - 1}-->"

    def pieces(self, html: str) -> list[str | Hole]:
        """The page taken apart at its marks."""
        parts: list[str | Hole] = []
        for number, text in enumerate(html.split(f"<!--{self.mark}:")):
            if number:
                index, _sign, text = text.partition("-->")
                parts.append(self.holes[int(index)])
            if text:
                parts.append(text)
        return parts
