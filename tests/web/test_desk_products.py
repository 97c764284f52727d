"""Products at the desk: made, changed, copied, deleted; by whom; and what is refused."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from desk_people import actor, open_desk
from flask.testing import FlaskClient
from PIL import Image as Picture
from small_shop import shipped_model

from storefront.accounts import tables as accounts
from storefront.catalogue import editing
from storefront.catalogue.drafts import WrongDraft
from storefront.catalogue.reading import read_product
from storefront.catalogue.seller_models import approve_models
from storefront.catalogue.tables import (
    Attribute,
    AttributeValue,
    Image,
    Offer,
    PriceHistory,
    Product,
    ProductText,
    Seller,
    Stock,
    Variant,
)
from storefront.desk.product_actions import change_product, delete_product, publish_products
from storefront.desk.product_form import state_of
from storefront.desk.tables import AuditEntry
from storefront.desk.versions import version_of
from storefront.errors import NotFound
from storefront.orders.tables import OrderLine
from storefront.web.limits import _counters

sys.path.insert(0, str(Path(__file__).parents[1] / "shop"))
from page_forms import forms_of  # noqa: E402

NEW = "/desk/products/new"


@pytest.fixture(autouse=True)
def put_back(demo: Any) -> Iterator[None]:
    """What a test makes is gone after it."""
    _counters.clear()
    known = {row.id for row in Product.select(Product.id)}
    yield
    for row in Product.select(Product.id).where(Product.id.not_in(known)):
        editing.delete_product(row.id)
    Attribute.delete().where(Attribute.code == "whistle").execute()
    AuditEntry.delete().execute()
    accounts.Person.delete().execute()


@pytest.fixture
def staff(demo: Any) -> FlaskClient:
    return open_desk(demo, "staff")


def fields(page: Any, action: str) -> dict[str, str]:
    """The fields of the editor's form; boxes that are not ticked are left out."""
    html = page.get_data(as_text=True)
    form = next(one for one in forms_of(html, action) if one.action == action)
    boxes = re.findall(r'<input[^>]*type="checkbox"[^>]*>', html)
    off = {re.search(r'name="([^"]+)"', box)[1] for box in boxes if " checked" not in box}  # type: ignore[index]
    return {name: value for name, value in form.fields.items() if name not in off and name != "upload"}


def editor(browser: FlaskClient, path: str = NEW) -> dict[str, str]:
    page = browser.get(path)
    assert page.status_code == 200
    return fields(page, path)


def picture(colour: str = "red", size: tuple[int, int] = (400, 300)) -> BytesIO:
    data = BytesIO()
    Picture.new("RGB", size, colour).save(data, "PNG")
    data.seek(0)
    return data


KETTLE = {
    "t-en-title": "Storm kettle",
    "t-en-description": "Boils fast.\n\nEven in wind & rain.",
    "t-de-title": "Sturmkessel",
    "t-zh-Hans-title": "风暴水壶",
    "t-ar-title": "غلاية العواصف",
    "v0-sku": "STORM-1",
    "v0-weight": "900",
    "o0-0-price": "49,90",
    "o0-0-stock": "٧",
    "hs_code": "7323.93",
    "origin": "PT",
    "category": "kitchen",
}


def made(browser: FlaskClient, **more: Any) -> int:
    """A product made by the form; its number."""
    answer = browser.post(NEW, data={**editor(browser), **KETTLE, "do": "save", **more})
    assert answer.status_code == 303, answer.get_data(as_text=True)
    return int(answer.headers["Location"].rsplit("/", 1)[1])


def path_of(number: int) -> str:
    return f"/desk/products/{number}"


def test_a_product_is_made_on_one_page_in_four_languages_with_pictures(staff: FlaskClient, browser: FlaskClient) -> None:
    number = made(staff, upload=[(picture("red"), "a.png"), (picture("blue"), "b.png")])
    row = Product.get_by_id(number)
    assert (row.slug, row.hs_code, row.origin, row.published) == ("storm-kettle", "732393", "PT", True)
    texts = {text.language: text for text in row.texts}
    assert texts["ar"].title == "غلاية العواصف"
    assert texts["en"].description == "<p>Boils fast.</p>\n<p>Even in wind &amp; rain.</p>"
    offer = Offer.select().join(Variant).where(Variant.sku == "STORM-1").get()
    assert (offer.price, offer.currency, offer.business_model) == (4990, "EUR", shipped_model())
    assert (offer.stock.on_hand, offer.stock.tracked) == (7, True)
    assert [len(image.widths) > 0 for image in row.images.order_by(Image.position)] == [True, True]
    for tag, word in (("en", "storm kettle"), ("de", "sturmkessel"), ("zh-Hans", "风暴水壶"), ("ar", "غلاية العواصف")):
        found = browser.get(f"/{tag}/search", query_string={"q": word}).text
        assert f"/{tag}/p/storm-kettle" in found
    assert "49.90" in browser.get("/en/p/storm-kettle?market=DE-EUR").text
    [entry] = AuditEntry.select()
    assert (entry.act, entry.subject) == ("product.create", f"product:{number}")
    assert entry.after["text.de"]["title"] == "Sturmkessel"


def test_a_form_that_was_not_changed_changes_nothing(staff: FlaskClient) -> None:
    number = made(staff)
    for slug in ("cast-iron-skillet", "storm-kettle"):
        found = Product.get_or_none(Product.slug == slug) or Product.select().order_by(Product.id).get()
        before = (read_product(found.id), PriceHistory.select().count(), AuditEntry.select().count())
        typed = editor(staff, path_of(found.id))
        answer = staff.post(path_of(found.id), data={**typed, "do": "save"})
        assert answer.status_code == 303
        assert (read_product(found.id), PriceHistory.select().count(), AuditEntry.select().count()) == before
    assert "There was nothing to change." in staff.get(path_of(number)).text


def test_no_product_of_the_demo_is_changed_by_saving_its_form(staff: FlaskClient) -> None:
    numbers = [row.id for row in Product.select(Product.id).order_by(Product.id)][::12]
    for number in numbers:
        before = read_product(number)
        typed = editor(staff, path_of(number))
        assert staff.post(path_of(number), data={**typed, "do": "save"}).status_code == 303
        assert read_product(number) == before
    assert AuditEntry.select().count() == 0


@pytest.mark.parametrize(
    "name, value, said",
    [
        ("hs_code", "99.1", "A customs code has 6 to 10 digits"),
        ("v0-gtin", "4006381333932", "the last of which is a check digit"),
        ("v0-weight", "heavy", "A whole number, please."),
        ("o0-0-price", "12.345", "Price · STORM-1: An amount looks like 12.50."),
        ("o0-0-reduced", "50", "The reduced price must be below the price."),
        ("o0-0-from", "tomorrow", "A day looks like 2026-12-31."),
        ("o0-0-stock", "-3", "A whole number, please."),
        ("m-email", "nobody", "An e-mail address looks like"),
        ("category", "nowhere", "Please choose one of the list."),
        ("o0-seller", "somebody-else", "Please choose one of the list."),
        ("related", "no-such-thing", "There is no product no-such-thing."),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(
    staff: FlaskClient, name: str, value: str, said: str
) -> None:
    before = Product.select().count()
    answer = staff.post(NEW, data={**editor(staff), **KETTLE, name: value, "do": "save"})
    page = re.sub(r"[\u2066-\u2069]", "", answer.get_data(as_text=True))
    assert answer.status_code == 422
    assert said in page
    assert f'href="#f-{name}"' in page
    typed = fields(answer, NEW)
    for kept, text in {**KETTLE, name: value}.items():
        if name not in ("category", "o0-seller") or kept != name:
            assert typed[kept].replace("\r\n", "\n") == text, kept
    assert Product.select().count() == before


def test_a_product_needs_a_title_and_a_language_with_words_needs_its_own(staff: FlaskClient) -> None:
    nothing = staff.post(NEW, data={**editor(staff), "do": "save", "v0-sku": "X-1"})
    assert nothing.status_code == 422
    assert "A title is needed in one language at least." in nothing.text
    half = staff.post(NEW, data={**editor(staff), **KETTLE, "t-de-title": "", "t-de-summary": "Gut", "do": "save"})
    assert "A title is needed where there are other words in this language." in half.text
    assert "Storm kettle" in half.text.partition('name="t-de-title"')[2].partition(">")[0], "the fallback is shown"


def test_a_sku_of_another_product_is_refused_at_its_row(staff: FlaskClient) -> None:
    taken = Variant.select().order_by(Variant.id).get().sku
    answer = staff.post(NEW, data={**editor(staff), **KETTLE, "v0-sku": taken, "do": "save"})
    assert answer.status_code == 422
    assert "Another product has this SKU." in answer.text
    assert Product.get_or_none(Product.slug == "storm-kettle") is None


def test_an_offer_under_a_model_its_seller_was_not_approved_for_is_refused_at_its_sheet(staff: FlaskClient) -> None:
    form = {**editor(staff), **KETTLE, "do": "save"}
    seller = Seller.get(Seller.slug == form["o0-seller"])
    approve_models(seller.id, ["another"])
    try:
        answer = staff.post(NEW, data=form)
        assert answer.status_code == 422 and 'href="#f-o0-seller"' in answer.text
        assert f"is approved for another, not for {form['o0-model']}." in re.sub(r"[\u2066-\u2069]", "", answer.text)
        assert Product.get_or_none(Product.slug == "storm-kettle") is None
    finally:
        approve_models(seller.id, [])


# -- pictures -------------------------------------------------------------------------------------


def test_what_is_no_picture_is_refused_with_its_name_and_the_others_are_kept(staff: FlaskClient) -> None:
    files = [(BytesIO(b"no picture"), "logo.png"), (picture("red"), "good.png")]
    answer = staff.post(NEW, data={**editor(staff), **KETTLE, "do": "save", "upload": files})
    assert answer.status_code == 422
    page = re.sub(r"[\u2066-\u2069]", "", answer.get_data(as_text=True))
    assert "logo.png: This is not a picture that can be read." in page
    typed = fields(answer, NEW)
    assert (typed["pictures"], typed["t-de-title"]) == ("1", "Sturmkessel")
    saved = staff.post(NEW, data={**typed, "do": "save"})
    assert saved.status_code == 303
    number = int(saved.headers["Location"].rsplit("/", 1)[1])
    assert Image.select().where(Image.product == number).count() == 1


def test_a_picture_with_too_many_pixels_is_refused(staff: FlaskClient) -> None:
    bomb = BytesIO()
    Picture.new("1", (20000, 20000)).save(bomb, "PNG")
    bomb.seek(0)
    answer = staff.post(NEW, data={**editor(staff), **KETTLE, "do": "save", "upload": [(bomb, "bomb.png")]})
    assert answer.status_code == 422
    assert "million pixels" in answer.text


def test_pictures_are_put_in_order_by_buttons_described_and_removed(staff: FlaskClient) -> None:
    number = made(staff, upload=[(picture(c), f"{c}.png") for c in ("red", "blue", "green")])
    digests = [row.digest for row in Image.select().where(Image.product == number).order_by(Image.position)]
    typed = editor(staff, path_of(number))
    typed["p2-alt-en"] = "The green one"
    turned = fields(staff.post(path_of(number), data={**typed, "do": "up-2"}), path_of(number))
    assert turned["p1-alt-en"] == "The green one"
    staff.post(path_of(number), data={**turned, "p0-gone": "1", "do": "save"})
    rows = list(Image.select().where(Image.product == number).order_by(Image.position))
    assert [row.digest for row in rows] == [digests[2], digests[1]]
    assert rows[0].alt == {"en": "The green one"}


def test_a_picture_that_the_shop_has_not_signed_is_none(staff: FlaskClient) -> None:
    number = made(staff, pictures="1", **{"p0-name": '["raster","../../etc",0]'})
    assert Image.select().where(Image.product == number).count() == 0


# -- variants, offers, stock ----------------------------------------------------------------------

# -- properties and each variant's picture -----------------------------------------------------------


def facts_of(number: int) -> dict[str, Any]:
    return dict(read_product(number).draft.attributes)


def test_properties_are_typed_found_by_filters_and_known_in_every_language(
    staff: FlaskClient, browser: FlaskClient
) -> None:
    more = {"a0-name": "Material", "a0-values": "Cast iron, Beech", "a1-name": "Whistle", "a1-values": "Loud; soft, low"}
    number = made(staff, **more)
    assert facts_of(number) == {"material": ("cast-iron", "beech"), "whistle": ("loud", "soft-low")}
    assert "storm-kettle" in browser.get("/en/c/kitchen?material=cast-iron").text
    # the shop's own words mean the same to somebody who reads another language
    german = editor(open_desk_in(staff, "de"), path_of(number))
    assert (german["a0-name"], german["a0-values"]) == ("Material", "Gusseisen, Buche")
    typed = {**german, "a0-values": "Gusseisen, emaillierter Stahl", "a1-values": ""}
    assert staff.post(path_of(number), data={**typed, "do": "save"}).status_code == 303
    assert facts_of(number) == {"material": ("cast-iron", "enamelled-steel")}


def open_desk_in(browser: FlaskClient, language: str) -> FlaskClient:
    assert browser.post("/desk/language", data={"language": language}).status_code == 303
    return browser


def test_saving_in_a_language_that_has_no_word_for_a_property_gives_it_none(staff: FlaskClient) -> None:
    number = made(staff, **{"a0-name": "Whistle", "a0-values": "Loud"})
    typed = editor(open_desk_in(staff, "ar"), path_of(number))
    assert (typed["a0-name"], typed["a0-values"]) == ("Whistle", "Loud")
    assert staff.post(path_of(number), data={**typed, "brand": "Other", "do": "save"}).status_code == 303
    assert Attribute.get(Attribute.code == "whistle").labels == {"en": "Whistle"}
    assert AttributeValue.get(AttributeValue.code == "loud").labels == {"en": "Loud"}


def test_values_need_a_property_and_rows_are_added_without_losing_anything(staff: FlaskClient) -> None:
    answer = staff.post(NEW, data={**editor(staff), **KETTLE, "a0-values": "Loud", "do": "save"})
    assert answer.status_code == 422
    assert "Say what these are values of." in answer.text
    more = staff.post(NEW, data={**editor(staff), **KETTLE, "a1-name": "Whistle", "do": "property"})
    typed = fields(more, NEW)
    assert (typed["properties"], typed["a1-name"], typed["a2-name"]) == ("3", "Whistle", "")
    assert typed["t-de-title"] == "Sturmkessel"


def test_a_variants_picture_is_chosen_and_stays_when_the_order_changes(staff: FlaskClient, browser: FlaskClient) -> None:
    number = made(staff, upload=[(picture("red"), "a.png"), (picture("blue"), "b.png")])
    assert read_product(number).draft.variants[0].image is None
    page = staff.get(path_of(number)).get_data(as_text=True)
    second = re.findall(r'<option value="([^"]*)"', page.partition('name="v0-picture"')[2])[2]
    typed = fields(staff.get(path_of(number)), path_of(number))
    assert staff.post(path_of(number), data={**typed, "v0-picture": second, "do": "save"}).status_code == 303
    assert read_product(number).draft.variants[0].image == 1
    typed = fields(staff.get(path_of(number)), path_of(number))
    assert typed["v0-picture"] == second
    turned = fields(staff.post(path_of(number), data={**typed, "do": "up-1"}), path_of(number))
    assert staff.post(path_of(number), data={**turned, "do": "save"}).status_code == 303
    assert read_product(number).draft.variants[0].image == 0
    gone = {**editor(staff, path_of(number)), "p0-gone": "1", "do": "save"}
    assert staff.post(path_of(number), data=gone).status_code == 303
    assert [variant.image for variant in read_product(number).draft.variants] == [None]
    wrong = {**editor(staff, path_of(number)), "v0-picture": "no-such-picture", "do": "save"}
    assert staff.post(path_of(number), data=wrong).status_code == 303
    assert read_product(number).draft.variants[0].image is None


def with_options(browser: FlaskClient) -> int:
    """A product in two colours and two sizes."""
    typed = {**editor(browser), **KETTLE, "v0-sku": ""}
    typed |= {"axis-1": "Colour", "values-1": "sand, teal", "do": "generate"}
    typed = fields(browser.post(NEW, data=typed), NEW)
    typed |= {"axis-2": "Volume", "values-2": "7 cups، 9 cups", "do": "generate"}
    typed = fields(browser.post(NEW, data=typed), NEW)
    assert typed["variants"] == "4"
    for row in range(4):
        typed |= {f"o0-{row}-price": str(40 + row), f"o0-{row}-stock": "3"}
    answer = browser.post(NEW, data={**typed, "do": "save"})
    assert answer.status_code == 303, answer.text
    return int(answer.headers["Location"].rsplit("/", 1)[1])


def test_options_times_values_make_the_rows(staff: FlaskClient, browser: FlaskClient) -> None:
    number = with_options(staff)
    read = read_product(number)
    assert [list(one.options.values()) for one in read.draft.variants] == [
        ["sand", "7-cups"], ["teal", "7-cups"], ["sand", "9-cups"], ["teal", "9-cups"],
    ]  # fmt: skip
    assert sorted(offer.price for offer in read.offers) == [4000, 4100, 4200, 4300]
    assert len({one.sku for one in read.draft.variants}) == 4
    page = browser.get("/en/p/storm-kettle?market=DE-EUR").text
    assert "teal" in page
    assert "9 cups" in page


def test_a_row_is_removed_for_good_unless_an_order_names_it(staff: FlaskClient) -> None:
    number = with_options(staff)
    skus = [one.sku for one in read_product(number).draft.variants]
    kept = Variant.get(Variant.sku == skus[1])
    line = OrderLine.insert(
        order=1, offer_id=1, variant_id=kept.id, sku="x", quantity=1, unit_price=1, net=1, tax=0, gross=1
    )
    from storefront.db import database

    database.execute_sql("PRAGMA foreign_keys=0")
    line_id = line.execute()
    try:
        typed = editor(staff, path_of(number))
        staff.post(path_of(number), data={**typed, "v0-gone": "1", "v1-gone": "1", "do": "save"})
    finally:
        OrderLine.delete().where(OrderLine.id == line_id).execute()
        database.execute_sql("PRAGMA foreign_keys=1")
    assert [row.sku for row in Variant.select().where(Variant.product == number).order_by(Variant.id)] == skus[1:]
    assert Offer.get(Offer.variant == kept.id).active is False


def test_another_sku_keeps_offers_stock_and_price_history(staff: FlaskClient) -> None:
    number = made(staff)
    offer = Offer.select().join(Variant).where(Variant.sku == "STORM-1").get()
    typed = editor(staff, path_of(number))
    assert staff.post(path_of(number), data={**typed, "v0-sku": "STORM-2", "do": "save"}).status_code == 303
    renamed = Variant.get(Variant.sku == "STORM-2")
    assert (renamed.id, Offer.get(Offer.variant == renamed.id).id) == (offer.variant_id, offer.id)
    assert PriceHistory.select().where(PriceHistory.offer_id == offer.id).count() == 1


def test_a_price_is_added_to_the_history_and_a_reduction_has_its_days(staff: FlaskClient) -> None:
    number = made(staff)
    offer = Offer.select().join(Variant).where(Variant.sku == "STORM-1").get()
    typed = editor(staff, path_of(number))
    typed |= {"o0-0-reduced": "39.90", "o0-0-from": "2026-11-01", "o0-0-until": "2026-12-24"}
    staff.post(path_of(number), data={**typed, "do": "save"})
    row = Offer.get_by_id(offer.id)
    assert row.reduced_price == 3990
    assert row.reduced_from == datetime(2026, 11, 1, tzinfo=UTC)
    assert row.reduced_until == datetime(2026, 12, 25, tzinfo=UTC)
    history = PriceHistory.select().where(PriceHistory.offer_id == offer.id).order_by(PriceHistory.id)
    assert [(one.price, one.reduced_price) for one in history] == [(4990, None), (4990, 3990)]
    again = editor(staff, path_of(number))
    assert (again["o0-0-reduced"], again["o0-0-until"]) == ("39.90", "2026-12-24")


def test_no_price_takes_the_offer_off_sale(staff: FlaskClient, browser: FlaskClient) -> None:
    number = made(staff)
    typed = editor(staff, path_of(number))
    staff.post(path_of(number), data={**typed, "o0-0-price": "", "do": "save"})
    assert Offer.select().join(Variant).where(Variant.sku == "STORM-1").get().active is False
    assert "/p/storm-kettle" not in browser.get("/en/search?q=storm").text


def test_what_was_sold_while_somebody_counted_stays_sold(staff: FlaskClient) -> None:
    number = made(staff)
    typed = editor(staff, path_of(number))
    Stock.update(on_hand=5).where(Stock.variant == Variant.get(Variant.sku == "STORM-1").id).execute()
    answer = staff.post(path_of(number), data={**typed, "o0-0-stock": "10", "do": "save"})
    assert answer.status_code == 303
    assert read_product(number).stock.popitem()[1] == 8


def test_a_row_takes_the_sku_of_one_that_is_removed_in_the_same_form(staff: FlaskClient) -> None:
    number = with_options(staff)
    skus = [one.sku for one in read_product(number).draft.variants]
    typed = editor(staff, path_of(number))
    taken = {**typed, "v0-sku": skus[1], "v1-sku": "", "do": "save"}
    refused = staff.post(path_of(number), data=taken)
    assert refused.status_code == 422
    assert "Another row has this SKU." in refused.text
    assert [one.sku for one in read_product(number).draft.variants] == skus
    answer = staff.post(path_of(number), data={**typed, "v0-sku": skus[1], "v1-gone": "1", "do": "save"})
    assert answer.status_code == 303, answer.text
    assert [one.sku for one in read_product(number).draft.variants] == skus[1:]


def test_a_preview_stays_one_from_variant_to_variant(staff: FlaskClient, browser: FlaskClient) -> None:
    number = with_options(staff)
    publish_products(actor("staff"), [number], False)
    link = re.search(r'href="(/en/p/storm-kettle\?preview=[^"]+)"', staff.get(path_of(number)).text)
    assert link is not None
    other = re.search(r'href="(/en/p/storm-kettle\?[^"]*variant=[^"]+)"', browser.get(link[1]).text)
    assert other is not None
    assert "Preview: so it looks" in browser.get(other[1].replace("&amp;", "&")).text


def test_two_variants_may_change_their_skus(demo: Any) -> None:
    one, two = Variant.select().order_by(Variant.id).limit(2)
    editing.rename_skus({one.id: two.sku, two.id: one.sku})
    assert Variant.get_by_id(one.id).sku == two.sku
    editing.rename_skus({one.id: one.sku, two.id: two.sku})
    other = Variant.select().order_by(Variant.id.desc()).get()
    with pytest.raises(WrongDraft, match="belongs to another product"):
        editing.rename_skus({one.id: other.sku})
    assert Variant.get_by_id(one.id).sku == one.sku


# -- two at once ----------------------------------------------------------------------------------


def test_the_second_of_two_is_told_sees_both_texts_and_keeps_his(demo: Any, staff: FlaskClient) -> None:
    number = made(staff)
    admin = open_desk(demo, "admin")
    mine, theirs = editor(staff, path_of(number)), editor(admin, path_of(number))
    admin.post(path_of(number), data={**theirs, "t-en-title": "Tempest kettle", "o0-0-price": "59", "do": "save"})
    answer = staff.post(path_of(number), data={**mine, "t-en-title": "Gale kettle", "brand": "Ours", "do": "save"})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "Somebody else has changed this meanwhile." in page
    assert "Changed last by" in page
    assert "admin@example.com" in page
    side_by_side = re.sub(r"\s+", " ", page.partition("conflict-rows")[2].partition("</table>")[0])
    assert "Title · English" in side_by_side
    assert side_by_side.index("Tempest kettle") < side_by_side.index("Gale kettle")
    assert side_by_side.index("Price · STORM-1") < side_by_side.index("59.00") < side_by_side.index("49.90")
    assert ProductText.get(ProductText.product == number, ProductText.language == "en").title == "Tempest kettle"
    kept = fields(answer, path_of(number))
    assert (kept["t-en-title"], kept["brand"]) == ("Gale kettle", "Ours")
    assert staff.post(path_of(number), data={**kept, "do": "save"}).status_code == 303
    assert ProductText.get(ProductText.product == number, ProductText.language == "en").title == "Gale kettle"


# -- copied, deleted, published -------------------------------------------------------------------


def test_a_copy_has_everything_but_stock_and_is_not_published(staff: FlaskClient) -> None:
    number = made(staff, upload=[(picture(), "a.png")])
    answer = staff.post(f"{path_of(number)}/copy")
    copied = read_product(int(answer.headers["Location"].rsplit("/", 1)[1]))
    assert (copied.draft.slug, copied.draft.published, len(copied.draft.images)) == ("storm-kettle-2", False, 1)
    assert [(offer.sku, offer.price) for offer in copied.offers] == [("STORM-1-2", 4990)]
    assert list(copied.stock.values()) == [0]


def test_a_product_that_orders_need_stays(demo: Any, staff: FlaskClient, place: Any) -> None:
    place(demo, 1)
    line = OrderLine.select().order_by(OrderLine.id.desc()).get()
    number = Variant.get_by_id(line.variant_id).product_id
    answer = staff.post(f"{path_of(number)}/delete", headers={"Referer": f"http://localhost{path_of(number)}"})
    assert answer.headers["Location"] == path_of(number)
    assert "Orders need this product, so it stays." in staff.get(path_of(number)).text
    assert Product.get_or_none(Product.id == number) is not None


def test_a_product_that_nobody_needs_is_deleted(staff: FlaskClient) -> None:
    number = made(staff, upload=[(picture(), "a.png")])
    offer = Offer.select().join(Variant).where(Variant.sku == "STORM-1").get().id
    assert staff.post(f"{path_of(number)}/delete").headers["Location"] == "/desk/products"
    assert Product.get_or_none(Product.id == number) is None
    assert Variant.get_or_none(Variant.sku == "STORM-1") is None
    assert PriceHistory.select().where(PriceHistory.offer_id == offer).count() == 1, "what was announced stays provable"
    assert AuditEntry.select().order_by(AuditEntry.id.desc()).get().act == "product.delete"
    assert staff.get(path_of(number)).status_code == 404


def test_marked_products_are_taken_off_sale_and_published_again(staff: FlaskClient, browser: FlaskClient) -> None:
    number = made(staff)
    staff.post("/desk/products/bulk", data={"mark": str(number), "act": "hide"})
    assert browser.get("/en/p/storm-kettle").status_code == 404
    assert "/p/storm-kettle" not in browser.get("/en/search?q=storm").text
    assert "1 product changed." in staff.get("/desk/products?state=unpublished").text
    staff.post("/desk/products/bulk", data={"mark": str(number), "act": "publish"})
    assert "/p/storm-kettle" in browser.get("/en/search?q=storm").text


def test_a_preview_shows_what_is_not_published_to_whoever_has_the_link(staff: FlaskClient, browser: FlaskClient) -> None:
    number = made(staff, state="unpublished")
    assert browser.get("/en/p/storm-kettle").status_code == 404
    link = re.search(r'href="(/en/p/storm-kettle\?preview=[^"]+)"', staff.get(path_of(number)).text)
    assert link is not None
    page = browser.get(f"{link[1]}&market=DE-EUR")
    assert page.status_code == 200
    assert "Preview: so it looks to shoppers" in page.text
    assert "49.90" in page.text
    assert 'content="noindex, follow"' in page.text
    other = Product.select().where(Product.id != number).get().slug
    assert "Preview:" not in browser.get(f"/en/p/{other}?{link[1].partition('?')[2]}").text
    assert browser.get(f"{link[1]}x").status_code == 404
    offer = Offer.select().join(Variant).where(Variant.sku == "STORM-1").get().id
    browser.post("/en/cart/add", data={"offer": str(offer), "quantity": "1"})
    assert "Storm kettle" not in browser.get("/en/cart").text


# -- the list -------------------------------------------------------------------------------------


def test_the_list_pages_by_place_both_ways(staff: FlaskClient) -> None:
    first = staff.get("/desk/products?sort=title").text
    following = re.search(r'rel="next" href="([^"]+)"', first)
    assert following is not None
    second = staff.get(following[1].replace("&amp;", "&")).text
    previous = re.search(r'rel="prev" href="([^"]+)"', second)
    assert previous is not None
    titles = re.findall(r"data-open><bdi>([^<]+)", first)
    assert len(titles) == 50
    assert titles == sorted(titles, key=str.lower)
    assert not set(titles) & set(re.findall(r"data-open><bdi>([^<]+)", second))
    assert re.findall(r"data-open><bdi>([^<]+)", staff.get(previous[1].replace("&amp;", "&")).text) == titles


def test_the_list_asks_the_same_number_of_questions_for_one_product_and_for_fifty(staff: FlaskClient, queries: Any) -> None:
    counts = []
    for path in ("/desk/products", "/desk/products?q=skillet"):
        with queries() as found:
            assert staff.get(path).status_code == 200
        counts.append(len(found))
    assert counts[0] == counts[1]
    assert counts[0] < 20


def test_the_desk_finds_a_product_by_its_sku_and_opens_it(staff: FlaskClient) -> None:
    number = made(staff)
    assert staff.get("/desk/find?q=STORM-1").headers["Location"] == path_of(number)
    assert path_of(number) in staff.get("/desk/find?q=storm").text


# -- whose it is ----------------------------------------------------------------------------------


def own_and_other() -> tuple[str, int, int]:
    """A seller, a product only he sells, and one only somebody else sells."""
    seller = Seller.select().join(Offer).order_by(Seller.id).get()
    mine = Variant.select(Variant.product).join(Offer).where(Offer.seller == seller.id)
    other = Variant.select(Variant.product).join(Offer).where(Offer.seller != seller.id, Variant.product.not_in(mine))
    return seller.slug, mine.tuples()[0][0], other.tuples()[0][0]


def test_a_seller_sees_and_changes_only_what_is_his(demo: Any) -> None:
    slug, own, other = own_and_other()
    browser = open_desk(demo, "seller", slug)
    assert browser.get(path_of(own)).status_code == 200
    title = ProductText.get(ProductText.product == other, ProductText.language == "en").title
    before = read_product(other)
    assert browser.get(path_of(other)).status_code == 404
    assert browser.post(path_of(other), data={"do": "save"}).status_code == 404
    for act in ("delete", "copy"):
        assert browser.post(f"{path_of(other)}/{act}").status_code == 404
    assert browser.post("/desk/products/bulk", data={"mark": [str(own), str(other)], "act": "hide"}).status_code == 404
    assert f"<bdi>{title}</bdi>" not in browser.get("/desk/products", query_string={"q": title}).text
    assert title not in browser.get("/desk/find", query_string={"q": before.draft.variants[0].sku}).text
    assert read_product(other) == before
    assert Product.get_by_id(own).published


def test_the_actions_themselves_refuse_a_stranger(demo: Any) -> None:
    slug, _own, other = own_and_other()
    open_desk(demo, "seller", slug)
    read = read_product(other)
    who = actor("seller")
    from storefront.desk.product_form import ProductInput

    for act in (
        lambda: publish_products(who, [other], False),
        lambda: delete_product(who, other),
        lambda: change_product(who, other, version_of(state_of(read)), ProductInput(read.draft, [], []), "en"),
    ):
        with pytest.raises(NotFound):
            act()
    assert read_product(other) == read
    assert AuditEntry.select().count() == 0


def test_a_seller_sells_in_nobody_elses_name(demo: Any) -> None:
    slug, _own, _other = own_and_other()
    browser = open_desk(demo, "seller", slug)
    stranger = Seller.get(Seller.slug != slug).slug
    typed = {**editor(browser), **KETTLE, "do": "save"}
    assert typed["o0-seller"] == slug
    assert browser.post(NEW, data={**typed, "o0-seller": stranger}).status_code == 422
    number = int(browser.post(NEW, data=typed).headers["Location"].rsplit("/", 1)[1])
    assert {offer.seller for offer in read_product(number).offers} == {slug}
    assert "Storm kettle" in browser.get("/desk/products").text


def test_of_a_product_that_others_sell_too_a_seller_changes_only_his_offer(demo: Any, staff: FlaskClient) -> None:
    number = made(staff)
    first = read_product(number).offers[0].seller
    second = Seller.get(Seller.slug != first)
    typed = editor(staff, path_of(number))
    typed = fields(staff.post(path_of(number), data={**typed, "do": "sheet"}), path_of(number))
    typed |= {"o1-seller": second.slug, "o1-0-price": "52", "o1-0-stock": "2", "do": "save"}
    assert staff.post(path_of(number), data=typed).status_code == 303
    browser = open_desk(demo, "seller", second.slug)
    own = editor(browser, path_of(number))
    assert "t-en-title" not in own
    assert own["o0-0-price"] == "52.00"
    assert "Other sellers have this product too" in browser.get(path_of(number)).text
    spoofed = {**own, "o0-0-price": "51", "t-en-title": "Stolen", "v0-sku": "STOLEN", "do": "save"}
    spoofed |= {"properties": "1", "a0-name": "Material", "a0-values": "Gold"}
    assert browser.post(path_of(number), data=spoofed).status_code == 303
    read = read_product(number)
    assert read.draft.texts["en"].title == "Storm kettle"
    assert read.draft.attributes == {}
    assert list(read.variant_ids) == ["STORM-1"]
    assert {(offer.seller, offer.price) for offer in read.offers} == {(first, 4990), (second.slug, 5100)}
