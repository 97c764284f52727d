"""THE contract, the other side: what a plugin may call. Plugins import nothing else of core.

`storefront.hookspecs` is the first side: what core asks of plugins. Whatever writes belongs inside
`with transaction():` or opens one itself. Names under "pages" and "pages at the desk" need a request, the others
do not.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pluggy

# people
from storefront.accounts.permissions import may
from storefront.accounts.person import Person

# the cart
from storefront.cart.actions import add_to_cart, set_codes
from storefront.cart.contexts import CodeView

# what is saved, and saving it
from storefront.catalogue.actions import (
    save_category,
    save_offer,
    save_offers,
    save_product,
    save_products,
    save_seller,
    save_stock,
)
from storefront.catalogue.contexts import Badge
from storefront.catalogue.drafts import (
    CategoryDraft,
    CategoryTextDraft,
    OfferDraft,
    OfferPriceDraft,
    ProductDraft,
    ProductTextDraft,
    SellerDraft,
    VariantDraft,
    WrongDraft,
)

# goods kept for someone: inside a transaction
from storefront.catalogue.stock import available, give_back, pass_on, reserve, reserved_for

# tables
from storefront.db import JsonField, Table, UtcField, database, for_update, is_postgresql, transaction, utc_now

# the desk: who acts, tables, what two people edit
from storefront.desk.audit import Actor
from storefront.desk.audit import record as record_act
from storefront.desk.contexts import Cell, RowView
from storefront.desk.keyset import page_of as table_page
from storefront.desk.listing import Asked, Filter
from storefront.desk.listing import Column as TableColumn
from storefront.desk.listing import Rules as TableRules
from storefront.desk.offer_sheets import amount as typed_amount
from storefront.desk.offer_sheets import amount_text, day, first_day, first_moment, last_day, last_moment
from storefront.desk.versions import ChangedMeanwhile, check_version, version_of
from storefront.digits import whole
from storefront.errors import NotFound, OutOfStock, Refused, StorefrontError

# words and amounts
from storefront.formatting import date as date_text
from storefront.formatting import date_range as date_range_text
from storefront.formatting import money as money_text
from storefront.formatting import number as number_text

# forms
from storefront.forms import Checked, Field, Option, Section, check_email, check_fields, cleaned
from storefront.i18n import Country, Message, _, ngettext, plain

# pages that are kept
from storefront.invalidations import invalidate
from storefront.money import Money, converted, exponent, rounded, spread
from storefront.payments.providers import PaymentProvider, ProviderSilent, WrongSignature

# questions to the running shop
from storefront.plugin_calls import (
    PlacedOrder,
    badge,
    cart_codes,
    cart_groups,
    find_order,
    message,
    offers_on_sale,
    open_orders,
    open_thread,
    place_order,
    price,
    price_view,
    product_measures,
    refund,
    shipping_methods,
    translated,
)
from storefront.pricing.terms import lawful_terms
from storefront.problems import Problem

# what export and import of our own format carry
from storefront.records.histories import history_rows
from storefront.records.kinds import Record, RecordField, RecordKind, Reference
from storefront.records.references import core_reference
from storefront.records.rows import Column, Rows
from storefront.records.rows import column as record_column
from storefront.records.table_kinds import TableKind, table_records
from storefront.records.table_kinds import reference as record_reference
from storefront.runtime import Runtime, current

# the values that hooks get and give
from storefront.values import (
    Adjustment,
    AskingPrice,
    BusinessModel,
    Buyer,
    CaseReason,
    ChargebackNews,
    Component,
    Context,
    Fragment,
    Group,
    Json,
    Kept,
    Line,
    Market,
    NavigationItem,
    Offer,
    OpenWork,
    Parcel,
    PaymentAnswer,
    PaymentRequest,
    PayoutNews,
    Price,
    ProductFacts,
    RefundAnswer,
    RefundNews,
    Retained,
    SaleTerms,
    ScheduledPart,
    Seller,
    SellerAccountNews,
    ShippingMethod,
    Shop,
    State,
    ThreadSides,
    TradeRules,
    Transition,
    Tried,
    UnitPart,
    UnitPrice,
    Workflow,
    WorkflowTimer,
)
from storefront.web.form_view import ActionForm
from storefront.web.price_view import PriceView, ReceiptRow

# stages and timers of every noun
from storefront.workflow import begin, cancel_timer, move, possible, set_timer

if TYPE_CHECKING:
    from storefront.accounts.threads.panel import thread_panel
    from storefront.checkout.steps import Checkout, Step
    from storefront.desk.base_pages import actor as desk_actor
    from storefront.desk.base_pages import desk_url
    from storefront.desk.base_pages import go as desk_go
    from storefront.desk.form_pages import typed_form
    from storefront.desk.plugin_pages import DeskPages, desk_form, desk_list
    from storefront.desk.table_pages import asked_table
    from storefront.orders.actions import ship
    from storefront.orders.amending import ChangeAsked, amend_order
    from storefront.orders.amendment import LineChange, OrderChanges
    from storefront.orders.replacements import place_replacement
    from storefront.web.people import requires
    from storefront.web.plugin_pages import cart_changed, cart_token, go_to, keep_key, page_context, render

# fmt: off
__all__ = [
    "ActionForm", "Actor", "Adjustment", "Asked", "AskingPrice", "Badge", "BusinessModel", "Buyer",
    "CaseReason", "CategoryDraft", "CategoryTextDraft", "Cell", "ChangeAsked", "ChangedMeanwhile",
    "ChargebackNews", "Checked", "Checkout", "CodeView", "Column", "Component", "Context", "Country",
    "DeskPages", "Field", "Filter", "Fragment", "Group", "Json", "JsonField", "Kept", "Line", "LineChange",
    "Market", "Message", "Money", "NavigationItem", "NotFound", "Offer", "OfferDraft", "OfferPriceDraft",
    "OpenWork", "Option", "OrderChanges", "OutOfStock", "Parcel", "PaymentAnswer", "PaymentProvider",
    "PaymentRequest", "PayoutNews",
    "Person", "PlacedOrder", "Price", "PriceView", "Problem", "ProductDraft", "ProductFacts",
    "ProductTextDraft", "ProviderSilent", "ReceiptRow", "Record", "RecordField", "RecordKind", "Reference",
    "RefundAnswer", "RefundNews", "Refused", "Retained", "RowView", "Rows", "Runtime", "SaleTerms",
    "ScheduledPart", "Section", "Seller",
    "SellerAccountNews", "SellerDraft", "ShippingMethod", "Shop", "State", "Step",
    "StorefrontError", "Table", "TableColumn", "TableKind", "TableRules", "ThreadSides", "TradeRules",
    "Transition", "Tried", "UnitPart", "UnitPrice", "UtcField", "VariantDraft", "Workflow", "WorkflowTimer",
    "WrongDraft", "WrongSignature", "_", "add_to_cart", "amend_order", "amount_text", "asked_table",
    "available", "badge", "begin", "cancel_timer", "cart_add_path", "cart_changed", "cart_codes", "cart_groups",
    "cart_token", "check_email", "check_fields", "check_version", "cleaned", "converted", "core_reference",
    "current", "database", "date_range_text", "date_text", "day", "desk_actor", "desk_form", "desk_go",
    "desk_list", "desk_url", "exponent", "find_order", "first_day", "first_moment", "for_update", "give_back",
    "go_to", "history_rows", "hookimpl", "invalidate", "is_postgresql", "keep_key", "last_day", "last_moment",
    "lawful_terms", "may", "message", "money_text", "move", "ngettext", "number_text", "offers_on_sale",
    "open_orders", "open_thread", "page_context", "pass_on", "path_text", "place_order", "place_replacement",
    "plain", "possible", "price", "price_view", "product_measures", "record_act", "record_column",
    "record_reference", "refund", "render", "requires", "reserve", "reserved_for", "rounded", "save_category",
    "save_offer", "save_offers", "save_product", "save_products", "save_seller", "save_stock", "seller_path",
    "set_codes", "set_timer", "ship", "shipping_methods", "spread", "table_page", "table_records",
    "thread_panel", "transaction", "translated", "typed_amount", "typed_form", "utc_now", "version_of", "whole",
]
# fmt: on

hookimpl = pluggy.HookimplMarker("storefront")

# Imported from where they live when they are first asked for: these modules ask plugins themselves.
_LATER: dict[str, str | tuple[str, str]] = {
    "Checkout": "storefront.checkout.steps",
    "Step": "storefront.checkout.steps",
    "ship": "storefront.orders.actions",
    "ChangeAsked": "storefront.orders.amending",
    "amend_order": "storefront.orders.amending",
    "LineChange": "storefront.orders.amendment",
    "OrderChanges": "storefront.orders.amendment",
    "place_replacement": "storefront.orders.replacements",
    # pages at the desk
    "DeskPages": "storefront.desk.plugin_pages",
    "asked_table": "storefront.desk.table_pages",
    "desk_actor": ("storefront.desk.base_pages", "actor"),
    "desk_form": "storefront.desk.plugin_pages",
    "desk_go": ("storefront.desk.base_pages", "go"),
    "desk_list": "storefront.desk.plugin_pages",
    "desk_url": "storefront.desk.base_pages",
    "requires": "storefront.web.people",
    "typed_form": "storefront.desk.form_pages",
    # pages
    "cart_changed": "storefront.web.plugin_pages",
    "cart_token": "storefront.web.plugin_pages",
    "go_to": "storefront.web.plugin_pages",
    "keep_key": "storefront.web.plugin_pages",
    "page_context": "storefront.web.plugin_pages",
    "render": "storefront.web.plugin_pages",
    "thread_panel": "storefront.accounts.threads.panel",
}


def __getattr__(name: str) -> Any:
    if name not in _LATER:
        raise AttributeError(f"storefront.api has no {name!r}")
    place = _LATER[name]
    module, own_name = (place, name) if isinstance(place, str) else place
    return getattr(import_module(module), own_name)


# -- addresses, for contexts that are drawn outside a request ---------------------------------------


def cart_add_path(language: str) -> str:
    """Where a form with the fields offer, quantity and next posts to put something into the cart."""
    return f"/{language}/cart/add"


def seller_path(language: str, slug: str) -> str:
    """A seller's page."""
    return f"/{language}/sellers/{path_text(slug)}"


def path_text(text: str) -> str:
    """A text made fit for a path or a query."""
    return quote(text, safe="")
