"""Delivery zones and rates at the desk, and what a buyer sees of them at once."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from desk_people import actor, open_desk
from flask.testing import FlaskClient

from storefront.accounts import tables as accounts
from storefront.desk.shipping_actions import ZoneState, change_zone, create_zone, delete_zone, read_zones
from storefront.desk.tables import AuditEntry
from storefront.errors import NotFound
from storefront.orders.tables import Order, OrderLine, Purchase
from storefront.pricing.tables import ShippingRate, ShippingZone
from storefront.web.limits import _counters

sys.path.insert(0, str(Path(__file__).parents[1] / "shop"))
from page_forms import forms_of  # noqa: E402

SHIPPING = "/desk/shipping"
RATE = {
    "rates": "1", "r0-code": "standard", "r0-label-en": "By ship", "r0-label-ar": "بحرًا", "r0-price": "12.50",
    "r0-currency": "EUR", "r0-from": "20", "r0-to": "30",
}  # fmt: skip
NARROW = {"name": "Islands", "countries": "Iceland, FO"}


@pytest.fixture(autouse=True)
def put_back(demo: Any) -> Iterator[None]:
    """What a test changes is as it was after it."""
    _counters.clear()
    zones, rates = list(ShippingZone.select()), list(ShippingRate.select())
    yield
    ShippingRate.delete().execute()
    ShippingZone.delete().execute()
    for row in (*zones, *rates):
        row.save(force_insert=True)
    AuditEntry.delete().execute()
    Purchase.update(person_id=None).execute()
    accounts.Person.delete().execute()


@pytest.fixture
def staff(demo: Any) -> FlaskClient:
    return open_desk(demo, "staff")


def zone_with(country: str) -> int:
    return next(number for number, zone in read_zones().items() if country in zone.countries)


def form_of(browser: FlaskClient, path: str) -> dict[str, str]:
    """What a browser would send: boxes that are not ticked are left out."""
    page = browser.get(path).text
    boxes = re.findall(r'<input [^>]*type="checkbox" name="([^"]+)"[^>]*>', page)
    ticked = re.findall(r'<input [^>]*type="checkbox" name="([^"]+)" value="1" checked', page)
    fields = next(one.fields for one in forms_of(page, "") if one.action == path)
    return {name: text for name, text in fields.items() if name not in boxes or name in ticked}


def zones_now() -> dict[str, tuple[tuple[str, ...], list[dict[str, str]]]]:
    return {zone.name: (zone.countries, [rate.told() for rate in zone.rates]) for zone in read_zones().values()}


def test_a_zone_is_made_of_country_names_and_a_sheet(staff: FlaskClient) -> None:
    free = form_of(staff, f"{SHIPPING}/{zone_with('IS')}")
    left = ", ".join(one for one in free["countries"].split(", ") if one not in ("Iceland", "Faroe Islands"))
    staff.post(f"{SHIPPING}/{zone_with('IS')}", data={**free, "countries": left})
    AuditEntry.delete().execute()
    answer = staff.post(f"{SHIPPING}/new", data={**NARROW, **RATE})
    assert answer.status_code == 303, answer.text
    made = ShippingZone.get(ShippingZone.name == "Islands")
    assert (answer.headers["Location"], made.countries) == (f"{SHIPPING}/{made.id}", ["FO", "IS"])
    [rate] = ShippingRate.select().where(ShippingRate.zone == made.id).dicts()
    assert rate | {"id": 0, "zone": 0} == {
        "id": 0, "zone": 0, "code": "standard", "labels": {"en": "By ship", "ar": "بحرًا"}, "up_to_grams": None,
        "currency": "EUR", "price": 1250, "days_min": 20, "days_max": 30,
    }  # fmt: skip
    listed = staff.get(SHIPPING).text
    assert "Faroe Islands and Iceland" in listed and "€12.50" in listed
    assert form_of(staff, f"{SHIPPING}/{made.id}")["countries"] == "Faroe Islands, Iceland"
    [entry] = AuditEntry.select()
    assert (entry.act, entry.subject) == ("zone.create", f"zone:{made.id}")
    assert entry.after["rate.standard.any"] == "12.50 EUR, 20–30 d, ar: بحرًا / en: By ship"


def test_no_country_stands_in_two_zones_and_one_zone_is_for_everywhere_else(staff: FlaskClient) -> None:
    before = zones_now()
    for typed, field, said in (
        ({"countries": "DE, France"}, "countries", "In the zone “European Union (demo)” already: Germany and France."),
        ({"countries": "Narnia, Oz"}, "countries", "There is no country that is called so: Narnia and Oz."),
        ({"countries": ""}, "countries", "Name a country, or choose everywhere else."),
        ({"countries": "AQ", "rest": "1"}, "countries", "Either name countries, or choose everywhere else."),
        ({"countries": "", "rest": "1"}, "rest", " is for everywhere else already."),
        ({"countries": "AQ", "name": "european union (DEMO)"}, "name", "Another zone has this name."),
        ({"countries": "AQ", "name": ""}, "name", "Please fill in: Name of the zone."),
    ):
        answer = staff.post(f"{SHIPPING}/new", data={**NARROW, **RATE, **typed})
        assert answer.status_code == 422, typed
        assert f'href="#f-{field}"' in answer.text and said in re.sub("[\u2066-\u2069]", "", answer.text), typed
        assert 'value="By ship"' in answer.text
    assert zones_now() == before
    assert AuditEntry.select().count() == 0


def test_what_is_wrong_in_the_sheet_is_said_in_its_cell_and_kept(staff: FlaskClient) -> None:
    path, before = f"{SHIPPING}/{zone_with('DE')}", zones_now()
    form = form_of(staff, path)
    answer = staff.post(path, data={**form, "r1-price": "much", "r2-to": "", "r3-weight": "-5"})
    assert answer.status_code == 422
    for cell, value in (("r1-price", "much"), ("r2-to", ""), ("r3-weight", "-5")):
        found = re.search(rf'<input id="f-{cell}"[^>]*>', answer.text)
        assert found is not None
        assert f'value="{value}"' in found[0] and f'aria-describedby="e-{cell}"' in found[0]
        assert f'href="#f-{cell}"' in answer.text
    assert answer.text.count('aria-invalid="true"') == 3
    assert zones_now() == before


def test_saving_a_zone_as_it_is_changes_nothing(staff: FlaskClient) -> None:
    before = list(ShippingRate.select().order_by(ShippingRate.id).dicts())
    for number in read_zones():
        path = f"{SHIPPING}/{number}"
        assert staff.post(path, data=form_of(staff, path)).status_code == 303
    assert list(ShippingRate.select().order_by(ShippingRate.id).dicts()) == before
    assert AuditEntry.select().count() == 0


def test_a_row_is_added_without_a_script_and_a_row_is_removed(staff: FlaskClient) -> None:
    path = f"{SHIPPING}/{zone_with('DE')}"
    form = form_of(staff, path)
    rows = int(form["rates"])
    more = staff.post(path, data={**form, "do": "row", "r0-price": "5"})
    assert (more.status_code, f'name="r{rows}-code"' in more.text) == (200, True)
    assert re.search(r'name="r0-price" value="5"', more.text) and not AuditEntry.select().count()
    zone = read_zones()[zone_with("DE")]
    assert staff.post(path, data={**form, "r0-gone": "1"}).status_code == 303
    assert read_zones()[zone_with("DE")].rates == zone.rates[1:]
    [entry] = AuditEntry.select()
    assert entry.before == {"rate.standard.2 kg": zone.rates[0].told()["rate.standard.2 kg"]} and entry.after == {}


def test_the_second_of_two_who_edit_a_zone_is_told(staff: FlaskClient) -> None:
    path = f"{SHIPPING}/{zone_with('DE')}"
    form = form_of(staff, path)
    assert staff.post(path, data={**form, "r0-price": "5.10"}).status_code == 303
    second = staff.post(path, data={**form, "r0-price": "5.20"})
    assert second.status_code == 422
    assert "Somebody else has changed this meanwhile." in second.text
    row = re.sub(r"\s+", " ", second.text.partition("conflict-rows")[2].partition("</table>")[0])
    assert row.index("1 · Price") < row.index("5.10") < row.index("5.20")
    assert 'name="r0-price" value="5.20"' in second.text
    found = re.search(r'name="version" value="([^"]+)"', second.text)
    assert found is not None
    assert staff.post(path, data={**form, "r0-price": "5.20", "version": found[1]}).status_code == 303
    assert read_zones()[zone_with("DE")].rates[0].price == 520


# -- buyers ---------------------------------------------------------------------------------------


def raised(staff: FlaskClient, price: str) -> None:
    """Every rate of Germany's zone costs this."""
    path = f"{SHIPPING}/{zone_with('DE')}"
    form = form_of(staff, path)
    prices = {name: price for name in form if re.fullmatch(r"r\d+-price", name) and form[name]}
    assert staff.post(path, data={**form, **prices}).status_code == 303


def test_the_checkout_asks_the_new_rate_at_once_and_an_order_keeps_its_own(
    demo: Any,
    staff: FlaskClient,
    place: Callable[..., Any],
    filled: Callable[..., FlaskClient],
    answered: Callable[..., FlaskClient],
) -> None:
    _browser, number = place(demo, 1)
    order = Order.get(Order.number == number)
    frozen = order.__data__, list(OrderLine.select().where(OrderLine.order == order.id).dicts())
    waiting = answered(filled(demo, demo.offers(1)))
    old = waiting.get("/en/checkout/review")
    seen = re.search(r'name="fingerprint" value="([^"]+)"', old.text)
    assert seen is not None
    raised(staff, "77.77")
    for step in ("delivery", "review"):
        assert "€77.77" in re.sub(r"<[^>]+>|\s", "", waiting.get(f"/en/checkout/{step}").text)
    # what was shown holds no longer: nothing is ordered
    before = Order.select().count()
    waiting.post("/en/checkout/place", data={"fingerprint": seen[1]})
    assert Order.select().count() == before
    again = Order.get(Order.number == number)
    assert (again.__data__, list(OrderLine.select().where(OrderLine.order == order.id).dicts())) == frozen


def test_nothing_is_sent_where_no_zone_is_left(staff: FlaskClient, browser: FlaskClient, demo: Any) -> None:
    path = f"/en/p/{demo.slugs()[0]}"
    browser.set_cookie("market", "DE-EUR")
    assert "It cannot be sent to this country." not in browser.get(path).text
    for number in list(read_zones()):
        if number != zone_with("NO"):
            assert staff.post(f"{SHIPPING}/{number}/delete").status_code == 303
    assert "It cannot be sent to this country." in browser.get(path).text
    assert "Nothing is sent to 228 countries" in staff.get(SHIPPING).text
    assert [entry.act for entry in AuditEntry.select()] == ["zone.delete", "zone.delete"]
    assert staff.post(f"{SHIPPING}/999999/delete").status_code == 404


# -- who may --------------------------------------------------------------------------------------


def test_sellers_and_strangers_have_no_part_in_delivery(demo: Any, browser: FlaskClient) -> None:
    own, before = zone_with("DE"), zones_now()
    seller = open_desk(demo, "seller", "harbour-and-field")
    for who, status in ((seller, 404), (browser, 303)):
        for path in (SHIPPING, f"{SHIPPING}/new", f"{SHIPPING}/{own}"):
            assert who.get(path).status_code == status, path
        for path in (f"{SHIPPING}/new", f"{SHIPPING}/{own}", f"{SHIPPING}/{own}/delete"):
            assert who.post(path, data={**NARROW, **RATE}).status_code == status, path
    one = actor("seller")
    for act in (
        lambda: create_zone(one, ZoneState("x", ("AQ",))),
        lambda: change_zone(one, own, "", ZoneState("x", ("AQ",))),
        lambda: delete_zone(one, own),
    ):
        with pytest.raises(NotFound):
            act()
    assert zones_now() == before
    assert AuditEntry.select().count() == 0
