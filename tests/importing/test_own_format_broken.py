"""Files of our own format that are broken: each fault is said with its line, field and reason, and nothing comes in."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from small_shop import shipped_model

from storefront import db
from storefront.catalogue.tables import Category, Product, Seller
from storefront.settings import load

ADA = {"type": "seller", "slug": "ada", "name": "Ada", "country": "DE"}
POTS = {"type": "category", "slug": "pots", "texts": {"en": {"name": "Pots"}}}


def pot(**more: Any) -> dict[str, Any]:
    """A product as a file has it, without what may be left out."""
    offer = {"sku": "P-1", "seller": "ada", "business_model": shipped_model(), "currency": "EUR", "price": 900}
    return {
        "type": "product", "slug": "pot", "category": "pots", "texts": {"en": {"title": "Pot"}},
        "variants": [{"sku": "P-1"}], "offers": [offer], **more,
    }  # fmt: skip


def offer(**more: Any) -> dict[str, Any]:
    return {"offers": [{**pot()["offers"][0], **more}]}


@pytest.fixture
def refused(import_shop: Any, tmp_path: Path) -> Any:
    """refused(content) → what is printed of a file that must be refused, with nothing of it written."""

    def refuse(*content: Any) -> str:
        path = tmp_path / "shop.jsonl"
        raw = b"".join(one if isinstance(one, bytes) else json.dumps(one).encode() + b"\n" for one in content)
        path.write_bytes(raw)
        for options in (["--dry-run"], []):
            code, output = import_shop.run("import", "storefront", str(path), *options)
            assert code == 2, output
            assert "Nothing was imported." in output
        db.open_database(load(import_shop.home, import_shop.own).database_url)
        found = (Seller.select().count(), Category.select().count(), Product.select().count())
        assert found == (1, 0, 0)
        return "\n".join(" ".join(line.split()) for line in output.splitlines())

    return refuse


def test_the_least_that_a_product_needs_comes_in(import_shop: Any, tmp_path: Path) -> None:
    path = tmp_path / "shop.jsonl"
    path.write_text("".join(json.dumps(one) + "\n" for one in (ADA, POTS, pot())), encoding="utf-8")
    code, output = import_shop.run("import", "storefront", str(path))
    assert code == 0, output
    assert import_shop.open().test_client().get("/en/p/pot").status_code == 200


def test_a_line_that_is_cut_off(refused: Any) -> None:
    found = refused(ADA, json.dumps(POTS).encode()[:-9])
    assert any(
        line.startswith("2 ") and line.endswith("The file ends in the middle of this line. Export it anew.")
        for line in found.splitlines()
    )


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "1 The file holds no records."),
        (b"\n \n", "1 The file holds no records."),
        (b"[1]\n", "1 Each line is one JSON object."),
        (b'{"type": "seller", \n', "1 The line is no JSON: Expecting property name enclosed in double quotes."),
        (b'{"type": "seller", "slug": "\xff"}\n', "1 The line is not UTF-8. Save the file as UTF-8."),
        (b'{"slug": "ada"}\n', "1 type Each record begins with its “type”."),
        (b'{"type": "seller", "slug": "a", "slug": "b"}\n', "1 slug The field stands twice in one object."),
        (b'{"type": "storefront", "version": 2}\n', "1 version 2 The file has format 2; this program reads format 1."),
        (b'{"type": "seller", "founded": NaN}\n', "1 The line is no JSON: NaN is no number."),
        (b"[" * 100_000 + b"\n", "1 The line is no JSON: nested too deep."),
        (b"PK\x03\x04\n", "1 The line is no JSON: Expecting value."),
    ],
)
def test_a_line_that_is_none(refused: Any, content: bytes, said: str) -> None:
    assert said in refused(content).splitlines()


@pytest.mark.parametrize(
    ("record", "said"),
    [
        ({"type": "sellar", "slug": "x"}, "type sellar No record of this type is known. Known are: seller, category,"),
        ({**ADA, "color": 1}, "color 1 The field is not known here. Known are: address, country, demo, disclosed, email, founded,"),
        ({"type": "seller", "slug": "ada", "country": "DE"}, "name The field is needed."),
        ({**ADA, "name": ""}, "name The field is needed."),
        ({**ADA, "name": None}, "name The field is needed."),
        ({**ADA, "name": 7}, "name 7 Expected: text."),
        ({**ADA, "trader": "yes"}, "trader yes Expected: true or false."),
        ({**ADA, "founded": 1999.5}, "founded 1999.5 Expected: whole number."),
        ({**ADA, "founded": True}, "founded True Expected: whole number."),
        ({**ADA, "founded": 10**20}, "founded 100000000000000000000 The number is too large."),
        ({**ADA, "name": "x" * 201}, "The text has 201 characters; at most 200 are possible."),
        ({**ADA, "name": "a\0b"}, "The text holds characters that cannot be kept (NUL, or half of a pair)."),
        ({**ADA, "name": "a\ud800b"}, "The text holds characters that cannot be kept (NUL, or half of a pair)."),
        ({**ADA, "country": "XY"}, "country XY The country XY is not known. Use a code such as DE."),
        ({**ADA, "texts": {"German": {}}}, "texts.German German German is no language tag such as de or zh-Hans."),
        ({**ADA, "texts": {"de": "x"}}, "texts.de x Expected: objects by language."),
        ({**ADA, "texts": {"de": {"text": "x"}}}, "texts.de.text x The field is not known here. Known are: description."),
        ({**ADA, "texts": []}, "texts [] Expected: objects by language."),
        ({**POTS, "parent": "pans"}, "parent pans There is no category pans, neither above in the file nor in the shop."),
        ({"type": "exchange_rate", "currency": "USD", "day": "2026-02-30", "rate": "1"}, "This is no day such as 2026-11-23."),
        ({"type": "lot", "seller": "shop", "on_hand": -1}, "on_hand -1 The number is smaller than 0."),
    ],
)  # fmt: skip
def test_a_field_that_is_wrong(refused: Any, record: dict[str, Any], said: str) -> None:
    head = {"type": "storefront", "version": 1}
    found = refused(head, record)
    assert any(line.startswith("2 ") and said in line for line in found.splitlines()), found


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (offer(currency="EURO"), "offers[0].currency EURO The currency EURO is not known. Use a code such as EUR."),
        (offer(seller="bob"), "offers[0].seller bob There is no seller bob, neither above in the file nor in the shop."),
        (offer(business_model="barter"), "offers[0].business_model barter There is no business model barter,"),
        (offer(price="9.00"), "offers[0].price 9.00 Expected: whole number."),
        (offer(price=None), "offers[0].price The field is needed."),
        (offer(sku="P-2"), "offers[0].sku P-2 There is no variant P-2,"),
        (offer(reduced_from="tomorrow"), "offers[0].reduced_from tomorrow This is no moment in UTC such as"),
        (offer(stock={"seller": "ada", "sku": "P-1", "label": ""}), "offers[0].stock ada, P-1, There is no stock ada, P-1,"),
        (offer(stock="ada"), "offers[0].stock ada Expected: {seller, sku, label}."),
        ({"category": "pans"}, "category pans There is no category pans,"),
        ({"related": ["lid"]}, "related[0] lid There is no product lid, neither in the file nor in the shop."),
        ({"attributes": {"size": ["big"]}}, "attributes.size size, big There is no attribute value size, big,"),
        ({"variants": []}, "variants The field is needed."),
        ({"variants": [{"sku": "P-1"}, {"sku": "P-1"}]}, "P-1 This variant stands in line 3 already."),
        ({"variants": [{"sku": "P-1", "image": 0}]}, "variants[0].image 0 The product’s pictures are numbered from 0"),
        ({"images": [{"kind": "raster", "digest": "ab"}]}, "images[0] ab A picture has widths of 1 to 10000"),
        (
            {"images": [{"kind": "raster", "digest": "a" * 64, "width": 9, "widths": [9], "formats": ["webp"]}]},
            "The picture’s file aa/" + "a" * 64 + "-9.webp is neither beside the file nor in the shop.",
        ),
        ({"images": [{"kind": "raster", "digest": "../../etc/passwd"}]}, "A picture has widths of 1 to 10000"),
        ({"created_at": "2026-01-01T00:00:00"}, "created_at 2026-01-01T00:00:00 This is no moment in UTC"),
    ],
)  # fmt: skip
def test_a_product_that_is_wrong(refused: Any, changes: dict[str, Any], said: str) -> None:
    found = refused(ADA, POTS, pot(**changes))
    assert any(line.startswith("3 ") and said in line for line in found.splitlines()), found


def test_what_stands_twice_is_said_with_the_first_line(refused: Any) -> None:
    assert "3 ada This seller stands in line 1 already." in refused(ADA, POTS, ADA)


def test_a_sku_of_another_product_of_the_shop_is_said(import_shop: Any, tmp_path: Path) -> None:
    path = tmp_path / "shop.jsonl"
    for slug, wanted in (("pot", 0), ("pan", 2)):
        path.write_text("".join(json.dumps(one) + "\n" for one in (ADA, POTS, pot(slug=slug))), encoding="utf-8")
        code, output = import_shop.run("import", "storefront", str(path))
        assert code == wanted, output
    assert "This SKU belongs to the product pot." in output
    assert [row.slug for row in Product.select()] == ["pot"]


def test_a_picture_that_is_not_what_its_name_says_is_refused(refused: Any, tmp_path: Path) -> None:
    digest = "a" * 64
    file = tmp_path / "shop.jsonl.media" / "aa" / f"{digest}.svg"
    file.parent.mkdir(parents=True)
    file.write_text("<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", encoding="utf-8")
    found = refused(ADA, POTS, pot(images=[{"kind": "drawing", "digest": digest, "width": 9, "height": 9}]))
    assert f"The picture’s file aa/{digest}.svg is not what its name says." in found


def test_a_record_of_a_plugin_that_is_off_says_which_plugin(refused: Any) -> None:
    found = refused({"type": "club.invitation", "token": "x"})
    assert "1 type club.invitation Records of this type come with the plugin club, which this shop has never" in found


def test_every_fault_is_listed_in_the_order_of_the_file(refused: Any) -> None:
    found = refused({**ADA, "name": 1}, {**POTS, "position": "x"}, {"type": "page", "slug": "a", "language": "en"})
    assert [line[0] for line in found.splitlines() if line[:1].isdigit()] == ["1", "2", "3"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["import", "storefront", "nowhere.jsonl"], "The file nowhere.jsonl cannot be opened: No such file or directory."),
        (["import", "storefront", "x.jsonl", "--seller", "ada"], "--seller is for other formats:"),
        (["import", "storefront", "x.jsonl", "--skip-errors"], "--skip-errors is for other formats:"),
        (["export", "storefront", "nowhere/x.jsonl"], "There is no folder"),
        (["export", "shopify", "x.csv"], "Invalid value for 'FORMAT': 'shopify' is not 'storefront'."),
    ],
)
def test_a_command_that_cannot_be_done_says_why(import_shop: Any, words: list[str], said: str) -> None:
    code, output = import_shop.run(*words)
    assert (code, said in output) == (2, True), output


def test_a_purchase_whose_parts_do_not_fit_is_refused(refused: Any) -> None:
    entry = {"key": "payment:k", "at": "2026-11-23T09:30:00Z", "lines": [{"account": "a", "currency": "EUR", "amount": 5}]}
    when = {"created_at": "2026-11-23T09:30:00Z"}
    payment = {"key": "k", "amount": 5, "currency": "EUR", "allocations": [{"installment": "N/1", "amount": 5}], **when}
    purchase = {
        "type": "purchase", "token": "t", "currency": "EUR", "total": 5, "placed_at": "2026-11-23T09:30:00Z",
        "payments": [{**payment, "ledger": [entry]}],
    }  # fmt: skip
    found = refused(purchase)
    assert "1 payments[0].allocations[0].installment N/1 There is no such installment in this purchase." in found
    assert "1 payments[0].ledger[0] 5 The lines of this entry do not sum to zero in EUR." in found


WHEN = "2026-11-23T09:30:00Z"
DIGEST = hashlib.sha256(b"%PDF-1.4 paper").hexdigest()
GUEST = {"type": "person", "email": "ann@example.com", "language": "en", "created_at": WHEN}
CARD = {"type": "gift_card", "key": "k", "code_hash": "h", "amount": 5, "currency": "EUR", "issued_at": WHEN, "expires_at": WHEN, "language": "en"}
CREDIT = {"type": "balance", "account": "credit:ann@example.com", "currency": "EUR", "amount": 5,
          "moves": [{"key": "m", "amount": 5, "at": WHEN}]}  # fmt: skip
APPLIED = {"type": "application", "created_at": WHEN, "state": "draft", "language": "en"}
PAPER = {"type": "upload", "token": "u", "subject": "application:2026-11-23T09:30:00.000000Z", "by": "buyer", "kind": "pdf",
         "digest": DIGEST, "name": "paper.pdf", "size": 14, "created_at": WHEN}  # fmt: skip


BROKEN = [
    ({**CREDIT, "account": "credit:bob@example.com"}, "account credit:bob@example.com There is no account credit:bob@"),
    ({**CREDIT, "account": "seller:1"}, "account seller:1 There is no account seller:1,"),
    ({**CREDIT, "account": "gift-card:other"}, "account gift-card:other There is no account gift-card:other,"),
    ({**CREDIT, "amount": 6}, "amount 6 This is not the sum of the changes below it, 5."),
    ({**CREDIT, "amount": -1}, "amount -1 The number is smaller than 0."),
    ({**CARD, "key": "l", "amount": 0}, "amount 0 The number is smaller than 1."),
    ({"type": "booking", "key": "b", "subject": "x", "at": WHEN,
      "lines": [{"account": "a", "currency": "EUR", "amount": 1}]}, "lines 1 The lines of this entry do not sum to"),
    ({"type": "unmatched_money", "key": "u", "received_on": "tomorrow", "amount": 1, "currency": "EUR",
      "entered_at": WHEN}, "received_on tomorrow This is no day such as 2026-11-23."),
    ({"type": "return_addresses", "seller": "bob"}, "seller bob There is no seller bob,"),
    ({"type": "return_addresses", "seller": "ada", "addresses": [{"countries": [], "address": "here"}]},
     "addresses[0].address Expected: object."),
    ({"type": "bank_account", "seller": "ada", "changed_at": WHEN, "usable_at": WHEN, "holder": "Ada",
      "account": "DE02120300000000202052", "changed_by": "x"}, "account This IBAN has a mistake:"),
    ({**PAPER, "digest": "../../../etc/passwd"}, "digest ../../../etc/passwd This is no SHA-256 in 64 small"),
    ({**PAPER, "name": "../../paper.pdf"}, "name ../../paper.pdf A file’s name has no slashes"),
    ({**PAPER, "size": 15}, f"size 15 The file {DIGEST[:2]}/{DIGEST}.pdf has 14 bytes."),
    ({**PAPER, "kind": "exe"}, "kind exe Possible are: image, pdf."),
    ({**PAPER, "kind": "image"}, f"The file {DIGEST[:2]}/{DIGEST}.jpg is neither beside the file nor in the shop."),
    ({**PAPER, "digest": "a" * 64}, f"The file aa/{'a' * 64}.pdf is not what its name says."),
    ({**PAPER, "digest": "b" * 64}, f"The file bb/{'b' * 64}.pdf is neither beside the file nor in the shop."),
    ({**PAPER, "subject": "case-entry:C-1/1"}, "subject case-entry:C-1/1 There is no subject case-entry:C-1/1,"),
    ({**PAPER, "subject": "../x"}, "subject ../x There is no subject ../x,"),
    ({**PAPER, "documents": [{"application": WHEN, "kind": "identity", "created_at": "now"}]},
     "documents[0].created_at now This is no moment in UTC"),
]  # fmt: skip


def test_what_came_after_a_sale_and_is_wrong_is_said_line_by_line(refused: Any, tmp_path: Path) -> None:
    for name in (DIGEST, "a" * 64):
        file = tmp_path / "shop.jsonl.uploads" / name[:2] / f"{name}.pdf"
        file.parent.mkdir(parents=True)
        file.write_bytes(b"%PDF-1.4 paper" if name == DIGEST else b"%PDF-1.4 other")
    found = refused(ADA, GUEST, CARD, APPLIED, *(record for record, _said in BROKEN)).splitlines()
    for row, (_record, said) in enumerate(BROKEN, start=5):
        assert any(line.startswith(f"{row} ") and said in line for line in found), (row, said)


def test_a_case_or_a_hold_of_another_purchase_is_refused(refused: Any) -> None:
    case = {"number": "C-1", "token": "t", "order": "N", "kind": "dispute", "reason": "damaged", "state": "open",
            "email": "a@example.com", "language": "en", "opened_at": WHEN,
            "lines": [{"order_line": "N/1", "quantity": 1, "amount": 1}]}  # fmt: skip
    purchase = {"type": "purchase", "token": "t", "currency": "EUR", "total": 5, "placed_at": WHEN, "cases": [case],
                "holds": [{"order": "N", "line": "N/2"}]}  # fmt: skip
    found = refused(purchase)
    for place, kind, label in (
        ("cases[0].order", "order", "N"), ("cases[0].lines[0].order_line", "line", "N/1"), ("holds[0].line", "line", "N/2"),
    ):  # fmt: skip
        assert f"1 {place} {label} There is no such {kind} in this purchase." in found


def test_bank_accounts_come_only_with_orders(import_shop: Any) -> None:
    code, output = import_shop.run("export", "storefront", "x.jsonl", "--with-bank-accounts")
    assert (code, "--with-bank-accounts goes with --with-orders." in output) == (2, True), output
