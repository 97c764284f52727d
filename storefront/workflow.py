"""Workflows are tables: checked at start, moved by one engine, for every noun."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from storefront.db import lock_rows, savepoint, transaction, utc_now
from storefront.errors import NotFound, PluginError, Refused
from storefront.i18n import Message, _
from storefront.orders.cases.standing_still import stands_still
from storefront.orders.locks import lock_order
from storefront.orders.tables import Event, Order, Timer
from storefront.outbox import later
from storefront.runtime import current
from storefront.values import Transition, Workflow

# a frozen order's timers are looked at again after so long
LOOK_AGAIN = timedelta(hours=1)
# whose the nouns without a plugin's name are
CORE = "core"


def check_workflow(workflow: Workflow, owner: str) -> None:
    """Refuse a table with unknown or unreachable states, at start."""
    names = [state.name for state in workflow.states]
    known = set(names)
    where = f"plugin {owner!r}, workflow {workflow.noun!r}"
    if len(known) != len(names):
        raise PluginError(f"{where}: a state is named twice in {names}")
    for transition in workflow.transitions:
        unknown = ({transition.target} | set(transition.source)) - known
        if unknown:
            raise PluginError(f"{where}, transition {transition.name!r}: unknown state {sorted(unknown)}")
    for timer in workflow.timers:
        if timer.state not in known or timer.transition not in {t.name for t in workflow.transitions}:
            raise PluginError(f"{where}: timer {timer} names an unknown state or transition")
    reached = {names[0]}
    while more := {t.target for t in workflow.transitions if set(t.source) & reached} - reached:
        reached |= more
    if known - reached:
        raise PluginError(f"{where}: no transition leads to {sorted(known - reached)}")


def begin(subject: str, noun: str, owner: str, *, actor: str = "system", now: datetime | None = None) -> str:
    """Record that a subject entered its first state, and set that state's timers; the state's name."""
    workflow = find_workflow(noun, owner)
    if workflow is None:
        raise NotFound(f"no workflow for {noun!r} of {owner!r}")
    first = workflow.states[0]
    record(subject, first.name, first.label, actor=actor, now=now)
    _set_timers(workflow, subject, first.name, now or utc_now())
    return first.name


def find_workflow(noun: str, owner: str) -> Workflow | None:
    return current().workflows.get((noun, owner))


@transaction()
def move(
    subject: str, name: str, *, actor: str = "system", role: str = "system", now: datetime | None = None
) -> str:
    """Move a subject by a transition, once; the new state.

    Raises Refused when its state, the actor's role or the guard says no, NotFound when there is no
    such subject or transition. The state changes by one conditional statement.
    """
    now = now or utc_now()
    _lock(subject)
    workflow, table, row = _subject(subject)
    transition = _find_transition(workflow, name, row["state"])
    if role not in transition.actors:
        raise Refused(_("You may not do this."), "not-allowed")
    refusal = transition.guard(subject, row) if transition.guard else None
    if refusal is not None:
        raise Refused(refusal, "guard")
    moved = (
        table.update(state=transition.target)
        .where(table.id == row["id"], table.state == row["state"])
        .execute()
    )
    if not moved:
        raise Refused(_("Somebody else was quicker; look again."), "moved-meanwhile")
    _enter(workflow, subject, transition, actor, now)
    if transition.effect:
        transition.effect(subject, {**row, "now": now})
    later("after_moved", {"subject": subject, "transition": name}, now)
    return transition.target


@transaction()
def follow(subject: str, what: str, *, actor: str = "system", now: datetime | None = None) -> bool:
    """Move a subject by the transition that follows something by itself; False where there is none from here."""
    try:
        workflow, _table, row = _subject(subject)
        name = next(t.name for t in workflow.transitions if t.follows == what and row["state"] in t.source)
        with savepoint():
            move(subject, name, actor=actor, role="system", now=now)
    except (NotFound, Refused, StopIteration):
        # its plugin is off, or a guard says no: staff press the button
        return False
    return True


def possible(subject: str, role: str) -> list[Transition]:
    """The buttons this role may press now: guards asked."""
    workflow, _table, row = _subject(subject)
    return [
        transition
        for transition in workflow.transitions
        if row["state"] in transition.source
        and role in transition.actors
        and (transition.guard is None or transition.guard(subject, row) is None)
    ]


def _enter(workflow: Workflow, subject: str, transition: Transition, actor: str, now: datetime) -> None:
    Timer.delete().where(Timer.subject == subject).execute()
    state = next(s for s in workflow.states if s.name == transition.target)
    record(subject, state.name, state.label, actor=actor, now=now, data={"transition": transition.name})
    _set_timers(workflow, subject, state.name, now)


def _find_transition(workflow: Workflow, name: str, state: str) -> Transition:
    named = [t for t in workflow.transitions if t.name == name]
    if not named:
        raise NotFound(f"{workflow.noun} has no transition {name!r}")
    for transition in named:
        if state in transition.source:
            return transition
    raise Refused(_("This cannot be done any more."), "wrong-state")


def _lock(subject: str) -> None:
    """Lock a subject before its timers; an order's purchase comes before all, see orders/locks.py."""
    workflow, table, row = _subject(subject)
    if workflow.lock is not None:
        workflow.lock(row["id"])
    if table is Order:
        lock_order(row["id"])
    else:
        lock_rows(table.select(table.id).where(table.id == row["id"]))


def _subject(subject: str) -> tuple[Workflow, Any, dict[str, Any]]:
    """The workflow, table and row of "order:12" or "club.invitation:5"."""
    noun, _sep, number = subject.partition(":")
    if not number.isdigit():
        raise NotFound(f"{subject!r} is no subject")
    if noun == "order":
        row = Order.select().where(Order.id == int(number)).dicts().first()
        workflow = find_workflow("order", row["business_model"]) if row else None
        table: Any = Order
    else:
        workflow = find_workflow(noun, noun.partition(".")[0] if "." in noun else CORE)
        table = workflow.table if workflow else None
        row = table.select().where(table.id == int(number)).dicts().first() if table else None
    if row is None or workflow is None:
        raise NotFound(f"there is no {subject}")
    return workflow, table, row


def record(
    subject: str,
    kind: str,
    label: Message,
    *,
    data: Mapping[str, Any] | None = None,
    actor: str = "system",
    now: datetime | None = None,
) -> None:
    """Write what happened into the subject's story."""
    Event.create(
        subject=subject, kind=kind, label=label.as_json(), data=dict(data or {}), actor=actor, at=now or utc_now()
    )


def _set_timers(workflow: Workflow, subject: str, state: str, now: datetime) -> None:
    for timer in workflow.timers:
        if timer.state == state:
            set_timer(subject, timer.transition, now + timedelta(hours=timer.hours), now)


@transaction()
def set_timer(subject: str, transition: str, due_at: datetime, now: datetime | None = None) -> None:
    """The subject's transition is tried at due_at; setting it again moves it.

    Of a subject that stands still it is paused from now on, as those are that ran before.
    """
    paused = stands_still(subject)
    row = {"due_at": due_at, "paused": paused, "paused_at": (now or utc_now()) if paused else None}
    Timer.insert(subject=subject, transition=transition, **row).on_conflict(
        conflict_target=[Timer.subject, Timer.transition], update=row
    ).execute()


@transaction()
def cancel_timer(subject: str, transition: str) -> None:
    """Forget a timer; none is no error."""
    Timer.delete().where(Timer.subject == subject, Timer.transition == transition).execute()


@transaction()
def pause_timers(subject: str, now: datetime) -> int:
    """Stop a subject's clocks; how many ran. Lock the subject first."""
    waiting = (Timer.subject == subject) & ~Timer.paused
    return int(Timer.update(paused=True, paused_at=now).where(waiting).execute())


@transaction()
def resume_timers(subject: str, now: datetime) -> int:
    """Let a subject's clocks go on: each has as long left as when it was stopped. Lock the subject first."""
    rows = list(Timer.select().where(Timer.subject == subject, Timer.paused))
    for row in rows:
        left = row.due_at - (row.paused_at or now)
        Timer.update(paused=False, paused_at=None, due_at=now + left).where(Timer.id == row.id).execute()
    return len(rows)


def fire_timers(now: datetime) -> int:
    """Try the transitions that are due, each in its own transaction; how many moved."""
    due = Timer.select().where(Timer.due_at <= now, ~Timer.paused).order_by(Timer.due_at, Timer.id).limit(100)
    return sum(_fire(timer.id, timer.subject, timer.transition, now) for timer in list(due))


@transaction()
def _fire(timer_id: int, subject: str, name: str, now: datetime) -> bool:
    if _is_frozen(subject):
        Timer.update(due_at=now + LOOK_AGAIN).where(Timer.id == timer_id).execute()
        return False
    # the subject first, as move() does; one that is gone has its timer removed all the same
    with suppress(NotFound):
        _lock(subject)
    if not Timer.delete().where(Timer.id == timer_id).execute():
        return False
    try:
        move(subject, name, now=now)
    except (Refused, NotFound):
        return False
    return True


def _is_frozen(subject: str) -> bool:
    """Whether an order's plugin is not installed: its clocks wait until it is back."""
    noun, _sep, number = subject.partition(":")
    missing = current().plugins.missing
    if not missing or noun != "order":
        return noun.partition(".")[0] in missing
    row = Order.select(Order.business_model).where(Order.id == int(number)).tuples().first()
    return row is not None and row[0] in missing
