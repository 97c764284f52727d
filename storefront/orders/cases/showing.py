"""A case's page as values, from frozen rows: it stands with the order's plugin off."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from storefront.accounts.addresses import Address, address_lines
from storefront.accounts.threads.contexts import ThreadPanel
from storefront.catalogue.contexts import Fact
from storefront.i18n import Message, _
from storefront.money import Money
from storefront.orders.cases.contexts import CaseCard, CaseLineView, CasePage, EntryView, FileView
from storefront.orders.cases.entries import party_label
from storefront.orders.cases.queries import entries_of
from storefront.orders.cases.tables import Case, CaseEntry, CaseLine, ReturnAddress
from storefront.orders.cases.wording import (
    STATE_LABELS,
    Next,
    case_title,
    next_step,
    outcome_words,
    wish_words,
)
from storefront.orders.line_views import line_image, line_title, seller_name
from storefront.orders.paths import case_path
from storefront.orders.queries import OrderFacts
from storefront.orders.wording import Wording
from storefront.uploads.queries import uploads_of
from storefront.uploads.tables import Upload
from storefront.web.form_view import ActionForm, FormError
from storefront.web.frame import Link

FileUrl = Callable[[Upload, bool], str]


@dataclass(frozen=True)
class Looking:
    """Who looks: where files lie for him, what he may do, what was wrong, and what only the desk is told."""

    order: Link
    file_url: FileUrl
    forms: tuple[ActionForm, ...] = ()
    errors: tuple[FormError, ...] = ()
    facts: tuple[Fact, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    thread: ThreadPanel | None = None


def case_page(case: Case, facts: OrderFacts, wording: Wording, looking: Looking) -> CasePage:
    """Everything about a case; the same for both sides but for what each may do."""
    t, row = wording.t, case.__data__
    currency = facts.currency
    following = next_step(row, currency)
    address = return_address(case, facts) if case.state in ("returning", "checking") else None
    closed = case.closed_at is not None
    return CasePage(
        title=t(case_title(row)),
        state=t(STATE_LABELS[case.state]),
        reason=t(case.terms["label"]),
        wish="" if case.kind in ("withdrawal", "chargeback") else t(wish_words(row, currency)),
        opened=wording.moment(case.opened_at),
        order=looking.order,
        seller=seller_name(facts),
        lines=case_lines(case, facts, wording),
        entries=entry_views(case, wording, looking),
        next=t(following.words) if following else "",
        who=t(following.who) if following else "",
        by=_until(following, wording),
        outcome=t(outcome_words(case.outcome, case.outcome_amount, currency)) if closed else "",
        address_title=t(_("Where the goods go back to")) if address else "",
        address=address_lines(address, wording.country(address.country)) if address else (),
        forms=looking.forms,
        errors=looking.errors,
        facts=looking.facts,
        thread=looking.thread,
    )


def _until(following: Next | None, wording: Wording) -> str:
    return wording.moment(following.until) if following and following.until else ""


def case_lines(case: Case, facts: OrderFacts, wording: Wording) -> tuple[CaseLineView, ...]:
    """The pieces that it is about."""
    rows = {line["id"]: line for line in facts.lines}
    found = CaseLine.select().where(CaseLine.case == case.id).order_by(CaseLine.id)
    return tuple(
        CaseLineView(
            line_title(rows[one.order_line_id], wording),
            one.quantity,
            Money(one.amount, facts.currency),
            wording.text(rows[one.order_line_id]["frozen"].get("options")),
            line_image(rows[one.order_line_id], wording),
        )
        for one in found
        if one.order_line_id in rows
    )


def entry_views(case: Case, wording: Wording, looking: Looking) -> tuple[EntryView, ...]:
    """The whole story; two queries, however long it is."""
    entries = entries_of(case.id)
    files = uploads_of([f"case-entry:{entry.id}" for entry in entries])
    return tuple(_entry(entry, files[f"case-entry:{entry.id}"], wording, looking) for entry in entries)


def _entry(entry: CaseEntry, files: Sequence[Upload], wording: Wording, looking: Looking) -> EntryView:
    label = wording.t(entry.label)
    # the silent end of a case is called what it comes to: once is enough
    detail = entry_detail(entry.data, wording).removeprefix(f"{label} · ")
    return EntryView(
        label=label,
        who=looking.names.get(entry.actor) or wording.t(party_label(entry.by)),
        side=entry.by,
        at=wording.moment(entry.at),
        at_iso=entry.at.isoformat(),
        text=entry.text,
        detail="" if detail == label else detail,
        files=tuple(
            FileView(one.name, looking.file_url(one, False), looking.file_url(one, True) if one.kind == "image" else "")
            for one in files
        ),
    )


def entry_detail(data: Mapping[str, Any], wording: Wording) -> str:
    """What an entry comes to in words: an outcome, a carrier."""
    words: list[str] = []
    if data.get("outcome"):
        words.append(wording.t(outcome_words(data["outcome"], data.get("amount"), data.get("currency", ""))))
    words += [str(data[name]) for name in ("carrier", "tracking") if data.get(name)]
    return " · ".join(words)


def return_address(case: Case, facts: OrderFacts) -> Address:
    """Where this seller takes back what comes from the buyer's country; his own address where he names none."""
    country = str(facts.order["address"].get("country") or facts.purchase["country"])
    kept = ReturnAddress.select().where(ReturnAddress.seller == facts.order["seller_id"])
    rows = list(kept.order_by(ReturnAddress.id))
    named = next((row for row in rows if country in row.countries), None)
    chosen = named or next((row for row in rows if not row.countries), None)
    if chosen is not None:
        return Address.from_json(chosen.address)
    seller = facts.order["seller"]
    given = seller.get("address") or {}
    own = given if isinstance(given, Mapping) else {"street": str(given)}
    name = seller.get("legal_name") or seller.get("name", "")
    return Address.from_json({"name": name, "country": seller.get("country", ""), **own})


def case_card(case: Mapping[str, Any], wording: Wording) -> CaseCard:
    """A case in a list of its buyer's."""
    state: Message = STATE_LABELS[case["state"]]
    if case["closed_at"] is not None:
        state = outcome_words(case["outcome"], None, "")
    return CaseCard(
        wording.t(case_title(case)),
        case_path(wording.language, case["token"]),
        wording.t(state),
        wording.day(case["opened_at"]),
    )
