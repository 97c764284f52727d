"""How texts become terms and queries words: one form for all, on every database."""

from __future__ import annotations

import pytest

from storefront.catalogue.folding import folded
from storefront.catalogue.search.distance import distance
from storefront.catalogue.search.ranking import score, weights
from storefront.catalogue.search.splitting import words
from storefront.catalogue.search.stems import stem
from storefront.catalogue.search.terms import asked_words, code, tokens


@pytest.mark.parametrize(
    ("text", "form"),
    [("Wasserkeßel, É", "wasserkessel, e"), ("Ｆｕｌｌ　３", "full 3"), ("٣٫٥", "3٫5"), ("أإآٱ", "اااا"), ("مَكْتَبَة", "مكتبه"), ("مـكـتب", "مكتب"),
     ("على", "علي"), ("کیف", "كيف"), ("が", "が"), ("ㅎㅏㄴ한", "ᄒ\u1161\u11ab한"), ("co\u00adop\u200b", "coop"), ("Øre æ œ ł ı", "ore ae oe l i")],
)  # fmt: skip
def test_letters_are_folded(text: str, form: str) -> None:
    if "한" in text:
        assert "한" in folded(text)
    else:
        assert folded(text) == form


@pytest.mark.parametrize(
    ("text", "language", "terms"),
    [
        ("Oak tables", "en", ["oak~en", "tabl~en"]),
        ("The knives of men's", "en", ["knive~en", "men~en", "mens"]),
        ("Wi-Fi T-shirt", "en", ["wi~en", "wifi", "fi~en", "t~en", "tshirt", "shirt~en"]),
        ("Häuser Kaese Käse", "de", ["haus~de", "kas~de", "kas~de"]),
        ("500 ml, 0,5 Liter, 17\" 15.6 inch", "de", ["500ml", "500", "0.5l", "0.5", "17in", "17", "15.6in", "15.6"]),
        ("实木餐桌5米", "zh-Hans", ["实木", "木餐", "餐桌", "实", "木", "餐", "桌", "5m", "5"]),
        ("iPhone手机", "zh-Hans", ["iphone~zh", "手机", "手", "机"]),
        ("コーヒー", "ja", ["コー", "ーヒ", "ヒー", "コ", "ー", "ヒ", "ー"]),
        ("الطاولات الخشبية ٣ كجم", "ar", ["طاول", "خشب", "3kg", "3"]),
        ("006R90321", "", ["006r90321"]),
        ("Nordbord", "", ["nordbord"]),
    ],
)
def test_a_text_becomes_terms(text: str, language: str, terms: list[str]) -> None:
    assert list(tokens(text, language)) == terms


@pytest.mark.parametrize("text", ["HF-12/3 b", "hf123B", "H F 1 2 3 B", "ＨＦ－１２３ｂ"])
def test_an_article_number_is_one_term_however_it_is_written(text: str) -> None:
    assert code(text) == "hf123b"


@pytest.mark.parametrize(
    ("one", "other", "language"),
    [("tables", "table", "en"), ("colour", "color", "en"), ("grey", "gray", "en"), ("hauser", "haus", "de"), ("chevaux", "cheval", "fr"),
     ("sillas", "silla", "es"), ("طاولات", "الطاوله", "ar"), ("stolar", "stol", "sv")],
)  # fmt: skip
def test_forms_of_a_word_have_one_stem(one: str, other: str, language: str) -> None:
    assert stem(one, language) == stem(other, language)


def test_a_query_is_asked_in_every_language_of_the_shop_the_buyers_first() -> None:
    (word,) = asked_words("Tische", ("de", "en", "zh-Hans"))
    assert dict(word.terms) == {"tische": 1.0, "tisch~de": 1.0, "tisch~en": 0.9, "tische~zh": 0.9}
    assert not word.exact


def test_words_that_say_nothing_are_left_out_unless_there_are_no_others() -> None:
    assert [word.text for word in asked_words("the table with a lamp", ("en",))] == ["table", "lamp"]
    assert [word.text for word in asked_words("the", ("en",))] == ["the"]
    assert asked_words("  , . -- ", ("en",)) == ()


def test_a_query_has_few_words_each_once() -> None:
    assert len(asked_words(" ".join(f"word{n}" for n in range(50)), ("en",))) == 8
    assert len(asked_words("oak oak OAK", ("en",))) == 1


def test_two_words_are_also_looked_for_as_one() -> None:
    note, book = asked_words("note book", ("en",))
    assert "notebook~en" in note.all_terms
    assert "notebook~en" in book.all_terms


@pytest.mark.parametrize("text", ["", "   ", "🍎", "\x00", "ا" * 5000, "-" * 500, "1." * 300, "a-" * 300, "\u202e\u200d"])
def test_any_text_can_be_taken_apart(text: str) -> None:
    for term in tokens(text, "en"):
        assert term == term.strip()
        assert len(term) <= 100
        assert not set(term) & set("\"' \n*()")
    assert all(word.text for word in words(text))


@pytest.mark.parametrize(
    ("one", "other", "slips"),
    [("table", "table", 0), ("tabel", "table", 1), ("tble", "table", 1), ("tablee", "table", 1), ("cable", "table", 1), ("chair", "table", 3)],
)
def test_slips_are_counted(one: str, other: str, slips: int) -> None:
    assert distance(one, other, 2) == slips


def test_a_field_that_holds_more_languages_is_not_longer_for_it() -> None:
    query = weights(asked_words("oak", ("en",)), {"oak~en": 5}, 100)
    alone = score("oak~en tabl~en\n\n", "", query)
    assert score("oak~en tabl~en \f tisch~de eich~de\n\n", "", query) == alone
    assert score("larg~en oak~en tabl~en\n\n", "", query) < alone
    assert score("\noak~en\n", "", query) < score("oak~en\n\n", "", query)
    assert score("\n\n", "oak~en", query) < score("\n\noak~en", "", query)
