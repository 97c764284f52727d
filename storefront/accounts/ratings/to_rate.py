"""What a buyer can rate, as his pages list it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from storefront.accounts.ratings.contexts import RateItem
from storefront.accounts.ratings.paths import rate_path
from storefront.accounts.ratings.rules import STATES, WITHDRAWN
from storefront.accounts.ratings.sales import Sale
from storefront.accounts.ratings.showing import stars_words
from storefront.i18n import _
from storefront.orders.line_views import line_image, line_title
from storefront.orders.wording import Wording


def rate_items(sales: Sequence[Sale], wording: Wording, now: datetime) -> tuple[RateItem, ...]:
    """Everything that was rated, or can be; nothing where neither holds."""
    found = []
    for sale in sales:
        said = sale.review if sale.review is not None and sale.review.state != WITHDRAWN else None
        if said is None and not sale.is_open(now):
            continue
        url = rate_path(wording.language, sale.order["number"], sale.line["id"])
        if said is None:
            label = _("Rate it")
        else:
            label = _("Change or take back") if sale.may_change() else _("See what you said")
        found.append(
            RateItem(
                title=line_title(sale.line, wording),
                image=line_image(sale.line, wording),
                state=wording.t(STATES[said.state]) if said else "",
                url=url,
                label=wording.t(label),
                stars=said.stars if said else 0,
                stars_words=stars_words(said.stars, wording) if said else "",
            )
        )
    return tuple(found)
