"""storefront plugin list | enable | retire | disable | trace"""

from __future__ import annotations

from collections import defaultdict

import click

from storefront import plugin_manager, plugin_switching
from storefront.commands.opening import now, open_settings, open_shop, show_table
from storefront.errors import PluginError
from storefront.plugin_leaving import dependents, open_work_of, work_words
from storefront.plugin_manager import Asked
from storefront.runtime import Runtime


@click.group()
def plugin() -> None:
    """Plugins: which business models this shop has."""


@plugin.command("list")
def list_plugins() -> None:
    """Every plugin that is installed or that the shop knows, and its state."""
    open_settings()
    states = plugin_manager.read_states()
    installed = plugin_manager.found_plugins()
    rows = []
    for name in sorted({*states, *installed}):
        state = states.get(name, "disabled")
        rows.append((name, state, installed[name].value if name in installed else "NOT INSTALLED"))
    show_table(rows, ("plugin", "state", "package"))


@plugin.command()
@click.argument("name")
def enable(name: str) -> None:
    """Switch NAME on: checked first, its tables made."""
    open_settings()
    for step in plugin_switching.enable(name, now()):
        click.echo(f"done: {step}")
    click.echo(f"{name} is enabled.")


@plugin.command()
@click.argument("name")
def retire(name: str) -> None:
    """NAME sells nothing new; its open orders live on to their end."""
    open_settings()
    plugin_switching.retire(name, now())
    click.echo(f"{name} is retiring.")


@plugin.command()
@click.argument("name")
@click.option("--dry-run", is_flag=True, help="Say what depends on it and change nothing.")
def disable(name: str, dry_run: bool) -> None:
    """Switch NAME off: nothing of it shows, its tables stay. Refused while work is open."""
    open_settings()
    plugin_switching.must_be_known(name)
    shop = _running()
    if dry_run:
        work = open_work_of(name, shop)
        show_table([(kind, str(count)) for kind, count in dependents(name, shop).items()], ("depends on it", "count"))
        for item in work:
            click.echo(work_words(item))
        click.echo(f"{name} {'could not' if work else 'could'} be disabled. Nothing was changed.")
        return
    plugin_switching.disable(name, shop, now())
    click.echo(f"{name} is disabled. Its tables stay.")


@plugin.command()
@click.argument("url")
def trace(url: str) -> None:
    """Which plugin was asked what for the page at URL (a path such as /en/), and how long it took."""
    shop = open_shop()
    from storefront.app import create_app
    from storefront.runtime import current

    app = create_app(shop.settings)
    asked: list[plugin_manager.Asked] = []
    current().plugins.trace = asked
    answer = app.test_client().get(url)
    click.echo(f"{answer.status} {url}")
    show_table(_summed(asked), ("plugin", "hook", "times", "ms"))


def _summed(asked: list[Asked]) -> list[tuple[str, ...]]:
    times: defaultdict[tuple[str, str], list[float]] = defaultdict(list)
    for question in asked:
        times[question.plugin, question.hook].append(question.seconds)
    return [
        (name, hook, str(len(took)), f"{sum(took) * 1000:.2f}") for (name, hook), took in sorted(times.items())
    ]


def _running() -> Runtime | None:
    """The shop, or None where a plugin keeps it from starting: just that one may be switched off."""
    try:
        return open_shop()
    except PluginError as error:
        click.echo(f"Note: {error}", err=True)
        return None
