"""Mails about an account: one button or none, in its language; links are made when the mail is drawn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

from storefront.accounts import tables
from storefront.accounts.tokens import make_token
from storefront.db import utc_now
from storefront.i18n import Message, _, language
from storefront.orders.mail_delivery import deliver
from storefront.orders.mails import mail_environment, one_line, tidied
from storefront.orders.wording import Wording
from storefront.outbox import later
from storefront.payments.credit.cards import card_words
from storefront.runtime import Runtime, current

TEMPLATES = Path(__file__).parent / "templates"
NAME = "accounts/mail/note"


@dataclass(frozen=True)
class Note:
    """accounts/mail/note.html and note.txt"""

    shop_name: Annotated[str, "The shop's name"]
    language: Annotated[str, "BCP 47 tag of the mail"]
    direction: Annotated[str, "ltr or rtl"]
    subject: Annotated[str, "What it is about"]
    paragraphs: Annotated[tuple[str, ...], "What it says"]
    button: Annotated[str, "The link's words; empty: there is none"]
    url: Annotated[str, "Where it leads"]
    footer: Annotated[tuple[str, ...], "Who sends it"]


@dataclass(frozen=True)
class Kind:
    """One kind of mail: its words, its button, the page it leads to, and what the page's token carries."""

    subject: Message
    paragraphs: tuple[Message, ...]
    button: Message | None = None
    path: str = ""
    token: str = ""


NOT_YOU = _("If this was not you, nothing is to be done: without this mail nobody gets further.")
ACT_NOW = _("If this was not you, set another password now; that signs everybody else out.")
SELLING_PATH = "account/selling"
KINDS: dict[str, Kind] = {
    "confirm": Kind(
        _("Confirm your e-mail address"),
        (_("Press the button to open your account. The link is good for three days."), NOT_YOU),
        _("Confirm the address"),
        "account/confirm/",
        "confirm",
    ),
    "known": Kind(
        _("You have an account already"),
        (_("Somebody wanted to open an account with your address. You have one: sign in, or set another password."),),
        _("Sign in"),
        "account/sign-in",
    ),
    "reset": Kind(
        _("Set another password"),
        (_("Press the button to set another password. The link is good for two hours and works once."), NOT_YOU),
        _("Set another password"),
        "account/reset/",
        "reset",
    ),
    "password-changed": Kind(
        _("Your password was changed"), (_("The password of your account is another one since just now."), ACT_NOW),
        _("Set another password"), "account/forgotten",
    ),
    "change-email": Kind(
        _("Confirm your new e-mail address"),
        (_("Press the button to use this address for your account from now on. The link is good for a day."), NOT_YOU),
        _("Confirm the address"),
        "account/change-email/",
        "change-email",
    ),
    "email-changed": Kind(
        _("Your e-mail address was changed"),
        (_("Your account has another e-mail address since just now. If this was not you, write to us."),),
    ),
    "two-factor": Kind(
        _("Signing in to your account was changed"),
        (_("A passkey or the second step of signing in was added or taken away just now."), ACT_NOW),
        _("Set another password"), "account/forgotten",
    ),
    "bank-changed": Kind(
        _("The account for your payouts was changed"),
        (
            _("Somebody who works for you here named another account for payouts. Money goes there after some days."),
            _("If this was none of you, write to us at once, and set another password."),
        ),
        _("Set another password"), "account/forgotten",
    ),
    "payout-failed": Kind(
        _("A payout did not reach you"),
        (
            _("Money that was on its way to you has come back. It stands on your account with us again."),
            _("Please see that the account for your payouts is right; the next run sends it again."),
        ),
        _("Look at my payouts"), "desk/payouts",
    ),
    "payout-trouble": Kind(
        _("Your account for payouts takes no money"),
        (
            _("The provider who pays you says that your account with him needs something of you. Until it is settled"
              " there, your money waits with us."),
        ),
        _("Look at my payouts"), "desk/payouts",
    ),
    "credit": Kind(
        _("You have credit with us"),
        (_("Money was added to the credit of your account. You can pay with it at once, for any order."),),
        _("Look at my credit"), "account/credit",
    ),
    "gift-card": Kind(
        _("A gift card for you"),
        (_("Type the code when you pay, or turn the card into credit of your account."),),
        _("Turn it into credit"), "account/credit",
    ),
    "closed": Kind(
        _("Your account is closed"),
        (_("Your account and what was kept with it are deleted. Orders and invoices stay as long as the law wants."),),
    ),
    "selling-submitted": Kind(
        _("Your application has arrived"),
        (_("We look at it and write to you within three working days."),),
        _("Look at it"), SELLING_PATH,
    ),
    "selling-asked": Kind(
        _("We need something more for your application"),
        (_("Please look at your application, add what we ask for and send it again."),),
        _("Go on with it"), SELLING_PATH,
    ),
    "selling-approved": Kind(
        _("You may sell here"),
        (_("Your application is approved. At your desk you put your goods on sale and send what is ordered."),),
        _("To your desk"), SELLING_PATH,
    ),
    "selling-changed": Kind(
        _("Your changes are in force"), (_("We have looked at what you changed; it holds from now on."),),
        _("Look at it"), SELLING_PATH,
    ),
    "selling-refused": Kind(
        _("Your application was refused"),
        (_("We cannot take you on as a seller. If you think that we are wrong, answer this mail."),),
    ),
    "selling-reminder": Kind(
        _("A document of yours ends soon"),
        (_("Send its successor in time: once it has ended, your goods leave the shop until there is another."),),
        _("Send a document"), SELLING_PATH,
    ),
    "selling-inform": Kind(
        _("Please confirm your data within ten days"),
        (_("You sell so much here that the law wants your tax number, account and address checked. Look through your"
           " data and send them; after ten days without an answer your goods leave the shop until then."),),
        _("Look through my data"), SELLING_PATH,
    ),
    "selling-suspended": Kind(
        _("Your goods are off sale for now"),
        (_("Orders that are open go on: please send them. Once it is settled, your goods come back."),),
        _("Look at it"), SELLING_PATH,
    ),
    "selling-suspended-document": Kind(
        _("Your goods are off sale for now"),
        (_("A document of yours has ended. Send another one, and they come back. Open orders go on."),),
        _("Send a document"), SELLING_PATH,
    ),
    "selling-suspended-inform": Kind(
        _("Your goods are off sale for now"),
        (_("Your data were not confirmed in time. Send them, and your goods come back. Open orders go on."),),
        _("Look through my data"), SELLING_PATH,
    ),
    "selling-lifted": Kind(
        _("Your goods are on sale again"), (_("The suspension is lifted. Thank you for settling it."),),
        _("To your desk"), SELLING_PATH,
    ),
}  # fmt: skip


def mail_person(kind: str, person_id: int, to: str, tag: str, now: datetime, **more: str) -> None:
    """Have the worker send a mail; to whom and in which language, whatever becomes of the account meanwhile.

    more: what its link needs (email), or what somebody said (said).
    """
    payload = {"kind": kind, "person": person_id, "to": to, "language": tag, **more}
    later("account_mail", payload, now, subject=f"person:{person_id}")


def send_account_mail(payload: Mapping[str, Any], row_id: int, now: datetime | None = None) -> None:
    """Send one; a link whose account is gone is not sent."""
    runtime = current()
    kind = KINDS[payload["kind"]]
    row = tables.Person.get_or_none(tables.Person.id == payload["person"])
    if kind.token and row is None:
        return
    note = _note(runtime, kind, payload, row.fs_uniquifier if row else "")
    message = _compose(runtime, note, payload["to"], row_id, now or utc_now())
    deliver(runtime.settings, message, f"account-{row_id}")


def _note(runtime: Runtime, kind: Kind, payload: Mapping[str, Any], mark: str) -> Note:
    tag = payload["language"]
    t = Wording(runtime, tag).t
    card = card_words(payload["card"], Wording(runtime, tag)) if "card" in payload else ()
    shop = runtime.shop
    url = f"{shop.base_url}/{tag}/{kind.path}" if kind.path else ""
    if kind.token:
        url += make_token(runtime.settings.secret_key, kind.token, mark, *filter(None, [payload.get("email")]))
    return Note(
        shop.name,
        tag,
        language(tag).direction,
        t(kind.subject),
        # what somebody wrote stands first, as he wrote it
        tuple(filter(None, (payload.get("said", ""), *card, *(t(message) for message in kind.paragraphs)))),
        t(kind.button),
        url,
        (shop.name, shop.base_url),
    )


def _compose(runtime: Runtime, note: Note, to: str, row_id: int, now: datetime) -> EmailMessage:
    domain = urlsplit(runtime.shop.base_url).hostname or "localhost"
    environment = mail_environment(runtime, note.language, TEMPLATES)
    message = EmailMessage()
    message["Subject"] = one_line(f"{note.subject} · {note.shop_name}")
    message["From"] = Address(one_line(note.shop_name), addr_spec=runtime.settings.mail.sender)
    message["To"] = Address(addr_spec=to)
    message["Date"] = format_datetime(now)
    # the same however often the row is tried, so that mailboxes drop a second copy
    message["Message-ID"] = f"<account-mail-{row_id}@{domain}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(tidied(environment.get_template(f"{NAME}.txt").render(page=note)))
    message.add_alternative(environment.get_template(f"{NAME}.html").render(page=note), subtype="html")
    message["Content-Language"] = note.language
    return message
