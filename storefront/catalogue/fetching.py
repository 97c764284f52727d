"""One picture fetched from its address: bounded in time, size and steps, and never from our own network."""

from __future__ import annotations

import io
import socket
import ssl
import time
from collections.abc import Sequence
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse
from typing import Any, cast
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from storefront.catalogue.images import MOST_BYTES
from storefront.catalogue.machines import Network, may_fetch_from
from storefront.errors import Refused
from storefront.i18n import Message, _

PORTS = {"http": 80, "https": 443}
REDIRECTS = (301, 302, 303, 307, 308)
# answers that may be another one later; every other 4xx stays as it is
PASSING = (408, 425, 429)
PIECE_BYTES = 65_536
HEADERS = {
    "Accept": "image/avif,image/webp,image/png,image/jpeg,image/*;q=0.8",
    "Accept-Encoding": "identity",
    "User-Agent": "storefront (fetches the pictures of an import)",
    "Connection": "close",
}
# a path as it stands in an address: what is quoted already stays so
_SAFE = "/%:@!$&'()*+,;=~-._?"


class PictureFailed(Refused):
    """The picture was not fetched; again says whether it may be later."""

    code = "picture"

    def __init__(self, message: Message, again: bool = False) -> None:
        super().__init__(message)
        self.again = again


@dataclass(frozen=True)
class Limits:
    """How long and how much, over all redirects together; private: networks of our own that are allowed."""

    private: Sequence[Network] = ()
    seconds: float = 60.0
    # to connect, and between two pieces
    patience_seconds: float = 10.0
    bytes: int = MOST_BYTES
    redirects: int = 5


@dataclass(frozen=True)
class Fetched:
    """What an address answered with."""

    data: bytes
    content_type: str


def fetch(url: str, limits: Limits) -> Fetched:
    """What is at the address; raises PictureFailed."""
    ends = time.monotonic() + limits.seconds
    for _step in range(limits.redirects + 1):
        found = _step_to(url, limits, ends)
        if isinstance(found, Fetched):
            return found
        url = found
    raise PictureFailed(_("The address leads from one place to another without end."))


def _step_to(url: str, limits: Limits, ends: float) -> Fetched | str:
    """The answer of one address, or the address it sends us to."""
    parts = _parts(url)
    line = _Line(limits, ends)
    connection = HTTPConnection(str(parts.hostname), _port(parts))
    try:
        _connect(line, parts, limits.private)
        connection.sock = cast(Any, line)
        connection.request("GET", _target(parts), headers={"Host": _host(parts), **HEADERS})
        answer = connection.getresponse()
        if answer.status in REDIRECTS and answer.getheader("Location"):
            return _location(url, answer)
        return _read(answer, limits)
    except TimeoutError as error:
        raise PictureFailed(_("The server takes too long to answer."), again=True) from error
    except ssl.SSLCertVerificationError as error:
        raise PictureFailed(_("The server's certificate is not valid."), again=True) from error
    except (OSError, HTTPException, ValueError) as error:
        raise PictureFailed(_("The connection to the server failed."), again=True) from error
    finally:
        line.hang_up()


def _parts(url: str) -> SplitResult:
    """The address taken apart; only http and https with a host."""
    try:
        parts = urlsplit(url)
        _port(parts)
        if parts.scheme in PORTS and parts.hostname:
            parts.hostname.encode("idna")
            return parts
    except ValueError:  # UnicodeError too
        pass
    raise PictureFailed(_("This is not a web address (http or https)."))


def _port(parts: SplitResult) -> int:
    return parts.port or PORTS.get(parts.scheme, 0)


def _host(parts: SplitResult) -> str:
    name = str(parts.hostname).encode("idna").decode()
    bracketed = f"[{name}]" if ":" in name else name
    return bracketed if parts.port in (None, PORTS[parts.scheme]) else f"{bracketed}:{parts.port}"


def _target(parts: SplitResult) -> str:
    """Path and query as a request carries them."""
    query = f"?{quote(parts.query, safe=_SAFE)}" if parts.query else ""
    return (quote(parts.path, safe=_SAFE) or "/") + query


def _location(url: str, answer: HTTPResponse) -> str:
    """Where a redirect leads; headers are bytes, and most servers mean UTF-8."""
    return urljoin(url, str(answer.getheader("Location")).encode("latin-1", "replace").decode("utf-8", "replace"))


def _read(answer: HTTPResponse, limits: Limits) -> Fetched:
    """The body of a good answer, given up as soon as it is too large."""
    if answer.status != 200:
        again = answer.status in PASSING or answer.status >= 500
        raise PictureFailed(_("The server answers with status %(status)s.", status=str(answer.status)), again)
    data = bytearray()
    while len(data) <= limits.bytes and (answer.length or 0) <= limits.bytes:
        piece = answer.read1(PIECE_BYTES)
        if not piece:
            if answer.length:
                raise PictureFailed(_("The connection to the server failed."), again=True)
            return Fetched(bytes(data), answer.getheader("Content-Type", ""))
        data += piece
    raise PictureFailed(_("The picture is larger than %(limit)s MB.", limit=limits.bytes // 10**6))


# -- connecting -----------------------------------------------------------------------------------


class _Line:
    """A connection whose every wait ends when the time for the whole picture does."""

    def __init__(self, limits: Limits, ends: float) -> None:
        self.sock: socket.socket | None = None
        self._limits = limits
        self._ends = ends

    def timed(self) -> socket.socket:
        """The socket, for one wait."""
        left = self._ends - time.monotonic()
        if left <= 0 or self.sock is None:
            raise TimeoutError
        self.sock.settimeout(min(left, self._limits.patience_seconds))
        return self.sock

    def sendall(self, data: bytes) -> None:
        self.timed().sendall(data)

    def makefile(self, _mode: str) -> io.BufferedReader:
        """What an answer is read from."""
        return io.BufferedReader(_Reader(self), PIECE_BYTES)

    def close(self) -> None:
        """http.client says so before the answer is read; hang_up ends it."""

    def hang_up(self) -> None:
        if self.sock is not None:
            self.sock.close()


class _Reader(io.RawIOBase):
    def __init__(self, line: _Line) -> None:
        self._line = line

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        return self._line.timed().recv_into(buffer)


def _connect(line: _Line, parts: SplitResult, private: Sequence[Network]) -> None:
    """Connect to an address that was looked at, not to a name that could be asked again."""
    family, address = _allowed(parts, private)
    line.sock = socket.socket(family, socket.SOCK_STREAM)
    line.timed().connect(address)
    if parts.scheme == "https":
        line.sock = ssl.create_default_context().wrap_socket(line.timed(), server_hostname=parts.hostname)


def _allowed(parts: SplitResult, private: Sequence[Network]) -> tuple[int, Any]:
    """The first address of the host that may be asked."""
    try:
        found = socket.getaddrinfo(parts.hostname, _port(parts), type=socket.SOCK_STREAM)
    except OSError as error:
        raise PictureFailed(_("The server's name is not known."), again=True) from error
    for family, _type, _protocol, _name, address in found:
        if may_fetch_from(str(address[0]), private):
            return family, address
    raise PictureFailed(_("The address lies in a private network; the setting fetch_from can allow it."))
