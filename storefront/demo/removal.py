"""The demo taken out of a shop again: its orders, offers, products, categories, sellers and zones."""

from __future__ import annotations

from storefront.accounts.ratings.summaries import recount
from storefront.accounts.ratings.tables import RatingSummary, Review
from storefront.accounts.tables import Person
from storefront.catalogue.rows import chunks
from storefront.catalogue.tables import Category, Offer, Product, Reservation, Seller, Stock, Variant
from storefront.db import transaction, utc_now
from storefront.demo.applications import remove_applications
from storefront.demo.orders import belonging_to
from storefront.errors import Refused
from storefront.i18n import _
from storefront.orders.tables import Order, Outbox, Purchase
from storefront.pricing.tables import ShippingRate, ShippingZone


@transaction()
def remove_demo() -> int:
    """Delete what is marked as demo; how many products. Refused while goods of it are kept for an order."""
    _remove_orders()
    remove_applications()
    products = [row[0] for row in Product.select(Product.id).where(Product.demo).tuples()]
    sellers = [row[0] for row in Seller.select(Seller.id).where(Seller.demo).tuples()]
    stocks = _stocks(products, sellers)
    _refuse_kept(stocks)
    for piece in chunks(stocks):
        Reservation.delete().where(Reservation.stock.in_(piece)).execute()
    Offer.delete().where(Offer.demo).execute()
    people = [f"person:{row[0]}" for row in Person.select(Person.id).where(Person.demo).tuples()]
    Outbox.delete().where(Outbox.subject.in_(people)).execute()
    Person.delete().where(Person.demo).execute()
    for piece in chunks(stocks):
        Offer.delete().where(Offer.stock.in_(piece)).execute()
        Stock.delete().where(Stock.id.in_(piece)).execute()
    for piece in chunks(products):
        Product.delete().where(Product.id.in_(piece)).execute()
    _remove_empty_categories()
    _remove_idle_sellers(sellers)
    zones = ShippingZone.select(ShippingZone.id).where(ShippingZone.demo)
    ShippingRate.delete().where(ShippingRate.zone.in_(zones)).execute()
    ShippingZone.delete().where(ShippingZone.demo).execute()
    return len(products)


def _remove_orders() -> None:
    """The demo's own orders; those that somebody has placed since stay."""
    reviewed = Review.select(Review.product_id).join(Order).join(Purchase).where(Purchase.demo).distinct()
    products = sorted(row[0] for row in reviewed.tuples())
    purchases = [row[0] for row in Purchase.select(Purchase.id).where(Purchase.demo).tuples()]
    for table, mine in belonging_to(purchases):
        table.delete().where(mine).execute()
    RatingSummary.delete().where(RatingSummary.product_id.in_(products)).execute()
    for product_id in {row[0] for row in Review.select(Review.product_id).where(Review.product_id.in_(products)).tuples()}:
        review = Review.get(Review.product_id == product_id)
        recount(product_id, review.seller_id, utc_now())


def _stocks(products: list[int], sellers: list[int]) -> list[int]:
    found: set[int] = set()
    for piece in chunks(products):
        found.update(
            row[0] for row in Stock.select(Stock.id).join(Variant).where(Variant.product.in_(piece)).tuples()
        )
    for piece in chunks(sellers):
        found.update(row[0] for row in Stock.select(Stock.id).where(Stock.seller.in_(piece)).tuples())
    return sorted(found)


def _refuse_kept(stocks: list[int]) -> None:
    for piece in chunks(stocks):
        kept = Reservation.select().where(Reservation.stock.in_(piece), Reservation.subject.startswith("order:"))
        if kept.exists():
            raise Refused(_("Goods of the demo are kept for orders; end these orders first."), "demo-in-use")


def _remove_empty_categories() -> None:
    """The deepest first; one that holds other products or categories stays."""
    for row in Category.select().where(Category.demo).order_by(Category.path.desc()):
        has_products = Product.select().where(Product.category == row.id).exists()
        if not has_products and not Category.select().where(Category.parent == row.id).exists():
            Category.delete().where(Category.id == row.id).execute()


def _remove_idle_sellers(sellers: list[int]) -> None:
    for seller in sellers:
        busy = Offer.select().where(Offer.seller == seller).exists() or Stock.select().where(Stock.seller == seller).exists()
        if not busy and not Order.select().where(Order.seller_id == seller).exists():
            Seller.delete().where(Seller.id == seller).execute()
