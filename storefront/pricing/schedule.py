"""When a group's total is paid: the parts its business model asks for, in whole amounts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from storefront.i18n import Message
from storefront.money import spread
from storefront.runtime import Runtime
from storefront.values import Context, Group, ScheduledPart


@dataclass(frozen=True)
class DuePart:
    """A part of a total. due: "now", an ISO date, or "event:<workflow state>"."""

    label: Message
    amount: int
    due: str

    @property
    def is_now(self) -> bool:
        """Whether it is asked for as soon as the order is placed."""
        return self.due == "now"


def due_parts(total: int, schedule: Sequence[ScheduledPart]) -> tuple[DuePart, ...]:
    """The total shared out; the parts add up to it exactly."""
    amounts = spread(total, [part.share for part in schedule])
    return tuple(DuePart(part.label, amount, part.due) for part, amount in zip(schedule, amounts, strict=True))


def group_schedule(runtime: Runtime, group: Group, context: Context) -> tuple[DuePart, ...]:
    """The parts of a group's total, as its business model or core has them."""
    schedule = runtime.plugins.owned("payment_schedule", group.business_model, group=group, context=context)
    return due_parts(group.total, schedule)
