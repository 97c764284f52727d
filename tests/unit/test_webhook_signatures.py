"""Webhooks are believed when they were signed by the Standard Webhooks scheme, lately."""

from __future__ import annotations

import base64
from datetime import UTC, datetime, timedelta

import pytest

from storefront.payments.providers import WrongSignature
from storefront.payments.signatures import signature, signed_headers, verify

SECRET = "whsec_" + base64.b64encode(b"a secret of thirty-two bytes, ok").decode()
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
BODY = b'{"type": "payment.succeeded"}'


def test_the_test_vector_of_the_schemes_libraries_is_signed_alike() -> None:
    made = signature(
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        "msg_p5jXN8AQM9LWM0D4loKWxJek",
        1614265330,
        b'{"test": 2432232314}',
    )
    assert made == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_what_was_signed_is_believed_for_five_minutes() -> None:
    headers = signed_headers(SECRET, "msg_1", NOW, BODY)
    verify(SECRET, headers, BODY, NOW + timedelta(minutes=5))
    with pytest.raises(WrongSignature, match="five minutes"):
        verify(SECRET, headers, BODY, NOW + timedelta(minutes=5, seconds=1))
    with pytest.raises(WrongSignature, match="from the future"):
        verify(SECRET, headers, BODY, NOW - timedelta(minutes=6))


def test_one_right_signature_among_several_is_enough() -> None:
    headers = signed_headers(SECRET, "msg_1", NOW, BODY)
    verify(SECRET, {**headers, "webhook-signature": "v1,b2xk " + headers["webhook-signature"]}, BODY, NOW)


@pytest.mark.parametrize(
    "change",
    [
        {"webhook-id": "msg_2"},
        {"webhook-timestamp": str(int(NOW.timestamp()) + 1)},
        {"webhook-timestamp": "soon"},
        {"webhook-timestamp": "²"},
        {"webhook-signature": "v1,b3RoZXI="},
        {"webhook-signature": "v1,é"},
        {"webhook-signature": ""},
    ],
)
def test_a_changed_header_is_refused(change: dict[str, str]) -> None:
    with pytest.raises(WrongSignature):
        verify(SECRET, {**signed_headers(SECRET, "msg_1", NOW, BODY), **change}, BODY, NOW)


def test_a_changed_body_is_refused() -> None:
    with pytest.raises(WrongSignature, match="not its provider's"):
        verify(SECRET, signed_headers(SECRET, "msg_1", NOW, BODY), BODY + b" ", NOW)
