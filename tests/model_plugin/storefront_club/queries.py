"""What reads invitations."""

from __future__ import annotations

from collections.abc import Iterable

from storefront.api import Message, NotFound, OpenWork, ThreadSides, _, whole
from storefront_club.invitations import Agreed, tokens
from storefront_club.tables import Invitation


def is_member(keys: Iterable[str]) -> bool:
    """Whether one of the keys belongs to an accepted invitation."""
    return bool(_accepted(keys))


def agreed_prices(keys: Iterable[str]) -> list[Agreed]:
    """What was promised to whoever holds these keys."""
    return [
        Agreed(row.agreed_sku, row.agreed_price, row.agreed_currency)
        for row in _accepted(keys)
        if row.agreed_sku and row.agreed_price is not None
    ]


def _accepted(keys: Iterable[str]) -> list[Invitation]:
    held = tokens(keys)
    if not held:
        return []
    return list(
        Invitation.select()
        .where(Invitation.token.in_(held), Invitation.state == "accepted")
        .order_by(Invitation.id)
    )


def get_invitation(token: str) -> Invitation:
    """The invitation with this token; raises NotFound."""
    found: Invitation | None = Invitation.get_or_none(Invitation.token == token)
    if found is None:
        raise NotFound("there is no such invitation")
    return found


def unanswered() -> list[OpenWork]:
    """Invitations that are neither accepted nor lapsed."""
    rows = Invitation.select().where(Invitation.state == "sent").order_by(Invitation.id).limit(200)
    return [OpenWork(f"club.invitation:{row.id}", _words(row)) for row in rows]


def _words(row: Invitation) -> Message:
    return _("The invitation of %(email)s is not answered.", email=row.email)


def invitation_sides(subject: str) -> ThreadSides | None:
    """Who talks about an invitation: who was invited, whom its token proves, and the shop that invites."""
    noun, _sep, number = subject.partition(":")
    row = Invitation.get_or_none(Invitation.id == whole(number)) if noun == "club.invitation" else None
    if row is None:
        return None
    title = _("The invitation of %(email)s", email=row.email)
    return ThreadSides(title, 1, buyer_email=row.email, keys=frozenset({row.token}), staff=True)
