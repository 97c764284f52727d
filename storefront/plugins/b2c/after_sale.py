"""What retail says of the time after the sale: who rates, and its own reasons to complain."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from storefront.api import CaseReason, Context, Line, SaleTerms, TradeRules, _, lawful_terms

# The seller has his money when the buyer can withdraw no more, or says that all is well. Not every carrier reports a
# delivery: 30 days after sending a parcel has arrived, or its loss has been reported.
RELEASE = "delivered+14d|accepted|sent+30d"

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


def terms(lines: Sequence[Line], context: Context) -> list[SaleTerms]:
    """What the law says, and when the seller gets the money."""
    return [replace(lawful_terms(line.offer.seller, context), release=RELEASE) for line in lines]
