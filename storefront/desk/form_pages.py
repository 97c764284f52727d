"""Shows an edit form: fields, words side by side, what is wrong, and who was quicker."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask import Response, request

from storefront.desk.base_pages import render_desk
from storefront.desk.conflicts import last_change
from storefront.desk.contexts import ConflictRow, ConflictView, FormPage, LanguageColumn
from storefront.desk.edit_forms import EditForm, Word
from storefront.desk.versions import ChangedMeanwhile, differences
from storefront.forms import Errors
from storefront.i18n import language
from storefront.runtime import current
from storefront.web.form_view import ActionForm, FieldView, FormError
from storefront.web.frame import Link
from storefront.web.rendering import field_views
from storefront.web.shopper import Shopper, shopper

LONGEST = 20_000


def typed_form(longest: int = LONGEST) -> dict[str, str]:
    """What was sent, each field shortened."""
    return {name: request.form.get(name, "")[:longest] for name in request.form}


def shop_form(sections: tuple, words: tuple[Word, ...], needed: str = "") -> EditForm:  # type: ignore[type-arg]
    """A form in the shop's languages."""
    shop = current().settings.shop
    return EditForm(sections, words, needed, shop.languages, shop.default_language)


def show(
    form: EditForm,
    typed: Mapping[str, str],
    *,
    title: str,
    action: str,
    crumb: Link,
    version: str = "",
    errors: Errors | None = None,
    meanwhile: ChangedMeanwhile | None = None,
    saved: Mapping[str, str] | None = None,
    subject: str = "",
    acts: Sequence[ActionForm] = (),
    shop_url: str = "",
    preview_url: str = "",
    intro: str = "",
) -> Response:
    """The form's page; saved and subject are for who was not quick enough."""
    visitor, wrong = shopper(), errors or {}
    page = FormPage(
        title=title,
        action=action,
        groups=field_views(form.sections, typed, wrong, visitor),
        languages=tuple(_column(form, tag, typed, wrong, visitor) for tag in form.languages) if form.words else (),
        version=meanwhile.version if meanwhile else version,
        errors=tuple(FormError(visitor.t(message), name) for name, message in wrong.items()),
        conflict=_conflict(form, typed, saved or {}, subject, meanwhile, visitor) if meanwhile else None,
        acts=tuple(acts),
        shop_url=shop_url,
        preview_url=preview_url,
        intro=intro,
    )
    status = 422 if wrong or meanwhile else 200
    return render_desk("desk/form.html", page, title=title, crumbs=(crumb,), status=status)


def _column(form: EditForm, tag: str, typed: Mapping[str, str], errors: Errors, visitor: Shopper) -> LanguageColumn:
    known = language(tag)
    chain = [other for other in (*known.fallbacks, *form.languages) if other != tag]
    fields = tuple(
        FieldView(
            name=f"t-{tag}-{word.name}",
            label=visitor.t(word.label),
            type="textarea" if word.long else "text",
            value=typed.get(f"t-{tag}-{word.name}", ""),
            error=visitor.t(errors.get(f"t-{tag}-{word.name}")),
            required=False,
            placeholder=next(filter(None, (typed.get(f"t-{other}-{word.name}", "") for other in chain)), "")[:300],
            maxlength=word.most,
            lang=tag,
            dir=known.direction,
        )
        for word in form.words
    )
    return LanguageColumn(tag, known.name, known.direction, fields, (), not any(one.value for one in fields))


def _conflict(
    form: EditForm,
    typed: Mapping[str, str],
    saved: Mapping[str, str],
    subject: str,
    meanwhile: ChangedMeanwhile,
    visitor: Shopper,
) -> ConflictView:
    labels = {one.name: visitor.t(one.label) for section in form.sections for one in section.fields}
    for tag in form.languages:
        labels |= {f"t-{tag}-{w.name}": f"{visitor.t(w.label)} · {language(tag).name}" for w in form.words}
    mine = {name: typed.get(name, "") for name in labels}
    rows = tuple(ConflictRow(labels[one.name], one.theirs, one.mine) for one in differences(saved, mine))
    return ConflictView(visitor.t(meanwhile.message), last_change(subject, visitor), rows)
