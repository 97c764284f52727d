"""Colours: one attribute for what systems spell in their own way, dots only where there is one."""

from __future__ import annotations

import re
from pathlib import Path

import storefront
from storefront.catalogue.colours import SWATCHES, swatch_of
from storefront.catalogue.importers.drafting import Words, _axes

CSS = Path(storefront.__file__).parents[1] / "themes" / "base" / "static" / "css" / "base.css"


def test_every_swatch_has_a_colour_in_the_stylesheet_and_every_colour_is_a_swatch() -> None:
    assert set(re.findall(r"^\.swatch-([a-z]+) ", CSS.read_text(encoding="utf-8"), re.M)) == SWATCHES


def test_a_colour_without_a_dot_is_told_in_words() -> None:
    assert swatch_of("colour", "navy") == "navy"
    assert swatch_of("colour", "blue") == ""
    assert swatch_of("material", "oak") == ""


def test_colour_is_one_attribute_in_each_language_of_an_import() -> None:
    words = Words()
    named = [("Color", "en"), ("Colour", "en"), ("COLOR", "en"), ("Farbe", "de"), ("颜色", "zh-Hans"), ("اللون", "ar")]
    assert {words.attribute(name, locale) for name, locale in named} == {"colour"}
    assert words.labels["colour"] == {"en": "Color", "de": "Farbe", "zh-Hans": "颜色", "ar": "اللون"}


def test_a_colours_name_in_another_language_than_the_files_is_an_attribute_of_its_own() -> None:
    assert Words().attribute("Farbe", "en") == "farbe"
    assert Words().attribute("Material", "en") == "material"


def test_two_axes_of_one_product_that_read_alike_stay_two() -> None:
    assert _axes(("Color", "Colour"), ("", ""), "en", Words()) == ["colour", "colour-2"]
