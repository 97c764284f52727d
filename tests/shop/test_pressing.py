"""The button that orders: pressed again, pressed on an old page, and with a method that asks nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from page_forms import Form, forms_of

from storefront import runtime
from storefront.app import create_app
from storefront.cart.tables import CartLine
from storefront.catalogue.actions import save_offer, save_product
from storefront.catalogue.drafts import OfferDraft, ProductDraft, ProductTextDraft, VariantDraft
from storefront.catalogue.tables import Offer
from storefront.db import utc_now
from storefront.errors import Refused
from storefront.forms import Field
from storefront.i18n import _
from storefront.orders.tables import Order, Purchase
from storefront.payments.hints import payment_hints
from storefront.payments.providers import PaymentProvider
from storefront.payments.tables import Payment
from storefront.values import PaymentAnswer, PaymentRequest, RefundAnswer, SaleTerms

GOOD = "4242 4242 4242 4242"
PARTIAL = {"HX-Request": "true", "HX-Request-Type": "partial"}
PLACE = "/en/checkout/place"
ADDRESS = {"name": "Anna Berg", "street": "Lindenweg 4", "postal_code": "10115", "city": "Berlin", "country": "DE"}
ANSWERS: dict[str, dict[str, str]] = {
    "contact": {"email": "anna@example.com"}, "address": ADDRESS, "delivery": {}, "payment": {}
}


class Elsewhere(PaymentProvider):
    """Asks nothing here and has a page of its own."""

    code = "elsewhere"
    icon = "card"
    can_be_asked = False
    title = _("Card number")
    holds_for = timedelta(minutes=15)

    def __init__(self) -> None:
        self.answer = PaymentAnswer("pending", "e1", redirect_url="/sandbox/elsewhere")
        self.back = ""

    def start(self, request: PaymentRequest) -> PaymentAnswer:
        self.back = request.return_url
        return self.answer

    def refund(self, key: str, payment_reference: str, amount: int, currency: str) -> RefundAnswer:
        return RefundAnswer("succeeded")


def body(response: Any) -> str:
    return unescape(" ".join(response.get_data(as_text=True).split()))


def form_at(response: Any, path: str) -> Form:
    forms = forms_of(response.get_data(as_text=True), response.request.path)
    return next(one for one in forms if one.action == path)


def add(shop: Any, browser: Any, offer: int = 0) -> None:
    assert browser.post("/en/cart/add", data={"offer": shop.offers[offer], "quantity": 2}).status_code == 303


def answer_steps(browser: Any, provider: str = "sandbox-card") -> None:
    for step, answers in ANSWERS.items():
        path = f"/en/checkout/{step}"
        form = form_at(browser.get(path), path)
        more = {"provider": provider} if step == "payment" else {}
        answer = browser.post(path, data={**form.fields, **answers, **more})
        assert answer.status_code == 303, body(answer)
    assert answer.headers["Location"] == "/en/checkout/review"


def at_review(shop: Any, provider: str = "sandbox-card") -> Any:
    browser = shop.browser()
    browser.set_cookie("market", "DE-EUR")
    add(shop, browser)
    answer_steps(browser, provider)
    return browser


def shown_form(browser: Any) -> dict[str, str]:
    shown = browser.get("/en/checkout/review")
    assert shown.status_code == 200
    return form_at(shown, PLACE).fields


def pay(browser: Any, token: str) -> None:
    form = form_at(browser.get(f"/en/pay/{token}"), f"/en/pay/{token}")
    paid = browser.post(f"/en/pay/{token}", data={**form.fields, "provider": "sandbox-card", "card": GOOD})
    assert paid.headers["Location"] == f"/en/purchases/{token}"


# -- pressed again --------------------------------------------------------------------------------


def test_pressing_the_kept_page_again_leads_to_what_it_became(order_shop: Any) -> None:
    browser = at_review(order_shop)
    seen = shown_form(browser)
    assert browser.post(PLACE, data=seen).status_code == 303
    token = Purchase.get().token
    assert browser.post(PLACE, data=seen).headers["Location"] == f"/en/pay/{token}"
    pay(browser, token)
    assert browser.post(PLACE, data=seen).headers["Location"] == f"/en/purchases/{token}"
    assert (Purchase.select().count(), Order.select().count(), Payment.select().count()) == (1, 1, 1)


def test_going_back_after_ordering_leads_to_the_purchase_not_to_an_empty_cart(order_shop: Any) -> None:
    browser = at_review(order_shop)
    browser.post(PLACE, data=shown_form(browser))
    token = Purchase.get().token
    for path in ("/en/checkout/review", "/en/checkout/payment", "/en/checkout/address", "/en/checkout/"):
        for headers in ({}, PARTIAL):
            answer = browser.get(path, headers=headers)
            assert (answer.status_code, answer.headers["Location"]) == (303, f"/en/purchases/{token}"), path


def test_the_old_page_orders_nothing_of_the_new_cart_though_it_holds_the_same(order_shop: Any) -> None:
    browser = at_review(order_shop)
    old = shown_form(browser)
    browser.post(PLACE, data=old)
    token = Purchase.get().token
    add(order_shop, browser)
    answer_steps(browser)
    answer = browser.post(PLACE, data=old)
    assert answer.headers["Location"] == f"/en/purchases/{token}"
    assert "This was ordered already. Nothing was ordered a second time." in body(
        browser.get(answer.headers["Location"], follow_redirects=True)
    )
    assert Purchase.select().count() == 1
    assert [row.quantity for row in CartLine.select()] == [2]
    browser.post(PLACE, data=shown_form(browser))
    assert Purchase.select().count() == 2


def test_the_page_of_anothers_cart_tells_a_stranger_nothing_and_orders_nothing(order_shop: Any) -> None:
    browser = at_review(order_shop)
    seen = shown_form(browser)
    browser.post(PLACE, data=seen)
    stranger = at_review(order_shop)
    answer = stranger.post(PLACE, data=seen)
    assert answer.status_code == 409
    assert "That page showed another cart. Nothing was ordered; please look at this one." in body(answer)
    assert Purchase.get().token not in body(answer)
    assert Purchase.select().count() == 1
    nobody = order_shop.browser().post(PLACE, data=seen)
    assert nobody.status_code == 410
    assert Purchase.get().token not in body(nobody)


# -- pressed on a page that no longer holds -------------------------------------------------------


def test_another_country_meanwhile_is_said_and_nothing_ordered(order_shop: Any) -> None:
    browser = at_review(order_shop)
    seen = shown_form(browser)
    browser.post("/en/market", data={"country": "AT", "currency": "EUR", "next": "/en/cart"})
    answer = browser.post(PLACE, data=seen)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/en/checkout/address")
    shown = body(browser.get("/en/checkout/address"))
    assert "Nothing was ordered: the country is now Austria. Please give an address there." in shown
    assert '<p class="notice bad" role="alert">' in shown
    assert not Purchase.select().exists()
    assert "Nothing was ordered" not in body(browser.get("/en/checkout/address")), "it is said once"


def test_another_sellers_goods_meanwhile_are_said_and_nothing_ordered(order_shop: Any) -> None:
    browser = at_review(order_shop)
    seen = shown_form(browser)
    add(order_shop, browser, 1)
    answer = browser.post(PLACE, data=seen)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/en/checkout/delivery")
    words = "Nothing was ordered: the cart or the country has changed since you looked."
    assert f"{words} Please answer “Delivery” again." in body(browser.get("/en/checkout/delivery"))
    assert not Purchase.select().exists()


# -- a method that asks nothing -------------------------------------------------------------------


@pytest.fixture
def elsewhere(order_shop: Any) -> Elsewhere:
    """A provider without fields and with a page of its own."""
    provider = Elsewhere()
    runtime.current().providers[provider.code] = provider
    return provider


def placed_with(shop: Any, provider: PaymentProvider) -> tuple[Any, Any, str]:
    browser = at_review(shop, provider.code)
    answer = browser.post(PLACE, data=shown_form(browser))
    assert answer.status_code == 303
    return browser, answer, Purchase.get().token


def test_a_method_with_a_page_of_its_own_leads_there_at_once(order_shop: Any, elsewhere: Elsewhere) -> None:
    _browser, answer, token = placed_with(order_shop, elsewhere)
    assert answer.headers["Location"] == "/sandbox/elsewhere"
    assert elsewhere.back == f"http://localhost/en/pay/{token}/return", "while it is tried out, where it was reached"


def test_a_page_of_another_site_is_a_link_on_the_pay_page(order_shop: Any, elsewhere: Elsewhere) -> None:
    elsewhere.answer = PaymentAnswer("pending", "e1", redirect_url="https://bank.example/pay")
    browser, answer, token = placed_with(order_shop, elsewhere)
    assert answer.headers["Location"] == f"/en/pay/{token}"
    assert 'href="https://bank.example/pay"' in body(browser.get(f"/en/pay/{token}"))


@pytest.mark.parametrize("state", ["succeeded", "failed"])
def test_an_answer_at_once_is_followed(order_shop: Any, elsewhere: Elsewhere, state: Any) -> None:
    reason = _("Your bank declined the card.") if state == "failed" else None
    elsewhere.answer = PaymentAnswer(state, "e1", reason=reason)
    browser, answer, token = placed_with(order_shop, elsewhere)
    if state == "succeeded":
        assert answer.headers["Location"] == f"/en/purchases/{token}"
    else:
        assert answer.headers["Location"] == f"/en/pay/{token}"
        assert "Your bank declined the card." in body(browser.get(f"/en/pay/{token}"))


def test_a_refusal_after_placing_is_said_on_the_pay_page(
    order_shop: Any, elsewhere: Elsewhere, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_args: Any) -> None:
        raise Refused(_("There is nothing to pay."))

    monkeypatch.setattr("storefront.checkout.pay_pages.begin_attempt", refuse)
    browser, answer, token = placed_with(order_shop, elsewhere)
    assert answer.headers["Location"] == f"/en/pay/{token}"
    assert "There is nothing to pay." in body(browser.get(f"/en/pay/{token}"))
    assert Purchase.select().count() == 1


def test_a_transfer_shows_its_details_at_once(order_shop: Any) -> None:
    browser = at_review(order_shop, "bank-transfer")
    answer = browser.post(PLACE, data=shown_form(browser))
    assert answer.headers["Location"] == f"/en/pay/{Purchase.get().token}"
    shown = body(browser.get(answer.headers["Location"]))
    assert "Thank you, it is ordered" in shown and "DE02 1203 0000 0000 2020 51" in shown


# -- a transfer needs an account ------------------------------------------------------------------


def without_account(shop: Any, sandbox: bool = True) -> None:
    checkout = replace(shop.settings.checkout, bank_account=" ", sandbox_card=sandbox)
    shop.settings = replace(shop.settings, checkout=checkout)
    shop.app = create_app(shop.settings)
    shop.app.testing = True


def test_a_transfer_without_an_account_is_not_offered(order_shop: Any) -> None:
    placed = order_shop.place()
    without_account(order_shop)
    browser = at_review(order_shop)
    for path in ("/en/checkout/payment", f"/en/pay/{placed.token}"):
        shown = body(browser.get(path))
        assert 'value="sandbox-card"' in shown and 'value="bank-transfer"' not in shown
    answer = browser.post("/en/checkout/payment", data={"provider": "bank-transfer"})
    assert answer.status_code == 422 and "Please choose one of the list." in body(answer)
    form = form_at(browser.get(f"/en/pay/{placed.token}"), f"/en/pay/{placed.token}")
    answer = browser.post(f"/en/pay/{placed.token}", data={**form.fields, "provider": "bank-transfer"})
    assert answer.status_code == 422 and "Please choose a way to pay." in body(answer)
    assert [row.provider for row in Payment.select()] == ["sandbox-card"]
    assert payment_hints(runtime.current()) == [
        "Bank transfer is not offered: [checkout] bank_account in storefront.toml is empty."
    ]


def test_a_transfer_that_began_goes_on_when_the_account_is_gone(order_shop: Any) -> None:
    placed = order_shop.place(provider="bank-transfer")
    without_account(order_shop)
    assert runtime.current().providers["bank-transfer"].refund("k", "r", 1, "EUR").state == "pending"
    assert order_shop.browser().get(f"/en/pay/{placed.token}").status_code == 200


def test_without_any_way_to_pay_the_step_says_so(order_shop: Any) -> None:
    without_account(order_shop, sandbox=False)
    browser = order_shop.browser()
    browser.set_cookie("market", "DE-EUR")
    add(order_shop, browser)
    for step in ("contact", "address", "delivery"):
        path = f"/en/checkout/{step}"
        form = form_at(browser.get(path), path)
        assert browser.post(path, data={**form.fields, **ANSWERS[step]}).status_code == 303
    shown = browser.get("/en/checkout/payment")
    assert "No way to pay is set up in this shop yet, so nothing can be ordered." in body(shown)
    for provider in ("", "bank-transfer", "x"):
        assert browser.post("/en/checkout/payment", data={"provider": provider}).status_code == 422
    assert browser.post(PLACE, data={"fingerprint": "x"}).headers["Location"] == "/en/checkout/payment"
    assert "Nothing was ordered: “Payment” is not answered yet." in body(browser.get("/en/checkout/payment"))
    assert payment_hints(runtime.current())[1:] == ["There is no way to pay at all: nothing can be ordered."]


def test_a_choice_without_options_takes_nothing() -> None:
    from storefront.forms import check_fields

    checked = check_fields([Field("provider", _("Payment method"), "cards")], {"provider": "x"})
    assert str(checked.errors["provider"]) == "Please choose one of the list."


def test_the_demos_account_is_none_and_another_is_kept(tmp_path: Path) -> None:
    from storefront.demo.account import name_account
    from storefront.settings_text import settings_text

    path = tmp_path / "storefront.toml"
    path.write_text(settings_text((), "Nordbord"), encoding="utf-8")
    assert name_account(path)
    text = path.read_text(encoding="utf-8")
    assert 'bank_account = "DE00 0000 0000 0000 0000 00"' in text
    assert 'bank_holder = "Demo: not an account, send no money"' in text
    assert not name_account(path)
    path.write_text('[checkout]\nbank_account = "DE02"\nbank_holder = ""\n', encoding="utf-8")
    assert not name_account(path)
    assert path.read_text(encoding="utf-8") == '[checkout]\nbank_account = "DE02"\nbank_holder = ""\n'


# -- what the law excepts ---------------------------------------------------------------------------


def test_the_review_names_the_goods_that_cannot_be_withdrawn_from(
    order_shop: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    past = utc_now() - timedelta(days=1)
    save_product(ProductDraft("soap", {"en": ProductTextDraft("Soap")}, (VariantDraft("soap-1", weight_grams=100),)), past)
    save_offer(OfferDraft("soap-1", "nordbord", "trade", "EUR", 500, stock=10, tax_country="DE"), past)
    order_shop.offers = [row.id for row in Offer.select().order_by(Offer.id)]

    def terms(_running: Any, lines: Any, _context: Any) -> list[SaleTerms]:
        sealed = SaleTerms(withdrawal_reason=_("Sealed goods for hygiene stay yours once opened."))
        return [sealed if line.offer.sku == "soap-1" else SaleTerms(withdrawal_days=14, withdrawal_reason=_("You have 14 days.")) for line in lines]

    monkeypatch.setattr("storefront.checkout.showing.sale_terms", terms)
    browser = at_review(order_shop)
    alone = body(browser.get("/en/checkout/review"))
    assert "<span>You have 14 days.</span>" in alone
    add(order_shop, browser, 2)
    both = body(browser.get("/en/checkout/review"))
    assert "<span>Board of Nordbord: You have 14 days.</span>" in both
    assert "<span>Soap: Sealed goods for hygiene stay yours once opened.</span>" in both
