"""Static files of themes and plugins: fingerprinted addresses, served as immutable."""

from __future__ import annotations

import hashlib
import mimetypes
from collections.abc import Iterable
from pathlib import Path

from flask import Blueprint, Response, abort, send_file

mimetypes.add_type("image/avif", ".avif")
mimetypes.add_type("image/webp", ".webp")
FOREVER = "public, max-age=31536000, immutable"


class Assets:
    """Files by path in a chain of static folders; the first folder that has one wins."""

    def __init__(self, folders: Iterable[Path], reload: bool = False) -> None:
        self._folders = tuple(folders)
        self._reload = reload
        self._known: dict[str, tuple[Path, str]] = {}

    def find(self, path: str) -> tuple[Path, str] | None:
        """The file and its fingerprint, or None."""
        if path in self._known and not self._reload:
            return self._known[path]
        for folder in self._folders:
            file = file_in(folder, path)
            if file is not None:
                digest = hashlib.sha256(file.read_bytes()).hexdigest()[:12]
                self._known[path] = (file, digest)
                return self._known[path]
        return None

    def url(self, path: str) -> str:
        """/static/<fingerprint>/<path>; a missing file fails where it is asked for."""
        found = self.find(path)
        if found is None:
            raise FileNotFoundError(f"no theme or plugin has static file {path!r}")
        return f"/static/{found[1]}/{path}"


def file_in(folder: Path, path: str) -> Path | None:
    """The file of a path somebody sent, when it is one and lies in the folder."""
    try:
        file = (folder / path).resolve()
        return file if file.is_relative_to(folder.resolve()) and file.is_file() else None
    except (OSError, ValueError):
        # a name too long for the file system, or with a NUL in it
        return None


def static_pages(assets: Assets, media: Path) -> Blueprint:
    """/static and /media, both immutable: their addresses change with their content."""
    pages = Blueprint("files", __name__)

    @pages.get("/static/<digest>/<path:path>")
    def static_file(digest: str, path: str) -> Response:
        found = assets.find(path)
        if found is None:
            abort(404)
        response = send_file(found[0], conditional=True)
        if found[1] == digest:
            response.headers["Cache-Control"] = FOREVER
        return response

    @pages.get("/media/<path:path>")
    def media_file(path: str) -> Response:
        file = file_in(media, path)
        if file is None:
            abort(404)
        response = send_file(file, conditional=True)
        response.headers["Cache-Control"] = FOREVER
        if file.suffix == ".svg":
            response.headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'"
        return response

    return pages
