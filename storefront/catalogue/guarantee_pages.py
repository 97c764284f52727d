"""The page about the legal guarantee."""

from __future__ import annotations

from flask import Blueprint, Response

from storefront.catalogue.guarantee_view import guarantee_page
from storefront.web.rendering import render_page
from storefront.web.shopper import shopper

guarantee = Blueprint("guarantee", __name__)


@guarantee.get("/<lang>/guarantee")
def show() -> Response:
    """What the law gives a consumer, in this market and in the others."""
    page = guarantee_page(shopper())
    return render_page("catalogue/guarantee.html", page, title=page.title)
