"""The demo's drawings: one of its own for each product, and nothing in them that runs."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from xml.etree import ElementTree

from storefront.demo.content import category_files, colours
from storefront.demo.drawings import draw, views

COLOURS = re.compile(r"#[0-9a-fA-F]{3,8}\b|(?:rgb|hsl)a?\([^)]*\)")
SVG = "{http://www.w3.org/2000/svg}"
SHAPES = {"path", "rect", "circle", "ellipse", "polygon", "polyline", "line"}


@cache
def products() -> dict[str, str]:
    """Every product of the demo with its first colour."""
    return {product["slug"]: colours(product)[0] for file in category_files() for product in file["products"]}


def shapes(svg: str) -> tuple[tuple[str, ...], ...]:
    """What is drawn, without its colours."""
    found = []
    for element in ElementTree.fromstring(svg).iter():
        name = element.tag.removeprefix(SVG)
        if name in SHAPES:
            kept = sorted(f"{key}={COLOURS.sub('', value)}" for key, value in element.attrib.items() if key != "fill")
            found.append((name, *kept))
    return tuple(sorted(found))


def test_there_are_a_hundred_and_twenty_products() -> None:
    assert len(products()) == 120


def test_no_two_products_share_their_drawing() -> None:
    by_shapes = defaultdict(list)
    for slug, colour in products().items():
        drawn = shapes(draw(slug, colour, "front"))
        assert drawn, slug
        by_shapes[drawn].append(slug)
    assert [slugs for slugs in by_shapes.values() if len(slugs) > 1] == []


def test_every_drawing_parses_and_has_nothing_that_runs() -> None:
    for slug, colour in products().items():
        for view in views(slug):
            svg = draw(slug, colour, view)
            root = ElementTree.fromstring(svg)
            assert root.tag == f"{SVG}svg", slug
            assert root.get("viewBox"), slug
            for element in root.iter():
                assert element.tag.removeprefix(SVG) not in ("script", "style", "foreignObject", "image"), slug
                for name, value in element.attrib.items():
                    assert not name.lower().startswith("on"), slug
                    assert name != "style", slug
                    assert not name.endswith("href") or value.startswith("#"), slug
                    assert "url(" not in value or "url(#" in value, slug


def test_a_drawing_is_the_same_each_time_and_differs_by_view() -> None:
    slug, colour = next(iter(products().items()))
    assert draw(slug, colour, "front") == draw(slug, colour, "front")
    assert len({draw(slug, colour, view) for view in views(slug)}) == len(views(slug))
