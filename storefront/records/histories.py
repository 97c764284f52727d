"""What happened to a plugin's own subject and what is to happen by itself, carried with its record."""

from __future__ import annotations

from functools import partial

from storefront.orders.tables import Event, Timer
from storefront.records.rows import Rows, column


def history_rows(noun: str) -> tuple[Rows, ...]:
    """The events and timers of the rows of a table whose subjects are "<noun>:<id>"."""
    event, timer = partial(column, Event), partial(column, Timer)
    events = (
        event("kind", "What kind of thing"),
        event("label", "What it is called"),
        event("data", "More about it"),
        event("actor", "Who did it", subjects=True),
        event("at", "When"),
    )
    timers = (
        timer("transition", "What is tried"),
        timer("due_at", "When"),
        timer("paused", "It waits"),
        timer("paused_at", "Since when"),
    )
    return (
        Rows("events", "What happened", Event, events, subject=noun, order=("at", "id")),
        Rows("timers", "What is to happen by itself", Timer, timers, subject=noun, order=("due_at", "transition")),
    )
