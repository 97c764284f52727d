"""What a plugin's own pages may use of the request; reached through storefront.api only."""

from __future__ import annotations

from typing import Any

from flask import redirect, session

from storefront.i18n import Message
from storefront.values import Context
from storefront.web.notices import say
from storefront.web.rendering import render_page
from storefront.web.shopper import shopper

# A browser holds at most so many access keys; the oldest are forgotten.
MOST_KEYS = 20


def page_context() -> Context:
    """The context of the request that is being answered."""
    return shopper().context


def cart_token(create: bool = False) -> str:
    """The token of this browser's cart; "" where it has none and none is to be made."""
    from storefront.cart import pages

    return pages.cart_token() if create else shopper().cart_token or ""


def keep_key(key: str) -> None:
    """Remember an access key in this browser."""
    kept = [str(one) for one in session.get("keys", []) if one != key]
    session["keys"] = [*kept, key][-MOST_KEYS:]
    session.permanent = True


def cart_changed(notice: Message | None = None) -> Any:
    """The answer to a form that changed the cart: its changed parts for htmx, else 303 to the cart.

    notice says why nothing changed.
    """
    from storefront.cart import pages

    return pages.refused(notice) if notice is not None else pages.changed(shopper().url("cart.show"))


def go_to(path: str, notice: Message | None = None) -> Any:
    """303 to a path of this shop, with a sentence that is said once there."""
    if not path.startswith("/") or path.startswith(("//", "/\\")):
        raise ValueError(f"{path!r} is no path of this shop")
    if notice is not None:
        say(notice)
    return redirect(path, code=303)


def render(template: str, page: Any, title: Message, status: int = 200) -> Any:
    """A whole page of the plugin's own: its template gets `page` (a dataclass) and `frame`."""
    return render_page(template, page, title=shopper().t(title), status=status, robots="noindex")
