"""What "Why this price?" tells, and what it may not tell."""

from __future__ import annotations

from storefront.i18n import _
from storefront.pricing.wording import told_components
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
