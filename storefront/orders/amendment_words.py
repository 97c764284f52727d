"""A change of an order in words: what is other than before, what it comes to, who answers by when."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from storefront import formatting
from storefront.accounts.addresses import Address, address_lines
from storefront.i18n import Message, _, labelled, listed, ngettext
from storefront.orders.amendment import OrderChanges
from storefront.orders.amendment_reading import kept_changes
from storefront.orders.line_views import line_title
from storefront.orders.queries import OrderFacts, Row
from storefront.orders.wording import Wording


def changed_words(facts: OrderFacts, row: Row, wording: Wording) -> tuple[str, ...]:
    """Each thing that an amendment changes, in a line of its own."""
    was = {one["order_line"]: one["was_pieces"] for one in row["lines"]}
    return words_of(facts, kept_changes(row["changes"], row["lines"]), wording, was)


def words_of(
    facts: OrderFacts, changes: OrderChanges, wording: Wording, was: Mapping[int, int]
) -> tuple[str, ...]:
    """The same of changes that nobody has asked for yet; was: pieces by line."""
    t = wording.t
    titles = {one["id"]: line_title(one, wording) for one in facts.lines}
    found = []
    for one in changes.lines:
        title = titles.get(one.line_id, "")
        if one.pieces is not None and one.pieces != was.get(one.line_id):
            found.append(t(labelled(title, _pieces(one.pieces, was.get(one.line_id, 0)))))
        if one.unit_price is not None:
            money = wording.money(one.unit_price, facts.currency)
            found.append(t(labelled(title, _("%(money)s each", money=money))))
    if changes.arrives_by:
        day = formatting.date(date.fromisoformat(changes.arrives_by), wording.language)
        found.append(t(_("Arrives by %(day)s", day=day)))
    if changes.address:
        address = Address.from_json(changes.address)
        lines = address_lines(address, wording.country(address.country))
        found.append(t(labelled(_("Sent to"), listed(*lines))))
    return tuple(found)


def _pieces(now: int, before: int) -> Message:
    if not now:
        return ngettext("%(num)s piece is cancelled", "%(num)s pieces are cancelled", before)
    return ngettext("%(num)s piece instead of %(before)s", "%(num)s pieces instead of %(before)s", now, before=before)


def sum_words(facts: OrderFacts, difference: int, wording: Wording) -> str:
    """What a change comes to for the buyer; empty: nothing."""
    money = wording.money(abs(difference), facts.currency)
    if difference > 0:
        return wording.t(_("%(money)s more to pay", money=money))
    return wording.t(_("%(money)s less to pay", money=money)) if difference < 0 else ""


def by_words(row: Row, wording: Wording) -> str:
    """Until when an answer is waited for."""
    return wording.t(_("Answer by %(moment)s", moment=wording.moment(row["expires_at"]))) if row["expires_at"] else ""
