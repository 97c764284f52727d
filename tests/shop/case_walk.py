"""An order with a case in each state: every form that a case has, for its buyer and at the desk."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from page_forms import Form, forms_of

from storefront.db import utc_now
from storefront.orders.actions import deliver, ship
from storefront.orders.cases import actions
from storefront.orders.cases.entries import BUYER, Party, Said
from storefront.orders.cases.reasons import NOT_AS_DESCRIBED
from storefront.orders.cases.tables import Case
from storefront.orders.documents.issuing import issue_document
from storefront.orders.documents.tables import Document
from storefront.orders.tables import Order, OrderLine

if TYPE_CHECKING:
    from whole_shop import Whole

SELLER, STAFF = Party("seller", "seller"), Party("staff", "staff")
STATES = ("seller", "buyer", "returning", "checking", "shop", "decided", "unproved")
# one for each state, some that are claimed or withdrawn from, and one that is still on its way
PIECES = len(STATES) + 3
DAY = timedelta(days=1)


def case_walk(shop: Whole, order: Order) -> None:
    """The order, paid and of PIECES pieces, has come; its pages and its cases' are read."""
    now = utc_now()
    line, number = OrderLine.get(OrderLine.order == order.id), order.number
    deliver(ship(order.id, {line.id: PIECES - 1}, now=now - 2 * DAY), now - DAY)
    parcel = ship(order.id, now=now)
    cases = {state: case_in(state, order.id, line.id, now) for state in STATES}
    assert [case.state for case in cases.values()] == list(STATES)
    shop.read(f"/en/orders/{number}/problem")
    step_1 = next(form for form in shop.read("/en/withdraw") if shop.endpoint(form) == "cases.take_step_1")
    typed = {**step_1.fields, "name": "Anna Berg", "order": number, "email": "anna@example.com"}
    step_2 = shop.browser.post("/en/withdraw", data=typed)
    assert step_2.status_code == 200
    shop.know(forms_of(step_2.get_data(as_text=True), "/en/withdraw"))
    shop.read(f"/en/withdraw/prove/{cases['unproved'].token}")
    for state, case in cases.items():
        turns_of(shop, state, shop.read(f"/en/cases/{case.token}"), "cases.take_turn")
        turns_of(shop, state, shop.read(f"/desk/cases/{case.number}"), "desk.case_turn")
    for path in ("cases", "cases?state=closed", f"sellers/{order.seller_id}/returns"):
        shop.read(f"/desk/{path}")
    case = cases["seller"]
    shop.values |= {"cases.number": number, "cases.token": case.token, "upload_token": "no-such-file", "turn": "say"}
    shop.values |= {"cases.take_proof.token": cases["unproved"].token, "cases.show_proof.token": cases["unproved"].token}
    shop.values |= {f"desk.{page}.number": case.number for page in ("case", "case_turn", "case_file")}
    shop.values |= {"desk.deliver_parcel.number": number, "desk.deliver_parcel.shipment_id": str(parcel)}
    document = issue_document({"order": order.id}, now)
    assert document is not None
    shop.values["documents.token"] = Document.get_by_id(document).token
    shop.right |= {
        "cases.take_step_1": {"name": "Anna Berg", "order": number},
        "cases.take_step_2": {f"pieces-{line.id}": "1"},
        "cases.take_claim": {
            "reason": NOT_AS_DESCRIBED.code, "wish": "refund", "text": "It is grey.", f"pieces-{line.id}": "1",
        },
        "cases.take_turn": {"text": "It is very grey."},
        "desk.case_turn": {"text": "It is blue."},
    }  # fmt: skip


def turns_of(shop: Whole, state: str, found: list[Form], endpoint: str) -> None:
    """What can be done in a case of this state, kept for each turn."""
    for form in found:
        if form.method == "POST" and shop.endpoint(form) == endpoint:
            shop.turns[endpoint, state, form.action.rsplit("/", 1)[1]] = form


def case_in(state: str, order_id: int, line_id: int, now: datetime) -> Case:
    """A case about one piece, brought to this state."""
    if state == "unproved":
        statement = actions.Statement("Anna Berg", "anna@example.com", now, "en")
        return actions.withdraw(order_id, statement, {line_id: 1}, now, proved=False)
    wish = "return" if state in ("returning", "checking") else "refund"
    case = actions.open_case(order_id, actions.Claim(NOT_AS_DESCRIBED, {line_id: 1}, wish, None, Said("Grey.")), BUYER, now)
    if state == "buyer":
        actions.offer(case.id, "partial-refund", 100, SELLER, Said("Keep it."), now)
    if state in ("returning", "checking"):
        actions.offer(case.id, "return", None, SELLER, Said("Send it."), now)
    if state == "checking":
        actions.send_back(case.id, Said(), now)
    if state in ("shop", "decided"):
        actions.escalate(case.id, SELLER, Said("Both are right."), now)
    if state == "decided":
        actions.decide(case.id, "refund", None, STAFF, Said("It is grey."), now)
    moved: Case = Case.get_by_id(case.id)
    return moved
