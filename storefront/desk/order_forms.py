"""The forms of an order's page: shipping, cancelling, a note; and how what was typed is read."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from storefront.desk.base_pages import desk_url
from storefront.desk.order_contexts import DeskForm
from storefront.digits import minor_units, whole
from storefront.formatting import currency_exponent
from storefront.forms import cleaned
from storefront.i18n import Message, _, ngettext
from storefront.orders.line_views import line_title, sent_by_line
from storefront.orders.pieces import pieces_of
from storefront.orders.queries import OrderFacts
from storefront.orders.tracking import carriers
from storefront.orders.wording import Wording
from storefront.web.form_view import Choice, FieldView

Typed = dict[str, str]
Errors = dict[str, Message]
LINE = "line-"
OTHER = "other"


def left_of(facts: OrderFacts) -> dict[int, int]:
    """Line → pieces that were not sent yet."""
    sent = sent_by_line(facts)
    left = {row["id"]: pieces_of(row) - sent[row["id"]] for row in facts.lines}
    return {line: count for line, count in left.items() if count > 0}


def ship_form(facts: OrderFacts, wording: Wording, typed: Typed, errors: Errors) -> DeskForm | None:
    """Pieces by line, carrier and number; None where nothing is left, or the order is closed."""
    left, t = left_of(facts), wording.t
    if not left or facts.order["closed_at"] is not None:
        return None
    titles = {row["id"]: line_title(row, wording) for row in facts.lines}
    fields = [
        FieldView(
            f"{LINE}{line}", titles[line], "number", typed.get(f"{LINE}{line}", str(count)),
            t(errors.get(f"{LINE}{line}")), t(ngettext("%(num)s left to send", "%(num)s left to send", count)),
            inputmode="numeric", min="0", max=str(count), width="half",
        )
        for line, count in left.items()
    ]  # fmt: skip
    names = sorted({name for name, _url in carriers().values()}, key=str.casefold)
    chosen = typed.get("carrier", "")
    choices = [Choice("", t(_("Choose")), not chosen)]
    choices += [Choice(name, name, name == chosen) for name in names]
    choices.append(Choice(OTHER, t(_("Another carrier")), chosen == OTHER))
    fields += [
        FieldView("carrier", t(_("Carrier")), "select", chosen, t(errors.get("carrier")), required=False,
                  choices=tuple(choices), width="third"),
        FieldView("other_carrier", t(_("Another carrier's name")), value=typed.get("other_carrier", ""),
                  error=t(errors.get("other_carrier")), required=False, width="third", maxlength=100),
        FieldView("tracking", t(_("Tracking number")), value=typed.get("tracking", ""),
                  error=t(errors.get("tracking")), required=False, dir="ltr", width="third", maxlength=100),
    ]  # fmt: skip
    url = desk_url("desk.ship_order", number=facts.order["number"])
    words = t(_("The buyer gets a mail with the tracking page."))
    return DeskForm("ship", t(_("Send goods")), url, tuple(fields), words, "main", bool(errors))


def read_shipment(facts: OrderFacts, typed: Mapping[str, str]) -> tuple[dict[int, int], str, str, Errors]:
    """Pieces by line, carrier, number; and what is wrong, by field."""
    errors: Errors = {}
    lines: dict[int, int] = {}
    for line, most in left_of(facts).items():
        name = f"{LINE}{line}"
        count = whole(typed.get(name, "").strip() or "0")
        if count is None or count > most:
            errors[name] = ngettext("At most %(num)s piece is left.", "At most %(num)s pieces are left.", most)
        else:
            lines[line] = count
    if not errors and not any(lines.values()):
        errors[f"{LINE}{min(lines)}" if lines else "carrier"] = _("Say how many pieces of what were sent.")
    carrier, names = typed.get("carrier", ""), {name for name, _url in carriers().values()}
    if carrier == OTHER:
        carrier = cleaned(typed.get("other_carrier", ""))[:100]
        if not carrier:
            errors["other_carrier"] = _("Name the carrier.")
    elif carrier and carrier not in names:
        errors["carrier"] = _("Please choose one of the list.")
    tracking = cleaned(typed.get("tracking", ""))
    if len(tracking) > 100:
        errors["tracking"] = ngettext("At most %(num)s character, please.", "At most %(num)s characters, please.", 100)
    return lines, carrier, tracking, errors


def cancel_form(
    facts: OrderFacts, wording: Wording, label: Message, typed: Typed, errors: Errors
) -> DeskForm:
    """Why an order is cancelled; the buyer reads it."""
    t = wording.t
    reason = FieldView("reason", t(_("Reason, for the buyer")), "textarea", typed.get("reason", ""),
                       t(errors.get("reason")), maxlength=500)  # fmt: skip
    words = _("The order ends: goods are free again, and all that was paid goes back the way it came.")
    if facts.shipments:
        words = _("The order ends, and all that was paid goes back. What was sent is not called back: is that meant?")
    url = desk_url("desk.cancel_order", number=facts.order["number"])
    return DeskForm("cancel", t(label), url, (reason,), t(words), "danger", bool(errors))


def note_form(number: str, wording: Wording, typed: Typed, errors: Errors) -> DeskForm:
    """A note for those at the desk."""
    t = wording.t
    text = FieldView("note", t(_("Note")), "textarea", typed.get("note", ""), t(errors.get("note")),
                     t(_("Seen at the desk only, never by the buyer.")), maxlength=2000)  # fmt: skip
    return DeskForm("note", t(_("Keep the note")), desk_url("desk.note_order", number=number), (text,))


def read_transfer(currency: str, typed: Mapping[str, str], now: datetime) -> tuple[int, date, str, Errors]:
    """Amount, day and reference of money that came; and what is wrong, by field."""
    errors: Errors = {}
    amount = minor_units(typed.get("amount"), currency_exponent(currency))
    if not amount:
        errors["amount"] = _("Enter the amount that came, such as 12.50.")
    day = read_day(typed.get("received_on", ""))
    # whoever is east of here has tomorrow already
    if day is None or day > now.date() + timedelta(days=1) or day.year < 2000:
        errors["received_on"] = _("Enter the day the money came; it is not in the future.")
    return amount or 0, day or now.date(), cleaned(typed.get("bank_reference", ""))[:120], errors


def read_day(text: str) -> date | None:
    """A day as date fields send it: 2026-11-24."""
    try:
        return date.fromisoformat(text.strip()) if len(text.strip()) == 10 else None
    except ValueError:
        return None
