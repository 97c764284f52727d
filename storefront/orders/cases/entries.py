"""What every turn of a case leaves behind: an entry, the next clock, and mails to both sides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from storefront.i18n import Message, _
from storefront.orders.cases.tables import Case, CaseEntry
from storefront.outbox import later
from storefront.uploads.actions import attach
from storefront.uploads.files import KeptFile
from storefront.workflow import set_timer

LONGEST_TEXT = 4000


@dataclass(frozen=True)
class Party:
    """Who acts in a case: a side, and how the story names him ("buyer", "person:3")."""

    by: Literal["buyer", "seller", "staff", "system"]
    actor: str


BUYER = Party("buyer", "buyer")
SYSTEM = Party("system", "system")


@dataclass(frozen=True)
class Said:
    """What somebody says at his turn: words, and files that were kept already (uploads.actions.keep_files)."""

    text: str = ""
    files: Sequence[KeptFile] = ()
    data: Mapping[str, Any] = field(default_factory=dict)


NOTHING_SAID = Said()


def subject_of(case_id: int) -> str:
    """A case's name among subjects."""
    return f"case:{case_id}"


def write(case: Case, party: Party, kind: str, label: Message, now: datetime, said: Said = NOTHING_SAID) -> CaseEntry:
    """Write an entry with its files; both sides hear of it by mail, unless it is their own."""
    entry: CaseEntry = CaseEntry.create(
        case=case.id,
        by=party.by,
        actor=party.actor,
        kind=kind,
        label=label.as_json(),
        text=said.text[:LONGEST_TEXT],
        data=dict(said.data),
        at=now,
    )
    attach(said.files, f"case-entry:{entry.id}", party.actor, now)
    for side in ("buyer", "seller"):
        # what nobody has proved to have said is no news to the seller
        known = side == "buyer" or case.state != "unproved" or case.kind != "withdrawal" or kind == "proved"
        if known and (side != party.by or kind in ("opened", "withdrawn")):
            later("case_mail", {"case": case.id, "entry": entry.id, "to": side}, now, subject=f"order:{case.order_id}")
    return entry


def run_clock(case_id: int, timer: str, until: datetime, now: datetime) -> None:
    """From now on the timer's transition follows at that moment, unless somebody acts; after the move."""
    Case.update(turn_until=until).where(Case.id == case_id).execute()
    set_timer(subject_of(case_id), timer, until, now)


def party_label(by: str) -> Message:
    """Who it is, in words."""
    return {
        "buyer": _("The buyer"),
        "seller": _("The seller"),
        "staff": _("The shop"),
        "system": _("By itself"),
    }[by]
