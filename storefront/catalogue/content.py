"""The shop's own words: content pages by language, and what the start page says first."""

from __future__ import annotations

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


_PAGE = Statement(lambda given: ContentPage.select().where(ContentPage.slug == given.slug))


def find_content(slug: str, languages: Sequence[str]) -> dict[str, Any] | None:
    """The page's row in the first of the languages that has one."""
    rows = {row["language"]: row for row in _PAGE.dicts(slug=slug)}
    return next((rows[tag] for tag in languages if tag in rows), None)


def home_words(languages: Sequence[str]) -> tuple[str, str]:
    """What the start page says: title and one or two sentences; both empty where the shop says nothing."""
    row = find_content(HOME, languages)
    return (row["title"], plain(row["body"])) if row else ("", "")


def pages() -> list[dict[str, Any]]:
    """Every page in every language, in the order to show."""
    query = ContentPage.select().order_by(ContentPage.position, ContentPage.slug, ContentPage.language)
    return list(query.dicts())


@transaction()
def write_page(slug: str, language: str, title: str, html: str) -> bool:
    """Put words on a page, which is no draft from then on; False: nothing to say, or no title for a new one."""
    body = cleaned(html)
    known = ContentPage.get_or_none(ContentPage.slug == slug, ContentPage.language == language)
    title = title.strip() or (known.title if known else "")
    if not title or not plain(body):
        return False
    if known is None:
        ContentPage.create(slug=slug, language=language, title=title, body=body)
    else:
        ContentPage.update(title=title, body=body, draft=False).where(ContentPage.id == known.id).execute()
    return True
