"""THE contract, one side: what core asks of plugins.

Types and docstrings, no logic. Every hook is asked in exactly one place. An *owned* hook is asked
of the plugin whose business model the line, group or order has, then of core, whose answer is the
last; the first answer that is not None counts. An *open* hook is asked of every enabled plugin;
answers are put in order by the plugin's priority, then its name, never by registration.
The other side, what a plugin may call, is `storefront.api`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pluggy

from storefront.accounts.person import Person
from storefront.problems import Problem
from storefront.values import (
    Adjustment,
    BusinessModel,
    CaseReason,
    Context,
    Fragment,
    Group,
    Line,
    NavigationItem,
    OpenWork,
    Parcel,
    ProductFacts,
    Retained,
    SaleTerms,
    ScheduledPart,
    Seller,
    ShippingMethod,
    ThreadSides,
    TradeRules,
    UnitPrice,
    Workflow,
)

if TYPE_CHECKING:
    import click

    from storefront.checkout.steps import Step
    from storefront.payments.providers import PaymentProvider
    from storefront.records.kinds import RecordKind

CONTRACT = 1
hookspec = pluggy.HookspecMarker("storefront")


# -- is ---------------------------------------------------------------------------------------


@hookspec
def business_model() -> BusinessModel | None:
    """Open. Asked when the app is built: the business model this plugin brings, if it brings one.

    Its code is the plugin's name, the first part of its URLs and the value of `business_model`.
    """


# -- sells ------------------------------------------------------------------------------------


@hookspec
def price_lines(lines: Sequence[Line], context: Context) -> Sequence[UnitPrice | Problem] | None:
    """Owned. Asked once per page or cart and model, in bulk: the price of one piece of each line.

    Answer one UnitPrice a line, in order, in the market's currency where the offer has a price of
    its own in it and else in the offer's; core converts, multiplies, taxes and rounds. A Problem
    instead of a price refuses the sale of that line. For changes of a group's sum use adjust_cart.
    Core's answer: the offer's price.
    """


@hookspec
def adjust_cart(group: Group, context: Context) -> Sequence[Adjustment] | None:
    """Owned. Asked once per group with its priced lines: what changes its sum, in order, with reasons.

    Amounts in minor units of the market's currency. Lines whose price is fixed are left alone.
    Core's answer: nothing.
    """


@hookspec
def check_cart(group: Group, context: Context) -> Sequence[Problem] | None:
    """Owned. Asked once per group when the cart is shown and again when it is placed.

    List what stands between this group and an order; never raise. Core has checked quantities,
    stock and restrictions already; its answer here: none.
    """


@hookspec
def sale_terms(lines: Sequence[Line], context: Context) -> Sequence[SaleTerms] | None:
    """Owned. Asked for a product page's offers and when a group is placed (then frozen).

    One answer a line. Core's answer follows the law by seller.trader and buyer.consumer.
    """


@hookspec
def trade_rules(seller: Seller, context: Context) -> TradeRules | None:
    """Owned. Asked once per group when it is placed, then frozen in the order: commission, masks, ratings.

    Core's answer: the commission agreed with the seller, buyers rate, nothing is masked.
    """


@hookspec
def audiences(context: Context) -> Sequence[str]:  # type: ignore[empty-body]
    """Open. Asked once per request: names of the private offers' lists this buyer may see.

    The answers are united. Name them "<plugin>:<list>".
    """


# -- checks out -------------------------------------------------------------------------------


@hookspec
def checkout_steps(group: Group, context: Context) -> Sequence[Step] | None:
    """Owned. Asked once per group: the plugin's own steps, set between core's by their place.

    Steps with the same id are shown once. No step comes after review.
    """


@hookspec
def payment_schedule(group: Group, context: Context) -> Sequence[ScheduledPart] | None:
    """Owned. Asked when a group is reviewed and placed: shares of its total and when each is due.

    The shares add up to 1. Core's answer: everything now.
    """


@hookspec
def payment_providers(context: Context) -> Sequence[PaymentProvider]:  # type: ignore[empty-body]
    """Open. Asked when the app needs to collect money: providers by their code. Core brings bank
    transfer and the sandbox card."""


@hookspec
def shipping_methods(parcel: Parcel, context: Context) -> Sequence[ShippingMethod] | None:
    """Owned. Asked per parcel: the ways to send it. Core's answer: the zone's rates by weight.

    An empty answer means that this parcel cannot be sent there.
    """


# -- fulfils ----------------------------------------------------------------------------------


@hookspec
def workflows() -> Sequence[Workflow]:  # type: ignore[empty-body]
    """Open. Asked when the app is built: the stages of this model's order (noun "order") and of the
    plugin's own nouns (noun "<plugin>.<noun>"). Checked at start for unreachable states."""


@hookspec
def before_order_placed(group: Group, context: Context) -> Sequence[Problem] | None:
    """Owned. Asked inside the placing transaction, the group locked: the last word of the plugin.

    Problems refuse the whole purchase; nothing is written then. No network, no template here.
    """


@hookspec
def after_order_placed(order_id: int) -> None:
    """Owned. Told from the outbox after the purchase is committed; at least once, so be idempotent."""


@hookspec
def after_moved(subject: str, transition: str) -> None:
    """Open. Told from the outbox after a subject ("order:12") moved; at least once."""


@hookspec
def case_reasons(business_model: str) -> Sequence[CaseReason] | None:
    """Owned. Asked when a buyer wants to complain about an order: the model's own reasons, beside core's.

    Core's own (not received, not as described, damaged) always stand first; name others here. A reason with the code
    of one of core's replaces it: other clocks, another window. Core's answer: none besides.
    """


@hookspec
def open_work() -> Sequence[OpenWork]:  # type: ignore[empty-body]
    """Open. Asked before a plugin is disabled (of that plugin only): what must end first.

    Core adds the model's open orders itself.
    """


# -- talks -----------------------------------------------------------------------------------


@hookspec
def thread_sides(subject: str) -> ThreadSides | None:
    """Owned. Asked when a thread about a subject is opened, read or written in: who may take part, what it is called.

    A plugin answers for its own nouns ("<plugin>.<noun>:12") and opens their threads with `open_thread`. Asked within
    transactions too: no network. Core's answer: products, orders and cases.
    """


@hookspec
def translate_texts(texts: Sequence[str], source: str, target: str) -> Sequence[str] | None:
    """Open. Asked by the worker, and when a reader presses "Translate": the texts in another language, in order.

    The first answer counts; the others are not asked then. source and target are BCP 47 tags. What somebody is not to
    read yet is hidden before. Answers are kept, and shown as a translation beside the original. Never asked inside a
    transaction. Core's answer: none.
    """


# -- owns ------------------------------------------------------------------------------------


@hookspec
def personal_data(person: Person) -> Mapping[str, Any] | None:
    """Open. Asked when somebody exports his data: what the plugin keeps of him, as JSON by name.

    Core's answer: account, addresses, passkeys, orders, messages.
    """


@hookspec
def forget(person: Person, now: datetime) -> Sequence[Retained]:  # type: ignore[empty-body]
    """Open. Told inside the transaction that closes an account: delete what is kept of him, or take his name off.

    Answer what stays and why; nobody is asked again. No network, no template here. Core deletes the account last.
    """


@hookspec
def records() -> Sequence[RecordKind]:  # type: ignore[empty-body]
    """Open. Asked by export and import of our own format: what of this plugin's own a file carries.

    Types are named "<plugin>.<noun>"; `table_records` makes them of tables. Also asked of disabled plugins: their
    tables stay. What belongs to orders and people says so (trade): it is left out unless it is asked for.
    """


# -- shows ------------------------------------------------------------------------------------


@hookspec
def fragments() -> Sequence[Fragment]:  # type: ignore[empty-body]
    """Open. Asked when the app is built: the pieces this plugin puts into slots."""


@hookspec
def navigation() -> Sequence[NavigationItem]:  # type: ignore[empty-body]
    """Open. Asked when the app is built: links for the main, account, seller and desk menus."""


@hookspec
def search_fields(products: Sequence[ProductFacts]) -> Sequence[str] | None:
    """Open. Asked in bulk when products are saved: further words each can be found by, "" for none."""


@hookspec
def structured_data(product: ProductFacts, offers: Sequence[Any], context: Context) -> Mapping[str, Any] | None:
    """Open. Asked for a product page: what this model adds to the product's schema.org JSON-LD."""


# -- extends ----------------------------------------------------------------------------------


@hookspec
def blueprints() -> Sequence[Any]:  # type: ignore[empty-body]
    """Open. Asked when the app is built: Flask blueprints; core puts them under /<lang>/<code>/.

    Pages at the desk are a `DeskPages`, which stands under /desk/<code>/.
    """


@hookspec
def cli_commands() -> Sequence[click.Command]:  # type: ignore[empty-body]
    """Open. Asked when the command line starts: commands, put under `storefront <plugin> …`."""


@hookspec
def importers() -> Mapping[str, Callable[..., Any]]:  # type: ignore[empty-body]
    """Open. Asked by `storefront import` and the desk: a reader by its format's name."""


@hookspec
def demo_content(prices: Mapping[str, Any]) -> None:
    """Open. Told when the demo shop is filled, with guide prices by SKU: make this model's offers."""
