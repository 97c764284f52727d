"""Retail's own addresses: putting a promotion code on the cart and taking it off."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, request

from storefront.api import cart_changed, cart_token
from storefront.plugins.b2c import actions

blueprint = Blueprint("b2c", __name__, template_folder="templates")


@blueprint.post("/code")
def add() -> Any:
    """Keep the code with the cart; the cart says what it gives, or why nothing."""
    token = cart_token(create=True)
    actions.enter_code(token, request.form.get("code", ""))
    return cart_changed()


@blueprint.post("/code/remove")
def remove() -> Any:
    """Take a code off the cart."""
    if token := cart_token():
        actions.remove_code(token, request.args.get("code", ""))
    return cart_changed()
