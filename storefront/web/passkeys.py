"""Passkeys: what a browser is asked, and whether its answer is right. The names of WebAuthn stay in here."""

from __future__ import annotations

import secrets
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import webauthn
from flask import request, session
from webauthn.helpers import (
    base64url_to_bytes,
    bytes_to_base64url,
    options_to_json,
    parse_authentication_credential_json,
)
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from storefront.runtime import current

PATIENCE_SECONDS = 600
ASKED = "passkey"
MOST_CHARACTERS = 20_000
BROKEN = (WebAuthnException, ValueError, KeyError, TypeError, AttributeError)


@dataclass(frozen=True)
class NewKey:
    """A key that a browser has made."""

    credential: str
    public_key: str
    sign_count: int
    transports: tuple[str, ...]


def ask_for_new(handle: str, email: str, name: str, known: Sequence[str]) -> str:
    """What the browser is asked to make a passkey, as JSON."""
    options = webauthn.generate_registration_options(
        rp_id=_host(),
        rp_name=current().shop.name,
        user_id=handle.encode(),
        user_name=email,
        user_display_name=name or email,
        challenge=_challenge("new"),
        exclude_credentials=[PublicKeyCredentialDescriptor(base64url_to_bytes(one)) for one in known],
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=UserVerificationRequirement.REQUIRED
        ),
    )
    return options_to_json(options)


def made_key(answer: str) -> NewKey | None:
    """The key of an answer to the question asked last; None: it is not right."""
    challenge = _asked("new")
    if challenge is None or len(answer) > MOST_CHARACTERS:
        return None
    try:
        found = webauthn.verify_registration_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=_host(),
            expected_origin=_origins(),
            require_user_verification=True,
        )
        transports = webauthn.helpers.parse_registration_credential_json(answer).response.transports or []
    except BROKEN:
        return None
    return NewKey(
        bytes_to_base64url(found.credential_id),
        bytes_to_base64url(found.credential_public_key),
        found.sign_count,
        tuple(str(one.value) for one in transports),
    )


def ask_who() -> str:
    """What the browser is asked to show a passkey of this shop, whoever's it is, as JSON."""
    options = webauthn.generate_authentication_options(
        rp_id=_host(), challenge=_challenge("who"), user_verification=UserVerificationRequirement.REQUIRED
    )
    return options_to_json(options)


def credential_of(answer: str) -> str:
    """Which passkey an answer is about; empty: it is none."""
    try:
        return bytes_to_base64url(parse_authentication_credential_json(answer[:MOST_CHARACTERS]).raw_id)
    except BROKEN:
        return ""


def shown_count(answer: str, public_key: str, sign_count: int, handle: str) -> int | None:
    """The key's new count when the answer is right and is this person's; else None."""
    challenge = _asked("who")
    if challenge is None:
        return None
    try:
        told: Any = parse_authentication_credential_json(answer).response.user_handle
        if told is not None and not secrets.compare_digest(told, handle.encode()):
            return None
        found = webauthn.verify_authentication_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=_host(),
            expected_origin=_origins(),
            credential_public_key=base64url_to_bytes(public_key),
            credential_current_sign_count=sign_count,
            require_user_verification=True,
        )
    except BROKEN:
        return None
    return found.new_sign_count


def _challenge(what: str) -> bytes:
    made = secrets.token_bytes(32)
    session[ASKED] = {"what": what, "challenge": bytes_to_base64url(made), "at": int(time.time())}
    return made


def _asked(what: str) -> bytes | None:
    """The challenge that was asked last; good once, and for a few minutes."""
    kept = session.pop(ASKED, None)
    if not isinstance(kept, dict) or kept.get("what") != what or time.time() - kept["at"] > PATIENCE_SECONDS:
        return None
    return base64url_to_bytes(kept["challenge"])


def _host() -> str:
    return request.host.rpartition(":")[0] or request.host if ":" in request.host else request.host


def _origins() -> list[str]:
    """Where the answer may come from; before the proxy that ends TLS the address is https, here it is http."""
    secure = f"https://{request.host}"
    return [secure] if current().settings.production else [secure, f"http://{request.host}"]
