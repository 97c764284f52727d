"""Languages, messages and catalogues."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest

import storefront
from storefront.i18n import (
    LANGUAGES,
    Catalogues,
    Country,
    Message,
    UnknownLanguage,
    _,
    fallback_chain,
    find_language,
    labelled,
    language,
    listed,
    negotiate,
    ngettext,
    plain,
    shop_languages,
)
from storefront.money import Money
from storefront.pseudo import pseudo

SHIPPED = ["en", "de", "zh-Hans", "ar"]
HEADER = (
    'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
    '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'
)


def catalogue(folder: Path, entries: str, locale: str = "de") -> Path:
    """A translations folder with one catalogue."""
    messages = folder / locale / "LC_MESSAGES"
    messages.mkdir(parents=True)
    (messages / "messages.po").write_text(HEADER + entries, encoding="utf-8")
    return folder


# -- languages -----------------------------------------------------------------------------


def test_four_languages_are_shipped_and_arabic_runs_right_to_left() -> None:
    assert {tag: known.direction for tag, known in LANGUAGES.items()} == {
        "en": "ltr",
        "de": "ltr",
        "zh-Hans": "ltr",
        "ar": "rtl",
    }


def test_an_unknown_language_is_refused_with_those_that_are_known() -> None:
    with pytest.raises(UnknownLanguage, match=r"Unknown language 'tlh': use one of en, de, zh-Hans, ar\."):
        language("tlh")
    assert find_language("tlh") is None


def test_the_pseudo_language_is_offered_only_in_development() -> None:
    assert [known.tag for known in shop_languages()] == SHIPPED
    assert [known.tag for known in shop_languages(development=True)] == [*SHIPPED, "en-XA"]
    assert find_language("en-XA") is None


def test_texts_fall_back_to_english_before_the_shops_own_language() -> None:
    assert fallback_chain("ar", "de") == ("ar", "en", "de")
    assert fallback_chain("en", "en") == ("en",)


@pytest.mark.parametrize(
    ("header", "tag"),
    [
        ("de-AT,de;q=0.9,en;q=0.8", "de"),
        ("fr;q=1, ar;q=0.2, en;q=0.5", "en"),
        ("zh-TW,en;q=0.3", "zh-Hans"),
        ("ZH-hans-CN", "zh-Hans"),
        ("ar-EG", "ar"),
        ("en;q=0, *", "de"),
        ("fr", "en"),
        ("", "en"),
        (";;q=,,=*\x00" * 500, "en"),
    ],
)
def test_the_header_decides_the_language(header: str, tag: str) -> None:
    assert negotiate(header, SHIPPED, "en") == tag


def test_the_shops_own_language_answers_a_header_that_names_none_of_ours() -> None:
    assert negotiate("fr", SHIPPED, "ar") == "ar"


# -- messages ------------------------------------------------------------------------------


def test_a_message_reads_in_english_without_a_catalogue() -> None:
    assert str(_("Hello %(name)s, 100%% yours", name="Ann")) == "Hello Ann, 100% yours"
    assert str(ngettext("%(num)s piece", "%(num)s pieces", 1)) == "1 piece"
    assert str(ngettext("%(num)s piece", "%(num)s pieces", 1200)) == "1,200 pieces"


def test_values_are_written_as_the_language_writes_them() -> None:
    message = _(
        "%(price)s %(land)s %(day)s %(share)s %(words)s",
        price=Money(499000, "EUR"),
        land=Country("DE"),
        day=dt.date(2026, 12, 4),
        share=Decimal("1.5"),
        words=("a", "b"),
    )
    catalogues = Catalogues([])
    assert catalogues.translate(message, "en") == "€4,990.00 Germany 4 Dec 2026 1.5 a and b"
    assert catalogues.translate(message, "de") == "4.990,00\u00a0€ Deutschland 04.12.2026 1,5 a und b"


def test_a_message_comes_back_equal_from_json() -> None:
    message = ngettext(
        "%(num)s piece of %(what)s for %(price)s",
        "%(num)s pieces of %(what)s for %(price)s",
        3,
        what=_("tea"),
        price=Money(-5, "JPY"),
        land=Country("JP"),
        day=dt.date(2026, 1, 2),
        at=dt.datetime(2026, 1, 2, 3, 4, tzinfo=dt.UTC),
        rate=Decimal("0.10"),
        names=("a", 2),
    )
    assert Message.from_json(message.as_json()) == message
    assert _("Cart").as_json() == {"text": "Cart"}


def test_a_plain_text_is_the_same_in_every_language() -> None:
    assert {tag: Catalogues([]).translate(plain("50% & <b>"), tag) for tag in ("en", "de", "en-XA")} == {
        "en": "50% & <b>",
        "de": "50% & <b>",
        "en-XA": "50% & <b>",
    }


def test_names_are_isolated_where_their_direction_would_disturb_the_sentence() -> None:
    catalogues = Catalogues([])
    assert catalogues.translate(_("by %(who)s", who="Ann"), "en") == "by Ann"
    assert catalogues.translate(_("by %(who)s", who="سارة"), "en") == "by \u2068سارة\u2069"
    assert catalogues.translate(_("by %(who)s", who="Ann"), "ar") == "by \u2068Ann\u2069"
    assert catalogues.translate(_("see %(url)s", url="https://x.example"), "ar") == "see https://x.example"


# -- catalogues ----------------------------------------------------------------------------


def test_the_later_catalogue_wins_and_the_earlier_fills_its_gaps(tmp_path: Path) -> None:
    core = catalogue(tmp_path / "core", 'msgid "Cart"\nmsgstr "Warenkorb"\n\nmsgid "Pay"\nmsgstr "Zahlen"\n')
    theme = catalogue(tmp_path / "theme", 'msgid "Cart"\nmsgstr "Korb"\n\nmsgid "Pay"\nmsgstr ""\n')
    catalogues = Catalogues([core, theme])
    assert catalogues.translate(_("Cart"), "de") == "Korb"
    assert catalogues.translate(_("Pay"), "de") == "Zahlen"
    assert catalogues.translate(_("Cart"), "ar") == "Cart"


def test_a_fuzzy_entry_is_not_shown(tmp_path: Path) -> None:
    folder = catalogue(tmp_path, '#, fuzzy\nmsgid "Cart"\nmsgstr "Karte"\n')
    assert Catalogues([folder]).translate(_("Cart"), "de") == "Cart"


def test_each_language_has_its_own_plurals(tmp_path: Path) -> None:
    folder = catalogue(
        tmp_path,
        'msgid "%(num)s day"\nmsgid_plural "%(num)s days"\nmsgstr[0] "%(num)s Tag"\nmsgstr[1] "%(num)s Tage"\n',
    )
    catalogues = Catalogues([folder])
    days = [catalogues.translate(ngettext("%(num)s day", "%(num)s days", n), "de") for n in (0, 1, 2000)]
    assert days == ["0 Tage", "1 Tag", "2.000 Tage"]


MORE = ("%(num)s+ product", "%(num)s+ products")
LONGEST = ("At most %(num)s character, please.", "At most %(num)s characters, please.")


@pytest.mark.parametrize(
    ("forms", "count", "tag", "text"),
    [
        (LONGEST, 1, "en", "At most 1 character, please."),
        (LONGEST, 200, "en", "At most 200 characters, please."),
        (LONGEST, 1, "ar", "يُرجى ألا يزيد النص على حرف واحد."),
        (LONGEST, 5, "ar", "يُرجى ألا يزيد النص على 5 أحرف."),
        (LONGEST, 40, "ar", "يُرجى ألا يزيد النص على 40 حرفًا."),
        (LONGEST, 200, "ar", "يُرجى ألا يزيد النص على 200 حرف."),
        (MORE, 1, "de", "mehr als 1 Produkt"),
        (MORE, 2000, "de", "mehr als 2.000 Produkte"),
        (MORE, 2000, "zh-Hans", "2,000+ 件商品"),
        (MORE, 2, "ar", "منتجان أو أكثر"),
        (MORE, 2000, "ar", "2,000 منتج أو أكثر"),
    ],
)
def test_a_counted_noun_takes_the_form_of_its_number(
    forms: tuple[str, str], count: int, tag: str, text: str
) -> None:
    core = Catalogues([Path(storefront.__file__).parent / "translations"])
    assert core.translate(ngettext(*forms, count), tag) == text


def test_a_placeholder_that_a_translation_invents_stays_visible_instead_of_failing(tmp_path: Path) -> None:
    folder = catalogue(tmp_path, 'msgid "By %(who)s"\nmsgstr "Von %(wer)s"\n')
    assert Catalogues([folder]).translate(_("By %(who)s", who="Ann"), "de") == "Von %(wer)s"


def test_the_empty_text_does_not_show_the_catalogues_header(tmp_path: Path) -> None:
    assert Catalogues([catalogue(tmp_path, "")]).translate(_(""), "de") == ""


def test_jinja_gets_the_same_translations(tmp_path: Path) -> None:
    folder = catalogue(tmp_path, 'msgid "Cart"\nmsgstr "Warenkorb"\n')
    assert Catalogues([folder]).translations_for("de").gettext("Cart") == "Warenkorb"


def test_changed_files_are_read_after_a_reload(tmp_path: Path) -> None:
    folder = catalogue(tmp_path, 'msgid "Cart"\nmsgstr "Karre"\n')
    catalogues = Catalogues([folder])
    assert catalogues.translate("Cart", "de") == "Karre"
    path = folder / "de" / "LC_MESSAGES" / "messages.po"
    path.write_text(HEADER + 'msgid "Cart"\nmsgstr "Korb"\n', encoding="utf-8")
    assert catalogues.translate("Cart", "de") == "Karre"
    catalogues.reload()
    assert catalogues.translate("Cart", "de") == "Korb"


def test_the_pseudo_language_lengthens_words_and_keeps_placeholders_and_tags() -> None:
    assert pseudo("Pay <b>%(sum)s</b> &amp; go") == "[Þåý <b>%(sum)s</b> &amp; ĝö ··]"
    assert Catalogues([]).translate(_("Pay %(sum)s", sum="5"), "en-XA") == "[Þåý 5 ·]"


# -- separators ----------------------------------------------------------------------------


def shipped() -> Catalogues:
    return Catalogues([Path(storefront.__file__).parent / "translations"])


def test_texts_side_by_side_are_parted_by_the_languages_comma() -> None:
    said = {tag: shipped().translate(listed("Porto", "", Country("PT")), tag) for tag in SHIPPED}
    assert said == {
        "en": "Porto, Portugal",
        "de": "Porto, Portugal",
        "zh-Hans": "Porto，葡萄牙",
        "ar": "\u2068Porto\u2069، البرتغال",
    }
    assert shipped().translate(listed("a", "b", "c"), "zh-Hans") == "a，b，c"
    assert shipped().translate(listed("", ""), "en") == ""
    assert shipped().translate(listed(Country("PT")), "de") == "Portugal"


def test_a_label_is_parted_from_its_value_as_the_language_does_it() -> None:
    said = {tag: shipped().translate(labelled("A", "1"), tag) for tag in ("en", "de", "zh-Hans")}
    assert said == {"en": "A: 1", "de": "A: 1", "zh-Hans": "A：1"}
