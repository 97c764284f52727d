"""Rating what one bought, by its pages: guest, form, photos, reports, mails, desk; strangers get 404."""

from __future__ import annotations

import io
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from PIL import Image

from storefront import outbox
from storefront.accounts.actions import add_person
from storefront.accounts.passwords import hash_password
from storefront.accounts.ratings.inviting import digest_of
from storefront.accounts.ratings.tables import RatingRefusal, RatingSummary, Review, ReviewReport
from storefront.accounts.tables import Person
from storefront.db import transaction, utc_now
from storefront.orders.actions import deliver, ship
from storefront.orders.tables import Order, OrderLine, Outbox, Purchase, Shipment
from storefront.uploads.tables import Upload
from storefront.worker import handlers

PASSWORD = "four plain words here"
NAUGHTY = json.loads((Path(__file__).parent / "naughty.json").read_text("utf-8"))["texts"]


def delivered(shop: Any) -> tuple[Order, OrderLine]:
    """An order that came yesterday."""
    placed = shop.place()
    shop.pay(placed)
    order = shop.orders(placed)[0]
    parcel = ship(order.id)
    deliver(parcel)
    with transaction():
        Shipment.update(delivered_at=utc_now() - timedelta(days=1)).execute()
    return order, OrderLine.get(OrderLine.order == order.id)


def guest(shop: Any, order: Order) -> FlaskClient:
    """A browser that has opened the order by its key."""
    browser = shop.browser()
    key = Purchase.get_by_id(order.purchase_id).token
    assert browser.get(f"/en/orders/{order.number}?key={key}").status_code == 303
    return browser


def path_of(order: Order, line: OrderLine) -> str:
    return f"/en/orders/{order.number}/reviews/{line.id}"


def photo(side: int = 40) -> tuple[io.BytesIO, str]:
    data = io.BytesIO()
    Image.new("RGB", (side, side), "teal").save(data, "PNG")
    data.seek(0)
    return data, "kettle.png"


def send(browser: FlaskClient, path: str, **form: Any) -> Any:
    values = {"stars": "4", "title": "Good", "text": "Pours well.\n\nWarm handle.", **form}
    return browser.post(path, data=values, content_type="multipart/form-data")


def status(browser: FlaskClient, path: str) -> int:
    """What a file is answered with; the file is closed."""
    with browser.get(path) as answer:
        return answer.status_code


def worked() -> None:
    while outbox.work(handlers(utc_now()), utc_now()):
        pass


def desk(shop: Any, role: str, *sellers: str) -> FlaskClient:
    email = f"{role}{len(sellers)}{''.join(sellers)}@example.com"
    roles = (role,)
    add_person(email, hash_password(PASSWORD), "en", utc_now(), roles=roles, sellers=sellers, confirmed=True)
    browser = shop.browser()
    assert browser.post("/en/account/sign-in", data={"email": email, "password": PASSWORD}).status_code == 303
    return browser


def test_a_guest_rates_what_came_with_a_photo_and_it_stands_on_the_product(order_shop: Any) -> None:
    order, line = delivered(order_shop)
    browser, path = guest(order_shop, order), path_of(order, line)
    assert path in browser.get(f"/en/orders/{order.number}").get_data(as_text=True)
    answer = send(browser, path, photos=[photo()], name="Anna")
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/en/orders/{order.number}")
    review = Review.get()
    assert (review.text, review.name, review.state, review.photos) == ("Pours well.\nWarm handle.", "Anna", "published", 0)
    upload = Upload.get(Upload.subject == f"review:{review.id}")
    # its author sees it at once, nobody else does
    assert status(browser, f"{path}/photos/{upload.token}") == 200
    assert status(order_shop.browser(), f"{path}/photos/{upload.token}") == 404
    worked()
    review = Review.get()
    assert review.photos == 1
    page = order_shop.browser().get("/en/p/nordbord-board").get_data(as_text=True)
    assert "Pours well." in page
    told = json.loads(page.split('<script type="application/ld+json">')[1].split("</script>")[0])
    product = next(one for one in (told if isinstance(told, list) else [told]) if one["@type"] == "Product")
    assert product["aggregateRating"] == {
        "@type": "AggregateRating", "ratingValue": "4.0", "reviewCount": 1, "bestRating": 5, "worstRating": 1,
    }  # fmt: skip
    assert [(one["author"]["name"], one["reviewRating"]["ratingValue"]) for one in product["review"]] == [("Anna", 4)]
    media = f"/media/{review.pictures[0]['digest'][:2]}/{review.pictures[0]['digest']}-40.webp"
    assert media in page
    assert status(order_shop.browser(), media) == 200
    # taken back: nothing is left, not even the file
    assert browser.post(f"{path}/take-back").status_code == 303
    worked()
    assert (Review.get().text, Review.get().pictures, Upload.select().count()) == ("", [], 0)
    assert status(order_shop.browser(), media) == 404
    assert "Pours well." not in order_shop.browser().get("/en/p/nordbord-board").get_data(as_text=True)


def test_a_form_that_is_refused_keeps_what_was_typed(order_shop: Any) -> None:
    order, line = delivered(order_shop)
    browser, path = guest(order_shop, order), path_of(order, line)
    for form in ({"stars": ""}, {"stars": "6"}, {"stars": "-1"}, {"title": "x" * 101}, {"name": "y" * 41}):
        answer = send(browser, path, **form)
        assert answer.status_code == 422, form
        assert "Pours well." in answer.get_data(as_text=True)
    for files in ([(io.BytesIO(b"no picture"), "a.png")], [(io.BytesIO(b"%PDF-1.4"), "a.pdf")], [photo() for _ in range(5)]):
        answer = send(browser, path, photos=files)
        assert answer.status_code == 422
        assert 'id="f-photos-error"' in answer.get_data(as_text=True)
    assert Review.select().count() == 0
    assert Upload.select().count() == 0


def test_fifty_megabytes_are_not_read(order_shop: Any) -> None:
    order, line = delivered(order_shop)
    browser = guest(order_shop, order)
    body, kind = io.BytesIO(b"\0" * 50_000_000), "multipart/form-data; boundary=x"
    answer = browser.post(path_of(order, line), input_stream=body, content_length=50_000_000, content_type=kind)
    assert answer.status_code == 413
    assert Review.select().count() == 0


def test_whatever_is_typed_is_shown_as_text(order_shop: Any) -> None:
    order, line = delivered(order_shop)
    browser, path = guest(order_shop, order), path_of(order, line)
    for text in (one for one in NAUGHTY[::4] if one.isprintable()):
        answer = send(browser, path, title=text[:90], text=text[:3000], name=text[:30])
        assert answer.status_code in (303, 422), text
        with transaction():
            Review.update(state="published").execute()
            RatingSummary.update(count=1, stars=4, fours=1).execute()
        for page in ("/en/p/nordbord-board", "/en/p/nordbord-board/reviews"):
            shown = order_shop.browser().get(page)
            assert shown.status_code == 200
            assert "<script>alert" not in shown.get_data(as_text=True)


def test_a_stranger_finds_nothing(order_shop: Any) -> None:
    order, line = delivered(order_shop)
    path = path_of(order, line)
    assert send(guest(order_shop, order), path, text="see www.x.example").status_code == 303
    review = Review.get()
    assert review.state == "waiting"
    other, other_line = delivered(order_shop)
    strangers = [order_shop.browser(), guest(order_shop, other), desk(order_shop, "customer")]
    for stranger in strangers:
        for page in (path, f"/en/orders/{order.number}/reviews", f"/en/orders/{order.number}/reviews?key=wrong"):
            assert stranger.get(page).status_code == 404, page
        assert send(stranger, path).status_code == 404
        assert stranger.post(f"{path}/take-back").status_code == 404
        # a line of another order
        assert stranger.get(f"/en/orders/{order.number}/reviews/{other_line.id}").status_code == 404
        # it is not published: there is nothing to report
        for page in ("helpful", "report"):
            assert stranger.post(f"/en/reviews/{review.id}/{page}", data={"reason": "insult"}).status_code == 404
    owner = guest(order_shop, order)
    for page in (f"{path}/photos/x", f"/en/orders/{order.number}/reviews/{other_line.id}", f"/en/orders/{order.number}/reviews/x"):
        assert owner.get(page).status_code == 404
    assert owner.get(path).status_code == 200
    acts = ("publish", "hide", "answer", "withdraw-answer", "remove-answer")
    outsider, colleague = desk(order_shop, "customer", "nordbord"), desk(order_shop, "seller", "kesselhaus")
    mine = desk(order_shop, "seller", "nordbord")
    for browser in (outsider, colleague, mine):
        # the seller does not see what waits either
        assert browser.get(f"/desk/reviews/{review.id}").status_code == 404
        assert browser.get(f"/desk/reviews/{review.id}/photos/x").status_code == 404
        for act in acts:
            assert browser.post(f"/desk/reviews/{review.id}/{act}", data={"text": "x", "reason": "insult"}).status_code == 404
        assert browser.get(f"/desk/orders/{order.number}/rate-buyer").status_code == 404
    assert (Review.get().state, Review.get().answer) == ("waiting", "")


def test_staff_publishes_hides_and_the_seller_answers(order_shop: Any) -> None:
    order, line = delivered(order_shop)
    send(guest(order_shop, order), path_of(order, line), text="see www.x.example", photos=[photo()])
    review = Review.get()
    staff, seller = desk(order_shop, "staff"), desk(order_shop, "seller", "nordbord")
    assert f"/desk/reviews/{review.id}" in staff.get("/desk/reviews").get_data(as_text=True)
    assert "Reviews to look at" in staff.get("/desk/").get_data(as_text=True)
    page = staff.get(f"/desk/reviews/{review.id}").get_data(as_text=True)
    assert "There is a link in it" in page
    token = Upload.get().token
    assert status(staff, f"/desk/reviews/{review.id}/photos/{token}") == 200
    assert staff.post(f"/desk/reviews/{review.id}/publish").status_code == 303
    assert f"/desk/reviews/{review.id}" in seller.get("/desk/reviews").get_data(as_text=True)
    assert seller.post(f"/desk/reviews/{review.id}/answer", data={"text": " "}).status_code == 422
    assert seller.post(f"/desk/reviews/{review.id}/answer", data={"text": "Thank you."}).status_code == 303
    shown = "/en/p/nordbord-board/reviews"
    assert "Thank you." in order_shop.browser().get(shown).get_data(as_text=True)
    assert "Take the answer back" in seller.get(f"/desk/reviews/{review.id}").get_data(as_text=True)
    assert seller.post(f"/desk/reviews/{review.id}/withdraw-answer").status_code == 303
    assert "Thank you." not in order_shop.browser().get(shown).get_data(as_text=True)
    assert seller.post(f"/desk/reviews/{review.id}/hide", data={"reason": "insult"}).status_code == 404
    assert staff.post(f"/desk/reviews/{review.id}/hide", data={"reason": ""}).status_code == 422
    assert staff.post(f"/desk/reviews/{review.id}/hide", data={"reason": "advertising"}).status_code == 303
    worked()
    mail = next(order_shop.settings.home.glob("mail/review-*.eml")).read_text("utf-8")
    assert "We have hidden your review" in mail
    assert order_shop.browser().get("/en/p/nordbord-board/reviews").status_code == 303


def test_where_both_rate_no_page_shows_anything_before_both_have(order_shop: Any) -> None:
    order, line = delivered(order_shop)
    frozen = {**order.frozen, "trade": {**order.frozen["trade"], "rates": "both", "rating_days": 14}}
    Order.update(frozen=frozen).where(Order.id == order.id).execute()
    browser, seller = guest(order_shop, order), desk(order_shop, "seller", "nordbord")
    assert send(browser, path_of(order, line)).status_code == 303
    review = Review.get()
    assert review.state == "sealed"
    assert seller.get(f"/desk/reviews/{review.id}").status_code == 404
    for reader, page in ((seller, "/desk/reviews?show=all"), (order_shop.browser(), "/en/p/nordbord-board")):
        assert "Pours well." not in reader.get(page).get_data(as_text=True)
    assert order.number in seller.get("/desk/reviews/buyers").get_data(as_text=True)
    rate = f"/desk/orders/{order.number}/rate-buyer"
    assert seller.post(rate, data={"stars": "5", "text": "Paid at once."}).status_code == 303
    assert "Paid at once." in browser.get(f"/en/orders/{order.number}").get_data(as_text=True)
    assert "Pours well." in order_shop.browser().get("/en/p/nordbord-board").get_data(as_text=True)
    assert seller.post(rate, data={"stars": "1"}).status_code == 404
    # he has read the seller's: nothing is changed any more
    assert send(browser, path_of(order, line), stars="1").status_code == 422
    assert Review.get().stars == 4


def test_what_is_reported_comes_to_the_desk_and_stays_where_it_is(order_shop: Any) -> None:
    order, line = delivered(order_shop)
    send(guest(order_shop, order), path_of(order, line))
    review, reader = Review.get(), order_shop.browser()
    assert reader.get(f"/en/reviews/{review.id}/report").status_code == 200
    assert reader.post(f"/en/reviews/{review.id}/report", data={"reason": "bad"}).status_code == 422
    for _ in range(2):
        assert reader.post(f"/en/reviews/{review.id}/report", data={"reason": "untrue"}).status_code == 303
    assert ReviewReport.select().count() == 1
    assert f"/desk/reviews/{review.id}" in desk(order_shop, "staff").get("/desk/reviews").get_data(as_text=True)
    assert "Pours well." in reader.get("/en/p/nordbord-board").get_data(as_text=True)
    # helpful is said by who is signed in
    assert "sign-in" in reader.post(f"/en/reviews/{review.id}/helpful").headers["Location"]
    known = desk(order_shop, "customer")
    for _ in range(2):
        assert known.post(f"/en/reviews/{review.id}/helpful").status_code == 303
    assert Review.get().helpful == 1


def test_the_mail_leads_to_the_form_and_comes_no_more_to_who_refuses(order_shop: Any) -> None:
    order, _line = delivered(order_shop)
    outbox.later("review_mail", {"about": "invite", "order": order.id})
    worked()
    folder = order_shop.settings.home / "mail"
    mail = next(folder.glob("review-*.eml"))
    assert f"/en/orders/{order.number}/reviews?key=" in mail.read_text("utf-8").replace("=\n", "").replace("=3D", "=")
    browser = order_shop.browser()
    key = Purchase.get_by_id(order.purchase_id).token
    assert browser.get(f"/en/orders/{order.number}/reviews?key={key}", follow_redirects=True).status_code == 200
    digest = digest_of("ANNA@example.com ", order_shop.settings.secret_key)
    assert browser.get(f"/en/reviews/no-mails/{digest}").status_code == 200
    assert RatingRefusal.select().count() == 0
    assert browser.post("/en/reviews/no-mails/x").status_code == 303
    assert RatingRefusal.select().count() == 0
    for _ in range(2):
        assert browser.post(f"/en/reviews/no-mails/{digest}").status_code == 303
    assert RatingRefusal.get().digest == digest
    outbox.later("review_mail", {"about": "invite", "order": order.id})
    worked()
    assert len(list(folder.glob("review-*.eml"))) == 1


@pytest.mark.parametrize("query", ["stars=9", "stars=x", "after=x", "after=WzEsMV0", "sort=worst", "photos=2", "stars=4&photos=1"])
def test_what_an_address_asks_in_vain_is_left_out(order_shop: Any, query: str) -> None:
    order, line = delivered(order_shop)
    send(guest(order_shop, order), path_of(order, line))
    assert order_shop.browser().get(f"/en/p/nordbord-board/reviews?{query}").status_code == 200


def test_a_product_without_reviews_has_no_page_of_them(order_shop: Any) -> None:
    assert order_shop.browser().get("/en/p/nordbord-board/reviews").headers["Location"] == "/en/p/nordbord-board"
    assert order_shop.browser().get("/en/p/nothing/reviews").status_code == 404


def test_who_leaves_is_told_everything_and_his_published_reviews_lose_their_name(order_shop: Any) -> None:
    account = desk(order_shop, "customer")
    person = Person.get()
    order, line = delivered(order_shop)
    other, other_line = delivered(order_shop)
    with transaction():
        Purchase.update(person_id=person.id).execute()
    send(account, path_of(order, line), name="Anna Berg", photos=[photo()])
    send(account, path_of(other, other_line), text="see www.x.example")
    worked()
    assert "Pours well." in account.get("/en/account/reviews").get_data(as_text=True) or Review.select().count() == 2
    told = account.post("/en/account/data").get_json()["core"]["reviews"]
    assert [(one["name"], one["state"]) for one in told] == [("Anna Berg", "published"), ("", "waiting")]
    assert account.post("/en/account/close", data={"password": PASSWORD}).status_code == 200
    worked()
    first, second = Review.select().order_by(Review.id)
    assert (first.state, first.name, first.text, first.pictures) == ("published", "", "Pours well.\nWarm handle.", [])
    assert (second.state, second.text) == ("withdrawn", "")
    assert Upload.select().count() == 0
    assert Outbox.select().where(Outbox.done_at.is_null()).count() == 0


def test_who_leaves_may_take_everything_back(order_shop: Any) -> None:
    account = desk(order_shop, "customer")
    order, line = delivered(order_shop)
    with transaction():
        Purchase.update(person_id=Person.get().id).execute()
    send(account, path_of(order, line))
    assert account.post("/en/account/close", data={"password": PASSWORD, "reviews": "1"}).status_code == 200
    assert (Review.get().state, Review.get().text, RatingSummary.get().count) == ("withdrawn", "", 0)
