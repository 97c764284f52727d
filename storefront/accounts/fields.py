"""The fields of the account's forms."""

from __future__ import annotations

from storefront.accounts.passwords import LEAST, MOST
from storefront.forms import Field, check_email
from storefront.i18n import _

EMAIL = Field(
    "email", _("E-mail"), "email", autocomplete="username", inputmode="email", dir="ltr", maxlength=254,
    check=check_email,
)  # fmt: skip
PASSWORD = Field("password", _("Password"), "password", autocomplete="current-password", maxlength=MOST, dir="ltr")
NEW_PASSWORD = Field(
    "new_password", _("New password"), "password", autocomplete="new-password", maxlength=MOST, dir="ltr",
    help=_("At least %(least)s characters; a few words are good.", least=LEAST),
)  # fmt: skip
NAME = Field("name", _("Name"), required=False, autocomplete="name", maxlength=120)
