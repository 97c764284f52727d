"""Core's own subjects of threads: products, orders, cases; and the question to whoever owns another."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from storefront.catalogue.queries import product_titles
from storefront.catalogue.tables import Product
from storefront.checkout.trade import thawed_trade
from storefront.digits import whole
from storefront.i18n import _, fallback_chain, plain
from storefront.orders.cases.tables import Case
from storefront.orders.tables import Order, Purchase
from storefront.payments.tables import Installment
from storefront.runtime import current
from storefront.values import ThreadSides


def ask_sides(subject: str) -> ThreadSides | None:
    """Who may take part in a thread about this; None: there is no such thing, or its plugin is off."""
    noun = subject.partition(":")[0]
    owner = noun.partition(".")[0] if "." in noun else "core"
    answer: ThreadSides | None = current().plugins.owned("thread_sides", owner, subject=subject)
    return answer


def sides_of(subject: str) -> ThreadSides | None:
    """Core's answer to thread_sides."""
    noun, _sep, number = subject.partition(":")
    found = whole(number)
    made = _NOUNS.get(noun)
    return made(found) if made and found is not None and str(found) == number else None


def _product(product_id: int) -> ThreadSides | None:
    slug = Product.select(Product.slug).where(Product.id == product_id, Product.published).tuples().first()
    if slug is None:
        return None
    default = current().settings.shop.default_language
    title = product_titles([product_id], fallback_chain(default, default)).get(product_id, slug[0])
    return ThreadSides(plain(title), many=True, path=f"p/{slug[0]}")


def _order(order_id: int) -> ThreadSides | None:
    row = _order_row(Order.id == order_id)
    return _of_order(row, f"orders/{row['number']}") if row else None


def _case(case_id: int) -> ThreadSides | None:
    case = Case.select(Case.order, Case.token, Case.number).where(Case.id == case_id).dicts().first()
    row = _order_row(Order.id == case["order"]) if case else None
    if not case or not row:
        return None
    sides = _of_order(row, f"cases/{case['token']}")
    told = {**sides.__dict__, "title": _("Case %(number)s", number=case["number"]), "staff": True}
    return ThreadSides(**{**told, "keys": sides.keys | {case["token"]}})


def _order_row(where: Any) -> dict[str, Any] | None:
    columns = (Purchase.email, Purchase.person_id, Purchase.language, Purchase.token)
    row: dict[str, Any] | None = Order.select(Order, *columns).join(Purchase).where(where).dicts().first()
    return row


def _of_order(row: dict[str, Any], path: str) -> ThreadSides:
    address = row["address"] or {}
    rules = thawed_trade(row["frozen"].get("trade"))
    return ThreadSides(
        title=_("Order %(number)s", number=row["number"]),
        seller_id=row["seller_id"],
        buyer_email=row["email"],
        buyer_person=row["person_id"],
        buyer_name=str(address.get("name", "")),
        buyer_language=row["language"],
        keys=frozenset({row["token"]}),
        masks=rules.masks,
        paid=rules.masks == "until-paid" and is_paid(row["id"]),
        path=path,
        countries=tuple(filter(None, (address.get("country"), row["seller"].get("country")))),
    )


def is_paid(order_id: int) -> bool:
    """Whether what was due at once is paid; where nothing was, whether any part is."""
    columns = (Installment.due, Installment.amount, Installment.paid)
    rows = list(Installment.select(*columns).where(Installment.order == order_id, ~Installment.cancelled).tuples())
    at_once = [paid >= amount for due, amount, paid in rows if due == "now"]
    return all(at_once) if at_once else any(paid >= amount > 0 for _due, amount, paid in rows)


_NOUNS: dict[str, Callable[[int], ThreadSides | None]] = {"product": _product, "order": _order, "case": _case}
