"""Gift cards at the desk: issued, looked at, blocked, mailed again, written off."""

from __future__ import annotations

from datetime import timedelta

from flask import Response, request

from storefront import formatting
from storefront.db import utc_now
from storefront.desk import credit_actions as acts
from storefront.desk.base_pages import actor, desk_url, go, known_number, pages, render_desk
from storefront.desk.contexts import Cell, ListPage, RowView
from storefront.desk.credit_contexts import SumPage
from storefront.desk.credit_pages import history_table, typed_money
from storefront.desk.form_pages import shop_form, show, typed_form
from storefront.desk.keyset import page_of
from storefront.desk.listing import Column, Rules
from storefront.desk.table_pages import asked_table, table_view
from storefront.errors import NotFound, Refused
from storefront.forms import Errors, Field, Option, Section, check_fields, cleaned
from storefront.i18n import Message, _, language, plain
from storefront.orders.queries import Row
from storefront.payments.credit.balances import balance_of, card_account
from storefront.payments.credit.cards import Issue, get_card, new_key, shown_code
from storefront.payments.credit.tables import GiftCard
from storefront.setting_checks import MAIL_ADDRESS
from storefront.web.form_view import ActionForm, FieldView
from storefront.web.frame import Link
from storefront.web.people import requires
from storefront.web.shopper import shopper

TITLE = _("Gift cards")
RULES = Rules(
    (
        Column("number", _("Number"), "number"),
        Column("email", _("For whom")),
        Column("issued", _("Issued")),
        Column("until", _("Good until")),
        Column("state", _("State")),
        Column("amount", _("Worth"), "number", end=True),
    ),
    (),
    "-number",
)


@pages.get("/desk/gift-cards", endpoint="gift_cards")
@requires("credit.give")
def card_list() -> Response:
    visitor, wanted, now = shopper(), asked_table(RULES), utc_now()
    query = GiftCard.select()
    if wanted.query:
        query = query.where(
            GiftCard.email.contains(wanted.query.lower()) | (GiftCard.ending == wanted.query.upper()[-4:])
        )
    found = page_of(query, wanted, GiftCard.amount if wanted.column == "amount" else GiftCard.id, GiftCard.id)

    def draw(row: Row) -> RowView:
        words, tone = _state(row["state"], row["expires_at"] <= now)
        return RowView(
            (
                Cell(f"{row['id']} · …{row['ending']}", url=desk_url("desk.gift_card", card_id=row["id"]), code=True),
                Cell(row["email"]),
                Cell(formatting.date(row["issued_at"].date(), visitor.language)),
                Cell(formatting.date(row["expires_at"].date() - timedelta(days=1), visitor.language)),
                Cell(visitor.t(words), tone=tone),
                Cell(formatting.money(row["amount"], row["currency"], visitor.language)),
            )
        )

    view = table_view(TITLE, RULES, wanted, found, draw, empty=_("There are no gift cards yet."))
    title = visitor.t(TITLE)
    buttons = (Link(visitor.t(_("Issue a gift card")), desk_url("desk.new_gift_card")),)
    return render_desk("desk/list.html", ListPage(title, view, buttons=buttons), title=title)


def _state(state: str, expired: bool) -> tuple[Message, str]:
    if state == "open":
        return (_("Expired"), "warn") if expired else (_("Good"), "good")
    return (_("Blocked"), "bad") if state == "blocked" else (_("Written off"), "quiet")


def _fields() -> tuple[Field, ...]:
    shop = shopper().runtime.settings.shop
    currencies = tuple(Option(code, plain(code)) for code in shop.currencies)
    tongues = tuple(Option(tag, plain(language(tag).name)) for tag in shop.languages)
    given = (Option("gift", _("A present of the shop")), Option("paid", _("It was paid for outside the shop")))
    return (
        Field("key", _("Key"), "hidden", required=False),
        Field("amount", _("Worth"), dir="ltr", inputmode="decimal", maxlength=20, width="third"),
        Field("currency", _("Currency"), "select", options=currencies, width="third"),
        Field("how", _("How it came about"), "select", options=given, width="third"),
        Field("email", _("Mailed to"), "email", False, _("Empty: the code is shown here once, to be handed over."),
              dir="ltr", maxlength=254, width="half", check=_mail_problem),
        Field("language", _("Language of the mail"), "select", options=tongues, width="half"),
        Field("message", _("What the mail says"), "textarea", False, maxlength=500, dir="auto"),
    )  # fmt: skip


def _mail_problem(text: str) -> Message | None:
    return None if not text or MAIL_ADDRESS.accepts(text) else _("Please enter an e-mail address.")


@pages.get("/desk/gift-cards/new", endpoint="new_gift_card")
@requires("credit.give")
def new() -> Response:
    shop = shopper().runtime.settings.shop
    return _form({"currency": shop.currency, "language": shop.default_language, "how": "gift", "key": new_key()})


@pages.post("/desk/gift-cards/new", endpoint="issue_gift_card")
@requires("credit.give")
def issue() -> Response:
    """Issue it; its code is shown once, in the notice of the next page."""
    typed, money = typed_form(500), typed_money()
    checked = check_fields(_fields(), typed)
    key = cleaned(typed.get("key", ""))
    if not 20 <= len(key) <= 40:
        checked.errors["amount"] = _("Look at it once more, then press the button.")
    if checked.errors:
        return _form({**typed, "key": key if 20 <= len(key) <= 40 else new_key()}, checked.errors)
    values = checked.values
    asked = Issue(
        key, money.amount, money.currency, values["email"].lower(), values["language"], values["message"],
        values["how"] == "paid", f"person:{actor().person.id}",
    )  # fmt: skip
    try:
        number, code = acts.issue(actor(), asked)
    except Refused as refusal:
        return _form(typed, {"amount": refusal.message})
    said = _("It is issued. Its code, which is shown this once: %(code)s", code=shown_code(code)) if code else None
    return go(desk_url("desk.gift_card", card_id=number), said or _("This gift card was issued before."))


def _form(typed: dict[str, str], errors: Errors | None = None) -> Response:
    visitor = shopper()
    return show(
        shop_form((Section(_fields()),), ()),
        typed,
        title=visitor.t(_("Issue a gift card")),
        action=desk_url("desk.issue_gift_card"),
        crumb=Link(visitor.t(TITLE), desk_url("desk.gift_cards")),
        errors=errors,
        intro=visitor.t(_("No VAT is due when it is issued: it may buy anything, and VAT is due on what it buys.")),
    )


@pages.get("/desk/gift-cards/<card_id>", endpoint="gift_card")
@requires("credit.give")
def show_card(card_id: str) -> Response:
    return _show(known_number(card_id))


def _show(number: int, error: Message | None = None) -> Response:
    card, visitor, now = get_card(number), shopper(), utc_now()
    t = visitor.t
    words, tone = _state(card.state, card.expires_at <= now)
    left = balance_of(card_account(number), card.currency)
    facts = (
        (_("Worth"), formatting.money(card.amount, card.currency, visitor.language)),
        (_("Left on it"), formatting.money(left, card.currency, visitor.language)),
        (_("Its code ends in"), card.ending),
        (_("For whom"), card.email),
        (_("Issued"), formatting.datetime(card.issued_at, visitor.language)),
        (_("Good until"), formatting.date(card.expires_at.date() - timedelta(days=1), visitor.language)),
        (_("What the mail says"), card.message),
    )
    title = t(_("Gift card %(number)s", number=number))
    page = SumPage(
        title,
        t(words),
        tone,
        tuple((t(label), value) for label, value in facts if value),
        _forms(card, now >= card.expires_at, error),
        history_table(card_account(number)),
    )
    crumb = Link(t(TITLE), desk_url("desk.gift_cards"))
    return render_desk("desk/sum.html", page, title=title, crumbs=(crumb,), status=422 if error else 200)


def _forms(card: GiftCard, expired: bool, error: Message | None) -> tuple[ActionForm, ...]:
    t = shopper().t

    def act(name: str, label: Message, *fields: FieldView) -> ActionForm:
        url = desk_url("desk.change_gift_card", card_id=card.id, card_deed=name)
        return ActionForm(name, t(label), url, fields, tone="danger" if fields else "plain", open=bool(error))

    reason = FieldView("reason", t(_("Why")), error=t(error), maxlength=300, dir="auto")
    forms = []
    if card.state == "open" and card.email:
        forms.append(act("mail", _("Mail it again")))
    if card.state == "open":
        forms.append(act("block", _("Block it")))
    if card.state == "blocked":
        forms.append(act("open", _("Open it again")))
    if expired and card.state != "written-off":
        forms.append(act("write-off", _("Write off what is left"), reason))
    return tuple(forms)


@pages.post("/desk/gift-cards/<card_id>/<card_deed>", endpoint="change_gift_card")
@requires("credit.give")
def change(card_id: str, card_deed: str) -> Response:
    number = known_number(card_id)
    get_card(number)
    try:
        said = _done(number, card_deed)
    except Refused as refusal:
        if card_deed == "write-off":
            return _show(number, refusal.message)
        return go(desk_url("desk.gift_card", card_id=number), refusal.message, bad=True)
    return go(desk_url("desk.gift_card", card_id=number), said)


def _done(number: int, deed: str) -> Message:
    if deed == "mail":
        acts.mail_again(actor(), number)
        return _("The mail is on its way.")
    if deed in ("block", "open"):
        acts.set_blocked(actor(), number, blocked=deed == "block")
        return _("Nobody can pay with it now.") if deed == "block" else _("It is good again.")
    if deed != "write-off":
        raise NotFound(f"nothing is called {deed!r} here")
    acts.write_off(actor(), number, cleaned(request.form.get("reason", ""))[:300])
    return _("What was left is written off.")
