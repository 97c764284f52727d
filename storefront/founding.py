"""A new shop: its storefront.toml, database, first seller, delivery zone and drafts of legal pages."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from storefront import db, migrations, plugin_manager
from storefront.catalogue.actions import save_seller
from storefront.catalogue.drafts import SellerDraft
from storefront.catalogue.shelf import CURRENCY_FACT
from storefront.db import transaction
from storefront.errors import NotWritable, StorefrontError
from storefront.legal_drafts import legal_drafts
from storefront.money import exponent
from storefront.pricing.exchange import save_shipped_rates
from storefront.pricing.tables import ShippingRate, ShippingZone
from storefront.settings import FILE_NAME, Settings, load
from storefront.settings_text import settings_text
from storefront.tables import ContentPage, Fact

SELLER_SLUG = "shop"
_DELIVERY = {"en": "Standard delivery", "de": "Standardversand", "zh-Hans": "标准配送", "ar": "توصيل عادي"}
_DELIVERY_DAYS = (5, 15)


class ShopExists(StorefrontError):
    """There is a shop in this folder already; nothing was changed."""

    code = "shop-exists"


def found_shop(
    home: Path,
    now: datetime,
    environ: Mapping[str, str] = os.environ,
    plugins: Sequence[str] | None = None,
    name: str = "",
) -> Settings:
    """Make a shop in a folder, wholly or not at all; raises ShopExists.

    plugins: those to enable; None: every one of the default settings that is installed.
    """
    path = home / FILE_NAME
    if path.exists():
        raise ShopExists(f"{path} exists already. Nothing was changed.")
    is_new = not home.exists()
    try:
        home.mkdir(parents=True, exist_ok=True)
        before = set(home.iterdir())
    except OSError as error:
        raise NotWritable(f"{home}: no shop can be made here: {error.strerror}. Nothing was changed.") from error
    try:
        _write_privately(path, settings_text(installed_plugins() if plugins is None else tuple(plugins), name))
        settings = load(home, environ)
        db.open_database(settings.database_url)
        migrations.migrate()
        _fill(settings, now)
        migrations.migrate()  # now that the database knows the plugins, theirs
    except BaseException:
        db.close()
        _remove_new(home, before)
        if is_new:
            home.rmdir()
        raise
    return settings


def installed_plugins() -> tuple[str, ...]:
    """The plugins of the default settings that are installed."""
    installed = plugin_manager.found_plugins()
    return tuple(name for name in Settings().plugins.enabled if name in installed)


def _write_privately(path: Path, text: str) -> None:
    """The file holds a secret: only its owner may read it."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)


def _remove_new(home: Path, before: set[Path]) -> None:
    for path in set(home.iterdir()) - before:
        if path.is_file():
            path.unlink()


@transaction()
def _fill(settings: Settings, now: datetime) -> None:
    plugin_manager.first_states(settings.plugins.enabled, now)
    with transaction():
        Fact.create(name=CURRENCY_FACT, value=settings.shop.currency)
    save_seller(SellerDraft(SELLER_SLUG, settings.shop.name, settings.shop.country, email=settings.mail.sender))
    _make_world_zone(settings)
    save_shipped_rates()
    _write_drafts(settings.shop.languages)


def _make_world_zone(settings: Settings) -> None:
    """One zone for everywhere, one method, one price at any weight: the merchant changes it."""
    if ShippingZone.select().exists():
        return
    zone = ShippingZone.create(name="World", countries=[])
    currency = settings.shop.currency
    ShippingRate.create(
        zone=zone,
        code="standard",
        labels={tag: label for tag, label in _DELIVERY.items() if tag in settings.shop.languages} or _DELIVERY,
        currency=currency,
        price=10 * 10 ** exponent(currency),
        days_min=_DELIVERY_DAYS[0],
        days_max=_DELIVERY_DAYS[1],
    )


def _write_drafts(languages: tuple[str, ...]) -> None:
    """The pages the law asks for, marked as drafts; those that are there stay."""
    for position, (slug, texts) in enumerate(legal_drafts().items(), 1):
        for language in languages:
            text = texts.get(language)
            known = ContentPage.select().where(ContentPage.slug == slug, ContentPage.language == language)
            if text and not known.exists():
                ContentPage.create(slug=slug, language=language, draft=True, position=position, **text)
