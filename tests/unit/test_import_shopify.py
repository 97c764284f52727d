"""What a Shopify export becomes: products, variants, pictures, and what is wrong with it."""

import os
from pathlib import Path

import pytest

from storefront.catalogue.importers.check import Report, check, open_records
from storefront.catalogue.importers.records import (
    ImageRecord,
    ProductRecord,
    UnreadableFile,
)

HEADER = (
    "Handle,Title,Option1 Name,Option1 Value,Option2 Name,Option2 Value,Variant SKU,Variant Price"
)


def exported(name: str) -> Path:
    path = Path(__file__).parents[3] / "shared" / "data" / "catalogues" / "shopify" / name
    if not path.exists():
        if os.environ.get("STOREFRONT_TEST_ALL") == "1":
            pytest.fail(f"{name} is missing")
        pytest.skip(f"{name} is not beside the checkout")
    return path


def written(tmp_path: Path, *lines: str) -> Path:
    path = tmp_path / "products.csv"
    path.write_text("\r\n".join(lines) + "\r\n", encoding="utf-8")
    return path


def products_of(path: Path, currency: str = "USD") -> list[ProductRecord]:
    return [record for _, record in open_records(path, "shopify", currency)]


def product_of(tmp_path: Path, header: str, *rows: str, currency: str = "USD") -> ProductRecord:
    (product,) = products_of(written(tmp_path, header, *rows), currency)
    return product


def report_of(tmp_path: Path, *lines: str) -> Report:
    return check(written(tmp_path, *lines), "shopify", "USD")


def issues_of(report: Report) -> list[tuple[int, str, str, str, str]]:
    return [(i.row, i.column, i.value, i.text, i.severity) for i in report.issues]


@pytest.mark.parametrize(
    ("name", "rows", "products", "variants"),
    [
        ("apparel.csv", 22, 20, 22),
        ("home-and-garden.csv", 21, 20, 21),
        ("jewelery.csv", 41, 20, 23),
    ],
)
def test_a_real_export_is_read_completely(
    name: str, rows: int, products: int, variants: int
) -> None:
    report = check(exported(name), "shopify", "USD")
    assert (report.rows, report.products, report.variants) == (rows, products, variants)
    assert report.issues == ()
    assert report.left_out == 0


def test_a_real_products_variants_have_stable_skus_prices_and_stock() -> None:
    pot = products_of(exported("home-and-garden.csv"))[0]
    assert (pot.slug, pot.title, pot.vendor) == ("clay-plant-pot", "Clay Plant Pot", "Company 123")
    assert pot.body_html == "<p>Classic blown clay pot for plants</p>"
    assert pot.tags == ("Pot", "Plants")
    assert pot.category_path == ("Outdoor",)
    assert pot.options == ("Size",)
    assert (pot.first_row, pot.last_row) == (2, 3)
    assert [(v.sku, v.option_values, v.price, v.stock, v.weight_grams) for v in pot.variants] == [
        ("clay-plant-pot-regular", ("Regular",), 999, 1, 0),
        ("clay-plant-pot-large", ("Large",), 1599, 3, 0),
    ]


def test_a_real_compare_at_price_is_the_price_that_was_reduced() -> None:
    light = products_of(exported("home-and-garden.csv"))[1]
    (variant,) = light.variants
    assert light.options == ()
    assert (variant.price, variant.reduced_price) == (7500, 5999)


def test_real_pictures_keep_their_order_and_those_of_variants() -> None:
    products = {product.slug: product for product in products_of(exported("jewelery.csv"))}
    gem = products["gemstone"]
    assert [Path(image.url).stem for image in gem.images] == [
        "blue-gemstone-pendant_925x",
        "gemstone-necklace_925x",
        "womens-necklace_925x",
        "purple-gemstone-necklace_925x",
    ]
    assert gem.variants[1].image_url == gem.images[3].url
    assert products["boho-earrings"].variants[0].weight_grams == 28


def test_reading_twice_gives_the_same_and_can_go_on_in_the_middle() -> None:
    path = exported("jewelery.csv")
    first = list(open_records(path, "shopify", "USD"))
    assert list(open_records(path, "shopify", "USD", start=8)) == first[7:]
    assert first[7][0] == 8


def test_two_options_make_an_axis_each(tmp_path: Path) -> None:
    product = product_of(tmp_path, HEADER, "tee,Tee,Size,S,Colour,Red,T1,10", "tee,,,M,,Red,T2,11")
    assert product.options == ("Size", "Colour")
    assert [(v.sku, v.option_values, v.price, v.row) for v in product.variants] == [
        ("T1", ("S", "Red"), 1000, 2),
        ("T2", ("M", "Red"), 1100, 3),
    ]


def test_a_blank_sku_never_takes_one_that_is_given_later(tmp_path: Path) -> None:
    path = written(
        tmp_path, HEADER, "tee,Tee,Size,S,,,,10", "cap,Cap,Title,Default Title,,,tee-s,5"
    )
    assert [p.variants[0].sku for p in products_of(path)] == ["tee-s-2", "tee-s"]


def test_a_sku_used_twice_leaves_the_second_product_out(tmp_path: Path) -> None:
    report = report_of(
        tmp_path, HEADER, "tee,Tee,Title,Default Title,,,A,10", "cap,Cap,Title,Default Title,,,A,5"
    )
    assert (report.products, report.left_out) == (1, 1)
    assert issues_of(report) == [
        (3, "Variant SKU", "A", "The SKU is used already in row 2.", "error")
    ]
    assert report.issues[0].product == "cap"


def test_a_bad_row_leaves_out_its_product_and_no_other(tmp_path: Path) -> None:
    path = written(
        tmp_path, HEADER, "tee,Tee,Size,S,,,,10", "tee,,,M,,,,$11", "cap,Cap,Title,Default Title,,,,5"
    )  # fmt: skip
    report = check(path, "shopify", "USD")
    assert (report.products, report.variants, report.left_out) == (1, 1, 1)
    assert issues_of(report) == [
        (3, "Variant Price", "$11", "Write the number alone, without a currency sign.", "error")
    ]
    assert [product.slug for product in products_of(path)] == ["cap"]


@pytest.mark.parametrize(
    ("row", "column", "message"),
    [
        ("tee,,Title,Default Title,,,,10", "Title", "The product has no title."),
        (",Tee,Title,Default Title,,,,10", "Handle", "The row has no handle."),
        ("!!,Tee,Title,Default Title,,,,10", "Handle", "No web address can be made of this."),
        ("tee,Tee,Title,Default Title,,,,", "Variant Price", "The variant has no price."),
        ("tee,Tee,Title,Default Title,,,,-1", "Variant Price", "A price cannot be negative."),
        ("tee,Tee,,S,,,,10", "Option1 Value", "The option has a value, but no name."),
        ("tee,Tee,Size,,,,,10", "Option1 Value", "The variant has no value for the option Size."),
        (
            f"tee,{'x' * 301},Title,Default Title,,,,10",
            "Title",
            "The text has 301 characters; at most 300 are possible.",
        ),
    ],
)
def test_a_row_that_cannot_be_used_says_where_and_why(
    tmp_path: Path, row: str, column: str, message: str
) -> None:
    report = report_of(tmp_path, HEADER, row)
    assert report.products == 0
    assert [(i.row, i.column, i.text) for i in report.issues] == [(2, column, message)]


def test_a_handle_that_comes_again_is_refused_and_the_first_product_stands(tmp_path: Path) -> None:
    report = report_of(
        tmp_path, HEADER, "a,A,Size,S,,,,1", "b,B,Size,S,,,,2", "a,,,M,,,,3", "a,,,L,,,,4"
    )
    assert (report.products, report.variants) == (2, 2)
    assert issues_of(report) == [
        (
            4,
            "Handle",
            "a",
            "The handle appeared already in row 2. Rows of one product must follow each other.",
            "error",
        )
    ]


def test_the_same_options_twice_are_refused(tmp_path: Path) -> None:
    report = report_of(tmp_path, HEADER, "a,A,Size,S,,,,1", "a,,,S,,,,2")
    assert [(i.row, i.text) for i in report.issues] == [
        (3, "The variant has the same options as the one in row 2.")
    ]


@pytest.mark.parametrize(
    ("tracker", "quantity", "policy", "stock", "backorder"),
    [
        ("", "", "deny", None, False),
        ("", "3", "deny", 3, False),
        ("shopify", "3", "continue", 3, True),
        ("shopify", "", "deny", 0, False),
        ("shopify", "-2", "continue", 0, True),
    ],
)
def test_a_given_quantity_is_stock(
    tmp_path: Path, tracker: str, quantity: str, policy: str, stock: int | None, backorder: bool
) -> None:
    header = "Handle,Title,Variant Price,Variant Inventory Tracker,Variant Inventory Qty"
    (variant,) = product_of(
        tmp_path, header + ",Variant Inventory Policy", f"a,A,1,{tracker},{quantity},{policy}"
    ).variants
    assert (variant.stock, variant.backorder) == (stock, backorder)


@pytest.mark.parametrize(
    ("price", "compared", "expected"),
    [
        ("5", "8", (800, 500)),
        ("5", "", (500, None)),
        ("5", "0", (500, None)),
        ("5", "5", (500, None)),
        ("5", "4", (500, None)),
    ],
)
def test_only_a_higher_compare_at_price_counts(
    tmp_path: Path, price: str, compared: str, expected: tuple[int, int | None]
) -> None:
    (variant,) = product_of(
        tmp_path, "Handle,Title,Variant Price,Variant Compare At Price", f"a,A,{price},{compared}"
    ).variants
    assert (variant.price, variant.reduced_price) == expected


@pytest.mark.parametrize(
    ("currency", "price", "minor"), [("JPY", "1200", 1200), ("KWD", "1.250", 1250), ("EUR", "2", 200)]
)  # fmt: skip
def test_amounts_follow_the_currency(tmp_path: Path, currency: str, price: str, minor: int) -> None:
    header = "Handle,Title,Variant Price"
    product = product_of(tmp_path, header, f"a,A,{price}", currency=currency)
    assert product.variants[0].price == minor


@pytest.mark.parametrize(
    ("published", "status", "expected"),
    [
        ("TRUE", "active", (True, False)),
        ("", "", (True, False)),
        ("false", "active", (False, False)),
        ("true", "draft", (False, False)),
        ("true", "archived", (False, False)),
        ("true", "unlisted", (True, True)),
    ],
)
def test_drafts_are_not_published(
    tmp_path: Path, published: str, status: str, expected: tuple[bool, bool]
) -> None:
    header = "Handle,Title,Variant Price,Published,Status"
    product = product_of(tmp_path, header, f"a,A,1,{published},{status}")
    assert (product.published, product.hidden) == expected


def test_gift_cards_and_what_is_not_shipped_are_not_supported(tmp_path: Path) -> None:
    report = report_of(
        tmp_path,
        "Handle,Title,Option1 Name,Option1 Value,Variant Price,Variant Requires Shipping,Gift Card",
        "gift,Gift,Title,Default Title,10,false,true",
        "class,Class,Title,Default Title,10,false,false",
        "book,Book,Kind,Paper,10,true,false",
        "book,,,PDF,8,false,",
    )
    assert (report.products, report.variants, report.left_out) == (1, 1, 0)
    shipping = "Not supported: it is not shipped (a service or a download)."
    assert issues_of(report) == [
        (2, "Gift Card", "true", "Not supported: a gift card.", "unsupported"),
        (3, "Variant Requires Shipping", "false", shipping, "unsupported"),
        (5, "Variant Requires Shipping", "false", shipping, "unsupported"),
    ]


def test_trade_numbers_are_read_and_bad_ones_left_out_with_a_warning(tmp_path: Path) -> None:
    header = "Handle,Title,Variant Price,Variant Barcode,Variant HS Code,Country of Origin"
    header += ",Google Shopping / MPN"
    good = product_of(tmp_path, header, "a,A,1,4006381333931,6912.00.23,de,M-1")
    assert (good.hs_code, good.origin) == ("69120023", "DE")
    assert (good.variants[0].gtin, good.variants[0].manufacturer_code) == ("4006381333931", "M-1")
    bad = product_of(tmp_path, header, "a,A,1,4006381333932,abc,Germany,")
    assert (bad.hs_code, bad.origin, bad.variants[0].gtin) == ("", "", "")
    assert [(w.column, w.severity) for w in bad.warnings] == [
        ("Variant Barcode", "warning"),
        ("Variant HS Code", "warning"),
        ("Country of Origin", "warning"),
    ]


def test_pictures_are_sorted_described_and_listed_once(tmp_path: Path) -> None:
    product = product_of(
        tmp_path,
        "Handle,Title,Variant Price,Image Src,Image Position,Image Alt Text,Variant Image",
        "a,A,1,https://example.com/2.jpg,2,Back,https://example.com/3.jpg",
        "a,,,https://example.com/1.jpg,1,Front,",
        "a,,,https://example.com/2.jpg,3,,",
        "a,,,photo.jpg,4,,",
    )
    assert product.images == (
        ImageRecord("https://example.com/1.jpg", 1, "Front"),
        ImageRecord("https://example.com/2.jpg", 2, "Back"),
        ImageRecord("https://example.com/3.jpg", 3, ""),
    )
    assert [(w.row, w.column, w.value) for w in product.warnings] == [(5, "Image Src", "photo.jpg")]


def test_a_variants_picture_can_be_shown(tmp_path: Path) -> None:
    product = product_of(
        tmp_path, "Handle,Title,Variant Price,Variant Image", "a,A,1,https://example.com/v.jpg"
    )
    assert product.variants[0].image_url == "https://example.com/v.jpg"
    assert [image.url for image in product.images] == ["https://example.com/v.jpg"]


def test_weights_are_grams_or_in_their_unit(tmp_path: Path) -> None:
    grams = product_of(
        tmp_path, "Handle,Title,Variant Price,Variant Grams,Variant Weight Unit", "a,A,1,28,oz"
    )
    pounds = product_of(
        tmp_path, "Handle,Title,Variant Price,Variant Weight,Variant Weight Unit", "a,A,1,2,lb"
    )
    assert (grams.variants[0].weight_grams, pounds.variants[0].weight_grams) == (28, 907)


def test_the_newer_template_is_read_too(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "Title,URL handle,Description,Vendor,Product category,Type,Tags,Published on online store,"
        "Status,SKU,Barcode,Option1 name,Option1 value,Option1 Linked To,Price,Compare-at price,"
        "Inventory quantity,Continue selling when out of stock,Weight value (grams),"
        "Requires shipping,Product image URL,Image position,SEO title,"
        "Color (product.metafields.shopify.color-pattern)",
        'Mug,mug,A mug,Acme,Home > Kitchen > Mugs,Mug,"tea, gift",TRUE,Active,MUG,,Title,'
        "Default Title,,9.50,12,4,CONTINUE,350,TRUE,https://example.com/m.png,1,A mug,Blue",
    )
    assert check(path, "shopify", "EUR").issues == ()
    (mug,) = products_of(path)
    assert (mug.category_path, mug.product_type) == (("Home", "Kitchen", "Mugs"), "Mug")
    assert mug.attributes == (("Color", "Blue"),)
    assert mug.seo_title == "A mug"
    (variant,) = mug.variants
    assert (variant.sku, variant.price, variant.reduced_price) == ("MUG", 1200, 950)
    assert (variant.stock, variant.backorder, variant.weight_grams) == (4, True, 350)


def test_german_headers_and_decimal_commas_are_read(tmp_path: Path) -> None:
    product = product_of(
        tmp_path, "Handle;Titel;Beschreibung;Preis;Bestand", "topf;Topf;Ein Topf;9,99;2"
    )
    assert (product.title, product.body_html) == ("Topf", "<p>Ein Topf</p>")
    assert (product.variants[0].price, product.variants[0].stock) == (999, 2)


def test_without_a_price_column_products_come_in_but_are_not_for_sale(tmp_path: Path) -> None:
    product = product_of(tmp_path, "Handle,Title", "a,A")
    assert product.variants[0].price is None
    assert [w.text for w in product.warnings] == [
        "It has no price: it is imported, but not for sale."
    ]


def test_untaxed_goods_are_exempt(tmp_path: Path) -> None:
    product = product_of(tmp_path, "Handle,Title,Variant Price,Variant Taxable", "a,A,1,false")
    assert product.tax_class == "exempt"


def test_a_file_without_handles_is_unreadable(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="The column Handle is missing"):
        report_of(tmp_path, "Title,Variant Price", "A,1")


def test_an_unknown_currency_or_format_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, "Handle,Title", "a,A")
    with pytest.raises(UnreadableFile, match="The currency XXQ is not known"):
        check(path, "shopify", "XXQ")
    with pytest.raises(UnreadableFile, match="Known are: shopify, woocommerce"):
        check(path, "magento", "EUR")


def test_a_header_alone_is_an_empty_catalogue(tmp_path: Path) -> None:
    report = report_of(tmp_path, HEADER)
    assert (report.rows, report.products, report.issues) == (0, 0, ())


def test_many_issues_are_counted_and_the_first_thousand_listed(tmp_path: Path) -> None:
    rows = [f"h{number},T,Title,Default Title,,,,bad" for number in range(1100)]
    report = report_of(tmp_path, HEADER, *rows)
    assert (len(report.issues), report.unlisted) == (1000, 100)
    assert report.counts == {"error": 1100}
    assert report.left_out == 1100
