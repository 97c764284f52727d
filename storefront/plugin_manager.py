"""Find plugins, check them, and ask them: the only module that talks to pluggy."""

from __future__ import annotations

import importlib.metadata
import inspect
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from types import ModuleType
from typing import Any, Literal

import pluggy

from storefront import hookspecs
from storefront.db import for_share, for_update, transaction, utc_now
from storefront.errors import NotFound, PluginError, Refused
from storefront.i18n import _
from storefront.tables import Fact, PluginState
from storefront.values import BusinessModel, OpenWork

GROUP = "storefront.plugins"
State = Literal["enabled", "retiring", "disabled"]
SET_VERSION = "plugin_set"


@dataclass(frozen=True)
class Asked:
    """One question to one plugin, for the trace: hook, plugin, seconds."""

    hook: str
    plugin: str
    seconds: float


@dataclass
class Plugins:
    """The plugins of one built app. Made by build(); never changed afterwards."""

    manager: pluggy.PluginManager
    states: dict[str, State]
    priorities: dict[str, int]
    models: dict[str, BusinessModel] = field(default_factory=dict)
    trace: list[Asked] | None = None
    missing: frozenset[str] = frozenset()
    """On in the database, with open orders, and not installed: they count as disabled, their orders are frozen."""

    # -- asking -------------------------------------------------------------------------------

    def open(self, hook: str, **values: Any) -> list[tuple[str, Any]]:
        """Ask every plugin; (plugin, answer) pairs by priority, then name, without the Nones."""
        answers = []
        for name, implementation in self._implementations(hook):
            answer = self._ask(hook, name, implementation, values)
            if answer is not None:
                answers.append((name, answer))
        return answers

    def listed(self, hook: str, **values: Any) -> list[Any]:
        """Ask every plugin for a list; all their items in order."""
        return [item for _name, items in self.open(hook, **values) for item in items]

    def first(self, hook: str, **values: Any) -> Any:
        """Ask one plugin after the other until one answers."""
        for name, implementation in self._implementations(hook):
            answer = self._ask(hook, name, implementation, values)
            if answer is not None:
                return answer
        return None

    def owned(self, hook: str, owner: str, **values: Any) -> Any:
        """Ask the owning plugin, then core; the first answer that is not None."""
        for name, implementation in self._implementations(hook):
            if name in (owner, "core"):
                answer = self._ask(hook, name, implementation, values)
                if answer is not None:
                    return answer
        return None

    def answers(self, hook: str) -> bool:
        """Whether any plugin besides core answers this hook."""
        return any(name != "core" for name, _implementation in self._implementations(hook))

    def of(self, hook: str, plugin: str, **values: Any) -> Any:
        """Ask one plugin only, and core not."""
        for name, implementation in self._implementations(hook):
            if name == plugin:
                return self._ask(hook, name, implementation, values)
        return None

    def _implementations(self, hook: str) -> Iterator[tuple[str, pluggy.HookImpl]]:
        caller: pluggy.HookCaller = getattr(self.manager.hook, hook)
        found = [(impl.plugin_name, impl) for impl in caller.get_hookimpls()]
        # core is the last answer, whatever its name sorts like
        found.sort(key=lambda pair: (pair[0] == "core", self.priorities.get(pair[0], 100), pair[0]))
        return iter(found)

    def _ask(self, hook: str, name: str, implementation: pluggy.HookImpl, values: dict[str, Any]) -> Any:
        wanted = {argument: values[argument] for argument in implementation.argnames}
        if self.trace is None:
            return implementation.function(**wanted)
        started = time.perf_counter()
        try:
            return implementation.function(**wanted)
        finally:
            self.trace.append(Asked(hook, name, time.perf_counter() - started))

    # -- knowing ------------------------------------------------------------------------------

    @property
    def selling(self) -> frozenset[str]:
        """Business models that sell: enabled ones."""
        return frozenset(code for code in self.models if self.states.get(code) == "enabled")

    def module(self, name: str) -> ModuleType:
        return self.manager.get_plugin(name)  # type: ignore[return-value]


def found_plugins() -> dict[str, importlib.metadata.EntryPoint]:
    """Every installed plugin by name, without importing any."""
    return {point.name: point for point in importlib.metadata.entry_points(group=GROUP)}


def load(name: str) -> ModuleType:
    """Import a plugin; a failure says which plugin and why."""
    points = found_plugins()
    if name not in points:
        known = ", ".join(sorted(points)) or "none"
        raise PluginError(f"plugin {name!r} is not installed. Installed: {known}.")
    try:
        module: ModuleType = points[name].load()
    except Exception as error:
        raise PluginError(f"plugin {name!r} ({points[name].value}) cannot be imported: {error!r}") from error
    return module


def check(name: str, module: ModuleType) -> None:
    """Refuse a plugin that does not fit, naming plugin, hook, definition and reason."""
    fits = getattr(module, "CONTRACT", None)
    if fits != hookspecs.CONTRACT:
        raise PluginError(
            f"plugin {name!r}: it fits contract {fits!r}, this shop speaks {hookspecs.CONTRACT}."
            f" Set CONTRACT = {hookspecs.CONTRACT} in {module.__name__} once it does."
        )
    hooks = getattr(module, "hooks", None)
    if hooks is None:
        raise PluginError(f"plugin {name!r}: {module.__name__} has no module `hooks`.")
    trial = _manager()
    _register(trial, name, hooks)


def build(states: dict[str, State], core: object) -> Plugins:
    """The plugins that are enabled or retiring, checked, with core as the last to answer."""
    manager = _manager()
    priorities = {}
    for name, state in sorted(states.items()):
        if state == "disabled":
            continue
        module = load(name)
        check(name, module)
        _register(manager, name, module.hooks)
        priorities[name] = getattr(module, "PRIORITY", 100)
    manager.register(core, "core")
    plugins = Plugins(manager, dict(states), priorities)
    for name, model in plugins.open("business_model"):
        if model.code != name:
            raise PluginError(f"plugin {name!r}: its business model calls itself {model.code!r}; use its name.")
        plugins.models[model.code] = model
    return plugins


def _manager() -> pluggy.PluginManager:
    manager = pluggy.PluginManager("storefront")
    manager.add_hookspecs(hookspecs)
    return manager


def _register(manager: pluggy.PluginManager, name: str, hooks: Any) -> None:
    try:
        manager.register(hooks, name)
        manager.check_pending()
    except pluggy.PluginValidationError as error:
        raise PluginError(f"plugin {name!r}: {_described(hooks, error)}") from error


def _described(hooks: Any, error: pluggy.PluginValidationError) -> str:
    """pluggy's reason, with the hook and its definition where it leaves them out."""
    text = str(error)
    for hook, function in inspect.getmembers(hooks, inspect.isfunction):
        if hasattr(function, "storefront_impl") and repr(hook) in text:
            definition = f"def {hook}{inspect.signature(function)}"
            return f"hook {hook!r}, defined as `{definition}`: {text}"
    return text


# -- the three states -----------------------------------------------------------------------------


def read_states() -> dict[str, State]:
    """What the database says of every plugin it knows."""
    return {row.name: row.state for row in PluginState.select()}


def selling_now(names: Iterable[str]) -> frozenset[str]:
    """Which of these are enabled in the database, and stay so until the present transaction ends."""
    rows = for_share(PluginState.select().where(PluginState.name.in_(list(names))).order_by(PluginState.id))
    return frozenset(row.name for row in rows if row.state == "enabled")


def lock_state(name: str) -> None:
    """Nobody begins to sell by this plugin, and whoever has begun is done, until the transaction ends."""
    list(for_update(PluginState.select().where(PluginState.name == name)))


def set_version() -> int:
    """A number that changes with the set of plugins; each worker compares it with its app's."""
    row = Fact.select(Fact.value).where(Fact.name == SET_VERSION).tuples().first()
    return int(row[0]) if row else 0


@transaction()
def first_states(names: Iterable[str], now: datetime) -> None:
    """Enable these plugins in a shop whose database is new; later calls change nothing."""
    if PluginState.select().exists() or Fact.select().where(Fact.name == SET_VERSION).exists():
        return
    for name in names:
        PluginState.create(name=name, state="enabled", changed_at=now)
    Fact.create(name=SET_VERSION, value=1)


def change_state(name: str, state: State, work: Sequence[OpenWork], now: datetime | None = None) -> None:
    """Put a plugin into a state; disabling with open work is refused with the list of it."""
    if state == "disabled" and work:
        listed = "; ".join(f"{item.subject}: {item.label}" for item in work[:20])
        raise Refused(
            _("%(name)s cannot be disabled while work is open: %(work)s", name=name, work=listed), "open-work"
        )
    if state == "enabled":
        check(name, load(name))
    _write_state(name, state, now or utc_now())


@transaction()
def _write_state(name: str, state: State, now: datetime) -> None:
    if name not in found_plugins() and not PluginState.select().where(PluginState.name == name).exists():
        raise NotFound(f"plugin {name!r} is not installed")
    PluginState.insert(name=name, state=state, changed_at=now).on_conflict(
        conflict_target=[PluginState.name],
        update={PluginState.state: state, PluginState.changed_at: now},
    ).execute()
    Fact.insert(name=SET_VERSION, value=1).on_conflict_ignore().execute()
    version = set_version()
    Fact.update(value=version + 1).where(Fact.name == SET_VERSION).execute()
