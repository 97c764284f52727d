"""An order's lines, shipments, addresses and seller as its pages and its mail show them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from storefront.accounts.addresses import Address, address_lines
from storefront.catalogue.contexts import Badge, Fact, ImageView
from storefront.catalogue.image_view import image_view
from storefront.i18n import Message, _, fallback_chain, labelled, listed
from storefront.money import Money, rounded
from storefront.orders.contexts import AddressView, OrderLineView, ShipmentView
from storefront.orders.line_sums import gross_of, is_amended
from storefront.orders.paths import product_path
from storefront.orders.pieces import pieces_of
from storefront.orders.queries import OrderFacts, Row
from storefront.orders.tracking import tracking_url
from storefront.orders.wording import Wording


def order_lines(facts: OrderFacts, wording: Wording) -> tuple[OrderLineView, ...]:
    """What was sold, with how many of each are on their way."""
    sent = sent_by_line(facts)
    return tuple(
        OrderLineView(
            title=line_title(row, wording),
            sku=row["sku"],
            quantity=pieces_of(row),
            unit_price=Money(unit_price(facts, row), facts.currency),
            total=Money(gross_of(facts, row["id"]), facts.currency),
            image=line_image(row, wording),
            url=_line_url(row, wording),
            options=wording.text(row["frozen"].get("options")),
            terms=line_terms(row, wording),
            sent=sent[row["id"]],
            summary=wording.text(row["frozen"].get("summary")),
            ordered=row["quantity"] if row["changed"] else 0,
        )
        for row in facts.lines
    )


def unit_price(facts: OrderFacts, row: Row) -> int:
    """What a piece costs; of a line that was amended: what each of them came to."""
    count = pieces_of(row)
    if not count or not is_amended(facts, row["id"]):
        return int(row["unit_price"])
    return rounded(Fraction(gross_of(facts, row["id"]), count))


def sent_by_line(facts: OrderFacts) -> Counter[int]:
    """Order line → how many pieces were sent."""
    sent: Counter[int] = Counter()
    for row in facts.shipped:
        sent[row["order_line"]] += row["quantity"]
    return sent


def line_title(row: Row, wording: Wording) -> str:
    return wording.text(row["frozen"].get("title")) or str(row["sku"])


def line_image(row: Row, wording: Wording) -> ImageView:
    """The picture that was frozen with the line, or a placeholder."""
    image = row["frozen"].get("image")
    if not isinstance(image, Mapping) or "digest" not in image:
        image = None
    tags = fallback_chain(wording.language, wording.runtime.settings.shop.default_language)
    return image_view(image, tags, line_title(row, wording))


def _line_url(row: Row, wording: Wording) -> str:
    slug = row["frozen"].get("slug")
    return product_path(wording.language, slug) if slug else ""


def line_terms(row: Row, wording: Wording) -> tuple[str, ...]:
    """The line's terms in words, as its plugin froze them."""
    words = row["frozen"].get("terms_words")
    if words is None:
        return tuple(wording.t(labelled(name, value)) for name, value in sorted(row["terms"].items()))
    return tuple(wording.t(one) for one in words)


def order_badge(facts: OrderFacts, wording: Wording) -> Badge | None:
    """The business model's badge as it was when the order was placed."""
    model = facts.order["frozen"].get("model")
    if not model:
        return None
    return Badge(facts.order["business_model"], wording.t(model["name"]), model["hue"], model["icon"])


def shipment_views(facts: OrderFacts, wording: Wording) -> tuple[ShipmentView, ...]:
    """What was sent, parcel by parcel."""
    titles = {row["id"]: line_title(row, wording) for row in facts.lines}
    count = len(facts.shipments)
    return tuple(
        ShipmentView(
            title=wording.t(_("Parcel %(number)s of %(count)s", number=index, count=count))
            if count > 1
            else wording.t(_("Parcel")),
            carrier=row["carrier"],
            tracking=row["tracking"],
            tracking_url=tracking_url(row["carrier"], row["tracking"]),
            sent=wording.t(_("sent on %(day)s", day=wording.day(row["sent_at"]))),
            delivered=wording.t(_("delivered on %(day)s", day=wording.day(row["delivered_at"])))
            if row["delivered_at"]
            else "",
            lines=tuple(
                f"{one['quantity']} × {titles.get(one['order_line'], '')}"
                for one in facts.shipped
                if one["shipment"] == row["id"]
            ),
        )
        for index, row in enumerate(facts.shipments, 1)
    )


def delivery_lines(facts: OrderFacts, wording: Wording) -> tuple[str, ...]:
    """Where it goes, in its country's order."""
    address = Address.from_json(facts.order["address"])
    return address_lines(address, wording.country(address.country))


def arrival(facts: OrderFacts, wording: Wording) -> str:
    """The days of arrival that are promised; empty: none are, as for what is not sent."""
    method = facts.order["frozen"].get("delivery")
    if agreed := facts.order["arrives_by"]:
        day = date.fromisoformat(agreed)
        return wording.date_range(day, day)
    if not method:
        return ""
    placed = facts.order["placed_at"].date()
    return wording.date_range(
        placed + timedelta(days=method["days_min"]), placed + timedelta(days=method["days_max"])
    )


def addresses(facts: OrderFacts, wording: Wording) -> tuple[AddressView, ...]:
    lines = delivery_lines(facts, wording)
    return (AddressView(wording.t(_("Sent to")), lines),) if lines else ()


def seller_name(facts: OrderFacts) -> str:
    return str(facts.order["seller"].get("name", ""))


def seller_legal(facts: OrderFacts, wording: Wording) -> tuple[Fact, ...]:
    """Who sold it, as the law wants it named."""
    seller = facts.order["seller"]
    rows: list[tuple[Message, Any]] = [
        (_("Name"), seller.get("legal_name") or seller.get("name")),
        (_("Address"), seller_address(seller, wording)),
        (_("E-mail"), seller.get("email")),
        (_("Telephone"), seller.get("phone")),
        (_("Register number"), seller.get("register_number")),
        (_("VAT number"), seller.get("vat_id")),
    ]
    if not seller.get("trader", True):
        rows.append((_("Status"), wording.t(_("A private person, not a trader"))))
    return tuple(Fact(wording.t(label), str(value)) for label, value in rows if value)


def seller_address(seller: Mapping[str, Any], wording: Wording) -> str:
    """The seller's address in one line."""
    given, country = seller.get("address") or {}, seller.get("country", "")
    if not isinstance(given, Mapping):
        return wording.t(listed(str(given), wording.country(country)))
    address = Address.from_json({"country": country, **given})
    return wording.t(listed(*address_lines(address, wording.country(address.country))))
