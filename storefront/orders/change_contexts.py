"""What the buyer's form for a change shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from storefront.web.form_view import FieldGroup, FormError
from storefront.web.frame import Link


@dataclass(frozen=True)
class ChangeForm:
    """orders/change.html: what a buyer asks to be changed."""

    title: Annotated[str, "The page's heading"]
    intro: Annotated[str, "What holds, in a sentence"]
    action: Annotated[str, "Where the form posts to"]
    back: Annotated[Link, "The order"]
    groups: Annotated[tuple[FieldGroup, ...], "The fields; none: it is too late"] = ()
    button: Annotated[str, "The button's words; empty: none"] = ""
    errors: Annotated[tuple[FormError, ...], "What is wrong"] = ()
