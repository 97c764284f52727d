"""What "Why this price?" tells, and what it may not tell."""

from __future__ import annotations

from storefront.i18n import _
from storefront.money import Money
from storefront.pricing.wording import measured_price, told_components
from storefront.values import Component, Price

PARTS = (Component("base", _("Price"), 3400), Component("reduction", _("Reduction"), -700))


def price(**values: int) -> Price:
    return Price("EUR", 2700, 1, 2700, 2269, 431, 2700, PARTS, **values)


def test_a_lawful_reduction_is_told_as_a_part() -> None:
    assert told_components(price(list_price=3400)) == PARTS


def test_a_reduction_without_a_prior_price_is_not_announced_in_the_parts_either() -> None:
    [base] = told_components(price())
    assert (base.kind, base.amount) == ("base", 2700)


def test_the_parts_add_up_to_the_price_either_way() -> None:
    for one in (price(), price(list_price=3400)):
        assert sum(part.amount for part in told_components(one)) == one.gross


def test_a_price_by_measure_is_for_a_whole_kilogram_litre_or_metre_however_small_the_content() -> None:
    """PAngV § 5 since 28 May 2022: 100 g only for loose goods."""
    for measure, language, amount, content in (
        ((250, "g"), "en", 10800, "1\u00a0kg"),
        ((250, "ml"), "de", 10800, "1\u00a0l"),
        ((30, "g"), "zh-Hans", 90000, "1千克"),
        ((500, "g"), "en", 5400, "1\u00a0kg"),
        ((3, "m"), "de", 900, "1\u00a0m"),
    ):
        message = measured_price(price(), measure, language)
        assert message is not None
        assert message.values == {"price": Money(amount, "EUR"), "content": content}


def test_no_price_by_measure_where_it_is_the_price_itself_or_there_is_none() -> None:
    assert measured_price(price(), (1000, "g"), "en") is None
    assert measured_price(price(), (1, "l"), "en") is None
    assert measured_price(price(), (12, "piece"), "en") is None
    assert measured_price(price(), (0, "g"), "en") is None
