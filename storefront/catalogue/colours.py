"""Colours that can be shown as a dot: the themes' stylesheet has a class swatch-<key> for each."""

from __future__ import annotations

COLOUR = "colour"
SWATCHES = frozenset(
    [
        "beech", "black", "brass", "charcoal", "clear", "copper", "cream", "forest", "ink", "mustard",
        "navy", "oak", "olive", "plum", "rose", "rust", "sage", "sand", "sky", "slate", "steel",
        "terracotta", "walnut", "white",
    ]
)
# What imports call the attribute, by their language, as their files are written.
NAMES = {
    "en": frozenset(["colour", "color"]),
    "de": frozenset(["farbe"]),
    "zh-Hans": frozenset(["颜色", "颜色分类"]),
    "ar": frozenset(["اللون", "لون"]),
}


def swatch_of(attribute: str, value: str) -> str:
    """The key of the dot that shows a value; "" where it is shown in words."""
    return value if attribute == COLOUR and value in SWATCHES else ""


def is_colour(name: str, locale: str) -> bool:
    """Whether a file in this language means the colour by an attribute's name."""
    return name.strip().casefold() in NAMES.get(locale, ())
