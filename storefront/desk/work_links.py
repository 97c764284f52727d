"""Open work as links to where it is done."""

from __future__ import annotations

from storefront.desk.base_pages import desk_url, has_page
from storefront.values import OpenWork
from storefront.web.frame import Link
from storefront.web.shopper import shopper

# the pages of what open work is about, by the name that people use and by the row's number
PAGES = {"order": ("desk.order", "number")}
PAGES_BY_ID = {"order": ("desk.order_by_id", "order_id")}


def work_link(item: OpenWork, *, by_id: bool = False) -> Link:
    """One piece of it; without an address where nothing at the desk is about it."""
    kind, _colon, name = item.subject.partition(":")
    endpoint, value = (PAGES_BY_ID if by_id else PAGES).get(kind, ("", ""))
    label = shopper().t(item.label)
    return Link(label, desk_url(endpoint, **{value: name}) if has_page(endpoint) else "")
