"""Files that people send: photos are written anew, PDFs kept as they are, everything else refused by name."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from storefront.uploads.files import LARGEST_PDF, LARGEST_PICTURE, FileRefused, Sent, keep_file, path_of

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


def photo(width: int = 40, height: int = 30, exif: bytes = b"") -> bytes:
    target = BytesIO()
    Image.new("RGB", (width, height), "teal").save(target, "JPEG", exif=exif)
    return target.getvalue()


def test_a_photo_is_written_anew_without_what_the_camera_said(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x010F] = "Secret Camera"
    kept = keep_file(Sent("C:\\photos\\broken.jpg", photo(3200, 800, exif.tobytes())), tmp_path)
    assert (kept.kind, kept.name, kept.width, kept.height) == ("image", "broken.jpg", 1600, 400)
    stored = path_of(tmp_path, kept.digest, "image").read_bytes()
    assert b"Secret Camera" not in stored
    assert len(stored) == kept.size
    with Image.open(path_of(tmp_path, kept.digest, "image", "small")) as small:
        assert small.size == (320, 80)


def test_a_pdf_is_kept_as_it_came(tmp_path: Path) -> None:
    kept = keep_file(Sent("receipt.pdf", PDF), tmp_path)
    assert (kept.kind, kept.name, kept.size) == ("pdf", "receipt.pdf", len(PDF))
    assert path_of(tmp_path, kept.digest, "pdf").read_bytes() == PDF


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.jpg", b"", "is empty"),
        ("a.jpg", b"not a picture", "is neither a photo nor a PDF"),
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "is neither a photo nor a PDF"),
        ("a.html", b"<html>%PDF-", "is neither a photo nor a PDF"),
        ("a.jpg", b"\xff\xd8" + bytes(LARGEST_PICTURE), "larger than 15 MB"),
        ("a.pdf", b"%PDF-" + bytes(LARGEST_PDF), "larger than 10 MB"),
    ],
)
def test_what_is_no_photo_and_no_pdf_is_refused_and_nothing_kept(
    tmp_path: Path, name: str, data: bytes, words: str
) -> None:
    with pytest.raises(FileRefused) as refusal:
        keep_file(Sent(name, data), tmp_path)
    assert words in str(refusal.value.message)
    assert list(tmp_path.iterdir()) == []
