"""What uploads belong to, as a file names it: the second message of a thread is "message:<token>/2"."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from storefront.accounts.applications.tables import Application
from storefront.accounts.ratings.tables import Review
from storefront.accounts.threads.tables import Thread, ThreadMessage
from storefront.db import Table
from storefront.orders.cases.tables import Case, CaseEntry
from storefront.orders.tables import Order
from storefront.records.checking import as_moment, moment
from storefront.records.kinds import Name, Record, Reference


@dataclass(frozen=True)
class _Part:
    """Rows that are counted within their owner: table, its column, the owner's table and the column that names it."""

    table: type[Table]
    owner: str
    owners: type[Table]
    name: str


_PARTS = {
    "case-entry": _Part(CaseEntry, "case", Case, "number"),
    "message": _Part(ThreadMessage, "thread", Thread, "token"),
    "review": _Part(Review, "order", Order, "number"),
}


def shown(subject: str) -> str | None:
    """A subject as a file has it; None where it is not there any more."""
    noun, _sep, rest = subject.partition(":")
    number = int(rest) if rest.isdecimal() else 0
    if noun == "application":
        at = Application.select(Application.created_at).where(Application.id == number).scalar()
        return f"application:{as_moment(at)}" if at else None
    part = _PARTS.get(noun)
    row = part.table.get_or_none(_id(part.table) == number) if part else None
    if part is None or row is None:
        return None
    owner_id = row.__data__[part.owner]
    name = part.owners.select(getattr(part.owners, part.name)).where(_id(part.owners) == owner_id).scalar()
    mine = getattr(part.table, part.owner) == owner_id
    place = part.table.select().where(mine, _id(part.table) <= number).count()
    return f"{noun}:{name}/{place}"


def found(subject: str) -> str | None:
    """The reverse; None where the shop has no such thing."""
    noun, _sep, rest = subject.partition(":")
    if noun == "application":
        at = moment(rest)
        number = Application.select(Application.id).where(Application.created_at == at).scalar() if at else None
        return f"application:{number}" if number else None
    part, (name, _slash, place) = _PARTS.get(noun), rest.rpartition("/")
    if part is None or not place.isdecimal() or int(place) < 1:
        return None
    owner = part.owners.select(_id(part.owners)).where(getattr(part.owners, part.name) == name)
    mine = part.table.select(_id(part.table)).where(getattr(part.table, part.owner).in_(owner))
    number = mine.order_by(_id(part.table)).offset(int(place) - 1).limit(1).scalar()
    return f"{noun}:{number}" if number else None


def _known(names: Iterable[Name]) -> Mapping[Name, int]:
    return {name: 1 for name in names if found(str(name[0]))}


SUBJECT = Reference("subject", ("subject",), lambda _ids: {}, _known)


def of_purchase(record: Record) -> list[tuple[str, Name]]:
    """What of a purchase files may hang on."""
    entries = [
        f"case-entry:{one['number']}/{place + 1}" for one in record["cases"] for place in range(len(one["entries"]))
    ]
    reviews = [
        f"review:{order['number']}/{place + 1}" for order in record["orders"] for place in range(len(order["reviews"]))
    ]
    return [("subject", (one,)) for one in (*entries, *reviews)]


def of_thread(record: Record) -> list[tuple[str, Name]]:
    """What of a thread files may hang on."""
    return [("subject", (f"message:{record['token']}/{place + 1}",)) for place in range(len(record["said"]))]


def of_application(record: Record) -> list[tuple[str, Name]]:
    """An application as a subject."""
    return [("subject", (f"application:{record['created_at']}",))]


def _applications(ids: Iterable[int]) -> Mapping[int, Name]:
    rows = Application.select(Application.id, Application.created_at).where(Application.id.in_(sorted(set(ids))))
    return {number: (as_moment(at),) for number, at in rows.tuples()}


def _application_ids(names: Iterable[Name]) -> Mapping[Name, int]:
    at = {moment(str(name[0])): name for name in names}
    wanted = [one for one in at if one is not None]
    rows = Application.select(Application.id, Application.created_at).where(Application.created_at.in_(wanted))
    return {at[moment_]: number for number, moment_ in rows.tuples()}


APPLICATION = Reference("application", ("created_at",), _applications, _application_ids)


def _id(table: type[Table]) -> Any:
    return table.id
