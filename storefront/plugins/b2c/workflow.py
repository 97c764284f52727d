"""The stages of a retail order."""

from __future__ import annotations

from storefront.api import State, Transition, Workflow, WorkflowTimer, _
from storefront.plugins.b2c import actions

# A consumer may withdraw within 14 days of receipt; afterwards the order rests.
CLOSES_AFTER_HOURS = 14 * 24

STATES = (
    State("placed", _("Ordered"), _("The seller confirms the order.")),
    State("accepted", _("Confirmed"), _("The seller packs and sends the goods.")),
    State(
        "fulfilled",
        _("Sent"),
        _("The goods are on their way. The order closes by itself after 14 days."),
    ),
    State("closed", _("Completed"), final=True),
    State("cancelled", _("Cancelled"), _("What was paid goes back."), final=True),
)

TRANSITIONS = (
    Transition("accept", ("placed",), "accepted", ("seller", "staff", "system"), _("Confirm the order")),
    Transition(
        "fulfil", ("placed", "accepted"), "fulfilled", ("seller", "staff", "system"), _("Mark as sent"), follows="sent"
    ),
    Transition("close", ("fulfilled",), "closed", ("staff", "system"), _("Complete the order")),
    Transition(
        "cancel",
        ("placed",),
        "cancelled",
        ("buyer", "seller", "staff", "system"),
        _("Cancel the order"),
        effect=actions.give_code_back,
    ),
    Transition(
        "cancel",
        ("accepted",),
        "cancelled",
        ("seller", "staff", "system"),
        _("Cancel the order"),
        effect=actions.give_code_back,
    ),
)

TIMERS = (WorkflowTimer("fulfilled", "close", CLOSES_AFTER_HOURS),)


def order_workflow() -> Workflow:
    """placed → accepted → fulfilled → closed; cancelled until the goods are sent."""
    return Workflow("order", STATES, TRANSITIONS, TIMERS)
