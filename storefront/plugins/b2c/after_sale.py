"""What retail says of the time after the sale: who rates, and its own reasons to complain."""

from __future__ import annotations

from storefront.api import CaseReason, TradeRules, _

# a buyer tries things for some weeks before he judges them
RULES = TradeRules(rates="buyer", rating_days=60)
REASONS = (
    CaseReason(
        "wrong-article",
        _("Something else came than I ordered"),
        help=_("Another colour, size or article. A photo of it and of the label on the parcel helps."),
    ),
    CaseReason("incomplete", _("Something is missing in the parcel"), help=_("Fewer pieces, or a part is missing.")),
)
