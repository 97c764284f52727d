"""Somebody at the desk: an account with a role and a browser that is signed in."""

from __future__ import annotations

from typing import Any

from flask.testing import FlaskClient

from storefront.accounts.actions import add_person
from storefront.accounts.passwords import hash_password
from storefront.accounts.queries import find_person
from storefront.db import utc_now
from storefront.desk.audit import Actor

PASSWORD = "four plain words here"
HASHED = hash_password(PASSWORD)


def open_desk(demo: Any, role: str, *sellers: str, language: str = "en") -> FlaskClient:
    """A browser of somebody with this role (a seller's works for these sellers); "" is a customer's."""
    roles = [role] if role else []
    email = f"{role or 'anna'}@example.com"
    add_person(email, HASHED, language, utc_now(), roles=roles, sellers=sellers, confirmed=True)
    browser: FlaskClient = demo.browser()
    answer = browser.post("/en/account/sign-in", data={"email": email, "password": PASSWORD})
    assert answer.status_code == 303
    return browser


def actor(role: str) -> Actor:
    """Who acts, for a call of an action."""
    person = find_person(f"{role}@example.com")
    assert person is not None
    return Actor(person, utc_now())
