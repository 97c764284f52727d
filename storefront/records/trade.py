"""Orders and people: what was sold, paid and sent, and to whom. Carried only when asked for."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

from storefront.accounts.actions import fresh_person_id
from storefront.accounts.applications.tables import AgreedCommission, Application
from storefront.accounts.permissions import ROLES
from storefront.accounts.tables import Person, PersonAddress, PersonRole, PersonSeller, Role
from storefront.catalogue import shelf
from storefront.catalogue.rows import Row, rows_of
from storefront.catalogue.tables import Stock, Variant
from storefront.orders.documents.numbers import keep_counting
from storefront.orders.tables import Purchase
from storefront.records.credit_rows import credit_records, gift_card_records, person_account
from storefront.records.histories import history_rows
from storefront.records.hold_rows import payout_records
from storefront.records.kinds import Record, RecordKind
from storefront.records.order_checks import faults_of
from storefront.records.order_rows import purchase_rows
from storefront.records.references import PERSON, SELLER, STOCK, VARIANT
from storefront.records.review_rows import count_reviews
from storefront.records.rows import Column, Rows, column
from storefront.records.seller_rows import bank_account_records
from storefront.records.table_kinds import TableKind, reference, table_records
from storefront.records.upload_subjects import of_application, of_purchase

DEMO = "Made by `storefront demo`"


def trade_records() -> list[RecordKind]:
    """People first: purchases name them."""
    return [
        _people(), gift_card_records(), _purchases(), _applications(), _commissions(), payout_records(),
        bank_account_records(), *credit_records(),
    ]  # fmt: skip


def _people() -> RecordKind:
    told, kept = partial(column, Person), partial(column, PersonAddress)
    role = column(PersonRole, "role", "The role", refers=reference("role", Role, "name"))
    seller = column(PersonSeller, "seller", "The seller", refers=SELLER)
    source = TableKind(
        Person,
        ("email",),
        (
            told("email", "The address he signs in with", required=True),
            told("name", "What he is called"),
            told("language", "His language", kind="language"),
            told("active", "He may sign in"),
            told("created_at", "Since when he is known"),
            told("confirmed_at", "When he has shown that the address is his"),
            told("demo", DEMO),
        ),
        (
            Rows("roles", "What he may do", PersonRole, (_unchecked(role),), owner="user"),
            Rows("sellers", "In whose name he works", PersonSeller, (seller,), owner="person"),
            Rows(
                "addresses", "Where his goods go", PersonAddress,
                (
                    kept("address", "The address"),
                    kept("preferred", "The one that is offered first"),
                    kept("created_at", "Since when it is kept"),
                ),
                owner="person",
            ),
        ),
        made=_new_person,
    )  # fmt: skip

    def write(records: Sequence[Record], now: datetime) -> None:
        for name in sorted({one["role"] for record in records for one in record["roles"]}):
            Role.insert(name=name).on_conflict_ignore().execute()
        source.write(records, now)

    meaning = (
        "Somebody who can sign in. Passwords, passkeys and second factors are not carried: he asks for a new password."
    )
    return table_records("person", meaning, source, write=write, also=person_account, trade=True, lasting=True)


def _unchecked(role: Column) -> Column:
    """A role is made where it is not there yet; only names that mean something are taken."""
    return replace(role, field=replace(role.field, kind="text", refers=None, choices=ROLES))


def _new_person(_record: Record, _now: datetime) -> Row:
    return {**fresh_person_id(), "fs_uniquifier": secrets.token_hex(32), "passkey_handle": secrets.token_hex(32)}


def _purchases() -> RecordKind:
    told = partial(column, Purchase)
    source = TableKind(
        Purchase,
        ("token",),
        (
            told("token", "What opens its pages; whoever knows it sees them", required=True),
            told("email", "The buyer's address"),
            told("language", "The language it was made in", kind="language"),
            told("country", "Where it goes", kind="country"),
            told("currency", "What it was paid in", kind="currency", required=True),
            told("total", "All orders together, in minor units"),
            told("provider", "Who was to collect the money"),
            told("placed_at", "When the button was pressed"),
            told("demo", DEMO),
            told("person", "Whose account it belongs to", column="person_id", refers=PERSON),
        ),
        purchase_rows(),
        made=lambda _record, _now: {"cart_token": secrets.token_urlsafe(32)},
        label=("purchase", lambda row: str(row["token"])),
    )

    def write(records: Sequence[Record], now: datetime) -> None:
        source.write(records, now)
        keep_goods(records, now)
        count_reviews(records, now)
        numbered = [one for record in records for order in record["orders"] for one in order["documents"]]
        if numbered:
            names = {name for one in numbered if (name := SELLER.name(one["seller"])) is not None}
            keep_counting(SELLER.ids(sorted(names)).values())

    def also(record: Record) -> Any:
        return [*(("order", (order["number"],)) for order in record["orders"]), *of_purchase(record)]

    meaning = (
        "One pressing of the button: its orders, what was paid, and what happened. What is placed is never written"
        " anew: a purchase that is here already stays as it is."
    )
    made = table_records("purchase", meaning, source, write=write, also=also, trade=True, lasting=True)
    return replace(made, check=faults_of)


def keep_goods(records: Sequence[Record], now: datetime) -> None:
    """The reservations that came with purchases count in their stock."""
    kept: Counter[Any] = Counter()
    for record in records:
        for one in record["reservations"]:
            kept[STOCK.name(one["stock"])] += one["quantity"]
    ids = STOCK.ids(kept)
    for name, number in sorted(ids.items(), key=lambda pair: pair[1]):
        Stock.update({Stock.reserved: Stock.reserved + kept[name]}).where(Stock.id == number).execute()
    variants = VARIANT.ids([(name[1],) for name in ids if name[1]])
    rows = rows_of(Variant, "id", sorted(variants.values()))
    shelf.refresh([row["product"] for row in rows], now)


def _applications() -> RecordKind:
    told = partial(column, Application)
    source = TableKind(
        Application,
        ("created_at",),
        (
            told("created_at", "When it was begun; no two have the same moment", required=True),
            told("person", "Who applied", column="person_id", refers=PERSON),
            told("seller", "The seller it is about", column="seller_id", refers=SELLER),
            told("kind", "A first application, or a change", choices=("first", "change")),
            told("state", "Its stage", required=True),
            told("language", "The language it is written in", kind="language"),
            told("answers", "What each step asked, by step"),
            told("checklist", "What the reviewer has ticked"),
            told("reason", "What staff said last"),
            told("asked_by", "Why data are wanted"),
            told("asked_until", "Until when"),
            told("submitted_at", "When it was sent"),
            told("decided_at", "When it was decided"),
            told("demo", DEMO),
        ),
        history_rows("application"),
    )
    meaning = "An application to sell. Its documents are uploads."
    return table_records("application", meaning, source, also=of_application, trade=True, lasting=True)


def _commissions() -> RecordKind:
    told = partial(column, AgreedCommission)
    source = TableKind(
        AgreedCommission,
        ("seller", "valid_from"),
        (
            told("seller", "Whose sales", refers=SELLER),
            told("valid_from", "From when on", required=True),
            told("share", "The shop's share, such as `1/8`", required=True),
            told("note", "What was agreed"),
            told("by", "Who agreed it", subjects=True),
        ),
    )
    return table_records("commission", "A commission agreed with a seller.", source, trade=True, lasting=True)
