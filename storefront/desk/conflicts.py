"""Who changed something last, for whom it concerns."""

from __future__ import annotations

from storefront.accounts.tables import Person
from storefront.desk.tables import AuditEntry
from storefront.formatting import datetime as moment_text
from storefront.i18n import _
from storefront.web.shopper import Shopper


def last_change(subject: str, visitor: Shopper) -> str:
    """By whom and when, as the audit trail has it; empty where it has nothing (an import, say)."""
    entry = AuditEntry.select().where(AuditEntry.subject == subject).order_by(AuditEntry.id.desc()).first()
    if entry is None:
        return ""
    who = Person.select(Person.name, Person.email).where(Person.id == entry.person_id).first()
    name = (who.name or who.email) if who else ""
    when = moment_text(entry.at, visitor.language)
    return visitor.t(_("Changed last by %(name)s, %(when)s.", name=name, when=when))
