"""storefront theme list | use"""

from __future__ import annotations

import re

import click

from storefront.commands.opening import BadInput, open_settings, shop_home, show_table
from storefront.settings import FILE_NAME
from storefront.web.themes_path import find_theme, theme_names

_SECTION = re.compile(r"^\[theme\][ \t]*$", re.MULTILINE)
_NAME = re.compile(r"(^\[theme\][ \t]*\n(?:(?!\[).*\n)*?)name[ \t]*=.*$", re.MULTILINE)


@click.group()
def theme() -> None:
    """Themes: the shop's look."""


@theme.command("list")
def list_themes() -> None:
    """Every theme, the active one marked."""
    settings = open_settings(themeless=True)
    rows = [(("*" if name == settings.theme.name else ""), name) for name in theme_names(settings.home)]
    show_table(rows, ("", "theme"))


@theme.command()
@click.argument("name")
def use(name: str) -> None:
    """Make NAME the shop's theme; a running shop takes it up when it is started again."""
    home = shop_home()
    open_settings(home, themeless=True)
    if find_theme(name, home) is None:
        raise BadInput(f"There is no theme {name!r}. There are: {', '.join(theme_names(home))}.")
    path = home / FILE_NAME
    path.write_text(with_theme(path.read_text(encoding="utf-8-sig"), name), encoding="utf-8")
    click.echo(f"The theme is {name}. Start the shop again to see it.")


def with_theme(text: str, name: str) -> str:
    """storefront.toml with another theme; nothing else of it changes."""
    line = f'name = "{name}"'
    if _NAME.search(text):
        return _NAME.sub(lambda found: found[1] + line, text, count=1)
    if _SECTION.search(text):
        return _SECTION.sub(f"[theme]\n{line}", text, count=1)
    return f"{text.rstrip()}\n\n[theme]\n{line}\n"
