"""A shop in a file and out of it again: the same, byte for byte, on and across both databases."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from after_the_sale import fill_after_the_sale
from PIL import Image as Picture
from small_shop import shipped_model

from storefront import db
from storefront.accounts.actions import add_person
from storefront.accounts.ratings.tables import Review
from storefront.accounts.tables import Person, PersonAddress, PersonRole
from storefront.catalogue.actions import (
    save_attribute,
    save_category,
    save_offer,
    save_product,
    save_seller,
    save_stock,
)
from storefront.catalogue.drafts import (
    AttributeDraft,
    CategoryDraft,
    CategoryTextDraft,
    ImageDraft,
    Measure,
    OfferDraft,
    OfferPriceDraft,
    Party,
    ProductDraft,
    ProductTextDraft,
    SellerDraft,
    VariantDraft,
)
from storefront.catalogue.images import store_drawing, store_image
from storefront.catalogue.tables import (
    Category,
    Offer,
    OfferPrice,
    PriceHistory,
    Product,
    ProductText,
    Shelf,
    Stock,
    Variant,
)
from storefront.catalogue.tables import Image as ImageRow
from storefront.db import transaction, utc_now
from storefront.i18n import _, plain
from storefront.orders.actions import ship
from storefront.orders.amending import ChangeAsked, amend_order
from storefront.orders.amendment import LineChange, OrderChanges
from storefront.orders.cases.tables import Case
from storefront.orders.documents.issuing import issue_document
from storefront.orders.replacements import place_replacement
from storefront.orders.tables import Event, Order, OrderLine, Purchase, Shipment, Timer
from storefront.payments.bank_accounts import BankDraft, save_bank_account
from storefront.payments.chargebacks import record_chargeback
from storefront.payments.credit.tables import Balance
from storefront.payments.hold_tables import HoldFreeze, Payout
from storefront.payments.holds import freeze
from storefront.payments.payouts import run_payouts
from storefront.payments.refunds import refund_order, run_refund
from storefront.payments.releasing import accept_order
from storefront.payments.tables import Allocation, Installment, LedgerEntry, LedgerLine, Payment, Refund
from storefront.pricing.exchange import save_rates
from storefront.records import importing
from storefront.records import product_fields as fields
from storefront.records.core import core_records
from storefront.settings import load
from storefront.tables import ContentPage, core_tables
from storefront.values import ChargebackNews

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
DRAWN = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="50"><path d="M0 0h9v9z"/></svg>'
SELLERS_OWN = {"trader": False, "email": "ada@example.com", "founded": 1998}


def fill(home: Path) -> None:
    """What a shop may hold, each in an odd form."""
    media, model = home / "media", shipped_model()
    save_seller(SellerDraft("ada", "Ada & Söhne", "DE", descriptions={"en": "<p>Makes pots</p>", "de": ""}, **SELLERS_OWN))
    save_category(CategoryDraft("zoo", {"en": CategoryTextDraft("Zoo", "All of it")}))
    # below it, though its name comes first
    save_category(CategoryDraft("ant", {"en": CategoryTextDraft("Ant"), "ar": CategoryTextDraft("نملة")}, "zoo", 7))
    save_category(CategoryDraft("sale", {"en": CategoryTextDraft("Sale")}))
    save_attribute(AttributeDraft("colour", {"en": "Colour"}, {"red": {"en": "Red"}, "blue": {"en": "Blue"}}, position=2))
    save_attribute(AttributeDraft("material", {"en": "Material"}, {"oak": {"en": "Oak"}, "ash": {"en": "Ash"}}, False))
    save_attribute(AttributeDraft("care", {"en": "Care"}, {"hand": {"en": "By hand"}, "cold": {}}))
    lot = save_stock("ada", None, 30, NOW, "the next batch")
    raster = store_image(jpeg(400), media).draft({"en": "A pot", "de": "Ein Topf"}, "https://example.com/pot.jpg")
    images = (raster, store_drawing(DRAWN, media, 3).draft(), ImageDraft(source_url="https://example.com/later.jpg"))
    texts = {
        "en": ProductTextDraft("Pot", "A pot", "<p>Holds <strong>soup</strong> &amp; more</p>", "Hot if > 60 °C", "Pots"),
        "ar": ProductTextDraft("قدر", description="<p>قدر</p>"),
    }
    variants = (
        VariantDraft("POT-R", {"colour": "red", "material": "oak"}, "4006381333931", "M-1", 900, 200, 210, 90, 2, 1),
        VariantDraft("POT-B", {"material": "ash", "colour": "blue"}, position=1),
    )
    party = Party("Ada GmbH", "Weg 1, Bonn", "safe@example.com", "DE")
    pot = ProductDraft(
        "pot", texts, variants, "ant", "Ada", "69120081", "PT", "reduced", Measure(250, "g"), party, party, ("battery",),
        ("soup", "clay"), {"care": ("hand", "cold")}, images, ("lid",), ("sale",), popularity=9,
    )  # fmt: skip
    save_product(pot, NOW)
    save_product(ProductDraft("lid", {"en": ProductTextDraft("Lid")}, (VariantDraft("LID"),), published=False), NOW)
    save_product(pot, NOW + timedelta(days=1))
    first = OfferDraft("POT-R", "ada", model, "EUR", 4000, prices={"USD": OfferPriceDraft(4400)}, stock=5, tax_country="DE")
    save_offer(first, NOW, announced_at=NOW - timedelta(days=40))
    reduced = {"reduced_price": 3000, "reduced_from": NOW, "reduced_until": NOW + timedelta(days=9)}
    save_offer(OfferDraft(**{**vars(first), **reduced}), NOW + timedelta(hours=1))
    save_offer(OfferDraft("POT-B", "ada", model, "JPY", 999, per=10, minimum=2, step=2, stock_id=lot, active=False), NOW)
    save_offer(OfferDraft("LID", "shop", model, "EUR", 500, stock=3, audience=f"{model}:friends"), NOW)
    save_rates([("USD", "2026-11-20", "1.0523")], "a bank")
    with transaction():
        ContentPage.create(slug="about", language="de", title="Über uns", body="<p>Wir</p>", position=3)
        person = add_person("ada@example.com", "secret", "en", NOW, name="Ada", roles=("seller",), sellers=("ada",))
        PersonAddress.create(person=person, address={"city": "Bonn"}, preferred=True, created_at=NOW)


def jpeg(width: int) -> bytes:
    target = BytesIO()
    Picture.new("RGB", (width, 300), "teal").save(target, "JPEG")
    return target.getvalue()


def buy(shop: Any, buyer_of: Any) -> None:
    """Two purchases: one paid, sent, and refunded in part; one by the person who has an account, just placed."""
    app = shop.open()
    offer = Offer.get(Offer.variant == Variant.get(Variant.sku == "POT-R"))
    buyer_of(app).buy(str(offer.id))
    order = Order.get()
    line = OrderLine.get(OrderLine.order == order.id)
    ship(order.id, {line.id: 1}, "DHL", "0034", now=NOW)
    refund_order(order.id, 500, _("A scratch"), utc_now())
    run_refund(Refund.get().id)
    taken = ChargebackNews("dp_1", Payment.get().reference, 300, order.currency, "lost", "fraudulent", 1500)
    record_chargeback(Payment.get().provider, taken, NOW)
    issue_document({"order": order.id}, NOW)
    place_replacement(order.id, {line.id: 1}, plain("It broke."), NOW, "case:1")
    freeze(order.id, "case:1", {line.id: 40}, NOW)
    accept_order(order.id, utc_now())
    save_bank_account(order.seller_id, BankDraft("Ada", "DE02120300000000202051"), "ada", NOW)
    assert len(run_payouts("a run", "ada", utc_now())) == 1
    buyer_of(app).buy(str(offer.id))
    change(Order.select().order_by(Order.id.desc()).first())
    with transaction():
        person = Person.get().id
        Purchase.update(person_id=person).where(Purchase.id == Purchase.select(Purchase.id).order_by(Purchase.id.desc()).limit(1)).execute()
        # goods that were sent have one already
        Timer.delete().where(Timer.subject == f"order:{order.id}").execute()
        Timer.create(subject=f"order:{order.id}", transition="close", due_at=NOW, paused=True)
        Event.create(subject=f"order:{order.id}", kind="note", label=_("Note").as_json(), data={"n": 1}, at=NOW)
    fill_after_the_sale(shop.home, order, NOW)


def change(order: Order) -> None:
    """One change that is made, and one that waits for the buyer."""
    line = OrderLine.get(OrderLine.order == order.id)
    cheaper, later = OrderChanges((LineChange(line.id, None, 100),)), OrderChanges(arrives_by="2040-01-01")
    for key, changes in (("first", cheaper), ("second", later)):
        amend_order(order.id, changes, ChangeAsked(key, "staff", "staff", plain("As we said.")), NOW)


def out(shop: Any, name: str, *options: str) -> Path:
    """The shop in a file beside it."""
    path: Path = shop.home.parent / name
    code, output = shop.run("export", "storefront", str(path), *options)
    assert code == 0, output
    return path


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def filled(each_import_shop: Any, buyer_of: Any) -> Any:
    """A shop with something of everything, on each database."""
    db.open_database(load(each_import_shop.home, each_import_shop.own).database_url)
    each_import_shop.open()
    fill(each_import_shop.home)
    buy(each_import_shop, buyer_of)
    return each_import_shop


@pytest.fixture
def other_shop(filled: Any, each_other_shop: Callable[[str], Any]) -> Callable[[str], Any]:
    """other_shop("sqlite"): a second, new shop."""
    return each_other_shop


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_second_shop_filled_from_the_file_exports_the_same_file(filled: Any, other_shop: Any, kind: str) -> None:
    everything = ("--with-orders", "--with-bank-accounts")
    first = out(filled, "a.jsonl", *everything)
    sums, counted = ledger(), counts()
    other = other_shop(kind)
    code, output = other.run("import", "storefront", str(first))
    assert code == 0, output
    second = out(other, "b.jsonl", *everything)
    assert second.read_bytes() == first.read_bytes()
    assert files(second.with_name("b.jsonl.media")) == files(first.with_name("a.jsonl.media"))
    assert files(second.with_name("b.jsonl.uploads")) == files(first.with_name("a.jsonl.uploads"))
    assert ledger() == sums
    found = counts()
    assert {name: (found[name], counted[name]) for name in found if found[name] != counted[name]} == {}
    code, output = other.run("import", "storefront", str(first))
    assert (code, "Nothing changed." in output) == (0, True), output
    assert out(other, "c.jsonl", *everything).read_bytes() == first.read_bytes()
    people = {f"person:{row.id}" for row in Person.select()} | {f"credit:{row.id}" for row in Person.select()}
    assert {row.account for row in Balance.select() if row.account.startswith("credit:")} < people
    frozen = {row.by for row in HoldFreeze.select()}
    assert frozen == {"case:gone-1", f"case:{Case.get().id}"}
    assert Review.get().photos == 1


def counts() -> dict[str, int]:
    """How many rows each table has that a file carries."""
    return {table.__name__: table.select().count() for table in core_tables() if table.__name__ in CARRIED}


def ledger() -> dict[tuple[str, str], int]:
    """Provider's accounts and sums; ids in account names are this shop's own."""
    sums: dict[tuple[str, str], int] = {}
    for account, currency, amount in LedgerLine.select(LedgerLine.account, LedgerLine.currency, LedgerLine.amount).tuples():
        key = (account.partition(":")[0], currency)
        sums[key] = sums.get(key, 0) + amount
    return sums


def test_what_the_shop_computes_is_computed_anew(filled: Any, other_shop: Any) -> None:
    first = out(filled, "a.jsonl", "--with-orders")
    wanted = computed()
    other_shop("sqlite").run("import", "storefront", str(first))
    assert computed() == wanted
    assert {row.slug: row.path.count("/") for row in Category.select()} == {"zoo": 2, "ant": 3, "sale": 2}


def computed() -> dict[str, Any]:
    shelf = Shelf.select(Product.slug, Shelf.audience, Shelf.base_price, Shelf.in_stock).join(Product).tuples()
    return {
        "shelf": sorted(shelf),
        "search": sorted((row.language, sorted(row.search.split())) for row in ProductText.select()),
        "reserved": sorted(Stock.select(Stock.label, Stock.on_hand, Stock.reserved).tuples()),
        "history": sorted(PriceHistory.select(PriceHistory.currency, PriceHistory.price, PriceHistory.recorded_at).tuples()),
        "waiting": sorted(ImageRow.select(ImageRow.kind, ImageRow.remote.is_null()).tuples()),
    }


def test_a_moved_order_opens_by_its_link_and_the_moved_buyer_asks_for_a_new_password(
    filled: Any, other_shop: Any
) -> None:
    first = out(filled, "a.jsonl", "--with-orders")
    token = str(Purchase.select().order_by(Purchase.id).get().token)
    number = str(Order.select().order_by(Order.id).get().number)
    other = other_shop("sqlite")
    other.run("import", "storefront", str(first))
    answer = other.open().test_client().get(f"/en/purchases/{token}", follow_redirects=True)
    assert (answer.status_code, number in answer.text) == (200, True)
    person = Person.get()
    assert (person.email, person.password, person.totp_secret) == ("ada@example.com", "", "")
    assert PersonRole.select().count() == 1
    assert [row.person_id for row in Purchase.select().order_by(Purchase.person_id)].count(person.id) == 1


def test_without_with_orders_no_buyer_is_in_the_file(filled: Any) -> None:
    text = out(filled, "a.jsonl").read_text(encoding="utf-8")
    assert {line["type"] for line in lines(filled.home.parent / "a.jsonl")} == {
        "storefront", "seller", "category", "attribute", "lot", "page", "shipping_zone", "exchange_rate", "product",
        "return_addresses", "seller_models",
    }  # fmt: skip
    assert "ann@example.com" not in text
    assert "reserved" not in text


def test_secrets_and_carts_are_in_no_file(filled: Any) -> None:
    path = out(filled, "a.jsonl", "--with-orders")
    text = path.read_text(encoding="utf-8")
    person, purchase = Person.get(), Purchase.get()
    for secret in (person.password, person.fs_uniquifier, person.passkey_handle, purchase.cart_token):
        assert secret
        assert secret not in text
    assert path.stat().st_mode & 0o077 == 0
    umask = os.umask(0)
    os.umask(umask)
    assert out(filled, "b.jsonl").stat().st_mode & 0o777 == 0o666 & ~umask


def test_records_stand_in_an_order_in_which_they_can_be_read(filled: Any) -> None:
    found = lines(out(filled, "a.jsonl", "--with-orders"))
    assert [next(iter(one)) for one in found] == ["type"] * len(found)
    assert found[0] == {"type": "storefront", "version": 1}
    assert [one["slug"] for one in found if one["type"] == "category"] == ["sale", "zoo", "ant"]
    pot = next(one for one in found if one["type"] == "product" and one["slug"] == "pot")
    assert pot["texts"]["en"]["title"] == "Pot"
    assert pot["related"] == ["lid"]
    assert (pot["category"], pot["more_categories"], pot["attributes"]) == ("ant", ["sale"], {"care": ["cold", "hand"]})
    assert [(one["sku"], list(one["options"].items()), one["image"]) for one in pot["variants"]] == [
        ("POT-B", [("material", "ash"), ("colour", "blue")], None),
        ("POT-R", [("colour", "red"), ("material", "oak")], 1),
    ]
    offer = next(one for one in pot["offers"] if one["sku"] == "POT-R")
    assert (offer["price"], offer["reduced_price"], offer["prices"]) == (
        4000, 3000, [{"currency": "USD", "price": 4400, "reduced_price": None}],
    )  # fmt: skip
    assert [(one["currency"], one["reduced_price"]) for one in offer["history"]] == [
        ("EUR", None), ("USD", None), ("EUR", 3000),
    ]  # fmt: skip


CARRIED = {
    "Seller", "SellerText", "Category", "CategoryText", "Attribute", "AttributeValue", "Stock", "ContentPage",
    "ShippingZone", "ShippingRate", "ExchangeRate", "Product", "ProductText", "ProductAttribute", "RelatedProduct",
    "Image", "Variant", "VariantOption", "Offer", "OfferPrice", "PriceHistory", "Person", "Role", "PersonRole",
    "PersonSeller", "PersonAddress", "Purchase", "Order", "OrderLine", "OrderComponent", "OrderTax", "Shipment",
    "ShipmentLine", "Installment", "Payment", "Allocation", "Refund", "Chargeback", "ChargebackPart", "LedgerEntry",
    "LedgerLine", "Event", "Timer",
    "Reservation", "Amendment", "AmendmentLine", "Replacement", "Document",
    "Thread", "Participant", "ThreadMessage", "MessageTranslation", "ThreadReport", "SellerBlock",
    "Application", "AgreedCommission", "Hold", "HoldFreeze", "HoldTaking", "Commission", "Payout",
    "Review", "BuyerRating",
    "Case", "CaseLine", "CaseEntry", "ReturnAddress", "SellerModel", "Upload", "SellerDocument",
    "Balance", "BalanceMove", "GiftCard", "UnmatchedMoney", "BankAccount",
}  # fmt: skip


def test_every_table_of_core_is_carried_or_left_out_on_purpose() -> None:
    left_out = {
        "ProductCategory": "follows from category and more_categories",
        "Shelf": "computed from the offers",
        "RemotePicture": "made anew for pictures that are still to come",
        "ImportRun": "how far this shop's own imports got",
        "Cart": "not carried",
        "CartLine": "not carried",
        "Passkey": "a secret of its person, for this shop's address only",
        "Outbox": "what this shop's worker has still to do",
        "SandboxCharge": "the sandbox's own memory",
        "Fact": "settings of this database",
        "PluginState": "what is enabled here",
        "Invalidation": "what this shop's pages forget",
        "AuditEntry": "who did what in this shop",
        "SearchDocument": "computed from the products",
        "SearchWord": "computed from the products",
        "HelpfulVote": "who found a review helpful; how many did is carried",
        "ReviewReport": "work of this shop's desk",
        "RatingSummary": "counted from the reviews",
        "SellerFigures": "counted by this shop's worker",
        "RatingRefusal": "check sums with this shop's key",
        "ImportFile": "what was uploaded to this shop",
        "ReconciliationRun": "which reports this shop has compared",
        "ReconciliationDifference": "what they differed in",
        "DocumentCounter": "follows from the documents",
        "Keeping": "what this shop's staff keep longer; elsewhere the money goes its way",
        "CreditOffer": "asked by this shop: the buyer is asked again",
        "PayoutRun": "when this shop's button was pressed",
        "PayoutLine": "follows from the payouts and what was booked before them",
    }
    assert {table.__name__ for table in core_tables()} == CARRIED | set(left_out)
    assert [kind.type for kind in core_records()] == [
        "seller", "category", "attribute", "lot", "page", "shipping_zone", "exchange_rate", "product",
        "return_addresses", "seller_models", "person", "gift_card", "purchase", "application", "commission", "payout", "bank_account",
        "balance", "unmatched_money", "booking", "thread", "seller_block", "upload",
    ]  # fmt: skip


# columns that no file carries: computed, of this shop's own, or a secret
LEFT_OUT = {
    Payout: {"run"},
    Category: {"path"},
    Product: {"updated_at"},
    ProductText: {"search"},
    ImageRow: {"remote"},
    Stock: {"reserved"},
    Person: {"password", "fs_uniquifier", "passkey_handle", "totp_secret", "totp_counter", "recovery_codes"},
    Purchase: {"cart_token"},
    Review: {"pictures", "photos"},
}


def test_every_column_of_a_carried_table_is_carried_or_left_out_on_purpose() -> None:
    lost = {
        table.__name__: left
        for table, names in carried_columns().items()
        if (left := set(table._meta.fields) - names - {"id"} - LEFT_OUT.get(table, set()))
    }
    assert lost == {}


def carried_columns() -> dict[Any, set[str]]:
    """Table → its columns that stand in a file, or say what a row hangs on."""
    found: dict[Any, set[str]] = {
        Product: {one.own for one in fields.PRODUCT_COLUMNS},
        ProductText: {one.own for one in fields.TEXT_COLUMNS} | {"product", "language"},
        ImageRow: {one.own for one in fields.IMAGE_COLUMNS} | {"product", "position"},
        Variant: {one.own for one in fields.VARIANT_COLUMNS} | {"product", "image"},
        Offer: {one.own for one in fields.OFFER_COLUMNS} | {"variant"},
        OfferPrice: {one.own for one in fields.PRICE_COLUMNS} | {"offer"},
        PriceHistory: {one.own for one in fields.HISTORY_COLUMNS} | {"offer_id"},
        Stock: {one.own for one in fields.STOCK_COLUMNS} | {"variant"},
    }

    def add(table: Any, columns: Any, rows: Any, hangs: set[str]) -> None:
        found[table] = found.get(table, set()) | {one.own for one in columns} | hangs
        for one in rows:
            order = set(one.order) - {"id"} if one.by == "" else set()
            add(one.table, one.columns, one.below, {one.owner, one.by, "subject" if one.subject else ""} | order)

    for kind in core_records():
        if kind.type != "product":
            source = kind.names.__self__  # type: ignore[attr-defined]
            add(source.table, source.columns, source.rows, set())
    return found


def test_a_dry_run_says_what_would_be_and_changes_nothing(filled: Any, other_shop: Any) -> None:
    path = out(filled, "a.jsonl")
    other = other_shop("sqlite")
    code, output = other.run("import", "storefront", str(path), "--dry-run")
    assert code == 0, output
    assert ["product", "2", "0", "0", "0"] in [line.split() for line in output.splitlines()]
    assert "Dry run: nothing was changed." in output
    db.open_database(load(other.home, other.own).database_url)
    assert (Product.select().count(), Category.select().count()) == (0, 0)
    assert not (other.home / "media").exists()


def test_a_changed_line_changes_that_and_nothing_else(filled: Any) -> None:
    path = out(filled, "a.jsonl")
    text = path.read_text(encoding="utf-8").replace('"title": "Pot"', '"title": "Pan"').replace('"Über uns"', '"Wir"')
    path.write_text(text, encoding="utf-8")
    code, output = filled.run("import", "storefront", str(path))
    assert code == 0, output
    counts = {words[0]: words[1:] for words in (line.split() for line in output.splitlines()) if len(words) == 5}
    assert counts["product"] == ["0", "1", "1", "0"]
    assert counts["page"][:2] == ["0", "1"]
    assert ProductText.select().where(ProductText.title == "Pan").count() == 1
    assert out(filled, "b.jsonl").read_text(encoding="utf-8") == text


def test_what_was_placed_is_never_written_anew(filled: Any) -> None:
    path = out(filled, "a.jsonl", "--with-orders")
    path.write_text(path.read_text(encoding="utf-8").replace('"carrier": "DHL"', '"carrier": "UPS"'), encoding="utf-8")
    before = {table: table.select().count() for table in (Payment, Allocation, Installment, LedgerEntry)}
    assert all(before.values())
    code, output = filled.run("import", "storefront", str(path))
    assert code == 0, output
    counts = {words[0]: words[1:] for words in (line.split() for line in output.splitlines()) if len(words) == 5}
    assert counts["purchase"] == ["0", "0", "1", "1"]
    assert Shipment.get().carrier == "DHL"
    assert {table: table.select().count() for table in before} == before


def test_an_import_that_was_stopped_goes_on(filled: Any, other_shop: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    path = out(filled, "a.jsonl", "--with-orders")
    other = other_shop("sqlite")
    monkeypatch.setattr(importing, "BATCH", 4)
    pauses: list[float] = []

    def killed(seconds: float) -> None:
        pauses.append(seconds)
        if len(pauses) == 3:
            raise KeyboardInterrupt

    monkeypatch.setattr(importing.time, "sleep", killed)
    assert other.run("import", "storefront", str(path))[0] == 130
    assert sellers() == 2
    assert Product.select().count() == 0
    monkeypatch.undo()
    code, output = other.run("import", "storefront", str(path))
    assert (code, "had stopped after 12 records" in output) == (0, True), output
    assert out(other, "b.jsonl", "--with-orders").read_bytes() == path.read_bytes()


def sellers() -> int:
    from storefront.catalogue.tables import Seller

    return Seller.select().count()


def test_a_file_that_cannot_be_written_leaves_the_old_one(filled: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    path = out(filled, "a.jsonl")
    before = path.read_bytes()
    from storefront.records import exporting

    def full(*_given: Any) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(exporting.files, "copy", full)
    code, output = filled.run("export", "storefront", str(path))
    assert (code, "No space left on device. Nothing was written." in output) == (2, True)
    assert path.read_bytes() == before
    assert [one.name for one in path.parent.iterdir() if one.name.startswith(".a.jsonl")] == []
