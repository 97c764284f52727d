"""The database's schema, step by step: core's numbered sequence, then each enabled plugin's own.

A step is `NNNN_name.py` with `migrate(database)`, or a pair `NNNN_name.sqlite.sql` and
`NNNN_name.postgresql.sql`. Steps go forward only; a released one is never changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import import_module, resources
from typing import Any, NamedTuple

from storefront import plugin_manager
from storefront.db import database, is_postgresql, transaction, utc_now
from storefront.errors import StorefrontError
from storefront.tables import PluginState

_STEP = re.compile(r"(?P<name>\d{4}_[a-z0-9_]+)\.(?:py|(?:sqlite|postgresql)\.sql)")
# any number, as long as nothing else in this database locks the same one
_ADVISORY_LOCK = 7_274_112_903


class MigrationError(StorefrontError):
    """A step of the schema cannot be taken; nothing of it was written."""

    code = "migration"


class Sequence(NamedTuple):
    """One owner's steps: "" for core, else the plugin; the package they lie in; their history table."""

    owner: str
    package: str
    history: str


def migrate() -> list[str]:
    """Take every step that is due, core's first, each in one transaction; the names of those taken."""
    taken = _run(_CORE)
    for name in _plugins():
        taken += migrate_plugin(name)
    return taken


def migrate_plugin(name: str) -> list[str]:
    """Take the steps of one installed plugin; one that has none is no error."""
    return _run(_sequence_of(name))


def steps_of(owner: str) -> list[str]:
    """The names of the steps that this program has: of core (""), or of an installed plugin."""
    return _steps(_CORE if not owner else _sequence_of(owner))


def take_steps(owner: str, names: list[str]) -> None:
    """Take these steps only, in order, inside a transaction: the schema as an older backup has it."""
    sequence = _CORE if not owner else _sequence_of(owner)
    _make_history(sequence)
    for step in sorted(names):
        _take(sequence, step)
        _note(sequence, step)


def pending() -> list[str]:
    """The names of the steps that migrate() would take, in order; changes nothing."""
    sequences = [_CORE, *(_sequence_of(name) for name in _plugins())]
    return [_shown(sequence, step) for sequence in sequences for step in _due(sequence)]


_CORE = Sequence("", __name__, "migration_history")


def _plugins() -> list[str]:
    """Plugins that are on and installed; before core's first step the database knows of none."""
    if not database.table_exists(PluginState._meta.table_name):
        return []
    installed = plugin_manager.found_plugins()
    states = plugin_manager.read_states()
    return sorted(name for name, state in states.items() if state != "disabled" and name in installed)


def _sequence_of(plugin: str) -> Sequence:
    module = plugin_manager.load(plugin)
    history = f"{plugin.replace('-', '_')}_migration_history"
    return Sequence(plugin, f"{module.__name__}.migrations", history)


def _run(sequence: Sequence) -> list[str]:
    taken = []
    for step in _due(sequence):
        with transaction():
            _lock()
            _make_history(sequence)
            # another worker may have taken it while we waited for our turn
            if step in _taken(sequence):
                continue
            _take(sequence, step)
            _note(sequence, step)
        taken.append(_shown(sequence, step))
    return taken


def _due(sequence: Sequence) -> list[str]:
    taken = _taken(sequence) if database.table_exists(sequence.history) else set()
    return [step for step in _steps(sequence) if step not in taken]


def _steps(sequence: Sequence) -> list[str]:
    """The names of a sequence's steps in order; a plugin without the package has none."""
    try:
        files = list(resources.files(sequence.package).iterdir())
    except ModuleNotFoundError as error:
        if error.name == sequence.package:
            return []
        raise
    found = {match["name"] for file in files if (match := _STEP.fullmatch(file.name))}
    return sorted(found)


def _take(sequence: Sequence, step: str) -> None:
    try:
        if sql := _sql(sequence, step):
            for statement in sql.split(";\n"):
                if statement.strip():
                    database.execute_sql(statement)
        else:
            import_module(f"{sequence.package}.{step}").migrate(database)
    except StorefrontError:
        raise
    except Exception as error:
        raise MigrationError(f"migration {_shown(sequence, step)}: {error}") from error


def _sql(sequence: Sequence, step: str) -> str:
    """The SQL of a step for this database, "" when it is a module."""
    dialect = "postgresql" if is_postgresql() else "sqlite"
    folder = resources.files(sequence.package)
    file = folder / f"{step}.{dialect}.sql"
    if file.is_file():
        return file.read_text(encoding="utf-8")
    if (folder / f"{step}.py").is_file():
        return ""
    raise MigrationError(f"migration {_shown(sequence, step)}: {file.name} is missing")


def _lock() -> None:
    """Only one worker at a time; SQLite's transaction has locked the file already."""
    if is_postgresql():
        database.execute_sql("SELECT pg_advisory_xact_lock(%s)", (_ADVISORY_LOCK,))


def _make_history(sequence: Sequence) -> None:
    database.execute_sql(
        f'CREATE TABLE IF NOT EXISTS "{sequence.history}" '
        "(name VARCHAR(120) NOT NULL PRIMARY KEY, taken_at VARCHAR(27) NOT NULL)"
    )


def _taken(sequence: Sequence) -> set[str]:
    return {str(row[0]) for row in _rows(f'SELECT name FROM "{sequence.history}"')}


def _note(sequence: Sequence, step: str) -> None:
    sign = "%s" if is_postgresql() else "?"
    now = utc_now().strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    database.execute_sql(f'INSERT INTO "{sequence.history}" (name, taken_at) VALUES ({sign}, {sign})', (step, now))


def _rows(sql: str) -> Iterator[tuple[Any, ...]]:
    yield from database.execute_sql(sql).fetchall()


def _shown(sequence: Sequence, step: str) -> str:
    return f"{sequence.owner}/{step}" if sequence.owner else step
