"""The shop's own words: content pages by language, and what the start page says first."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from storefront.catalogue.html import cleaned, plain
from storefront.db import transaction
from storefront.statements import Statement
from storefront.tables import ContentPage

# The start page's title and sentence lie beside the other content pages, but are no page of their own.
HOME = "home"
# What the shop says about sending things back.
RETURNS = "returns"
# the menus a page can stand in
PLACES = ("footer", "header", "none")
SLUG_LIMIT = 60
# words that other addresses begin with, here or at the desk
_TAKEN = ("new", "order")
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def is_slug(text: str) -> bool:
    """Whether a page can be called so in addresses."""
    return bool(_SLUG.fullmatch(text)) and len(text) <= SLUG_LIMIT and text not in _TAKEN


_PAGE = Statement(lambda given: ContentPage.select().where(ContentPage.slug == given.slug))


def find_content(slug: str, languages: Sequence[str], *, unpublished: bool = False) -> dict[str, Any] | None:
    """The page's row in the first of the languages that has one; unpublished: whether shoppers see it or not."""
    rows = {row["language"]: row for row in _PAGE.dicts(slug=slug) if row["published"] or unpublished}
    return next((rows[tag] for tag in languages if tag in rows), None)


def home_words(languages: Sequence[str]) -> tuple[str, str]:
    """What the start page says: title and one or two sentences; both empty where the shop says nothing."""
    row = find_content(HOME, languages)
    return (row["title"], plain(row["body"])) if row else ("", "")


def pages() -> list[dict[str, Any]]:
    """Every page in every language, in the order to show."""
    query = ContentPage.select().order_by(ContentPage.position, ContentPage.slug, ContentPage.language)
    return list(query.dicts())


def seen_pages() -> set[tuple[str, str]]:
    """Slug and language of every page that shoppers see."""
    query = ContentPage.select(ContentPage.slug, ContentPage.language).where(ContentPage.published)
    return set(query.tuples())


_MENU = Statement(
    lambda given: ContentPage.select(ContentPage.place, ContentPage.slug, ContentPage.language, ContentPage.title)
    .where(ContentPage.slug != HOME, ContentPage.published, ContentPage.place != "none")
    .order_by(ContentPage.position, ContentPage.id)
)


def menu_pages(languages: Sequence[str]) -> list[tuple[str, str, str]]:
    """Place, slug and title of every page in a menu, in order; the title in the first of the languages that has one."""
    titles: dict[tuple[str, str], dict[str, str]] = {}
    for place, slug, tag, title in _MENU.tuples():
        titles.setdefault((place, slug), {})[tag] = title
    return [
        (place, slug, next((words[tag] for tag in languages if tag in words), slug))
        for (place, slug), words in titles.items()
    ]


@transaction()
def write_page(slug: str, language: str, title: str, html: str) -> bool:
    """Put words on a page, which is no draft from then on; False: nothing to say, or no title for a new one."""
    body = cleaned(html)
    known = ContentPage.get_or_none(ContentPage.slug == slug, ContentPage.language == language)
    title = title.strip() or (known.title if known else "")
    if not title or not plain(body):
        return False
    if known is None:
        put_page(slug, language, {"title": title, "body": body})
    else:
        ContentPage.update(title=title, body=body, draft=False).where(ContentPage.id == known.id).execute()
    return True


def put_page(slug: str, language: str, words: dict[str, Any]) -> None:
    """A page in a further language; it stands where the page stands in the others."""
    beside = ContentPage.get_or_none(ContentPage.slug == slug)
    same = {name: getattr(beside, name) for name in ("position", "published", "place")} if beside else {}
    ContentPage.create(slug=slug, language=language, **{**same, **words})
