"""A backup made while the shop sells, restored on either database, is the shop as it was."""

from __future__ import annotations

import gzip
import io
import json
import shutil
import tarfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from small_shop import SmallShop, shipped_model

from storefront import db, runtime
from storefront.cart.loading import load_cart
from storefront.checkout.placing import fingerprint, place_order
from storefront.operations import backups, restores
from storefront.operations.snapshots import count, snapshot, tables
from storefront.orders.tables import Order

ORDERS = Order._meta.table_name
Rows = dict[str, list[tuple[Any, ...]]]


@pytest.fixture
def shop(make_shop: Callable[..., SmallShop], database_url: str) -> SmallShop:
    """A shop with something for sale, an order, and a picture."""
    shop = make_shop(shipped_model(), database_url=database_url)
    offer = shop.offer("kettle", shipped_model(), 2000, stock=1000, category="kitchen", titles={"ar": "غلّاية"})
    buy(shop, shop.cart((offer, 2)))
    picture = shop.settings.media / "ab" / "abcdef.webp"
    picture.parent.mkdir(parents=True, exist_ok=True)
    picture.write_bytes(b"RIFF")
    return shop


def buy(shop: SmallShop, token: str) -> None:
    context = shop.context()
    seen = fingerprint(load_cart(runtime.current(), token, context), context)
    place_order(runtime.current(), token, context, seen, "sandbox-card")


def everything(database_url: str) -> Rows:
    """Every row of a database, whichever kind it is: what is true is 1 on both."""
    with snapshot(database_url) as database:
        found = {}
        for shape in tables(database):
            if shape.name in backups.LEFT_OUT:
                continue
            names = ", ".join(f'"{name}"' for name in sorted(shape.columns))
            rows = database.execute_sql(f'SELECT {names} FROM "{shape.name}" ORDER BY "{shape.columns[0]}"').fetchall()
            found[shape.name] = [tuple(int(v) if isinstance(v, bool) else v for v in row) for row in rows]
    return found


@contextmanager
def put_back(shop: SmallShop, file: Path, home: Path, url: str) -> Iterator[Rows]:
    """What is in a database that a backup was restored into."""
    environ = {"STOREFRONT_DATABASE": url}
    restores.restore(file, home, environ)
    yield everything(url)
    db.open_database(shop.database_url)


@pytest.fixture(params=["sqlite", "postgresql"])
def other_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty database of each kind, to restore into."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/restored.sqlite3"
        return
    server = request.getfixturevalue("postgresql")
    name, url = server.fresh(migrated=False)
    yield url
    db.close()
    server.drop(name)


def test_a_backup_restored_on_either_database_is_the_same_shop(shop: SmallShop, other_url: str, tmp_path: Path) -> None:
    before = everything(shop.database_url)
    assert len(before[ORDERS]) == 1
    backups.back_up(shop.settings, tmp_path / "backup.tar.gz")
    home = tmp_path / "again"
    with put_back(shop, tmp_path / "backup.tar.gz", home, other_url) as after:
        assert after == before
    assert (home / "media/ab/abcdef.webp").read_bytes() == b"RIFF"
    assert (home / "storefront.toml").read_text() == (shop.home / "storefront.toml").read_text()


def test_a_restored_shop_sells_on(shop: SmallShop, other_url: str, tmp_path: Path) -> None:
    backups.back_up(shop.settings, tmp_path / "backup.tar")
    settings = restores.restore(tmp_path / "backup.tar", tmp_path / "again", {"STOREFRONT_DATABASE": other_url})
    from storefront.app import create_app

    again = SmallShop(tmp_path / "again", other_url, settings, create_app(settings))
    buy(again, again.cart((1, 3)))
    assert len(everything(other_url)[ORDERS]) == 2
    db.open_database(shop.database_url)


@pytest.mark.slow
def test_a_backup_made_while_orders_are_placed_is_whole(shop: SmallShop, tmp_path: Path) -> None:
    tokens = [shop.cart((1, 1)) for _number in range(30)]
    stopped = threading.Event()
    wrong: list[BaseException] = []

    def sell() -> None:
        try:
            for token in tokens:
                buy(shop, token)
        except BaseException as error:
            wrong.append(error)
        finally:
            db.close()
            stopped.set()

    # a process of its own makes the backup, as the command line does
    seller = threading.Thread(target=sell)
    seller.start()
    made = 0
    while not stopped.is_set() or made == 0:
        shop.done("backup", str(tmp_path / f"backup-{made}.tar"))
        made += 1
    seller.join(60)
    assert not wrong
    for number in range(made):
        whole(tmp_path / f"backup-{number}.tar", tmp_path / f"home-{number}", tmp_path / f"{number}.sqlite3")
    db.open_database(shop.database_url)


def whole(file: Path, home: Path, database: Path) -> None:
    """Every order has its lines, installments, payment and reservation, and the ledger is even."""
    url = f"sqlite:///{database}"
    restores.restore(file, home, {"STOREFRONT_DATABASE": url})
    with snapshot(url) as found:
        orders = count(found, ORDERS)
        assert orders >= 1
        for table in ("purchase", "order_line", "installment", "payment", "allocation"):
            assert count(found, table) == orders, table
        reserved = found.execute_sql("SELECT SUM(quantity) FROM reservation").fetchone()[0] or 0
        assert found.execute_sql("SELECT SUM(reserved) FROM stock").fetchone()[0] == reserved
        assert found.execute_sql("PRAGMA foreign_key_check").fetchall() == []


# -- what goes wrong --------------------------------------------------------------------------------


def cut(file: Path, target: Path) -> None:
    target.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def without_a_row(file: Path, target: Path) -> None:
    """The same backup, one line of its products missing."""
    with tarfile.open(file) as old, tarfile.open(target, "w") as new:
        for member in old:
            content = old.extractfile(member).read()  # type: ignore[union-attr]
            if member.name == "tables/product.jsonl":
                content = content[: content.rindex(b"\n", 0, -1) + 1]
            member.size = len(content)
            new.addfile(member, io.BytesIO(content))


def not_ours(_file: Path, target: Path) -> None:
    target.write_bytes(gzip.compress(b"not a tar"))


def newer(file: Path, target: Path) -> None:
    with tarfile.open(file) as old, tarfile.open(target, "w") as new:
        for member in old:
            content = old.extractfile(member).read()  # type: ignore[union-attr]
            if member.name == "manifest.json":
                said = json.loads(content)
                said["migrations"][""].append("9999_later")
                content = json.dumps(said).encode()
            member.size = len(content)
            new.addfile(member, io.BytesIO(content))


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (cut, "cannot be read"),
        (without_a_row, "Table product should have 1 rows and has 0: the backup is not whole"),
        (not_ours, "cannot be read"),
        (newer, "made by a newer program .* 9999_later"),
    ],
)
def test_a_broken_backup_leaves_nothing_behind(
    make_shop: Callable[..., SmallShop], tmp_path: Path, spoil: Callable[[Path, Path], None], said: str
) -> None:
    shop = make_shop(shipped_model())
    shop.offer("kettle", shipped_model(), 2000)
    backups.back_up(shop.settings, tmp_path / "good.tar")
    spoil(tmp_path / "good.tar", tmp_path / "bad.tar")
    home = tmp_path / "again"
    url = f"sqlite:///{tmp_path}/again.sqlite3"
    with pytest.raises(restores.WrongBackup, match=said):
        restores.restore(tmp_path / "bad.tar", home, {"STOREFRONT_DATABASE": url})
    assert not (home / "storefront.toml").exists()
    assert not (home / "media").exists()
    assert db.open_database(url).get_tables() == []


def test_nothing_is_restored_over_something(make_shop: Callable[..., SmallShop], tmp_path: Path) -> None:
    shop = make_shop(shipped_model())
    backups.back_up(shop.settings, tmp_path / "good.tar")
    before = everything(shop.database_url)
    ended = shop.command("restore", str(tmp_path / "good.tar"))
    assert ended.returncode == 2
    assert "is not empty" in ended.stderr
    assert everything(shop.database_url) == before


def test_a_backup_is_readable_by_its_owner_only_and_replaces_nothing(
    make_shop: Callable[..., SmallShop], tmp_path: Path
) -> None:
    shop = make_shop(shipped_model())
    shop.done("backup", str(tmp_path / "good.tar"))
    assert (tmp_path / "good.tar").stat().st_mode & 0o777 == 0o600
    again = shop.command("backup", str(tmp_path / "good.tar"))
    assert again.returncode == 2
    assert "is there already" in again.stderr
    nowhere = shop.command("backup", str(tmp_path / "no" / "good.tar"))
    assert nowhere.returncode == 2
    assert shutil.disk_usage(tmp_path).free > 0
    assert [path.name for path in tmp_path.iterdir() if path.name.endswith(".part")] == []
