"""The desk's side navigation; plugins add to it by `navigation()` with place "desk"."""

from __future__ import annotations

from storefront.i18n import _
from storefront.values import NavigationItem

# act: who sees it; key: "g" and this letter go there
DESK_ITEMS = (
    NavigationItem("desk", _("Start"), "desk.start", 0, act="desk", key="s", icon="menu"),
    NavigationItem("desk", _("My selling"), "desk.selling", 10, act="selling", key="y", icon="factory"),
    NavigationItem("desk", _("Orders"), "desk.orders", 100, act="orders.see", key="o", icon="bag"),
    NavigationItem("desk", _("Cases"), "desk.cases", 105, act="cases.see", key="f", icon="return"),
    NavigationItem("desk", _("Payments"), "desk.payments", 110, act="payments.confirm", key="m", icon="bank"),
    NavigationItem("desk", _("Chargebacks"), "desk.chargebacks", 112, act="payments.confirm", key="h", icon="alert"),
    NavigationItem(
        "desk", _("Reconciliation"), "desk.reconciliation", 113, act="payments.confirm", key="b", icon="check"
    ),
    NavigationItem(
        "desk", _("Money without an order"), "desk.unmatched", 114, act="payments.confirm", key="j", icon="bank"
    ),
    NavigationItem("desk", _("Gift cards"), "desk.gift_cards", 122, act="credit.give", key="q", icon="tag"),
    NavigationItem("desk", _("Payouts"), "desk.payouts", 115, act="payouts.see", key="x", icon="bank"),
    NavigationItem("desk", _("Reviews"), "desk.reviews", 117, act="reviews.see", key="w", icon="star"),
    NavigationItem("desk", _("Customers"), "desk.customers", 120, act="customers.see", key="k", icon="people"),
    NavigationItem("desk", _("Messages"), "desk.messages", 130, act="messages.answer", key="n", icon="message"),
    NavigationItem("desk", _("Reports"), "desk.reports", 140, act="reports.decide", key="r", icon="alert"),
    NavigationItem("desk", _("Products"), "desk.products", 200, act="catalogue.see", key="p", icon="tag"),
    NavigationItem("desk", _("Categories"), "desk.categories", 210, act="categories.edit", key="c", icon="boxes"),
    NavigationItem("desk", _("Sellers"), "desk.sellers", 220, act="sellers.edit", key="v", icon="factory"),
    NavigationItem(
        "desk", _("Applications"), "desk.applications", 225, act="applications.decide", key="l", icon="document"
    ),
    NavigationItem("desk", _("Import"), "desk.imports", 230, act="import", key="i", icon="down"),
    NavigationItem("desk", _("Pages"), "desk.content_pages", 300, act="content.edit", key="e", icon="document"),
    NavigationItem("desk", _("Delivery"), "desk.shipping", 310, act="shipping.edit", key="z", icon="truck"),
    NavigationItem("desk", _("Settings"), "desk.settings", 800, act="settings.edit", key="t", icon="edit"),
    NavigationItem("desk", _("Plugins"), "desk.plugins", 810, act="plugins.switch", key="u", icon="boxes"),
    NavigationItem("desk", _("Audit trail"), "desk.audit_trail", 900, act="audit.see", key="a", icon="shield"),
)
