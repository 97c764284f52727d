"""What to save, as values: importers, plugins, the demo and the desk fill these in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from storefront.errors import StorefrontError

Outcome = Literal["created", "updated", "unchanged"]
Labels = Mapping[str, str]


class WrongDraft(StorefrontError):
    """A draft cannot be saved as it stands; nothing of it was written."""

    code = "wrong-draft"


@dataclass(frozen=True)
class ProductTextDraft:
    """A product's words in one language; description may hold HTML, which is cleaned."""

    title: str
    summary: str = ""
    description: str = ""
    warnings: str = ""
    seo_title: str = ""
    seo_description: str = ""


@dataclass(frozen=True)
class ImageDraft:
    """A picture: stored before (digest) or only known by its address (kind "remote").

    alt is the picture's words by language.
    """

    kind: Literal["raster", "drawing", "remote"] = "remote"
    digest: str = ""
    source_url: str = ""
    width: int = 0
    height: int = 0
    widths: tuple[int, ...] = ()
    formats: tuple[str, ...] = ()
    ground: int = 0
    alt: Labels = field(default_factory=dict)


@dataclass(frozen=True)
class VariantDraft:
    """What is bought. options: attribute code → value code; image: which of the product's images."""

    sku: str
    options: Labels = field(default_factory=dict)
    gtin: str = ""
    manufacturer_code: str = ""
    weight_grams: int = 0
    length_mm: int = 0
    width_mm: int = 0
    height_mm: int = 0
    position: int = 0
    image: int | None = None


@dataclass(frozen=True)
class Party:
    """A manufacturer or the responsible person in the EU, as product safety law wants it named.

    address is without the country, which is named in each reader's language; country is ISO 3166.
    """

    name: str = ""
    address: str = ""
    email: str = ""
    country: str = ""


@dataclass(frozen=True)
class Measure:
    """The content of one piece, for the unit price: 250 g."""

    quantity: int
    unit: str


@dataclass(frozen=True)
class ProductDraft:
    """A product with everything that hangs on it, except offers.

    category and related are slugs; related ones that do not exist (yet) are left out.
    attributes: attribute code → value code, or codes.
    """

    slug: str
    texts: Mapping[str, ProductTextDraft]
    variants: tuple[VariantDraft, ...]
    category: str = ""
    brand: str = ""
    hs_code: str = ""
    origin: str = ""
    tax_class: str = "standard"
    measure: Measure | None = None
    manufacturer: Party = Party()
    responsible: Party = Party()
    restrictions: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    attributes: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict)
    images: tuple[ImageDraft, ...] = ()
    related: tuple[str, ...] = ()
    more_categories: tuple[str, ...] = ()
    published: bool = True
    hidden: bool = False
    popularity: int = 0
    demo: bool = False


@dataclass(frozen=True)
class OfferPriceDraft:
    """The offer's own price in a further currency."""

    price: int
    reduced_price: int | None = None


@dataclass(frozen=True)
class OfferDraft:
    """One seller's terms for one variant under one business model.

    stock: how many there are; None says nothing of it: the seller's stock of this variant is
    shared, and where there is none, it is not tracked. stock_id names a stock row instead.
    """

    sku: str
    seller: str
    business_model: str
    currency: str
    price: int
    reduced_price: int | None = None
    reduced_from: datetime | None = None
    reduced_until: datetime | None = None
    prices: Mapping[str, OfferPriceDraft] = field(default_factory=dict)
    per: int = 1
    tax_included: bool = True
    tax_country: str = ""
    minimum: int = 1
    step: int = 1
    audience: str = ""
    stock: int | None = None
    stock_id: int | None = None
    valid_until: datetime | None = None
    active: bool = True
    demo: bool = False


@dataclass(frozen=True)
class SellerDraft:
    """Who sells; descriptions by language. trader=False: a private person.

    suspended and disclosed: None leaves them as they are.
    """

    slug: str
    name: str
    country: str
    trader: bool = True
    legal_name: str = ""
    address: Mapping[str, Any] = field(default_factory=dict)
    email: str = ""
    phone: str = ""
    register_number: str = ""
    vat_id: str = ""
    founded: int | None = None
    descriptions: Labels = field(default_factory=dict)
    demo: bool = False
    suspended: bool | None = None
    disclosed: bool | None = None


@dataclass(frozen=True)
class CategoryTextDraft:
    """A category's words in one language."""

    name: str
    description: str = ""


@dataclass(frozen=True)
class CategoryDraft:
    """A category; parent is a slug that exists, "" for a root."""

    slug: str
    texts: Mapping[str, CategoryTextDraft]
    parent: str = ""
    position: int = 0
    demo: bool = False


@dataclass(frozen=True)
class AttributeDraft:
    """A kind of fact and its values: value code → labels. Values not named stay as they are."""

    code: str
    labels: Labels
    values: Mapping[str, Labels] = field(default_factory=dict)
    facet: bool = True
    position: int = 0
