"""What was sold and may be rated: read in a fixed number of queries, however many orders are asked about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from peewee import fn

from storefront.accounts.ratings.rules import SHOWN, WITHDRAWN, Arrival, may_be_rated, may_change
from storefront.accounts.ratings.tables import BuyerRating, Review
from storefront.catalogue.tables import Product, Variant
from storefront.checkout.freezing import thawed_trade
from storefront.errors import NotFound
from storefront.orders.queries import Row
from storefront.orders.tables import Order, OrderLine, Shipment, ShipmentLine
from storefront.values import TradeRules


@dataclass(frozen=True)
class Sale:
    """A product of an order, with what its buyer said of it."""

    order: Row
    line: Row
    product_id: int
    slug: str
    arrival: Arrival
    rules: TradeRules
    review: Review | None = None

    def is_open(self, now: datetime) -> bool:
        """Whether a first rating may be sent now: not by who has seen what the seller says of him."""
        fresh = self.review is None or self.review.state == WITHDRAWN
        return fresh and not self.order["buyer_is_rated"] and may_be_rated(self.arrival, self.rules, now)

    def may_change(self) -> bool:
        """Whether what was said may be changed."""
        said = self.review is not None and self.review.state != WITHDRAWN
        return said and self.review is not None and may_change(self.review.state, self.rules)


def sales_of(order_ids: Sequence[int]) -> list[Sale]:
    """The products of orders of which something was sent, each product of an order once; five queries at most."""
    arrivals = _arrivals(order_ids)
    if not arrivals:
        return []
    lines = list(OrderLine.select().where(OrderLine.id.in_(list(arrivals))).order_by(OrderLine.id).dicts())
    seen = BuyerRating.select().where(BuyerRating.order == Order.id, BuyerRating.state == SHOWN)
    query = Order.select(Order, fn.EXISTS(seen).alias("buyer_is_rated")).where(Order.id.in_(list(order_ids)))
    orders = {row["id"]: row for row in query.dicts()}
    variants = Variant.select(Variant.id, Product.id, Product.slug).join(Product)
    wanted = [line["variant_id"] for line in lines]
    products = {row[0]: row[1:] for row in variants.where(Variant.id.in_(wanted)).tuples()}
    said = {(one.order_id, one.product_id): one for one in Review.select().where(Review.order.in_(list(order_ids)))}
    found: dict[tuple[int, int], Sale] = {}
    for line in lines:
        if line["variant_id"] not in products:
            continue
        (product_id, slug), order = products[line["variant_id"]], orders[line["order"]]
        rules = thawed_trade(order["frozen"].get("trade"))
        key = (order["id"], product_id)
        found.setdefault(key, Sale(order, line, product_id, slug, arrivals[line["id"]], rules, said.get(key)))
    return list(found.values())


def _arrivals(order_ids: Sequence[int]) -> dict[int, Arrival]:
    """Order line → when the last of what was sent of it was sent, and when all of that had arrived."""
    columns = (ShipmentLine.order_line, Shipment.sent_at, Shipment.delivered_at)
    rows = ShipmentLine.select(*columns).join(Shipment).where(Shipment.order.in_(list(order_ids)))
    parcels: defaultdict[int, list[tuple[datetime, datetime | None]]] = defaultdict(list)
    for line, sent, delivered in rows.tuples():
        parcels[line].append((sent, delivered))
    found = {}
    for line, sent_and_came in parcels.items():
        came = [delivered for _sent, delivered in sent_and_came]
        arrived = max((one for one in came if one is not None), default=None) if None not in came else None
        found[line] = Arrival(max(sent for sent, _delivered in sent_and_came), arrived)
    return found


def get_sale(order_id: int, line_id: int) -> Sale:
    """One of an order's products by its line; raises NotFound."""
    for sale in sales_of([order_id]):
        if sale.line["id"] == line_id:
            return sale
    raise NotFound(f"order {order_id} has no line {line_id} that can be rated")
