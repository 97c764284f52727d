"""What every template can call."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from functools import lru_cache, partial
from typing import Any

from flask import Flask
from jinja2 import pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup, escape

from storefront import formatting
from storefront.catalogue.contexts import ImageView
from storefront.countries import country_name
from storefront.web.assets import Assets
from storefront.web.kept_cards import kept_card
from storefront.web.shopper import shopper
from storefront.web.slots import late_fragments, slot

# what add_globals adds, for whoever reads templates without drawing them
NAMES = frozenset((
    "_", "gettext", "ngettext", "pgettext", "npgettext", "t", "money", "money_text", "number", "percent", "date",
    "date_range", "moment", "weight", "country_name", "asset", "styles", "url", "slot", "late_fragments", "icon",
    "picture", "year", "kept_card",
))  # fmt: skip


def add_globals(app: Flask, assets: Assets) -> None:
    """Translation, formatting, addresses, slots, icons and pictures."""
    env = app.jinja_env
    env.install_gettext_callables(str, _ngettext, newstyle=True)  # type: ignore[attr-defined]
    icon = lru_cache(maxsize=512)(partial(_icon, assets.url("img/icons.svg")))

    env.globals.update(
        _=_gettext,
        gettext=_gettext,
        t=lambda message: shopper().t(message),
        money=money,
        money_text=lambda amount, currency: formatting.money(amount, currency, _tag()),
        number=lambda value: formatting.number(value, _tag()),
        percent=lambda share: formatting.percent(Decimal(share), _tag()),
        date=lambda value: formatting.date(value, _tag()),
        date_range=lambda a, b: formatting.date_range(a, b, _tag()),
        moment=lambda value: formatting.moment(value, _tag()),
        weight=lambda grams: formatting.weight(grams, _tag(), shopper().market.country),
        country_name=lambda code: country_name(code, _tag()),
        asset=assets.url,
        styles=assets.styles,
        url=lambda endpoint, **values: shopper().url(endpoint, **values),
        slot=slot,
        late_fragments=late_fragments,
        icon=icon,
        picture=partial(picture, placeholder=icon("picture")),
        kept_card=kept_card,
        year=lambda: dt.datetime.now(dt.UTC).year,
    )


def _tag() -> str:
    return shopper().language


@pass_eval_context
def _gettext(context: EvalContext, text: str, /, **values: Any) -> str:
    """What Jinja's own newstyle gettext answers, without the two calls between: a page has thirty of them."""
    visitor = shopper()
    said = visitor.runtime.catalogues.translations_for(visitor.language).gettext(text)
    if context.autoescape:
        said = Markup(said)  # noqa: S704 - our own texts; values are escaped when they are filled in
    return said % values if "%" in said else said


def _ngettext(singular: str, plural: str, n: int) -> str:
    visitor = shopper()
    return visitor.runtime.catalogues.translations_for(visitor.language).ngettext(singular, plural, n)


def money(amount: int, currency: str) -> Markup:
    """An amount with its currency small beside it, kept together in texts of any direction."""
    return _money(amount, currency, _tag())


@lru_cache(maxsize=formatting.MOST_REMEMBERED)
def _money(amount: int, currency: str, tag: str) -> Markup:
    parts = formatting.money_parts(amount, currency, tag)
    spans = []
    for part in parts.ordered:
        kind = "money-currency" if part == parts.currency else "money-amount"
        spans.append(Markup('<span class="{}">{}</span>').format(kind, part))
    return Markup('<bdi class="money">{}</bdi>').format(Markup("").join(spans))


def _icon(icons: str, name: str, label: str = "") -> Markup:
    """A picture from the sprite; without a label it is decoration."""
    said = Markup(' role="img" aria-label="{}"').format(label) if label else Markup(' aria-hidden="true"')
    return Markup('<svg class="icon"{}><use href="{}#{}"/></svg>').format(said, icons, name)


# drawn forty times a page: put together by hand, every value escaped
def picture(
    image: ImageView, sizes: str, eager: bool = False, placeholder: str = "", **attributes: Any
) -> Markup:
    """<picture> with every type and width; the first ones of a page are eager; placeholder where there is none."""
    css = escape(attributes.get("class_", attributes.get("class", "")))
    alt = escape(image.alt)
    if image.placeholder:
        space = " " if css else ""
        said = f'<span class="no-picture{space}{css}" role="img" aria-label="{alt}">{escape(placeholder)}</span>'
        return Markup(said)  # noqa: S704 - escaped above
    loading = ' fetchpriority="high"' if eager else ' loading="lazy"'
    named = f' class="{css}"' if css else ""
    img = (
        f'<img src="{escape(image.url)}" width="{image.width}" height="{image.height}" alt="{alt}"'
        f' decoding="async"{loading}{named}>'
    )
    if not image.srcset:
        return Markup(img)  # noqa: S704 - escaped above
    shown = escape(sizes)
    sources = "".join(
        f'<source type="{escape(kind)}" srcset="{escape(srcset)}" sizes="{shown}">' for kind, srcset in image.srcset
    )
    return Markup(f"<picture>{sources}{img}</picture>")  # noqa: S704 - escaped above
