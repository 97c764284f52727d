"""The stages of a case: whose turn it is. Core's own noun "case"; every step is written by the verbs of this folder."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from storefront.i18n import Message, _
from storefront.orders.cases import silence
from storefront.orders.cases.tables import Case
from storefront.orders.locks import lock_order
from storefront.values import Json, State, Transition, Workflow

NOUN = "case"
OPEN = ("unproved", "seller", "buyer", "returning", "checking", "shop", "decided", "provider")

STATES = (
    State("unproved", _("To be confirmed by mail")),
    State("seller", _("The seller's turn")),
    State("buyer", _("The buyer's turn")),
    State("returning", _("The goods go back")),
    State("checking", _("The seller checks the goods")),
    State("shop", _("The shop decides")),
    State("decided", _("Decided")),
    State("provider", _("The bank decides")),
    State("closed", _("Closed"), final=True),
)
Who = Literal["buyer", "seller", "staff", "system"]
SELLERS: tuple[Who, ...] = ("seller", "staff")
EVERYBODY: tuple[Who, ...] = ("buyer", "seller", "staff", "system")


def _by_itself(name: str, source: str, target: str, label: Message, effect: Callable[[str, Json], None]) -> Transition:
    """What follows when nobody acts in time."""
    return Transition(name, (source,), target, ("system",), label, effect=effect)


TRANSITIONS = (
    Transition("take-up", ("unproved",), "seller", ("system", "staff"), _("Take up")),
    Transition("to-provider", ("unproved",), "provider", ("system",), _("Hand to the bank")),
    Transition("offer", ("seller",), "buyer", SELLERS, _("Answer")),
    Transition("escalate", ("seller", "buyer", "checking"), "shop", EVERYBODY, _("Ask the shop to decide")),
    Transition(
        "await-goods",
        ("unproved", "seller", "buyer", "shop", "decided"),
        "returning",
        EVERYBODY,
        _("Ask for the goods"),
        effect=silence.goods_wanted,
    ),
    Transition("send-back", ("returning",), "checking", ("buyer",), _("I have sent it back")),
    Transition("decide", ("shop",), "decided", ("staff",), _("Decide")),
    Transition("appeal", ("decided",), "shop", ("buyer", "seller"), _("Object to the decision")),
    Transition("close", OPEN, "closed", EVERYBODY, _("Close")),
    _by_itself("seller-silent", "seller", "decided", _("The seller was silent"), silence.seller_silent),
    _by_itself("buyer-silent", "buyer", "closed", _("The buyer was silent"), silence.buyer_silent),
    _by_itself("nothing-sent", "returning", "closed", _("Nothing came back"), silence.nothing_sent),
    _by_itself("goods-taken", "checking", "closed", _("The goods are back"), silence.goods_taken),
    _by_itself("shop-silent", "shop", "decided", _("Nobody decided"), silence.shop_silent),
    _by_itself("carry-out", "decided", "closed", _("The decision stands"), silence.carry_out),
)


def case_workflow() -> Workflow:
    """Checked at start like every other."""
    return Workflow(NOUN, STATES, TRANSITIONS, table=Case, lock=_lock)


def _lock(case_id: int) -> None:
    """An order's purchase comes before all of its rows: see orders/locks.py."""
    order_id = Case.select(Case.order).where(Case.id == case_id).tuples().first()
    if order_id is not None:
        lock_order(order_id[0])
