"""The checkout's pages as templates show them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from storefront.cart.contexts import SumRow
from storefront.cart.loading import LoadedCart, LoadedGroup
from storefront.cart.paid_when import paid_rows
from storefront.cart.queries import cart_mark
from storefront.cart.showing import adjustment_row, problem_view, receipt, sum_rows, tax_row, total_note
from storefront.catalogue.cards import badge
from storefront.catalogue.guarantee_view import guarantee_title
from storefront.catalogue.image_view import image_view
from storefront.catalogue.parties import seller_legal
from storefront.catalogue.queries import SellerFacts, get_sellers, line_facts
from storefront.checkout.contexts import (
    CheckoutPage,
    LegalText,
    ReviewGroup,
    ReviewPage,
    ReviewSection,
    StepView,
    Summary,
    SummaryLine,
)
from storefront.checkout.placing import fingerprint
from storefront.checkout.steps import Checkout, Step, arrival
from storefront.forms import Checked
from storefront.i18n import Message, _, labelled, listed
from storefront.money import Money
from storefront.pricing.asking import sale_terms
from storefront.problems import Problem
from storefront.web.form_view import FormError
from storefront.web.frame import Link
from storefront.web.rendering import field_views, form_errors
from storefront.web.shopper import Shopper

LineFacts = Mapping[int, Mapping[str, Any]]


def step_views(steps: Sequence[Step], current: str, checkout: Checkout, visitor: Shopper) -> tuple[StepView, ...]:
    """All steps; those that can be reached are links: every step up to the first incomplete one."""
    views = []
    reachable = True
    for step in steps:
        done = step.is_complete(checkout)
        state = "now" if step.id == current else "done" if done and reachable else "future"
        url = visitor.url("checkout.step", step_id=step.id) if reachable else ""
        views.append(StepView(step.id, visitor.t(step.title), state, url))
        reachable = reachable and done
    url = visitor.url("checkout.review") if reachable else ""
    views.append(StepView("review", visitor.t(_("Review")), "now" if current == "review" else "future", url))
    return tuple(views)


def step_page(
    step: Step,
    steps: Sequence[Step],
    checkout: Checkout,
    visitor: Shopper,
    typed: Mapping[str, str],
    checked: Checked | None = None,
) -> CheckoutPage:
    """One step's form, with what was typed and what is wrong."""
    t = visitor.t
    position = [one.id for one in steps].index(step.id)
    following = steps[position + 1].title if position + 1 < len(steps) else _("Review")
    back = (
        Link(t(steps[position - 1].title), visitor.url("checkout.step", step_id=steps[position - 1].id))
        if position
        else Link(t(_("Cart")), visitor.url("cart.show"))
    )
    errors = checked.errors if checked else {}
    return CheckoutPage(
        step=step.id,
        title=t(step.title),
        steps=step_views(steps, step.id, checkout, visitor),
        action=visitor.url("checkout.step", step_id=step.id),
        groups=field_views(step.sections(checkout, typed), typed, errors, visitor),
        summary=summary(checkout.cart, visitor),
        next_label=t(_("Continue: %(step)s", step=following)),
        intro=t(step.intro) if step.intro else "",
        errors=form_errors(checked, visitor) if checked else (),
        problems=tuple(problem_view(p, visitor) for p in checkout.cart.problems if p.code == "no-delivery"),
        back=back,
    )


def summary(cart: LoadedCart, visitor: Shopper) -> Summary:
    """What is being bought, beside each step."""
    facts = _line_facts(cart, visitor)
    lines = tuple(line for loaded in cart.groups for line in summary_lines(loaded, facts, visitor))
    return Summary(
        lines,
        sum_rows(cart, visitor),
        Money(cart.total, visitor.market.currency),
        total_note(cart, visitor),
        receipt(cart, visitor),
        visitor.url("cart.show"),
    )


def _line_facts(cart: LoadedCart, visitor: Shopper) -> LineFacts:
    """Titles and pictures of all lines of all groups at once."""
    lines = [line for loaded in cart.groups for line in loaded.group.lines]
    return line_facts([line.offer.variant_id for line in lines], visitor.languages)


def summary_lines(loaded: LoadedGroup, facts: LineFacts, visitor: Shopper) -> tuple[SummaryLine, ...]:
    found = []
    for line, price in zip(loaded.group.lines, loaded.total.prices, strict=True):
        known = facts.get(line.offer.variant_id, {})
        found.append(
            SummaryLine(
                str(known.get("title", line.offer.sku)),
                line.quantity,
                Money(price.line_total, price.currency),
                image_view(known.get("image"), visitor.languages, ""),
                str(known.get("options", "")),
                tuple(visitor.t(labelled(name, value)) for name, value in sorted(line.terms.items())),
                Money(price.unit_price, price.currency),
            )
        )
    return tuple(found)


def review_page(
    steps: Sequence[Step],
    checkout: Checkout,
    visitor: Shopper,
    errors: Sequence[Message] = (),
    problems: Sequence[Problem] = (),
) -> ReviewPage:
    """Everything, and the button whose words the law gives."""
    t, cart = visitor.t, checkout.cart
    provider = visitor.runtime.providers.get(str(checkout.answer("payment").get("provider", "")))
    sections = [
        ReviewSection(t(step.title), told, visitor.url("checkout.step", step_id=step.id))
        for step in steps
        if (told := step.told(checkout))
    ]
    if provider:
        change = visitor.url("checkout.step", step_id="payment")
        sections.append(ReviewSection(t(_("Payment")), (t(provider.title),), change))
    total = Money(cart.total, visitor.market.currency)
    facts = _line_facts(cart, visitor)
    sellers = get_sellers({loaded.group.seller.id for loaded in cart.groups}, visitor.languages)
    return ReviewPage(
        steps=step_views(steps, "review", checkout, visitor),
        sections=tuple(sections),
        groups=tuple(
            review_group(loaded, facts, sellers[loaded.group.seller.id], visitor) for loaded in cart.groups
        ),
        sums=sum_rows(cart, visitor),
        total=total,
        action=visitor.url("checkout.place"),
        button=t(_("Order with obligation to pay")),
        cart=cart_mark(cart.token),
        fingerprint=fingerprint(cart, checkout.context),
        note=total_note(cart, visitor),
        why=receipt(cart, visitor),
        legal=legal_texts(visitor),
        errors=tuple(FormError(t(message)) for message in errors),
        problems=tuple(problem_view(p, visitor) for p in problems),
        back=Link(t(steps[-1].title), visitor.url("checkout.step", step_id=steps[-1].id)) if steps else None,
    )


def review_group(loaded: LoadedGroup, facts: LineFacts, seller: SellerFacts, visitor: Shopper) -> ReviewGroup:
    """One order to be, with who sells it and what holds for it."""
    t, group = visitor.t, loaded.group
    models = visitor.runtime.plugins.models
    legal = (fact.value for fact in seller_legal(seller, visitor)[:3])
    identity = " · ".join(legal) if seller.trader else t(_("A private person, not a trader"))
    sections = []
    if loaded.method:
        when = arrival(loaded.method.days_min, loaded.method.days_max, loaded.context)
        text = t(_("%(method)s, arrives %(when)s", method=loaded.method.label, when=when))
        sections.append(ReviewSection(t(_("Delivery")), (text,), visitor.url("checkout.step", step_id="delivery")))
    return ReviewGroup(
        group.seller.name,
        summary_lines(loaded, facts, visitor),
        group_sums(loaded, visitor),
        badge(models[group.business_model], visitor) if len(models) > 1 else None,
        identity,
        tuple(sections),
        _group_terms(loaded, facts, visitor),
    )


def _group_terms(loaded: LoadedGroup, facts: LineFacts, visitor: Shopper) -> tuple[str, ...]:
    """What holds for the sale: withdrawal and guarantee; where lines differ, with their goods."""
    t, lines = visitor.t, loaded.group.lines
    withdrawal: dict[str, list[str]] = {}
    guarantee: dict[str, None] = {}
    for line, terms in zip(lines, sale_terms(visitor.runtime, lines, loaded.context), strict=True):
        if terms.withdrawal_reason:
            title = str(facts.get(line.offer.variant_id, {}).get("title", line.offer.sku))
            withdrawal.setdefault(t(terms.withdrawal_reason), []).append(title)
        if terms.guarantee_years:
            guarantee[t(guarantee_title(terms.guarantee_years))] = None
    told = [
        words if len(withdrawal) == 1 else t(labelled(listed(*dict.fromkeys(goods)), words))
        for words, goods in withdrawal.items()
    ]
    return (*told, *guarantee)


def group_sums(loaded: LoadedGroup, visitor: Shopper) -> tuple[SumRow, ...]:
    """The sums of one order to be."""
    t, currency = visitor.t, loaded.group.currency
    total = loaded.total
    rows = [SumRow(t(_("Goods")), Money(sum(p.line_total for p in total.prices), currency))]
    rows += [adjustment_row(c, currency, visitor) for c in total.adjustments]
    rows.append(SumRow(t(_("Delivery cost")), Money(total.freight_components[0].amount, currency)))
    rows += [adjustment_row(c, currency, visitor) for c in total.freight_components[1:]]
    rows.append(SumRow(t(_("Total")), Money(total.total, currency), kind="total"))
    rows += [tax_row(tax, currency, visitor) for tax in total.taxes]
    return (*rows, *paid_rows((loaded,), visitor))


def legal_texts(visitor: Shopper) -> tuple[LegalText, ...]:
    """The texts that belong to the contract, linked."""
    wanted: tuple[tuple[str, Any], ...] = (
        ("terms", _("Terms")),
        ("returns", _("Right of withdrawal")),
        ("privacy", _("Privacy")),
    )
    return tuple(
        LegalText(visitor.t(title), url=visitor.url("catalogue.content", slug=slug)) for slug, title in wanted
    )
