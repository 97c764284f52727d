"""Where a purchase's pages lie, for pages and for mails, which have no request."""

from __future__ import annotations

from urllib.parse import quote


def purchase_path(language: str, token: str) -> str:
    """The page after placing, with all orders of a purchase."""
    return f"/{language}/purchases/{quote(token, safe='')}"


def order_path(language: str, number: str, key: str = "") -> str:
    """An order's page; with its purchase's token as key it opens for whoever has the link."""
    path = f"/{language}/orders/{quote(number, safe='')}"
    return f"{path}?key={quote(key, safe='')}" if key else path


def move_path(language: str, number: str, transition: str) -> str:
    """Where the button of a transition posts to."""
    return f"{order_path(language, number)}/move/{quote(transition, safe='')}"


def credit_path(language: str, number: str, offer_id: int, answer: str) -> str:
    """Where a buyer says whether he takes credit: accept or decline."""
    return f"{order_path(language, number)}/credit/{offer_id}/{answer}"


def accept_path(language: str, number: str) -> str:
    """Where the buyer says that everything arrived and is well."""
    return f"{order_path(language, number)}/accept"


def change_path(language: str, number: str, amendment_id: int, answer: str) -> str:
    """Where the answer to a change of an order posts to: accept, decline or withdraw."""
    return f"{order_path(language, number)}/changes/{amendment_id}/{answer}"


def address_path(language: str, number: str) -> str:
    """Where a buyer asks for another address."""
    return f"{order_path(language, number)}/address"


def document_path(language: str, token: str, key: str = "") -> str:
    """An invoice or a credit note; with its purchase's token as key it opens for whoever has the link."""
    path = f"/{language}/documents/{quote(token, safe='')}"
    return f"{path}?key={quote(key, safe='')}" if key else path


def pay_path(language: str, token: str) -> str:
    """Where everything of a purchase that is due can be paid."""
    return f"/{language}/pay/{quote(token, safe='')}"


def pay_return_path(language: str, token: str) -> str:
    """Where a provider sends the buyer back to."""
    return f"{pay_path(language, token)}/return"


def product_path(language: str, slug: str) -> str:
    """A product's page."""
    return f"/{language}/p/{quote(slug, safe='')}"


def content_path(language: str, slug: str) -> str:
    """A page of the shop's own words."""
    return f"/{language}/pages/{quote(slug, safe='')}"


def guarantee_path(language: str) -> str:
    """The page about the legal guarantee."""
    return f"/{language}/guarantee"


def case_path(language: str, token: str) -> str:
    """A case's page; whoever has the link sees it."""
    return f"/{language}/cases/{quote(token, safe='')}"


def withdraw_path(language: str, number: str = "") -> str:
    """Where one withdraws from a contract, with the order filled in."""
    return f"/{language}/withdraw" + (f"?order={quote(number, safe='')}" if number else "")


def prove_path(language: str, token: str) -> str:
    """The mailed link that proves who withdrew."""
    return f"{withdraw_path(language)}/prove/{quote(token, safe='')}"


def claim_path(language: str, number: str) -> str:
    """Where something wrong with an order is said."""
    return f"{order_path(language, number)}/problem"
