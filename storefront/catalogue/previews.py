"""A picture beside a link elsewhere: one JPEG, which everyone who draws previews reads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

# the file's ending; photographs are kept up to this width, drawings on exactly this canvas
SHARED = "jpg"
SHARED_WIDTH = 1200
DRAWN_CANVAS = (1200, 630)


@dataclass(frozen=True)
class SharedImage:
    """A picture as others show it beside a link."""

    url: Annotated[str, "The file"]
    width: Annotated[int, "Its width in pixels"]
    height: Annotated[int, "Its height in pixels"]


def shared_size(width: int, height: int) -> tuple[int, int]:
    """How large a photograph's JPEG is."""
    kept = min(width, SHARED_WIDTH)
    return kept, max(round(height * kept / width), 1)
