"""Themes: a folder with theme.toml, a parent, templates, static files and translations."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

from storefront.errors import ThemeError
from storefront.hookspecs import CONTRACT
from storefront.settings import FILE_NAME, Settings
from storefront.settings_file import SettingsFile
from storefront.web import themes_path

BASE = "base"


@dataclass(frozen=True)
class Theme:
    """A theme and its parents; chain begins with itself and ends with base."""

    name: str
    version: str
    chain: tuple[Path, ...]

    def folders(self, kind: str, *, base: bool = True, only_base: bool = False) -> list[Path]:
        """The chain's folders of a kind ("templates", "static", "translations"), nearest first."""
        chain = self.chain[-1:] if only_base else self.chain if base else self.chain[:-1]
        return [folder / kind for folder in chain if (folder / kind).is_dir()]


def find_theme(settings: Settings) -> Theme:
    """The active theme; fails at start, saying which and why."""
    chain: list[Path] = []
    name, version = settings.theme.name, ""
    while True:
        folder = _folder(name, settings)
        if folder in chain:
            raise ThemeError(f"theme {settings.theme.name!r}: {name!r} is its own parent")
        facts = _facts(folder, name)
        version = version or str(facts.get("version", ""))
        chain.append(folder)
        if name == BASE:
            return Theme(settings.theme.name, version, tuple(chain))
        name = str(facts.get("parent", BASE))


def _folder(name: str, settings: Settings) -> Path:
    found = themes_path.find_theme(name, settings.home)
    if found is not None:
        return found
    searched = ", ".join(str(place) for place in themes_path.themes_folders(settings.home))
    place = SettingsFile.read(settings.home / FILE_NAME).place("theme", "name")
    raise ThemeError(f"{place}: theme {name!r} was not found in {searched}")


def _facts(folder: Path, name: str) -> dict[str, object]:
    path = folder / "theme.toml"
    try:
        facts = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ThemeError(f"theme {name!r}: {path}: {error}") from error
    if facts.get("contract") != CONTRACT:
        raise ThemeError(
            f"theme {name!r}: it fits contract {facts.get('contract')!r}, this shop speaks {CONTRACT} ({path})"
        )
    return facts
