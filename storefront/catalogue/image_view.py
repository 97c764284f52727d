"""A stored picture as templates draw it: addresses below /media/, sizes, words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from storefront.catalogue.contexts import ImageView
from storefront.catalogue.previews import DRAWN_CANVAS, SHARED, SharedImage, shared_size
from storefront.catalogue.tables import Image
from storefront.catalogue.words import label
from storefront.statements import Statement

MEDIA = "/media/"
TYPES = {"avif": "image/avif", "webp": "image/webp"}
# the pictures of some products, in order
IMAGES = Statement(lambda given: Image.select().where(Image.product.in_(given.ids)).order_by(Image.position))
PLACEHOLDER = ImageView(url="", width=4, height=3, placeholder=True)


def image_view(row: Mapping[str, Any] | None, languages: Sequence[str] = (), title: str = "") -> ImageView:
    """The picture of an Image row; a placeholder where there is none or it was not fetched yet."""
    if row is None or not row["digest"]:
        alt = label(row["alt"], languages, title) if row else title
        return ImageView("", PLACEHOLDER.width, PLACEHOLDER.height, alt, placeholder=True)
    alt = label(row["alt"], languages, title)
    if row["kind"] == "drawing":
        url = media_url(row["digest"], "svg")
        size = (row["width"], row["height"])
        return ImageView(url, *size, alt, ground=row["ground"], drawing=True, shared=_shared(row))
    widths = sorted(row["widths"])
    largest = widths[-1]
    height = round(row["height"] * largest / row["width"])
    sources = tuple(
        (TYPES[name], ", ".join(f"{media_url(row['digest'], name, width)} {width}w" for width in widths))
        for name in sorted(row["formats"])
        if name in TYPES
    )
    url = media_url(row["digest"], "webp", largest)
    return ImageView(url, largest, height, alt, srcset=sources, ground=row["ground"], shared=_shared(row))


def _shared(row: Mapping[str, Any]) -> SharedImage | None:
    """The picture as a JPEG, where one is kept."""
    if SHARED not in row["formats"]:
        return None
    url = media_url(row["digest"], SHARED)
    if row["kind"] == "drawing":
        return SharedImage(url, *DRAWN_CANVAS)
    return SharedImage(url, *shared_size(row["width"], row["height"]))


def first_images(rows: Iterable[dict[str, Any]]) -> dict[int, dict[str, Any]]:
    """Each product's first picture that is here, else its first; rows in order of position."""
    found: dict[int, dict[str, Any]] = {}
    for row in rows:
        known = found.get(row["product"])
        if known is None or (row["digest"] and not known["digest"]):
            found[row["product"]] = row
    return found


def media_url(digest: str, ending: str, width: int | None = None) -> str:
    """Where a stored file is served: its name says what is in it, so it never changes."""
    return MEDIA + media_path(digest, ending, width)


def media_path(digest: str, ending: str, width: int | None = None) -> str:
    """Where a stored file lies below the media folder."""
    size = "" if width is None else f"-{width}"
    return f"{digest[:2]}/{digest}{size}.{ending}"
