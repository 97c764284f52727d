"""Reviews by the demo's buyers: each belongs to an order of its own that was placed, sent and delivered before."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from storefront.accounts.ratings import counting, moderation
from storefront.accounts.ratings.actions import Said, send_review
from storefront.accounts.ratings.photos import show_photos
from storefront.accounts.ratings.sales import sales_of
from storefront.accounts.ratings.tables import Review
from storefront.catalogue.image_view import media_path
from storefront.catalogue.previews import SHARED
from storefront.catalogue.tables import Image, Offer, Product, Seller, Stock, Variant
from storefront.db import transaction
from storefront.demo import content
from storefront.demo.orders import CARD, PLENTY, demo_context, live, move_back, orders_of, place
from storefront.orders.tables import Order, Purchase
from storefront.runtime import Runtime
from storefront.uploads.actions import keep_files
from storefront.uploads.files import KeptFile, Sent


def load_reviews(runtime: Runtime, now: datetime) -> int:
    """Place what was reviewed, and say what its buyers say; how many. None where there are some already."""
    mine = Review.select().join(Order).join(Purchase).where(Purchase.demo)
    if CARD not in runtime.providers or mine.exists():
        return 0
    buyers, told = content.read("orders.json")["buyers"], content.read("reviews.json")
    said = sum(_load(runtime, buyers[one["buyer"]], one, now) for one in told)
    for seller in Seller.select(Seller.id).where(Seller.demo):
        counting.count(seller.id, now)
    return said


def _load(runtime: Runtime, buyer: Any, told: Any, now: datetime) -> int:
    offer = _offer(told["product"])
    if offer is None:
        return 0
    placed = place(runtime, demo_context(runtime, buyer, now), buyer, iter([(offer, 1)]), CARD)
    back = timedelta(days=told["days"], minutes=97 * told["days"] % 1300)
    live(placed, "delivered", CARD, now, now + back)
    move_back(placed.purchase_id, back)
    for sale in sales_of(orders_of(placed.purchase_id)):
        begin = sale.arrival.delivered_at or now
        at = begin + timedelta(days=told["days"] % 5 + 1, hours=told["days"] % 7)
        language = told["language"]
        words = Said(told["stars"], told["title"], told["text"], told.get("name", ""), language)
        photos = _photos(runtime, sale.product_id) if told.get("photo") else []
        review = send_review(sale, words, (photos, ()), min(at, now), checked_first=False)
        _more(runtime, review, told, min(at + timedelta(hours=20), now))
    return 1


def _more(runtime: Runtime, review: Review, told: Any, at: datetime) -> None:
    if told.get("answer"):
        moderation.answer(review.id, told["answer"], at)
    if told.get("photo"):
        show_photos(review.id, runtime.settings.private, runtime.settings.media)
    with transaction():
        Review.update(helpful=told.get("helpful", 0)).where(Review.id == review.id).execute()


def _offer(slug: str) -> int | None:
    """An offer of a demo product of which there is plenty."""
    many = Stock.on_hand - Stock.reserved >= PLENTY
    query = Offer.select(Offer.id).join(Stock).switch(Offer).join(Variant).join(Product)
    found = query.where(Product.slug == slug, Product.demo, Offer.demo, Offer.active, many).order_by(Offer.id).first()
    return found.id if found else None


def _photos(runtime: Runtime, product_id: int) -> list[KeptFile]:
    """The demo has no photos: its last drawing of the product stands for one."""
    images = Image.select().where(Image.product == product_id).order_by(Image.position.desc())
    for image in images:
        path = runtime.settings.media / media_path(image.digest, SHARED)
        if image.digest and path.is_file():
            return keep_files([Sent("photo.jpg", path.read_bytes())], runtime.settings.private)
    return []
