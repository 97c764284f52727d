"""The year's report for the tax office (DAC7): who is in it, with what is known of him."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from storefront.accounts.applications.counters import Year, reported, threshold, year_of
from storefront.accounts.applications.sales import sales_of, year_bounds
from storefront.accounts.applications.stages import SELLING
from storefront.accounts.applications.tables import Application
from storefront.catalogue.tables import Seller
from storefront.pricing.exchange import BASE

HEADS = (
    "seller", "kind", "name", "address", "country", "birth date", "tax number", "VAT number", "register",
    *(f"Q{quarter} {what}" for quarter in range(1, 5) for what in ("sales", "EUR", "fees EUR")),
)  # fmt: skip
PARTS = ("street", "street2", "postal_code", "city", "area")
# who has left is reported for the year he sold in
KNOWN = (*SELLING, "ended", "kept")
# what a spreadsheet would work out
FORMULA = ("=", "+", "-", "@", "\t")


def years(year: int) -> list[tuple[Seller, Year, str]]:
    """Every seller who sold in a year, with how near he is to being reported."""
    limit = threshold("dac7", f"{year}-12-31")
    sold = sales_of(*year_bounds(year), BASE)
    found: list[tuple[Seller, Year, str]] = []
    for seller in Seller.select().where(Seller.id.in_(sorted(sold))).order_by(Seller.name, Seller.id):
        figures = year_of(sold[seller.id], year)
        found.append((seller, figures, reported(figures, limit)))
    return found


def summary_rows(year: int) -> list[tuple[str, ...]]:
    """As the command prints them."""
    return [
        (seller.slug, str(figures.sales), euros(figures.consideration), euros(figures.fees),
         {"over": "yes", "near": "near", "below": "no"}[nearness])
        for seller, figures, nearness in years(year)
    ]  # fmt: skip


def report_rows(year: int) -> list[tuple[str, ...]]:
    """Those to be reported, with their identities."""
    over = [(seller, figures) for seller, figures, nearness in years(year) if nearness == "over"]
    known = {row.seller_id: row.answers for row in _applications([seller.id for seller, _figures in over])}
    return [_row(seller, figures, known.get(seller.id, {})) for seller, figures in over]


def _applications(seller_ids: list[int]) -> Any:
    mine = Application.seller_id.in_(seller_ids) & Application.state.in_(KNOWN)
    return Application.select().where(mine).order_by(Application.id)


def _row(seller: Seller, figures: Year, answers: dict[str, dict[str, str]]) -> tuple[str, ...]:
    identity, place = answers.get("identity", {}), answers.get("address") or dict(seller.address)
    address = ", ".join(str(place[part]) for part in PARTS if place.get(part))
    name = seller.legal_name if seller.trader else identity.get("full_name", "")
    said = (
        seller.slug, "trader" if seller.trader else "private", name or seller.name, address, seller.country,
        identity.get("birth_date", ""), answers.get("tax", {}).get("tax_id", ""), seller.vat_id, seller.register_number,
    )  # fmt: skip
    quarters = [
        text for one in figures.quarters for text in (str(one.sales), euros(one.consideration), euros(one.fees))
    ]
    return (*(_plain(text) for text in said), *quarters)


def _plain(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA) else text


def euros(cents: int) -> str:
    """An amount as tables write it."""
    return f"{Decimal(cents) / 100:.2f}"
