"""A plugin's own noun has threads, and a plugin translates what stands in any."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from storefront_club.actions import invite
from storefront_club.tables import Invitation

from storefront import outbox
from storefront.accounts.threads.masking import masked
from storefront.accounts.threads.reading import Reader
from storefront.accounts.threads.seats import Who, seat_about
from storefront.accounts.threads.tables import MessageTranslation, Participant, Thread, ThreadMessage
from storefront.api import message, open_thread
from storefront.errors import NotFound
from storefront.runtime import Runtime
from storefront.worker import handlers

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


@pytest.mark.plugins("club")
def test_a_plugin_opens_a_thread_about_its_own_noun_and_translates_it(shop: Runtime) -> None:
    token = invite("berta@example.com", NOW)
    subject = f"club.invitation:{Invitation.get().id}"
    assert open_thread(subject, NOW) == open_thread(subject, NOW) == Thread.get().token
    assert sorted(row.role for row in Participant.select()) == ["buyer", "seller", "staff"]
    Participant.update(language="de").where(Participant.role == "buyer").execute()
    message(subject, "seller", "Welcome\x00 in", NOW)
    while outbox.work(handlers(NOW), NOW):
        pass
    assert [(row.language, row.masked, row.text) for row in MessageTranslation.select()] == [
        ("de", False, "Welcome in (en → de)")
    ]
    seat = seat_about(subject, Who(keys=frozenset({token})))
    assert (seat.role, masked(Reader(seat).parts(ThreadMessage.get()), "▒")) == ("buyer", "Welcome in")
    for stranger in (Who(), Who(keys=frozenset({"another"}))):
        with pytest.raises(NotFound):
            seat_about(subject, stranger)
    with pytest.raises(NotFound):
        open_thread("club.invitation:99", NOW)
