"""The stages of a club order and of an invitation."""

from __future__ import annotations

from storefront.api import State, Transition, Workflow, WorkflowTimer, _
from storefront_club.tables import Invitation

LAPSES_AFTER_HOURS = 72
CLOSES_AFTER_HOURS = 14 * 24


def order_workflow() -> Workflow:
    """placed → making → fulfilled → closed; cancelled while nothing is being made."""
    return Workflow(
        "order",
        (
            State("placed", _("Ordered"), _("The workshop begins when the first part is paid.")),
            State("making", _("Being made"), _("The workshop makes it and sends it.")),
            State("fulfilled", _("Sent"), _("The second part is due. Afterwards the order closes by itself.")),
            State("closed", _("Completed"), final=True),
            State("cancelled", _("Cancelled"), _("What was paid goes back."), final=True),
        ),
        (
            Transition("make", ("placed",), "making", ("seller", "staff", "system"), _("Begin making")),
            Transition("fulfil", ("making",), "fulfilled", ("seller", "staff", "system"), _("Mark as sent")),
            Transition("close", ("fulfilled",), "closed", ("staff", "system"), _("Complete the order")),
            Transition(
                "cancel", ("placed",), "cancelled", ("buyer", "seller", "staff", "system"), _("Cancel the order")
            ),
        ),
        (WorkflowTimer("fulfilled", "close", CLOSES_AFTER_HOURS),),
    )


def invitation_workflow() -> Workflow:
    """sent → accepted, or lapsed after three days."""
    return Workflow(
        "club.invitation",
        (
            State("sent", _("Sent"), _("It can be accepted for three days.")),
            State("accepted", _("Accepted"), final=True),
            State("lapsed", _("Lapsed"), final=True),
        ),
        (
            Transition("accept", ("sent",), "accepted", ("buyer",), _("Join the club")),
            Transition("lapse", ("sent",), "lapsed", ("staff", "system"), _("Let it lapse")),
        ),
        (WorkflowTimer("sent", "lapse", LAPSES_AFTER_HOURS),),
        table=Invitation,
    )
