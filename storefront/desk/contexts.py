"""What the desk's templates get: tables, forms' conflicts, and the pages that stand on no one feature."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from storefront.catalogue.contexts import ImageView
from storefront.desk.figure_contexts import FiguresView
from storefront.web.form_view import ActionForm, Choice, FieldGroup, FieldView, FormError
from storefront.web.frame import Link


@dataclass(frozen=True)
class ColumnView:
    """A column's head."""

    label: Annotated[str, "Its words"]
    end: Annotated[bool, "Numbers: aligned to the end of the line"] = False
    sort_url: Annotated[str, "Sorts by it, or turns the order around; empty: it does not sort"] = ""
    sorted: Annotated[str, "ascending or descending where the table is sorted by it"] = ""


@dataclass(frozen=True)
class Cell:
    """One cell: a text with what belongs to it."""

    text: Annotated[str, "What it says"] = ""
    detail: Annotated[str, "A second, quiet line"] = ""
    tone: Annotated[str, "good, warn, bad or quiet: drawn as a mark with its words"] = ""
    image: Annotated[ImageView | None, "A small picture instead of a text"] = None
    url: Annotated[str, "Where the text leads; empty: nowhere"] = ""
    code: Annotated[bool, "A number or code, the same in every direction"] = False


@dataclass(frozen=True)
class RowView:
    """A row; its first link is where Enter leads."""

    cells: Annotated[tuple[Cell, ...], "One a column"]
    mark: Annotated[str, "Its value where rows can be marked; empty: this one cannot"] = ""
    name: Annotated[str, "What it is, for its checkbox"] = ""


@dataclass(frozen=True)
class FilterView:
    """A choice above the table."""

    name: Annotated[str, "Its name in the address"]
    label: Annotated[str, "Its label"]
    choices: Annotated[tuple[Choice, ...], "The first one is “all”"]


@dataclass(frozen=True)
class BulkAct:
    """Something done to every marked row."""

    value: Annotated[str, "What the button sends as “act”"]
    label: Annotated[str, "The button's words"]
    tone: Annotated[str, "plain or danger"] = "plain"


@dataclass(frozen=True)
class TableView:
    """A table: dense, sorted and filtered by its address, cards on a phone."""

    name: Annotated[str, "What its rows are; the table's caption"]
    path: Annotated[str, "Where its form of filters goes"]
    columns: Annotated[tuple[ColumnView, ...], "The head"]
    rows: Annotated[tuple[RowView, ...], "This page's rows"]
    filters: Annotated[tuple[FilterView, ...], "Choices above it"] = ()
    searches: Annotated[bool, "Whether it has a search field"] = True
    query: Annotated[str, "What is searched for"] = ""
    sort: Annotated[str, "The sort in the address, kept when a filter changes; empty: the usual one"] = ""
    sums: Annotated[tuple[str, ...], "One a column, of all rows, not only this page's"] = ()
    count: Annotated[str, "How many there are, in words"] = ""
    empty: Annotated[str, "What stands in place of no rows"] = ""
    filtered: Annotated[bool, "Whether a search or filter narrows it"] = False
    bulk: Annotated[tuple[BulkAct, ...], "What can be done to marked rows"] = ()
    bulk_url: Annotated[str, "Where that is sent"] = ""
    previous_url: Annotated[str, "The page before"] = ""
    next_url: Annotated[str, "The page after"] = ""


@dataclass(frozen=True)
class ConflictRow:
    """A field that somebody else and this person have changed."""

    label: Annotated[str, "The field's label"]
    theirs: Annotated[str, "What is saved now"]
    mine: Annotated[str, "What was typed"]


@dataclass(frozen=True)
class ConflictView:
    """Somebody else saved first."""

    message: Annotated[str, "That it was so, and that nothing was saved"]
    by: Annotated[str, "Who, and when"]
    rows: Annotated[tuple[ConflictRow, ...], "Where both differ"]


@dataclass(frozen=True)
class ListPage:
    """desk/list.html: a table with what leads on from it."""

    title: Annotated[str, "The page's heading"]
    table: Annotated[TableView, "Its rows"]
    intro: Annotated[str, "A sentence below the heading"] = ""
    buttons: Annotated[tuple[Link, ...], "What can be begun here; the first one is the main one"] = ()


@dataclass(frozen=True)
class WorkCount:
    """So many things of one kind wait."""

    label: Annotated[str, "What they are"]
    count: Annotated[str, "How many"]
    url: Annotated[str, "Where they are listed; empty: nowhere yet"] = ""
    tone: Annotated[str, "warn where somebody should look"] = ""


@dataclass(frozen=True)
class QueueRow:
    """One kind of work that waits."""

    label: Annotated[str, "What it is"]
    count: Annotated[str, "How many"]
    when: Annotated[str, "When the first is due, or since when the oldest waits"]
    url: Annotated[str, "Where they are listed"]
    mark: Annotated[str, "How many are late, or that the first is due soon; empty: neither"] = ""
    tone: Annotated[str, "bad where something is late, warn where it soon is"] = ""


@dataclass(frozen=True)
class StartPage:
    """desk/start.html: what there is to do."""

    title: Annotated[str, "The page's heading"]
    counts: Annotated[tuple[WorkCount, ...], "Figures that lead to their lists"]
    work: Annotated[tuple[Link, ...], "What is open: orders, and what plugins name"]
    more_work: Annotated[str, "That there is more than is listed; empty: there is not"]
    ways: Annotated[tuple[Link, ...], "What one begins with"] = ()
    queues: Annotated[tuple[QueueRow, ...], "What waits, by what is due next; what is late first"] = ()
    figures: Annotated[FiguresView | None, "The last days; none where this person sees no orders"] = None


@dataclass(frozen=True)
class FoundGroup:
    """What was found of one kind."""

    label: Annotated[str, "The kind"]
    links: Annotated[tuple[tuple[str, str, str], ...], "Words, detail, address (empty: none)"]


@dataclass(frozen=True)
class FindPage:
    """desk/find.html: everything with this number, SKU, word or address."""

    title: Annotated[str, "The page's heading"]
    query: Annotated[str, "What was looked for"]
    groups: Annotated[tuple[FoundGroup, ...], "What was found"]


@dataclass(frozen=True)
class AuditRow:
    """One entry of the trail."""

    at: Annotated[str, "When"]
    who: Annotated[str, "Who"]
    act: Annotated[str, "What was done"]
    subject: Annotated[str, "To what"]
    subject_url: Annotated[str, "Its page; empty: none"]
    changes: Annotated[tuple[tuple[str, str, str], ...], "Name, before, after"]
    request_id: Annotated[str, "The request, as logs name it"]


@dataclass(frozen=True)
class AuditPage:
    """desk/audit.html: who did what, when."""

    title: Annotated[str, "The page's heading"]
    rows: Annotated[tuple[AuditRow, ...], "The entries, the newest first"]
    filters: Annotated[tuple[FilterView, ...], "Choices above them"]
    path: Annotated[str, "Where the form of filters goes"]
    query: Annotated[str, "The address or subject that is looked for"] = ""
    previous_url: Annotated[str, "Newer entries"] = ""
    next_url: Annotated[str, "Older entries"] = ""


@dataclass(frozen=True)
class LanguageColumn:
    """A product's words in one language."""

    tag: Annotated[str, "BCP 47 tag"]
    name: Annotated[str, "The language's name for itself"]
    direction: Annotated[str, "ltr or rtl"]
    fields: Annotated[tuple[FieldView, ...], "Title, summary, description, warnings"]
    more: Annotated[tuple[FieldView, ...], "For search engines"]
    empty: Annotated[bool, "Nothing is written in it: shoppers read another language"]


@dataclass(frozen=True)
class FormPage:
    """desk/form.html: one form; words by language stand side by side."""

    title: Annotated[str, "The page's heading"]
    action: Annotated[str, "Where the form is sent"]
    groups: Annotated[tuple[FieldGroup, ...], "Fields that stand once"]
    languages: Annotated[tuple[LanguageColumn, ...], "Fields that stand in each language"] = ()
    version: Annotated[str, "What the form was made from; empty: of nothing"] = ""
    errors: Annotated[tuple[FormError, ...], "What is wrong, listed on top"] = ()
    conflict: Annotated[ConflictView | None, "Somebody else saved first"] = None
    acts: Annotated[tuple[ActionForm, ...], "What else can be done with it"] = ()
    shop_url: Annotated[str, "Its page in the shop; empty: it has none"] = ""
    preview_url: Annotated[str, "As shoppers would see it, while they do not; empty: they do"] = ""
    intro: Annotated[str, "What is to be known before it is filled in"] = ""


@dataclass(frozen=True)
class TreeRow:
    """A category in the tree."""

    id: Annotated[str, "Its number"]
    name: Annotated[str, "Its name"]
    url: Annotated[str, "Its page at the desk"]
    depth: Annotated[int, "How many stand above it"]
    parent: Annotated[str, "The number of the one above; empty: none"]
    products: Annotated[str, "How many products are in it and below"]
    first: Annotated[bool, "Nothing of its parent stands before it"]
    last: Annotated[bool, "Nothing of its parent stands after it"]


@dataclass(frozen=True)
class TreePage:
    """desk/categories.html: the tree, in its order."""

    title: Annotated[str, "The page's heading"]
    rows: Annotated[tuple[TreeRow, ...], "The categories from the top down"]
    action: Annotated[str, "Where the order is sent"]
    new_url: Annotated[str, "Makes a category"]
