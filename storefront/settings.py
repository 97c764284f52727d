"""storefront.toml and STOREFRONT_* variables → one frozen object; nothing else reads either."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import Field, dataclass, field, fields, is_dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from storefront.setting_checks import (
    BASE64,
    CACHE,
    DATABASE,
    EITHER,
    KEY,
    NAME,
    NETWORK,
    TABLES,
    Check,
    one_of,
)
from storefront.setting_sections import (
    CheckoutSettings,
    LimitSettings,
    LogSettings,
    MailSettings,
    MetricsSettings,
    PaymentSettings,
    PayoutSettings,
    PricingSettings,
    ReviewSettings,
    SellerSettings,
    ServeSettings,
    ShopSettings,
    StripeSettings,
    ThemeSettings,
    setting,
)
from storefront.settings_file import FILE_NAME, SettingsFile

S = TypeVar("S")
PREFIX = "STOREFRONT_"
VARIABLES = ("database", "cache", "secret_key")
# `serve` tells its workers where they are reached
SERVED_AT = "STOREFRONT_SERVED_AT"
DEFAULT_ADDRESS = "http://localhost:8000"
MISSING_KEY = "secret_key is missing; `storefront init` makes one"

__all__ = [
    "FILE_NAME",
    "MISSING_KEY",
    "SERVED_AT",
    "CatalogueSettings",
    "CheckoutSettings",
    "LimitSettings",
    "LogSettings",
    "MailSettings",
    "ReviewSettings",
    "MetricsSettings",
    "PaymentSettings",
    "PayoutSettings",
    "PluginSettings",
    "PricingSettings",
    "SellerSettings",
    "ServeSettings",
    "Settings",
    "ShopSettings",
    "StripeSettings",
    "ThemeSettings",
    "load",
]


@dataclass(frozen=True)
class PluginSettings:
    """[plugins]"""

    enabled: tuple[str, ...] = setting(
        ("b2b", "b2c", "c2c", "f2c"),
        "Business models on when the database is made; afterwards `storefront plugin` says.",
        NAME,
    )


@dataclass(frozen=True)
class CatalogueSettings:
    """[catalogue]"""

    import_model: str = setting("b2c", "The business model whose offers `storefront import` makes.", NAME)
    fetch_pictures: bool = setting(True, "The worker fetches the pictures that imports name by address.", EITHER)
    fetch_from: tuple[str, ...] = setting(
        (), "Private networks pictures may be fetched from; public addresses always.", NETWORK
    )


@dataclass(frozen=True)
class Settings:
    """Every setting of a shop. home is its folder; paths are relative to it."""

    home: Path = field(default=Path(), metadata={"meaning": "The shop's folder.", "hidden": True})
    served_at: str = field(default="", metadata={"meaning": "The address of `serve`.", "hidden": True})
    environment: str = setting(
        "development", "Production refuses to start with what is for trying out.", one_of("development", "production")
    )
    database: str = setting("sqlite:///shop.sqlite3", "Where the shop's data lies.", DATABASE)
    cache: str = setting(
        "", 'A shared cache and rate limits; empty: each process keeps its own; "off": no page is kept.', CACHE
    )
    secret_key: str = setting("", "Signs cookies and links; keep it secret.", KEY)
    webhook_secret: str = setting(
        "", "Signs the sandbox provider's webhooks; empty: derived from secret_key.", BASE64
    )
    shop: ShopSettings = field(default_factory=ShopSettings)
    plugins: PluginSettings = field(default_factory=PluginSettings)
    catalogue: CatalogueSettings = field(default_factory=CatalogueSettings)
    pricing: PricingSettings = field(default_factory=PricingSettings)
    checkout: CheckoutSettings = field(default_factory=CheckoutSettings)
    stripe: StripeSettings = field(default_factory=StripeSettings)
    sellers: SellerSettings = field(default_factory=SellerSettings)
    payments: PaymentSettings = field(default_factory=PaymentSettings)
    payouts: PayoutSettings = field(default_factory=PayoutSettings)
    mail: MailSettings = field(default_factory=MailSettings)
    reviews: ReviewSettings = field(default_factory=ReviewSettings)
    theme: ThemeSettings = field(default_factory=ThemeSettings)
    serve: ServeSettings = field(default_factory=ServeSettings)
    log: LogSettings = field(default_factory=LogSettings)
    limits: LimitSettings = field(default_factory=LimitSettings)
    metrics: MetricsSettings = field(default_factory=MetricsSettings)
    plugin: Mapping[str, Mapping[str, Any]] = field(
        default_factory=dict, metadata={"meaning": "[plugin.NAME]: a plugin's own settings.", "check": TABLES}
    )

    @property
    def base_url(self) -> str:
        """The address in links: the one that is set, else that of `serve`."""
        return (self.shop.base_url or self.served_at or DEFAULT_ADDRESS).rstrip("/")

    @property
    def production(self) -> bool:
        return self.environment == "production"

    @property
    def takes_sellers(self) -> bool:
        """Whether people may apply to sell here."""
        return self.sellers.open or not self.production

    @property
    def media(self) -> Path:
        return self.home / "media"

    @property
    def private(self) -> Path:
        """Files that people sent and that only some may read: evidence, documents."""
        return self.home / "private"

    @property
    def database_url(self) -> str:
        """The database's URL with a relative SQLite path made absolute."""
        prefix = "sqlite:///"
        if self.database.startswith(prefix) and not self.database.startswith(prefix + "/"):
            path = self.database.removeprefix(prefix)
            return self.database if path == ":memory:" else f"{prefix}{(self.home / path).resolve()}"
        return self.database


def load(
    home: Path, environ: Mapping[str, str] = MappingProxyType(dict(os.environ)), *, keyless: bool = False
) -> Settings:
    """The settings of the shop in a folder; an error names the line and the reason.

    keyless: whoever asks says himself that there is no secret_key.
    """
    file = SettingsFile.read(home / FILE_NAME, f"`storefront init {home}` makes a new shop.")
    given = {name: environ[f"{PREFIX}{name.upper()}"] for name in VARIABLES if environ.get(f"{PREFIX}{name.upper()}")}
    settings = _build(Settings, {**file.values, **given}, replace(file, overridden=frozenset(given)), "")
    settings = replace(settings, home=home, served_at=environ.get(SERVED_AT, ""))
    _check_together(settings, file)
    if not settings.secret_key and not keyless:
        raise file.wrong("", ("secret_key",), MISSING_KEY)
    return settings


def _build(kind: type[S], values: Mapping[str, Any], file: SettingsFile, section: str) -> S:
    """A settings dataclass from a table of the file; unknown names and wrong values are refused."""
    hints = get_type_hints(kind)
    known: dict[str, Field[Any]] = {
        f.name: f for f in fields(kind) if not f.metadata.get("hidden")  # type: ignore[arg-type]
    }
    given: dict[str, Any] = {}
    for name, value in values.items():
        where = f"{section}.{name}".lstrip(".")
        if name not in known:
            raise file.wrong(section, (name,), f"{where} is not a setting")
        hint = hints[name]
        if is_dataclass(hint):
            if not isinstance(value, dict):
                raise file.wrong(section, (name,), f"{where} must be a table: [{where}]")
            given[name] = _build(hint, value, file, where)  # type: ignore[arg-type]
        else:
            check: Check = known[name].metadata["check"]
            given[name], reason = _typed(hint, value, name, check.secret)
            reason = reason or check.reason(name, given[name])
            if reason:
                raise file.wrong(section, (name,), reason)
    return kind(**given)


def _typed(hint: Any, value: Any, name: str, secret: bool) -> tuple[Any, str]:
    """The value as the setting has it, and what is wrong with its type."""
    origin = get_origin(hint)
    if origin is tuple:
        if not isinstance(value, list) or not all(isinstance(v, get_args(hint)[0]) for v in value):
            return value, f"{name} must be a list of texts"
        return tuple(value), ""
    wanted = dict if origin is not None else hint
    if not isinstance(value, wanted) or (wanted is int and isinstance(value, bool)):
        return value, f"{name} must be {_KIND[wanted]}" + ("" if secret else f", not {value!r}")
    return value, ""


_KIND = {str: "a text", int: "a whole number", bool: "true or false", dict: "a table"}


def _check_together(settings: Settings, file: SettingsFile) -> None:
    """What no setting can say alone."""
    shop = settings.shop
    if shop.currency not in shop.currencies:
        reason = f"currency {shop.currency!r} is not one of currencies"
        raise file.wrong("shop", ("currency", "currencies"), reason)
    if shop.default_language not in shop.languages:
        reason = f"default_language {shop.default_language!r} is not one of languages"
        raise file.wrong("shop", ("default_language", "languages"), reason)
