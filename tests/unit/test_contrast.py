"""Contrast by pure arithmetic: worked examples, and the colours of the shipped themes."""

from __future__ import annotations

import pytest

from storefront.web.theme_check.contrast import from_srgb, luminance, mixed, parsed, ratio, to_srgb


@pytest.mark.parametrize(
    ("text", "srgb"),
    [
        ("oklch(100% 0 0)", (255, 255, 255)),
        ("oklch(0% 0 0)", (0, 0, 0)),
        ("oklch(62.8% 0.2577 29.23)", (255, 0, 0)),
        ("oklch(86.64% 0.2948 142.5)", (0, 255, 0)),
        ("oklch(45.2% 0.3132 264.05)", (0, 0, 255)),
        ("oklch(0.5999 0 0)", (128, 128, 128)),
        ("oklch(70.2% 0.132 41.4deg)", (227, 129, 91)),
        ("#fff", (255, 255, 255)),
        ("#4682b4", (70, 130, 180)),
        ("rgb(70, 130, 180)", (70, 130, 180)),
        ("rgb(70 130 180)", (70, 130, 180)),
        ("Black", (0, 0, 0)),
        ("oklch(50% 0 0 / 100%)", (99, 99, 99)),
    ],
)
def test_a_colour_is_what_a_browser_shows(text: str, srgb: tuple[int, int, int]) -> None:
    found = parsed(text)
    assert found is not None
    assert to_srgb(found) == srgb


@pytest.mark.parametrize(
    "text", ["", "salmon", "oklch(50% 0 0 / 0.5)", "oklch(50%)", "#12345", "rgb(1,2)", "var(--ink)", "hsl(1 2% 3%)"]
)
def test_what_is_no_colour_of_ours_is_not_guessed(text: str) -> None:
    assert parsed(text) is None


@pytest.mark.parametrize(
    ("above", "below", "told"),
    [
        ("#000", "#fff", 21.0),
        ("#fff", "#000", 21.0),
        ("#777", "#fff", 4.48),
        ("#767676", "#fff", 4.54),
        ("#ff0000", "#fff", 4.0),
        ("oklch(62.8% 0.2577 29.23)", "white", 4.0),
        ("#0000ff", "#fff", 8.59),
        ("#808080", "#808080", 1.0),
    ],
)
def test_the_ratio_is_that_of_wcag(above: str, below: str, told: float) -> None:
    first, second = parsed(above), parsed(below)
    assert first is not None
    assert second is not None
    assert round(ratio(first, second), 2) == told


def test_luminance_of_pure_red_is_its_share() -> None:
    assert round(luminance(from_srgb(1.0, 0.0, 0.0)), 4) == 0.2126


def test_half_of_black_and_white_is_the_middle_of_oklab() -> None:
    black, white, middle = parsed("black"), parsed("white"), parsed("oklch(50% 0 0)")
    assert black is not None
    assert white is not None
    assert middle is not None
    assert to_srgb(mixed(black, 0.5, white)) == to_srgb(middle) == (99, 99, 99)
    assert to_srgb(mixed(black, 1.0, white)) == (0, 0, 0)
