"""The audit trail: who did what, when, and what it was before."""

from __future__ import annotations

import json
from typing import Any

from flask import Response, request

from storefront.accounts.tables import Person
from storefront.catalogue.rows import Row
from storefront.desk.audit import ACTS
from storefront.desk.base_pages import desk_url, has_page, pages, render_desk
from storefront.desk.contexts import AuditPage, AuditRow
from storefront.desk.keyset import page_of
from storefront.desk.listing import Column, Filter, Rules, options
from storefront.desk.plugin_pages import plugins_pages
from storefront.desk.table_pages import asked_table, filter_views, page_links
from storefront.desk.tables import AuditEntry
from storefront.formatting import datetime as moment_text
from storefront.i18n import Message, _
from storefront.web.people import requires
from storefront.web.shopper import Shopper, shopper

# the pages of what an act was done to: endpoint, and the name of its number there
SUBJECTS = {
    "product": ("desk.product", "product_id"),
    "category": ("desk.category", "category_id"),
    "seller": ("desk.seller", "seller_id"),
    "application": ("desk.application", "application_id"),
    "order": ("desk.order_by_id", "order_id"),
    "page": ("desk.content_page", "page_id"),
    "zone": ("desk.zone", "zone_id"),
    "import": ("desk.import_file", "import_id"),
    "person": ("desk.customer", "person_id"),
}
LONGEST_VALUE = 300


def rules() -> Rules:
    kinds = options(("", _("All acts")), *named_acts().items())
    return Rules((Column("at", _("When"), "number"),), (Filter("act", _("Act"), kinds),), "-at")


@pages.get("/desk/audit", endpoint="audit_trail")
@requires("audit.see")
def audit_trail() -> Response:
    visitor, asking = shopper(), rules()
    wanted = asked_table(asking)
    found = page_of(_entries(wanted.query, wanted.chosen.get("act", "")), wanted, AuditEntry.id, AuditEntry.id)
    names = _names(found.rows)
    title = visitor.t(_("Audit trail"))
    page = AuditPage(
        title,
        tuple(_row(row, names, visitor) for row in found.rows),
        filter_views(asking, wanted, visitor),
        request.path,
        wanted.query,
        **page_links(asking, wanted, found),
    )
    return render_desk("desk/audit.html", page, title=title)


def _entries(query: str, act: str) -> Any:
    """Entries of a person (by his address), of a subject ("product:12"), of an act."""
    rows = AuditEntry.select()
    if query:
        people = Person.select(Person.id).where(Person.email.contains(query.lower()))
        rows = rows.where((AuditEntry.subject == query) | AuditEntry.person_id.in_(people))
    return rows.where(AuditEntry.act == act) if act else rows


def _names(rows: list[Row]) -> dict[int, str]:
    ids = {row["person_id"] for row in rows}
    return dict(Person.select(Person.id, Person.email).where(Person.id.in_(sorted(ids))).tuples())


def _row(row: Row, names: dict[int, str], visitor: Shopper) -> AuditRow:
    kind, _colon, number = row["subject"].partition(":")
    endpoint, part = subject_pages().get(kind, ("", ""))
    there = has_page(endpoint) and bool(number) and not row["act"].endswith(".delete")
    gone = _("Closed account %(number)s", number=str(row["person_id"]))
    return AuditRow(
        at=moment_text(row["at"], visitor.language),
        who=names.get(row["person_id"]) or visitor.t(gone),
        act=visitor.t(act_words(row["act"])),
        subject=row["subject"],
        subject_url=desk_url(endpoint, **{part: number}) if there else "",
        changes=tuple(
            (name, _text(row["before"].get(name)), _text(row["after"].get(name)))
            for name in sorted({**row["before"], **row["after"]})
        ),
        request_id=row["request_id"],
    )


def named_acts() -> dict[str, Message]:
    """What acts are called, those of plugins after core's."""
    return ACTS | {name: words for one in plugins_pages() for name, words in one.acts.items()}


def subject_pages() -> dict[str, tuple[str, str]]:
    return SUBJECTS | {kind: page for one in plugins_pages() for kind, page in one.subjects.items()}


def act_words(act: str) -> Message | str:
    """What an act is called."""
    return named_acts().get(act, act)


def _text(value: Any) -> str:
    """A value of the trail, shortened."""
    if value is None:
        return ""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= LONGEST_VALUE else f"{text[:LONGEST_VALUE]}…"
