"""Mails of an order and other work of the worker, at the desk."""

from __future__ import annotations

from storefront.desk.base_pages import desk_url
from storefront.desk.order_contexts import WorkRow
from storefront.i18n import Message, _, ngettext
from storefront.orders.queries import Row
from storefront.orders.wording import Wording

MAIL_NAMES = {
    "order_mail": _("Confirmation of the order"),
    "sent": _("Parcel on its way"),
    "cancelled": _("Order cancelled"),
    "refunded": _("Money went back"),
    "credit-offered": _("Credit offered instead of money"),
    "received": _("Payment received"),
    "amendment": _("A change of the order"),
    "replacement": _("A replacement is sent"),
    "account_mail": _("About the account"),
    "case_mail": _("News of a case"),
    "review_mail": _("About a review"),
    "thread_mail": _("New messages"),
}
WORK_NAMES = {
    "refund": _("Money is sent back"),
    "after_moved": _("What follows a new stage"),
    "after_order_placed": _("What follows an order"),
    "document": _("An invoice or credit note"),
}


def mail_name(row: Row) -> Message | str:
    """What a mail is about, in words."""
    kind, about = str(row["kind"]), row["payload"].get("about")
    if kind == "notice_mail" and about in MAIL_NAMES:
        return MAIL_NAMES[about]
    return MAIL_NAMES.get(kind, kind)


def mail_row(row: Row, number: str, wording: Wording) -> WorkRow:
    """A mail, with the button that sends it again."""
    name = mail_name(row)
    state, tone, detail = work_state(row, wording)
    url = desk_url("desk.resend_mail", number=number, row_id=row["id"])
    return WorkRow(wording.t(name), state, tone, detail, url, wording.t(_("Send again")))


def problem_row(row: Row, number: str, wording: Wording) -> WorkRow:
    """What failed, with the button that tries it again."""
    name = WORK_NAMES.get(row["kind"]) or mail_name(row)
    state, tone, _detail = work_state(row, wording)
    again = wording.t(_("tried again %(moment)s", moment=wording.moment(row["due_at"])))
    url = desk_url("desk.retry_work", number=number, row_id=row["id"])
    return WorkRow(wording.t(name), state, tone, f"{again} · {row['error']}", url, wording.t(_("Try again now")))


def work_state(row: Row, wording: Wording) -> tuple[str, str, str]:
    """How far it is, with its tone, and since when."""
    if row["done_at"] is not None:
        return wording.t(_("Sent")), "good", wording.moment(row["done_at"])
    if row["attempts"]:
        words = ngettext("Failed %(num)s time", "Failed %(num)s times", row["attempts"])
        return wording.t(words), "bad", wording.moment(row["created_at"])
    return wording.t(_("Waits for the worker")), "quiet", wording.moment(row["created_at"])
