"""storefront i18n status | update"""

from __future__ import annotations

import click

from storefront.commands.opening import BadInput, show_table
from storefront.translation_files import Gaps, Owner, gaps, owners, update
from storefront.web.themes_path import themes_folders


@click.group()
def i18n() -> None:
    """Translations of core, plugins and themes (for developers, in a checkout)."""


@i18n.command("status")
@click.option("--list", "listed", is_flag=True, help="Name each text that is missing, fuzzy or the same as the source.")
@click.option("--owner", "only", help="Only core, one plugin, or one theme.")
def show_status(listed: bool, only: str | None) -> int:
    """What is not translated yet; exit code 1 while anything is."""
    found = [gap for owner in _owners(only) for gap in gaps(owner)]
    rows = [(g.owner, g.tag, str(g.total), str(len(g.empty)), str(len(g.fuzzy)), str(len(g.same))) for g in found]
    show_table(rows, ("owner", "language", "texts", "empty", "fuzzy", "same as source"))
    if listed:
        for gap in found:
            _list(gap)
    return 0 if all(gap.complete for gap in found) else 1


@i18n.command("update")
@click.option("--owner", "only", help="Only core, one plugin, or one theme.")
def update_files(only: str | None) -> None:
    """Take up new texts and drop old ones in every language's file; translations stay."""
    for owner in _owners(only):
        for path in update(owner):
            click.echo(f"written: {path}")


def _owners(only: str | None) -> list[Owner]:
    found = owners(themes=themes_folders())
    chosen = [owner for owner in found if only in (None, owner.name, owner.name.removeprefix("theme "))]
    if not chosen:
        raise BadInput(f"--owner: there is no {only!r}; there are {', '.join(owner.name for owner in found)}.")
    return chosen


def _list(gap: Gaps) -> None:
    for kind, texts in (("empty", gap.empty), ("fuzzy", gap.fuzzy), ("same", gap.same)):
        for text in texts:
            click.echo(f"{gap.owner} {gap.tag} {kind}: {text!r}")
