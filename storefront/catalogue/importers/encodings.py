"""Which encoding a file has, found in one pass of bounded memory."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, TextIO

from storefront.catalogue.importers import reasons
from storefront.catalogue.importers.records import UnreadableFile

_CHUNK = 1 << 18
_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_WORKBOOKS = (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",)
_DOCUMENTS = (b"%PDF-", b"\x1f\x8b", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z\xbc\xaf")
_DAMAGED = re.compile("[\udc80-\udcff]")
_BEYOND_ASCII = re.compile("[^\x00-\x7f\udc80-\udcff]")
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


@dataclass(frozen=True)
class Encoding:
    """How to open the file; guessed when the file says nothing and is not UTF-8."""

    name: str
    errors: str = "replace"
    guessed: bool = False
    has_nul: bool = False


def detect(path: Path) -> Encoding:
    """The file's encoding; raises UnreadableFile for an empty or binary file."""
    try:
        with path.open("rb") as file:
            return _detect(file)
    except OSError as error:
        raise UnreadableFile(
            reasons.MISSING_FILE, path=path.name, error=error.strerror or str(error)
        ) from error


def open_text(path: Path, encoding: Encoding) -> TextIO:
    """The file as text, its line ends as they are."""
    return path.open(encoding=encoding.name, errors=encoding.errors, newline="")


def _detect(file: BinaryIO) -> Encoding:
    head = file.read(_CHUNK)
    if not head.strip(b"\xef\xbb\xbf\xfe\xff \t\r\n\x00"):
        raise UnreadableFile(reasons.EMPTY_FILE)
    _refuse_known_formats(head)
    for mark, name in _BOMS:
        if head.startswith(mark):
            return Encoding(name, errors="surrogateescape" if name == "utf-8-sig" else "replace")
    if name := _utf_16_without_mark(head):
        return Encoding(name)
    if len(_CONTROL.findall(head)) * 20 > len(head):
        raise UnreadableFile(reasons.BINARY_FILE)
    return _utf_8_or_not(file, head)


def _refuse_known_formats(head: bytes) -> None:
    if head.startswith(_WORKBOOKS):
        raise UnreadableFile(reasons.SPREADSHEET_FILE)
    if head.startswith(b"PK\x03\x04"):
        workbook = b"[Content_Types].xml" in head or b"xl/" in head or b"opendocument" in head
        raise UnreadableFile(reasons.SPREADSHEET_FILE if workbook else reasons.ARCHIVE_FILE)
    if head.startswith(_DOCUMENTS):
        raise UnreadableFile(reasons.ARCHIVE_FILE)


def _utf_16_without_mark(head: bytes) -> str:
    sample = head[:4096]
    half = max(len(sample) // 2, 1)
    if sample[1::2].count(0) * 10 > half * 6 and sample[0::2].count(0) * 10 < half:
        return "utf-16-le"
    if sample[0::2].count(0) * 10 > half * 6 and sample[1::2].count(0) * 10 < half:
        return "utf-16-be"
    return ""


def _utf_8_or_not(file: BinaryIO, head: bytes) -> Encoding:
    decoder = codecs.getincrementaldecoder("utf-8")(errors="surrogateescape")
    damaged = good = 0
    has_nul = False
    chunk = head
    while chunk:
        text = decoder.decode(chunk)
        damaged += len(_DAMAGED.findall(text))
        good += len(_BEYOND_ASCII.findall(text))
        has_nul = has_nul or b"\0" in chunk
        chunk = file.read(_CHUNK)
    damaged += len(_DAMAGED.findall(decoder.decode(b"", True)))
    if damaged > good:  # one spoilt cell in a UTF-8 file must not spoil every other one
        return Encoding("cp1252", guessed=True, has_nul=has_nul)
    return Encoding("utf-8", errors="surrogateescape", has_nul=has_nul)
