"""Changes of an order, replacements and documents as its pages show them."""

from __future__ import annotations

from datetime import datetime

from storefront.i18n import Message, _
from storefront.orders.amendment_life import CARRIED_OUT, ENDED, PROPOSED
from storefront.orders.amendment_words import by_words, changed_words, sum_words
from storefront.orders.contexts import ChangeView
from storefront.orders.line_views import sent_by_line
from storefront.orders.paths import address_path, change_path, document_path, order_path
from storefront.orders.pieces import pieces_of
from storefront.orders.queries import OrderFacts, Row
from storefront.orders.wording import Wording
from storefront.web.form_view import ActionForm
from storefront.web.frame import Link

TITLES: dict[str, Message] = {
    PROPOSED: _("A change was proposed"),
    CARRIED_OUT: _("The order was changed"),
    **ENDED,
}


def change_views(facts: OrderFacts, wording: Wording, now: datetime) -> tuple[ChangeView, ...]:
    """All changes for the buyer: what waits for an answer first."""
    rows = sorted(facts.amendments, key=lambda row: (row["state"] != PROPOSED, row["id"]))
    return tuple(change_view(facts, row, wording, now, buyer_answers(facts, row, wording)) for row in rows)


def change_view(
    facts: OrderFacts, row: Row, wording: Wording, now: datetime, actions: tuple[ActionForm, ...]
) -> ChangeView:
    """One change in words."""
    # a proposal that an order left behind when it ended asks nobody anything any more
    over = row["state"] == PROPOSED and facts.order["closed_at"] is not None
    waits = row["state"] == PROPOSED and not over
    who = ""
    if waits and not actions:
        who = wording.t(_("The seller has to answer.") if row["asked_by"] == "buyer" else _("The buyer has to answer."))
    return ChangeView(
        title=wording.t(_("The order has ended: this change comes to nothing") if over else TITLES[row["state"]]),
        state="withdrawn" if over else row["state"],
        at=wording.moment(row["decided_at"] or row["asked_at"]),
        lines=changed_words(facts, row, wording),
        reason=wording.t(row["reason"]),
        sum=sum_words(facts, row["difference"], wording),
        by=by_words(row, wording) if waits else "",
        who=who,
        actions=actions if waits else (),
    )


def buyer_answers(facts: OrderFacts, row: Row, wording: Wording) -> tuple[ActionForm, ...]:
    """Yes and no; what he asked for himself he can take back."""
    labels = {"accept": _("Accept the change"), "decline": _("Decline")}
    if row["asked_by"] == "buyer":
        labels = {"withdraw": _("Withdraw")}
    number = str(facts.order["number"])
    return tuple(
        ActionForm(
            f"{name}-{row['id']}",
            wording.t(label),
            change_path(wording.language, number, row["id"], name),
            tone="main" if name == "accept" else "plain",
        )
        for name, label in labels.items()
    )


def related_orders(facts: OrderFacts, wording: Wording) -> tuple[Link, ...]:
    """What this order sends again, and what sends pieces of it again."""
    links = []
    if facts.replaces:
        words = _("Replacement for order %(number)s", number=facts.replaces)
        links.append(Link(wording.t(words), order_path(wording.language, facts.replaces)))
    for number in facts.replaced_by:
        words = _("Replacement: order %(number)s", number=number)
        links.append(Link(wording.t(words), order_path(wording.language, number)))
    return tuple(links)


def document_links(facts: OrderFacts, wording: Wording, base: str = "") -> tuple[Link, ...]:
    """Invoices and credit notes; base: for mails, where the shop is: they open with the buyer's key."""
    key = str(facts.purchase["token"]) if base else ""
    return tuple(
        Link(
            f"{wording.text(row['content']['title'])} {row['name']}",
            base + document_path(wording.language, row["token"], key),
        )
        for row in facts.documents
    )


def may_move(facts: OrderFacts) -> bool:
    """Whether another address can still be asked for: something is left to send, and nothing waits for an answer."""
    sent = sent_by_line(facts)
    left = any(pieces_of(row) > sent[row["id"]] for row in facts.lines)
    waits = any(row["state"] == PROPOSED for row in facts.amendments)
    return facts.order["closed_at"] is None and left and not waits


def address_url(facts: OrderFacts, wording: Wording) -> str:
    """Where the buyer asks for another address; empty: it is too late."""
    return address_path(wording.language, str(facts.order["number"])) if may_move(facts) else ""
