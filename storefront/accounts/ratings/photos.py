"""A review's photos: private until it is published, public while it is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import peewee

from storefront.accounts.ratings.rules import PUBLISHED
from storefront.accounts.ratings.summaries import recount
from storefront.accounts.ratings.tables import Review
from storefront.catalogue.images import ImageRefused, store_image
from storefront.catalogue.tables import Image
from storefront.db import transaction, utc_now
from storefront.records.pictures import files_of
from storefront.uploads.files import path_of
from storefront.uploads.queries import uploads_of


def show_photos(review_id: int, private: Path, media: Path) -> None:
    """Make public what a published review shows, and take back what no review shows any more; may be called again."""
    review = Review.get_or_none(Review.id == review_id)
    if review is None:
        return
    subject = f"review:{review_id}"
    kept = uploads_of([subject])[subject] if review.state == PUBLISHED else []
    shown = [picture for upload in kept if (picture := _made_public(path_of(private, upload.digest, "image"), media))]
    before = list(review.pictures)
    if not _show(review_id, shown):
        # hidden meanwhile: what hid it has written a row of its own
        _take_away(shown, media)
        return
    _take_away([one for one in before if one not in shown], media)


def _made_public(path: Path, media: Path) -> dict[str, Any] | None:
    try:
        stored = store_image(path.read_bytes(), media)
    except (OSError, ImageRefused):
        return None
    return {
        "kind": stored.kind, "digest": stored.digest, "width": stored.width, "height": stored.height,
        "widths": list(stored.widths), "formats": list(stored.formats), "ground": stored.ground, "alt": {},
    }  # fmt: skip


@transaction()
def _show(review_id: int, pictures: list[dict[str, Any]]) -> bool:
    """Write what is shown, if the review is still published, or nothing is."""
    mine = Review.id == review_id
    if pictures:
        mine &= Review.state == PUBLISHED
    changed = Review.update(pictures=pictures, photos=len(pictures)).where(mine).execute()
    review = Review.get_or_none(Review.id == review_id)
    if changed and review is not None:
        recount(review.product_id, review.seller_id, utc_now())
    return bool(changed)


def _take_away(pictures: list[dict[str, Any]], media: Path) -> None:
    """Delete public files that nothing else shows."""
    # as text: compared with the field itself, the pattern would be written as JSON
    said: Any = peewee.fn.LOWER(Review.pictures)
    for picture in pictures:
        digest = picture["digest"]
        elsewhere = Review.select().where(said.contains(digest)).exists()
        if not elsewhere and not Image.select().where(Image.digest == digest).exists():
            for name in files_of(picture):
                (media / name).unlink(missing_ok=True)
