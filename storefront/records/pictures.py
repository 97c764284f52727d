"""Pictures carried beside a file, in <FILE>.media: the files a product's pictures consist of, named by content."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from PIL import Image, UnidentifiedImageError

from storefront.catalogue.image_view import TYPES, media_path
from storefront.catalogue.images import write
from storefront.catalogue.previews import SHARED
from storefront.records import reasons
from storefront.records.kinds import Fault, Record

_DIGEST = re.compile(r"[0-9a-f]{64}")
_FORMATS = {*TYPES, SHARED, "svg"}
_WIDEST = 10_000
# a drawing is shown as a picture only; what could act in it does not come in
_ACTS = re.compile(rb"<script|<foreignobject|\bon[a-z]+\s*=|javascript:|<!entity", re.IGNORECASE)


def folder_beside(path: Path) -> Path:
    """Where the pictures of a file lie."""
    return path.with_name(f"{path.name}.media")


def files_of(image: Mapping[str, Any]) -> list[str]:
    """The files of a picture, below the media folder; none where it was not fetched yet."""
    digest = image["digest"]
    if not digest:
        return []
    shared = [media_path(digest, SHARED)] if SHARED in image["formats"] else []
    if image["kind"] == "drawing":
        return [media_path(digest, "svg"), *shared]
    names = [name for name in image["formats"] if name in TYPES]
    return [media_path(digest, name, width) for name in names for width in image["widths"]] + shared


def copy(images: Sequence[Mapping[str, Any]], source: Path, target: Path) -> int:
    """Copy the files of pictures that are not there yet; how many are missing in the source."""
    missing = 0
    for name in dict.fromkeys(name for image in images for name in files_of(image)):
        if (target / name).exists():
            continue
        if (source / name).is_file():
            write(target / name, (source / name).read_bytes())
        else:
            missing += 1
    return missing


def faults(record: Record, beside: Path, media: Path) -> Iterator[Fault]:
    """What is wrong with a product's pictures and their files."""
    for number, image in enumerate(record["images"]):
        where = f"images[{number}]"
        if image["digest"] and not _is_good(image):
            yield Fault(where, str(image["digest"])[:60], reasons.NO_PICTURE_FORMAT)
            continue
        for name in files_of(image):
            if (media / name).is_file():
                continue
            file = beside / name
            if not file.is_file():
                yield Fault(where, name, reasons.NO_PICTURE, {"file": name})
            elif not _is_what_it_says(file, image["digest"]):
                yield Fault(where, name, reasons.WRONG_PICTURE, {"file": name})


def _is_good(image: Record) -> bool:
    widths, formats = image["widths"], image["formats"]
    if not _DIGEST.fullmatch(image["digest"]) or set(formats) - _FORMATS or not isinstance(widths, list):
        return False
    if any(isinstance(one, bool) or not isinstance(one, int) or not 0 < one <= _WIDEST for one in widths):
        return False
    return image["kind"] == "drawing" or bool(widths and image["width"] and "webp" in formats)


def _is_what_it_says(file: Path, digest: str) -> bool:
    """A drawing is named by its content; of the others format and width are looked at."""
    if file.suffix == ".svg":
        data = file.read_bytes()
        return hashlib.sha256(data).hexdigest() == digest and not _ACTS.search(data)
    wanted = {".jpg": "JPEG", ".avif": "AVIF", ".webp": "WEBP"}[file.suffix]
    width = file.stem.partition("-")[2]
    try:
        with Image.open(file, formats=[wanted]) as picture:
            return not width or picture.width == int(width)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return False
