"""The cart's pages as templates show them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from storefront.cart.contexts import CartGroup, CartLineView, CartPage, ProblemView, SumRow
from storefront.cart.loading import GoneLine, LoadedCart, LoadedGroup
from storefront.cart.paid_when import is_export, paid_rows
from storefront.catalogue.cards import badge
from storefront.catalogue.image_view import image_view
from storefront.catalogue.queries import line_facts
from storefront.countries import country_name
from storefront.i18n import _, labelled
from storefront.money import Money
from storefront.pricing.wording import tax_label
from storefront.problems import Problem
from storefront.values import Component, Line, Price, TaxRow
from storefront.web.price_view import ReceiptRow
from storefront.web.shopper import Shopper
from storefront.web.tried import TriedLine


def cart_page(cart: LoadedCart, visitor: Shopper, tried: TriedLine | None = None) -> CartPage:
    """The cart, line by line, group by group, with what each sum is made of; tried: typed in vain just now."""
    facts = _facts(cart, visitor)
    groups = tuple(_with_tried(_group(loaded, facts, cart, visitor), tried, visitor) for loaded in cart.groups)
    lost = _lost(cart, visitor)
    currency = visitor.market.currency
    return CartPage(
        groups=(*groups, *lost),
        count=cart.count,
        sums=sum_rows(cart, visitor) if cart.groups else (),
        total=Money(cart.total, currency) if cart.groups else None,
        why=receipt(cart, visitor),
        note=total_note(cart, visitor),
        checkout_url=visitor.url("checkout.start"),
        ready=bool(cart.groups) and not cart.blocked,
        shop_url=visitor.url("catalogue.home"),
    )


def _facts(cart: LoadedCart, visitor: Shopper) -> dict[int, dict[str, object]]:
    ids = [line.offer.variant_id for loaded in cart.groups for line in loaded.group.lines]
    ids += [line.offer.variant_id for line, _problem in cart.unpriced]
    return line_facts(ids, visitor.languages) if ids else {}


def _group(
    loaded: LoadedGroup, facts: dict[int, dict[str, object]], cart: LoadedCart, visitor: Shopper
) -> CartGroup:
    group = loaded.group
    models = visitor.runtime.plugins.models
    lines = tuple(
        _line(line, price, loaded, facts, cart, visitor)
        for line, price in zip(group.lines, loaded.total.prices, strict=True)
    )
    return CartGroup(
        key=group.key,
        element_id="group-" + group.key.replace(":", "-"),
        seller=group.seller.name,
        lines=lines,
        seller_url=visitor.url("catalogue.seller", slug=group.seller.slug),
        badge=badge(models[group.business_model], visitor) if len(models) > 1 else None,
        private=not group.seller.trader,
        adjustments=tuple(adjustment_row(c, group.currency, visitor) for c in loaded.total.adjustments),
        subtotal=Money(sum(p.gross for p in loaded.total.prices), group.currency),
        problems=tuple(problem_view(p, visitor) for p in loaded.problems if not p.where.startswith("line:")),
    )


def _with_tried(group: CartGroup, tried: TriedLine | None, visitor: Shopper) -> CartGroup:
    """The group with a quantity that was refused in its field again."""
    if tried is None:
        return group
    reason = visitor.t(tried.reason)
    lines = (
        replace(line, typed=tried.quantity, error=reason) if line.id == tried.line_id else line for line in group.lines
    )
    return replace(group, lines=tuple(lines))


def _line(
    line: Line,
    price: Price,
    loaded: LoadedGroup,
    facts: dict[int, dict[str, object]],
    cart: LoadedCart,
    visitor: Shopper,
) -> CartLineView:
    known = facts.get(line.offer.variant_id, {})
    problems = [p for p in loaded.problems if p.where == f"line:{line.id}"]
    changed = _price_change(line, price, cart)
    if changed:
        problems.append(changed)
    unit = Money(price.unit_price, price.currency)
    return CartLineView(
        id=line.id,
        title=str(known.get("title", line.offer.sku)),
        url=visitor.url("catalogue.product", slug=known.get("slug", ""), variant=line.offer.sku) if known else "",
        image=image_view(known.get("image"), visitor.languages, str(known.get("title", ""))),  # type: ignore[arg-type]
        quantity=line.quantity,
        unit_price=unit,
        total=Money(price.line_total, price.currency),
        options=str(known.get("options", "")),
        terms=tuple(visitor.t(labelled(name, value)) for name, value in sorted(line.terms.items())),
        minimum=max(line.offer.minimum, 1),
        step=max(line.offer.step, 1),
        maximum=line.offer.available,
        prior=Money(price.list_price, price.currency) if price.list_price else None,
        update_url=visitor.url("cart.change", line_id=line.id),
        remove_url=visitor.url("cart.remove", line_id=line.id),
        problems=tuple(_line_problem(p, line, visitor) for p in problems),
    )


def _price_change(line: Line, price: Price, cart: LoadedCart) -> Problem | None:
    """A price that differs from the one last shown in the same currency is said, never silent."""
    before, currency = cart.shown.get(line.id, (None, ""))
    if before is None or currency != price.currency or before == price.unit_price:
        return None
    message = _(
        "The price has changed from %(before)s to %(now)s.",
        before=Money(before, currency),
        now=Money(price.unit_price, currency),
    )
    return Problem("price-changed", message, f"line:{line.id}", blocks=False)


def _line_problem(problem: Problem, line: Line, visitor: Shopper) -> ProblemView:
    if problem.code == "too-many" and problem.remedy:
        url = visitor.url("cart.change", line_id=line.id, take=line.offer.available)
        words = visitor.t(problem.message), problem.blocks, visitor.t(problem.remedy)
        return ProblemView(*words, url, code=problem.code)
    if problem.code in ("sold-out", "not-for-you", "no-rate"):
        url = visitor.url("cart.remove", line_id=line.id)
        return ProblemView(visitor.t(problem.message), True, visitor.t(_("Take it out")), url, code=problem.code)
    return problem_view(problem, visitor)


def problem_view(problem: Problem, visitor: Shopper) -> ProblemView:
    """A problem as templates show it."""
    return ProblemView(
        visitor.t(problem.message), problem.blocks, visitor.t(problem.remedy), problem.remedy_url, code=problem.code
    )


def _lost(cart: LoadedCart, visitor: Shopper) -> tuple[CartGroup, ...]:
    """Lines that nobody sells here any more, as plain text that can only be taken out."""
    gone = list(cart.gone)
    gone += [GoneLine(line.id, line.offer.sku, line.quantity) for line, _problem in cart.unpriced]
    reasons = {line.id: problem for line, problem in cart.unpriced}
    if not gone:
        return ()
    lines = tuple(
        CartLineView(
            id=line.id,
            title=line.title,
            url="",
            image=None,
            quantity=line.quantity,
            unit_price=None,
            total=None,
            remove_url=visitor.url("cart.remove", line_id=line.id),
            gone=True,
            problems=(problem_view(reasons[line.id], visitor),) if line.id in reasons else (),
        )
        for line in gone
    )
    return (CartGroup("gone", "group-gone", visitor.t(_("Not on sale")), lines),)


def sum_rows(cart: LoadedCart, visitor: Shopper) -> tuple[SumRow, ...]:
    """Goods, what takes from them, delivery, the tax in it, and what is paid when."""
    t, currency = visitor.t, visitor.market.currency
    goods = sum(price.line_total for loaded in cart.groups for price in loaded.total.prices)
    rows = [SumRow(t(_("Goods")), Money(goods, currency))]
    for loaded in cart.groups:
        rows += [adjustment_row(c, currency, visitor) for c in loaded.total.adjustments]
    freight = sum(loaded.total.freight_components[0].amount for loaded in cart.groups)
    known = all(loaded.method for loaded in cart.groups)
    rows.append(
        SumRow(t(_("Delivery cost")), Money(freight, currency) if known else None, t(_("not to this country")))
    )
    for loaded in cart.groups:
        rows += [adjustment_row(c, currency, visitor) for c in loaded.total.freight_components[1:]]
    rows.append(SumRow(t(_("Total")), Money(cart.total, currency), kind="total"))
    taxes = merged_taxes(tax for loaded in cart.groups for tax in loaded.total.taxes)
    rows += [tax_row(tax, currency, visitor) for tax in taxes]
    return (*rows, *paid_rows(cart.groups, visitor))


def adjustment_row(component: Component, currency: str, visitor: Shopper) -> SumRow:
    kind = "minus" if component.amount < 0 else "part"
    return SumRow(
        visitor.t(component.label),
        Money(component.amount, currency),
        detail=visitor.t(component.reason),
        kind=kind,
    )


def merged_taxes(taxes: Iterable[TaxRow]) -> list[TaxRow]:
    """The same tax of several orders to be, as one."""
    found: dict[tuple[object, ...], TaxRow] = {}
    for tax in taxes:
        key = (tax.rate, tax.reason, tax.jurisdiction)
        before = found.get(key)
        found[key] = replace(tax, amount=tax.amount + before.amount, base=tax.base + before.base) if before else tax
    return list(found.values())


def tax_row(tax: TaxRow, currency: str, visitor: Shopper) -> SumRow:
    """The tax that is in the total; a zero says why it is zero."""
    t = visitor.t
    place = country_name(tax.jurisdiction, visitor.language)
    if tax.reason == "export":
        label = t(_("No VAT charged: sent to %(country)s", country=place))
        return SumRow(label, Money(0, currency), kind="within")
    label = t(tax_label(tax, visitor.language))
    return SumRow(label, Money(tax.amount, currency), detail=place, kind="within")


def receipt(cart: LoadedCart, visitor: Shopper) -> tuple[ReceiptRow, ...]:
    """Rows of "Why this price?" for the whole cart; they add up to its total."""
    currency = visitor.market.currency
    rows = []
    for loaded in cart.groups:
        for price in loaded.total.prices:
            rows += [
                ReceiptRow(visitor.t(c.label), Money(c.amount, currency), visitor.t(c.reason), c.kind)
                for c in price.components
            ]
        rows += [
            ReceiptRow(visitor.t(c.label), Money(c.amount, currency), visitor.t(c.reason), c.kind)
            for c in loaded.total.freight_components
        ]
    return tuple(rows)


def total_note(cart: LoadedCart, visitor: Shopper) -> str:
    """What is in the total and where it goes, as its tax rows have it."""
    place = country_name(visitor.market.country, visitor.language)
    taxed = any(tax.amount for loaded in cart.groups for tax in loaded.total.taxes)
    if any(is_export(loaded) for loaded in cart.groups):
        if taxed:
            return visitor.t(_("with delivery and VAT, without import tax · to %(country)s", country=place))
        return visitor.t(_("with delivery, without import tax · to %(country)s", country=place))
    if cart.total and not taxed:
        return visitor.t(_("with delivery, no VAT charged · to %(country)s", country=place))
    return visitor.t(_("with delivery and VAT · to %(country)s", country=place))

