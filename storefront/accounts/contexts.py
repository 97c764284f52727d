"""What the account's templates get."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from storefront.web.form_view import ActionForm, FieldGroup, FormError
from storefront.web.frame import Link


@dataclass(frozen=True)
class AccountForm:
    """accounts/form.html: one form, what is wrong with it, and where else one may want to go."""

    title: Annotated[str, "The page's heading"]
    intro: Annotated[str, "A sentence below it"] = ""
    groups: Annotated[tuple[FieldGroup, ...], "The form's fields"] = ()
    errors: Annotated[tuple[FormError, ...], "What is wrong, listed on top"] = ()
    action: Annotated[str, "Where the form posts to"] = ""
    button: Annotated[str, "The button's words; empty: there is no form, only words"] = ""
    tone: Annotated[str, "main or danger"] = "main"
    links: Annotated[tuple[Link, ...], "Other ways"] = ()
    back: Annotated[Link | None, "To the page before; none on pages for strangers"] = None
    passkey_url: Annotated[str, "Where the passkey of a browser is asked for; empty: no passkey here"] = ""
    next_url: Annotated[str, "Where signing in leads"] = ""


@dataclass(frozen=True)
class AccountHome:
    """accounts/home.html: what there is, and the way out."""

    title: Annotated[str, "The page's heading"]
    email: Annotated[str, "The address one signs in with"]
    links: Annotated[tuple[Link, ...], "The account's pages"] = ()
    actions: Annotated[tuple[ActionForm, ...], "Sign out"] = ()
