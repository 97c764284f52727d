"""A person's story as lines of his page at the desk."""

from __future__ import annotations

from datetime import UTC, datetime

from storefront.accounts.permissions import may
from storefront.accounts.person import Person
from storefront.desk.base_pages import desk_url, has_page
from storefront.desk.customer_contexts import StoryRow
from storefront.desk.order_reading import names_of
from storefront.desk.person_sources import sources
from storefront.desk.person_story import Story, Told, story_of
from storefront.i18n import _
from storefront.orders.wording import Wording
from storefront.web.frame import Link


def person_story(person_id: int, viewer: Person, before: datetime | None, wording: Wording) -> Story:
    """One page of what happened with him, as far as the viewer may know."""
    return story_of(person_id, sources(wording, own_acts=may(viewer, "audit.see")), before)


def story_rows(story: Story, wording: Wording) -> tuple[StoryRow, ...]:
    """Its lines, each with its page and who did it."""
    names = names_of({one.person_id for one in story.told if one.person_id is not None})
    return tuple(_row(one, names, wording) for one in story.told)


def _row(told: Told, names: dict[int, str], wording: Wording) -> StoryRow:
    there = bool(told.endpoint) and has_page(told.endpoint)
    return StoryRow(
        wording.moment(told.at),
        told.at.isoformat(),
        wording.t(told.kind),
        wording.t(told.what),
        told.detail,
        told.reason,
        desk_url(told.endpoint, **told.values) if there else "",
        names.get(told.person_id, "") if told.person_id is not None else "",
    )


def older(story: Story, person_id: int, wording: Wording) -> Link | None:
    """Where the story goes on."""
    if story.before is None:
        return None
    # as moments are kept: no character of it means something else in an address
    mark = story.before.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    return Link(wording.t(_("Older")), desk_url("desk.customer", person_id=person_id, before=mark))


def read_moment(text: str) -> datetime | None:
    """A moment out of an address; None: it is none."""
    try:
        found = datetime.fromisoformat(text).astimezone(UTC) if len(text) <= 40 else None
    except (ValueError, OverflowError):
        return None
    return found
