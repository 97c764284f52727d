"""For developers: `python -m storefront.migrations.snapshot [PLUGIN]` freezes the tables as a first step.

Only before a release: a first step that has run anywhere is never written again.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from importlib import import_module
from pathlib import Path

import peewee

from storefront import plugin_manager
from storefront.db import Table
from storefront.tables import core_tables

DIALECTS: dict[str, type[peewee.Database]] = {
    "sqlite": peewee.SqliteDatabase,
    "postgresql": peewee.PostgresqlDatabase,
}
_TOP_LEVEL = re.compile(r', (?="|FOREIGN KEY|CHECK|PRIMARY KEY)')


def plugin_tables(package: str) -> list[type[Table]]:
    """A plugin's table classes, those of its `tables` module; none when it has no such module."""
    try:
        module = import_module(f"{package}.tables")
    except ModuleNotFoundError as error:
        if error.name == f"{package}.tables":
            return []
        raise
    return [
        value
        for value in vars(module).values()
        if isinstance(value, type) and issubclass(value, Table) and value.__module__ == module.__name__
    ]


def schema_sql(tables: Iterable[type[Table]], dialect: str) -> str:
    """The statements that make the tables and their indexes, in an order that works."""
    offline = DIALECTS[dialect](None)
    statements: list[str] = []
    for table in peewee.sort_models(list(tables)):
        schema = peewee.SchemaManager(table, offline)
        create, values = schema._create_table(safe=False).query()
        assert not values, f"{table.__name__}: a schema has no parameters"
        statements.append(_readable(create))
        statements += [index.query()[0] for index in schema._create_indexes(safe=False)]
    return "".join(f"{statement};\n" for statement in statements)


def _readable(create: str) -> str:
    """One column a line."""
    head, _bracket, rest = create.partition(" (")
    columns = ",\n    ".join(_TOP_LEVEL.split(rest.removesuffix(")")))
    return f"{head} (\n    {columns}\n)"


def write(folder: Path, tables: list[type[Table]]) -> list[Path]:
    """Write 0001_first for both databases; the files."""
    folder.mkdir(exist_ok=True)
    written = []
    for dialect in DIALECTS:
        path = folder / f"0001_first.{dialect}.sql"
        path.write_text(schema_sql(tables, dialect), encoding="utf-8")
        written.append(path)
    return written


def main(arguments: list[str]) -> None:
    """Freeze core's tables, or those of the plugin that is named."""
    if arguments:
        module = plugin_manager.load(arguments[0])
        folder = Path(str(module.__file__)).parent / "migrations"
        tables = plugin_tables(module.__name__)
    else:
        folder = Path(__file__).parent
        tables = core_tables()
    for path in write(folder, tables):
        print(f"{path.name}: {len(tables)} tables")


if __name__ == "__main__":
    main(sys.argv[1:])
