"""Sections of storefront.toml: every setting with its default, one line of meaning and what it may be.

Those that name business models stand in settings.py.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any

from storefront.languages import LANGUAGES
from storefront.setting_checks import (
    A_MINUTE,
    COUNTRY,
    CURRENCY,
    DECIMAL,
    EITHER,
    FILE_PATH,
    LANGUAGE,
    LEAST,
    MAIL_ADDRESS,
    MAIL_SERVER,
    NAME,
    PERCENTAGE,
    STRIPE_KEY,
    STRIPE_METHOD,
    STRIPE_SIGNING,
    TOKEN,
    WEB_ADDRESS,
    Check,
    number,
    one_of,
    text,
)


def setting(default: Any, meaning: str, check: Check) -> Any:
    """A field with its default, one line of meaning and what it may be; the documentation shows all three."""
    return field(default=default, metadata={"meaning": meaning, "check": check})


@dataclass(frozen=True)
class ShopSettings:
    """[shop]"""

    name: str = setting("My shop", "The shop's name in its header, mails and documents.", text(1, 100))
    currency: str = setting("EUR", "The currency the shop keeps its prices in; one of currencies.", CURRENCY)
    currencies: tuple[str, ...] = setting(
        ("EUR", "USD", "GBP", "CHF", "NOK", "CNY", "SAR", "AED"),
        "Currencies a shopper may choose, as far as there are rates or prices in them.",
        CURRENCY,
    )
    country: str = setting("DE", "Where the shop is established.", COUNTRY)
    languages: tuple[str, ...] = setting(tuple(LANGUAGES), "Languages the shop is shown in.", LANGUAGE)
    default_language: str = setting(
        "en", "The language shown when the browser's are not offered; one of languages.", LANGUAGE
    )
    base_url: str = setting(
        "", "The address the shop is reached at, for every link; empty: the one `serve` is given.", WEB_ADDRESS
    )
    countries: tuple[str, ...] = setting((), "Countries it ships to; empty: every country of a zone.", COUNTRY)


@dataclass(frozen=True)
class PricingSettings:
    """[pricing]"""

    keep_abroad: str = setting("gross", "Which price stays the same abroad.", one_of("gross", "net"))
    exchange_margin: str = setting("0", "Per cent added when a price is converted.", PERCENTAGE)


@dataclass(frozen=True)
class CheckoutSettings:
    """[checkout]"""

    cart_days: int = setting(30, "After so many days without a change a cart is forgotten.", number(1, 3650))
    cart_lines: int = setting(100, "A cart holds at most so many lines.", number(1, 1000))
    sandbox_card: bool = setting(True, "Offer the sandbox card; production refuses it.", EITHER)
    bank_account: str = setting(
        "", "Account shown for bank transfers, such as an IBAN; empty: they are not offered.", text(0, 100)
    )
    bank_holder: str = setting("", "Holder of that account.", text(0, 100))
    transfer_days: int = setting(7, "Days that goods wait for a bank transfer.", number(1, 90))


@dataclass(frozen=True)
class StripeSettings:
    """[stripe]"""

    secret_key: str = setting(
        "",
        "Stripe's secret key; with webhook_secret it makes Stripe a way to pay (needs storefront[stripe]).",
        STRIPE_KEY,
    )
    webhook_secret: str = setting(
        "", "Signs what Stripe sends to /webhooks/stripe; its dashboard shows it beside the endpoint.", STRIPE_SIGNING
    )
    methods: tuple[str, ...] = setting(
        (), 'Ways to pay on Stripe\'s page, such as "card"; empty: those turned on in its dashboard.', STRIPE_METHOD
    )
    api_base: str = setting("", "Where Stripe's API is; empty: Stripe's own. For tests.", WEB_ADDRESS)


@dataclass(frozen=True)
class SellerSettings:
    """[sellers]"""

    open: bool = setting(
        False, "People may apply to sell here; in development they always may, so that it can be tried.", EITHER
    )
    commission: str = setting("10", "Per cent of a sale that staff are offered when they approve a seller.", PERCENTAGE)
    commission_vat: str = setting("0", "Per cent of VAT on an agreed commission.", PERCENTAGE)

    @property
    def vat(self) -> Fraction:
        """The VAT on an agreed commission, as a share."""
        return Fraction(Decimal(self.commission_vat)) / 100


@dataclass(frozen=True)
class PayoutSettings:
    """[payouts]"""

    cooling_days: int = setting(3, "Days after a change of a seller's account before money goes there.", number(0, 60))
    minimum: tuple[str, ...] = setting(
        (), 'The least that sellers are paid, a currency each, such as "EUR 10"; what is less waits for more.', LEAST
    )

    def least(self, currency: str) -> Decimal:
        """The least in a currency."""
        amounts = dict(one.split(" ", 1) for one in self.minimum)
        return Decimal(amounts.get(currency, "0"))


@dataclass(frozen=True)
class PaymentSettings:
    """[payments]"""

    short_amount: str = setting(
        "2.00",
        "A transfer that is short by at most so much, in its own currency, counts as paid: a bank's fee; 0: none does.",
        DECIMAL,
    )
    short_percent: str = setting("1", "The same as per cent of what was owed; the smaller of both holds.", PERCENTAGE)
    over_as_credit: str = setting(
        "5.00",
        "Up to so much too much becomes the buyer's store credit where he has an account; more goes back. 0: all does.",
        DECIMAL,
    )
    credit_limit: str = setting("500.00", "The most that staff give as store credit or a gift card at once.", DECIMAL)
    gift_cards: bool = setting(True, "Gift cards may be paid with.", EITHER)
    gift_card_years: int = setting(
        3, "After so many whole years, counted from the end of the year, a gift card ends.", number(3, 30)
    )


@dataclass(frozen=True)
class MailSettings:
    """[mail]"""

    sender: str = setting("shop@localhost", "The address mails come from.", MAIL_ADDRESS)
    smtp: str = setting(
        "", "smtp://user:password@host:port (or smtps://); empty: mails are written to files.", MAIL_SERVER
    )
    folder: str = setting("mail", "Where mails are written when there is no smtp.", FILE_PATH)


@dataclass(frozen=True)
class ReviewSettings:
    """[reviews]"""

    check_first: bool = setting(False, "Every review waits until somebody at the desk has looked at it.", EITHER)
    invite_days: int = setting(
        7, "Days after delivery at which one mail asks the buyer for a review; 0: none is sent.", number(0, 90)
    )
    on_cards: int = setting(3, "A product's card shows its rating from so many reviews on.", number(1, 1000))


@dataclass(frozen=True)
class ThemeSettings:
    """[theme]"""

    name: str = setting("base", "The active theme, one of `storefront theme list`.", NAME)


@dataclass(frozen=True)
class ServeSettings:
    """[serve]"""

    trusted_proxies: int = setting(
        0,
        "How many proxies stand in front and say who asks (X-Forwarded-For, X-Forwarded-Proto); 0: none is believed.",
        number(0, 10),
    )


@dataclass(frozen=True)
class LogSettings:
    """[log]"""

    format: str = setting("text", "Text for people, or JSON with one object a line.", one_of("text", "json"))
    level: str = setting(
        "INFO", "The least that is logged; STOREFRONT_LOG overrides it.", one_of("DEBUG", "INFO", "WARNING", "ERROR")
    )
    requests: bool = setting(
        False, "A line for each request: method, path without query, status, time, bytes, id.", EITHER
    )


@dataclass(frozen=True)
class LimitSettings:
    """[limits]"""

    search: int = setting(
        120, "Searches a minute from one network; 0: any number. Each process counts its own.", A_MINUTE
    )
    suggest: int = setting(
        600, "Suggestions a minute from one network; 0: any number. Each process counts its own.", A_MINUTE
    )
    cart: int = setting(120, "Changes of carts a minute from one network; 0: any number.", A_MINUTE)
    checkout: int = setting(
        120, "Steps of checkouts and payments sent a minute from one network; 0: any number.", A_MINUTE
    )
    messages: int = setting(
        30,
        "Messages and reports an hour from one account or reply link, four times as many from a network; 0: any.",
        A_MINUTE,
    )
    thread_messages: int = setting(500, "A thread holds at most so many messages.", number(10, 10_000))


@dataclass(frozen=True)
class MetricsSettings:
    """[metrics]"""

    token: str = setting(
        "", "Who sends it (Authorization: Bearer …) may read /metrics; empty: this machine alone.", TOKEN
    )
