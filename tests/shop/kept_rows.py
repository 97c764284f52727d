"""What a request changed in the database: every table, every row, every value."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from storefront import db, tables

Rows = dict[int, dict[str, Any]]
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
        self._put_back({change.table for change in changed})
        self._written.clear()
        return changed

    def all_changes(self) -> list[Change]:
        """What changed in any table at all."""
        return [change for name in self.tables for change in self._compared(name)]

    def _read(self, name: str) -> Rows:
        return {row["id"]: row for row in self.tables[name].select().dicts()}

    def _compared(self, name: str) -> Iterator[Change]:
        now, before = self._read(name), self.rows[name]
        for number in sorted({*now, *before}):
            if now.get(number) != before.get(number):
                yield Change(self.tables[name].__name__, before.get(number), now.get(number))

    def _put_back(self, changed: set[str]) -> None:
        wrong = [(name, table) for name, table in self.tables.items() if table.__name__ in changed]
        with db.transaction():
            for name, table in reversed(wrong):
                for number in set(self._read(name)) - set(self.rows[name]):
                    table.delete().where(table.id == number).execute()
            for name, table in wrong:
                now = self._read(name)
                for number, row in self.rows[name].items():
                    if number not in now:
                        table.insert(row).execute()
                    elif now[number] != row:
                        table.update({key: value for key, value in row.items() if key != "id"}).where(
                            table.id == number
                        ).execute()


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
