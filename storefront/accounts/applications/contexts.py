"""What the pages of applications get."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from storefront.catalogue.contexts import Fact
from storefront.web.form_view import ActionForm, FieldGroup, FormError
from storefront.web.frame import Link


@dataclass(frozen=True)
class SellHerePage:
    """accounts/sell.html: what selling here means, before one begins"""

    title: Annotated[str, "The page's heading"]
    models: Annotated[tuple[tuple[str, str], ...], "Ways of selling: name, and what is sold so"]
    kinds: Annotated[tuple[tuple[str, str], ...], "Trader or private person, with what that means in law"]
    needs: Annotated[tuple[str, ...], "What one should have at hand"]
    begin: Annotated[ActionForm | None, "Begins an application; none for somebody who may not yet"] = None
    links: Annotated[tuple[Link, ...], "Sign in, open an account, go on"] = ()
    note: Annotated[str, "Why one may not begin yet; empty: one may"] = ""


@dataclass(frozen=True)
class DocumentRow:
    """A document that was sent."""

    label: Annotated[str, "What it is"]
    name: Annotated[str, "The file's name"]
    url: Annotated[str, "Where it is looked at; empty: nobody may here"]
    until: Annotated[str, "“holds until 4 May 2027”; empty: no end is named"] = ""
    tone: Annotated[str, "bad where it has expired, warn where it soon does"] = ""
    remove: Annotated[ActionForm | None, "Takes it back"] = None


@dataclass(frozen=True)
class StepLink:
    """A step in the list of steps."""

    label: Annotated[str, "Its title"]
    url: Annotated[str, "Its page"]
    state: Annotated[str, "done, now or open"]


@dataclass(frozen=True)
class AnsweredStep:
    """What was answered in a step."""

    title: Annotated[str, "The step's title"]
    facts: Annotated[tuple[Fact, ...], "Its answers; numbers that are nobody's business are covered"]
    url: Annotated[str, "Where it is changed; empty: not here"] = ""


@dataclass(frozen=True)
class ApplicationPage:
    """accounts/application.html: one step of an application"""

    title: Annotated[str, "The step's title"]
    steps: Annotated[tuple[StepLink, ...], "All steps in order"]
    action: Annotated[str, "Where the form posts to"]
    button: Annotated[str, "The button's words"]
    back: Annotated[Link, "To the applications"]
    groups: Annotated[tuple[FieldGroup, ...], "The step's fields"] = ()
    errors: Annotated[tuple[FormError, ...], "What is wrong, listed on top"] = ()
    said: Annotated[str, "What was asked for; empty: nothing"] = ""
    intro: Annotated[str, "A sentence below the heading"] = ""
    accepted: Annotated[str, "File types that are taken; empty: no files here"] = ""
    file_error: Annotated[str, "What is wrong with the file"] = ""
    documents: Annotated[tuple[DocumentRow, ...], "What was sent so far"] = ()
    answers: Annotated[tuple[AnsweredStep, ...], "Everything that was answered, on the last step"] = ()
    missing: Annotated[tuple[Link, ...], "What must be answered before it can be sent"] = ()
    next: Annotated[Link | None, "To the next step, where the form does not lead there"] = None
    actions: Annotated[tuple[ActionForm, ...], "Withdraw it"] = ()


@dataclass(frozen=True)
class ApplicationCard:
    """One application in the account."""

    title: Annotated[str, "The shop name, or that it has none yet"]
    state: Annotated[str, "Its stage"]
    tone: Annotated[str, "good, warn, bad or quiet"]
    said: Annotated[str, "What was asked, or why it was refused or suspended; empty: nothing was said"] = ""
    next: Annotated[str, "What happens next and who acts"] = ""
    documents: Annotated[tuple[DocumentRow, ...], "Its documents"] = ()
    answers: Annotated[tuple[AnsweredStep, ...], "What is known of the seller"] = ()
    links: Annotated[tuple[Link, ...], "Go on, the seller's page, the desk"] = ()
    actions: Annotated[tuple[ActionForm, ...], "Withdraw, change"] = ()


@dataclass(frozen=True)
class ApplicationsPage:
    """accounts/selling.html: somebody's applications"""

    title: Annotated[str, "The page's heading"]
    cards: Annotated[tuple[ApplicationCard, ...], "The newest first"]
    back: Annotated[Link, "To the account"]
    begin: Annotated[Link | None, "To “Sell here”; none where nobody is taken now"] = None
