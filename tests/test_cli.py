"""Each command says what it did; what is wrong is one line on stderr, exit code 2, and nothing half done."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import peewee
import pytest
from peewee import fn
from small_shop import shipped_model

from storefront import cli, db, runtime
from storefront.cart.tables import Cart
from storefront.catalogue.search.tables import SearchDocument
from storefront.catalogue.tables import Offer, Product, Shelf, Stock
from storefront.commands.themes import with_theme
from storefront.db import transaction
from storefront.demo import rasters
from storefront.orders.tables import Event, Order, Outbox, Purchase, Shipment
from storefront.payments.tables import LedgerEntry, LedgerLine, Payment, SandboxCharge
from storefront.plugin_leaving import dependents, open_work_of
from storefront.pricing.tables import ExchangeRate
from storefront.tables import ContentPage

SHOPIFY = "Handle,Title,Variant SKU,Variant Price,Variant Inventory Tracker,Variant Inventory Qty\r\n"


class Done(NamedTuple):
    """What a command answered."""

    code: int
    out: str
    err: str


class Command:
    """Runs commands in a shop's folder, in this process."""

    def __init__(self, home: Path, capture: pytest.CaptureFixture[str]) -> None:
        self.home = home
        self._capture = capture

    def __call__(self, *words: str) -> Done:
        self._capture.readouterr()
        with pytest.raises(SystemExit) as ended:
            cli.main(list(words))
        said = self._capture.readouterr()
        assert isinstance(ended.value.code, int)
        return Done(ended.value.code, said.out, said.err)


@pytest.fixture
def storefront(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Command]:
    """The command line, with a folder where no shop is yet."""
    home = tmp_path / "shop"
    for name in ("STOREFRONT_DATABASE", "STOREFRONT_SECRET_KEY", "STOREFRONT_CACHE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("STOREFRONT_HOME", str(home))
    yield Command(home, capsys)
    runtime._current.clear()
    db.close()
    db.database.initialize(None)


@pytest.fixture
def shop(storefront: Command) -> Command:
    """The command line, with a new shop."""
    assert storefront("init").code == 0
    return storefront


# -- init -----------------------------------------------------------------------------------------


def test_a_new_shop_is_complete(storefront: Command) -> None:
    done = storefront("init")
    assert done.code == 0
    assert done.out.startswith(f"A new shop stands in {storefront.home}.\n")
    assert (storefront.home / "storefront.toml").stat().st_mode & 0o077 == 0
    drafts = ContentPage.select(ContentPage.slug, ContentPage.language).where(ContentPage.draft).tuples()
    languages = ("en", "de", "zh-Hans", "ar")
    assert set(drafts) == {(s, t) for s in ("imprint", "terms", "privacy", "returns") for t in languages}
    assert storefront("migrate").out == "The database is up to date.\n"


def test_a_second_init_changes_nothing(shop: Command) -> None:
    path = shop.home / "storefront.toml"
    before = path.read_bytes()
    done = shop("init")
    assert (done.code, done.err) == (2, f"Error: {path} exists already. Nothing was changed.\n")
    assert path.read_bytes() == before


def test_an_init_that_fails_leaves_nothing(storefront: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STOREFRONT_DATABASE", "mysql://somewhere/shop")
    done = storefront("init")
    assert done.code == 2
    assert done.err == "Error: STOREFRONT_DATABASE: database must be sqlite:///FILE or postgresql://…\n"
    assert not storefront.home.exists()


@pytest.mark.parametrize(
    ("place", "reason"),
    [("/proc/shop", "No such file or directory"), ("file/shop", "Not a directory"), ("file", "File exists")],
)
def test_an_init_where_no_folder_can_be_is_refused(
    storefront: Command, tmp_path: Path, place: str, reason: str
) -> None:
    (tmp_path / "file").write_text("")
    home = tmp_path / place
    done = storefront("init", str(home))
    assert done.code == 2
    if place != "file":
        assert done.err == f"Error: {home}: no shop can be made here: {reason}. Nothing was changed.\n"
    assert not (home / "storefront.toml").exists()


# -- what every command refuses -------------------------------------------------------------------


def changed(shop: Command, before: str, after: str) -> None:
    """Change a line of the settings."""
    path = shop.home / "storefront.toml"
    text = path.read_text(encoding="utf-8")
    assert text.count(before) == 1
    path.write_text(text.replace(before, after), encoding="utf-8")


@pytest.mark.parametrize(
    ("database", "reason"),
    [
        ("sqlite:////no/where/shop.sqlite3", "/no/where/shop.sqlite3 cannot be opened: the folder /no/where does not exist"),
        ("sqlite:////", "/ cannot be opened: it is a folder"),
        ("sqlite:///storefront.toml", "{home}/storefront.toml cannot be opened: file is not a database"),
    ],
)
def test_a_database_that_cannot_be_opened_is_one_line(shop: Command, database: str, reason: str) -> None:
    changed(shop, '"sqlite:///shop.sqlite3"', f'"{database}"')
    done = shop("plugin", "list")
    assert done == Done(2, "", f"Error: database: {reason.format(home=shop.home)}\n")


def test_a_postgresql_that_does_not_answer_is_one_line_without_the_password(shop: Command) -> None:
    changed(shop, '"sqlite:///shop.sqlite3"', '"postgresql://ann:geheim@127.0.0.1:1/shop"')
    done = shop("migrate")
    assert (done.code, done.err.count("\n")) == (2, 1)
    assert done.err.startswith("Error: database: 127.0.0.1/shop cannot be opened: connection failed: ")
    assert "Connection refused" in done.err
    assert "geheim" not in done.err


def test_postgresql_without_its_driver_says_what_to_install(shop: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("psycopg", "psycopg2"):
        monkeypatch.setattr(peewee, name, None)
    changed(shop, '"sqlite:///shop.sqlite3"', '"postgresql://localhost/shop"')
    done = shop("migrate")
    reason = "PostgreSQL's driver is not installed: pip install '.[postgres]'"
    assert done == Done(2, "", f"Error: database: {reason}\n")


def test_a_theme_that_is_gone_is_said_with_its_line_and_can_be_changed(shop: Command) -> None:
    changed(shop, 'name = "base"', 'name = "gone"')
    path = shop.home / "storefront.toml"
    line = path.read_text(encoding="utf-8").splitlines().index('name = "gone"') + 1
    done = shop("plugin", "list")
    assert done.code == 2
    assert done.err.startswith(f"Error: {path}, line {line}: theme 'gone' was not found in ")
    assert shop("theme", "use", "base").code == 0
    assert shop("plugin", "list").code == 0


def test_a_file_that_cannot_be_written_is_one_line(shop: Command) -> None:
    (shop.home / "media").write_text("no folder")
    done = shop("demo")
    assert (done.code, done.err.splitlines()[-1].startswith(f"Error: {shop.home}/media")) == (2, True)
    assert done.err.count("\n") == 1


def test_a_folder_without_a_shop_is_refused(storefront: Command) -> None:
    path = storefront.home / "storefront.toml"
    done = storefront("plugin", "list")
    assert (done.code, done.out) == (2, "")
    assert done.err == f"Error: {path}: not found. `storefront init {storefront.home}` makes a new shop.\n"


def test_a_database_that_is_behind_is_refused(shop: Command) -> None:
    db.close()
    with sqlite3.connect(shop.home / "shop.sqlite3") as connection:
        due = sorted(name for (name,) in connection.execute("SELECT name FROM migration_history"))
        connection.execute("DELETE FROM migration_history")
    connection.close()
    done = shop("import", "shopify", "none.csv")
    assert done.code == 2
    assert done.err == f"Error: The database lacks {len(due)} migration(s): {', '.join(due)}. Run `storefront migrate`.\n"


def test_a_wrong_option_is_refused(shop: Command) -> None:
    done = shop("serve", "--port", "0")
    assert done.code == 2
    assert "0 is not in the range" in done.err


# -- demo -----------------------------------------------------------------------------------------


@pytest.mark.slow
def test_the_demo_brings_orders_of_four_weeks_and_takes_them_out_again(
    shop: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    # what is drawn for search engines only, and takes the longest
    monkeypatch.setattr(rasters, "missing", lambda media: [])
    assert "538 variants, 28 orders, 24 reviews.\n" in shop("demo").out
    now = db.utc_now()
    days = sorted((now - row.placed_at).days for row in Purchase.select().where(Purchase.demo))
    # of four weeks, and older ones that were rated since
    assert (len(days), days[0], days[-1]) == (52, 0, 150)
    assert len([day for day in days if day < 30]) == 28
    latest = [Event.select(fn.MAX(Event.at)).scalar(), Order.select(fn.MAX(Order.closed_at)).scalar()]
    assert max(latest) <= now
    assert {row.state for row in Payment.select()} == {"succeeded", "pending"}
    assert Shipment.select().where(Shipment.delivered_at < Shipment.sent_at).count() == 0
    assert LedgerLine.select(fn.SUM(LedgerLine.amount)).scalar() == 0
    assert open_work_of(shipped_model(), None) == []
    counted = [table.select().count() for table in (Order, Event, Payment, LedgerEntry, Cart, Outbox, SandboxCharge)]
    assert "538 variants, 0 orders, 0 reviews.\n" in shop("demo").out
    assert "120 demo products were taken out.\n" in shop("demo", "--reset").out
    again = [table.select().count() for table in (Order, Event, Payment, LedgerEntry, Cart, Outbox, SandboxCharge)]
    assert again == counted


# -- import ---------------------------------------------------------------------------------------


def exported(shop: Command, *rows: str) -> str:
    path = shop.home / "products.csv"
    path.write_text(SHOPIFY + "".join(f"{row}\r\n" for row in rows), encoding="utf-8")
    return str(path)


def test_a_file_is_imported_and_then_unchanged(shop: Command) -> None:
    file = exported(shop, "jug,Jug,J1,49.90,shopify,3", "cup,Cup,C1,12.00,,")
    done = shop("import", "shopify", file)
    assert done.code == 0
    assert done.out.startswith("2 rows: 2 products with 2 variants can be imported, 0 have errors.\n")
    assert "products: 2 created, 0 updated, 0 unchanged.\n" in done.out
    assert list(Offer.select(Offer.price, Offer.currency).order_by(Offer.price).tuples()) == [
        (1200, "EUR"),
        (4990, "EUR"),
    ]
    assert sorted(Stock.select(Stock.tracked, Stock.on_hand).tuples()) == [(False, 0), (True, 3)]
    assert "products: 0 created, 0 updated, 2 unchanged.\n" in shop("import", "shopify", file).out


def test_a_dry_run_changes_nothing(shop: Command) -> None:
    done = shop("import", "shopify", exported(shop, "jug,Jug,J1,49.90,,"), "--dry-run")
    assert (done.code, done.out.splitlines()[-1]) == (0, "Dry run: nothing was changed.")
    assert Product.select().count() == 0


def test_a_file_with_an_error_is_refused_with_row_column_value_and_reason(shop: Command) -> None:
    done = shop("import", "shopify", exported(shop, "jug,Jug,J1,49.90,,", "cup,Cup,C1,dear,,"))
    assert done.code == 2
    assert done.out.splitlines() == [
        "2 rows: 1 products with 1 variants can be imported, 1 have errors.",
        "row  column         value         reason",
        "3    Variant Price  dear   error  This is not a number.",
    ]
    assert done.err == "Nothing was imported. --skip-errors imports the rest.\n"
    assert Product.select().count() == 0


def test_the_rest_is_imported_when_told_so(shop: Command) -> None:
    file = exported(shop, "jug,Jug,J1,49.90,,", "cup,Cup,C1,dear,,")
    assert shop("import", "shopify", file, "--skip-errors").code == 0
    assert [row.slug for row in Product.select()] == ["jug"]


def test_a_sku_of_another_product_is_refused(shop: Command) -> None:
    assert shop("import", "shopify", exported(shop, "jug,Jug,J1,49.90,,")).code == 0
    done = shop("import", "shopify", exported(shop, "cup,Cup,J1,12.00,,"))
    assert (done.code, done.err) == (2, "Nothing was imported.\n")
    assert "The SKU belongs to another product of the shop (jug)." in done.out
    assert [row.slug for row in Product.select()] == ["jug"]


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        (("--model", "barter"), "The business model 'barter' is not enabled. Enabled: "),
        (("--locale", "fr"), "'fr' is not a language of this shop: en, de, zh-Hans, ar."),
        (("--seller", "nobody"), "There is no seller 'nobody'. Known: shop."),
        (("--currency", "XYZ"), "The currency XYZ is not known. Use a code such as EUR."),
    ],
)
def test_a_wrong_option_of_import_is_refused(shop: Command, options: tuple[str, ...], reason: str) -> None:
    done = shop("import", "shopify", exported(shop, "jug,Jug,J1,49.90,,"), *options)
    assert (done.code, done.out) == (2, "")
    assert reason in done.err


def test_a_file_that_is_no_export_is_refused(shop: Command) -> None:
    path = shop.home / "letter.csv"
    path.write_text("Dear shop,\r\nthank you.\r\n")
    done = shop("import", "shopify", str(path))
    assert done.code == 2
    assert done.err.startswith(f"Error: {path}: ")


# -- plugins --------------------------------------------------------------------------------------



def test_a_plugin_goes_through_its_three_states(shop: Command) -> None:
    name = runtime_model(shop)
    assert shop("plugin", "retire", name).out == f"{name} is retiring.\n"
    assert shop("plugin", "disable", name).out == f"{name} is disabled. Its tables stay.\n"
    assert shop("plugin", "enable", name).out == f"{name} is enabled.\n"


def runtime_model(shop: Command) -> str:
    """The name of a plugin that is enabled in a new shop."""
    for line in shop("plugin", "list").out.splitlines()[1:]:
        name, state, *_package = line.split()
        if state == "enabled":
            return name
    raise AssertionError("no plugin is enabled")


def placed_order(model: str, *, demo: bool = False) -> None:
    now = cli.founding.now()
    with transaction():
        purchase = Purchase.create(
            token="t", cart_token="c", email="a@example.com", language="en", country="DE", currency="EUR",
            total=1, provider="x", placed_at=now, demo=demo,
        )
        Order.create(
            number="26-1", purchase=purchase, seller_id=1, business_model=model, state="placed", currency="EUR",
            net=1, tax=0, total=1, placed_at=now,
        )


def test_a_plugin_with_an_open_order_is_not_disabled(shop: Command) -> None:
    name = runtime_model(shop)
    placed_order(name)
    done = shop("plugin", "disable", name)
    assert done.code == 2
    assert done.err.startswith(f"Error: {name} cannot be disabled while work is open: order:1: Order 26-1 (placed)")
    assert runtime_model(shop) == name
    assert "could not be disabled. Nothing was changed." in shop("plugin", "disable", name, "--dry-run").out


def test_an_order_of_the_demo_is_no_open_work(shop: Command) -> None:
    name = runtime_model(shop)
    placed_order(name, demo=True)
    assert open_work_of(name, None) == []
    assert dependents(name, None)["orders"] == 1


def test_a_plugin_that_is_not_installed_is_not_enabled(shop: Command) -> None:
    done = shop("plugin", "enable", "barter")
    assert done.code == 2
    assert done.err.startswith("Error: plugin 'barter' is not installed. Installed: ")


def test_a_trace_says_what_was_asked_for_a_page(shop: Command) -> None:
    done = shop("plugin", "trace", "/en/")
    assert (done.code, done.out.splitlines()[0]) == (0, "200 OK /en/")


# -- orders, rates, themes ------------------------------------------------------------------------


def test_an_unknown_order_and_transfer_are_refused(shop: Command) -> None:
    assert shop("orders", "show", "X") == Done(2, "", "Error: there is no order 'X'\n")
    done = shop("orders", "confirm-transfer", "AAAA-BBBB")
    assert done == Done(2, "", "Error: no transfer has the reference 'AAAA-BBBB'\n")


def test_rates_are_stored_once(shop: Command) -> None:
    path = shop.home / "rates.csv"
    path.write_text("Date, USD, JPY, \n20 November 2026, 1.1, N/A, \n")
    words = ("rates", "update", "--file", str(path))
    assert shop(*words).out == "1 rates from 2026-11-20 to 2026-11-20: 1 new.\n"
    assert shop(*words).out == "1 rates from 2026-11-20 to 2026-11-20: 0 new.\n"


def test_new_rates_sort_the_lists_anew(shop: Command) -> None:
    ExchangeRate.delete().execute()
    csv = shop.home / "products.csv"
    csv.write_text(SHOPIFY + "kettle,Kettle,K-1,10.00,,\r\n")
    assert shop("import", "shopify", str(csv), "--currency", "USD").code == 0
    path = shop.home / "rates.csv"
    for day, rate, base_price in (("20 November 2025", "2", 500), ("21 November 2025", "1.25", 800)):
        path.write_text(f"Date, USD, \n{day}, {rate}, \n")
        assert shop("rates", "update", "--file", str(path)).code == 0
        assert [row.base_price for row in Shelf.select()] == [base_price]


def test_a_theme_that_is_not_there_is_refused(shop: Command) -> None:
    before = (shop.home / "storefront.toml").read_text()
    done = shop("theme", "use", "../base")
    assert (done.code, (shop.home / "storefront.toml").read_text()) == (2, before)


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ('a = 1\n[theme]\n# its name\nname = "x"\n', 'a = 1\n[theme]\n# its name\nname = "new"\n'),
        ('[theme]\n[shop]\nname = "x"\n', '[theme]\nname = "new"\n[shop]\nname = "x"\n'),
        ('[shop]\nname = "x"\n', '[shop]\nname = "x"\n\n[theme]\nname = "new"\n'),
    ],
)
def test_only_the_themes_name_changes(text: str, made: str) -> None:
    assert with_theme(text, "new") == made


# -- searching ------------------------------------------------------------------------------------

KETTLES = ("kettle,Steel kettle,KTL-1/A,29.00,shopify,4", "mug,Stone mug,MUG-1,9.00,shopify,4")


def test_a_search_names_what_is_found_the_best_first(shop: Command) -> None:
    shop("import", "shopify", exported(shop, *KETTLES))
    done = shop("search", "kettles", "--json")
    (found,) = json.loads(done.out)
    assert list(found) == ["sku", "slug", "title", "score"]
    assert (found["sku"], found["slug"], found["title"]) == ("KTL-1/A", "kettle", "Steel kettle")
    assert found["score"] > 0
    assert json.loads(shop("search", "ktl 1a", "--json", "--locale", "de").out) != []
    assert json.loads(shop("search", "zzz", "--json").out) == []
    assert len(json.loads(shop("search", "steel stone", "--json", "--limit", "1").out)) == 1
    shown = shop("search", "ketle")
    assert (shown.code, shown.err) == (0, "")
    assert "KTL-1/A" in shown.out
    assert "Did you mean: kettle" in shown.out
    assert "Nothing was found." in shop("search", "zzz").out


@pytest.mark.parametrize("options", [("--locale", "xx"), ("--limit", "0"), ("--limit", "many")])
def test_a_search_that_cannot_be_done_is_refused(shop: Command, options: tuple[str, ...]) -> None:
    done = shop("search", "kettle", *options)
    assert (done.code, done.out) == (2, "")
    assert options[0] in done.err


def test_a_reindex_finds_everything_again(shop: Command) -> None:
    shop("import", "shopify", exported(shop, *KETTLES))
    with transaction():
        SearchDocument.delete().execute()
    assert json.loads(shop("search", "kettle", "--json").out) == []
    done = shop("search-reindex")
    assert (done.code, done.err) == (0, "")
    assert "2 products indexed, 0 words corrected." in done.out
    assert len(json.loads(shop("search", "kettle", "--json").out)) == 1


# -- payments -------------------------------------------------------------------------------------


def test_a_report_is_compared_with_the_books(shop: Command, tmp_path: Path) -> None:
    file = tmp_path / "bank.csv"
    file.write_text("date;amount;currency;reference\n30.11.2026;12,50;EUR;nobody's\n", encoding="utf-8")
    found = shop("payments", "reconcile", str(file))
    assert (found.code, found.err) == (1, "")
    assert found.out.splitlines()[0] == "bank-transfer, 2026-11-30 to 2026-11-30: 1 rows, 0 match."
    assert re.search(r"unknown-reference +2026-11-30 +2 +nobody's +12\.50 EUR", found.out)
    told = json.loads(shop("payments", "reconcile", str(file), "--json").out)
    assert (told["unsettled"], [one["kind"] for one in told["differences"]]) == (1, ["unknown-reference"])


@pytest.mark.parametrize(
    ("text", "options", "reason"),
    [
        ("date,amount,currency,reference\n30.11.2026,x,EUR,r\n", (), "row 2, column amount: 'x' is no amount"),
        ("date,amount\n", (), "row 1: there is no column reference, currency"),
        ("date,amount,currency,reference\n2026-11-30,1,EUR,r\n", ("--day", "tomorrow"), "--day: 'tomorrow' is no day"),
        ("date,amount,currency,reference\n2026-11-30,1,EUR,r\n", ("--day", "2026-11-29"), "no row of 2026-11-29"),
        ("date,amount,currency,reference\n2026-11-30,1,EUR,r\n", ("--provider", "nobody"), "there is no 'nobody'"),
    ],
)
def test_a_report_that_cannot_be_read_is_refused(
    shop: Command, tmp_path: Path, text: str, options: tuple[str, ...], reason: str
) -> None:
    file = tmp_path / "bank.csv"
    file.write_text(text, encoding="utf-8")
    found = shop("payments", "reconcile", str(file), *options)
    assert (found.code, found.out) == (2, "")
    assert reason in found.err


def test_without_a_file_a_provider_is_asked_that_gives_reports(shop: Command) -> None:
    found = shop("payments", "reconcile", "--provider", "bank-transfer", "--day", "2026-11-30")
    assert (found.code, "a --provider that gives reports" in found.err) == (2, True)


def test_a_chargeback_is_of_a_sandbox_payment_that_came(shop: Command) -> None:
    found = shop("payments", "chargeback", "N-1", "--lost")
    assert (found.code, "no sandbox payment that came" in found.err) == (2, True)
