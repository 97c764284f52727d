"""What each side may do in a case now, as forms; and what they send, read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from storefront.digits import minor_units
from storefront.formatting import currency_exponent
from storefront.forms import cleaned
from storefront.i18n import Message, _
from storefront.orders.cases.entries import LONGEST_TEXT
from storefront.orders.cases.outcomes import LABELS
from storefront.orders.cases.silence import last_offer
from storefront.orders.cases.tables import Case
from storefront.orders.cases.turns import outcomes
from storefront.orders.cases.wording import outcome_words
from storefront.orders.wording import Wording
from storefront.uploads.files import ACCEPTED
from storefront.web.form_view import ActionForm, Choice, FieldView

Url = Callable[[str], str]
Typed = Mapping[str, str]


@dataclass(frozen=True)
class Tried:
    """A form that was refused: its name, what was typed, what is wrong by field."""

    form: str = ""
    typed: Typed = field(default_factory=dict)
    errors: Mapping[str, Message] = field(default_factory=dict)


def words_of(typed: Typed, name: str = "text") -> str:
    """A long text as typed: lines kept, control characters not."""
    lines = [cleaned(line) for line in typed.get(name, "").replace("\r\n", "\n").split("\n")]
    return "\n".join(lines).strip()[:LONGEST_TEXT]


def amount_of(typed: Typed, currency: str) -> int | None:
    """An amount as typed, in minor units; None: none, or none that can be read."""
    return minor_units(typed.get("amount", ""), currency_exponent(currency))


def text_field(label: Message, wording: Wording, *, required: bool = True) -> FieldView:
    return FieldView("text", wording.t(label), "textarea", required=required, maxlength=LONGEST_TEXT)


def files_field(wording: Wording, *, required: bool = False) -> FieldView:
    """Photos and PDFs."""
    label, told = _("Photos and documents"), _("Photos (JPEG, PNG, WebP) or PDF, up to eight; each at most 15 MB.")
    return FieldView("files", wording.t(label), "file", help=wording.t(told), required=required, accept=ACCEPTED)


def buyer_forms(case: Case, url: Url, wording: Wording, tried: Tried) -> tuple[ActionForm, ...]:
    """What the buyer may do now."""
    t, forms = wording.t, []
    if case.state == "buyer":
        outcome, amount = last_offer(case.id)
        told = t(outcome_words(outcome, amount, case.order.currency))
        forms.append(ActionForm("agree", t(_("Take the answer: %(outcome)s", outcome=told)), url("agree"), tone="main"))
        forms.append(_escalate(url, wording))
    if case.state == "returning":
        forms.append(_send_back(url, wording))
    forms += _for_both(case, url, wording)
    if case.closed_at is None and case.kind != "chargeback" and case.state != "unproved":
        words = t(_("The case ends without anything more. What the seller may keep is his again."))
        label = t(_("It is settled: close the case"))
        forms.append(ActionForm("take-back", label, url("take-back"), explanation=words))
    return with_tried(forms, tried, wording)


def _escalate(url: Url, wording: Wording) -> ActionForm:
    fields = (text_field(_("What should the shop know?"), wording, required=False), files_field(wording))
    words = wording.t(_("The shop reads both sides and decides."))
    return ActionForm("escalate", wording.t(_("Ask the shop to decide")), url("escalate"), fields, words)


def _send_back(url: Url, wording: Wording) -> ActionForm:
    t = wording.t
    fields = (
        FieldView("carrier", t(_("Carrier")), required=False, maxlength=100, width="half"),
        FieldView("tracking", t(_("Tracking number")), required=False, maxlength=100, width="half", dir="ltr"),
        replace(files_field(wording), label=t(_("Receipt of the post office"))),
    )
    words = t(_("With a tracking number or the receipt the money need not wait for the goods. Keep the receipt."))
    return ActionForm("send-back", t(_("I have sent it back")), url("send-back"), fields, words, tone="main")


def _for_both(case: Case, url: Url, wording: Wording) -> list[ActionForm]:
    t = wording.t
    forms: list[ActionForm] = []
    if case.state == "decided" and case.appealed_at is None:
        fields = (text_field(_("Why is the decision wrong?"), wording), files_field(wording))
        words = t(_("This can be done once. The shop looks again, and its second word stands."))
        forms.append(ActionForm("appeal", t(_("Object to the decision")), url("appeal"), fields, words))
    if case.closed_at is None and case.state != "unproved":
        fields = (text_field(_("Your words"), wording, required=False), files_field(wording))
        forms.append(ActionForm("say", t(_("Add words or photos")), url("say"), fields))
    return forms


def seller_forms(case: Case, url: Url, wording: Wording, tried: Tried) -> tuple[ActionForm, ...]:
    """What the seller may do now."""
    t, forms = wording.t, []
    if case.state == "seller":
        forms.append(_offer(case, url, wording))
        forms.append(_escalate(url, wording))
    if case.state in ("returning", "checking"):
        words = t(_("The money goes back to the buyer now."))
        label = t(_("The goods are back and all right"))
        forms.append(ActionForm("goods-arrived", label, url("goods-arrived"), explanation=words, tone="main"))
    if case.state == "checking":
        fields = (text_field(_("What is wrong with the goods?"), wording), files_field(wording))
        words = t(_("The shop decides how much goes back: only handling beyond a look may be charged."))
        forms.append(ActionForm("escalate", t(_("Something is wrong with them")), url("escalate"), fields, words))
    return with_tried([*forms, *_for_both(case, url, wording)], tried, wording)


def _offer(case: Case, url: Url, wording: Wording) -> ActionForm:
    answer = text_field(_("Your answer"), wording, required=False)
    fields = (*outcome_fields(case, wording), answer, files_field(wording))
    words = wording.t(_("What the buyer asked for is done at once; anything else he may take or take to the shop."))
    return ActionForm("offer", wording.t(_("Answer")), url("offer"), fields, words, tone="main")


def outcome_fields(case: Case, wording: Wording) -> tuple[FieldView, ...]:
    """An outcome and, for a part of the money, how much."""
    t = wording.t
    choices = tuple(Choice(one, t(LABELS[one]), one == case.wish) for one in outcomes(case.wish))
    chosen = case.wish if case.wish in outcomes(case.wish) else ""
    return (
        FieldView("outcome", t(_("What comes of it")), "radio", chosen, choices=choices),
        FieldView(
            "amount", t(_("Amount, for a part of the money")), required=False, inputmode="decimal", dir="ltr",
            width="half", maxlength=20,
        ),
    )  # fmt: skip


def staff_forms(case: Case, url: Url, wording: Wording, tried: Tried) -> tuple[ActionForm, ...]:
    """What the shop may do as judge."""
    t, forms = wording.t, []
    if case.state == "shop":
        fields = (*outcome_fields(case, wording), text_field(_("The reasons, for both sides"), wording))
        forms.append(ActionForm("decide", t(_("Decide")), url("decide"), fields, tone="main"))
    if case.state == "unproved":
        words = t(_("You know otherwise that it was the buyer: the withdrawal counts from when it was said."))
        forms.append(ActionForm("prove", t(_("It was the buyer")), url("prove"), explanation=words))
    return with_tried(forms, tried, wording)


def with_tried(forms: list[ActionForm], tried: Tried, wording: Wording) -> tuple[ActionForm, ...]:
    """The forms, the refused one open, with what was typed and what is wrong; fields are told apart by their form."""
    named = (replace(form, fields=tuple(replace(one, scope=f"{form.name}-") for one in form.fields)) for form in forms)
    return tuple(_again(form, tried, wording) if form.name == tried.form else form for form in named)


def _again(form: ActionForm, tried: Tried, wording: Wording) -> ActionForm:
    fields = tuple(
        replace(
            one,
            value=tried.typed.get(one.name, one.value),
            error=wording.t(tried.errors.get(one.name)),
            choices=tuple(replace(c, chosen=c.value == tried.typed.get(one.name)) for c in one.choices),
        )
        for one in form.fields
    )
    return replace(form, fields=fields, open=True)
