"""Numbers of documents: without gaps, per seller, kind and year."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal

from peewee import fn

from storefront.db import database, transaction
from storefront.orders.documents.tables import Document, DocumentCounter

Kind = Literal["invoice", "credit-note"]
INVOICE: Kind = "invoice"
CREDIT_NOTE: Kind = "credit-note"
LETTERS: dict[str, str] = {INVOICE: "", CREDIT_NOTE: "C"}
LONGEST_PREFIX = 20


def number_document(seller_id: int, kind: str, year: int) -> int:
    """The next number, inside the transaction that writes its document: undone with it, so that none is missing.

    One statement counts on and holds the counter until the end of the transaction; who asks meanwhile waits.
    """
    if not database.in_transaction():
        raise RuntimeError("a document is numbered inside the transaction that writes it")
    first = {"seller_id": seller_id, "kind": kind, "year": year, "last": _highest(seller_id, kind, year)}
    DocumentCounter.insert(first).on_conflict_ignore().execute()
    mine = _counter(seller_id, kind, year)
    DocumentCounter.update(last=DocumentCounter.last + 1).where(mine).execute()
    return int(DocumentCounter.select(DocumentCounter.last).where(mine).scalar())


def document_name(prefix: str, kind: str, year: int, number: int) -> str:
    """The whole number as it is printed.

    >>> document_name("nordbord", "credit-note", 2026, 7)
    'NORDBORD-C2026-00007'
    """
    tidy = re.sub(r"[^A-Z0-9]", "", prefix.upper())[:LONGEST_PREFIX]
    return "-".join(filter(None, (tidy, f"{LETTERS[kind]}{year}", f"{number:05d}")))


@transaction()
def keep_counting(sellers: Iterable[int]) -> None:
    """Documents came from another shop: their sellers' numbers go on after them."""
    rows = Document.select(Document.seller_id, Document.kind, Document.year, fn.MAX(Document.number))
    rows = rows.where(Document.seller_id.in_(sorted(set(sellers))))
    for seller_id, kind, year, highest in rows.group_by(Document.seller_id, Document.kind, Document.year).tuples():
        first = {"seller_id": seller_id, "kind": kind, "year": year, "last": highest}
        DocumentCounter.insert(first).on_conflict_ignore().execute()
        behind = _counter(seller_id, kind, year) & (DocumentCounter.last < highest)
        DocumentCounter.update(last=highest).where(behind).execute()


def _counter(seller_id: int, kind: str, year: int) -> object:
    return (
        (DocumentCounter.seller_id == seller_id) & (DocumentCounter.kind == kind) & (DocumentCounter.year == year)
    )


def _highest(seller_id: int, kind: str, year: int) -> int:
    mine = (Document.seller_id == seller_id) & (Document.kind == kind) & (Document.year == year)
    return int(Document.select(fn.COALESCE(fn.MAX(Document.number), 0)).where(mine).scalar())
