"""The desk's frame: who gets in, what it says, the audit trail, finding, keys in its links."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from desk_people import open_desk
from flask.testing import FlaskClient

from storefront import runtime
from storefront.accounts import tables
from storefront.accounts.queries import find_person, get_person
from storefront.db import transaction
from storefront.desk.audit import Actor, record
from storefront.desk.listing import Asked, Column, Rules, asked, read_mark, written_mark
from storefront.desk.tables import AuditEntry
from storefront.desk.versions import ChangedMeanwhile, check_version, differences, version_of
from storefront.web.limits import _counters

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def nobody(demo: Any) -> Iterator[None]:
    """The shop of the session again without people and acts."""
    _counters.clear()
    yield
    AuditEntry.delete().execute()
    tables.Person.delete().execute()


@pytest.fixture
def desk(demo: Any) -> Callable[..., FlaskClient]:
    """desk("staff"): a browser of somebody with this role; desk("seller", "slug") works for a seller."""

    return functools.partial(open_desk, demo)


def person_id(email: str) -> int:
    return int(tables.Person.get(tables.Person.email == email).id)


def acted(email: str, act: str, subject: str, before: dict[str, Any], after: dict[str, Any]) -> None:
    who = get_person(person_id(email))
    assert who is not None
    with transaction():
        record(Actor(who, NOW, "request-1"), act, subject, before, after)


def test_nobody_gets_to_the_desk_without_signing_in(browser: FlaskClient) -> None:
    answer = browser.get("/desk/")
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/en/account/sign-in?next=/desk/"


@pytest.mark.parametrize("path", ["/desk/", "/desk/find?q=a", "/desk/audit"])
def test_a_customer_finds_no_desk(desk: Callable[..., FlaskClient], path: str) -> None:
    assert desk("").get(path).status_code == 404


def test_the_desk_is_kept_by_no_cache_and_says_so_to_search_engines(desk: Callable[..., FlaskClient]) -> None:
    page = desk("staff").get("/desk/")
    assert page.status_code == 200
    assert page.headers["Cache-Control"] == "private, no-store"
    assert page.headers["Content-Security-Policy"].startswith("default-src 'self'")
    assert '<meta name="robots" content="noindex">' in page.text
    assert "Disallow: /desk/" in desk("admin").get("/robots.txt").text


def test_the_desk_speaks_the_persons_language_and_changes_it(desk: Callable[..., FlaskClient]) -> None:
    browser = desk("staff", language="ar")
    assert '<html lang="ar" dir="rtl">' in browser.get("/desk/").text
    answer = browser.post("/desk/language", data={"language": "de", "next": "/desk/find?q=x"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/desk/find?q=x")
    assert '<html lang="de" dir="ltr">' in browser.get("/desk/").text
    assert tables.Person.get().language == "de"


@pytest.mark.parametrize("tag, where", [("tlh", "/desk/"), ("de", "//evil.example/"), ("de", "/desk/\\evil")])
def test_a_language_that_is_not_there_and_another_site_are_not_taken(
    desk: Callable[..., FlaskClient], tag: str, where: str
) -> None:
    answer = desk("staff").post("/desk/language", data={"language": tag, "next": where})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/desk/")
    assert tables.Person.get().language == ("de" if tag == "de" else "en")


def test_a_boosted_visit_from_the_shop_loads_the_desk_whole(desk: Callable[..., FlaskClient]) -> None:
    headers = {"HX-Request": "true", "HX-Boosted": "true", "HX-Current-URL": "http://localhost/en/account/"}
    answer = desk("staff").get("/desk/find?q=x", headers=headers)
    assert answer.headers["HX-Redirect"] == "/desk/find?q=x"
    assert answer.text == ""


# -- the audit trail ------------------------------------------------------------------------------


def test_the_trail_says_who_did_what_and_what_it_was_before(desk: Callable[..., FlaskClient]) -> None:
    browser = desk("admin")
    acted("admin@example.com", "product.save", "product:7", {"brand": "Old", "hs": "1"}, {"brand": "New", "hs": "1"})
    [row] = AuditEntry.select().dicts()
    assert (row["before"], row["after"]) == ({"brand": "Old"}, {"brand": "New"})
    page = browser.get("/desk/audit").text
    assert "admin@example.com" in page
    assert "Product changed" in page
    assert "<del><bdi>Old</bdi></del>" in page
    assert "<ins><bdi>New</bdi></ins>" in page
    assert "request-1" in page


def test_the_trail_is_filtered_by_act_person_and_subject(desk: Callable[..., FlaskClient]) -> None:
    browser = desk("admin")
    acted("admin@example.com", "product.save", "product:7", {"a": "seven"}, {})
    acted("admin@example.com", "product.hide", "product:8", {"a": "eight"}, {})
    for query, there, gone in (
        ("act=product.hide", "eight", "seven"),
        ("q=product:7", "seven", "eight"),
        ("q=admin@", "eight", ""),
    ):
        page = browser.get(f"/desk/audit?{query}").text
        assert f"<bdi>{there}</bdi>" in page
        assert not gone or f"<bdi>{gone}</bdi>" not in page
    assert "Nothing was done yet." in browser.get("/desk/audit?q=nobody").text


def test_staff_and_sellers_do_not_read_the_trail(desk: Callable[..., FlaskClient]) -> None:
    for browser in (desk("staff"), desk("seller", "harbour-and-field")):
        assert browser.get("/desk/audit").status_code == 404
        assert "/desk/audit" not in browser.get("/desk/").text


def test_an_act_is_recorded_inside_its_transaction_only(desk: Callable[..., FlaskClient]) -> None:
    desk("admin")
    who = get_person(person_id("admin@example.com"))
    assert who is not None
    with pytest.raises(RuntimeError, match="inside `with transaction"):
        record(Actor(who, NOW), "product.save", "product:7", {}, {"a": 1})
    with pytest.raises(ValueError, match="undone"), transaction():
        record(Actor(who, NOW), "product.save", "product:7", {}, {"a": 1})
        raise ValueError("undone")
    assert AuditEntry.select().count() == 0


def test_an_account_that_was_closed_stays_in_the_trail_without_its_address(desk: Callable[..., FlaskClient]) -> None:
    browser = desk("admin")
    desk("staff")
    number = person_id("staff@example.com")
    acted("staff@example.com", "product.save", "product:7", {}, {"a": 1})
    tables.Person.delete().where(tables.Person.id == number).execute()
    page = browser.get("/desk/audit").text
    assert f"Closed account {number}" in re.sub(r"[\u2066-\u2069]", "", page)
    assert "staff@example.com" not in page


# -- finding --------------------------------------------------------------------------------------


def test_an_order_is_found_by_number_and_by_the_buyers_address(
    desk: Callable[..., FlaskClient], demo: Any, place: Callable[..., tuple[FlaskClient, str]]
) -> None:
    _buyer, number = place(demo, 1)
    browser = desk("staff")
    answer = browser.get("/desk/find", query_string={"q": number})
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/desk/orders/{number}")
    for query in (number[:6].lower(), "Anna@example.com"):
        assert f"<bdi>{number}</bdi>" in browser.get("/desk/find", query_string={"q": query}).text
    assert number in browser.get("/desk/").text
    assert "Nothing has this number" in browser.get("/desk/find?q=%25%25").text


def test_a_seller_finds_only_orders_of_his_own(
    desk: Callable[..., FlaskClient], demo: Any, place: Callable[..., tuple[FlaskClient, str]]
) -> None:
    _buyer, number = place(demo, 1)
    from storefront.catalogue.tables import Seller
    from storefront.orders.tables import Order

    own = Seller.get_by_id(Order.get(Order.number == number).seller_id).slug
    other = Seller.get(Seller.slug != own).slug
    stranger = desk("seller", other)
    found = stranger.get("/desk/find?q=anna@example.com").text
    assert "Nothing has this number" in found
    assert number not in found
    assert number not in stranger.get("/desk/").text
    tables.Person.delete().execute()
    _counters.clear()
    assert number in desk("seller", own).get("/desk/").text


def test_only_who_may_see_people_finds_them(desk: Callable[..., FlaskClient]) -> None:
    admin, staff = desk("admin"), desk("staff")
    number = find_person("staff@example.com").id
    assert f'href="/desk/customers/{number}"' in admin.get("/desk/find?q=staff@example").text
    assert "/desk/customers/" not in staff.get("/desk/find?q=admin@example").text.partition("<main")[2]


# -- tables and versions --------------------------------------------------------------------------


RULES = Rules((Column("title", "Title", "text"), Column("stock", "Stock", "number")), (), "title")  # type: ignore[arg-type]


def test_a_tables_address_says_what_it_shows() -> None:
    wanted = asked([("q", " a  b "), ("sort", "-stock"), ("unknown", "x")], RULES)
    assert wanted == Asked("-stock", "a b", {}, None, False)
    assert wanted.address("/desk/x", RULES) == "/desk/x?q=a+b&sort=-stock"
    further = wanted.address("/desk/x", RULES, mark=(5, 7))
    assert asked([tuple(p.split("=")) for p in further.partition("?")[2].split("&")], RULES).mark == (5, 7)  # type: ignore[misc]


@pytest.mark.parametrize(
    "text",
    ["x", "====", written_mark(("a", 1)), written_mark((True, 1)), written_mark((2**70, 1)), "W1s", "a" * 3000, "é"],
)
def test_a_mark_that_is_no_mark_is_the_first_page(text: str) -> None:
    assert read_mark(text, "number") is None


def test_a_mark_with_half_a_character_is_none() -> None:
    assert read_mark(written_mark(("\ud800", 1)), "text") is None
    assert read_mark(written_mark(("a\0", 1)), "text") is None
    assert read_mark(written_mark(("ä", 1)), "text") == ("ä", 1)


def test_no_two_pages_of_the_menu_have_the_same_key(demo: Any) -> None:
    items = [one for one in runtime.current().plugins.listed("navigation") if one.place == "desk"]
    keys = [one.key for one in items]
    assert sorted(keys) == sorted(set(keys))
    assert all(keys)


def test_the_menu_has_parts_and_none_where_nothing_of_it_is_seen(desk: Callable[..., FlaskClient]) -> None:
    def headings(*who: str) -> list[str]:
        return re.findall(r'<li class="desk-heading">([^<]+)</li>', desk(*who).get("/desk/").text)

    everything = ["Sales and service", "Payments and payouts", "Customers and sellers", "Catalogue", "This shop"]
    assert headings("admin") == everything
    assert headings("seller", "harbour-and-field") == ["Sales and service", "Payments and payouts", "Catalogue"]


def test_a_version_tells_whether_anything_changed() -> None:
    known = version_of({"title": "Kettle", "prices": [1, 2]})
    check_version(known, {"prices": [1, 2], "title": "Kettle"})
    with pytest.raises(ChangedMeanwhile) as raised:
        check_version(known, {"title": "Pot", "prices": [1, 2]})
    assert raised.value.version == version_of({"title": "Pot", "prices": [1, 2]})


def test_only_fields_that_differ_are_put_side_by_side() -> None:
    found = differences({"a": "one\ntwo", "b": "x"}, {"a": "one\r\ntwo ", "b": "y", "c": "new"})
    assert [(one.name, one.theirs, one.mine) for one in found] == [("b", "x", "y"), ("c", "", "new")]
