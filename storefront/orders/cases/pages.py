"""A case's page for its buyer: whoever has the link sees it, as with orders. Every button works without JavaScript."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, redirect, request
from werkzeug.wrappers import Response as BaseResponse

from storefront.accounts.threads.panel import thread_panel
from storefront.db import utc_now
from storefront.errors import NotFound, Refused
from storefront.forms import cleaned
from storefront.i18n import Message, _
from storefront.orders.cases import actions
from storefront.orders.cases.entries import BUYER, Said, subject_of
from storefront.orders.cases.forms import Tried, buyer_forms, words_of
from storefront.orders.cases.outcomes import facts_of
from storefront.orders.cases.queries import find_by_token
from storefront.orders.cases.showing import Looking, case_page
from storefront.orders.cases.tables import Case, CaseEntry
from storefront.orders.pages import own_order, private
from storefront.orders.paths import case_path, order_path
from storefront.orders.wording import Wording
from storefront.runtime import current
from storefront.uploads.actions import keep_files
from storefront.uploads.queries import get_upload
from storefront.uploads.tables import Upload
from storefront.web.form_view import FormError
from storefront.web.frame import Link
from storefront.web.notices import say
from storefront.web.order_keys import keep_key
from storefront.web.rendering import render_page
from storefront.web.shopper import shopper
from storefront.web.uploads import send_upload, sent_files

pages = Blueprint("cases", __name__)
# a refusal is said at this field of its form
FIELD_OF = {"no-reason": "text", "nothing-said": "text", "wrong-amount": "amount", "wrong-outcome": "outcome",
            "file": "files", "image": "files", "too-many-files": "files"}  # fmt: skip


@pages.get("/<lang>/cases/<token>")
def show(token: str) -> Response:
    return show_case(find_by_token(token))


def show_case(case: Case, tried: Tried | None = None) -> Response:
    """The page; with a form that was refused where one was."""
    visitor, tried = shopper(), tried or Tried()
    wording, facts = Wording(visitor.runtime, visitor.language), facts_of(case)
    number = facts.order["number"]
    # whoever has the case's link writes in its conversation too
    keep_key(case.token)
    looking = Looking(
        # who has the case's link need not have the order's
        order=Link(number, order_path(visitor.language, number) if own_order(number) else ""),
        file_url=lambda upload, small: file_url(visitor.language, case, upload, small),
        forms=buyer_forms(case, lambda turn: f"{case_path(visitor.language, case.token)}/{turn}", wording, tried),
        errors=form_errors(tried, wording),
        thread=thread_panel(subject_of(case.id), "buyer", wording, back=case_path(visitor.language, case.token)),
    )
    page = case_page(case, facts, wording, looking)
    status = 422 if tried.errors else 200
    return private(render_page("cases/case.html", page, title=page.title, robots="noindex", status=status))


def file_url(language: str, case: Case, upload: Upload, small: bool) -> str:
    """Where the buyer reads a file of his case."""
    return f"{case_path(language, case.token)}/files/{upload.token}" + ("?small=1" if small else "")


def form_errors(tried: Tried, wording: Wording) -> tuple[FormError, ...]:
    """What was wrong, for the list on top of the page."""
    return tuple(FormError(wording.t(words), f"{tried.form}-{name}") for name, words in tried.errors.items())


@pages.get("/<lang>/cases/<token>/files/<upload_token>")
def file(token: str, upload_token: str) -> Response:
    """A file of this case; of no other."""
    return send_upload(upload_of(find_by_token(token), upload_token), bool(request.args.get("small")))


def upload_of(case: Case, upload_token: str) -> Upload:
    """A file that was sent in this case; raises NotFound for any other."""
    row = Upload.get_or_none(Upload.token == upload_token)
    entry = row.subject.partition(":")[2] if row else ""
    known = entry.isdigit() and CaseEntry.select().where(CaseEntry.id == int(entry), CaseEntry.case == case.id).exists()
    return get_upload(upload_token, row.subject if known else "")


@pages.post("/<lang>/cases/<token>/<turn>")
def take_turn(token: str, turn: str) -> BaseResponse:
    """One of the buyer's turns."""
    case = find_by_token(token)
    verb, notice = BUYERS_TURNS.get(turn, (None, None))
    if verb is None or notice is None:
        raise NotFound(f"a case has no turn {turn!r}")
    return sent(case, turn, lambda: verb(case), notice, case_path(shopper().language, token), show_case)


def sent(
    case: Case,
    form: str,
    act: Callable[[], Any],
    notice: Message | None,
    back: str,
    show_again: Callable[[Case, Tried], Response],
) -> BaseResponse:
    """Do it and come back; what is refused is said at its form's field, what was typed is kept."""
    try:
        act()
    except Refused as refusal:
        name = FIELD_OF.get(refusal.code, "")
        if not name:
            say(refusal.message, bad=True)
            return private(redirect(back, code=303))  # type: ignore[arg-type]
        typed = {key: value[:5000] for key, value in request.form.items()}
        return show_again(Case.get_by_id(case.id), Tried(form, typed, {name: refusal.message}))
    if notice is not None:
        say(notice)
    return private(redirect(back, code=303))  # type: ignore[arg-type]


def said(**data: str) -> Said:
    """The words and files of the form that was sent; files are looked at here, outside any transaction."""
    kept = keep_files(sent_files(), current().settings.private)
    return Said(words_of(request.form), tuple(kept), {name: value for name, value in data.items() if value})


def _send_back(case: Case) -> None:
    told = {name: cleaned(request.form.get(name, ""))[:100] for name in ("carrier", "tracking")}
    actions.send_back(case.id, said(**told), utc_now())


BUYERS_TURNS: dict[str, tuple[Callable[[Case], Any], Message]] = {
    "agree": (lambda case: actions.agree(case.id, utc_now()), _("You have taken the answer.")),
    "escalate": (lambda case: actions.escalate(case.id, BUYER, said(), utc_now()), _("The shop decides now.")),
    "send-back": (_send_back, _("Thank you. The seller looks at the goods when they arrive.")),
    "appeal": (lambda case: actions.appeal(case.id, BUYER, said(), utc_now()), _("The shop looks at it again.")),
    "say": (lambda case: actions.say(case.id, BUYER, said(), utc_now()), _("Added.")),
    "take-back": (lambda case: actions.take_back(case.id, utc_now()), _("The case is closed.")),
}
