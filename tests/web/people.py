"""People for the tests of accounts: made, signed in, written to."""

from __future__ import annotations

import re
from email import message_from_bytes
from email.policy import default
from typing import Any

from flask.testing import FlaskClient

from storefront import outbox
from storefront.accounts.actions import add_person
from storefront.accounts.passwords import hash_password
from storefront.db import utc_now
from storefront.orders.tables import Outbox
from storefront.worker import handlers

PASSWORD = "four plain words here"
HASHED = hash_password(PASSWORD)
# the outbox as the test found it
BEFORE = [0]


def person(email: str = "anna@example.com", **more: Any) -> int:
    """Somebody with a confirmed address; his id."""
    return add_person(email, HASHED, "en", utc_now(), confirmed=True, **more)


def sign_in(browser: FlaskClient, email: str = "anna@example.com", password: str = PASSWORD, **more: str) -> Any:
    return browser.post("/en/account/sign-in", data={"email": email, "password": password, **more})


def mails(demo: Any) -> list[Any]:
    """What the worker has written, the newest last."""
    while outbox.work(handlers(utc_now()), utc_now()):
        pass  # one round takes only so many
    folder = demo.settings.home / "mail"
    new = (Outbox.kind == "account_mail") & (Outbox.id > BEFORE[0])
    rows = Outbox.select(Outbox.id).where(new).order_by(Outbox.id).tuples()
    return [message_from_bytes((folder / f"account-{number}.eml").read_bytes(), policy=default) for (number,) in rows]


def link(mail: Any) -> str:
    """The path of a mail's button."""
    found = re.search(r"http://localhost:8000(/\S+)", mail.get_body(("plain",)).get_content())
    assert found is not None
    return found[1]


def subjects(demo: Any) -> list[str]:
    return [str(mail["Subject"]).split(" · ")[0] for mail in mails(demo)]
