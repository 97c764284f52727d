"""How well one colour is read on another (WCAG 2.2), from OKLCH by pure arithmetic.

Worked: oklch(100% 0 0) is white, #ffffff; oklch(0% 0 0) black; white on black is 21. oklch(62.8% 0.2577 29.23) is pure
red, #ff0000, whose luminance is 0.2126; on white it is (1 + 0.05) / (0.2126 + 0.05) = 4.00. oklch(59.99% 0 0) is
#808080 with luminance 0.2159; on white 3.95. (Matrices: Björn Ottosson, "A perceptual color space for image
processing", 2020; CSS Color 4, section 9.)
"""

from __future__ import annotations

import math
import re
from typing import NamedTuple

AA_TEXT, AA_LARGE, AAA_TEXT = 4.5, 3.0, 7.0

_NUMBER = r"([+-]?(?:\d+\.?\d*|\.\d+))"
_OKLCH = re.compile(rf"oklch\(\s*{_NUMBER}(%?)\s+{_NUMBER}(%?)\s+{_NUMBER}(?:deg)?\s*(?:/\s*{_NUMBER}(%?)\s*)?\)", re.I)
_HEX = re.compile(r"#([0-9a-f]{3}|[0-9a-f]{6})", re.I)
_RGB = re.compile(rf"rgb\(\s*{_NUMBER}\s*[, ]\s*{_NUMBER}\s*[, ]\s*{_NUMBER}\s*\)", re.I)
_NAMES = {"white": (1.0, 1.0, 1.0), "black": (0.0, 0.0, 0.0)}


class Linear(NamedTuple):
    """A colour in linear light, red, green and blue from 0 to 1."""

    red: float
    green: float
    blue: float


def parsed(text: str) -> Linear | None:
    """The colour a stylesheet names; None where it is none that is understood, or is see-through."""
    text = text.strip()
    if text.lower() in _NAMES:
        return Linear(*_NAMES[text.lower()])
    if found := _OKLCH.fullmatch(text):
        lightness, percent, chroma, of, hue, alpha, alpha_percent = found.groups()
        if alpha is not None and float(alpha) < (100 if alpha_percent else 1):
            return None
        return from_oklch(
            float(lightness) / (100 if percent else 1), float(chroma) * (0.004 if of else 1), float(hue)
        )
    if found := _HEX.fullmatch(text):
        digits = found[1] if len(found[1]) == 6 else "".join(one * 2 for one in found[1])
        return from_srgb(*(int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)))
    if found := _RGB.fullmatch(text):
        return from_srgb(*(float(one) / 255 for one in found.groups()))
    return None


def from_oklch(lightness: float, chroma: float, hue: float) -> Linear:
    """A colour of OKLCH, each channel cut to what a screen has."""
    angle = math.radians(hue)
    return from_oklab(lightness, chroma * math.cos(angle), chroma * math.sin(angle))


def from_oklab(lightness: float, a: float, b: float) -> Linear:
    """The same from OKLab's axes."""
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    channels = (
        4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short,
    )
    return Linear(*(min(max(one, 0.0), 1.0) for one in channels))


def from_srgb(*channels: float) -> Linear:
    """A colour of sRGB channels from 0 to 1."""
    return Linear(*(one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in channels))


def to_srgb(colour: Linear) -> tuple[int, int, int]:
    """The colour as a screen is told it, 0 to 255."""
    told = (12.92 * one if one <= 0.0031308 else 1.055 * one ** (1 / 2.4) - 0.055 for one in colour)
    red, green, blue = (round(255 * one) for one in told)
    return red, green, blue


def to_oklab(colour: Linear) -> tuple[float, float, float]:
    """The colour on OKLab's axes."""
    red, green, blue = colour
    long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    middle = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    return (
        0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short,
    )


def mixed(one: Linear, share: float, other: Linear) -> Linear:
    """color-mix(in oklab, one share, other)."""
    axes = (share * a + (1 - share) * b for a, b in zip(to_oklab(one), to_oklab(other), strict=True))
    return from_oklab(*axes)


def luminance(colour: Linear) -> float:
    """Relative luminance, from 0 to 1."""
    return 0.2126 * colour.red + 0.7152 * colour.green + 0.0722 * colour.blue


def ratio(one: Linear, other: Linear) -> float:
    """From 1 (the same) to 21 (black on white); each colour as a screen shows it, in 256 steps."""
    shown = (from_srgb(*(step / 255 for step in to_srgb(colour))) for colour in (one, other))
    darker, lighter = sorted(map(luminance, shown))
    return (lighter + 0.05) / (darker + 0.05)
