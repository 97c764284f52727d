"""Commands that plugins bring, under `storefront <plugin> …`; those of plugins that are off are not there."""

from __future__ import annotations

import click

from storefront import db, plugin_manager
from storefront.commands.opening import has_shop, open_settings, open_shop, shop_home
from storefront.errors import StorefrontError
from storefront.tables import PluginState


def plugins_with_commands() -> list[str]:
    """The names of enabled plugins that bring commands; none where there is no working shop."""
    try:
        return [name for name in _enabled() if _brings_commands(name)]
    except (StorefrontError, OSError):
        return []


def of_plugin(name: str) -> click.Group | None:
    """The group of a plugin's commands, the shop opened; None when there is no such plugin."""
    if name not in plugin_manager.found_plugins() or not has_shop(shop_home()):
        return None
    asked = open_shop().plugins.of("cli_commands", name)
    if not asked:
        return None
    group = click.Group(name, help=f"Commands of the plugin {name}.")
    for command in asked:
        group.add_command(command)
    return group


def _enabled() -> list[str]:
    if not has_shop(shop_home()):
        return []
    open_settings()
    if not db.database.table_exists(PluginState._meta.table_name):
        return []
    return sorted(name for name, state in plugin_manager.read_states().items() if state != "disabled")


def _brings_commands(name: str) -> bool:
    return hasattr(getattr(plugin_manager.load(name), "hooks", None), "cli_commands")
