"""What is kept of a page: compressed pieces with the private ones left out, or the whole in each encoding."""

from __future__ import annotations

import hashlib
import json
import struct
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import brotli

from storefront.web.page_cache.checksums import Matrix, shift_by, shifted
from storefront.web.page_cache.recording import Hole

GZIP_HEAD = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
# the end of a deflate stream: one empty, final, stored block
DEFLATE_END = b"\x01\x00\x00\xff\xff"
STORED_MOST = 0xFFFF
BROTLI_QUALITY, GZIP_LEVEL = 5, 6
Headers = list[tuple[str, str]]


@dataclass
class Piece:
    """A stretch of a page that is everybody's, deflated with a full flush so that it stands alone."""

    text: bytes
    deflated: bytes = b""

    def __post_init__(self) -> None:
        if not self.deflated:
            squeeze = zlib.compressobj(GZIP_LEVEL, zlib.DEFLATED, -15)
            self.deflated = squeeze.compress(self.text) + squeeze.flush(zlib.Z_FULL_FLUSH)

    @cached_property
    def checksum(self) -> int:
        return zlib.crc32(self.text)

    @cached_property
    def shift(self) -> Matrix:
        return shift_by(len(self.text))


@dataclass
class Entry:
    """A kept page. seen: what its worker had seen of the invalidations when it began to draw it."""

    status: str
    headers: Headers
    pieces: list[Piece | Hole]
    tags: frozenset[str]
    valid_until: float
    shown_sku: str = ""
    encoded: dict[str, bytes] = field(default_factory=dict)
    etag: str = ""
    answers: dict[str, tuple[str, Headers, bytes]] = field(default_factory=dict)

    @cached_property
    def holes(self) -> tuple[Hole, ...]:
        return tuple(piece for piece in self.pieces if isinstance(piece, Hole))

    @property
    def size(self) -> int:
        """About how many bytes it takes."""
        kept = sum(len(p.text) + len(p.deflated) + 1500 for p in self.pieces if isinstance(p, Piece))
        return kept + sum(map(len, self.encoded.values())) + 2000

    def answer(self, encoding: str) -> tuple[str, Headers, bytes]:
        """ETag, headers and body of a page without holes, made once for each encoding."""
        made = self.answers.get(encoding)
        if made is None:
            body = self.whole(encoding)
            etag = f'"{self.etag}{encoding and "-" + encoding}"'
            headers = [*self.headers, ("ETag", etag), ("Content-Length", str(len(body)))]
            if encoding:
                headers.append(("Content-Encoding", encoding))
            made = self.answers[encoding] = (etag, headers, body)
        return made

    def whole(self, encoding: str) -> bytes:
        """The body of a page without holes in an encoding ("" is none), made once."""
        body = self.encoded.get(encoding)
        if body is None:
            body = compressed(self._text(), encoding)
            self.encoded[encoding] = body
        return body

    def _text(self) -> bytes:
        return b"".join(piece.text for piece in self.pieces if isinstance(piece, Piece))

    def filled(self, drawn: Callable[[Hole], bytes], encoding: str) -> bytes:
        """The body with every hole filled. Private bytes go in uncompressed: they share no window with others'."""
        if encoding != "gzip":
            return b"".join(piece.text if isinstance(piece, Piece) else drawn(piece) for piece in self.pieces)
        parts, checksum, length = [GZIP_HEAD], 0, 0
        for piece in self.pieces:
            if isinstance(piece, Piece):
                parts.append(piece.deflated)
                checksum = shifted(piece.shift, checksum) ^ piece.checksum
                length += len(piece.text)
                continue
            text = drawn(piece)
            parts += stored(text)
            checksum = zlib.crc32(text, checksum)
            length += len(text)
        parts.append(DEFLATE_END)
        parts.append(struct.pack("<II", checksum, length & 0xFFFFFFFF))
        return b"".join(parts)


def stored(text: bytes) -> list[bytes]:
    """Bytes as uncompressed blocks of a deflate stream."""
    blocks = []
    for start in range(0, len(text), STORED_MOST):
        block = text[start : start + STORED_MOST]
        blocks.append(struct.pack("<BHH", 0, len(block), len(block) ^ 0xFFFF))
        blocks.append(block)
    return blocks


def compressed(text: bytes, encoding: str) -> bytes:
    """A body in an encoding we speak."""
    if encoding == "br":
        squeezed: bytes = brotli.compress(text, mode=brotli.MODE_TEXT, quality=BROTLI_QUALITY)
        return squeezed
    if encoding == "gzip":
        squeeze = zlib.compressobj(GZIP_LEVEL, zlib.DEFLATED, 31)
        return squeeze.compress(text) + squeeze.flush()
    return text


def entry_of(
    status: str, headers: Headers, pieces: Sequence[str | Hole], tags: frozenset[str], until: float, sku: str
) -> Entry:
    """A drawn page, ready to be kept."""
    kept: list[Piece | Hole] = [p if isinstance(p, Hole) else Piece(p.encode()) for p in pieces]
    entry = Entry(status, headers, kept, tags, until, sku)
    if not entry.holes:
        entry.etag = hashlib.sha256(entry._text()).hexdigest()[:20]
    return entry


def to_bytes(entry: Entry) -> bytes:
    """For a store outside the process: a JSON line, then each stretch's length, text and deflated bytes."""
    blobs: list[bytes] = []
    order: list[object] = []
    for piece in entry.pieces:
        if isinstance(piece, Hole):
            order.append([piece.slot, piece.fragment, piece.subject])
        else:
            order.append([len(piece.text), len(piece.deflated)])
            blobs += [piece.text, piece.deflated]
    head = [entry.status, entry.headers, order, sorted(entry.tags), entry.valid_until, entry.shown_sku, entry.etag]
    return json.dumps(head).encode() + b"\n" + b"".join(blobs)


def from_bytes(data: bytes) -> Entry:
    """The reverse; raises ValueError where it is not ours."""
    line, _sign, rest = data.partition(b"\n")
    status, headers, order, tags, until, sku, etag = json.loads(line)
    pieces: list[Piece | Hole] = []
    for one in order:
        if len(one) == 3:
            pieces.append(Hole(*one))
            continue
        text, rest = rest[: one[0]], rest[one[0] :]
        deflated, rest = rest[: one[1]], rest[one[1] :]
        pieces.append(Piece(text, deflated))
    return Entry(status, [tuple(h) for h in headers], pieces, frozenset(tags), until, sku, etag=etag)
