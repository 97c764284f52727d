"""Shops of a size for measuring, made by the program's own actions and kept between runs."""

from __future__ import annotations

import random
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from storefront.app import create_app
from storefront.catalogue.actions import save_attribute, save_category
from storefront.catalogue.drafts import (
    AttributeDraft,
    CategoryDraft,
    CategoryTextDraft,
    ImageDraft,
    OfferDraft,
    ProductDraft,
    ProductTextDraft,
    VariantDraft,
)
from storefront.catalogue.saving_offers import save_offers
from storefront.catalogue.saving_products import save_products
from storefront.db import open_database, transaction
from storefront.founding import SELLER_SLUG, found_shop
from storefront.migrations import migrate
from storefront.settings import Settings, load

PIECE = 100
COLOURS = ("red", "green", "blue", "white", "black", "sand")
MATERIALS = ("oak", "steel", "linen", "wool", "glass", "clay")
THINGS = ("bowl", "chair", "kettle", "lamp", "notebook", "plate", "scarf", "shelf", "stool", "towel", "vase", "wreath")
WORDS = ["calm", "bright", "sturdy", "light", "warm", "quiet", "long", "round", "plain", "deep", "smooth", "even", "clear", "mild", "fresh", "fine"]


def shop_of(home: Path, products: int, business_model: str) -> Settings:
    """A shop with so many products; filled once, then only opened."""
    done = home / f".filled-{products}"
    if done.exists():
        settings = load(home)
        open_database(settings.database_url)
        migrate()
        return settings
    started = time.monotonic()
    now = datetime.now(UTC)
    settings = load(home) if (home / "storefront.toml").exists() else found_shop(home, now, {}, (business_model,))
    create_app(settings)
    _shelves()
    for first in range(0, products, PIECE):
        _piece(range(first, min(first + PIECE, products)), business_model, now)
        if sys.stderr.isatty():
            print(f"\r{first + PIECE} of {products} products", end="", file=sys.stderr)
    print(f"\n{home.name}: {products} products in {time.monotonic() - started:.0f} s", file=sys.stderr)
    done.touch()
    return settings


def _shelves() -> None:
    for code, values in (("colour", COLOURS), ("material", MATERIALS)):
        labels = {value: {"en": value.title(), "de": value.title()} for value in values}
        save_attribute(AttributeDraft(code, {"en": code.title(), "de": code.title()}, labels))
    for thing in THINGS:
        save_category(CategoryDraft(thing, {"en": CategoryTextDraft(f"{thing.title()}s", f"Every {thing}.")}))


def _piece(numbers: range, business_model: str, now: datetime) -> None:
    turn = random.Random(numbers.start)  # noqa: S311 - the same shop each time
    products = [_product(number, turn) for number in numbers]
    offers = [
        OfferDraft(
            variant.sku, SELLER_SLUG, business_model, "EUR", turn.randint(300, 30_000), stock=turn.randint(0, 60),
            tax_country="DE",
        )
        for product in products
        for variant in product.variants
    ]  # fmt: skip
    with transaction():
        save_products(products, now)
        save_offers(offers, now)


def _product(number: int, turn: random.Random) -> ProductDraft:
    thing, material = turn.choice(THINGS), turn.choice(MATERIALS)
    title = f"{turn.choice(WORDS).title()} {material} {thing} {number}"
    text = " ".join(turn.choices(WORDS, k=60))
    colours = turn.sample(COLOURS, turn.randint(1, 3))
    digest = f"{turn.getrandbits(256):064x}"
    return ProductDraft(
        slug=f"{thing}-{number}",
        texts={tag: ProductTextDraft(title, f"A {thing} of {material}.", f"<p>{text}</p>") for tag in ("en", "de")},
        variants=tuple(VariantDraft(f"{thing}-{number}-{colour}", {"colour": colour}, weight_grams=400) for colour in colours),
        category=thing,
        brand=turn.choice(WORDS).title(),
        attributes={"material": material},
        images=(ImageDraft("drawing", digest, width=800, height=1000, ground=turn.randint(0, 31)),),
        popularity=turn.randint(0, 10_000),
    )
