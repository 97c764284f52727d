"""What of a message one side reads: without the contact data that is hidden from it now, in its language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import PurePath
from urllib.parse import urlsplit

from storefront.accounts.threads.masking import Piece, has_contact, pieces
from storefront.accounts.threads.seats import Role, Seat
from storefront.accounts.threads.tables import ThreadMessage
from storefront.catalogue.tables import Seller
from storefront.i18n import Message, _
from storefront.runtime import current
from storefront.uploads.files import KeptFile

ENDINGS = frozenset({".jpg", ".jpeg", ".png", ".webp", ".gif", ".pdf"})


class Reader:
    """Reads a thread's messages as one side of it. hides: whether the other side's contact data is hidden from it."""

    def __init__(self, seat: Seat) -> None:
        self.seat = seat
        self.hides = seat.hides
        self._host = urlsplit(current().shop.base_url).hostname or ""
        self._regions = regions_of(seat) if self.hides else ()

    def parts(self, row: ThreadMessage, role: Role | None = None) -> tuple[Piece, ...]:
        """A message's text as this side (or another) reads it."""
        if not self.is_masked(row, role or self.seat.role):
            return (Piece(row.text),) if row.text else ()
        return pieces(row.text, self._regions, self._host)

    def is_masked(self, row: ThreadMessage, role: Role) -> bool:
        """Whether contact data in it is hidden from a side; the shop sees everything, and what it writes is seen."""
        return self.hides and row.by != role and "staff" not in (row.by, role)

    def is_kept_from_others(self, row: ThreadMessage) -> bool:
        """Whether the reader's own message has something in it that the other side does not see."""
        own = self.hides and row.by == self.seat.role and row.by != "staff"
        return own and has_contact(row.text, self._regions, self._host)


def regions_of(seat: Seat) -> tuple[str, ...]:
    """The countries whose telephone numbers are looked for: the subject's, the seller's, the shop's."""
    seller = Seller.select(Seller.country).where(Seller.id == seat.seller_id).tuples().first()
    own = current().settings.shop.country
    return tuple(dict.fromkeys((*seat.sides.countries, *(seller or ()), own)))


def nameless(seat: Seat, files: Sequence[KeptFile]) -> tuple[KeptFile, ...]:
    """Files that are sent from a seat: where contact data is hidden, a name that tells some is not kept."""
    if not seat.hides or not files:
        return tuple(files)
    regions = regions_of(seat)
    tells = [has_contact(one.name, regions) for one in files]
    return tuple(
        replace(one, name=f"file{_ending(one.name)}") if told else one for one, told in zip(files, tells, strict=True)
    )


def _ending(name: str) -> str:
    ending = PurePath(name).suffix.lower()
    return ending if ending in ENDINGS else ""


def shown_name(name: str) -> str:
    """An asker's name for the seller: nothing where it tells how to reach him."""
    return "" if has_contact(name, (current().settings.shop.country,)) else name


def hidden_words(seat: Seat) -> Message:
    """What stands in place of contact data."""
    return _("[hidden]") if seat.hides_for_ever else _("[hidden until it is paid]")


def hiding_note(seat: Seat) -> Message | None:
    """What both sides are told about it; None: nothing is hidden here."""
    if not seat.hides or seat.role == "staff":
        return None
    if seat.hides_for_ever or seat.sides.many:
        return _("E-mail addresses, telephone numbers and links are hidden here: the shop protects what is said here.")
    return _("E-mail addresses, telephone numbers and links are hidden until the order is paid.")
