"""A wrong card number says what is wrong with it; what is paid for is shared out in order."""

from __future__ import annotations

import pytest

from storefront.errors import SettingsError
from storefront.payments.bank_transfer import short_reference
from storefront.payments.sandbox import SandboxCard
from storefront.payments.sandbox_cards import CARDS, card_problem, passes_luhn
from storefront.payments.settling import shares
from storefront.settings import Settings


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("", "Enter a card number."),
        ("4242 4242 4242 424x", "A card number has digits only."),
        ("٤٢٤٢٤٢٤٢٤٢٤٢٤٢٤١", "This card number has a typing mistake in it."),
        ("4242 4242", "A card number has 12 to 19 digits; this one has 8."),
        ("4242 4242 4242 4241", "This card number has a typing mistake in it."),
        (
            "5555 5555 5555 4444",
            "This is a sandbox: it takes test cards only, such as 4242 4242 4242 4242.",
        ),
    ],
)
def test_a_wrong_card_number_says_what_is_wrong(typed: str, problem: str) -> None:
    assert str(card_problem(typed)) == problem


def test_every_test_card_is_taken_with_spaces_or_dashes() -> None:
    for number in CARDS:
        assert passes_luhn(number)
        assert card_problem(f" {number[:4]}-{number[4:8]} {number[8:]}") is None


def test_a_card_number_may_be_typed_in_the_digits_of_any_script() -> None:
    assert card_problem("٤٢٤٢ ٤٢٤٢ ٤٢٤٢ ٤٢٤٢") is None


def test_there_is_no_sandbox_in_production() -> None:
    with pytest.raises(SettingsError, match="not in production"):
        SandboxCard(Settings(environment="production", secret_key="k"))


def test_a_webhook_secret_that_is_not_base64_is_refused_at_start() -> None:
    with pytest.raises(SettingsError, match="must be base64"):
        SandboxCard(Settings(secret_key="k", webhook_secret="no secret!"))


@pytest.mark.parametrize(
    ("received", "wanted", "given"),
    [
        (100, [50, 30, 20], [50, 30, 20]),
        (120, [50, 30, 20], [50, 30, 20]),
        (60, [50, 30, 20], [50, 10, 0]),
        (40, [50, 30, 20], [10, 30, 0]),
        (0, [50], [0]),
        (50, [0, 50], [0, 50]),
    ],
)
def test_what_arrived_pays_whole_amounts_first(received: int, wanted: list[int], given: list[int]) -> None:
    assert shares(received, wanted) == given


def test_a_transfers_reference_is_short_and_always_the_same() -> None:
    assert short_reference("a key") == short_reference("a key")
    assert short_reference("a key") != short_reference("another key")
    assert len(short_reference("a key")) == 9
