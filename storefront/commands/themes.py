"""storefront theme list | use | new | check"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path

import click
from jinja2 import Environment

from storefront import db, plugin_manager
from storefront.commands.opening import BadInput, open_settings, shop_home, show_table
from storefront.errors import ThemeError
from storefront.settings import FILE_NAME
from storefront.tables import PluginState
from storefront.web.folders import static_folders, template_folders
from storefront.web.globals import NAMES
from storefront.web.theme_check.every import Surroundings, check_theme
from storefront.web.theme_check.findings import Finding
from storefront.web.theme_making import make_theme
from storefront.web.themes import named_theme
from storefront.web.themes_path import theme_names

_SECTION = re.compile(r"^\[theme\][ \t]*$", re.MULTILINE)
_NAME = re.compile(r"(^\[theme\][ \t]*\n(?:(?!\[).*\n)*?)name[ \t]*=.*$", re.MULTILINE)
SHOWN_REASONS = 20


@click.group()
def theme() -> None:
    """Themes: the shop's look."""


@theme.command("list")
def list_themes() -> None:
    """Every theme, the active one marked, with its parents; one that cannot be used says why."""
    settings = open_settings(themeless=True)
    rows = []
    for name in theme_names(settings.home):
        try:
            found = named_theme(name, settings.home)
            parents, version = " → ".join(folder.name for folder in found.chain[1:]), found.version
        except ThemeError as error:
            parents, version = str(error), ""
        rows.append(("*" if name == settings.theme.name else "", name, version, parents))
    show_table(rows, ("", "theme", "version", "parents"))


@theme.command()
@click.argument("name")
def use(name: str) -> None:
    """Make NAME the shop's theme; refused when `theme check` finds errors. A running shop is started again."""
    home = shop_home()
    open_settings(home, themeless=True)
    errors = [one for one in _findings(name, home) if one.severity == "error"]
    if errors:
        _show(errors[:SHOWN_REASONS], home)
        raise BadInput(f"{name} has {_counted(len(errors), 'error')} and is not used. The theme is as it was.")
    path = home / FILE_NAME
    path.write_text(with_theme(path.read_text(encoding="utf-8-sig"), name), encoding="utf-8")
    click.echo(f"The theme is {name}. Start the shop again to see it.")


@theme.command()
@click.argument("name")
@click.option("--parent", default="base", show_default=True, help="The theme that it stands on.")
def new(name: str, parent: str) -> None:
    """Make a theme NAME in this shop: a child that works, with comments on how to go on."""
    home = shop_home()
    open_settings(home, themeless=True)
    for path in make_theme(name, parent, home):
        click.echo(path.relative_to(home))
    click.echo(f"Next: storefront theme use {name} && storefront serve --debug (pages follow what you save)")


@theme.command()
@click.argument("name")
@click.option("--json", "as_json", is_flag=True, help="The findings as JSON, for programs.")
def check(name: str, as_json: bool) -> int:
    """Look for what is wrong with NAME. Exit code 0: nothing, 1: warnings only, 2: errors."""
    home = shop_home()
    open_settings(home, themeless=True)
    found = _findings(name, home)
    errors = sum(one.severity == "error" for one in found)
    if as_json:
        click.echo(json.dumps([one.as_json() for one in found], ensure_ascii=False, indent=1))
    else:
        _show(found, home)
        click.echo(f"{name}: {_counted(errors, 'error')}, {_counted(len(found) - errors, 'warning')}.")
    return 2 if errors else 1 if found else 0


def _findings(name: str, home: Path) -> list[Finding]:
    """What is wrong with a theme of this shop; raises ThemeError when it is none."""
    found = named_theme(name, home)
    known = db.database.table_exists(PluginState._meta.table_name)
    states = plugin_manager.read_states() if known else {}
    around = Surroundings(
        tuple(template_folders(found, states)),
        tuple(static_folders(found, states)),
        NAMES | frozenset(Environment().globals),  # noqa: S701 - only asked what it knows
    )
    return check_theme(found, around)


def _show(found: Sequence[Finding], home: Path) -> None:
    for one in found:
        path = Path(one.file)
        shown = path.relative_to(home) if path.is_relative_to(home) else path
        click.echo(f"{shown}:{one.line}: {one.severity} {one.code}: {one.message}")
        click.echo(f"    {one.todo}")


def _counted(number: int, noun: str) -> str:
    return f"{number or 'no'} {noun}{'' if number == 1 else 's'}"


def with_theme(text: str, name: str) -> str:
    """storefront.toml with another theme; nothing else of it changes."""
    line = f'name = "{name}"'
    if _NAME.search(text):
        return _NAME.sub(lambda found: found[1] + line, text, count=1)
    if _SECTION.search(text):
        return _SECTION.sub(f"[theme]\n{line}", text, count=1)
    return f"{text.rstrip()}\n\n[theme]\n{line}\n"
