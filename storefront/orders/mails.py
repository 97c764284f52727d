"""Mails about orders: drawn without a request, in the buyer's language, sent once per outbox row."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from jinja2 import ChoiceLoader, Environment, FileSystemLoader

from storefront import formatting
from storefront.db import utc_now
from storefront.orders.contexts import NoticeMail, OrderMail
from storefront.orders.mail_delivery import deliver
from storefront.orders.mail_page import order_mail
from storefront.orders.notice_page import notice_mail
from storefront.orders.queries import get_purchase
from storefront.orders.wording import Wording
from storefront.runtime import Runtime, current
from storefront.web.themes import find_theme

TEMPLATES = Path(__file__).parent / "templates"
TEMPLATE_OF: dict[type, str] = {OrderMail: "orders/mail/order_placed", NoticeMail: "orders/mail/notice"}


def send_order_mail(purchase_id: int, row_id: int, now: datetime | None = None) -> None:
    """Send a purchase's confirmation; an outbox row that was sent is not sent again to a file.

    Raises NotFound for no such purchase, OSError or SMTPException when it could not be handed over.
    """
    runtime = current()
    now = now or utc_now()
    facts = get_purchase(purchase_id)
    wording = Wording(runtime, facts.purchase["language"])
    page = order_mail(facts, wording, now)
    message = compose(runtime, page, facts.purchase["email"], message_id(runtime, row_id), now)
    deliver(runtime.settings, message, f"order-{row_id}")


def send_notice(payload: Mapping[str, Any], row_id: int, now: datetime | None = None) -> None:
    """Tell the buyer what happened to an order; raises as send_order_mail does."""
    runtime = current()
    now = now or utc_now()
    facts = get_purchase(payload["purchase"])
    page = notice_mail(facts, payload, Wording(runtime, facts.purchase["language"]), now)
    message = compose(runtime, page, facts.purchase["email"], message_id(runtime, row_id), now)
    deliver(runtime.settings, message, f"{payload['about']}-{row_id}")


def message_id(runtime: Runtime, row_id: int) -> str:
    """The same for a row however often it is tried, so that mailboxes drop a second copy."""
    domain = urlsplit(runtime.shop.base_url).hostname or "localhost"
    return f"<order-mail-{row_id}@{domain}>"


def compose(runtime: Runtime, page: OrderMail | NoticeMail, to: str, identifier: str, now: datetime) -> EmailMessage:
    """Text and HTML of the same content."""
    message = EmailMessage()
    message["Subject"] = one_line(page.subject)
    sender = runtime.settings.mail.sender
    message["From"] = Address(one_line(page.shop_name), addr_spec=sender)
    message["To"] = Address(addr_spec=to)
    message["Date"] = format_datetime(now)
    message["Message-ID"] = identifier
    # nobody's holiday reply is wanted
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(tidied(draw(runtime, page, ".txt")))
    message.add_alternative(draw(runtime, page, ".html"), subtype="html")
    message["Content-Language"] = page.language
    return message


def draw(runtime: Runtime, page: OrderMail | NoticeMail, ending: str) -> str:
    """One of the two templates, as the theme has it."""
    environment = mail_environment(runtime, page.language)
    return environment.get_template(TEMPLATE_OF[type(page)] + ending).render(page=page)


def mail_environment(runtime: Runtime, tag: str, own: Path = TEMPLATES) -> Environment:
    """Templates of a feature with a language's words and figures; a theme's templates win."""
    theme = find_theme(runtime.settings)
    # the theme's own, the feature's, then the frame that all mails stand in
    folders = (*theme.folders("templates", base=False), own, *theme.folders("templates", only_base=True))
    environment = Environment(
        loader=ChoiceLoader([FileSystemLoader(folder) for folder in folders]),
        autoescape=lambda name: bool(name and name.endswith(".html")),
        extensions=["jinja2.ext.i18n"],
    )
    environment.globals.update(
        money_text=lambda amount, currency: formatting.money(amount, currency, tag),
        number=lambda value: formatting.number(value, tag),
    )
    translations = runtime.catalogues.translations_for(tag)
    environment.install_gettext_callables(  # type: ignore[attr-defined]
        translations.gettext, translations.ngettext, newstyle=True
    )
    return environment


def one_line(text: str) -> str:
    """Safe for a header: no line ends, no direction marks."""
    return " ".join(formatting.without_marks(text).split())


def tidied(text: str) -> str:
    """At most one empty line in a row."""
    return re.sub(r"\n[ \t]*(\n[ \t]*)+\n", "\n\n", text).strip() + "\n"
