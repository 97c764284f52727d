"""The queue of applications: whoever waits longest first."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from peewee import JOIN, fn

from storefront.accounts.applications.tables import Application
from storefront.accounts.tables import Person
from storefront.desk.keyset import Rows, page_of
from storefront.desk.listing import Asked, Column, Filter, Rules, options
from storefront.i18n import Message, _, ngettext

# so long an applicant may wait for a word
ANSWERED_WITHIN = timedelta(days=3)
STATES = {
    "": ("review",),
    "asked": ("asked",),
    "selling": ("approved",),
    "suspended": ("suspended",),
    "refused": ("refused",),
}


def rules() -> Rules:
    """Those to be looked at, the oldest first."""
    columns = (
        Column("name", _("Applicant")),
        Column("kind", _("Kind")),
        Column("model", _("Sells")),
        Column("since", _("Since"), "text"),
        Column("due", _("Due")),
        Column("state", _("State")),
    )
    kinds = (
        ("", _("To be looked at")),
        ("asked", _("More was asked")),
        ("selling", _("Approved")),
        ("suspended", _("Suspended")),
        ("refused", _("Refused")),
    )
    return Rules(columns, (Filter("show", _("Which"), options(*kinds)),), "since", searches=False)


def found_applications(wanted: Asked) -> Rows:
    """One page of them."""
    columns = (Application.id, Application.answers, Application.kind, Application.state, Application.submitted_at)
    query = Application.select(*columns, Person.email).join(
        Person, JOIN.LEFT_OUTER, on=(Person.id == Application.person_id)
    )
    query = query.where(Application.state.in_(STATES[wanted.chosen.get("show", "")]))
    since: Any = fn.COALESCE(Application.submitted_at, Application.created_at)
    return page_of(query, wanted, since, Application.id)


def due(submitted: datetime | None, state: str, now: datetime) -> tuple[Message | None, str]:
    """How much of the time to answer is left, and its tone."""
    if state != "review" or submitted is None:
        return None, ""
    left = submitted + ANSWERED_WITHIN - now
    if left < timedelta(0):
        return _("over its time"), "bad"
    return (ngettext("in %(num)s day", "in %(num)s days", left.days), "") if left.days else (_("today"), "warn")
