"""Every kind of record a shop carries: core's, then each plugin's, whatever its state."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from storefront import plugin_manager
from storefront.errors import PluginError
from storefront.plugin_manager import State
from storefront.records.kinds import RecordKind


@dataclass(frozen=True)
class Kinds:
    """Kinds by type, in the order of the file; absent: plugins the shop knows that are not installed."""

    of: Mapping[str, RecordKind]
    absent: tuple[str, ...] = ()

    def without_trade(self) -> Kinds:
        """Only the shop's content."""
        return replace(self, of={name: kind for name, kind in self.of.items() if not kind.trade})

    def without_sensitive(self) -> Kinds:
        """Not what has to be asked for by name."""
        return replace(self, of={name: kind for name, kind in self.of.items() if not kind.sensitive})


def every_kind(core: object) -> Kinds:
    """What core and all plugins that this shop has ever enabled carry; core: the module of core's own answers.

    A disabled plugin's tables stay, so its records are carried too; one that is not installed cannot be asked.
    """
    installed = plugin_manager.found_plugins()
    known = sorted(plugin_manager.read_states())
    states: dict[str, State] = {name: "enabled" for name in known if name in installed}
    plugins = plugin_manager.build(states, core)
    # core first: plugins' records name what is core's
    answers = sorted(plugins.open("records"), key=lambda pair: pair[0] != "core")
    content: dict[str, RecordKind] = {}
    trade: dict[str, RecordKind] = {}
    for plugin, kinds in answers:
        for kind in _checked(plugin, kinds):
            (trade if kind.trade else content)[kind.type] = kind
    return Kinds({**content, **trade}, tuple(name for name in known if name not in installed))


def _checked(plugin: str, kinds: Sequence[RecordKind]) -> Sequence[RecordKind]:
    for kind in kinds:
        if plugin != "core" and not kind.type.startswith(f"{plugin}."):
            raise PluginError(
                f"plugin {plugin!r}: hook 'records': its type {kind.type!r} must begin with {plugin + '.'!r}."
            )
        if lacking := set(kind.key) - {field.name for field in kind.fields}:
            raise PluginError(f"plugin {plugin!r}: hook 'records': {kind.type!r} has no field {sorted(lacking)[0]!r}.")
    return kinds
