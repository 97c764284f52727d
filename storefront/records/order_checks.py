"""What must fit together inside a purchase: names of its own rows, and a ledger that sums to zero. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from storefront.records import reasons
from storefront.records.kinds import Fault, Record

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
    for number, payment in enumerate(record["payments"]):
        for within, entry in enumerate(payment["ledger"]):
            sums: Counter[str] = Counter()
            for line in entry["lines"]:
                sums[line["currency"]] += line["amount"]
            where = f"payments[{number}].ledger[{within}]"
            for currency, amount in sums.items():
                if amount:
                    yield Fault(where, str(amount), reasons.UNBALANCED, {"currency": currency})


def _labels(record: Record) -> dict[str, set[str]]:
    known: dict[str, set[str]] = {"order": set(), "line": set(), "installment": set()}
    for order in record["orders"]:
        number = order["number"]
        known["order"].add(number)
        for kind, listed in (("line", order["lines"]), ("installment", order["installments"])):
            known[kind] |= {f"{number}/{place}" for place in range(1, len(listed) + 1)}
    return known


def _named(record: Record) -> Iterator[tuple[str, str, str | None]]:
    """(field, kind, label) of everything that names a row of the purchase."""
    for number, order in enumerate(record["orders"]):
        here = f"orders[{number}]"
        for name in ("components", "taxes", "reviews"):
            for place, one in enumerate(order[name]):
                yield f"{here}.{name}[{place}].line", "line", one["line"]
        for place, shipment in enumerate(order["shipments"]):
            for within, one in enumerate(shipment["lines"]):
                yield f"{here}.shipments[{place}].lines[{within}].line", "line", one["line"]
    for number, payment in enumerate(record["payments"]):
        for place, one in enumerate(payment["allocations"]):
            yield f"payments[{number}].allocations[{place}].installment", "installment", one["installment"]
        for place, one in enumerate(payment["refunds"]):
            yield f"payments[{number}].refunds[{place}].order", "order", one["order"]
    for name in ("events", "timers", "reservations"):
        for place, one in enumerate(record[name]):
            yield f"{name}[{place}].order", "order", one["order"]
