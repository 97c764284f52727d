"""The documentation that is made from code says what the code says now."""

from __future__ import annotations

import ast
import importlib.util
import re
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
ANSWERING = ["storefront/core_hooks.py", "tests/model_plugin/storefront_club/hooks.py"]


def _generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("docs_generate", DOCS / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


generate = _generator()
HOOKS = [hook.name for hook in generate.hooks_of(generate.parsed("hookspecs.py"))]


@pytest.mark.parametrize("name", sorted(generate.PAGES))
def test_a_made_page_is_what_the_code_says(name: str) -> None:
    made = generate.PAGES[name]()
    assert (DOCS / name).read_text(encoding="utf-8") == made, "run `python docs/generate.py`"


def test_every_hook_is_in_the_contract() -> None:
    text = (DOCS / "contract.md").read_text(encoding="utf-8")
    assert len(HOOKS) == len(set(HOOKS)) > 20
    assert [hook for hook in HOOKS if f"#### `{hook}`" not in text] == []


def test_every_hook_says_whether_it_is_owned_or_open() -> None:
    kinds = {hook.name: generate.kind_of(hook) for hook in generate.hooks_of(generate.parsed("hookspecs.py"))}
    assert {name: kind for name, kind in kinds.items() if kind not in ("Owned", "Open")} == {}


def test_everything_that_plugins_may_call_is_in_the_contract() -> None:
    from storefront import api

    text = (DOCS / "contract.md").read_text(encoding="utf-8")
    assert [name for name in api.__all__ if f"### `{name}`" not in text] == []


def test_each_hook_is_asked_in_exactly_one_place() -> None:
    asked = generate.asked()
    often = {hook: len(asked.get(hook, [])) for hook in HOOKS}
    assert {hook: count for hook, count in often.items() if count != 1} == {}
    assert set(asked) <= set(HOOKS)


def test_each_hook_is_asked_as_its_kind_says() -> None:
    source = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "storefront").rglob("*.py"))
    owned = set(re.findall(r"plugins\.owned\(\s*\"(\w+)\"", source))
    kinds = {hook.name: generate.kind_of(hook) for hook in generate.hooks_of(generate.parsed("hookspecs.py"))}
    assert owned == {name for name, kind in kinds.items() if kind == "Owned"}


def test_each_hook_is_answered_by_core_a_shipped_plugin_or_the_example() -> None:
    shipped = sorted((ROOT / "storefront" / "plugins").glob("*/hooks.py"))
    answered = set().union(*(_answers(path) for path in [*map(ROOT.joinpath, ANSWERING), *shipped]))
    assert set(HOOKS) - answered == set()
    assert answered <= set(HOOKS)


def _answers(path: Path) -> set[str]:
    """The hooks that a module answers."""
    return {
        node.name
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef)
        and any("hookimpl" in ast.unparse(mark) for mark in node.decorator_list)
    }


PAGES = [*sorted(DOCS.rglob("*.md")), ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md"]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_themes_lists_every_slot() -> None:
    templates = [path for folder in ("storefront", "themes") for path in (ROOT / folder).rglob("*.html")]
    slots = {name for path in templates for name in re.findall(r"slot\([\"']([a-z.]+)", path.read_text("utf-8"))}
    listed = (DOCS / "themes.md").read_text(encoding="utf-8").partition("## Slots")[2]
    assert set(re.findall(r"`([a-z]+\.[a-z]+)`", listed)) == slots
