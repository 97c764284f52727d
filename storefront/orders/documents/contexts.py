"""What a document's page shows: the words and figures it was issued with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar

Row = list[str]


@dataclass(frozen=True)
class DocumentPage:
    """orders/document.html: an invoice or a credit note."""

    KEPT: ClassVar[tuple[str, ...]] = (
        "seller", "seller_facts", "seller_label", "buyer_label", "buyer", "facts", "heads", "rows", "tax_heads",
        "taxes", "sums", "notes",
    )  # fmt: skip

    title: Annotated[str, "“Invoice”"]
    name: Annotated[str, "Its whole number"]
    language: Annotated[str, "The language it was issued in, BCP 47"]
    direction: Annotated[str, "ltr or rtl"]
    back_url: Annotated[str, "The order's page"]
    seller: Annotated[list[str], "Name and address"]
    seller_facts: Annotated[list[Row], "Label and value: e-mail, register, VAT number"]
    seller_label: Annotated[str, "“Seller”"]
    buyer_label: Annotated[str, "“Buyer”"]
    buyer: Annotated[list[str], "Name, address, e-mail"]
    facts: Annotated[list[Row], "Label and value: number, date, order, invoice that is corrected, reason"]
    heads: Annotated[list[str], "Of the table of goods"]
    rows: Annotated[list[Row], "Goods, pieces, each net, net, rate, tax, together"]
    tax_heads: Annotated[list[str], "Of the table of taxes"]
    taxes: Annotated[list[Row], "Rate and reason, net, tax"]
    sums: Annotated[list[Row], "Label and amount: net, tax, total, paid, still to pay"]
    notes: Annotated[list[str], "Reverse charge, export, what a credit note does"]
