"""Webhook signatures by the Standard Webhooks scheme: HMAC-SHA256 over id, time and body."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from collections.abc import Mapping
from datetime import datetime

from storefront.payments.providers import WrongSignature

TOLERANCE_SECONDS = 5 * 60
PREFIX = "whsec_"


def signature(secret: str, message_id: str, timestamp: int, body: bytes) -> str:
    """The value of the header webhook-signature: "v1,…". secret is base64, "whsec_" before it or not."""
    signed = f"{message_id}.{timestamp}.".encode() + body
    digest = hmac.new(_key(secret), signed, hashlib.sha256).digest()
    return "v1," + base64.b64encode(digest).decode()


def signed_headers(secret: str, message_id: str, now: datetime, body: bytes) -> dict[str, str]:
    """The headers a webhook goes out with."""
    timestamp = int(now.timestamp())
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": signature(secret, message_id, timestamp, body),
    }


def verify(secret: str, headers: Mapping[str, str], body: bytes, now: datetime) -> None:
    """Raise WrongSignature unless body was signed with secret within five minutes of now."""
    message_id = headers.get("webhook-id", "")
    given = headers.get("webhook-signature", "")
    sent = headers.get("webhook-timestamp", "")
    if not message_id or not given or not sent:
        raise WrongSignature("webhook-id, webhook-timestamp and webhook-signature are needed")
    if not (sent.isascii() and sent.isdigit() and len(sent) <= 12):
        raise WrongSignature("webhook-timestamp is not a number of seconds")
    if abs(now.timestamp() - int(sent)) > TOLERANCE_SECONDS:
        raise WrongSignature("the webhook is more than five minutes old or from the future")
    wanted = signature(secret, message_id, int(sent), body).encode()
    # several signatures may stand beside one another while a secret is being changed
    if not any(hmac.compare_digest(wanted, one.encode()) for one in given.split(" ")):
        raise WrongSignature("the webhook's signature is not its provider's")


def _key(secret: str) -> bytes:
    try:
        return base64.b64decode(secret.removeprefix(PREFIX), validate=True)
    except binascii.Error as error:
        raise ValueError("a webhook secret is base64") from error
