"""Goods kept for someone: the only place that moves reserved and on_hand. Call inside a transaction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from storefront.catalogue import shelf
from storefront.catalogue.rows import chunks
from storefront.catalogue.tables import Offer, Reservation, Stock, Variant
from storefront.db import database, for_update, lock_rows, savepoint, utc_now
from storefront.errors import OutOfStock
from storefront.i18n import _


class Want(NamedTuple):
    """So many pieces of a stock for a subject, until a moment (None: no lapse)."""

    stock_id: int
    quantity: int
    subject: str
    until: datetime | None = None


class StockTooLow(OutOfStock):
    """Fewer pieces are left than were asked for; stock_id says of what, left how many there are."""

    def __init__(self, stock_id: int, left: int) -> None:
        super().__init__(_("Only %(left)s left in stock.", left=left))
        self.stock_id = stock_id
        self.left = left


def reserve(wants: Iterable[Want | tuple[int, int, str, datetime | None]]) -> None:
    """Keep goods, all or nothing: raises OutOfStock, naming the stock, and then keeps none."""
    _inside()
    wanted = [Want(*want) for want in wants]
    totals: defaultdict[int, int] = defaultdict(int)
    for want in wanted:
        if want.quantity < 1:
            raise ValueError(f"a reservation needs at least one piece, not {want.quantity}")
        totals[want.stock_id] += want.quantity
    with savepoint():
        for stock_id in sorted(totals):
            _take(stock_id, totals[stock_id])
        for piece in chunks(wanted):
            Reservation.insert_many(
                [dict(zip(("stock", "quantity", "subject", "until"), want, strict=True)) for want in piece]
            ).execute()
        _show(totals)


def _take(stock_id: int, quantity: int) -> None:
    """One conditional statement, so that two buyers never get the same piece."""
    enough = ~Stock.tracked | (Stock.on_hand - Stock.reserved >= quantity)
    taken = (
        Stock.update({Stock.reserved: Stock.reserved + quantity})
        .where(Stock.id == stock_id, enough)
        .execute()
    )
    if not taken:
        raise StockTooLow(stock_id, available([stock_id]).get(stock_id) or 0)


def available(stock_ids: Sequence[int]) -> dict[int, int | None]:
    """Stock → how many are free to reserve; None: not tracked."""
    found: dict[int, int | None] = {}
    columns = (Stock.id, Stock.tracked, Stock.on_hand, Stock.reserved)
    for piece in chunks(stock_ids):
        rows = Stock.select(*columns).where(Stock.id.in_(piece)).tuples()
        for stock_id, tracked, on_hand, reserved in rows:
            found[stock_id] = max(on_hand - reserved, 0) if tracked else None
    return found


def reserved_for(subject: str) -> dict[int, int]:
    """Stock → how many pieces are kept for the subject."""
    kept: defaultdict[int, int] = defaultdict(int)
    rows = Reservation.select(Reservation.stock, Reservation.quantity).where(Reservation.subject == subject)
    for stock_id, quantity in rows.tuples():
        kept[stock_id] += quantity
    return dict(kept)


def pass_on(subject: str, new_subject: str, until: datetime | None) -> int:
    """The goods kept for one subject are kept for another from now on; how many reservations."""
    _inside()
    # locked in id order, as everybody else does
    lock_rows(Reservation.select(Reservation.id).where(Reservation.subject == subject).order_by(Reservation.id))
    moved = Reservation.update({Reservation.subject: new_subject, Reservation.until: until})
    return int(moved.where(Reservation.subject == subject).execute())


def give_back(subject: str) -> int:
    """Keep nothing for the subject any longer; how many pieces are free again."""
    return _end(Reservation.subject == subject, sold=False)


def give_back_some(subject: str, pieces: Mapping[int, int]) -> None:
    """Keep fewer pieces for the subject: stock id → how many less; never more than were kept."""
    _inside()
    for stock_id in sorted(pieces):
        left = pieces[stock_id]
        which = (Reservation.subject == subject) & (Reservation.stock == stock_id)
        for row in list(for_update(Reservation.select().where(which).order_by(Reservation.id))):
            part = min(left, row.quantity)
            left -= part
            if part == row.quantity:
                Reservation.delete().where(Reservation.id == row.id).execute()
            elif part:
                Reservation.update(quantity=row.quantity - part).where(Reservation.id == row.id).execute()
        _put(stock_id, pieces[stock_id] - left, sold=False)
    _show(pieces)


def sell(subject: str) -> int:
    """What was kept for the subject has left for good; how many pieces. A second call sells none."""
    return _end(Reservation.subject == subject, sold=True)


def put_back(pieces: Mapping[int, int]) -> None:
    """Sold pieces that never left are on hand again: stock id → how many. Ask once per sale."""
    _inside()
    for stock_id in sorted(pieces):
        there = Stock.update({Stock.on_hand: Stock.on_hand + pieces[stock_id]})
        there.where(Stock.id == stock_id, Stock.tracked).execute()
    _show(pieces)


def release_lapsed(now: datetime) -> int:
    """Give back what was kept until a moment that has passed; how many pieces."""
    return _end(Reservation.until.is_null(False) & (Reservation.until <= now), sold=False)


def _end(which: object, *, sold: bool) -> int:
    """End reservations, stock rows in id order."""
    _inside()
    rows = for_update(Reservation.select().where(which).order_by(Reservation.id)).dicts()
    totals: defaultdict[int, int] = defaultdict(int)
    ids: list[int] = []
    for row in rows:
        totals[row["stock"]] += row["quantity"]
        ids.append(row["id"])
    for stock_id in sorted(totals):
        _put(stock_id, totals[stock_id], sold=sold)
    for piece in chunks(ids):
        Reservation.delete().where(Reservation.id.in_(piece)).execute()
    if not sold:
        _show(totals)
    return sum(totals.values())


def _put(stock_id: int, quantity: int, *, sold: bool) -> None:
    Stock.update({Stock.reserved: Stock.reserved - quantity}).where(Stock.id == stock_id).execute()
    if sold:
        left = Stock.update({Stock.on_hand: Stock.on_hand - quantity})
        left.where(Stock.id == stock_id, Stock.tracked).execute()


def _show(stock_ids: Iterable[int]) -> None:
    """Tell the lists, where whether there is any left may have changed."""
    ids = sorted(stock_ids)
    query = (
        Variant.select(Variant.product)
        .join(Offer, on=(Offer.variant == Variant.id))
        .join(Stock, on=(Offer.stock == Stock.id))
        .where(Stock.id.in_(ids), Stock.tracked)
        .distinct()
    )
    products = [row[0] for row in query.tuples()]
    if products:
        shelf.refresh(products, utc_now())


def _inside() -> None:
    if not database.in_transaction():
        raise RuntimeError("goods are reserved and given back inside `with transaction():` only")
