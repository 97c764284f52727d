"""`storefront restore`: a backup into an empty folder and an empty database; all of it, or nothing."""

from __future__ import annotations

import base64
import json
import shutil
import tarfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import datetime
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple

import peewee

from storefront import db, migrations, plugin_manager
from storefront.db import transaction
from storefront.errors import StorefrontError
from storefront.operations.backups import FOLDERS, FORMAT, MANIFEST
from storefront.operations.snapshots import TableShape, count, tables
from storefront.settings import FILE_NAME, Settings, load

ROWS_AT_ONCE = 200


class WrongBackup(StorefrontError):
    """The file is no backup that this program can restore."""

    code = "wrong-backup"


class NotEmpty(StorefrontError):
    """There is something already where the backup would go."""

    code = "not-empty"


class Manifest(NamedTuple):
    """What a backup says of itself."""

    version: str
    made_at: str
    migrations: Mapping[str, list[str]]
    tables: Mapping[str, int]

    @property
    def rows(self) -> int:
        return sum(self.tables.values())


def read_manifest(path: Path) -> Manifest:
    """What a backup holds; raises WrongBackup where it is none."""
    with _opened(path) as tar:
        first = tar.next()
        file = tar.extractfile(first) if first is not None and first.name == MANIFEST else None
        if file is None:
            raise WrongBackup(f"{path} is no backup of a shop: {MANIFEST} does not come first.")
        said = json.load(file)
    if said.get("format") != FORMAT:
        raise WrongBackup(f"{path} has format {said.get('format')!r}; this program reads {FORMAT}.")
    return Manifest(said["version"], said["made_at"], said["migrations"], said["tables"])


def restore(
    path: Path, home: Path, environ: Mapping[str, str], progress: Callable[[int], None] = lambda _count: None
) -> Settings:
    """Put a backup back; on any failure folder and database are as they were."""
    manifest = read_manifest(path)
    fresh = not (home / FILE_NAME).exists()
    for kept in (home / name for name in FOLDERS):
        if kept.is_dir() and any(kept.iterdir()):
            raise NotEmpty(f"{kept} is not empty. Restore into another folder, or move it away first.")
    try:
        if fresh:
            home.mkdir(parents=True, exist_ok=True)
            (home / FILE_NAME).write_bytes(_member(path, FILE_NAME))
        settings = load(home, environ)
        database = db.open_database(settings.database_url)
        if database.get_tables():
            raise NotEmpty(f"The database {settings.database} is not empty. Restore into an empty one.")
        _restore_rows(path, manifest, database, progress)
        _restore_files(path, home)
    except BaseException:
        if fresh:
            (home / FILE_NAME).unlink(missing_ok=True)
        raise
    return settings


def _restore_rows(
    path: Path, manifest: Manifest, database: peewee.Database, progress: Callable[[int], None]
) -> None:
    _check_steps(manifest)
    with transaction():
        if not db.is_postgresql():
            database.execute_sql("PRAGMA defer_foreign_keys = ON")
        for owner, steps in sorted(manifest.migrations.items()):
            migrations.take_steps(owner, steps)
        shapes = {shape.name: shape for shape in tables(database)}
        for shape in shapes.values():
            database.execute_sql(f'DELETE FROM "{shape.name}"')
        for shape in shapes.values():
            if shape.name in manifest.tables:
                _fill(database, shape, _rows_of(path, shape.name), progress)
        _compare(database, manifest, set(shapes))
        _restart_counters(database, shapes.values())
    migrations.migrate()


def _check_steps(manifest: Manifest) -> None:
    """A newer program's backup, or a missing plugin, is refused before anything is made."""
    installed = plugin_manager.found_plugins()
    for owner, steps in manifest.migrations.items():
        if owner and owner not in installed:
            raise WrongBackup(f"The backup has tables of plugin {owner!r}, which is not installed.")
        unknown = sorted(set(steps) - set(migrations.steps_of(owner)))
        if unknown:
            raise WrongBackup(
                f"The backup was made by a newer program ({manifest.version}): it has taken"
                f" {', '.join(unknown)}, which this one does not know."
            )


def _rows_of(path: Path, table: str) -> Iterator[tuple[list[str], list[Any]]]:
    """Each row with the columns that the backup has."""
    with _opened(path) as tar:
        file = tar.extractfile(f"tables/{table}.jsonl")
        assert file is not None
        with closing(file):
            columns = json.loads(file.readline())
            for line in file:
                yield columns, [_value(one) for one in json.loads(line)]


def _value(one: Any) -> Any:
    if isinstance(one, dict):
        return base64.b64decode(one["base64"]) if "base64" in one else datetime.fromisoformat(one["datetime"])
    return one


def _fill(
    database: peewee.Database,
    shape: TableShape,
    found: Iterator[tuple[list[str], list[Any]]],
    progress: Callable[[int], None],
) -> None:
    later: list[tuple[Any, Any]] = []
    while piece := list(islice(found, ROWS_AT_ONCE)):
        columns = piece[0][0]
        truths = [index for index, column in enumerate(columns) if column in shape.truths]
        own = columns.index(shape.own_parent) if shape.own_parent in columns else None
        lines = []
        for _columns, row in piece:
            for index in truths:
                row[index] = None if row[index] is None else bool(row[index])
            if own is not None and row[own] is not None:
                later.append((row[own], row[0]))
                row[own] = None
            lines.append(row)
        _insert(database, shape.name, columns, lines)
        progress(len(lines))
    sign = _sign(database)
    for parent, key in later:
        database.execute_sql(
            f'UPDATE "{shape.name}" SET "{shape.own_parent}" = {sign} WHERE "{shape.columns[0]}" = {sign}',
            (parent, key),
        )


def _insert(database: peewee.Database, table: str, columns: list[str], lines: list[list[Any]]) -> None:
    names = ", ".join(f'"{column}"' for column in columns)
    one = f"({', '.join([_sign(database)] * len(columns))})"
    # SQLite takes at most 32,766 values in a statement
    at_once = max(1, 30_000 // len(columns))
    for start in range(0, len(lines), at_once):
        piece = lines[start : start + at_once]
        values = [value for line in piece for value in line]
        database.execute_sql(f'INSERT INTO "{table}" ({names}) VALUES {", ".join([one] * len(piece))}', values)


def _sign(database: peewee.Database) -> str:
    return "%s" if isinstance(database, peewee.PostgresqlDatabase) else "?"


def _compare(database: peewee.Database, manifest: Manifest, there: set[str]) -> None:
    for table, wanted in manifest.tables.items():
        if table not in there:
            raise WrongBackup(f"The backup has a table {table} that this schema does not have.")
        if (found := count(database, table)) != wanted:
            raise WrongBackup(f"Table {table} should have {wanted} rows and has {found}: the backup is not whole.")


def _restart_counters(database: peewee.Database, shapes: Iterable[TableShape]) -> None:
    """PostgreSQL goes on counting above the highest id."""
    if not db.is_postgresql():
        return
    for shape in shapes:
        key = shape.columns[0]
        sequence = database.execute_sql("SELECT pg_get_serial_sequence(%s, %s)", (f'"{shape.name}"', key)).fetchone()[0]
        if sequence:
            sql = f'SELECT setval(%s, COALESCE((SELECT MAX("{key}") FROM "{shape.name}"), 0) + 1, false)'
            database.execute_sql(sql, (sequence,))


def _restore_files(path: Path, home: Path) -> None:
    """Each folder beside its place, and moved there when all are whole."""
    parts = {name: home / f".{name}.part" for name in FOLDERS}
    _remove(parts.values())
    try:
        with _opened(path) as tar:
            for member in tar:
                name = PurePosixPath(member.name)
                if name.parts[:1] and name.parts[0] in parts and member.isfile():
                    _extract(path, tar, member, parts[name.parts[0]])
        for folder, part in parts.items():
            if part.is_dir():
                if (home / folder).is_dir():
                    (home / folder).rmdir()
                part.replace(home / folder)
    finally:
        _remove(parts.values())


def _remove(folders: Iterable[Path]) -> None:
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)


def _extract(path: Path, tar: tarfile.TarFile, member: tarfile.TarInfo, part: Path) -> None:
    name = PurePosixPath(member.name)
    if ".." in name.parts or name.is_absolute():
        raise WrongBackup(f"{path}: {member.name} leads out of the folder.")
    file = tar.extractfile(member)
    assert file is not None
    target = part.joinpath(*name.parts[1:])
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(file.read())


@contextmanager
def _opened(path: Path) -> Iterator[tarfile.TarFile]:
    """The tar; whatever is wrong with it is said of the backup."""
    try:
        with tarfile.open(path) as tar:
            yield tar
    except (tarfile.TarError, zlib.error, OSError, EOFError, ValueError, KeyError) as error:
        raise WrongBackup(f"{path} cannot be read: {error}") from error


def _member(path: Path, name: str) -> bytes:
    with _opened(path) as tar:
        file = tar.extractfile(name)
        assert file is not None
        return file.read()
