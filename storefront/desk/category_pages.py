"""Categories at the desk: the tree and each one's form."""

from __future__ import annotations

from typing import Any

import peewee
from flask import Response, request

from storefront.catalogue.tables import Category, CategoryText, ProductCategory
from storefront.catalogue.words import texts_by
from storefront.desk import edit_forms
from storefront.desk.base_pages import actor, desk_url, go, known_number, pages, render_desk
from storefront.desk.category_actions import (
    CategoryState,
    change_category,
    create_category,
    delete_category,
    move_category,
    order_categories,
    read_category,
)
from storefront.desk.contexts import TreePage, TreeRow
from storefront.desk.edit_forms import EditForm, Word
from storefront.desk.editing_pages import category_tree_choices
from storefront.desk.form_pages import shop_form, show, typed_form
from storefront.desk.versions import ChangedMeanwhile, version_of
from storefront.digits import whole
from storefront.forms import Field, Option, Section
from storefront.i18n import _, ngettext, plain
from storefront.web.form_view import ActionForm
from storefront.web.frame import Link
from storefront.web.people import requires
from storefront.web.shopper import Shopper, shopper

WORDS = (Word("name", _("Name")), Word("description", _("Description"), long=True, most=5000))
DEEPEST = 6


@pages.get("/desk/categories", endpoint="categories")
@requires("categories.edit")
def tree() -> Response:
    visitor = shopper()
    title = visitor.t(_("Categories"))
    page = TreePage(title, tuple(_rows(visitor)), desk_url("desk.order_categories"), desk_url("desk.new_category"))
    return render_desk("desk/categories.html", page, title=title)


def _rows(visitor: Shopper) -> list[TreeRow]:
    rows = list(Category.select().order_by(Category.position, Category.id).dicts())
    words = texts_by(CategoryText.select().dicts(), "category", visitor.languages)
    counted = ProductCategory.select(ProductCategory.category, peewee.fn.COUNT(ProductCategory.product))
    counts = dict(counted.group_by(ProductCategory.category).tuples())
    below: dict[int | None, list[dict[str, Any]]] = {}
    for row in rows:
        below.setdefault(row["parent"], []).append(row)
    found: list[TreeRow] = []

    def walk(parent: int | None, depth: int) -> None:
        beside = below.get(parent, [])
        for place, row in enumerate(beside):
            number = row["id"]
            found.append(
                TreeRow(
                    str(number),
                    words[number]["name"] if number in words else row["slug"],
                    desk_url("desk.category", category_id=number),
                    min(depth, DEEPEST),
                    str(parent or ""),
                    visitor.t(ngettext("%(num)s product", "%(num)s products", counts.get(number, 0))),
                    place == 0,
                    place == len(beside) - 1,
                )
            )
            walk(number, depth + 1)

    walk(None, 0)
    return found


@pages.post("/desk/categories/order", endpoint="order_categories")
@requires("categories.edit")
def order() -> Response:
    """A button moves one; a script sends the whole order."""
    way, _dash, number = request.form.get("move", "").partition("-")
    listed = [whole(text) for text in request.form.get("order", "")[:20_000].split(",")]
    if way in ("up", "down"):
        move_category(actor(), known_number(number), -1 if way == "up" else 1)
    else:
        order_categories(actor(), [one for one in listed if one is not None])
    return go(desk_url("desk.categories"))


def _form(own: CategoryState | None) -> EditForm:
    """Not below itself: what stands below it is no choice."""
    visitor = shopper()
    hidden = _below(own.slug) if own else set()
    choices = [pair for pair in category_tree_choices(visitor.languages) if pair[0] not in hidden]
    options = (Option("", _("On top")), *(Option(slug, plain(name)) for slug, name in choices))
    fields = [Field("parent", _("Stands in"), "select", False, options=options, width="half")]
    if own is None:
        hint = _("The last part of its address; empty: made of the name.")
        fields.append(Field("slug", _("Address"), required=False, dir="ltr", maxlength=120, help=hint, width="half"))
    return shop_form((Section(tuple(fields)),), WORDS, "name")


def _below(slug: str) -> set[str]:
    own = Category.get(Category.slug == slug)
    return {row.slug for row in Category.select(Category.slug).where(Category.path.startswith(own.path))}


@pages.get("/desk/categories/new", endpoint="new_category")
@requires("categories.edit")
def new() -> Response:
    return _show(None, {"parent": request.args.get("parent", "")[:120]})


@pages.post("/desk/categories/new", endpoint="create_category")
@requires("categories.edit")
def create() -> Response:
    typed = typed_form()
    found = edit_forms.read(_form(None), typed, {})
    if found.errors:
        return _show(None, typed, errors=found.errors)
    made = create_category(actor(), found.values["slug"], found.values["parent"], found.texts)
    return go(desk_url("desk.category", category_id=made), _("The category is saved."))


@pages.get("/desk/categories/<category_id>", endpoint="category")
@requires("categories.edit")
def category(category_id: str) -> Response:
    state = read_category(known_number(category_id))
    return _show(state, _typed(state), version=version_of(state.told()))


@pages.post("/desk/categories/<category_id>", endpoint="save_category")
@requires("categories.edit")
def save(category_id: str) -> Response:
    state, typed = read_category(known_number(category_id)), typed_form()
    version = typed.get("version", "")[:40]
    found = edit_forms.read(_form(state), typed, state.texts)
    if found.errors:
        return _show(state, typed, version=version, errors=found.errors)
    try:
        change_category(actor(), state.id, version, found.values["parent"], found.texts)
    except ChangedMeanwhile as meanwhile:
        return _show(state, typed, meanwhile=meanwhile)
    return go(desk_url("desk.category", category_id=state.id), _("The category is saved."))


@pages.post("/desk/categories/<category_id>/delete", endpoint="delete_category")
@requires("categories.edit")
def delete(category_id: str) -> Response:
    delete_category(actor(), known_number(category_id))
    return go(desk_url("desk.categories"), _("The category is deleted."))


def _typed(state: CategoryState) -> dict[str, str]:
    return {"parent": state.parent, **edit_forms.typed_words(WORDS, state.texts)}


def _show(state: CategoryState | None, typed: dict[str, str], **more: Any) -> Response:
    visitor = shopper()
    title = next(filter(None, (typed.get(f"t-{tag}-name", "") for tag in visitor.languages)), "")
    if state is None:
        action = desk_url("desk.create_category")
    else:
        action = desk_url("desk.save_category", category_id=state.id)
        delete = desk_url("desk.delete_category", category_id=state.id)
        hint = visitor.t(_("Only an empty category can be deleted."))
        more |= {
            "acts": (ActionForm("delete", visitor.t(_("Delete")), delete, explanation=hint, tone="danger"),),
            "shop_url": visitor.url("catalogue.category", slug=state.slug),
            "saved": _typed(state),
            "subject": f"category:{state.id}",
        }
    named = state.slug if state else visitor.t(_("New category"))
    crumb = Link(visitor.t(_("Categories")), desk_url("desk.categories"))
    return show(_form(state), typed, title=title or named, action=action, crumb=crumb, **more)
