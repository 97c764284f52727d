"""What a shop in production may not start with: all of it is named at once."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from ipaddress import ip_address
from urllib.parse import urlsplit

from storefront.errors import StorefrontError
from storefront.settings import MISSING_KEY, Settings
from storefront.settings_file import FILE_NAME
from storefront.tables import ContentPage

KEY_LENGTH = 32
DEBUG_VARIABLE = "STOREFRONT_DEBUG"


class NotForProduction(StorefrontError):
    """The shop is in production and set up for trying out; nothing was started."""

    code = "not-for-production"


def check_start(settings: Settings, *, debug: bool = False) -> None:
    """Raise NotForProduction with every reason why this shop may not start."""
    debug = debug or os.environ.get(DEBUG_VARIABLE) == "1"
    if settings.production:
        found = reasons(settings, draft_pages(), debug=debug)
    else:
        found = [] if settings.secret_key else [MISSING_KEY]
    if found:
        path = settings.home / FILE_NAME
        start = f'{path}: environment = "{settings.environment}", and this shop does not start:'
        raise NotForProduction("\n".join((start, *(f"- {reason}" for reason in found))))


def reasons(settings: Settings, drafts: Mapping[str, Sequence[str]], *, debug: bool) -> list[str]:
    """What stands against production: settings, and the languages in which pages are drafts."""
    found = []
    if not settings.secret_key:
        found.append(MISSING_KEY)
    elif len(settings.secret_key) < KEY_LENGTH:
        found.append(f"secret_key is shorter than {KEY_LENGTH} characters; `storefront init` makes a good one")
    if not settings.shop.base_url:
        found.append("[shop] base_url is empty: it is the address the shop is reached at")
    elif is_loopback(urlsplit(settings.shop.base_url).hostname or ""):
        found.append(f"[shop] base_url is {settings.shop.base_url}, which nobody else can reach")
    if settings.checkout.sandbox_card:
        found.append("[checkout] sandbox_card = true: no money moves with it")
    found += [
        f"the page {slug} is a draft ({', '.join(tags)}): publish it at the desk, or use `storefront pages write`"
        for slug, tags in drafts.items()
    ]
    if debug:
        found.append("--debug (STOREFRONT_DEBUG = 1) is for development")
    return found


def draft_pages() -> dict[str, list[str]]:
    """The languages of each page that shoppers see and that is a draft."""
    rows = ContentPage.select(ContentPage.slug, ContentPage.language)
    rows = rows.where(ContentPage.draft, ContentPage.published)
    found: dict[str, list[str]] = {}
    for slug, language in rows.order_by(ContentPage.position, ContentPage.slug, ContentPage.id).tuples():
        found.setdefault(slug, []).append(language)
    return found


def is_loopback(host: str) -> bool:
    """Whether a host names this machine itself."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        address = ip_address(host)
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified
