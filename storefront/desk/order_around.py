"""What others say and claim about an order: conversations, reviews of its lines, banks' claims on its money."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from storefront.accounts.permissions import may
from storefront.accounts.person import Person
from storefront.accounts.ratings.rules import STATES
from storefront.accounts.ratings.showing import stars_words
from storefront.accounts.ratings.tables import Review
from storefront.accounts.threads.seats import ACT
from storefront.desk.base_pages import desk_url
from storefront.desk.chargeback_words import CHARGEBACK_STATES, chargeback_reason
from storefront.desk.message_table import threads_about
from storefront.desk.order_contexts import AboutRow
from storefront.desk.review_queries import seen_by
from storefront.i18n import Message, _, ngettext
from storefront.orders.queries import OrderFacts, Row
from storefront.orders.wording import Wording
from storefront.payments.tables import Chargeback, ChargebackPart


@dataclass(frozen=True)
class Around:
    """Rows of an order's conversations, reviews and chargebacks."""

    threads: Sequence[Row] = ()
    reviews: Sequence[Row] = ()
    chargebacks: Sequence[Row] = ()


def around(facts: OrderFacts, person: Person) -> Around:
    """All of it that this person may see: three statements."""
    subjects = (facts.subject, *(f"case:{row['id']}" for row in facts.cases))
    threads = threads_about(subjects) if may(person, ACT, int(facts.order["seller_id"])) else []
    reviews = Review.select().where(Review.order == facts.id, Review.state != "withdrawn", seen_by(person))
    columns = (Chargeback.reference, Chargeback.reason, Chargeback.state, Chargeback.evidence_due,
               Chargeback.received_at, ChargebackPart.amount, Chargeback.currency)  # fmt: skip
    claims = Chargeback.select(*columns).join(ChargebackPart).where(ChargebackPart.order == facts.id)
    return Around(
        threads, list(reviews.order_by(Review.id).dicts()), list(claims.order_by(Chargeback.id).dicts())
    )


def thread_rows(found: Around, wording: Wording) -> tuple[AboutRow, ...]:
    """Each conversation with what is new and when somebody wrote last."""
    return tuple(
        AboutRow(
            wording.t(Message.from_json(row["title"])),
            wording.t(ngettext("%(num)s new message", "%(num)s new messages", row["unread"])) if row["unread"] else "",
            "warn",
            wording.t(_("Last written %(moment)s", moment=row["last_at"])),
            desk_url("desk.message_thread", token=row["token"]),
        )
        for row in found.threads
    )


def review_rows(found: Around, wording: Wording) -> tuple[AboutRow, ...]:
    """Each review with how it stands."""
    tones = {"published": "good", "waiting": "warn", "hidden": "bad"}
    return tuple(
        AboutRow(
            stars_words(row["stars"], wording),
            wording.t(STATES[row["state"]]),
            tones.get(row["state"], "quiet"),
            " · ".join(filter(None, (row["title"], wording.moment(row["created_at"])))),
            desk_url("desk.review", review_id=row["id"]),
        )
        for row in found.reviews
    )


def chargeback_rows(found: Around, wording: Wording) -> tuple[AboutRow, ...]:
    """Each claim of a bank: how much of this order, why, until when it can be answered."""
    return tuple(_chargeback(row, wording) for row in found.chargebacks)


def _chargeback(row: Row, wording: Wording) -> AboutRow:
    state, tone = CHARGEBACK_STATES[row["state"]]
    due = row["evidence_due"] if row["state"] == "open" else None
    words = (
        wording.t(chargeback_reason(row["reason"])) if row["reason"] else "",
        row["reference"],
        wording.moment(row["received_at"]),
        wording.t(_("Answer by %(moment)s", moment=due)) if due else "",
    )
    label = wording.money(row["amount"], row["currency"])
    return AboutRow(label, wording.t(state), tone, " · ".join(filter(None, words)))
