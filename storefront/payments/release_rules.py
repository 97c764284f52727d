"""When money that is kept for a sale goes to its seller: the grammar of `SaleTerms.release`.

    at-once                                   as soon as what is due is paid
    delivered+14d|accepted                    14 days after delivery, or when the buyer says that all is well
    delivered+14d|accepted|sent+30d           … or 30 days after sending, where nobody reports deliveries
    30%@sent;70%@delivered+14d                in stages, which come to 100 %
    accepted|2027-03-31                       a date, at 0:00 UTC

A rule is stages with ";" between them, each `<percent>%@<moments>`; one stage alone needs no percent. Moments have "|"
between them, whichever comes first counts. A moment is a date, or an event with days after it (`+14d`) or none: `paid`
(all that was due), `sent` and `delivered` (all pieces of the line), `accepted` (the buyer's word), `inspected`, or
`state:<name>`, a state of the order's workflow. Days are of 24 hours.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

AT_ONCE = "at-once"
EVENTS = ("paid", "sent", "delivered", "accepted", "inspected")
STATE = "state:"
LONGEST = 200
LONGEST_DAYS = 3650
_STAGE = re.compile(r"(?:(?P<percent>\d{1,3}(?:\.\d{1,4})?)%@)?(?P<moments>[^@%;]+)")
_AFTER = re.compile(r"(?P<event>[a-z][a-z0-9:_-]*)(?:\+(?P<days>\d{1,4})d)?")


class WrongRule(ValueError):
    """A release rule that nobody can follow; its words say what is wrong with it."""


@dataclass(frozen=True)
class Moment:
    """So many days after an event, or a day."""

    event: str = ""
    days: int = 0
    day: date | None = None

    def at(self, happened: Mapping[str, datetime]) -> datetime | None:
        """When it is; None while its event has not happened."""
        if self.day is not None:
            return datetime(self.day.year, self.day.month, self.day.day, tzinfo=UTC)
        begun = happened.get(self.event)
        return begun + timedelta(days=self.days) if begun else None


@dataclass(frozen=True)
class Stage:
    """A share of the money, and the moments of which the first releases it."""

    share: Fraction
    moments: tuple[Moment, ...]

    def at(self, happened: Mapping[str, datetime]) -> datetime | None:
        """When this share is released, as far as that is known by now."""
        return min((at for one in self.moments if (at := one.at(happened))), default=None)


def release_rule(text: str) -> tuple[Stage, ...]:
    """A rule's stages. Raises WrongRule.

    >>> [str(stage.share) for stage in release_rule("30%@sent;70%@delivered+14d")]
    ['3/10', '7/10']
    """
    if len(text) > LONGEST:
        raise WrongRule(f"it is longer than {LONGEST} characters")
    parts = text.split(";")
    stages = tuple(_stage(part.strip(), alone=len(parts) == 1) for part in parts)
    whole = sum((stage.share for stage in stages), Fraction(0))
    if whole != 1:
        raise WrongRule(f"its stages come to {float(whole * 100):g} %, not to 100 %")
    return stages


def _stage(text: str, *, alone: bool) -> Stage:
    found = _STAGE.fullmatch(text)
    if found is None:
        raise WrongRule(f"{text!r} is no stage such as '30%@sent'")
    if found["percent"] is None and not alone:
        raise WrongRule(f"{text!r} does not say how many percent of several stages it is")
    share = Fraction(found["percent"]) / 100 if found["percent"] else Fraction(1)
    if not share:
        raise WrongRule(f"{text!r} is a stage of nothing")
    return Stage(share, tuple(_moment(part.strip()) for part in found["moments"].split("|")))


def _moment(text: str) -> Moment:
    if text == AT_ONCE:
        return Moment("paid")
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        try:
            return Moment(day=date.fromisoformat(text))
        except ValueError as error:
            raise WrongRule(f"{text!r} is no day") from error
    found = _AFTER.fullmatch(text)
    event = found["event"] if found else ""
    known = event in EVENTS or (event.startswith(STATE) and len(event) > len(STATE))
    if found is None or not known:
        names = ", ".join((*EVENTS, f"{STATE}<name>"))
        raise WrongRule(f"{text!r} is no moment: a day, or one of {names}, with or without days such as +14d")
    days = int(found["days"] or 0)
    if days > LONGEST_DAYS:
        raise WrongRule(f"{text!r} is more than {LONGEST_DAYS} days")
    return Moment(event, days)


def check_rule(text: str, states: Collection[str]) -> None:
    """Raise WrongRule for a rule that cannot be read, or names a state that the order's workflow has not."""
    for stage in release_rule(text):
        for moment in stage.moments:
            if moment.event.startswith(STATE) and moment.event.removeprefix(STATE) not in states:
                raise WrongRule(f"{moment.event!r} is no state of the order: {', '.join(sorted(states))}")


def released_share(rule: tuple[Stage, ...], happened: Mapping[str, datetime], now: datetime) -> Fraction:
    """How much of the money the seller may have by now, as a share."""
    due = (stage.share for stage in rule if (at := stage.at(happened)) is not None and at <= now)
    return sum(due, Fraction(0))


def next_moment(rule: tuple[Stage, ...], happened: Mapping[str, datetime], now: datetime) -> datetime | None:
    """When the share rises by time alone; None: something has to happen first, or all is released."""
    ahead = [at for stage in rule if (at := stage.at(happened)) is not None and at > now]
    return min(ahead, default=None)


def held_at_least(rule: tuple[Stage, ...], now: datetime) -> timedelta:
    """How long the rule keeps some of the money whatever happens: what a provider must at least be able to."""
    return max((min(_wait(moment, now) for moment in stage.moments) for stage in rule), default=timedelta())


def _wait(moment: Moment, now: datetime) -> timedelta:
    at = moment.at({})
    return timedelta(days=moment.days) if at is None else max(at - now, timedelta())
