"""The values that hooks get and give: facts, frozen, no request and no database row among them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction
from typing import Any, Literal

from storefront.i18n import Message

Json = Mapping[str, Any]


# -- who and where -----------------------------------------------------------------------


@dataclass(frozen=True)
class Shop:
    """The shop as plugins may know it."""

    name: str
    currency: str
    country: str
    languages: tuple[str, ...]
    default_language: str
    base_url: str
    production: bool = False


@dataclass(frozen=True)
class Market:
    """Ship-to country (ISO 3166 alpha-2) and currency (ISO 4217)."""

    country: str
    currency: str

    def __str__(self) -> str:
        return f"{self.country}-{self.currency}"


@dataclass(frozen=True)
class Buyer:
    """Who pays in a group. keys are access keys this browser holds (an invitation, say).

    person_id is who is signed in; None: a guest.
    """

    kind: Literal["guest", "customer", "company"] = "guest"
    email: str = ""
    business: bool = False
    keys: frozenset[str] = frozenset()
    person_id: int | None = None

    @property
    def consumer(self) -> bool:
        return not self.business


@dataclass(frozen=True)
class Tried:
    """What was asked of an offer in vain: its panel shows the text again, and the reason at the field."""

    offer_id: int
    quantity: str
    reason: Message


@dataclass(frozen=True)
class Context:
    """What every question to a plugin comes with; narrowed to a group where it is about one."""

    shop: Shop
    market: Market
    language: str
    buyer: Buyer
    now: datetime
    business_model: str = ""
    audiences: frozenset[str] = frozenset()
    shown_sku: str = ""
    """The variant that a product page shows, "" on every other page."""
    cart_token: str = ""
    """Names this shopper's cart, "" before there is one."""
    previewed: int | None = None
    """The product that a signed link of the desk shows though it is not published."""
    tried: Tried | None = None
    """What could not be put into the cart just now, for the panel of that offer."""


@dataclass(frozen=True)
class Seller:
    """A seller as rules need him."""

    id: int
    slug: str
    name: str
    trader: bool
    country: str


@dataclass(frozen=True)
class BusinessModel:
    """What a model plugin brings: its code, and the words and hue of its badge."""

    code: str
    name: Message
    sells: Message
    buys: Message
    hue: Literal["blue", "green", "plum", "amber"]
    icon: str


# -- offers, lines, prices ----------------------------------------------------------------


@dataclass(frozen=True)
class AskingPrice:
    """What an offer asks in one currency; the reduced price holds from..until where these are set."""

    amount: int
    reduced: int | None = None
    reduced_from: datetime | None = None
    reduced_until: datetime | None = None

    def reduced_at(self, now: datetime) -> int | None:
        """The reduced amount if it holds now and is lower, else None."""
        if self.reduced is None or self.reduced >= self.amount:
            return None
        started = self.reduced_from is None or self.reduced_from <= now
        ended = self.reduced_until is not None and self.reduced_until <= now
        return self.reduced if started and not ended else None


@dataclass(frozen=True)
class Offer:
    """One seller's terms for one variant under one business model."""

    id: int
    variant_id: int
    product_id: int
    sku: str
    seller: Seller
    business_model: str
    currency: str
    prices: Mapping[str, AskingPrice]
    per: int = 1
    tax_included: bool = True
    tax_country: str = ""
    minimum: int = 1
    step: int = 1
    audience: str = ""
    stock_id: int | None = None
    available: int | None = None
    tax_class: str = "standard"
    weight_grams: int = 0
    hs_code: str = ""
    origin: str = ""
    restrictions: tuple[str, ...] = ()


@dataclass(frozen=True)
class Line:
    """A cart line, or a piece of a list page (id 0): offer, quantity, terms."""

    offer: Offer
    quantity: int
    terms: Json = field(default_factory=dict)
    id: int = 0


@dataclass(frozen=True)
class Component:
    """One part of a price: why this much. amount is in minor units of the price's currency."""

    kind: str
    label: Message
    amount: int
    reason: Message | None = None


@dataclass(frozen=True)
class UnitPart:
    """A component of one piece's price before rounding; amount in minor units of the unit price's currency."""

    kind: str
    label: Message
    amount: Fraction
    reason: Message | None = None


@dataclass(frozen=True)
class UnitPrice:
    """A business model's answer for one piece: its parts add up to the amount.

    currency is the market's where the offer has a price of its own in it, else the offer's.
    list_amount is the price before a reduction, where one is announced.
    fixed: an accepted quote or proposal; promotion and exchange leave it alone.
    """

    currency: str
    parts: tuple[UnitPart, ...]
    list_amount: Fraction | None = None
    fixed: bool = False

    @property
    def amount(self) -> Fraction:
        return sum((part.amount for part in self.parts), Fraction(0))


@dataclass(frozen=True)
class TaxRow:
    """A tax: amount, and always the reason, jurisdiction and date of the rule, also when zero."""

    amount: int
    base: int
    rate: Fraction
    reason: str
    jurisdiction: str
    valid_from: str = ""


@dataclass(frozen=True)
class Price:
    """What a line costs: net + tax == gross == line_total + adjustments == sum of components."""

    currency: str
    unit_price: int
    quantity: int
    line_total: int
    net: int
    tax: int
    gross: int
    components: tuple[Component, ...]
    taxes: tuple[TaxRow, ...] = ()
    list_price: int | None = None
    prior_price: int | None = None
    fixed: bool = False
    rate_date: str = ""


@dataclass(frozen=True)
class Adjustment:
    """A change of a group's sum, with its reason. Negative amounts reduce.

    on "lines": spread over the given lines (none named: all) by value; on "freight": taken from
    the freight, whole when amount is None.
    """

    code: str
    label: Message
    amount: int | None
    reason: Message | None = None
    on: Literal["lines", "freight"] = "lines"
    line_ids: tuple[int, ...] = ()


@dataclass(frozen=True)
class SaleTerms:
    """What holds for a line's sale besides its price; shown on the product page, frozen at placing.

    release: when the seller gets the money, in the grammar of `storefront.payments.release_rules`: "at-once" (as soon
    as it is paid), "delivered+14d|accepted|sent+30d" (the first of them), "30%@sent;70%@delivered+14d" (in stages). A
    rule that waits for a delivery should name a day after sending too: not every carrier reports deliveries. One that
    cannot be read, or that the chosen way to pay cannot keep, refuses the order.
    """

    importer: Literal["seller", "buyer", "none"] = "none"
    withdrawal_days: int | None = None
    withdrawal_reason: Message | None = None
    guarantee_years: int | None = None
    claim_days: int | None = None
    release: str = "at-once"


@dataclass(frozen=True)
class TradeRules:
    """What holds between shop, seller and buyer after the sale; asked when a group is placed, frozen in the order.

    commission is a share of what the buyer paid for goods and delivery, None: the share agreed with the seller; fee is
    added to it, in minor units of the order's currency; fee_vat is the VAT on both. masks: until when threads hide mail
    addresses and telephone numbers. rates: who rates whom; ratings show when both have rated, or rating_days after
    delivery.
    accepts: who must say yes to an amendment that the other side proposes.
    """

    commission: Fraction | None = None
    fee: int = 0
    fee_vat: Fraction = Fraction(0)
    masks: Literal["never", "until-paid", "always"] = "never"
    rates: Literal["buyer", "both", "nobody"] = "buyer"
    rating_days: int = 30
    accepts: Literal["both", "seller", "nobody"] = "nobody"


CaseKind = Literal["withdrawal", "return", "dispute", "chargeback"]
CaseWish = Literal["refund", "partial-refund", "replacement", "return", "answer"]


@dataclass(frozen=True)
class CaseReason:
    """Why a buyer may open a case, what he may ask for, and the clocks that run then.

    opens: the event its window begins at ("sent" or "delivered"; "paid", for what never arrives: the day after the
    last one it was promised for); from_hours and days: the window, counted from there (days None: the line's claim
    window, after "paid" 60 days). answer_hours: how long the seller has
    to answer; silent: who is right when he says nothing; escalate_hours: how long either side may call the shop after
    an answer that did not settle it; decide_hours: how long the shop has. proof: whether evidence is needed.
    """

    code: str
    label: Message
    kind: CaseKind = "dispute"
    help: Message | None = None
    wishes: tuple[CaseWish, ...] = ("refund", "partial-refund", "replacement", "answer")
    opens: Literal["paid", "sent", "delivered"] = "delivered"
    from_hours: int = 0
    days: int | None = None
    answer_hours: int = 72
    escalate_hours: int = 168
    decide_hours: int = 168
    silent: Literal["buyer", "seller"] = "buyer"
    proof: bool = False


@dataclass(frozen=True)
class Parcel:
    """What one seller would send to one address: grams 0 means unknown."""

    seller: Seller
    country: str
    weight_grams: int
    value: int
    currency: str
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True)
class ShippingMethod:
    """A way to send a parcel, its price gross in the market's currency, and the days it takes."""

    code: str
    label: Message
    amount: int
    currency: str
    days_min: int
    days_max: int


@dataclass(frozen=True)
class Group:
    """The cart's lines of one seller under one business model; becomes one order.

    prices run beside lines. data is what the group's checkout steps have collected.
    """

    seller: Seller
    business_model: str
    lines: tuple[Line, ...]
    prices: tuple[Price, ...] = ()
    codes: tuple[str, ...] = ()
    data: Json = field(default_factory=dict)
    freight: int = 0
    total: int = 0
    currency: str = ""

    @property
    def key(self) -> str:
        return f"{self.seller.id}:{self.business_model}"


@dataclass(frozen=True)
class ScheduledPart:
    """A part of an order's total and when it is due. The shares of a schedule add up to 1.

    due: "now", an ISO date, or "event:<workflow state>" (due when the order gets there).
    """

    label: Message
    share: Fraction
    due: str = "now"


# -- payments -----------------------------------------------------------------------------


@dataclass(frozen=True)
class PaymentRequest:
    """What a provider is asked to collect. key is the idempotency key: the same one, the same payment.

    expires_at: until when the goods wait for it; a page of the provider's own should close before.
    """

    key: str
    amount: int
    currency: str
    reference: str
    description: str
    language: str
    return_url: str
    webhook_url: str
    details: Json = field(default_factory=dict)
    expires_at: datetime | None = None


@dataclass(frozen=True)
class PaymentAnswer:
    """What a provider says of a payment."""

    state: Literal["pending", "succeeded", "failed"]
    reference: str = ""
    amount: int | None = None
    redirect_url: str = ""
    instructions: tuple[Message, ...] = ()
    reason: Message | None = None


@dataclass(frozen=True)
class RefundAnswer:
    """What a provider says of a refund."""

    state: Literal["pending", "succeeded", "failed"]
    reference: str = ""
    reason: Message | None = None


@dataclass(frozen=True)
class RefundNews:
    """What a webhook says of a refund. key is ours; where the provider does not repeat it, its reference finds it.

    payment_reference, amount and currency say of what it is: so one that was made at the provider itself, which nobody
    here asked for, is recorded too.
    """

    answer: RefundAnswer
    key: str = ""
    payment_reference: str = ""
    amount: int = 0
    currency: str = ""


@dataclass(frozen=True)
class PayoutNews:
    """What a webhook says of money that was sent to a seller, by our key or the provider's reference.

    returned: how much of it has come back by now, in all; all of it is a failure, whatever was said before.
    """

    answer: RefundAnswer
    key: str = ""
    returned: int = 0


@dataclass(frozen=True)
class SellerAccountNews:
    """What a webhook says of a seller's account with the provider: whether money can be sent there.

    restricted: the provider waits for something of the seller; bank-refused: his bank would not have it; gone: he has
    ended it. at: when it was so; what is older than what is known changes nothing.
    """

    account: str
    state: Literal["ready", "restricted", "bank-refused", "gone"]
    at: datetime
    reason: str = ""


@dataclass(frozen=True)
class ChargebackNews:
    """What a webhook says of money that a buyer's bank takes back. reference is the provider's name for it.

    The payment is found by our key, else by the provider's reference. fee: what the provider takes for it, in
    fee_currency ("": the same one); fee_returned: how much of it comes back when it is won, None: all.
    """

    reference: str
    payment_reference: str
    amount: int
    currency: str
    state: Literal["open", "won", "lost"] = "open"
    reason: str = ""
    fee: int = 0
    fee_currency: str = ""
    fee_returned: int | None = None
    evidence_due: datetime | None = None
    payment_key: str = ""


# -- workflows ----------------------------------------------------------------------------


@dataclass(frozen=True)
class Transition:
    """An arrow between two states. actors: who may press it; guard: name of a check, "" for none.

    effect is called inside the move's transaction with the subject and its row as it was, to which `now` is added;
    label is the button's words.
    follows: what it follows by itself, "" for nothing; of an order: "sent", when all its goods are sent.
    """

    name: str
    source: tuple[str, ...]
    target: str
    actors: tuple[Literal["buyer", "seller", "staff", "system"], ...]
    label: Message
    guard: Callable[[str, Json], Message | None] | None = None
    effect: Callable[[str, Json], None] | None = None
    follows: Literal["", "sent"] = ""


@dataclass(frozen=True)
class WorkflowTimer:
    """When state is entered, transition follows after so many hours, unless it was left."""

    state: str
    transition: str
    hours: int


@dataclass(frozen=True)
class State:
    """A stage, its words for the timeline, and what happens next and who acts."""

    name: str
    label: Message
    next: Message | None = None
    final: bool = False


@dataclass(frozen=True)
class Workflow:
    """The stages of one noun: the first state is where it begins.

    noun "order" is this model's order; a plugin's own is "<plugin>.<noun>" with the table (a class
    with a column `state`) that keeps it. lock: locks what must be locked before a row of it, given the row's id.
    """

    noun: str
    states: tuple[State, ...]
    transitions: tuple[Transition, ...]
    timers: tuple[WorkflowTimer, ...] = ()
    table: Any = None
    lock: Callable[[int], Any] | None = None


@dataclass(frozen=True)
class Retained:
    """What stays of somebody who leaves, and which law or duty wants that."""

    what: Message
    reason: Message


@dataclass(frozen=True)
class ThreadSides:
    """Who may take part in a thread about a subject, and what holds there.

    seller_id None: the thread says which seller is asked. many: everybody who asks has a thread of his own; else the
    buyer is person buyer_person, or whoever's browser holds one of keys, and mails go to buyer_email. staff: the shop
    takes part. masks and paid: until when contact data is hidden, and whether that is over. path: the subject's page,
    without the language ("orders/AB-12"); countries: whose telephone numbers are looked for.
    """

    title: Message
    seller_id: int | None = None
    many: bool = False
    buyer_email: str = ""
    buyer_person: int | None = None
    buyer_name: str = ""
    buyer_language: str = ""
    keys: frozenset[str] = frozenset()
    staff: bool = False
    masks: Literal["never", "until-paid", "always"] = "never"
    paid: bool = False
    path: str = ""
    countries: tuple[str, ...] = ()


@dataclass(frozen=True)
class OpenWork:
    """Something that must end before a plugin may be disabled."""

    subject: str
    label: Message


# -- pages --------------------------------------------------------------------------------

Delivery = Literal["inline", "deferred", "live"]
Scope = Literal["public", "private"]


@dataclass(frozen=True)
class Kept:
    """What is shown, said to the page cache: tags whose change makes it wrong (`invalidate`), and the moment when
    time alone does."""

    tags: frozenset[str] = frozenset()
    valid_until: datetime | None = None

    def along_with(self, other: Kept | None) -> Kept:
        """What shows both."""
        if other is None:
            return self
        moments = [moment for moment in (self.valid_until, other.valid_until) if moment is not None]
        return Kept(self.tags | other.tags, min(moments, default=None))


@dataclass(frozen=True)
class Fragment:
    """A piece of a page: name (its root's id), slot, template, and a context function.

    context_for is called once per page with all its subjects (ids of what the slot is about; [""]
    for a slot without subject) and answers one context each, None for "nothing here".

    scope "public": the same for everyone in a market and audience, kept with its page; its context has no buyer and
    no cart. What it shows of the plugin's own tables it names in its answer: `"kept": Kept({"batch:7"}, until)`.
    scope "private": this shopper's own, drawn for each request, outside of one too.
    """

    name: str
    slot: str
    template: str
    context_for: Callable[[list[Any], Context], list[dict[str, Any] | None]]
    order: int = 100
    delivery: Delivery = "inline"
    scope: Scope = "public"
    every_seconds: int = 10
    title: Message | None = None


@dataclass(frozen=True)
class NavigationItem:
    """A link for a menu: place is "main", "account", "seller" or "desk"; endpoint is a Flask endpoint.

    At the desk only who may do `act` sees it, and "g" and then `key` go there; icon is one of the theme's. Its order
    says there what it stands under too: from 100 sales, 200 money, 300 people, 400 goods, 500 the shop.
    """

    place: str
    label: Message
    endpoint: str
    order: int = 100
    values: Json = field(default_factory=dict)
    act: str = "desk"
    key: str = ""
    icon: str = ""


@dataclass(frozen=True)
class ProductFacts:
    """A product as search_fields and structured_data get it."""

    id: int
    slug: str
    business_models: tuple[str, ...]
