"""Candidates from the database's own index, SQLite's FTS5 or PostgreSQL's tsvector: the same ones in the same order."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import peewee

from storefront.db import database, is_postgresql

# The most that is ranked; the most popular of what fits.
MOST_RANKED = 2000
# PostgreSQL's index knows no order: what many products have is found by walking them from the most popular on.
WALKED = 20_000

# any of these terms
AnyOf = frozenset[str]
# every one of these
AllOf = tuple[AnyOf, ...]


@dataclass(frozen=True)
class Candidate:
    """A document that fits."""

    id: int
    product_id: int
    head: str
    tail: str


_SQLITE = """SELECT d.id, d.product_id, d.head, d.tail
FROM search_index CROSS JOIN search_document d ON d.id = search_index.rowid
WHERE search_index MATCH ? ORDER BY search_index.rowid DESC LIMIT ?"""
# each looked up by its key: to the planner 2,000 look like reason enough to read the whole table
_DOCUMENTS = """SELECT d.id, d.product_id, d.head, d.tail FROM best CROSS JOIN LATERAL
(SELECT * FROM search_document WHERE id = best.id OFFSET 0) d ORDER BY d.id DESC"""
# the index first, whatever the planner thinks: of what fits, the ids, and of these the most popular
_INDEXED = (
    """WITH fitting AS MATERIALIZED (SELECT id FROM search_index WHERE terms @@ %s::tsquery),
best AS MATERIALIZED (SELECT id FROM fitting ORDER BY id DESC LIMIT %s)
"""
    + _DOCUMENTS
)
_WALKED = (
    """WITH popular AS MATERIALIZED (SELECT id, terms FROM search_index ORDER BY id DESC LIMIT %s),
best AS MATERIALIZED (SELECT id FROM popular WHERE terms @@ %s::tsquery ORDER BY id DESC LIMIT %s)
"""
    + _DOCUMENTS
)


def candidates(
    fits: Sequence[AllOf], places: AnyOf, often: int = 0, limit: int = MOST_RANKED
) -> tuple[list[Candidate], bool]:
    """The most popular documents that fit one of these on one of the shelves; whether there may be more.

    often: about how many documents fit, as far as the words' table can tell.
    """
    if not places or not fits or any(not terms for all_of in fits for terms in all_of):
        return [], False
    rows = _postgresql(fits, places, often, limit + 1) if is_postgresql() else _sqlite(fits, places, limit + 1)
    return [Candidate(*row) for row in rows[:limit]], len(rows) > limit


def _sqlite(fits: Sequence[AllOf], places: AnyOf, limit: int) -> list[Any]:
    return list(database.execute_sql(_SQLITE, (match(fits, places), limit)).fetchall())


def _postgresql(fits: Sequence[AllOf], places: AnyOf, often: int, limit: int) -> list[Any]:
    question = tsquery(fits, places)
    if often > WALKED:
        rows = list(database.execute_sql(_WALKED, (WALKED, question, limit)).fetchall())
        if len(rows) == limit:
            return rows
    return list(database.execute_sql(_INDEXED, (question, limit)).fetchall())


def among(ids: Sequence[int]) -> Any:
    """These ids as a subquery: however many, one parameter."""
    if is_postgresql():
        return peewee.SQL("(SELECT unnest(%s::bigint[]))", [list(ids)])
    return peewee.SQL("(SELECT value FROM json_each(?))", [json.dumps(list(ids))])


def match(fits: Sequence[AllOf], places: AnyOf) -> str:
    """The question as FTS5 reads it."""
    return _written(fits, places, " AND ", " OR ", _fts_term)


def tsquery(fits: Sequence[AllOf], places: AnyOf) -> str:
    """The question as PostgreSQL reads it."""
    return _written(fits, places, " & ", " | ", _lexeme)


def _written(fits: Sequence[AllOf], places: AnyOf, both: str, either: str, term: Any) -> str:
    def any_of(terms: Iterable[str]) -> str:
        return "(" + either.join(term(one) for one in sorted(terms)) + ")"

    ways = ["(" + both.join(any_of(terms) for terms in all_of) + ")" for all_of in fits]
    return f"({either.join(ways)}){both}{any_of(places)}"


def _fts_term(term: str) -> str:
    return f'"{term[:-1]}"*' if term.endswith("*") else f'"{term}"'


def _lexeme(term: str) -> str:
    beginning = term.endswith("*")
    bare = (term[:-1] if beginning else term).replace("\\", "\\\\").replace("'", "''")
    return f"'{bare}'" + (":*" if beginning else "")
