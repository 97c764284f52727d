"""A placed order is changed: sums, goods and money follow, on both databases; refusals change nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sold_order import NOW, Sold, asked, sold

from storefront import runtime
from storefront.catalogue.tables import Stock
from storefront.db import transaction
from storefront.errors import NotFound, OutOfStock, Refused
from storefront.i18n import plain
from storefront.orders.actions import left_to_send, ship
from storefront.orders.amending import amend_order, answer_amendment, preview
from storefront.orders.amendment import OrderChanges
from storefront.orders.cases.tables import Case, CaseLine
from storefront.orders.change_views import change_views
from storefront.orders.queries import get_order
from storefront.orders.replacements import place_replacement
from storefront.orders.tables import (
    Amendment,
    Event,
    Order,
    OrderLine,
    Outbox,
    Replacement,
)
from storefront.orders.wording import Wording
from storefront.payments import actions
from storefront.payments.actions import run_refund
from storefront.payments.tables import Installment, Payment, Refund
from storefront.workflow import fire_timers

__all__ = ["sold"]


def stock() -> list[tuple[int, int]]:
    return [(row.on_hand, row.reserved) for row in Stock.select().order_by(Stock.id)]


def frozen() -> list[tuple[int, ...]]:
    columns = (OrderLine.quantity, OrderLine.gross, OrderLine.net, OrderLine.tax)
    return list(OrderLine.select(*columns).order_by(OrderLine.id).tuples())


def mails() -> list[dict[str, object]]:
    rows = Outbox.select().where(Outbox.kind == "notice_mail").order_by(Outbox.id)
    return [row.payload for row in rows if row.payload["about"] == "amendment"]


def test_fewer_pieces_of_a_paid_order_give_back_goods_and_money(sold: Sold) -> None:
    sold.pay()
    total = sold.check()
    was = frozen()
    assert stock() == [(7, 0), (9, 0)]
    done = sold.amend((0, 1, None))
    assert done.state == "carried-out"
    assert sold.check() == total - 4000
    assert sold.refunds() == [4000]
    assert stock() == [(9, 0), (9, 0)]
    assert left_to_send(sold.order_id) == {sold.lines[0]: 1, sold.lines[1]: 1}
    assert frozen() == was
    assert sold.story()[-2:] == ["amended", "refund-arranged"]
    # the same form again does nothing more
    assert sold.amend((0, 1, None)) == done
    assert sold.refunds() == [4000] and sold.check() == total - 4000
    run_refund(Refund.get().id, NOW)
    assert sold.check() == total - 4000


def test_an_order_that_is_not_paid_owes_less_and_keeps_fewer_goods(sold: Sold) -> None:
    total = sold.check()
    assert stock() == [(10, 3), (10, 1)]
    sold.amend((0, 2, None))
    assert stock() == [(10, 2), (10, 1)]
    assert sold.dues() == [(total - 2000, 0, False)]
    assert sold.refunds() == []
    # the payment under way still asks for the old sum: what is too much goes back by itself
    sold.pay()
    assert sold.dues() == [(total - 2000, total - 2000, False)]
    assert sold.refunds() == [2000]
    assert stock() == [(8, 0), (9, 0)]
    assert sold.check() == total - 2000


def test_unpaid_parts_are_lowered_the_last_due_first_before_money_goes_back(sold: Sold) -> None:
    sold.pay()
    (row,) = Installment.select().where(Installment.order == sold.order_id)
    # as if a third had been due later, and is not paid
    Installment.update(amount=row.amount - 3000, paid=row.amount - 3000).where(Installment.id == row.id).execute()
    for place, (amount, due) in enumerate(((2000, NOW), (1000, None)), 1):
        Installment.create(order=sold.order_id, position=place, label={"text": "x"}, amount=amount, due="2026-12-24", due_at=due)
    first = row.amount - 3000
    sold.amend((0, 2, None))
    assert sold.dues() == [(first, first, False), (1000, 0, False), (1000, 0, True)]
    assert sold.refunds() == []
    sold.amend((0, 0, None), key="k2")
    assert sold.dues() == [(first, first, False), (1000, 0, True), (1000, 0, True)]
    assert sold.refunds() == [3000]
    sold.check()


def test_more_pieces_wait_for_the_buyers_yes_and_then_are_owed_at_once(sold: Sold) -> None:
    sold.pay()
    total = sold.check()
    asked_for = sold.amend((0, 5, None))
    assert asked_for.state == "proposed"
    assert sold.check() == total and stock() == [(7, 0), (9, 0)]
    assert [mail["state"] for mail in mails()] == ["proposed"]
    for side in ("seller", "staff"):
        with pytest.raises(Refused, match="other side"):
            answer_amendment(sold.order_id, asked_for.id, side, True, NOW)  # type: ignore[arg-type]
    with pytest.raises(Refused, match="still waits for an answer"):
        sold.amend((0, 2, None), key="k2")
    done = answer_amendment(sold.order_id, asked_for.id, "buyer", True, NOW)
    assert done.state == "carried-out"
    assert sold.check() == total + 4000
    assert sold.dues() == [(total, total, False), (4000, 0, False)]
    assert stock() == [(5, 0), (9, 0)]
    with pytest.raises(Refused, match="decided before"):
        answer_amendment(sold.order_id, asked_for.id, "buyer", True, NOW)
    # an attempt to pay it that lapses does not end the order that was sold
    payment = actions.start_attempt(sold.order.purchase_id, "sandbox-card", NOW)
    actions.lapse(NOW + timedelta(days=1))
    assert sold.order.closed_at is None and Payment.get_by_id(payment).state == "created"


def test_what_is_sold_out_meanwhile_is_refused_and_nothing_happens(sold: Sold) -> None:
    sold.pay()
    total = sold.check()
    waits = sold.amend((0, 5, None))
    Stock.update(on_hand=1).where(Stock.on_hand == 7).execute()
    with pytest.raises(OutOfStock):
        answer_amendment(sold.order_id, waits.id, "buyer", True, NOW)
    assert Amendment.get_by_id(waits.id).state == "proposed"
    assert sold.check() == total and sold.dues() == [(total, total, False)] and stock()[0] == (1, 0)


def test_declined_withdrawn_and_forgotten_changes_leave_the_order_as_it_is(sold: Sold) -> None:
    sold.pay()
    total = sold.check()
    first = sold.amend((0, None, 2500))
    assert answer_amendment(sold.order_id, first.id, "buyer", False, NOW).state == "declined"
    second = sold.amend((0, None, 2500), key="k2")
    assert answer_amendment(sold.order_id, second.id, "seller", False, NOW).state == "withdrawn"
    third = sold.amend((0, None, 2500), key="k3")
    assert fire_timers(NOW + timedelta(days=6)) == 0
    assert fire_timers(NOW + timedelta(days=7)) == 1
    assert Amendment.get_by_id(third.id).state == "expired"
    with pytest.raises(Refused):
        answer_amendment(sold.order_id, third.id, "buyer", True, NOW)
    assert sold.check() == total and sold.refunds() == []
    assert [kind for kind in sold.story() if kind.startswith("amendment")] == [
        "amendment-proposed", "amendment-declined", "amendment-proposed", "amendment-withdrawn", "amendment-proposed",
        "amendment-expired",
    ]  # fmt: skip


def test_a_proposal_asks_nobody_any_more_once_its_order_has_ended(sold: Sold) -> None:
    sold.pay()
    asked_for = sold.amend((0, None, 2500))
    before: dict[str, object] = {}
    after: dict[str, object] = {}
    for seen in (before, after):
        (view,) = change_views(get_order(sold.order_id), Wording(runtime.current(), "en"), NOW)
        seen |= {"state": view.state, "title": view.title, "acts": [one.name for one in view.actions]}
        if seen is before:
            actions.cancel_order(sold.order_id, plain("sold out"), now=NOW)
    assert before == {
        "state": "proposed", "title": "A change was proposed",
        "acts": [f"accept-{asked_for.id}", f"decline-{asked_for.id}"],
    }  # fmt: skip
    assert after == {"state": "withdrawn", "title": "The order has ended: this change comes to nothing", "acts": []}
    with pytest.raises(Refused):
        answer_amendment(sold.order_id, asked_for.id, "buyer", True, NOW)


def test_what_is_sent_or_contested_stays(sold: Sold) -> None:
    sold.pay()
    ship(sold.order_id, {sold.lines[0]: 1}, now=NOW)
    case = Case.create(
        number="C-1", token="t", order=sold.order_id, kind="dispute", reason="damaged", state="open", email="a@b.example",
        language="en", opened_at=NOW,
    )  # fmt: skip
    CaseLine.create(case=case.id, order_line=sold.lines[0], quantity=2, amount=4000)
    total = sold.check()
    with pytest.raises(Refused, match="2 pieces of it are sent"):
        sold.amend((0, 1, None))
    assert sold.check() == total and sold.refunds() == [] and Amendment.select().count() == 0
    sold.amend((0, 2, None))
    assert sold.refunds() == [2000]
    assert left_to_send(sold.order_id) == {sold.lines[0]: 1, sold.lines[1]: 1}


def test_when_what_was_left_is_taken_away_the_order_is_sent(sold: Sold) -> None:
    sold.pay()
    ship(sold.order_id, {sold.lines[0]: 3}, now=NOW)
    sold.amend((1, 0, None))
    assert left_to_send(sold.order_id) == {}
    assert sold.order.state == "fulfilled"


def test_an_order_with_nothing_left_ends_and_all_goes_back_with_the_delivery(sold: Sold) -> None:
    sold.pay()
    total = sold.check()
    sold.amend((0, 0, None), (1, 0, None))
    order = sold.order
    assert (order.state, order.total, order.freight, order.tax) == ("cancelled", 0, 0, 0)
    assert order.closed_at is not None
    assert sum(sold.refunds()) == total
    assert stock() == [(10, 0), (10, 0)]
    sold.check()
    # the worker's own end of a cancelled order changes nothing more
    actions.end_order(sold.order_id, plain("again"), NOW)
    assert sum(sold.refunds()) == total and stock() == [(10, 0), (10, 0)]
    with pytest.raises(Refused, match="closed"):
        sold.amend((0, 1, None), key="k2")


def test_an_unpaid_order_with_nothing_left_owes_nothing(sold: Sold) -> None:
    sold.amend((0, 0, None), (1, 0, None))
    assert sold.order.state == "cancelled"
    assert stock() == [(10, 0), (10, 0)]
    assert sold.refunds() == []
    # money that comes all the same goes back
    sold.pay()
    assert sold.refunds() == [Payment.get().amount]
    sold.check()


def test_what_went_back_before_is_not_given_back_again(sold: Sold) -> None:
    sold.pay()
    total = sold.check()
    pieces = {sold.lines[0]: 1}
    arranged = actions.Arranged("goodwill", 2000, plain("A scratch."), "staff", pieces)
    assert actions.arrange_refund(sold.order_id, arranged, NOW)
    with pytest.raises(Refused):
        sold.amend((0, 0, None))
    sold.amend((0, 1, None), (1, 0, None))
    assert sum(sold.refunds()) == 2000 + 4000 + 2000
    assert sum(sold.refunds()) <= total
    sold.check()


def test_a_date_an_address_and_a_lower_price(sold: Sold) -> None:
    sold.pay()
    later = sold.amend(arrives_by="2027-01-15")
    assert later.state == "proposed"
    answer_amendment(sold.order_id, later.id, "buyer", True, NOW)
    assert sold.order.arrives_by == "2027-01-15"
    home = {**sold.order.address, "street": "Lindenweg 5"}
    assert sold.amend(by="buyer", key="k2", address=home).state == "carried-out"
    assert sold.order.address["street"] == "Lindenweg 5"
    assert Amendment.get(Amendment.key == "k2").before["address"]["street"] == "Lindenweg 4"
    with pytest.raises(Refused, match="another country"):
        sold.amend(by="buyer", key="k3", address={**home, "country": "FR"})
    assert sold.amend((0, None, 1500), key="k4").state == "carried-out"
    assert sold.refunds() == [1500]
    ship(sold.order_id, {sold.lines[0]: 1}, now=NOW)
    waits = sold.amend(by="buyer", key="k5", address={**home, "street": "Lindenweg 6"})
    assert waits.state == "proposed"
    # refused when it is worked out already, with which one and what to do
    for by, words in (("seller", "Accept or decline it"), ("buyer", "Withdraw it")):
        with pytest.raises(Refused, match=words) as refusal:
            preview(get_order(sold.order_id), OrderChanges(arrives_by="2027-02-01"), by)
        assert refusal.value.code == "one-waits"
    with pytest.raises(Refused, match="other side"):
        answer_amendment(sold.order_id, waits.id, "buyer", True, NOW)
    assert answer_amendment(sold.order_id, waits.id, "seller", True, NOW).state == "carried-out"
    sold.check()


def test_another_orders_amendment_is_not_found(sold: Sold) -> None:
    sold.pay()
    waits = sold.amend((0, 5, None))
    other = place_replacement(sold.order_id, {sold.lines[1]: 1}, plain("Broken."), NOW)
    for amendment in (waits.id, waits.id + 99):
        with pytest.raises(NotFound):
            answer_amendment(other, amendment, "buyer", True, NOW)
    with pytest.raises(NotFound):
        amend_order(other, OrderChanges(arrives_by="2027-01-01"), asked(), NOW)
    assert Amendment.get_by_id(waits.id).state == "proposed"


# -- replacements ---------------------------------------------------------------------------------


def test_a_replacement_is_an_order_of_zero_that_can_be_sent(sold: Sold) -> None:
    sold.pay()
    ship(sold.order_id, None, now=NOW)
    new_id = place_replacement(sold.order_id, {sold.lines[0]: 2}, plain("It broke."), NOW, key="case:7")
    assert place_replacement(sold.order_id, {sold.lines[0]: 2}, plain("It broke."), NOW, key="case:7") == new_id
    new, old = Order.get_by_id(new_id), sold.order
    assert (new.total, new.net, new.tax, new.purchase_id, new.state) == (0, 0, 0, old.purchase_id, "placed")
    assert (new.address, new.seller, new.business_model) == (old.address, old.seller, old.business_model)
    assert [(row.original_id, row.order_id) for row in Replacement.select()] == [(old.id, new_id)]
    assert stock() == [(5, 0), (9, 0)]
    kinds = [kind for (kind,) in Event.select(Event.kind).where(Event.subject == f"order:{new_id}").order_by(Event.id).tuples()]
    assert kinds == ["placed", "paid"]
    assert "replaced" in sold.story()
    (line,) = left_to_send(new_id).items()
    assert line[1] == 2
    ship(new_id, None, now=NOW)
    assert Order.get_by_id(new_id).state == "fulfilled"
    sold.check()


def test_a_replacement_that_cannot_be_is_refused_and_nothing_happens(sold: Sold) -> None:
    sold.pay()
    Stock.update(on_hand=1).where(Stock.on_hand == 7).execute()
    orders = Order.select().count()
    with pytest.raises(OutOfStock):
        place_replacement(sold.order_id, {sold.lines[0]: 2}, plain("It broke."), NOW)
    for pieces, words in (({}, "which pieces"), ({99: 1}, "no such line"), ({sold.lines[1]: 2}, "More pieces")):
        with pytest.raises(Refused, match=words):
            place_replacement(sold.order_id, pieces, plain("It broke."), NOW)
    with pytest.raises(NotFound):
        place_replacement(999, {sold.lines[0]: 1}, plain("It broke."), NOW)
    assert Order.select().count() == orders and stock() == [(1, 0), (9, 0)] and Replacement.select().count() == 0


def test_a_change_inside_somebody_elses_transaction_is_undone_with_it(sold: Sold) -> None:
    sold.pay()
    total = sold.check()
    with pytest.raises(RuntimeError):
        with transaction():
            sold.amend((0, 1, None))
            raise RuntimeError
    assert sold.check() == total and sold.refunds() == [] and Amendment.select().count() == 0
