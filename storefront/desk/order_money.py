"""An order's money at the desk: what it owes, what was tried, what went back, what is booked."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any

from storefront.desk.order_contexts import DeskForm, LedgerRow, PaymentRow
from storefront.formatting import decimal_amount
from storefront.i18n import Message, _
from storefront.money import Money
from storefront.orders.dues import is_due, later_words, method_title
from storefront.orders.queries import OrderFacts, Row
from storefront.orders.wording import Wording
from storefront.payments.attempts import TRANSFER
from storefront.web.form_view import FieldView

Errors = dict[str, Message]
WAYS = {
    "credit": _("Credit in his account"),
    "card": _("Gift card, by mail"),
    "hand": _("Bank transfer, sent by hand"),
}
LEDGER = {
    "payment": _("Payment"),
    "refund": _("Refund"),
    "refund-arranged": _("Refund arranged"),
    "taking-undone": _("Refund failed"),
    "release": _("Released"),
}
ACCOUNTS = {
    "held": _("Kept for the order"),
    "seller": _("The seller"),
    "commission": _("Commission"),
    "fees": _("Fee"),
    "commission-vat": _("VAT on commission and fee"),
}


def installment_rows(facts: OrderFacts, wording: Wording, now: datetime) -> tuple[PaymentRow, ...]:
    """What the order owes, part by part."""
    return tuple(_installment(facts, row, wording, now) for row in facts.installments)


def _installment(facts: OrderFacts, row: Row, wording: Wording, now: datetime) -> PaymentRow:
    label, money = wording.t(row["label"]), Money(row["amount"], facts.currency)
    paid = wording.money(row["paid"], facts.currency)
    if row["paid"] >= row["amount"]:
        return PaymentRow(label, money, wording.t(_("Paid")), "good")
    part = wording.t(_("%(money)s of it is paid", money=paid)) if row["paid"] else ""
    if row["cancelled"]:
        return PaymentRow(label, money, wording.t(_("Not owed any more")), "quiet", part)
    if is_due(row, now):
        return PaymentRow(label, money, wording.t(_("Due now")), "warn", part)
    return PaymentRow(label, money, later_words(facts, row, wording), "quiet", part)


def payment_rows(
    facts: OrderFacts, wording: Wording, confirm: dict[int, DeskForm]
) -> tuple[PaymentRow, ...]:
    """Each attempt with what it paid, or should pay, of this order."""
    parts: dict[int, int] = {}
    mine = {row["id"] for row in facts.installments}
    for row in facts.allocations:
        if row["installment"] in mine:
            parts[row["payment"]] = parts.get(row["payment"], 0) + row["amount"]
    return tuple(
        _payment(row, Money(parts[row["id"]], facts.currency), wording, confirm.get(row["id"]))
        for row in facts.payments
        if row["id"] in parts
    )


def _payment(row: Row, money: Money, wording: Wording, form: DeskForm | None) -> PaymentRow:
    state, tone = payment_state(row)
    title = method_title(row["provider"], wording)
    return PaymentRow(title, money, wording.t(state), tone, _payment_detail(row, wording), form)


def payment_state(row: Row) -> tuple[Message, str]:
    """A payment's state in words, and its tone."""
    words = {
        "created": (_("Begun"), "quiet"),
        "pending": (_("Waited for"), "warn"),
        "succeeded": (_("Received"), "good"),
        "failed": (_("Failed"), "bad"),
    }
    found: tuple[Message, str] = words[row["state"]]
    return (_("No answer yet"), "warn") if row["state"] == "created" and row["asked_at"] else found


def _payment_detail(row: Row, wording: Wording) -> str:
    """When, under which reference, and why not."""
    kept: dict[str, Any] = row["answer"] or {}
    words = [wording.t(_("begun %(moment)s", moment=wording.moment(row["created_at"])))]
    if row["settled_at"]:
        words.append(wording.t(_("decided %(moment)s", moment=wording.moment(row["settled_at"]))))
    elif row["expires_at"]:
        words.append(wording.t(_("goods are kept until %(moment)s", moment=wording.moment(row["expires_at"]))))
    words += [row["reference"], kept.get("received_on", ""), kept.get("bank_reference", "")]
    if kept.get("reason"):
        words.append(wording.t(kept["reason"]))
    return " · ".join(filter(None, words))


def refund_rows(facts: OrderFacts, wording: Wording, urls: dict[int, str]) -> tuple[PaymentRow, ...]:
    """What went back; one that goes by hand is confirmed here (urls: refund → where)."""
    providers = {row["id"]: row["provider"] for row in facts.payments}
    return tuple(_refund(row, refund_way(row, providers.get(row["payment"], ""), wording), wording, urls)
                 for row in facts.refunds)  # fmt: skip


def refund_way(row: Row, provider: str, wording: Wording) -> str:
    """How a refund goes back."""
    return wording.t(WAYS[row["way"]]) if row["way"] in WAYS else method_title(provider, wording)


def _refund(row: Row, title: str, wording: Wording, urls: dict[int, str]) -> PaymentRow:
    words = {
        "created": (_("Goes to the provider"), "quiet"),
        "pending": (_("On its way"), "warn"),
        "succeeded": (_("Sent back"), "good"),
        "failed": (_("Failed"), "bad"),
    }
    state, tone = words[row["state"]]
    detail = [wording.moment(row["settled_at"] or row["created_at"]), row["reference"], wording.t(row["reason"])]
    form = None
    if row["state"] == "pending" and row["id"] in urls:
        label = wording.t(_("I have sent it"))
        form = DeskForm(f"refund-{row['id']}", label, urls[row["id"]], ())
    shown = " · ".join(filter(None, detail))
    return PaymentRow(title, Money(row["amount"], row["currency"]), wording.t(state), tone, shown, form)


def ledger_rows(rows: tuple[Row, ...], wording: Wording) -> tuple[LedgerRow, ...]:
    """Where an account has money its line is minus, where it owes plus: shown the other way round."""
    return tuple(
        LedgerRow(
            wording.moment(row["at"]),
            wording.t(LEDGER.get(row["kind"], row["kind"])),
            wording.t(ACCOUNTS.get(row["account"].partition(":")[0], row["account"])),
            Money(-row["amount"], row["currency"]),
        )
        for row in rows
    )


def transfer_form(row: Row, url: str, wording: Wording, typed: dict[str, str], errors: Errors) -> DeskForm:
    """The form that says a transfer is on the account."""
    t = wording.t
    fields = _transfer_fields(row["amount"], row["currency"], wording, typed, errors)
    words = t(_("Less than was asked pays what it can; what is too much goes back by itself."))
    label = t(_("Confirm the transfer %(reference)s", reference=row["reference"]))
    return DeskForm(f"transfer-{row['id']}", label, url, fields, words, "main", bool(errors))


def another_transfer(
    facts: OrderFacts, url: str, wording: Wording, due: int, typed: dict[str, str], errors: Errors
) -> DeskForm | None:
    """The same for money that nothing waits for, such as the rest of a short transfer."""
    waiting = any(row["provider"] == TRANSFER and row["state"] in ("created", "pending") for row in facts.payments)
    if not due or waiting or TRANSFER not in wording.runtime.providers:
        return None
    t = wording.t
    # however often it is pressed, it is one payment
    key = FieldView("key", "", "hidden", typed.get("key") or secrets.token_urlsafe(12))
    fields = _transfer_fields(due, facts.currency, wording, typed, errors)
    words = t(_("For money that came without being waited for, such as the rest of a transfer that was too small."))
    return DeskForm("transfer", t(_("Book a transfer")), url, (key, *fields), words, open=bool(errors))


def _transfer_fields(
    due: int, currency: str, wording: Wording, typed: dict[str, str], errors: Errors
) -> tuple[FieldView, ...]:
    t = wording.t
    values = {"amount": str(decimal_amount(due, currency)), "received_on": "", "bank_reference": "", **typed}
    waited = t(_("Asked for: %(money)s", money=wording.money(due, currency)))
    return (
        FieldView("amount", t(_("Amount that came")), value=values["amount"], error=t(errors.get("amount")),
                  help=waited, inputmode="decimal", dir="ltr", width="third", maxlength=20),
        FieldView("received_on", t(_("Day it came")), "date", values["received_on"], t(errors.get("received_on")),
                  width="third"),
        FieldView("bank_reference", t(_("Reference on the statement")), value=values["bank_reference"],
                  required=False, dir="auto", width="third", maxlength=120),
    )  # fmt: skip
