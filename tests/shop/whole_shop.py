"""The whole shop with its demo and somebody half-way through it, and every form its pages hold."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from case_walk import PIECES, case_walk
from flask import Flask
from flask.testing import FlaskClient
from page_forms import Form, forms_of
from peewee import fn
from small_shop import shipped_model
from werkzeug.exceptions import HTTPException

from storefront import db, runtime
from storefront.accounts.actions import add_person, set_active
from storefront.accounts.address_book import add_address
from storefront.accounts.addresses import Address
from storefront.accounts.applications.tables import Application, SellerDocument
from storefront.accounts.passwords import hash_password
from storefront.accounts.proving import add_passkey, turn_off_codes, turn_on_codes
from storefront.accounts.queries import find_person, passkeys_of
from storefront.accounts.ratings.moderation import answer, publish
from storefront.accounts.ratings.tables import Review
from storefront.accounts.tables import Person, PersonSeller
from storefront.accounts.threads.actions import Asker, ask, message
from storefront.accounts.threads.reply_keys import make_key
from storefront.accounts.threads.safety import report
from storefront.accounts.threads.seats import seat_of
from storefront.accounts.threads.tables import Participant, Thread, ThreadMessage, ThreadReport
from storefront.accounts.threads.writing import Draft
from storefront.accounts.tokens import make_token
from storefront.app import create_app
from storefront.cart.tables import Cart, CartLine
from storefront.catalogue.tables import Image, Product
from storefront.db import transaction, utc_now
from storefront.demo.load import load_demo
from storefront.desk.tables import ImportFile
from storefront.founding import found_shop
from storefront.i18n import _, plain
from storefront.orders.actions import deliver, ship
from storefront.orders.amending import ChangeAsked, amend_order
from storefront.orders.amendment import OrderChanges
from storefront.orders.tables import Order, OrderLine, Outbox, Purchase
from storefront.payments.actions import (
    Arranged,
    begin_payment,
    confirm_transfer,
    refund_order,
    run_refund,
    start_attempt,
)
from storefront.payments.bank_accounts import BankDraft, save_bank_account
from storefront.payments.credit import unmatched
from storefront.payments.credit.cards import Issue, issue_card
from storefront.payments.credit_offers import offer_credit, open_offers
from storefront.payments.keepings import ByHand, end_keeping, keep_longer
from storefront.payments.payouts import run_payouts
from storefront.payments.reconciliation.actions import compared, keep_run, report_of
from storefront.payments.reconciliation.rows import Reported
from storefront.payments.reconciliation.tables import ReconciliationDifference
from storefront.payments.releasing import accept_order
from storefront.payments.tables import Payment, Refund
from storefront.uploads.actions import attach
from storefront.uploads.files import KeptFile
from storefront.web.second_step import new_secret

BUYER = {
    "email": "anna@example.com",
    "name": "Anna Berg",
    "country": "DE",
    "street": "Lindenweg 4",
    "postal_code": "10115",
    "city": "Berlin",
}
ACCOUNT_PAGES = (
    "", "addresses", "addresses/new", "orders", "name", "password", "email", "passkeys", "two-factor", "close", "selling",
    "reviews", "credit",
)  # fmt: skip
DESK_PAGES = (
    *("/desk/", "/desk/find?q=a", "/desk/audit", "/desk/payments", "/desk/settings"),
    *("/desk/unmatched", "/desk/unmatched/new", "/desk/unmatched/1"),
    *("/desk/gift-cards", "/desk/gift-cards/new", "/desk/gift-cards/1", "/desk/customers/1/credit"),
    *("/desk/chargebacks", "/desk/reconciliation", "/desk/applications", "/desk/sellers/counters"),
    *("/desk/import", "/desk/plugins", "/desk/customers", "/desk/messages", "/desk/reports", "/desk/reviews", "/desk/reviews/buyers"),
    *(f"/desk/{list_}{one}" for list_ in ("products", "categories", "sellers", "pages", "shipping") for one in ("", "/new")),
    *("/desk/categories/1", "/desk/sellers/1", "/desk/pages/about", "/desk/shipping/1"),
    # the shipped model's own
    *(f"/desk/{shipped_model()}/codes{one}" for one in ("", "/new", "/1")),
)
ASKING_CARD = "4000 0000 0000 3220"


@dataclass
class Whole:
    """The whole shop with its demo, somebody half-way through it, and what its pages ask."""

    app: Flask
    browser: FlaskClient
    database: str
    values: dict[str, str] = field(default_factory=dict)
    forms: dict[tuple[str, str], Form] = field(default_factory=dict)
    # route → what makes its form right where its page leaves it empty, known only once the walk is done
    right: dict[str, dict[str, str]] = field(default_factory=dict)
    # (route, the case's state, turn) → its form
    turns: dict[tuple[str, str, str], Form] = field(default_factory=dict)

    def read(self, path: str) -> list[Form]:
        """Get a page; its forms are known from now on by their route."""
        answer = self.browser.get(path, follow_redirects=True)
        assert answer.status_code == 200, f"{path}: {answer.status_code}"
        found = forms_of(answer.get_data(as_text=True), answer.request.path)
        self.know(found)
        return found

    def know(self, found: list[Form]) -> None:
        for form in found:
            endpoint = self.endpoint(form)
            known = self.forms.setdefault((endpoint, form.method), form)
            # the newest: a form names its cart
            known.fields = {**known.fields, **form.fields}
            known.buttons.update(form.buttons)

    def endpoint(self, form: Form) -> str:
        try:
            found: str = self.app.url_map.bind("localhost").match(urlsplit(form.action).path, method=form.method)[0]
        except HTTPException:
            raise AssertionError(f"a form leads nowhere: {form.method} {form.action}") from None
        return found

    def send(self, endpoint: str, forms: list[Form], **values: str) -> str:
        """Fill in one of a page's forms and press its button; where it leads."""
        form = next(one for one in forms if one.method == "POST" and self.endpoint(one) == endpoint)
        answer = self.browser.post(form.action, data={**form.fields, **values})
        assert answer.status_code == 303, f"{form.action}: {answer.status_code} {answer.get_data(as_text=True)[:3000]}"
        return answer.headers["Location"]


def opened(kind: str, request: pytest.FixtureRequest, folder: Path) -> Iterator[Whole]:
    """The shop on one kind of database, walked through."""
    drop = None
    if kind == "sqlite":
        path = folder / "shop.sqlite3"
        shutil.copy(request.getfixturevalue("sqlite_template"), path)
        url = f"sqlite:///{path}"
    else:
        server = request.getfixturevalue("postgresql")
        name, url = server.fresh()
        drop = (server, name)
    settings = found_shop(folder / "shop", utc_now(), {"STOREFRONT_DATABASE": url})
    app = create_app(settings)
    guides = load_demo(settings.media, settings.shop.languages, utc_now())
    runtime.current().plugins.open("demo_content", prices=guides)
    yield walked(Whole(app, app.test_client(), kind))
    runtime._current.clear()
    db.close()
    db.database.initialize(None)
    if drop:
        drop[0].drop(drop[1])


def walked(shop: Whole) -> Whole:
    """A purchase waiting for its bank, and another cart that could be ordered by one press."""
    # one with few pictures has few fields at the desk
    few = Image.select(Image.product).group_by(Image.product).order_by(fn.COUNT(Image.id), Image.product).limit(1)
    product = Product.get_by_id(few.scalar())
    seller = next(iter(runtime.current().plugins.selling), None)
    assert seller is not None
    sign_in(shop)
    shop.values |= {"product_id": str(product.id), "category_id": "1", "seller_id": "1"}
    shop.values |= {"code_id": "1", f"{shipped_model()}_desk.act": "end"}
    shop.values |= {"page_id": "about", "zone_id": "1"}
    unmatched.enter(unmatched.Arrived("a-key", utc_now().date(), 5000, "EUR", "thanks"), utc_now())
    issue_card(Issue("a-key-of-twenty-letters", 3000, "EUR", "lea@example.com", "en", "", False, "person:1"), utc_now())
    shop.values |= {"desk.money_id": "1", "desk.deed": "credit", "desk.card_id": "1"}
    shop.values |= {"desk.credit_deed": "give", "desk.card_deed": "block"}
    for path in (*DESK_PAGES, f"/desk/products/{product.id}"):
        shop.read(path)
    shop.values.update(lang="en", slug=product.slug, path="site.css", digest="x", provider="sandbox-card")
    # a page of the sitemap
    shop.values.update(kind="products", number="1")
    for path in ("/en/", "/en/search", f"/en/p/{product.slug}", "/en/market", "/de/search?q=a"):
        shop.read(path)
    pay = fill_cart(shop, press=True)
    shop.values["token"] = pay.rsplit("/", 1)[1]
    confirm = shop.send("pay.begin", shop.read(pay), provider="sandbox-card", card=ASKING_CARD)
    shop.values["key"] = confirm.rsplit("/", 1)[1]
    shop.read(confirm)
    shop.read(f"/en/purchases/{shop.values['token']}")
    shop.values["number"] = Order.get().number
    shop.values["transition"] = "no-such-transition"
    at_desk(shop)
    reviewed(shop)
    desk_system(shop)
    conversations(shop, product.id)
    apply_to_sell(shop)
    complained(shop)
    fill_cart(shop, press=False)
    with shop.browser.session_transaction() as session:
        shop.values["cart"] = session["cart"]
    # the second cart has a line of its own: the forms that were met first know the other one
    shop.values["line_id"] = str(CartLine.get(CartLine.cart == Cart.get(Cart.token == shop.values["cart"])).id)
    # the later one counts
    shop.values["ratings.line_id"] = shop.values.pop("ratings.line_id")
    # signing in and out has closed it
    for token in ("desk_token", "case_token"):
        shop.browser.get(f"/en/purchases/{shop.values[token]}")
    return shop


def complained(shop: Whole) -> None:
    """A third order is paid, has come, and has a case in each state."""
    # who buys as a business may not withdraw
    now, token = utc_now(), fill_cart(shop, press=True, quantity=str(PIECES), business="").rsplit("/", 1)[1]
    order = Order.select(Order, Purchase).join(Purchase).where(Purchase.token == token).get()
    transfer(order, now, order.total)
    shop.values["case_token"] = token
    shop.browser.get(f"/en/purchases/{token}")
    case_walk(shop, order)


def reviewed(shop: Whole) -> None:
    """What was sent at the desk has come: it is rated with a link in it, waits, is published and reported."""
    order = Order.get(Order.number == shop.values["desk.number"])
    line = OrderLine.get(OrderLine.order == order.id)
    deliver(int(shop.values["desk.shipment_id"]), utc_now())
    # the form is there where both rate, before the seller has read what the buyer says
    both = {**order.frozen, "trade": {**order.frozen["trade"], "rates": "both"}}
    Order.update(frozen=both).where(Order.id == order.id).execute()
    shop.read(f"/desk/orders/{order.number}/rate-buyer")
    Order.update(frozen=order.frozen).where(Order.id == order.id).execute()
    shop.browser.get(f"/en/purchases/{shop.values['desk_token']}")
    path = f"/en/orders/{order.number}/reviews/{line.id}"
    shop.values |= {"ratings.number": order.number, "ratings.line_id": str(line.id), "ratings.token": "x"}
    shop.send("ratings.send", shop.read(path), stars="4", text="see www.example.com")
    shop.read(path)
    review = Review.get()
    shop.values |= {"ratings.review_id": str(review.id), "desk.review_id": str(review.id), "ratings.digest": "0" * 64}
    shop.read(f"/desk/reviews/{review.id}")
    publish(review.id, utc_now())
    answer(review.id, "Thank you.", utc_now())
    # whoever wrote it finds nothing helpful: this order is somebody else's, whose key the browser holds
    mine = Purchase.id == order.purchase_id
    other = Person.get(Person.id != Purchase.get(mine).person_id)
    Purchase.update(person_id=other.id).where(mine).execute()
    slug = Product.get_by_id(review.product_id).slug
    for page in (f"/desk/reviews/{review.id}", f"/en/p/{slug}/reviews", f"/en/reviews/{review.id}/report"):
        shop.read(page)
    shop.values["ratings.slug"] = slug
    shop.read(f"/en/reviews/no-mails/{'0' * 64}")


def desk_system(shop: Whole) -> None:
    """An upload that waits for a yes, a plugin that may be retired, customers who may be locked, unlocked, reminded."""
    now, model = utc_now(), next(iter(runtime.current().plugins.selling))
    upload = ImportFile.create(
        person_id=1, name="products.csv", token="no-such-file", format="shopify", state="checked", created_at=now,
        report={"rows": 1, "importable": 1, "left_out": 0, "more": 0, "barred": False},
    )  # fmt: skip
    shop.values |= {"desk.import_id": str(upload.id), "desk.name": model, "desk.act": "retire"}
    waiting, locked = (add_person(f"{name}@example.com", "", "en", now) for name in ("dora", "emil"))
    set_active(locked, False)
    shop.values["desk.person_id"] = str(waiting)
    rows = (Reported(2, now.date(), "nobody's", 100, "EUR"),)
    report = report_of("bank-transfer", "bank.csv", rows)
    keep_run(report, compared(report), "command line", now)
    difference = ReconciliationDifference.get(ReconciliationDifference.reference == "nobody's").id
    shop.values["desk.difference_id"] = str(difference)
    shop.read(f"/desk/reconciliation/{difference}")
    for path in (f"import/{upload.id}", f"plugins/{model}/retire", f"customers/{waiting}", f"customers/{locked}"):
        shop.read(f"/desk/{path}")


def apply_to_sell(shop: Whole) -> None:
    """Anna sells already, and has another application that could be sent; somebody else's waits for staff."""
    shop.read("/en/sell")
    now, anna, other = utc_now(), find_person("anna@example.com"), find_person("berta@example.com")
    assert anna is not None
    assert other is not None
    with transaction():
        PersonSeller.create(person=anna.id, seller=2)
    applied(anna, "approved", now, seller_id=2)
    shop.read("/en/account/selling")
    draft, paper = applied(anna, "draft", now)
    for step in ("selling", "identity", "address", "tax", "documents", "review"):
        shop.read(f"/en/account/selling/{draft}/{step}")
    waits, seen = applied(other, "review", now)
    shop.values |= {"account.application_id": str(draft), "account.document_id": str(paper), "account.step": "tax"}
    shop.values |= {"desk.application_id": str(waits), "desk.document_id": str(seen), "desk.decision": "ask"}
    # his people get a mail
    shop.values |= {"account.seller_id": "2", "desk.standing": "suspend", "desk.save_bank_account.seller_id": "2"}
    shop.read(f"/desk/applications/{waits}")


APPLIED = {
    "selling": {"business_model": shipped_model(), "kind": "private"},
    "identity": {
        "name": "The attic", "full_name": "Anna Berg", "birth_date": "1990-05-04", "email": "anna@example.com",
        "phone": "+49 30 123456",
    },
    "address": {"country": "DE", "street": "Lindenweg 4", "postal_code": "10115", "city": "Berlin"},
    "tax": {"tax_id": "12345678901", "lawful": "1", "true": "1"},
}  # fmt: skip


@transaction()
def applied(person: Any, state: str, now: datetime, **more: Any) -> tuple[int, int]:
    """An application with everything it wants; its id, and its first document's."""
    row = Application.create(
        person_id=person.id, state=state, language="en", answers=APPLIED, created_at=now, submitted_at=now, **more
    )
    found = []
    for kind in ("identity", "address"):
        [upload] = attach([KeptFile("image", "0" * 64, "id.png", 3)], f"application:{row.id}", "x", now)
        found.append(SellerDocument.create(application=row.id, upload=upload.id, kind=kind, created_at=now))
    return int(row.id), int(found[0].id)


def conversations(shop: Whole, product_id: int) -> None:
    """A question with its answer, a guest's that is answered at the desk and reported, and one nobody has proved."""
    now, subject = utc_now(), f"product:{product_id}"
    shop.send("threads.send_question", shop.read(f"/en/messages/ask/{product_id}"), text="Is it heavy?")
    mine = Thread.get()
    answer = message(seat_of(mine, "seller"), Draft("Two kilos", "en"), now)
    theirs = ask(subject, Asker("guest@example.com", "en"), mine.seller_id, Draft("And how high?", "en"), now)
    told = ThreadMessage.get(ThreadMessage.thread == theirs.id)
    report(seat_of(theirs, "seller"), told.id, "rude", now)
    asked = message(seat_of(theirs, "buyer"), Draft("Hello?", "en"), now)
    new = ask(subject, Asker("guest@example.com", "en", proved=False), mine.seller_id, Draft("And wide?", "en"), now)
    key = make_key(runtime.current().settings.secret_key, seat_of(new, "buyer").participants["buyer"].token)
    # what gathers in a mail goes on gathering for as long as the tests run
    Participant.update(mail_due_at=now + timedelta(days=1)).where(Participant.mail_due_at.is_null(False)).execute()
    shop.values |= {"threads.token": mine.token, "desk.token": theirs.token, "question": new.token}
    shop.values |= {"threads.message_id": str(answer.id), "desk.message_id": str(asked.id), "name": "no-such-file"}
    shop.values |= {"wanted": "off", "blocked": "on", "closed": "on"}
    shop.values |= {"subject": f"order:{Order.get().id}", "desk.report_id": str(ThreadReport.get().id)}
    shop.read(f"/en/messages/{new.token}?key={key}")
    for path in ("/en/messages", f"/en/messages/{mine.token}", f"/en/orders/{Order.get().number}"):
        shop.read(path)
    for path in ("messages?show=all", f"messages/{theirs.token}", "reports", f"reports/{shop.values['desk.report_id']}"):
        shop.read(f"/desk/{path}")


def at_desk(shop: Whole) -> None:
    """Another order, at the desk, with everything that can be pressed there: half paid, half sent, half refunded."""
    now, token = utc_now(), fill_cart(shop, press=True, quantity="2").rsplit("/", 1)[1]
    order = Order.select(Order, Purchase).join(Purchase).where(Purchase.token == token).get()
    first = transfer(order, now, order.total // 2)
    page = shop.browser.get(path := f"/desk/orders/{order.number}").get_data(as_text=True)
    # while no transfer is waited for
    shop.know([form for form in forms_of(page, path) if shop.endpoint(form) == "desk.book_transfer"])
    rest = transfer(order, now, None)
    line = OrderLine.get(OrderLine.order == order.id)
    parcel = ship(order.id, {line.id: 1}, "DHL", "1", now)
    refund_order(order.id, 100, _("A hundredth."), now)
    refund = Refund.get(Refund.order == order.id)
    run_refund(refund.id, now)
    mail = Outbox.get(Outbox.subject == f"purchase:{order.purchase_id}", Outbox.kind == "notice_mail")
    Outbox.update(attempts=1, error="no mail server").where(Outbox.id == mail.id).execute()
    named = {"number": order.number, "transition": "accept", "shipment_id": parcel, "payment_id": rest}
    named |= {"refund_id": refund.id, "row_id": mail.id, "order_id": order.id}
    shop.values.update({f"desk.{name}": str(value) for name, value in named.items()}, desk_token=token)
    kept_by_hand(shop, order, now)
    # while the buyer's word is asked for
    shop.read(f"/en/orders/{order.number}?key={token}")
    named |= pay_out(order, now)
    shop.values.update({f"desk.{name}": str(value) for name, value in named.items()})
    assert first != rest
    for path in ("payouts", "payouts/run", f"payouts/{named['payout_id']}", f"sellers/{order.seller_id}/bank"):
        shop.read(f"/desk/{path}")
    for path in ("", f"/{order.number}", f"/{order.number}/refund", f"/{order.number}/refund?step=sure&amount=1"):
        shop.read(f"/desk/orders{path}")
    for path in ("change", "change?step=sure&arrives_by=2040-01-01&reason=Later", "replacement"):
        shop.read(f"/desk/orders/{order.number}/{path}")
    proposed(shop, now)


def kept_by_hand(shop: Whole, order: Order, now: datetime) -> None:
    """Its money was kept longer for a while, and its buyer is asked whether he takes some of it as credit."""
    note = ByHand("whole", "The police asks.", "person:1")
    shop.read(f"/desk/orders/{order.number}")
    keeping = keep_longer(order.id, now + timedelta(days=5), note, now)
    assert keeping is not None
    offer_credit(order.id, Arranged("whole", 100, plain("Scratched."), "person:1"), now)
    shop.read(f"/desk/orders/{order.number}")
    end_keeping(keeping.id, order.id, "person:1", now)
    (offer,) = open_offers(order.id, now)
    shop.values |= {"desk.keeping_id": str(keeping.id), "desk.offer_id": str(offer.id)}
    answering = {"number": order.number, "offer_id": str(offer.id), "answer": "decline"}
    shop.values |= {f"orders.answer_credit.{name}": value for name, value in answering.items()}


def proposed(shop: Whole, now: datetime) -> None:
    """The first order has a change that waits for its buyer."""
    order = Order.get(Order.number == shop.values["number"])
    shop.read(f"/en/orders/{order.number}/address")
    asked = ChangeAsked("whole", "staff", "staff", plain("It comes later."))
    amendment = amend_order(order.id, OrderChanges(arrives_by="2040-01-01"), asked, now)
    for path in (f"/desk/orders/{order.number}", f"/en/orders/{order.number}"):
        shop.read(path)
    shop.values |= {"desk.amendment_id": str(amendment.id), "desk.answer": "withdraw"}
    shop.values |= {"order_changes.amendment_id": str(amendment.id), "order_changes.answer": "decline"}


def pay_out(order: Order, now: datetime) -> dict[str, object]:
    """The order's seller is paid what is released of it; what the desk's addresses name of that."""
    accept_order(order.id, now)
    save_bank_account(order.seller_id, BankDraft("Nordbord", "DE02120300000000202051"), "staff", now)
    payout, *_others = run_payouts("a run", "staff", now)
    return {"payout_id": payout, "state": "sent", "currency": order.currency}


def transfer(order: Order, now: datetime, amount: int | None) -> int:
    """A transfer for what the order still owes; some of it has come."""
    payment_id = start_attempt(order.purchase_id, "bank-transfer", now)
    begin_payment(payment_id, {}, "http://localhost:8000/back")
    if amount is not None:
        confirm_transfer(Payment.get_by_id(payment_id).reference, amount, now)
    return payment_id


def sign_in(shop: Whole) -> None:
    """Somebody has an account, somebody else waits for his address to be confirmed."""
    password, now = "four plain words here", utc_now()
    add_person("berta@example.com", hash_password(password), "en", now)
    add_person("anna@example.com", hash_password(password), "en", now, confirmed=True, roles=("admin",))
    secret = runtime.current().settings.secret_key
    for kind, mail in (("confirm", "berta@example.com"), ("reset", "anna@example.com")):
        token = shop.values[f"{kind}_token"] = make_token(secret, kind, token_mark(mail))
        shop.read(f"/en/account/{kind}/{token}")
    for path in ("register", "forgotten"):
        shop.read(f"/en/account/{path}")
    anna, forms = find_person("anna@example.com"), shop.read("/en/account/sign-in")
    assert anna is not None
    shop.values["email_token"] = make_token(secret, "change-email", token_mark(anna.email), "new@example.com")
    # with the second step, then without it, then with it again: a page for each
    for on in (True, False):
        turn_on_codes(anna.id, new_secret(), 1, ["a"], now) if on else turn_off_codes(anna.id, now)
        shop.read(shop.send("account.take_sign_in", forms, email=anna.email, password=password))
    for street in ("Lindenweg 4", "Lindenweg 5"):
        shop.values["address_id"] = str(add_address(anna.id, Address(street=street, country="DE"), now))
    add_passkey(anna.id, "a-credential", "a key", 0, (), "telephone", now)
    shop.values["passkey_id"] = str(passkeys_of(anna.id)[0].id)
    for path in ACCOUNT_PAGES:
        shop.read(f"/en/account/{path}")
    shop.read(f"/en/account/addresses/{shop.values['address_id']}")
    shop.read(f"/en/account/change-email/{shop.values['email_token']}")
    begun = shop.browser.post("/en/account/passkeys", data={"key_name": "blue", "password": password})
    shop.know(forms_of(begun.get_data(as_text=True), "/en/account/passkeys"))
    turn_on_codes(anna.id, new_secret(), 1, ["a"], now)
    shop.read("/en/account/two-factor")


def token_mark(mail: str) -> str:
    return str(Person.get(Person.email == mail).fs_uniquifier)


def fill_cart(shop: Whole, press: bool, quantity: str = "1", business: str = "1") -> str:
    """From a product to the review, and on; where it leads."""
    shop.send("cart.add", shop.read(f"/en/p/{shop.values['slug']}"), quantity=quantity)
    shop.read("/en/cart")
    path = "/en/checkout/contact"
    for _step in range(8):
        if path.endswith("/review"):
            break
        shop.values["step_id"] = path.rsplit("/", 1)[1]
        path = shop.send("checkout.step", shop.read(path), **BUYER, business=business)
    forms = shop.read("/en/checkout/review")
    shop.values["step_id"] = "address"
    return shop.send("checkout.place", forms) if press else path
