"""What the pages of reviews share: their blueprint, and whose order it is."""

from __future__ import annotations

from flask import Blueprint, session

from storefront.errors import NotFound
from storefront.orders.queries import OrderFacts, find_order, is_open_with, key_of_person
from storefront.web.order_keys import KEYS
from storefront.web.people import current_person

pages = Blueprint("ratings", __name__, template_folder="templates")


def own_order(number: str) -> OrderFacts:
    """An order whose key this browser has, or that belongs to who is signed in; raises NotFound for all others."""
    key = is_open_with(number, [str(one) for one in session.get(KEYS, [])])
    if not key and (person := current_person()) is not None:
        key = key_of_person(number, person.id)
    if not key:
        raise NotFound("there is no such order")
    return find_order(number, key)[0]
