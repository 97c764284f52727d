"""A seller's own workspace: what is due, his documents, what is known of him, his sales as the law counts them."""

from __future__ import annotations

from datetime import datetime

from flask import Response

from storefront.accounts.applications.documents import documents_of, newest
from storefront.accounts.applications.queries import agreed_commission, find_open, selling_application
from storefront.accounts.applications.showing import answered, document_rows
from storefront.accounts.applications.tables import SellerDocument
from storefront.catalogue.contexts import Fact
from storefront.catalogue.tables import Seller
from storefront.db import utc_now
from storefront.desk.application_contexts import SellerPanel, SellingPage
from storefront.desk.base_pages import desk_person, pages, render_desk
from storefront.desk.contexts import ColumnView, TableView
from storefront.desk.seller_due import seller_dues
from storefront.desk.seller_standing_pages import counter_heads, counter_rows, share_words
from storefront.errors import NotFound
from storefront.i18n import _
from storefront.web.form_view import ActionForm
from storefront.web.people import requires
from storefront.web.shopper import Shopper, shopper


@pages.get("/desk/selling", endpoint="selling")
@requires("selling")
def selling() -> Response:
    visitor, person, now = shopper(), desk_person(), utc_now()
    sellers = list(Seller.select().where(Seller.id.in_(sorted(person.sellers))).order_by(Seller.id))
    if not sellers:
        raise NotFound("he works for no seller")
    title = visitor.t(_("My selling"))
    page = SellingPage(title, tuple(panel(one, visitor, now) for one in sellers))
    return render_desk("desk/selling.html", page, title=title)


def panel(seller: Seller, visitor: Shopper, now: datetime) -> SellerPanel:
    """One of somebody's sellers; whoever did not apply himself sees no identity of it."""
    t, person = visitor.t, desk_person()
    found = selling_application(seller.id)
    own = found if found is not None and found.person_id == person.id else None
    papers = newest(documents_of(own.id)) if own else []

    def url(one: SellerDocument) -> str:
        return visitor.url("account.own_document", application_id=one.application_id, document_id=one.id)

    change = None
    if own is not None and find_open(person.id) is None:
        where = visitor.url("account.change_selling", seller_id=seller.id)
        words = t(_("We look at changes before they hold; until then everything stays as it is."))
        change = ActionForm("change", t(_("Change my data or send a document")), where, explanation=words)
    said = ""
    if own is not None:
        asked = own.asked_until is not None and own.state == "approved"
        asks = _("The law wants your data confirmed: look through them and send them.")
        said = own.reason or (t(asks) if asked else "")
    share = share_words(agreed_commission(seller.id), visitor)
    return SellerPanel(
        name=seller.name,
        state=t(_("Suspended")) if seller.suspended else t(_("On sale")),
        tone="bad" if seller.suspended else "good",
        shop_url=visitor.url("catalogue.seller", slug=seller.slug),
        said=said,
        due=seller_dues(seller, visitor, now),
        documents=document_rows(papers, visitor, now.date(), url),
        answers=answered(own.answers, visitor, now.date()) if own else (),
        facts=(Fact(t(_("Commission agreed")), share),),
        counters=_counters(seller, visitor, now),
        change=change,
    )


def _counters(seller: Seller, visitor: Shopper, now: datetime) -> TableView:
    heads = counter_heads()
    return TableView(
        name=visitor.t(_("What the law counts of your sales")),
        path="",
        columns=tuple(ColumnView(visitor.t(label), end) for label, end in heads),
        rows=counter_rows(now.year, now, visitor, frozenset({seller.id})),
        searches=False,
        empty=visitor.t(_("Nothing was sold this year.")),
    )
