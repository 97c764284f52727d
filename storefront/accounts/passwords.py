"""Passwords: what one must be like, and its hash. Hashing is slow on purpose: never inside a transaction."""

from __future__ import annotations

import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from storefront.i18n import Message, _

LEAST, MOST = 10, 200
_hasher = PasswordHasher()
# what people take when they are told "ten characters"
_COMMON = ("1234567890", "0123456789", "0987654321", "qwertyuiop", "password", "passwort", "iloveyou", "letmein")


def composed(password: str) -> str:
    """As it is hashed: the same on every keyboard; lone surrogates, which no encoding knows, are dropped."""
    normal = unicodedata.normalize("NFKC", password)
    return "".join(letter for letter in normal if unicodedata.category(letter) != "Cs")


def check_password(password: str, email: str = "", name: str = "") -> Message | None:
    """What is wrong with a new password; length counts, not kinds of characters."""
    plain = composed(password)
    if len(plain) < LEAST:
        return _("A password has at least %(least)s characters; a few words are good.", least=LEAST)
    if len(plain) > MOST:
        return _("At most %(most)s characters, please.", most=MOST)
    if len(set(plain)) < 4 or plain.lower().strip("0123456789!.? ") in ("", *_COMMON) or plain.lower() in _COMMON:
        return _("This password is tried first by everybody who guesses. Please choose another.")
    known = {part for part in (email.lower(), email.lower().partition("@")[0], name.lower()) if len(part) > 3}
    if plain.lower() in known:
        return _("A password is neither your name nor your e-mail address.")
    return None


def hash_password(password: str) -> str:
    """Argon2id with a salt of its own."""
    return _hasher.hash(composed(password))


def is_password(password: str, kept: str) -> bool:
    """Whether it is the password; as slow where there is none, so that time tells nobody who has an account."""
    try:
        return _hasher.verify(kept or _nobodys(), composed(password)[: MOST * 4]) and bool(kept)
    except (VerificationError, InvalidHashError):
        return False


def is_outdated(kept: str) -> bool:
    """Whether it was hashed with weaker parameters than today's."""
    try:
        return _hasher.check_needs_rehash(kept)
    except InvalidHashError:
        return False


_made: list[str] = []


def _nobodys() -> str:
    """A hash that belongs to nobody; made when it is first needed."""
    if not _made:
        _made.append(_hasher.hash("nobody has this password"))
    return _made[0]
