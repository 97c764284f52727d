"""What the catalogue's pages show: values ready to be drawn, in the page's language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from storefront.catalogue.guarantee_contexts import GuaranteeNotice
from storefront.catalogue.previews import SharedImage
from storefront.web.frame import Link


@dataclass(frozen=True)
class ImageView:
    """A picture; drawn by `picture()`."""

    url: Annotated[str, "The file to fall back on"]
    width: Annotated[int, "Width of that file in pixels"]
    height: Annotated[int, "Height of that file in pixels"]
    alt: Annotated[str, "What it shows; empty for decoration"] = ""
    srcset: Annotated[tuple[tuple[str, str], ...], "By type: (“image/avif”, “a.avif 400w, …”), best first"] = ()
    ground: Annotated[int, "Which of the 32 ground colours stands under it"] = 0
    placeholder: Annotated[bool, "There is no picture: a plain ground with an icon is drawn"] = False
    drawing: Annotated[bool, "An SVG: no srcset"] = False
    shared: Annotated[SharedImage | None, "For previews of links elsewhere, where one is kept"] = None


@dataclass(frozen=True)
class Badge:
    """Which business model offers something."""

    code: Annotated[str, "The business model's code"]
    label: Annotated[str, "Two words at most: “Retail”"]
    hue: Annotated[str, "blue, green, plum or amber"]
    icon: Annotated[str, "Name of its icon"]
    meaning: Annotated[str, "One sentence for the tooltip"] = ""


@dataclass(frozen=True)
class Card:
    """A product in a list. Its prices come from the slot card.price."""

    product_id: Annotated[int, "Subject of the card's slots"]
    url: Annotated[str, "The product's page"]
    title: Annotated[str, "The product's name"]
    image: Annotated[ImageView, "Its first picture"]
    badges: Annotated[tuple[Badge, ...], "The business models that offer it"] = ()
    swatches: Annotated[tuple[str, ...], "Colour keys of its variants; the first six are shown"] = ()


@dataclass(frozen=True)
class FacetValue:
    """A filter that can be put on or taken off."""

    label: Annotated[str, "“Oak”"]
    url: Annotated[str, "The list with it on (or off, when it is on)"]
    count: Annotated[int, "How many products it leaves"]
    on: Annotated[bool, "Whether it is on"] = False
    swatch: Annotated[str, "A colour key, when the value is a colour"] = ""


@dataclass(frozen=True)
class Facet:
    """A kind of filter with its values."""

    code: Annotated[str, "“material”"]
    label: Annotated[str, "“Material”"]
    values: Annotated[tuple[FacetValue, ...], "In the order to show"]


@dataclass(frozen=True)
class PriceFilter:
    """The filter by price: a small form that works without JavaScript."""

    action: Annotated[str, "Where the form goes (GET: min, max)"]
    low: Annotated[str, "What was typed as lowest price, in whole units"] = ""
    high: Annotated[str, "What was typed as highest price"] = ""
    currency: Annotated[str, "ISO 4217"] = ""
    hidden: Annotated[tuple[tuple[str, str], ...], "The other filters that are on"] = ()


@dataclass(frozen=True)
class Results:
    """A list of products with what narrows and orders it."""

    cards: Annotated[tuple[Card, ...], "This page of the list"]
    total: Annotated[int, "How many there are in all"]
    total_label: Annotated[str, "The same in words: “117 products”, “2,000+ products”"]
    facets: Annotated[tuple[Facet, ...], "Filters"] = ()
    chips: Annotated[tuple[Link, ...], "Filters that are on; each links to the list without it"] = ()
    clear_url: Annotated[str, "The list without any filter"] = ""
    sorts: Annotated[tuple[Link, ...], "Orders; one is current"] = ()
    price: Annotated[PriceFilter | None, "Filter by price"] = None
    next_url: Annotated[str, "The next page of the list"] = ""
    previous_url: Annotated[str, "The page before"] = ""
    notes: Annotated[tuple[str, ...], "What of the address was not understood and left out, one sentence each"] = ()


@dataclass(frozen=True)
class CategoryTile:
    """A category as a picture that leads to it."""

    name: Annotated[str, "Its name"]
    url: Annotated[str, "Its page"]
    image: Annotated[ImageView, "A picture of something in it"]
    line: Annotated[str, "What is in it, in a few words"] = ""


@dataclass(frozen=True)
class Shelf:
    """A row of cards under a heading."""

    title: Annotated[str, "“New”"]
    cards: Annotated[tuple[Card, ...], "Four to eight"]
    url: Annotated[str, "Where there is more of it"] = ""


@dataclass(frozen=True)
class SellerView:
    """A seller in short."""

    name: Annotated[str, "Trading name"]
    url: Annotated[str, "The seller's page"]
    place: Annotated[str, "“Porto, Portugal”"] = ""
    since: Annotated[str, "“since 1998”"] = ""
    trader: Annotated[bool, "A trader, or a private person (then consumer law does not apply)"] = True
    line: Annotated[str, "What the seller says of himself"] = ""
    legal: Annotated[tuple[Fact, ...], "Who he is, as the law wants it on the offer; on a product's page only"] = ()
    suspended: Annotated[bool, "Nothing of his is on sale for now"] = False
    figures: Annotated[tuple[tuple[str, str], ...], "What was counted of his sales, in short: label, value"] = ()
    no_figures: Annotated[str, "That he is too new for figures; empty: there are some, or none are shown here"] = ""


@dataclass(frozen=True)
class HomePage:
    """catalogue/home.html"""

    title: Annotated[str, "What the shop sells, in one line"]
    text: Annotated[str, "One or two sentences: for whom, from where, what is special; empty: none"]
    images: Annotated[tuple[ImageView, ...], "Up to three pictures beside the title, the first the largest"] = ()
    lead_url: Annotated[str, "Where the main button leads"] = ""
    tiles: Annotated[tuple[CategoryTile, ...], "The categories"] = ()
    shelves: Annotated[tuple[Shelf, ...], "Rows of products"] = ()
    sellers: Annotated[tuple[SellerView, ...], "Who stands behind it"] = ()
    promises: Annotated[tuple[tuple[str, str, str], ...], "Icon, words, address: what holds for every order"] = ()


@dataclass(frozen=True)
class CategoryPage:
    """catalogue/category.html"""

    category_id: Annotated[int, "Subject of the slot category.top"]
    name: Annotated[str, "The category's name"]
    results: Annotated[Results, "Its products"]
    description: Annotated[str, "One sentence about it"] = ""
    breadcrumbs: Annotated[tuple[Link, ...], "From the start page down, without this page"] = ()
    children: Annotated[tuple[Link, ...], "Categories below it"] = ()


@dataclass(frozen=True)
class OptionValue:
    """One value of an option: a link to the variant that has it."""

    label: Annotated[str, "“Cream”"]
    url: Annotated[str, "The page with that variant: ?variant=SKU"]
    chosen: Annotated[bool, "Whether the shown variant has it"] = False
    available: Annotated[bool, "Whether that variant can be bought; else it is struck, but still a link"] = True
    swatch: Annotated[str, "A colour key, when the axis is a colour"] = ""


@dataclass(frozen=True)
class OptionAxis:
    """What a variant is chosen by."""

    code: Annotated[str, "“colour”"]
    label: Annotated[str, "“Colour”"]
    values: Annotated[tuple[OptionValue, ...], "All values that variants have"]
    chosen: Annotated[str, "The present value's label"] = ""


@dataclass(frozen=True)
class Fact:
    """A row of the facts table."""

    label: Annotated[str, "“Material”"]
    value: Annotated[str, "“Enamelled steel”"]
    note: Annotated[str, "Quiet words behind it"] = ""


@dataclass(frozen=True)
class Company:
    """A company with its address, as product safety law wants it."""

    name: Annotated[str, "Its name"]
    address: Annotated[str, "Street, town, country"]
    email: Annotated[str, "Or a web address"] = ""


@dataclass(frozen=True)
class Safety:
    """Who made it and what to mind."""

    manufacturer: Annotated[Company, "The manufacturer"]
    responsible: Annotated[Company | None, "The person responsible in the EU, for makers outside it"] = None
    warnings: Annotated[tuple[str, ...], "Warnings in the page's language"] = ()
    identifier: Annotated[str, "Type or model number on the product"] = ""


@dataclass(frozen=True)
class ProductPage:
    """catalogue/product.html"""

    product_id: Annotated[int, "Subject of the product's slots"]
    title: Annotated[str, "The product's name"]
    url: Annotated[str, "This page without a choice of variant"]
    gallery: Annotated[tuple[ImageView, ...], "Pictures of the shown variant; the first is the largest"]
    sku: Annotated[str, "The shown variant"]
    brand: Annotated[str, "The brand; empty: none"] = ""
    summary: Annotated[str, "One line"] = ""
    description_html: Annotated[str, "Cleaned HTML"] = ""
    breadcrumbs: Annotated[tuple[Link, ...], "From the start page down, without this page"] = ()
    badges: Annotated[tuple[Badge, ...], "The business models that offer it"] = ()
    options: Annotated[tuple[OptionAxis, ...], "What a variant is chosen by"] = ()
    facts: Annotated[tuple[Fact, ...], "Material, size, weight, origin, HS code, …"] = ()
    delivery: Annotated[tuple[Fact, ...], "How it comes to this market, by when, what duty is due"] = ()
    refused: Annotated[str, "Why it cannot go to this market; empty: it can"] = ""
    seller: Annotated[SellerView | None, "Who sells it, where it is one"] = None
    seller_id: Annotated[int, "His number; 0: nobody sells it"] = 0
    safety: Annotated[Safety | None, "Manufacturer, responsible person, warnings"] = None
    guarantee: Annotated[GuaranteeNotice | None, "The legal guarantee; None: no consumer's purchase in the EU"] = None
    withdrawal: Annotated[str, "The right of withdrawal, or why there is none"] = ""
    withdrawal_url: Annotated[str, "How to use it"] = ""
    related: Annotated[tuple[Card, ...], "Products that go with it"] = ()
    ended: Annotated[bool, "No offer is left: the page says so and shows what is near"] = False
    note: Annotated[str, "That there is no such variant as was asked for; empty: none was, or it is shown"] = ""


@dataclass(frozen=True)
class SellerPage:
    """catalogue/seller.html"""

    seller_id: Annotated[int, "Subject of the page's slots"]
    seller: Annotated[SellerView, "Name, place, years"]
    description_html: Annotated[str, "Cleaned HTML"] = ""
    legal: Annotated[tuple[Fact, ...], "Legal name, address, e-mail, register, VAT number"] = ()
    figures: Annotated[tuple[Fact, ...], "Computed from its orders: sent on time, returns, …"] = ()
    no_figures: Annotated[str, "That it is too new for figures; empty: there are some"] = ""
    documents: Annotated[tuple[Link, ...], "Certificates and the like"] = ()
    results: Annotated[Results | None, "What it sells"] = None


@dataclass(frozen=True)
class ContentPage:
    """catalogue/content.html"""

    title: Annotated[str, "The page's heading"]
    html: Annotated[str, "Cleaned HTML, headings from h2"]
    updated: Annotated[str, "“Last changed 3 November 2025”"] = ""
    draft: Annotated[bool, "A draft of a legal page: says that a lawyer has to look at it"] = False
    pages: Annotated[tuple[Link, ...], "The other content pages"] = ()


@dataclass(frozen=True)
class CountryChoice:
    """A country one can have things sent to."""

    code: Annotated[str, "ISO 3166 alpha-2"]
    name: Annotated[str, "In the page's language"]
    search: Annotated[str, "Further words to find it by: English and own name, code"] = ""
    chosen: Annotated[bool, "Whether it is the present one"] = False


@dataclass(frozen=True)
class MarketPage:
    """catalogue/market.html"""

    action: Annotated[str, "Where the form posts: country, currency, language, next"]
    next_url: Annotated[str, "Where it leads back to"]
    countries: Annotated[tuple[CountryChoice, ...], "All, by name"]
    currencies: Annotated[tuple[tuple[str, str], ...], "Code and words: (“NOK”, “Norwegian krone · NOK”)"]
    currency: Annotated[str, "The present one"]
    languages: Annotated[tuple[tuple[str, str], ...], "Tag and endonym"]
    language: Annotated[str, "The present one"]
    recent: Annotated[tuple[CountryChoice, ...], "Chosen lately, or likely; shown first"] = ()
    changes: Annotated[str, "What choosing changes, in one sentence"] = ""
