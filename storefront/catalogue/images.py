"""Pictures that come in: read with suspicion, encoded anew without metadata, named by content."""

from __future__ import annotations

import hashlib
import os
import tempfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

from PIL import Image, ImageOps, UnidentifiedImageError, features

from storefront.catalogue.drafts import ImageDraft
from storefront.catalogue.grounds import nearest_ground
from storefront.catalogue.image_view import media_path
from storefront.catalogue.previews import SHARED, shared_size
from storefront.errors import Refused
from storefront.i18n import Message, _

MOST_BYTES = 15_000_000
MOST_PIXELS = 40_000_000
WIDTHS = (320, 640, 960, 1280)
READABLE = ("JPEG", "PNG", "WEBP", "GIF", "AVIF")
_QUALITY = {"webp": {"quality": 80, "method": 4}, "avif": {"quality": 60, "speed": 8}}


class ImageRefused(Refused):
    """The picture cannot be taken; the message says why and what to do."""

    code = "image"


@dataclass(frozen=True)
class StoredImage:
    """A picture in the media folder: widths are those there are files of, in each format."""

    digest: str
    width: int
    height: int
    widths: tuple[int, ...]
    formats: tuple[str, ...]
    ground: int
    kind: str = "raster"

    def draft(self, alt: dict[str, str] | None = None, source_url: str = "") -> ImageDraft:
        """The picture as part of a product draft."""
        return ImageDraft(
            "drawing" if self.kind == "drawing" else "raster",
            self.digest,
            source_url,
            self.width,
            self.height,
            self.widths,
            self.formats,
            self.ground,
            alt or {},
        )


def store_image(data: bytes, media: Path) -> StoredImage:
    """Keep a picture as WebP and AVIF in up to four widths; raises ImageRefused."""
    picture = opened(data)
    digest = hashlib.sha256(data).hexdigest()
    widths = _widths(picture.width)
    formats = tuple(name for name in ("avif", "webp") if features.check(name))
    for width in widths:
        scaled = _scaled(picture, width)
        for name in formats:
            path = media / media_path(digest, name, width)
            if not path.exists():
                write(path, _encoded(scaled, name))
    shared = media / media_path(digest, SHARED)
    if not shared.exists():
        width, _height = shared_size(*picture.size)
        write(shared, jpeg(_scaled(picture, width)))
    return StoredImage(digest, *picture.size, widths, (*formats, SHARED), _ground(picture))


def store_drawing(svg: str, media: Path, ground: int = 0) -> StoredImage:
    """Keep one of our own drawings as it is. Never for pictures from outside: SVG can carry code.

    A JPEG that lies at its shared_path already is part of it.
    """
    root = ElementTree.fromstring(svg)  # noqa: S314 - our own text
    width, height = round(float(root.get("width", "0"))), round(float(root.get("height", "0")))
    data = svg.encode()
    digest = hashlib.sha256(data).hexdigest()
    path = media / media_path(digest, "svg")
    if not path.exists():
        write(path, data)
    formats = (SHARED,) if (media / media_path(digest, SHARED)).exists() else ()
    return StoredImage(digest, width, height, (), formats, ground, "drawing")


def shared_path(svg: str, media: Path) -> Path:
    """Where the JPEG of one of our own drawings lies."""
    return media / media_path(hashlib.sha256(svg.encode()).hexdigest(), SHARED)


def jpeg(picture: Image.Image) -> bytes:
    """The picture as a JPEG, what is clear in it on white."""
    ground = Image.new("RGB", picture.size, "white")
    ground.paste(picture, mask=picture.getchannel("A") if picture.mode == "RGBA" else None)
    target = BytesIO()
    ground.save(target, "JPEG", quality=82, progressive=True)
    return target.getvalue()


def write(path: Path, data: bytes) -> None:
    """Write a file so that no one ever reads half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def opened(data: bytes) -> Image.Image:
    """The picture upright, in RGB or RGBA, its metadata left behind."""
    if len(data) > MOST_BYTES:
        raise _refused(_("The picture is larger than %(limit)s MB. Choose a smaller one.", limit=MOST_BYTES // 10**6))
    if b"<svg" in data[:2000].lower():
        raise _refused(_("SVG pictures cannot be uploaded. Send it as PNG, JPEG or WebP."))
    try:
        with Image.open(BytesIO(data), formats=READABLE) as found:
            if found.width * found.height > MOST_PIXELS:
                raise _refused(_too_many_pixels())
            found.load()
            upright = ImageOps.exif_transpose(found)
            clear = upright.mode in ("RGBA", "LA", "PA") or "transparency" in upright.info
            return upright.convert("RGBA" if clear else "RGB")
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _refused(_too_many_pixels()) from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError) as error:
        raise _refused(_("This is not a picture that can be read. Send JPEG, PNG, WebP, AVIF or GIF.")) from error


def _refused(message: Message) -> ImageRefused:
    return ImageRefused(message)


def _too_many_pixels() -> Message:
    return _("The picture has more than %(limit)s million pixels. Choose a smaller one.", limit=MOST_PIXELS // 10**6)


def _widths(width: int) -> tuple[int, ...]:
    """The widths to keep: none above the original, which closes the row where it is smaller."""
    fitting = [step for step in WIDTHS if step <= width]
    if width < WIDTHS[-1] and width not in fitting:
        fitting.append(width)
    return tuple(fitting)


def _scaled(picture: Image.Image, width: int) -> Image.Image:
    if width == picture.width:
        return picture
    height = max(round(picture.height * width / picture.width), 1)
    return picture.resize((width, height), Image.Resampling.LANCZOS)


def _encoded(picture: Image.Image, name: str) -> bytes:
    target = BytesIO()
    bare = Image.frombytes(picture.mode, picture.size, picture.tobytes())
    bare.save(target, name.upper(), **_QUALITY[name])
    return target.getvalue()


def _ground(picture: Image.Image) -> int:
    """The ground nearest to the picture's mean colour."""
    red, green, blue = picture.convert("RGB").resize((1, 1), Image.Resampling.BOX).tobytes()
    return nearest_ground(red, green, blue)
