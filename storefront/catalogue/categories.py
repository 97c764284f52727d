"""The tree of categories as values: three queries for all of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import peewee

from storefront.catalogue.tables import Category, CategoryText, ProductCategory, Shelf
from storefront.catalogue.viewer import Named, Viewer
from storefront.catalogue.words import texts_by
from storefront.statements import Statement


@dataclass(frozen=True)
class CategoryFacts:
    """A category in the viewer's language; filled: the viewer finds something in it.

    parents are the ids from the root down, without itself.
    """

    id: int
    slug: str
    name: str
    description: str
    parent_id: int | None
    parents: tuple[int, ...]
    language: str
    filled: bool


@dataclass(frozen=True)
class CategoryTree:
    """All categories, by id, in the order to show."""

    by_id: dict[int, CategoryFacts]

    def find(self, slug: str) -> CategoryFacts | None:
        """The category of a slug."""
        return next((category for category in self.by_id.values() if category.slug == slug), None)

    def children(self, parent_id: int | None) -> tuple[CategoryFacts, ...]:
        """What stands right below a category (None: the roots) and has something to show."""
        return tuple(c for c in self.by_id.values() if c.parent_id == parent_id and c.filled)

    def way_to(self, category_id: int) -> tuple[CategoryFacts, ...]:
        """The categories above one, from the root down, and itself."""
        category = self.by_id[category_id]
        return (*(self.by_id[parent] for parent in category.parents), category)


def category_tree(viewer: Viewer) -> CategoryTree:
    """Every category with its words, and whether this viewer finds anything in it."""
    rows = _CATEGORIES.dicts()
    words = texts_by(_TEXTS.dicts(), "category", viewer.languages)
    filled = _filled(viewer)
    tree: dict[int, CategoryFacts] = {}
    for row in rows:
        text = words.get(row["id"])
        tree[row["id"]] = CategoryFacts(
            id=row["id"],
            slug=row["slug"],
            name=text["name"] if text else row["slug"],
            description=text["description"] if text else "",
            parent_id=row["parent"],
            parents=tuple(int(part) for part in row["path"].strip("/").split("/")[:-1]),
            language=text["language"] if text else "",
            filled=row["id"] in filled,
        )
    return CategoryTree(tree)


def _filled(viewer: Viewer) -> set[int]:
    """The categories with something on sale; each is looked into only up to its first product."""
    return set(_FILLED.column(**viewer.shelves))


def _with_something(given: Any) -> Any:
    inside = (
        ProductCategory.select(peewee.SQL("1"))
        .join(Shelf, on=(Shelf.product == ProductCategory.product))
        .where(ProductCategory.category == Category.id, Named(given).sees_shelf())
    )
    return Category.select(Category.id).where(peewee.fn.EXISTS(inside))


_CATEGORIES = Statement(lambda given: Category.select().order_by(Category.position, Category.id))
_TEXTS = Statement(lambda given: CategoryText.select())
_FILLED = Statement(_with_something)
