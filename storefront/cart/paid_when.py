"""What is paid today, later and at the door: rows below a total that is not all paid at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from storefront import formatting
from storefront.cart.contexts import SumRow
from storefront.cart.loading import LoadedGroup
from storefront.countries import country_name
from storefront.i18n import Message, _
from storefront.money import Money
from storefront.pricing.schedule import DuePart
from storefront.web.shopper import Shopper


def paid_rows(groups: Sequence[LoadedGroup], visitor: Shopper) -> tuple[SumRow, ...]:
    """Today's part and each later one; nothing where all is paid at once and nothing at the door."""
    return (*_parts(groups, visitor), *_door(groups, visitor))


def _parts(groups: Sequence[LoadedGroup], visitor: Shopper) -> list[SumRow]:
    t, currency = visitor.t, visitor.market.currency
    later = [
        (loaded, part)
        for loaded in groups
        for part in loaded.schedule
        if part.amount and not part.is_now
    ]
    if not later:
        return []
    now = sum(loaded.total.total for loaded in groups) - sum(part.amount for _loaded, part in later)
    rows = [SumRow(t(_("To pay today")), Money(now, currency), kind="today")]
    for loaded, part in later:
        words = t(due_words(part, loaded.group.business_model, visitor))
        whose = loaded.group.seller.name if len(groups) > 1 else ""
        detail = " · ".join(filter(None, (words, whose)))
        label = t(_("Later: %(part)s", part=part.label))
        rows.append(SumRow(label, Money(part.amount, currency), detail=detail, kind="later"))
    return rows


def due_words(part: DuePart, business_model: str, visitor: Shopper) -> Message:
    """When a later part is due: a day, or the stage that the order must reach."""
    event = part.due.partition("event:")[2]
    if not event:
        day = formatting.date(date.fromisoformat(part.due), visitor.language)
        return _("due on %(day)s", day=day)
    workflow = visitor.runtime.workflows.get(("order", business_model))
    states = workflow.states if workflow else ()
    stage = next((state.label for state in states if state.name == event), event)
    return _("due at the stage: %(stage)s", stage=stage)


def _door(groups: Sequence[LoadedGroup], visitor: Shopper) -> list[SumRow]:
    """Where no VAT is charged the goods are imported: who sends them does not know what customs will ask."""
    if not any(is_export(loaded) for loaded in groups):
        return []
    t, place = visitor.t, country_name(visitor.market.country, visitor.language)
    detail = t(_("import tax and any duty of %(country)s, asked by the carrier", country=place))
    return [SumRow(t(_("At the door")), None, t(_("set by customs")), detail, kind="door")]


def is_export(loaded: LoadedGroup) -> bool:
    """Whether a group is sent out of the area whose VAT is in its prices."""
    return any(tax.reason == "export" for tax in loaded.total.taxes)
