"""What the layout around every page shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated


@dataclass(frozen=True)
class Link:
    """A link with its words."""

    label: Annotated[str, "The link's words"]
    url: Annotated[str, "Where it leads"]
    current: Annotated[bool, "Whether this is the page (or choice) one is on"] = False


@dataclass(frozen=True)
class LanguageLink:
    """This page in another language."""

    tag: Annotated[str, "BCP 47 tag: zh-Hans"]
    endonym: Annotated[str, "The language's name for itself: 简体中文"]
    url: Annotated[str, "The same page in it"]


@dataclass(frozen=True)
class Frame:
    """The page's surroundings; variable `frame` in every page template."""

    shop_name: Annotated[str, "The shop's name"]
    language: Annotated[str, "BCP 47 tag of the page"]
    direction: Annotated[str, "ltr or rtl"]
    title: Annotated[str, "The document's title without the shop's name"]
    current_url: Annotated[str, "Path and query of this page, to come back to"]
    home_url: Annotated[str, "The start page"]
    search_url: Annotated[str, "Where the search form goes"]
    market_url: Annotated[str, "The page that changes country, currency and language; leads back here"]
    cart_url: Annotated[str, "The cart"]
    market_label: Annotated[str, "Words of the market button: “Norway · NOK”"] = ""
    market_short: Annotated[str, "The same where it is narrow: “NO · NOK”"] = ""
    market_country: Annotated[str, "Ship-to country, ISO 3166"] = ""
    market_currency: Annotated[str, "Currency, ISO 4217"] = ""
    suggest_url: Annotated[str, "Answers suggestions for ?q=; empty: none are asked for"] = ""
    account_url: Annotated[str, "The account; empty: no link"] = ""
    search_query: Annotated[str, "What was searched for, kept in the field"] = ""
    description: Annotated[str, "For search engines"] = ""
    canonical: Annotated[str, "Absolute address of this page without choices; empty: none"] = ""
    robots: Annotated[str, "“noindex” and the like; empty: no tag"] = ""
    languages: Annotated[tuple[LanguageLink, ...], "This page in every language, this one included"] = ()
    alternates: Annotated[tuple[tuple[str, str], ...], "hreflang and absolute address, x-default included"] = ()
    category_links: Annotated[tuple[Link, ...], "The top categories"] = ()
    navigation: Annotated[tuple[Link, ...], "Further links of the header: plugins' and content pages'"] = ()
    content_links: Annotated[tuple[Link, ...], "The footer's pages: terms, privacy, delivery, …"] = ()
    legal_links: Annotated[tuple[Link, ...], "Withdraw here, legal guarantee: last in the footer, always visible"] = ()
    seller_lines: Annotated[tuple[str, ...], "Who stands behind the shop: name, address, e-mail, register"] = ()
    structured_data: Annotated[tuple[str, ...], "JSON-LD documents"] = ()
    open_graph: Annotated[Mapping[str, str], "og: properties without the prefix"] = field(default_factory=dict)
    banner: Annotated[str, "A line above everything: that this shop is for trying; empty: none"] = ""
    notice: Annotated[str, "What was just done, said once after a redirect"] = ""
    notice_bad: Annotated[bool, "The notice says what was not done, and why"] = False
    warning: Annotated[str, "What of the address was not understood (an unknown market); empty: nothing"] = ""
    theme: Annotated[str, "Name and version of the theme"] = ""
    plain: Annotated[bool, "Checkout: a header with nothing that leads away"] = False
