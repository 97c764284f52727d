"""Silence that decides, goods sent again, a chargeback, late money, a new seller's first payout: in a browser."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from after_sale import IBAN, ago, asked, has_an_account, one, seen_after_a_while, signed_in, sold, time_is_over
from conftest import storefront

pytestmark = [pytest.mark.browser, pytest.mark.slow]
KETTLE = "enamel-kettle"
SELLS, APPLIES, STAFF = "seller@example.com", "applicant@example.com", "admin@example.com"


def problem_told(page: Any, tag: str, number: str, reason: str, wish: str) -> None:
    """The buyer opens a case about his order, from the order's page."""
    page.goto(f"/{tag}/orders/{number}")
    page.locator("a[href$='/problem']").click()
    page.wait_for_url("**/problem")
    page.locator(f"[name=reason][value={reason}]").press(" ")
    page.locator(f"[name=wish][value={wish}]").press(" ")
    page.fill("[name=text]", "Nothing came.")
    page.locator(".case-form button.main").click()
    page.wait_for_url("**/cases/**")


def case_of(home: Path, number: str) -> int:
    return int(one(home, "SELECT c.id FROM order_case c JOIN orders o ON o.id = c.order_id WHERE o.number = ?", number))


def test_what_did_not_arrive_is_refunded_when_the_seller_says_nothing(visit: Any, demo_home: Path) -> None:
    page = visit(javascript=False, phone=True, language="ar")
    number = sold(page, "ar", KETTLE)
    storefront(demo_home, "orders", "ship", number)
    late = ago(days=10)[:10]
    asked(demo_home, "UPDATE orders SET arrives_by = ? WHERE number = ?", late, number)
    problem_told(page, "ar", number, "not-received", "refund")
    case = case_of(demo_home, number)
    time_is_over(demo_home, f"case:{case}", "seller-silent")
    seen_after_a_while(page, "#action-appeal")
    time_is_over(demo_home, f"case:{case}", "carry-out")
    seen_after_a_while(page, ".case-next.over")
    total = one(demo_home, "SELECT total FROM orders WHERE number = ?", number)
    assert f"{total / 100:.2f}" in page.locator(".case-story").inner_text()
    # sent back, and said so on the order's page
    seen_after_a_while(page, ".timeline >> text=استرداد", f"/ar/orders/{number}")
    assert page.problems == []


def test_a_replacement_agreed_in_a_case_is_an_order_that_costs_nothing(visit: Any, demo_home: Path) -> None:
    page = visit()
    number = sold(page, "en", KETTLE)
    storefront(demo_home, "orders", "ship", number)
    asked(demo_home, "UPDATE shipment SET delivered_at = ? WHERE order_id = (SELECT id FROM orders WHERE number = ?)",
          ago(days=1), number)  # fmt: skip
    problem_told(page, "en", number, "not-as-described", "replacement")
    desk = visit()
    signed_in(desk, SELLS, "/desk/cases")
    desk.locator("tr", has_text=number).locator("a").first.click()
    desk.locator("#action-offer summary").click()
    desk.locator("#action-offer label", has_text="Replacement").click()
    desk.locator("#action-offer form button").click()
    desk.wait_for_selector(".case-next.over")
    page.reload()
    assert "eplacement" in page.locator(".case-next.over").inner_text()
    again = one(demo_home, "SELECT r.number FROM orders r JOIN replacement ON replacement.order_id = r.id"
                " JOIN orders o ON o.id = replacement.original_id WHERE o.number = ?", number)  # fmt: skip
    page.goto(f"/en/orders/{number}")
    page.get_by_role("link", name=again).first.click()
    page.wait_for_url(f"**/orders/{again}")
    assert "€0.00" in page.locator("main").inner_text()
    desk.goto(f"/desk/orders/{again}")
    assert "€0.00" in desk.locator("main").inner_text()
    assert number in desk.locator("main").inner_text()
    assert (page.problems, desk.problems) == ([], [])


def test_a_chargeback_after_the_payout_stands_on_the_sellers_account(visit: Any, demo_home: Path) -> None:
    number, seller = asked(demo_home, """SELECT o.number, o.seller_id FROM orders o
        JOIN person_seller s ON s.seller_id = o.seller_id JOIN hold h ON h.order_id = o.id
        WHERE o.state = 'closed' AND o.currency = 'EUR' AND h.released > 0 ORDER BY o.id LIMIT 1""")[0]  # fmt: skip
    has_an_account(demo_home, seller)
    storefront(demo_home, "payouts", "run")
    storefront(demo_home, "payments", "chargeback", number)
    desk = visit(javascript=False)
    signed_in(desk, SELLS, "/desk/cases", "de")
    row = seen_after_a_while(desk, f"tr:has-text('{number}')", "/desk/cases?kind=chargeback")
    row.locator("a").first.click()
    desk.wait_for_url("**/desk/cases/C-**")
    assert "Bank" in desk.locator(".case-next").inner_text()
    storefront(demo_home, "payments", "chargeback", number, "--lost")
    seen_after_a_while(desk, ".case-next.over")
    desk.goto("/desk/payouts")
    row = desk.locator("tr", has=desk.locator("a[href$='/EUR']")).first
    assert re.search(r"[-\u2212]\d", row.inner_text()), row.inner_text()
    row.locator("a[href$='/EUR']").first.click()
    desk.wait_for_url("**/balances/**")
    assert number in desk.locator("main").inner_text()
    assert desk.problems == []


def test_money_that_comes_after_the_cancellation_waits_and_is_sent_back(visit: Any, demo_home: Path) -> None:
    page = visit(phone=True)
    number = sold(page, "en", KETTLE, "bank-transfer")
    reference = one(demo_home, """SELECT p.reference FROM payment p JOIN orders o ON o.purchase_id = p.purchase_id
        WHERE o.number = ?""", number)  # fmt: skip
    page.goto(f"/en/orders/{number}")
    page.locator("#action-cancel summary").click()
    page.locator("#action-cancel form button").click()
    page.wait_for_selector("text=Cancelled")
    desk = visit()
    signed_in(desk, STAFF, "/desk/unmatched/new")
    desk.fill("[name=received_on]", datetime.now(UTC).date().isoformat())
    desk.fill("[name=amount]", "25.00")
    desk.fill("[name=reference]", reference)
    desk.fill("[name=counterparty]", "Ann Guest")
    desk.locator("main [data-main], main .form-foot button").first.click()
    desk.wait_for_url(re.compile(r"/desk/unmatched/\d+$"))
    desk.goto("/desk/unmatched")
    row = desk.locator("tr", has_text=reference)
    row.locator("a").first.click()
    desk.locator("#action-return summary").click()
    desk.fill("#action-return [name=reason]", "The order was cancelled before it came.")
    desk.locator("#action-return button").last.click()
    desk.wait_for_selector(".notice.good")
    desk.goto("/desk/unmatched")
    assert desk.locator("tr", has_text=reference).count() == 0
    assert (page.problems, desk.problems) == ([], [])


def test_a_new_seller_is_approved_sells_and_is_paid_out(visit: Any, demo_home: Path) -> None:
    desk = visit(javascript=False)
    signed_in(desk, STAFF, "/desk/applications")
    desk.get_by_role("link", name="Nils' Lampenladen").click()
    desk.locator("#action-approve summary").click()
    desk.fill("#action-approve [name=commission]", "10")
    desk.locator("#action-approve button").click()
    desk.wait_for_selector(".notice.good")
    seller = one(demo_home, "SELECT seller_id FROM application WHERE id = 1")

    his = visit(javascript=False)
    signed_in(his, APPLIES, "/desk/products/new")
    his.fill("[name='t-en-title']", "Desk lamp of 1954")
    his.fill("[name='t-en-description']", "Rewired and safe.")
    his.fill("[name=v0-sku]", "LAMP-54")
    his.fill("[name=v0-weight]", "900")
    his.fill("[name=o0-0-price]", "80.00")
    his.fill("[name=o0-0-stock]", "2")
    his.locator("button[data-main]").click()
    his.wait_for_url(re.compile(r"/desk/products/\d+$"))
    slug = one(demo_home, "SELECT slug FROM product WHERE id = ?", int(his.url.rpartition("/")[2]))
    buyer = visit(javascript=False, language="de-DE")
    number = sold(buyer, "de", slug)
    his.goto(f"/desk/orders/{number}")
    his.locator("#action-ship summary").click()
    his.locator("#action-ship form button").click()
    buyer.goto(f"/de/orders/{number}")
    buyer.locator("#action-accept button").click()

    his.goto(f"/desk/sellers/{seller}/bank")
    his.fill("[name=holder]", "Newcomer Leuchten GmbH")
    his.fill("[name=account]", IBAN)
    his.locator("main [data-main], main .form-foot button").first.click()
    his.wait_for_selector(".notice.good")
    asked(demo_home, "UPDATE bank_account SET usable_at = ? WHERE seller_id = ?", ago(hours=1), seller)
    desk.goto("/desk/payouts/run")
    assert "Nils' Lampenladen" in seen_after_a_while(desk, "tr:has-text('Lampenladen')").inner_text()
    desk.locator("main form button").first.click()
    desk.wait_for_url("**/desk/payouts")
    his.goto("/desk/payouts")
    his.locator("a[href^='/desk/payouts/']").first.click()
    his.wait_for_url(re.compile(r"/desk/payouts/\d+$"))
    said = his.locator("main").inner_text()
    assert number in said
    file = his.context.request.get(his.locator("a[href$='.csv']").first.get_attribute("href")).text()
    assert number in file
    assert desk.problems + his.problems + buyer.problems == []
