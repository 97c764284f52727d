"""A report's page as a value."""

from __future__ import annotations

from collections.abc import Mapping

from storefront.accounts.threads.contexts import MessageView, ReportPage
from storefront.accounts.threads.seats import Seat
from storefront.accounts.threads.tables import ThreadReport
from storefront.accounts.threads.writing import MOST_REASON
from storefront.i18n import Message, _
from storefront.orders.wording import Wording
from storefront.web.form_view import Choice, FieldGroup, FieldView, FormError
from storefront.web.frame import Link

OUTCOME_WORDS: dict[str, Message] = {
    "": _("To decide"),
    "hidden": _("Message taken away"),
    "warned": _("Warned"),
    "closed": _("Conversation closed"),
    "nothing": _("It may stand"),
}
CHOICES: tuple[tuple[str, Message], ...] = (
    ("hidden", _("Take the message away")),
    ("warned", _("Warn: the shop writes the reason into the conversation")),
    ("closed", _("Close the conversation")),
    ("nothing", _("Nothing: it may stand")),
)


def role_words(role: str) -> Message:
    """A side, as the desk calls it."""
    return {"buyer": _("Buyer"), "seller": _("Seller"), "staff": _("The shop")}[role]


def report_page(
    found: ThreadReport, seat: Seat, messages: tuple[MessageView, ...], wording: Wording,
    errors: Mapping[str, Message], typed: Mapping[str, str],
) -> ReportPage:  # fmt: skip
    """What was reported, in its conversation, and the form of the decision while it is open."""
    t = wording.t
    choices = tuple(Choice(value, t(label), typed["outcome"] == value) for value, label in CHOICES)
    fields = (
        FieldView(
            "outcome", t(_("What the shop does")), "radio", typed["outcome"], t(errors.get("outcome")), choices=choices
        ),
        FieldView(
            "reason", t(_("Reason")), "textarea", typed["reason"], t(errors.get("reason")),
            t(_("It is noted. The writer of a message that is taken away reads it.")), maxlength=MOST_REASON,
        ),
    )  # fmt: skip
    return ReportPage(
        title=t(_("Report %(number)s", number=str(found.id))),
        about=Link(t(seat.sides.title), f"/desk/messages/{seat.begun.token}"),
        by=t(role_words(found.by)),
        reason=found.reason,
        at=wording.moment(found.at),
        message_id=found.message_id,
        messages=messages,
        groups=(FieldGroup(fields),) if found.state == "open" else (),
        errors=tuple(FormError(t(message), name) for name, message in errors.items()),
        outcome=t(OUTCOME_WORDS[found.outcome]) if found.outcome else "",
        note=found.note,
    )
