"""The pages the law asks for: what a new shop has of them as drafts, and which are missing in a shop. Pure."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from functools import cache
from pathlib import Path

Texts = dict[str, dict[str, str]]


@cache
def legal_drafts() -> dict[str, Texts]:
    """Slug → language → title and body."""
    found: dict[str, Texts] = json.loads(Path(__file__).with_suffix(".json").read_text(encoding="utf-8"))
    return found


def missing_legal_pages(there: Collection[tuple[str, str]], languages: Sequence[str]) -> dict[str, list[str]]:
    """The slugs of which shoppers see no page in some languages, with these languages."""
    lacking = {slug: [tag for tag in languages if (slug, tag) not in there] for slug in legal_drafts()}
    return {slug: tags for slug, tags in lacking.items() if tags}
