"""Plugins import nothing of core except storefront.api, and never another plugin."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PLUGINS = [
    *(folder for folder in sorted((ROOT / "storefront" / "plugins").iterdir()) if (folder / "__init__.py").exists()),
    ROOT / "tests" / "model_plugin" / "storefront_club",
]


def imported(path: Path) -> Iterator[str]:
    """Every module a file imports, wherever in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            yield node.module or ""


def allowed(module: str, own: str) -> bool:
    if module.split(".")[0] not in ("storefront", "storefront_club"):
        return True
    return module == "storefront.api" or module == own or module.startswith(own + ".")


@pytest.mark.parametrize("plugin", PLUGINS, ids=lambda folder: folder.name)
def test_a_plugin_knows_only_the_contract(plugin: Path) -> None:
    own = plugin.name if plugin.parent.name != "plugins" else f"storefront.plugins.{plugin.name}"
    wrong = [
        f"{path.relative_to(ROOT)}: {module}"
        for path in sorted(plugin.rglob("*.py"))
        for module in imported(path)
        if not allowed(module, own)
    ]
    assert wrong == []


@pytest.mark.parametrize("plugin", PLUGINS, ids=lambda folder: folder.name)
def test_only_a_plugins_pages_know_flask(plugin: Path) -> None:
    wrong = [
        path.name
        for path in sorted(plugin.rglob("*.py"))
        if path.name not in ("pages.py", "cli.py") and any(m.split(".")[0] == "flask" for m in imported(path))
    ]
    assert wrong == []
