"""Once a day: who sells so much that the INFORM Act wants his data checked is asked for them."""

from __future__ import annotations

from datetime import datetime, timedelta

from storefront.accounts.applications.clocks import ask_inform
from storefront.accounts.applications.counters import high_volume, threshold
from storefront.accounts.applications.queries import selling_application
from storefront.accounts.applications.sales import busy_sellers, sales_of
from storefront.db import transaction
from storefront.tables import Fact

WATCHED = "sellers.watched"
EVERY, BACK = timedelta(days=1), timedelta(days=732)


def watch(now: datetime) -> int:
    """Ask those who are over and were not asked; how many. Their sales are read outside any transaction."""
    if not _is_due(now):
        return 0
    limit = threshold("inform-collect", now.date().isoformat())
    if limit is None:
        return 0
    busy = busy_sellers(now - BACK, now, limit.sales)
    sales = sales_of(now - BACK, now, limit.currency, busy) if busy else {}
    over = [seller for seller, sold in sales.items() if high_volume(sold, limit, now.date()) == "over"]
    found = [selling_application(seller) for seller in over]
    return sum(ask_inform(row.id, now) for row in found if row is not None)


@transaction()
def _is_due(now: datetime) -> bool:
    seen = Fact.get_or_none(Fact.name == WATCHED)
    if seen and now - datetime.fromisoformat(seen.value) < EVERY:
        return False
    Fact.insert(name=WATCHED, value=now.isoformat()).on_conflict(
        conflict_target=[Fact.name], update={Fact.value: now.isoformat()}
    ).execute()
    return True
