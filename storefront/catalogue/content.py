"""The shop's own words: content pages by language, and what the start page says first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from storefront.catalogue.html import plain
from storefront.tables import ContentPage

# The start page's title and sentence lie beside the other content pages, but are no page of their own.
HOME = "home"
# What the shop says about sending things back.
RETURNS = "returns"


def find_content(slug: str, languages: Sequence[str]) -> dict[str, Any] | None:
    """The page's row in the first of the languages that has one."""
    rows = {row["language"]: row for row in ContentPage.select().where(ContentPage.slug == slug).dicts()}
    return next((rows[tag] for tag in languages if tag in rows), None)


def home_words(languages: Sequence[str]) -> tuple[str, str]:
    """What the start page says: title and one or two sentences; both empty where the shop says nothing."""
    row = find_content(HOME, languages)
    return (row["title"], plain(row["body"])) if row else ("", "")
