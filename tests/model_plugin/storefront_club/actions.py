"""What changes invitations."""

from __future__ import annotations

import secrets
from datetime import datetime

from storefront.api import begin, move, transaction
from storefront_club.invitations import Agreed
from storefront_club.queries import get_invitation
from storefront_club.tables import Invitation


@transaction()
def invite(email: str, now: datetime, agreed: Agreed | None = None) -> str:
    """Invite somebody; the token for the link. It lapses after 72 hours."""
    row = Invitation.create(
        token=secrets.token_urlsafe(24),
        email=email,
        state="sent",
        agreed_sku=agreed.sku if agreed else "",
        agreed_price=agreed.price if agreed else None,
        agreed_currency=agreed.currency if agreed else "",
        sent_at=now,
    )
    begin(f"club.invitation:{row.id}", "club.invitation", "club", now=now)
    return str(row.token)


@transaction()
def accept(token: str) -> None:
    """Become a member; accepting again changes nothing. Raises NotFound, and Refused when it has lapsed."""
    invitation = get_invitation(token)
    if invitation.state != "accepted":
        move(f"club.invitation:{invitation.id}", "accept", actor=invitation.email, role="buyer")


@transaction()
def forget_lapsed(subject: str, transition: str) -> None:
    """Whoever did not answer is not kept: a lapsed invitation loses its address. May be told twice."""
    noun, _sep, number = subject.partition(":")
    if (noun, transition) == ("club.invitation", "lapse"):
        Invitation.update(email="").where(Invitation.id == int(number)).execute()
