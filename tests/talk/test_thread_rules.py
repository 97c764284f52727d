"""Threads on both databases: who sits where, what is counted, gathered, hidden, proved and refused."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from storefront import db
from storefront.accounts.actions import add_person, confirm
from storefront.accounts.person import Person
from storefront.accounts.queries import get_person
from storefront.accounts.tables import Person as PersonRow
from storefront.accounts.threads import safety
from storefront.accounts.threads.actions import Asker, ask, mark_read, message, prove
from storefront.accounts.threads.leaving import forget
from storefront.accounts.threads.masking import masked
from storefront.accounts.threads.queries import answer_hours, threads_of, unread_about, unread_of
from storefront.accounts.threads.reading import Reader
from storefront.accounts.threads.seats import Seat, Who, find_seat, seat_about
from storefront.accounts.threads.tables import Participant, SellerBlock, Thread, ThreadMessage, ThreadReport
from storefront.accounts.threads.writing import Draft, cleaned_text, text_errors
from storefront.app import build_runtime
from storefront.catalogue.tables import Product, Seller
from storefront.db import transaction
from storefront.desk.audit import Actor
from storefront.desk.tables import AuditEntry
from storefront.errors import NotFound, Refused
from storefront.founding import found_shop
from storefront.orders.tables import Order, Outbox, Purchase
from storefront.payments.tables import Installment
from storefront.runtime import Runtime
from storefront.uploads.files import KeptFile
from storefront.uploads.tables import Upload

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)
CONTACT = "Write to anna@example.com"


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def running(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Runtime]:
    """One new shop for all of these tests, on each kind of database."""
    folder, drop = tmp_path_factory.mktemp("talk"), None
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("sqlite_template"), folder / "shop.sqlite3")
        url = f"sqlite:///{folder}/shop.sqlite3"
    else:
        server = request.getfixturevalue("postgresql")
        name, url = server.fresh()
        drop = (server, name)
    yield build_runtime(found_shop(folder / "shop", NOW, {"STOREFRONT_DATABASE": url}, ()))
    db.close()
    db.database.initialize(None)
    if drop:
        drop[0].drop(drop[1])


@pytest.fixture
def shop(running: Runtime) -> Iterator[Runtime]:
    """The shop, and afterwards without what a test wrote."""
    founder = Seller.get()
    yield running
    for table in (
        Thread, SellerBlock, AuditEntry, Outbox, Installment, Order, Purchase, Product, PersonRow, Upload
    ):  # fmt: skip
        table.delete().execute()
    Seller.delete().where(Seller.id != founder.id).execute()
    Seller.update(email=founder.email).execute()


def somebody(email: str, *roles: str, sellers: tuple[str, ...] = ()) -> Person:
    person = get_person(add_person(email, "", "en", NOW, roles=list(roles), sellers=sellers, confirmed=True))
    assert person is not None
    return person


def bought(number: str = "A-1", *, masks: str = "never", person_id: int | None = None, paid: int = 0) -> int:
    """An order of the founder's; how much of its 1000 is paid."""
    purchase = Purchase.create(
        token=f"key {number}", cart_token=number, email="berta@example.com", language="en", country="DE",
        currency="EUR", total=1000, provider="x", placed_at=NOW, person_id=person_id,
    )  # fmt: skip
    trade = {"commission": "0", "fee": 0, "fee_vat": "0", "masks": masks, "rates": "buyer", "rating_days": 30}
    order = Order.create(
        number=number, purchase=purchase, seller_id=Seller.get().id, business_model="x", state="placed", currency="EUR",
        net=1000, tax=0, total=1000, placed_at=NOW, address={"name": "Berta Brot", "country": "DE"},
        frozen={"trade": {**trade, "accepts": "nobody"}},
    )  # fmt: skip
    Installment.create(order=order, label={"text": "Total"}, amount=1000, paid=paid)
    return int(order.id)


def buyer(order_id: int) -> Seat:
    number = Order.get_by_id(order_id).number
    return seat_about(f"order:{order_id}", Who(keys=frozenset({f"key {number}"})))


def say(seat: Seat, text: str, at: datetime = NOW) -> ThreadMessage:
    return message(seat, Draft(text, "en"), at)


def waiting_mails() -> list[Any]:
    return list(Outbox.select().where(Outbox.kind == "thread_mail").order_by(Outbox.id))


def test_buyer_and_seller_write_and_each_counts_what_is_new(shop: Runtime) -> None:
    staff, order = somebody("staff@example.com", "staff"), bought()
    subject = f"order:{order}"
    say(buyer(order), "Where is it?")
    say(buyer(order), "Please answer", NOW + HOUR)
    assert unread_about([subject], "seller") == {subject: 2}
    assert unread_about([subject], "buyer") == {}
    thread = Thread.get()
    assert (thread.waits_since, thread.last_by, thread.messages) == (NOW, "buyer", 2)
    seat = find_seat(thread.token, Who(staff))
    # the shop sells itself: its people answer for the seller
    assert seat.role == "seller"
    answer = say(seat, "On its way", NOW + 3 * HOUR)
    assert (answer.waited, Thread.get().waits_since) == (3 * 3600, None)
    assert unread_about([subject], "buyer") == {subject: 1}
    # whoever writes has read
    assert unread_about([subject], "seller") == {}
    mark_read(buyer(order))
    assert unread_about([subject], "buyer") == {}


def test_staff_speak_for_the_shop_where_a_seller_has_people_of_his_own(shop: Runtime) -> None:
    slug = Seller.get().slug
    seller, staff = somebody("seller@example.com", "seller", sellers=(slug,)), somebody("staff@example.com", "staff")
    order = bought()
    say(buyer(order), "Hello")
    token = Thread.get().token
    assert find_seat(token, Who(seller)).role == "seller"
    assert find_seat(token, Who(staff)).role == "staff"
    say(find_seat(token, Who(staff)), "We look at it")
    assert Participant.select().where(Participant.role == "staff").count() == 1


def test_strangers_have_no_seat(shop: Runtime) -> None:
    Seller.create(slug="other", name="Other", country="DE")
    other = somebody("other@example.com", "seller", sellers=("other",))
    shopper = somebody("carl@example.com")
    staff = somebody("staff@example.com", "staff")
    order, another = bought(), bought("A-2")
    say(buyer(order), "Hello")
    say(buyer(another), "Hello")
    first, second = Thread.select().order_by(Thread.id)
    keys = {row.role: row.token for row in Participant.select().where(Participant.thread == second.id)}
    strangers = (
        Who(), Who(shopper), Who(other), Who(keys=frozenset({"key A-2"})), Who(keys=frozenset({""})),
        Who(replies=((keys["buyer"], 0),)), Who(replies=((keys["seller"], 0),)), Who(replies=(("", 0),)),
        Who(shopper, replies=((keys["seller"], shopper.id),)),
    )  # fmt: skip
    for who in strangers:
        with pytest.raises(NotFound):
            find_seat(first.token, who)
        with pytest.raises(NotFound):
            seat_about(f"order:{order}", who)
    for subject in ("order:99", "order:", "order:01", "order:-1", "product:1", "what:1", "x.y:1", "", "order:1:2"):
        with pytest.raises(NotFound):
            seat_about(subject, Who(staff))


def test_a_link_sent_to_one_of_the_sellers_people_ends_with_his_work(shop: Runtime) -> None:
    slug = Seller.get().slug
    order = bought()
    say(buyer(order), "Hello")
    thread = Thread.get()
    token = Participant.get(Participant.role == "seller").token
    # nobody works there: the link went to the seller's own address
    assert find_seat(thread.token, Who(replies=((token, 0),))).role == "seller"
    seller = somebody("seller@example.com", "seller", sellers=(slug,))
    assert find_seat(thread.token, Who(replies=((token, seller.id),))).person_id == seller.id
    for reply in ((token, 0), (token, seller.id + 1)):
        with pytest.raises(NotFound):
            find_seat(thread.token, Who(replies=(reply,)))


def test_links_of_mails_end_with_the_account_and_write_nothing_in_a_closed_thread(shop: Runtime) -> None:
    staff, berta = somebody("staff@example.com", "staff"), somebody("berta@example.com")
    say(buyer(bought(person_id=berta.id)), "Hello")
    thread, token = Thread.get(), Participant.get(Participant.role == "buyer").token
    link = Who(replies=((token, 0),))
    safety.set_closed(Actor(staff, NOW), thread.id, "Enough", closed=True)
    with pytest.raises(Refused, match="is closed"):
        say(find_seat(thread.token, link), "More", NOW + HOUR)
    assert forget(berta.id, berta.email) == 1
    with pytest.raises(NotFound):
        find_seat(thread.token, link)
    assert ThreadMessage.select().count() == 1


def test_what_a_guest_wrote_joins_the_account_that_proves_his_address(shop: Runtime) -> None:
    say(buyer(bought()), "Hello")
    asked("berta@example.com")
    asked("berta@example.com", "Not proved", proved=False)
    berta = somebody("berta@example.com")
    assert threads_of(berta.id) == []
    with transaction():
        confirm(berta.id, NOW)
    assert [row["subject"].partition(":")[0] for row in threads_of(berta.id)] == ["product", "order"]


def test_what_is_written_while_one_reads_is_new(shop: Runtime) -> None:
    order = bought()
    say(buyer(order), "One")
    seen = seat_about(f"order:{order}", Who(somebody("staff@example.com", "staff")))
    say(buyer(order), "Two", NOW + HOUR)
    mark_read(seen)
    assert unread_about([f"order:{order}"], "seller") == {f"order:{order}": 1}


def test_what_is_written_in_some_minutes_stands_in_one_mail(shop: Runtime) -> None:
    Seller.update(email="shop@example.com").execute()
    order = bought()
    say(buyer(order), "One")
    say(buyer(order), "Two", NOW + timedelta(minutes=4))
    say(buyer(order), "Three", NOW + timedelta(minutes=5))
    spans = [(row.payload["since"], row.payload["until"]) for row in waiting_mails()]
    assert [(since[11:16], until[11:16]) for since, until in spans] == [("09:30", "09:35"), ("09:35", "09:40")]
    safety.set_mails(find_seat(Thread.get().token, Who(somebody("staff@example.com", "staff"))), wanted=False)
    say(buyer(order), "Four", NOW + HOUR)
    assert len(waiting_mails()) == 2


def test_the_same_press_twice_is_one_message(shop: Runtime) -> None:
    order = bought()
    first = say(buyer(order), "Hello")
    assert say(buyer(order), "Hello", NOW + timedelta(seconds=5)).id == first.id
    assert say(buyer(order), "Hello", NOW + HOUR).id != first.id
    assert Thread.get().messages == 2


@pytest.mark.parametrize(
    ("masks", "paid", "read"),
    [
        ("never", 0, CONTACT),
        ("until-paid", 999, "Write to ▒"),
        ("until-paid", 1000, CONTACT),
        ("always", 1000, "Write to ▒"),
    ],
)
def test_contact_data_is_hidden_from_the_other_side_as_the_trade_rules_want(
    shop: Runtime, masks: str, paid: int, read: str
) -> None:
    slug = Seller.get().slug
    seller, staff = somebody("seller@example.com", "seller", sellers=(slug,)), somebody("staff@example.com", "staff")
    row = say(buyer(bought(masks=masks, paid=paid)), CONTACT)
    token = Thread.get().token
    seats = {"seller": Who(seller), "staff": Who(staff), "buyer": Who(keys=frozenset({"key A-1"}))}
    shown = {role: masked(Reader(find_seat(token, who)).parts(row), "▒") for role, who in seats.items()}
    assert shown == {"seller": read, "staff": CONTACT, "buyer": CONTACT}
    assert row.text == CONTACT


def asked(email: str, text: str = "Is it heavy?", **more: Any) -> Thread:
    product, _made = Product.get_or_create(slug="pot", defaults={"created_at": NOW, "updated_at": NOW})
    asker = Asker(email, "en", **more)
    return ask(f"product:{product.id}", asker, Seller.get().id, Draft(text, "en"), NOW)


def test_names_of_files_and_askers_tell_no_contact_data(shop: Runtime) -> None:
    order, names = bought(masks="until-paid"), ("anna@example.com.JPG", "call +49 171 2345678", "kettle 2026-11-30.jpg")
    files = [KeptFile("image", f"{number:064}", name, 1) for number, name in enumerate(names)]
    message(buyer(order), Draft("Look", "en", files), NOW)
    assert [row.name for row in Upload.select().order_by(Upload.id)] == ["file.jpg", "file", "kettle 2026-11-30.jpg"]
    asked("carl@example.com", name="Carl +49 171 2345678")
    assert Participant.get(Participant.email == "carl@example.com").name == ""


def test_a_guests_question_waits_until_his_address_is_proved(shop: Runtime) -> None:
    Seller.update(email="shop@example.com").execute()
    staff = somebody("staff@example.com", "staff")
    thread = asked("carl@example.com", proved=False)
    with pytest.raises(NotFound):
        find_seat(thread.token, Who(staff))
    assert waiting_mails() == []
    key = Participant.get(Participant.role == "buyer").token
    seat = find_seat(thread.token, Who(replies=((key, 0),)))
    assert prove(seat, NOW).id == prove(seat, NOW).id
    assert (Thread.get().state, Thread.get().asker, len(waiting_mails())) == ("open", "carl@example.com", 1)
    assert find_seat(thread.token, Who(staff)).role == "seller"


def test_a_proved_question_joins_the_thread_that_its_asker_has(shop: Runtime) -> None:
    carl = somebody("carl@example.com")
    known = asked("Carl@example.com", person_id=carl.id)
    # somebody types his address: nothing of the thread is shown to him
    other = asked("carl@example.com", "And how large?", proved=False)
    assert other.id != known.id
    key = Participant.get(Participant.thread == other.id, Participant.role == "buyer").token
    with pytest.raises(NotFound):
        find_seat(known.token, Who(replies=((key, 0),)))
    assert prove(find_seat(other.token, Who(replies=((key, 0),))), NOW).id == known.id
    assert [row.text for row in ThreadMessage.select().order_by(ThreadMessage.at)] == ["Is it heavy?", "And how large?"]
    assert Thread.select().count() == 1


def test_who_asked_as_a_guest_finds_his_thread_in_his_account(shop: Runtime) -> None:
    asked("carl@example.com")
    carl = somebody("carl@example.com")
    asked("carl@example.com", "And now?", person_id=carl.id)
    assert [row["unread"] for row in threads_of(carl.id)] == [0]
    say(find_seat(Thread.get().token, Who(somebody("staff@example.com", "staff"))), "No", NOW + HOUR)
    assert [row["unread"] for row in threads_of(carl.id)] == [1]
    assert unread_of(carl.id) == 1


def test_a_seller_takes_no_more_questions_from_somebody_but_his_order_stays_open(shop: Runtime) -> None:
    staff = somebody("staff@example.com", "staff")
    thread, order = asked("berta@example.com"), bought()
    seat = find_seat(thread.token, Who(staff))
    safety.set_blocked(seat, NOW, blocked=True)
    safety.set_blocked(seat, NOW, blocked=True)
    with pytest.raises(Refused, match="no further questions"):
        asked("BERTA@example.com", "But why?")
    assert ThreadMessage.select().count() == 1
    assert say(buyer(order), "About my order").id
    with pytest.raises(Refused, match="both sides can always write"):
        safety.set_blocked(seat_about(f"order:{order}", Who(staff)), NOW, blocked=True)
    assert SellerBlock.select().count() == 1
    with pytest.raises(NotFound):
        safety.set_blocked(buyer(order), NOW, blocked=True)
    safety.set_blocked(seat, NOW, blocked=False)
    assert asked("berta@example.com", "But why?").id == thread.id


def test_a_thread_holds_so_many_messages(shop: Runtime, monkeypatch: pytest.MonkeyPatch) -> None:
    order = bought()
    say(buyer(order), "Hello")
    Thread.update(messages=shop.settings.limits.thread_messages).execute()
    with pytest.raises(Refused, match="is full"):
        say(buyer(order), "And more", NOW + HOUR)
    assert ThreadMessage.select().count() == 1


def test_a_report_is_decided_once_with_a_reason_that_is_noted(shop: Runtime) -> None:
    staff, order = somebody("staff@example.com", "staff"), bought()
    row = say(buyer(order), "You thief")
    seat = find_seat(Thread.get().token, Who(staff))
    with pytest.raises(NotFound):
        safety.report(buyer(order), row.id, "", NOW)
    with pytest.raises(NotFound):
        safety.report(seat, row.id + 1, "", NOW)
    safety.report(seat, row.id, "rude", NOW)
    safety.report(seat, row.id, "rude again", NOW)
    found = ThreadReport.get()
    actor = Actor(staff, NOW)
    with pytest.raises(Refused, match="Please write why"):
        safety.decide(actor, found.id, "hidden", " ")
    with pytest.raises(NotFound):
        safety.decide(Actor(somebody("carl@example.com"), NOW), found.id, "hidden", "x")
    safety.decide(actor, found.id, "hidden", "An insult")
    with pytest.raises(Refused, match="decided this already"):
        safety.decide(actor, found.id, "closed", "Again")
    hidden = ThreadMessage.get()
    assert (hidden.hidden_reason, hidden.text, Thread.get().state) == ("An insult", "You thief", "open")
    assert [(entry.act, entry.after["reason"]) for entry in AuditEntry.select()] == [("report.hidden", "An insult")]


@pytest.mark.parametrize(("outcome", "state", "said"), [("warned", "open", 2), ("closed", "closed", 1), ("nothing", "open", 1)])
def test_what_becomes_of_a_report(shop: Runtime, outcome: str, state: str, said: int) -> None:
    staff, order = somebody("staff@example.com", "staff"), bought()
    row = say(buyer(order), "You thief")
    safety.report(find_seat(Thread.get().token, Who(staff)), row.id, "", NOW)
    safety.decide(Actor(staff, NOW), ThreadReport.get().id, outcome, "Be polite")
    assert (Thread.get().state, ThreadMessage.select().count()) == (state, said)
    if state == "closed":
        with pytest.raises(Refused, match="is closed"):
            say(buyer(order), "More", NOW + HOUR)
        safety.set_closed(Actor(staff, NOW), Thread.get().id, "It is well again", closed=False)
        assert say(buyer(order), "More", NOW + HOUR).text == "More"


def test_answers_are_told_in_hours(shop: Runtime) -> None:
    staff, seller = somebody("staff@example.com", "staff"), Seller.get().id
    assert answer_hours([seller], NOW) == {}
    for place, hours in enumerate((1, 2, 30)):
        order = bought(f"A-{place}")
        say(buyer(order), "Hello")
        assert answer_hours([seller], NOW) == {}
        say(seat_about(f"order:{order}", Who(staff)), "Hello", NOW + hours * HOUR)
    assert answer_hours([seller, 99], NOW + HOUR) == {seller: 2.0}
    # whoever is left without an answer for longer counts too, whoever has just written does not
    for place in range(3, 6):
        say(buyer(bought(f"A-{place}")), "Hello")
    assert answer_hours([seller], NOW + HOUR) == {seller: 2.0}
    assert answer_hours([seller], NOW + 20 * HOUR) == {seller: 20.0}
    assert answer_hours([seller], NOW + timedelta(days=100)) == {}


def test_texts_are_cleaned_and_kept_in_lines() -> None:
    assert cleaned_text("  One\r\n\r\n\r\n\r\nTwo\x00\x07\u202e \t \n") == "One\n\nTwo"
    assert text_errors("", True) == {}
    assert list(text_errors("\u200b", False)) == ["text"]
    assert list(text_errors("x" * 4001, False)) == ["text"]
    assert text_errors("x" * 4000, False) == {}
