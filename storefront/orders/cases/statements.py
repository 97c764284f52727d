"""What the first step of a withdrawal said, signed for the second: nobody changes when it was said first."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from itsdangerous import BadData, URLSafeTimedSerializer

from storefront.forms import Field, check_email
from storefront.i18n import _

# a page that lay open for longer asks again
GOOD_FOR_SECONDS = 24 * 3600
# Directive 2011/83/EU, article 11a(2): the name, the contract, where the receipt goes; nothing more is asked
NAME = Field("name", _("Your name"), autocomplete="name", maxlength=120)
WHERE = _("It stands in the confirmation: three groups of four signs.")
ORDER = Field("order", _("Order number"), help=WHERE, dir="ltr", maxlength=40)
EMAIL = Field(
    "email", _("E-mail for the receipt"), type="email", autocomplete="email", inputmode="email", dir="ltr",
    maxlength=254, check=check_email,
)  # fmt: skip
FIELDS = (NAME, ORDER, EMAIL)


def sign(secret_key: str, values: Mapping[str, str], now: datetime) -> str:
    """The fields of step 1 and the moment, as one text for step 2."""
    kept = {field.name: values[field.name] for field in FIELDS}
    return _signer(secret_key).dumps({**kept, "said_at": now.astimezone(UTC).isoformat()})


def read(secret_key: str, text: str) -> tuple[dict[str, str], datetime] | None:
    """What step 1 said and when; None: forged, or too old."""
    try:
        kept = _signer(secret_key).loads(text, max_age=GOOD_FOR_SECONDS)
        return {field.name: str(kept[field.name]) for field in FIELDS}, datetime.fromisoformat(kept["said_at"])
    except (BadData, ValueError, KeyError, TypeError, UnicodeError):
        return None


def _signer(secret_key: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(secret_key, salt="withdrawal")
