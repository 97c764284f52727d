"""Plugins at the desk: switched on, retired, switched off."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from storefront import plugin_manager, plugin_switching
from storefront.db import transaction
from storefront.desk.audit import Actor, record
from storefront.errors import NotFound, PluginError, Refused
from storefront.i18n import _
from storefront.runtime import Runtime

# act → the states it leads on from
LEADS_FROM: Mapping[str, tuple[str, ...]] = {
    "enable": ("disabled", "retiring"),
    "retire": ("enabled",),
    "disable": ("enabled", "retiring", "missing"),
}


@dataclass(frozen=True)
class Installed:
    """A plugin that is installed, or that the shop knows; missing: on, but its package is not there."""

    name: str
    state: str
    package: str = ""
    about: str = ""

    @property
    def acts(self) -> tuple[str, ...]:
        """What can be done with it now."""
        return tuple(act for act, states in LEADS_FROM.items() if self.state in states)


def installed_plugins() -> list[Installed]:
    """Every plugin that is installed or known, by name, as the database says now."""
    states, points = plugin_manager.read_states(), plugin_manager.found_plugins()
    found = []
    for name in sorted({*states, *points}):
        state: str = states.get(name, "disabled")
        if name in points:
            found.append(Installed(name, state, points[name].value, _about(name)))
        else:
            found.append(Installed(name, "missing" if state != "disabled" else "disabled"))
    return found


def find_plugin(name: str) -> Installed:
    """One of them; raises NotFound."""
    plugin = next((one for one in installed_plugins() if one.name == name), None)
    if plugin is None:
        raise NotFound(f"there is no plugin {name!r}")
    return plugin


def _about(name: str) -> str:
    """What it says of itself; of one that cannot be imported, why."""
    try:
        text = plugin_manager.load(name).__doc__ or ""
    except PluginError as error:
        return str(error)
    return text.strip().partition("\n")[0]


def switch(actor: Actor, name: str, act: str, runtime: Runtime) -> None:
    """Do it, for every worker; refused with the open work, or with what is wrong with the plugin."""
    actor.must("plugins.switch")
    if act not in find_plugin(name).acts:
        raise Refused(_("That cannot be done with this plugin as it is now."), "plugin-state")
    try:
        if act == "enable":
            # its tables are made outside of the transaction that says so: the steps have their own
            plugin_switching.check_enabling(name)
        with transaction():
            before = plugin_manager.read_states().get(name, "disabled")
            if act == "enable":
                plugin_switching.enable(name, actor.now)
            elif act == "retire":
                plugin_switching.retire(name, actor.now)
            else:
                plugin_switching.disable(name, runtime, actor.now)
            after = plugin_manager.read_states()[name]
            record(actor, f"plugin.{act}", f"plugin:{name}", {"state": before}, {"state": after})
    except PluginError as error:
        raise Refused(_("It cannot be done: %(reason)s", reason=str(error)), "plugin") from error
