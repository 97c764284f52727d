"""What sellers keep at the desk: where goods go back to, and where their money goes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

from storefront.catalogue.tables import Seller, SellerModel
from storefront.orders.cases.tables import ReturnAddress
from storefront.payments.bank_accounts import account_problem
from storefront.payments.hold_tables import BankAccount
from storefront.records import reasons
from storefront.records.kinds import Fault, Record, RecordKind
from storefront.records.references import BUSINESS_MODEL, SELLER
from storefront.records.rows import Rows, column
from storefront.records.table_kinds import TableKind, table_records

_SELLER_ID: Any = Seller.id


def return_address_records() -> RecordKind:
    """Of sellers that have any: a seller that the file does not name here keeps his."""
    told = partial(column, ReturnAddress)
    slug = column(Seller, "seller", "Whose", column="slug", required=True)
    source = TableKind(
        Seller,
        ("seller",),
        (replace(slug, field=replace(slug.field, kind="reference", refers=SELLER)),),
        (
            Rows(
                "addresses", "Where goods go back to", ReturnAddress,
                (
                    told("countries", "From which countries; none: from everywhere else", kind="words"),
                    told("address", "The address"),
                ),
                owner="seller",
            ),
        ),
        where=lambda: _SELLER_ID.in_(ReturnAddress.select(ReturnAddress.seller)),
    )  # fmt: skip

    def check(records: Sequence[Record]) -> list[tuple[int, Fault]]:
        return [
            (index, Fault(f"addresses[{place}].address", "", reasons.WRONG_KIND, {"expected": "object"}))
            for index, record in enumerate(records)
            for place, one in enumerate(record["addresses"])
            if not isinstance(one["address"], dict)
        ]

    return table_records("return_addresses", "Where a seller takes goods back.", source, check=check)


def seller_model_records() -> RecordKind:
    """Of sellers who are held to some models: one that the file does not name here keeps what he has."""
    model = column(SellerModel, "business_model", "Which model", required=True)
    slug = column(Seller, "seller", "Whose", column="slug", required=True)
    source = TableKind(
        Seller,
        ("seller",),
        (replace(slug, field=replace(slug.field, kind="reference", refers=SELLER)),),
        (
            Rows(
                "models", "Under which business models he may sell", SellerModel,
                (replace(model, field=replace(model.field, kind="reference", refers=BUSINESS_MODEL)),),
                owner="seller", order=("business_model",),
            ),
        ),
        where=lambda: _SELLER_ID.in_(SellerModel.select(SellerModel.seller)),
    )  # fmt: skip
    return table_records("seller_models", "The business models a seller was approved for.", source)


def bank_account_records() -> RecordKind:
    """Sellers' accounts with banks, when they are asked for by name."""
    told = partial(column, BankAccount)
    source = TableKind(
        BankAccount,
        ("seller", "changed_at"),
        (
            told("seller", "Whose", column="seller_id", refers=SELLER),
            told("changed_at", "Since when", required=True),
            told("holder", "In whose name", required=True),
            told("account", "An IBAN or another number", required=True),
            told("bank", "With which bank"),
            told("provider", "With which provider; empty: with a bank"),
            told("changed_by", "Who entered it", subjects=True),
            told("usable_at", "No payout before"),
            told("trouble", "What its provider says against it; empty: nothing"),
            told("trouble_reason", "In the provider's words"),
            told("trouble_at", "When it said something last"),
        ),
        where=lambda: BankAccount.seller_id.in_(Seller.select(_SELLER_ID)),
    )

    def check(records: Sequence[Record]) -> list[tuple[int, Fault]]:
        return [
            (index, Fault("account", "", str(problem.text)))
            for index, one in enumerate(records)
            if not one["provider"] and (problem := account_problem(one["account"]))
        ]

    def write(records: Sequence[Record], now: datetime) -> None:
        # of several the newest row counts
        source.write(sorted(records, key=lambda one: str(one["changed_at"])), now)

    meaning = "A seller's account with a bank, the newest counts. Only with `--with-bank-accounts`."
    made = table_records("bank_account", meaning, source, write=write, trade=True, lasting=True, check=check)
    return replace(made, sensitive=True)
