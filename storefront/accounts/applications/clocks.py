"""What time brings: reminders before a document ends, suspension when it has, data that are forgotten."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from storefront.accounts import tables as accounts
from storefront.accounts.applications.documents import documents_of, drop_documents, newest
from storefront.accounts.applications.identifiers import as_day
from storefront.accounts.applications.suspending import set_suspended
from storefront.accounts.applications.tables import Application, SellerDocument
from storefront.accounts.mails import mail_person
from storefront.db import transaction
from storefront.orders.tables import Order
from storefront.values import Json
from storefront.workflow import cancel_timer, set_timer

REMIND_BEFORE = timedelta(days=30)
REPORTED_YEARS = 10
INFORM, INFORM_TIME = "inform", timedelta(days=10)


def subject_of(application_id: int) -> str:
    """As workflow, events and timers name it."""
    return f"application:{application_id}"


@transaction()
def set_clocks(application_id: int, now: datetime) -> None:
    """Of an application that was approved: when to remind of its documents, and when to suspend."""
    subject, row = subject_of(application_id), Application.get_by_id(application_id)
    ends = [row.asked_until] if row.asked_until else []
    reminders = []
    for document in newest(documents_of(application_id)):
        day = as_day(document.expires_on)
        if day is None:
            continue
        # on its last day it still holds
        end = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(days=1)
        ends.append(end)
        if not document.reminded:
            reminders.append(max(end - REMIND_BEFORE, now))
    for transition, moments in (("suspend", ends), ("remind", reminders)):
        if moments:
            set_timer(subject, transition, min(moments))
        else:
            cancel_timer(subject, transition)


def reminded(subject: str, row: Json) -> None:
    """A document ends soon: he is told once, and the clocks are set for the next one."""
    now: datetime = row["now"]
    for document in newest(documents_of(row["id"])):
        day = as_day(document.expires_on)
        if day is not None and not document.reminded and day <= (now + REMIND_BEFORE).date():
            SellerDocument.update(reminded=True).where(SellerDocument.id == document.id).execute()
    tell(row, "selling-reminder", now)
    set_clocks(row["id"], now)


def suspended(subject: str, row: Json) -> None:
    """His goods leave the shop; he is told why."""
    now: datetime = row["now"]
    if row["seller_id"] is not None:
        set_suspended(row["seller_id"], True, now)
    if row["reason"]:
        tell(row, "selling-suspended", now, said=row["reason"])
    elif row["asked_until"] is not None and row["asked_until"] <= now:
        tell(row, "selling-suspended-inform", now)
    else:
        tell(row, "selling-suspended-document", now)


def resumed(subject: str, row: Json) -> None:
    """His goods come back."""
    now: datetime = row["now"]
    if row["seller_id"] is not None:
        set_suspended(row["seller_id"], False, now)
    Application.update(reason="").where(Application.id == row["id"]).execute()
    tell(row, "selling-lifted", now)
    set_clocks(row["id"], now)


@transaction()
def ask_inform(application_id: int, now: datetime) -> bool:
    """He sells so much that the law wants his data checked: ten days from now; False where it was asked before."""
    fresh = (Application.id == application_id) & (Application.asked_by != INFORM) & (Application.state == "approved")
    until = now + INFORM_TIME
    if not Application.update(asked_by=INFORM, asked_until=until).where(fresh).execute():
        return False
    tell(Application.select().where(Application.id == application_id).dicts().get(), "selling-inform", now)
    set_clocks(application_id, now)
    return True


def forget_answers(subject: str, row: Json) -> None:
    """What he said and sent is gone; that there was an application stays."""
    drop_documents(row["id"])
    Application.update(answers={}, checklist=[], reason="").where(Application.id == row["id"]).execute()


def forget_papers(subject: str, row: Json) -> None:
    """The files are gone; what a report says stays as long as it has to."""
    drop_documents(row["id"])
    sold = Order.select(Order.placed_at).where(Order.seller_id == row["seller_id"])
    last = sold.order_by(Order.placed_at.desc()).limit(1).scalar()
    set_timer(subject, "erase", reported_until(last or row["now"]))


def reported_until(last_sale: datetime) -> datetime:
    """Until when what was reported of a seller is kept: ten years after the year of his last sale.

    Directive 2011/16/EU as amended by (EU) 2021/514 (DAC7), annex V, section IV, B: not less than five and not more
    than ten years after the reportable period; Germany wants ten (PStTG, section 24).

    >>> reported_until(datetime(2026, 3, 1, tzinfo=UTC)).date().isoformat()
    '2037-01-01'
    """
    return datetime(last_sale.year + REPORTED_YEARS + 1, 1, 1, tzinfo=UTC)


def tell(row: Mapping[str, Any], kind: str, now: datetime, said: str = "") -> None:
    """A mail to the applicant, in his language, where he still has an account."""
    person = accounts.Person.get_or_none(accounts.Person.id == row["person_id"]) if row["person_id"] else None
    if person is not None:
        more = {"said": said} if said else {}
        mail_person(kind, person.id, person.email, person.language, now, **more)


__all__ = ["ask_inform", "forget_answers", "reminded", "resumed", "set_clocks", "subject_of", "suspended", "tell"]
