"""What the template of a delivery zone gets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from storefront.desk.contexts import ConflictView
from storefront.desk.editor_contexts import Grid
from storefront.web.form_view import ActionForm, FieldGroup, FormError


@dataclass(frozen=True)
class ZonePage:
    """desk/zone.html: a zone's countries and what it costs to send there."""

    title: Annotated[str, "The page's heading"]
    action: Annotated[str, "Where the form is sent"]
    groups: Annotated[tuple[FieldGroup, ...], "Name and countries"]
    grid: Annotated[Grid, "The rates"]
    rates: Annotated[int, "How many rows the sheet has"]
    version: Annotated[str, "What the form was made from; empty: of nothing"] = ""
    errors: Annotated[tuple[FormError, ...], "What is wrong, listed on top"] = ()
    conflict: Annotated[ConflictView | None, "Somebody else saved first"] = None
    acts: Annotated[tuple[ActionForm, ...], "Delete"] = ()
