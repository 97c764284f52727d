"""What every template can call."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from functools import partial
from typing import Any

from flask import Flask
from markupsafe import Markup

from storefront import formatting
from storefront.catalogue.contexts import ImageView
from storefront.countries import country_name
from storefront.web.assets import Assets
from storefront.web.shopper import shopper
from storefront.web.slots import late_fragments, slot

# what add_globals adds, for whoever reads templates without drawing them
NAMES = frozenset((
    "_", "gettext", "ngettext", "pgettext", "npgettext", "t", "money", "money_text", "number", "percent", "date",
    "date_range", "moment", "weight", "country_name", "asset", "styles", "url", "slot", "late_fragments", "icon",
    "picture", "year",
))  # fmt: skip


def add_globals(app: Flask, assets: Assets) -> None:
    """Translation, formatting, addresses, slots, icons and pictures."""
    env = app.jinja_env
    env.install_gettext_callables(_gettext, _ngettext, newstyle=True)  # type: ignore[attr-defined]
    icons = assets.url("img/icons.svg")

    def icon(name: str, label: str = "") -> Markup:
        """A picture from the sprite; without a label it is decoration."""
        said = Markup(' role="img" aria-label="{}"').format(label) if label else Markup(' aria-hidden="true"')
        return Markup('<svg class="icon"{}><use href="{}#{}"/></svg>').format(said, icons, name)

    env.globals.update(
        t=lambda message: shopper().t(message),
        money=money,
        money_text=lambda amount, currency: formatting.money(amount, currency, _tag()),
        number=lambda value: formatting.number(value, _tag()),
        percent=lambda share: formatting.percent(Decimal(share), _tag()),
        date=lambda value: formatting.date(value, _tag()),
        date_range=lambda a, b: formatting.date_range(a, b, _tag()),
        moment=lambda value: formatting.datetime(value, _tag()),
        weight=lambda grams: formatting.weight(grams, _tag(), shopper().market.country),
        country_name=lambda code: country_name(code, _tag()),
        asset=assets.url,
        styles=assets.styles,
        url=lambda endpoint, **values: shopper().url(endpoint, **values),
        slot=slot,
        late_fragments=late_fragments,
        icon=icon,
        picture=partial(picture, placeholder=icon("picture")),
        year=lambda: dt.datetime.now(dt.UTC).year,
    )


def _tag() -> str:
    return shopper().language


def _gettext(text: str) -> str:
    visitor = shopper()
    return visitor.runtime.catalogues.translations_for(visitor.language).gettext(text)


def _ngettext(singular: str, plural: str, n: int) -> str:
    visitor = shopper()
    return visitor.runtime.catalogues.translations_for(visitor.language).ngettext(singular, plural, n)


def money(amount: int, currency: str) -> Markup:
    """An amount with its currency small beside it, kept together in texts of any direction."""
    parts = formatting.money_parts(amount, currency, _tag())
    spans = []
    for part in parts.ordered:
        kind = "money-currency" if part == parts.currency else "money-amount"
        spans.append(Markup('<span class="{}">{}</span>').format(kind, part))
    return Markup('<bdi class="money">{}</bdi>').format(Markup("").join(spans))


def picture(
    image: ImageView, sizes: str, eager: bool = False, placeholder: str = "", **attributes: Any
) -> Markup:
    """<picture> with every type and width; the first ones of a page are eager; placeholder where there is none."""
    css = attributes.get("class_", attributes.get("class", ""))
    if image.placeholder:
        shown = Markup('<span class="no-picture{}" role="img" aria-label="{}">{}</span>')
        return shown.format(f" {css}" if css else "", image.alt, placeholder)
    loading = Markup(' fetchpriority="high"') if eager else Markup(' loading="lazy"')
    img = Markup('<img src="{}" width="{}" height="{}" alt="{}" decoding="async"{}{}>').format(
        image.url,
        image.width,
        image.height,
        image.alt,
        loading,
        Markup(' class="{}"').format(css) if css else "",
    )
    if not image.srcset:
        return img
    sources = Markup("").join(
        Markup('<source type="{}" srcset="{}" sizes="{}">').format(kind, srcset, sizes)
        for kind, srcset in image.srcset
    )
    return Markup("<picture>{}{}</picture>").format(sources, img)

