"""What the desk's import templates get."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from storefront.desk.contexts import TableView
from storefront.web.form_view import ActionForm, FieldGroup, FormError
from storefront.web.frame import Link


@dataclass(frozen=True)
class UploadPage:
    """desk/import.html: a file is chosen, and what was imported before."""

    title: Annotated[str, "The page's heading"]
    action: Annotated[str, "Where the form is sent"]
    groups: Annotated[tuple[FieldGroup, ...], "As what the file's products are sold"]
    formats: Annotated[str, "A sentence: what can be imported"]
    most: Annotated[int, "The most bytes of a file"]
    too_large: Annotated[str, "What is said of a larger one"]
    table: Annotated[TableView, "What was uploaded before"]
    errors: Annotated[tuple[FormError, ...], "What is wrong, listed on top"] = ()
    file_error: Annotated[str, "What is wrong with the file"] = ""


@dataclass(frozen=True)
class IssueView:
    """Something that is wrong in the file."""

    row: Annotated[str, "Its row, as the file counts them"]
    column: Annotated[str, "Its column, as the file calls it"]
    value: Annotated[str, "What stands there, shortened"]
    reason: Annotated[str, "What is wrong, and what to do"]
    fate: Annotated[str, "What becomes of it"]
    tone: Annotated[str, "bad or warn"]
    product: Annotated[str, "The product it is about; empty: the file as a whole"]


@dataclass(frozen=True)
class OutcomeRow:
    """Of one kind of thing, how many by outcome."""

    kind: Annotated[str, "The things"]
    counts: Annotated[tuple[str, ...], "One for each head of the table"]


@dataclass(frozen=True)
class Progress:
    """How far it is."""

    words: Annotated[str, "What is being done, and how far it is"]
    done: Annotated[int, "So many are done"]
    total: Annotated[int, "Of so many; 0: nobody knows yet"]
    reload_url: Annotated[str, "The same page"]


@dataclass(frozen=True)
class ImportFilePage:
    """desk/import_file.html: what a file would do, does or did; the block import_state is polled."""

    title: Annotated[str, "The page's heading: the file's name"]
    state: Annotated[str, "How it stands"]
    tone: Annotated[str, "good, warn, bad or quiet"]
    message: Annotated[str, "What that means, and what to do"]
    message_bad: Annotated[bool, "Whether something is wrong"]
    told: Annotated[tuple[tuple[str, str], ...], "Facts about the upload: label, value"]
    figures: Annotated[tuple[tuple[str, str, str], ...], "New, changed, unchanged, wrong: label, number, tone"] = ()
    progress: Annotated[Progress | None, "While it is worked on"] = None
    heads: Annotated[tuple[str, ...], "Heads of the table of outcomes"] = ()
    outcomes: Annotated[tuple[OutcomeRow, ...], "The table of outcomes"] = ()
    issues: Annotated[tuple[IssueView, ...], "What is wrong, errors first"] = ()
    more: Annotated[str, "That there is more than is listed; empty: there is not"] = ""
    report_url: Annotated[str, "The report as CSV; empty: there is nothing in it"] = ""
    acts: Annotated[tuple[ActionForm, ...], "What can be done now, the main one first"] = ()
    links: Annotated[tuple[Link, ...], "What leads on"] = ()
