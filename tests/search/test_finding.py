"""What queries find, by language: stems, compounds, signs, Arabic letters, slips, numbers; and who finds it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from searching import LANGUAGES, NOW, found, viewer

from storefront.catalogue.actions import save_offer
from storefront.catalogue.drafts import OfferDraft, ProductTextDraft
from storefront.catalogue.search.completing import completed, fitting_names
from storefront.catalogue.search.finding import find

Make = Callable[..., None]

QUERIES = {
    "dining": [
        "dining table", "DINING TABLES", "tables", "Tisch", "Tische", "Esstische", "ess tisch", "餐桌", "桌", "实木 餐桌", "橡木餐桌",
        "الطاولة", "طاولات", "طَاوِلة", "طــاولة", "oak", "Eiche", "oaks", "nordbord", "Nordbord Lund", "HF-1204/NAT", "hf1204nat",
        "hf 1204 nat", "hf-1204", "4006381333931", "LU77A", "lu 77-a", "tabel", "tbale", "dinning tabel", "Eihce",
    ],
    "kettle": ["kettles", "1.7 l", "1,7l", "1.7 litre", "kettel", "ketle", "Wasserkocher", "wassrkocher", "电热水壶", "水壶", "غلايه", "غلاية"],
    "coffee": [
        "coffee makers", "coffeemaker", "Kaffeemaschinen", "Kaffee Maschine", "Maschine", "kafeemaschine", "咖啡机", "咖啡",
        "قهوة", "القهوه", "القهوة", "cof", "cofee",
    ],
    "grater": ["grater", "cheese graters", "Käsereibe", "Kaesereibe", "kasereibe", "KÄSEREIBEN", "Reibe", "الجبن", "جبنة"],
    "knives": ["knives", "Messer", "سكاكين", "刀具", "刀"],
    "shirt": ["t-shirt", "tshirt", "t shirt", "mens shirt", "men's t-shirts", "color sand", "colours"],
}  # fmt: skip


@pytest.mark.parametrize("slug", sorted(QUERIES))
def test_a_query_in_any_of_the_shops_languages_finds_the_product_first(catalogue: Make, slug: str) -> None:
    missed = {
        (query, language): found(query, viewer(language))
        for query in QUERIES[slug]
        for language in LANGUAGES
        if found(query, viewer(language))[:1] != [slug]
    }
    assert missed == {}


@pytest.mark.parametrize("query", ["", " ", "%", "*", '"', '"; DROP x', "x AND (", "NEAR(", "'", "\\", "\x00", "~en", "=", "🍎"])
def test_signs_are_no_commands(catalogue: Make, query: str) -> None:
    assert found(query) == []


def test_a_very_long_query_is_cut(catalogue: Make) -> None:
    assert "kettle" in found("kettle " * 5000)


@pytest.mark.parametrize("query", ["4006381333932", "HF-9999", "oat", "kit"])
def test_numbers_and_short_words_are_not_mended(catalogue: Make, query: str) -> None:
    assert find(query, viewer(), LANGUAGES).corrected == ""


@pytest.mark.parametrize(
    ("query", "meant"),
    [("tabel", "table"), ("dinning tabel", "dining table"), ("coffeemakr", ""), ("Kaffemaschine", "kaffeemaschine"),
     ("käsreibe", "käsereibe"), ("kettle", ""), ("coffeemaker", "coffee maker")],
)  # fmt: skip
def test_what_was_meant_is_offered_as_it_is_written(catalogue: Make, query: str, meant: str) -> None:
    assert find(query, viewer("de"), LANGUAGES).corrected == meant


def test_a_title_counts_more_than_a_description_and_the_buyers_language_more_than_others(catalogue: Make) -> None:
    for slug, title, text in (("described", "Thing", "<p>A lantern for the garden</p>"), ("titled", "Lantern", "")):
        catalogue(slug, "", words={"en": ProductTextDraft(title, description=text)})
    assert found("lantern") == ["titled", "described"]
    catalogue("english", {"en": "Regal chair", "de": "Stuhl"})
    catalogue("german", {"en": "Shelf", "de": "Regal"})
    assert found("regal", viewer("de"))[0] == "german"
    assert found("regal", viewer("en"))[0] == "english"


def test_popularity_decides_between_equals(catalogue: Make) -> None:
    catalogue("plain", "Garden lamp", popularity=1)
    catalogue("loved", "Garden lamp", popularity=9)
    catalogue("late", "Garden lamp", popularity=1)
    assert found("garden lamp") == ["loved", "late", "plain"]


def test_what_has_every_word_comes_before_what_lacks_one(catalogue: Make) -> None:
    answer = find("oak kettle", viewer(), LANGUAGES)
    assert answer.whole == 0
    assert set(found("oak kettle")) == {"dining", "kettle"}
    catalogue("both", "Kettle with a handle of oak")
    assert found("oak kettle")[0] == "both"
    assert find("oak kettle", viewer(), LANGUAGES).whole == 1


def test_nobody_finds_what_is_offered_to_others_alone(catalogue: Make) -> None:
    catalogue("secret", "Secret lantern", sell=False)
    save_offer(OfferDraft("HF-SECRET/1", "acme", "wholesale", "EUR", 5, stock=3, audience="members"), NOW)
    assert found("secret lantern") == []
    assert "secret" not in found("HF-SECRET/1")
    assert found("secret lantern", viewer(audiences=frozenset({"members"}))) == ["secret"]
    assert found("secret lantern", viewer(audiences=frozenset({"members"}), business_models=frozenset({"retail"}))) == []
    assert found("kettle", viewer(business_models=frozenset({"wholesale"}))) == []


def test_more_than_are_ranked_is_said(catalogue: Make) -> None:
    for number in range(5):
        catalogue(f"lamp{number}", "Lamp", popularity=number)
    answer = find("lamp", viewer(), LANGUAGES, limit=3)
    assert answer.capped
    assert len(answer.hits) == 3
    assert found("lamp")[:3] == ["lamp4", "lamp3", "lamp2"]
    assert not find("lamp", viewer(), LANGUAGES, limit=5).capped


def test_what_is_typed_is_completed_in_ways_that_find_something(catalogue: Make) -> None:
    def ways(query: str, language: str) -> list[str]:
        return completed(query, find(query, viewer(language), LANGUAGES, completing=True), language, 5)

    assert ways("ket", "en") == ["kettle"]
    assert ways("dining ta", "en") == ["dining table", "dining tables"]
    assert ways("kä", "de") == ["käsereibe", "kaffeemaschine"]
    assert ways("lund wasser", "de") == []
    assert ways("水", "zh-Hans") == ways("17", "en") == ways("", "en") == []


def test_category_names_fit_by_the_beginnings_of_their_words() -> None:
    names = {1: "Dining tables", 2: "Table lamps", 3: "桌子", 4: "Möbel"}
    assert fitting_names("tab", names, 5) == [1, 2]
    assert fitting_names("tab din", names, 5) == [1]
    assert fitting_names("子", names, 5) == [3]
    assert fitting_names("mobel", names, 5) == [4]
    assert fitting_names("able", names, 5) == fitting_names("", names, 5) == []
