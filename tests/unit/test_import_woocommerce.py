"""What a WooCommerce export becomes: products, variations, relations, and what is wrong with it."""

import os
from datetime import date
from pathlib import Path

import pytest

from storefront.catalogue.importers.check import Report, check, open_records
from storefront.catalogue.importers.records import ProductRecord, UnreadableFile

HEADER = (
    "ID,Type,SKU,Name,Regular price,Stock,Parent,"
    "Attribute 1 name,Attribute 1 value(s),Attribute 2 name,Attribute 2 value(s)"
)


def exported() -> Path:
    path = Path(__file__).parents[3] / "shared/data/catalogues/woocommerce/sample-data"
    path /= "sample_products.csv"
    if not path.exists():
        if os.environ.get("STOREFRONT_TEST_ALL") == "1":
            pytest.fail("the WooCommerce sample is missing")
        pytest.skip("the WooCommerce sample is not beside the checkout")
    return path


def written(tmp_path: Path, *lines: str) -> Path:
    path = tmp_path / "products.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8-sig")
    return path


def products_of(path: Path, currency: str = "USD") -> dict[str, ProductRecord]:
    return {record.slug: record for _, record in open_records(path, "woocommerce", currency)}


def product_of(tmp_path: Path, *lines: str) -> ProductRecord:
    (product,) = products_of(written(tmp_path, *lines)).values()
    return product


def report_of(tmp_path: Path, *lines: str) -> Report:
    return check(written(tmp_path, *lines), "woocommerce", "USD")


def issues_of(report: Report) -> list[tuple[int, str, str, str]]:
    return [(i.row, i.column, i.text, i.severity) for i in report.issues]


def variants_of(product: ProductRecord) -> list[tuple[str, tuple[str, ...], int | None]]:
    return [(v.sku, v.option_values, v.stock) for v in product.variants]


def test_the_real_sample_says_exactly_what_is_not_supported() -> None:
    report = check(exported(), "woocommerce", "USD")
    assert (report.rows, report.products, report.variants, report.left_out) == (25, 14, 25, 0)
    assert [(i.row, i.column, i.value, i.severity) for i in report.issues] == [
        (1, "Meta: _wpcom_is_markdown", "", "warning"),
        (14, "Type", "simple, downloadable, virtual", "unsupported"),
        (15, "Type", "simple, downloadable, virtual", "unsupported"),
        (24, "Type", "grouped", "warning"),
        (25, "Type", "external", "unsupported"),
    ]
    assert [issue.text for issue in report.issues[1:]] == [
        "Not supported: a downloadable product.",
        "Not supported: a downloadable product.",
        "A grouped product: its members are linked as related products instead.",
        "Not supported: an external product, sold on another site.",
    ]


def test_the_real_samples_variations_come_from_all_over_the_file() -> None:
    hoodie = products_of(exported())["hoodie"]
    assert hoodie.options == ("Color", "Logo")
    assert hoodie.category_path == ("Clothing", "Hoodies")
    assert (hoodie.first_row, hoodie.last_row) == (3, 26)
    assert [(v.sku, v.option_values, v.price, v.reduced_price) for v in hoodie.variants] == [
        ("woo-hoodie-red", ("Red", "No"), 4500, 4200),
        ("woo-hoodie-green", ("Green", "No"), 4500, None),
        ("woo-hoodie-blue", ("Blue", "No"), 4500, None),
        ("woo-hoodie-blue-logo", ("Blue", "Yes"), 4500, None),
    ]
    # 1.5 lbs, 10 × 8 × 3 in, inherited from the parent
    first = hoodie.variants[0]
    assert (first.weight_grams, first.length_mm, first.width_mm, first.height_mm) == (
        680, 254, 203, 76,
    )  # fmt: skip


def test_the_real_samples_any_size_becomes_each_size() -> None:
    tee = products_of(exported())["v-neck-t-shirt"]
    assert tee.options == ("Color", "Size")
    assert [v.sku for v in tee.variants][:3] == [
        "woo-vneck-tee-red-large",
        "woo-vneck-tee-red-medium",
        "woo-vneck-tee-red-small",
    ]
    assert len(tee.variants) == 9


def test_the_real_samples_group_is_a_relation() -> None:
    products = products_of(exported())
    assert products["hoodie-with-logo"].related == ("t-shirt", "beanie")
    assert products["t-shirt"].related == ("hoodie-with-logo", "beanie")
    assert products["beanie"].related == ("hoodie-with-logo", "t-shirt")
    assert products["hoodie-with-pocket"].hidden


def test_reading_twice_gives_the_same_and_can_go_on_in_the_middle() -> None:
    first = list(open_records(exported(), "woocommerce", "USD"))
    assert list(open_records(exported(), "woocommerce", "USD", start=3)) == first[2:]


def test_a_parent_may_come_after_its_variations_and_be_named_by_id(tmp_path: Path) -> None:
    product = product_of(
        tmp_path,
        HEADER,
        "2,variation,S1,Tee S,10,3,id:9,Size,S,,",
        "3,variation,,Tee M,11,,id:9,Size,M,,",
        '9,variable,,Tee,,,,Size,"S, M",,',
    )
    assert variants_of(product) == [("S1", ("S",), 3), ("tee-m", ("M",), None)]
    assert (product.source_id, product.first_row, product.last_row) == ("9", 2, 4)


def test_a_variation_without_its_product_is_an_error(tmp_path: Path) -> None:
    report = report_of(
        tmp_path,
        HEADER,
        "1,variation,A,A,1,,gone,Size,S,,",
        "2,variation,B,B,1,,,Size,S,,",
        "3,simple,C,C,1,,,,,,",
        "4,variation,D,D,1,,C,Size,S,,",
    )
    assert report.products == 1
    assert issues_of(report) == [
        (2, "Parent", "The product of this variation is not in the file.", "error"),
        (3, "Parent", "The variation names no product that it belongs to.", "error"),
        (
            5,
            "Parent",
            "The row that this variation belongs to (row 4) is not a variable product.",
            "error",
        ),
    ]


def test_attributes_that_no_variation_names_are_facts(tmp_path: Path) -> None:
    product = product_of(
        tmp_path,
        HEADER,
        '1,variable,T,Tee,,,,Size,"S, M",Material,"Cotton, Wool\\, fine"',
        "2,variation,T-S,Tee,10,,T,Size,S,,",
    )
    assert product.options == ("Size",)
    assert product.attributes == (("Material", "Cotton"), ("Material", "Wool, fine"))


def test_a_named_variation_goes_before_one_for_any(tmp_path: Path) -> None:
    product = product_of(
        tmp_path,
        HEADER,
        '1,variable,T,Tee,,,,Size,"S, M, L",,',
        "2,variation,ANY,Tee,10,,T,Size,,,",
        "3,variation,BIG,Tee,12,,T,Size,L,,",
    )
    assert [(v.sku, v.option_values, v.price) for v in product.variants] == [
        ("ANY-s", ("S",), 1000),
        ("ANY-m", ("M",), 1000),
        ("BIG", ("L",), 1200),
    ]


def test_stock_for_several_variants_is_shared_out_and_never_grows(tmp_path: Path) -> None:
    product = product_of(
        tmp_path,
        HEADER,
        '1,variable,T,Tee,,,,Size,"S, M",,',
        "2,variation,ANY,Tee,10,5,T,Size,,,",
    )
    assert [v.stock for v in product.variants] == [3, 2]
    assert [w.text for w in product.warnings] == [
        "This stock is for 2 variants together; it was shared out among them."
    ]


def test_values_that_sound_alike_get_different_skus(tmp_path: Path) -> None:
    product = product_of(
        tmp_path,
        HEADER,
        '1,variable,T,Tee,,,,Size,"S, S+",,',
        "2,variation,ANY,Tee,10,,T,Size,,,",
    )
    assert [v.sku for v in product.variants] == ["ANY-s", "ANY-s-2"]


def test_the_same_values_twice_are_refused(tmp_path: Path) -> None:
    report = report_of(
        tmp_path,
        HEADER,
        '1,variable,T,Tee,,,,Size,"S, M",,',
        "2,variation,A,Tee,10,,T,Size,S,,",
        "3,variation,B,Tee,10,,T,Size,s,,",
    )
    assert report.products == 0
    assert issues_of(report) == [
        (4, "Name", "The variant has the same options as the one in row 3.", "error")
    ]


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("external", "Not supported: an external product, sold on another site."),
        ("simple, downloadable", "Not supported: a downloadable product."),
        ("simple, virtual", "Not supported: a virtual product."),
        ("subscription", "Not supported: the product type subscription."),
    ],
)
def test_other_types_are_reported_row_by_row(tmp_path: Path, kind: str, text: str) -> None:
    report = report_of(tmp_path, HEADER, f'1,"{kind}",A,A,1,,,,,,', "2,simple,B,B,1,,,,,,")
    assert (report.products, report.left_out) == (1, 0)
    assert issues_of(report) == [(2, "Type", text, "unsupported")]


def test_a_downloadable_variation_is_left_out_alone(tmp_path: Path) -> None:
    report = report_of(
        tmp_path,
        HEADER,
        '1,variable,B,Book,,,,Kind,"Paper, PDF",,',
        "2,variation,B1,Book,10,,B,Kind,Paper,,",
        '3,"variation, downloadable, virtual",B2,Book,8,,B,Kind,PDF,,',
    )
    assert (report.products, report.variants) == (1, 1)
    assert issues_of(report) == [
        (4, "Type", "Not supported: a downloadable product.", "unsupported")
    ]


@pytest.mark.parametrize(
    ("stock", "in_stock", "backorders", "expected"),
    [
        ("", "1", "0", (None, False)),
        ("", "0", "0", (0, False)),
        ("7", "1", "0", (7, False)),
        ("7", "0", "0", (0, False)),
        ("-3", "1", "1", (0, True)),
        ("0", "1", "notify", (0, True)),
        ("", "backorder", "0", (0, True)),
    ],
)
def test_stock_is_counted_only_where_it_is_given(
    tmp_path: Path, stock: str, in_stock: str, backorders: str, expected: tuple[int | None, bool]
) -> None:
    header = "SKU,Name,Regular price,Stock,In stock?,Backorders allowed?"
    product = product_of(tmp_path, header, f"A,A,1,{stock},{in_stock},{backorders}")
    assert (product.variants[0].stock, product.variants[0].backorder) == expected


def test_a_sale_has_its_days(tmp_path: Path) -> None:
    header = "SKU,Name,Regular price,Sale price,Date sale price starts,Date sale price ends"
    (variant,) = product_of(tmp_path, header, "A,A,10,8.50,2026-01-01,2026-01-31 23:59:59").variants
    assert (variant.price, variant.reduced_price) == (1000, 850)
    assert (variant.reduced_from, variant.reduced_until) == (date(2026, 1, 1), date(2026, 1, 31))


@pytest.mark.parametrize(
    ("cells", "column", "text", "severity"),
    [
        ("10,10,,", "Sale price", "The sale price is not below the price; it is not used.", "warning"),
        (",8,,", "Sale price", "There is a sale price, but no regular price.", "error"),
        ("10,8,2026-02-01,2026-01-01", "Date sale price ends", "The sale ends before it starts.", "error"),
        (",,,", "Regular price", "It has no price: it is imported, but not for sale.", "warning"),
    ],
)  # fmt: skip
def test_a_sale_that_cannot_be_says_so(
    tmp_path: Path, cells: str, column: str, text: str, severity: str
) -> None:
    header = "SKU,Name,Regular price,Sale price,Date sale price starts,Date sale price ends"
    report = report_of(tmp_path, header, f"A,A,{cells}")
    assert issues_of(report) == [(2, column, text, severity)]
    assert report.products == (severity == "warning")


@pytest.mark.parametrize(
    ("unit", "size", "expected"),
    [
        ("kg", "cm", (500, 20)),
        ("g", "mm", (1, 2)),
        ("lbs", "in", (227, 51)),
        ("oz", "m", (14, 2000)),
    ],
)
def test_units_stand_in_the_header(
    tmp_path: Path, unit: str, size: str, expected: tuple[int, int]
) -> None:
    header = f"SKU,Name,Regular price,Weight ({unit}),Length ({size})"
    (variant,) = product_of(tmp_path, header, "A,A,1,.5,2").variants
    assert (variant.weight_grams, variant.length_mm) == expected


def test_german_headers_are_read(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "ID,Typ,Artikelnummer,Name,Veröffentlicht,Sichtbarkeit im Katalog,Kurzbeschreibung,"
        'Beschreibung,"Datum, an dem Angebotspreis beginnt",Steuerklasse,Vorrätig?,Lager,'
        "Lieferrückstände erlaubt?,Gewicht (kg),Länge (cm),Breite (cm),Höhe (cm),Angebotspreis,"
        "Regulärer Preis,Kategorien,Schlagwörter,Bilder,Übergeordnetes Produkt,Attribut 1 Name,"
        "Attribut 1 Wert(e),Attribut 1 Sichtbar,Attribut 1 Global",
        '7,simple,K-1,Kanne,1,visible,Kurz,Lang\\nText,01.02.2026,reduced-rate,1,4,0,"1,5",20,10,'
        '"30,5","19,90","24,90","Küche > Tee, Neu","rot, rund",https://example.com/k.jpg,,Farbe,'
        "Rot,1,1",
    )
    assert check(path, "woocommerce", "EUR").issues == ()
    kanne = products_of(path, "EUR")["kanne"]
    (variant,) = kanne.variants
    assert (kanne.summary, kanne.body_html) == ("Kurz", "<p>Lang<br>Text</p>")
    assert (kanne.category_path, kanne.more_categories) == (("Küche", "Tee"), (("Neu",),))
    assert (kanne.tags, kanne.tax_class) == (("rot", "rund"), "reduced")
    assert kanne.attributes == (("Farbe", "Rot"),)
    assert [image.url for image in kanne.images] == ["https://example.com/k.jpg"]
    assert (variant.price, variant.reduced_price, variant.stock) == (2490, 1990, 4)
    assert variant.reduced_from == date(2026, 2, 1)
    assert (variant.weight_grams, variant.height_mm) == (1500, 305)


@pytest.mark.parametrize(
    ("published", "visibility", "expected"),
    [("1", "visible", (True, False)), ("0", "visible", (False, False)),
     ("-1", "", (False, False)), ("1", "hidden", (True, True)), ("1", "search", (True, False))],
)  # fmt: skip
def test_visibility_is_kept(
    tmp_path: Path, published: str, visibility: str, expected: tuple[bool, bool]
) -> None:
    header = "SKU,Name,Regular price,Published,Visibility in catalog"
    product = product_of(tmp_path, header, f"A,A,1,{published},{visibility}")
    assert (product.published, product.hidden) == expected


def test_hs_code_origin_and_gtin_come_from_meta_columns_too(tmp_path: Path) -> None:
    header = (
        'SKU,Name,Regular price,Meta: _hs_code,Meta: _manufacture_country,"GTIN, UPC, EAN, or ISBN"'
    )
    product = product_of(tmp_path, header, "A,A,1,691200,CN,4006381333931")
    assert (product.hs_code, product.origin) == ("691200", "CN")
    assert product.variants[0].gtin == "4006381333931"


def test_products_of_the_same_name_have_their_own_addresses(tmp_path: Path) -> None:
    path = written(tmp_path, "ID,SKU,Name,Regular price", "1,A,Mug,1", "2,B,Mug,1", "3,,Mug,1")
    assert list(products_of(path)) == ["mug", "mug-b", "mug-3"]
    assert [p.variants[0].sku for p in products_of(path).values()] == ["A", "B", "mug-3"]


def test_ids_and_skus_used_twice_are_refused(tmp_path: Path) -> None:
    report = report_of(tmp_path, "ID,SKU,Name,Regular price", "1,A,Mug,1", "1,B,Cup,1", "2,A,Pot,1")
    assert (report.products, report.left_out) == (1, 2)
    assert issues_of(report) == [
        (3, "ID", "The ID is used already in row 2.", "error"),
        (4, "SKU", "The SKU is used already in row 2.", "error"),
    ]


def test_links_to_products_that_are_not_there_are_warned_of(tmp_path: Path) -> None:
    path = written(tmp_path, "SKU,Name,Regular price,Upsells", 'A,Mug,1,"B, id:99"', "B,Cup,1,")
    assert products_of(path)["mug"].related == ("cup",)
    assert issues_of(check(path, "woocommerce", "EUR")) == [
        (2, "Upsells", "The product id:99 is not in the file; the link was left out.", "warning")
    ]


def test_a_bad_variation_leaves_out_its_product_and_no_other(tmp_path: Path) -> None:
    report = report_of(
        tmp_path,
        HEADER,
        '1,variable,T,Tee,,,,Size,"S, M",,',
        "2,variation,T-S,Tee,10,,T,Size,S,,",
        "3,variation,T-M,Tee,ten,,T,Size,M,,",
        "4,simple,C,Cup,5,,,,,,",
    )
    assert (report.products, report.left_out) == (1, 1)
    assert [(i.row, i.column, i.value, i.product) for i in report.issues] == [
        (4, "Regular price", "ten", "tee")
    ]


def test_local_picture_names_are_left_out_with_a_warning(tmp_path: Path) -> None:
    product = product_of(
        tmp_path,
        "SKU,Name,Regular price,Images",
        'A,A,1,"https://example.com/a,b.jpg, c.jpg, https://example.com/d.jpg"',
    )
    assert [i.url for i in product.images] == [
        "https://example.com/a,b.jpg",
        "https://example.com/d.jpg",
    ]
    assert len(product.warnings) == 1


def test_another_systems_file_is_not_taken_for_one_of_ours(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="The column Name is missing"):
        report_of(tmp_path, "Handle,Title,Type,Tags,Variant Price", "a,A,,,1")
