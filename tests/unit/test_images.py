"""Pictures from outside are encoded anew; what is not a picture is refused with the reason."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from storefront.catalogue import images
from storefront.catalogue.grounds import GROUNDS, nearest_ground
from storefront.catalogue.image_view import image_view
from storefront.catalogue.images import ImageRefused, store_drawing, store_image


def picture(width: int, height: int, kind: str = "PNG", **more: object) -> bytes:
    target = BytesIO()
    Image.new("RGB", (width, height), (200, 60, 60)).save(target, kind, **more)  # type: ignore[arg-type]
    return target.getvalue()


def row(stored: images.StoredImage) -> dict[str, object]:
    draft = stored.draft({"en": "A red square"})
    names = ("kind", "digest", "width", "height", "widths", "formats", "ground", "alt")
    return {name: getattr(draft, name) for name in names}


@pytest.mark.parametrize(
    ("width", "widths"),
    [(1500, (320, 640, 960, 1280)), (1280, (320, 640, 960, 1280)), (700, (320, 640, 700)), (200, (200,))],
)
def test_a_picture_is_kept_in_widths_up_to_its_own(tmp_path: Path, width: int, widths: tuple[int, ...]) -> None:
    assert store_image(picture(width, 100), tmp_path).widths == widths


def test_files_are_named_by_content_and_written_once(tmp_path: Path) -> None:
    first = store_image(picture(400, 300), tmp_path)
    again = store_image(picture(400, 300), tmp_path)
    assert first == again
    names = sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.*"))
    digest = first.digest
    files = [f"{digest}-{w}.{f}" for w in (320, 400) for f in ("avif", "webp")]
    assert names == [f"{digest[:2]}/{name}" for name in (*files, f"{digest}.jpg")]


def test_a_picture_says_where_it_is_in_each_width_and_type(tmp_path: Path) -> None:
    view = image_view(row(store_image(picture(400, 300), tmp_path)), ["de", "en"])
    stem = view.url.removesuffix("-400.webp")
    assert (view.width, view.height, view.alt) == (400, 300, "A red square")
    assert view.srcset == (
        ("image/avif", f"{stem}-320.avif 320w, {stem}-400.avif 400w"),
        ("image/webp", f"{stem}-320.webp 320w, {stem}-400.webp 400w"),
    )


@pytest.mark.parametrize(("size", "kept"), [((1500, 1000), (1200, 800)), ((400, 300), (400, 300))])
def test_a_jpeg_is_kept_for_previews_of_links(tmp_path: Path, size: tuple[int, int], kept: tuple[int, int]) -> None:
    view = image_view(row(store_image(picture(*size), tmp_path)))
    assert view.shared is not None
    assert (view.shared.width, view.shared.height) == kept
    with Image.open(tmp_path / view.shared.url.removeprefix("/media/")) as found:
        assert (found.format, found.size) == ("JPEG", kept)


def test_what_is_clear_in_a_picture_is_white_in_its_jpeg(tmp_path: Path) -> None:
    target = BytesIO()
    Image.new("RGBA", (40, 40), (200, 0, 0, 0)).save(target, "PNG")
    view = image_view(row(store_image(target.getvalue(), tmp_path)))
    assert view.shared is not None
    with Image.open(tmp_path / view.shared.url.removeprefix("/media/")) as found:
        assert found.getpixel((20, 20)) == (255, 255, 255)


def test_a_drawing_has_a_jpeg_when_one_was_drawn(tmp_path: Path) -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="600" height="750"></svg>'
    assert image_view(row(store_drawing(svg, tmp_path))).shared is None
    images.write(images.shared_path(svg, tmp_path), images.jpeg(Image.new("RGB", (1200, 630))))
    shared = image_view(row(store_drawing(svg, tmp_path))).shared
    assert shared is not None
    assert (shared.width, shared.height) == (1200, 630)
    assert (tmp_path / shared.url.removeprefix("/media/")).is_file()


def test_metadata_does_not_survive(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x010E] = "taken at home, 1 Secret Street"
    store_image(picture(400, 300, "JPEG", exif=exif), tmp_path)
    for path in tmp_path.rglob("*.*"):
        assert b"Secret Street" not in path.read_bytes()
        with Image.open(path) as kept:
            assert not kept.getexif()


def test_a_picture_taken_sideways_stands_upright(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    stored = store_image(picture(400, 300, "JPEG", exif=exif), tmp_path)
    assert (stored.width, stored.height) == (300, 400)


@pytest.mark.parametrize("data", [b"", b"no picture", b"%PDF-1.7", picture(400, 300)[:200]])
def test_what_is_not_a_picture_is_refused(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(ImageRefused, match="This is not a picture that can be read"):
        store_image(data, tmp_path)
    assert not list(tmp_path.iterdir())


def test_an_svg_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ImageRefused, match="SVG pictures cannot be uploaded"):
        store_image(b'<?xml version="1.0"?><SVG onload="x"/>', tmp_path)


def test_a_file_too_large_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ImageRefused, match="larger than 15 MB"):
        store_image(b"x" * (images.MOST_BYTES + 1), tmp_path)


def test_a_picture_with_too_many_pixels_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    target = BytesIO()
    Image.new("1", (8000, 6000)).save(target, "PNG")
    assert len(target.getvalue()) < 100_000
    with pytest.raises(ImageRefused, match="more than 40 million pixels"):
        store_image(target.getvalue(), tmp_path)


def test_our_own_drawing_is_kept_as_it_is(tmp_path: Path) -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="600" height="750"></svg>'
    stored = store_drawing(svg, tmp_path, 9)
    view = image_view(row(stored))
    assert (view.width, view.height, view.drawing, view.ground) == (600, 750, True, 9)
    assert (tmp_path / view.url.removeprefix("/media/")).read_text() == svg


def test_a_picture_that_was_not_fetched_yet_has_a_placeholder() -> None:
    assert image_view({"digest": "", "alt": {}}, (), "Kettle").placeholder
    assert image_view(None, (), "Kettle").alt == "Kettle"


def test_there_are_thirty_two_grounds_and_each_is_nearest_to_itself_in_tint() -> None:
    assert len(set(GROUNDS)) == 32
    for tint in range(8):
        colour = GROUNDS[tint * 4]
        assert nearest_ground(*bytes.fromhex(colour[1:])) == tint * 4


def test_dark_pictures_stand_on_deep_grounds() -> None:
    assert nearest_ground(0, 0, 0) == 3
    assert nearest_ground(255, 255, 255) == 0
