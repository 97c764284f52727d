"""The product's form between request and template: what it can choose from, what was typed, what is wrong."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from flask import Response
from itsdangerous import BadData, URLSafeSerializer

from storefront.catalogue.drafts import ImageDraft, ProductDraft
from storefront.catalogue.images import ImageRefused, store_image
from storefront.catalogue.importers.names import slug as slug_of
from storefront.catalogue.reading import ReadProduct
from storefront.catalogue.seller_models import models_of, not_approved
from storefront.catalogue.tables import Attribute, AttributeValue, Category, CategoryText, Seller
from storefront.catalogue.words import label, texts_by
from storefront.countries import countries
from storefront.desk import pictures
from storefront.desk.audit import Actor
from storefront.desk.base_pages import desk_url, render_desk
from storefront.desk.editor_show import editor_page
from storefront.desk.editor_view import Choices
from storefront.desk.offer_sheets import read_sheets
from storefront.desk.product_fields import ON_SALE, fact_sections
from storefront.desk.product_form import (
    ProductInput,
    read_texts,
    related_names,
    state_of,
    typed_of,
    with_facts,
)
from storefront.desk.properties import read_properties
from storefront.desk.sheet import MOST_PICTURES, MOST_SHEETS, Sheet, count, variant_rows
from storefront.desk.versions import ChangedMeanwhile, version_of
from storefront.forms import Errors, Option, Section, check_fields
from storefront.i18n import _, plain
from storefront.runtime import current
from storefront.web.frame import Link
from storefront.web.shopper import shopper


@dataclass
class Editor:
    """A product's form, of one that is there (read) or of a new one."""

    who: Actor
    choices: Choices
    typed: dict[str, str]
    pictures: dict[str, ImageDraft]
    read: ReadProduct | None = None
    whole: bool = True
    sections: tuple[Section, ...] = ()
    saved: dict[str, str] = field(default_factory=dict)

    def add_sheet(self, at: int) -> None:
        """One more sheet: the first seller and model that have none."""
        taken = {(self.typed.get(f"o{n}-seller"), self.typed.get(f"o{n}-model")) for n in range(at)}
        pairs = [(s, m) for s, _name in self.choices.sellers for m, _label in self.choices.models]
        free = next((pair for pair in pairs if pair not in taken), None)
        if free is not None:
            self.typed |= {f"o{at}-seller": free[0], f"o{at}-model": free[1]}
            self.typed |= {f"o{at}-currency": self.choices.currencies[0], "sheets": str(at + 1)}


def new_editor(who: Actor) -> Editor:
    """The form of a new product: one variant, one sheet."""
    choices = _choices(who, ())
    begun = {"variants": "1", "sheets": "0", "pictures": "0", "properties": "2", "state": ON_SALE}
    editor = Editor(who, choices, begun, {})
    editor.sections = _sections(choices, new=True)
    editor.add_sheet(0)
    return editor


def stored(who: Actor, read: ReadProduct, *, whole: bool) -> Editor:
    """The form of a product that is there; whole: not only the own offers may be changed."""
    used = {*read.draft.attributes, *(code for one in read.draft.variants for code in one.options)}
    choices = _choices(who, [offer.business_model for offer in read.offers], used)
    named = {_signer().dumps(pictures.packed(one)): one for one in read.draft.images}
    editor = Editor(who, choices, {}, {str(name): one for name, one in named.items()}, read, whole)
    editor.sections = _sections(choices, new=False)
    return editor


def filled(editor: Editor) -> Editor:
    """With what is saved now."""
    read = editor.read
    assert read is not None
    own = {slug for slug, _name in editor.choices.sellers}
    keys = [(o.seller, o.business_model, o.currency) for o in read.offers if o.active and o.seller in own]
    sheets = list({key[:2]: key for key in reversed(keys)}.values())[::-1][:MOST_SHEETS]
    choices = editor.choices
    editor.typed = typed_of(read, choices.languages, choices.properties, choices.property_values, sheets)
    editor.typed |= pictures.typed_pictures(read.draft.images, list(editor.pictures))
    if not sheets:
        stocked = [slug for slug in own if any(seller == slug for seller, _sku in read.stock)]
        editor.add_sheet(0)
        editor.typed |= {"o0-seller": stocked[0]} if stocked else {}
    editor.saved = dict(editor.typed)
    return editor


def with_uploads(editor: Editor, typed: dict[str, str], files: Sequence[Any], errors: Errors) -> dict[str, str]:
    """The form with the pictures that came with it; each file is encoded anew, or refused with the reason."""
    media = current().settings.media
    known = _known_pictures(typed)
    editor.pictures = known
    number = count(typed, "pictures", MOST_PICTURES)
    for file in files:
        if number >= MOST_PICTURES:
            errors["upload"] = _("A product has at most %(most)s pictures.", most=str(MOST_PICTURES))
            break
        try:
            picture = store_image(file.read(), media).draft()
        except ImageRefused as refused:
            errors["upload"] = _("%(file)s: %(reason)s", file=str(file.filename)[:100], reason=refused.message)
            continue
        name = str(_signer().dumps(pictures.packed(picture)))
        known[name] = picture
        typed[f"p{number}-name"] = name
        number += 1
    return {**typed, "pictures": str(number)}


def _known_pictures(typed: dict[str, str]) -> dict[str, ImageDraft]:
    """What the form's signed names stand for."""
    found = {}
    for number in range(count(typed, "pictures", MOST_PICTURES)):
        name = typed.get(f"p{number}-name", "")
        try:
            found[name] = pictures.unpacked(_signer().loads(name))
        except (BadData, ValueError, TypeError):
            continue
    return found


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current().settings.secret_key, salt="desk-picture")


def _refuse_strange_models(sheets: Sequence[Sheet], errors: Errors) -> None:
    """Says at a sheet with prices that its seller was not approved for its model."""
    sellers = {row.slug: row for row in Seller.select().where(Seller.slug.in_([one.seller for one in sheets]))}
    known = models_of(row.id for row in sellers.values())
    for sheet in sheets:
        seller = sellers[sheet.seller]
        approved = known.get(seller.id, frozenset([sheet.business_model]))
        if sheet.business_model not in approved and any(terms.price is not None for terms in sheet.rows):
            errors.setdefault(f"o{sheet.number}-seller", not_approved(seller.name, sheet.business_model, approved))


def read_form(editor: Editor, draft: ProductDraft, errors: Errors) -> ProductInput:
    """What is to be saved, with what is wrong added to errors."""
    typed, choices = editor.typed, editor.choices
    default = current().settings.shop.default_language
    rows = variant_rows(typed, errors)
    sheets = read_sheets(
        typed,
        rows,
        [slug for slug, _name in choices.sellers],
        [code for code, _name in choices.models],
        choices.currencies,
        errors,
    )
    _refuse_strange_models(sheets, errors)
    if not editor.whole:
        return ProductInput(draft, rows, sheets, whole=False)
    if not any(not row.gone for row in rows):
        errors.setdefault("v0-sku", _("A product has one variant at least."))
    facts = dict(typed)
    for section in editor.sections:
        checked = check_fields(section.fields, typed)
        errors.update(checked.errors)
        facts |= checked.values
    texts = read_texts(typed, choices.languages, draft.texts, default, errors)
    others = {tag: text for tag, text in draft.texts.items() if tag not in choices.languages}
    properties = read_properties(typed, errors)
    if errors:
        return ProductInput(draft, rows, sheets)
    draft = replace(
        with_facts(draft, facts),
        images=tuple(pictures.read_pictures(typed, editor.pictures, choices.languages)),
        texts={**others, **texts},
        slug=draft.slug or slug_of(facts.get("slug", "")),
    )
    return ProductInput(draft, rows, sheets, related_names(typed), properties)


def show_editor(
    editor: Editor, errors: Errors | None = None, *, version: str = "", meanwhile: ChangedMeanwhile | None = None
) -> Response:
    """The form, with what was typed; what is wrong stands at its field, and on top."""
    visitor, read = shopper(), editor.read
    known = version or (version_of(state_of(read)) if read else "")
    page = editor_page(editor, visitor, errors or {}, known, meanwhile)
    crumbs = (Link(visitor.t(_("Products")), desk_url("desk.products")),)
    status = 422 if errors or meanwhile else 200
    return render_desk("desk/product.html", page, title=page.title, crumbs=crumbs, status=status)


def _sections(choices: Choices, *, new: bool) -> tuple[Section, ...]:
    categories = tuple(Option(slug, plain(name)) for slug, name in choices.categories)
    nothing = Option("", _("No category"))
    return fact_sections((nothing, *categories), countries(shopper().language), new=new)


def _choices(who: Actor, models: Sequence[str], attributes: Collection[str] = ()) -> Choices:
    """Categories as a tree, the sellers this person acts for, the models that sell; the values of these attributes."""
    visitor, runtime = shopper(), current()
    limit = who.sellers("stock.edit")
    rows = Seller.select(Seller.id, Seller.slug, Seller.name).order_by(Seller.id)
    rows = rows if limit is None else rows.where(Seller.id.in_(sorted(limit)))
    codes = dict.fromkeys((*sorted(runtime.plugins.selling), *models))
    names = {code: visitor.t(model.name) for code, model in runtime.plugins.models.items()}
    shop = runtime.settings.shop
    axes, values = _option_words(visitor.languages, attributes)
    return Choices(
        categories=category_tree_choices(visitor.languages),
        sellers=tuple((slug, name) for _number, slug, name in rows.tuples()),
        models=tuple((code, names.get(code, code)) for code in codes),
        currencies=tuple(dict.fromkeys((shop.currency, *shop.currencies))),
        languages=shop.languages,
        properties=axes,
        property_values=values,
    )


def category_tree_choices(languages: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """(slug, name), children indented below their parents."""
    rows = list(Category.select().order_by(Category.position, Category.id).dicts())
    words = texts_by(CategoryText.select().dicts(), "category", languages)
    below: dict[int | None, list[dict[str, Any]]] = {}
    for row in rows:
        below.setdefault(row["parent"], []).append(row)
    found: list[tuple[str, str]] = []

    def walk(parent: int | None, depth: int) -> None:
        for row in below.get(parent, ()):
            name = words[row["id"]]["name"] if row["id"] in words else row["slug"]
            found.append((row["slug"], "\u2003" * depth + name))
            walk(row["id"], depth + 1)

    walk(None, 0)
    return tuple(found)


def _option_words(
    languages: Sequence[str], attributes: Collection[str]
) -> tuple[dict[str, str], dict[str, str]]:
    """What all attributes are called, and the values of some: a large shop has very many."""
    named = Attribute.select(Attribute.code, Attribute.labels).tuples()
    axes = {code: label(labels, languages, code) for code, labels in named}
    rows = AttributeValue.select(Attribute.code, AttributeValue.code, AttributeValue.labels).join(Attribute)
    rows = rows.where(Attribute.code.in_(sorted(attributes))).order_by(AttributeValue.position, AttributeValue.id)
    values = {f"{code}={value}": label(labels, languages, value) for code, value, labels in rows.tuples()}
    return axes, values
