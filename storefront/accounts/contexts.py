"""What the account's templates get."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from storefront.money import Money
from storefront.orders.contexts import OrderCard
from storefront.web.form_view import ActionForm, FieldGroup, FormError
from storefront.web.frame import Link


@dataclass(frozen=True)
class AccountForm:
    """accounts/form.html: one form, what is wrong with it, and where else one may want to go."""

    title: Annotated[str, "The page's heading"]
    intro: Annotated[str, "A sentence below it"] = ""
    groups: Annotated[tuple[FieldGroup, ...], "The form's fields"] = ()
    errors: Annotated[tuple[FormError, ...], "What is wrong, listed on top"] = ()
    action: Annotated[str, "Where the form posts to"] = ""
    button: Annotated[str, "The button's words; empty: there is no form, only words"] = ""
    tone: Annotated[str, "main or danger"] = "main"
    links: Annotated[tuple[Link, ...], "Other ways"] = ()
    back: Annotated[Link | None, "To the page before; none on pages for strangers"] = None
    passkey_url: Annotated[str, "Where a passkey's answer goes; empty: no passkey here"] = ""
    passkey_options: Annotated[str, "What the browser is asked, as JSON"] = ""
    next_url: Annotated[str, "Where signing in leads"] = ""


@dataclass(frozen=True)
class AccountHome:
    """accounts/home.html: what there is, and the way out."""

    title: Annotated[str, "The page's heading"]
    email: Annotated[str, "The address one signs in with"]
    links: Annotated[tuple[Link, ...], "The account's pages"] = ()
    work: Annotated[tuple[Link, ...], "What plugins add, and the desk for who may"] = ()
    actions: Annotated[tuple[ActionForm, ...], "My data, sign out, sign out everywhere"] = ()


@dataclass(frozen=True)
class AddressCard:
    """One address in the list."""

    lines: Annotated[tuple[str, ...], "As its country writes it"]
    preferred: Annotated[bool, "Whether the checkout offers it first"]
    edit: Annotated[Link, "To its form"]
    actions: Annotated[tuple[ActionForm, ...], "Use first, delete"]


@dataclass(frozen=True)
class AddressList:
    """accounts/addresses.html: the addresses somebody keeps"""

    title: Annotated[str, "The page's heading"]
    addresses: Annotated[tuple[AddressCard, ...], "The preferred one first"]
    new_url: Annotated[str, "The form of another one"]
    back: Annotated[Link, "To the account"]


@dataclass(frozen=True)
class OrderList:
    """accounts/orders.html: somebody's orders, the newest first"""

    title: Annotated[str, "The page's heading"]
    orders: Annotated[tuple[OrderCard, ...], "Up to twenty"]
    more: Annotated[Link | None, "To earlier ones"]
    back: Annotated[Link, "To the account"]
    shop_url: Annotated[str, "Where to go when there are none"]


@dataclass(frozen=True)
class CreditRow:
    """One change of somebody's credit."""

    when: Annotated[str, "Day and time"]
    what: Annotated[str, "What it was"]
    reason: Annotated[str, "Why; empty: nobody said"]
    amount: Annotated[Money, "How much; below zero: taken"]


@dataclass(frozen=True)
class CreditPage:
    """accounts/credit.html: somebody's credit, what became of it, and the form of a gift card"""

    title: Annotated[str, "The page's heading"]
    sums: Annotated[tuple[Money, ...], "What there is, a currency each"]
    rows: Annotated[tuple[CreditRow, ...], "The newest first"]
    more: Annotated[str, "That there is more than is listed; empty: there is not"]
    back: Annotated[Link, "To the account"]
    groups: Annotated[tuple[FieldGroup, ...], "The field for a gift card's code; empty: there are none here"] = ()
    errors: Annotated[tuple[FormError, ...], "What is wrong, listed on top"] = ()
    action: Annotated[str, "Where the form posts to"] = ""
    button: Annotated[str, "The button's words"] = ""


@dataclass(frozen=True)
class AccountClosed:
    """accounts/closed.html: it is done, and what stays"""

    title: Annotated[str, "The page's heading"]
    kept: Annotated[tuple[tuple[str, str], ...], "What stays, and why"]
    shop_url: Annotated[str, "Where to go on looking"]


@dataclass(frozen=True)
class CodesPage:
    """accounts/codes.html: recovery codes, shown once"""

    title: Annotated[str, "The page's heading"]
    intro: Annotated[str, "What they are for"]
    codes: Annotated[tuple[str, ...], "Ten, each good once"]
    back: Annotated[Link, "To the account"]


@dataclass(frozen=True)
class TwoFactorPage:
    """accounts/two_factor.html: the second step of signing in, on or off"""

    title: Annotated[str, "The page's heading"]
    on: Annotated[bool, "Whether signing in asks for a code"]
    back: Annotated[Link, "To the account"]
    groups: Annotated[tuple[FieldGroup, ...], "The fields that turn it on"] = ()
    errors: Annotated[tuple[FormError, ...], "What is wrong, listed on top"] = ()
    action: Annotated[str, "Where the form posts to"] = ""
    image: Annotated[str, "The key as a picture: a data: address"] = ""
    key: Annotated[str, "The key in letters, for who cannot take a picture"] = ""
    actions: Annotated[tuple[ActionForm, ...], "Off again, other recovery codes"] = ()
    codes_left: Annotated[int, "How many recovery codes are unused"] = 0


@dataclass(frozen=True)
class PasskeyCard:
    """One passkey in the list."""

    name: Annotated[str, "What its owner calls it"]
    made: Annotated[str, "When it was made"]
    used: Annotated[str, "When it was last used; empty: never"]
    remove: Annotated[ActionForm, "Take it away; asks for the password"]


@dataclass(frozen=True)
class PasskeysPage:
    """accounts/passkeys.html: the passkeys of an account, and the form of another one"""

    title: Annotated[str, "The page's heading"]
    passkeys: Annotated[tuple[PasskeyCard, ...], "The account's passkeys"]
    back: Annotated[Link, "To the account"]
    groups: Annotated[tuple[FieldGroup, ...], "The fields that begin a new one"] = ()
    errors: Annotated[tuple[FormError, ...], "What is wrong, listed on top"] = ()
    action: Annotated[str, "Where the form posts to"] = ""


@dataclass(frozen=True)
class MakePasskeyPage:
    """accounts/make_passkey.html: the browser is asked for a passkey"""

    title: Annotated[str, "The page's heading"]
    options: Annotated[str, "What the browser is asked, as JSON"]
    action: Annotated[str, "Where its answer goes"]
    back: Annotated[Link, "To the passkeys"]
