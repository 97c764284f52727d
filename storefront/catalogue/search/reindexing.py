"""The whole catalogue indexed afresh: in small transactions while the shop sells on, going on where it stopped."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from storefront.catalogue.rows import update
from storefront.catalogue.search.index import ALL_PRODUCTS, BATCH, refresh
from storefront.catalogue.search.tables import SearchWord
from storefront.catalogue.search.terms import term
from storefront.catalogue.tables import Product
from storefront.db import for_update, transaction

REINDEXING = "search.reindexing"
WORDS = 500
PAUSE_SECONDS = 0.01


@transaction()
def begin_anew() -> None:
    """Have everything indexed afresh, from the first product on."""
    _mark(0)


def is_due() -> bool:
    """Whether there is something left to do."""
    return _reached() is not None


def left() -> int:
    """How many products are left."""
    return int(Product.select().where(Product.id > (_reached() or 0)).count())


def run(progress: Callable[[int], object] = int, most: int | None = None) -> int:
    """Go on with what was begun, at most so many pieces; how many products. progress is told each piece's size."""
    done = pieces = 0
    while most is None or pieces < most:
        size = _step()
        if size is None:
            break
        done, pieces = done + size, pieces + 1
        progress(size)
        time.sleep(PAUSE_SECONDS)
    return done


@transaction()
def _step() -> int | None:
    """The next piece; None when nothing is left. Two who do this at once take turns."""
    reached = _reached(lock=True)
    if reached is None:
        return None
    query = Product.select(Product.id).where(Product.id > reached).order_by(Product.id).limit(BATCH)
    ids = [row[0] for row in query.tuples()]
    if ids:
        refresh(ids)
        _mark(ids[-1])
    else:
        facts_of_the_shop().delete().where(facts_of_the_shop().name == REINDEXING).execute()
    return len(ids) if ids else None


def reterm() -> int:
    """Give every counted word the term that today's rules make of it; how many had another."""
    last, changed = 0, 0
    while rows := list(SearchWord.select().where(SearchWord.id > last).order_by(SearchWord.id).limit(WORDS).dicts()):
        wanted = {row["id"]: term(row["word"], row["language"]) for row in rows if row["word"] != ALL_PRODUCTS}
        wrong = [row["id"] for row in rows if wanted.get(row["id"], row["term"]) != row["term"]]
        with transaction():
            for row_id in wrong:
                update(SearchWord, row_id, {"term": wanted[row_id]})
        last, changed = rows[-1]["id"], changed + len(wrong)
    return changed


def _reached(lock: bool = False) -> int | None:
    """The last product done; None when nothing is to be done."""
    query = facts_of_the_shop().select().where(facts_of_the_shop().name == REINDEXING)
    row = (for_update(query) if lock else query).first()
    return None if row is None else int(row.value)


def _mark(product_id: int) -> None:
    fact = facts_of_the_shop()
    row = fact.insert(name=REINDEXING, value=product_id)
    row.on_conflict(conflict_target=[fact.name], update={fact.value: product_id}).execute()


def facts_of_the_shop() -> Any:
    """The table of the shop's facts, which stands above the features."""
    from storefront.tables import Fact

    return Fact
