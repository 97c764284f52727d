"""An order's page at the desk as values."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime

from storefront import workflow
from storefront.accounts.permissions import may, sellers_of
from storefront.accounts.person import Person
from storefront.catalogue.contexts import Fact
from storefront.desk import order_money
from storefront.desk.audit_pages import act_words
from storefront.desk.base_pages import desk_url
from storefront.desk.change_showing import change_links, desk_changes, related_numbers
from storefront.desk.hold_forms import KEEP, RELEASE, hold_forms, offer_forms
from storefront.desk.order_around import chargeback_rows, review_rows, thread_rows
from storefront.desk.order_contexts import ActRow, DeskForm, DeskLine, DeskOrderPage, ParcelRow
from storefront.desk.order_forms import cancel_form, note_form, ship_form
from storefront.desk.order_holds import hold_rows
from storefront.desk.order_links import case_cards, messages_link, others
from storefront.desk.order_reading import Behind
from storefront.desk.order_work import mail_row, problem_row
from storefront.errors import NotFound
from storefront.i18n import Message, _, ngettext
from storefront.orders.actions import CANCEL
from storefront.orders.change_views import document_links
from storefront.orders.contexts import TimelineEntry
from storefront.orders.dues import due_amount, method_title
from storefront.orders.line_views import addresses, order_badge, order_lines, seller_name, sent_by_line, shipment_views
from storefront.orders.queries import OrderFacts, PurchaseFacts, Row
from storefront.orders.sums import sum_rows
from storefront.orders.timeline import state_words, timeline
from storefront.orders.wording import Wording
from storefront.payments.attempts import TRANSFER
from storefront.payments.refund_limits import refundable
from storefront.values import Transition
from storefront.web.form_view import ActionForm, FormError
from storefront.web.frame import Link

ROLES = {"buyer": _("The buyer"), "seller": _("The seller"), "staff": _("Staff")}


@dataclass(frozen=True)
class Refusal:
    """A form that was refused: which, what was typed, what is wrong."""

    form: str
    typed: dict[str, str] = field(default_factory=dict)
    errors: dict[str, Message] = field(default_factory=dict)


NOTHING = Refusal("")


@dataclass(frozen=True)
class Looking:
    """Who looks at an order, when, and what of his was refused."""

    person: Person
    now: datetime
    refused: Refusal = NOTHING

    def may(self, act: str, facts: OrderFacts) -> bool:
        return may(self.person, act, int(facts.order["seller_id"]))

    def typed(self, form: str) -> tuple[dict[str, str], dict[str, Message]]:
        return (self.refused.typed, self.refused.errors) if self.refused.form == form else ({}, {})


def desk_order_page(
    facts: OrderFacts, purchase: PurchaseFacts, hidden: Behind, wording: Wording, looking: Looking
) -> DeskOrderPage:
    """The whole story on one page."""
    t, number = wording.t, facts.order["number"]
    refunds = looking.may("orders.refund", facts) and bool(refundable(facts.id))
    return DeskOrderPage(
        title=t(_("Order %(number)s", number=number)),
        state=state_words(facts, wording, looking.now),
        facts=_facts(facts, wording),
        lines=_lines(facts, wording),
        sums=sum_rows(facts, wording),
        timeline=_story(facts, hidden, wording, looking.now),
        badge=order_badge(facts, wording),
        warnings=_warnings(facts, wording, looking.now),
        actions=_buttons(facts, wording, looking),
        forms=_forms(facts, hidden, wording, looking),
        refund_url=desk_url("desk.refund", number=number) if refunds else "",
        parcels=_parcels(facts, wording, looking),
        addresses=addresses(facts, wording),
        installments=order_money.installment_rows(facts, wording, looking.now),
        payments=order_money.payment_rows(facts, wording, _transfers(facts, wording, looking)),
        refunds=order_money.refund_rows(facts, wording, _refund_urls(facts, looking)),
        holds=hold_rows(facts, hidden.kept, wording),
        ledger=order_money.ledger_rows(hidden.ledger, wording),
        mails=tuple(mail_row(row, number, wording) for row in hidden.mails),
        problems=tuple(problem_row(row, number, wording) for row in hidden.problems),
        acts=tuple(_act(row, hidden, wording) for row in hidden.audit),
        note=note_form(number, wording, *looking.typed("note")),
        others=others(facts, purchase, looking.person),
        errors=tuple(FormError(t(words), name) for name, words in looking.refused.errors.items()),
        cases=case_cards(facts, wording),
        changes=desk_changes(facts, wording, looking.now, looking.may("orders.amend", facts)),
        links=change_links(facts, looking.may("orders.amend", facts), wording),
        documents=document_links(facts, wording),
        threads=thread_rows(hidden.around, wording),
        reviews=review_rows(hidden.around, wording),
        chargebacks=chargeback_rows(hidden.around, wording),
        related=tuple(Link(one, desk_url("desk.order", number=one)) for one in related_numbers(facts)),
        messages=messages_link(facts, wording),
    )


def _facts(facts: OrderFacts, wording: Wording) -> tuple[Fact, ...]:
    purchase = facts.purchase
    rows = [
        (_("Placed"), wording.moment(facts.order["placed_at"])),
        (_("E-mail"), purchase["email"]),
        (_("Telephone"), facts.order["address"].get("phone", "")),
        (_("Seller"), seller_name(facts)),
        (_("Way of payment"), method_title(purchase["provider"], wording)),
        (_("The buyer's number"), facts.order["po_number"]),
        (_("Demo"), wording.t(_("Made for trying the shop out")) if purchase["demo"] else ""),
    ]
    return tuple(Fact(wording.t(label), str(value)) for label, value in rows if value)


def _lines(facts: OrderFacts, wording: Wording) -> tuple[DeskLine, ...]:
    sent = sent_by_line(facts)
    views = order_lines(facts, wording)
    return tuple(
        DeskLine(view, wording.t(_sent_words(sent[row["id"]], view.quantity)) if sent[row["id"]] else "")
        for view, row in zip(views, facts.lines, strict=True)
    )


def _sent_words(sent: int, ordered: int) -> Message:
    if sent >= ordered:
        return _("Sent")
    return ngettext("%(num)s of %(all)s sent", "%(num)s of %(all)s sent", sent, all=ordered)


def _story(facts: OrderFacts, hidden: Behind, wording: Wording, now: datetime) -> tuple[TimelineEntry, ...]:
    """The buyer's timeline; beside what happened stands who did it, and the buyer's own links are left out."""
    entries = timeline(facts, wording, now)
    done = [
        replace(entry, who=_who(row["actor"], hidden, wording))
        for entry, row in zip(entries, facts.events, strict=False)
    ]
    rest = [replace(entry, links=()) for entry in entries[len(done) :]]
    return (*done, *rest)


def _who(actor: str, hidden: Behind, wording: Wording) -> str:
    if name := hidden.who(actor):
        return name
    if actor.startswith("person:"):
        return wording.t(_("Closed account %(number)s", number=actor.partition(":")[2]))
    return wording.t(ROLES[actor]) if actor in ROLES else "" if actor == "system" else actor


def _warnings(facts: OrderFacts, wording: Wording, now: datetime) -> tuple[str, ...]:
    words = []
    if due := due_amount(facts, now):
        money = wording.money(due, facts.currency)
        words.append(wording.t(_("%(money)s is not paid yet: think before you send anything.", money=money)))
    if ("order", facts.order["business_model"]) not in wording.runtime.workflows:
        words.append(wording.t(_("The business model of this order is off: its stages rest until it is on again.")))
    return tuple(words)


def _possible(facts: OrderFacts, looking: Looking) -> list[Transition]:
    if not looking.may("orders.move", facts):
        return []
    role = "staff" if sellers_of(looking.person, "orders.move") is None else "seller"
    try:
        return workflow.possible(facts.subject, role)
    except NotFound:
        return []


def _buttons(facts: OrderFacts, wording: Wording, looking: Looking) -> tuple[ActionForm, ...]:
    number = facts.order["number"]
    found = [one for one in _possible(facts, looking) if one.name != CANCEL]
    main = _main(facts, looking)
    return tuple(
        ActionForm(
            one.name,
            wording.t(one.label),
            desk_url("desk.move_order", number=number, transition=one.name),
            tone="main" if one.name == main else "plain",
        )
        for one in found
    )


def _main(facts: OrderFacts, looking: Looking) -> str:
    """The one button that stands out: "" where money is waited for, "ship" where goods are sent next."""
    if due_amount(facts, looking.now):
        return ""
    first = next((one for one in _possible(facts, looking) if one.name != CANCEL), None)
    return "ship" if first is None or first.follows == "sent" else first.name


def _forms(facts: OrderFacts, hidden: Behind, wording: Wording, looking: Looking) -> tuple[DeskForm, ...]:
    forms = []
    if looking.may("orders.ship", facts):
        ship = ship_form(facts, wording, *looking.typed("ship"))
        forms.append(ship and replace(ship, tone="main" if _main(facts, looking) == "ship" else "plain"))
    if may(looking.person, "payments.confirm"):
        url, due = desk_url("desk.book_transfer", number=facts.order["number"]), due_amount(facts, looking.now)
        forms.append(order_money.another_transfer(facts, url, wording, due, *looking.typed("transfer")))
    cancel = next((one for one in _possible(facts, looking) if one.name == CANCEL), None)
    if cancel is not None:
        forms.append(cancel_form(facts, wording, cancel.label, *looking.typed("cancel")))
    if looking.may("orders.refund", facts):
        forms += offer_forms(facts, wording, looking.now)
    if looking.may("orders.hold", facts):
        forms += hold_forms(facts, hidden.kept, wording, looking.typed(RELEASE), looking.typed(KEEP))
    return tuple(form for form in forms if form is not None)


def _parcels(facts: OrderFacts, wording: Wording, looking: Looking) -> tuple[ParcelRow, ...]:
    may_say, number = looking.may("orders.ship", facts), facts.order["number"]
    return tuple(
        ParcelRow(
            view.title,
            " · ".join(filter(None, (view.carrier, view.delivered or view.sent))),
            view.tracking,
            view.tracking_url,
            view.lines,
            desk_url("desk.deliver_parcel", number=number, shipment_id=row["id"])
            if may_say and row["delivered_at"] is None
            else "",
        )
        for view, row in zip(shipment_views(facts, wording), facts.shipments, strict=True)
    )


def _transfers(facts: OrderFacts, wording: Wording, looking: Looking) -> dict[int, DeskForm]:
    """Payment → the form that confirms it; a transfer counts after its time too."""
    if not may(looking.person, "payments.confirm"):
        return {}
    forms = {}
    for row in facts.payments:
        if row["provider"] == TRANSFER and row["reference"] and row["state"] != "succeeded":
            url = desk_url("desk.confirm_payment", number=facts.order["number"], payment_id=row["id"])
            forms[row["id"]] = order_money.transfer_form(row, url, wording, *looking.typed(f"transfer-{row['id']}"))
    return forms


def _refund_urls(facts: OrderFacts, looking: Looking) -> dict[int, str]:
    if not may(looking.person, "payments.confirm"):
        return {}
    number = facts.order["number"]
    return {row["id"]: desk_url("desk.confirm_refund", number=number, refund_id=row["id"]) for row in facts.refunds}


def _act(row: Row, hidden: Behind, wording: Wording) -> ActRow:
    gone = _("Closed account %(number)s", number=str(row["person_id"]))
    who = hidden.names.get(row["person_id"]) or wording.t(gone)
    after = row["after"]
    if row["act"] == "order.note":
        return ActRow(wording.moment(row["at"]), who, wording.t(_("Note")), str(after.get("note", "")), True)
    words = act_words(row["act"])
    return ActRow(wording.moment(row["at"]), who, wording.t(words), _act_detail(after, wording))


def _act_detail(after: Row, wording: Wording) -> str:
    words = []
    if isinstance(after.get("amount"), int) and after.get("currency"):
        words.append(wording.money(after["amount"], after["currency"]))
    words += [str(after[name]) for name in ("reason", "carrier", "tracking", "reference") if after.get(name)]
    return " · ".join(words)
