"""Conversations: asked and answered, by account, by guest, by the link of a mail; and by nobody else."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from email import message_from_bytes
from email.policy import default
from io import BytesIO
from typing import Any

import pytest
from desk_people import open_desk
from flask.testing import FlaskClient
from people import person, sign_in
from PIL import Image

from storefront import outbox
from storefront.accounts import tables as accounts
from storefront.accounts.leaving import close_account, export_of
from storefront.accounts.queries import find_person
from storefront.accounts.threads import asking
from storefront.accounts.threads.actions import message
from storefront.accounts.threads.leaving import forget_unproved
from storefront.accounts.threads.panel import thread_panel
from storefront.accounts.threads.seats import Who, seat_about
from storefront.accounts.threads.tables import (
    MessageTranslation,
    Participant,
    SellerBlock,
    Thread,
    ThreadMessage,
    ThreadReport,
)
from storefront.accounts.threads.writing import Draft
from storefront.catalogue.tables import Product, Seller
from storefront.db import utc_now
from storefront.desk.tables import AuditEntry
from storefront.orders.cases.tables import Case
from storefront.orders.tables import Order, Outbox, Purchase
from storefront.orders.wording import Wording
from storefront.runtime import current
from storefront.uploads.tables import Upload
from storefront.web.limits import _counters
from storefront.worker import handlers


@pytest.fixture(autouse=True)
def put_back(demo: Any) -> Iterator[None]:
    _counters.clear()
    newest = Outbox.select().order_by(Outbox.id.desc()).first()
    yield
    Outbox.delete().where(Outbox.id > (newest.id if newest else 0)).execute()
    for table in (Thread, SellerBlock, Upload, AuditEntry, accounts.Person):
        table.delete().execute()
    Purchase.update(person_id=None).execute()


@pytest.fixture
def anna(demo: Any) -> FlaskClient:
    person(name="Anna")
    browser: FlaskClient = demo.browser()
    sign_in(browser)
    return browser


def photo() -> bytes:
    target = BytesIO()
    Image.new("RGB", (600, 300), "teal").save(target, "JPEG")
    return target.getvalue()


def mails(demo: Any) -> list[Any]:
    """What the worker has written about threads, six minutes from now, the newest last."""
    later = utc_now() + timedelta(minutes=6)
    while outbox.work(handlers(later), later):
        pass
    rows = Outbox.select(Outbox.id).where(Outbox.kind.in_(("thread_mail", "thread_proof"))).order_by(Outbox.id)
    paths = [demo.settings.home / "mail" / f"thread-{number}.eml" for (number,) in rows.tuples()]
    return [message_from_bytes(path.read_bytes(), policy=default) for path in paths if path.exists()]


def text_of(mail: Any) -> str:
    return str(mail.get_body(("plain",)).get_content()).replace("\r\n", "\n")


def link(mail: Any) -> str:
    found = re.search(r"http://localhost:8000(/\S+key=\S+)", text_of(mail))
    assert found is not None
    return found[1]


def ask(browser: FlaskClient, slug: str, **more: str) -> Any:
    number = Product.get(Product.slug == slug).id
    return browser.post(f"/en/messages/ask/{number}", data={"text": "Is it <b>heavy</b>?", **more})


def about_order(browser: FlaskClient, number: str) -> str:
    found = re.search(r'action="(/en/messages/about/order:\d+)"', browser.get(f"/en/orders/{number}").text)
    assert found is not None
    return found[1]


def test_a_shopper_asks_and_reads_the_answer(demo: Any, anna: FlaskClient, queries: Callable[..., Any]) -> None:
    slug = demo.slugs()[0]
    assert 'href="/en/messages/ask/' in demo.browser().get(f"/en/p/{slug}").text
    where = ask(anna, slug).headers["Location"]
    shown = anna.get(where).text
    assert "Is it &lt;b&gt;heavy&lt;/b&gt;?" in shown and 'dir="auto"' in shown
    staff = open_desk(demo, "staff")
    desk = staff.get("/desk/messages").text
    assert "for less than an hour" in desk and "Anna" in desk and "anna@example.com" not in desk
    token = Thread.get().token
    assert staff.post(f"/desk/messages/{token}", data={"text": "Two kilos"}).status_code == 303
    assert "(1 new)" in anna.get("/en/account/").text
    assert "1 new" in anna.get("/en/messages").text
    # fetched by guess, it is not read
    anna.get(where, headers={"Sec-Purpose": "prefetch;prerender"})
    assert "(1 new)" in anna.get("/en/account/").text
    answer = anna.get(where)
    assert "Two kilos" in answer.text and answer.headers["Cache-Control"] == "private, no-store"
    assert "new)" not in anna.get("/en/account/").text
    with queries() as one:
        anna.get("/en/messages")
    for other in demo.slugs(4)[1:]:
        ask(anna, other)
    with queries() as four:
        assert anna.get("/en/messages").text.count("thread-list") == 1
    assert len(four) == len(one)
    with queries() as desk_one:
        staff.get("/desk/messages")
    Thread.delete().where(Thread.token != token).execute()
    with queries() as desk_four:
        staff.get("/desk/messages")
    assert len(desk_one) == len(desk_four)


def test_a_guest_proves_his_address_by_the_link_of_a_mail(demo: Any) -> None:
    browser, slug = demo.browser(), demo.slugs()[0]
    wrong = ask(browser, slug, email="nobody")
    assert wrong.status_code == 422 and "Is it &lt;b&gt;heavy" in wrong.text and Thread.select().count() == 0
    for name in ("call 0171 2345678", "anna@example.com"):
        assert ask(browser, slug, email="carl@example.com", name=name).status_code == 422
    sent = ask(browser, slug, email="carl@example.com", name="Carl")
    assert sent.status_code == 200 and "One more step" in sent.text
    assert "heavy" not in open_desk(demo, "staff").get("/desk/messages?show=all").text
    (mail,) = mails(demo)
    assert mail["To"] == "carl@example.com"
    other = demo.browser()
    opened = other.get(link(mail))
    assert opened.status_code == 303 and "key" not in opened.headers["Location"]
    assert Thread.get().state == "unproved"
    page = other.get(opened.headers["Location"]).text
    send = re.search(r'action="(/en/messages/[^"]+/send)"', page)
    assert send is not None
    assert demo.browser().post(send[1]).status_code == 404
    assert other.post(send[1]).status_code == 303
    assert Thread.get().state == "open"
    for _turn in range(2):
        assert ask(browser, slug, email="carl@example.com").status_code == 200
    assert ask(browser, slug, email="carl@example.com").status_code == 429
    assert forget_unproved(utc_now() + timedelta(days=2)) == 0
    assert forget_unproved(utc_now() + timedelta(days=4)) == 2
    assert Thread.get().state == "open"


def test_an_order_is_talked_about_on_its_page_and_by_mail(demo: Any, place: Callable[..., Any]) -> None:
    browser, number = place(demo, 1)
    about = about_order(browser, number)
    sent = browser.post(about, data={"text": "Where is it?", "back": f"/en/orders/{number}"})
    assert sent.headers["Location"] == f"/en/orders/{number}"
    assert "Where is it?" in browser.get(f"/en/orders/{number}").text
    for back in ("//evil.example", "/\\evil.example", "https://evil.example", "javascript:alert(1)"):
        there = browser.post(about, data={"text": f"To {back}", "back": back}).headers["Location"]
        assert there.startswith("/en/messages/")
    staff = open_desk(demo, "staff", language="de")
    token = Thread.get().token
    staff.post(f"/desk/messages/{token}", data={"text": "It left\ntoday"})
    staff.post(f"/desk/messages/{token}", data={"text": "by ship"})
    page = browser.get(f"/en/orders/{number}").text
    assert "2 new messages" in page
    assert browser.post(f"/en/messages/{token}/read").status_code == 204
    assert "new messages" not in browser.get(f"/en/orders/{number}").text
    Participant.update(read_at=None).execute()
    to_buyer = [mail for mail in mails(demo) if mail["To"] == "anna@example.com"]
    assert [mail["Subject"].split(" · ")[0] for mail in to_buyer] == [f"2 messages about Order {number}"]
    assert "It left\ntoday" in text_of(to_buyer[0]) and "by ship" in text_of(to_buyer[0])
    # the link opens that thread, for the buyer, without signing in
    guest = demo.browser()
    where = guest.get(link(to_buyer[0])).headers["Location"]
    assert "by ship" in guest.get(where).text
    assert guest.post(where, data={"text": "Thanks"}).status_code == 303
    assert ThreadMessage.select().order_by(ThreadMessage.at.desc()).get().by == "buyer"
    assert guest.get(f"/en/orders/{number}").status_code == 404


def test_files_are_shown_to_who_may_read_and_to_nobody_else(demo: Any, place: Callable[..., Any]) -> None:
    browser, number = place(demo, 1)
    about = about_order(browser, number)
    files = [(BytesIO(photo()), "a.jpg"), (BytesIO(b"%PDF-1.7 x"), "b.pdf")]
    assert browser.post(about, data={"text": "", "files": files}).status_code == 303
    token = Thread.get().token
    page = browser.get(f"/en/messages/{token}").text
    small = re.search(rf'src="(/en/messages/{token}/files/[^"]+\?size=small)"', page)
    assert small is not None
    assert browser.get(small[1], buffered=True).mimetype == "image/jpeg"
    assert demo.browser().get(small[1]).status_code == 404
    other, another = place(demo, 1)
    other.post(about_order(other, another), data={"text": "Hello"})
    theirs = Thread.select().order_by(Thread.id.desc()).get().token
    assert other.get(small[1].replace(token, theirs)).status_code == 404
    before = ThreadMessage.select().count(), Upload.select().count()
    for data, words in (
        ({"text": ""}, "Please write something"),
        ({"text": " \u200b\r\n\x00 "}, "Please write something"),
        ({"text": "x" * 10_000}, "At most 4,000 characters"),
        ({"text": "Look", "files": [(BytesIO(b"no picture"), "a.jpg")]}, "is neither a photo nor a PDF"),
        ({"text": "Look", "files": [(BytesIO(b""), "a.jpg")]}, "is empty"),
        ({"text": "Look", "files": [(BytesIO(photo()), f"{n}.jpg") for n in range(9)]}, "At most 8 files"),
    ):
        refused = browser.post(about, data=data)
        assert refused.status_code == 422 and words in refused.text
        if data["text"] == "Look":
            assert ">Look</textarea>" in refused.text
    assert browser.post(about, data={"text": "x", "files": [(BytesIO(bytes(50_000_000)), "a.jpg")]}).status_code == 413
    assert (ThreadMessage.select().count(), Upload.select().count()) == before


def test_strangers_find_no_page_and_no_action(demo: Any, place: Callable[..., Any], anna: FlaskClient) -> None:
    owner, number = place(demo, 1)
    about = about_order(owner, number)
    owner.post(about, data={"text": "Hello"})
    thread = Thread.get()
    token, row = thread.token, ThreadMessage.get()
    other, another = place(demo, 1)
    other.post(about_order(other, another), data={"text": "Hello"})
    theirs = Thread.select().order_by(Thread.id.desc()).get()
    answered = open_desk(demo, "staff")
    answered.post(f"/desk/messages/{theirs.token}", data={"text": "Yes"})
    reply = next(mail for mail in mails(demo) if "Yes" in text_of(mail))
    by_link = demo.browser()
    by_link.get(link(reply))
    seller = open_desk(demo, "seller", Seller.get(Seller.id != thread.seller_id).slug)
    key = link(reply).partition("key=")[2]
    strangers = {"guest": demo.browser(), "account": anna, "other buyer": other, "link": by_link, "seller": seller}
    rest = ("", "/read", f"/report/{row.id}", "/mails/off", "/block/on", "/translate", "/send")
    for name, browser in strangers.items():
        for prefix in ("/en/messages", "/desk/messages"):
            for path in (f"{prefix}/{token}", f"{prefix}/about/{thread.subject}", f"{prefix}/{token}/files/x"):
                got = browser.get(path).status_code
                assert got == 404 or (prefix == "/desk/messages" and got == 303 and name in ("guest", "other buyer", "link"))
            for more in rest:
                got = browser.post(f"{prefix}/{token}{more}", data={"text": "Me too", "reason": "x"}).status_code
                assert got in (404, 405) or (prefix == "/desk/messages" and got == 303), (name, prefix, more)
            browser.post(f"{prefix}/about/{thread.subject}", data={"text": "Me too"})
        assert browser.get(f"/en/messages/{token}?key={key}").status_code == 404, name
        assert browser.get("/desk/reports").status_code in (303, 404)
        assert browser.post("/desk/reports/1", data={"outcome": "hidden"}).status_code in (303, 404)
        assert browser.post(f"/desk/messages/{token}/close/on", data={"reason": "x"}).status_code in (303, 404)
    assert ThreadMessage.select().where(ThreadMessage.thread == thread.id).count() == 1
    assert (Thread.get_by_id(thread.id).state, ThreadReport.select().count(), SellerBlock.select().count()) == ("open", 0, 0)
    assert Participant.select().where(~Participant.mails).count() == 0


def test_a_message_is_reported_and_taken_away_by_staff(demo: Any, place: Callable[..., Any]) -> None:
    browser, number = place(demo, 1)
    browser.post(about_order(browser, number), data={"text": "Where is it?"})
    token = Thread.get().token
    staff = open_desk(demo, "staff")
    staff.post(f"/desk/messages/{token}", data={"text": "Be quiet"})
    found = re.search(rf'action="(/en/messages/{token}/report/\d+)"', browser.get(f"/en/messages/{token}").text)
    assert found is not None
    assert browser.post(found[1], data={"reason": "rude"}).status_code == 303
    assert "Reports</span> <span" in staff.get("/desk/").text
    report = re.search(r"/desk/reports/\d+", staff.get("/desk/reports").text)
    assert report is not None
    page = staff.get(report[0]).text
    assert "Be quiet" in page and "rude" in page
    assert staff.post(report[0], data={"reason": "Kept"}).status_code == 422
    refused = staff.post(report[0], data={"outcome": "hidden", "reason": " "})
    assert refused.status_code == 422 and "Please write why" in refused.text
    assert staff.post(report[0], data={"outcome": "hidden", "reason": "An insult"}).status_code == 303
    shown = browser.get(f"/en/messages/{token}").text
    assert "Be quiet" not in shown and "The shop took this message away" in shown
    assert "Be quiet" in staff.get(report[0]).text
    closed = staff.post(f"/desk/messages/{token}/close/on", data={"reason": "Enough"})
    assert closed.status_code == 303
    shown = browser.get(f"/en/messages/{token}").text
    assert "The shop closed this conversation: Enough" in shown and "<textarea" not in shown
    assert browser.post(f"/en/messages/{token}", data={"text": "More"}).status_code == 422


def test_contact_data_is_hidden_in_page_and_mail(
    demo: Any, anna: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "_masks", lambda *_asked: "until-paid")
    where = ask(anna, demo.slugs()[0], text="Call 0171 2345678 or a@example.com").headers["Location"]
    mine = anna.get(where).text
    assert "Call 0171 2345678" in mine and "does not see the contact data" in mine
    staff = open_desk(demo, "staff")
    theirs = staff.get(f"/desk/messages/{Thread.get().token}").text
    assert "0171" not in theirs and "a@example.com" not in theirs and 'class="masked">[hidden until' in theirs
    assert not any("0171" in text_of(mail) for mail in mails(demo))


def test_a_message_is_translated_once_and_marked(
    demo: Any, place: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[Any] = []

    def translate(hook: str, **given: Any) -> list[str]:
        told.append((hook, given["source"], given["target"], *given["texts"]))
        return [f"«{text}»" for text in given["texts"]]

    browser, number = place(demo, 1)
    plugins = current().plugins
    monkeypatch.setattr(plugins, "first", translate)
    monkeypatch.setattr(plugins, "answers", lambda hook: hook == "translate_texts")
    browser.post(about_order(browser, number), data={"text": "Where is it?"})
    staff = open_desk(demo, "staff", language="ar")
    token = Thread.get().token
    assert "«" not in staff.get(f"/desk/messages/{token}").text
    for _turn in range(2):
        assert staff.post(f"/desk/messages/{token}/translate").status_code == 303
    assert told == [("translate_texts", "en", "ar", "Where is it?")]
    page = staff.get(f"/desk/messages/{token}").text
    assert "«Where is it?»" in page and 'class="original"' in page and 'dir="rtl"' in page
    assert MessageTranslation.select().count() == 1


def test_somebody_is_told_what_he_wrote_and_forgotten(demo: Any, place: Callable[..., Any], anna: FlaskClient) -> None:
    ask(anna, demo.slugs()[0])
    browser, number = place(demo, 1)
    somebody = find_person("anna@example.com")
    assert somebody is not None
    Purchase.update(person_id=somebody.id).where(Purchase.id == Order.get(Order.number == number).purchase_id).execute()
    anna.post(about_order(browser, number), data={"text": "Where is it?", "files": [(BytesIO(photo()), "a.jpg")]})
    told = export_of(current(), somebody)["core"]["messages"]
    assert [(row["text"], row["files"]) for row in told] == [("Is it <b>heavy</b>?", []), ("Where is it?", ["a.jpg"])]
    kept = close_account(current(), somebody, utc_now())
    assert "Conversations about orders" in " ".join(str(one.what) for one in kept)
    assert [row.subject.partition(":")[0] for row in Thread.select()] == ["order"]
    (own,) = Participant.select().where(Participant.role == "buyer")
    assert (own.person_id, own.email, own.name, own.mails) == (None, "", "", False)
    assert [row.person_id for row in ThreadMessage.select()] == [None]
    assert [row.by for row in Upload.select()] == ["buyer"]


def test_a_case_is_talked_about_on_its_page_by_all_three(demo: Any, place: Callable[..., Any]) -> None:
    _browser, number = place(demo, 1)
    order = Order.get(Order.number == number)
    now = utc_now()
    case = Case.create(
        number="C-1", token="the-case", order=order, kind="dispute", reason="damaged", state="open", opened_at=now,
        email="anna@example.com", language="en", terms={"label": {"text": "It is broken"}}, proved_at=now,
    )  # fmt: skip
    try:
        subject = f"case:{case.id}"
        assert demo.browser().get(f"/en/messages/about/{subject}").status_code == 404
        who = Who(keys=frozenset({"the-case"}))
        message(seat_about(subject, who), Draft("Here is a photo", "en"), now)
        slug = Seller.get(Seller.id == order.seller_id).slug
        seller, staff = open_desk(demo, "seller", slug), open_desk(demo, "staff")
        for browser, text in ((seller, "We look at it"), (staff, "So do we")):
            assert browser.post(f"/desk/messages/about/{subject}", data={"text": text}).status_code == 303
        assert [row.by for row in ThreadMessage.select().order_by(ThreadMessage.at)] == ["buyer", "seller", "staff"]
        panel = thread_panel(subject, "buyer", Wording(current(), "en"))
        assert panel is not None and panel.new == "2 new messages" and len(panel.messages) == 3
    finally:
        Thread.delete().execute()
        case.delete_instance()
