"""Reconciliation and chargebacks at the desk, and who may not see them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from desk_people import actor, open_desk
from flask.testing import FlaskClient

from storefront.accounts import tables as accounts
from storefront.db import database
from storefront.desk.reconciliation_actions import find_difference, settle
from storefront.desk.tables import AuditEntry
from storefront.errors import NotFound
from storefront.orders.tables import Purchase
from storefront.payments.chargebacks import record_chargeback
from storefront.payments.reconciliation.actions import compared, keep_run, report_of
from storefront.payments.reconciliation.rows import Reported
from storefront.payments.reconciliation.tables import ReconciliationDifference, ReconciliationRun
from storefront.payments.tables import Chargeback
from storefront.values import ChargebackNews
from storefront.web.limits import _counters

NOW = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)
LONG_AGO = date(2020, 1, 2)


@pytest.fixture(autouse=True)
def put_back(demo: Any) -> Iterator[None]:
    """What a test changes is as it was after it."""
    _counters.clear()
    yield
    for table in (ReconciliationDifference, ReconciliationRun, Chargeback, AuditEntry):
        table.delete().execute()
    Purchase.update(person_id=None).execute()
    accounts.Person.delete().execute()


def differs(count: int = 1) -> int:
    """A report with references nobody knows; the first difference's id."""
    rows = [Reported(n + 2, LONG_AGO, f"who-knows-{n}", 100, "EUR", counterparty="Berta <b>Kunz") for n in range(count)]
    report = report_of("bank-transfer", "november.csv", rows)
    keep_run(report, compared(report), "command line", NOW)
    return int(ReconciliationDifference.select().order_by(ReconciliationDifference.row).get().id)


def test_a_difference_is_settled_with_a_reason(demo: Any) -> None:
    staff: FlaskClient = open_desk(demo, "staff")
    assert "No report has been compared yet" in staff.get("/desk/reconciliation").text
    number = differs()
    listed = staff.get("/desk/reconciliation").text
    for words in ("november.csv", "Unknown reference", "who-knows-0", "Berta &lt;b&gt;Kunz", "€1.00"):
        assert words in listed
    path = f"/desk/reconciliation/{number}"
    assert "the report says €1.00, the books say nothing." in staff.get(path).text
    empty = staff.post(path, data={"reason": " "})
    assert (empty.status_code, "Write why it is settled." in empty.text) == (422, True)
    answer = staff.post(path, data={"reason": "Sent by mistake, sent back"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/desk/reconciliation")
    assert "who-knows-0" not in staff.get("/desk/reconciliation").text
    assert "Sent by mistake, sent back" in staff.get("/desk/reconciliation?show=settled&kind=unknown-reference").text
    again = staff.post(path, data={"reason": "Once more"})
    assert (again.status_code, "settled already" in again.text, "Once more" in again.text) == (422, True, True)
    assert [(row.act, row.after) for row in AuditEntry.select()] == [
        ("difference.settle", {"reason": "Sent by mistake, sent back"})
    ]


def test_strangers_find_none_of_it(demo: Any) -> None:
    number = differs()
    staff, seller, buyer = open_desk(demo, "staff"), open_desk(demo, "seller"), open_desk(demo, "")
    paths = ("/desk/chargebacks", "/desk/reconciliation", f"/desk/reconciliation/{number}")
    for path in paths:
        assert staff.get(path).status_code == 200
        assert [browser.get(path).status_code for browser in (seller, buyer, demo.browser())] == [404, 404, 303]
    for browser, status in ((seller, 404), (buyer, 404), (demo.browser(), 303)):
        assert browser.post(paths[-1], data={"reason": "mine"}).status_code == status
    for act in (lambda: find_difference(actor("seller"), number), lambda: settle(actor("seller"), number, "mine")):
        with pytest.raises(NotFound):
            act()
    assert ReconciliationDifference.get_by_id(number).settled_at is None
    for missing in ("999999", "x", "0", "9" * 30):
        assert staff.get(f"/desk/reconciliation/{missing}").status_code == 404


def test_chargebacks_without_a_payment_wait_in_the_list(demo: Any) -> None:
    staff = open_desk(demo, "staff")
    news = ChargebackNews("dp_1", "pi_unknown", 4990, "EUR", reason="product_not_received", fee=1500)
    record_chargeback("sandbox-card", news, NOW)
    assert "pi_unknown" not in staff.get("/desk/chargebacks").text
    listed = staff.get("/desk/chargebacks?show=unmatched").text
    for words in ("pi_unknown", "No payment of ours has this reference.", "Did not arrive", "€49.90", "€15.00"):
        assert words in listed
    for address in ("?show=ended&q=dp_1", "?sort=-amount&show=unmatched", "?q=anna", "?show=nonsense"):
        assert staff.get("/desk/chargebacks" + address).status_code == 200


def test_a_long_list_costs_no_more_queries_than_a_short_one(demo: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    staff, asked = open_desk(demo, "staff"), []
    execute = database.obj.execute_sql
    monkeypatch.setattr(
        database.obj, "execute_sql", lambda *args, **more: (asked.append(args[0]), execute(*args, **more))[1]
    )
    counts = []
    for number in (2, 30):
        differs(number)
        for place in range(number):
            record_chargeback("sandbox-card", ChargebackNews(f"dp_{place}", f"pi_{place}", 1, "EUR"), NOW)
        for path in ("/desk/reconciliation", "/desk/chargebacks?show=unmatched"):
            staff.get(path)
            asked.clear()
            assert staff.get(path).status_code == 200
            counts.append(len(asked))
    assert counts[:2] == counts[2:]
