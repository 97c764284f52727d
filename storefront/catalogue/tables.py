"""What is sold, by whom, at which terms, and how much of it is there."""

from __future__ import annotations

import peewee

from storefront.db import JsonField, Table, UtcField


class Category(Table):
    """A shelf in a tree; path is the ids from the root, "/1/5/", so that a subtree is one range."""

    slug = peewee.CharField(max_length=120, unique=True)
    parent = peewee.ForeignKeyField("self", null=True, backref="children")
    path = peewee.CharField(max_length=255, default="", index=True)
    position = peewee.IntegerField(default=0)
    demo = peewee.BooleanField(default=False)


class CategoryText(Table):
    """A category's words in one language."""

    category = peewee.ForeignKeyField(Category, backref="texts", on_delete="CASCADE")
    language = peewee.CharField(max_length=20)
    name = peewee.CharField(max_length=200)
    description = peewee.TextField(default="")

    class Meta:
        indexes = ((("category", "language"), True),)


class Seller(Table):
    """Who sells: a trader (then the law wants who he is) or a private person.

    suspended: nothing of his is on sale for now. disclosed: a private person whose name and address must be shown.
    """

    slug = peewee.CharField(max_length=120, unique=True)
    name = peewee.CharField(max_length=200)
    trader = peewee.BooleanField(default=True)
    legal_name = peewee.CharField(max_length=200, default="")
    address = JsonField(default=dict)
    country = peewee.CharField(max_length=2)
    email = peewee.CharField(max_length=254, default="")
    phone = peewee.CharField(max_length=40, default="")
    register_number = peewee.CharField(max_length=100, default="")
    vat_id = peewee.CharField(max_length=40, default="")
    founded = peewee.IntegerField(null=True)
    demo = peewee.BooleanField(default=False)
    suspended = peewee.BooleanField(default=False, index=True, constraints=[peewee.SQL("DEFAULT FALSE")])
    disclosed = peewee.BooleanField(default=False, constraints=[peewee.SQL("DEFAULT FALSE")])


class SellerModel(Table):
    """A business model a seller was approved for; one without any row may sell under every model."""

    seller = peewee.ForeignKeyField(Seller, backref="models", on_delete="CASCADE", index=False)
    business_model = peewee.CharField(max_length=60)

    class Meta:
        indexes = ((("seller", "business_model"), True),)


class SellerText(Table):
    """A seller's description in one language."""

    seller = peewee.ForeignKeyField(Seller, backref="texts", on_delete="CASCADE")
    language = peewee.CharField(max_length=20)
    description = peewee.TextField(default="")

    class Meta:
        indexes = ((("seller", "language"), True),)


class Product(Table):
    """What is described: a variant of it is bought.

    measure_* is the content of one piece (250 g) for the unit price; restrictions are flags such
    as "battery". popularity orders lists.
    """

    slug = peewee.CharField(max_length=200, unique=True)
    category = peewee.ForeignKeyField(Category, null=True, backref="products")
    brand = peewee.CharField(max_length=200, default="")
    hs_code = peewee.CharField(max_length=14, default="")
    origin = peewee.CharField(max_length=2, default="")
    tax_class = peewee.CharField(max_length=40, default="standard")
    measure_quantity = peewee.IntegerField(null=True)
    measure_unit = peewee.CharField(max_length=10, default="")
    manufacturer_name = peewee.CharField(max_length=200, default="")
    manufacturer_address = peewee.CharField(max_length=400, default="")
    manufacturer_email = peewee.CharField(max_length=254, default="")
    manufacturer_country = peewee.CharField(max_length=2, default="")
    responsible_name = peewee.CharField(max_length=200, default="")
    responsible_address = peewee.CharField(max_length=400, default="")
    responsible_email = peewee.CharField(max_length=254, default="")
    responsible_country = peewee.CharField(max_length=2, default="")
    restrictions = JsonField(default=list)
    tags = JsonField(default=list)
    published = peewee.BooleanField(default=True)
    hidden = peewee.BooleanField(default=False)
    popularity = peewee.IntegerField(default=0)
    created_at = UtcField()
    updated_at = UtcField()
    demo = peewee.BooleanField(default=False)


class ProductText(Table):
    """A product's words in one language. search: title, brand and codes folded, to find it by a part in the desk."""

    product = peewee.ForeignKeyField(Product, backref="texts", on_delete="CASCADE")
    language = peewee.CharField(max_length=20)
    title = peewee.CharField(max_length=300)
    summary = peewee.CharField(max_length=500, default="")
    description = peewee.TextField(default="")
    warnings = peewee.TextField(default="")
    seo_title = peewee.CharField(max_length=300, default="")
    seo_description = peewee.CharField(max_length=500, default="")
    search = peewee.TextField(default="")

    class Meta:
        indexes = ((("product", "language"), True),)


class ProductCategory(Table):
    """Each category a product stands in, its own and the ones above it."""

    product = peewee.ForeignKeyField(Product, on_delete="CASCADE")
    category = peewee.ForeignKeyField(Category, on_delete="CASCADE", index=False)

    class Meta:
        indexes = ((("category", "product"), True),)


class RelatedProduct(Table):
    """A pointer from one product to another, shown as related."""

    product = peewee.ForeignKeyField(Product, backref="related", on_delete="CASCADE", index=False)
    related = peewee.ForeignKeyField(Product, on_delete="CASCADE")
    position = peewee.IntegerField(default=0)

    class Meta:
        indexes = ((("product", "related"), True),)


class Attribute(Table):
    """A kind of fact (material) or an option's axis (colour); labels by language."""

    code = peewee.CharField(max_length=100, unique=True)
    labels = JsonField(default=dict)
    facet = peewee.BooleanField(default=True)
    position = peewee.IntegerField(default=0)


class AttributeValue(Table):
    """One value of an attribute (oak); labels by language."""

    attribute = peewee.ForeignKeyField(Attribute, backref="values", on_delete="CASCADE", index=False)
    code = peewee.CharField(max_length=100)
    labels = JsonField(default=dict)
    position = peewee.IntegerField(default=0)

    class Meta:
        indexes = ((("attribute", "code"), True),)


class ProductAttribute(Table):
    """A product has a value: as a fact, or because a variant offers it (option)."""

    product = peewee.ForeignKeyField(Product, backref="attributes", on_delete="CASCADE", index=False)
    value = peewee.ForeignKeyField(AttributeValue, on_delete="CASCADE")
    option = peewee.BooleanField(default=False)

    class Meta:
        indexes = ((("product", "value"), True),)


class RemotePicture(Table):
    """A picture an import names by its address: fetched once, however many products show it.

    key is the address's SHA-256; state "waiting", "fetched" or "failed"; reason: the last failure's message.
    """

    key = peewee.CharField(max_length=64, unique=True)
    url = peewee.CharField(max_length=1000)
    state = peewee.CharField(max_length=10, default="waiting")
    attempts = peewee.IntegerField(default=0)
    due_at = UtcField()
    leased_until = UtcField(null=True)
    reason = JsonField(default=dict)
    digest = peewee.CharField(max_length=64, default="")
    width = peewee.IntegerField(default=0)
    height = peewee.IntegerField(default=0)
    widths = JsonField(default=list)
    formats = JsonField(default=list)
    ground = peewee.IntegerField(default=0)

    class Meta:
        indexes = ((("state", "due_at"), False),)


class Image(Table):
    """A picture: digest names the stored file; kind "raster", "drawing" (our SVG) or "remote".

    remote: where it is to come from, or came from.
    """

    product = peewee.ForeignKeyField(Product, backref="images", on_delete="CASCADE")
    position = peewee.IntegerField(default=0)
    kind = peewee.CharField(max_length=10, default="raster")
    digest = peewee.CharField(max_length=64, default="")
    source_url = peewee.CharField(max_length=1000, default="")
    remote = peewee.ForeignKeyField(RemotePicture, null=True, on_delete="SET NULL")
    width = peewee.IntegerField(default=0)
    height = peewee.IntegerField(default=0)
    widths = JsonField(default=list)
    formats = JsonField(default=list)
    ground = peewee.IntegerField(default=0)
    alt = JsonField(default=dict)


class Variant(Table):
    """What is bought; the SKU names it. weight 0 means unknown."""

    product = peewee.ForeignKeyField(Product, backref="variants", on_delete="CASCADE")
    sku = peewee.CharField(max_length=120, unique=True)
    position = peewee.IntegerField(default=0)
    gtin = peewee.CharField(max_length=14, default="")
    manufacturer_code = peewee.CharField(max_length=100, default="")
    weight_grams = peewee.IntegerField(default=0)
    length_mm = peewee.IntegerField(default=0)
    width_mm = peewee.IntegerField(default=0)
    height_mm = peewee.IntegerField(default=0)
    image = peewee.ForeignKeyField(Image, null=True, on_delete="SET NULL")


class VariantOption(Table):
    """What a variant has on one axis: colour = cream."""

    variant = peewee.ForeignKeyField(Variant, backref="options", on_delete="CASCADE", index=False)
    value = peewee.ForeignKeyField(AttributeValue, on_delete="CASCADE")
    position = peewee.IntegerField(default=0)

    class Meta:
        indexes = ((("variant", "value"), True),)


class Stock(Table):
    """What one seller has of one variant. Not tracked: always there."""

    seller = peewee.ForeignKeyField(Seller)
    variant = peewee.ForeignKeyField(Variant, null=True, on_delete="CASCADE")
    label = peewee.CharField(max_length=200, default="")
    tracked = peewee.BooleanField(default=True)
    on_hand = peewee.IntegerField(default=0)
    reserved = peewee.IntegerField(default=0)

    class Meta:
        constraints = [peewee.Check("reserved >= 0"), peewee.Check("on_hand >= 0")]


class Reservation(Table):
    """Goods kept for someone: subject is "cart:…", "order:…"; until null = no lapse."""

    stock = peewee.ForeignKeyField(Stock, backref="reservations")
    quantity = peewee.IntegerField()
    subject = peewee.CharField(max_length=100, index=True)
    until = UtcField(null=True, index=True)

    class Meta:
        constraints = [peewee.Check("quantity > 0")]


class Offer(Table):
    """One seller's terms for one variant under one business model.

    price in minor units of currency for `per` pieces; reduced_* announces a reduction; audience ""
    = everyone, else a list's name. valid_until ends the offer.
    """

    variant = peewee.ForeignKeyField(Variant, backref="offers", on_delete="CASCADE", index=False)
    seller = peewee.ForeignKeyField(Seller, backref="offers")
    business_model = peewee.CharField(max_length=40)
    audience = peewee.CharField(max_length=100, default="")
    stock = peewee.ForeignKeyField(Stock, null=True)
    currency = peewee.CharField(max_length=3)
    price = peewee.BigIntegerField()
    reduced_price = peewee.BigIntegerField(null=True)
    reduced_from = UtcField(null=True, index=True)
    reduced_until = UtcField(null=True, index=True)
    per = peewee.IntegerField(default=1)
    tax_included = peewee.BooleanField(default=True)
    tax_country = peewee.CharField(max_length=2, default="")
    minimum = peewee.IntegerField(default=1)
    step = peewee.IntegerField(default=1)
    active = peewee.BooleanField(default=True)
    valid_until = UtcField(null=True, index=True)
    demo = peewee.BooleanField(default=False)

    class Meta:
        indexes = (
            (("variant", "seller", "business_model", "audience"), True),
            (("currency", "active"), False),
        )
        constraints = [peewee.Check("price >= 0")]


class OfferPrice(Table):
    """The offer's own price in a further currency."""

    offer = peewee.ForeignKeyField(Offer, backref="prices", on_delete="CASCADE", index=False)
    currency = peewee.CharField(max_length=3)
    price = peewee.BigIntegerField()
    reduced_price = peewee.BigIntegerField(null=True)

    class Meta:
        indexes = (
            (("offer", "currency"), True),
            (("currency",), False),
        )


class PriceHistory(Table):
    """Append-only: what an offer asked from recorded_at on; the prior price is read from it.

    Never updated, never deleted with the offer: what was announced stays provable.
    """

    offer_id = peewee.IntegerField()
    currency = peewee.CharField(max_length=3)
    price = peewee.BigIntegerField()
    reduced_price = peewee.BigIntegerField(null=True)
    reduced_from = UtcField(null=True)
    reduced_until = UtcField(null=True)
    recorded_at = UtcField()

    class Meta:
        indexes = ((("offer_id", "currency", "recorded_at"), False),)


class Shelf(Table):
    """What lists read: one row a product, business model and audience, written with the offers."""

    product = peewee.ForeignKeyField(Product, on_delete="CASCADE", index=False)
    business_model = peewee.CharField(max_length=40)
    audience = peewee.CharField(max_length=100, default="")
    base_price = peewee.BigIntegerField()
    in_stock = peewee.BooleanField(default=True)
    popularity = peewee.IntegerField(default=0)
    created_at = UtcField()

    class Meta:
        indexes = (
            (("product", "business_model", "audience"), True),
            (("popularity", "product"), False),
            (("base_price", "product"), False),
            (("created_at", "product"), False),
        )


class ImportRun(Table):
    """How far a file's import got, so that it can go on after a stop."""

    digest = peewee.CharField(max_length=64, unique=True)
    format = peewee.CharField(max_length=20)
    done = peewee.IntegerField(default=0)
    finished_at = UtcField(null=True)
