"""What the template of the product editor gets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from storefront.catalogue.contexts import ImageView
from storefront.desk.contexts import ConflictView, LanguageColumn
from storefront.web.form_view import ActionForm, Choice, FieldGroup, FieldView, FormError


@dataclass(frozen=True)
class GridCell:
    """One input of a sheet."""

    name: Annotated[str, "Its name in the form"]
    value: Annotated[str, "What it holds"]
    label: Annotated[str, "Column and row, for who cannot see them"]
    error: Annotated[str, "What is wrong"] = ""
    type: Annotated[str, "text, date, checkbox or select"] = "text"
    kind: Annotated[str, "word, words, code, number, short, date, picture or pick: how wide it is"] = "word"
    choices: Annotated[tuple[Choice, ...], "What a select offers"] = ()
    known: Annotated[tuple[str, ...], "Words that the shop has, offered while one types"] = ()
    list: Annotated[str, "The id of a list of such words that stands elsewhere"] = ""
    image: Annotated[ImageView | None, "The picture that is chosen"] = None
    lang: Annotated[str, "The language of what is typed, where it is not the page's"] = ""
    dir: Annotated[str, "That language's direction"] = ""
    placeholder: Annotated[str, "What holds while nothing is typed"] = ""


@dataclass(frozen=True)
class GridRow:
    """A row of a sheet."""

    head: Annotated[str, "What it is of, in a sheet of its own; empty in the variants' grid"]
    cells: Annotated[tuple[GridCell, ...], "Its inputs"]
    hidden: Annotated[tuple[tuple[str, str], ...], "Name and value of what is not typed"] = ()


@dataclass(frozen=True)
class Grid:
    """A sheet: heads, rows, and an empty row to make more of."""

    heads: Annotated[tuple[str, ...], "The columns"]
    rows: Annotated[tuple[GridRow, ...], "A row a variant"]
    blank: Annotated[GridRow | None, "A row with “__N__” for its number; none: no row is added"] = None
    grows: Annotated[str, "The counter of its rows, where rows are added"] = ""


@dataclass(frozen=True)
class SheetView:
    """One seller's offers under one business model."""

    label: Annotated[str, "Seller and model"]
    fields: Annotated[tuple[FieldView, ...], "Seller, model, currency"]
    grid: Annotated[Grid | None, "Its prices; none: they stand in the variants' grid"]


@dataclass(frozen=True)
class PictureView:
    """A picture of the product."""

    number: Annotated[int, "Its place in the form"]
    name: Annotated[str, "What names it, signed"]
    key: Annotated[str, "What variants name it by"]
    image: Annotated[ImageView, "The picture"]
    words: Annotated[tuple[FieldView, ...], "What it shows, in each language"]
    first: Annotated[bool, "It cannot go further up"]
    last: Annotated[bool, "It cannot go further down"]


@dataclass(frozen=True)
class EditorPage:
    """desk/product.html: everything about a product on one page."""

    title: Annotated[str, "Its title"]
    action: Annotated[str, "Where the form is sent"]
    version: Annotated[str, "What the form was made from"]
    whole: Annotated[bool, "Everything is this person's to change, not only his own offers"]
    state: Annotated[str, "Published or not, in words"]
    tone: Annotated[str, "The state's tone"]
    languages: Annotated[tuple[LanguageColumn, ...], "Its words, side by side"]
    facts: Annotated[tuple[FieldGroup, ...], "Category, brand, customs, makers"]
    axes: Annotated[tuple[tuple[FieldView, FieldView], ...], "Name and values of each option"]
    grid: Annotated[Grid, "The variants, with the first sheet's prices"]
    sheets: Annotated[tuple[SheetView, ...], "The offers"]
    pictures: Annotated[tuple[PictureView, ...], "Its pictures in order"]
    properties: Annotated[Grid, "What the shop's filters find: a name and its values a row"]
    counts: Annotated[tuple[tuple[str, int], ...], "How many rows of each kind the form has, by name"]
    property_names: Annotated[tuple[str, ...], "What properties are called in this shop"] = ()
    sheet_label: Annotated[str, "Whose prices stand in the variants' grid; empty: there is no offer yet"] = ""
    upload_error: Annotated[str, "What is wrong with a picture that was sent"] = ""
    errors: Annotated[tuple[FormError, ...], "What is wrong, listed on top"] = ()
    conflict: Annotated[ConflictView | None, "Somebody else saved first"] = None
    more_sheets: Annotated[bool, "There is a seller or model without a sheet"] = True
    preview_url: Annotated[str, "As a shopper sees it; empty: not saved yet"] = ""
    acts: Annotated[tuple[ActionForm, ...], "Duplicate, delete"] = ()
