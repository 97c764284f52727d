"""storefront search | search-reindex"""

from __future__ import annotations

import json

import click

from storefront.catalogue.search import reindexing
from storefront.catalogue.search.finding import SCALE, find
from storefront.catalogue.search.names import names
from storefront.catalogue.viewer import Viewer
from storefront.commands.opening import BadInput, now, open_shop, show_table
from storefront.i18n import fallback_chain


@click.command()
@click.argument("query")
@click.option("--locale", default="", help="The buyer's language; the shop's default one unless given.")
@click.option("--limit", default=10, type=click.IntRange(1, 2000), show_default=True, help="At most so many products.")
@click.option("--json", "as_json", is_flag=True, help='[{"sku", "slug", "title", "score"}]')
def search(query: str, locale: str, limit: int, as_json: bool) -> None:
    """What a buyer finds by these words, the best first."""
    shop = open_shop()
    spoken = shop.settings.shop
    locale = locale or spoken.default_language
    if locale not in spoken.languages:
        raise BadInput(f"--locale {locale}: the shop speaks {', '.join(spoken.languages)}.")
    languages = fallback_chain(locale, spoken.default_language)
    viewer = Viewer(shop.plugins.selling, now(), languages=tuple(languages))
    found = find(query, viewer, spoken.languages)
    words = names(found.product_ids[:limit], viewer.languages)
    rows = [
        {**words[hit.product_id], "score": hit.score / SCALE} for hit in found.hits[:limit] if hit.product_id in words
    ]
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False))
        return
    show_table([tuple(str(value) for value in row.values()) for row in rows], ("sku", "slug", "title", "score"))
    if found.corrected:
        click.echo(f"Did you mean: {found.corrected}")
    if not rows:
        click.echo("Nothing was found.")


@click.command("search-reindex")
def search_reindex() -> None:
    """Index the whole catalogue afresh while the shop sells on; a run that was stopped goes on where it was."""
    open_shop()
    if not reindexing.is_due():
        reindexing.begin_anew()
    with click.progressbar(length=reindexing.left(), label="Indexing products") as bar:
        done = reindexing.run(bar.update)
    changed = reindexing.reterm()
    click.echo(f"{done} products indexed, {changed} words corrected.")
