"""What the desk's forms for changes of an order show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from storefront.web.form_view import FieldGroup, FieldView, FormError


@dataclass(frozen=True)
class ChangeLine:
    """A line of the form."""

    title: Annotated[str, "What it is"]
    detail: Annotated[str, "Pieces and price as they are, what was sent"]
    fields: Annotated[tuple[FieldView, ...], "How many pieces, which price"]


@dataclass(frozen=True)
class ChangePage:
    """desk/change.html: what of an order is changed or sent again, then once more before it is."""

    title: Annotated[str, "The page's heading"]
    intro: Annotated[str, "What it does, in a sentence"]
    url: Annotated[str, "Where both forms go"]
    back_url: Annotated[str, "The order"]
    lines: Annotated[tuple[ChangeLine, ...], "Its lines"]
    button: Annotated[str, "The words of the first button"]
    fields: Annotated[tuple[FieldView, ...], "Date, reason"] = ()
    address: Annotated[tuple[FieldGroup, ...], "The address, folded; none: it cannot be changed"] = ()
    sure: Annotated[str, "The question before it is done; empty: the first step"] = ""
    words: Annotated[tuple[str, ...], "What changes, what it comes to, who has to agree"] = ()
    sure_button: Annotated[str, "The words of the last button"] = ""
    hidden: Annotated[tuple[tuple[str, str], ...], "What the last form sends along"] = ()
    errors: Annotated[tuple[FormError, ...], "What is wrong"] = ()
