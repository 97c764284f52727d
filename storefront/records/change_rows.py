"""What was changed of orders after they were placed, what was sent again, and the documents about both."""

from __future__ import annotations

from functools import partial

from storefront.orders.documents.tables import Document
from storefront.orders.tables import Amendment, AmendmentLine, Replacement
from storefront.records.histories import history_rows
from storefront.records.references import SELLER
from storefront.records.rows import Rows, column

MINOR = ", in minor units"


def amendments() -> Rows:
    """The changes of an order."""
    told, line = partial(column, Amendment), partial(column, AmendmentLine)
    lines = Rows(
        "lines", "What is to be of its lines", AmendmentLine,
        (
            line("line", "Which line (`<number>/<place>`)", column="order_line", local="line"),
            line("pieces", "How many it is to have; null: as many as before"),
            line("unit_price", "What each is to cost; null: as before" + MINOR),
            line("was_pieces", "How many it had"),
            line("was_gross", "What it cost" + MINOR),
            line("gross", "What was added to its price" + MINOR),
            line("taxes", "What was added to its taxes"),
        ),
        owner="amendment",
    )  # fmt: skip
    return Rows(
        "amendments", "What was changed after it was placed, or is proposed", Amendment,
        (
            told("key", "What makes it happen once", required=True),
            told("state", "What became of it"),
            told("asked_by", "Which side asked: `buyer`, `seller` or `staff`"),
            told("actor", "Who", subjects=True),
            told("reason", "Why"),
            told("changes", "The day and the address that are to be"),
            told("before", "What they and the total were"),
            told("difference", "Of the total" + MINOR),
            told("outcome", "What went back, and of the delivery"),
            told("asked_at", "When"),
            told("expires_at", "Until when it can be answered"),
            told("decided_at", "When it was decided"),
        ),
        owner="order",
        label=("amendment", lambda row, _place, _labels: str(row["key"])),
        below=(lines, *history_rows("amendment")),
    )  # fmt: skip


def documents() -> Rows:
    """The invoices and credit notes of an order."""
    told = partial(column, Document)
    return Rows(
        "documents", "Invoices and credit notes", Document,
        (
            told("token", "What opens its page", required=True),
            told("seller", "Whose it is; null: he is no longer here", column="seller_id", refers=SELLER, gone=0),
            told("kind", "`invoice` or `credit-note`"),
            told("year", "Of which year"),
            told("number", "Its number in that year"),
            told("name", "Its whole number as it is printed"),
            told("cause", "What it was issued for", subjects=True),
            told("corrects", "Which invoice it corrects", local="document", required=False),
            told("language", "Its language", kind="language"),
            told("content", "All it says"),
            told("issued_at", "When"),
        ),
        owner="order",
        label=("document", lambda row, _place, _labels: str(row["token"])),
    )  # fmt: skip


def replacements() -> Rows:
    """Orders that send something again."""
    told = partial(column, Replacement)
    return Rows(
        "replacements", "Orders of zero that send pieces of another one again", Replacement,
        (
            told("original", "Of which order", local="order"),
            told("order", "In which order", local="order"),
            told("key", "What makes it happen once", subjects=True, required=True),
            told("reason", "Why"),
            told("at", "When"),
        ),
        owner="original", through="order",
    )  # fmt: skip
