"""The notice of the legal guarantee (Directive 2011/83/EU, articles 5, 6 and 22a; Regulation (EU) 2025/1960).

Our own block of text, for traders who sell to consumers in the EU and EEA: it says what holds, what it means,
whom to turn to, and leads to the EU's own page.
"""

from __future__ import annotations

from storefront.catalogue.guarantee_contexts import CountryYears, GuaranteeNotice, GuaranteePage
from storefront.countries import country_name, sort_key
from storefront.i18n import Message, _, listed, ngettext
from storefront.pricing.guarantee import guarantee_years, years_by_country
from storefront.web.shopper import Shopper

# The languages that the EU's page has and this software may speak.
EU_LANGUAGES = frozenset(["bg", "cs", "da", "de", "el", "en", "es", "et", "fi", "fr", "ga", "hr"])
EU_LANGUAGES |= frozenset(["hu", "it", "lt", "lv", "mt", "nl", "pl", "pt", "ro", "sk", "sl", "sv"])


def market_years(visitor: Shopper) -> int | None:
    """The years in the country things are sent to, for a consumer; None: no notice is owed."""
    if not visitor.public_context.buyer.consumer:
        return None
    return guarantee_years(visitor.market.country, _day(visitor))


def guarantee_notice(years: int, visitor: Shopper, seller: str = "", contact: str = "") -> GuaranteeNotice:
    """What holds for goods a trader sells to a consumer there; seller and his contact where one is known."""
    t = visitor.t
    place = country_name(visitor.market.country, visitor.language)
    if seller:
        turn_to = _("Turn to the seller, not to the manufacturer: %(seller)s.", seller=listed(seller, contact))
    else:
        turn_to = _("Turn to the seller, not to the manufacturer: he is named on the product’s page and in your order.")
    return GuaranteeNotice(
        years,
        t(guarantee_title(years)),
        t(
            ngettext(
                "Goods that a consumer in %(country)s buys from a trader carry a legal guarantee, free of charge,"
                " for at least %(num)s year from delivery.",
                "Goods that a consumer in %(country)s buys from a trader carry a legal guarantee, free of charge,"
                " for at least %(num)s years from delivery.",
                years,
                country=place,
            )
        ),
        tuple(t(words) for words in MEANS),
        t(turn_to),
        official_url(visitor.language),
        visitor.url("guarantee.show"),
    )


MEANS = (
    _(
        "If the goods are faulty, not as described or not fit for their use, the seller must repair or replace them,"
        " free of charge and within a reasonable time."
    ),
    _("If he cannot or does not, you may ask for a lower price or for your money back."),
    _("Of a fault that shows in the first year it is assumed that it was there on delivery."),
    _("A guarantee of the manufacturer comes on top of it and does not take its place."),
)


def guarantee_title(years: int) -> Message:
    """“Legal guarantee: at least 2 years”"""
    return ngettext(
        "Legal guarantee: at least %(num)s year", "Legal guarantee: at least %(num)s years", years
    )


def official_url(tag: str) -> str:
    """The EU's page in a language, else in English."""
    spoken = tag.partition("-")[0]
    spoken = spoken if spoken in EU_LANGUAGES else "en"
    return f"https://europa.eu/youreurope/citizens/consumers/shopping/guarantees/index_{spoken}.htm"


def guarantee_page(visitor: Shopper) -> GuaranteePage:
    """The notice for this market, and the years of every country."""
    t, tag = visitor.t, visitor.language
    years = market_years(visitor)
    place = country_name(visitor.market.country, tag)
    outside = _("You have things sent to %(country)s, where the law of that country says what holds.", country=place)
    rows = years_by_country(_day(visitor))
    named = sorted(rows, key=lambda code: sort_key(country_name(code, tag), tag))
    return GuaranteePage(
        t(_("Legal guarantee")),
        guarantee_notice(years, visitor) if years else None,
        "" if years else t(outside),
        tuple(
            CountryYears(
                country_name(code, tag),
                t(ngettext("%(num)s year", "%(num)s years", rows[code])),
                code == visitor.market.country,
            )
            for code in named
        ),
        t(_("It rests on Directive (EU) 2019/771 and the laws that put it into force.")),
    )


def _day(visitor: Shopper) -> str:
    return visitor.context.now.date().isoformat()
