"""The files of others are the files they published."""

from __future__ import annotations

import hashlib
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / "storefront" / "web" / "static" / "htmx"


def test_every_vendored_file_has_its_checksum() -> None:
    said = dict(reversed(line.split()) for line in (FOLDER / "SHA256SUMS").read_text().splitlines())
    found = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in FOLDER.glob("*.js")}
    assert found == said


def test_the_vendored_files_come_with_their_licence_and_origin() -> None:
    assert "Zero-Clause BSD" in (FOLDER / "LICENSE").read_text()
    assert "htmx.org" in (FOLDER / "README").read_text()
