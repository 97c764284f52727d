"""Threads as records: who takes part, what was written, what was reported."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial

from storefront.accounts.threads.tables import (
    MessageTranslation,
    Participant,
    SellerBlock,
    Thread,
    ThreadMessage,
    ThreadReport,
)
from storefront.orders.cases.tables import Case
from storefront.records.kinds import Record, RecordKind, Reference
from storefront.records.references import ORDER, PERSON, PRODUCT, SELLER
from storefront.records.rows import Rows, column
from storefront.records.table_kinds import TableKind, reference, table_records
from storefront.records.upload_subjects import of_thread

_NAMED: dict[str, Reference] = {"order": ORDER, "product": PRODUCT, "case": reference("case", Case, "number")}


def thread_records() -> list[RecordKind]:
    """Threads, and whose questions sellers take no more. After the orders they are about."""
    return [_threads(), _blocks()]


def _threads() -> RecordKind:
    told = partial(column, Thread)
    source = TableKind(
        Thread,
        ("token",),
        (
            told("token", "What names its pages", required=True),
            told("subject", "What it is about: `order:<number>`, `product:<slug>`, `case:<number>`", required=True),
            told("seller", "The seller; null: he is no longer here", column="seller_id", refers=SELLER, gone=0),
            told("asker", "Of a product: the address of who asked"),
            told("title", "What it is called"),
            told("masks", "Until when contact data is hidden"),
            told("state", "open, closed or unproved"),
            told("opened_at", "When it was begun"),
            told("last_at", "When something was last written"),
            told("last_by", "By which side"),
            told("waits_since", "Since when the buyer waits for an answer"),
            told("messages", "How many messages it has"),
            told("closed_reason", "Why the shop closed it"),
        ),
        (_participants(), _said()),
    )  # fmt: skip

    def read(names: Sequence[tuple[object, ...]]) -> list[Record]:
        return _renamed(source.read(names), outward=True)

    def write(records: Sequence[Record], now: datetime) -> None:
        source.write(_renamed(records, outward=False), now)

    meaning = "A conversation. What was written is never written anew: a thread that is here already stays as it is."
    made = table_records("thread", meaning, source, write=write, also=of_thread, trade=True, lasting=True)
    return replace(made, read=read)


def _participants() -> Rows:
    told = partial(column, Participant)
    return Rows(
        "participants", "Who takes part", Participant,
        (
            told("role", "buyer, seller or staff"),
            told("person", "Whose account it is", column="person_id", refers=PERSON),
            told("email", "Where mails go"),
            told("name", "What he is called"),
            told("language", "His language"),
            told("token", "What the links in his mails carry", required=True),
            told("read_at", "Until when everything is read"),
            told("mails", "Whether mails are wanted"),
            told("mail_due_at", "Until when messages gather for the next mail"),
        ),
        owner="thread",
    )  # fmt: skip


def _said() -> Rows:
    told, other = partial(column, ThreadMessage), partial(column, MessageTranslation)
    report = partial(column, ThreadReport)
    translations = Rows(
        "translations", "The same in other languages", MessageTranslation,
        (
            other("language", "Which language"),
            other("masked", "Without contact data"),
            other("text", "The text"),
        ),
        owner="message",
    )  # fmt: skip
    reports = Rows(
        "reports", "Who found it wrong, and what became of that", ThreadReport,
        (
            report("by", "Which side"),
            report("reason", "What is wrong with it"),
            report("at", "When"),
            report("state", "open or done"),
            report("outcome", "hidden, warned, closed or nothing"),
            report("note", "Why"),
            report("decided_by", "By whom it was decided", refers=PERSON),
            report("decided_at", "When"),
        ),
        owner="message",
    )  # fmt: skip
    return Rows(
        "said", "What was written", ThreadMessage,
        (
            told("by", "Which side wrote it"),
            told("person", "Who, if that is known", column="person_id", refers=PERSON),
            told("language", "In which language"),
            told("text", "The text as it was written"),
            told("at", "When"),
            told("waited", "How many seconds the buyer had waited for it"),
            told("hidden_at", "When the shop took it out of sight"),
            told("hidden_reason", "Why"),
        ),
        owner="thread",
        below=(translations, reports),
    )  # fmt: skip


def _blocks() -> RecordKind:
    told = partial(column, SellerBlock)
    source = TableKind(
        SellerBlock,
        ("seller", "email"),
        (
            told("seller", "The seller", column="seller_id", refers=SELLER),
            told("email", "Whose questions he takes no more"),
            told("at", "Since when"),
            told("by", "Who decided it", refers=PERSON),
        ),
    )
    return table_records("seller_block", "Somebody who asks a seller no more questions.", source, trade=True)


def _renamed(records: Sequence[Record], *, outward: bool) -> list[Record]:
    """Records whose subjects a file names by number or slug, the shop by id; unknown ones stay as they are."""
    pairs = [str(record["subject"]).partition(":") for record in records]
    known: dict[tuple[str, str], str] = {}
    for noun, refers in _NAMED.items():
        known |= _names(noun, refers, {rest for one, _sep, rest in pairs if one == noun}, outward)
    return [
        {**record, "subject": f"{noun}:{known.get((noun, rest), rest)}"}
        for record, (noun, _sep, rest) in zip(records, pairs, strict=True)
    ]


def _names(noun: str, refers: Reference, wanted: Iterable[str], outward: bool) -> dict[tuple[str, str], str]:
    if outward:
        found = refers.names(int(one) for one in wanted if one.isascii() and one.isdigit())
        return {(noun, str(number)): str(name[0]) for number, name in found.items()}
    return {(noun, str(name[0])): str(number) for name, number in refers.ids((one,) for one in wanted).items()}
