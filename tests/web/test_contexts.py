"""A template and the dataclass it names agree: no field is missing, none is carried for nothing."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import fields, is_dataclass
from importlib import import_module
from pathlib import Path

import pytest
from jinja2 import Environment, nodes

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = sorted([*ROOT.glob("storefront/**/templates/**/*.html"), *ROOT.glob("themes/base/templates/**/*.html")])
ACCEPTS = re.compile(r"\b(page|fragment|summary|frame)\s+\((storefront\.[\w.]+)\)")
# Fields that our theme leaves alone and another may show.
FOR_THEMES: dict[str, set[str]] = {
    "storefront.catalogue.contexts.ProductPage": {"sku", "badges", "url"},
    "storefront.catalogue.contexts.SellerPage": {"seller_id"},
    "storefront.checkout.contexts.CheckoutPage": {"step"},
    "storefront.orders.contexts.OrderPage": {"demo"},
    "storefront.orders.contexts.PurchasePage": {"email"},
    "storefront.web.frame.Frame": {"market_country", "market_currency", "theme", "current_url"},
}


def declared(path: Path) -> dict[str, str]:
    """Variable → dotted name of its class, as the template's first comment says."""
    comment = re.match(r"\s*\{#(.*?)#\}", path.read_text(encoding="utf-8"), re.S)
    return dict(ACCEPTS.findall(comment[1])) if comment else {}


def used(path: Path, variable: str) -> set[str]:
    """Every field of a variable that the template asks for."""
    environment = Environment(extensions=["jinja2.ext.i18n"], autoescape=True)
    tree = environment.parse(path.read_text(encoding="utf-8"))
    found = set()
    for node in tree.find_all((nodes.Getattr, nodes.Getitem)):
        if isinstance(node.node, nodes.Name) and node.node.name == variable:  # type: ignore[attr-defined]
            if isinstance(node, nodes.Getattr):
                found.add(node.attr)
            elif isinstance(node.arg, nodes.Const):  # type: ignore[attr-defined]
                found.add(str(node.arg.value))  # type: ignore[attr-defined]
    return found


def names_of(dotted: str) -> set[str]:
    """The fields, properties and methods of a class."""
    module, _dot, name = dotted.rpartition(".")
    kind = getattr(import_module(module), name)
    assert is_dataclass(kind) or hasattr(kind, "_fields"), dotted
    own = {field.name for field in fields(kind)} if is_dataclass(kind) else set(kind._fields)
    return own | {attribute for attribute in vars(kind) if not attribute.startswith("_")}


def fields_of(dotted: str) -> set[str]:
    module, _dot, name = dotted.rpartition(".")
    kind = getattr(import_module(module), name)
    return {field.name for field in fields(kind)} if is_dataclass(kind) else set(kind._fields)


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
