"""What staff do with differences."""

from __future__ import annotations

from storefront.catalogue.rows import Row
from storefront.db import transaction
from storefront.desk.audit import Actor, record
from storefront.errors import NotFound
from storefront.forms import cleaned
from storefront.payments.reconciliation.actions import settle_difference
from storefront.payments.reconciliation.tables import ReconciliationDifference

ACT = "payments.confirm"


def find_difference(actor: Actor, difference_id: int) -> Row:
    """One difference; raises NotFound for who may not see it."""
    actor.must(ACT)
    query = ReconciliationDifference.select().where(ReconciliationDifference.id == difference_id)
    found: Row | None = query.dicts().first()
    if found is None:
        raise NotFound(f"there is no difference {difference_id}")
    return found


@transaction()
def settle(actor: Actor, difference_id: int, reason: str) -> None:
    """Note why a difference is settled. Raises Refused without a reason, or when it is settled already."""
    actor.must(ACT)
    why = cleaned(reason)
    settle_difference(difference_id, why, f"staff:{actor.person.id}", actor.now)
    record(actor, "difference.settle", f"difference:{difference_id}", {}, {"reason": why})
