"""The grammar of SaleTerms.release: what it lets go when, and what is wrong with a rule."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest

from storefront.payments.release_rules import (
    WrongRule,
    check_rule,
    held_at_least,
    next_moment,
    release_rule,
    released_share,
)

NOON = datetime(2026, 3, 28, 12, tzinfo=UTC)


def day(number: float) -> datetime:
    return NOON + timedelta(days=number)


def test_at_once_is_when_what_was_due_is_paid() -> None:
    rule = release_rule("at-once")
    assert released_share(rule, {}, NOON) == 0
    assert released_share(rule, {"paid": NOON}, NOON) == 1


def test_the_first_of_several_moments_counts() -> None:
    rule = release_rule("delivered+14d|accepted|sent+30d")
    assert released_share(rule, {"sent": day(0), "delivered": day(2)}, day(15.9)) == 0
    # over the change to summer time days stay days of 24 hours
    assert released_share(rule, {"sent": day(0), "delivered": day(2)}, day(16)) == 1
    assert released_share(rule, {"sent": day(0), "accepted": day(3)}, day(3)) == 1
    assert released_share(rule, {"sent": day(0)}, day(29.9)) == 0
    assert released_share(rule, {"sent": day(0)}, day(30)) == 1
    assert next_moment(rule, {"sent": day(0), "delivered": day(2)}, day(3)) == day(16)
    assert next_moment(rule, {}, day(3)) is None


def test_stages_release_their_shares_one_after_the_other() -> None:
    rule = release_rule("12.5%@sent ; 87.5%@delivered+14d|2026-05-01")
    assert released_share(rule, {"sent": day(0)}, day(1)) == Fraction(1, 8)
    assert released_share(rule, {"sent": day(0), "delivered": day(1)}, day(15)) == 1
    assert released_share(rule, {}, datetime(2026, 5, 1, tzinfo=UTC)) == Fraction(7, 8)
    assert next_moment(rule, {"sent": day(0)}, day(1)) == datetime(2026, 5, 1, tzinfo=UTC)


def test_a_rule_says_how_long_it_holds_at_least() -> None:
    assert held_at_least(release_rule("at-once"), NOON) == timedelta(0)
    assert held_at_least(release_rule("delivered+14d|sent+30d"), NOON) == timedelta(days=14)
    assert held_at_least(release_rule("30%@sent;70%@delivered+90d"), NOON) == timedelta(days=90)
    assert held_at_least(release_rule("2026-03-29"), NOON) == timedelta(hours=12)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "no stage"),
        ("whenever", "'whenever' is no moment"),
        ("delivered+14", "no moment"),
        ("delivered+9999d", "more than 3650 days"),
        ("2026-02-30", "is no day"),
        ("30%@sent;60%@delivered", "come to 90 %, not to 100 %"),
        ("sent;delivered", "does not say how many percent"),
        ("0%@sent;100%@delivered", "a stage of nothing"),
        ("30%@", "no stage"),
        ("sent|", "no moment"),
        ("state:", "no moment"),
        ("sent|" * 50, "longer than 200"),
    ],
)
def test_a_wrong_rule_says_what_is_wrong_with_it(text: str, words: str) -> None:
    with pytest.raises(WrongRule, match=words):
        release_rule(text)


def test_a_state_that_the_order_has_not_is_refused() -> None:
    check_rule("state:produced+7d", ("placed", "produced"))
    with pytest.raises(WrongRule, match="'state:produced' is no state of the order: placed, sent"):
        check_rule("state:produced", ("placed", "sent"))
