"""Where templates and static files are looked for: themes, features and plugins, in this order."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from storefront import plugin_manager
from storefront.plugin_manager import State
from storefront.web.themes import Theme

PACKAGE = Path(__file__).resolve().parent.parent


def plugin_folders(states: Mapping[str, State], name: str) -> list[Path]:
    """A folder of each plugin that is not disabled, where it has one."""
    found = []
    for code in sorted(states):
        if states[code] == "disabled":
            continue
        folder = Path(plugin_manager.load(code).__file__ or "").parent / name
        if folder.is_dir():
            found.append(folder)
    return found


def template_folders(theme: Theme, states: Mapping[str, State]) -> list[Path]:
    """Active theme → its parents except base → features and plugins → base."""
    features = sorted(path for path in PACKAGE.glob("*/templates") if path.is_dir())
    return [
        *theme.folders("templates", base=False),
        *features,
        *plugin_folders(states, "templates"),
        *theme.folders("templates", only_base=True),
    ]


def static_folders(theme: Theme, states: Mapping[str, State]) -> list[Path]:
    """Active theme → its parents → plugins → what comes with the program."""
    return [*theme.folders("static"), *plugin_folders(states, "static"), PACKAGE / "web" / "static"]
