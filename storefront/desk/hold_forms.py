"""The forms of an order's page about its money: released by hand, kept longer, offered as credit."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta

from storefront.desk.base_pages import desk_url
from storefront.desk.order_contexts import DeskForm
from storefront.desk.order_forms import Errors, Typed, read_day
from storefront.desk.order_holds import Kept
from storefront.digits import minor_units
from storefront.formatting import currency_exponent
from storefront.forms import cleaned
from storefront.i18n import _
from storefront.orders.queries import OrderFacts
from storefront.orders.wording import Wording
from storefront.payments.credit_offers import open_offers
from storefront.web.form_view import FieldView

LONGEST_REASON = 300
RELEASE = "release"
KEEP = "keep"


def hold_forms(
    facts: OrderFacts, kept: Kept, wording: Wording, release: tuple[Typed, Errors], keep: tuple[Typed, Errors]
) -> tuple[DeskForm, ...]:
    """Release what is free, keep what is held, and end each keeping; none where nothing is held."""
    free = sum(max(share.held - share.frozen, 0) for share in kept.shares)
    forms = [_end_form(facts, number, until, wording) for number, until, _reason in kept.keepings]
    if any(share.held for share in kept.shares):
        forms.insert(0, _keep_form(facts, wording, *keep))
    if free or release[1]:
        forms.insert(0, _release_form(facts, wording.money(free, facts.currency), wording, *release))
    return tuple(forms)


def _release_form(facts: OrderFacts, free: str, wording: Wording, typed: Typed, errors: Errors) -> DeskForm:
    t = wording.t
    fields = (
        _key(typed),
        FieldView("amount", t(_("Amount")), value=typed.get("amount", ""), error=t(errors.get("amount")),
                  help=t(_("Empty: all of %(money)s that nobody has frozen.", money=free)), required=False,
                  inputmode="decimal", dir="ltr", width="third", maxlength=20),
        _reason(wording, typed, errors),
    )  # fmt: skip
    words = t(_("The seller gets it now, whatever its rule says. What a case keeps stays kept."))
    url = desk_url("desk.release_money", number=facts.order["number"])
    return DeskForm(RELEASE, t(_("Release money now")), url, fields, words, open=bool(errors))


def _keep_form(facts: OrderFacts, wording: Wording, typed: Typed, errors: Errors) -> DeskForm:
    t = wording.t
    fields = (
        _key(typed),
        FieldView("until", t(_("Until")), "date", typed.get("until", ""), t(errors.get("until")), width="third"),
        _reason(wording, typed, errors),
    )
    words = t(_("Nothing of this order goes to the seller before that day. He sees the reason."))
    url = desk_url("desk.keep_money", number=facts.order["number"])
    return DeskForm(KEEP, t(_("Keep money longer")), url, fields, words, open=bool(errors))


def _end_form(facts: OrderFacts, number: int, until: datetime, wording: Wording) -> DeskForm:
    label = wording.t(_("Keep it no longer (until %(day)s)", day=wording.day(until)))
    url = desk_url("desk.end_keeping", number=facts.order["number"], keeping_id=number)
    return DeskForm(f"keeping-{number}", label, url, ())


def offer_forms(facts: OrderFacts, wording: Wording, now: datetime) -> tuple[DeskForm, ...]:
    """What the buyer was asked to take as credit and has not answered: it can be taken back."""
    number, found = facts.order["number"], []
    for offer in open_offers(facts.id, now):
        money = wording.money(offer.amount, offer.currency)
        label = wording.t(_("Take back the offer of %(money)s as credit", money=money))
        url = desk_url("desk.end_offer", number=number, offer_id=offer.id)
        found.append(DeskForm(f"offer-{offer.id}", label, url, ()))
    return tuple(found)


def _key(typed: Typed) -> FieldView:
    # however often it is pressed, it is one act
    return FieldView("key", "", "hidden", typed.get("key") or secrets.token_urlsafe(12))


def _reason(wording: Wording, typed: Typed, errors: Errors) -> FieldView:
    t = wording.t
    return FieldView("reason", t(_("Reason")), value=typed.get("reason", ""), error=t(errors.get("reason")),
                     width="two-thirds", maxlength=LONGEST_REASON)  # fmt: skip


def read_release(currency: str, typed: Mapping[str, str]) -> tuple[int | None, str, Errors]:
    """The amount (None: all) and the reason; and what is wrong, by field."""
    errors: Errors = {}
    text, amount = typed.get("amount", "").strip(), None
    if text and not (amount := minor_units(text, currency_exponent(currency))):
        errors["amount"] = _("Type an amount such as 12.50.")
    return amount, _read_reason(typed, errors), errors


def read_keeping(typed: Mapping[str, str]) -> tuple[datetime, str, Errors]:
    """The end of the day that was chosen, and the reason; and what is wrong, by field."""
    errors: Errors = {}
    day = read_day(typed.get("until", ""))
    if day is None or not 2000 <= day.year < 9000:
        errors["until"] = _("Choose a day that is still to come.")
        day = datetime.now(UTC).date()
    return datetime.combine(day, time(), UTC) + timedelta(days=1), _read_reason(typed, errors), errors


def _read_reason(typed: Mapping[str, str], errors: Errors) -> str:
    reason = cleaned(typed.get("reason", ""))[:LONGEST_REASON]
    if not reason:
        errors["reason"] = _("Say why.")
    return reason
