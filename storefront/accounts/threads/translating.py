"""Messages in the reader's language: by whichever plugin translates, kept per message and language."""

from __future__ import annotations

from collections.abc import Sequence

from storefront.accounts.threads.masking import masked
from storefront.accounts.threads.queries import translations_of
from storefront.accounts.threads.reading import Reader
from storefront.accounts.threads.seats import Role, Seat, people_of, seat_of
from storefront.accounts.threads.tables import MessageTranslation, Participant, Thread, ThreadMessage
from storefront.db import transaction
from storefront.runtime import current

# what is kept in place of hidden contact data: no translator changes it
MARK = "[…]"


def can_translate() -> bool:
    """Whether any plugin translates."""
    return current().plugins.answers("translate_texts")


def translate_new(message_id: int) -> None:
    """A message in the languages of those who will read it; may be told twice. Outside a transaction."""
    row = ThreadMessage.get_or_none(ThreadMessage.id == message_id)
    if row is None:
        return
    thread = Thread.get_by_id(row.thread_id)
    for role, language in _readers(thread):
        if role != row.by and language != row.language:
            translate(seat_of(thread, role), [row], language)


def translate(seat: Seat, rows: Sequence[ThreadMessage], language: str) -> int:
    """Messages of one thread in a language, as this side may read them; how many were. Outside a transaction."""
    reader, made = Reader(seat), 0
    wanted: dict[tuple[str, bool], list[ThreadMessage]] = {}
    for row in rows:
        if row.text and row.hidden_at is None and row.language != language:
            wanted.setdefault((row.language, reader.is_masked(row, seat.role)), []).append(row)
    for (source, is_masked), group in wanted.items():
        known = translations_of([row.id for row in group], language)
        missing = [row for row in group if (row.id, is_masked) not in known]
        texts = [masked(reader.parts(row), MARK) for row in missing]
        if not texts:
            continue
        answer = current().plugins.first("translate_texts", texts=texts, source=source, target=language)
        if answer is not None:
            made += _keep(missing, answer, language, is_masked)
    return made


@transaction()
def _keep(rows: Sequence[ThreadMessage], texts: Sequence[str], language: str, is_masked: bool) -> int:
    for row, text in zip(rows, texts, strict=True):
        values = {"message": row.id, "language": language, "masked": is_masked, "text": text}
        MessageTranslation.insert(values).on_conflict_ignore().execute()
    return len(rows)


def _readers(thread: Thread) -> list[tuple[Role, str]]:
    """Each side with its languages."""
    found: list[tuple[Role, str]] = []
    for row in Participant.select().where(Participant.thread == thread.id):
        people = people_of(thread.seller_id) if row.role == "seller" else []
        spoken = {language for _number, _email, language in people}
        found += [(row.role, language) for language in sorted(spoken or {row.language})]
    return found
