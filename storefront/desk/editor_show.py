"""The context of the product's page, put together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storefront.desk.conflicts import last_change
from storefront.desk.contexts import ConflictRow, ConflictView
from storefront.desk.editor_contexts import EditorPage
from storefront.desk.editor_labels import Translate, cell_label, label_of
from storefront.desk.editor_view import (
    Drawing,
    axis_fields,
    language_columns,
    picture_views,
    property_grid,
    sheet_views,
    variant_grid,
)
from storefront.desk.product_fields import STATES, UNPUBLISHED
from storefront.desk.sheet import MOST_PICTURES, MOST_PROPERTIES, MOST_SHEETS, MOST_VARIANTS, Typed, count
from storefront.desk.versions import ChangedMeanwhile, differences
from storefront.forms import Errors
from storefront.i18n import Message, _
from storefront.web.form_view import ActionForm, FormError
from storefront.web.preview_links import preview_token
from storefront.web.rendering import field_views
from storefront.web.shopper import Shopper

if TYPE_CHECKING:
    from storefront.desk.editing_pages import Editor

TONES = {"published": "good", "unpublished": "quiet", "hidden": "warn"}
# what a form carries and nobody types
COUNTED = (("variants", MOST_VARIANTS), ("sheets", MOST_SHEETS), ("pictures", MOST_PICTURES),
           ("properties", MOST_PROPERTIES))
NOT_TYPED = ("version", "do", "variants", "sheets", "pictures", "properties")


def editor_page(
    editor: Editor, visitor: Shopper, errors: Errors, version: str, meanwhile: ChangedMeanwhile | None
) -> EditorPage:
    """The form as its template draws it."""
    t, typed, read = visitor.t, editor.typed, editor.read
    form = Drawing(visitor, typed, editor.choices, errors)
    columns = language_columns(form)
    titles = (typed.get(f"t-{tag}-title", "") for tag in (*visitor.languages, *editor.choices.languages))
    state = typed.get("state", UNPUBLISHED)
    sheets = sheet_views(form)
    kinds = len(editor.choices.sellers) * len(editor.choices.models)
    return EditorPage(
        title=next(filter(None, titles), t(_("New product"))),
        action=visitor.url("desk.save_product", product_id=read.id) if read else visitor.url("desk.create_product"),
        version=version,
        whole=editor.whole,
        state=t(STATES.get(state, STATES[UNPUBLISHED])) if read else "",
        tone=TONES.get(state, "quiet"),
        languages=columns,
        facts=field_views(editor.sections, typed, errors, visitor),
        axes=axis_fields(form),
        grid=variant_grid(form, editor.pictures, whole=editor.whole),
        properties=property_grid(form),
        property_names=tuple(sorted(set(editor.choices.properties.values()), key=str.casefold)[:300]),
        sheets=sheets,
        pictures=picture_views(form, editor.pictures),
        counts=tuple((name, count(typed, name, most)) for name, most in COUNTED),
        sheet_label=sheets[0].label if sheets else "",
        upload_error=t(errors.get("upload")),
        errors=tuple(_error(name, message, typed, t) for name, message in errors.items()),
        conflict=_conflict(editor, visitor, meanwhile) if meanwhile else None,
        more_sheets=count(typed, "sheets", MOST_SHEETS) < min(kinds, MOST_SHEETS),
        preview_url=_preview(editor, visitor),
        acts=_acts(editor, visitor),
    )


def _error(name: str, message: Message, typed: Typed, t: Translate) -> FormError:
    """A line on top; of a cell it says which one."""
    label = cell_label(name, typed, t)
    return FormError(f"{label}: {t(message)}" if label else t(message), name)


def _preview(editor: Editor, visitor: Shopper) -> str:
    if editor.read is None:
        return ""
    return visitor.url("catalogue.product", slug=editor.read.draft.slug, preview=preview_token(editor.read.id))


def _acts(editor: Editor, visitor: Shopper) -> tuple[ActionForm, ...]:
    if editor.read is None or not editor.whole:
        return ()
    number = editor.read.id
    return (
        ActionForm("copy", visitor.t(_("Duplicate")), visitor.url("desk.copy_product", product_id=number)),
        ActionForm(
            "delete",
            visitor.t(_("Delete")),
            visitor.url("desk.delete_product", product_id=number),
            explanation=visitor.t(_("It is gone for good. Where orders need it, take it off sale instead.")),
            tone="danger",
        ),
    )


def _conflict(editor: Editor, visitor: Shopper, meanwhile: ChangedMeanwhile) -> ConflictView:
    """What is saved now beside what was typed."""
    mine = {name: text for name, text in editor.typed.items() if name not in NOT_TYPED and not name.endswith("-was")}
    both = {**dict.fromkeys(editor.saved, ""), **mine}
    theirs = {name: text for name, text in editor.saved.items() if name in both}
    found = [one for one in differences(theirs, both) if one.name not in NOT_TYPED and not _is_kept(one.name)]
    assert editor.read is not None
    return ConflictView(
        visitor.t(meanwhile.message),
        last_change(f"product:{editor.read.id}", visitor),
        tuple(
            ConflictRow(label_of(one.name, both, editor.sections, visitor.t), one.theirs, one.mine)
            for one in found[:60]
        ),
    )


def _is_kept(name: str) -> bool:
    """What no person typed: a picture's signed name, a row's number, what was on hand."""
    return name.endswith(("-name", "-id", "-was", "-code")) and name[:1] in "pvoa" and name[1:2].isdigit()
