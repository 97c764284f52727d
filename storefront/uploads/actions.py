"""What changes uploads: kept beside the rows that need them, forgotten with them."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from storefront.db import transaction
from storefront.errors import Refused
from storefront.i18n import _
from storefront.uploads.files import MOST_FILES, SIZES, KeptFile, Sent, keep_file, path_of
from storefront.uploads.tables import Upload


def keep_files(sent: Sequence[Sent], folder: Path) -> list[KeptFile]:
    """Look at what was sent and keep it, outside any transaction; raises FileRefused, which names the file.

    Files that no row names in the end are swept away (forget_lost).
    """
    if len(sent) > MOST_FILES:
        raise Refused(_("At most %(count)s files at once, please.", count=MOST_FILES), "too-many-files")
    return [keep_file(one, folder) for one in sent]


@transaction()
def attach(kept: Sequence[KeptFile], subject: str, by: str, now: datetime) -> list[Upload]:
    """Say what kept files belong to, in the transaction that writes it."""
    return [
        Upload.create(
            token=secrets.token_urlsafe(24),
            subject=subject,
            by=by,
            kind=file.kind,
            digest=file.digest,
            name=file.name,
            size=file.size,
            width=file.width,
            height=file.height,
            created_at=now,
        )
        for file in kept
    ]


@transaction()
def forget_uploads(subject: str) -> int:
    """Take away what belongs to a subject; the bytes go with the worker's next sweep."""
    return int(Upload.delete().where(Upload.subject == subject).execute())


def forget_lost(folder: Path, before: datetime) -> int:
    """Delete files that no row names and that were written before a moment; how many. One question a subfolder."""
    gone = 0
    for part in sorted(folder.glob("??")) if folder.is_dir() else ():
        mine = Upload.digest.startswith(part.name)
        named = {path_of(folder, digest, kind, size)
                 for digest, kind in Upload.select(Upload.digest, Upload.kind).where(mine).tuples()
                 for size in SIZES}  # fmt: skip
        for path in part.iterdir():
            if path not in named and path.is_file() and path.stat().st_mtime < before.timestamp():
                path.unlink(missing_ok=True)
                gone += 1
    return gone


__all__ = ["attach", "forget_lost", "forget_uploads", "keep_files", "path_of"]
