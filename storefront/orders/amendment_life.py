"""The stages of an amendment: proposed, then carried out, declined, withdrawn or expired."""

from __future__ import annotations

from typing import Literal

from storefront.i18n import Message, _
from storefront.orders.tables import Amendment
from storefront.outbox import once
from storefront.values import Json, State, Transition, Workflow, WorkflowTimer
from storefront.workflow import record

NOUN = "amendment"
PROPOSED, CARRIED_OUT = "proposed", "carried-out"
ANSWER_HOURS = 7 * 24
EVERYBODY: tuple[Literal["buyer", "seller", "staff", "system"], ...] = ("buyer", "seller", "staff", "system")
ENDED: dict[str, Message] = {
    "declined": _("The change was declined"),
    "withdrawn": _("The change was withdrawn"),
    "expired": _("Nobody answered: the order stays as it is"),
}


def amendment_workflow() -> Workflow:
    """proposed → carried-out, or an end that changes nothing; silence ends it too."""
    states = (
        State(PROPOSED, _("A change was proposed"), _("The other side says yes or no.")),
        State(CARRIED_OUT, _("The order was changed"), final=True),
        *(State(name, label, final=True) for name, label in ENDED.items()),
    )
    transitions = (
        Transition("accept", (PROPOSED,), CARRIED_OUT, EVERYBODY, _("Accept the change")),
        Transition("decline", (PROPOSED,), "declined", EVERYBODY, _("Decline"), effect=_ended),
        Transition("withdraw", (PROPOSED,), "withdrawn", EVERYBODY, _("Withdraw"), effect=_ended),
        Transition("expire", (PROPOSED,), "expired", ("system",), _("Let it lapse"), effect=_ended),
    )
    return Workflow(NOUN, states, transitions, (WorkflowTimer(PROPOSED, "expire", ANSWER_HOURS),), Amendment)


def _ended(subject: str, row: Json) -> None:
    """The order's story says how it ended; the buyer is told of silence."""
    now = row["now"]
    kept = Amendment.get_by_id(row["id"])
    kept.decided_at = now
    kept.save(only=[Amendment.decided_at])
    label = ENDED[kept.state]
    record(f"order:{kept.order_id}", f"amendment-{kept.state}", label, data={"amendment": kept.id}, now=now)
    if kept.state != "declined" or kept.asked_by == "buyer":
        about = {"about": "amendment", "order": kept.order_id, "amendment": kept.id, "state": kept.state}
        once("notice_mail", {"purchase": kept.order.purchase_id, **about}, now)
