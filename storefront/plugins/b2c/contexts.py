"""What the retail fragments show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from storefront.api import Badge, CodeView, PriceView


@dataclass(frozen=True)
class BuyFragment:
    """b2c/buy.html, fragment b2c-buy, slot product.buy; its price also b2c/price_lead.html, slot product.price"""

    product_id: Annotated[int, "The subject"]
    badge: Annotated[Badge, "Retail"]
    price: Annotated[PriceView | None, "Of the shown variant; None: it has none here, refused says why"]
    offer_id: Annotated[int, "What is put into the cart"]
    action: Annotated[str, "Where the form posts: offer, quantity, next"]
    stock: Annotated[str, "“In stock”, “Only 2 left”, “Sold out”"]
    stock_state: Annotated[str, "in, low or out"]
    delivery: Annotated[str, "“Arrives 4–9 December”"] = ""
    seller: Annotated[str, "Who sells it"] = ""
    seller_url: Annotated[str, "The seller's page"] = ""
    minimum: Annotated[int, "Least quantity"] = 1
    step: Annotated[int, "Quantities go by this"] = 1
    maximum: Annotated[int | None, "Most that can be had"] = None
    typed: Annotated[str, "A quantity that was typed in vain, shown again in its field"] = ""
    error: Annotated[str, "What is wrong with it"] = ""
    refused: Annotated[str, "Why it cannot be sold to this market; empty: it can"] = ""
    next_url: Annotated[str, "Where to go on after adding, without JavaScript"] = ""


@dataclass(frozen=True)
class CardPrice:
    """b2c/card_price.html, fragment b2c-card-price, slot card.price"""

    product_id: Annotated[int, "The subject"]
    price: Annotated[PriceView, "The lowest of its variants"]
    fact: Annotated[str, "The one fact that matters: “Only 2 left”"] = ""


@dataclass(frozen=True)
class CodeForm:
    """b2c/code_form.html, fragment b2c-code-form, slot cart.codes"""

    action: Annotated[str, "Where the form posts: code"]
    codes: Annotated[tuple[CodeView, ...], "Codes that were entered"] = ()
    value: Annotated[str, "What was typed, kept when it was refused"] = ""
    error: Annotated[str, "Why the code was refused"] = ""
