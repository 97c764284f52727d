"""“Sell here”, and the applications of whoever is signed in."""

from __future__ import annotations

from flask import Response, abort

from storefront.accounts.applications import actions
from storefront.accounts.applications.contexts import ApplicationCard, ApplicationsPage, SellHerePage
from storefront.accounts.applications.documents import documents_of, newest
from storefront.accounts.applications.queries import applications_of, find_open, get_own
from storefront.accounts.applications.showing import TONES, answered, document_rows, models_on, state_of, title_of
from storefront.accounts.applications.stages import OPEN, SELLING
from storefront.accounts.applications.steps import KINDS
from storefront.accounts.applications.tables import Application
from storefront.accounts.form_pages import go, me, pages, show, to_account
from storefront.accounts.permissions import may
from storefront.catalogue.tables import Seller
from storefront.db import utc_now
from storefront.errors import Refused
from storefront.i18n import _
from storefront.web.form_view import ActionForm
from storefront.web.frame import Link
from storefront.web.people import current_person, private, requires
from storefront.web.rendering import render_page
from storefront.web.shopper import Shopper, shopper

NEEDS = (
    _("An identity document that has not expired, as a photo or PDF."),
    _("As a trader an extract of the commercial or trade register; else something that proves your address."),
    _("Your tax number, and your VAT number if you have one."),
)


@pages.get("/<lang>/sell")
def sell_here() -> Response:
    visitor = shopper()
    if not visitor.runtime.settings.takes_sellers:
        abort(404)
    t, person = visitor.t, current_person()
    begin, note, links = None, "", []
    if person is None:
        here = visitor.url("account.sell_here")
        links = [
            Link(t(_("Sign in")), visitor.url("account.sign_in", next=here)),
            Link(t(_("Open an account")), visitor.url("account.register")),
        ]
        note = t(_("You need an account here, with an e-mail address that you have confirmed."))
    elif not person.confirmed:
        note = t(_("Please confirm your e-mail address first: the link is in the mail we sent you."))
    elif (known := find_open(person.id)) is not None:
        links = [Link(t(_("Go on with your application")), continue_url(known, visitor))]
    else:
        begin = ActionForm("begin", t(_("Apply to sell")), visitor.url("account.begin_selling"), tone="main")
    page = SellHerePage(
        t(_("Sell here")),
        tuple((t(one.name), t(one.sells)) for one in models_on(visitor)),
        tuple((t(one.label), t(one.detail)) for one in KINDS),
        tuple(t(one) for one in NEEDS),
        begin,
        tuple(links),
        note,
    )
    return private(render_page("accounts/sell.html", page, title=page.title))


def continue_url(row: Application, visitor: Shopper) -> str:
    """Where an open application goes on: at the first step without an answer; one that is sent, in the list."""
    if row.state not in ("draft", "asked"):
        return visitor.url("account.selling")
    order = ("selling", "identity", "address", "tax")
    step = next((one for one in order if one not in row.answers), "documents")
    return visitor.url("account.application", application_id=row.id, step=step)


@pages.post("/<lang>/account/selling/begin")
@requires("account")
def begin_selling() -> Response:
    visitor = shopper()
    if not visitor.runtime.settings.takes_sellers:
        abort(404)
    try:
        application_id = actions.begin_application(me(), visitor.language, utc_now())
    except Refused as refusal:
        return go(visitor.url("account.sell_here"), refusal.message)
    return go(continue_url(get_own(me().id, application_id), visitor))


@pages.post("/<lang>/account/selling/sellers/<int:seller_id>/change")
@requires("account")
def change_selling(seller_id: int) -> Response:
    """What is known of his seller becomes a draft, which is looked at again."""
    visitor = shopper()
    application_id = actions.begin_change(me(), seller_id, visitor.language, utc_now())
    return go(visitor.url("account.application", application_id=application_id, step="selling"))


@pages.get("/<lang>/account/selling")
@requires("account")
def selling() -> Response:
    visitor = shopper()
    rows = [one for one in applications_of(me().id) if one.state not in ("replaced", "closed")]
    page = ApplicationsPage(
        visitor.t(_("Selling here")),
        tuple(card(one, visitor) for one in rows),
        to_account(),
        Link(visitor.t(_("Sell here")), visitor.url("account.sell_here"))
        if visitor.runtime.settings.takes_sellers and not any(one.state in OPEN for one in rows)
        else None,
    )
    return show("accounts/selling.html", page)


def card(row: Application, visitor: Shopper) -> ApplicationCard:
    """One application, with what can be done about it now."""
    now, state = utc_now(), state_of(row)
    known = row.state in (*SELLING, "review")
    documents = newest(documents_of(row.id)) if known else []

    def url(document: object) -> str:
        number = getattr(document, "id", 0)
        return visitor.url("account.own_document", application_id=row.id, document_id=number)

    return ApplicationCard(
        visitor.t(title_of(row.answers)),
        visitor.t(state.label),
        TONES.get(row.state, "quiet"),
        said=row.reason if row.state in ("asked", "refused", "suspended") else "",
        next=visitor.t(state.next),
        documents=document_rows(documents, visitor, now.date(), url),
        answers=answered(row.answers, visitor, now.date()) if known else (),
        links=tuple(_links(row, visitor)),
        actions=tuple(_acts(row, visitor)),
    )


def _links(row: Application, visitor: Shopper) -> list[Link]:
    found = []
    if row.state in ("draft", "asked"):
        found.append(Link(visitor.t(_("Go on with it")), continue_url(row, visitor)))
    seller = Seller.get_or_none(Seller.id == row.seller_id) if row.state in SELLING else None
    if seller is not None:
        found.append(Link(visitor.t(_("Your page in the shop")), visitor.url("catalogue.seller", slug=seller.slug)))
        if may(me(), "desk", seller.id):
            found.append(Link(visitor.t(_("To your desk")), visitor.url("desk.start")))
    return found


def _acts(row: Application, visitor: Shopper) -> list[ActionForm]:
    t = visitor.t
    if row.state in OPEN:
        words = t(_("What you wrote and sent is deleted."))
        where = visitor.url("account.withdraw_application", application_id=row.id)
        return [ActionForm("withdraw", t(_("Withdraw the application")), where, explanation=words, tone="plain")]
    if row.state in SELLING and row.seller_id in me().sellers and find_open(me().id) is None:
        where = visitor.url("account.change_selling", seller_id=row.seller_id)
        words = t(_("We look at changes before they hold; until then everything stays as it is."))
        return [ActionForm("change", t(_("Change my data or send a document")), where, explanation=words)]
    return []
