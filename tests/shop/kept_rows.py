"""What a request changed in the database: every table, every row, every value."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from storefront import db, tables

Row = tuple[Any, ...]
Rows = dict[int, Row]
# the words that begin a statement which changes no row
_READS = re.compile(r"\s*(SELECT|PRAGMA|BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE|SET|SHOW)\b", re.IGNORECASE)


class Change(NamedTuple):
    """One row before and after; None where there was none."""

    table: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None

    def __str__(self) -> str:
        """“Cart: answers, updated_at”, “CartLine: new” or “CartLine: gone”."""
        if self.before is None or self.after is None:
            return f"{self.table}: {'new' if self.before is None else 'gone'}"
        names = (name for name, value in self.after.items() if value != self.before[name])
        return f"{self.table}: {', '.join(sorted(names))}"


class KeptRows(logging.Handler):
    """Every table's rows as they were; tells what has changed since, and puts it back."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.tables = {table._meta.table_name: table for table in _tables()}
        self.rows = {name: self._read(name) for name in self.tables}
        self._written: set[str] = set()

    def emit(self, record: logging.LogRecord) -> None:
        """peewee tells of each statement; which tables did one write?"""
        text = record.msg[0] if isinstance(record.msg, tuple) else str(record.msg)
        if not _READS.match(text):
            self._written |= set(re.findall(r'"(\w+)"', text)) & set(self.tables)

    def changes(self) -> list[Change]:
        """What changed in the tables that were written since the last time, which is put back."""
        changed = [change for name in sorted(self._written) for change in self._compared(name)]
        self._put_back(changed)
        self._written.clear()
        return changed

    def all_changes(self) -> list[Change]:
        """What changed in any table at all."""
        return [change for name in self.tables for change in self._compared(name)]

    def _read(self, name: str) -> Rows:
        """The rows as the driver gives them: most are only compared."""
        table = self.tables[name]
        columns = ", ".join(f'"{field.column_name}"' for field in table._meta.sorted_fields)
        place = table._meta.sorted_fields.index(table.id)
        return {row[place]: row for row in db.database.execute_sql(f'SELECT {columns} FROM "{name}"').fetchall()}

    def _values(self, name: str, row: Row | None) -> dict[str, Any] | None:
        """A row's values by field, as peewee reads them."""
        if row is None:
            return None
        fields = self.tables[name]._meta.sorted_fields
        return {field.name: field.python_value(value) for field, value in zip(fields, row, strict=True)}

    def _compared(self, name: str) -> Iterator[Change]:
        now, before = self._read(name), self.rows[name]
        if now == before:
            return
        for number in sorted({*now, *before}):
            if now.get(number) != before.get(number):
                values = (self._values(name, rows.get(number)) for rows in (before, now))
                yield Change(self.tables[name].__name__, *values)

    def _put_back(self, changes: list[Change]) -> None:
        """Rows that are new go, the later tables' first; then what was there comes back."""
        order = [table.__name__ for table in self.tables.values()]
        tables_of = {table.__name__: table for table in self.tables.values()}
        changes = sorted(changes, key=lambda change: order.index(change.table))
        with db.transaction():
            for change in reversed(changes):
                if change.before is None and change.after is not None:
                    tables_of[change.table].delete_by_id(change.after["id"])
            for change in changes:
                table = tables_of[change.table]
                if change.before is not None and change.after is None:
                    table.insert(change.before).execute()
                elif change.before is not None:
                    row = {key: value for key, value in change.before.items() if key != "id"}
                    table.update(row).where(table.id == change.before["id"]).execute()


# the engine's index of search, kept by triggers of the documents' table
ENGINES_OWN = "search_index"


def _tables() -> list[Any]:
    """Core's in the order in which they are made, then the enabled plugins'; none of the database's is left out."""
    # a trigger's notes of what changed in the others grow with each change, also with one that is put back
    made = {name for name in db.database.get_tables() if name != "invalidation" and not name.startswith(ENGINES_OWN)}
    core = [table for table in tables.core_tables() if table._meta.table_name in made]
    others = [one for one in _below(db.Table) if one not in core and one._meta.table_name in made]
    found = [*core, *sorted(others, key=lambda table: str(table._meta.table_name))]
    histories = {name for name in made if "migration" in name or name.startswith("sqlite_")}
    assert {table._meta.table_name for table in found} == made - histories
    return found


def _below(table: Any) -> Iterator[Any]:
    for one in table.__subclasses__():
        yield one
        yield from _below(one)
