"""Categories at the desk: made, changed, put in order, deleted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from storefront.catalogue.actions import save_category
from storefront.catalogue.drafts import CategoryDraft, CategoryTextDraft
from storefront.catalogue.importers.names import candidates
from storefront.catalogue.importers.names import slug as slug_of
from storefront.catalogue.rows import rows_of, update
from storefront.catalogue.tables import Category, CategoryText, Product, ProductCategory
from storefront.db import lock_rows, transaction
from storefront.desk.audit import Actor, record
from storefront.desk.ordering import moved
from storefront.desk.versions import check_version
from storefront.errors import NotFound, Refused
from storefront.i18n import _

SLUG_LIMIT = 120
Texts = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class CategoryState:
    """A category as its form edits it."""

    id: int
    slug: str
    parent: str
    position: int
    demo: bool
    texts: dict[str, dict[str, str]]

    def told(self) -> dict[str, Any]:
        """For the version and the audit trail."""
        return {"slug": self.slug, "parent": self.parent, **{f"text.{tag}": text for tag, text in self.texts.items()}}


def read_category(category_id: int) -> CategoryState:
    """The category of an id; raises NotFound."""
    rows = rows_of(Category, "id", [category_id])
    if not rows:
        raise NotFound(f"there is no category {category_id}")
    row = rows[0]
    parent = rows_of(Category, "id", [row["parent"]])[0]["slug"] if row["parent"] else ""
    texts = {
        text["language"]: {"name": text["name"], "description": text["description"]}
        for text in sorted(rows_of(CategoryText, "category", [category_id]), key=lambda one: int(one["id"]))
    }
    return CategoryState(category_id, row["slug"], parent, row["position"], row["demo"], texts)


@transaction()
def create_category(actor: Actor, slug: str, parent: str, texts: Texts) -> int:
    """A new category, last below its parent; its id."""
    actor.must("categories.edit")
    names = [text["name"] for text in (texts.get("en"), *texts.values()) if text]
    wanted = slug_of(slug or names[0], SLUG_LIMIT) or "category"
    free = next(one for one in candidates(wanted, SLUG_LIMIT) if not rows_of(Category, "slug", [one]))
    last = Category.select(Category.position).order_by(Category.position.desc()).limit(1).scalar()
    save_category(CategoryDraft(free, _texts(texts), parent, (last or 0) + 1))
    made = int(rows_of(Category, "slug", [free])[0]["id"])
    record(actor, "category.create", f"category:{made}", {}, read_category(made).told())
    return made


@transaction()
def change_category(actor: Actor, category_id: int, version: str, parent: str, texts: Texts) -> None:
    """Save a form, unless somebody else saved since it was made."""
    actor.must("categories.edit")
    lock_rows(Category.select(Category.id).where(Category.id == category_id))
    before = read_category(category_id)
    check_version(version, before.told())
    save_category(CategoryDraft(before.slug, _texts(texts), parent, before.position, before.demo))
    after = read_category(category_id)
    if after != before:
        record(actor, "category.save", f"category:{category_id}", before.told(), after.told())


@transaction()
def move_category(actor: Actor, category_id: int, by: int) -> None:
    """One place up (-1) or down (1) among what stands beside it."""
    order_categories(actor, moved(_beside(read_category(category_id)), category_id, by))


@transaction()
def order_categories(actor: Actor, ids: list[int]) -> None:
    """Put categories into this order; each keeps its parent, and ones that are not named keep their places."""
    actor.must("categories.edit")
    lock_rows(Category.select(Category.id).order_by(Category.id))
    rows = {row["id"]: row for row in Category.select().order_by(Category.position, Category.id).dicts()}
    named = [number for number in dict.fromkeys(ids) if number in rows]
    order = iter(named)
    wanted = [next(order) if number in set(named) else number for number in rows]
    for position, number in enumerate(wanted):
        if rows[number]["position"] != position:
            update(Category, number, {"position": position})
    moved = [number for number, was in zip(wanted, rows, strict=True) if number != was]
    if moved:
        before, after = {"order": list(rows)}, {"order": wanted}
        record(actor, "category.move", f"category:{moved[0]}", before, after)


@transaction()
def delete_category(actor: Actor, category_id: int) -> None:
    """Delete a category; refused while anything stands in it or below it."""
    actor.must("categories.edit")
    state = read_category(category_id)
    inside = Product.select().where(Product.category == category_id).exists()
    inside = inside or ProductCategory.select().where(ProductCategory.category == category_id).exists()
    if inside or Category.select().where(Category.parent == category_id).exists():
        raise Refused(_("Something stands in this category or below it. Move it elsewhere first."))
    Category.delete().where(Category.id == category_id).execute()
    record(actor, "category.delete", f"category:{category_id}", state.told(), {})


def _beside(state: CategoryState) -> list[int]:
    row = Category.get_by_id(state.id)
    same = Category.parent.is_null() if row.parent_id is None else Category.parent == row.parent_id
    return [one.id for one in Category.select(Category.id).where(same).order_by(Category.position, Category.id)]


def _texts(texts: Texts) -> dict[str, CategoryTextDraft]:
    return {tag: CategoryTextDraft(text["name"], text["description"]) for tag, text in texts.items()}
