"""The shop's own pages at the desk: words by language, menus, what the law asks for, who may."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from desk_people import actor, open_desk
from flask.testing import FlaskClient

from storefront.accounts import tables as accounts
from storefront.catalogue.sitemaps import content_places
from storefront.desk.content_actions import change_page, create_page, delete_page, order_pages
from storefront.desk.tables import AuditEntry
from storefront.errors import NotFound
from storefront.orders.mail_page import contract_texts
from storefront.orders.wording import Wording
from storefront.production import draft_pages
from storefront.runtime import current
from storefront.tables import ContentPage
from storefront.web.limits import _counters

sys.path.insert(0, str(Path(__file__).parents[1] / "shop"))
from page_forms import forms_of  # noqa: E402

PAGES = "/desk/pages"
WORDS = {"t-en-title": "Repairs", "t-en-body": "We mend it.\n\nSend it to us.", "state": "published", "place": "footer"}


@pytest.fixture(autouse=True)
def put_back(demo: Any) -> Iterator[None]:
    """What a test changes is as it was after it."""
    _counters.clear()
    rows = list(ContentPage.select())
    yield
    ContentPage.delete().execute()
    for row in rows:
        row.save(force_insert=True)
    AuditEntry.delete().execute()
    accounts.Person.delete().execute()


@pytest.fixture
def staff(demo: Any) -> FlaskClient:
    return open_desk(demo, "staff")


def version(page: str) -> str:
    found = re.search(r'name="version" value="([^"]+)"', page)
    assert found is not None
    return found[1]


def foot(page: str) -> list[str]:
    """The paths of the pages in the footer."""
    part = page.partition('aria-labelledby="foot-help"')[2].partition("</nav>")[0]
    return re.findall(r'href="/en/pages/([a-z-]+)"', part)


def rows_of(slug: str) -> dict[str, ContentPage]:
    return {row.language: row for row in ContentPage.select().where(ContentPage.slug == slug)}


def test_a_page_is_written_in_two_languages_and_read_in_all(
    demo: Any, staff: FlaskClient, browser: FlaskClient
) -> None:
    typed = {**WORDS, "slug": "repairs", "t-de-title": "Reparatur", "t-de-body": "Wir richten es."}
    answer = staff.post(f"{PAGES}/new", data=typed)
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{PAGES}/repairs")
    assert {tag: row.body for tag, row in rows_of("repairs").items()} == {
        "en": "<p>We mend it.</p>\n<p>Send it to us.</p>", "de": "<p>Wir richten es.</p>",
    }  # fmt: skip
    assert "Wir richten es." in browser.get("/de/pages/repairs").text
    # nobody wrote it in Arabic
    assert "We mend it." in browser.get("/ar/pages/repairs").text
    assert foot(browser.get("/en/").text)[-1] == "repairs"
    form = staff.get(f"{PAGES}/repairs").text
    assert 'placeholder="Repairs"' in form and "We mend it.\n\nSend it to us.</textarea>" in form
    [entry] = AuditEntry.select()
    assert (entry.act, entry.subject) == ("page.create", "page:repairs")
    assert 'href="/desk/pages/repairs"' in open_desk(demo, "admin").get("/desk/audit").text


def test_what_is_no_page_is_said_at_its_field_and_kept(staff: FlaskClient) -> None:
    before = ContentPage.select().count()
    for slug, said in (
        ("", "Please fill in: Address."),
        ("Über uns", "The last part of its address: small letters, digits and hyphens."),
        ("new", "The last part of its address: small letters, digits and hyphens."),
        ("terms", "There is a page with this address already."),
        ("home", "There is a page with this address already."),
    ):
        answer = staff.post(f"{PAGES}/new", data={**WORDS, "slug": slug})
        assert answer.status_code == 422, slug
        assert f'<a href="#f-slug">{said}</a>' in answer.text, slug
        assert "We mend it." in answer.text and f'value="{slug}"' in answer.text
    empty = {"slug": "repairs", "t-en-body": "<script>alert(1)</script><p> </p>", "t-de-body": "Nur das"}
    answer = staff.post(f"{PAGES}/new", data={**WORDS, **empty})
    assert answer.status_code == 422
    assert "A text is needed where there is a title." in answer.text
    assert "A name is needed where there are other words in this language." in answer.text
    assert staff.post(f"{PAGES}/new", data={**WORDS, "slug": "repairs", "place": "sky"}).status_code == 422
    assert ContentPage.select().count() == before
    assert AuditEntry.select().count() == 0


def test_html_is_cleaned_and_a_long_text_is_not_cut(staff: FlaskClient, browser: FlaskClient) -> None:
    long = "<p>" + "ش" * 59_000 + "</p>"
    body = '<h3 onclick="x()">How</h3><p style="color:red">So<script>x()</script> <a href="javascript:x()">here</a></p>'
    typed = {**WORDS, "slug": "repairs", "t-en-body": body, "t-ar-title": "إصلاح", "t-ar-body": long}
    assert staff.post(f"{PAGES}/new", data=typed).status_code == 303
    cleaned = '<h3>How</h3><p>So <a rel="nofollow noopener noreferrer">here</a></p>'
    assert rows_of("repairs")["en"].body == cleaned
    assert rows_of("repairs")["ar"].body == long
    assert cleaned in browser.get("/en/pages/repairs").text
    typed["t-ar-body"] = "ش" * 60_001
    saved = staff.post(f"{PAGES}/repairs", data={**typed, "version": version(staff.get(f"{PAGES}/repairs").text)})
    assert (saved.status_code, "At most 60,000 characters, please." in saved.text) == (422, True)


def test_a_page_that_is_not_published_is_seen_by_its_preview_only(staff: FlaskClient, browser: FlaskClient) -> None:
    assert staff.post(f"{PAGES}/new", data={**WORDS, "slug": "repairs", "state": "unpublished"}).status_code == 303
    assert browser.get("/en/pages/repairs").status_code == 404
    assert "repairs" not in foot(browser.get("/en/").text)
    assert "pages/repairs" not in {place.path for place in content_places()}
    form = staff.get(f"{PAGES}/repairs").text
    found = re.search(r'href="(/en/pages/repairs\?preview=[^"]+)"', form)
    assert found is not None
    shown = browser.get(found[1])
    assert "We mend it." in shown.text and "Preview: so it looks to shoppers once it is published." in shown.text
    assert 'content="noindex, follow"' in shown.text
    # the link shows this page alone
    token = found[1].partition("preview=")[2]
    ContentPage.update(published=False).where(ContentPage.slug == "about").execute()
    assert browser.get(f"/en/pages/about?preview={token}").status_code == 404
    assert browser.get(f"/en/pages/repairs?preview={token}x").status_code == 404


def test_a_draft_is_one_until_it_is_published(staff: FlaskClient) -> None:
    ContentPage.update(draft=True).where(ContentPage.slug == "terms", ContentPage.language.in_(["de", "ar"])).execute()
    page = staff.get(f"{PAGES}/terms").text
    form = next(one for one in forms_of(page, "") if one.action == f"{PAGES}/terms")
    assert form.fields["state"] == "draft"
    assert staff.post(f"{PAGES}/terms", data={**form.fields, "t-ar-title": "أحكام"}).status_code == 303
    assert {tag for tag, row in rows_of("terms").items() if row.draft} >= {"de", "ar"}
    assert draft_pages()["terms"]
    changed = staff.get(f"{PAGES}/terms").text
    staff.post(f"{PAGES}/terms", data={**form.fields, "state": "published", "version": version(changed)})
    assert "terms" not in draft_pages()
    # nobody at the desk makes a draft of what is none: a shop in production would not start again
    assert '<option value="draft"' not in staff.get(f"{PAGES}/terms").text


def test_saving_a_page_as_it_is_changes_nothing(staff: FlaskClient) -> None:
    before = list(ContentPage.select().order_by(ContentPage.id).dicts())
    for slug in ("home", "about", "terms", "imprint"):
        form = next(one for one in forms_of(staff.get(f"{PAGES}/{slug}").text, "") if one.action == f"{PAGES}/{slug}")
        assert staff.post(f"{PAGES}/{slug}", data=form.fields).status_code == 303
    assert list(ContentPage.select().order_by(ContentPage.id).dicts()) == before
    assert AuditEntry.select().count() == 0


def test_the_second_of_two_who_edit_a_page_is_told(staff: FlaskClient) -> None:
    form = next(one for one in forms_of(staff.get(f"{PAGES}/about").text, "") if one.action == f"{PAGES}/about")
    assert staff.post(f"{PAGES}/about", data={**form.fields, "t-en-title": "Who we are"}).status_code == 303
    second = staff.post(f"{PAGES}/about", data={**form.fields, "t-en-title": "Us"})
    assert second.status_code == 422
    assert "Somebody else has changed this meanwhile." in second.text
    row = re.sub(r"\s+", " ", second.text.partition("conflict-rows")[2].partition("</table>")[0])
    assert row.index("Who we are") < row.index("Us")
    assert rows_of("about")["en"].title == "Who we are"
    again = {**form.fields, "t-en-title": "Us", "version": version(second.text)}
    assert staff.post(f"{PAGES}/about", data=again).status_code == 303


# -- menus ----------------------------------------------------------------------------------------


def test_pages_are_put_in_order_within_their_menu(staff: FlaskClient, browser: FlaskClient) -> None:
    before = foot(browser.get("/en/").text)
    assert before[:3] == ["imprint", "about", "terms"]
    staff.post(f"{PAGES}/order", data={"move": "up-about"})
    assert foot(browser.get("/en/").text)[:3] == ["about", "imprint", "terms"]
    staff.post(f"{PAGES}/order", data={"order": ",".join(reversed(before))})
    assert foot(browser.get("/en/").text) == before[::-1]
    assert AuditEntry.select().where(AuditEntry.act == "page.move").count() == 2
    for nothing in ({"move": f"up-{before[-1]}"}, {"order": "x,,-1,"}, {}):
        assert staff.post(f"{PAGES}/order", data=nothing).status_code == 303
    assert staff.post(f"{PAGES}/order", data={"move": "up-nowhere"}).status_code == 404
    # the start page stands in no menu
    assert staff.post(f"{PAGES}/order", data={"move": "up-home"}).status_code == 303
    assert AuditEntry.select().count() == 2


def test_a_page_stands_in_the_header_or_in_no_menu(staff: FlaskClient, browser: FlaskClient) -> None:
    for place, in_header in (("header", True), ("none", False)):
        page = staff.get(f"{PAGES}/about").text
        form = next(one for one in forms_of(page, "") if one.action == f"{PAGES}/about")
        assert staff.post(f"{PAGES}/about", data={**form.fields, "place": place}).status_code == 303
        shown = browser.get("/en/").text
        assert ('href="/en/pages/about"' in shown.partition("</header>")[0]) is in_header
        # a phone shows no links in the header, and the checkout none at all
        assert ("about" in foot(shown)) is in_header
        assert browser.get("/en/pages/about").status_code == 200


# -- what the law asks for --------------------------------------------------------------------------


def test_the_list_says_which_legal_pages_are_missing(staff: FlaskClient) -> None:
    assert "Pages that the law asks for are missing" not in staff.get(PAGES).text
    ContentPage.delete().where(ContentPage.slug == "imprint").execute()
    ContentPage.delete().where(ContentPage.slug == "terms", ContentPage.language.in_(["de", "ar"])).execute()
    ContentPage.update(published=False).where(ContentPage.slug == "privacy").execute()
    shown = staff.get(PAGES).text.partition('aria-labelledby="lacking"')[2].partition("</section>")[0]
    assert re.findall(r'<a href="([^"]+)">([^<]+)</a>', shown) == [
        ("/desk/pages/new?slug=imprint", "Imprint: there is no such page."),
        ("/desk/pages/terms", "Terms and conditions: it is not written in Deutsch and \u2068العربية\u2069."),
        ("/desk/pages/privacy", "Privacy: it is not published."),
    ]
    new = staff.get(f"{PAGES}/new?slug=imprint").text
    assert 'name="slug" value="imprint"' in new and 'value="Impressum"' in new


def test_what_the_law_asks_for_is_not_deleted_and_other_pages_are(staff: FlaskClient, browser: FlaskClient) -> None:
    path = f"{PAGES}/terms"
    assert f"{path}/delete" not in staff.get(path).text
    staff.post(f"{path}/delete", headers={"Referer": f"http://localhost{path}"})
    assert "it can be changed and not deleted" in staff.get(path).text
    assert rows_of("terms") != {}
    assert f"{PAGES}/about/delete" in staff.get(f"{PAGES}/about").text
    assert staff.post(f"{PAGES}/about/delete").status_code == 303
    assert rows_of("about") == {}
    assert browser.get("/en/pages/about").status_code == 404
    assert AuditEntry.get().before["text.en"]["title"] == "About us"


def test_a_contract_holds_only_terms_that_shoppers_see(demo: Any) -> None:
    ContentPage.update(draft=False).execute()
    ContentPage.update(published=False).where(ContentPage.slug == "imprint").execute()
    assert set(contract_texts(Wording(current(), "en"))) == {"terms", "returns"}


def test_the_start_page_says_what_its_form_says(staff: FlaskClient, browser: FlaskClient) -> None:
    page = staff.get(f"{PAGES}/home").text
    form = next(one for one in forms_of(page, "") if one.action == f"{PAGES}/home")
    assert {"state", "place", "slug"} & set(form.fields) == set()
    assert staff.post(f"{PAGES}/home", data={**form.fields, "t-en-title": "Made to be mended"}).status_code == 303
    assert "Made to be mended" in browser.get("/en/").text
    assert browser.get("/en/pages/home").status_code == 404


# -- who may --------------------------------------------------------------------------------------


def test_sellers_and_strangers_have_no_part_in_the_shops_pages(demo: Any, browser: FlaskClient) -> None:
    seller = open_desk(demo, "seller", "harbour-and-field")
    for who, status in ((seller, 404), (browser, 303)):
        for path in (PAGES, f"{PAGES}/new", f"{PAGES}/terms"):
            assert who.get(path).status_code == status, path
        for path in (f"{PAGES}/new", f"{PAGES}/terms", f"{PAGES}/order", f"{PAGES}/about/delete"):
            assert who.post(path, data={**WORDS, "slug": "x"}).status_code == status, path
    one = actor("seller")
    texts = {"en": {"title": "x", "body": "x"}}
    for act in (
        lambda: create_page(one, "x", "published", "footer", texts),
        lambda: change_page(one, "terms", "", "published", "footer", texts),
        lambda: order_pages(one, ["terms", "about"]),
        lambda: delete_page(one, "about"),
    ):
        with pytest.raises(NotFound):
            act()
    assert rows_of("about") and not rows_of("x")
    assert AuditEntry.select().count() == 0
