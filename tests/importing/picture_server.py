"""A server of pictures, good and bad, on this machine."""

from __future__ import annotations

import contextlib
import struct
import threading
import zlib
from collections import Counter
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO

from PIL import Image


def drawn(kind: str, width: int = 700, height: int = 400, colour: tuple[int, int, int] = (200, 60, 60)) -> bytes:
    """A picture of one colour."""
    target = BytesIO()
    Image.new("RGB", (width, height), colour).save(target, kind)
    return target.getvalue()


def bomb() -> bytes:
    """A PNG of a few hundred bytes that says it has 900 million pixels."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)
    body = zlib.compress(b"\0" * 100_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


class PictureServer(ThreadingHTTPServer):
    """asked counts each path; pages: path → (status, content type, body); moved: path → address."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.asked: Counter[str] = Counter()
        self.released = threading.Event()
        self.held = threading.Event()
        self.pages: dict[str, tuple[int, str, bytes]] = {
            f"/good.{kind}": (200, f"image/{kind}", drawn(kind.upper())) for kind in ("jpeg", "png", "webp", "gif")
        }
        self.pages |= {
            "/held.png": (200, "image/png", drawn("PNG")),
            "/noise.jpg": (200, "image/jpeg", b"\xff\xd8\xff not a picture"),
            "/page.jpg": (200, "text/html; charset=utf-8", b"<!doctype html><title>Sign in</title>"),
            "/drawing.svg": (200, "image/svg+xml", b'<svg xmlns="http://www.w3.org/2000/svg"/>'),
            "/bomb.png": (200, "image/png", bomb()),
            "/gone.jpg": (404, "text/plain", b"no"),
            "/broken.jpg": (503, "text/plain", b"later"),
        }
        self.moved = {"/moved.jpg": "/good.jpeg", "/loop.jpg": "/loop.jpg"}

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def handle_error(self, request: object, client_address: object) -> None:
        """Whoever hangs up early is what is tested."""


class _Handler(BaseHTTPRequestHandler):
    server: PictureServer

    def do_GET(self) -> None:
        self.server.asked[self.path] += 1
        if self.path in self.server.moved:
            self._head(302, {"Location": self.server.moved[self.path]})
        elif self.path == "/endless.jpg":
            self._head(200, {"Content-Type": "image/jpeg"})
            with contextlib.suppress(OSError):
                while not self.server.released.is_set():
                    self.wfile.write(b"\xff" * 65_536)
        elif self.path == "/huge.jpg":
            self._head(200, {"Content-Length": str(10**12)})
        elif self.path == "/short.jpg":
            self._head(200, {"Content-Length": "5000"})
            self.wfile.write(b"\xff\xd8")
        elif self.path == "/silent.jpg":
            self.server.released.wait(20)
        elif self.path == "/dripping.jpg":
            with contextlib.suppress(OSError):
                while not self.server.released.wait(0.01):
                    self.wfile.write(b"H")
        else:
            if self.path == "/held.png":
                self.server.held.set()
                self.server.released.wait(60)
            self._page()

    def _page(self) -> None:
        status, kind, body = self.server.pages.get(self.path, (404, "text/plain", b""))
        self._head(status, {"Content-Type": kind, "Content-Length": str(len(body))})
        self.wfile.write(body)

    def _head(self, status: int, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()

    def log_message(self, *_arguments: object) -> None:
        """Tests are silent."""


@contextlib.contextmanager
def serving() -> Iterator[PictureServer]:
    """The server for as long as the block runs."""
    server = PictureServer()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.released.set()
        server.shutdown()
        server.server_close()
        thread.join()
