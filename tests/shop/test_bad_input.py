"""Every address and every form field of the whole shop gets rubbish: no error of ours, nothing written.

Whatever a request writes is compared, table by table and value by value, with what it may change, and put back.
"""

from __future__ import annotations

import itertools
import json
import logging
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote, unquote

import pytest
from kept_rows import Change, KeptRows
from page_forms import Form
from small_shop import shipped_model
from werkzeug.routing import Rule
from whole_shop import BUYER, Whole, opened

from storefront import runtime
from storefront.cart.tables import Cart
from storefront.db import utc_now
from storefront.orders.tables import Order, Purchase
from storefront.payments.pages import LARGEST_BODY
from storefront.payments.sandbox import SandboxCard
from storefront.payments.signatures import signed_headers
from storefront.web.limits import Limits, OwnCounter

# of each route: rounds with rubbish in every field, and in each part of its path
ROUNDS = 2
# what has broken something before goes into every field and every part of every path; of three that follow one
# another, one at least has what PostgreSQL refuses
SHARP = ("%00", "%2F%2F%5B", "a%00b", "9" * 5000, "%F0%9F%99%82" * 400)
AT_ONCE = 3
# no server takes a much longer line; forms are sent whatever is in the lists
LONGEST_IN_ADDRESS = 5000
# what views read of an address's query besides what forms send
QUERY = (
    *("q", "sort", "after", "before", "min", "max", "stock", "model", "variant", "market", "next", "take", "key", "code"),
    *("act", "state", "lack", "preview", "slug"),
)
QUERY_OF_FRAGMENTS = ("path", "names")
HEADERS = ("Accept-Language", "HX-Target", "HX-PTag", "HX-Current-URL", "Referer", "Cookie", "Origin")
# what a product is made of, and who did it
PRODUCT_TABLES = {
    *("Attribute", "AttributeValue", "AuditEntry", "Image", "Offer", "OfferPrice", "PriceHistory", "Product"),
    *("ProductAttribute", "ProductCategory", "ProductText", "RelatedProduct", "Shelf", "Stock", "Variant"),
    "VariantOption",
}
# what the words of products, categories and sellers are found by
WORD_TABLES = {"SearchDocument", "SearchWord"}
# what the search learns with a word that is new to it
NEW_WORDS = ("SearchWord: documents", "SearchWord: new")
# what a message changes, where its mail gathers already
WRITTEN = {"Participant: read_at", "Thread: last_at, last_by, messages, waits_since", "ThreadMessage: new"}
THREADS: dict[str, set[str]] = {
    "threads.send_question": WRITTEN,
    "threads.write": WRITTEN,
    "threads.write_about": {"Outbox: new", "Participant: new", "Thread: new", "ThreadMessage: new"},
    "threads.report": {"ThreadReport: new"},
    "threads.mails": {"Participant: mail_due_at, mails"},
    # he has asked before: his question moves there
    "threads.send_proved": {
        *("Participant: gone", "Participant: read_at", "Thread: gone", "Thread: last_at, messages"),
        "ThreadMessage: at, thread",
    },
    "desk.message_write": WRITTEN | {"Outbox: new", "Participant: mail_due_at"},
    "desk.message_report": {"ThreadReport: new"},
    "desk.message_mails": {"Participant: mail_due_at, mails"},
    "desk.message_block": {"SellerBlock: new", "Thread: waits_since"},
    "desk.close_thread": {"AuditEntry: new", "Thread: closed_reason, state, waits_since"},
    "desk.decide_report": {
        *("AuditEntry: new", "ThreadMessage: hidden_at, hidden_reason"),
        "ThreadReport: decided_at, decided_by, note, outcome, state",
    },
}
BOOKED = {"AuditEntry: new", "LedgerEntry: new", "LedgerLine: new"}
BALANCED = BOOKED | {"Balance: new", "BalanceMove: new", "Outbox: new"}
# what a turn of a case may lead to
CASE_TABLES = {
    *("Amendment", "AuditEntry", "Case", "CaseEntry", "CaseLine", "Event", "Hold", "Order", "OrderComponent", "OrderLine"),
    *("HoldFreeze", "HoldTaking", "LedgerEntry", "LedgerLine", "OrderTax", "Outbox", "Purchase", "Refund"),
    *("Reservation", "Stock", "Timer"),
}
# a case that opens
OPENED = {
    *("Case: new", "CaseEntry: new", "CaseLine: new", "Event: new", "HoldFreeze: new", "Outbox: new", "Timer: new"),
}
# what a form changes when it is taken; any other change, and any change by another request, is a failure
CHANGES: dict[str, set[str]] = {
    "account.take_forgotten": {"Outbox: new"},
    "account.take_register": {"Login: new", "Outbox: new"},
    "account.take_reset": {"Login: fs_uniquifier, password", "Outbox: new"},
    "account.take_name": {"Login: name"},
    "account.take_change_email": {"Login: confirmed_at, email, fs_uniquifier", "Outbox: new"},
    "account.leave_everywhere": {"Login: fs_uniquifier"},
    "account.new_address": {"PersonAddress: new"},
    "account.edit_address": {"PersonAddress: address"},
    "account.delete_address": {"PersonAddress: gone"},
    "account.prefer_address": {"PersonAddress: preferred"},
    "account.take_application": {"Application: answers", "Timer: new"},
    "account.remove_document": {"SellerDocument: gone", "Upload: gone"},
    "account.send_application": {"Application: state, submitted_at", "Event: new", "Outbox: new"},
    "account.withdraw_application": {
        *("Application: answers, state", "Event: new", "Outbox: new", "SellerDocument: gone", "Upload: gone"),
    },
    "desk.check_application": {"Application: checklist", "AuditEntry: new"},
    "desk.reveal_application": {"AuditEntry: new"},
    "desk.decide_application": {
        *("Application: decided_at, reason, state", "AuditEntry: new", "Event: new", "Outbox: new", "Timer: new"),
    },
    "desk.seller_standing": {"AuditEntry: new", "Outbox: new", "Seller: suspended"},
    f"{shipped_model()}.add": {"Cart: codes, updated_at"},
    "cart.add": {"Cart: updated_at", "CartLine: quantity"},
    "cart.change": {"Cart: updated_at", "CartLine: quantity"},
    "cart.remove": {"Cart: updated_at", "CartLine: gone"},
    "checkout.place": {
        "Allocation: new",
        "CartLine: gone",
        "Event: new",
        "Installment: new",
        "Order: new",
        "OrderComponent: new",
        "OrderLine: new",
        "OrderTax: new",
        "Outbox: new",
        "Payment: new",
        "Purchase: new",
        "Reservation: new",
        "Stock: reserved",
    },
    "desk.create_product": {
        *("AuditEntry: new", "Offer: new", "PriceHistory: new", "Product: new", "ProductText: new", "Shelf: new"),
        *("Stock: new", "Variant: new", "SearchDocument: new", *NEW_WORDS),
    },
    "desk.save_product": {
        *("AuditEntry: new", "Product: brand, restrictions, updated_at", "ProductText: search"),
        *("SearchDocument: head, words", *NEW_WORDS),
    },
    "desk.create_category": {"AuditEntry: new", "Category: new", "CategoryText: new"},
    f"{shipped_model()}_desk.create": {"AuditEntry: new", "PromotionCode: new"},
    f"{shipped_model()}_desk.save": {"AuditEntry: new", "PromotionCode: percent"},
    f"{shipped_model()}_desk.switch": {"AuditEntry: new", "PromotionCode: active"},
    "desk.save_category": {"AuditEntry: new", "CategoryText: name", "SearchDocument: head, words", *NEW_WORDS},
    "desk.order_categories": {"AuditEntry: new", "Category: position"},
    "desk.create_seller": {"AuditEntry: new", "Seller: new"},
    "desk.save_seller": {"AuditEntry: new", "Seller: address, email, legal_name, name"},
    "desk.bulk_products": {
        *("AuditEntry: new", "Product: published, updated_at", "Shelf: gone", "SearchDocument: gone"),
        *("SearchWord: documents", "SearchWord: gone"),
    },
    "desk.create_content_page": {"AuditEntry: new", "ContentPage: new"},
    "desk.save_content_page": {"AuditEntry: new", "ContentPage: title"},
    "desk.order_content_pages": {"AuditEntry: new", "ContentPage: position"},
    "desk.delete_content_page": {"AuditEntry: new", "ContentPage: gone"},
    "desk.create_zone": {"AuditEntry: new", "ShippingRate: new", "ShippingZone: new"},
    "desk.save_zone": {"AuditEntry: new", "ShippingZone: name"},
    "cases.take_claim": OPENED,
    "cases.take_step_2": OPENED,
    "cases.take_proof": {
        *("Case: proved_at, state, turn_until", "CaseEntry: new", "Event: new", "HoldFreeze: new", "Outbox: new"),
        "Timer: new",
    },
    "cases.take_turn": {"CaseEntry: new", "Outbox: new"},
    "desk.case_turn": {"AuditEntry: new", "CaseEntry: new", "Outbox: new"},
    "desk.settle_difference": {
        "AuditEntry: new",
        "ReconciliationDifference: settled_at, settled_by, settled_reason",
    },
    "desk.delete_zone": {"AuditEntry: new", "ShippingRate: gone", "ShippingZone: gone"},
    # not published, so on no shelf
    "desk.copy_product": {
        *("AuditEntry: new", "Image: new", "Offer: new", "OfferPrice: new", "PriceHistory: new", "Product: new"),
        *("ProductAttribute: new", "ProductCategory: new", "ProductText: new", "RelatedProduct: new", "Stock: new"),
        *("Variant: new", "VariantOption: new"),
    },
    # an address that somebody who has an account gives is kept in his address book
    "checkout.step": {"Cart: answers, updated_at", "PersonAddress: new"},
    "orders.move": {
        "Event: new",
        "Hold: new",
        "Installment: cancelled",
        "Order: closed_at, state",
        "Outbox: new",
        "Reservation: gone",
        "Stock: reserved",
    },
    "pay.begin": {
        "Allocation: new",
        "Event: new",
        "Hold: new",
        "Installment: paid",
        "LedgerEntry: new",
        "LedgerLine: new",
        "Outbox: new",
        "Payment: asked_at",
        "Payment: new",
        "Reservation: gone",
        "SandboxCharge: new",
        "Stock: on_hand, reserved",
    },
    "payments.sandbox_answer": {
        "Event: new",
        "Hold: new",
        "Installment: paid",
        "LedgerEntry: new",
        "LedgerLine: new",
        "Outbox: new",
        "Payment: answer, settled_at, state",
        "Reservation: gone",
        "SandboxCharge: state",
        "Stock: on_hand, reserved",
    },
    "pay.come_back": {"Payment: asked_at"},
    "desk.move_order": {"AuditEntry: new", "Event: new", "Order: state", "Outbox: new"},
    "desk.cancel_order": {
        "AuditEntry: new",
        "Event: new",
        *("Hold: taken", "HoldTaking: new", "LedgerEntry: new", "LedgerLine: new"),
        "Installment: cancelled",
        "Order: closed_at, state",
        "Outbox: new",
        "Refund: new",
        "Reservation: gone",
        "Stock: reserved",
    },
    "desk.ship_order": {
        "AuditEntry: new",
        "Event: new",
        "Order: state",
        "Outbox: new",
        "Shipment: new",
        "ShipmentLine: new",
        "Timer: new",
    },
    "desk.deliver_parcel": {"AuditEntry: new", "Event: new", "Hold: due_at", "Shipment: delivered_at"},
    "desk.save_bank_account": {"AuditEntry: new", "BankAccount: new", "Outbox: new"},
    "desk.mark_payout": {"AuditEntry: new", "Payout: sent_at, state"},
    "desk.difference_waits": BOOKED | {
        "ReconciliationDifference: settled_at, settled_by, settled_reason", "UnmatchedMoney: new",
    },
    "desk.enter_unmatched": BOOKED | {"UnmatchedMoney: new"},
    "desk.decide_unmatched": BALANCED | {"UnmatchedMoney: decided_at, outcome, state"},
    "desk.change_credit": BALANCED,
    "desk.issue_gift_card": BALANCED | {"GiftCard: new"},
    "desk.change_gift_card": {"AuditEntry: new", "GiftCard: state"},
    "desk.pay_sellers": {"PayoutRun: new"},
    "desk.confirm_payment": {
        "AuditEntry: new",
        "Event: new",
        "Hold: came, due_at",
        "Installment: paid",
        "LedgerEntry: new",
        "LedgerLine: new",
        "Outbox: new",
        "Payment: answer, settled_at, state",
        "Reservation: gone",
        "Stock: on_hand, reserved",
    },
    "desk.book_transfer": {
        # the amount that stood in the form has come since
        *("Balance: new", "BalanceMove: new", "Hold: came, due_at"),
        *("Allocation: new", "AuditEntry: new", "Event: new", "Installment: paid", "LedgerEntry: new", "LedgerLine: new"),
        *("Outbox: new", "Payment: new", "Reservation: gone", "Stock: on_hand, reserved"),
    },
    "desk.keep_money": {"AuditEntry: new", "Event: new", "HoldFreeze: new", "Keeping: new"},
    "desk.end_offer": {"AuditEntry: new", "CreditOffer: decided_at, state", "Event: new"},
    "orders.answer_credit": {"CreditOffer: decided_at, state", "Event: new"},
    "desk.send_refund": {
        *("AuditEntry: new", "Event: new", "Hold: taken", "HoldTaking: new", "LedgerEntry: new", "LedgerLine: new"),
        *("Outbox: new", "Refund: new"),
    },
    "desk.do_change": {"Amendment: new", "AuditEntry: new", "Event: new", "Outbox: new", "Timer: new"},
    "order_changes.answer_change": {
        "Amendment: decided_at, state", "Event: new", "Outbox: new", "Timer: gone",
    },
    "desk.confirm_refund": {
        "AuditEntry: new",
        "Event: new",
        "LedgerEntry: new",
        "LedgerLine: new",
        "Outbox: new",
        "Refund: settled_at, state",
    },
    "desk.start_import": {"AuditEntry: new", "ImportFile: state, total"},
    "desk.stop_import": {"AuditEntry: new", "ImportFile: finished_at, state"},
    "desk.switch_plugin": {"AuditEntry: new", "Fact: value", "PluginState: changed_at, state"},
    "desk.lock_customer": {"AuditEntry: new", "Login: active, fs_uniquifier"},
    "desk.confirm_customer": {"AuditEntry: new", "Outbox: new"},
    "desk.resend_mail": {"AuditEntry: new", "Outbox: new"},
    "desk.retry_work": {"AuditEntry: new", "Outbox: due_at"},
    "desk.note_order": {"AuditEntry: new"},
    "ratings.send": {
        *("Outbox: new", "RatingSummary: count, fours, stars", "Review: changed_at, flag, name, state, title"),
        "SellerFigures: due_at",
    },
    "ratings.take_back": {
        *("Outbox: new", "RatingSummary: count, fours, stars", "Review: answer, answered_at, state, text"),
        "SellerFigures: due_at",
    },
    "ratings.helpful": {"HelpfulVote: new", "Review: helpful"},
    "ratings.send_report": {"ReviewReport: new"},
    "ratings.refuse_mails": {"RatingRefusal: new"},
    "desk.publish_review": {"AuditEntry: new", "Outbox: new", "SellerFigures: due_at"},
    "desk.hide_review": {
        *("AuditEntry: new", "Outbox: new", "RatingSummary: count, fours, hidden, stars", "Review: reason, state"),
        "SellerFigures: due_at",
    },
    "desk.answer_review": {"AuditEntry: new", "Review: answer", "SellerFigures: due_at"},
    "desk.remove_answer": {"AuditEntry: new", "Review: answer, answered_at", "SellerFigures: due_at"},
    "desk.withdraw_answer": {"AuditEntry: new", "Review: answer", "SellerFigures: due_at"},
    **THREADS,
}
# SQLite would give a deleted account's number again: a fact says which was the last
OF_SQLITE = {"account.take_register": {"Fact: value"}}
# what another amount than the whole changes besides
MORE = {
    # a little short is a bank's fee, a little over credit
    "desk.confirm_payment": {
        *("Allocation: amount", "Allocation: new", "Balance: new", "BalanceMove: new", "Payment: new", "Refund: new"),
    },
    "desk.book_transfer": {"Balance: new", "BalanceMove: new", "Refund: new"},
    # a number in the digits of another script may be another offer's
    "cart.add": {"CartLine: new"},
    # off again is on
    **{f"{name}mails": {"Participant: mail_due_at", "Participant: mails"} for name in ("threads.", "desk.message_")},
}
# a form whose every field has a column of its own may change these tables; which field changes what is tested there
EDITED: dict[str, set[str]] = {
    "desk.create_product": PRODUCT_TABLES | WORD_TABLES,
    "desk.save_product": PRODUCT_TABLES | WORD_TABLES,
    "desk.copy_product": PRODUCT_TABLES | WORD_TABLES,
    "desk.delete_product": PRODUCT_TABLES | WORD_TABLES,
    "desk.bulk_products": PRODUCT_TABLES | WORD_TABLES,
    "desk.set_language": {"Login"},
    "desk.create_category": {"AuditEntry", "Category", "CategoryText"} | WORD_TABLES,
    "desk.save_category": {"AuditEntry", "Category", "CategoryText"} | WORD_TABLES,
    "desk.order_categories": {"AuditEntry", "Category"},
    "desk.create_seller": {"AuditEntry", "Seller", "SellerText"} | WORD_TABLES,
    "desk.save_seller": {"AuditEntry", "Seller", "SellerText"} | WORD_TABLES,
    f"{shipped_model()}_desk.save": {"AuditEntry", "PromotionCode"},
}
EDITED |= {f"desk.{act}_content_page": {"AuditEntry", "ContentPage"} for act in ("create", "save", "delete")}
EDITED |= {f"desk.{act}_zone": {"AuditEntry", "ShippingRate", "ShippingZone"} for act in ("create", "save", "delete")}
EDITED["ratings.send"] = {"Outbox", "RatingSummary", "Review", "SellerFigures"}
# a turn may end the case, with money and goods
EDITED |= dict.fromkeys(("cases.take_turn", "desk.case_turn"), CASE_TABLES)
EDITED["desk.order_content_pages"] = {"AuditEntry", "ContentPage"}
# whoever looks at a document is noted
LOOKING = {"desk.application_document": {"AuditEntry: new"}}
# every page about a payment asks its provider how it stands, also by a GET and before a form is refused
ASKING = {"Payment: asked_at"}


# what makes a form right where its page leaves it empty
RIGHT: dict[str, dict[str, str]] = {
    **{f"threads.{name}": {"text": "How high?"} for name in ("send_question", "write", "write_about")},
    "desk.message_write": {"text": "So high."},
    "desk.close_thread": {"reason": "Enough"},
    **{f"desk.{name}_customer": {"reason": "A stolen card"} for name in ("lock", "unlock")},
    "desk.decide_report": {"outcome": "hidden", "reason": "An insult"},
    "account.take_register": {"email": "carla@example.com", "new_password": "five plain words stand here"},
    "account.take_reset": {"new_password": "five plain words stand here"},
    "account.new_address": {"street": "Lindenweg 7"},
    "account.edit_address": {"street": "Lindenweg 6"},
    "account.take_name": {"name": "Anna Bergmann"},
    "account.take_application": {"tax_id": "22345678901", "lawful": "1", "true": "1"},
    "desk.decide_application": {"words": "The photo is blurred."},
    "desk.seller_standing": {"words": "Nothing is sent."},
    f"{shipped_model()}.add": {"code": "WELCOME"},
    "cart.change": {"quantity": "3"},
    "checkout.step": {"street": "Lindenweg 5"},
    "desk.create_product": {"t-en-title": "Storm kettle", "v0-sku": "STORM-1", "v0-gone": "", "o0-0-price": "49"},
    # boxes that nobody ticks
    "desk.save_product": {"brand": "Another", **{f"{row}{number}-gone": "" for row in "vp" for number in range(20)}},
    "desk.bulk_products": {"act": "hide"},
    "desk.create_category": {"t-en-name": "Boats"},
    f"{shipped_model()}_desk.create": {"code": "Autumn", "percent": "10"},
    f"{shipped_model()}_desk.save": {"percent": "15"},
    "desk.save_category": {"t-en-name": "Kitchenware"},
    "desk.order_categories": {"move": "down-1"},
    "desk.create_seller": {"name": "Boatyard", "legal_name": "Boatyard Ltd", "trader": "1"},
    "desk.save_seller": {"legal_name": "My shop Ltd"},
    "desk.create_content_page": {"slug": "boats", "t-en-title": "Boats", "t-en-body": "Of wood."},
    "desk.save_content_page": {"t-en-title": "Who we are"},
    "desk.order_content_pages": {"move": "down-about"},
    "desk.create_zone": {
        "name": "Poles", "countries": "AQ", "rest": "", "r0-gone": "", "r0-code": "sled", "r0-label-en": "By sled",
        "r0-price": "5", "r0-from": "1", "r0-to": "2",
    },
    "desk.save_zone": {"name": "All the world", "r0-gone": ""},
    "payments.sandbox_answer": {"answer": "yes"},
    "pay.begin": {"card": "4242 4242 4242 4242"},
    "desk.cancel_order": {"reason": "Broken in the store"},
    "desk.save_bank_account": {"holder": "Nordbord", "account": "DE02120300000000202051"},
    "desk.settle_difference": {"reason": "The bank's error"},
    "desk.confirm_payment": {"received_on": "2026-11-20"},
    "desk.book_transfer": {"received_on": "2026-11-20"},
    "desk.keep_money": {"until": "2040-01-01", "reason": "The police asks"},
    "desk.release_money": {"reason": "He needs it"},
    "desk.enter_unmatched": {"amount": "1"},
    "desk.change_credit": {"amount": "1", "reason": "Sorry"},
    "desk.issue_gift_card": {"amount": "1"},
    "desk.note_order": {"note": "Called twice"},
    "ratings.send": {"title": "Good"},
    "ratings.send_report": {"reason": "insult"},
    "desk.hide_review": {"reason": "insult"},
    "desk.answer_review": {"text": "Thank you very much."},
}


class Asked(NamedTuple):
    """A request as it is sent; endpoint is the one that it is made for."""

    endpoint: str
    method: str
    path: str
    query: str = ""
    body: str = ""


class Strings:
    """A list of strings, percent-encoded as they are sent; each field gets the next one."""

    def __init__(self, texts: list[str]) -> None:
        self._texts = texts
        self._next = itertools.cycle(texts)
        self.left = set(texts)

    def one(self) -> str:
        text = next(self._next)
        self.left.discard(text)
        return text


def sent(text: str) -> str:
    return quote(text.encode("utf-8", "surrogatepass"), safe="")


def own_strings() -> list[str]:
    """Our own list."""
    listed = json.loads(Path(__file__).with_name("naughty.json").read_text(encoding="utf-8"))
    return [*map(sent, listed["texts"]), *listed["raw"], *(sent(text) * times for text, times in listed["long"])]


def big_list(shared_data: Path) -> list[str]:
    path = shared_data / "conformance" / "naughty-strings" / "blns.json"
    return [sent(text) for text in json.loads(path.read_text(encoding="utf-8")) if text]


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def whole(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Whole]:
    """Once for each kind of database."""
    yield from opened(request.param, request, tmp_path_factory.mktemp("whole"))


@pytest.fixture
def kept(whole: Whole) -> Iterator[KeptRows]:
    """Listens to what is written; at the end every table is as it was."""
    log = logging.getLogger("peewee")
    level, propagate, rows = log.level, log.propagate, KeptRows()
    log.addHandler(rows)
    log.propagate = False
    log.setLevel(logging.DEBUG)
    yield rows
    log.removeHandler(rows)
    log.propagate = propagate
    log.setLevel(level)
    assert [str(change) for change in rows.all_changes()] == []


# -- what is sent ---------------------------------------------------------------------------------


def routes(shop: Whole) -> Iterator[tuple[Rule, str]]:
    for rule in shop.app.url_map.iter_rules():
        for method in sorted((rule.methods or set()) & {"GET", "POST"}):
            yield rule, method


def fields_of(shop: Whole, rule: Rule, method: str) -> list[str]:
    """What the route's form sends; a route without a form gets a field that it does not know."""
    form = shop.forms.get((rule.endpoint, method), Form("", method))
    names = {*form.fields, *form.buttons}
    if method == "GET":
        names |= set(QUERY_OF_FRAGMENTS if rule.endpoint == "fragments.fragments" else QUERY)
    # the rows of a sheet are alike: the first one's fields stand for all
    first: dict[str, str] = {}
    for name in sorted(names):
        first.setdefault(re.sub(r"\d+", "0", name), name)
    return list(first.values()) or ["anything"]


def right_fields(shop: Whole, rule: Rule, method: str) -> dict[str, str]:
    form = shop.forms.get((rule.endpoint, method), Form("", method))
    right = RIGHT.get(rule.endpoint, {}) | shop.right.get(rule.endpoint, {})
    pressed = {name: value for name, value in right.items() if name in form.buttons}
    given = {**form.fields, **BUYER, **right}
    return {name: sent(given[name]) for name in {**form.fields, **pressed}}


def path_of(shop: Whole, rule: Rule, wrong: dict[str, str]) -> str:
    feature = rule.endpoint.partition(".")[0]
    # the route's own value counts more than its feature's, that more than everybody's
    right = dict(shop.values)
    for owner in (f"{feature}.", f"{rule.endpoint}."):
        right |= {name.removeprefix(owner): value for name, value in shop.values.items() if name.startswith(owner)}
    parts = (wrong.get(data) or right[data] if is_dynamic else data for is_dynamic, data in rule._trace if data != "|")
    return "".join(parts)


def asked(shop: Whole, rule: Rule, method: str, fields: dict[str, str], wrong: dict[str, str] | None = None) -> Asked:
    wrong = {name: value[:LONGEST_IN_ADDRESS] for name, value in (wrong or {}).items()}
    if method == "GET":
        fields = {name: value[:LONGEST_IN_ADDRESS] for name, value in fields.items()}
    text = "&".join(f"{name}={value}" for name, value in fields.items())
    # the first one twice: whoever reads one of several must not stumble
    text += next((f"&{name}={value}" for name, value in fields.items()), "")
    path = path_of(shop, rule, wrong)
    return Asked(rule.endpoint, method, path, "" if method == "POST" else text, text if method == "POST" else "")


def bad_addresses(shop: Whole, strings: Strings) -> Iterator[Asked]:
    """One part of the path is rubbish, the others are right."""
    for rule, method in routes(shop):
        for _round, name in itertools.product(range(ROUNDS), sorted(rule.arguments)):
            yield asked(shop, rule, method, {}, {name: strings.one()})


def bad_fields(shop: Whole, strings: Strings, part: int) -> Iterator[Asked]:
    """Rubbish in every field at once, then in each field of a form that is right otherwise.

    What an address's query may hold is the same everywhere: of those names each of the four walks (two lists, two
    databases) sends another quarter alone.
    """
    for rule, method in routes(shop):
        names = fields_of(shop, rule, method)
        for _round in range(ROUNDS):
            yield asked(shop, rule, method, {name: strings.one() for name in names})
        for name in names if method == "POST" else names[part::4]:
            yield asked(shop, rule, method, {**right_fields(shop, rule, method), name: strings.one()})


def sharp_requests(shop: Whole) -> Iterator[Asked]:
    """Sharp strings in each part of a path, in all fields of a form at once, and in each of them alone.

    They take turns, and the databases begin at another one: three for each place here, the others there.
    """
    turn = itertools.cycle(SHARP[AT_ONCE:] + SHARP[:AT_ONCE] if shop.database == "sqlite" else SHARP)
    for rule, method in routes(shop):
        for name, bad in ((name, next(turn)) for name in sorted(rule.arguments) for _time in range(AT_ONCE)):
            yield asked(shop, rule, method, {}, {name: bad})
        names = fields_of(shop, rule, method)
        for bad in (next(turn) for _time in range(AT_ONCE)):
            yield asked(shop, rule, method, {**right_fields(shop, rule, method), **dict.fromkeys(names, bad)})
        # a view reads what it knows of an address's query and no more: all at once does for each alone
        for name in names if method == "POST" else ():
            yield asked(shop, rule, method, {**right_fields(shop, rule, method), name: next(turn)})


def moves(shop: Whole, strings: Strings) -> Iterator[Asked]:
    """Every transition that an order has, with rubbish for a reason."""
    rule = next(rule for rule, _method in routes(shop) if rule.endpoint == "orders.move")
    for name in transitions(shop):
        for _round in range(20):
            yield asked(shop, rule, "POST", {"reason": strings.one()}, {"transition": name})


def transitions(shop: Whole) -> list[str]:
    model = Order.get(Order.number == shop.values["number"]).business_model
    workflow = runtime.current().workflows["order", model]
    return list(dict.fromkeys(transition.name for transition in workflow.transitions))


# -- what comes of it -----------------------------------------------------------------------------


def send(shop: Whole, kept: KeptRows, one: Asked, **headers: str) -> tuple[int, list[Change]]:
    """The answer's status and what the request has changed; afterwards everything is as before."""
    # a shopper who never tried too often
    shop.app.extensions["limits"] = Limits(OwnCounter())
    before = shop.browser.get_cookie("session")
    assert before is not None
    content_type = "application/x-www-form-urlencoded" if one.method == "POST" else None
    answer = shop.browser.open(
        one.path, method=one.method, query_string=one.query, data=one.body, content_type=content_type, headers=headers
    )
    shop.browser.set_cookie("session", before.value)
    shop.browser.delete_cookie("market")
    return answer.status_code, kept.changes()


def failures(shop: Whole, kept: KeptRows, requests: Iterator[Asked]) -> list[str]:
    """Each request sent, every third one as htmx sends it; what failed."""
    found = []
    for number, one in enumerate(requests):
        headers = {"HX-Request-Type": "partial", "HX-Target": "main#results"} if number % 3 == 2 else {}
        status, changes = send(shop, kept, one, **headers)
        told = f"{status} {one.endpoint} {one.method} {one.path[:200]} ?{one.query[:400]} {one.body[:600]}"
        if status >= 500:
            found.append(told)
        taken = one.method == "POST" and status < 400
        allowed = changes_of(shop, one.endpoint) | MORE.get(one.endpoint, set()) if taken else set()
        asking = ASKING if one.endpoint.startswith("pay.") else set()
        asking = asking | LOOKING.get(one.endpoint, set())
        tables = EDITED.get(one.endpoint, set()) if taken else set()
        if wrong := {str(change) for change in changes if change.table not in tables} - allowed - asking:
            found.append(f"changed {sorted(wrong)}: {told}")
        found += [f"changed what is another's, {change}: {told}" for change in changes if not is_own(shop, change)]
    assert shop.app.extensions["fragment_failures"] == {}
    return found


def changes_of(shop: Whole, endpoint: str) -> set[str]:
    """What a form changes on this kind of database."""
    return CHANGES.get(endpoint, set()) | (OF_SQLITE.get(endpoint, set()) if shop.database == "sqlite" else set())


def is_own(shop: Whole, change: Change) -> bool:
    """Carts, orders and money that change are the sender's."""
    row = change.after or change.before or {}
    if change.table in ("Cart", "CartLine"):
        return bool(row["cart" if change.table == "CartLine" else "id"] == Cart.get(Cart.token == shop.values["cart"]).id)
    if change.table in ("Order", "Payment"):
        # the desk's acts are on an order of its own
        tokens = (shop.values["token"], shop.values["desk_token"], shop.values["case_token"])
        return row["purchase"] in {one.id for one in Purchase.select().where(Purchase.token.in_(tokens))}
    return True


# -- tests ----------------------------------------------------------------------------------------


def test_the_walk_has_found_every_form(whole: Whole) -> None:
    posted = {rule.endpoint for rule, method in routes(whole) if method == "POST"}
    without_form = {"payments.webhook", "pay.come_back", "cart.remove", "orders.move"}
    # told by script, only where something translates, only a seller's, who has no order of his own to write about
    without_form |= {f"{name}{act}" for name in ("threads.", "desk.message_") for act in ("read", "translate")}
    without_form |= {"threads.block", "desk.message_write_about"}
    found = {endpoint for endpoint, method in whole.forms if method == "POST"}
    assert {one for one in posted - without_form - found if not one.endswith(".remove")} == set()


def test_every_form_filled_in_right_changes_what_it_says_and_no_more(whole: Whole, kept: KeptRows) -> None:
    changed = {}
    for rule, method in routes(whole):
        if method == "POST":
            wrong = {"transition": "cancel"} if rule.endpoint == "orders.move" else {}
            status, changes = send(whole, kept, asked(whole, rule, method, right_fields(whole, rule, method), wrong))
            assert status < 500
            changed[rule.endpoint] = {str(change) for change in changes}
    assert {endpoint: one for endpoint, one in changed.items() if one} == {one: changes_of(whole, one) for one in CHANGES}


def test_every_turn_of_a_case_is_taken_right_and_never_fails_with_rubbish(whole: Whole, kept: KeptRows) -> None:
    strings, wrong = Strings(own_strings()), []
    rules = {rule.endpoint: rule for rule, method in routes(whole) if method == "POST"}
    for (endpoint, state, turn), form in whole.turns.items():
        # the seller's answer and the judge's word
        given = {**form.fields, "amount": "1", "text": "It is grey."}
        right = {name: sent(given[name]) for name in form.fields}
        status, changes = send(whole, kept, turn_of(rules[endpoint], form, right))
        if status != 303 or not changes:
            wrong.append(f"{endpoint} {state} {turn}: {status}")
        names = sorted(form.fields)
        bad = [dict.fromkeys(names, text) for text in SHARP] + [{name: strings.one() for name in names}]
        bad += [{**right, name: text} for name in names for text in (strings.one(), *SHARP[:2])]
        wrong += failures(whole, kept, iter([turn_of(rules[endpoint], form, one) for one in bad]))
    assert wrong == []


def turn_of(rule: Rule, form: Form, fields: dict[str, str]) -> Asked:
    return Asked(rule.endpoint, "POST", form.action, "", "&".join(f"{name}={value}" for name, value in fields.items()))


def test_our_own_rubbish_in_addresses_and_fields(whole: Whole, kept: KeptRows) -> None:
    strings = Strings(own_strings())
    part = 0 if whole.database == "sqlite" else 1
    requests = itertools.chain(bad_addresses(whole, strings), bad_fields(whole, strings, part))
    assert failures(whole, kept, requests) == []
    assert strings.left == set()


def test_the_big_list_in_addresses_and_fields(whole: Whole, kept: KeptRows, shared_data: Path) -> None:
    strings = Strings(big_list(shared_data))
    part = 2 if whole.database == "sqlite" else 3
    requests = itertools.chain(bad_addresses(whole, strings), bad_fields(whole, strings, part))
    assert failures(whole, kept, requests) == []
    assert strings.left == set()


def test_what_is_sharp_goes_everywhere(whole: Whole, kept: KeptRows) -> None:
    assert failures(whole, kept, sharp_requests(whole)) == []


def test_an_order_moves_as_its_buyer_may_whatever_he_gives_as_his_reason(whole: Whole, kept: KeptRows) -> None:
    moved = set()
    for one in moves(whole, Strings(own_strings())):
        status, changes = send(whole, kept, one)
        assert status == 303
        name = one.path.rsplit("/", 1)[1]
        moved |= {name} if changes else set()
        assert {str(change) for change in changes} in (set(), CHANGES["orders.move"]), one
    assert moved == {"cancel"}


def test_every_string_of_ours_is_searched_for(whole: Whole, kept: KeptRows) -> None:
    requests = (Asked("catalogue.suggest", "GET", "/en/search/suggest", f"q={text}") for text in own_strings())
    assert failures(whole, kept, requests) == []


def test_a_webhook_of_rubbish_changes_nothing_whether_it_is_signed_or_not(whole: Whole, kept: KeptRows) -> None:
    provider = runtime.current().providers["sandbox-card"]
    assert isinstance(provider, SandboxCard)
    found = {}
    for text in [unquote(text, errors="replace") for text in own_strings()]:
        data = dict.fromkeys(("key", "reference", "state", "amount", "reason"), text)
        bodies = [text, json.dumps(text), json.dumps({"type": f"payment.{text}", "data": data}), json.dumps({"type": text})]
        bodies += [json.dumps({"type": "payment.succeeded", "data": {**RIGHT_DATA, name: text}}) for name in data]
        for body in (one.encode("utf-8", "replace") for one in bodies):
            for headers in ({}, signed_headers(provider._secret, "msg_1", utc_now(), body)):
                answer = whole.browser.post("/webhooks/sandbox-card", data=body, headers=headers)
                if (answer.status_code not in ((204, 400, 404) if headers else (401,)) and len(body) <= LARGEST_BODY) or kept.changes():
                    found[body] = answer.status_code
    assert found == {}


RIGHT_DATA = {"key": "no-such-key", "reference": "sandbox_1", "state": "succeeded", "amount": 1, "reason": None}


def test_rubbish_in_headers(whole: Whole, kept: KeptRows) -> None:
    found = []
    texts = [unquote(text, encoding="latin-1")[:4000] for text in own_strings()]
    fit = [text for text in texts if text.isprintable() and text.strip()]
    places = itertools.cycle((("GET", "/"), ("GET", "/en/cart"), ("POST", "/en/market")))
    for name, value in itertools.product(HEADERS, fit):
        value = f"market={value}; session={value}" if name == "Cookie" else value
        headers = {name: value, "HX-Request-Type": "partial"} if name.startswith("HX") else {name: value}
        method, path = next(places)
        answer = whole.app.test_client(use_cookies=False).open(path, method=method, headers=headers)
        if answer.status_code >= 500 or kept.changes():
            found.append(f"{method} {path} {headers}")
    assert found == []


def test_a_thousand_filters_are_answered_soon(whole: Whole) -> None:
    query = "&".join(f"colour=c{number}" for number in range(1000))
    answer = whole.browser.get("/en/search", query_string=query)
    assert answer.status_code == 200
    assert len(answer.data) < 1_000_000
