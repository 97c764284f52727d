"""Who sits where in a thread: buyer, seller or the shop; a stranger has no seat, and is told nothing."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Literal

from storefront.accounts.permissions import sellers_of
from storefront.accounts.person import Person
from storefront.accounts.tables import Person as Account
from storefront.accounts.tables import PersonRole, PersonSeller
from storefront.accounts.tables import Role as NamedRole
from storefront.accounts.threads.nouns import ask_sides
from storefront.accounts.threads.reply_keys import Reply
from storefront.accounts.threads.tables import Participant, Thread
from storefront.errors import NotFound
from storefront.i18n import Message
from storefront.values import ThreadSides

Role = Literal["buyer", "seller", "staff"]
ACT = "messages.answer"


@dataclass(frozen=True)
class Who:
    """Who asks: who is signed in, which reply links this browser was opened with, which keys of orders it holds."""

    person: Person | None = None
    replies: tuple[Reply, ...] = ()
    keys: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Seat:
    """A place in a thread, or in one that is not begun yet. person_id: who sits there, if that is known."""

    role: Role
    subject: str
    sides: ThreadSides
    seller_id: int
    person_id: int | None = None
    thread: Thread | None = None
    participants: dict[str, Participant] = field(default_factory=dict)
    gone: bool = False

    @property
    def own(self) -> Participant | None:
        return self.participants.get(self.role)

    @property
    def begun(self) -> Thread:
        """Its thread; raises NotFound where nothing was written yet."""
        if self.thread is None:
            raise NotFound("nothing was written yet")
        return self.thread

    @property
    def hides(self) -> bool:
        """Whether contact data of the other side is hidden here now."""
        masks = self.sides.masks if self.thread is None or not self.sides.many else self.thread.masks
        return masks == "always" or (masks == "until-paid" and not self.sides.paid)

    @property
    def hides_for_ever(self) -> bool:
        masks = self.sides.masks if self.thread is None or not self.sides.many else self.thread.masks
        return masks == "always"


def find_seat(token: str, who: Who) -> Seat:
    """Where somebody sits in a thread; raises NotFound for a stranger."""
    thread: Thread | None = Thread.get_or_none(Thread.token == token) if token else None
    if thread is None:
        raise NotFound("there is no such thread")
    return seat_in(thread, who)


def seat_in(thread: Thread, who: Who) -> Seat:
    """The same of a thread that is known."""
    return _seated(seat_of(thread, "buyer"), who)


def seat_of(thread: Thread, role: Role) -> Seat:
    """A side's seat, for the worker: nobody in person sits there."""
    sides, gone = _sides(thread)
    rows = {row.role: row for row in Participant.select().where(Participant.thread == thread.id)}
    return Seat(role, thread.subject, sides, thread.seller_id, thread=thread, participants=rows, gone=gone)


def seat_about(subject: str, who: Who) -> Seat:
    """Where somebody sits in the one thread about a subject, begun or not; raises NotFound for a stranger."""
    sides = ask_sides(subject)
    if sides is None or sides.many or sides.seller_id is None:
        raise NotFound("there is no such thread")
    thread = Thread.get_or_none(Thread.subject == subject, Thread.seller_id == sides.seller_id, Thread.asker == "")
    return seat_in(thread, who) if thread else _seated(Seat("buyer", subject, sides, sides.seller_id), who)


def _sides(thread: Thread) -> tuple[ThreadSides, bool]:
    """What holds there now; of what is gone, that nobody writes any more and all stays hidden that was."""
    sides = ask_sides(thread.subject)
    if sides is not None:
        return sides, False
    return ThreadSides(Message.from_json(thread.title), thread.seller_id, masks=thread.masks), True


def _seated(seat: Seat, who: Who) -> Seat:
    if _is_buyer(seat, who):
        person_id = who.person.id if who.person and _is_his(seat, who.person) else None
        return replace(seat, role="buyer", person_id=person_id)
    if seat.thread is not None and seat.thread.state == "unproved":
        raise NotFound("nobody has shown yet that this question is his")
    for token, person_id in who.replies:
        participant = seat.participants.get("seller")
        if participant is not None and participant.token == token and _still_works(person_id, seat.seller_id):
            return replace(seat, role="seller", person_id=person_id or None)
    limit = sellers_of(who.person, ACT) if who.person else frozenset()
    if limit is not None and seat.seller_id not in limit:
        raise NotFound("this thread is somebody else's")
    assert who.person is not None
    # a shop whose own goods these are answers for the seller
    as_staff = limit is None and bool(people_of(seat.seller_id))
    return replace(seat, role="staff" if as_staff else "seller", person_id=who.person.id)


def _is_buyer(seat: Seat, who: Who) -> bool:
    own = seat.participants.get("buyer")
    if own is not None and any(token == own.token for token, _person in who.replies):
        return True
    if seat.sides.keys & who.keys:
        return True
    return who.person is not None and _is_his(seat, who.person)


def _is_his(seat: Seat, person: Person) -> bool:
    own = seat.participants.get("buyer")
    return person.id in (own.person_id if own else None, seat.sides.buyer_person)


def people_of(seller_id: int) -> list[tuple[int, str, str]]:
    """Who works for a seller: id, address and language of those who can sign in."""
    rows = (
        Account.select(Account.id, Account.email, Account.language)
        .join(PersonSeller, on=(PersonSeller.person == Account.id))
        .join(PersonRole, on=(PersonRole.user == Account.id))
        .join(NamedRole)
        .where(NamedRole.name == "seller", PersonSeller.seller == seller_id)
        .where(Account.active, Account.confirmed_at.is_null(False))
    )
    return list(rows.order_by(Account.id).tuples())


def _still_works(person_id: int, seller_id: int) -> bool:
    """Whether a link sent to one of the seller's people still opens; 0: it went to his own address."""
    people = {number for number, _email, _language in people_of(seller_id)}
    return person_id in people if person_id else not people
