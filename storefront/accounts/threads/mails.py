"""Mails about threads: what was written, in the reader's language, and a link that opens it without signing in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import quote, urlsplit

from storefront.accounts.tables import Person
from storefront.accounts.threads.masking import masked
from storefront.accounts.threads.naming import side_name
from storefront.accounts.threads.queries import translations_of
from storefront.accounts.threads.reading import Reader, hidden_words
from storefront.accounts.threads.reply_keys import make_key
from storefront.accounts.threads.seats import Seat, people_of, seat_of
from storefront.accounts.threads.tables import Participant, ThreadMessage
from storefront.accounts.threads.translating import MARK
from storefront.catalogue.tables import Seller
from storefront.db import utc_now
from storefront.i18n import Message, _, language, ngettext
from storefront.orders.mail_delivery import deliver
from storefront.orders.mails import mail_environment, one_line, tidied
from storefront.orders.wording import Wording
from storefront.runtime import Runtime, current
from storefront.uploads.queries import uploads_of

TEMPLATES = Path(__file__).parent / "templates"
NAME = "threads/mail/note"
# of one mail: the others are read where they stand
MOST_SHOWN, LONGEST_SHOWN = 5, 1200


@dataclass(frozen=True)
class MailMessage:
    """One message in a mail."""

    who: Annotated[str, "Who wrote it"]
    text: Annotated[str, "Its text, contact data hidden where it is"]
    original: Annotated[str, "The text as it was written, where the one above is a translation"] = ""
    files: Annotated[str, "“2 files”"] = ""


@dataclass(frozen=True)
class ThreadMail:
    """threads/mail/note.html and note.txt"""

    shop_name: Annotated[str, "The shop's name"]
    language: Annotated[str, "BCP 47 tag of the mail"]
    direction: Annotated[str, "ltr or rtl"]
    subject: Annotated[str, "What it is about"]
    paragraphs: Annotated[tuple[str, ...], "What it says before the messages"]
    messages: Annotated[tuple[MailMessage, ...], "What was written"]
    button: Annotated[str, "The link's words"]
    url: Annotated[str, "Where it leads"]
    after: Annotated[tuple[str, ...], "What it says below the button"]
    footer: Annotated[tuple[str, ...], "Who sends it"]


def send_thread_mail(payload: Mapping[str, Any], row_id: int, now: datetime | None = None) -> None:
    """Send what was written in a while and is not read yet; nothing when all of it is, or mails are not wanted."""
    runtime, now = current(), now or utc_now()
    participant = Participant.get_or_none(Participant.id == payload["participant"])
    if participant is None or not participant.mails:
        return
    seat = seat_of(participant.thread, participant.role)
    to, tag = _address(participant, payload["person"], runtime)
    rows = _unread(seat, payload)
    if not to or not rows:
        return
    key = make_key(runtime.settings.secret_key, participant.token, payload["person"])
    page = _thread_mail(seat, rows, tag, key)
    deliver(runtime.settings, _compose(runtime, page, to, row_id, now), f"thread-{row_id}")


def send_proof_mail(payload: Mapping[str, Any], row_id: int, now: datetime | None = None) -> None:
    """Ask a guest to show that the address he asked with is his; his question waits until then."""
    runtime, now = current(), now or utc_now()
    participant = Participant.get_or_none(Participant.id == payload["participant"])
    if participant is None or participant.thread.state != "unproved":
        return
    seat = seat_of(participant.thread, "buyer")
    tag = participant.language
    key = make_key(runtime.settings.secret_key, participant.token)
    said = (
        _("You wrote a question to %(seller)s. Press the button to send it.", seller=side_name(seat, "seller")),
        _("If this was not you, nothing is to be done: without this mail it is not sent."),
    )
    title = _("Send your question about %(subject)s", subject=seat.sides.title)
    page = _mail(seat, tag, key, title, said, _("Look at it and send it"))
    deliver(runtime.settings, _compose(runtime, page, participant.email, row_id, now), f"thread-{row_id}")


def thread_path(tag: str, token: str, key: str = "") -> str:
    """A thread's page; with a key it opens for whoever has the link."""
    path = f"/{tag}/messages/{quote(token, safe='')}"
    return f"{path}?key={quote(key, safe='')}" if key else path


def _address(participant: Participant, person_id: int, runtime: Runtime) -> tuple[str, str]:
    """Where it goes and in which language; nowhere, if that person does not work there any more."""
    shop = runtime.settings.shop
    if participant.role != "seller":
        person = Person.get_or_none(Person.id == participant.person_id) if participant.person_id else None
        tag = person.language if person else participant.language
        return (person.email if person else participant.email), tag if tag in shop.languages else shop.default_language
    if person_id:
        found = [one for one in people_of(participant.thread.seller_id) if one[0] == person_id]
        tag = found[0][2] if found else ""
        return (found[0][1] if found else ""), tag if tag in shop.languages else shop.default_language
    seller = Seller.get_or_none(Seller.id == participant.thread.seller_id)
    return (seller.email if seller else ""), shop.default_language


def _unread(seat: Seat, payload: Mapping[str, Any]) -> list[ThreadMessage]:
    since, until = (datetime.fromisoformat(payload[name]) for name in ("since", "until"))
    said = ThreadMessage.select().where(
        ThreadMessage.thread == seat.begun.id, ThreadMessage.by != seat.role, ThreadMessage.hidden_at.is_null(),
        ThreadMessage.at >= since, ThreadMessage.at < until,
    )  # fmt: skip
    read = seat.own.read_at if seat.own else None
    return list((said.where(ThreadMessage.at > read) if read else said).order_by(ThreadMessage.at))


def _thread_mail(seat: Seat, rows: Sequence[ThreadMessage], tag: str, key: str) -> ThreadMail:
    shown = rows[:MOST_SHOWN]
    about = seat.sides.title
    title = ngettext("A message about %(subject)s", "%(num)s messages about %(subject)s", len(rows), subject=about)
    more = len(rows) - len(shown)
    said = [ngettext("%(num)s more message is there.", "%(num)s more messages are there.", more)] if more else []
    return _mail(seat, tag, key, title, (), _("Read and answer"), _shown(seat, shown, tag), tuple(said))


def _shown(seat: Seat, rows: Sequence[ThreadMessage], tag: str) -> tuple[MailMessage, ...]:
    t = Wording(current(), tag).t
    reader, files = Reader(seat), uploads_of(f"message:{row.id}" for row in rows)
    known = translations_of([row.id for row in rows], tag)
    word = t(hidden_words(seat))
    made = []
    for row in rows:
        text = _cut(masked(reader.parts(row), word))
        count = len(files[f"message:{row.id}"])
        other = _cut(known.get((row.id, reader.is_masked(row, seat.role)), "").replace(MARK, word))
        made.append(
            MailMessage(
                t(side_name(seat, row.by)), other or text, text if other else "",
                t(ngettext("%(num)s file", "%(num)s files", count)) if count else "",
            )
        )  # fmt: skip
    return tuple(made)


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST_SHOWN else text[:LONGEST_SHOWN].rsplit(" ", 1)[0] + " …"


def _mail(
    seat: Seat, tag: str, key: str, title: Message, said: Sequence[Message], button: Message,
    messages: tuple[MailMessage, ...] = (), more: tuple[Message, ...] = (),
) -> ThreadMail:  # fmt: skip
    runtime = current()
    t, shop = Wording(runtime, tag).t, runtime.shop
    after = (
        *more,
        _("The link is for you alone: whoever has it reads and writes in your name."),
        *([_("There you can also turn these mails off.")] if messages else []),
    )
    return ThreadMail(
        shop.name, tag, language(tag).direction, t(title), tuple(t(one) for one in said), messages, t(button),
        shop.base_url + thread_path(tag, seat.begun.token, key), tuple(t(one) for one in after),
        (shop.name, shop.base_url),
    )  # fmt: skip


def _compose(runtime: Runtime, page: ThreadMail, to: str, row_id: int, now: datetime) -> EmailMessage:
    domain = urlsplit(runtime.shop.base_url).hostname or "localhost"
    environment = mail_environment(runtime, page.language, TEMPLATES)
    message = EmailMessage()
    message["Subject"] = one_line(f"{page.subject} · {page.shop_name}")
    message["From"] = Address(one_line(page.shop_name), addr_spec=runtime.settings.mail.sender)
    message["To"] = Address(addr_spec=to)
    message["Date"] = format_datetime(now)
    # the same however often the row is tried, so that mailboxes drop a second copy
    message["Message-ID"] = f"<thread-mail-{row_id}@{domain}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(tidied(environment.get_template(f"{NAME}.txt").render(page=page)))
    message.add_alternative(environment.get_template(f"{NAME}.html").render(page=page), subtype="html")
    message["Content-Language"] = page.language
    return message
