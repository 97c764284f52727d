"""The confirmation: both parts, in the buyer's language, handed over once."""

from __future__ import annotations

import email
import email.policy
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from storefront import runtime, worker
from storefront.db import utc_now
from storefront.errors import NotFound, SettingsError
from storefront.orders.mail_delivery import send
from storefront.orders.mail_page import plain_paragraphs
from storefront.orders.mails import compose, send_order_mail
from storefront.orders.tables import Outbox
from storefront.payments.actions import begin_payment
from storefront.tables import ContentPage


@dataclass
class MailServer:
    """A mail server of one thread that speaks as much SMTP as smtplib asks for."""

    listener: socket.socket
    refuses: bool = False
    received: list[bytes] = field(default_factory=list)
    told: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.listener.getsockname()[1]}"

    def serve(self) -> None:
        while True:
            try:
                connection, _address = self.listener.accept()
            except OSError:
                return
            with connection:
                connection.settimeout(5)
                self._talk(connection)

    def _talk(self, connection: socket.socket) -> None:
        with connection.makefile("rb") as lines:
            connection.sendall(b"220 mail.example ESMTP\r\n")
            for raw in lines:
                command = raw.decode().strip()
                self.told.append(command)
                verb = command[:4].upper()
                if verb == "DATA":
                    connection.sendall(b"354 go on\r\n")
                    self._take(lines)
                if verb == "RCPT" and self.refuses:
                    connection.sendall(b"550 nobody of that name\r\n")
                else:
                    connection.sendall(b"221 bye\r\n" if verb == "QUIT" else b"250 ok\r\n")
                if verb == "QUIT":
                    return

    def _take(self, lines: Any) -> None:
        taken = []
        for raw in lines:
            if raw == b".\r\n":
                break
            taken.append(raw[1:] if raw.startswith(b"..") else raw)
        self.received.append(b"".join(taken))


@pytest.fixture
def mail_server() -> Iterator[MailServer]:
    server = MailServer(socket.create_server(("127.0.0.1", 0)))
    thread = threading.Thread(target=server.serve)
    thread.start()
    yield server
    server.listener.shutdown(socket.SHUT_RDWR)
    server.listener.close()
    thread.join(5)


def read(raw: bytes) -> Any:
    return email.message_from_bytes(raw, policy=email.policy.default)


def mailed(shop: Any, row_id: int = 7) -> Any:
    return read((shop.settings.home / "mail" / f"order-{row_id}.eml").read_bytes())


def parts(message: Any) -> tuple[str, str]:
    text = message.get_body(("plain",)).get_content()
    html = message.get_body(("html",)).get_content()
    return text, html


def test_the_mail_holds_the_contract_as_text_and_html(order_shop: Any) -> None:
    placed = order_shop.place(*order_shop.offers)
    order_shop.pay(placed)
    send_order_mail(placed.purchase_id, 7)
    message = mailed(order_shop)
    numbers = [order.number for order in order_shop.orders(placed)]
    assert message.get_content_type() == "multipart/alternative"
    assert message["To"] == "anna@example.com"
    assert message["From"] == "Nordbord <shop@nordbord.example>"
    assert message["Message-ID"] == "<order-mail-7@localhost>"
    assert numbers[0] in message["Subject"] and numbers[1] in message["Subject"]
    for part in parts(message):
        assert all(number in part for number in numbers)
        assert "Board of Nordbord" in part and "Kesselhaus GmbH" in part
        assert "€90.00" in part and "within 14 days" in part and "within 2 years" in part
        assert f"http://localhost:8000/en/purchases/{placed.token}" in part
        assert "{{" not in part and "%(" not in part


def test_the_mail_speaks_the_buyers_language(order_shop: Any) -> None:
    placed = order_shop.place(language="de")
    send_order_mail(placed.purchase_id, 7)
    message = mailed(order_shop)
    text, html = parts(message)
    assert message["Content-Language"] == "de"
    assert "Brett von Nordbord" in text and "45,00\u00a0€" in text
    assert '<html lang="de" dir="ltr">' in html
    assert f"http://localhost:8000/de/purchases/{placed.token}" in text


def test_an_arabic_mail_runs_from_right_to_left(order_shop: Any) -> None:
    placed = order_shop.place(language="ar")
    send_order_mail(placed.purchase_id, 7)
    message = mailed(order_shop)
    assert 'dir="rtl"' in parts(message)[1]
    assert "\u2067" not in message["Subject"] and "\u2068" not in message["Subject"]


def test_the_text_of_an_arabic_mail_keeps_numbers_and_names_in_one_piece(order_shop: Any) -> None:
    placed = order_shop.place(language="ar")
    send_order_mail(placed.purchase_id, 7)
    text = parts(mailed(order_shop))[0]
    assert f"الطلب \u2068{order_shop.orders(placed)[0].number}\u2069" in text
    assert ":\u200f \u2068Nordbord GmbH\u2069" in text
    assert ":\u200f \u2068DE000000000\u2069" in text


def test_the_same_outbox_row_writes_one_mail(order_shop: Any) -> None:
    placed = order_shop.place()
    send_order_mail(placed.purchase_id, 7)
    first = (order_shop.settings.home / "mail" / "order-7.eml").read_bytes()
    send_order_mail(placed.purchase_id, 7)
    assert [path.name for path in (order_shop.settings.home / "mail").iterdir()] == ["order-7.eml"]
    assert (order_shop.settings.home / "mail" / "order-7.eml").read_bytes() == first


def test_the_worker_mails_a_paid_order_once(order_shop: Any) -> None:
    placed = order_shop.place()
    order_shop.pay(placed)
    worker.run_once(utc_now())
    worker.run_once(utc_now())
    row = Outbox.get(Outbox.kind == "order_mail")
    assert row.done_at is not None
    assert [path.name for path in (order_shop.settings.home / "mail").iterdir()] == [f"order-{row.id}.eml"]


def test_a_transfer_is_mailed_with_its_details(order_shop: Any) -> None:
    placed = order_shop.place(provider="bank-transfer")
    begin_payment(placed.payment_id, {}, "")
    send_order_mail(placed.purchase_id, 7)
    for part in parts(mailed(order_shop)):
        assert "DE02 1203 0000 0000 2020 51" in part and "45.00 EUR" in part


def test_drafts_of_legal_pages_are_not_mailed_but_final_ones_are(order_shop: Any) -> None:
    placed = order_shop.place()
    page = ContentPage.create(slug="terms", language="en", title="Terms", body="<p>One &amp; two.</p>", draft=True)
    send_order_mail(placed.purchase_id, 1)
    assert "One & two." not in parts(mailed(order_shop, 1))[0]
    ContentPage.update(draft=False).where(ContentPage.id == page.id).execute()
    send_order_mail(placed.purchase_id, 2)
    text, html = parts(mailed(order_shop, 2))
    assert "One & two." in text and "One &amp; two." in html


def test_what_buyers_type_stays_text(order_shop: Any) -> None:
    placed = order_shop.place()
    order = order_shop.orders(placed)[0]
    order.address = {**order.address, "name": "<script>alert(1)</script>"}
    order.save()
    send_order_mail(placed.purchase_id, 7)
    assert "<script>" not in parts(mailed(order_shop))[1]


def test_a_name_with_line_ends_makes_no_header(order_shop: Any) -> None:
    running = runtime.current()
    from storefront.orders.mail_page import order_mail
    from storefront.orders.queries import get_purchase
    from storefront.orders.wording import Wording

    facts = get_purchase(order_shop.place().purchase_id)
    page = replace(order_mail(facts, Wording(running, "en"), utc_now()), subject="Yes\r\nBcc: all@example.com")
    message = compose(running, page, "anna@example.com", "<1@x>", utc_now())
    assert message["Bcc"] is None and message["Subject"] == "Yes Bcc: all@example.com"


def test_the_mail_goes_to_the_server(order_shop: Any, mail_server: MailServer) -> None:
    placed = order_shop.place()
    with_smtp(order_shop, mail_server.url)
    send_order_mail(placed.purchase_id, 7)
    message = read(mail_server.received[0])
    assert message["Message-ID"] == "<order-mail-7@localhost>"
    assert "Board of Nordbord" in parts(message)[0]
    assert "rcpt TO:<anna@example.com>" in [line.replace("RCPT", "rcpt") for line in mail_server.told]
    assert not (order_shop.settings.home / "mail").exists()


def test_a_refused_mail_is_tried_again_later(
    order_shop: Any, mail_server: MailServer, caplog: pytest.LogCaptureFixture
) -> None:
    placed = order_shop.place()
    order_shop.pay(placed)
    with_smtp(order_shop, mail_server.url)
    mail_server.refuses = True
    worker.run_once(utc_now())
    row = Outbox.get(Outbox.kind == "order_mail")
    assert row.done_at is None and row.attempts == 1 and "nobody of that name" in row.error
    mail_server.refuses = False
    worker.run_once(row.due_at)
    assert Outbox.get_by_id(row.id).done_at is not None
    assert len(mail_server.received) == 1


def with_smtp(shop: Any, url: str) -> None:
    running = runtime.current()
    settings = replace(running.settings, mail=replace(running.settings.mail, smtp=url))
    runtime.swap(replace(running, settings=settings))


def test_a_wrong_server_address_says_how_it_is_written(order_shop: Any) -> None:
    running = runtime.current()
    from storefront.orders.mail_page import order_mail
    from storefront.orders.queries import get_purchase
    from storefront.orders.wording import Wording

    facts = get_purchase(order_shop.place().purchase_id)
    page = order_mail(facts, Wording(running, "en"), utc_now())
    message = compose(running, page, "anna@example.com", "<1@x>", utc_now())
    with pytest.raises(SettingsError, match="smtp://user:password@host:port"):
        send("http://mail.example", message)


def test_no_mail_for_a_purchase_that_is_not_there(order_shop: Any) -> None:
    with pytest.raises(NotFound):
        send_order_mail(999, 1)


def test_a_content_page_becomes_paragraphs() -> None:
    assert plain_paragraphs("<h2>A</h2><p>b\n c&nbsp;d</p><ul><li>e</li></ul>") == "A\n\nb c d\n\ne"
