"""One page of a sorted query, by the last row's place: as quick on page 1,000 as on the first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from storefront.catalogue.rows import Row
from storefront.desk.listing import PAGE_SIZE, Asked, Mark


@dataclass(frozen=True)
class Rows:
    """A page's rows in order; the marks lead to its neighbours, None where there are none."""

    rows: list[Row]
    previous: Mark | None = None
    following: Mark | None = None


def page_of(query: Any, asked: Asked, value: Any, number: Any, size: int = PAGE_SIZE) -> Rows:
    """The page that is asked for. value is what the asked column sorts by, never null; number is the row's id.

    The query's rows come as dicts, each with `sort_value` and `sort_number` besides what it selects.
    """
    down = asked.descending != asked.backwards
    if asked.mark is not None:
        last, last_number = asked.mark
        same = (value == last) & ((number < last_number) if down else (number > last_number))
        query = query.where(((value < last) if down else (value > last)) | same)
    order = (value.desc(), number.desc()) if down else (value.asc(), number.asc())
    query = query.select_extend(value.alias("sort_value"), number.alias("sort_number"))
    rows = list(query.order_by(*order).limit(size + 1).dicts())
    more, rows = len(rows) > size, rows[:size]
    if asked.backwards:
        rows.reverse()
    if not rows:
        return Rows([])
    before, behind = (more, True) if asked.backwards else (asked.mark is not None, more)
    return Rows(rows, _mark(rows[0]) if before else None, _mark(rows[-1]) if behind else None)


def _mark(row: Row) -> Mark:
    return row["sort_value"], row["sort_number"]
