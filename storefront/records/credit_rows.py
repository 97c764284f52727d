"""What the shop owes people: their credit, gift cards and money nobody waited for, with what was booked of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial

from storefront.accounts.tables import Person
from storefront.payments.credit.balances import CARD, PERSON
from storefront.payments.credit.tables import Balance, BalanceMove, GiftCard, UnmatchedMoney
from storefront.payments.tables import LedgerEntry
from storefront.records import reasons
from storefront.records.booked_lines import booked_lines
from storefront.records.hold_rows import MINOR
from storefront.records.kinds import Fault, Name, Record, RecordKind, Reference
from storefront.records.labels import Labels
from storefront.records.order_checks import unbalanced
from storefront.records.rows import Rows, column
from storefront.records.table_kinds import TableKind, reference, table_records

# bookings that stand with what they are about
ELSEWHERE = ("payment:", "order:", "payout:")


def credit_records() -> list[RecordKind]:
    """Balances name people and cards, bookings name all of them."""
    return [_balances(), _unmatched(), _bookings()]


def gift_card_records() -> RecordKind:
    """Before purchases: payments name them."""
    told = partial(column, GiftCard)
    source = TableKind(
        GiftCard,
        ("key",),
        (
            told("key", "What its code is made of, with the shop's secret", required=True),
            told("code_hash", "Its code's check sum: the card is good in another shop too", required=True),
            told("ending", "How its code ends"),
            told("amount", "What it was worth" + MINOR, lowest=1),
            told("currency", "Its currency", kind="currency", required=True),
            told("state", "open, blocked or written-off", choices=("open", "blocked", "written-off")),
            told("email", "Whom it was sent to"),
            told("language", "In which language", kind="language"),
            told("message", "The giver's words"),
            told("issued_at", "When it was issued"),
            told("expires_at", "When it lapses"),
        ),
    )
    meaning = "A gift card. Its code is not carried, and is good again where it is imported."
    return table_records("gift_card", meaning, source, also=_card_account, trade=True, lasting=True)


def _card_account(record: Record) -> list[tuple[str, Name]]:
    return [("account", (f"{CARD}:{record['key']}",))]


def person_account(record: Record) -> list[tuple[str, Name]]:
    """A person brings the account of his credit."""
    return [("account", (f"{PERSON}:{record['email']}",))]


def _accounts(names: Iterable[Name]) -> Mapping[Name, int]:
    """Accounts of people and cards that are here; those of somebody who left stay closed."""
    people, cards = reference("person", Person, "email"), reference("gift card", GiftCard, "key")
    found: dict[Name, int] = {}
    for (said,) in names:
        noun, _sep, whose = str(said).partition(":")
        known = {PERSON: people, CARD: cards}.get(noun)
        if known is None:
            continue
        if whose.startswith("gone-") and whose[5:].isdecimal():
            found[said,] = 0
        elif number := known.ids([(whose,)]).get((whose,)):
            found[said,] = number
    return found


ACCOUNT = Reference("account", ("account",), lambda _ids: {}, _accounts)


def _balances() -> RecordKind:
    told, move = partial(column, Balance), partial(column, BalanceMove)
    account = told("account", "Whose: `credit:<address>` or `gift-card:<key>`", subjects=True, required=True)
    source = TableKind(
        Balance,
        ("account", "currency"),
        (
            replace(account, field=replace(account.field, kind="reference", refers=ACCOUNT)),
            told("currency", "Its currency", kind="currency", required=True),
            told("amount", "What stands on it: the sum of its moves" + MINOR, lowest=0),
        ),
        (
            Rows(
                "moves", "What changed it", BalanceMove,
                (
                    move("key", "What makes it happen once", subjects=True, required=True),
                    move("kind", "What kind of change"),
                    move("amount", "How much" + MINOR),
                    move("subject", "What it was about", subjects=True),
                    move("reason", "Why"),
                    move("by", "Who did it", subjects=True),
                    move("at", "When"),
                ),
                owner="balance",
            ),
        ),
    )  # fmt: skip

    def check(records: Sequence[Record]) -> Iterator[tuple[int, Fault]]:
        for index, record in enumerate(records):
            moved = sum(one["amount"] for one in record["moves"])
            if moved != record["amount"]:
                yield index, Fault("amount", str(record["amount"]), reasons.NOT_ITS_MOVES, {"sum": str(moved)})

    meaning = "Somebody's credit, or what is left on a gift card. One that is here already stays as it is."
    return table_records(
        "balance", meaning, source, trade=True, lasting=True, check=lambda records: list(check(records))
    )


def _unmatched() -> RecordKind:
    told = partial(column, UnmatchedMoney)
    source = TableKind(
        UnmatchedMoney,
        ("key",),
        (
            told("key", "What makes it stand here once", required=True),
            told("received_on", "The day it came", kind="day", required=True, most=None),
            told("amount", "How much" + MINOR, lowest=1),
            told("currency", "Its currency", kind="currency", required=True),
            told("reference", "What the sender wrote"),
            told("counterparty", "Who sent it"),
            told("state", "waiting, matched, credited or returned",
                 choices=("waiting", "matched", "credited", "returned")),
            told("outcome", "What it became: `order:<number>`, `person:<address>`, or why it went back"),
            told("entered_at", "When it was entered"),
            told("decided_at", "When it was decided"),
        ),
    )  # fmt: skip

    def renamed(records: Sequence[Record], *, outward: bool) -> list[Record]:
        change = Labels().outward if outward else Labels().inward
        return [
            {**one, "outcome": change(one["outcome"])} if one["state"] == "credited" else one for one in records
        ]

    def write(records: Sequence[Record], now: datetime) -> None:
        source.write(renamed(records, outward=False), now)

    meaning = "Money that came and nobody was waiting for."
    made = table_records("unmatched_money", meaning, source, write=write, trade=True, lasting=True)
    return replace(made, read=lambda names: renamed(source.read(names), outward=True))


def _bookings() -> RecordKind:
    entry = partial(column, LedgerEntry)

    def where() -> object:
        mine = LedgerEntry.key != ""
        for start in ELSEWHERE:
            mine &= ~LedgerEntry.subject.startswith(start)
        return mine

    source = TableKind(
        LedgerEntry,
        ("key",),
        (
            entry("key", "What makes it happen once", subjects=True, required=True),
            entry("kind", "What kind of entry"),
            entry("subject", "What it was about", subjects=True, required=True),
            entry("at", "When"),
        ),
        (
            booked_lines(),
        ),
        where=where,
    )  # fmt: skip

    def check(records: Sequence[Record]) -> list[tuple[int, Fault]]:
        return [(index, fault) for index, one in enumerate(records) for fault in unbalanced(one["lines"], "lines")]

    meaning = "What was booked of credit, gift cards, unmatched money and bank fees."
    return table_records("booking", meaning, source, trade=True, lasting=True, check=check)
