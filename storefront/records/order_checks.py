"""What must fit together inside a purchase: names of its own rows, and a ledger that sums to zero. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from storefront.records import reasons
from storefront.records.kinds import Fault, Record
from storefront.records.order_rows import purchase_rows
from storefront.records.rows import Rows

MOST_STARS = 5


def faults_of(records: Sequence[Record]) -> list[tuple[int, Fault]]:
    """Faults by the record's index."""
    return [(index, fault) for index, record in enumerate(records) for fault in _faults(record)]


def _faults(record: Record) -> Iterator[Fault]:
    known = _labels(record)
    for place, kind, label in _named(record):
        if label is not None and label not in known[kind]:
            yield Fault(place, str(label)[:60], reasons.NOT_IN_PURCHASE, {"kind": kind})
    for number, order in enumerate(record["orders"]):
        for list_ in ("reviews", "buyer_ratings"):
            for at, one in enumerate(order[list_]):
                if one["stars"] > MOST_STARS:
                    yield Fault(f"orders[{number}].{list_}[{at}].stars", str(one["stars"]), reasons.TOO_LARGE)
    for where, entries in _ledgers(record):
        for within, entry in enumerate(entries):
            yield from unbalanced(entry["lines"], f"{where}[{within}]")


def _ledgers(record: Record) -> Iterator[tuple[str, Sequence[Record]]]:
    yield "releases", record["releases"]
    for number, payment in enumerate(record["payments"]):
        yield f"payments[{number}].ledger", payment["ledger"]


def unbalanced(lines: Sequence[Record], where: str) -> Iterator[Fault]:
    """What lines of an entry do not sum to, currency by currency."""
    sums: Counter[str] = Counter()
    for line in lines:
        sums[line["currency"]] += line["amount"]
    for currency, amount in sums.items():
        if amount:
            yield Fault(where, str(amount), reasons.UNBALANCED, {"currency": currency})


def _labels(record: Record) -> dict[str, set[str]]:
    known: dict[str, set[str]] = {"order": set(), "line": set(), "installment": set(), "document": set()}
    for order in record["orders"]:
        number = order["number"]
        known["order"].add(number)
        known["document"] |= {one["token"] for one in order["documents"]}
        for kind, listed in (("line", order["lines"]), ("installment", order["installments"])):
            known[kind] |= {f"{number}/{place}" for place in range(1, len(listed) + 1)}
    return known


def _named(record: Record) -> Iterator[tuple[str, str, str | None]]:
    """(field, kind, label) of everything that names a row of the purchase."""
    for rows in purchase_rows():
        yield from _named_below(rows, record[rows.name], rows.name)


def _named_below(rows: Rows, listed: Sequence[Record], where: str) -> Iterator[tuple[str, str, str | None]]:
    for place, one in enumerate(listed):
        here = f"{where}[{place}]"
        for column in rows.columns:
            if column.local:
                yield f"{here}.{column.field.name}", column.local, one[column.field.name]
        for below in rows.below:
            yield from _named_below(below, one[below.name], f"{here}.{below.name}")
