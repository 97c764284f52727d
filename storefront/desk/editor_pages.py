"""The product's page at the desk: one form for everything about it."""

from __future__ import annotations

from typing import Any

from flask import Response, request

from storefront.catalogue.drafts import ProductDraft
from storefront.catalogue.reading import read_product
from storefront.desk.base_pages import actor, desk_url, go, known_number, pages
from storefront.desk.editing_pages import Editor, filled, new_editor, read_form, show_editor, stored, with_uploads
from storefront.desk.owning import edits, must_see
from storefront.desk.pictures import moved
from storefront.desk.product_actions import WrongFields, change_product, create_product
from storefront.desk.sheet import MOST_PICTURES, MOST_PROPERTIES, MOST_SHEETS, MOST_VARIANTS, count, grown
from storefront.desk.versions import ChangedMeanwhile
from storefront.digits import whole
from storefront.forms import Errors
from storefront.i18n import _
from storefront.web.people import requires
from storefront.web.shopper import shopper

# a grid of 200 variants with several sheets is many fields; so are some photographs many bytes
MOST_PARTS, MOST_BYTES = 12_000, 64 * 1024 * 1024
LONGEST_FIELD = 70_000


@pages.get("/desk/products/new", endpoint="new_product")
@requires("catalogue.edit")
def new() -> Response:
    return show_editor(new_editor(actor()))


@pages.post("/desk/products/new", endpoint="create_product")
@requires("catalogue.edit")
def create() -> Response:
    editor = new_editor(actor())
    errors: Errors = {}
    typed = sent()
    editor.typed.clear()
    editor.typed.update(with_uploads(editor, typed, files(), errors))
    if errors or grew(editor):
        return show_editor(editor, errors)
    wanted = read_form(editor, ProductDraft("", {}, ()), errors)
    if errors:
        return show_editor(editor, errors)
    try:
        product_id = create_product(actor(), wanted, shopper().language)
    except WrongFields as wrong:
        return show_editor(editor, wrong.errors)
    return go(desk_url("desk.product", product_id=product_id), _("The product is saved."))


@pages.get("/desk/products/<product_id>", endpoint="product")
@requires("catalogue.see")
def product(product_id: str) -> Response:
    return show_editor(known_editor(product_id))


@pages.post("/desk/products/<product_id>", endpoint="save_product")
@requires("stock.edit")
def save(product_id: str) -> Response:
    editor = known_editor(product_id)
    assert editor.read is not None
    errors: Errors = {}
    version = request.form.get("version", "")[:40] if sized() else ""
    editor.typed.clear()
    editor.typed.update(with_uploads(editor, sent(), files(), errors))
    if errors or grew(editor):
        return show_editor(editor, errors, version=version)
    wanted = read_form(editor, editor.read.draft, errors)
    if errors:
        return show_editor(editor, errors, version=version)
    try:
        changed = change_product(actor(), editor.read.id, version, wanted, shopper().language)
    except WrongFields as wrong:
        return show_editor(editor, wrong.errors, version=version)
    except ChangedMeanwhile as meanwhile:
        return show_editor(editor, {}, version=meanwhile.version, meanwhile=meanwhile)
    done = _("The product is saved.") if changed else _("There was nothing to change.")
    return go(desk_url("desk.product", product_id=editor.read.id), done)


def known_editor(product_id: str) -> Editor:
    """The form of a product this person may see."""
    who = actor()
    number = known_number(product_id)
    must_see(who, number)
    read = read_product(number)
    return filled(stored(who, read, whole=edits(who, number)))


def sized() -> bool:
    """Larger forms are taken here than elsewhere; say so before the form is read."""
    request.max_form_parts = MOST_PARTS
    request.max_content_length = MOST_BYTES
    return True


def sent() -> dict[str, str]:
    """What was typed, each field shortened."""
    sized()
    return {name: request.form.get(name, "")[:LONGEST_FIELD] for name in request.form}


def files() -> list[Any]:
    """The pictures that were sent."""
    return [file for file in request.files.getlist("upload")[:MOST_PICTURES] if file.filename]


def grew(editor: Editor) -> bool:
    """Whether another button than "save" was pressed; the form is then shown again, changed by it."""
    act, _dash, number = request.form.get("do", "").partition("-")
    typed = editor.typed
    if act == "generate":
        editor.typed = grown(typed)
    elif act in ("up", "down"):
        place = whole(number)
        editor.typed = moved(typed, place, -1 if act == "up" else 1) if place is not None else typed
    elif act == "row":
        typed["variants"] = str(min(count(typed, "variants", MOST_VARIANTS) + 1, MOST_VARIANTS))
    elif act == "property":
        typed["properties"] = str(min(count(typed, "properties", MOST_PROPERTIES) + 1, MOST_PROPERTIES))
    elif act == "sheet":
        editor.add_sheet(min(count(typed, "sheets", MOST_SHEETS), MOST_SHEETS - 1))
    elif act != "upload":
        return False
    return True
