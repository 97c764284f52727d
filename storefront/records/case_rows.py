"""What is contested of an order: its cases with their lines and what was said. Files are uploads."""

from __future__ import annotations

from functools import partial

from storefront.orders.cases.tables import Case, CaseEntry, CaseLine
from storefront.records.rows import Rows, column

MINOR = ", in minor units"


def contested_cases() -> Rows:
    """The cases of a purchase's orders."""
    told, line, said = partial(column, Case), partial(column, CaseLine), partial(column, CaseEntry)
    return Rows(
        "cases", "Withdrawals, complaints and chargebacks", Case,
        (
            told("number", "Its number", required=True),
            told("token", "What opens its page"),
            told("order", "Of which order", local="order", required=True),
            told("kind", "What kind of case"),
            told("reason", "Why it was opened"),
            told("terms", "Its reason and clocks as they were"),
            told("state", "Whose turn it is"),
            told("wish", "What is asked for"),
            told("wish_amount", "How much" + MINOR),
            told("outcome", "What came of it"),
            told("outcome_amount", "How much" + MINOR),
            told("decided_by", "Who decided", subjects=True),
            told("name", "Who said it"),
            told("email", "Where he is written to"),
            told("language", "In which language", kind="language"),
            told("opened_at", "When it was first said"),
            told("proved_at", "When that was proved"),
            told("turn_until", "When silence decides"),
            told("appealed_by", "Who objected"),
            told("appealed_at", "When"),
            told("closed_at", "When it ended"),
        ),
        owner="order",
        through="order",
        label=("case", lambda row, _place, _labels: str(row["number"])),
        below=(
            Rows(
                "lines", "What it is about", CaseLine,
                (
                    line("order_line", "Which line (`<number>/<place>`)", local="line", required=True),
                    line("quantity", "How many pieces", lowest=1),
                    line("amount", "What they cost" + MINOR),
                ),
                owner="case",
            ),
            Rows(
                "entries", "What was said and done", CaseEntry,
                (
                    said("by", "Which side"),
                    said("actor", "Who", subjects=True),
                    said("kind", "What kind of thing"),
                    said("label", "What it is called"),
                    said("text", "The words"),
                    said("data", "More about it"),
                    said("at", "When"),
                ),
                owner="case",
            ),
        ),
    )  # fmt: skip
