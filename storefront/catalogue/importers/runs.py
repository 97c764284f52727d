"""How far a file's import got, so that it can go on after a stop."""

from __future__ import annotations

import hashlib
from datetime import datetime
from pathlib import Path

from storefront.catalogue.importers.check import digest
from storefront.catalogue.importers.drafting import Sale
from storefront.catalogue.tables import ImportRun
from storefront.db import transaction


def mark(path: Path, sale: Sale) -> str:
    """What names an import: the same file sold otherwise is another one."""
    return f"{digest(path)[:40]}{hashlib.sha256(repr(sale).encode()).hexdigest()[:24]}"


@transaction()
def start(mark: str, format: str) -> int:
    """How many products of this import are done; a finished one begins anew."""
    run = ImportRun.get_or_none(ImportRun.digest == mark)
    if run is None:
        ImportRun.create(digest=mark, format=format)
        return 0
    if run.finished_at is not None:
        ImportRun.update(done=0, finished_at=None).where(ImportRun.digest == mark).execute()
        return 0
    return int(run.done)


@transaction()
def advance(mark: str, done: int) -> None:
    """So many products are done now (0: says nothing)."""
    if mark and done:
        ImportRun.update(done=done).where(ImportRun.digest == mark).execute()


@transaction()
def finish(mark: str, now: datetime) -> None:
    """The whole file is in."""
    ImportRun.update(finished_at=now).where(ImportRun.digest == mark).execute()
