"""Lists: what is seen, narrowed, ordered, cut into pages; facets agree with what is listed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from storefront import db, migrations
from storefront.catalogue.actions import save_attribute, save_category, save_offers, save_products, save_seller
from storefront.catalogue.drafts import (
    AttributeDraft,
    CategoryDraft,
    CategoryTextDraft,
    OfferDraft,
    ProductDraft,
    ProductTextDraft,
    SellerDraft,
    VariantDraft,
)
from storefront.catalogue.facets import price_ranges
from storefront.catalogue.lists import Filters, Scope, narrowing, page_of
from storefront.catalogue.paging import SORTS, Sort, WrongMark
from storefront.catalogue.queries import (
    Listing,
    Viewer,
    cards,
    category_tree,
    home_lists,
    listing,
    offers_for,
    product_details,
    sellers,
    visibility,
    visible_among,
)
from storefront.catalogue.search.finding import find
from storefront.catalogue.sitemaps import product_files, product_places

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
MODELS = frozenset({"retail", "wholesale"})
ANYONE = Viewer(MODELS, NOW, languages=("de", "en"))
KITCHEN, GARDEN = Scope(category_id=2), Scope(category_id=3)


def product(number: int, **more: object) -> ProductDraft:
    """Product 1 … 12: each third is red, the others blue; the first six are kitchen things."""
    colour = "red" if number % 3 == 0 else "blue"
    texts = {"en": ProductTextDraft(f"Thing {number}", description="<p>Good for tea</p>")}
    draft = ProductDraft(
        f"thing-{number}",
        texts,
        (VariantDraft(f"T{number}", {"colour": colour}),),
        category="kitchen" if number <= 6 else "garden",
        attributes={"material": "oak" if number % 2 else "steel"},
        popularity=number // 2,
    )
    return replace(draft, **more)  # type: ignore[arg-type]


def offer(number: int, **more: object) -> OfferDraft:
    draft = OfferDraft(f"T{number}", "acme", "retail", "EUR", 1000 + 100 * (number // 2), stock=number % 4)
    return replace(draft, **more)  # type: ignore[arg-type]


@pytest.fixture(autouse=True)
def shop_database() -> Iterator[None]:
    """Twelve products at retail; three of them wholesale, one of these for members only."""
    db.open_database("sqlite:///:memory:")
    migrations.migrate()
    save_seller(SellerDraft("acme", "Acme", "DE"))
    save_seller(SellerDraft("bulk", "Bulk", "PT"))
    for slug, parent in (("home", ""), ("kitchen", "home"), ("garden", "home"), ("empty", "")):
        save_category(CategoryDraft(slug, {"en": CategoryTextDraft(slug.title())}, parent))
    save_attribute(AttributeDraft("colour", {"en": "Colour"}, {"red": {"en": "Red"}, "blue": {"en": "Blue"}}))
    save_attribute(
        AttributeDraft("material", {"en": "Material", "de": "Stoff"}, {"oak": {"de": "Eiche"}, "steel": {}})
    )
    for first in (1, 7):
        save_products([product(n) for n in range(first, first + 6)], NOW + timedelta(minutes=first))
    save_offers([offer(number) for number in range(1, 13)], NOW)
    wholesale = [offer(n, business_model="wholesale", seller="bulk", price=10 * n, stock=9) for n in (1, 2)]
    save_offers([*wholesale, offer(3, business_model="wholesale", seller="bulk", audience="members")], NOW)
    yield
    db.close()


def all_ids(asked_scope: Scope, filters: Filters, sort: Sort, limit: int = 5) -> list[int]:
    """The ids of every page, one after the other."""
    asked = narrowing(ANYONE, asked_scope, filters)
    found: list[int] = []
    after = ""
    while True:
        page = page_of(asked, sort, after, limit)
        found += page.product_ids
        if not page.after:
            return found
        after = page.after


@pytest.mark.parametrize("sort", SORTS)
def test_pages_hold_every_product_once(sort: Sort) -> None:
    ids = all_ids(Scope(category_id=1), Filters(), sort)
    assert sorted(ids) == list(range(1, 13))


@pytest.mark.parametrize(
    ("sort", "ids"),
    [
        ("popularity", [12, 11, 10, 9, 8, 7]),
        ("price", [7, 8, 9, 10, 11, 12]),
        ("-price", [12, 11, 10, 9, 8, 7]),
        ("newest", [12, 11, 10, 9, 8, 7]),
    ],
)
def test_lists_are_ordered_with_ties_by_product(sort: Sort, ids: list[int]) -> None:
    assert all_ids(GARDEN, Filters(), sort) == ids


def test_the_newest_come_first_whatever_their_popularity() -> None:
    save_products([product(13, popularity=0)], NOW + timedelta(days=1))
    save_offers([offer(13)], NOW)
    assert all_ids(GARDEN, Filters(), "newest")[:2] == [13, 12]
    assert all_ids(GARDEN, Filters(), "popularity")[-1] == 13


def test_the_lowest_price_that_the_viewer_sees_orders_the_list() -> None:
    assert all_ids(KITCHEN, Filters(), "price") == [1, 2, 3, 4, 5, 6]
    retail = narrowing(Viewer(frozenset({"retail"}), NOW), KITCHEN)
    assert page_of(retail, "-price").product_ids == (6, 5, 4, 3, 2, 1)


@pytest.mark.parametrize("mark", ["x", "!!", "W10", "WyJwcmljZSIsMSwxXQ", "9" * 500, "WyJwb3B1bGFyaXR5IiwieCIsMV0"])
def test_a_mark_that_is_not_the_lists_own_is_refused(mark: str) -> None:
    with pytest.raises(WrongMark, match="start at its first page"):
        page_of(narrowing(ANYONE, KITCHEN), "popularity", mark)


def test_a_mark_belongs_to_one_order() -> None:
    after = page_of(narrowing(ANYONE, KITCHEN), "popularity", limit=2).after
    with pytest.raises(WrongMark):
        page_of(narrowing(ANYONE, KITCHEN), "price", after)


FILTERS = [
    Filters(),
    Filters({"colour": ("red",)}),
    Filters({"colour": ("red", "blue"), "material": ("oak",)}),
    Filters({"material": ("steel",)}, low=1100, high=1500),
    Filters({"colour": ("blue",)}, in_stock=True),
    Filters(business_models=("wholesale",)),
    Filters({"colour": ("blue",)}, business_models=("retail",), in_stock=True, low=1000),
    Filters({"colour": ("green",)}),
    Filters({"size": ("xl",)}),
]


def total(filters: Filters) -> int:
    ids = all_ids(Scope(category_id=1), filters, "popularity")
    found = listing(ANYONE, Scope(category_id=1), filters).page.total
    assert len(ids) == found
    return found


@pytest.mark.parametrize("filters", FILTERS)
def test_each_facet_counts_what_choosing_it_lists(filters: Filters) -> None:
    facets = listing(ANYONE, Scope(category_id=1), filters).facets
    for facet in facets.attributes:
        for choice in facet.choices:
            chosen = {**filters.attributes, facet.code: (choice.code,)}
            assert choice.count == total(replace(filters, attributes=chosen)), choice
    for choice in facets.business_models:
        assert choice.count == total(replace(filters, business_models=(choice.code,))), choice
    for prices in facets.prices:
        assert prices.count == total(replace(filters, low=prices.low, high=prices.high)), prices
    assert facets.in_stock == total(replace(filters, in_stock=True))


def test_filters_leave_exactly_what_has_the_values() -> None:
    assert all_ids(KITCHEN, Filters({"colour": ("red",)}), "price") == [3, 6]
    assert all_ids(KITCHEN, Filters({"colour": ("red",), "material": ("oak",)}), "price") == [3]
    assert all_ids(KITCHEN, Filters(low=1100, high=1200), "price") == [3, 4, 5]
    assert all_ids(KITCHEN, Filters(business_models=("wholesale",)), "price") == [1, 2]
    assert all_ids(KITCHEN, Filters({"colour": ("green",)}), "price") == []


def test_facets_speak_the_viewers_language_or_fall_back() -> None:
    facets = listing(ANYONE, KITCHEN, Filters({"material": ("oak",)})).facets.attributes
    assert [(f.label, [(c.label, c.count, c.chosen) for c in f.choices]) for f in facets] == [
        ("Colour", [("Red", 1, False), ("Blue", 2, False)]),
        ("Stoff", [("Eiche", 3, True), ("steel", 3, False)]),
    ]


def test_price_ranges_have_round_bounds_and_count_every_price() -> None:
    ranges = price_ranges([990, 1490, 2490, 4900, 9900, 12000])
    assert [(r.low, r.high, r.count) for r in ranges] == [
        (0, 999, 1),
        (1000, 1999, 1),
        (2000, 4999, 2),
        (5000, 9999, 1),
        (10000, None, 1),
    ]
    assert price_ranges([500]) == ()
    assert next(iter(price_ranges([990, 12000], 100, 200))).chosen


def test_private_offers_show_to_their_audience_only() -> None:
    member = replace(ANYONE, audiences=frozenset({"members"}))
    only = Filters(business_models=("wholesale",))
    assert listing(ANYONE, KITCHEN, only).page.total == 2
    assert listing(member, KITCHEN, only).page.total == 3
    assert [o.product_id for o in offers_for(ANYONE, product_ids=[3])] == [3]
    assert {o.business_model for o in offers_for(member, product_ids=[3])} == {"retail", "wholesale"}


def test_offers_of_a_disabled_model_are_not_there() -> None:
    retail = Viewer(frozenset({"retail"}), NOW)
    assert {o.business_model for o in offers_for(retail, product_ids=[1, 2, 3])} == {"retail"}
    assert offers_for(Viewer(frozenset(), NOW), product_ids=[1]) == []
    assert listing(Viewer(frozenset(), NOW), KITCHEN, Filters()).page.total == 0


def test_an_offer_carries_all_that_a_price_needs() -> None:
    (found,) = offers_for(Viewer(frozenset({"wholesale"}), NOW), variant_ids=[2])
    assert (found.sku, found.seller.slug, found.seller.country) == ("T2", "bulk", "PT")
    assert (found.available, found.prices["EUR"].amount, found.product_id) == (9, 20, 2)


def test_an_offer_ends_at_its_last_moment() -> None:
    save_offers([offer(1, valid_until=NOW + timedelta(hours=1))], NOW)
    retail = Viewer(frozenset({"retail"}), NOW)
    assert len(offers_for(retail, product_ids=[1])) == 1
    assert offers_for(replace(retail, now=NOW + timedelta(hours=1)), product_ids=[1]) == []


def test_a_product_is_live_ended_or_gone() -> None:
    retail = Viewer(frozenset({"retail"}), NOW)
    assert visibility(1, retail) == "live"
    save_offers([offer(1, active=False)], NOW)
    assert visibility(1, retail) == "ended"
    assert visibility(1, ANYONE) == "live"
    assert visibility(1, Viewer(frozenset({"auction"}), NOW)) == "gone"
    assert visibility(999, ANYONE) == "gone"
    save_products([product(2, published=False)], NOW)
    assert visibility(2, ANYONE) == "gone"
    assert visible_among([2, 1, 3], retail) == [3]


def test_a_private_offer_is_no_trace_for_others() -> None:
    save_offers([offer(3, active=False)], NOW)
    wholesale = Viewer(frozenset({"wholesale"}), NOW)
    assert visibility(3, wholesale) == "gone"
    assert visibility(3, replace(wholesale, audiences=frozenset({"members"}))) == "live"


def test_a_list_of_what_was_found_keeps_its_order_and_is_narrowed_like_any_other() -> None:
    save_products([product(4, texts={"en": ProductTextDraft("Tea box")})], NOW)
    tea = Scope(found=find("TEA", ANYONE))
    found = listing(ANYONE, tea, Filters(), "relevance")
    assert found.page.product_ids[0] == 4
    assert found.page.total == 12
    assert all_ids(tea, Filters(), "relevance") == list(tea.found.product_ids if tea.found else ())
    assert all_ids(tea, Filters({"colour": ("red",)}), "relevance") == [12, 9, 6, 3]
    assert all_ids(tea, Filters(), "price") == list(range(1, 13))


@pytest.mark.parametrize("query", ["", "   ", "%", "_", "!", "100%", "\\", "' OR 'x'='x"])
def test_a_search_takes_signs_as_they_are(query: str) -> None:
    assert listing(ANYONE, Scope(found=find(query, ANYONE)), Filters(), "relevance").page.product_ids == ()


def test_a_sellers_list_holds_what_he_offers() -> None:
    assert set(listing(ANYONE, Scope(seller_id=2), Filters()).page.product_ids) == {1, 2}
    assert [seller.slug for seller in sellers(ANYONE)] == ["acme", "bulk"]
    assert [seller.slug for seller in sellers(Viewer(frozenset({"wholesale"}), NOW))] == ["bulk"]


def test_the_tree_knows_which_categories_are_filled() -> None:
    tree = category_tree(ANYONE)
    assert [c.slug for c in tree.children(None)] == ["home"]
    home = tree.find("home")
    assert home is not None
    assert [c.slug for c in tree.children(home.id)] == ["kitchen", "garden"]
    assert [c.name for c in tree.way_to(2)] == ["Home", "Kitchen"]


def test_cards_come_in_the_order_asked_with_text_in_a_language_there_is() -> None:
    found = cards([5, 1, 999], ANYONE)
    assert [(card.slug, card.language) for card in found] == [("thing-5", "en"), ("thing-1", "en")]
    assert found[1].business_models == ("retail", "wholesale")
    assert found[1].swatches == ("blue",)


def test_details_show_facts_and_options_apart() -> None:
    found = product_details("thing-3", ("de", "en"))
    assert found is not None
    assert [(f.label, f.value_label) for f in found.facts] == [("Stoff", "Eiche")]
    assert found.variants[0].value_of("colour") == "red"
    assert product_details("nothing", ("en",)) is None


def test_home_shows_each_product_once() -> None:
    assert home_lists(ANYONE, 4) == {"popular": (12, 11, 10, 9), "newest": (12, 11, 10, 9)}


def test_the_sitemap_lists_what_everyone_may_see() -> None:
    member = Viewer(frozenset({"wholesale"}), NOW, frozenset({"members"}))
    assert [place.path for place in product_places(member, range(1, 1000))] == ["p/thing-1", "p/thing-2"]
    assert [place.path for place in product_places(member, range(2, 1000))] == ["p/thing-2"]
    assert product_files(member, 1) == [1, 2]
    assert product_files(member, 1000) == [1]


def test_a_list_costs_the_same_number_of_queries_whatever_it_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    statements: list[str] = []
    execute = type(db.database.obj).execute_sql

    def counted(self: object, sql: str, *args: object, **more: object) -> object:
        statements.append(sql)
        return execute(self, sql, *args, **more)

    monkeypatch.setattr(type(db.database.obj), "execute_sql", counted)

    def cost(scope: Scope) -> int:
        statements.clear()
        found: Listing = listing(ANYONE, scope, Filters())
        cards(found.page.product_ids, ANYONE)
        offers_for(ANYONE, product_ids=found.page.product_ids)
        return len(statements)

    assert cost(KITCHEN) == cost(Scope(category_id=1)) == 11
    assert cost(Scope(category_id=4)) <= 11


@pytest.mark.parametrize("gathered", [5, 100])
@pytest.mark.parametrize(
    ("place", "first"), [(KITCHEN, (6, 5, 4, 3, 2, 1)), (Scope(seller_id=1), (12, 11, 10, 9)), (Scope(), (12, 11, 10, 9))]
)
def test_a_large_place_is_counted_up_to_its_most_popular(
    monkeypatch: pytest.MonkeyPatch, place: Scope, first: tuple[int, ...], gathered: int
) -> None:
    """However the most popular ones are found: walking all products, or gathering the place's own."""
    monkeypatch.setattr("storefront.catalogue.lists.MOST_COUNTED", 4)
    monkeypatch.setattr("storefront.catalogue.lists.MOST_GATHERED", gathered)
    retail = Viewer(frozenset({"retail"}), NOW)
    found = listing(retail, place, Filters())
    assert (found.page.capped, found.page.total) == (True, 4)
    assert found.page.product_ids[: len(first)] == first
    (material,) = [one for one in found.facets.attributes if one.code == "material"]
    assert [(choice.code, choice.count) for choice in material.choices] == [("oak", 2), ("steel", 2)]
    assert found.facets.business_models[0].count == 4
    red = listing(retail, place, Filters({"colour": ("red",)}))
    assert (red.page.total, red.facets.business_models[0].count) == (2, 2)
