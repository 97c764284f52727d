"""Themes: a folder with theme.toml, a parent, templates, static files and translations."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import TemplateSyntaxError

from storefront.errors import ThemeError
from storefront.hookspecs import CONTRACT
from storefront.settings import FILE_NAME, Settings
from storefront.settings_file import SettingsFile
from storefront.web import themes_path

BASE = "base"


@dataclass(frozen=True)
class Theme:
    """A theme and its parents; chain begins with itself and ends with base.

    styles: the stylesheets of every page, the parents' first, so that a theme's own say the last word.
    """

    name: str
    version: str
    chain: tuple[Path, ...]
    styles: tuple[str, ...] = ()

    def folders(self, kind: str, *, base: bool = True, only_base: bool = False) -> list[Path]:
        """The chain's folders of a kind ("templates", "static", "translations"), nearest first."""
        chain = self.chain[-1:] if only_base else self.chain if base else self.chain[:-1]
        return [folder / kind for folder in chain if (folder / kind).is_dir()]


def find_theme(settings: Settings) -> Theme:
    """The active theme; fails at start, saying which and why."""
    try:
        return named_theme(settings.theme.name, settings.home)
    except ThemeError as error:
        path = settings.home / FILE_NAME
        if not path.is_file():
            raise
        raise ThemeError(f"{SettingsFile.read(path).place('theme', 'name')}: {error}") from error


def named_theme(name: str, home: Path) -> Theme:
    """A theme of this shop by name; raises ThemeError, saying which and why."""
    chain: list[Path] = []
    styles: list[str] = []
    asked, version = name, ""
    while True:
        folder = _folder(name, home)
        if folder in chain:
            raise ThemeError(f"theme {asked!r}: {name!r} is its own parent")
        facts = _facts(folder, name)
        version = version or str(facts.get("version", ""))
        chain.append(folder)
        styles = [*_styles(facts, name, folder), *styles]
        if name == BASE:
            theme = Theme(asked, version, tuple(chain), tuple(dict.fromkeys(styles)))
            _refuse_missing(theme)
            return theme
        name = str(facts.get("parent", BASE))


def refuse_broken(theme: Theme, env: Any) -> None:
    """Raise ThemeError where one of the theme's own templates cannot be read: better at start than in a page."""
    for folder in theme.folders("templates", base=False):
        for path in sorted(folder.rglob("*.html")):
            try:
                env.parse(path.read_text(encoding="utf-8"))
            except (TemplateSyntaxError, UnicodeDecodeError) as error:
                line = getattr(error, "lineno", 1)
                raise ThemeError(f"theme {theme.name!r}: {path}:{line}: {error}") from error


def _folder(name: str, home: Path) -> Path:
    found = themes_path.find_theme(name, home)
    if found is not None:
        return found
    searched = ", ".join(str(place) for place in themes_path.themes_folders(home))
    raise ThemeError(f"theme {name!r} was not found in {searched}")


def _facts(folder: Path, name: str) -> Mapping[str, Any]:
    path = folder / "theme.toml"
    try:
        facts = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ThemeError(f"theme {name!r}: {path}: {error}") from error
    if facts.get("contract") != CONTRACT:
        raise ThemeError(
            f"theme {name!r}: it fits contract {facts.get('contract')!r}, this shop speaks {CONTRACT} ({path})"
        )
    if not isinstance(facts.get("parent", BASE), str):
        raise ThemeError(f"theme {name!r}: {path}: parent is the name of a theme")
    return facts


def _styles(facts: Mapping[str, Any], name: str, folder: Path) -> list[str]:
    assets = facts.get("assets", {})
    styles = assets.get("styles", []) if isinstance(assets, dict) else None
    if not isinstance(styles, list) or not all(isinstance(one, str) for one in styles):
        raise ThemeError(f"theme {name!r}: {folder / 'theme.toml'}: [assets] styles is a list of paths below static/")
    return styles


def _refuse_missing(theme: Theme) -> None:
    for path in theme.styles:
        if not any((folder / path).is_file() for folder in theme.folders("static")):
            raise ThemeError(f"theme {theme.name!r}: the stylesheet {path!r} of its theme.toml is in no static/ folder")
