"""What a setting may be: in words for the documentation, and as a rule for a value."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from ipaddress import ip_network
from typing import Any
from urllib.parse import SplitResult, urlsplit

from storefront.countries import country_codes, is_currency
from storefront.languages import LANGUAGES, PSEUDO_LANGUAGE

_MAIL_ADDRESS = re.compile(r"[^@\s<>]{1,64}@[^@\s<>]{1,190}")
_NAME = re.compile(r"[a-z][a-z0-9_-]{0,59}")


@dataclass(frozen=True)
class Check:
    """The words follow "must be"; of a list each value is asked. A secret is not repeated in messages."""

    allowed: str
    accepts: Callable[[Any], bool]
    secret: bool = False

    def reason(self, name: str, value: Any) -> str:
        """What is wrong with a value, "" when nothing is."""
        for one in value if isinstance(value, tuple) else (value,):
            if not self.accepts(one):
                return f"{name} must be {self.allowed}" + ("" if self.secret else f", not {one!r}")
        return ""


def one_of(*values: str) -> Check:
    """One of these texts."""
    return Check(_listed(values), lambda value: value in values)


def number(least: int, most: int) -> Check:
    """A whole number between two, both included."""
    return Check(f"{least} to {most}", lambda value: least <= value <= most)


def text(least: int, most: int) -> Check:
    """A text of one line, so many characters long."""
    words = f"a line of at most {most} characters" if not least else f"a line of {least} to {most} characters"
    return Check(words, lambda value: least <= len(value.strip()) <= most and value.isprintable())


def _listed(values: Collection[str]) -> str:
    *others, last = (f'"{value}"' for value in values)
    return f"{', '.join(others)} or {last}" if others else last


def _parts(value: str) -> SplitResult:
    """An address in parts, a wrong port among them; an empty one where there are none."""
    try:
        parts = urlsplit(value)
        _ = parts.port
    except ValueError:
        return SplitResult("", "", "", "", "")
    return parts


def _is_web_address(value: str) -> bool:
    parts = _parts(value)
    bare = not (parts.query or parts.fragment or parts.username) and parts.path in ("", "/")
    return not value or (parts.scheme in ("http", "https") and bool(parts.hostname) and bare and " " not in value)


def _is_database(value: str) -> bool:
    if value.startswith("sqlite:///"):
        return len(value) > len("sqlite:///")
    return _parts(value).scheme in ("postgresql", "postgres") and "://" in value


def _is_cache(value: str) -> bool:
    return value in ("", "off") or (_parts(value).scheme in ("redis", "rediss", "unix") and "://" in value)


def _is_mail_server(value: str) -> bool:
    return not value or (_parts(value).scheme in ("smtp", "smtps") and bool(_parts(value).hostname))


def _is_percentage(value: str) -> bool:
    try:
        return 0 <= Decimal(value) <= 100
    except InvalidOperation:
        return False


def _is_decimal(value: str) -> bool:
    try:
        return 0 <= Decimal(value) < 10**9
    except InvalidOperation:
        return False


def _is_least(value: str) -> bool:
    code, _space, amount = value.partition(" ")
    try:
        return is_currency(code) and 0 <= Decimal(amount) < 10**9
    except InvalidOperation:
        return False


def _is_network(value: str) -> bool:
    try:
        ip_network(value, strict=False)
    except ValueError:
        return False
    return True


def _is_base64(value: str) -> bool:
    try:
        base64.b64decode(value.removeprefix("whsec_"), validate=True)
    except (binascii.Error, ValueError):
        return False
    return True


def _is_stripe(value: str, *begins: str) -> bool:
    return not value or (bool(re.fullmatch(r"[A-Za-z0-9_]{8,250}", value)) and value.startswith(begins))


A_MINUTE = number(0, 1_000_000)
CURRENCY = Check("a currency code of ISO 4217 in use, such as EUR", is_currency)
COUNTRY = Check("a country code of ISO 3166, such as DE", lambda value: value in country_codes())
LANGUAGE = Check(_listed(LANGUAGES), lambda value: value in LANGUAGES or value == PSEUDO_LANGUAGE.tag)
NAME = Check("a name in small letters", lambda value: bool(_NAME.fullmatch(value)))
WEB_ADDRESS = Check("empty or an address such as https://shop.example, without a path", _is_web_address)
DATABASE = Check("sqlite:///FILE or postgresql://…", _is_database, secret=True)
CACHE = Check('empty, "off" or redis://…', _is_cache, secret=True)
MAIL_SERVER = Check("empty, smtp://… or smtps://… with a host", _is_mail_server, secret=True)
MAIL_ADDRESS = Check("a mail address", lambda value: bool(_MAIL_ADDRESS.fullmatch(value)))
PERCENTAGE = Check('a number from 0 to 100 as text, such as "1.5"', _is_percentage)
DECIMAL = Check('an amount as text, such as "2.50"', _is_decimal)
LEAST = Check('a currency and an amount, such as "EUR 10"', _is_least)
NETWORK = Check('a network, such as "192.168.1.0/24"', _is_network)
BASE64 = Check("empty or base64", _is_base64, secret=True)
FILE_PATH = Check("a path", lambda value: bool(value.strip()) and "\0" not in value)
KEY = Check("a secret text, in production of 32 characters or more", lambda value: True, secret=True)
TOKEN = Check("empty or at least 16 characters", lambda value: value == "" or len(value) >= 16, secret=True)
TABLES = Check("tables of settings", lambda value: all(isinstance(one, dict) for one in value.values()))
EITHER = Check("true or false", lambda value: True)
STRIPE_KEY = Check("empty or a secret key of Stripe, sk_… or rk_…", lambda value: _is_stripe(value, "sk_", "rk_"), True)
STRIPE_SIGNING = Check("empty or a signing secret of Stripe, whsec_…", lambda value: _is_stripe(value, "whsec_"), True)
STRIPE_METHOD = Check("a payment method's name at Stripe", lambda value: bool(re.fullmatch(r"[a-z_]{1,40}", value)))
