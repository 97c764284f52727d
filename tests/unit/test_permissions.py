"""Who may do what."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from storefront.accounts.permissions import ACTS, ADMIN, CUSTOMER, SELLER, STAFF, may, sellers_of
from storefront.accounts.person import Person


@dataclass(frozen=True)
class Thing:
    seller_id: int


def person(*roles: str, sellers: frozenset[int] = frozenset()) -> Person:
    return Person(1, "anna@example.com", roles=frozenset(roles), sellers=sellers)


@pytest.mark.parametrize("act", sorted(ACTS))
def test_nobody_may_do_anything(act: str) -> None:
    assert not may(None, act)


@pytest.mark.parametrize(
    "roles, acts", [((), CUSTOMER), (("customer",), CUSTOMER), (("staff",), STAFF | CUSTOMER), (("admin",), ADMIN | CUSTOMER)]
)
def test_a_role_may_do_its_acts_and_no_other(roles: tuple[str, ...], acts: frozenset[str]) -> None:
    assert {act for act in ACTS if may(person(*roles), act)} == acts


def test_a_seller_may_do_to_his_own_things_what_sellers_may() -> None:
    seller = person("seller", sellers=frozenset({3}))
    assert {act for act in ACTS if may(seller, act, Thing(3))} == SELLER
    assert {act for act in ACTS if may(seller, act, 3)} == SELLER
    assert {act for act in ACTS if may(seller, act, Thing(4))} == set()
    assert {act for act in ACTS if may(seller, act)} == SELLER | CUSTOMER


def test_a_seller_of_nothing_may_nothing() -> None:
    assert not any(may(person("seller"), act) for act in ADMIN)


def test_a_link_to_a_seller_without_the_role_opens_nothing() -> None:
    assert not may(person("customer", sellers=frozenset({3})), "orders.see", 3)


def test_what_lists_show_is_limited_to_ones_own_sellers() -> None:
    assert sellers_of(person("staff"), "orders.see") is None
    assert sellers_of(person("staff"), "plugins.switch") == frozenset()
    assert sellers_of(person("seller", sellers=frozenset({3, 4})), "orders.see") == {3, 4}
    assert sellers_of(person(), "orders.see") == frozenset()


def test_an_act_that_is_misspelt_is_an_error() -> None:
    with pytest.raises(ValueError, match=r"^'order\.see' is no act: "):
        may(person("admin"), "order.see")
