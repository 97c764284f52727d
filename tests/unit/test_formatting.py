"""Amounts, numbers, dates and measures in each language."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from storefront import countries, formatting


@pytest.mark.parametrize(
    ("amount", "currency", "tag", "text"),
    [
        (499000, "EUR", "en", "€4,990.00"),
        (499000, "EUR", "de", "4.990,00\u00a0€"),
        (499000, "CNY", "zh-Hans", "¥4,990.00"),
        (500, "USD", "en", "US$5.00"),
        (500, "CHF", "en", "CHF\u00a05.00"),
        (5, "JPY", "de", "5\u00a0¥"),
        (1234, "KWD", "en", "KWD\u00a01.234"),
        (-500, "EUR", "en", "-€5.00"),
        (-500, "EUR", "de", "-5,00\u00a0€"),
        (0, "EUR", "de", "0,00\u00a0€"),
        (10**20, "EUR", "en", "€1,000,000,000,000,000,000.00"),
    ],
)
def test_money_is_written_with_the_currencys_own_decimals(amount: int, currency: str, tag: str, text: str) -> None:
    assert formatting.money(amount, currency, tag) == text


def test_an_arabic_price_stays_in_one_piece() -> None:
    assert formatting.money(500, "SAR", "ar") == "\u2067\u200f5.00\u00a0ر.س.\u200f\u2069"
    assert formatting.money(-500, "USD", "ar") == "\u2067\u200f\u200e-5.00\u00a0US$\u200e\u2069"


@pytest.mark.parametrize("tag", ["en", "de", "zh-Hans", "ar"])
@pytest.mark.parametrize("currency", ["EUR", "CHF", "JPY", "KWD", "USD", "SAR"])
@pytest.mark.parametrize("amount", [-123456, 0, 99])
def test_the_parts_of_an_amount_join_to_the_whole(amount: int, currency: str, tag: str) -> None:
    parts = formatting.money_parts(amount, currency, tag)
    whole = formatting.money(amount, currency, tag).strip("\u2067\u2069")
    assert "".join(parts.ordered) == whole


def test_the_parts_say_on_which_side_the_currency_stands() -> None:
    assert formatting.money_parts(499000, "EUR", "en") == ("4,990.00", "€", "before")
    assert formatting.money_parts(499000, "EUR", "de") == ("4.990,00", "\u00a0€", "after")


def test_machines_get_a_decimal_with_all_its_places() -> None:
    assert str(formatting.decimal_amount(4990, "EUR")) == "49.90"
    assert str(formatting.decimal_amount(4990, "JPY")) == "4990"
    assert str(formatting.decimal_amount(4990, "RSD")) == "49.90"
    assert str(formatting.decimal_amount(4990, "IQD")) == "4.990"


@pytest.mark.parametrize(
    ("amount", "currency", "text"),
    [
        (499000, "RSD", "RSD\u00a04,990"),
        (499050, "RSD", "RSD\u00a04,990.50"),
        (-499000, "RSD", "-RSD\u00a04,990"),
        (25000000, "IQD", "IQD\u00a025,000"),
        (25000250, "IQD", "IQD\u00a025,000.250"),
        (49900, "HUF", "HUF\u00a0499.00"),
        (0, "RSD", "RSD\u00a00"),
    ],
)
def test_decimals_that_nobody_writes_are_shown_only_where_they_count(amount: int, currency: str, text: str) -> None:
    assert formatting.money(amount, currency, "en") == text


def test_numbers_have_the_languages_groups_and_marks() -> None:
    assert formatting.number(1234567, "en") == "1,234,567"
    assert formatting.number(Decimal("-1234.5"), "de") == "-1.234,5"
    assert formatting.number(-5, "ar") == "\u200e-5"
    assert formatting.percent(Decimal("0.055"), "en") == "5.5%"
    assert formatting.percent(Decimal("0.19"), "de") == "19\u00a0%"


def test_a_range_of_days_says_only_what_differs() -> None:
    start, end = dt.date(2026, 12, 4), dt.date(2026, 12, 9)
    assert formatting.date_range(start, end, "en") == "4–9 Dec"
    assert formatting.date_range(start, end, "de") == "4.–9. Dez."
    assert formatting.date_range(start, end, "zh-Hans") == "12月4日至9日"
    assert formatting.date_range(start, start, "en") == "4 Dec"
    assert "2027" in formatting.date_range(start, dt.date(2027, 1, 2), "en")


def test_a_moment_is_shown_in_the_time_zone_asked_for() -> None:
    moment = dt.datetime(2026, 12, 4, 23, 5, tzinfo=dt.UTC)
    assert formatting.datetime(moment, "de", "Europe/Berlin") == "05.12.2026, 00:05"
    assert formatting.datetime(moment.replace(tzinfo=None), "zh-Hans") == "2026年12月4日 23:05"
    assert formatting.date(moment.date(), "en") == "4 Dec 2026"


def test_weights_and_lengths_follow_the_country() -> None:
    assert formatting.weight(350, "en", "DE") == "350\u00a0g"
    assert formatting.weight(1250, "de", "DE") == "1,25\u00a0kg"
    assert formatting.weight(350, "en", "US") == "12.3\u00a0oz"
    assert formatting.weight(1250, "en", "US") == "2.76\u00a0lb"
    assert formatting.length(8, "en", "DE") == "8\u00a0mm"
    assert formatting.length(245, "de", "DE") == "24,5\u00a0cm"
    assert formatting.length(1200, "en", "DE") == "1.2\u00a0m"
    assert formatting.length(254, "en", "US") == "10\u00a0in"
    assert formatting.dimensions((300, 200, 45), "en", "DE") == "30\u00a0×\u00a020\u00a0×\u00a04.5\u00a0cm"


def test_a_long_and_thin_thing_keeps_its_thin_side() -> None:
    towel = formatting.dimensions((1000, 500, 8), "de", "DE")
    assert towel == "100\u00a0×\u00a050\u00a0×\u00a00,8\u00a0cm"
    assert formatting.dimensions((12000, 500, 300), "en", "DE") == "12\u00a0×\u00a00.5\u00a0×\u00a00.3\u00a0m"


def test_a_content_names_its_unit_and_pieces_are_a_bare_number() -> None:
    assert formatting.quantity(250, "g", "de") == "250\u00a0g"
    assert formatting.quantity(12, "piece", "en") == "12"


def test_units_of_one_language_are_written_alike() -> None:
    assert formatting.weight(1250, "zh-Hans", "DE") == "1.25千克"
    assert formatting.length(170, "zh-Hans", "DE") == "17厘米"
    assert formatting.quantity(250, "g", "zh-Hans") == "250克"
    assert formatting.quantity(1, "l", "de") == "1\u00a0l"
    assert formatting.quantity(3, "l", "de") == "3\u00a0l"


def test_a_count_takes_its_plural_form() -> None:
    forms = {"one": "eins", "two": "zwei", "other": "viele"}
    assert [formatting.plural(n, forms, "ar") for n in (1, 2, 11)] == ["eins", "zwei", "viele"]


# -- countries and currencies --------------------------------------------------------------


def test_only_real_countries_are_listed() -> None:
    codes = countries.country_codes()
    assert len(codes) == 250
    assert {"DE", "TW", "HK", "XK"} <= codes
    assert not codes & {"EU", "UN", "EZ", "XA", "ZZ", "QO", "IC"}


def test_countries_stand_in_the_languages_own_order() -> None:
    assert [code for code, _ in countries.countries("de")][:4] == ["AF", "EG", "AX", "AL"]
    assert [code for code, _ in countries.countries("en")][:4] == ["AF", "AX", "AL", "DZ"]
    assert [code for code, _ in countries.countries("zh-Hans")][:4] == ["AL", "DZ", "AF", "AR"]


def test_countries_in_chinese_stand_in_the_order_of_cldrs_pinyin() -> None:
    """As a browser's Intl.Collator("zh-Hans-u-co-pinyin") sorts the names of CLDR 47."""
    in_order = """AL DZ AF AR AE AW OM AZ EG ET IE EE AD AO AI AG AT AX AU BB PG BS PK PY PS BH PA BR BY BM BG MP MK BJ BE IS
        PR PL BA BO BZ BW BT BF BI BV KP GQ DK DE TL TG DO DM RU EC ER FR FO PF GF TF MF VA PH FJ FI CV FK GM CG CD CO CR
        GD GL GE GG CU GP GU GY KZ HT KR NL BQ SX HM ME HN KI DJ KG GN GW CA GH GA KH CZ ZW CM QA KY CC KM XK CI KW HR KE
        CK CW LV LS LA LB LT LR LY LI RE LU RW RO MG IM MV MT MW MY ML MH MQ YT MU MR US UM AS VI MN MS BD PE FM MM MD MA
        MC MZ MX NA ZA AQ GS SS NR NI NP NE NG NU NO NF PW PN PT JP SE CH SV WS RS SL SN CY SC SA BL CX ST SH KN LC SM PM
        VC LK SK SI SJ SZ SD SR SB SO TJ TW TH TZ TO TC TT TN TV TR TM TK WF VU GT VE BN UG UA UY UZ ES EH GR SG NC NZ HU
        SY JM AM YE IQ IR IL IT IN ID GB VG IO JO VN ZM JE TD GI CL CF CN MO HK"""
    assert [code for code, _ in countries.countries("zh-Hans")] == in_order.split()


def test_names_of_countries_and_currencies_are_translated_and_codes_stand_in() -> None:
    assert countries.country_name("DE", "zh-Hans") == "德国"
    assert countries.country_name("??", "de") == "??"
    assert countries.currency_name("CHF", "de") == "Schweizer Franken"
    assert countries.is_currency("EUR")
    assert not countries.is_currency("DEM")


def test_arabic_calls_two_of_its_countries_as_their_shops_do() -> None:
    assert [countries.country_name(code, "ar") for code in ("SA", "AE", "EG")] == ["السعودية", "الإمارات", "مصر"]
    assert countries.country_name("SA", "en") == "Saudi Arabia"
