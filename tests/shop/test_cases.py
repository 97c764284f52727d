"""Withdrawals, complaints and their clocks: what comes of them, in money and goods, on both databases."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from email import message_from_bytes
from email.policy import default
from typing import TYPE_CHECKING, Literal

import pytest
from case_steps import (
    DAY,
    GOODS,
    POST,
    SELLER,
    STAFF,
    TOTAL,
    WORDS,
    arrived,
    complain,
    fresh,
    ledger_is_balanced,
    line_of,
    sent_back,
    statement,
)

from storefront.accounts.actions import add_person
from storefront.accounts.tables import PersonSeller
from storefront.catalogue.tables import Stock
from storefront.db import utc_now
from storefront.errors import Refused
from storefront.i18n import _
from storefront.orders.actions import cancel, deliver, left_to_send, ship
from storefront.orders.cases import actions as cases
from storefront.orders.cases.chargebacks import follow
from storefront.orders.cases.entries import BUYER, Said
from storefront.orders.cases.reasons import DAMAGED, NOT_AS_DESCRIBED, NOT_RECEIVED
from storefront.orders.cases.tables import Case, CaseEntry, CaseLine
from storefront.orders.tables import Order, OrderLine, Outbox, Purchase, Timer
from storefront.payments.chargebacks import record_chargeback
from storefront.payments.hold_tables import HoldFreeze
from storefront.payments.tables import Payment, Refund
from storefront.plugin_leaving import open_orders
from storefront.uploads.files import KeptFile, Sent, keep_file, path_of
from storefront.values import ChargebackNews
from storefront.worker import run_once
from storefront.workflow import fire_timers, move, set_timer

if TYPE_CHECKING:
    from conftest import OrderShop


@pytest.fixture
def sold(order_shops: OrderShop) -> Order:
    """An order of two boards that is paid, not sent."""
    placed = order_shops.place()
    order_shops.pay(placed)
    return order_shops.orders(placed)[0]


# -- withdrawal -------------------------------------------------------------------------------------


def test_a_guest_withdraws_from_a_delivered_order_and_has_the_money_back(sold: Order) -> None:
    now = utc_now()
    arrived(sold, now)
    case = cases.withdraw(sold.id, statement(now), None, now, proved=False)
    assert (case.state, case.opened_at, fresh(case).proved_at) == ("unproved", now, None)
    assert sent_back() == []
    cases.prove(case.id, BUYER, now + 2 * DAY)
    assert (fresh(case).state, fresh(case).opened_at, fresh(case).proved_at) == ("returning", now, now + 2 * DAY)
    cases.send_back(case.id, Said(data={"carrier": "DHL", "tracking": "JD1"}), now + 3 * DAY)
    # the money is due 14 days after it was said, the proof of sending is enough
    assert (fresh(case).state, fresh(case).turn_until) == ("checking", now + 14 * DAY)
    assert fire_timers(now + 13 * DAY) == 0
    fire_timers(now + 14 * DAY)
    assert (fresh(case).state, fresh(case).outcome, fresh(case).decided_by) == ("closed", "refund", "silence")
    assert sent_back() == [TOTAL]
    run_once(now + 14 * DAY)
    assert Refund.get().state == "succeeded"
    assert ledger_is_balanced()


def test_the_seller_who_has_the_goods_sends_the_money_at_once(sold: Order) -> None:
    now = utc_now()
    arrived(sold, now)
    case = cases.withdraw(sold.id, statement(now), None, now, proved=True)
    cases.goods_arrived(case.id, SELLER, now + DAY)
    assert (fresh(case).outcome, sent_back()) == ("refund", [TOTAL])
    with pytest.raises(Refused, match="No goods are on their way back"):
        cases.goods_arrived(case.id, SELLER, now + DAY)
    assert sent_back() == [TOTAL]


def test_a_part_is_withdrawn_without_its_delivery_and_the_rest_later_with_it(sold: Order) -> None:
    now = utc_now()
    arrived(sold, now)
    line = line_of(sold)
    first = cases.withdraw(sold.id, statement(now), {line: 1}, now, proved=True)
    cases.goods_arrived(first.id, SELLER, now)
    assert sent_back() == [GOODS // 2]
    second = cases.withdraw(sold.id, statement(now), None, now, proved=True)
    cases.goods_arrived(second.id, SELLER, now)
    assert sent_back() == [GOODS // 2, GOODS // 2 + POST]
    with pytest.raises(cases.WrongClaim, match="nothing is left to withdraw from"):
        cases.withdraw(sold.id, statement(now), None, now, proved=True)


def test_a_dearer_delivery_gives_back_what_the_cheapest_would_have_cost(sold: Order) -> None:
    now = utc_now()
    frozen = {**sold.frozen, "delivery": {**sold.frozen["delivery"], "cheapest": 300}}
    Order.update(frozen=frozen).where(Order.id == sold.id).execute()
    arrived(sold, now)
    case = cases.withdraw(sold.id, statement(now), None, now, proved=True)
    cases.goods_arrived(case.id, SELLER, now)
    assert sent_back() == [GOODS + 300]


def test_what_was_not_sent_is_cancelled_at_once_by_a_withdrawal(sold: Order) -> None:
    now = utc_now()
    case = cases.withdraw(sold.id, statement(now), None, now, proved=True)
    assert (fresh(case).state, fresh(case).outcome_amount) == ("closed", TOTAL)
    assert Order.get_by_id(sold.id).state == "cancelled"
    assert sent_back() == [TOTAL]


def test_the_day_of_the_first_step_counts_whenever_it_is_proved(sold: Order) -> None:
    came = utc_now()
    arrived(sold, came)
    case = cases.withdraw(sold.id, statement(came + 13 * DAY), None, came + 13 * DAY, proved=False)
    cases.prove(case.id, BUYER, came + 40 * DAY)
    assert fresh(case).state == "returning"
    with pytest.raises(cases.WrongClaim, match="The period for withdrawing ended on"):
        cases.withdraw(sold.id, statement(came + 20 * DAY), {line_of(sold): 1}, came + 20 * DAY, proved=True)
    assert Case.select().count() == 1


def test_who_says_it_twice_unproved_gets_both_mails_again_and_no_second_case(sold: Order) -> None:
    now = utc_now()
    arrived(sold, now)
    first = cases.withdraw(sold.id, statement(now), None, now, proved=False)
    again = cases.withdraw(sold.id, statement(now + DAY), None, now + DAY, proved=False)
    assert (again.id, Case.select().count()) == (first.id, 1)
    to = [row.payload["to"] for row in Outbox.select().where(Outbox.kind == "case_mail").order_by(Outbox.id)]
    # nobody tells the seller what nobody has proved
    assert to == ["buyer", "owner", "buyer", "owner"]


def test_a_private_sellers_goods_are_not_withdrawn_from(sold: Order) -> None:
    Order.update(seller={**sold.seller, "trader": False}).where(Order.id == sold.id).execute()
    now = utc_now()
    arrived(sold, now)
    with pytest.raises(cases.WrongClaim, match="The seller is a private person"):
        cases.withdraw(sold.id, statement(now), None, now, proved=True)
    assert Case.select().count() == 0


def test_a_line_excepted_before_the_sale_stays_excepted(sold: Order) -> None:
    line = OrderLine.get(OrderLine.order == sold.id)
    reason = {"text": "Made to your measure."}
    terms = {**line.frozen["sale_terms"], "withdrawal_days": None, "withdrawal_reason": reason}
    OrderLine.update(frozen={**line.frozen, "sale_terms": terms}).where(OrderLine.id == line.id).execute()
    now = utc_now()
    arrived(sold, now)
    with pytest.raises(cases.WrongClaim, match="Made to your measure"):
        cases.withdraw(sold.id, statement(now), None, now, proved=True)


# -- complaints -------------------------------------------------------------------------------------


def test_what_did_not_come_is_decided_by_silence_and_carried_out_after_the_time_to_object(sold: Order) -> None:
    late = utc_now() + 10 * DAY
    case = complain(sold, NOT_RECEIVED, late)
    assert (fresh(case).state, fresh(case).turn_until) == ("seller", late + 3 * DAY)
    fire_timers(late + 3 * DAY)
    decided = fresh(case)
    assert (decided.state, decided.outcome, decided.decided_by) == ("decided", "refund", "silence")
    assert sent_back() == []
    fire_timers(late + 6 * DAY)
    assert (fresh(case).state, sent_back()) == ("closed", [TOTAL])


def test_a_worker_that_was_off_for_two_days_catches_up_in_order(sold: Order) -> None:
    late = utc_now() + 10 * DAY
    case = complain(sold, NOT_RECEIVED, late)
    # the seller's three days are over, and the worker comes two days after that
    fire_timers(late + 5 * DAY)
    assert (fresh(case).state, fresh(case).turn_until) == ("decided", late + 8 * DAY)
    fire_timers(late + 7 * DAY)
    assert sent_back() == []


def test_an_offer_of_a_part_is_taken_and_the_goods_stay(sold: Order) -> None:
    now = utc_now()
    arrived(sold, now)
    case = complain(sold, NOT_AS_DESCRIBED, now + DAY)
    assert cases.offer(case.id, "partial-refund", 1500, SELLER, Said("Keep them."), now + DAY) == "buyer"
    assert cases.agree(case.id, now + DAY) == "closed"
    assert (fresh(case).outcome, fresh(case).outcome_amount, sent_back()) == ("partial-refund", 1500, [1500])
    # the pieces can still be complained of; the money that is left is the most
    again = complain(sold, NOT_AS_DESCRIBED, now + 2 * DAY)
    cases.offer(again.id, "refund", None, SELLER, Said(), now + 2 * DAY)
    assert sent_back() == [1500, TOTAL - 1500]


def test_what_was_asked_for_is_done_at_once_when_the_seller_agrees(sold: Order) -> None:
    now = utc_now()
    arrived(sold, now)
    case = complain(sold, NOT_AS_DESCRIBED, now + DAY, "partial-refund", amount=800)
    assert cases.offer(case.id, "partial-refund", 900, SELLER, Said(), now + DAY) == "closed"
    assert sent_back() == [900]


def test_silence_of_the_buyer_lets_the_answer_stand(sold: Order) -> None:
    now = utc_now()
    arrived(sold, now)
    case = complain(sold, NOT_AS_DESCRIBED, now + DAY)
    cases.offer(case.id, "rejected", None, SELLER, Said("It is as it was shown."), now + DAY)
    fire_timers(now + 8 * DAY)
    assert (fresh(case).state, fresh(case).outcome, sent_back()) == ("closed", "rejected", [])


def test_staff_decide_once_more_after_one_objection_and_no_more(sold: Order) -> None:
    now = utc_now()
    arrived(sold, now)
    case = complain(sold, NOT_AS_DESCRIBED, now + DAY)
    cases.offer(case.id, "rejected", None, SELLER, Said("No."), now + DAY)
    cases.escalate(case.id, BUYER, Said("Look at it."), now + DAY)
    assert cases.decide(case.id, "rejected", None, STAFF, Said("Nothing is wrong."), now + DAY) == "decided"
    cases.appeal(case.id, BUYER, Said("It is cracked."), now + 2 * DAY)
    assert fresh(case).state == "shop"
    assert cases.decide(case.id, "refund", None, STAFF, Said("It is."), now + 2 * DAY) == "closed"
    assert (fresh(case).decided_by, sent_back()) == ("person:8", [TOTAL])
    with pytest.raises(Refused, match="no decision to object to"):
        cases.appeal(case.id, SELLER, Said("But"), now + 3 * DAY)


def test_goods_go_back_before_the_money_where_that_was_decided(sold: Order) -> None:
    now = utc_now()
    arrived(sold, now)
    case = complain(sold, DAMAGED, now + DAY, "return", said=Said("Cracked.", [_photo()]))
    assert cases.offer(case.id, "return", None, SELLER, Said(), now + DAY) == "returning"
    cases.send_back(case.id, Said(), now + 2 * DAY)
    cases.escalate(case.id, SELLER, Said("Another board came back."), now + 5 * DAY)
    cases.decide(case.id, "partial-refund", 1000, STAFF, Said("Half each."), now + 5 * DAY)
    fire_timers(now + 8 * DAY)
    assert sent_back() == [1000]


def test_what_is_not_sent_back_in_time_ends_without_money(sold: Order) -> None:
    now = utc_now()
    arrived(sold, now)
    case = cases.withdraw(sold.id, statement(now), None, now, proved=True)
    fire_timers(now + 28 * DAY)
    assert (fresh(case).state, fresh(case).outcome, sent_back()) == ("closed", "lapsed", [])
    # said in time once, it may come back late: the period that is over by now does not count again
    late = now + 40 * DAY
    again = cases.withdraw(sold.id, statement(late), None, late, proved=True)
    cases.send_back(again.id, Said("By post."), late)
    fire_timers(late + 30 * DAY)
    assert (fresh(again).state, fresh(again).outcome, sent_back()) == ("closed", "refund", [TOTAL])


def test_the_orders_clocks_stand_still_while_a_case_is_open(sold: Order) -> None:
    now = utc_now()
    arrived(sold, now)
    set_timer(f"order:{sold.id}", "finish", now + 10 * DAY)
    one = complain(sold, NOT_AS_DESCRIBED, now + 4 * DAY)
    assert Timer.get(Timer.subject == f"order:{sold.id}").paused
    assert fire_timers(now + 6 * DAY) == 0
    cases.take_back(one.id, now + 6 * DAY)
    timer = Timer.get(Timer.subject == f"order:{sold.id}")
    # two days of it are not counted
    assert (timer.paused, timer.due_at) == (False, now + 12 * DAY)


def test_a_clock_that_is_set_while_a_case_is_open_stands_still_too(sold: Order) -> None:
    subject, late = f"order:{sold.id}", utc_now() + 10 * DAY
    case = complain(sold, NOT_RECEIVED, late)
    set_timer(subject, "finish", late + 5 * DAY, late + DAY)
    timer = Timer.get(Timer.subject == subject)
    assert (timer.paused, timer.paused_at) == (True, late + DAY)
    assert fire_timers(late + 2 * DAY) == 0
    cases.take_back(case.id, late + 3 * DAY)
    timer = Timer.get(Timer.subject == subject)
    assert (timer.paused, timer.due_at) == (False, late + 7 * DAY)


def test_who_answers_while_the_bank_decides_sets_no_clock_going(sold: Order) -> None:
    now = utc_now()
    arrived(sold, now)
    case = complain(sold, NOT_AS_DESCRIBED, now + DAY)
    cases.offer(case.id, "rejected", None, SELLER, Said("No."), now + DAY)
    chargeback(sold, TOTAL, "open", now + 2 * DAY)
    cases.escalate(case.id, BUYER, Said("Look."), now + 3 * DAY)
    assert fire_timers(now + 40 * DAY) == 0
    chargeback(sold, TOTAL, "won", now + 40 * DAY)
    assert (fresh(case).state, fresh(case).turn_until) == ("shop", now + 47 * DAY)


def test_a_withdrawal_that_nobody_proved_stops_no_clock(sold: Order) -> None:
    now = utc_now()
    arrived(sold, now)
    set_timer(f"order:{sold.id}", "finish", now + 10 * DAY)
    cases.withdraw(sold.id, statement(now, "stranger@example.com"), None, now, proved=False)
    assert not Timer.get(Timer.subject == f"order:{sold.id}", Timer.transition == "finish").paused
    one = complain(sold, NOT_AS_DESCRIBED, now + DAY)
    cases.take_back(one.id, now + 2 * DAY)
    assert not Timer.select().where(Timer.subject == f"order:{sold.id}", Timer.paused).exists()


def test_an_objection_that_nobody_reads_leaves_the_first_decision(sold: Order) -> None:
    now = utc_now()
    arrived(sold, now)
    case = complain(sold, NOT_AS_DESCRIBED, now + DAY)
    cases.offer(case.id, "rejected", None, SELLER, Said("No."), now + DAY)
    cases.escalate(case.id, BUYER, Said("Look at it."), now + DAY)
    cases.decide(case.id, "partial-refund", 700, STAFF, Said("A scratch."), now + DAY)
    cases.appeal(case.id, BUYER, Said("All of it!"), now + 2 * DAY)
    fire_timers(fresh(case).turn_until)
    again = fresh(case)
    assert (again.state, again.outcome, again.outcome_amount) == ("decided", "partial-refund", 700)
    with pytest.raises(Refused, match="objected to once already"):
        cases.appeal(case.id, SELLER, Said("But"), again.turn_until - DAY)
    fire_timers(again.turn_until)
    assert (fresh(case).state, sent_back()) == ("closed", [700])


def test_what_silence_cannot_send_again_is_paid_back(sold: Order) -> None:
    now = utc_now()
    arrived(sold, now)
    case = complain(sold, NOT_AS_DESCRIBED, now + DAY, "replacement")
    Stock.update(on_hand=Stock.reserved).execute()
    fire_timers(fresh(case).turn_until)
    assert (fresh(case).state, fresh(case).outcome) == ("decided", "replacement")
    fire_timers(fresh(case).turn_until)
    assert (fresh(case).state, fresh(case).outcome, sent_back()) == ("closed", "refund", [TOTAL])
    assert Order.select().where(Order.purchase == sold.purchase_id).count() == 1


def test_an_answer_alone_is_given_and_its_reader_says_whether_it_is_enough(sold: Order) -> None:
    now = utc_now()
    arrived(sold, now)
    case = complain(sold, NOT_AS_DESCRIBED, now + DAY, "answer")
    with pytest.raises(Refused, match="Say why"):
        cases.offer(case.id, "answer", None, SELLER, Said(), now + DAY)
    assert cases.offer(case.id, "answer", None, SELLER, Said("Oil it once."), now + DAY) == "buyer"
    assert cases.agree(case.id, now + 2 * DAY) == "closed"
    assert (fresh(case).outcome, sent_back()) == ("answer", [])
    other = complain(sold, NOT_AS_DESCRIBED, now + 3 * DAY)
    with pytest.raises(Refused, match="choose one of the list"):
        cases.offer(other.id, "answer", None, SELLER, Said("No."), now + 3 * DAY)


# -- what is refused --------------------------------------------------------------------------------


def _photo() -> KeptFile:
    return KeptFile("image", "ab" * 32, "crack.jpg", 1000, 100, 100)


@pytest.mark.parametrize(
    ("wrong", "field", "words"),
    [
        (lambda order: cases.Claim(NOT_AS_DESCRIBED, {}, "refund", said=WORDS), "pieces", "Choose what it is about"),
        (lambda order: cases.Claim(NOT_AS_DESCRIBED, {line_of(order): 3}, "refund", said=WORDS), "pieces-", "At most 2"),
        (lambda order: cases.Claim(NOT_AS_DESCRIBED, {line_of(order): 1}, "gold", said=WORDS), "wish", "choose one"),
        (lambda order: cases.Claim(NOT_AS_DESCRIBED, {line_of(order): 1}, "refund"), "text", "in a few words"),
        (lambda order: cases.Claim(DAMAGED, {line_of(order): 1}, "refund", said=WORDS), "files", "at least one photo"),
        (
            lambda order: cases.Claim(NOT_AS_DESCRIBED, {line_of(order): 1}, "partial-refund", 2001, WORDS),
            "amount",
            "up to what was paid",
        ),
    ],
)
def test_a_wrong_claim_is_refused_at_its_field_and_nothing_is_written(
    sold: Order, wrong: Callable[[Order], cases.Claim], field: str, words: str
) -> None:
    now = utc_now()
    arrived(sold, now)
    with pytest.raises(cases.WrongClaim) as refusal:
        cases.open_case(sold.id, wrong(sold), BUYER, now + DAY)
    assert refusal.value.field.startswith(field)
    assert words in str(refusal.value.message)
    assert (Case.select().count(), CaseEntry.select().count()) == (0, 0)


def test_a_window_opens_and_closes(sold: Order) -> None:
    now = utc_now()
    with pytest.raises(cases.WrongClaim, match="once the parcel is on its way"):
        complain(sold, NOT_AS_DESCRIBED, now)
    with pytest.raises(cases.WrongClaim, match="This can be said from"):
        complain(sold, NOT_RECEIVED, now)
    arrived(sold, now)
    with pytest.raises(cases.WrongClaim, match="is over"):
        complain(sold, NOT_AS_DESCRIBED, now + 31 * DAY)
    assert Case.select().count() == 0


def test_nobody_complains_of_his_own_sale(sold: Order) -> None:
    now = utc_now()
    arrived(sold, now)
    person = add_person("nord@example.com", "", "en", now, confirmed=True)
    PersonSeller.create(person=person, seller=sold.seller_id)
    Purchase.update(person_id=person).where(Purchase.id == sold.purchase_id).execute()
    with pytest.raises(cases.WrongClaim, match="your own sale"):
        complain(sold, NOT_AS_DESCRIBED, now + DAY)
    assert Case.select().count() == 0


def test_files_that_nothing_names_are_swept_after_a_day(order_shops: OrderShop, sold: Order) -> None:
    folder, now = order_shops.settings.private, utc_now()
    arrived(sold, now)
    kept, lost = (keep_file(Sent(f"{name}.pdf", b"%PDF-" + name.encode()), folder) for name in ("kept", "lost"))
    complain(sold, NOT_AS_DESCRIBED, now, said=Said("Cracked.", [kept]))
    paths = [path_of(folder, one.digest, "pdf") for one in (kept, lost)]
    run_once(now)
    assert [path.is_file() for path in paths] == [True, True]
    run_once(now + 2 * DAY)
    assert [path.is_file() for path in paths] == [True, False]


def test_the_same_pieces_are_in_one_open_case_only(sold: Order) -> None:
    now = utc_now()
    arrived(sold, now)
    complain(sold, NOT_AS_DESCRIBED, now + DAY)
    with pytest.raises(cases.WrongClaim, match="At most 0"):
        complain(sold, NOT_AS_DESCRIBED, now + DAY)
    with pytest.raises(cases.WrongClaim, match="nothing is left"):
        cases.withdraw(sold.id, statement(now), None, now, proved=True)
    assert Case.select().count() == 1


def test_a_cancelled_order_has_nothing_to_complain_of(order_shops: OrderShop, sold: Order) -> None:
    now = utc_now()
    cancel(sold.id, "buyer", _("No."), now)
    with pytest.raises(cases.WrongClaim, match="All that was paid for this has gone back"):
        complain(sold, NOT_RECEIVED, now + 20 * DAY)
    with pytest.raises(cases.WrongClaim, match="This order was cancelled"):
        cases.withdraw(sold.id, statement(now), None, now, proved=True)


def test_whose_turn_it_is_not_changes_nothing(sold: Order) -> None:
    now = utc_now()
    arrived(sold, now)
    case = complain(sold, NOT_AS_DESCRIBED, now + DAY)
    with pytest.raises(Refused, match="no answer that waits"):
        cases.agree(case.id, now + DAY)
    with pytest.raises(Refused, match="Nothing is to be sent back"):
        cases.send_back(case.id, Said(), now + DAY)
    with pytest.raises(Refused, match="not asked to decide"):
        cases.decide(case.id, "refund", None, STAFF, WORDS, now + DAY)
    with pytest.raises(Refused, match="not your turn"):
        cases.escalate(case.id, BUYER, WORDS, now + DAY)
    assert (fresh(case).state, CaseEntry.select().count(), sent_back()) == ("seller", 1, [])


def test_a_case_goes_on_with_its_plugin_off(order_shops: OrderShop, sold: Order) -> None:
    now = utc_now()
    arrived(sold, now)
    case = complain(sold, NOT_AS_DESCRIBED, now + DAY)
    order_shops.switch_off()
    cases.offer(case.id, "refund", None, SELLER, Said(), now + 2 * DAY)
    assert sent_back() == [TOTAL]
    page = order_shops.browser().get(f"/en/cases/{case.token}")
    assert page.status_code == 200
    assert "Refund of everything" in page.get_data(as_text=True)


def test_a_contested_order_is_open_work_though_it_has_come_to_its_end(sold: Order) -> None:
    now = utc_now()
    arrived(sold, now)
    Order.update(closed_at=now).where(Order.id == sold.id).execute()
    assert open_orders(sold.business_model) == []
    case = complain(sold, NOT_AS_DESCRIBED, now + DAY)
    assert [one.subject for one in open_orders(sold.business_model)] == [f"order:{sold.id}"]
    cases.take_back(case.id, now + DAY)
    assert open_orders(sold.business_model) == []


def test_each_turn_is_mailed_to_the_other_side_with_what_comes_next(order_shops: OrderShop, sold: Order) -> None:
    now = utc_now()
    arrived(sold, now)
    case = complain(sold, NOT_AS_DESCRIBED, now)
    cases.offer(case.id, "partial-refund", 1000, SELLER, Said("Would half be right?"), now)
    run_once(now + DAY)
    folder = order_shops.settings.home / "mail"
    mails: dict[str, str] = {}
    for path in folder.glob("case-*.eml"):
        to = path.name.rsplit("-", 1)[0]
        mails[to] = mails.get(to, "") + path.read_text(encoding="utf-8")
    assert sorted(mails) == ["case-buyer", "case-seller"]
    assert f"/desk/cases/{case.number}" in mails["case-seller"]
    assert "Would half be right?" in mails["case-buyer"]
    assert f"/cases/{case.token[:20]}" in mails["case-buyer"].replace("=\n", "")


def test_the_end_of_a_case_is_one_mail_to_each_side_in_its_language(order_shops: OrderShop, sold: Order) -> None:
    now = utc_now()
    arrived(sold, now)
    ida = add_person("ida@seller.example", "", "ar", now, roles=("seller",), confirmed=True)
    PersonSeller.create(person=ida, seller=sold.seller_id)
    case = complain(sold, NOT_AS_DESCRIBED, now)
    run_once(now)
    before = set((order_shops.settings.home / "mail").glob("case-*.eml"))
    cases.offer(case.id, "refund", None, SELLER, Said("You are right."), now + DAY)
    run_once(now + DAY)
    ended = sorted(set((order_shops.settings.home / "mail").glob("case-*.eml")) - before)
    assert [path.name.rsplit("-", 1)[0] for path in ended] == ["case-buyer", "case-seller"]
    to_buyer, to_seller = (message_from_bytes(path.read_bytes(), policy=default) for path in ended)
    said = to_buyer.get_body(("plain",)).get_content()
    assert "You are right." in said
    assert "45.00" in said
    assert to_seller["Content-Language"] == "ar"


def test_a_withdrawal_that_the_seller_must_carry_out_is_paid_back_within_its_fourteen_days(
    order_shops: OrderShop, sold: Order
) -> None:
    now = utc_now()
    # said to be sent, and no parcel is known: nothing can be cancelled by itself
    move(f"order:{sold.id}", "send", role="seller", now=now)
    case = cases.withdraw(sold.id, statement(now), None, now, proved=False)
    cases.prove(case.id, BUYER, now + 5 * DAY)
    assert (fresh(case).state, fresh(case).turn_until) == ("seller", now + 14 * DAY)
    run_once(now + 5 * DAY)
    told = [path.read_text(encoding="utf-8") for path in (order_shops.settings.home / "mail").glob("case-seller-*.eml")]
    assert any(f"/desk/cases/{case.number}" in text for text in told)
    fire_timers(now + 14 * DAY)
    fire_timers(now + 14 * DAY)
    assert (fresh(case).state, fresh(case).outcome, sent_back()) == ("closed", "refund", [TOTAL])


# -- together with amendments, held money and chargebacks ---------------------------------------------


def test_what_was_not_sent_is_cancelled_and_what_was_sent_comes_back_first(sold: Order) -> None:
    now, line = utc_now(), line_of(sold)
    deliver(ship(sold.id, {line: 1}, now=now - DAY), now)
    case = cases.withdraw(sold.id, statement(now), None, now, proved=True)
    assert (fresh(case).state, sent_back()) == ("returning", [GOODS // 2])
    assert [(one.quantity, one.amount) for one in CaseLine.select()] == [(1, GOODS // 2)]
    assert left_to_send(sold.id) == {}
    cases.goods_arrived(case.id, SELLER, now + DAY)
    assert sent_back() == [GOODS // 2, GOODS // 2 + POST]
    assert ledger_is_balanced()


def test_a_piece_that_was_not_sent_is_withdrawn_alone_and_at_once(sold: Order) -> None:
    now, line = utc_now(), line_of(sold)
    case = cases.withdraw(sold.id, statement(now), {line: 1}, now, proved=True)
    assert (fresh(case).state, fresh(case).outcome, sent_back()) == ("closed", "refund", [GOODS // 2])
    assert left_to_send(sold.id) == {line: 1}
    assert Order.get_by_id(sold.id).total == TOTAL - GOODS // 2


def test_a_case_keeps_its_share_of_the_money_and_lets_it_go_at_its_end(sold: Order) -> None:
    now = utc_now()
    arrived(sold, now)
    case = complain(sold, NOT_AS_DESCRIBED, now + DAY)
    kept = {row.hold.line_id: row.amount for row in HoldFreeze.select()}
    assert kept == {line_of(sold): GOODS, None: POST}
    cases.take_back(case.id, now + 2 * DAY)
    assert HoldFreeze.select().count() == 0


def chargeback(order: Order, amount: int, state: Literal["open", "won", "lost"], at: datetime) -> None:
    """What the provider says, and what follows from it."""
    payment = Payment.select().where(Payment.purchase == order.purchase_id, Payment.state == "succeeded").get()
    news = ChargebackNews("cb-1", payment.reference, amount, "EUR", state, "fraudulent")
    assert record_chargeback(payment.provider, news, at)
    run_once(at)
    # told again, nothing more happens
    follow({"chargeback": 1, "state": state}, at)


def test_a_chargeback_beside_an_open_case_stops_it_and_overtakes_it_when_it_is_lost(sold: Order) -> None:
    now = utc_now()
    arrived(sold, now)
    case = complain(sold, NOT_AS_DESCRIBED, now + DAY)
    chargeback(sold, TOTAL, "open", now + 2 * DAY)
    at_bank = Case.get(Case.kind == "chargeback")
    assert (at_bank.state, at_bank.wish_amount, fresh(case).state) == ("provider", TOTAL, "seller")
    # the seller's clock stands still
    assert fire_timers(now + 30 * DAY) == 0
    with pytest.raises(Refused):
        cases.offer(case.id, "partial-refund", 100, SELLER, Said(), now + 3 * DAY)
    chargeback(sold, TOTAL, "lost", now + 40 * DAY)
    assert (fresh(at_bank).outcome, fresh(case).outcome) == ("lost", "overtaken")
    assert sent_back() == []
    assert ledger_is_balanced()
    assert Case.select().count() == 2


def test_a_chargeback_that_is_won_lets_the_case_go_on_where_it_stood(sold: Order) -> None:
    now = utc_now()
    arrived(sold, now)
    case = complain(sold, NOT_AS_DESCRIBED, now + DAY)
    chargeback(sold, TOTAL, "open", now + 2 * DAY)
    chargeback(sold, TOTAL, "won", now + 12 * DAY)
    assert (Case.get(Case.kind == "chargeback").outcome, fresh(case).state) == ("won", "seller")
    # a day of its three had passed
    assert fresh(case).turn_until == now + 14 * DAY
    cases.offer(case.id, "refund", None, SELLER, Said(), now + 13 * DAY)
    assert sent_back() == [TOTAL]
    assert ledger_is_balanced()


def test_a_replacement_is_an_order_of_zero_beside_the_first(sold: Order) -> None:
    now = utc_now()
    arrived(sold, now)
    case = complain(sold, NOT_AS_DESCRIBED, now + DAY, "replacement")
    assert cases.offer(case.id, "replacement", None, SELLER, Said(), now + DAY) == "closed"
    anew = Order.select().where(Order.purchase == sold.purchase_id, Order.id != sold.id).get()
    assert (anew.total, sent_back(), left_to_send(anew.id)[line_of(anew)]) == (0, [], 2)
