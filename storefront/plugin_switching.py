"""Switching plugins on and off: what the command line and the desk do alike."""

from __future__ import annotations

from datetime import datetime

from storefront import core_hooks, migrations, plugin_manager
from storefront.db import transaction
from storefront.errors import PluginError, Refused
from storefront.i18n import _
from storefront.plugin_leaving import open_work_of
from storefront.plugin_manager import State
from storefront.runtime import Runtime


def check_enabling(name: str) -> None:
    """Build the set of plugins as it would be: what fails, fails before anything is changed."""
    if due := migrations.pending():
        steps = ", ".join(due)
        raise Refused(_("Run `storefront migrate` first: %(steps)s.", steps=steps), "migrations")
    plugin_manager.check(name, plugin_manager.load(name))
    states: dict[str, State] = {**plugin_manager.read_states(), name: "enabled"}
    plugin_manager.build(states, core_hooks)


def enable(name: str, now: datetime) -> list[str]:
    """Switch a plugin on: checked first, its tables made. The steps of its schema that were taken."""
    check_enabling(name)
    taken = migrations.migrate_plugin(name)
    plugin_manager.change_state(name, "enabled", (), now)
    return taken


def retire(name: str, now: datetime) -> None:
    """It sells nothing new; its open orders live on to their end."""
    must_be_known(name)
    plugin_manager.change_state(name, "retiring", (), now)


@transaction()
def disable(name: str, runtime: Runtime | None, now: datetime) -> None:
    """Switch a plugin off. Refused while work is open: asked here, an order may have been placed just now."""
    must_be_known(name)
    plugin_manager.lock_state(name)
    plugin_manager.change_state(name, "disabled", open_work_of(name, runtime), now)


def must_be_known(name: str) -> None:
    """Raise PluginError for one that was never enabled here."""
    if name not in plugin_manager.read_states():
        known = ", ".join(sorted(plugin_manager.read_states())) or "none"
        raise PluginError(f"The plugin {name!r} was never enabled here. Known: {known}.")
