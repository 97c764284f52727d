"""The index is written with what it is made of, counts its words exactly, and can be made afresh while the shop sells."""

from __future__ import annotations

import logging
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import peewee
import pytest
from searching import LANGUAGES, NOW, found, viewer

from storefront import invalidations, worker
from storefront.catalogue import shelf
from storefront.catalogue.actions import (
    end_offers,
    save_attribute,
    save_category,
    save_offer,
    save_product,
    save_stock,
)
from storefront.catalogue.drafts import (
    AttributeDraft,
    CategoryDraft,
    CategoryTextDraft,
    OfferDraft,
    ProductDraft,
    ProductTextDraft,
    VariantDraft,
)
from storefront.catalogue.search import index, reindexing
from storefront.catalogue.search.finding import find
from storefront.catalogue.search.tables import SearchDocument, SearchWord
from storefront.catalogue.tables import Category, Product, Shelf
from storefront.db import transaction
from storefront.invalidations import Invalidation

Make = Callable[..., None]
LAMP = ProductDraft("lamp", {"en": ProductTextDraft("Lantern")}, (VariantDraft("L1"),))
OFFER = OfferDraft("L1", "acme", "retail", "EUR", 1000, stock=3)


def save_lamp(**more: object) -> None:
    save_product(replace(LAMP, **more), NOW)  # type: ignore[arg-type]


@pytest.fixture
def lamp(catalogue: Make) -> None:
    save_lamp()
    save_offer(OFFER, NOW)


def words_by_documents() -> dict[tuple[str, str], int]:
    """What the words' table must say, counted afresh."""
    counts: Counter[tuple[str, str]] = Counter()
    for row in SearchDocument.select():
        counts["*", ""] += 1
        counts.update((word, language) for word, _sign, language in (text.rpartition("~") for text in row.words.split()))
    return dict(counts)


def counted_words() -> dict[tuple[str, str], int]:
    return {(row.word, row.language): row.documents for row in SearchWord.select()}


def test_a_new_title_is_found_and_the_old_one_no_more(lamp: None) -> None:
    assert found("lantern") == ["lamp"]
    save_lamp(texts={"en": ProductTextDraft("Torch")})
    assert (found("lantern"), found("torch")) == ([], ["lamp"])


def test_a_change_that_is_rolled_back_changes_no_search(lamp: None) -> None:
    before = counted_words()
    with pytest.raises(ZeroDivisionError), transaction():
        save_lamp(texts={"en": ProductTextDraft("Torch")})
        raise ZeroDivisionError
    assert (found("lantern"), found("torch")) == (["lamp"], [])
    assert counted_words() == before


@pytest.mark.parametrize("gone", ["unpublished", "hidden", "ended", "lapsed", "deleted"])
def test_what_is_not_on_sale_is_not_found_and_not_counted(lamp: None, gone: str) -> None:
    if gone == "unpublished":
        save_lamp(published=False)
    elif gone == "hidden":
        save_lamp(hidden=True)
    elif gone == "ended":
        end_offers(["L1"], "acme", "retail", NOW)
    elif gone == "lapsed":
        save_offer(replace(OFFER, valid_until=NOW + timedelta(hours=1)), NOW)
        shelf.refresh_lapsed(NOW + timedelta(hours=2), NOW)
    else:
        Product.delete().where(Product.slug == "lamp").execute()
    assert found("lantern") == []
    assert SearchDocument.select().count() == 6
    if gone != "deleted":
        assert ("lantern", "en") not in counted_words()
        assert counted_words() == words_by_documents()


def test_what_is_on_sale_again_is_found_again(lamp: None) -> None:
    end_offers(["L1"], "acme", "retail", NOW)
    save_offer(OFFER, NOW)
    assert found("lantern") == ["lamp"]


def test_a_sale_writes_no_document(lamp: None, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, logger="peewee")
    save_stock("acme", "L1", 0, NOW)
    asked = [str(record.msg) for record in caplog.records if "search_" in str(record.msg)]
    assert len(asked) == 1
    assert "SELECT" in asked[0]
    assert found("lantern") == ["lamp"]


def test_a_renamed_category_and_value_are_found_by_their_new_names(catalogue: Make) -> None:
    assert found("橡木") == ["dining"]
    save_attribute(AttributeDraft("material", {"en": "Material"}, {"oak": {"en": "Ash wood"}}))
    assert (found("ash"), found("橡木")) == (["dining"], [])
    save_category(CategoryDraft("tables", {"en": CategoryTextDraft("Boards")}))
    assert (found("board"), found("桌子")) == (["dining"], [])
    assert reindexing.is_due() is False


def test_a_product_moved_in_popularity_keeps_one_document(lamp: None) -> None:
    save_lamp(popularity=7)
    save_lamp(popularity=3)
    row = SearchDocument.get(SearchDocument.product == Product.get(Product.slug == "lamp"))
    assert row.id == (3 << 32) | row.product_id
    assert SearchDocument.select().count() == 7
    assert found("lantern") == ["lamp"]


def test_words_are_counted_exactly_whatever_happens(catalogue: Make) -> None:
    dice = random.Random(8)
    stock_of_words = ["lamp", "oak", "red", "chair", "lamp shade", "garden", "Lampe rot", "餐桌"]
    for _turn in range(40):
        number = dice.randrange(6)
        titles = {tag: ProductTextDraft(" ".join(dice.sample(stock_of_words, 3))) for tag in dice.sample(LANGUAGES, 2)}
        draft = ProductDraft(f"p{number}", titles, (VariantDraft(f"P{number}"),), popularity=dice.randrange(3))
        save_product(replace(draft, published=dice.random() < 0.8), NOW)
        save_offer(replace(OFFER, sku=f"P{number}", active=dice.random() < 0.8), NOW)
    assert counted_words() == words_by_documents()
    on_shelf = {row[0] for row in Shelf.select(Shelf.product).tuples()}
    assert {row.product_id for row in SearchDocument.select()} == on_shelf


def test_a_category_with_many_products_is_left_to_the_worker(
    catalogue: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index, "AT_ONCE", 0)
    save_category(CategoryDraft("tables", {"en": CategoryTextDraft("Boards")}))
    assert found("board") == []
    assert reindexing.is_due()
    worker.run_once(NOW)
    assert found("board") == ["dining"]
    assert not reindexing.is_due()


def test_a_reindex_goes_on_where_it_was_stopped(catalogue: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    SearchDocument.delete().execute()
    SearchWord.delete().execute()
    assert found("kettle") == []
    monkeypatch.setattr(reindexing, "BATCH", 2)
    reindexing.begin_anew()
    assert reindexing.run(most=2) == 4
    assert (SearchDocument.select().count(), reindexing.left()) == (4, 2)
    sizes: list[int] = []
    assert reindexing.run(sizes.append) == 2
    assert (sizes, reindexing.is_due()) == ([2], False)
    assert counted_words() == words_by_documents()
    assert found("kettles") == ["kettle"]


def test_a_word_gets_the_stem_that_todays_rules_make(catalogue: Make) -> None:
    SearchWord.update(term="old").where(SearchWord.word == "kettle").execute()
    assert reindexing.reterm() == 1
    assert SearchWord.get(SearchWord.word == "kettle").term == "kettl~en"
    assert reindexing.reterm() == 0


def test_a_changed_document_makes_kept_lists_old(lamp: None) -> None:
    last = Invalidation.select(peewee.fn.MAX(Invalidation.id)).scalar()
    Category.update(position=1).execute()
    save_category(CategoryDraft("tables", {"en": CategoryTextDraft("Boards")}))
    tags = {row.tag for row in Invalidation.select().where(Invalidation.id > last)}
    assert invalidations.SHOP in tags
    last = Invalidation.select(peewee.fn.MAX(Invalidation.id)).scalar()
    SearchDocument.update(tail="more").execute()
    assert {row.tag for row in Invalidation.select().where(Invalidation.id > last)} == {"lists"}


def test_a_document_that_is_gone_leaves_nothing_in_the_engines_index(lamp: None) -> None:
    SearchDocument.delete().execute()
    assert find("lantern", viewer(), LANGUAGES).hits == ()
    save_lamp(popularity=1)
    assert found("lantern") == ["lamp"]
