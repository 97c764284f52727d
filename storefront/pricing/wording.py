"""A price in words: what is shown of it, the price by measure, and "Why this price?"."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from storefront import formatting
from storefront.i18n import Country, Message, _
from storefront.money import Money, rounded
from storefront.runtime import current
from storefront.values import Component, Context, Price, TaxRow
from storefront.web.price_view import PriceView, ReceiptRow

# unit of the content → the unit that the price is named for, and how many make one
_WHOLE = {"g": ("kg", 1000), "ml": ("l", 1000), "kg": ("kg", 1), "l": ("l", 1), "m": ("m", 1)}

TAX_REASONS = {
    "standard": _("standard rate"),
    "reduced": _("reduced rate"),
    "books": _("reduced rate for books"),
    "zero-rated": _("zero rate"),
    "export": _("not charged: export"),
}


def price_view(
    price: Price, context: Context, measure: tuple[int, str] | None = None, *, brief: bool = False
) -> PriceView:
    """One piece's price in the context's language; measure is its content, such as (250, "g"); brief: for a card."""
    words = current().catalogues

    def said(message: Message | None) -> str:
        return words.translate(message, context.language) if message is not None else ""

    prior = Money(price.list_price, price.currency) if price.list_price is not None else None
    return PriceView(
        current=Money(price.unit_price, price.currency),
        prior=prior,
        prior_meaning=said(_("lowest in 30 days")) if prior else "",
        unit_price=said(measured_price(price, measure, context.language)) if measure else "",
        note=said(price_note(price, context, brief=brief)),
        why=tuple(
            ReceiptRow(said(part.label), Money(part.amount, price.currency), said(part.reason), part.kind)
            for part in told_components(price)
        )
        + tuple(
            ReceiptRow(said(tax_label(tax, context.language)), None, said(tax_words(tax, price.currency)), "tax")
            for tax in price.taxes
        ),
        total=Money(price.gross, price.currency),
    )


def told_components(price: Price) -> tuple[Component, ...]:
    """The parts worth telling: all that change the sum.

    A reduction that may not be announced (no prior price is above it) is not told either: it
    becomes part of the base.
    """
    parts = tuple(part for part in price.components if part.amount) or price.components
    less = sum(part.amount for part in parts if part.kind == "reduction")
    if not less or price.list_price is not None or parts[0].kind != "base":
        return parts
    base = replace(parts[0], amount=parts[0].amount + less)
    return (base, *(part for part in parts[1:] if part.kind != "reduction"))


def measured_price(price: Price, measure: tuple[int, str], language: str) -> Message | None:
    """The price for one kilogram, litre or metre, however small the content; None where it is the price itself.

    Directive 98/6/EC, articles 2(b) and 3(1). Germany's 100 g and 100 ml for contents up to 250 ended with
    the PAngV of 28 May 2022: its § 5 keeps them for loose goods only.
    """
    content, unit = measure
    if unit not in _WHOLE or content <= 0:
        return None
    whole, pieces = _WHOLE[unit]
    if content == pieces:
        return None
    amount = rounded(Fraction(price.unit_price * pieces, content))
    words = formatting.quantity(1, whole, language)
    return _("%(price)s for %(content)s", price=Money(amount, price.currency), content=words)


def price_note(price: Price, context: Context, *, brief: bool = False) -> Message:
    """What is in it, and that delivery is not; a card need not say again where it goes."""
    country = Country(context.market.country)
    taxed = any(tax.rate for tax in price.taxes)
    if brief:
        return _("incl. VAT, plus delivery") if taxed else _("no VAT, plus delivery")
    if taxed:
        return _("incl. VAT, to %(country)s, plus delivery", country=country)
    return _("no VAT charged, to %(country)s, plus delivery", country=country)


def tax_label(tax: TaxRow, language: str) -> Message:
    """“of which VAT 19%”"""
    share = Decimal(tax.rate.numerator) / Decimal(tax.rate.denominator)
    return _("of which VAT %(rate)s", rate=formatting.percent(share, language))


def tax_words(tax: TaxRow, currency: str) -> Message:
    """How much it is, where, and by which rule."""
    return _(
        "%(amount)s · %(country)s, %(reason)s",
        amount=Money(tax.amount, currency),
        country=Country(tax.jurisdiction),
        reason=TAX_REASONS.get(tax.reason, tax.reason),
    )

