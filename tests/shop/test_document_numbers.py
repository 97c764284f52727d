"""Invoices and credit notes: numbered without gaps, once for each cause, exact, and never changed."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from sold_order import NOW, Sold, sold

from storefront import db
from storefront.db import transaction
from storefront.i18n import plain
from storefront.orders.actions import cancel
from storefront.orders.documents.issuing import issue_document
from storefront.orders.documents.numbers import document_name, keep_counting, number_document
from storefront.orders.documents.tables import Document, DocumentCounter
from storefront.orders.replacements import place_replacement
from storefront.orders.tables import Order, Outbox
from storefront.outbox import work
from storefront.payments import actions
from storefront.worker import handlers

__all__ = ["sold"]


def worked() -> None:
    """The worker does what is due."""
    work(handlers(NOW), NOW)


def documents() -> list[Document]:
    return list(Document.select().order_by(Document.id))


def amounts(row: Document) -> dict[str, Any]:
    kept: dict[str, Any] = row.content["amounts"]
    return kept


def test_a_paid_order_has_an_invoice_whose_lines_and_taxes_are_its_total(sold: Sold) -> None:
    worked()
    assert documents() == []
    sold.pay()
    worked()
    (invoice,) = documents()
    order = sold.order
    assert (invoice.kind, invoice.number, invoice.year, invoice.cause) == ("invoice", 1, NOW.year, "sale")
    assert invoice.name.endswith(f"-{NOW.year}-00001")
    assert amounts(invoice)["total"] == order.total and amounts(invoice)["tax"] == order.tax
    assert amounts(invoice)["net"] == order.net
    assert [row[:2] for row in invoice.content["rows"]] == [["board en", "3"], ["kettle en", "1"], ["Delivery cost", ""]]
    facts = dict(invoice.content["facts"])
    assert facts["Number"] == invoice.name and facts["Order"] == order.number
    assert [row[0] for row in invoice.content["taxes"]] == ["19% · Germany, standard rate"]
    assert invoice.content["buyer"][0] == "Anna Berg"
    assert issue_document({"order": sold.order_id}, NOW) is None
    assert len(documents()) == 1


def test_a_change_for_less_is_a_credit_note_for_exactly_that(sold: Sold) -> None:
    sold.pay()
    worked()
    before = sold.check()
    sold.amend((0, 1, None))
    worked()
    invoice, credit = documents()
    assert (credit.kind, credit.number, credit.corrects_id) == ("credit-note", 1, invoice.id)
    assert amounts(credit)["total"] == 4000 == before - sold.order.total
    assert amounts(invoice)["tax"] - amounts(credit)["tax"] == sold.order.tax
    assert credit.content["rows"][0][:2] == ["board en", "2"]
    assert dict(credit.content["facts"])["Corrects the invoice"] == invoice.name
    worked()
    # the refund that came of it has no note of its own
    assert len(documents()) == 2 and Outbox.select().where(Outbox.kind == "document", Outbox.done_at.is_null()).count() == 0


def test_a_change_before_the_invoice_needs_no_credit_note(sold: Sold) -> None:
    sold.amend((0, 2, None))
    worked()
    sold.pay()
    worked()
    (invoice,) = documents()
    assert amounts(invoice)["total"] == sold.order.total


def test_a_refund_and_then_the_end_of_an_order_take_off_all_that_was_invoiced(sold: Sold) -> None:
    sold.pay()
    worked()
    arranged = actions.Arranged("k", 1234, plain("A scratch."), "staff", {sold.lines[0]: 1})
    actions.arrange_refund(sold.order_id, arranged, NOW)
    worked()
    cancel(sold.order_id, "staff", plain("Not wanted."), NOW)
    worked()
    invoice, scratch, rest = documents()
    assert (scratch.number, rest.number) == (1, 2)
    assert amounts(scratch)["total"] == 1234
    assert [row[:2] for row in scratch.content["rows"]] == [["board en", "1"]]
    assert dict(scratch.content["facts"])["Reason"] == "A scratch."
    assert [row[:2] for row in rest.content["rows"]] == [["board en", "2"], ["kettle en", "1"], ["Delivery cost", ""]]
    assert [row[4] for row in rest.content["rows"]] == ["19%"] * 3
    for name in ("total", "net", "tax"):
        assert amounts(scratch)[name] + amounts(rest)[name] == amounts(invoice)[name]


def test_more_is_a_further_invoice(sold: Sold) -> None:
    from storefront.orders.amending import answer_amendment

    sold.pay()
    worked()
    waits = sold.amend((1, 2, None))
    worked()
    assert len(documents()) == 1
    answer_amendment(sold.order_id, waits.id, "buyer", True, NOW)
    worked()
    _first, second = documents()
    assert (second.kind, second.number, amounts(second)["total"]) == ("invoice", 2, 2000)


def test_private_sellers_demo_orders_and_replacements_have_none(sold: Sold) -> None:
    order = sold.order
    Order.update(seller={**order.seller, "trader": False}).where(Order.id == order.id).execute()
    sold.pay()
    place_replacement(sold.order_id, {sold.lines[0]: 1}, plain("Broken."), NOW)
    worked()
    assert documents() == [] and DocumentCounter.select().count() == 0


def test_what_is_not_sent_before_it_is_paid_is_invoiced_when_it_is_sent(sold: Sold) -> None:
    from storefront.orders.actions import ship

    ship(sold.order_id, {sold.lines[0]: 1}, now=NOW)
    worked()
    assert len(documents()) == 1
    sold.pay()
    worked()
    assert len(documents()) == 1


# -- numbers --------------------------------------------------------------------------------------


def test_a_number_whose_document_is_not_written_is_given_again(shop_database: Any) -> None:
    def failing() -> None:
        with transaction():
            assert number_document(7, "invoice", 2026) == 2
            raise ValueError

    with transaction():
        assert number_document(7, "invoice", 2026) == 1
    with pytest.raises(ValueError):
        failing()
    with transaction():
        assert number_document(7, "invoice", 2026) == 2
        assert number_document(7, "credit-note", 2026) == 1
        assert number_document(7, "invoice", 2027) == 1
        assert number_document(8, "invoice", 2026) == 1
    with pytest.raises(RuntimeError, match="inside the transaction"):
        number_document(7, "invoice", 2026)


def test_many_at_once_get_numbers_without_gap_or_double(shop_database: Any) -> None:
    given: list[int] = []
    wrong: list[BaseException] = []
    begin = threading.Barrier(6)

    def work_on() -> None:
        try:
            begin.wait(20)
            for turn in range(5):
                try:
                    with transaction():
                        number = number_document(7, "invoice", 2026)
                        if turn == 2:
                            raise LookupError
                        given.append(number)
                except LookupError:
                    pass
        except BaseException as error:
            wrong.append(error)
        finally:
            db.close()

    threads = [threading.Thread(target=work_on) for _n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert wrong == []
    assert sorted(given) == list(range(1, 25))


def test_numbers_go_on_after_documents_that_came_from_elsewhere(sold: Sold) -> None:
    sold.pay()
    worked()
    Document.update(number=41).execute()
    keep_counting([sold.order.seller_id])
    with transaction():
        assert number_document(sold.order.seller_id, "invoice", NOW.year) == 42


def test_a_name_says_whose_it_is_of_which_kind_and_year() -> None:
    assert document_name("harbour-field", "invoice", 2026, 12) == "HARBOURFIELD-2026-00012"
    assert document_name("", "credit-note", 2027, 123456) == "C2027-123456"
