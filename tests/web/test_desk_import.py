"""Products come in by upload: looked at, reported row by row, imported by the worker, gone on with after a stop."""

from __future__ import annotations

import csv
import io
import json
import re
import stat
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from desk_people import actor, open_desk
from flask.testing import FlaskClient

from storefront.accounts import tables as accounts
from storefront.catalogue.importers import saving
from storefront.catalogue.importers.alone import alone
from storefront.catalogue.tables import ImportRun, Offer, Product, Seller, Stock, Variant
from storefront.db import utc_now
from storefront.desk import import_files, import_work
from storefront.desk.audit import Actor
from storefront.desk.import_actions import OneRuns, Upload, add_upload, start_import, stop_import
from storefront.desk.tables import AuditEntry, ImportFile
from storefront.errors import NotFound
from storefront.runtime import current
from storefront.web.limits import _counters

PAGE = "/desk/import"
HEAD = "Handle,Title,Variant SKU,Variant Price,Variant Inventory Tracker,Variant Inventory Qty,Variant Grams"
GOOD = "up-jug,Upload jug,UP-1,20.00,shopify,9,800"
BAD = "up-cup,Upload cup,UP-2,twenty,shopify,9,800"
FORM = {"seller": "harbour-and-field", "currency": "EUR", "locale": "en", "format": ""}


@pytest.fixture(autouse=True)
def put_back(demo: Any) -> Iterator[None]:
    """What a test imports is gone after it."""
    _counters.clear()
    products = [row.id for row in Product.select(Product.id)]
    yield
    new = Product.id.not_in(products)
    variants = Variant.select(Variant.id).join(Product).where(new)
    stocks = [row.id for row in Stock.select(Stock.id).where(Stock.variant.in_(variants))]
    Offer.delete().where(Offer.variant.in_(variants)).execute()
    Stock.delete().where(Stock.id.in_(stocks)).execute()
    Product.delete().where(new).execute()
    for table in (ImportFile, ImportRun, AuditEntry, accounts.Person):
        table.delete().execute()
    folder = import_files.folder_of(demo.settings.home)
    for path in folder.iterdir() if folder.is_dir() else ():
        path.unlink()


@pytest.fixture
def staff(demo: Any) -> FlaskClient:
    return open_desk(demo, "staff")


def sent(browser: FlaskClient, *lines: str, name: str = "products.csv", content: bytes | None = None, **form: str) -> Any:
    """Upload a file of these lines."""
    body = content if content is not None else ("\r\n".join(lines) + "\r\n").encode()
    model = current().settings.catalogue.import_model
    return browser.post(PAGE, data={**FORM, "model": model, **form, "file": (io.BytesIO(body), name)})


def uploaded(browser: FlaskClient, *lines: str, **form: str) -> str:
    """The page of an upload that was looked at."""
    answer = sent(browser, *lines, **form)
    assert answer.status_code == 303, answer.text
    work()
    path: str = answer.headers["Location"]
    return path


def work() -> int:
    return import_work.run(current(), utc_now())


def files() -> list[Any]:
    folder = import_files.folder_of(current().settings.home)
    return sorted(folder.iterdir()) if folder.is_dir() else []


def figures(page: str) -> dict[str, str]:
    """New, Changed, … as the page shows them."""
    return {label: number for number, label in re.findall(r"<strong>([^<]+)</strong> <span>([^<]+)</span>", page)}


def rows(page: str) -> list[list[str]]:
    """The report, cell by cell."""
    table = page.partition('class="rows issues"')[2].partition("</table>")[0].partition("<tbody>")[2]
    found = [re.findall(r"<td[^>]*>(.*?)</td>", row, re.DOTALL) for row in table.split("</tr>")[:-1]]
    return [[" ".join(re.sub(r"<[^>]+>", " ", cell).split()) for cell in row] for row in found]


def test_a_file_is_looked_at_and_imported_after_a_yes(staff: FlaskClient) -> None:
    answer = sent(staff, HEAD, GOOD)
    path = answer.headers["Location"]
    waiting = staff.get(path).text
    assert 'hx-get="' + path + '"' in waiting
    assert "Look how far it is" in waiting
    assert work() == 1
    page = staff.get(path).text
    assert "hx-trigger" not in page
    assert figures(page) == {"New": "1", "Changed": "0", "Unchanged": "0", "Wrong": "0"}
    assert "Nothing was changed yet." in page
    assert Product.get_or_none(Product.slug == "up-jug") is None
    assert staff.post(f"{path}/start").status_code == 303
    assert "Being imported" in staff.get(path).text
    assert work() == 1
    done = staff.get(path).text
    assert "The file is imported." in done
    assert figures(done) == {"New": "1", "Changed": "0", "Unchanged": "0", "Wrong": "0"}
    assert Offer.get(Offer.variant == Variant.get(Variant.sku == "UP-1")).price == 2000
    assert files() == []
    assert [row.act for row in AuditEntry.select().order_by(AuditEntry.id)] == [
        "import.upload", "import.start", "import.done",
    ]  # fmt: skip


def test_errors_are_told_row_by_row_and_the_rest_can_be_imported(staff: FlaskClient) -> None:
    path = uploaded(staff, HEAD, GOOD, BAD)
    page = staff.get(path).text
    assert figures(page) == {"New": "1", "Changed": "0", "Unchanged": "0", "Wrong": "1"}
    assert rows(page) == [
        ["3", "Variant Price", "twenty", "This is not a number. up-cup", "Left out until it is corrected"],
    ]
    # without saying so, nothing is left out
    assert staff.post(f"{path}/start", headers={"Referer": f"http://localhost{path}"}).status_code == 303
    assert "The file has errors: correct them, or import the rest without them." in staff.get(path).text
    assert ImportFile.get().state == "checked"
    staff.post(f"{path}/start", data={"without": "1"})
    work()
    assert {row.slug for row in Product.select().where(Product.slug.startswith("up-"))} == {"up-jug"}


def test_the_report_is_a_file_in_which_no_cell_is_a_formula(staff: FlaskClient) -> None:
    path = uploaded(staff, HEAD, "up-jug,Jug,UP-1,=1+HYPERLINK(A1),,,800", "up-cup,Cup,UP-2,-5,,,800")
    answer = staff.get(f"{path}/report.csv")
    assert answer.headers["Content-Type"].startswith("text/csv")
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert answer.headers["Cache-Control"] == "private, no-store"
    table = list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert table[0] == ["Row", "Column", "Value", "What is wrong", "What becomes of it", "Product"]
    assert [row[2] for row in table[1:]] == ["'=1+HYPERLINK(A1)", "'-5"]
    assert table[2][3] == "A price cannot be negative."


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "The file is empty."),
        (b"\x89PNG\r\n\x1a\n" + bytes(400), "The file is an archive or a document."),
        (bytes(range(1, 9)) * 200, "The file is not a text file."),
        (b"a,b,c\r\n1,2,3\r\n", "The first line is that of no export that is known here"),
    ],
)
def test_what_cannot_be_read_is_said_at_the_field(staff: FlaskClient, content: bytes, said: str) -> None:
    answer = sent(staff, content=content)
    assert answer.status_code == 422
    wrong = answer.text.partition('id="f-file-error"')[2].partition("</p>")[0]
    assert said in wrong
    assert 'aria-invalid="true"' in answer.text
    assert (ImportFile.select().count(), files()) == (0, [])


def test_no_file_and_one_that_is_too_large(staff: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    model = current().settings.catalogue.import_model
    nothing = staff.post(PAGE, data={**FORM, "model": model})
    assert nothing.status_code == 422
    assert "Please choose a file." in nothing.text
    monkeypatch.setattr(import_files, "MOST_BYTES", 1_000)
    large = sent(staff, HEAD, *[GOOD] * 30)
    assert large.status_code == 422
    assert "The file is larger than 0 MB." in large.text
    # before it is read as a form
    longer = staff.post(PAGE, data=b"x", headers={"Content-Length": str(200_000_000), "Content-Type": "multipart/form-data; boundary=x"})
    assert longer.status_code == 422
    assert "The file is larger than" in longer.text
    assert (ImportFile.select().count(), files()) == (0, [])


def test_the_file_is_the_owners_alone_and_outside_of_media(staff: FlaskClient) -> None:
    sent(staff, HEAD, GOOD)
    [path] = files()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert not path.is_relative_to(current().settings.media)
    assert "jug" not in path.name


def test_a_second_import_is_refused_while_one_runs(staff: FlaskClient) -> None:
    first, second = uploaded(staff, HEAD, GOOD), uploaded(staff, HEAD, GOOD.replace("9", "8"))
    staff.post(f"{first}/start")
    third = sent(staff, HEAD, GOOD)
    assert third.status_code == 422
    assert "An import is running already: products.csv." in third.text
    staff.post(f"{second}/start", headers={"Referer": f"http://localhost{second}"})
    assert "An import is running already: products.csv." in staff.get(second).text
    assert [row.state for row in ImportFile.select().order_by(ImportFile.id)] == ["importing", "checked"]
    with pytest.raises(OneRuns):
        add_upload(actor("staff"), Upload("again.csv", "x", "shopify"))
    work()
    staff.post(f"{second}/start")
    work()
    assert [row.state for row in ImportFile.select().order_by(ImportFile.id)] == ["done", "done"]


def test_an_import_waits_for_one_from_the_command_line(staff: FlaskClient) -> None:
    path = uploaded(staff, HEAD, GOOD)
    staff.post(f"{path}/start")
    with alone(current().settings.home):
        work()
        assert [(row.state, row.done) for row in ImportFile.select()] == [("importing", 0)]
    assert import_work.run(current(), utc_now() + timedelta(seconds=6)) == 1
    assert ImportFile.get().state == "done"


class Killed(BaseException):
    """As if the process ended there."""


def test_a_killed_worker_leaves_an_import_that_goes_on(staff: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saving, "BATCH", 2)
    monkeypatch.setattr(import_work, "BEAT_SECONDS", 0)
    path = uploaded(staff, HEAD, *[f"up-{n},Thing {n},UP-{n},{n}.00,shopify,9,800" for n in range(1, 8)])
    staff.post(f"{path}/start")
    save, pieces = saving._save_piece, []

    def killed_in_the_third(*arguments: Any) -> None:
        pieces.append(1)
        save(*arguments)
        if len(pieces) == 3:
            raise Killed

    with monkeypatch.context() as patch, pytest.raises(Killed):
        patch.setattr(saving, "_save_piece", killed_in_the_third)
        work()
    row = ImportFile.get()
    assert (row.state, row.done, row.total, ImportRun.get().done) == ("importing", 4, 7, 4)
    page = staff.get(path).text
    assert "Imported: 4 of 7" in page
    # nobody else is at it while its lease holds
    assert work() == 0
    assert import_work.run(current(), utc_now() + timedelta(minutes=2)) == 1
    assert figures(staff.get(path).text) == {"New": "7", "Changed": "0", "Unchanged": "0", "Wrong": "0"}
    assert Product.select().where(Product.slug.startswith("up-")).count() == 7
    assert files() == []


def test_an_import_that_is_stopped_ends_after_its_piece(staff: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saving, "BATCH", 1)
    monkeypatch.setattr(import_work, "BEAT_SECONDS", 0)
    path = uploaded(staff, HEAD, GOOD, BAD.replace("twenty", "5.00"))
    staff.post(f"{path}/start")
    save = saving._save_piece

    def stopped_meanwhile(*arguments: Any) -> None:
        save(*arguments)
        ImportFile.update(state="stopped").execute()

    monkeypatch.setattr(saving, "_save_piece", stopped_meanwhile)
    work()
    assert {row.slug for row in Product.select().where(Product.slug.startswith("up-"))} == {"up-jug"}
    assert staff.post(f"{path}/stop").status_code == 303
    assert files() == []
    assert ImportFile.get().state == "stopped"


def test_what_is_not_wanted_is_removed_at_once_or_after_a_day(staff: FlaskClient) -> None:
    unwanted, forgotten = uploaded(staff, HEAD, GOOD), uploaded(staff, HEAD, GOOD)
    staff.post(f"{unwanted}/stop")
    assert len(files()) == 1
    import_work.run(current(), utc_now() + timedelta(hours=25))
    assert "Nobody has begun it within a day" in staff.get(forgotten).text
    assert files() == []


def test_a_sku_of_another_product_bars_the_file(staff: FlaskClient) -> None:
    taken = Variant.select(Variant.sku).first().sku
    page = staff.get(uploaded(staff, HEAD, GOOD, BAD.replace("UP-2", taken).replace("twenty", "5"))).text
    assert "Nothing was imported: correct what is listed below" in page
    assert "/start" not in page
    assert [row[2] for row in rows(page)] == [taken]
    assert files() == []


def test_the_system_is_found_out_from_the_file_or_said(staff: FlaskClient) -> None:
    uploaded(staff, "ID,Type,SKU,Name,Published,Regular price", "1,simple,UP-9,Upload pan,1,9.00")
    assert ImportFile.get().format == "woocommerce"
    wrong = sent(staff, HEAD, GOOD, format="woocommerce")
    assert wrong.status_code == 422
    assert 'id="f-file-error"' in wrong.text


def test_an_admin_imports_our_own_format_without_people_and_orders(demo: Any, staff: FlaskClient) -> None:
    seller = {"type": "seller", "slug": "harbour-and-field", "name": "Harbour & Field", "country": "DE"}
    person = {"type": "person", "email": "evil@example.com", "roles": [{"role": "admin"}]}
    as_staff = sent(staff, json.dumps(seller), name="shop.jsonl")
    assert as_staff.status_code == 422
    assert "an admin imports it" in as_staff.text
    admin = open_desk(demo, "admin")
    broken = sent(admin, "{nothing", name="shop.jsonl")
    assert "Line 1: The line is no JSON" in broken.text
    page = admin.get(uploaded(admin, json.dumps(person), name="shop.jsonl")).text
    assert "Nothing was imported" in page
    assert accounts.Person.get_or_none(accounts.Person.email == "evil@example.com") is None
    category = {"type": "category", "slug": "up-new", "texts": {"en": {"name": "New ones"}}}
    path = uploaded(admin, json.dumps(category), name="shop.jsonl")
    assert figures(admin.get(path).text)["New"] == "1"


def test_strangers_and_sellers_import_nothing(demo: Any, staff: FlaskClient) -> None:
    path = uploaded(staff, HEAD, GOOD)
    number = ImportFile.get().id
    seller, customer = open_desk(demo, "seller", "harbour-and-field"), open_desk(demo, "")
    for browser in (seller, customer):
        assert sent(browser, HEAD, GOOD).status_code == 404
        for page in (PAGE, path, f"{path}/report.csv"):
            assert browser.get(page).status_code == 404
        for act in ("start", "stop"):
            assert browser.post(f"{path}/{act}").status_code == 404
    who: Actor = actor("seller")
    for call in (
        lambda: add_upload(who, Upload("x.csv", "x", "shopify")),
        lambda: start_import(who, number),
        lambda: stop_import(who, number),
    ):
        with pytest.raises(NotFound):
            call()
    assert ImportFile.get().state == "checked"
    assert [row.act for row in AuditEntry.select()] == ["import.upload"]
    assert demo.browser().get(PAGE).status_code == 303
    assert Seller.select().where(Seller.slug == "harbour-and-field").count() == 1
