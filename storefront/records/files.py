"""The files that records consist of beside their lines: pictures of products, and what people sent."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from storefront.records import pictures, upload_rows
from storefront.records.kinds import Fault, Record
from storefront.settings import Settings


@dataclass(frozen=True)
class Folders:
    """Where pictures lie, and uploads: of a shop, or beside a file."""

    media: Path
    uploads: Path


def of_shop(settings: Settings) -> Folders:
    """Those of a shop."""
    return Folders(settings.media, settings.private)


def beside(path: Path) -> Folders:
    """Those of a file."""
    return Folders(pictures.folder_beside(path), upload_rows.folder_beside(path))


def copy(type: str, records: Sequence[Record], source: Folders, target: Folders, *, small: bool = False) -> int:
    """Copy what records of a type consist of and is not there yet; how many files are missing in the source."""
    if type == "product":
        images = [image for record in records for image in record["images"]]
        return pictures.copy(images, source.media, target.media)
    if type == "upload":
        return upload_rows.copy(records, source.uploads, target.uploads, small=small)
    return 0


def faults(type: str, record: Record, source: Folders, here: Folders) -> Iterator[Fault]:
    """What is wrong with a record's files."""
    if type == "product":
        yield from pictures.faults(record, source.media, here.media)
    if type == "upload":
        yield from upload_rows.faults(record, source.uploads, here.uploads)
