"""Why somebody may open a case: the reasons that always hold, and the business model's own."""

from __future__ import annotations

from storefront.i18n import _
from storefront.runtime import Runtime
from storefront.values import CaseReason

# what never came may be said from the day it should be here, see windows.py
NOT_RECEIVED = CaseReason(
    "not-received",
    _("It did not arrive"),
    help=_("The parcel is late, or it says delivered and is not there."),
    wishes=("refund", "replacement", "answer"),
    opens="paid",
)
NOT_AS_DESCRIBED = CaseReason(
    "not-as-described",
    _("It is not as described"),
    help=_("Material, size, condition or function differ from what was promised. Photos help."),
    wishes=("refund", "partial-refund", "replacement", "return", "answer"),
)
DAMAGED = CaseReason(
    "damaged",
    _("It arrived damaged or does not work"),
    help=_("Send photos of the damage and of the parcel."),
    wishes=("refund", "partial-refund", "replacement", "return", "answer"),
    proof=True,
)
CORE_REASONS = (NOT_RECEIVED, NOT_AS_DESCRIBED, DAMAGED)
# Directive 2011/83/EU, articles 9 to 16
WITHDRAWAL = CaseReason(
    "withdrawal", _("Withdrawal from the contract"), kind="withdrawal", wishes=("refund",), answer_hours=14 * 24
)
CHARGEBACK = CaseReason(
    "chargeback", _("The buyer's bank took the money back"), kind="chargeback", wishes=("refund",), opens="paid"
)


def reasons_for(runtime: Runtime, business_model: str) -> dict[str, CaseReason]:
    """The reasons of an order's business model by their codes, core's first; a model may replace one of core's."""
    own = runtime.plugins.owned("case_reasons", business_model, business_model=business_model) or ()
    return {reason.code: reason for reason in (*CORE_REASONS, *own)}
