"""Files that people sent, and which documents of sellers they are. Their bytes lie in <FILE>.uploads."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path

from PIL import Image

from storefront.accounts.applications.tables import SellerDocument
from storefront.accounts.ratings.photos import show_photos
from storefront.catalogue.images import jpeg, write
from storefront.records import reasons
from storefront.records.kinds import Fault, Record, RecordKind
from storefront.records.rows import Rows, column
from storefront.records.table_kinds import TableKind, table_records
from storefront.records.upload_subjects import APPLICATION, SUBJECT, found, shown
from storefront.runtime import current
from storefront.uploads.files import LARGEST_PDF, LARGEST_PICTURE, SMALL_SIDE, path_of
from storefront.uploads.tables import Upload

_DIGEST = re.compile(r"[0-9a-f]{64}")
_NO_NAME = re.compile(r"[/\\\x00-\x1f\x7f]")


def upload_records() -> RecordKind:
    """After everything that files hang on."""
    told, document = partial(column, Upload), partial(column, SellerDocument)
    subject = told("subject", "What it belongs to: `case-entry:<case>/<place>`, `message:<thread>/<place>`,"
                   " `review:<order>/<place>` or `application:<moment>`", required=True)  # fmt: skip
    source = TableKind(
        Upload,
        ("token",),
        (
            told("token", "What names it in addresses", required=True),
            replace(subject, field=replace(subject.field, kind="reference", refers=SUBJECT)),
            told("by", "Who sent it", subjects=True),
            told("kind", "`image` or `pdf`", choices=("image", "pdf"), required=True),
            told("digest", "The SHA-256 of its bytes, which names its file", required=True),
            told("name", "What it was called"),
            told("size", "How many bytes it has", lowest=1, most=max(LARGEST_PDF, LARGEST_PICTURE)),
            told("width", "Of a picture", lowest=0),
            told("height", "Of a picture", lowest=0),
            told("created_at", "When it came"),
        ),
        (
            Rows(
                "documents", "Which document of a seller it is", SellerDocument,
                (
                    document("application", "Of which application, by its moment", refers=APPLICATION),
                    document("kind", "What kind of document"),
                    document("expires_on", "Until when it holds; empty: always"),
                    document("reminded", "Whether he was told that it lapses"),
                    document("created_at", "Since when"),
                ),
                owner="upload",
            ),
        ),
    )  # fmt: skip

    def read(names: Sequence[tuple[object, ...]]) -> list[Record]:
        records = ({**one, "subject": shown(one["subject"])} for one in source.read(names))
        return [one for one in records if one["subject"] is not None]

    def save(records: Sequence[Record], now: datetime) -> None:
        source.write([{**one, "subject": found(one["subject"])} for one in records], now)

    meaning = "A file that somebody sent. What belongs to nothing any more is left out."
    made = table_records("upload", meaning, source, write=save, trade=True, lasting=True, finish=_show)
    return replace(made, read=read)


def _show(records: Sequence[Record], _now: datetime) -> None:
    """Photos of published reviews are public."""
    settings = current().settings
    for said in sorted({one["subject"] for one in records if one["subject"].startswith("review:")}):
        subject = found(said) or ""
        show_photos(int(subject.rpartition(":")[2] or 0), settings.private, settings.media)


# -- the bytes ----------------------------------------------------------------------------------------


def folder_beside(path: Path) -> Path:
    """Where the uploads of a file lie."""
    return path.with_name(f"{path.name}.uploads")


def copy(records: Sequence[Record], source: Path, target: Path, *, small: bool) -> int:
    """Copy the files of uploads that are not there yet; how many are missing. small: make pictures' small ones too."""
    missing = 0
    for digest, kind in dict.fromkeys((one["digest"], one["kind"]) for one in records):
        from_, to = path_of(source, digest, kind), path_of(target, digest, kind)
        if not to.exists():
            if not from_.is_file():
                missing += 1
                continue
            write(to, from_.read_bytes())
        tiny = path_of(target, digest, kind, "small")
        if small and kind == "image" and not tiny.exists():
            with Image.open(to, formats=["JPEG"]) as picture:
                picture.thumbnail((SMALL_SIDE, SMALL_SIDE), Image.Resampling.LANCZOS)
                write(tiny, jpeg(picture))
    return missing


def faults(record: Record, beside: Path, here: Path) -> Iterator[Fault]:
    """What is wrong with an upload and its file. No name of a file stands in a record: its digest is its name."""
    if not _DIGEST.fullmatch(record["digest"]):
        yield Fault("digest", record["digest"][:60], reasons.NO_DIGEST)
        return
    if _NO_NAME.search(record["name"]):
        yield Fault("name", record["name"][:60], reasons.NO_FILE_NAME)
    file = path_of(beside, record["digest"], record["kind"])
    known = path_of(here, record["digest"], record["kind"])
    name = file.relative_to(beside).as_posix()
    if not file.is_file():
        if not known.is_file():
            yield Fault("digest", name, reasons.NO_UPLOAD, {"file": name})
        return
    size = file.stat().st_size
    if size != record["size"]:
        yield Fault("size", str(record["size"]), reasons.WRONG_SIZE, {"file": name, "found": str(size)})
    elif not _is_what_it_says(file, record):
        yield Fault("digest", name, reasons.WRONG_UPLOAD, {"file": name})


def _is_what_it_says(file: Path, record: Record) -> bool:
    data = file.read_bytes()
    if hashlib.sha256(data).hexdigest() != record["digest"]:
        return False
    if record["kind"] == "pdf":
        return data.lstrip()[:5].startswith(b"%PDF-")
    try:
        with Image.open(file, formats=["JPEG"]) as picture:
            return picture.size == (record["width"], record["height"])
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return False
