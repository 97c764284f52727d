"""A product's form as its template draws it: typed texts, errors and choices in; the page's context out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from storefront.catalogue.drafts import ImageDraft
from storefront.catalogue.image_view import image_view
from storefront.desk.contexts import LanguageColumn
from storefront.desk.editor_contexts import Grid, GridCell, GridRow, PictureView, SheetView
from storefront.desk.pictures import key_of
from storefront.desk.product_fields import LONGEST, TEXTS
from storefront.desk.sheet import AXES, MOST_PICTURES, MOST_PROPERTIES, MOST_SHEETS, MOST_VARIANTS, Typed, count
from storefront.forms import Errors
from storefront.i18n import Message, _, language
from storefront.web.form_view import Choice, FieldView
from storefront.web.shopper import Shopper

WORDS = ("title", "summary", "description", "warnings")
LONG = ("description", "warnings", "summary", "seo_description")
BLANK = "__N__"
VARIANT_CELLS = (
    ("sku", _("SKU"), "code"), ("gtin", _("GTIN"), "code"), ("weight", _("Weight (g)"), "number"),
)  # fmt: skip
TERM_CELLS = (
    ("price", _("Price"), "number"), ("reduced", _("Reduced"), "number"), ("from", _("First day"), "date"),
    ("until", _("Last day"), "date"), ("stock", _("Stock"), "number"),
)  # fmt: skip


@dataclass(frozen=True)
class Choices:
    """What a form can choose from."""

    categories: tuple[tuple[str, str], ...] = ()
    sellers: tuple[tuple[str, str], ...] = ()
    models: tuple[tuple[str, str], ...] = ()
    currencies: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    # attribute code → name, "code=value" → name
    properties: Mapping[str, str] = field(default_factory=dict)
    property_values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Drawing:
    """One form on its way to the template."""

    visitor: Shopper
    typed: Typed
    choices: Choices
    errors: Errors = field(default_factory=dict)
    pictures: tuple[ImageDraft, ...] = ()

    def t(self, message: Message | str | None) -> str:
        return self.visitor.t(message)

    def error(self, name: str) -> str:
        return self.t(self.errors.get(name))

    def view(self, name: str, label: str, **more: object) -> FieldView:
        """A field with what was typed and what is wrong."""
        known = {"value": self.typed.get(name, ""), "error": self.error(name), "required": False}
        return FieldView(name, label, **{**known, **more})  # type: ignore[arg-type]


def language_columns(form: Drawing) -> tuple[LanguageColumn, ...]:
    """The words side by side; an empty field shows what shoppers read instead."""
    tags = form.choices.languages
    columns = []
    for tag in tags:
        known = language(tag)
        chain = [other for other in (*known.fallbacks, *tags) if other != tag]
        views = {
            part: form.view(
                f"t-{tag}-{part}",
                form.t(TEXTS[part]),
                type="textarea" if part in LONG else "text",
                placeholder=_other(form.typed, chain, part),
                maxlength=LONGEST[part],
                lang=tag,
                dir=known.direction,
            )
            for part in TEXTS
        }
        empty = not any(view.value for view in views.values())
        more = tuple(view for part, view in views.items() if part not in WORDS)
        fields = tuple(views[part] for part in WORDS)
        columns.append(LanguageColumn(tag, known.name, known.direction, fields, more, empty))
    return tuple(columns)


def _other(typed: Typed, chain: Sequence[str], part: str) -> str:
    """Another language's text, shortened."""
    found = next((text for tag in chain if (text := typed.get(f"t-{tag}-{part}", "").strip())), "")
    return found if len(found) <= 300 else f"{found[:300]}…"


def axis_fields(form: Drawing) -> tuple[tuple[FieldView, FieldView], ...]:
    pairs = []
    filled = sum(1 for number in AXES if form.typed.get(f"axis-{number}"))
    for number in AXES[: filled + 1]:
        name = form.view(f"axis-{number}", form.t(_("Option %(number)s", number=number)), maxlength=60)
        values = form.view(f"values-{number}", form.t(_("Its values, with commas between")), maxlength=2000)
        pairs.append((name, values))
    return tuple(pairs)


def variant_grid(form: Drawing, known: Mapping[str, ImageDraft], *, whole: bool) -> Grid:
    """The variants with the prices of the first sheet."""
    form = replace(form, pictures=_pictures(form, known) if whole else ())
    axes = [(f"opt-{at}", form.typed.get(f"axis-{at}", ""), "word") for at in AXES if form.typed.get(f"axis-{at}")]
    cells = [*axes, *((name, form.t(label), kind) for name, label, kind in VARIANT_CELLS)] if whole else []
    first = count(form.typed, "sheets", MOST_SHEETS) > 0
    terms = terms_heads(form, 0) if first else []
    rows = range(count(form.typed, "variants", MOST_VARIANTS))
    heads = [*(label for _name, label, _kind in cells), *(label for _name, label, _kind in terms)]
    if form.pictures:
        heads.insert(0, form.t(_("Picture")))
    return Grid(
        (*heads, *((form.t(_("Remove")),) if whole else ())),
        tuple(_variant_row(form, str(number), cells, terms, whole) for number in rows),
        _variant_row(form, BLANK, cells, terms, whole) if whole else None,
        "variants" if whole else "",
    )


def _pictures(form: Drawing, known: Mapping[str, ImageDraft]) -> tuple[ImageDraft, ...]:
    """The product's pictures in their order."""
    names = (form.typed.get(f"p{at}-name", "") for at in range(count(form.typed, "pictures", MOST_PICTURES)))
    return tuple(known[name] for name in names if name in known)


def _picture_cell(form: Drawing, number: str, said: str) -> GridCell:
    """Which of the pictures a variant shows, by its place."""
    name = f"v{number}-picture"
    chosen = form.typed.get(name, "")
    there = {key_of(one): one for one in form.pictures}
    choices = [Choice("", "–", chosen not in there)]
    choices += [Choice(key, str(place), key == chosen) for place, key in enumerate(there, 1)]
    label = form.t(_("Picture %(row)s", row=said)).strip()
    image = image_view({**vars(there[chosen])}) if chosen in there else None
    return GridCell(name, chosen, label, "", "select", "picture", tuple(choices), image=image)


def property_grid(form: Drawing) -> Grid:
    """A name and its values a row."""
    rows = range(count(form.typed, "properties", MOST_PROPERTIES))
    return Grid(
        (form.t(_("Property")), form.t(_("Values, with commas between"))),
        tuple(_property_row(form, str(number)) for number in rows),
        _property_row(form, BLANK),
        "properties",
    )


def _property_row(form: Drawing, number: str) -> GridRow:
    code, said = form.typed.get(f"a{number}-code", ""), form.typed.get(f"a{number}-name", "")
    begun = f"{code}="
    known = (name for key, name in form.choices.property_values.items() if code and key.startswith(begun))
    name, values = f"a{number}-name", f"a{number}-values"
    label = form.t(_("Values of %(name)s", name=said)) if said else form.t(_("Values"))
    cells = (
        GridCell(name, said, form.t(_("Property")), form.error(name), list="property-names"),
        GridCell(
            values, form.typed.get(values, ""), label, form.error(values), kind="words", known=tuple(known)[:200]
        ),
    )
    return GridRow("", cells, ((f"a{number}-code", code),))


Heads = list[tuple[str, str, str]]


def _variant_row(form: Drawing, number: str, cells: Heads, terms: Heads, whole: bool) -> GridRow:
    said = row_words(form, number)
    drawn = [_picture_cell(form, number, said)] if form.pictures else []
    drawn += [_cell(form, f"v{number}-{name}", f"{label} {said}", kind) for name, label, kind in cells]
    drawn += [_cell(form, f"o0-{number}-{name}", f"{label} {said}", kind) for name, label, kind in terms]
    if whole:
        gone = f"v{number}-gone"
        label = form.t(_("Remove %(row)s", row=said))
        drawn.append(GridCell(gone, form.typed.get(gone, ""), label, type="checkbox", kind="pick"))
    hidden = [(f"v{number}-id", form.typed.get(f"v{number}-id", ""))]
    if terms:
        hidden.append((f"o0-{number}-was", form.typed.get(f"o0-{number}-was", "")))
    return GridRow("" if whole else said, tuple(drawn), tuple(hidden))


def _cell(form: Drawing, name: str, label: str, kind: str) -> GridCell:
    shown = "date" if kind == "date" else "text"
    return GridCell(name, form.typed.get(name, ""), label.strip(), form.error(name), shown, kind)


def row_words(form: Drawing, number: str) -> str:
    """A row by its SKU or options."""
    options = [form.typed.get(f"v{number}-opt-{at}", "") for at in AXES]
    return form.typed.get(f"v{number}-sku", "") or " / ".join(filter(None, options))


def terms_heads(form: Drawing, sheet: int) -> Heads:
    """The columns of a sheet; a seller's stock stands in his first sheet only."""
    seller = form.typed.get(f"o{sheet}-seller", "")
    shared = bool(seller) and seller in {form.typed.get(f"o{other}-seller", "") for other in range(sheet)}
    return [(name, form.t(label), kind) for name, label, kind in TERM_CELLS if name != "stock" or not shared]


def sheet_views(form: Drawing) -> tuple[SheetView, ...]:
    """The offers; the first one's prices stand in the variants' grid."""
    sellers, models = dict(form.choices.sellers), dict(form.choices.models)
    views = []
    for at in range(count(form.typed, "sheets", MOST_SHEETS)):
        fields = (
            _select(form, f"o{at}-seller", _("Seller"), form.choices.sellers),
            _select(form, f"o{at}-model", _("Sold as"), form.choices.models),
            _select(form, f"o{at}-currency", _("Currency"), tuple((c, c) for c in form.choices.currencies)),
        )
        names = (sellers.get(form.typed.get(f"o{at}-seller", "")), models.get(form.typed.get(f"o{at}-model", "")))
        label = " · ".join(filter(None, (*names, form.typed.get(f"o{at}-currency", ""))))
        views.append(SheetView(label, fields, _sheet_grid(form, at) if at else None))
    return tuple(views)


def _select(form: Drawing, name: str, label: Message, pairs: Sequence[tuple[str, str]]) -> FieldView:
    chosen = form.typed.get(name, "")
    choices = tuple(Choice(value, words, value == chosen) for value, words in pairs)
    return form.view(name, form.t(label), type="select", choices=choices, width="third")


def _sheet_grid(form: Drawing, at: int) -> Grid:
    heads = terms_heads(form, at)
    rows = []
    for number in range(count(form.typed, "variants", MOST_VARIANTS)):
        said = row_words(form, str(number))
        cells = tuple(_cell(form, f"o{at}-{number}-{name}", f"{label} {said}", kind) for name, label, kind in heads)
        was = f"o{at}-{number}-was"
        rows.append(GridRow(said or "–", cells, ((was, form.typed.get(was, "")),)))
    return Grid((form.t(_("Variant")), *(label for _name, label, _kind in heads)), tuple(rows))


def picture_views(form: Drawing, known: Mapping[str, ImageDraft]) -> tuple[PictureView, ...]:
    """The pictures; a name that the shop has not signed is none."""
    named = [
        (number, form.typed.get(f"p{number}-name", ""))
        for number in range(count(form.typed, "pictures", MOST_PICTURES))
    ]
    there = [(number, name) for number, name in named if name in known]
    views = []
    for place, (number, name) in enumerate(there):
        words = tuple(
            form.view(f"p{number}-alt-{tag}", language(tag).name, maxlength=300, lang=tag, dir=language(tag).direction)
            for tag in form.choices.languages
        )
        row = {**vars(known[name])}
        views.append(
            PictureView(
                number, name, key_of(known[name]), image_view(row), words, place == 0, place == len(there) - 1
            )
        )
    return tuple(views)
