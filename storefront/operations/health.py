"""How the shop is, in a few questions: for /healthz, which a load balancer asks every few seconds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from storefront import db, migrations, plugin_manager
from storefront.db import transaction
from storefront.runtime import Runtime
from storefront.tables import Fact

HEARTBEAT = "worker.heartbeat"
# how often the worker says that it is there, and how long it may be silent
BEATS_EVERY, SILENT_FOR = timedelta(seconds=20), timedelta(minutes=2)


@dataclass(frozen=True)
class Health:
    """status: "ok", "degraded" (it sells, but something is not as it should be) or "down"; problems: what."""

    status: str
    problems: tuple[str, ...] = ()

    @property
    def http_status(self) -> int:
        return 503 if self.status == "down" else 200


def health(runtime: Runtime, now: datetime) -> Health:
    """Never raises while the database is away: then it is down."""
    try:
        problems = [*_schema(), *_plugins(runtime), *_worker(now)]
    except db.AWAY:
        db.let_go()
        return Health("down", ("the database does not answer",))
    return Health("degraded" if problems else "ok", tuple(problems))


def beat(now: datetime) -> None:
    """The worker says that it is there; not oftener than it must."""
    last = last_beat()
    if last is not None and timedelta(0) <= now - last < BEATS_EVERY:
        return
    with transaction():
        Fact.insert(name=HEARTBEAT, value=now.isoformat()).on_conflict(
            conflict_target=[Fact.name], update={Fact.value: now.isoformat()}
        ).execute()


def last_beat() -> datetime | None:
    """When the worker was last heard of; None: never."""
    row = Fact.get_or_none(Fact.name == HEARTBEAT)
    return datetime.fromisoformat(row.value) if row else None


def is_silent(last: datetime | None, now: datetime) -> bool:
    """Whether nobody does what follows orders."""
    return last is None or now - last > SILENT_FOR


def missing_plugins(states: Mapping[str, Any]) -> list[str]:
    """Plugins that are on in the database and whose package is not installed."""
    installed = plugin_manager.found_plugins()
    return sorted(name for name, state in states.items() if state != "disabled" and name not in installed)


def _schema() -> list[str]:
    due = migrations.pending()
    return [f"{len(due)} migrations are due"] if due else []


def _plugins(runtime: Runtime) -> list[str]:
    return [f"plugin {name} is not installed, and its orders are frozen" for name in sorted(runtime.plugins.missing)]


def _worker(now: datetime) -> list[str]:
    return ["the worker is silent"] if is_silent(last_beat(), now) else []
