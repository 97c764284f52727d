"""Orders a second against the database's own durable commits, in turns in one process."""

from __future__ import annotations

import statistics
import time
from typing import NamedTuple

from storefront import runtime
from storefront.api import Buyer, Context, Market, utc_now
from storefront.app import create_app
from storefront.cart.actions import add_to_cart, new_cart, save_answer
from storefront.cart.loading import load_cart
from storefront.catalogue.tables import Offer, Stock
from storefront.checkout.placing import fingerprint, place_order
from storefront.db import database, transaction
from storefront.settings import Settings

ADDRESS = {"name": "Anna Berg", "street": "Lindenweg 4", "postal_code": "10115", "city": "Berlin", "country": "DE"}
ROUNDS, IN_A_ROUND = 5, 20


class Orders(NamedTuple):
    """Medians."""

    placed: float
    commits: float


def orders(settings: Settings) -> Orders:
    """How many orders, and how many commits of one row, a second."""
    create_app(settings)
    running = runtime.current()
    context = Context(running.shop, Market("DE", "EUR"), "en", Buyer(email="anna@example.com"), utc_now())
    offer = Offer.select(Offer.id, Offer.stock).order_by(Offer.id).first()
    with transaction():
        Stock.update(on_hand=1_000_000).where(Stock.id == offer.stock_id).execute()
        database.execute_sql("CREATE TABLE IF NOT EXISTS bench_commit (id INTEGER PRIMARY KEY, said TEXT)")
    placed, commits = [], []
    for _round in range(ROUNDS):
        tokens = [_cart(offer.id, context) for _number in range(IN_A_ROUND)]
        seen = fingerprint(load_cart(running, tokens[0], context), context)
        started = time.perf_counter()
        for token in tokens:
            place_order(running, token, context, seen, "bank-transfer")
        placed.append(IN_A_ROUND / (time.perf_counter() - started))
        started = time.perf_counter()
        for number in range(IN_A_ROUND * 5):
            with transaction():
                database.execute_sql("INSERT INTO bench_commit (said) VALUES (?)", (str(number),))
        commits.append(IN_A_ROUND * 5 / (time.perf_counter() - started))
    return Orders(statistics.median(placed), statistics.median(commits))


def _cart(offer: int, context: Context) -> str:
    token = new_cart()
    add_to_cart(token, offer, 1, {}, context)
    save_answer(token, "contact", {"email": "anna@example.com"})
    save_answer(token, "address", ADDRESS)
    save_answer(token, "payment", {"provider": "bank-transfer"})
    groups = load_cart(runtime.current(), token, context).groups
    save_answer(token, "delivery", {"groups": {one.group.key: {"method": one.methods[0].code} for one in groups}})
    return token
