"""What sellers are to be paid, what they were paid and of what, as tables."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from peewee import fn

from storefront import formatting
from storefront.catalogue.tables import Seller
from storefront.desk.base_pages import desk_url
from storefront.desk.contexts import Cell, ColumnView, RowView, TableView
from storefront.desk.payout_contexts import StatementSum
from storefront.i18n import Message, _
from storefront.money import Money
from storefront.orders.tables import Order
from storefront.payments.bank_accounts import bank_accounts_of, masked
from storefront.payments.hold_tables import Hold, Keeping, Payout
from storefront.payments.payout_statements import CAME, CHARGED_BACK, OTHER, REFUNDED, Statement, StatementRow
from storefront.payments.payouts import Due, due_payouts
from storefront.web.shopper import Shopper

LISTED = 50
STATES = {
    "ready": (_("Is paid with the next run"), "good"),
    "low": (_("Waits for more"), "quiet"),
    "owes": (_("Owes the shop"), "warn"),
    "no-account": (_("No bank account yet"), "warn"),
    "cooling": (_("Account changed lately"), "warn"),
    "trouble": (_("Its provider takes nothing for it"), "bad"),
    "no-provider": (_("The account cannot be paid to"), "bad"),
    "suspended": (_("Suspended: nothing is paid out until that is lifted."), "bad"),
}
MADE = {
    "created": (_("To be sent"), "warn"),
    "sent": (_("Sent"), "quiet"),
    "confirmed": (_("Arrived"), "good"),
    "failed": (_("Failed"), "bad"),
}
KINDS = {
    "release": _("Sale"),
    "refund-arranged": _("Refund"),
    "taking-undone": _("Taken back in vain"),
    "chargeback-lost": _("Chargeback"),
    "payout-back": _("Payout that came back"),
}
Words = tuple[Message, bool]


def seller_names(ids: Iterable[int]) -> dict[int, str]:
    """What sellers are called; one who is gone, by his number."""
    wanted = set(ids)
    found = dict(Seller.select(Seller.id, Seller.name).where(Seller.id.in_(sorted(wanted))).tuples())
    return {one: found.get(one, f"#{one}") for one in wanted}


def held_for(sellers: Collection[int] | None) -> dict[tuple[int, str], int]:
    """(seller, currency) → what is still kept for him."""
    kept = fn.SUM(Hold.came - Hold.back - Hold.released)
    query = Hold.select(Order.seller_id, Order.currency, kept).join(Order).where(Hold.came > Hold.back + Hold.released)
    if sellers is not None:
        query = query.where(Order.seller_id.in_(sorted(sellers)))
    rows = query.group_by(Order.seller_id, Order.currency).tuples()
    return {(seller, currency): int(amount) for seller, currency, amount in rows}


def kept_longer(sellers: Collection[int] | None, visitor: Shopper) -> dict[tuple[int, str], str]:
    """(seller, currency) → which of his orders the shop keeps longer, until when and why."""
    query = Keeping.select(Keeping, Order).join(Order).where(Keeping.ended_at.is_null()).order_by(Keeping.until)
    if sellers is not None:
        query = query.where(Order.seller_id.in_(sorted(sellers)))
    found: dict[tuple[int, str], list[str]] = {}
    for row in query.limit(LISTED):
        day = formatting.date(row.until.date(), visitor.language)
        words = _("%(order)s until %(day)s: %(reason)s", order=row.order.number, day=day, reason=row.reason)
        found.setdefault((row.order.seller_id, row.order.currency), []).append(visitor.t(words))
    return {key: " · ".join(words) for key, words in found.items()}


def due_table(sellers: Collection[int] | None, visitor: Shopper, now: datetime) -> TableView:
    """A row a seller and currency, also where all of it is still kept."""
    dues = {(due.seller_id, due.currency): due for due in due_payouts(now, sellers)}
    held, longer = held_for(sellers), kept_longer(sellers, visitor)
    names = seller_names(seller for seller, _currency in {**dues, **held})
    keys = sorted({**dues, **held}, key=lambda key: (names[key[0]].casefold(), key))
    accounts = {seller: masked(row.account) for seller, row in bank_accounts_of(names).items()}
    rows = tuple(
        _due_row(key, dues.get(key), (held.get(key, 0), longer.get(key, "")),
                 (names[key[0]], accounts.get(key[0], "")), visitor)
        for key in keys
    )
    heads = ((_("Seller"), False), (_("On the account"), True), (_("Still kept"), True), (_("State"), False),
             (_("Goes to"), False))  # fmt: skip
    return _table(_("To be paid"), heads, rows, _("Nothing is kept for anybody."), visitor)


def _due_row(
    key: tuple[int, str], due: Due | None, kept: tuple[int, str], named: tuple[str, str], visitor: Shopper
) -> RowView:
    (seller, currency), (name, account), (held, longer) = key, named, kept
    words, tone = STATES[due.state] if due else (_("Nothing on the account"), "quiet")
    return RowView(
        (
            Cell(name, url=desk_url("desk.open_statement", seller_id=seller, currency=currency)),
            Cell(formatting.money(due.amount if due else 0, currency, visitor.language)),
            Cell(formatting.money(held, currency, visitor.language), longer),
            Cell(visitor.t(words), tone=tone),
            Cell(account or visitor.t(_("Bank account")), url=desk_url("desk.bank_account", seller_id=seller)),
        ),
        name=name,
    )


def run_table(dues: Sequence[Due], name: Message, empty: Message, visitor: Shopper) -> TableView:
    """Part of what a run would do."""
    names = seller_names(due.seller_id for due in dues)
    rows = tuple(
        RowView((
            Cell(names[due.seller_id]),
            Cell(formatting.money(due.amount, due.currency, visitor.language)),
            Cell(visitor.t(STATES[due.state][0]), tone=STATES[due.state][1]),
            Cell(masked(due.account.account) if due.account else "", due.account.holder if due.account else ""),
        ))
        for due in dues
    )  # fmt: skip
    heads = ((_("Seller"), False), (_("Amount"), True), (_("State"), False), (_("Goes to"), False))
    return _table(name, heads, rows, empty, visitor)


def made_table(sellers: Collection[int] | None, visitor: Shopper) -> TableView:
    """The newest payouts."""
    query = Payout.select().order_by(-Payout.id).limit(LISTED)
    made = list(query if sellers is None else query.where(Payout.seller_id.in_(sorted(sellers))))
    names = seller_names(row.seller_id for row in made)
    rows = tuple(
        RowView((
            Cell(str(row.id), url=desk_url("desk.payout", payout_id=row.id), code=True),
            Cell(names[row.seller_id], masked(row.account)),
            Cell(formatting.datetime(row.created_at, visitor.language)),
            Cell(visitor.t(MADE[row.state][0]), tone=MADE[row.state][1]),
            Cell(formatting.money(row.amount, row.currency, visitor.language)),
        ))
        for row in made
    )  # fmt: skip
    heads = ((_("Number"), False), (_("Seller"), False), (_("Made"), False), (_("State"), False), (_("Amount"), True))
    return _table(_("Payouts"), heads, rows, _("Nobody was paid yet."), visitor)


def _table(
    name: Message, heads: Sequence[Words], rows: tuple[RowView, ...], empty: Message, visitor: Shopper
) -> TableView:
    columns = tuple(ColumnView(visitor.t(head), end) for head, end in heads)
    return TableView(visitor.t(name), "", columns, rows, searches=False, empty=visitor.t(empty))


# -- statements -----------------------------------------------------------------------------------


def statement_sums(statement: Statement, visitor: Shopper, last: Message) -> tuple[StatementSum, ...]:
    """What came, what the shop took, what went back, what is carried; together what is paid."""
    rows = (
        (_("Sales"), statement.sum("gross", CAME)),
        (_("Refunds"), statement.sum("gross", REFUNDED)),
        (_("Chargebacks"), statement.sum("gross", CHARGED_BACK)),
        (_("Other bookings"), statement.sum("gross", OTHER)),
        (_("Commission"), statement.sum("commission")),
        (_("Fees"), statement.sum("fee")),
        (_("VAT on commission and fee"), statement.sum("vat")),
        (_("Carried over from before"), statement.carried),
    )
    named = [StatementSum(visitor.t(label), Money(sum_, statement.currency)) for label, sum_ in rows if sum_]
    return (*named, StatementSum(visitor.t(last), Money(statement.paid, statement.currency), strong=True))


def statement_table(statement: Statement, visitor: Shopper) -> TableView:
    """Each booking with its order."""

    def money(amount: int) -> str:
        return formatting.money(amount, statement.currency, visitor.language) if amount else ""

    def cells(row: StatementRow) -> RowView:
        order = desk_url("desk.order", number=row.order) if row.order else ""
        kind = visitor.t(KINDS.get(row.kind, row.kind))
        carried = visitor.t(_("carried over")) if row.carried else ""
        when = formatting.datetime(row.at, visitor.language)
        amounts = (money(row.gross), money(row.commission), money(row.fee), money(row.vat), money(row.net))
        return RowView((Cell(when, carried), Cell(kind), Cell(row.order, url=order, code=True), *map(Cell, amounts)))

    heads = ((_("Date"), False), (_("Booking"), False), (_("Order"), False), (_("Gross"), True),
             (_("Commission"), True), (_("Fee"), True), (_("VAT"), True), (_("Together"), True))  # fmt: skip
    rows = tuple(cells(row) for row in statement.rows)
    return _table(_("Bookings"), heads, rows, _("Nothing is booked."), visitor)


