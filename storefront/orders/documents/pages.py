"""A document as a page that prints well, for whoever may see its order."""

from __future__ import annotations

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response as BaseResponse

from storefront.accounts.permissions import may
from storefront.errors import NotFound
from storefront.i18n import language
from storefront.orders.documents.contexts import DocumentPage
from storefront.orders.documents.tables import Document
from storefront.orders.paths import document_path, order_path
from storefront.orders.queries import find_order
from storefront.orders.tables import Order
from storefront.web.order_keys import keep_key, key_of
from storefront.web.people import current_person, private
from storefront.web.rendering import render_page
from storefront.web.shopper import shopper

pages = Blueprint("documents", __name__)


@pages.get("/<lang>/documents/<token>")
def document(token: str) -> BaseResponse:
    """An invoice or a credit note as it was issued, in its own language."""
    row = Document.get_or_none(Document.token == token)
    if row is None:
        raise NotFound("there is no such document")
    order = Order.get_by_id(row.order_id)
    if key := request.args.get("key", ""):
        find_order(str(order.number), key)
        keep_key(key)
        return redirect(document_path(shopper().language, token), code=303)
    if not may(current_person(), "orders.see", row.seller_id):
        key_of(str(order.number))
    kept = row.content
    page = DocumentPage(
        title=kept["title"],
        name=row.name,
        language=row.language,
        direction=language(row.language).direction,
        back_url=order_path(shopper().language, str(order.number)),
        **{name: kept[name] for name in DocumentPage.KEPT},
    )
    return private(render_page("orders/document.html", page, title=f"{page.title} {page.name}", robots="noindex"))
