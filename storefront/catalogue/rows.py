"""Rows made equal to what is wanted, in few statements, and who was changed by it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from storefront.db import Table

T = TypeVar("T")
Row = dict[str, Any]
CHUNK = 300


def chunks(items: Sequence[T], size: int = CHUNK) -> Iterable[Sequence[T]]:
    """The items in pieces that one statement can carry."""
    for start in range(0, len(items), size):
        yield items[start : start + size]


def insert(table: type[Table], rows: Sequence[Row]) -> None:
    """Insert the rows; each names the same fields."""
    for piece in chunks(rows):
        table.insert_many(piece).execute()


def rows_of(table: type[Table], column: str, values: Sequence[Any]) -> list[Row]:
    """The table's rows with one of the values in a column."""
    found: list[Row] = []
    for piece in chunks(values):
        found.extend(table.select().where(getattr(table, column).in_(piece)).dicts())
    return found


def ids_by(table: type[Table], column: str, values: Iterable[Any]) -> dict[Any, int]:
    """Value → id, for those of the values that are there."""
    found: dict[Any, int] = {}
    field = getattr(table, column)
    for piece in chunks(sorted(set(values))):
        found.update(table.select(field, _id(table)).where(field.in_(piece)).tuples())
    return found


def differs(row: Row, wanted: Row) -> bool:
    """Whether a row must be written to become what is wanted."""
    return any(row[name] != value for name, value in wanted.items())


def update(table: type[Table], row_id: int, wanted: Row) -> None:
    """Write a row's wanted values."""
    table.update(wanted).where(_id(table) == row_id).execute()


def _id(table: type[Table]) -> Any:
    """The id column; on a row the same name is a number, which is what its type says."""
    return table.id


def sync(
    table: type[Table], owner: str, owners: Sequence[int], key: Sequence[str], wanted: Sequence[Row]
) -> set[int]:
    """Make the owners' rows equal to wanted (told apart by owner and key); the changed owners."""
    existing = {(row[owner], *(row[k] for k in key)): row for row in rows_of(table, owner, owners)}
    wanted_by_key = {(row[owner], *(row[k] for k in key)): row for row in wanted}
    gone = [row for name, row in existing.items() if name not in wanted_by_key]
    added = [row for name, row in wanted_by_key.items() if name not in existing]
    changed = [
        (existing[name]["id"], row)
        for name, row in wanted_by_key.items()
        if name in existing and differs(existing[name], row)
    ]
    for piece in chunks([row["id"] for row in gone]):
        table.delete().where(_id(table).in_(piece)).execute()
    for row_id, row in changed:
        update(table, row_id, row)
    insert(table, added)
    return {row[owner] for row in (*gone, *added)} | {row[owner] for _, row in changed}
