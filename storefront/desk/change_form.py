"""The form that changes an order: its fields, and how what was typed is read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from storefront.accounts.addresses import Address, address_fields, check_address, country_field
from storefront.desk.change_contexts import ChangeLine
from storefront.desk.order_forms import read_day
from storefront.digits import minor_units, whole
from storefront.formatting import currency_exponent
from storefront.forms import Section, cleaned
from storefront.i18n import Message, _, ngettext
from storefront.orders.amending import OTHER_COUNTRY
from storefront.orders.amendment import LineChange, OrderChanges
from storefront.orders.change_views import may_move
from storefront.orders.line_sums import gross_of
from storefront.orders.line_views import line_title, sent_by_line, unit_price
from storefront.orders.pieces import pieces_of
from storefront.orders.queries import OrderFacts
from storefront.orders.wording import Wording
from storefront.web.form_view import FieldGroup, FieldView
from storefront.web.rendering import field_views
from storefront.web.shopper import Shopper

PIECES, PRICE = "pieces-", "price-"
LONGEST_REASON = 300
Typed = Mapping[str, str]


@dataclass(frozen=True)
class Read:
    """What a form asks for; errors by field."""

    changes: OrderChanges
    reason: str
    errors: dict[str, Message] = field(default_factory=dict)


def read_changes(facts: OrderFacts, typed: Typed) -> Read:
    """What of the order is to be other than it is."""
    errors: dict[str, Message] = {}
    lines = []
    for row in facts.lines:
        pieces, price = typed.get(f"{PIECES}{row['id']}", "").strip(), typed.get(f"{PRICE}{row['id']}", "").strip()
        count = whole(pieces) if pieces else pieces_of(row)
        amount = minor_units(price, currency_exponent(facts.currency)) if price else None
        if count is None:
            errors[f"{PIECES}{row['id']}"] = _("Type a whole number of pieces.")
        elif price and amount is None:
            errors[f"{PRICE}{row['id']}"] = _("Type a price such as 12.50.")
        elif count != pieces_of(row) or amount is not None:
            lines.append(LineChange(row["id"], count if count != pieces_of(row) else None, amount))
    day = typed.get("arrives_by", "").strip()
    if day and read_day(day) is None:
        errors["arrives_by"] = _("Enter a day.")
    reason = cleaned(typed.get("reason", ""))[:LONGEST_REASON]
    if not reason:
        errors["reason"] = _("Say why: the buyer reads it.")
    address = _address(facts, typed, errors)
    return Read(OrderChanges(tuple(lines), "" if "arrives_by" in errors else day, address), reason, errors)


def _address(facts: OrderFacts, typed: Typed, errors: dict[str, Message]) -> dict[str, str] | None:
    """Another address, where one was typed."""
    kept = Address.from_json(facts.order["address"])
    names = [one.name for one in address_fields(kept.country)]
    if not any(name in typed for name in names):
        return None
    if all(typed.get(name, "") == getattr(kept, name, "") for name in ("country", *names) if name in typed):
        return None
    address, checked = check_address(kept.country, dict(typed))
    errors.update(checked.errors)
    if typed.get("country", kept.country) != kept.country:
        errors["country"] = OTHER_COUNTRY
    return address.as_json()


def line_rows(
    facts: OrderFacts, typed: Typed, errors: Mapping[str, Message], wording: Wording
) -> tuple[ChangeLine, ...]:
    """Each line with its pieces and its price as they are, and the fields for others."""
    sent, t, found = sent_by_line(facts), wording.t, []
    for row in facts.lines:
        pieces, price = f"{PIECES}{row['id']}", f"{PRICE}{row['id']}"
        each = wording.money(unit_price(facts, row), facts.currency)
        together = wording.money(gross_of(facts, row["id"]), facts.currency)
        words = [t(_("%(money)s each", money=each)), t(_("together %(money)s", money=together))]
        if sent[row["id"]]:
            words.append(t(ngettext("%(num)s piece sent", "%(num)s pieces sent", sent[row["id"]])))
        fields = (
            FieldView(pieces, t(_("Pieces")), "number", typed.get(pieces, str(pieces_of(row))), t(errors.get(pieces)),
                      inputmode="numeric", min="0", width="third"),
            FieldView(price, t(_("New price of each")), value=typed.get(price, ""), error=t(errors.get(price)),
                      required=False, inputmode="decimal", dir="ltr",
                      width="two-thirds", maxlength=20),
        )  # fmt: skip
        found.append(ChangeLine(line_title(row, wording), " · ".join(words), fields))
    return tuple(found)


def other_fields(
    facts: OrderFacts, typed: Typed, errors: Mapping[str, Message], wording: Wording
) -> tuple[FieldView, ...]:
    """Date and reason."""
    t = wording.t
    return (
        FieldView("arrives_by", t(_("Arrives by")), "date", typed.get("arrives_by", ""), t(errors.get("arrives_by")),
                  t(_("Empty: as it was promised. A later day needs the buyer's yes.")), required=False, width="third"),
        reason_field(typed, errors, wording),
    )  # fmt: skip


def reason_field(typed: Typed, errors: Mapping[str, Message], wording: Wording) -> FieldView:
    """Why, for the buyer."""
    t = wording.t
    return FieldView("reason", t(_("Reason, for the buyer")), value=typed.get("reason", ""),
                     error=t(errors.get("reason")), width="two-thirds", maxlength=LONGEST_REASON)  # fmt: skip


def address_groups(
    facts: OrderFacts, typed: Typed, errors: Mapping[str, Message], visitor: Shopper
) -> tuple[FieldGroup, ...]:
    """The address as it is, to be typed over; none: everything is sent."""
    if not may_move(facts):
        return ()
    kept = Address.from_json(facts.order["address"])
    values = {**kept.as_json(), **typed}
    fields = (country_field((*visitor.countries, kept.country), visitor.language), *address_fields(kept.country))
    return tuple(field_views((Section(fields),), values, dict(errors), visitor))
