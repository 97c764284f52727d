"""Content pages at the desk: made, changed, put in order, deleted."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from storefront.catalogue.content import HOME, put_page
from storefront.catalogue.html import cleaned
from storefront.db import lock_rows, transaction
from storefront.desk.audit import Actor, record
from storefront.desk.ordering import moved
from storefront.desk.versions import check_version
from storefront.errors import NotFound, Refused
from storefront.i18n import _
from storefront.legal_drafts import legal_drafts
from storefront.tables import ContentPage

PUBLISHED, DRAFT, UNPUBLISHED = "published", "draft", "unpublished"
Texts = Mapping[str, Mapping[str, str]]


class SlugTaken(Refused):
    """There is such a page already; nothing was saved."""

    code = "slug-taken"


@dataclass(frozen=True)
class PageState:
    """A page as its form edits it; drafts: the languages in which it is one."""

    slug: str
    state: str = PUBLISHED
    place: str = "footer"
    texts: dict[str, dict[str, str]] = field(default_factory=dict)
    drafts: tuple[str, ...] = ()

    def told(self) -> dict[str, Any]:
        """For the version and the audit trail."""
        words = {f"text.{tag}": text for tag, text in self.texts.items()}
        return {"slug": self.slug, "state": self.state, "place": self.place, "drafts": list(self.drafts), **words}


def read_page(slug: str) -> PageState:
    """The page of a slug; raises NotFound. The start page's words are there before anybody wrote some."""
    rows = list(ContentPage.select().where(ContentPage.slug == slug).order_by(ContentPage.id).dicts())
    if not rows and slug != HOME:
        raise NotFound(f"there is no page {slug}")
    return page_state(slug, rows)


def page_state(slug: str, rows: Sequence[Mapping[str, Any]]) -> PageState:
    """A page of its rows, one a language."""
    texts = {row["language"]: {"title": row["title"], "body": row["body"]} for row in rows}
    drafts = tuple(row["language"] for row in rows if row["draft"])
    if rows and not any(row["published"] for row in rows):
        state = UNPUBLISHED
    else:
        state = DRAFT if drafts else PUBLISHED
    return PageState(slug, state, rows[0]["place"] if rows else "footer", texts, drafts)


@transaction()
def create_page(actor: Actor, slug: str, state: str, place: str, texts: Texts) -> None:
    """A new page, the last of its menu; refused where there is one called so."""
    actor.must("content.edit")
    # of two who make the same page at once the second is told
    lock_rows(ContentPage.select(ContentPage.id).order_by(ContentPage.id))
    if slug == HOME or ContentPage.select().where(ContentPage.slug == slug).exists():
        raise SlugTaken(_("There is a page with this address already."))
    last = ContentPage.select(ContentPage.position).order_by(ContentPage.position.desc()).limit(1).scalar()
    _write(PageState(slug), state, place, texts, (last or 0) + 1)
    record(actor, "page.create", f"page:{slug}", {}, read_page(slug).told())


@transaction()
def change_page(actor: Actor, slug: str, version: str, state: str, place: str, texts: Texts) -> None:
    """Save a form, unless somebody else saved since it was made; the address stays what it is."""
    actor.must("content.edit")
    lock_rows(ContentPage.select(ContentPage.id).where(ContentPage.slug == slug).order_by(ContentPage.id))
    before = read_page(slug)
    check_version(version, before.told())
    _write(before, state, place, texts, None)
    after = read_page(slug)
    if after != before:
        record(actor, "page.save", f"page:{slug}", before.told(), after.told())


def _write(before: PageState, state: str, place: str, texts: Texts, position: int | None) -> None:
    """Rows made what the form says. What is a draft stays one until it is published."""
    ContentPage.delete().where(ContentPage.slug == before.slug, ContentPage.language.not_in(list(texts))).execute()
    same = {"published": state != UNPUBLISHED, "place": place}
    if position is not None:
        same["position"] = position
    for tag, text in texts.items():
        is_draft = state != PUBLISHED and (tag in before.drafts or (state == DRAFT and tag not in before.texts))
        row = {"title": text["title"], "body": cleaned(text["body"]), "draft": is_draft, **same}
        if tag in before.texts:
            which = (ContentPage.slug == before.slug, ContentPage.language == tag)
            ContentPage.update(row).where(*which).execute()
        else:
            put_page(before.slug, tag, row)


@transaction()
def move_page(actor: Actor, slug: str, by: int) -> None:
    """One place up (-1) or down (1) among the pages of its menu."""
    place = read_page(slug).place
    rows = ContentPage.select(ContentPage.slug).where(ContentPage.place == place, ContentPage.slug != HOME)
    slugs = list(dict.fromkeys(one for (one,) in rows.order_by(ContentPage.position, ContentPage.id).tuples()))
    order_pages(actor, moved(slugs, slug, by))


@transaction()
def order_pages(actor: Actor, slugs: Collection[str]) -> None:
    """Put pages into this order; ones that are not named keep their places."""
    actor.must("content.edit")
    lock_rows(ContentPage.select(ContentPage.id).order_by(ContentPage.id))
    there = all_slugs()
    named = [slug for slug in dict.fromkeys(slugs) if slug in there]
    order = iter(named)
    wanted = [next(order) if slug in set(named) else slug for slug in there]
    if wanted == there:
        return
    for position, slug in enumerate(wanted):
        ContentPage.update(position=position).where(ContentPage.slug == slug).execute()
    moved = next(slug for slug, was in zip(wanted, there, strict=True) if slug != was)
    record(actor, "page.move", f"page:{moved}", {"order": there}, {"order": wanted})


def all_slugs() -> list[str]:
    """The pages in the order to show; each once."""
    rows = ContentPage.select(ContentPage.slug).order_by(ContentPage.position, ContentPage.id)
    return list(dict.fromkeys(slug for (slug,) in rows.tuples()))


@transaction()
def delete_page(actor: Actor, slug: str) -> None:
    """Delete a page; refused for one the law asks for."""
    actor.must("content.edit")
    state = read_page(slug)
    if slug in legal_drafts():
        raise Refused(_("The law asks for this page: it can be changed and not deleted."))
    ContentPage.delete().where(ContentPage.slug == slug).execute()
    record(actor, "page.delete", f"page:{slug}", state.told(), {})
