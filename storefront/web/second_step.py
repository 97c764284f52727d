"""One-time codes: Flask-Security's, with a count that takes none twice."""

from __future__ import annotations

from typing import Any

from flask_security import Totp

from storefront.runtime import current

# a telephone's clock may be half a minute off
WINDOW_SECONDS = 30


class Codes(Totp):
    """The codes of one person; used is the count of the last code that was right."""

    def __init__(self, last: int = 0) -> None:
        runtime = current()
        # keys are kept encrypted: who reads the database cannot make codes
        super().__init__({"1": runtime.settings.secret_key}, runtime.shop.name.replace(":", " "))
        self.last = last
        self.used = 0

    def get_last_counter(self, user: Any) -> int | None:
        return self.last or None

    def set_last_counter(self, user: Any, tmatch: Any) -> None:
        self.used = int(tmatch.counter)


def new_secret() -> str:
    """The encrypted key of another telephone."""
    return Codes().generate_totp_secret()


def count_of(code: str, secret: str, last: int = 0) -> int:
    """The count of a code that is right and newer than the last one; else 0."""
    digits = "".join(letter for letter in code if letter.isascii() and letter.isdigit())
    codes = Codes(last)
    return codes.used if len(digits) == 6 and codes.verify_totp(digits, secret, None, WINDOW_SECONDS) else 0  # type: ignore[arg-type]


def picture_of(email: str, secret: str) -> tuple[str, str]:
    """The key as a picture (a data: address) and in letters."""
    codes = Codes()
    return codes.generate_qrcode(email, secret), codes.get_totp_pretty_key(secret)
