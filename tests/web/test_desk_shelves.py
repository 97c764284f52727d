"""Categories and sellers at the desk."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from desk_people import actor, open_desk
from flask.testing import FlaskClient

from storefront.accounts import tables as accounts
from storefront.catalogue.actions import save_category, save_seller
from storefront.catalogue.drafts import CategoryDraft, CategoryTextDraft
from storefront.catalogue.tables import Category, CategoryText, Product, Seller
from storefront.desk.category_actions import create_category, delete_category, order_categories
from storefront.desk.seller_actions import create_seller, read_seller
from storefront.desk.tables import AuditEntry
from storefront.errors import NotFound
from storefront.web.limits import _counters

sys.path.insert(0, str(Path(__file__).parents[1] / "shop"))
from page_forms import forms_of  # noqa: E402

CATEGORIES = "/desk/categories"
SELLERS = "/desk/sellers"


@pytest.fixture(autouse=True)
def put_back(demo: Any) -> Iterator[None]:
    """What a test changes is as it was after it."""
    _counters.clear()
    rows = list(Category.select())
    texts = list(CategoryText.select())
    sellers = {row.id: read_seller(row.id) for row in Seller.select(Seller.id)}
    yield
    Category.delete().where(Category.id.not_in([row.id for row in rows])).execute()
    for row in rows:
        row.save()
    CategoryText.delete().execute()
    for text in texts:
        text.save(force_insert=True)
    Seller.delete().where(Seller.id.not_in(list(sellers))).execute()
    for draft in sellers.values():
        save_seller(draft)
    AuditEntry.delete().execute()
    accounts.Person.delete().execute()


@pytest.fixture
def staff(demo: Any) -> FlaskClient:
    return open_desk(demo, "staff")


def version(page: str) -> str:
    found = re.search(r'name="version" value="([^"]+)"', page)
    assert found is not None
    return found[1]


def tops() -> list[str]:
    rows = Category.select().where(Category.parent.is_null()).order_by(Category.position, Category.id)
    return [row.slug for row in rows]


def test_a_category_is_made_in_four_languages_below_another(staff: FlaskClient) -> None:
    typed = {"t-en-name": "Tea pots", "t-de-name": "Teekannen", "t-zh-Hans-name": "茶壶", "t-ar-name": "أباريق الشاي"}
    answer = staff.post(f"{CATEGORIES}/new", data={**typed, "parent": "kitchen"})
    assert answer.status_code == 303, answer.text
    row = Category.get(Category.slug == "tea-pots")
    assert row.parent.slug == "kitchen"
    assert row.path == f"{row.parent.path}{row.id}/"
    assert {text.language: text.name for text in row.texts}["ar"] == "أباريق الشاي"
    assert "Teekannen" in staff.get(answer.headers["Location"]).text
    [entry] = AuditEntry.select()
    assert (entry.act, entry.subject) == ("category.create", f"category:{row.id}")


def test_a_category_needs_a_name_and_stands_not_below_itself(staff: FlaskClient) -> None:
    kitchen = Category.get(Category.slug == "kitchen")
    nameless = staff.post(f"{CATEGORIES}/new", data={"t-de-description": "Nur das"})
    assert nameless.status_code == 422
    assert "A name is needed where there are other words in this language." in nameless.text
    assert "Nur das" in nameless.text
    page = staff.get(f"{CATEGORIES}/{kitchen.id}").text
    data = {"version": version(page), "t-en-name": "Kitchen", "parent": "kitchen"}
    below = staff.post(f"{CATEGORIES}/{kitchen.id}", data=data)
    assert below.status_code == 422
    assert "Please choose one of the list." in below.text
    assert Category.get_by_id(kitchen.id).parent is None


def test_categories_are_put_in_order_by_buttons_and_as_a_whole(staff: FlaskClient, browser: FlaskClient) -> None:
    before = tops()
    second = Category.get(Category.slug == before[1])
    staff.post(f"{CATEGORIES}/order", data={"move": f"up-{second.id}"})
    assert tops() == [before[1], before[0], *before[2:]]
    page = browser.get("/en/").text
    shelves = page.partition('class="shelves"')[2].partition("</nav>")[0]
    assert shelves.index(f"/c/{before[1]}") < shelves.index(f"/c/{before[0]}")
    turned = [Category.get(Category.slug == slug).id for slug in reversed(before)]
    staff.post(f"{CATEGORIES}/order", data={"order": ",".join(map(str, turned))})
    assert tops() == before[::-1]
    assert AuditEntry.select().where(AuditEntry.act == "category.move").count() == 2


def test_the_first_category_does_not_go_up_and_rubbish_changes_nothing(staff: FlaskClient) -> None:
    before = tops()
    first = Category.get(Category.slug == before[0])
    assert staff.post(f"{CATEGORIES}/order", data={"move": f"up-{first.id}"}).status_code == 303
    assert staff.post(f"{CATEGORIES}/order", data={"order": "x,,999999,-1"}).status_code == 303
    assert staff.post(f"{CATEGORIES}/order", data={"move": "up-999999"}).status_code == 404
    assert tops() == before
    assert AuditEntry.select().count() == 0


def test_a_category_with_something_in_it_stays(staff: FlaskClient) -> None:
    kitchen = Category.get(Category.slug == "kitchen")
    assert Product.select().where(Product.category == kitchen.id).exists()
    path = f"{CATEGORIES}/{kitchen.id}"
    staff.post(f"{path}/delete", headers={"Referer": f"http://localhost{path}"})
    assert "Something stands in this category or below it." in staff.get(path).text
    save_category(CategoryDraft("boats", {"en": CategoryTextDraft("Boats")}))
    empty = Category.get(Category.slug == "boats").id
    assert staff.post(f"{CATEGORIES}/{empty}/delete").status_code == 303
    assert Category.get_or_none(Category.slug == "boats") is None


def test_the_second_of_two_who_edit_a_category_is_told(staff: FlaskClient) -> None:
    kitchen = Category.get(Category.slug == "kitchen").id
    known = version(staff.get(f"{CATEGORIES}/{kitchen}").text)
    first = staff.post(f"{CATEGORIES}/{kitchen}", data={"version": known, "t-en-name": "Cookhouse"})
    assert first.status_code == 303
    second = staff.post(f"{CATEGORIES}/{kitchen}", data={"version": known, "t-en-name": "Galley"})
    assert second.status_code == 422
    assert "Somebody else has changed this meanwhile." in second.text
    row = re.sub(r"\s+", " ", second.text.partition("conflict-rows")[2].partition("</table>")[0])
    assert row.index("Cookhouse") < row.index("Galley")
    assert CategoryText.get(CategoryText.category == kitchen, CategoryText.language == "en").name == "Cookhouse"
    again = {"version": version(second.text), "t-en-name": "Galley"}
    assert staff.post(f"{CATEGORIES}/{kitchen}", data=again).status_code == 303


# -- sellers --------------------------------------------------------------------------------------


TRADER = {
    "name": "Boatyard",
    "trader": "1",
    "legal_name": "Boatyard Ltd",
    "street": "Quay 1",
    "postal_code": "20457",
    "city": "Hamburg",
    "country": "DE",
    "email": "post@boatyard.example",
    "t-en-description": "Since ever.\n\nBy hand.",
}


def test_a_seller_is_made_and_shown_in_the_shop(staff: FlaskClient, browser: FlaskClient) -> None:
    answer = staff.post(f"{SELLERS}/new", data=TRADER)
    assert answer.status_code == 303, answer.text
    row = Seller.get(Seller.slug == "boatyard")
    assert (row.legal_name, row.address) == (
        "Boatyard Ltd", {"street": "Quay 1", "postal_code": "20457", "city": "Hamburg"},
    )  # fmt: skip
    assert row.texts.get().description == "<p>Since ever.</p>\n<p>By hand.</p>"
    assert "Boatyard Ltd" in browser.get("/en/sellers/boatyard").text
    assert "Boatyard" in staff.get(f"{SELLERS}?q=boat").text
    assert AuditEntry.get().act == "seller.create"


def test_a_trader_says_what_the_law_wants_and_a_private_person_need_not(staff: FlaskClient) -> None:
    bare = {**TRADER, "legal_name": "", "street": ""}
    answer = staff.post(f"{SELLERS}/new", data=bare)
    assert answer.status_code == 422
    assert answer.text.count("The law wants this of a trader.") == 4
    assert Seller.get_or_none(Seller.slug == "boatyard") is None
    private = {name: value for name, value in bare.items() if name != "trader"}
    assert staff.post(f"{SELLERS}/new", data=private).status_code == 303
    assert Seller.get(Seller.slug == "boatyard").trader is False


def test_saving_a_seller_as_he_is_changes_nothing(staff: FlaskClient) -> None:
    for row in Seller.select().where(Seller.demo).order_by(Seller.id).limit(3):
        before = read_seller(row.id)
        page = staff.get(f"{SELLERS}/{row.id}").text
        form = next(one for one in forms_of(page, "") if one.action == f"{SELLERS}/{row.id}")
        assert staff.post(f"{SELLERS}/{row.id}", data=form.fields).status_code == 303
        assert read_seller(row.id) == before
    assert AuditEntry.select().count() == 0


# -- who may --------------------------------------------------------------------------------------


def test_a_seller_sees_neither_categories_nor_sellers_of_the_desk(demo: Any) -> None:
    browser = open_desk(demo, "seller", "harbour-and-field")
    own = Seller.get(Seller.slug == "harbour-and-field").id
    for path in (CATEGORIES, f"{CATEGORIES}/new", f"{CATEGORIES}/1", SELLERS, f"{SELLERS}/new", f"{SELLERS}/{own}"):
        assert browser.get(path).status_code == 404, path
    for path in (f"{CATEGORIES}/order", f"{CATEGORIES}/1/delete", f"{SELLERS}/{own}"):
        assert browser.post(path, data={"order": "2,1"}).status_code == 404, path
    who = actor("seller")
    for act in (
        lambda: create_category(who, "", "", {"en": {"name": "x", "description": ""}}),
        lambda: order_categories(who, [2, 1]),
        lambda: delete_category(who, 1),
        lambda: create_seller(who, read_seller(own)),
    ):
        with pytest.raises(NotFound):
            act()
    assert AuditEntry.select().count() == 0
