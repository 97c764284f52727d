"""Which key opens an order for who asks: one that this browser keeps, or his account's."""

from __future__ import annotations

from flask import session

from storefront.errors import NotFound
from storefront.orders.queries import is_open_with, key_of_person
from storefront.web.people import current_person

KEYS = "order_keys"
MOST_KEYS = 20


def keep_key(key: str) -> None:
    """This browser may open the purchase's pages from now on; the oldest keys are forgotten."""
    kept = [one for one in session.get(KEYS, []) if one != key]
    session[KEYS] = [*kept, key][-MOST_KEYS:]
    session.permanent = True


def known_key(number: str) -> str:
    """What opens the order for this visitor; empty: nothing does."""
    key = is_open_with(number, [str(one) for one in session.get(KEYS, [])])
    if not key and (person := current_person()) is not None:
        key = key_of_person(number, person.id)
    return key


def key_of(number: str) -> str:
    """The same; raises NotFound where nothing opens it."""
    key = known_key(number)
    if not key:
        raise NotFound("there is no such order")
    return key
