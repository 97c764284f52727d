"""Something of everything that comes after a sale, so that it can be moved to another shop."""

from __future__ import annotations

from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path

from PIL import Image
from small_shop import shipped_model

from storefront.accounts.applications.tables import AgreedCommission, Application, SellerDocument
from storefront.accounts.ratings.tables import BuyerRating, Review
from storefront.accounts.tables import Person
from storefront.accounts.threads.tables import (
    MessageTranslation,
    Participant,
    SellerBlock,
    Thread,
    ThreadMessage,
    ThreadReport,
)
from storefront.catalogue.seller_models import approve_models
from storefront.catalogue.tables import Product
from storefront.db import transaction
from storefront.i18n import plain
from storefront.orders.cases.tables import Case, CaseEntry, CaseLine, ReturnAddress
from storefront.orders.tables import Event, Order, OrderLine
from storefront.payments.credit.balances import Move
from storefront.payments.credit.cards import Issue, find_card, issue_card, redeem_card
from storefront.payments.credit.inner import StoreCredit
from storefront.payments.credit.store_credit import GOODWILL, give_credit
from storefront.payments.credit.unmatched import Arrived, enter, send_back, turn_into_credit
from storefront.payments.holds import freeze
from storefront.uploads.actions import attach, keep_files
from storefront.uploads.files import Sent
from storefront.values import PaymentRequest


def fill_after_the_sale(home: Path, order: Order, now: datetime) -> None:
    """A case, a review, a conversation, an application, all with files; credit, a gift card, money nobody knew."""
    person = Person.get(Person.email == "ada@example.com")
    with transaction():
        _case(home, order, person, now)
        _review(home, order, now)
        _thread(home, order, person, now)
        _application(home, order.seller_id, person, now)
        approve_models(order.seller_id, [shipped_model()])
        ReturnAddress.create(seller=order.seller_id, countries=["US", "CA"], address={"city": "Boston", "country": "US"})
    _credit(person.id, now)


def photo(colour: str) -> Sent:
    """A small picture as somebody sends it."""
    target = BytesIO()
    Image.new("RGB", (60, 40), colour).save(target, "PNG")
    return Sent(f"{colour}.png", target.getvalue())


def paper(words: str) -> Sent:
    """What passes for a PDF."""
    return Sent("paper.pdf", b"%PDF-1.4 " + words.encode())


def _case(home: Path, order: Order, person: Person, now: datetime) -> None:
    line = OrderLine.get(OrderLine.order == order.id)
    # so that its number is another one than where it is imported
    lost = Case.create(number="C-LOST", token="lost", order=order.id, kind="dispute", reason="damaged", state="closed",
                       email="ann@example.com", language="en", opened_at=now)  # fmt: skip
    case = Case.create(
        number="C-KEPT-2345", token="case-token", order=order.id, kind="dispute", reason="damaged", state="staff",
        terms={"label": {"text": "Damaged"}}, wish="part", wish_amount=300, name="Ann", email="ann@example.com",
        language="en", opened_at=now, proved_at=now, turn_until=now + timedelta(days=3), appealed_by="seller",
        appealed_at=now, decided_by=f"staff:{person.id}",
    )  # fmt: skip
    lost.delete_instance()
    CaseLine.create(case=case.id, order_line=line.id, quantity=1, amount=4000)
    first = CaseEntry.create(case=case.id, by="buyer", actor="buyer", kind="opened", label={"text": "Opened"},
                             text="It came broken.", at=now)  # fmt: skip
    CaseEntry.create(case=case.id, by="staff", actor=f"person:{person.id}", kind="decided", label={"text": "Decided"},
                     data={"outcome": "part", "amount": 300}, at=now)  # fmt: skip
    attach(keep_files([photo("red"), paper("a receipt")], home / "private"), f"case-entry:{first.id}", "buyer", now)
    freeze(order.id, f"case:{case.id}", {line.id: 30}, now)
    told = {"key": f"case-{case.id}", "amount": 300, "pieces": {str(line.id): 1}, "delivery": 0}
    Event.create(subject=f"order:{order.id}", kind="noted", label={"text": "As decided"}, data=told,
                 actor=f"person:{person.id}", at=now)  # fmt: skip


def _review(home: Path, order: Order, now: datetime) -> None:
    line = OrderLine.get(OrderLine.order == order.id)
    product = Product.get(Product.slug == "pot")
    review = Review.create(
        order=order.id, line=line.id, product_id=product.id, seller_id=order.seller_id, stars=4, title="Good",
        text="Holds soup", language="en", name="Ann", state="published", helpful=2, answer="Thank you",
        answered_at=now, created_at=now,
    )  # fmt: skip
    attach(keep_files([photo("green")], home / "private"), f"review:{review.id}", "buyer", now)
    BuyerRating.create(order=order.id, seller_id=order.seller_id, stars=5, text="Quick", state="published", created_at=now)


def _thread(home: Path, order: Order, person: Person, now: datetime) -> None:
    thread = Thread.create(
        token="thread-token", subject=f"order:{order.id}", seller_id=order.seller_id, title={"text": "About it"},
        state="open", opened_at=now, last_at=now, last_by="buyer", messages=2,
    )  # fmt: skip
    Participant.create(thread=thread.id, role="buyer", person_id=person.id, email=person.email, name="Ada",
                       language="en", token="seat-token")  # fmt: skip
    said = ThreadMessage.create(thread=thread.id, by="buyer", person_id=person.id, language="en", text="Where is it?", at=now)
    ThreadMessage.create(thread=thread.id, by="seller", language="en", text="On its way.", at=now)
    MessageTranslation.create(message=said.id, language="de", masked=False, text="Wo ist es?")
    ThreadReport.create(message=said.id, by="seller", reason="rude", at=now)
    SellerBlock.create(seller_id=order.seller_id, email="bad@example.com", at=now, by=person.id)
    attach(keep_files([photo("blue")], home / "private"), f"message:{said.id}", f"person:{person.id}", now)


def _application(home: Path, seller_id: int, person: Person, now: datetime) -> None:
    row = Application.create(
        person_id=person.id, seller_id=seller_id, state="approved", language="en", answers={"identity": {"name": "Ada"}},
        checklist=["identity"], created_at=now, submitted_at=now, decided_at=now,
    )  # fmt: skip
    upload = attach(keep_files([paper("a passport")], home / "private"), f"application:{row.id}", f"person:{person.id}", now)[0]
    SellerDocument.create(application=row.id, upload=upload.id, kind="identity", expires_on="2030-01-01", created_at=now)
    Event.create(subject=f"application:{row.id}", kind="approved", label={"text": "Approved"},
                 actor=f"staff:{person.id}", at=now)  # fmt: skip
    AgreedCommission.create(seller=seller_id, share="1/8", valid_from=now, note="As agreed", by=f"person:{person.id}")


def _credit(person_id: int, now: datetime) -> None:
    """Credit that is used in part, a card of which half became credit, and each end that unmatched money has."""
    give_credit(person_id, 2500, "EUR", Move("given:one", "credit-given", GOODWILL, f"person:{person_id}", plain("Sorry"),
                                             f"person:{person_id}"), now)  # fmt: skip
    request = PaymentRequest("pay-key", 900, "EUR", "N-1", "An order", "en", "", "", {"person_id": person_id})
    assert StoreCredit(lambda: now).start(request).amount == 900
    _number, code = issue_card(Issue("card-one", 5000, "EUR", "ann@example.com", "en", "For you", True, "staff"), now)
    _number, other = issue_card(Issue("card-two", 1000, "USD", "", "de", "", False, f"person:{person_id}"), now)
    assert find_card(code)
    redeem_card(other, person_id, now)
    day = now.date()
    for key, then in (("wait", None), ("credit", turn_into_credit), ("back", send_back)):
        number = enter(Arrived(key, day, 700, "EUR", f"my order {key}", "Somebody"), now)
        if then is turn_into_credit:
            turn_into_credit(number, person_id, f"person:{person_id}", now)
        elif then is send_back:
            send_back(number, "Nobody knows it.", now)


