"""The life of an application: a table, like every noun's."""

from __future__ import annotations

from storefront.accounts.applications.clocks import forget_answers, forget_papers, reminded, resumed, suspended
from storefront.accounts.applications.tables import Application
from storefront.i18n import _
from storefront.values import State, Transition, Workflow, WorkflowTimer

# an application that nobody goes on with, and one that was refused, are forgotten after so long
LAPSE_HOURS, FORGET_HOURS = 24 * 90, 24 * 180
OPEN = ("draft", "review", "asked")
SELLING = ("approved", "suspended")


def application_workflow() -> Workflow:
    """From the first answer to selling, and what may end that."""
    return Workflow(
        "application",
        (
            State("draft", _("Begun"), _("You go on with it and send it.")),
            State("review", _("Being looked at"), _("We look at it and write to you, within three working days.")),
            State("asked", _("More is needed"), _("You answer what we asked and send it again.")),
            State("approved", _("Approved")),
            State("suspended", _("Suspended"), _("You send what is missing; then we open your shop again.")),
            State("refused", _("Refused")),
            State("ended", _("Ended")),
            State("kept", _("Ended; kept for the tax office")),
            State("replaced", _("Replaced by a newer one"), final=True),
            State("closed", _("Closed"), final=True),
        ),
        (
            Transition("submit", ("draft", "asked"), "review", ("seller",), _("Send the application")),
            Transition("ask", ("review",), "asked", ("staff",), _("Ask for more")),
            Transition("approve", ("review",), "approved", ("staff",), _("Approve")),
            Transition("refuse", ("review", "asked"), "refused", ("staff",), _("Refuse")),
            Transition("withdraw", OPEN, "closed", ("seller",), _("Withdraw the application"), effect=forget_answers),
            Transition("lapse", ("draft", "asked"), "closed", ("system",), _("Forget it"), effect=forget_answers),
            Transition("forget", ("refused",), "closed", ("system",), _("Forget it"), effect=forget_answers),
            Transition("remind", ("approved",), "approved", ("system",), _("Remind of a document"), effect=reminded),
            Transition("suspend", ("approved",), "suspended", ("staff", "system"), _("Suspend"), effect=suspended),
            Transition("lift", ("suspended",), "approved", ("staff",), _("Lift the suspension"), effect=resumed),
            Transition("end", SELLING, "ended", ("system",), _("End it")),
            Transition("drop", ("ended",), "kept", ("system",), _("Delete its documents"), effect=forget_papers),
            Transition("erase", ("kept",), "closed", ("system",), _("Forget it"), effect=forget_answers),
            Transition("replace", SELLING, "replaced", ("system",), _("Replace it"), effect=forget_answers),
        ),
        (
            WorkflowTimer("draft", "lapse", LAPSE_HOURS),
            WorkflowTimer("asked", "lapse", LAPSE_HOURS),
            WorkflowTimer("refused", "forget", FORGET_HOURS),
            WorkflowTimer("ended", "drop", FORGET_HOURS),
        ),
        Application,
    )
