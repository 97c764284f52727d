"""What the journeys after a sale share: a sale made without looking at its pages, time that passes, people signed in."""

from __future__ import annotations

import re
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from buying import BERLIN

from storefront.demo.people import PASSWORD

NUMBER = re.compile(r"[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}")
IBAN = "DE89370400440532013000"
CARD = {"card": "4242 4242 4242 4242"}
# far more than the worker's period, for a machine that has much to do
TURNS = 150


def sold(page: Any, tag: str, slug: str, provider: str = "sandbox-card") -> str:
    """A guest's order to Berlin in the page's own browser, made by requests alone; its number."""
    sent = page.context.request
    sent.get(f"/{tag}/?market=DE-EUR")
    offer = re.search(r'name="offer" value="(\d+)"', sent.get(f"/{tag}/p/{slug}").text())
    assert offer is not None
    _posted(sent, f"/{tag}/cart/add", {"offer": offer[1], "quantity": "1"})
    _posted(sent, f"/{tag}/checkout/contact", {"email": "guest@example.com"})
    _posted(sent, f"/{tag}/checkout/address", {**BERLIN, "country": "DE"})
    _posted(sent, f"/{tag}/checkout/delivery", _chosen(sent.get(f"/{tag}/checkout/delivery").text()))
    review = _posted(sent, f"/{tag}/checkout/payment", {"provider": provider}).text()
    seen = re.search(r'name="fingerprint"[^>]*value="([^"]+)"', review)
    assert seen is not None, review
    placed = _posted(sent, f"/{tag}/checkout/place", {"fingerprint": seen[1]})
    if provider == "sandbox-card":
        placed = _posted(sent, placed.url, {**_chosen(placed.text()), **CARD})
    number = NUMBER.search(placed.text())
    assert number is not None, placed.url
    return number[0]


def _chosen(html: str) -> dict[str, str]:
    """What a page's forms send when nobody changes anything: what is hidden, and what is chosen of a choice."""
    found = re.findall(r'<input(?=[^>]*(?:type="hidden"|checked))[^>]*name="([^"]+)"[^>]*value="([^"]*)"', html)
    return dict(found)


def _posted(sent: Any, where: str, form: dict[str, str]) -> Any:
    answer = sent.post(where, form=form)
    assert answer.ok, (where, answer.status, answer.text()[:2000])
    return answer


def signed_in(page: Any, email: str, path: str = "/desk/", tag: str = "en") -> None:
    """At the desk in a language, the form of signing in sent without a look at it."""
    sent = page.context.request
    _posted(sent, "/en/account/sign-in", {"email": email, "password": PASSWORD})
    _posted(sent, "/desk/language", {"language": tag})
    page.goto(path)
    page.wait_for_selector(".desk-side")


def asked(home: Path, question: str, *values: object) -> Any:
    """Rows of the shop's database, or a change of it."""
    database = sqlite3.connect(home / "shop.sqlite3", timeout=30)
    try:
        with database:
            return database.execute(question, values).fetchall()
    finally:
        database.close()


def one(home: Path, question: str, *values: object) -> Any:
    """The first value of the first row."""
    return asked(home, question, *values)[0][0]


def ago(**span: float) -> str:
    """A moment in the past as the database keeps it."""
    return (datetime.now(UTC) - timedelta(**span)).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def time_is_over(home: Path, subject: str, clock: str) -> None:
    """The clock of a subject has run out: the worker does what follows."""
    changed = asked(home, "UPDATE timer SET due_at = ? WHERE subject = ? AND transition = ? RETURNING id",
                    ago(hours=1), subject, clock)  # fmt: skip
    assert len(changed) == 1, (subject, clock)


def seen_after_a_while(page: Any, selector: str, path: str = "") -> Any:
    """Open a page again until the worker's doing shows on it."""
    for _turn in range(TURNS):
        page.goto(path or page.url)
        found = page.locator(selector)
        if found.count():
            return found.first
        page.wait_for_timeout(200)
    raise AssertionError(f"{selector} never came: {page.locator('main').inner_text()}")


def has_an_account(home: Path, seller: int) -> None:
    """Money can be sent to a seller at once."""
    asked(home, "INSERT INTO bank_account (seller_id, holder, account, bank, provider, changed_by, changed_at, usable_at)"
          " VALUES (?, 'Selma Seller', ?, '', '', 'system', ?, ?)", seller, IBAN, ago(days=60), ago(days=50))  # fmt: skip
