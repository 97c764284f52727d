"""Selling here: applied for step by step, looked at by staff, approved, suspended; strangers see nothing of it."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from typing import Any

import pytest
from desk_people import HASHED, PASSWORD, actor, open_desk
from flask.testing import FlaskClient
from peewee import fn
from people import BEFORE, mails
from PIL import Image
from small_shop import shipped_model

from storefront import runtime, workflow
from storefront.accounts import tables as accounts
from storefront.accounts.actions import add_person
from storefront.accounts.applications.clocks import ask_inform
from storefront.accounts.applications.queries import agreed_commission
from storefront.accounts.applications.tables import AgreedCommission, Application, SellerDocument
from storefront.catalogue.seller_models import models_of
from storefront.catalogue.tables import Seller
from storefront.db import utc_now
from storefront.desk import application_actions as acts
from storefront.desk.tables import AuditEntry
from storefront.errors import NotFound, Refused
from storefront.orders.tables import Event, Outbox, Timer
from storefront.uploads.tables import Upload
from storefront.web.limits import _counters

ANNA = "anna@example.com"
PRIVATE = {
    "selling": {"business_model": shipped_model(), "kind": "private"},
    "identity": {
        "name": "Anna's attic", "full_name": "Anna Berg", "birth_date": "1990-05-04", "email": ANNA,
        "phone": "+49 30 123456", "about": "Lamps <b>and</b> books",
    },
    "address": {"country": "DE", "street": "Lindenweg 4", "postal_code": "10115", "city": "Berlin"},
    "tax": {"tax_id": "12 345/678901", "lawful": "1", "true": "1"},
}  # fmt: skip
TRADER = {
    **PRIVATE,
    "selling": {"business_model": shipped_model(), "kind": "trader"},
    "identity": {
        "name": "Berg Lamps", "legal_name": "Berg Lampen GmbH", "full_name": "Anna Berg", "email": ANNA,
        "register_number": "Amtsgericht Berlin HRB 12345", "vat_id": "DE 136 695 976", "phone": "+49 30 123456",
    },
}  # fmt: skip
FAR = (datetime.now(UTC) + timedelta(days=400)).date().isoformat()


@pytest.fixture(autouse=True)
def put_back(demo: Any) -> Iterator[None]:
    """Without people, applications and sellers of a test."""
    _counters.clear()
    sellers = [row.id for row in Seller.select(Seller.id)]
    BEFORE[:] = [Outbox.select(fn.MAX(Outbox.id)).scalar() or 0]
    yield
    for table in (Application, Upload, AuditEntry, Timer, AgreedCommission):
        table.delete().execute()
    Event.delete().where(Event.subject.startswith("application:")).execute()
    accounts.Person.delete().execute()
    Seller.delete().where(Seller.id.not_in(sellers)).execute()
    Outbox.update(done_at=utc_now()).where(Outbox.id > BEFORE[0], Outbox.done_at.is_null()).execute()


def photo(colour: str = "white") -> bytes:
    kept = io.BytesIO()
    Image.new("RGB", (64, 48), colour).save(kept, "PNG")
    return kept.getvalue()


@pytest.fixture
def anna(demo: Any) -> FlaskClient:
    return applicant(demo)


def applicant(demo: Any, email: str = ANNA, language: str = "en") -> FlaskClient:
    add_person(email, HASHED, language, utc_now(), confirmed=True)
    browser: FlaskClient = demo.browser()
    assert browser.post("/en/account/sign-in", data={"email": email, "password": PASSWORD}).status_code == 303
    return browser


def begun(browser: FlaskClient) -> str:
    """The address of a new draft."""
    where = browser.post("/en/account/selling/begin").headers["Location"]
    return str(where).rpartition("/")[0]


def answer(browser: FlaskClient, path: str, answers: dict[str, dict[str, str]]) -> None:
    for step, typed in answers.items():
        sent = browser.post(f"{path}/{step}", data=typed)
        assert sent.status_code == 303, (step, sent.text)


def send_document(browser: FlaskClient, path: str, kind: str, until: str = FAR, **more: Any) -> Any:
    name, content = more.get("file") or (f"{kind}.png", photo())
    fields = {"kind": kind, "expires_on": until if kind == "identity" else ""}
    heads = [f'--x\r\nContent-Disposition: form-data; name="{field}"\r\n\r\n{value}\r\n' for field, value in fields.items()]
    heads.append(f'--x\r\nContent-Disposition: form-data; name="files"; filename="{name}"\r\n\r\n')
    # written by hand: the test client leaves large files open
    body = "".join(heads).encode() + content + b"\r\n--x--\r\n"
    return browser.post(f"{path}/documents", data=body, content_type="multipart/form-data; boundary=x")


def handed_in(browser: FlaskClient, answers: dict[str, dict[str, str]] = PRIVATE, until: str = FAR) -> int:
    """An application that is in review; its id."""
    path = begun(browser)
    answer(browser, path, answers)
    for kind in ("identity", "register" if answers is TRADER else "address"):
        assert send_document(browser, path, kind, until).status_code == 303
    assert browser.post(f"{path}/send").headers["Location"] == "/en/account/selling"
    return int(path.rpartition("/")[2])


def approved(demo: Any, browser: FlaskClient, answers: dict[str, dict[str, str]] = PRIVATE, until: str = FAR) -> int:
    number = handed_in(browser, answers, until)
    staff = open_desk(demo, "staff")
    sent = staff.post(f"/desk/applications/{number}/approve", data={"slug": "", "commission": "12.5"})
    assert sent.status_code == 303, sent.text
    return number


def models() -> list[Any]:
    return list(runtime.current().plugins.models.values())


def test_a_private_person_applies_and_is_approved(demo: Any, anna: FlaskClient) -> None:
    assert "Apply to sell" in anna.get("/en/sell").text
    number = approved(demo, anna)
    seller = Seller.get(Seller.slug == "anna-s-attic")
    assert (seller.trader, seller.country, seller.email, seller.address) == (False, "DE", "", {})
    assert agreed_commission(seller.id) == Fraction(1, 8)
    person = accounts.Person.get(accounts.Person.email == ANNA)
    assert [link.seller_id for link in person.seller_links] == [seller.id]
    assert [link.role.name for link in person.role_links] == ["seller"]
    assert Application.get_by_id(number).state == "approved"
    subjects = [str(mail["Subject"]).split(" · ")[0] for mail in mails(demo)]
    assert subjects == ["Your application has arrived", "You may sell here"]
    page = anna.get("/en/sellers/anna-s-attic").text
    assert "Private person" in page
    assert "Lindenweg" not in page
    assert "Lamps &lt;b&gt;and&lt;/b&gt; books" in page
    assert anna.get("/desk/").status_code == 200


def test_a_trader_is_shown_as_the_law_wants(demo: Any, anna: FlaskClient) -> None:
    approved(demo, anna, TRADER)
    page = anna.get("/en/sellers/berg-lamps").text
    for told in ("Berg Lampen GmbH", "Lindenweg 4", ANNA, "Amtsgericht Berlin HRB 12345", "DE136695976"):
        assert told in page


def test_a_draft_is_left_and_taken_up_again(demo: Any, anna: FlaskClient) -> None:
    path = begun(anna)
    answer(anna, path, {"selling": PRIVATE["selling"]})
    assert anna.get("/en/sell").text.count(f"{path}/identity") == 1
    assert begun(anna) == path
    answer(anna, path, {"identity": PRIVATE["identity"]})
    assert "Anna&#39;s attic" in anna.get(f"{path}/identity").text
    assert Application.select().count() == 1


@pytest.mark.parametrize(
    ("step", "typed", "words"),
    [
        ("selling", {"business_model": "no-such-model"}, "Please choose one of the list."),
        ("identity", {"birth_date": "2999-01-01"}, "This cannot be a date of birth."),
        ("identity", {"birth_date": "31.12.1990"}, "A day is written like 1990-12-31."),
        ("identity", {"birth_date": f"{datetime.now(UTC).year - 10}-01-01"}, "at least 18 years old"),
        ("identity", {"phone": "030 123456"}, "This is not a telephone number"),
        ("identity", {"email": "anna"}, "An e-mail address looks like"),
        ("identity", {"name": "x" * 81}, "At most 80 characters"),
        ("address", {"postal_code": "ABC"}, "This is not a valid postal code"),
        ("address", {"country": "XX"}, "Please choose one of the list."),
        ("tax", {"tax_id": "no digits"}, "A tax number has 4 to 30 letters and digits."),
        ("tax", {"lawful": ""}, "Without your word nobody may sell here."),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_kept(anna: FlaskClient, step: str, typed: Any, words: str) -> None:
    path = begun(anna)
    answer(anna, path, {"selling": PRIVATE["selling"], "address": PRIVATE["address"]})
    before = Application.get().answers
    sent = anna.post(f"{path}/{step}", data={**PRIVATE[step], **typed})
    assert sent.status_code == 422
    assert words in sent.text
    assert Application.get().answers == before
    if step == "identity":
        assert 'value="Anna Berg"' in sent.text


@pytest.mark.parametrize("number", ["DE136695977", "136695976", "naughty'--"])
def test_a_wrong_vat_number_is_refused(anna: FlaskClient, number: str) -> None:
    path = begun(anna)
    answer(anna, path, {"selling": TRADER["selling"]})
    sent = anna.post(f"{path}/identity", data={**TRADER["identity"], "vat_id": number})
    assert sent.status_code == 422
    assert "This is not a valid VAT number." in sent.text


@pytest.mark.parametrize(
    ("until", "file", "words"),
    [
        ("2020-01-01", None, "This document has expired."),
        ("", None, "Please write until when it holds."),
        (FAR, ("id.png", b"no picture at all"), "neither a photo nor a PDF"),
        (FAR, ("id.png", b""), "is empty"),
        (FAR, ("id.pdf", b"%PDF-" + b"x" * 50_000_000), "larger than"),
        (FAR, ("", b""), "Please choose a file."),
    ],
)
def test_a_document_that_is_none_is_refused(anna: FlaskClient, until: str, file: Any, words: str) -> None:
    path = begun(anna)
    answer(anna, path, {"selling": PRIVATE["selling"]})
    sent = send_document(anna, path, "identity", until, file=file)
    assert (sent.status_code, SellerDocument.select().count()) == (422, 0)
    assert words in sent.text


def test_nothing_is_sent_before_everything_is_answered(anna: FlaskClient) -> None:
    path = begun(anna)
    answer(anna, path, {"selling": PRIVATE["selling"]})
    assert "Please send: Identity document." in anna.get(f"{path}/review").text
    assert anna.post(f"{path}/send").headers["Location"] == f"{path}/review"
    assert Application.get().state == "draft"


def test_tax_number_and_birth_date_are_covered(demo: Any, anna: FlaskClient) -> None:
    number = handed_in(anna)
    staff = open_desk(demo, "staff")
    for page in (anna.get("/en/account/selling").text, staff.get(f"/desk/applications/{number}").text):
        assert "12345678901" not in page
        assert "1990-05-04" not in page
        assert "••••••••901" in page
    assert "1990-05-04" in staff.post(f"/desk/applications/{number}/reveal").text
    told = [(entry.act, entry.after) for entry in AuditEntry.select()]
    assert told == [("application.reveal", {"shown": "tax number, date of birth"})]


def test_documents_are_seen_by_who_may_and_each_look_is_noted(demo: Any, anna: FlaskClient) -> None:
    number = handed_in(anna)
    paper = SellerDocument.get(SellerDocument.kind == "identity")
    path = f"/desk/applications/{number}/documents/{paper.id}"
    with open_desk(demo, "staff").get(path) as seen:
        assert (seen.status_code, seen.headers["Cache-Control"]) == (200, "private, no-store")
    assert [(one.act, one.after["kind"]) for one in AuditEntry.select()] == [("application.document", "identity")]
    with anna.get(f"/en/account/selling/{number}/documents/{paper.id}") as own:
        assert own.status_code == 200


def test_more_is_asked_answered_and_sent_again(demo: Any, anna: FlaskClient) -> None:
    number = handed_in(anna)
    staff = open_desk(demo, "staff")
    refused = staff.post(f"/desk/applications/{number}/ask", data={"words": " "})
    assert refused.status_code == 422
    assert staff.post(f"/desk/applications/{number}/ask", data={"words": "The photo is blurred."}).status_code == 303
    assert "The photo is blurred." in anna.get(f"/en/account/selling/{number}/documents").text
    assert "The photo is blurred." in mails(demo)[-1].get_body(("plain",)).get_content()
    assert anna.post(f"/en/account/selling/{number}/send").status_code == 303
    assert Application.get_by_id(number).state == "review"


def test_a_refusal_has_its_reason_and_is_forgotten_after_half_a_year(demo: Any, anna: FlaskClient) -> None:
    number = handed_in(anna)
    open_desk(demo, "staff").post(f"/desk/applications/{number}/refuse", data={"words": "Not your document."})
    assert "Not your document." in anna.get("/en/account/selling").text
    workflow.fire_timers(utc_now() + timedelta(days=181))
    row = Application.get_by_id(number)
    assert (row.state, row.answers, row.reason) == ("closed", {}, "")
    assert (SellerDocument.select().count(), Upload.select().count()) == (0, 0)


def test_who_withdraws_leaves_nothing(anna: FlaskClient) -> None:
    number = handed_in(anna)
    anna.post(f"/en/account/selling/{number}/withdraw")
    assert (Application.get_by_id(number).answers, SellerDocument.select().count()) == ({}, 0)
    assert anna.post(f"/en/account/selling/{number}/withdraw").status_code == 303


def test_what_was_sent_cannot_be_changed(anna: FlaskClient) -> None:
    number = handed_in(anna)
    before = Application.get_by_id(number).answers
    sent = anna.post(f"/en/account/selling/{number}/identity", data={**PRIVATE["identity"], "name": "Another"})
    assert (sent.status_code, Application.get_by_id(number).answers) == (303, before)
    paper = SellerDocument.get()
    anna.post(f"/en/account/selling/{number}/documents/{paper.id}/remove")
    assert SellerDocument.select().count() == 2


def test_strangers_find_nothing(demo: Any, anna: FlaskClient) -> None:
    number = handed_in(anna)
    paper = SellerDocument.get()
    own = f"/en/account/selling/{number}"
    desk = f"/desk/applications/{number}"
    berta = applicant(demo, "berta@example.com")
    seller = open_desk(demo, "seller", "harbour-and-field")
    before = Application.select().where(Application.id == number).dicts().get()
    for browser in (berta, seller):
        for path in (f"{own}/identity", f"{own}/review", f"{own}/documents/{paper.id}"):
            assert browser.get(path).status_code == 404, path
        for path in ("identity", "documents", "send", "withdraw", f"documents/{paper.id}/remove"):
            assert browser.post(f"{own}/{path}", data=PRIVATE["identity"]).status_code == 404, path
        for path in ("/desk/applications", desk, f"{desk}/documents/{paper.id}"):
            assert browser.get(path).status_code == 404, path
        for act in ("approve", "ask", "refuse", "suspend", "lift", "inform", "reveal", "checklist"):
            sent = browser.post(f"{desk}/{act}", data={"words": "x", "commission": "1"})
            assert sent.status_code == 404, act
        assert browser.post("/en/account/selling/sellers/1/change").status_code == 404
    guest = demo.browser()
    assert "/account/sign-in" in guest.get(f"{own}/identity").headers["Location"]
    assert Application.select().where(Application.id == number).dicts().get() == before
    with pytest.raises(NotFound):
        acts.approve(actor("seller"), number, "", Fraction(1), models())


def test_nobody_decides_about_himself(demo: Any) -> None:
    staff = open_desk(demo, "staff")
    number = handed_in(staff)
    with pytest.raises(Refused, match="ask a colleague"):
        acts.approve(actor("staff"), number, "", Fraction(0), models())


def test_a_draft_is_not_shown_to_staff(demo: Any, anna: FlaskClient) -> None:
    number = begun(anna).rpartition("/")[2]
    assert open_desk(demo, "staff").get(f"/desk/applications/{number}").status_code == 404


def test_a_document_is_reminded_of_and_then_suspends(demo: Any, anna: FlaskClient) -> None:
    until = (utc_now() + timedelta(days=60)).date()
    number = approved(demo, anna, until=until.isoformat())
    end = datetime(until.year, until.month, until.day, tzinfo=UTC) + timedelta(days=1)
    assert workflow.fire_timers(end - timedelta(days=31)) == 0
    assert workflow.fire_timers(end - timedelta(days=30)) == 1
    assert workflow.fire_timers(end - timedelta(seconds=1)) == 0
    assert Application.get_by_id(number).state == "approved"
    assert workflow.fire_timers(end) == 1
    assert Application.get_by_id(number).state == "suspended"
    assert Seller.get(Seller.slug == "anna-s-attic").suspended
    told = Outbox.select(Outbox.payload).where(Outbox.kind == "account_mail").order_by(Outbox.id)
    kinds = [row.payload["kind"] for row in told]
    assert kinds[-4:] == ["selling-submitted", "selling-approved", "selling-reminder", "selling-suspended-document"]


def test_a_change_is_looked_at_before_it_holds(demo: Any, anna: FlaskClient) -> None:
    number = approved(demo, anna)
    seller = Seller.get(Seller.slug == "anna-s-attic")
    where = anna.post(f"/en/account/selling/sellers/{seller.id}/change").headers["Location"]
    path = where.rpartition("/")[0]
    changed = int(path.rpartition("/")[2])
    assert SellerDocument.select().where(SellerDocument.application == changed).count() == 2
    answer(anna, path, {"identity": {**PRIVATE["identity"], "name": "Anna's loft"}})
    assert "Please answer: Tax and your word." in anna.get(f"{path}/review").text
    answer(anna, path, {"tax": PRIVATE["tax"]})
    anna.post(f"{path}/send")
    assert Seller.get_by_id(seller.id).name == "Anna's attic"
    acts.approve(actor("staff"), changed, "", None, models())
    after = Seller.get_by_id(seller.id)
    assert (after.name, after.slug) == ("Anna's loft", "anna-s-attic")
    assert Application.get_by_id(number).state == "replaced"
    assert agreed_commission(seller.id) == Fraction(1, 8)
    assert SellerDocument.select().count() == 2
    assert Upload.select().count() == 2


def test_inform_asks_once_and_suspends_after_ten_days(demo: Any, anna: FlaskClient) -> None:
    number, now = approved(demo, anna), utc_now()
    assert ask_inform(number, now)
    assert not ask_inform(number, now)
    workflow.fire_timers(now + timedelta(days=9))
    assert Application.get_by_id(number).state == "approved"
    workflow.fire_timers(now + timedelta(days=10))
    assert Application.get_by_id(number).state == "suspended"
    late = actor("staff")
    object.__setattr__(late, "now", now + timedelta(days=11))
    with pytest.raises(Refused, match="confirm them first"):
        acts.lift(late, number)
    acts.confirm_inform(late, number)
    acts.lift(late, number)
    assert not Seller.get(Seller.slug == "anna-s-attic").suspended


def test_somebody_without_a_confirmed_address_cannot_begin(demo: Any) -> None:
    browser = applicant(demo)
    accounts.Person.update(confirmed_at=None).execute()
    assert "confirm your e-mail address first" in browser.get("/en/sell").text
    browser.post("/en/account/selling/begin")
    assert Application.select().count() == 0


def test_the_queue_lists_whoever_waits_with_a_fixed_number_of_queries(demo: Any, anna: FlaskClient, queries: Any) -> None:
    handed_in(anna)
    staff = open_desk(demo, "staff")
    assert "Anna&#39;s attic" in staff.get("/desk/applications").text
    with queries() as one:
        staff.get("/desk/applications")
    handed_in(applicant(demo, "berta@example.com"), TRADER)
    with queries() as two:
        page = staff.get("/desk/applications").text
    assert len(one) == len(two)
    assert page.index("attic") < page.index("Berg Lamps")
    assert "Nobody waits here." in staff.get("/desk/applications?show=refused").text


def test_a_sellers_workspace_is_his_own(demo: Any, anna: FlaskClient) -> None:
    approved(demo, anna)
    page = anna.get("/desk/selling").text
    for told in ("Anna&#39;s attic", "12.5%", "Identity document", "Orders to send", "Cases: your turn", "Unread messages", "••••••••901"):
        assert told in page, told
    assert "Lindenweg" in page
    # somebody who works for a seller, but did not apply, sees no identity
    seller = Seller.get(Seller.slug == "anna-s-attic")
    helper = open_desk(demo, "seller", "anna-s-attic").get("/desk/selling").text
    assert "Anna&#39;s attic" in helper
    assert "Lindenweg" not in helper
    assert open_desk(demo, "admin").get("/desk/selling").status_code == 404
    assert anna.get(f"/desk/sellers/{seller.id}").status_code == 404


def test_staff_change_a_commission_suspend_and_lift(demo: Any, anna: FlaskClient) -> None:
    number = approved(demo, anna)
    staff, seller = open_desk(demo, "admin"), Seller.get(Seller.slug == "anna-s-attic")
    path = f"/desk/sellers/{seller.id}"
    assert "Change the commission" in staff.get(path).text
    staff.post(f"{path}/standing/commission", data={"commission": "101"})
    assert agreed_commission(seller.id) == Fraction(1, 8)
    staff.post(f"{path}/standing/commission", data={"commission": "7,5", "note": "More sold"})
    assert agreed_commission(seller.id) == Fraction(3, 40)
    staff.post(f"{path}/standing/suspend", data={"words": ""})
    assert not Seller.get_by_id(seller.id).suspended
    staff.post(f"{path}/standing/suspend", data={"words": "Nothing was sent."})
    assert Seller.get_by_id(seller.id).suspended
    assert Application.get_by_id(number).state == "suspended"
    assert "Nothing was sent." in anna.get("/desk/selling").text
    staff.post(f"{path}/standing/lift")
    assert not Seller.get_by_id(seller.id).suspended
    model = shipped_model()
    ticked = rf'<input[^>]*name="model-{model}"[^>]* checked'
    assert models_of([seller.id]) == {seller.id: {model}} and re.search(ticked, staff.get(path).text)
    assert anna.post(f"{path}/standing/models").status_code == 404
    staff.post(f"{path}/standing/models", data={"model-nonsense": "1"})
    assert models_of([seller.id]) == {} and not re.search(ticked, staff.get(path).text)
    staff.post(f"{path}/standing/models", data={f"model-{model}": "1"})
    assert models_of([seller.id]) == {seller.id: {model}}
    AuditEntry.delete().where(AuditEntry.act == "seller.models").execute()
    staff.post(f"{path}/standing/disclose")
    assert "Lindenweg 4" in anna.get("/en/sellers/anna-s-attic").text
    acts_noted = [entry.act for entry in AuditEntry.select().order_by(AuditEntry.id)]
    assert acts_noted[-4:] == ["seller.commission", "seller.suspend", "seller.lift", "seller.disclose"]
    told = str([(entry.before, entry.after) for entry in AuditEntry.select()])
    assert not any(secret in told for secret in ("12345678901", "1990-05-04", "Lindenweg", "Anna Berg"))


def test_what_the_law_counts_is_listed(demo: Any) -> None:
    page = open_desk(demo, "staff").get("/desk/sellers/counters?year=2024").text
    assert "Nobody sold anything in this year." in page
    assert open_desk(demo, "seller", "harbour-and-field").get("/desk/sellers/counters").status_code == 404
