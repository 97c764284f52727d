"""Static files of themes and plugins: fingerprinted addresses, served as immutable."""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import brotli
import rcssmin
import rjsmin
from flask import Blueprint, Response, abort, request, send_file

from storefront.web.page_cache.asking import encoding_of
from storefront.web.page_cache.entries import compressed

mimetypes.add_type("image/avif", ".avif")
mimetypes.add_type("image/webp", ".webp")
# what every answer says (see storefront.web.security), for those Flask does not give
SAFE = (("X-Content-Type-Options", "nosniff"), ("Referrer-Policy", "same-origin"))
FOREVER = "public, max-age=31536000, immutable"


TEXTS = frozenset({".css", ".js", ".svg", ".txt", ".json", ".webmanifest"})
# the stylesheets of every page, where no theme adds its own
STYLES = ("css/tokens.css", "css/base.css")
# what is smaller than this is not worth unpacking
WORTH_BYTES = 300


@dataclass(frozen=True)
class Asset:
    """A static file as it is sent: made small, with its fingerprint, its type and its body in each encoding."""

    path: str
    digest: str
    mimetype: str
    encoded: Mapping[str, bytes]

    @property
    def url(self) -> str:
        return f"/static/{self.digest}/{self.path}"


class Assets:
    """Files by path in a chain of static folders; the first folder that has one wins."""

    def __init__(self, folders: Iterable[Path], reload: bool = False, styles: tuple[str, ...] = STYLES) -> None:
        self._folders = tuple(folders)
        self.styles = styles
        self._reload = reload
        self._known: dict[str, Asset] = {}
        if not reload:
            for path in sorted(self.paths()):
                self.find(path)

    def paths(self) -> set[str]:
        """Every file there is."""
        return {
            file.relative_to(folder).as_posix()
            for folder in self._folders
            for file in folder.rglob("*")
            if file.is_file()
        }

    def find(self, path: str) -> Asset | None:
        """The file, or None."""
        if path in self._known and not self._reload:
            return self._known[path]
        for folder in self._folders:
            file = file_in(folder, path)
            if file is not None:
                self._known[path] = _asset(path, file.read_bytes())
                return self._known[path]
        return None

    def url(self, path: str) -> str:
        """/static/<fingerprint>/<path>; a missing file fails where it is asked for."""
        found = self.find(path)
        if found is None:
            raise FileNotFoundError(f"no theme or plugin has static file {path!r}")
        return found.url

    @cached_property
    def needed(self) -> str:
        """The Link header that has a browser, or a server in front as early hints, fetch what every page needs."""
        kinds = {**dict.fromkeys(self.styles, "style"), "htmx/htmx.min.js": "script"}
        return ", ".join(f"<{self.url(path)}>; rel=preload; as={kind}" for path, kind in kinds.items())

    def answer(self, environ: Mapping[str, Any], start_response: Callable[..., Any]) -> list[bytes] | None:
        """A file under its right address, answered before Flask wakes; None: Flask must say what is wrong."""
        digest, _sign, path = environ["PATH_INFO"].removeprefix("/static/").partition("/")
        asset = self._known.get(path)
        method = environ["REQUEST_METHOD"]
        if asset is None or self._reload or asset.digest != digest or method not in ("GET", "HEAD"):
            return None
        etag = f'"{digest}"'
        headers = [("ETag", etag), ("Cache-Control", FOREVER), ("Vary", "Accept-Encoding"), *SAFE]
        if environ.get("HTTP_IF_NONE_MATCH") == etag:
            start_response("304 Not Modified", headers)
            return []
        encoding = encoding_of(environ.get("HTTP_ACCEPT_ENCODING", ""), False)
        if encoding not in asset.encoded:
            encoding = ""
        body = asset.encoded[encoding]
        headers += [("Content-Type", asset.mimetype), ("Content-Length", str(len(body)))]
        if encoding:
            headers.append(("Content-Encoding", encoding))
        start_response("200 OK", headers)
        return [] if method == "HEAD" else [body]


@lru_cache(maxsize=256)
def _asset(path: str, content: bytes) -> Asset:
    """Made small and compressed once in a process, however often the shop is built anew."""
    suffix = Path(path).suffix
    text = suffix in TEXTS
    if suffix == ".css":
        content = rcssmin.cssmin(content.decode()).encode()
    elif suffix == ".js" and not path.endswith(".min.js"):
        content = rjsmin.jsmin(content.decode()).encode()
    encoded = {"": content}
    if text and len(content) >= WORTH_BYTES:
        encoded |= {"br": brotli.compress(content, mode=brotli.MODE_TEXT), "gzip": gzip.compress(content, 9, mtime=0)}
    mimetype = mimetypes.guess_type(path)[0] or "application/octet-stream"
    charset = "; charset=utf-8" if text and not mimetype.startswith("image/") else ""
    return Asset(path, hashlib.sha256(content).hexdigest()[:12], mimetype + charset, encoded)


@lru_cache(maxsize=1024)
def _drawing(file: Path, encoding: str) -> bytes:
    """A stored drawing, whose name says what is in it, in an encoding."""
    return compressed(file.read_bytes(), encoding)


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
        response = Response(found.encoded[""], content_type=found.mimetype)
        response.set_etag(found.digest)
        if found.digest == digest:
            response.headers["Cache-Control"] = FOREVER
        response.make_conditional(request)
        return response

    @pages.get("/media/<path:path>")
    def media_file(path: str) -> Response:
        file = file_in(media, path)
        if file is None:
            abort(404)
        response = _drawn(file) if file.suffix == ".svg" else send_file(file, conditional=True)
        response.headers["Cache-Control"] = FOREVER
        if file.suffix == ".svg":
            response.headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'"
        return response

    return pages


def _drawn(file: Path) -> Response:
    encoding = encoding_of(request.headers.get("Accept-Encoding", ""), False)
    response = Response(_drawing(file, encoding), content_type="image/svg+xml")
    if encoding:
        response.headers["Content-Encoding"] = encoding
    response.vary.add("Accept-Encoding")
    response.set_etag(f"{file.stem}{encoding}")
    response.make_conditional(request)
    return response
