"""What is kept of applicants and sellers: told to them, and forgotten as far as the law lets it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from storefront.accounts import tables as accounts
from storefront.accounts.applications.clocks import subject_of
from storefront.accounts.applications.documents import documents_of, drop_documents
from storefront.accounts.applications.queries import applications_of
from storefront.accounts.applications.stages import SELLING
from storefront.accounts.applications.suspending import set_suspended
from storefront.accounts.applications.tables import Application
from storefront.db import transaction
from storefront.i18n import _
from storefront.orders.tables import Event, Order, Timer
from storefront.values import Retained
from storefront.workflow import move

# six months, Regulation (EU) 2022/2065, article 30(5): then the files go too
TAX_OFFICE = _(
    "Who sold here is reported to his tax office (DAC7); that is kept until ten years after the year of the last sale."
    " Documents are deleted after half a year (Digital Services Act)."
)
REPORTED = {"identity": ("full_name", "legal_name", "birth_date", "register_number", "vat_id"), "tax": ("tax_id",)}


def applications_data(person_id: int) -> list[dict[str, Any]]:
    """Everything he told and sent, as it is kept."""
    return [
        {
            "state": row.state,
            "begun": row.created_at.isoformat(),
            "answers": row.answers,
            "said": row.reason,
            "documents": [
                {"kind": one.kind, "name": one.upload.name, "holds_until": one.expires_on}
                for one in documents_of(row.id)
            ],
        }
        for row in applications_of(person_id)
    ]


@transaction()
def forget_applications(person_id: int, now: datetime) -> list[Retained]:
    """Delete his applications; of who sold, what the tax office wants stays, and his goods leave the shop."""
    kept = 0
    for row in applications_of(person_id):
        if row.state in SELLING:
            _end(row, person_id, now)
        if row.state in SELLING and Order.select().where(Order.seller_id == row.seller_id).exists():
            kept += 1
            move(subject_of(row.id), "end", now=now)
            Application.update(person_id=None, answers=reported_answers(row.answers), reason="").where(
                Application.id == row.id
            ).execute()
        else:
            _delete(row)
    what = _("What you told us as a seller: name, birth date, address, tax number")
    return [Retained(what, TAX_OFFICE)] if kept else []


def _end(row: Application, person_id: int, now: datetime) -> None:
    """Nobody else works for him: nothing of his stays on sale."""
    others = accounts.PersonSeller.select().where(
        accounts.PersonSeller.seller == row.seller_id, accounts.PersonSeller.person != person_id
    )
    if not others.exists():
        set_suspended(row.seller_id, True, now)


def _delete(row: Application) -> None:
    drop_documents(row.id)
    for table in (Timer, Event):
        table.delete().where(table.subject == subject_of(row.id)).execute()
    Application.delete().where(Application.id == row.id).execute()


def reported_answers(answers: dict[str, Any]) -> dict[str, Any]:
    """Of what he told, what a report to the tax office says."""
    found: dict[str, Any] = {"address": answers.get("address", {})}
    for step, names in REPORTED.items():
        given = answers.get(step, {})
        found[step] = {name: given[name] for name in names if given.get(name)}
    return found
