"""What reads applications and commissions."""

from __future__ import annotations

from datetime import datetime
from fractions import Fraction
from typing import Any

from storefront.accounts.applications.stages import OPEN, SELLING
from storefront.accounts.applications.tables import AgreedCommission, Application
from storefront.db import utc_now
from storefront.errors import NotFound


def get_own(person_id: int, application_id: int) -> Application:
    """Somebody's application; raises NotFound for any other's."""
    found: Application | None = Application.get_or_none(
        Application.id == application_id, Application.person_id == person_id
    )
    if found is None:
        raise NotFound(f"there is no application {application_id} of this person")
    return found


def get_application(application_id: int) -> Application:
    """An application, for staff; a draft is nobody's business but his who writes it."""
    found: Application | None = Application.get_or_none(Application.id == application_id, Application.state != "draft")
    if found is None:
        raise NotFound(f"there is no application {application_id}")
    return found


def find_open(person_id: int) -> Application | None:
    """The application somebody has begun or handed in and that is not decided."""
    found: Application | None = Application.get_or_none(
        Application.person_id == person_id, Application.state.in_(OPEN)
    )
    return found


def applications_of(person_id: int) -> list[Application]:
    """Somebody's applications, the newest first."""
    return list(Application.select().where(Application.person_id == person_id).order_by(Application.id.desc()))


def selling_application(seller_id: int) -> Application | None:
    """The application by which a seller sells, suspended or not."""
    mine = (Application.seller_id == seller_id) & Application.state.in_(SELLING)
    found: Application | None = Application.select().where(mine).order_by(Application.id.desc()).first()
    return found


def agreed_commission(seller_id: int, now: datetime | None = None) -> Fraction:
    """The share of a seller's sales that is the shop's now; 0 where none was agreed."""
    row = _agreed(seller_id).where(AgreedCommission.valid_from <= (now or utc_now())).first()
    return Fraction(row.share) if row else Fraction(0)


def commissions_of(seller_id: int) -> list[AgreedCommission]:
    """What was agreed with a seller, the newest first."""
    return list(_agreed(seller_id))


def _agreed(seller_id: int) -> Any:
    order = (AgreedCommission.valid_from.desc(), AgreedCommission.id.desc())
    return AgreedCommission.select().where(AgreedCommission.seller == seller_id).order_by(*order)
