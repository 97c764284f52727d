"""How a mail leaves: to the server of [mail] smtp, or into a file for whoever tries the shop out."""

from __future__ import annotations

import os
import smtplib
import ssl
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from urllib.parse import unquote, urlsplit

from storefront.errors import SettingsError
from storefront.settings import Settings

TIMEOUT_SECONDS = 20


def deliver(settings: Settings, message: EmailMessage, name: str) -> None:
    """Hand a mail over; name tells the files apart. Raises OSError or SMTPException."""
    if settings.mail.smtp:
        send(settings.mail.smtp, message)
    else:
        write(settings.home / settings.mail.folder, message, name)


def write(folder: Path, message: EmailMessage, name: str) -> Path:
    """<name>.eml in the folder, wholly or not at all; one that is there already stays as it is."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.eml"
    if not path.exists():
        draft = folder / f".{name}.{os.getpid()}"
        try:
            draft.write_bytes(message.as_bytes(policy=SMTP))
            draft.replace(path)
        finally:
            draft.unlink(missing_ok=True)
    return path


def send(url: str, message: EmailMessage) -> None:
    """By smtp:// (with STARTTLS where the server has it) or smtps://."""
    parts = urlsplit(url)
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise SettingsError("mail.smtp is smtp://user:password@host:port or smtps://…")
    with _connection(parts.scheme, parts.hostname, parts.port) as server:
        server.ehlo_or_helo_if_needed()
        if parts.scheme == "smtp" and server.has_extn("starttls"):
            server.starttls(context=ssl.create_default_context())
            server.ehlo()
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
        server.send_message(message)


def _connection(scheme: str, host: str, port: int | None) -> smtplib.SMTP:
    if scheme == "smtps":
        context = ssl.create_default_context()
        return smtplib.SMTP_SSL(host, port or 465, timeout=TIMEOUT_SECONDS, context=context)
    return smtplib.SMTP(host, port or 587, timeout=TIMEOUT_SECONDS)
