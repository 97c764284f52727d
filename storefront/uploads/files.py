"""The bytes of uploads: looked at with suspicion, kept beside the shop, never under an address of their own."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from PIL import Image

from storefront.catalogue.images import MOST_BYTES, ImageRefused, jpeg, opened, write
from storefront.errors import Refused
from storefront.forms import cleaned
from storefront.i18n import _

LARGEST_PICTURE, LARGEST_PDF = MOST_BYTES, 10_000_000
LONGEST_SIDE, SMALL_SIDE = 1600, 320
MOST_FILES = 8
ACCEPTED = "image/jpeg,image/png,image/webp,image/avif,image/gif,application/pdf"
Size = Literal["whole", "small"]
SIZES: tuple[Size, ...] = ("whole", "small")


class FileRefused(Refused):
    """A file that is not taken; the message says why and what to do, for its field."""

    code = "file"


@dataclass(frozen=True)
class Sent:
    """A file as it came: its bytes, and the name it had there."""

    name: str
    data: bytes


@dataclass(frozen=True)
class KeptFile:
    """A file in the private folder."""

    kind: Literal["image", "pdf"]
    digest: str
    name: str
    size: int
    width: int = 0
    height: int = 0


def keep_file(sent: Sent, folder: Path) -> KeptFile:
    """Write a photo (anew, upright, small enough) or a PDF into the folder; raises FileRefused."""
    name = cleaned(sent.name.replace("\\", "/").rpartition("/")[2])[-120:] or "file"
    if not sent.data:
        raise FileRefused(_("The file “%(name)s” is empty.", name=name))
    if sent.data.lstrip()[:5].startswith(b"%PDF-"):
        return _keep_pdf(sent.data, name, folder)
    try:
        picture = opened(sent.data)
    except ImageRefused as refusal:
        if len(sent.data) > LARGEST_PICTURE:
            raise FileRefused(refusal.message) from refusal
        words = _("“%(name)s” is neither a photo nor a PDF that can be read. Send JPEG, PNG, WebP or PDF.", name=name)
        raise FileRefused(words) from refusal
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    data = jpeg(picture)
    digest = hashlib.sha256(data).hexdigest()
    small = picture.copy()
    small.thumbnail((SMALL_SIDE, SMALL_SIDE), Image.Resampling.LANCZOS)
    write(path_of(folder, digest, "image"), data)
    write(path_of(folder, digest, "image", "small"), jpeg(small))
    return KeptFile("image", digest, name, len(data), *picture.size)


def _keep_pdf(data: bytes, name: str, folder: Path) -> KeptFile:
    if len(data) > LARGEST_PDF:
        limit = LARGEST_PDF // 10**6
        raise FileRefused(_("“%(name)s” is larger than %(limit)s MB. Send a smaller one.", name=name, limit=limit))
    digest = hashlib.sha256(data).hexdigest()
    write(path_of(folder, digest, "pdf"), data)
    return KeptFile("pdf", digest, name, len(data))


def path_of(folder: Path, digest: str, kind: str, size: Size = "whole") -> Path:
    """Where an upload's bytes lie."""
    ending = {"image": ".jpg", "pdf": ".pdf"}[kind]
    mark = "-small" if size == "small" and kind == "image" else ""
    return folder / digest[:2] / f"{digest}{mark}{ending}"
