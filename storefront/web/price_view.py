"""A price as templates show it: the amount, what is in it, and why it is this much."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from storefront.money import Money


@dataclass(frozen=True)
class ReceiptRow:
    """One line of "Why this price?"."""

    label: Annotated[str, "What this part is: “Duty 4.7 %”"]
    amount: Annotated[Money | None, "Its share of the total; None for a row that only explains"]
    reason: Annotated[str, "One plain sentence: why this part, by which rule or rate"] = ""
    kind: Annotated[str, "The component's kind: base, break, promotion, exchange, freight, duty, tax, …"] = ""


@dataclass(frozen=True)
class PriceView:
    """A price with its meaning; drawn by the macro `price`."""

    current: Annotated[Money, "What is paid now"]
    prior: Annotated[Money | None, "The price before a reduction, struck through"] = None
    prior_meaning: Annotated[str, "What the prior price is: “Lowest in the last 30 days”"] = ""
    starting: Annotated[bool, "True when some variants cost more: shown as “from”"] = False
    per: Annotated[str, "Words after the amount where it is not for one piece: “for 100 pieces”"] = ""
    unit_price: Annotated[str, "Price by measure, where the law asks for it: “€32.00 for 1 kg”"] = ""
    note: Annotated[str, "What is in it: “incl. VAT · to Germany · arrives 4–9 Dec”"] = ""
    why: Annotated[tuple[ReceiptRow, ...], "The rows of “Why this price?”; empty: the link is left out"] = ()
    total: Annotated[Money | None, "What the rows of why add up to"] = None
