"""The words an import needs, written: categories, attributes and their values; what is there stays."""

from __future__ import annotations

from collections.abc import Sequence

from storefront.catalogue.actions import save_attribute, save_category
from storefront.catalogue.drafts import AttributeDraft, CategoryDraft, CategoryTextDraft
from storefront.catalogue.importers.drafting import Words
from storefront.catalogue.rows import ids_by, insert, rows_of
from storefront.catalogue.search import index
from storefront.catalogue.tables import Attribute, AttributeValue, Category, CategoryText


def known_words() -> Words:
    """The attributes and values that the shop has."""
    words = Words()
    for code, labels in Attribute.select(Attribute.code, Attribute.labels).order_by(Attribute.id).tuples():
        words.learn(code, "", labels)
    columns = (Attribute.code, AttributeValue.code, AttributeValue.labels)
    query = AttributeValue.select(*columns).join(Attribute)
    for attribute, code, labels in query.order_by(AttributeValue.position, AttributeValue.id).tuples():
        words.learn(attribute, code, labels)
    return words


def save_words(words: Words) -> None:
    """Save the attributes that changed; what the merchant set on them stays."""
    set_by_hand = {row["code"]: row for row in rows_of(Attribute, "code", sorted(words.changed))}
    for code in sorted(words.changed):
        row = set_by_hand.get(code, {"facet": True, "position": 0})
        draft = AttributeDraft(code, words.labels[code], words.values[code], row["facet"], row["position"])
        save_attribute(draft)
    words.changed.clear()


def save_categories(paths: Sequence[Sequence[tuple[str, str]]], locale: str) -> None:
    """Make the categories that are not there, and give those that are the name they lack."""
    named = {slug: name for path in paths for slug, name in path}
    ids = ids_by(Category, "slug", named)
    texts = rows_of(CategoryText, "category", list(ids.values()))
    told = {row["category"] for row in texts if row["language"] == locale}
    lacking = [
        {"category": ids[slug], "language": locale, "name": name}
        for slug, name in named.items()
        if slug in ids and ids[slug] not in told
    ]
    insert(CategoryText, lacking)
    if lacking:
        index.of_category([ids[slug] for slug in named if slug in ids and ids[slug] not in told])
    made = set(ids)
    for path in paths:
        parent = ""
        for slug, name in path:
            if slug not in made:
                save_category(CategoryDraft(slug, {locale: CategoryTextDraft(name)}, parent))
                made.add(slug)
            parent = slug
