"""The desk's queues by what is due next, and the pages of a person and an order that tell the whole story."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from desk_people import open_desk
from flask.testing import FlaskClient

from storefront.accounts import tables as accounts
from storefront.accounts.actions import add_person
from storefront.accounts.applications.tables import Application
from storefront.accounts.queries import find_person
from storefront.accounts.ratings.tables import Review, ReviewReport
from storefront.accounts.threads.tables import Participant, Thread, ThreadMessage, ThreadReport
from storefront.catalogue.tables import Seller
from storefront.db import transaction, utc_now
from storefront.desk.audit import Actor, record
from storefront.desk.person_story import Told, merged
from storefront.desk.person_view import read_moment
from storefront.desk.queues import Queue, ranked
from storefront.desk.tables import AuditEntry
from storefront.i18n import plain
from storefront.orders.cases.tables import Case, CaseEntry
from storefront.orders.tables import Amendment, Order, OrderLine, Outbox, Purchase
from storefront.payments.credit.balances import Move
from storefront.payments.credit.store_credit import give_credit
from storefront.payments.credit.tables import Balance, BalanceMove, UnmatchedMoney
from storefront.payments.tables import Chargeback, ChargebackPart, LedgerEntry, LedgerLine, Payment
from storefront.web.limits import _counters

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
# children first
MADE: tuple[Any, ...] = (
    ReviewReport, Review, ThreadReport, ThreadMessage, Participant, Thread, Application, CaseEntry, Case, Amendment,
    ChargebackPart, Chargeback, Payment, OrderLine, BalanceMove, Balance, UnmatchedMoney, LedgerLine, LedgerEntry,
    Outbox, Order, Purchase,
)  # fmt: skip


@pytest.fixture(autouse=True)
def put_back(demo: Any) -> Iterator[None]:
    """Without what a test made."""
    _counters.clear()
    # of people who are no longer there
    Outbox.delete().where(Outbox.kind == "account_mail").execute()
    known = {table: [row.id for row in table.select(table.id)] for table in MADE}
    yield
    for table in MADE:
        table.delete().where(table.id.not_in(known[table])).execute()
    AuditEntry.delete().execute()
    accounts.Person.delete().execute()


def seller_id(own: bool = True) -> int:
    slug = Seller.slug == "harbour-and-field"
    return int(Seller.get(slug if own else ~slug).id)


def order(number: str, person_id: int | None = None, seller: int | None = None) -> Any:
    now = utc_now()
    purchase = Purchase.create(
        token=number, cart_token=number, email="berta@example.com", language="en", country="DE", currency="EUR",
        total=1000, provider="x", placed_at=now, person_id=person_id,
    )  # fmt: skip
    return Order.create(
        number=number, purchase=purchase, seller_id=seller or seller_id(), business_model="x", state="placed",
        currency="EUR", net=1000, tax=0, total=1000, placed_at=now,
    )  # fmt: skip


def case(of: Any, number: str, state: str = "seller", until: datetime | None = None) -> Any:
    found = Case.create(
        number=number, token=number, order=of, kind="dispute", reason="damaged", terms={"label": plain("Broken").as_json()},
        state=state, email="berta@example.com", language="en", opened_at=utc_now(), turn_until=until,
    )  # fmt: skip
    CaseEntry.create(case=found, by="buyer", actor="buyer", kind="opened", label=plain("Case opened").as_json(),
                     text="It is in pieces", at=utc_now())  # fmt: skip
    return found


def thread(of: Any, token: str, person_id: int | None = None, seller: int | None = None) -> Any:
    now = utc_now()
    found = Thread.create(
        token=token, subject=f"order:{of.id}", seller_id=seller or of.seller_id, title=plain(f"About {of.number}").as_json(),
        opened_at=now, last_at=now, last_by="buyer", waits_since=now, messages=1,
    )  # fmt: skip
    Participant.create(thread=found, role="buyer", person_id=person_id, language="en", token=f"{token}-b")
    ThreadMessage.create(thread=found, by="buyer", person_id=person_id, language="en", text="Hello", at=now)
    return found


def review(of: Any, stars: int = 2) -> Any:
    line = OrderLine.create(order=of, offer_id=1, variant_id=1, sku="x", quantity=1, unit_price=1, net=1, tax=0, gross=1)
    return Review.create(
        order=of, line=line, product_id=1, seller_id=of.seller_id, stars=stars, title="So so", language="en",
        state="published", created_at=utc_now(),
    )  # fmt: skip


def chargeback(of: Any, due: datetime) -> None:
    payment = Payment.create(key=of.number, purchase=of.purchase, provider="x", amount=1000, currency="EUR",
                             state="succeeded", created_at=utc_now())  # fmt: skip
    row = Chargeback.create(
        provider="x", reference=f"dp-{of.number}", payment=payment, amount=1000, currency="EUR", fee_currency="EUR",
        reason="fraudulent", evidence_due=due, received_at=utc_now(),
    )  # fmt: skip
    ChargebackPart.create(chargeback=row, order=of, amount=1000)


def queue_of(browser: FlaskClient) -> list[tuple[str, str, str]]:
    """Of each line of the start page: address, how many, mark."""
    part = browser.get("/desk/").text.partition('class="work-list queue"')[2].partition("</ul>")[0]
    found = []
    for line in part.split("<li")[1:]:
        mark = re.search(r'class="mark-[^"]+">([^<]+)', line)
        url, count = re.findall(r'href="([^"]+)"[^>]*><strong>([^<]+)', line)[0]
        found.append((url, count, mark[1] if mark else ""))
    return found


# -- queues ---------------------------------------------------------------------------------------


def queue(name: str, count: int = 1, since: int | None = None, due: int | None = None, late: int = 0) -> Queue:
    at = [NOW + one * HOUR if one is not None else None for one in (since, due)]
    return Queue(plain(name), name, count, at[0], at[1], late)


def test_what_is_late_stands_first_then_what_is_due_next_then_what_waits_longest() -> None:
    found = ranked([
        queue("empty", 0, due=-9, late=1), queue("new", since=-1), queue("old", since=-8), queue("soon", due=2),
        queue("later", due=30), queue("late", due=-1, late=1), queue("latest", due=-5, late=3), queue("bare"),
    ])  # fmt: skip
    assert [one.endpoint for one in found] == ["latest", "late", "soon", "later", "old", "new", "bare"]


def test_the_start_page_shows_queues_by_what_is_due_next(demo: Any, queries: Callable[..., Any]) -> None:
    staff, seller = open_desk(demo, "staff"), open_desk(demo, "seller", "harbour-and-field")
    before = {url: int(count) for url, count, _mark in queue_of(staff)}
    mine, theirs = order("Q-1"), order("Q-2", seller=seller_id(own=False))
    now = utc_now()
    case(mine, "C-1", until=now - HOUR)
    case(theirs, "C-2", until=now + 50 * HOUR)
    case(theirs, "C-3", "shop", now + 2 * HOUR)
    chargeback(theirs, now + 3 * 24 * HOUR)
    UnmatchedMoney.create(key="u", received_on="2026-11-24", amount=5, currency="EUR", entered_at=now)
    Application.create(state="review", language="en", created_at=now, submitted_at=now - timedelta(days=4))
    ReviewReport.create(review=review(mine), by="guest", reason="spam", at=now)
    review(order("Q-3"))
    ThreadReport.create(message=ThreadMessage.get(ThreadMessage.thread == thread(mine, "t-1")), by="seller", reason="Rude",
                        at=now)  # fmt: skip
    Amendment.create(key="a", order=mine, state="proposed", asked_by="buyer", actor="buyer", reason=plain("x").as_json(),
                     changes={}, asked_at=now, expires_at=now + 9 * 24 * HOUR)  # fmt: skip
    found = queue_of(staff)
    counts = {url: int(count) - before.get(url, 0) for url, count, _mark in found}
    assert {url: count for url, count in counts.items() if count} == {
        "/desk/cases?show=seller": 2, "/desk/cases?show=shop": 1, "/desk/chargebacks": 1, "/desk/unmatched": 1,
        "/desk/applications": 1, "/desk/orders?change=asked": 1, "/desk/reviews": 1, "/desk/reports": 1,
    }  # fmt: skip
    marks = {url: mark for url, _count, mark in found}
    assert (marks["/desk/cases?show=seller"], marks["/desk/cases?show=shop"]) == ("1 is late", "due soon")
    places = [url for url, _count, _mark in found]
    late = [bool(re.search("late", mark)) for _url, _count, mark in found]
    assert late == sorted(late, reverse=True)
    assert places.index("/desk/cases?show=shop") < places.index("/desk/chargebacks") < places.index("/desk/unmatched")
    # the seller's own work alone
    his = {url: count for url, count, _mark in queue_of(seller)}
    assert his["/desk/cases?show=seller"] == "1"
    assert (his["/desk/orders?change=asked"], his["/desk/messages"], his["/desk/reviews"]) == ("1", "1", "2")
    assert set(his) <= {
        "/desk/cases?show=seller", "/desk/cases?show=unproved", "/desk/messages", "/desk/reviews",
        "/desk/orders?change=asked",
    }  # fmt: skip
    assert staff.get("/desk/orders?change=asked").text.count("/desk/orders/Q-1") == 1
    # as many statements, however much there is
    with queries() as few:
        staff.get("/desk/")
    for number in range(4):
        case(order(f"M-{number}"), f"CM-{number}", until=now)
    with queries() as many:
        staff.get("/desk/")
    assert len(many) == len(few)


# -- one person -----------------------------------------------------------------------------------


def told(hours: int) -> Told:
    return Told(NOW + hours * HOUR, plain("k"), str(hours))


def test_a_story_is_cut_between_moments_and_never_within_one() -> None:
    story = merged([told(1), told(3), told(2), told(2)], most=2)
    assert [one.what for one in story.told] == ["3", "2", "2"]
    assert story.before == NOW + 2 * HOUR
    assert merged([told(1), told(2)], most=2).before is None


@pytest.mark.parametrize("text", ["", "x", "9" * 30, "0001-01-01T00:00:00+23:00", "2026-13-01"])
def test_what_is_no_moment_is_none(text: str) -> None:
    assert read_moment(text) is None


def story(browser: FlaskClient, person_id: int, before: str = "") -> list[str]:
    """What its lines say."""
    page = browser.get(f"/desk/customers/{person_id}?before={before}").text
    lines = page.partition('class="person-story"')[2].partition("</ol>")[0].split("<li")[1:]
    texts = [html.unescape(re.sub(r"<[^>]+>", " ", f"<li{one}")) for one in lines]
    return [re.sub(r"[\u2066-\u2069]", "", " ".join(text.split())) for text in texts]


def test_a_persons_page_tells_the_whole_story(demo: Any, queries: Callable[..., Any]) -> None:
    staff, other = open_desk(demo, "staff"), order("OTHER")
    number = add_person("berta@example.com", "", "en", utc_now(), name="Berta", confirmed=True)
    thread(other, "t-other")
    mine = order("S-1", number)
    case(mine, "C-1")
    case(other, "C-OTHER")
    said = thread(mine, "t-1", number)
    ThreadReport.create(message=ThreadMessage.get(ThreadMessage.thread == said), by="seller", reason="Rude", at=utc_now())
    rated = review(mine)
    ReviewReport.create(review=rated, by="guest", reason="spam", text="Not true", at=utc_now())
    Application.create(person_id=number, state="review", language="en", created_at=utc_now(), submitted_at=utc_now())
    with transaction():
        give_credit(number, 500, "EUR", Move("k-1", "credit-given", "goodwill", "", plain("For the trouble")), utc_now())
        record(Actor(find_person("staff@example.com"), utc_now()), "person.lock", f"person:{number}", {},  # type: ignore[arg-type]
               {"active": False, "reason": "Stolen card"})  # fmt: skip
    for kind, payload, subject in (
        ("order_mail", {"purchase": mine.purchase_id}, f"purchase:{mine.purchase_id}"),
        ("case_mail", {"to": "seller"}, f"order:{mine.id}"),
        ("order_mail", {"purchase": other.purchase_id}, f"purchase:{other.purchase_id}"),
    ):
        Outbox.create(kind=kind, payload=payload, subject=subject, created_at=utc_now(), due_at=utc_now())
    lines = story(staff, number)
    for words in (
        "Order Order S-1 placed €10.00", "Case Case opened C-1 It is in pieces", "Messages About S-1 1 message",
        "Review with 2 of 5 stars So so", "This person's review was reported Not true",
        "A message of this person was reported Rude", "Applied to sell here", "Credit Given by the shop €5.00",
        "For the trouble", "Mail Confirmation of the order", "Mail About the account", "Sign-in locked", "Stolen card",
    ):  # fmt: skip
        assert sum(words in line for line in lines) == 1, (words, lines)
    assert not any("OTHER" in line or "News of a case" in line for line in lines)
    page = staff.get(f"/desk/customers/{number}").text
    assert {f"/desk/messages/{said.token}", "/desk/cases/C-1", f"/desk/reviews/{rated.id}"} <= set(
        re.findall(r'href="([^"]+)"', page)
    )
    with queries() as few:
        staff.get(f"/desk/customers/{number}")
    for one in range(60):
        order(f"N-{one}", number)
    with queries() as many:
        page = staff.get(f"/desk/customers/{number}").text
    assert len(many) == len(few)
    [mark] = re.findall(r'rel="next" href="/desk/customers/\d+\?before=([^"]+)"', page)
    newest, older = story(staff, number), story(staff, number, mark)
    assert len(newest) == 50
    assert len(set(newest) | set(older)) == len(newest) + len(older) == 60 + len(lines)


def test_the_acts_of_a_colleague_are_an_admins_to_read(demo: Any) -> None:
    admin, _staff = open_desk(demo, "admin"), open_desk(demo, "staff", "harbour-and-field")
    colleague = find_person("staff@example.com")
    assert colleague is not None
    with transaction():
        record(Actor(colleague, utc_now()), "order.note", "order:1", {}, {"note": "Rang the buyer"})
    assert any("Rang the buyer" in line for line in story(admin, colleague.id))
    assert f'href="/desk/sellers/{seller_id()}"' in admin.get(f"/desk/customers/{colleague.id}").text


# -- one order ------------------------------------------------------------------------------------


def test_an_orders_page_shows_conversations_reviews_chargebacks_and_mails_of_cases(
    demo: Any, queries: Callable[..., Any]
) -> None:
    staff, number = open_desk(demo, "staff"), "P-1"
    found = order(number)
    said, rated = thread(found, "t-1"), review(found)
    chargeback(found, utc_now() + HOUR)
    Outbox.create(kind="case_mail", payload={"case": 1, "entry": 1, "to": "buyer"}, subject=f"order:{found.id}",
                  created_at=utc_now(), due_at=utc_now())  # fmt: skip
    page = staff.get(f"/desk/orders/{number}").text
    assert re.search(rf'href="/desk/messages/{said.token}"><bdi>About {number}</bdi></a> <span class="mark-warn">1 new', page)
    assert f'href="/desk/reviews/{rated.id}"' in page
    assert f"dp-{number}" in page
    assert "The card&#39;s holder did not buy" in page
    assert "News of a case" in page
    # another seller learns nothing of it
    stranger = open_desk(demo, "seller", str(Seller.get_by_id(seller_id(own=False)).slug))
    assert stranger.get(f"/desk/orders/{number}").status_code == 404
    with queries() as few:
        staff.get(f"/desk/orders/{number}")
    ThreadMessage.create(thread=said, by="buyer", language="en", text="And?", at=utc_now())
    with queries() as more:
        assert "2 new messages" in staff.get(f"/desk/orders/{number}").text
    assert len(more) == len(few)


