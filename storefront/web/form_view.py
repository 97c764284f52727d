"""Forms as templates show them: groups of fields, their errors, and buttons that post."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from storefront.money import Money


@dataclass(frozen=True)
class Choice:
    """One value of a select, a radio group or a card list."""

    value: Annotated[str, "What the form sends"]
    label: Annotated[str, "What the shopper reads"]
    chosen: Annotated[bool, "Whether it is the present value"] = False
    detail: Annotated[str, "A second, quiet line (cards only): “4–9 December”"] = ""
    price: Annotated[Money | None, "What choosing it costs (cards only); 0 is shown as “Free”"] = None
    icon: Annotated[str, "Name of an icon (cards only)"] = ""
    disabled: Annotated[bool, "Shown, but cannot be chosen; detail says why"] = False


@dataclass(frozen=True)
class FieldView:
    """One field with its label, value and error."""

    name: Annotated[str, "Name in the form; the element's id is “f-”, the scope and this name"]
    label: Annotated[str, "Its label, always visible"]
    type: Annotated[
        str,
        "text, email, tel, number, password, date, search, textarea, select, checkbox, radio, cards, file or hidden",
    ] = "text"
    value: Annotated[str, "What was typed, kept when there are errors; “1” for a ticked checkbox"] = ""
    error: Annotated[str, "What is wrong and what to do, in one sentence"] = ""
    help: Annotated[str, "A hint below the label"] = ""
    required: Annotated[bool, "When False the label says “optional”"] = True
    autocomplete: Annotated[str, "The token browsers fill by: “postal-code”"] = ""
    inputmode: Annotated[str, "Keyboard on a phone: numeric, email, tel, …"] = ""
    enterkeyhint: Annotated[str, "The phone keyboard's enter key: next, done, search, …"] = ""
    choices: Annotated[tuple[Choice, ...], "For select, radio and cards"] = ()
    placeholder: Annotated[str, "What holds while nothing is typed, such as another language's text"] = ""
    lang: Annotated[str, "The language of what is typed, where it is not the page's"] = ""
    dir: Annotated[str, "“ltr” for e-mail, telephone and codes, also on Arabic pages; else “”"] = ""
    width: Annotated[str, "full, half, third or two-thirds of the form's row"] = "full"
    maxlength: Annotated[int | None, "The longest text the server takes"] = None
    scope: Annotated[str, "Tells fields of one name in several forms of a page apart: “decide-”"] = ""
    accept: Annotated[str, "File types that are taken (file only); several files may be chosen"] = ""
    min: Annotated[str, "Least value of a number or date"] = ""
    max: Annotated[str, "Greatest value of a number or date"] = ""
    reloads: Annotated[bool, "A change redraws the form (the country of an address); there is a button for it too"] = (
        False
    )


@dataclass(frozen=True)
class FieldGroup:
    """Fields that belong together under one heading."""

    fields: Annotated[tuple[FieldView, ...], "The fields in their order"]
    legend: Annotated[str, "The group's heading; empty: none is drawn"] = ""
    help: Annotated[str, "A sentence below the heading"] = ""


@dataclass(frozen=True)
class FormError:
    """A line of the list on top of a form that was refused."""

    message: Annotated[str, "The same sentence as at the field"]
    field: Annotated[str, "Name of the field it links to; empty: it concerns the whole form"] = ""


@dataclass(frozen=True)
class ActionForm:
    """A button that posts, with what it asks first."""

    name: Annotated[str, "A word for the element's id: “confirm-receipt”"]
    label: Annotated[str, "The button's words"]
    url: Annotated[str, "Where it posts to"]
    fields: Annotated[tuple[FieldView, ...], "What it asks; with fields the form is folded until opened"] = ()
    explanation: Annotated[str, "What pressing it does, in one sentence"] = ""
    tone: Annotated[str, "main, plain or danger"] = "plain"
    method: Annotated[str, "post or get"] = "post"
    open: Annotated[bool, "Unfolded from the start, as when it was refused"] = False

    @property
    def has_files(self) -> bool:
        """Whether it sends files."""
        return any(field.type == "file" for field in self.fields)
