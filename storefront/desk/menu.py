"""The desk's side navigation; plugins add to it by `navigation()` with place "desk"."""

from __future__ import annotations

from storefront.i18n import Message, _
from storefront.values import NavigationItem

# act: who sees it; key: "g" and this letter go there
DESK_ITEMS = (
    NavigationItem("desk", _("Start"), "desk.start", 0, act="desk", key="s", icon="menu"),
    NavigationItem("desk", _("My selling"), "desk.selling", 10, act="selling", key="y", icon="factory"),
    NavigationItem("desk", _("Orders"), "desk.orders", 100, act="orders.see", key="o", icon="bag"),
    NavigationItem("desk", _("Cases"), "desk.cases", 110, act="cases.see", key="f", icon="return"),
    NavigationItem("desk", _("Messages"), "desk.messages", 120, act="messages.answer", key="n", icon="message"),
    NavigationItem("desk", _("Reviews"), "desk.reviews", 130, act="reviews.see", key="w", icon="star"),
    NavigationItem("desk", _("Reports"), "desk.reports", 140, act="reports.decide", key="r", icon="alert"),
    NavigationItem("desk", _("Payments"), "desk.payments", 200, act="payments.confirm", key="m", icon="bank"),
    NavigationItem("desk", _("Payouts"), "desk.payouts", 210, act="payouts.see", key="x", icon="bank"),
    NavigationItem("desk", _("Chargebacks"), "desk.chargebacks", 220, act="payments.confirm", key="h", icon="alert"),
    NavigationItem(
        "desk", _("Reconciliation"), "desk.reconciliation", 230, act="payments.confirm", key="b", icon="check"
    ),
    NavigationItem(
        "desk", _("Money without an order"), "desk.unmatched", 240, act="payments.confirm", key="j", icon="bank"
    ),
    NavigationItem("desk", _("Gift cards"), "desk.gift_cards", 250, act="credit.give", key="q", icon="tag"),
    NavigationItem("desk", _("Customers"), "desk.customers", 300, act="customers.see", key="k", icon="people"),
    NavigationItem("desk", _("Sellers"), "desk.sellers", 310, act="sellers.edit", key="v", icon="factory"),
    NavigationItem(
        "desk", _("Applications"), "desk.applications", 320, act="applications.decide", key="l", icon="document"
    ),
    NavigationItem("desk", _("Products"), "desk.products", 400, act="catalogue.see", key="p", icon="tag"),
    NavigationItem("desk", _("Categories"), "desk.categories", 410, act="categories.edit", key="c", icon="boxes"),
    NavigationItem("desk", _("Import"), "desk.imports", 440, act="import", key="i", icon="down"),
    NavigationItem("desk", _("Pages"), "desk.content_pages", 500, act="content.edit", key="e", icon="document"),
    NavigationItem("desk", _("Delivery"), "desk.shipping", 510, act="shipping.edit", key="z", icon="truck"),
    NavigationItem("desk", _("Settings"), "desk.settings", 520, act="settings.edit", key="t", icon="edit"),
    NavigationItem("desk", _("Plugins"), "desk.plugins", 530, act="plugins.switch", key="u", icon="boxes"),
    NavigationItem("desk", _("Audit trail"), "desk.audit_trail", 540, act="audit.see", key="a", icon="shield"),
)
# above the first link whose order is as high as this; plugins' links come under them too
DESK_HEADINGS = (
    (100, _("Sales and service")),
    (200, _("Payments and payouts")),
    (300, _("Customers and sellers")),
    (400, _("Catalogue")),
    (500, _("This shop")),
)


def heading_of(order: int) -> Message | None:
    """What a link of this order stands under; the first ones stand under nothing."""
    return next((heading for least, heading in reversed(DESK_HEADINGS) if order >= least), None)
