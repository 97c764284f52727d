"""What is kept of an order's money, what its seller has, and what the shop took: rows for the desk's order page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from storefront.desk.order_contexts import PaymentRow
from storefront.i18n import Message, _, labelled, listed, ngettext
from storefront.money import Money
from storefront.orders.line_views import line_title
from storefront.orders.queries import OrderFacts, Row
from storefront.orders.wording import Wording
from storefront.payments.hold_shares import Charges, Share
from storefront.payments.hold_tables import Commission, Hold
from storefront.payments.holds import shares_of
from storefront.payments.keepings import open_keepings
from storefront.payments.release_rules import STATE, Moment, Stage, WrongRule, release_rule

AT = {
    "paid": _("as soon as it is paid"),
    "sent": _("when it is sent"),
    "delivered": _("when it has arrived"),
    "accepted": _("when the buyer says that all is well"),
    "inspected": _("when it is inspected"),
}


@dataclass(frozen=True)
class Kept:
    """An order's holds with their rules, and what the shop took."""

    shares: tuple[Share, ...]
    rules: Mapping[int, str]
    charges: Charges
    # (id, until, why) of what staff keep longer
    keepings: tuple[tuple[int, datetime, str], ...] = ()

    @property
    def sellers(self) -> int:
        """What the seller has of it, after the shop's part."""
        return sum(share.out for share in self.shares) - self.charges.total


def kept_of(order_id: int) -> Kept:
    """What the tables say of an order's money."""
    rules = dict(Hold.select(Hold.id, Hold.rule).where(Hold.order == order_id).tuples())
    row = Commission.get_or_none(Commission.order == order_id)
    taken = Charges(row.amount, row.fee, row.vat) if row else Charges()
    longer = tuple((one.id, one.until, one.reason) for one in open_keepings([order_id]))
    return Kept(tuple(shares_of(order_id)), rules, taken, longer)


def hold_rows(facts: OrderFacts, kept: Kept, wording: Wording) -> tuple[PaymentRow, ...]:
    """A row a line that money came for, then the shop's part and what the seller has."""
    lines = {row["id"]: row for row in facts.lines}
    shares = [share for share in kept.shares if share.came]
    rows = [_hold(share, lines.get(share.line), kept.rules[share.id], facts.currency, wording) for share in shares]
    for _number, until, reason in kept.keepings:
        held = Money(sum(share.held for share in shares), facts.currency)
        state = wording.t(_("Until %(day)s", day=wording.day(until)))
        rows.append(PaymentRow(wording.t(_("Kept longer by the shop")), held, state, "warn", reason))
    if kept.charges.total:
        rows.append(_charges(kept.charges, facts.currency, wording))
    if any(share.released for share in shares):
        title = wording.t(_("The seller's share"))
        rows.append(PaymentRow(title, Money(kept.sellers, facts.currency), wording.t(_("On his account")), "good"))
    return tuple(rows)


def _hold(share: Share, line: Row | None, rule: str, currency: str, wording: Wording) -> PaymentRow:
    title = line_title(line, wording) if line else wording.t(_("Delivery and the rest"))
    parts = [
        (_("kept: %(money)s"), share.held),
        (_("frozen: %(money)s"), min(share.frozen, share.held)),
        (_("with the seller: %(money)s"), share.out),
        (_("went back: %(money)s"), share.back + share.taken),
    ]
    told = [wording.t(_of(words, wording.money(amount, currency))) for words, amount in parts if amount]
    if share.held and line:
        told.append(wording.t(labelled(wording.t(_("released")), wording.t(rule_words(rule, wording)))))
    state, tone = (_("Kept"), "quiet") if share.held else (_("Released"), "good") if share.out else (_("Back"), "quiet")
    return PaymentRow(title, Money(share.came, currency), wording.t(state), tone, " · ".join(told))


def _of(words: Message, money: str) -> Message:
    return Message(words.text, {"money": money})


def _charges(charges: Charges, currency: str, wording: Wording) -> PaymentRow:
    fee, vat = wording.money(charges.fee, currency), wording.money(charges.vat, currency)
    detail = wording.t(_("of which fee %(fee)s and VAT %(vat)s", fee=fee, vat=vat))
    money = Money(charges.total, currency)
    return PaymentRow(wording.t(_("Commission")), money, wording.t(_("Taken")), "quiet", detail)


def rule_words(rule: str, wording: Wording) -> Message:
    """A release rule in words: stages with their percent, and in each the moment that comes first."""
    try:
        stages = release_rule(rule)
    except WrongRule:
        return _("never by itself: its rule “%(rule)s” cannot be read", rule=rule)
    if len(stages) == 1:
        return _stage(stages[0], wording)
    parts = [labelled(f"{float(stage.share * 100):g} %", wording.t(_stage(stage, wording))) for stage in stages]
    return listed(*(wording.t(part) for part in parts))


def _stage(stage: Stage, wording: Wording) -> Message:
    if len(stage.moments) == 1:
        return _moment(stage.moments[0], wording)
    words = [wording.t(_moment(moment, wording)) for moment in stage.moments]
    return _("the first of: %(list)s", list=" / ".join(words))


def _moment(moment: Moment, wording: Wording) -> Message:
    if moment.day is not None:
        return _("on %(day)s", day=moment.day.isoformat())
    if moment.event.startswith(STATE):
        words = _("at the stage “%(stage)s”", stage=moment.event.removeprefix(STATE))
    else:
        words = AT[moment.event]
    if not moment.days:
        return words
    if moment.event == "delivered":
        return ngettext("%(num)s day after it has arrived", "%(num)s days after it has arrived", moment.days)
    if moment.event == "sent":
        return ngettext("%(num)s day after it is sent", "%(num)s days after it is sent", moment.days)
    later = ngettext("%(num)s day later", "%(num)s days later", moment.days)
    return listed(wording.t(words), wording.t(later))
