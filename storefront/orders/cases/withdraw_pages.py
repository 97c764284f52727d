"""Withdrawing from a contract: two steps, from the footer of every page, without signing in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from flask import Response, redirect, request, session
from werkzeug.wrappers import Response as BaseResponse

from storefront.catalogue.contexts import Fact
from storefront.db import utc_now
from storefront.errors import NotFound, Refused
from storefront.forms import Checked, Section, check_fields
from storefront.i18n import Message, _
from storefront.orders.cases import actions
from storefront.orders.cases.choosing import chosen_pieces, piece_choices
from storefront.orders.cases.claims import claimable, withdrawal_of
from storefront.orders.cases.contexts import WithdrawPage
from storefront.orders.cases.entries import BUYER
from storefront.orders.cases.opening import WrongClaim
from storefront.orders.cases.pages import pages
from storefront.orders.cases.queries import contested, find_by_token
from storefront.orders.cases.statements import FIELDS, read, sign
from storefront.orders.cases.withdrawing import Statement, check_withdrawal, order_of_number, withdrawable
from storefront.orders.pages import own_order, private
from storefront.orders.paths import case_path, prove_path, withdraw_path
from storefront.orders.queries import OrderFacts, orders_of
from storefront.orders.wording import Wording
from storefront.web.form_view import FormError
from storefront.web.frame import Link
from storefront.web.limits import limits, network
from storefront.web.notices import say
from storefront.web.people import current_person
from storefront.web.rendering import field_views, form_errors, render_page
from storefront.web.shopper import shopper

RECEIVED = "withdrawal_received"
HOUR = 3600
MOST_ORDERS = 10
OWN = "pieces-shown"


@pages.get("/<lang>/withdraw")
def withdraw() -> Response:
    """Step 1; filled in where this browser knows the order."""
    return show_step_1(Checked(_known(request.args.get("order", ""))))


def _known(number: str) -> dict[str, str]:
    """What is known of who asks: from his account, or the order that he may see."""
    person = current_person()
    known = {"order": number, "name": person.name if person else "", "email": person.email if person else ""}
    facts = own_order(number) if number else None
    if facts is not None:
        known["email"] = known["email"] or facts.purchase["email"]
        known["name"] = known["name"] or str(facts.order["address"].get("name", ""))
    return known


def show_step_1(checked: Checked, status: int = 200) -> Response:
    visitor = shopper()
    t = visitor.t
    page = WithdrawPage(
        title=t(_("Withdraw from a contract")),
        intro=(
            t(_("As a consumer you can withdraw from what you bought from a trader, as a rule within 14 days of the"
                " day the last parcel came, without giving a reason.")),
        ),
        action=withdraw_path(visitor.language),
        groups=field_views((Section(FIELDS),), checked.values, checked.errors, visitor),
        button=t(_("Go on")),
        errors=form_errors(checked, visitor),
        orders=_own_orders(),
    )  # fmt: skip
    return private(render_page("cases/withdraw.html", page, title=page.title, robots="noindex", status=status))


def _own_orders() -> tuple[Link, ...]:
    """Orders of the account that can still be withdrawn from."""
    visitor, person = shopper(), current_person()
    if person is None:
        return ()
    now, wording, found = utc_now(), Wording(visitor.runtime, visitor.language), []
    for facts in orders_of(person.id, MOST_ORDERS):
        window = withdrawal_of(facts)
        if window is not None and window.holds(now):
            number = facts.order["number"]
            words = _("Order %(number)s of %(day)s", number=number, day=facts.order["placed_at"].date())
            found.append(Link(wording.t(words), withdraw_path(visitor.language, number)))
    return tuple(found)


@pages.post("/<lang>/withdraw")
def take_step_1() -> Response:
    """What was declared, shown for the second step; when it was said first goes with it."""
    checked = check_fields(FIELDS, {name: request.form.get(name, "")[:5000] for name in request.form})
    limits().check("withdraw", (network(), 60), seconds=HOUR)
    if not checked.errors:
        _check_order(checked)
    if checked.errors:
        return show_step_1(checked, 422)
    return show_step_2(checked.values, sign(shopper().runtime.settings.secret_key, checked.values, utc_now()))


def _check_order(checked: Checked) -> OrderFacts | None:
    """An order of this number must exist: nobody finds one by guessing."""
    try:
        order = order_of_number(checked.values["order"])
    except NotFound:
        checked.errors["order"] = _("There is no order with this number. It stands in the confirmation we mailed you.")
        return None
    checked.values["order"] = order.number
    own = own_order(order.number)
    if own is not None:
        try:
            check_withdrawal(own, withdrawable(own), utc_now())
        except WrongClaim as wrong:
            checked.errors["order"] = wrong.message
    return own


def show_step_2(
    values: Mapping[str, str],
    statement: str,
    typed: Mapping[str, str] | None = None,
    errors: Mapping[str, Message] | None = None,
) -> Response:
    """What is declared, and the button that declares it."""
    visitor = shopper()
    t, wording = visitor.t, Wording(visitor.runtime, visitor.language)
    own = own_order(values["order"])
    rows = ((_("Name"), values["name"]), (_("Order"), values["order"]), (_("Receipt goes to"), values["email"]))
    intro = _("You withdraw from the contract about this order.")
    if own is None:
        intro = _("You withdraw from the whole contract about this order, as far as the law lets you.")
    page = WithdrawPage(
        title=t(_("Confirm the withdrawal")),
        intro=(t(intro),),
        action=f"{withdraw_path(visitor.language)}/confirm",
        groups=(),
        button=t(_("Confirm withdrawal")),
        errors=tuple(FormError(t(words), name) for name, words in (errors or {}).items()),
        facts=tuple(Fact(t(label), value) for label, value in rows),
        pieces=piece_choices(own, claimable(own, contested(own.id)), wording, typed, errors) if own else (),
        hidden=(("statement", statement), *(((OWN, "1"),) if own else ())),
        back=Link(t(_("Change it")), withdraw_path(visitor.language, values["order"])),
    )
    status = 422 if errors else 200
    return private(render_page("cases/withdraw.html", page, title=page.title, robots="noindex", status=status))


@pages.post("/<lang>/withdraw/confirm")
def take_step_2() -> BaseResponse:
    """Declare it: the receipt goes out at once; a stranger's is asked of the order's own address."""
    visitor = shopper()
    signed = request.form.get("statement", "")
    said = read(visitor.runtime.settings.secret_key, signed)
    if said is None:
        say(_("This page lay open for too long. Please say it once more."), bad=True)
        return private(redirect(withdraw_path(visitor.language), code=303))  # type: ignore[arg-type]
    values, moment = said
    limits().check("withdraw-confirm", (network(), 30), (values["order"], 6), seconds=HOUR)
    return _declare(values, moment, signed)


def _declare(values: Mapping[str, str], moment: datetime, signed: str) -> BaseResponse:
    visitor, own = shopper(), own_order(values["order"])
    typed = {name: value[:100] for name, value in request.form.items()}
    pieces = chosen_pieces(own, typed) if own and typed.get(OWN) else None
    statement = Statement(values["name"], values["email"], moment, visitor.language)
    try:
        order = order_of_number(values["order"])
        case = actions.withdraw(order.id, statement, pieces, utc_now(), proved=own is not None)
    except WrongClaim as wrong:
        if wrong.field.startswith("pieces") and own is not None:
            return show_step_2(values, signed, typed, {wrong.field: wrong.message})
        return show_step_1(Checked(dict(values), {"order": wrong.message}), 422)
    if own is not None:
        say(_("Your withdrawal is received. The receipt comes by mail."))
        return private(redirect(case_path(visitor.language, case.token), code=303))  # type: ignore[arg-type]
    session[RECEIVED] = {"email": values["email"], "at": moment.isoformat()}
    return private(redirect(f"{withdraw_path(visitor.language)}/received", code=303))  # type: ignore[arg-type]


@pages.get("/<lang>/withdraw/received")
def received() -> BaseResponse:
    """Said once: when it was received, and what is still to do."""
    visitor = shopper()
    t, kept = visitor.t, session.pop(RECEIVED, None)
    if not isinstance(kept, dict):
        return private(redirect(withdraw_path(visitor.language), code=303))  # type: ignore[arg-type]
    moment = datetime.fromisoformat(kept["at"])
    page = WithdrawPage(
        title=t(_("Your withdrawal is received")),
        intro=(
            t(_("Received on %(moment)s. A receipt goes to %(email)s.", moment=moment, email=kept["email"])),
            t(_("One step is left: we have sent a link to the address that the order was placed with. Open it, so that"
                " nobody else can withdraw for you. Your withdrawal counts from now on, whenever you open it.")),
        ),
        action="", groups=(), button="", done=True,
    )  # fmt: skip
    return private(render_page("cases/withdraw.html", page, title=page.title, robots="noindex"))


@pages.get("/<lang>/withdraw/prove/<token>")
def show_proof(token: str) -> BaseResponse:
    """The mailed link: a button, since mail programs open links by themselves."""
    visitor = shopper()
    t, case = visitor.t, find_by_token(token)
    if case.kind != "withdrawal":
        raise NotFound("the case is no withdrawal")
    if case.state != "unproved":
        return private(redirect(case_path(visitor.language, token), code=303))  # type: ignore[arg-type]
    rows = ((_("Order"), case.order.number), (_("Name given"), case.name), (_("Receipt goes to"), case.email))
    page = WithdrawPage(
        title=t(_("Was it you?")),
        intro=(t(_("This withdrawal was received on %(moment)s.", moment=case.opened_at)),),
        action=prove_path(visitor.language, token),
        groups=(),
        button=t(_("Yes, I withdraw from the contract")),
        facts=tuple(Fact(t(label), value) for label, value in rows),
    )
    return private(render_page("cases/withdraw.html", page, title=page.title, robots="noindex"))


@pages.post("/<lang>/withdraw/prove/<token>")
def take_proof(token: str) -> BaseResponse:
    visitor, case = shopper(), find_by_token(token)
    try:
        actions.prove(case.id, BUYER, utc_now())
    except Refused as refusal:
        say(refusal.message, bad=True)
    else:
        say(_("Thank you: your withdrawal holds."))
    return private(redirect(case_path(visitor.language, token), code=303))  # type: ignore[arg-type]


