"""`storefront backup`: everything of a shop in one tar file, made while the shop sells on.

manifest.json says what is in it; tables/NAME.jsonl has a line of columns and then a line for each row; media/ has the
stored pictures, private/ what people sent; storefront.toml the settings, with the secret key. A backup of SQLite can be
restored on PostgreSQL and the other way round.
"""

from __future__ import annotations

import base64
import io
import json
import os
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import peewee

from storefront import __version__
from storefront.operations.snapshots import TableShape, count, histories, rows, snapshot, tables
from storefront.settings import FILE_NAME, Settings

FORMAT = 1
MANIFEST = "manifest.json"
# what lies beside the database: pictures for everybody, files for some
FOLDERS = ("media", "private")
# what every worker works out anew, and the engine's index, which follows the documents by triggers
LEFT_OUT = frozenset({"invalidation", "search_index"})


class Made(NamedTuple):
    """What a backup holds."""

    rows: int
    files: int


def count_rows(settings: Settings) -> int:
    """About how many rows a backup will have, for a progress bar."""
    with snapshot(settings.database_url) as database:
        return sum(count(database, shape.name) for shape in tables(database) if shape.name not in LEFT_OUT)


def back_up(settings: Settings, path: Path, progress: Callable[[int], None] = lambda _count: None) -> Made:
    """Write the backup beside its place and move it there; only the shop's owner may read it."""
    part = path.with_name(f".{path.name}.part")
    try:
        with os.fdopen(os.open(part, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "wb") as file:
            mode = "w|gz" if path.name.endswith((".gz", ".tgz")) else "w|"
            with tarfile.open(fileobj=file, mode=mode, format=tarfile.PAX_FORMAT) as tar:  # type: ignore[call-overload]
                made = _write(settings, tar, progress)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return made


def _write(settings: Settings, tar: tarfile.TarFile, progress: Callable[[int], None]) -> Made:
    with snapshot(settings.database_url) as database:
        shapes = [shape for shape in tables(database) if shape.name not in LEFT_OUT]
        counts = {shape.name: count(database, shape.name) for shape in shapes}
        manifest = {
            "format": FORMAT,
            "version": __version__,
            "made_at": datetime.now(UTC).isoformat(),
            "migrations": histories(database),
            "tables": counts,
        }
        _add_bytes(tar, MANIFEST, json.dumps(manifest, indent=1).encode())
        _add_bytes(tar, FILE_NAME, (settings.home / FILE_NAME).read_bytes())
        for shape in shapes:
            _add_table(tar, database, shape, progress)
    return Made(sum(counts.values()), sum(_add_files(tar, settings.home / name) for name in FOLDERS))


def _add_table(
    tar: tarfile.TarFile, database: peewee.Database, shape: TableShape, progress: Callable[[int], None]
) -> None:
    """Through a temporary file: a tar wants to know a member's size before its bytes."""
    with tempfile.TemporaryFile() as kept:
        for line in _lines(database, shape, progress):
            kept.write(line)
        size = kept.tell()
        kept.seek(0)
        tar.addfile(_member(f"tables/{shape.name}.jsonl", size), kept)


def _lines(database: peewee.Database, shape: TableShape, progress: Callable[[int], None]) -> Iterator[bytes]:
    yield json.dumps(shape.columns).encode() + b"\n"
    for row in rows(database, shape):
        yield json.dumps([_plain(value) for value in row], ensure_ascii=False).encode() + b"\n"
        progress(1)


def _plain(value: Any) -> Any:
    if isinstance(value, (bytes, memoryview)):
        return {"base64": base64.b64encode(bytes(value)).decode()}
    if isinstance(value, datetime):
        return {"datetime": value.isoformat()}
    return value


def _add_files(tar: tarfile.TarFile, folder: Path) -> int:
    """Stored files are named by their content: what was there when the rows were read never changes."""
    added = 0
    for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
        try:
            content = path.read_bytes() if path.is_file() else None
        except FileNotFoundError:
            continue
        if content is not None:
            _add_bytes(tar, f"{folder.name}/{path.relative_to(folder).as_posix()}", content)
            added += 1
    return added


def _add_bytes(tar: tarfile.TarFile, name: str, content: bytes) -> None:
    tar.addfile(_member(name, len(content)), io.BytesIO(content))


def _member(name: str, size: int) -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.size, member.mode, member.mtime = size, 0o600, int(datetime.now(UTC).timestamp())
    return member
