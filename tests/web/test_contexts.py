"""A template and the dataclass it names agree: no field is missing, none is carried for nothing."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest

from storefront.web.theme_check import contexts
from storefront.web.theme_check.contexts import fields_of, names_of
from storefront.web.theme_check.sources import Source

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = sorted([*ROOT.glob("storefront/**/templates/**/*.html"), *ROOT.glob("themes/base/templates/**/*.html")])
# Fields that our theme leaves alone and another may show.
FOR_THEMES: dict[str, set[str]] = {
    "storefront.catalogue.contexts.ProductPage": {"sku", "badges", "url", "seller_id"},
    "storefront.catalogue.contexts.SellerPage": {"seller_id"},
    "storefront.checkout.contexts.CheckoutPage": {"step"},
    "storefront.orders.contexts.OrderPage": {"demo"},
    "storefront.orders.contexts.PurchasePage": {"email"},
    "storefront.web.frame.Frame": {"market_country", "market_currency", "theme", "current_url"},
}


def declared(path: Path) -> dict[str, str]:
    """Variable → dotted name of its class, as the template's first comment says."""
    found = contexts.declared(path.read_text(encoding="utf-8"))
    return {variable: dotted for variable, dotted in found.items() if variable != "desk"}


def used(path: Path, variable: str) -> set[str]:
    """Every field of a variable that the template asks for."""
    return {name for _line, name in contexts.asked(Source.read(path, path.name).tree, variable)}


DECLARED = [(path, variable, dotted) for path in TEMPLATES for variable, dotted in declared(path).items()]


def readers() -> dict[str, set[str]]:
    """Class → the fields that any template asks of it; a template without declaration speaks for its feature."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for path, variable, dotted in DECLARED:
        found[dotted] |= used(path, variable)
    for path in TEMPLATES:
        found["storefront.web.frame.Frame"] |= used(path, "frame")
    return found


@pytest.mark.parametrize(
    ("path", "variable", "dotted"), DECLARED, ids=lambda value: getattr(value, "name", str(value).rpartition(".")[2])
)
def test_a_template_asks_only_for_what_its_class_has(path: Path, variable: str, dotted: str) -> None:
    assert used(path, variable) - names_of(dotted) == set()


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_template_with_a_page_says_of_which_class_it_is(path: Path) -> None:
    if "errors" in path.parts or path.name == "layout.html":
        return
    for variable in ("page", "fragment"):
        assert not used(path, variable) or variable in declared(path), variable


@pytest.mark.parametrize("dotted", sorted({dotted for _path, _variable, dotted in DECLARED}))
def test_every_field_is_shown_by_a_template_or_is_there_for_themes(dotted: str) -> None:
    left = fields_of(dotted) - readers()[dotted]
    assert left - FOR_THEMES.get(dotted, set()) == set()


def test_what_is_there_for_themes_is_not_shown_by_ours() -> None:
    found = readers()
    shown = {dotted: names & found[dotted] for dotted, names in FOR_THEMES.items()}
    assert {dotted: names for dotted, names in shown.items() if names} == {}
