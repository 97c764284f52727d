"""What the law gives a consumer who buys from a trader, whatever the business model."""

from __future__ import annotations

from storefront.i18n import _, ngettext
from storefront.pricing.guarantee import guarantee_years
from storefront.values import Context, SaleTerms, Seller

# Directive 2011/83/EU articles 9 and 16.
WITHDRAWAL_DAYS = 14


def lawful_terms(seller: Seller, context: Context) -> SaleTerms:
    """Withdrawal and guarantee by seller.trader, buyer.consumer and the country the goods go to."""
    if seller.trader and context.buyer.consumer:
        years = guarantee_years(context.market.country, context.now.date().isoformat())
        reason = ngettext(
            "You can withdraw from this contract within %(num)s day of receiving the last item,"
            " without giving a reason.",
            "You can withdraw from this contract within %(num)s days of receiving the last item,"
            " without giving a reason.",
            WITHDRAWAL_DAYS,
        )
        return SaleTerms(withdrawal_days=WITHDRAWAL_DAYS, withdrawal_reason=reason, guarantee_years=years)
    if not seller.trader:
        reason = _("The seller is a private person: consumer law, such as the right of withdrawal, does not apply.")
    else:
        reason = _("You buy as a business: the right of withdrawal for consumers does not apply.")
    return SaleTerms(withdrawal_reason=reason)
