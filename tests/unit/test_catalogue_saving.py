"""Saving is an upsert: the same again changes nothing, and what differs is all that is written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from storefront import db
from storefront.catalogue.actions import (
    end_offers,
    link_related,
    save_attribute,
    save_category,
    save_offer,
    save_offers,
    save_product,
    save_products,
    save_seller,
)
from storefront.catalogue.drafts import (
    AttributeDraft,
    CategoryDraft,
    CategoryTextDraft,
    ImageDraft,
    OfferDraft,
    OfferPriceDraft,
    ProductDraft,
    ProductTextDraft,
    SellerDraft,
    VariantDraft,
    WrongDraft,
)
from storefront.catalogue.html import cleaned
from storefront.catalogue.offers import UNKNOWN_PRICE
from storefront.catalogue.shelf import refresh_lapsed
from storefront.catalogue.tables import (
    AttributeValue,
    Category,
    Image,
    Offer,
    PriceHistory,
    Product,
    ProductAttribute,
    ProductCategory,
    ProductText,
    RelatedProduct,
    Shelf,
    Stock,
    Variant,
)
from storefront.pricing.prior import prior_prices
from storefront.pricing.tables import ExchangeRate
from storefront.tables import core_tables

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)
KETTLE = ProductDraft(
    "kettle",
    {"en": ProductTextDraft("Kettle", "One line", "<p>For tea.</p>"), "de": ProductTextDraft("Kessel")},
    (VariantDraft("K-RED", {"colour": "red"}, image=0), VariantDraft("K-BLUE", {"colour": "blue"}, position=1)),
    category="kitchen",
    attributes={"material": "steel"},
    images=(ImageDraft(source_url="https://shop.example/kettle.jpg"),),
    related=("cup",),
)
OFFER = OfferDraft("K-RED", "acme", "retail", "EUR", 4900, stock=3)


@pytest.fixture(autouse=True)
def shop_database() -> Iterator[None]:
    """A seller, two categories and two attributes."""
    db.open_database("sqlite:///:memory:")
    db.database.create_tables(core_tables())
    save_seller(SellerDraft("acme", "Acme", "DE"))
    save_category(CategoryDraft("home", {"en": CategoryTextDraft("Home")}))
    save_category(CategoryDraft("kitchen", {"en": CategoryTextDraft("Kitchen")}, parent="home"))
    save_attribute(AttributeDraft("colour", {"en": "Colour"}, {"red": {"en": "Red"}, "blue": {"en": "Blue"}}))
    save_attribute(AttributeDraft("material", {"en": "Material"}, {"steel": {"en": "Steel"}}))
    yield
    db.close()


def shelf() -> list[tuple[str, str, int, bool]]:
    columns = (Shelf.business_model, Shelf.audience, Shelf.base_price, Shelf.in_stock)
    return list(Shelf.select(*columns).order_by(Shelf.business_model, Shelf.audience).tuples())


def places() -> set[str]:
    query = ProductCategory.select(Category.slug).join(Category)
    return {slug for (slug,) in query.tuples()}


def history() -> list[tuple[str, int, int | None]]:
    columns = (PriceHistory.currency, PriceHistory.price, PriceHistory.reduced_price)
    return list(PriceHistory.select(*columns).order_by(PriceHistory.id).tuples())


def test_a_product_is_created_once_and_the_same_again_changes_nothing() -> None:
    assert save_product(KETTLE, NOW) == "created"
    assert save_product(KETTLE, LATER) == "unchanged"
    assert Product.get().updated_at == NOW


@pytest.mark.parametrize(
    "change",
    [
        {"brand": "Ferralta"},
        {"texts": {"en": ProductTextDraft("Kettle")}},
        {"variants": KETTLE.variants[:1]},
        {"variants": (replace(KETTLE.variants[0], options={"colour": "blue"}), KETTLE.variants[1])},
        {"category": "home"},
        {"attributes": {}},
        {"images": ()},
    ],
)
def test_any_difference_is_an_update_and_moves_its_date(change: dict[str, object]) -> None:
    save_product(KETTLE, NOW)
    assert save_product(replace(KETTLE, **change), LATER) == "updated"  # type: ignore[arg-type]
    assert (Product.get().created_at, Product.get().updated_at) == (NOW, LATER)
    assert save_product(replace(KETTLE, **change), LATER) == "unchanged"  # type: ignore[arg-type]


def test_a_product_stands_in_its_category_and_those_above() -> None:
    save_product(KETTLE, NOW)
    assert places() == {"home", "kitchen"}
    save_product(replace(KETTLE, category="home"), NOW)
    assert places() == {"home"}


def test_a_moved_category_takes_its_products_along() -> None:
    save_product(KETTLE, NOW)
    save_category(CategoryDraft("sale", {"en": CategoryTextDraft("Sale")}))
    moved = CategoryDraft("kitchen", {"en": CategoryTextDraft("Kitchen")}, parent="sale")
    assert save_category(moved) == "updated"
    assert save_category(moved) == "unchanged"
    assert places() == {"sale", "kitchen"}
    assert Category.get(Category.slug == "kitchen").path == "/3/2/"


def test_a_category_cannot_stand_below_itself() -> None:
    with pytest.raises(WrongDraft, match="cannot stand below itself"):
        save_category(CategoryDraft("home", {"en": CategoryTextDraft("Home")}, parent="kitchen"))
    assert Category.get(Category.slug == "home").path == "/1/"


def test_facts_and_options_are_told_apart() -> None:
    save_product(KETTLE, NOW)
    query = ProductAttribute.select(AttributeValue.code, ProductAttribute.option).join(AttributeValue)
    assert sorted(query.tuples()) == [("blue", True), ("red", True), ("steel", False)]


def test_descriptions_are_cleaned_and_names_folded() -> None:
    text = ProductTextDraft("Wasserkeßel", description="<p onclick='x()'>Für Tee<script>1</script></p>")
    save_product(replace(KETTLE, texts={"de": text}), NOW)
    row = ProductText.get()
    assert row.description == "<p>Für Tee</p>"
    assert row.search.startswith("wasserkessel ")


def test_links_lead_to_web_pages_only() -> None:
    assert cleaned('<a href="javascript:x()">a</a>') == '<a rel="nofollow noopener noreferrer">a</a>'


def test_related_products_are_linked_once_they_exist() -> None:
    save_product(KETTLE, NOW)
    assert RelatedProduct.select().count() == 0
    save_product(ProductDraft("cup", {"en": ProductTextDraft("Cup")}, (VariantDraft("CUP"),)), NOW)
    assert link_related({"kettle": ["cup", "kettle", "nothing"]}) == 1
    assert link_related({"kettle": ["cup", "kettle", "nothing"]}) == 0
    assert list(RelatedProduct.select(RelatedProduct.product, RelatedProduct.related).tuples()) == [(1, 2)]


def test_a_fetched_picture_stays_when_its_address_is_saved_again() -> None:
    save_product(KETTLE, NOW)
    Image.update(kind="raster", digest="ab12", width=4, height=3).execute()
    assert save_product(KETTLE, LATER) == "unchanged"
    assert (Image.get().kind, Image.get().digest) == ("raster", "ab12")


def test_a_variant_without_offers_goes_and_one_with_offers_stays_off_sale() -> None:
    save_product(KETTLE, NOW)
    save_offer(OFFER, NOW)
    alone = replace(KETTLE, variants=(VariantDraft("K-NEW"),))
    assert save_product(alone, NOW) == "updated"
    assert {row.sku for row in Variant.select()} == {"K-RED", "K-NEW"}
    assert not Offer.get().active
    assert shelf() == []
    assert save_product(alone, LATER) == "unchanged"


def test_a_sku_belongs_to_one_product() -> None:
    save_product(KETTLE, NOW)
    thief = ProductDraft("cup", {"en": ProductTextDraft("Cup")}, (VariantDraft("K-RED"),))
    with pytest.raises(WrongDraft, match="SKU 'K-RED' belongs to another product"):
        save_product(thief, NOW)
    assert Product.select().count() == 1


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"category": "nowhere"}, "there is no category 'nowhere'"),
        ({"attributes": {"material": "gold"}}, "attribute 'material' has no value 'gold'"),
        ({"variants": (VariantDraft("A"), VariantDraft("A"))}, "SKU 'A' stands for two variants"),
    ],
)
def test_a_wrong_draft_is_refused_and_nothing_is_written(change: dict[str, object], message: str) -> None:
    with pytest.raises(WrongDraft, match=message):
        save_products([KETTLE, replace(KETTLE, slug="other", **change)], NOW)  # type: ignore[arg-type]
    assert Product.select().count() == 0


def test_an_offer_is_created_once_and_the_same_again_changes_nothing() -> None:
    save_product(KETTLE, NOW)
    assert save_offer(OFFER, NOW) == "created"
    assert save_offer(OFFER, LATER) == "unchanged"
    assert history() == [("EUR", 4900, None)]


def test_price_history_grows_only_when_announced_terms_change() -> None:
    save_product(KETTLE, NOW)
    save_offer(OFFER, NOW)
    save_offer(replace(OFFER, minimum=2, stock=1), LATER)
    assert history() == [("EUR", 4900, None)]
    save_offer(replace(OFFER, reduced_price=3900), LATER)
    save_offer(replace(OFFER, reduced_price=3900, prices={"NOK": OfferPriceDraft(49900)}), LATER)
    assert history() == [("EUR", 4900, None), ("EUR", 4900, 3900), ("NOK", 49900, None)]


def test_an_offer_brought_from_elsewhere_has_a_past() -> None:
    save_product(KETTLE, NOW)
    reduced = replace(OFFER, reduced_price=3900)
    save_offer(reduced, NOW, announced_at=NOW - timedelta(days=60))
    assert save_offer(reduced, LATER, announced_at=LATER - timedelta(days=60)) == "unchanged"
    assert history() == [("EUR", 4900, None), ("EUR", 4900, 3900)]
    assert prior_prices([(1, "EUR")], LATER) == {(1, "EUR"): 4900}


def test_a_change_of_stock_is_a_change_of_the_offer() -> None:
    save_product(KETTLE, NOW)
    save_offer(OFFER, NOW)
    assert save_offer(replace(OFFER, stock=0), NOW) == "updated"
    assert shelf() == [("retail", "", 4900, False)]


def test_an_offer_that_says_nothing_of_stock_shares_the_sellers() -> None:
    save_product(KETTLE, NOW)
    save_offers([OFFER, replace(OFFER, business_model="wholesale", stock=None)], NOW)
    assert [(row.tracked, row.on_hand) for row in Stock.select()] == [(True, 3)]
    assert {row.stock_id for row in Offer.select()} == {1}


def test_the_shelf_has_the_lowest_price_of_each_business_model_and_audience() -> None:
    save_product(KETTLE, NOW)
    save_offers(
        [
            OFFER,
            replace(OFFER, sku="K-BLUE", price=4500, stock=0),
            replace(OFFER, business_model="wholesale", price=300000, per=100, audience="members"),
        ],
        NOW,
    )
    assert shelf() == [("retail", "", 4500, True), ("wholesale", "members", 3000, True)]


def test_the_shelf_sorts_foreign_prices_by_the_days_rate() -> None:
    save_product(KETTLE, NOW)
    ExchangeRate.insert(currency="NOK", day="2026-10-30", rate="11.50").execute()
    ExchangeRate.insert(currency="NOK", day="2026-11-02", rate="99").execute()
    save_offer(replace(OFFER, currency="NOK", price=57500), NOW)
    assert shelf() == [("retail", "", 5000, True)]
    save_offer(replace(OFFER, currency="GBP", price=4500), NOW)
    assert shelf() == [("retail", "", UNKNOWN_PRICE, True)]
    save_offer(replace(OFFER, currency="GBP", prices={"EUR": OfferPriceDraft(5100)}), NOW)
    assert shelf() == [("retail", "", 5100, True)]


def test_minimum_quantity_decides_whether_there_is_enough() -> None:
    save_product(KETTLE, NOW)
    save_offer(replace(OFFER, minimum=4), NOW)
    assert shelf() == [("retail", "", 4900, False)]


def test_time_alone_takes_an_offer_off_the_shelf() -> None:
    save_product(KETTLE, NOW)
    save_offer(replace(OFFER, valid_until=LATER), NOW)
    assert refresh_lapsed(LATER - timedelta(seconds=1), NOW) == set()
    assert shelf() == [("retail", "", 4900, True)]
    assert refresh_lapsed(LATER, NOW) == {1}
    assert shelf() == []


def test_a_product_out_of_sight_leaves_the_shelf_and_comes_back() -> None:
    save_product(KETTLE, NOW)
    save_offer(OFFER, NOW)
    save_product(replace(KETTLE, published=False), NOW)
    assert shelf() == []
    save_product(KETTLE, NOW)
    assert shelf() == [("retail", "", 4900, True)]


def test_ended_offers_are_off_sale() -> None:
    save_product(KETTLE, NOW)
    save_offer(OFFER, NOW)
    assert end_offers(["K-RED"], "acme", "wholesale", NOW) == 0
    assert end_offers(["K-RED"], "acme", "retail", NOW) == 1
    assert end_offers(["K-RED"], "acme", "retail", NOW) == 0
    assert shelf() == []


def test_an_offer_needs_its_variant_and_its_seller() -> None:
    with pytest.raises(WrongDraft, match="no variant with SKU 'K-RED'"):
        save_offer(OFFER, NOW)
    save_product(KETTLE, NOW)
    with pytest.raises(WrongDraft, match="no seller 'nobody'"):
        save_offer(replace(OFFER, seller="nobody"), NOW)
    assert Offer.select().count() == 0
    assert Stock.select().count() == 0


def test_attribute_values_that_are_not_named_stay() -> None:
    assert save_attribute(AttributeDraft("colour", {"en": "Colour"}, {"green": {"en": "Green"}})) == "updated"
    assert {row.code for row in AttributeValue.select().where(AttributeValue.attribute == 1)} == {
        "red",
        "blue",
        "green",
    }


def test_many_products_cost_few_statements(monkeypatch: pytest.MonkeyPatch) -> None:
    drafts = [
        replace(KETTLE, slug=f"kettle-{n}", variants=(VariantDraft(f"K{n}", {"colour": "red"}),)) for n in range(50)
    ]
    statements: list[str] = []
    execute = type(db.database.obj).execute_sql

    def counted(self: object, sql: str, *args: object, **more: object) -> object:
        statements.append(sql)
        return execute(self, sql, *args, **more)

    monkeypatch.setattr(type(db.database.obj), "execute_sql", counted)
    save_products(drafts, NOW)
    created = len(statements)
    statements.clear()
    save_products(drafts, NOW)
    assert created <= 40
    assert len(statements) <= 30
