"""Steps go forward only, once, whoever takes them; and they make what the classes say."""

from __future__ import annotations

import hashlib
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import peewee
import pytest

from storefront import db, migrations, plugin_manager
from storefront.catalogue.search import reindexing
from storefront.catalogue.search.finding import find
from storefront.catalogue.tables import Product, ProductText, Shelf
from storefront.catalogue.viewer import Viewer
from storefront.migrations import MigrationError, snapshot
from storefront.tables import core_tables

Facts = list[tuple[Any, ...]]
POINTS = plugin_manager.found_plugins()
# Steps that shops have taken; a line is added when a step is released.
RELEASED = {
    "0001_first.sqlite.sql": "4509bca58544d3163ab71c7773180d39be330775281862f5696739cbbfd02243",
    "0001_first.postgresql.sql": "2074da328099805c3093b73f293c25a386e550e8b2a98aef8397dbf93916f4de",
}
SHIPPED = sorted(name for name, point in POINTS.items() if point.value.startswith("storefront.plugins."))


@pytest.fixture
def empty_database(empty_database_url: str) -> Iterator[peewee.Database]:
    """The process's database, without a table."""
    yield db.open_database(empty_database_url)
    db.close()
    db.database.initialize(None)


@pytest.fixture
def steps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder of a plugin's steps: the plugin "plums", installed."""
    package = tmp_path / "plums_plugin"
    (package / "migrations").mkdir(parents=True)
    (package / "__init__.py").write_text("")
    (package / "migrations" / "__init__.py").write_text("")
    monkeypatch.syspath_prepend(str(tmp_path))
    import plums_plugin  # type: ignore[import-not-found]

    monkeypatch.setattr(plugin_manager, "load", lambda name: {"plums": plums_plugin}[name])
    yield package / "migrations"
    for name in [name for name in sys.modules if name.startswith("plums_plugin")]:
        del sys.modules[name]


def step(folder: Path, name: str, *statements: str) -> None:
    lines = "".join(f"    database.execute_sql({statement!r})\n" for statement in statements)
    (folder / f"{name}.py").write_text(f"def migrate(database):\n{lines}")


def rows(sql: str) -> Facts:
    return [tuple(row) for row in db.database.execute_sql(sql).fetchall()]


# -- the schema -----------------------------------------------------------------------------------


def sqlite_schema() -> Facts:
    found = rows(
        "SELECT type, name, tbl_name, sql FROM sqlite_master"
        " WHERE name NOT LIKE '%migration_history%' AND type <> 'trigger'"
    )
    return sorted((kind, name, table, "".join((sql or "").split())) for kind, name, table, sql in found)


def postgresql_schema() -> Facts:
    columns = rows(
        "SELECT table_name, column_name, data_type, character_maximum_length, is_nullable, column_default"
        " FROM information_schema.columns WHERE table_schema = 'public' AND table_name <> 'migration_history'"
    )
    indexes = rows("SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'")
    constraints = rows(
        "SELECT conrelid::regclass::text, contype, pg_get_constraintdef(oid) FROM pg_constraint"
        " WHERE connamespace = 'public'::regnamespace"
    )
    facts = [*columns, *indexes, *constraints]
    return sorted((tuple(map(str, fact)) for fact in facts if "migration_history" not in str(fact)), key=repr)


def schema() -> Facts:
    return postgresql_schema() if db.is_postgresql() else sqlite_schema()


def test_the_steps_make_what_the_classes_say(empty_database: peewee.Database) -> None:
    migrations.migrate()
    by_steps = schema()
    tables = core_tables()
    empty_database.drop_tables(tables)
    empty_database.create_tables(tables, safe=False)
    assert by_steps == schema()


@pytest.mark.parametrize("name", SHIPPED)
def test_a_plugins_steps_make_what_its_classes_say(shop_database: peewee.Database, name: str) -> None:
    tables = snapshot.plugin_tables(plugin_manager.load(name).__name__)
    migrations.migrate_plugin(name)
    by_steps = [fact for fact in schema() if "migration_history" not in str(fact)]
    shop_database.drop_tables(tables)
    shop_database.create_tables(tables, safe=False)
    assert by_steps == [fact for fact in schema() if "migration_history" not in str(fact)]


@pytest.mark.parametrize("name", sorted(RELEASED))
def test_a_released_step_is_never_changed(name: str) -> None:
    text = Path(migrations.__file__).with_name(name).read_bytes()
    assert hashlib.sha256(text).hexdigest() == RELEASED[name], f"{name} has run in shops: add a step instead"


def test_a_snapshot_writes_what_the_steps_make(empty_database: peewee.Database) -> None:
    dialect = "postgresql" if db.is_postgresql() else "sqlite"
    migrations.migrate()
    by_steps = schema()
    empty_database.drop_tables(core_tables())
    for statement in snapshot.schema_sql(core_tables(), dialect).split(";\n"):
        if statement.strip():
            empty_database.execute_sql(statement)
    assert by_steps == schema()


def test_a_new_database_needs_every_step_in_order_and_then_none(empty_database: peewee.Database) -> None:
    steps = migrations.pending()
    assert steps[:2] == ["0001_first", "0002_accounts"]
    assert steps == sorted(steps)
    assert migrations.migrate() == steps
    assert migrations.pending() == []
    assert migrations.migrate() == []
    assert [name for (name,) in rows("SELECT name FROM migration_history ORDER BY name")] == steps


# -- a plugin's sequence --------------------------------------------------------------------------


def test_a_plugins_steps_have_a_history_of_their_own(shop_database: peewee.Database, steps: Path) -> None:
    step(steps, "0001_first", "CREATE TABLE plums_crate (id INTEGER PRIMARY KEY)")
    step(steps, "0002_weight", "ALTER TABLE plums_crate ADD COLUMN grams INTEGER")
    assert migrations.migrate_plugin("plums") == ["plums/0001_first", "plums/0002_weight"]
    assert migrations.migrate_plugin("plums") == []
    assert rows("SELECT name FROM plums_migration_history ORDER BY name") == [("0001_first",), ("0002_weight",)]
    assert ("0002_weight",) not in rows("SELECT name FROM migration_history")


def test_only_the_new_steps_are_taken(shop_database: peewee.Database, steps: Path) -> None:
    step(steps, "0001_first", "CREATE TABLE plums_crate (id INTEGER PRIMARY KEY)")
    migrations.migrate_plugin("plums")
    (steps / "0002_weight.sqlite.sql").write_text("ALTER TABLE plums_crate ADD COLUMN grams INTEGER;\n")
    (steps / "0002_weight.postgresql.sql").write_text("ALTER TABLE plums_crate ADD COLUMN grams BIGINT;\n")
    assert migrations.migrate_plugin("plums") == ["plums/0002_weight"]
    assert rows("SELECT grams FROM plums_crate") == []


def test_a_step_that_fails_leaves_nothing_of_itself(shop_database: peewee.Database, steps: Path) -> None:
    step(steps, "0001_first", "CREATE TABLE plums_crate (id INTEGER PRIMARY KEY)", "NO SUCH STATEMENT")
    with pytest.raises(MigrationError, match=r"^migration plums/0001_first: "):
        migrations.migrate_plugin("plums")
    assert not shop_database.table_exists("plums_crate")
    assert not shop_database.table_exists("plums_migration_history")


def test_a_plugin_without_migrations_has_no_steps(shop_database: peewee.Database, steps: Path) -> None:
    for file in steps.iterdir():
        file.unlink()
    steps.rmdir()
    assert migrations.migrate_plugin("plums") == []


def test_a_step_for_one_database_only_is_refused(shop_database: peewee.Database, steps: Path) -> None:
    other = "sqlite" if db.is_postgresql() else "postgresql"
    own = "postgresql" if db.is_postgresql() else "sqlite"
    (steps / f"0001_first.{other}.sql").write_text("SELECT 1;\n")
    with pytest.raises(MigrationError) as raised:
        migrations.migrate_plugin("plums")
    assert str(raised.value) == f"migration plums/0001_first: 0001_first.{own}.sql is missing"


def test_two_workers_take_each_step_once(empty_database: peewee.Database, steps: Path) -> None:
    step(steps, "0001_first", "CREATE TABLE plums_crate (id INTEGER PRIMARY KEY)")
    step(steps, "0002_first_crate", "INSERT INTO plums_crate (id) VALUES (1)")
    taken: list[str] = []
    wrong: list[BaseException] = []
    begin = threading.Barrier(4)

    def work() -> None:
        try:
            begin.wait(10)
            taken.extend([*migrations.migrate(), *migrations.migrate_plugin("plums")])
        except BaseException as error:
            wrong.append(error)
        finally:
            db.close()

    threads = [threading.Thread(target=work) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not wrong
    cores = [name for (name,) in rows("SELECT name FROM migration_history")]
    assert sorted(taken) == sorted([*cores, "plums/0001_first", "plums/0002_first_crate"])


# -- shops that were there before -----------------------------------------------------------------


def test_a_shop_from_before_searching_is_indexed_by_the_worker(
    empty_database: peewee.Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    every = migrations._steps
    monkeypatch.setattr(migrations, "_steps", lambda sequence: [s for s in every(sequence) if s < "0007"])
    migrations.migrate()
    now = db.utc_now()
    for number in (1, 2):
        Product.insert(id=number, slug=f"p{number}", created_at=now, updated_at=now).execute()
        ProductText.insert(product=number, language="en", title="Old kettle").execute()
    Shelf.insert(product=1, business_model="retail", base_price=5, created_at=now).execute()
    monkeypatch.setattr(migrations, "_steps", every)
    assert "0007_search" in migrations.migrate()
    viewer = Viewer(frozenset({"retail"}), now)
    assert find("kettles", viewer).product_ids == ()
    assert reindexing.is_due()
    assert reindexing.run() == 2
    assert find("kettles", viewer).product_ids == (1,)
    assert not reindexing.is_due()


def test_a_new_shop_has_nothing_to_index(empty_database: peewee.Database) -> None:
    migrations.migrate()
    assert not reindexing.is_due()
