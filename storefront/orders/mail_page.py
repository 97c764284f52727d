"""The confirmation's values: the contract on a durable medium, in the buyer's language."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from datetime import datetime

from storefront.catalogue.contexts import Fact
from storefront.i18n import _, language, listed
from storefront.money import Money
from storefront.orders.change_views import document_links
from storefront.orders.contexts import MailOrder, OrderMail
from storefront.orders.dues import payment_dues, pending_payment, purchase_due
from storefront.orders.line_views import arrival, delivery_lines, order_badge, order_lines, seller_legal, seller_name
from storefront.orders.paths import guarantee_path, order_path, purchase_path, withdraw_path
from storefront.orders.queries import OrderFacts, PurchaseFacts
from storefront.orders.showing import instructions, legal_words
from storefront.orders.sums import sum_rows
from storefront.orders.wording import Wording
from storefront.tables import ContentPage

# slugs of content pages whose words the contract needs
TERMS, WITHDRAWAL, IMPRINT = "terms", "returns", "imprint"


# Directive 2011/83/EU, annex I part A; who pays for the way back is said by the shop's own page
INSTRUCTIONS = (
    _(
        "To withdraw, tell the seller so in a clear statement, by letter or e-mail to the address named with the order;"
        " you may use the form below. It is in time if you send it before the period is over."
    ),
    _(
        "You then get back all that you paid, with the cost of the cheapest standard delivery, within 14 days of the"
        " day the seller hears of it, by the way you paid and free of charge. He may wait for the goods or for your"
        " proof that you have sent them."
    ),
    _(
        "Send the goods back within 14 days of the day you withdrew. You answer for a loss of value only if you handled"
        " them more than was needed to see what they are like."
    ),
)


def order_mail(facts: PurchaseFacts, wording: Wording, now: datetime) -> OrderMail:
    """Everything the confirmation says about a purchase."""
    t, purchase, shop = wording.t, facts.purchase, wording.runtime.shop
    texts = contract_texts(wording)
    may_withdraw = any(_terms(order, "withdrawal_days") for order in facts.orders)
    pending = pending_payment(facts.payments) if purchase_due(facts, now) else None
    numbers = tuple(order.order["number"] for order in facts.orders)
    return OrderMail(
        shop_name=shop.name,
        language=wording.language,
        direction=language(wording.language).direction,
        subject=t(_("Your order %(numbers)s at %(shop)s", numbers=numbers, shop=shop.name)),
        greeting=t(_("Thank you for your order")),
        placed=wording.day(purchase["placed_at"]),
        orders=tuple(_order(order, wording, now) for order in facts.orders),
        total=Money(purchase["total"], purchase["currency"]),
        url=shop.base_url + purchase_path(wording.language, facts.token),
        instructions=instructions(pending, wording),
        withdrawal=_withdrawal(facts, wording, texts.get(WITHDRAWAL, "")) if may_withdraw else "",
        withdrawal_form=_withdrawal_form(facts, wording) if may_withdraw else "",
        withdrawal_url=_withdraw_url(facts, wording) if may_withdraw else "",
        guarantee=_joined(words for order in facts.orders for words in _guarantees(order, wording)),
        guarantee_url=shop.base_url + guarantee_path(wording.language),
        terms=texts.get(TERMS, ""),
        footer=_footer(wording, texts.get(IMPRINT, "")),
    )


def _withdraw_url(facts: PurchaseFacts, wording: Wording) -> str:
    """Where one withdraws online; of a single order it is filled in."""
    number = facts.orders[0].order["number"] if len(facts.orders) == 1 else ""
    return wording.runtime.shop.base_url + withdraw_path(wording.language, number)


def _order(facts: OrderFacts, wording: Wording, now: datetime) -> MailOrder:
    order = facts.order
    legal: tuple[Fact, ...] = seller_legal(facts, wording)
    return MailOrder(
        number=order["number"],
        url=wording.runtime.shop.base_url
        + order_path(wording.language, order["number"], facts.purchase["token"]),
        seller=seller_name(facts),
        seller_legal=legal,
        lines=order_lines(facts, wording),
        sums=sum_rows(facts, wording),
        total=Money(order["total"], facts.currency),
        badge=order_badge(facts, wording),
        delivery=_delivery(facts, wording),
        address=delivery_lines(facts, wording),
        payments=payment_dues(facts, wording, now),
        terms=tuple(dict.fromkeys(words for _title, words in legal_words(facts, wording))),
        documents=document_links(facts, wording, wording.runtime.shop.base_url),
    )


def _delivery(facts: OrderFacts, wording: Wording) -> tuple[str, ...]:
    """The method and the days of arrival that were promised."""
    method = facts.order["frozen"].get("delivery")
    if not method:
        return ()
    return wording.t(method["label"]), wording.t(_("arrives %(when)s", when=arrival(facts, wording)))


def _terms(facts: OrderFacts, name: str) -> bool:
    return any((row["frozen"].get("sale_terms") or {}).get(name) for row in facts.lines)


def _guarantees(facts: OrderFacts, wording: Wording) -> list[str]:
    """How long, what may be asked, and of whom."""
    title = wording.t(_("Legal guarantee"))
    told = [words for one, words in legal_words(facts, wording) if one == title]
    if not told:
        return []
    asks = _("He must repair or replace faulty goods free of charge, else take money off or give it back.")
    seller = facts.order["seller"]
    named = listed(seller_name(facts), str(seller.get("email") or ""))
    turn_to = _("Turn to the seller, not to the manufacturer: %(seller)s.", seller=named)
    return [*told, wording.t(asks), wording.t(turn_to)]


def _withdrawal(facts: PurchaseFacts, wording: Wording, text: str) -> str:
    """What was frozen with the lines, how to use it, and the shop's own instruction."""
    title = wording.t(_("Right of withdrawal"))
    words = (words for order in facts.orders for one, words in legal_words(order, wording) if one == title)
    how = (wording.t(one) for one in INSTRUCTIONS)
    return "\n\n".join(filter(None, (_joined(words), *how, text)))


def _withdrawal_form(facts: PurchaseFacts, wording: Wording) -> str:
    """The model form of Directive 2011/83/EU, annex I part B, with the sellers' addresses filled in."""
    t = wording.t
    sellers = []
    for order in facts.orders:
        if _terms(order, "withdrawal_days"):
            sellers.append(wording.t(listed(*(fact.value for fact in seller_legal(order, wording)[:3]))))
    numbers = wording.t(listed(*(o.order["number"] for o in facts.orders if _terms(o, "withdrawal_days"))))
    lines = [
        t(_("(Complete and return this form only if you wish to withdraw from the contract.)")),
        t(_("To %(seller)s:", seller="; ".join(dict.fromkeys(sellers)))),
        t(_("I hereby give notice that I withdraw from my contract of sale of the following goods:")),
        t(_("Order: %(numbers)s", numbers=numbers)),
        t(_("Ordered on / received on:")),
        t(_("Name of consumer:")),
        t(_("Address of consumer:")),
        t(_("Signature of consumer (only if this form is notified on paper):")),
        t(_("Date:")),
    ]
    return "\n\n".join(lines)


def _joined(words: Iterable[str]) -> str:
    return "\n\n".join(dict.fromkeys(words))


def _footer(wording: Wording, imprint: str) -> tuple[str, ...]:
    shop = wording.runtime.shop
    return (shop.name, shop.base_url, *filter(None, imprint.split("\n\n")))


def contract_texts(wording: Wording) -> dict[str, str]:
    """The content pages the contract refers to, as plain paragraphs in the nearest language; only what is published."""
    slugs = (TERMS, WITHDRAWAL, IMPRINT)
    found: dict[str, dict[str, str]] = {}
    rows = ContentPage.select().where(ContentPage.slug.in_(slugs), ~ContentPage.draft, ContentPage.published)
    for row in rows.dicts():
        found.setdefault(row["slug"], {})[row["language"]] = row["body"]
    return {slug: plain_paragraphs(wording.text(bodies)) for slug, bodies in found.items()}


def plain_paragraphs(markup: str) -> str:
    """HTML of a content page as paragraphs of text."""
    text = re.sub(r"(?i)</(p|h[1-6]|li|tr|div)>|<br\s*/?>", "\n\n", markup)
    text = html.unescape(re.sub(r"<[^>]+>", "", text))
    parts = (" ".join(part.split()) for part in text.split("\n\n"))
    return "\n\n".join(part for part in parts if part)
