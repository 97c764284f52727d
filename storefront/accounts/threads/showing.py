"""Threads as pages show them: from rows to what templates get, for one side."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from storefront.accounts.threads.contexts import FileView, MessageView
from storefront.accounts.threads.masking import Piece
from storefront.accounts.threads.naming import side_names
from storefront.accounts.threads.queries import Said
from storefront.accounts.threads.reading import Reader
from storefront.accounts.threads.seats import Seat
from storefront.accounts.threads.tables import ThreadMessage
from storefront.accounts.threads.translating import MARK
from storefront.accounts.threads.writing import MOST_REASON
from storefront.i18n import Message, _
from storefront.orders.wording import Wording
from storefront.uploads.tables import Upload
from storefront.web.form_view import ActionForm, FieldView

Address = Callable[[str], str]


class Shown:
    """Makes views of a seat's messages. base: the thread's path at this side's pages."""

    def __init__(self, seat: Seat, wording: Wording, base: str) -> None:
        self.seat, self.wording, self.base = seat, wording, base
        self.reader = Reader(seat)
        self.read_at: datetime | None = seat.own.read_at if seat.own else None

    def messages(self, said: Said) -> tuple[MessageView, ...]:
        names = side_names(self.seat, {row.by for row in said.messages})
        return tuple(self._message(row, said, names) for row in said.messages)

    def _message(self, row: ThreadMessage, said: Said, names: dict[str, Message]) -> MessageView:
        t, mine = self.wording.t, row.by == self.seat.role
        hidden = row.hidden_at is not None
        return MessageView(
            id=row.id,
            who=t(_("You")) if mine else t(names[row.by]),
            mine=mine,
            at=self.wording.moment(row.at),
            at_iso=row.at.isoformat(),
            language=row.language,
            parts=() if hidden and self.seat.role != "staff" else self.reader.parts(row),
            translated=() if hidden else self._translated(row, said),
            note=t(self._note(row)),
            files=() if hidden and self.seat.role != "staff" else tuple(map(self._file, said.files[row.id])),
            removed=t(_removed(row, mine)) if hidden else "",
            new=not mine and (self.read_at is None or row.at > self.read_at),
            acts=() if hidden else self._acts(row, row.id in said.reported),
        )

    def _translated(self, row: ThreadMessage, said: Said) -> tuple[Piece, ...]:
        text = said.translations.get((row.id, self.reader.is_masked(row, self.seat.role)), "")
        return _marked(text) if text and row.by != self.seat.role else ()

    def _note(self, row: ThreadMessage) -> Message | None:
        if not self.reader.is_kept_from_others(row):
            return None
        if self.seat.hides_for_ever or self.seat.sides.many:
            return _("The other side does not see the contact data in it.")
        return _("The other side sees the contact data in it once the order is paid.")

    def _file(self, upload: Upload) -> FileView:
        url = f"{self.base}/files/{upload.token}"
        small = f"{url}?size=small" if upload.kind == "image" else ""
        return FileView(upload.name, url, small, *_small(upload.width, upload.height))

    def _acts(self, row: ThreadMessage, reported: bool) -> tuple[ActionForm, ...]:
        if row.by in (self.seat.role, "staff") or self.seat.role == "staff":
            return ()
        t = self.wording.t
        if reported:
            return ()
        reason = FieldView("reason", t(_("What is wrong with it")), "textarea", required=False, maxlength=MOST_REASON)
        url = f"{self.base}/report/{row.id}"
        told = t(_("The shop reads the conversation and decides. The other side is not told who reported it."))
        return (ActionForm(f"report-{row.id}", t(_("Report")), url, (reason,), told),)


def _removed(row: ThreadMessage, mine: bool) -> Message:
    if mine:
        return _("The shop took this message away: %(reason)s", reason=row.hidden_reason)
    return _("The shop took this message away.")


def _small(width: int, height: int) -> tuple[int, int]:
    """The size a picture is shown in: 160 on its longer side."""
    longest = max(width, height, 1)
    return max(1, width * 160 // longest), max(1, height * 160 // longest)


def _marked(text: str) -> tuple[Piece, ...]:
    """A translation with its marks as hidden pieces."""
    parts: Sequence[str] = text.split(MARK)
    made: list[Piece] = []
    for place, part in enumerate(parts):
        if place:
            made.append(Piece(MARK, True))
        if part:
            made.append(Piece(part))
    return tuple(made)
