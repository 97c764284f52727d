"""Promotion codes at the desk: listed, made, changed, ended; what is refused, and who may."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from storefront.app import create_app
from storefront.desk.tables import AuditEntry
from storefront.errors import NotFound
from storefront.plugins.b2c.desk_actions import make_code, save_code, switch_code
from storefront.plugins.b2c.promotions import Promotion, standing
from storefront.plugins.b2c.queries import all_promotions, standing_as
from storefront.plugins.b2c.tables import PromotionCode

sys.path.insert(0, str(Path(__file__).parents[2] / "web"))
from desk_people import actor, open_desk  # noqa: E402

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
LIST, NEW = "/desk/b2c/codes", "/desk/b2c/codes/new"
TEN = {"code": " autumn 10 ", "kind": "percent", "percent": "10"}


class Desk:
    """A running shop, as open_desk() asks for it."""

    def __init__(self, app: Any) -> None:
        self.app = app

    def browser(self) -> FlaskClient:
        browser: FlaskClient = self.app.test_client()
        return browser


@pytest.fixture
def shop(make_shop: Any) -> Iterator[Desk]:
    small = make_shop("b2c")
    app = create_app(small.settings)
    app.testing = True
    yield Desk(app)


@pytest.fixture
def staff(shop: Desk) -> FlaskClient:
    return open_desk(shop, "staff")


def plain(page: Any) -> str:
    return re.sub(r"[\u2066-\u2069]", "", page.get_data(as_text=True))


def made(browser: FlaskClient, **typed: str) -> int:
    answer = browser.post(NEW, data={**TEN, **typed})
    assert answer.status_code == 303, plain(answer)
    return int(answer.headers["Location"].rsplit("/", 1)[1])


def version(page: str) -> str:
    return re.search(r'name="version" value="([^"]+)"', page)[1]  # type: ignore[index]


def test_a_code_is_made_and_listed_with_its_uses_and_state(staff: FlaskClient) -> None:
    number = made(staff, **{"minimum-EUR": "50", "limit": "100", "per_buyer": "1", "from": "2026-01-01", "until": "2126-12-31"})
    [one] = all_promotions()
    assert (one.id, one.code, one.percent, one.minimum_spend) == (number, "AUTUMN10", 10, {"EUR": 5000})
    assert (one.limit_in_all, one.limit_per_buyer) == (100, 1)
    assert one.valid_from == datetime(2026, 1, 1, tzinfo=UTC)
    assert one.valid_until == datetime(2127, 1, 1, tzinfo=UTC), "the last day is a whole day"
    PromotionCode.update(used=3).execute()
    page = plain(staff.get(LIST))
    for said in ("AUTUMN10", "10 % off the goods.", "From €50.00 of goods on", "3 of 100", ">Counts<", "1 promotion code"):
        assert said in page, said
    [entry] = AuditEntry.select()
    assert (entry.act, entry.subject, entry.after["percent"]) == ("code.create", f"code:{number}", 10)


def test_the_desks_menu_leads_to_the_codes_and_the_trail_names_what_was_done(shop: Desk) -> None:
    admin = open_desk(shop, "admin")
    assert f'href="{LIST}"' in plain(admin.get("/desk/"))
    number = made(admin)
    trail = plain(admin.get("/desk/audit?act=code.create"))
    assert "Promotion code created" in trail
    assert f'href="{LIST}/{number}"' in trail


def test_an_amount_counts_in_its_currencies_and_free_delivery_in_all(staff: FlaskClient) -> None:
    made(staff, **{"code": "FIVE", "kind": "amount", "amount-EUR": "5,50", "percent": ""})
    made(staff, code="SHIP", kind="free-delivery", percent="")
    five, ship = all_promotions()
    assert (five.kind, five.amounts, five.percent) == ("amount", {"EUR": 550}, 0)
    assert (ship.kind, ship.amounts) == ("free-delivery", {})
    page = plain(staff.get(LIST))
    assert "€5.50 off the goods." in page
    assert "Delivery is free." in page


WRONG = (
    ("code", "", "Please fill in: Code."),
    ("code", "\u200b", "Use letters and digits."),
    ("code", "spring10", "There is a code SPRING10 already."),
    ("kind", "half", "Please choose one of the list."),
    ("percent", "0", "Say from 1 to 100 per cent."),
    ("percent", "ten", "Say from 1 to 100 per cent."),
    ("percent", "101", "Say from 1 to 100 per cent."),
    ("minimum-EUR", "1.234", "Enter an amount above nothing, such as 5."),
    ("minimum-EUR", "0", "Enter an amount above nothing, such as 5."),
    ("from", "tomorrow", "A day looks like 2026-12-31."),
    ("until", "2025-12-31", "The last day is before the first."),
    ("limit", "0", "A whole number from 1 on, please."),
    ("per_buyer", "once", "A whole number from 1 on, please."),
)


def test_what_is_wrong_is_said_at_its_field_and_what_was_typed_stays(staff: FlaskClient) -> None:
    made(staff, code="SPRING10")
    for name, value, said in WRONG:
        answer = staff.post(NEW, data={**TEN, "code": "OTHER", "from": "2026-01-01", name: value})
        page = plain(answer)
        assert (answer.status_code, said in page) == (422, True), (name, value)
        assert f'href="#f-{name}"' in page
        assert f'id="f-{name}-error"' in page
        assert name == "code" or 'name="code" value="OTHER"' in page
    assert [one.code for one in all_promotions()] == ["SPRING10"]


def test_an_amount_without_any_currency_is_refused_at_the_first_one(staff: FlaskClient) -> None:
    answer = staff.post(NEW, data={**TEN, "kind": "amount"})
    assert answer.status_code == 422
    assert 'href="#f-amount-EUR"' in answer.text
    assert all_promotions() == []


def test_a_code_is_changed_and_keeps_its_name_its_uses_and_its_hours(staff: FlaskClient) -> None:
    number = made(staff)
    noon = datetime(2026, 5, 1, 12, tzinfo=UTC)
    PromotionCode.update(used=4, valid_from=noon).execute()
    page = staff.get(f"{LIST}/{number}").text
    assert 'name="code"' not in page
    typed = {"version": version(page), "kind": "percent", "percent": "15", "from": "2026-05-01", "limit": "9"}
    assert staff.post(f"{LIST}/{number}", data=typed).status_code == 303
    [one] = all_promotions()
    assert (one.code, one.percent, one.used, one.limit_in_all, one.valid_from) == ("AUTUMN10", 15, 4, 9, noon)
    entry = AuditEntry.select().order_by(AuditEntry.id.desc()).first()
    assert (entry.act, entry.before, entry.after) == (
        "code.save",
        {"percent": 10, "limit_in_all": None},
        {"percent": 15, "limit_in_all": 9},
    )


def test_a_limit_is_not_set_below_what_was_used(staff: FlaskClient) -> None:
    number = made(staff)
    PromotionCode.update(used=4).execute()
    typed = {"version": version(staff.get(f"{LIST}/{number}").text), **TEN, "limit": "3"}
    answer = staff.post(f"{LIST}/{number}", data=typed)
    assert answer.status_code == 422
    assert "It has been used more often already." in answer.text
    assert 'href="#f-limit"' in answer.text
    assert all_promotions()[0].limit_in_all is None


def test_the_second_of_two_is_told_by_whom_and_keeps_what_he_typed(shop: Desk, staff: FlaskClient) -> None:
    number = made(staff)
    mine = {"version": version(staff.get(f"{LIST}/{number}").text), **TEN, "percent": "20"}
    other = open_desk(shop, "admin")
    theirs = {**mine, "percent": "30"}
    assert other.post(f"{LIST}/{number}", data=theirs).status_code == 303
    answer = staff.post(f"{LIST}/{number}", data=mine)
    page = plain(answer)
    assert answer.status_code == 422
    assert "Changed last by admin@example.com" in page
    assert 'name="percent" value="20"' in page
    assert all_promotions()[0].percent == 30
    assert staff.post(f"{LIST}/{number}", data={**mine, "version": version(page)}).status_code == 303
    assert all_promotions()[0].percent == 20


def test_a_code_is_ended_and_let_count_again(staff: FlaskClient) -> None:
    number = made(staff)
    assert staff.post(f"{LIST}/{number}/end").status_code == 303
    assert all_promotions()[0].active is False
    assert "AUTUMN10" in staff.get(f"{LIST}?standing=ended").text
    assert "AUTUMN10" not in staff.get(f"{LIST}?standing=counts").text
    assert staff.post(f"{LIST}/{number}/resume").status_code == 303
    assert all_promotions()[0].active is True
    assert [entry.act for entry in AuditEntry.select()] == ["code.create", "code.end", "code.resume"]


def test_the_database_and_the_rules_agree_how_each_code_stands(shop: Desk) -> None:
    day = timedelta(days=1)
    for number, (begin, end, limit, active) in enumerate(
        (begin, end, limit, active)
        for begin in (None, NOW - day, NOW, NOW + day)
        for end in (None, NOW, NOW + 2 * day)
        for limit in (None, 1, 2)
        for active in (True, False)
    ):
        PromotionCode.create(
            code=f"C{number}", kind="percent", percent=5, valid_from=begin, valid_until=end, limit_in_all=limit,
            active=active, used=1, created_at=NOW,
        )  # fmt: skip
    for name in ("counts", "waiting", "used-up", "ended"):
        found = {row.code for row in PromotionCode.select().where(standing_as(name, NOW))}
        ruled = {one.code for one in all_promotions() if standing(one, NOW) == name}
        assert found == ruled
        assert found


def test_a_stranger_and_a_seller_find_no_codes_and_change_none(shop: Desk, staff: FlaskClient) -> None:
    number = made(staff)
    own = f"{LIST}/{number}"
    stranger = shop.browser()
    for browser in (open_desk(shop, "seller", "shop"), open_desk(shop, "")):
        assert [browser.get(path).status_code for path in (LIST, NEW, own)] == [404, 404, 404]
        posts = ((NEW, {**TEN, "code": "MINE"}), (own, TEN), (f"{own}/end", {}), (f"{own}/resume", {}))
        assert [browser.post(path, data=typed).status_code for path, typed in posts] == [404] * 4
        assert LIST not in browser.get("/desk/").get_data(as_text=True)
    assert "/account/sign-in" in stranger.post(f"{own}/end").headers["Location"]
    with pytest.raises(NotFound):
        make_code(actor("seller"), Promotion("MINE", "percent", percent=90))
    with pytest.raises(NotFound):
        save_code(actor("seller"), number, "", Promotion("AUTUMN10", "percent", percent=90))
    with pytest.raises(NotFound):
        switch_code(actor("seller"), number, False)
    [one] = all_promotions()
    assert (one.code, one.percent, one.active) == ("AUTUMN10", 10, True)
    assert AuditEntry.select().count() == 1


def test_a_code_that_is_not_there_is_not_there(staff: FlaskClient) -> None:
    for path in (f"{LIST}/999", f"{LIST}/none", f"{LIST}/999/end"):
        answer = staff.post(path, data=TEN)
        assert (answer.status_code, "It is not there" in answer.text) == (404, True)
