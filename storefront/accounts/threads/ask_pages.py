"""Questions about products: asked with an account, or with an address that a mailed link proves."""

from __future__ import annotations

from flask import Response, redirect, request

from storefront.accounts.threads.actions import Asker, ask, prove
from storefront.accounts.threads.asking import ask_path, find_slug, guest_fields, sellers_of
from storefront.accounts.threads.blueprint_pages import pages
from storefront.accounts.threads.contexts import AskPage, WriteForm
from storefront.accounts.threads.form_pages import Typed, keep_reply, kept_private, typed_message, who
from storefront.accounts.threads.mails import thread_path
from storefront.accounts.threads.panel import write_form
from storefront.accounts.threads.queries import answer_hours
from storefront.accounts.threads.reply_keys import make_key
from storefront.accounts.threads.seats import find_seat
from storefront.accounts.threads.tables import Participant, Thread
from storefront.catalogue.product_facts import ProductDetails, product_details
from storefront.catalogue.queries import visibility
from storefront.db import transaction, utc_now
from storefront.digits import whole
from storefront.errors import NotFound, Refused
from storefront.forms import Checked, Field, Option, Section, check_fields
from storefront.i18n import Message, _, ngettext, plain
from storefront.orders.paths import product_path
from storefront.orders.wording import Wording
from storefront.outbox import later
from storefront.runtime import current
from storefront.values import Seller
from storefront.web.frame import Link
from storefront.web.limits import limits, network
from storefront.web.notices import say
from storefront.web.people import current_person
from storefront.web.rendering import field_views, render_page
from storefront.web.shopper import Shopper, shopper

Sellers = dict[int, tuple[Seller, str]]
# mails to one address that nobody has proved: more would be a nuisance to whoever has it
MOST_PROOFS, A_DAY = 3, 86_400


@pages.get("/<lang>/messages/ask/<product_id>")
def ask_seller(product_id: str) -> Response:
    """The form of a question."""
    visitor = shopper()
    details, sellers = _asked(product_id, visitor)
    chosen = whole(request.args.get("seller", ""))
    return _form(details, sellers, {"seller": str(chosen) if chosen in sellers else ""}, visitor)


@pages.post("/<lang>/messages/ask/<product_id>")
def send_question(product_id: str) -> Response:
    visitor, person = shopper(), current_person()
    details, sellers = _asked(product_id, visitor)
    checked = check_fields(_fields(sellers), {name: request.form.get(name, "")[:1000] for name in request.form})
    typed = typed_message(f"person {person.id}" if person else f"guest {network()}")
    if checked.errors or typed.draft is None:
        return _form(details, sellers, checked.values, visitor, typed, checked)
    seller_id = int(checked.values.get("seller") or next(iter(sellers)))
    if person is not None:
        asker = Asker(person.email, person.language, person.name, person.id)
    else:
        email = checked.values["email"]
        limits().check("question", (email.lower(), MOST_PROOFS), seconds=A_DAY)
        asker = Asker(email, visitor.language, checked.values.get("name", ""), proved=False)
    if person is not None and seller_id in person.sellers:
        typed.errors["text"] = _("This is your own product.")
        return _form(details, sellers, checked.values, visitor, typed)
    try:
        thread = _ask(details.id, asker, seller_id, typed, sellers)
    except Refused as refusal:
        typed.errors["text"] = refusal.message
        return _form(details, sellers, checked.values, visitor, typed)
    if asker.proved:
        return _go(thread_path(visitor.language, thread.token))
    title = _("One more step")
    told = _(
        "We have sent a mail to %(email)s. Your question goes to the seller when you use the link in it.",
        email=asker.email,
    )
    return _page(visitor, details, title, told)


@transaction()
def _ask(product_id: int, asker: Asker, seller_id: int, typed: Typed, sellers: Sellers) -> Thread:
    assert typed.draft is not None
    now = utc_now()
    thread = ask(f"product:{product_id}", asker, seller_id, typed.draft, now, masks=sellers[seller_id][1])
    if not asker.proved:
        buyer = Participant.get(Participant.thread == thread.id, Participant.role == "buyer")
        later("thread_proof", {"participant": buyer.id, "subject": f"thread:{thread.id}"}, now)
    return thread


@pages.post("/<lang>/messages/<question>/send")
def send_proved(question: str) -> Response:
    """The guest came by the link of our mail, and sends what he had typed."""
    seat = find_seat(question, who())
    if seat.role != "buyer":
        raise NotFound("only who asked sends it")
    try:
        thread = prove(seat, utc_now())
    except Refused as refusal:
        say(refusal.message, bad=True)
        return _go(thread_path(shopper().language, question))
    if thread.token != question:
        # he had asked about it before: his question stands in that thread, which this link proves is his
        own = Participant.get(Participant.thread == thread.id, Participant.role == "buyer")
        keep_reply(make_key(current().settings.secret_key, own.token))
    say(_("Your question is sent. The answer comes by mail."))
    return _go(thread_path(shopper().language, thread.token))


def _asked(number: str, visitor: Shopper) -> tuple[ProductDetails, Sellers]:
    """The product, and who can be asked about it; raises NotFound where nobody offers it to this shopper."""
    product_id = whole(number)
    slug = find_slug(product_id) if product_id is not None else ""
    details = product_details(slug, visitor.languages) if slug else None
    if details is None or visibility(details.id, visitor.viewer) == "gone":
        raise NotFound(f"there is no product {number!r}")
    sellers = sellers_of(details.id, visitor.context)
    if not sellers:
        raise NotFound(f"nobody offers {number!r}")
    return details, sellers


def _fields(sellers: Sellers) -> tuple[Field, ...]:
    """What is asked besides the question: which seller, where there are several; of a guest, who he is."""
    options = tuple(Option(str(seller.id), plain(seller.name)) for seller, _masks in sellers.values())
    chosen = (Field("seller", _("Ask"), "select", options=options),) if len(options) > 1 else ()
    return (*chosen, *(guest_fields() if current_person() is None else ()))


def _form(
    details: ProductDetails, sellers: Sellers, values: dict[str, str], visitor: Shopper, typed: Typed | None = None,
    checked: Checked | None = None,
) -> Response:  # fmt: skip
    errors = {**(checked.errors if checked else {}), **(typed.errors if typed else {})}
    fields = field_views((Section(_fields(sellers)),), values, errors, visitor)[0].fields
    wording = Wording(visitor.runtime, visitor.language)
    action = ask_path(visitor.language, details.id)
    form = write_form(wording, action, typed.text if typed else "", errors, fields=fields)
    return _page(visitor, details, _("Ask the seller"), _who_answers(sellers), form, 422 if errors else 200)


def _who_answers(sellers: Sellers) -> Message:
    """Who it is, and how soon, where he has answered often enough to tell."""
    if len(sellers) > 1:
        return _("Choose whom to ask: each seller answers for his own offer.")
    seller_id, (seller, _masks) = next(iter(sellers.items()))
    hours = answer_hours([seller_id], utc_now()).get(seller_id)
    if hours is None:
        return _("%(seller)s answers.", seller=seller.name)
    whole_hours = max(1, round(hours))
    return ngettext(
        "%(seller)s usually answers within an hour.", "%(seller)s usually answers within %(num)s hours.",
        whole_hours, seller=seller.name,
    )  # fmt: skip


def _page(
    visitor: Shopper, details: ProductDetails, title: Message, intro: Message, form: WriteForm | None = None,
    status: int = 200,
) -> Response:  # fmt: skip
    about = Link(details.title, product_path(visitor.language, details.slug))
    page = AskPage(visitor.t(title), about, visitor.t(intro), form)
    return kept_private(render_page("threads/ask.html", page, title=page.title, status=status, robots="noindex"))


def _go(where: str) -> Response:
    return kept_private(redirect(where, code=303))  # type: ignore[arg-type]
