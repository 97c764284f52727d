"""A consistent look at the whole database while the shop sells on: its tables, their columns, their rows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import peewee

from storefront.db import frozen, open_database

HISTORY = re.compile(r"(?:(?P<plugin>\w+)_)?migration_history")
ROWS_AT_ONCE = 500


@dataclass(frozen=True)
class TableShape:
    """A table as the database has it; parents are the tables its rows point at, by column."""

    name: str
    columns: tuple[str, ...]
    truths: frozenset[str]
    parents: tuple[tuple[str, str], ...]

    @property
    def own_parent(self) -> str:
        """The column that points at another row of the same table, "" where none does."""
        return next((column for column, table in self.parents if table == self.name), "")


@contextmanager
def snapshot(database_url: str) -> Iterator[peewee.Database]:
    """The database as it is at this moment, for as long as the block runs."""
    database = open_database(database_url)
    try:
        with frozen():
            yield database
    finally:
        database.close()


def tables(database: peewee.Database) -> list[TableShape]:
    """Every table with rows of its own, those that others point at first; no indexes of search, no histories."""
    found = [_shape(database, name) for name in _names(database)]
    return _sorted({shape.name: shape for shape in found})


def histories(database: peewee.Database) -> dict[str, list[str]]:
    """The migrations taken: "" for core, else the plugin's name."""
    taken = {}
    for name in database.get_tables():
        match = HISTORY.fullmatch(name)
        if match:
            rows = database.execute_sql(f'SELECT name FROM "{name}" ORDER BY name').fetchall()
            taken[match["plugin"] or ""] = [str(row[0]) for row in rows]
    return taken


def count(database: peewee.Database, table: str) -> int:
    """How many rows a table has."""
    return int(database.execute_sql(f'SELECT COUNT(*) FROM "{table}"').fetchone()[0])


def rows(database: peewee.Database, shape: TableShape) -> Iterator[tuple[Any, ...]]:
    """A table's rows in the order of their first column, in bounded memory."""
    columns = ", ".join(f'"{column}"' for column in shape.columns)
    first, last, sign = shape.columns[0], None, "%s" if isinstance(database, peewee.PostgresqlDatabase) else "?"
    while True:
        where = "" if last is None else f'WHERE "{first}" > {sign} '
        sql = f'SELECT {columns} FROM "{shape.name}" {where}ORDER BY "{first}" LIMIT {ROWS_AT_ONCE}'
        piece = database.execute_sql(sql, () if last is None else (last,)).fetchall()
        yield from piece
        if len(piece) < ROWS_AT_ONCE:
            return
        last = piece[-1][0]


def _names(database: peewee.Database) -> list[str]:
    names = [name for name in database.get_tables() if not HISTORY.fullmatch(name)]
    if isinstance(database, peewee.PostgresqlDatabase):
        return names
    virtual = [
        name
        for name, sql in database.execute_sql("SELECT name, sql FROM sqlite_master WHERE type = 'table'").fetchall()
        if str(sql or "").upper().startswith("CREATE VIRTUAL")
    ]
    # a virtual table keeps its own in tables beside it: name_data, name_idx, …
    return [
        name
        for name in names
        if not name.startswith("sqlite_") and not any(name == v or name.startswith(f"{v}_") for v in virtual)
    ]


def _shape(database: peewee.Database, name: str) -> TableShape:
    columns = database.get_columns(name)
    keys = [column.name for column in columns if column.primary_key]
    if len(keys) != 1:
        raise ValueError(f"table {name} has no key of one column")
    names = (keys[0], *(column.name for column in columns if column.name != keys[0]))
    truths = frozenset(column.name for column in columns if column.data_type.lower() == "boolean")
    parents = tuple((key.column, key.dest_table) for key in database.get_foreign_keys(name))
    return TableShape(name, names, truths, parents)


def _sorted(shapes: dict[str, TableShape]) -> list[TableShape]:
    """Parents before children."""
    done: dict[str, TableShape] = {}

    def visit(shape: TableShape) -> None:
        if shape.name in done:
            return
        for _column, parent in shape.parents:
            if parent != shape.name and parent in shapes:
                visit(shapes[parent])
        done[shape.name] = shape

    for name in sorted(shapes):
        visit(shapes[name])
    return list(done.values())
