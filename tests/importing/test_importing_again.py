"""A second import updates what differs, ends what is gone, adds languages, and goes on after a kill."""

from __future__ import annotations

import subprocess
import sys
import time
from subprocess import PIPE
from typing import Any

import pytest

from storefront import db
from storefront.catalogue.importers import saving
from storefront.catalogue.tables import (
    Attribute,
    AttributeValue,
    CategoryText,
    ImportRun,
    Offer,
    Product,
    ProductText,
    Variant,
)
from storefront.desk.tables import ImportFile
from storefront.settings import load

HEAD = ("Handle", "Title", "Type", "Option1 Name", "Option1 Value", "Variant SKU", "Variant Price", "Variant Grams")
BOWL = [
    ("bowl", "Bowl", "Kitchen", "Colour", "Red", "B-R", "12.50", 0),
    ("bowl", "", "", "Colour", "Blue", "B-B", "12.50", 400),
]
SCHALE = [
    ("bowl", "Schale", "Küche", "Farbe", "Rot", "B-R", "12.50", 0),
    ("bowl", "", "", "Farbe", "Blau", "B-B", "12.50", 400),
]

# another process that imports until it is killed
HOLDER = """
from pathlib import Path
from storefront import db
from storefront.catalogue.importers.alone import alone
db.open_database(%r)
with alone(Path(%r)):
    print("held", flush=True)
    input()
"""


@pytest.fixture
def import_shop(each_import_shop: Any) -> Any:
    """Everything here holds on both databases."""
    return each_import_shop


def active() -> dict[str, int]:
    query = Offer.select(Variant.sku, Offer.price).join(Variant).where(Offer.active)
    return dict(query.tuples())


def test_a_dry_run_counts_what_would_change(import_shop: Any, export: Any) -> None:
    assert import_shop.run("import", "shopify", str(export(BOWL, HEAD)))[0] == 0
    dearer = [BOWL[0], (*BOWL[1][:6], "13.00", 400), ("cup", "Cup", "Kitchen", "", "", "C-1", "4.00", 0)]
    code, output = import_shop.run("import", "shopify", str(export(dearer, HEAD)), "--dry-run")
    assert code == 0
    assert "products: 1 created, 0 updated, 1 unchanged." in output
    assert "offers: 1 created, 1 updated, 1 unchanged, 0 ended." in output
    assert active() == {"B-R": 1250, "B-B": 1250}
    assert Product.select().count() == 1
    code, real = import_shop.run("import", "shopify", str(export(dearer, HEAD)))
    counts = [line for line in output.splitlines() if line.startswith(("products:", "offers:"))]
    assert [line for line in real.splitlines() if line.startswith(("products:", "offers:"))] == counts


def test_an_offer_ends_with_its_variant_or_its_price(import_shop: Any, export: Any) -> None:
    assert import_shop.run("import", "shopify", str(export(BOWL, HEAD)))[0] == 0
    code, output = import_shop.run("import", "shopify", str(export(BOWL[:1], HEAD)))
    assert (code, "1 ended." in output, active()) == (0, True, {"B-R": 1250})
    assert "Nothing changed." in import_shop.run("import", "shopify", str(export(BOWL[:1], HEAD)))[1]
    code, output = import_shop.run("import", "shopify", str(export(BOWL, HEAD)))
    assert (code, active()) == (0, {"B-R": 1250, "B-B": 1250})


def test_another_language_is_added_to_the_first(import_shop: Any, export: Any) -> None:
    for rows, locale in ((BOWL, "en"), (SCHALE, "de")):
        code, output = import_shop.run("import", "shopify", str(export(rows, HEAD)), "--locale", locale)
        assert code == 0, output
    for rows, locale in ((BOWL, "en"), (SCHALE, "de")):
        output = import_shop.run("import", "shopify", str(export(rows, HEAD)), "--locale", locale)[1]
        assert "Nothing changed." in output
    assert {(row.language, row.title) for row in ProductText.select()} == {("en", "Bowl"), ("de", "Schale")}
    assert {(row.language, row.name) for row in CategoryText.select()} == {("en", "Kitchen"), ("de", "Küche")}
    assert [row.labels for row in Attribute.select()] == [{"en": "Colour", "de": "Farbe"}]
    values = [row.labels for row in AttributeValue.select().order_by(AttributeValue.code)]
    assert values == [{"en": "Blue", "de": "Blau"}, {"en": "Red", "de": "Rot"}]


def test_a_blank_sku_gets_the_same_one_each_time(import_shop: Any, export: Any) -> None:
    rows = [(*row[:5], "", *row[6:]) for row in BOWL]
    assert import_shop.run("import", "shopify", str(export(rows, HEAD)))[0] == 0
    skus = [row.sku for row in Variant.select().order_by(Variant.position)]
    assert len(set(skus)) == 2 and all(skus)
    assert "Nothing changed." in import_shop.run("import", "shopify", str(export(rows, HEAD)))[1]
    assert [row.weight_grams for row in Variant.select().order_by(Variant.position)] == [0, 400]


def test_one_product_that_cannot_be_saved_does_not_stop_the_others(
    import_shop: Any, export: Any, monkeypatch: Any
) -> None:
    rows = [(f"thing-{n}", f"Thing {n}", "", "", "", f"T-{n}", "5.00", 0) for n in range(8)]
    save = saving.save_products

    def refusing(drafts: Any, now: Any) -> Any:
        if any(draft.slug == "thing-3" for draft in drafts):
            raise saving.WrongDraft("it is not wanted")
        return save(drafts, now)

    monkeypatch.setattr(saving, "save_products", refusing)
    code, output = import_shop.run("import", "shopify", str(export(rows, HEAD)))
    assert code == 2
    assert "1 products could not be saved; the others were." in output
    assert "thing-3" in output and "it is not wanted" in output
    assert {row.slug for row in Product.select()} == {f"thing-{n}" for n in range(8) if n != 3}


def test_an_import_that_was_killed_goes_on(import_shop: Any, generated_export: Any) -> None:
    path = str(generated_export(3000))
    process = import_shop.start("import", "shopify", path)
    db.open_database(load(import_shop.home, import_shop.own).database_url)
    until = time.monotonic() + 60
    while Product.select().count() < 100 and process.poll() is None and time.monotonic() < until:
        time.sleep(0.02)
    process.kill()
    process.communicate()
    done = Product.select().count()
    assert 100 <= done < 600 and done % saving.BATCH == 0
    assert ImportRun.get().finished_at is None
    code, output = import_shop.run("import", "shopify", path)
    assert code == 0, output
    assert f"An import of this file had stopped after {done} products; it went on from there." in output
    assert f"products: {600 - done} created, 0 updated, 0 unchanged." in output
    assert (Product.select().count(), Offer.select().count()) == (600, 3000)
    assert "Nothing changed." in import_shop.run("import", "shopify", path)[1]


def test_an_import_is_refused_while_one_runs_at_the_desk(import_shop: Any, export: Any) -> None:
    file = str(export(BOWL, HEAD))
    db.open_database(load(import_shop.home, import_shop.own).database_url)
    row = ImportFile.create(
        person_id=1, name="big.csv", token="t", format="shopify", state="importing", created_at=db.utc_now()
    )
    code, said = import_shop.run("import", "shopify", file)
    assert code == 2
    assert "An import is running already: big.csv." in said
    assert Product.select().count() == 0
    assert import_shop.run("import", "shopify", file, "--dry-run")[0] == 0
    ImportFile.update(state="done").where(ImportFile.id == row.id).execute()
    assert import_shop.run("import", "shopify", file)[0] == 0


def test_two_commands_do_not_import_at_once(import_shop: Any, export: Any) -> None:
    file = str(export(BOWL, HEAD))
    settings = load(import_shop.home, import_shop.own)
    db.open_database(settings.database_url)
    other = HOLDER % (settings.database_url, str(settings.home))
    with subprocess.Popen([sys.executable, "-c", other], stdin=PIPE, stdout=PIPE, text=True) as process:
        assert process.stdin and process.stdout and process.stdout.readline() == "held\n"
        assert import_shop.run("import", "shopify", file, "--dry-run")[0] == 0
        code, said = import_shop.run("import", "shopify", file)
        assert (code, "Another import is running." in said) == (2, True)
        assert Product.select().count() == 0
        process.kill()
    assert import_shop.run("import", "shopify", file)[0] == 0
