"""storefront.toml and STOREFRONT_* variables → one frozen object; nothing else reads either."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import MISSING, Field, dataclass, field, fields, is_dataclass
from ipaddress import ip_network
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from storefront.errors import SettingsError

S = TypeVar("S")
FILE_NAME = "storefront.toml"


def setting(default: Any, meaning: str) -> Any:
    """A field with its default and one line of meaning, shown by the documentation."""
    if isinstance(default, (dict, list)):
        return field(default_factory=lambda: default, metadata={"meaning": meaning})
    return field(default=default, metadata={"meaning": meaning})


@dataclass(frozen=True)
class ShopSettings:
    """[shop]"""

    name: str = setting("My shop", "The shop's name in its header, mails and documents.")
    currency: str = setting("EUR", "The currency the shop keeps its prices in (ISO 4217).")
    currencies: tuple[str, ...] = setting(
        ("EUR", "USD", "GBP", "CHF", "NOK", "CNY", "SAR", "AED"), "Currencies a shopper may choose."
    )
    country: str = setting("DE", "Where the shop is established (ISO 3166).")
    languages: tuple[str, ...] = setting(("en", "de", "zh-Hans", "ar"), "Languages the shop is shown in.")
    default_language: str = setting("en", "The language shown when the browser's are not offered.")
    base_url: str = setting("http://localhost:8000", "The address the shop is reached at, for links in mails.")
    countries: tuple[str, ...] = setting((), "Countries it ships to; empty: every country of a zone.")


@dataclass(frozen=True)
class PluginSettings:
    """[plugins]"""

    enabled: tuple[str, ...] = setting(
        ("b2b", "b2c", "c2c", "f2c"),
        "Business models on when the database is made; afterwards `storefront plugin` says.",
    )


@dataclass(frozen=True)
class CatalogueSettings:
    """[catalogue]"""

    import_model: str = setting("b2c", "The business model whose offers `storefront import` makes.")
    fetch_pictures: bool = setting(True, "The worker fetches the pictures that imports name by address.")
    fetch_from: tuple[str, ...] = setting(
        (), 'Private networks pictures may be fetched from, such as "192.168.1.0/24"; public addresses always.'
    )


@dataclass(frozen=True)
class PricingSettings:
    """[pricing]"""

    keep_abroad: str = setting("gross", 'What stays the same abroad: the "gross" or the "net" price.')
    exchange_margin: str = setting("0", "Per cent added when a price is converted, such as 1.5.")


@dataclass(frozen=True)
class CheckoutSettings:
    """[checkout]"""

    cart_days: int = setting(30, "After so many days without a change a cart is forgotten.")
    cart_lines: int = setting(100, "A cart holds at most so many lines.")
    sandbox_card: bool = setting(True, "Offer the sandbox card (development only).")
    bank_account: str = setting("", "Account shown for bank transfers, such as an IBAN; empty: they are not offered.")
    bank_holder: str = setting("", "Holder of that account.")
    transfer_days: int = setting(7, "Days that goods wait for a bank transfer.")


@dataclass(frozen=True)
class MailSettings:
    """[mail]"""

    sender: str = setting("shop@localhost", "The address mails come from.")
    smtp: str = setting("", "smtp://user:password@host:port (or smtps://); empty: mails are written to files.")
    folder: str = setting("mail", "Where mails are written when there is no smtp.")


@dataclass(frozen=True)
class ThemeSettings:
    """[theme]"""

    name: str = setting("base", "The active theme.")


@dataclass(frozen=True)
class ServeSettings:
    """[serve]"""

    trusted_proxies: int = setting(
        0, "How many proxies stand in front and say who asks (X-Forwarded-For, X-Forwarded-Proto); 0: none is believed."
    )


@dataclass(frozen=True)
class LogSettings:
    """[log]"""

    format: str = setting("text", '"text" for people or "json", one object a line.')
    level: str = setting("INFO", '"DEBUG", "INFO", "WARNING" or "ERROR"; STOREFRONT_LOG overrides it.')
    requests: bool = setting(False, "A line for each request: method, path without query, status, time, bytes, id.")


@dataclass(frozen=True)
class LimitSettings:
    """[limits]"""

    search: int = setting(120, "Searches a minute from one network; 0: any number. Each process counts its own.")
    suggest: int = setting(600, "Suggestions a minute from one network; 0: any number. Each process counts its own.")
    cart: int = setting(120, "Changes of carts a minute from one network; 0: any number.")
    checkout: int = setting(120, "Steps of checkouts and payments sent a minute from one network; 0: any number.")


@dataclass(frozen=True)
class Settings:
    """Every setting of a shop. home is its folder; paths are relative to it."""

    home: Path = field(default=Path(), metadata={"meaning": "The shop's folder.", "hidden": True})
    environment: str = setting("development", '"development" or "production".')
    database: str = setting("sqlite:///shop.sqlite3", "sqlite:///FILE or postgresql://…")
    cache: str = setting(
        "", 'redis://… for a shared cache and rate limits; empty: each process keeps its own; "off": no page is kept.'
    )
    secret_key: str = setting("", "Signs cookies and links; keep it secret.")
    webhook_secret: str = setting("", "Signs the sandbox provider's webhooks; empty: derived from secret_key.")
    shop: ShopSettings = field(default_factory=ShopSettings)
    plugins: PluginSettings = field(default_factory=PluginSettings)
    catalogue: CatalogueSettings = field(default_factory=CatalogueSettings)
    pricing: PricingSettings = field(default_factory=PricingSettings)
    checkout: CheckoutSettings = field(default_factory=CheckoutSettings)
    mail: MailSettings = field(default_factory=MailSettings)
    theme: ThemeSettings = field(default_factory=ThemeSettings)
    serve: ServeSettings = field(default_factory=ServeSettings)
    log: LogSettings = field(default_factory=LogSettings)
    limits: LimitSettings = field(default_factory=LimitSettings)
    plugin: Mapping[str, Mapping[str, Any]] = field(
        default_factory=dict, metadata={"meaning": "[plugin.NAME]: a plugin's own settings."}
    )

    @property
    def production(self) -> bool:
        return self.environment == "production"

    @property
    def media(self) -> Path:
        return self.home / "media"

    @property
    def database_url(self) -> str:
        """The database's URL with a relative SQLite path made absolute."""
        prefix = "sqlite:///"
        if self.database.startswith(prefix) and not self.database.startswith(prefix + "/"):
            path = self.database.removeprefix(prefix)
            return self.database if path == ":memory:" else f"{prefix}{(self.home / path).resolve()}"
        return self.database


def load(home: Path, environ: Mapping[str, str] = MappingProxyType(dict(os.environ))) -> Settings:
    """The settings of the shop in a folder; an error names the line and the reason."""
    path = home / FILE_NAME
    if not path.is_file():
        raise SettingsError(f"{path}: not found. `storefront init {home}` makes a new shop.")
    text = path.read_text(encoding="utf-8-sig")
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{path}: {error}") from error
    for name in ("database", "cache", "secret_key"):
        if given := environ.get(f"STOREFRONT_{name.upper()}"):
            values[name] = given
    settings = _build(Settings, values, path, text, "")
    settings = _with_home(settings, home)
    _check(settings, path, text)
    return settings


def _with_home(settings: Settings, home: Path) -> Settings:
    return Settings(**{**{f.name: getattr(settings, f.name) for f in fields(settings)}, "home": home})


def _build(kind: type[S], values: Mapping[str, Any], path: Path, text: str, section: str) -> S:
    """A settings dataclass from a table of the file; unknown names and wrong types are refused."""
    hints = get_type_hints(kind)
    known: dict[str, Field[Any]] = {
        f.name: f for f in fields(kind) if not f.metadata.get("hidden")  # type: ignore[arg-type]
    }
    given: dict[str, Any] = {}
    for name, value in values.items():
        where = f"{section}.{name}".lstrip(".")
        if name not in known:
            raise _wrong(path, text, section, name, f"{where} is not a setting")
        hint = hints[name]
        if is_dataclass(hint):
            if not isinstance(value, dict):
                raise _wrong(path, text, section, name, f"{where} must be a table: [{where}]")
            given[name] = _build(hint, value, path, text, where)  # type: ignore[arg-type]
        else:
            given[name] = _typed(hint, value, path, text, section, name)
    missing = [n for n, f in known.items() if f.default is MISSING and f.default_factory is MISSING]
    assert not missing, "every setting has a default"
    return kind(**given)


def _typed(hint: Any, value: Any, path: Path, text: str, section: str, name: str) -> Any:
    origin = get_origin(hint)
    if origin is tuple:
        if not isinstance(value, list) or not all(isinstance(v, get_args(hint)[0]) for v in value):
            raise _wrong(path, text, section, name, f"{name} must be a list of texts")
        return tuple(value)
    wanted = dict if origin is not None else hint
    if not isinstance(value, wanted) or (wanted is int and isinstance(value, bool)):
        raise _wrong(path, text, section, name, f"{name} must be {_KIND[wanted]}, not {value!r}")
    return value


_KIND = {str: "a text", int: "a whole number", bool: "true or false", dict: "a table"}


def _wrong(path: Path, text: str, section: str, name: str, reason: str) -> SettingsError:
    return SettingsError(f"{path}, line {_line(text, section, name)}: {reason}")


def _line(text: str, section: str, name: str) -> int:
    """The line a name stands on, as far as a search can tell; 1 when it came from elsewhere."""
    inside = section == ""
    for number, line in enumerate(text.splitlines(), 1):
        header = re.match(r"\s*\[\s*([^\]]+?)\s*\]", line)
        if header:
            inside = header[1] == section
            if header[1] == f"{section}.{name}".lstrip("."):
                return number
        elif inside and re.match(rf"\s*[\"']?{re.escape(name)}[\"']?\s*=", line):
            return number
    return 1


def _check(settings: Settings, path: Path, text: str) -> None:
    """What types cannot say."""
    from babel.numbers import is_currency

    if settings.environment not in ("development", "production"):
        raise _wrong(path, text, "", "environment", 'environment must be "development" or "production"')
    if not settings.secret_key:
        raise _wrong(path, text, "", "secret_key", "secret_key is missing; `storefront init` makes one")
    for currency in (settings.shop.currency, *settings.shop.currencies):
        if not is_currency(currency):
            raise _wrong(path, text, "shop", "currency", f"{currency!r} is not an ISO 4217 currency")
    if settings.shop.default_language not in settings.shop.languages:
        reason = f"default_language {settings.shop.default_language!r} is not one of languages"
        raise _wrong(path, text, "shop", "default_language", reason)
    for network in settings.catalogue.fetch_from:
        try:
            ip_network(network, strict=False)
        except ValueError:
            reason = f'{network!r} is not a network such as "192.168.1.0/24"'
            raise _wrong(path, text, "catalogue", "fetch_from", reason) from None
    if settings.log.format not in ("text", "json"):
        raise _wrong(path, text, "log", "format", 'format must be "text" or "json"')
    if settings.log.level not in ("DEBUG", "INFO", "WARNING", "ERROR"):
        raise _wrong(path, text, "log", "level", 'level must be "DEBUG", "INFO", "WARNING" or "ERROR"')
    if settings.serve.trusted_proxies < 0:
        raise _wrong(path, text, "serve", "trusted_proxies", "trusted_proxies must be 0 or more")
    if settings.pricing.keep_abroad not in ("gross", "net"):
        raise _wrong(path, text, "pricing", "keep_abroad", 'keep_abroad must be "gross" or "net"')
