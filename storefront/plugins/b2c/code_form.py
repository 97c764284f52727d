"""A code's form at the desk: typed texts in, a promotion out, and back. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast

from storefront.api import (
    Checked,
    Field,
    Message,
    Option,
    Section,
    _,
    amount_text,
    check_fields,
    day,
    first_day,
    first_moment,
    last_day,
    last_moment,
    plain,
    typed_amount,
    whole,
)
from storefront.plugins.b2c.promotions import Kind, Promotion, folded_code

KINDS: dict[Kind, Message] = {
    "percent": _("Per cent off the goods"),
    "amount": _("An amount off the goods"),
    "free-delivery": _("Free delivery"),
}


def sections(currencies: Sequence[str], *, new: bool) -> tuple[Section, ...]:
    """The form's fields; what a code is called is said once, when it is made."""
    code = Field(
        "code", _("Code"), dir="ltr", width="half", maxlength=40, check=_check_code,
        help=_("Kept in capitals; shoppers may type it as they like."),
    )  # fmt: skip
    kinds = tuple(Option(kind, label) for kind, label in KINDS.items())
    gives = (
        *((code,) if new else ()),
        Field("kind", _("What it gives"), "select", options=kinds, width="half"),
        Field("percent", _("Per cent"), required=False, inputmode="numeric", dir="ltr", width="half", maxlength=3),
    )
    when = (
        Field("from", _("First day"), "date", False, width="half", check=_check_day),
        Field("until", _("Last day"), "date", False, width="half", check=_check_day),
    )
    amounts = tuple(_money("amount", one) for one in currencies)
    minimum = tuple(_money("minimum", one) for one in currencies)
    often = (
        Field("limit", _("In all"), required=False, inputmode="numeric", dir="ltr", width="half", maxlength=9,
              check=_check_count),
        Field("per_buyer", _("By one buyer"), required=False, inputmode="numeric", dir="ltr", width="half",
              maxlength=9, check=_check_count),
    )  # fmt: skip
    return (
        Section(gives),
        Section(when, _("When it counts"), _("Whole days in UTC. Empty fields set no limit.")),
        Section(amounts, _("An amount off the goods"), _("In each currency in which it counts.")),
        Section(minimum, _("Goods for at least"), _("Where one currency has a minimum, it counts in those only.")),
        Section(often, _("How often"), _("An order that is cancelled gives its use back.")),
    )


def _money(name: str, currency: str) -> Field:
    def check(text: str) -> Message | None:
        return None if typed_amount(text, currency) else _("Enter an amount above nothing, such as 5.")

    return Field(f"{name}-{currency}", plain(currency), required=False, inputmode="decimal", dir="ltr", width="third",
                 maxlength=20, check=check)  # fmt: skip


def _check_code(text: str) -> Message | None:
    return None if folded_code(text) else _("Use letters and digits.")


def _check_day(text: str) -> Message | None:
    return None if day(text) else _("A day looks like 2026-12-31.")


def _check_count(text: str) -> Message | None:
    return None if whole(text) else _("A whole number from 1 on, please.")


def typed_of(promotion: Promotion) -> dict[str, str]:
    """A code as its form begins."""
    money = {"amount": promotion.amounts, "minimum": promotion.minimum_spend}
    return {
        "kind": promotion.kind,
        "percent": str(promotion.percent or ""),
        **{f"{name}-{c}": amount_text(value, c) for name, values in money.items() for c, value in values.items()},
        "from": first_day(promotion.valid_from),
        "until": last_day(promotion.valid_until),
        "limit": str(promotion.limit_in_all or ""),
        "per_buyer": str(promotion.limit_per_buyer or ""),
    }


def read(
    typed: Mapping[str, str], currencies: Sequence[str], saved: Promotion | None = None
) -> tuple[Promotion, Checked]:
    """What was typed, and what is wrong by field: the promotion counts only where nothing is."""
    fields = [one for section in sections(currencies, new=saved is None) for one in section.fields]
    checked = check_fields(fields, typed)
    values, kind = checked.values, checked.values["kind"]
    known = (saved.valid_from, saved.valid_until) if saved else (None, None)
    promotion = Promotion(
        code=saved.code if saved else values["code"],
        kind=cast(Kind, kind),
        percent=whole(values["percent"]) or 0 if kind == "percent" else 0,
        amounts=_amounts("amount", values, currencies) if kind == "amount" else {},
        minimum_spend=_amounts("minimum", values, currencies),
        limit_in_all=whole(values["limit"]) or None,
        limit_per_buyer=whole(values["per_buyer"]) or None,
        # a day that was not changed keeps its hour
        valid_from=known[0] if values["from"] == first_day(known[0]) else first_moment(values["from"]),
        valid_until=known[1] if values["until"] == last_day(known[1]) else last_moment(values["until"]),
        used=saved.used if saved else 0,
    )
    for name, message in _wrong(promotion, currencies).items():
        checked.errors.setdefault(name, message)
    return promotion, checked


def _wrong(promotion: Promotion, currencies: Sequence[str]) -> dict[str, Message]:
    """What no field can tell alone."""
    wrong: dict[str, Message] = {}
    if promotion.kind == "percent" and not 1 <= promotion.percent <= 100:
        wrong["percent"] = _("Say from 1 to 100 per cent.")
    if promotion.kind == "amount" and not promotion.amounts:
        wrong[f"amount-{currencies[0]}"] = _("Say how much the code takes off, in at least one currency.")
    begin, end = promotion.valid_from, promotion.valid_until
    if begin and end and end <= begin:
        wrong["until"] = _("The last day is before the first.")
    if promotion.limit_in_all is not None and promotion.limit_in_all < promotion.used:
        wrong["limit"] = _("It has been used more often already.")
    return wrong


def _amounts(name: str, values: Mapping[str, str], currencies: Sequence[str]) -> dict[str, int]:
    found = {currency: typed_amount(values[f"{name}-{currency}"], currency) for currency in currencies}
    return {currency: amount for currency, amount in found.items() if amount}
