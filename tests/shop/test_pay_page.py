"""The pay page: pays what is due once, says what happened, and loses nothing that was typed."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest

from storefront import runtime
from storefront.checkout.paying import read_paying
from storefront.db import utc_now
from storefront.orders.tables import Order
from storefront.payments.actions import confirm_transfer, lapse, settle, sweep
from storefront.payments.tables import Allocation, Installment, Payment
from storefront.values import PaymentAnswer

GOOD, DECLINED, ASKS = "4242 4242 4242 4242", "4000 0000 0000 0002", "4000 0000 0000 3220"
SILENT, PARTIAL, LATE = "4000 0000 0000 9995", "4000 0000 0000 1976", "4000 0000 0000 0259"


def body(response: Any) -> str:
    return " ".join(response.get_data(as_text=True).split())


def attempt_of(response: Any) -> str:
    found = re.search(r'name="attempt" value="(\d+)"', body(response))
    assert found, "the form carries the attempt it was shown for"
    return found[1]


def press(browser: Any, placed: Any, card: str = GOOD, provider: str = "sandbox-card", **form: str) -> Any:
    """Look at the page and press its button."""
    path = f"/en/pay/{placed.token}"
    form.setdefault("attempt", attempt_of(browser.get(path)))
    return browser.post(path, data={"provider": provider, "card": card, **form})


def paid_of(placed: Any) -> list[int]:
    rows = Installment.select().join(Order).where(Order.purchase == placed.purchase_id)
    return [row.paid for row in rows.order_by(Installment.id)]


def test_the_page_says_what_is_due_and_how_to_pay(order_shop: Any) -> None:
    placed = order_shop.place()
    shown = order_shop.browser().get(f"/en/pay/{placed.token}")
    words = body(shown)
    assert shown.status_code == 200
    assert "€45.00" in re.sub("<[^>]+>", "", words)
    assert 'value="sandbox-card" checked' in words and 'value="bank-transfer"' in words
    assert "4000 0000 0000 0002 is declined" in words
    assert "noindex" in words and shown.headers["Cache-Control"] == "private, no-store"


def test_an_unknown_token_is_404(order_shop: Any) -> None:
    browser = order_shop.browser()
    assert browser.get("/en/pay/none").status_code == 404
    assert browser.post("/en/pay/none").status_code == 404
    assert browser.get("/en/pay/none/return").status_code == 404


def test_a_good_card_pays_and_leads_to_the_order(order_shop: Any) -> None:
    placed, browser = order_shop.place(), order_shop.browser()
    answer = press(browser, placed)
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/en/purchases/{placed.token}")
    assert paid_of(placed) == [4500]
    assert "already paid" in body(browser.get(f"/en/pay/{placed.token}"))


def test_the_attempt_made_at_placing_is_used(order_shop: Any) -> None:
    placed = order_shop.place()
    press(order_shop.browser(), placed)
    assert [row.id for row in Payment.select()] == [placed.payment_id]


def test_a_declined_card_can_be_tried_again(order_shop: Any) -> None:
    placed, browser = order_shop.place(), order_shop.browser()
    answer = press(browser, placed, DECLINED)
    shown = browser.get(answer.headers["Location"])
    assert answer.headers["Location"] == f"/en/pay/{placed.token}"
    assert "Your bank declined the card. Nothing was taken." in body(shown)
    assert paid_of(placed) == [0]
    assert press(browser, placed).headers["Location"] == f"/en/purchases/{placed.token}"
    assert paid_of(placed) == [4500]
    assert [row.state for row in Payment.select().order_by(Payment.id)] == ["failed", "succeeded"]


def test_a_mistyped_card_is_said_at_its_field_and_never_shown_again(order_shop: Any) -> None:
    placed, browser = order_shop.place(), order_shop.browser()
    shown = press(browser, placed, "4242 4242 4242 4241")
    words = body(shown)
    assert shown.status_code == 422
    assert "This card number has a typing mistake in it." in words
    assert "4242 4242 4242 4241" not in words
    assert 'value="sandbox-card" checked' in words
    assert [row.state for row in Payment.select()] == ["created"]


@pytest.mark.parametrize("provider", ["", "nonsense"])
def test_a_method_must_be_chosen(order_shop: Any, provider: str) -> None:
    shown = press(order_shop.browser(), order_shop.place(), provider=provider)
    assert shown.status_code == 422
    assert "Please choose a way to pay." in body(shown)


def test_a_second_press_of_the_same_form_begins_nothing(order_shop: Any) -> None:
    placed, browser = order_shop.place(), order_shop.browser()
    path = f"/en/pay/{placed.token}"
    form = {"provider": "sandbox-card", "card": DECLINED, "attempt": attempt_of(browser.get(path))}
    browser.post(path, data=form)
    seen = attempt_of(browser.get(path))
    press(browser, placed, DECLINED)
    again = browser.post(path, data={**form, "attempt": seen, "card": GOOD})
    assert (again.status_code, again.headers["Location"]) == (303, path)
    assert Payment.select().count() == 2
    assert paid_of(placed) == [0]


def test_paying_twice_says_that_it_is_paid(order_shop: Any) -> None:
    placed, browser = order_shop.place(), order_shop.browser()
    press(browser, placed)
    again = browser.post(f"/en/pay/{placed.token}", data={"provider": "sandbox-card", "card": GOOD, "attempt": "1"})
    assert again.status_code == 200 and "already paid" in body(again)
    assert Payment.select().count() == 1


def test_a_card_that_asks_leads_to_the_banks_page_and_back(order_shop: Any) -> None:
    placed, browser = order_shop.place(), order_shop.browser()
    answer = press(browser, placed, ASKS)
    assert answer.status_code == 303
    path = answer.headers["Location"].removeprefix("http://localhost:8000")
    assert path.startswith("/sandbox/confirm/")
    assert "Your bank wants to hear from you" in body(browser.get(f"/en/pay/{placed.token}"))
    back = browser.post(path, data={"answer": "yes"})
    assert back.headers["Location"] == f"http://localhost/en/pay/{placed.token}/return"
    home = browser.get(f"/en/pay/{placed.token}/return")
    assert (home.status_code, home.headers["Location"]) == (303, f"/en/purchases/{placed.token}")


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_the_return_needs_no_cookie_and_believes_only_the_provider(order_shop: Any, method: str) -> None:
    placed = order_shop.place()
    press(order_shop.browser(), placed, ASKS)
    stranger = order_shop.browser()
    answer = stranger.open(
        f"/en/pay/{placed.token}/return?state=succeeded&paid=1",
        method=method,
        headers={"Sec-Fetch-Site": "cross-site", "Origin": "https://bank.example"},
    )
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/en/pay/{placed.token}")
    assert paid_of(placed) == [0]


def test_a_page_of_another_site_is_a_link_since_forms_may_not_lead_there(
    order_shop: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    placed, browser = order_shop.place(), order_shop.browser()
    away = PaymentAnswer("pending", "r1", redirect_url="https://bank.example/pay?a=1&b=2")
    provider = runtime.current().providers["sandbox-card"]
    monkeypatch.setattr(provider, "start", lambda request: away)
    monkeypatch.setattr(provider, "find", lambda key: away)
    answer = press(browser, placed)
    assert answer.headers["Location"] == f"/en/pay/{placed.token}"
    assert 'href="https://bank.example/pay?a=1&amp;b=2"' in body(browser.get(f"/en/pay/{placed.token}"))


def test_a_form_from_another_site_pays_nothing(order_shop: Any) -> None:
    placed = order_shop.place()
    answer = order_shop.browser().post(
        f"/en/pay/{placed.token}", data={"provider": "sandbox-card"}, headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert answer.status_code == 403
    assert Payment.get().asked_at is None


def test_a_silent_bank_is_asked_again_and_no_second_payment_begins(order_shop: Any) -> None:
    placed, browser = order_shop.place(), order_shop.browser()
    path = f"/en/pay/{placed.token}"
    assert press(browser, placed, SILENT).headers["Location"] == path
    shown = body(browser.get(path))
    assert "We are asking your bank." in shown and f'hx-get="{path}"' in shown
    assert f'href="{path}">Look again' in shown
    assert 'name="provider"' not in shown
    again = browser.post(path, data={"provider": "sandbox-card", "card": GOOD, "attempt": str(placed.payment_id)})
    assert again.status_code == 422
    assert Payment.select().count() == 1


def test_the_refresh_sends_only_the_named_block(order_shop: Any) -> None:
    placed, browser = order_shop.place(), order_shop.browser()
    press(browser, placed, SILENT)
    headers = {"HX-Request": "true", "HX-Request-Type": "partial", "HX-Target": "div#pay"}
    part = body(browser.get(f"/en/pay/{placed.token}", headers=headers))
    assert part.startswith('<div id="pay"') and part.endswith("</div>") and "<html" not in part


def test_a_late_answer_is_found_by_looking_again(order_shop: Any) -> None:
    placed, browser = order_shop.place(), order_shop.browser()
    press(browser, placed, LATE)
    now = utc_now()
    assert read_paying(placed.token, now).state == "pending"
    settle(placed.payment_id, PaymentAnswer("succeeded"), now)
    assert "already paid" in body(browser.get(f"/en/pay/{placed.token}"))


def test_a_transfer_shows_its_details_until_the_money_comes(order_shop: Any) -> None:
    placed, browser = order_shop.place(provider="bank-transfer"), order_shop.browser()
    path = f"/en/pay/{placed.token}"
    assert press(browser, placed, provider="bank-transfer").headers["Location"] == path
    reference = Payment.get().reference
    shown = body(browser.get(path))
    assert reference in shown and "DE02 1203 0000 0000 2020 51" in shown and "45.00 EUR" in shown
    assert "hx-get" not in shown.split('id="pay"')[1].split(">")[0]
    purchase = body(browser.get(f"/en/purchases/{placed.token}", follow_redirects=True))
    assert "Payment under way" in purchase
    confirm_transfer(reference, None, utc_now())
    assert paid_of(placed) == [4500]
    assert "already paid" in body(browser.get(path))


def test_another_method_may_be_chosen_and_the_unused_attempt_ends(order_shop: Any) -> None:
    placed = order_shop.place(provider="bank-transfer")
    press(order_shop.browser(), placed)
    assert [(row.provider, row.state) for row in Payment.select().order_by(Payment.id)] == [
        ("bank-transfer", "failed"),
        ("sandbox-card", "succeeded"),
    ]


def test_a_card_that_pays_a_part_leaves_the_rest_due(order_shop: Any) -> None:
    placed, browser = order_shop.place(*order_shop.offers), order_shop.browser()
    assert press(browser, placed, PARTIAL).headers["Location"] == f"/en/pay/{placed.token}"
    assert paid_of(placed) == [4500, 0]
    shown = body(browser.get(f"/en/pay/{placed.token}"))
    assert "A part is paid. This is what is still open." in shown
    assert press(browser, placed).headers["Location"] == f"/en/purchases/{placed.token}"
    assert paid_of(placed) == [4500, 4500]
    assert [row.amount for row in Allocation.select().order_by(Allocation.id)] == [4500, 0, 4500]


def test_an_order_that_lapsed_asks_for_nothing(order_shop: Any) -> None:
    placed = order_shop.place()
    late = utc_now() + timedelta(minutes=16)
    sweep(late)
    lapse(late)
    shown = body(order_shop.browser().get(f"/en/pay/{placed.token}"))
    assert "you owe nothing" in shown and 'name="provider"' not in shown


def test_a_provider_that_is_out_of_order_leaves_the_page_standing(
    order_shop: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    placed, browser = order_shop.place(), order_shop.browser()
    press(browser, placed, SILENT)

    def broken(key: str) -> None:
        raise OSError("no line")

    monkeypatch.setattr(runtime.current().providers["sandbox-card"], "find", broken)
    assert browser.get(f"/en/pay/{placed.token}/return").status_code == 303
    assert "could not ask about payment" in caplog.text


def test_every_language_shows_the_page(order_shop: Any) -> None:
    placed, browser = order_shop.place(), order_shop.browser()
    for language in ("en", "de", "zh-Hans", "ar"):
        assert browser.get(f"/{language}/pay/{placed.token}").status_code == 200
