"""storefront pages list | write"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from storefront.catalogue.content import SLUG_LIMIT, is_slug, write_page
from storefront.catalogue.content import pages as content_pages
from storefront.commands.opening import BadInput, open_shop, show_table


@click.group()
def pages() -> None:
    """The shop's own words: legal pages, and what the start page says."""


@pages.command("list")
def list_pages() -> None:
    """Every page in every language; drafts, and what is not published, are marked."""
    open_shop()
    rows = [(row["slug"], row["language"], _state(row), row["title"]) for row in content_pages()]
    show_table(rows, ("page", "language", "", "title"))


def _state(row: dict[str, Any]) -> str:
    if not row["published"]:
        return "unpublished"
    return "draft" if row["draft"] else ""


@pages.command()
@click.argument("slug")
@click.argument("language")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--title", default="", help="Its title; default: the one it has.")
def write(slug: str, language: str, file: Path, title: str) -> None:
    """Put the HTML of FILE on the page SLUG in LANGUAGE; it is no draft any more."""
    shop = open_shop()
    if language not in shop.settings.shop.languages:
        raise BadInput(f"{language!r} is not a language of this shop: {', '.join(shop.settings.shop.languages)}.")
    if not is_slug(slug):
        raise BadInput(f"{slug!r} is not the name of a page: small letters, digits and hyphens, at most {SLUG_LIMIT}.")
    try:
        body = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadInput(f"{file}: this is not UTF-8 text") from error
    if not write_page(slug, language, title, body):
        raise BadInput(f"There is no page {slug} in {language} yet: a new one needs --title, and a text.")
    click.echo(f"The page {slug} is written in {language}.")
